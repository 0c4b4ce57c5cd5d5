package program

import (
	"bytes"
	"context"
	"os"
	"path/filepath"

	"headroom/backend/fault"
	"headroom/backend/ingest"
)

// Files lists the files behind a path.
func (p *Program) Files(path string) ([]ingest.File, error) { return p.importer.Expand(path) }

// Rejected returns rejected rows of an import with their cells.
func (p *Program) Rejected(ctx context.Context, id int64, limit, offset int) (ingest.Quarantine, error) {
	return p.Store.Rejected(ctx, id, limit, offset)
}

// SaveRejected writes the rejected rows of an import into a CSV file, with the
// reasons. A file that cannot be written is left as it was.
func (p *Program) SaveRejected(ctx context.Context, id int64, file string) error {
	rows, err := p.Store.Rejected(ctx, id, 0, 0)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := rows.WriteCSV(&text); err != nil {
		return err
	}
	if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
		return fault.Wrap(err, fault.Invalid, "The file cannot be written.").InFile(filepath.Base(file)).WithHint("Choose another folder or name.")
	}
	return nil
}

// Retry imports rows that an import rejected, as the person mended them, and
// then evaluates the rules.
func (p *Program) Retry(ctx context.Context, id int64, mended []ingest.Rejected, q ingest.Request) (ingest.Result, error) {
	r, err := p.importer.Retry(ctx, id, mended, q)
	if err == nil && r.State == "committed" {
		_, err = p.evaluate(ctx, false)
	}
	return r, err
}

// Staleness says of every source how late it is on the person's day.
func (p *Program) Staleness(ctx context.Context) ([]ingest.Staleness, error) {
	cadences := map[string]int{}
	for _, known := range Profiles() {
		cadences[known.Info().ID] = known.Info().Cadence
	}
	return p.Store.Staleness(ctx, p.Today(), func(profile string) int { return cadences[profile] })
}

// Moved says what an import changed.
func (p *Program) Moved(ctx context.Context, id int64) (ingest.Review, error) {
	return p.Store.Moved(ctx, id)
}

// MovedBetween says what changed from the state one import left to the state
// another left.
func (p *Program) MovedBetween(ctx context.Context, from, to int64) (ingest.Review, error) {
	return p.Store.MovedBetween(ctx, from, to)
}

// Memories returns every mapping that is remembered.
func (p *Program) Memories(ctx context.Context) ([]ingest.Memory, error) {
	return p.Store.Memories(ctx)
}

// ForgetMemory forgets a mapping.
func (p *Program) ForgetMemory(ctx context.Context, id int64) error { return p.Store.Forget(ctx, id) }

// TrustMemory lets files of a remembered shape in without asking, or no longer.
func (p *Program) TrustMemory(ctx context.Context, id int64, on bool) error {
	return p.Store.Trust(ctx, id, on)
}
