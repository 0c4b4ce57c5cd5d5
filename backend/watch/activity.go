package watch

import "time"

// Activity is one line of the log of a rule: what was done to it, what it
// found, whom it told, what went wrong.
type Activity struct {
	ID       int64        `json:"id"`
	At       time.Time    `json:"at"`
	Rule     int64        `json:"rule"`
	RuleName string       `json:"rule_name,omitempty"` // in a page of the log, also of a rule that was removed
	Kind     ActivityKind `json:"kind"`
	Instance string       `json:"instance,omitempty"`
	Item     int64        `json:"item,omitempty"`
	// Detail holds what the sentence of the window is made of: "from", "to",
	// "value", "reason", "channel", "error", "version", "changes".
	Detail map[string]any `json:"detail"`
}

// ActivityKind is what a line of the log is about.
type ActivityKind string

// The kinds of activity.
const (
	Edited    ActivityKind = "edited"    // a new version was kept
	Switched  ActivityKind = "switched"  // the rule became active, paused, a draft or removed
	Evaluated ActivityKind = "evaluated" // with its outcome; equal ones in a row are one line with a count
	Fired     ActivityKind = "fired"
	Closed    ActivityKind = "resolved"
	Sent      ActivityKind = "delivered"
	Unsent    ActivityKind = "undelivered" // is tried again
	Answered  ActivityKind = "answered"    // the person: done, snoozed, reopened, with the reason
	Tested    ActivityKind = "tested"
)

// ActivityKinds are all of them.
var ActivityKinds = []ActivityKind{Edited, Switched, Evaluated, Fired, Closed, Sent, Unsent, Answered, Tested}

// RuleVersion is one kept definition of a rule. Number 1 is the first.
type RuleVersion struct {
	Number   int       `json:"number"`
	At       time.Time `json:"at"`
	Sentence string    `json:"sentence,omitempty"` // the definition in plain words
	Rule     Rule      `json:"rule"`
}

// Return says what brings a snoozed item back. Exactly one field is set.
type Return struct {
	Day    string   `json:"day,omitempty"`    // YYYY-MM-DD, after today
	Import bool     `json:"import,omitempty"` // the next import
	Moved  *float64 `json:"moved,omitempty"`  // the value moved by so much
	Notice bool     `json:"notice,omitempty"` // the last day to act, less the days that the rule says
}

// Rehearsal is what a rule would have done on the stored history.
type Rehearsal struct {
	From string `json:"from"` // YYYY-MM-DD
	To   string `json:"to"`
	// Evaluations counts the days and imports that were gone through, Imports
	// the imports among them.
	Evaluations int     `json:"evaluations"`
	Imports     int     `json:"imports"`
	Seconds     float64 `json:"seconds"`
	// Firings are all notifications there would have been, oldest first.
	Firings []Rehearsed `json:"firings"`
	Weeks   []Week      `json:"weeks"`
	// Before is how many there would have been without the filters of the rule.
	Before int `json:"before"`
	// Budget is how many notifications a week the person wants at most, 0 for no bound.
	Budget int   `json:"budget"`
	Fixes  []Fix `json:"fixes"`
}

// Rehearsed is one notification of a rehearsal. Filtered ones are those that
// the filters of the rule leave out.
type Rehearsed struct {
	Day        string     `json:"day"`
	Instance   string     `json:"instance"`
	Title      string     `json:"title"`
	Body       string     `json:"body"`
	Value      *float64   `json:"value"`
	Resolution Resolution `json:"resolution,omitempty"`
	Resolved   string     `json:"resolved,omitempty"`
	Filtered   bool       `json:"filtered,omitempty"`
}

// Week counts the notifications of one week, which begins on Monday Start.
// Silent weeks had no import at all.
type Week struct {
	Start    string `json:"start"`
	Count    int    `json:"count"`
	Filtered int    `json:"filtered"`
	Silent   bool   `json:"silent"`
}

// Fix is a change of the rule that would have made it quieter, with what it
// would have done.
type Fix struct {
	// Kind is clear_level, for, base, auto_renew, monthly, repeat or per_account.
	Kind string `json:"kind"`
	// Affected is how many of the firings it is about.
	Affected int     `json:"affected"`
	Value    float64 `json:"value,omitempty"` // the level, count or days it proposes
	// Rule is the rule with the change made, After how often that would have fired.
	Rule  Rule `json:"rule"`
	After int  `json:"after"`
}

// Inspection says what a rule finds now, before it is kept.
type Inspection struct {
	Sentence  string     `json:"sentence"` // the rule in plain words
	Instances int        `json:"instances"`
	Holding   int        `json:"holding"`
	NoData    int        `json:"no_data"`
	Seen      []Instance `json:"seen"`    // those that hold first; at most 200
	Preview   *Notice    `json:"preview"` // of the first that holds, else of the first
	// Unknown are the accounts that the rule names and that nobody goes by.
	Unknown []Unknown `json:"unknown,omitempty"`
	// Gaps counts, by token of the message, the instances for which it is empty.
	Gaps map[string]int `json:"gaps,omitempty"`
	// Series is the course of the condition's metric for the previewed instance.
	Series []Point `json:"series,omitempty"`
}

// Instance is one instance as it stands. State is that of a kept rule, else
// what it would be: firing, pending, normal or no_data.
type Instance struct {
	Instance string         `json:"instance"`
	Title    string         `json:"title"`
	Keys     map[string]any `json:"keys"` // by dimension of Per, names beside keys
	State    State          `json:"state"`
	Held     int            `json:"held,omitempty"` // evaluations in a row, of For
	Value    *float64       `json:"value"`
	// Parts are numerator and denominator of a ratio.
	Parts  []*float64 `json:"parts,omitempty"`
	Reason string     `json:"reason"` // the comparison with its values: "consumption_rate = 1.04 ≥ 1"
	Since  string     `json:"since,omitempty"`
}

// Point is one value of a series.
type Point struct {
	Day   string   `json:"day"`
	Value *float64 `json:"value"`
}

// Explanation says why an instance of a rule fired, or why it did not: every
// step from the facts to the person, with its outcome.
type Explanation struct {
	Rule     int64    `json:"rule"`
	Instance string   `json:"instance"`
	Told     bool     `json:"told"`
	Steps    []Passed `json:"steps"`
}

// Passed is one step of an Explanation. Kind is rule_active, due, in_watch,
// in_filter, has_data, base, condition, held, new_episode, delivered; Detail
// holds the values its sentence is made of.
type Passed struct {
	Kind   string         `json:"kind"`
	OK     bool           `json:"ok"`
	At     string         `json:"at,omitempty"`
	Detail map[string]any `json:"detail,omitempty"`
}
