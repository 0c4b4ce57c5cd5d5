// Package notify knows how what was decided reaches the person beyond the
// inbox: from the outbox, when it is no bother, through one sanitizer, to the
// first channel that takes it. The rule not to break: a message is taken from
// the outbox only after it was delivered, so a crash repeats one at most and
// loses none; and nothing goes where the person has not said.
package notify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"headroom/backend/watch"
)

// Note is one notification of the inbox as it is told beyond it. Days are
// YYYY-MM-DD, "" for none.
type Note struct {
	Item        int64          `json:"item"`
	RuleID      int64          `json:"rule"`
	RuleName    string         `json:"rule_name"`
	Instance    string         `json:"instance"`
	Severity    watch.Severity `json:"severity"`
	Title       string         `json:"title"`
	Body        string         `json:"body"`
	Reason      string         `json:"reason"`
	Value       *float64       `json:"value"`
	AccountKey  string         `json:"account_key"`
	Account     string         `json:"account"`
	Product     string         `json:"product"`
	Entitlement string         `json:"entitlement"`
	End         string         `json:"end"`
	ActBy       string         `json:"act_by"`
}

// tag names what n is about: a later message with the same tag replaces it.
func (n Note) tag() string { return strconv.FormatInt(n.RuleID, 10) + "/" + n.Instance }

// Message is what a channel delivers at once. Route is what a click opens.
type Message struct {
	Title string
	Body  string
	Route string
	// Tag says what it is about. Replaces is how the channel named the last
	// message about the same, which gives way to this one; "" for none.
	Tag      string
	Replaces string
	// ID is the same each time the same message is tried.
	ID    string
	At    time.Time
	Lang  string
	Notes []Note // the notifications it stands for
}

// Digest tells m from every other message, of other stores too, and is the same
// each time m is tried.
func (m Message) Digest() string {
	sum := sha256.Sum256([]byte(m.ID + "\x00" + m.Tag + "\x00" + m.Title + "\x00" + m.Body))
	return hex.EncodeToString(sum[:16])
}

// Items are the inbox items m stands for.
func (m Message) Items() []int64 {
	out := make([]int64, len(m.Notes))
	for i, n := range m.Notes {
		out[i] = n.Item
	}
	return out
}

// Sender delivers a message. The reference is how it names the message, so that
// a later one can replace it; "" where it cannot. An error means that it was
// not delivered; a fault says why in words for people, a Refusal that others may
// be delivered all the same.
type Sender interface {
	Notify(ctx context.Context, m Message) (reference string, err error)
}

// Refusal is an answer to one message: who gave it is there, did not want this
// one, and may want others. Any other error of a Sender is about the destination.
type Refusal struct{ Cause error }

// Error is what the cause says.
func (r Refusal) Error() string { return r.Cause.Error() }

// Unwrap returns the cause.
func (r Refusal) Unwrap() error { return r.Cause }

// A Sender that also has this method is told what text means to it: whether
// the place it sends to reads markup in the body.
type markupReader interface {
	Markup(ctx context.Context) bool
}

// A Sender that also has this method takes texts as they are: it writes them
// where nothing reads commands or markup, and a person reads all of them.
type verbatimTaker interface {
	Verbatim()
}

// Channel is a Sender with the name under which deliveries are recorded.
type Channel struct {
	Name   string
	Sender Sender
}

// Routes returns the channels of a destination as the settings have it, the
// first to be tried first. A fault says what has to be set up.
type Routes func(ctx context.Context, d watch.Destination, s Settings) ([]Channel, error)

// Only routes everything to the same channels.
func Only(channels ...Channel) Routes {
	return func(context.Context, watch.Destination, Settings) ([]Channel, error) { return channels, nil }
}
