package ingest

import "context"

// Memories keeps the mappings that the person confirmed.
type Memories interface {
	// Remember keeps m, in the place of the one with the same signature, name
	// and folder, whose trust and number of uses stay, and returns its id.
	Remember(ctx context.Context, m Memory) (int64, error)
	// Recall returns what is remembered of files with a signature, the one used
	// last first, and none where nothing is.
	Recall(ctx context.Context, signature string) ([]Memory, error)
	// Memories returns all of them, the one used last first.
	Memories(ctx context.Context) ([]Memory, error)
}
