package bridge

import "headroom/backend/watch"

// The wire types: what the window receives. Days are YYYY-MM-DD, instants
// RFC 3339 in UTC, missing numbers null, lists never null.

// Status tells the window what it opened on.
type Status struct {
	Empty       bool   `json:"empty"`    // nothing imported: show the first run
	Demo        bool   `json:"demo"`     // the store holds the demo portfolio
	ReadOnly    string `json:"readOnly"` // sentence why, "" when writable
	Store       string `json:"store"`    // path of the file
	Version     string `json:"version"`
	Today       string `json:"today"` // the person's day
	InboxOpen   int    `json:"inboxOpen"`
	LastUpdated string `json:"lastUpdated"`
	// ClockWasWrong says that the clock of the machine had been far ahead.
	ClockWasWrong bool `json:"clockWasWrong"`
}

// View is what every page is asked for. AsOf is "" for today, KnownAt 0 for
// what all imports tell.
type View struct {
	AsOf    string `json:"asOf"`
	KnownAt int64  `json:"knownAt,omitempty"` // as known after this import
	Scope   string `json:"scope"`             // "own" or "all"
	Dark    bool   `json:"dark"`              // theme of the chart options
	Lang    string `json:"lang"`
}

// Watched are the keys of what the person watches.
type Watched struct {
	Accounts     []string `json:"accounts"`
	Entitlements []string `json:"entitlements"`
	Products     []string `json:"products"` // by name, as segments
	Segments     []string `json:"segments"`
}

// ImportRow is one import of the history, or the result of a new one.
type ImportRow struct {
	ID         int64     `json:"id"`
	File       string    `json:"file"`
	SHA256     string    `json:"sha256"`
	Profile    string    `json:"profile"`
	Title      string    `json:"title"` // the profile in plain words
	Dataset    string    `json:"dataset"`
	Class      string    `json:"class"`
	AsOf       string    `json:"asOf"`
	State      string    `json:"state"` // committed duplicate held refused undone dry_run cancelled
	Rows       int64     `json:"rows"`
	Added      int64     `json:"added"`
	Changed    int64     `json:"changed"`
	Unchanged  int64     `json:"unchanged"`
	Skipped    int64     `json:"skipped"`
	Rejected   int64     `json:"rejected"`
	Notes      []string  `json:"notes"`
	Problems   []Problem `json:"problems"`
	Error      *Fault    `json:"error"` // of a refused file
	ImportedAt string    `json:"importedAt"`
	Seconds    float64   `json:"seconds"`
	Path       string    `json:"path"` // of the file in a run, so that the wizard can open it; "" in the history
	Member     string    `json:"member"`
	Version    int       `json:"version"` // of the profile
}

// Problem is one row's problem.
type Problem struct {
	Row     int    `json:"row"`
	Column  string `json:"column"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Value   string `json:"value"`
	Note    bool   `json:"note"`
}

// Fault is what every rejected call carries as JSON text in its message.
type Fault struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	File    string `json:"file,omitempty"`
	Row     int    `json:"row,omitempty"`
	Column  string `json:"column,omitempty"`
	Field   string `json:"field,omitempty"`
	Hint    string `json:"hint,omitempty"`
}

// Progress is the payload of the event "import:progress".
type Progress struct {
	File    string  `json:"file"`
	Index   int     `json:"index"` // 0-based file of Count
	Count   int     `json:"count"`
	Rows    int64   `json:"rows"`
	Bytes   int64   `json:"bytes"`
	Size    int64   `json:"size"`
	Seconds float64 `json:"seconds"`
	Stage   string  `json:"stage"` // reading storing done
}

// InboxItem is one notification.
type InboxItem struct {
	ID          int64         `json:"id"`
	Rule        int64         `json:"rule"`
	RuleName    string        `json:"ruleName"`
	RuleRemoved bool          `json:"ruleRemoved"`
	Template    string        `json:"template"` // the ready-made rule it was made of
	Instance    string        `json:"instance"`
	Episode     int           `json:"episode"`
	Title       string        `json:"title"`
	Body        string        `json:"body"`
	Reason      string        `json:"reason"` // e.g. "days_to_end = 14 ≤ 30"
	Value       *float64      `json:"value"`
	Severity    string        `json:"severity"` // critical warning notice
	State       string        `json:"state"`    // open done snoozed resolved superseded
	SnoozedTo   string        `json:"snoozedTo"`
	Returns     *watch.Return `json:"returns"`    // what brings a snoozed one back
	Resolution  string        `json:"resolution"` // renewed, ended, below_clear, ...
	Note        string        `json:"note"`       // the person's reason of the last answer
	AccountKey  string        `json:"accountKey"`
	Account     string        `json:"account"`
	Product     string        `json:"product"`
	Entitlement string        `json:"entitlement"` // key
	End         string        `json:"end"`
	Days        *int          `json:"days"` // to the end
	Due         string        `json:"due"`  // the last day to act, else the end
	DueDays     *int          `json:"dueDays"`
	CreatedAt   string        `json:"createdAt"`
	Delivered   []string      `json:"delivered"`
	Error       string        `json:"error"` // of the last delivery
}

// ItemDetail is what one notification says beyond the list: what can still be
// done, and where its line came from.
type ItemDetail struct {
	Advice []Advice `json:"advice"`
	ActBy  string   `json:"act_by"` // last day to act
	Import int64    `json:"import"`
	File   string   `json:"file"`
	Line   int64    `json:"line"`
}

// Advice says what happens if nobody does anything, or what can still be done.
type Advice struct {
	Tone string `json:"tone"` // loss lock_in note
	Text string `json:"text"`
}

// ListedRule is a rule in the list, with what became of it. Its rule always has
// a condition.
type ListedRule struct {
	ID           int64           `json:"id"`
	Rule         watch.Rule      `json:"rule"`
	State        watch.RuleState `json:"state"`
	Version      int             `json:"version"`
	Sentence     string          `json:"sentence"`
	Firing       int             `json:"firing"`
	ToldThisWeek int             `json:"told_this_week"`
	EvaluatedAt  string          `json:"evaluated_at"` // RFC 3339, "" for never
	Outcome      string          `json:"outcome"`
	Problem      string          `json:"problem"`
	NextAt       string          `json:"next_at"` // of a schedule
	Unknown      []watch.Unknown `json:"unknown,omitempty"`
}

// Channel is a way to the person, and whether it could deliver now.
type Channel struct {
	Name   string `json:"name"`   // desktop mail draft calendar webhook:NAME
	State  string `json:"state"`  // ready unasked denied absent
	Detail string `json:"detail"` // why not
}

// Tested says which channel delivered a test.
type Tested struct {
	Channel string `json:"channel"`
	Shown   bool   `json:"shown"`
	Error   string `json:"error"`
}
