package watch

import (
	"encoding/json"
	"strings"

	"headroom/backend/metric"
)

// Watch says what a rule watches: everything, what the person marked as
// watched, named accounts, or a segment, each less what is excluded. The zero
// Watch is everything; where several are set, all of them must hold.
type Watch struct {
	Watched  bool
	Accounts []string // names, ids or keys
	Segment  string
	Exclude  Exclude
}

// Exclude is what a rule leaves out.
type Exclude struct {
	Accounts []string `json:"accounts,omitempty"` // names, ids or keys
	Products []string `json:"products,omitempty"`
	SKUs     []string `json:"skus,omitempty"`
	Free     bool     `json:"free,omitempty"` // what is known to cost nothing
}

// IsZero reports whether nothing is left out.
func (e Exclude) IsZero() bool {
	return len(e.Accounts)+len(e.Products)+len(e.SKUs) == 0 && !e.Free
}

// String returns "all", "watched", "accounts" or "segment".
func (w Watch) String() string {
	switch {
	case len(w.Accounts) > 0:
		return "accounts"
	case w.Segment != "":
		return "segment"
	case w.Watched:
		return "watched"
	default:
		return "all"
	}
}

// watchDocument is the long form of a Watch.
type watchDocument struct {
	Watched  bool     `json:"watched,omitempty"`
	Accounts []string `json:"accounts,omitempty"`
	Segment  string   `json:"segment,omitempty"`
	Exclude  Exclude  `json:"exclude,omitzero"`
}

// MarshalJSON writes "all", "watched" or an object.
func (w Watch) MarshalJSON() ([]byte, error) {
	if len(w.Accounts) == 0 && w.Segment == "" && w.Exclude.IsZero() {
		return json.Marshal(w.String())
	}
	return json.Marshal(watchDocument(w))
}

// Watchlist is what the person marked as watched, by key; products and segments
// by name.
type Watchlist struct {
	Accounts     map[string]bool
	Entitlements map[string]bool
	Products     map[string]bool
	Segments     map[string]bool
}

// The kinds of what can be watched, and the first three of a Segment.
const (
	WatchAccount     = "account"
	WatchEntitlement = "entitlement"
	WatchProduct     = "product"
	WatchSegment     = "segment"
)

// Segment is a live set of accounts, entitlements or products: those that its
// filter keeps today.
type Segment struct {
	Name   string        `json:"name"`
	Title  string        `json:"title"`
	Kind   string        `json:"kind"` // account entitlement product
	Filter metric.Filter `json:"filter"`
	Size   int           `json:"size"` // how many it holds today
}

// Fold makes names comparable that differ in case and blanks only.
func Fold(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }
