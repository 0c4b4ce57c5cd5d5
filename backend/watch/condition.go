package watch

import "headroom/backend/metric"

// Kind is what a condition looks for.
type Kind string

// The kinds of conditions. Those about days read the ends of entitlements,
// those about figures a metric of the rule's question, and the last five
// compare an evaluation with what the one before it saw.
const (
	Threshold  Kind = "threshold"   // a metric is beyond Value
	Change     Kind = "change"      // a metric moved against its own baseline
	Trend      Kind = "trend"       // a metric moved in one direction over periods
	Unused     Kind = "unused"      // a metric was zero on each of so many days; missing is not zero
	EndsIn     Kind = "ends_within" // 0 ≤ days to the end ≤ Days
	EndedIn    Kind = "ended"       // the end is at most Days ago
	ActBy      Kind = "act_by"      // the last day to act is at most Days away and the end is not over
	Stale      Kind = "stale"       // a source is later than its rhythm, or than Days
	Crosses    Kind = "crosses"     // a metric went from one band to another
	Appears    Kind = "appears"     // an instance is there that was not
	Disappears Kind = "disappears"  // an instance that was there is not; never for want of data
	Changes    Kind = "changes"     // one of Columns has another value
	Enters     Kind = "enters"      // an instance that was there came into Segment
	Leaves     Kind = "leaves"      // it left Segment, and is still there
)

// Condition says when an instance of a rule is met. Which fields belong to
// which kind is checked by Rule.Validate; every other one must be empty.
type Condition struct {
	Kind   Kind   `json:"kind"`
	Metric string `json:"metric,omitempty"`
	// Fallback is the metric that stands in for that of a threshold where it has no
	// value. What is compared with its own past needs one metric.
	Fallback string   `json:"fallback,omitempty"`
	Op       string   `json:"op,omitempty"`    // gt ge lt le
	Value    *float64 `json:"value,omitempty"` // in the unit of the metric; a share of a ratio
	// Clear is where an episode ends, on the other side of Value; nil: at Value.
	Clear *float64 `json:"clear,omitempty"`
	// For is at how many evaluations on new facts, or occurrences of the
	// schedule, in a row it must be met before it fires; 0 and 1: at once.
	For int `json:"for,omitempty"`
	// Base leaves out instances whose base is too small to mean anything.
	Base *Base `json:"base,omitempty"`
	// And must hold at the same time: overage over one line and over another.
	And []Term `json:"and,omitempty"`

	// Change, trend and crosses.
	Direction Direction `json:"direction,omitempty"`
	By        float64   `json:"by,omitempty"`       // how far, at least
	Relative  bool      `json:"relative,omitempty"` // By is a share of the baseline
	Against   Baseline  `json:"against,omitempty"`
	Over      int       `json:"over,omitempty"` // periods: how far back, how many of a median or trend
	Unit      string    `json:"unit,omitempty"` // day week month quarter year
	Bands     []float64 `json:"bands,omitempty"`

	Days    int      `json:"days,omitempty"`
	Columns []string `json:"columns,omitempty"`
	Segment string   `json:"segment,omitempty"`
}

// Term is one more comparison of a condition.
type Term struct {
	Metric string  `json:"metric"`
	Op     string  `json:"op"`
	Value  float64 `json:"value"`
}

// Base is the least a metric must be.
type Base struct {
	Metric  string  `json:"metric"`
	AtLeast float64 `json:"at_least"`
}

// Direction is which way a figure moves.
type Direction string

// The directions.
const (
	Up     Direction = "up"
	Down   Direction = "down"
	Either Direction = "either"
)

// Baseline is what a change is measured against.
type Baseline string

// The baselines. Each is the instance's own.
const (
	Previous Baseline = "previous" // Over periods back
	Median   Baseline = "median"   // the median of the Over periods before
	LastYear Baseline = "year"     // the same month of the year before
)

// Trigger says when a rule is evaluated: on an event, or by a schedule. The
// zero Trigger is on import. A rule on an event is evaluated as days pass, too,
// because a day can meet it.
type Trigger struct {
	On      string          `json:"on,omitempty"`      // import added updated
	Dataset metric.Relation `json:"dataset,omitempty"` // of added and updated
	// Every is minute hour day week month; N how many of them, 1 by default.
	Every    string   `json:"every,omitempty"`
	N        int      `json:"n,omitempty"`
	At       string   `json:"at,omitempty"`       // "08:00" of day, week and month
	Weekdays []string `json:"weekdays,omitempty"` // of week: monday…
	Days     []int    `json:"days,omitempty"`     // of month: 1 to 31, -1 the last
	Cron     string   `json:"cron,omitempty"`     // five fields, instead of Every
	Zone     string   `json:"zone,omitempty"`     // IANA name; the person's by default
	From     string   `json:"from,omitempty"`     // YYYY-MM-DD, both included
	Until    string   `json:"until,omitempty"`
}

// IsZero reports whether nothing is said: the rule is evaluated on import.
func (t Trigger) IsZero() bool {
	return t.On == "" && t.Dataset == "" && t.Every == "" && t.N == 0 && t.At == "" && t.Cron == "" && t.Zone == "" && t.From == "" && t.Until == "" &&
		len(t.Weekdays) == 0 && len(t.Days) == 0
}

// Message is the person's own text of a notification. Tokens in it are the
// columns of the rule's question, what the condition found, and the tokens of
// the catalog: {{account}}, {{value}}, {{TODAY-30}}. Empty parts are written by
// Headroom, in the language of the person.
type Message struct {
	Title string `json:"title,omitempty"`
	Body  string `json:"body,omitempty"`
}

// Severity orders what a person sees first.
type Severity string

// The severities. Critical may pass quiet hours where the person allows it.
const (
	Critical Severity = "critical"
	Warning  Severity = "warning"
	Notable  Severity = "notice"
)

// Destination is a way to the person beyond the inbox, where every
// notification is.
type Destination string

// The destinations. A webhook is named by the person: "webhook:NAME".
const (
	ToDesktop  Destination = "desktop"
	ToDigest   Destination = "digest"
	ToMail     Destination = "mail"
	ToDraft    Destination = "draft"    // an .eml file in the folder of drafts
	ToCalendar Destination = "calendar" // an .ics file
)
