package notify

import (
	"context"
	"time"

	"headroom/backend/watch"
)

// ClaimHolds is how long a claim holds. One round of deliveries ends before, so
// that nobody else sends what it is sending.
const ClaimHolds = 2 * time.Minute

// Pending is a notification that waits for one destination.
type Pending struct {
	Note
	ID          int64
	Destination watch.Destination
	Rule        watch.Rule
	Queued      time.Time
	NotBefore   time.Time // when it was to be tried again, zero for the first time
	Attempts    int
	// Replaces is the reference of the last one delivered there about the same
	// instance of the same rule, "" for none.
	Replaces string
	// Summary marks what was found while catching up: all of it is one message.
	Summary bool
}

// Outbox holds what is to be told beyond the inbox.
type Outbox interface {
	// Claim takes what is due, so that nobody else sends it. A claim whose holder
	// died lapses.
	Claim(ctx context.Context, now time.Time) ([]Pending, error)
	// Settle records what became of what was claimed, with a line each in the
	// activity log, in one transaction.
	Settle(ctx context.Context, done []Settlement, now time.Time) error
	// ShownSince counts the messages for the desktop that were shown since then.
	ShownSince(ctx context.Context, since time.Time) (int, error)
	// Settings returns every setting.
	Settings(ctx context.Context) (map[string]string, error)
}

// Settled is what became of something claimed.
type Settled string

// What may become of it. What failed is tried again, as long as its item is open.
const (
	Delivered Settled = "delivered"
	Held      Settled = "held"     // until later, or for another destination
	Undone    Settled = "failed"   // is tried again
	Released  Settled = "released" // was not tried; waits as before
	Dropped   Settled = "dropped"  // the person does not want it there
)

// Settlement says what became of one row of the outbox.
type Settlement struct {
	ID          int64
	State       Settled
	Destination watch.Destination // where it waits now, of what is held
	Channel     string            // that delivered it
	Reference   string            // how that channel names it
	Message     int64             // the first of those that were delivered as one
	Reason      Reason
	Until       time.Time // when what is held or failed is due again
	Error       string    // why it failed, for people
}
