package watch

import (
	"time"

	"headroom/backend/portfolio"
)

// Notice is what the person reads, and what it is about. Entitlement, End and
// ActBy, the last day to act, are set where it is about one line.
type Notice struct {
	Title       string        `json:"title"`
	About       string        `json:"-"` // what it tells of, for the log: "Ashcombe Water plc, Visio Plan 2"
	Body        string        `json:"body"`
	AccountKey  string        `json:"account_key"`
	Account     string        `json:"account"`
	Product     string        `json:"product"`
	Entitlement string        `json:"entitlement"`
	End         portfolio.Day `json:"end"`
	ActBy       portfolio.Day `json:"act_by"` // NoDay and the zero Day: unknown
}

// ItemState is what became of an inbox item.
type ItemState string

// The states of an item. Open, Done and Snoozed are the person's, Resolved and
// Superseded the rule's. A done item stays done.
const (
	Open       ItemState = "open"
	Done       ItemState = "done"
	Snoozed    ItemState = "snoozed"
	Resolved   ItemState = "resolved"
	Superseded ItemState = "superseded"
)

// Item is one notification in the inbox. Days are YYYY-MM-DD, "" for none.
// Delivered names the channels beyond the inbox that showed it, Error says why
// the last delivery failed. Returns is what brings a snoozed one back, Note the
// person's reason of the last answer.
type Item struct {
	ID          int64      `json:"id"`
	Rule        int64      `json:"rule"`
	RuleName    string     `json:"rule_name"`
	RuleRemoved bool       `json:"rule_removed,omitempty"` // there is no such rule any more
	Template    Template   `json:"template"`
	Instance    string     `json:"instance"`
	Episode     int        `json:"episode"`
	Title       string     `json:"title"`
	Body        string     `json:"body"`
	Reason      string     `json:"reason"`
	Value       *float64   `json:"value"`
	State       ItemState  `json:"state"`
	SnoozedTo   string     `json:"snoozed_to,omitempty"`
	Resolution  Resolution `json:"resolution,omitempty"`
	AccountKey  string     `json:"account_key"`
	Account     string     `json:"account"`
	Product     string     `json:"product"`
	Entitlement string     `json:"entitlement,omitempty"`
	End         string     `json:"end,omitempty"`
	CreatedAt   time.Time  `json:"created_at"`
	Delivered   []string   `json:"delivered"`
	Severity    Severity   `json:"severity"`
	ActBy       string     `json:"act_by,omitempty"`
	Version     int        `json:"version"` // of the rule by which it was told
	Returns     *Return    `json:"returns,omitempty"`
	Note        string     `json:"note,omitempty"`
	Error       string     `json:"error,omitempty"`
}

// Transition is a change of state of one instance. A repeat and a return from a
// snooze are transitions too: the person is told. Item is the inbox item it
// made or changed, 0 for none.
type Transition struct {
	Rule     int64    `json:"rule"`
	Instance string   `json:"instance"`
	From     string   `json:"from"`
	To       string   `json:"to"`
	Value    *float64 `json:"value"`
	Reason   string   `json:"reason"`
	Item     int64    `json:"item,omitempty"`
}
