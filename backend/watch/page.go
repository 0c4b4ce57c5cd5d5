package watch

// InboxSort is an order of the inbox.
type InboxSort string

// The orders. ByUrgency begins with what wants a hand first: the last day to
// act, else the end.
const (
	ByUrgency InboxSort = "urgency"
	Newest    InboxSort = "newest"
	Oldest    InboxSort = "oldest"
	ByAccount InboxSort = "account"
	ByEnd     InboxSort = "end"
)

// InboxAsking chooses items of the inbox. State Resolved stands for Superseded,
// too; Around asks for the page that holds that item; Limit 0 is all.
type InboxAsking struct {
	State    ItemState  `json:"state"`
	Account  string     `json:"account,omitempty"` // key
	Product  string     `json:"product,omitempty"`
	Rule     int64      `json:"rule,omitempty"`
	Severity []Severity `json:"severity,omitempty"`
	Text     string     `json:"text,omitempty"`
	Sort     InboxSort  `json:"sort,omitempty"`
	Offset   int        `json:"offset,omitempty"`
	Limit    int        `json:"limit,omitempty"`
	Around   int64      `json:"around,omitempty"`
}

// InboxPage is a page of the inbox with what can be chosen to narrow it. Count
// is how many the asking finds. Groups say how soon open items want a hand, in
// the order of urgency; Tabs count by state, Rules, Accounts and Severities in
// the state asked for, each as if it were not chosen itself.
type InboxPage struct {
	Items      []Item            `json:"items"`
	Offset     int               `json:"offset"`
	Count      int               `json:"count"`
	Groups     []InboxGroup      `json:"groups"`
	Tabs       map[ItemState]int `json:"tabs"`
	Rules      []InboxRule       `json:"rules"`
	Accounts   []InboxAccount    `json:"accounts"`
	Severities map[Severity]int  `json:"severities"`
}

// InboxGroup counts the open items that want a hand now, this week or later.
type InboxGroup struct {
	Name  string `json:"name"` // now week later
	Count int    `json:"count"`
}

// InboxRule counts the items of a rule.
type InboxRule struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// InboxAccount counts the items about an account.
type InboxAccount struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// ActivityAsking chooses lines of the log. Zero fields choose all; Limit 0 is all.
type ActivityAsking struct {
	Rule     int64
	Kinds    []ActivityKind
	Instance string
	Item     int64
	Text     string // in what the lines say, in names of rules and titles of items
	Offset   int
	Limit    int
}

// ActivityPage is a page of the log, newest first. Count is how many the asking finds.
type ActivityPage struct {
	Entries []Activity `json:"entries"`
	Count   int        `json:"count"`
}
