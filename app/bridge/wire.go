package bridge

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
}

// Freshness is shown on every page.
type Freshness struct {
	DataAsOf    string         `json:"dataAsOf"` // the oldest of the sources
	LastUpdated string         `json:"lastUpdated"`
	Sources     []SourceStatus `json:"sources"`
}

// SourceStatus is one source's freshness.
type SourceStatus struct {
	Source     string `json:"source"`
	Dataset    string `json:"dataset"`
	AsOf       string `json:"asOf"`
	ImportedAt string `json:"importedAt"`
	Late       bool   `json:"late"`
}

// Figure is one number with its parts. Value is null when unknown; Of is the
// denominator of a ratio or the base of a count, null when there is none.
type Figure struct {
	Name  string   `json:"name"` // metric of the catalog
	Value *float64 `json:"value"`
	Of    *float64 `json:"of"`
	Part  *float64 `json:"part"` // numerator of a ratio
	Note  string   `json:"note"` // code of a caption: "above_100", "unknown_some", ""
	Count *float64 `json:"count"`
}

// Chart is one drawn answer. Option is ECharts option JSON made by go-echarts;
// Table is the same data for "Show as table"; Text is a sentence for those
// who do not see the drawing; Empty is a code when there is nothing to draw.
type Chart struct {
	Option  string   `json:"option"`
	Text    string   `json:"text"`
	Empty   string   `json:"empty"`
	Columns []string `json:"columns"`
	Rows    [][]any  `json:"rows"`
	// Links holds for each category of the chart what a click opens, "" for
	// nothing: an account key, or a product name.
	Links []string `json:"links"`
}

// Ending is one entitlement that ends in the window asked for.
type Ending struct {
	Key        string   `json:"key"` // key of the entitlement
	AccountKey string   `json:"accountKey"`
	Account    string   `json:"account"`
	Product    string   `json:"product"`
	Quantity   *float64 `json:"quantity"`
	Assigned   *float64 `json:"assigned"`
	End        string   `json:"end"`
	Days       int      `json:"days"`
	AutoRenew  *bool    `json:"autoRenew"`
	Status     string   `json:"status"`
	Watched    bool     `json:"watched"`
}

// AccountRow is one row of the accounts table.
type AccountRow struct {
	Key            string   `json:"key"`
	ID             string   `json:"id"`
	Account        string   `json:"account"`
	Country        string   `json:"country"`
	Sold           *float64 `json:"sold"`
	Assigned       *float64 `json:"assigned"`
	DeploymentRate *float64 `json:"deploymentRate"`
	Active         *float64 `json:"active"`
	UsageRate      *float64 `json:"usageRate"`
	Overage        *float64 `json:"overage"`
	NextEnd        string   `json:"nextEnd"` // earliest end of an entitlement that counts, ""
	NextDays       *int     `json:"nextDays"`
	Watched        bool     `json:"watched"`
}

// PortfolioPage is the first page. Days is the length of the endings window.
type PortfolioPage struct {
	AsOf         string       `json:"asOf"`
	Freshness    Freshness    `json:"freshness"`
	Accounts     int          `json:"accounts"`
	Entitlements int          `json:"entitlements"`
	Figures      []Figure     `json:"figures"` // licenses_ending licenses_sold deployment_rate usage_rate active_users overage
	EndingMonths Chart        `json:"endingMonths"`
	Products     Chart        `json:"products"`
	Active       Chart        `json:"active"`
	Endings      []Ending     `json:"endings"` // soonest first, at most 500
	EndingsTotal int          `json:"endingsTotal"`
	Days         int          `json:"days"`
	Table        []AccountRow `json:"table"`
}

// Line is one entitlement on the account page.
type Line struct {
	Key       string   `json:"key"`
	Product   string   `json:"product"`
	SKU       string   `json:"sku"`
	Source    string   `json:"source"`
	Status    string   `json:"status"`
	StatusRaw string   `json:"statusRaw"`
	Counts    bool     `json:"counts"`
	Trial     bool     `json:"trial"`
	Quantity  *float64 `json:"quantity"`
	Assigned  *float64 `json:"assigned"`
	Start     string   `json:"start"`
	End       string   `json:"end"`
	Days      *int     `json:"days"`
	AutoRenew *bool    `json:"autoRenew"`
	File      string   `json:"file"` // where the row came from
	FileLine  int      `json:"fileLine"`
	Import    int64    `json:"import"`
	Watched   bool     `json:"watched"`
}

// Unused is a product or workload without use in its window.
type Unused struct {
	Kind    string   `json:"kind"` // "product", "workload" or "feature"
	Name    string   `json:"name"`
	Total   *float64 `json:"total"`   // licenses or users that could use it
	LastUse string   `json:"lastUse"` // last day with use, "" when never seen
}

// AccountPage is the 360° view of one account.
type AccountPage struct {
	AsOf      string      `json:"asOf"`
	Freshness Freshness   `json:"freshness"`
	Key       string      `json:"key"`
	ID        string      `json:"id"`
	Account   string      `json:"account"`
	Country   string      `json:"country"`
	Region    string      `json:"region"`
	Segment   string      `json:"segment"`
	Owner     string      `json:"owner"`
	Domain    string      `json:"domain"`
	Watched   bool        `json:"watched"`
	Figures   []Figure    `json:"figures"` // licenses_sold deployment_rate usage_rate active_users overage licenses_ending
	Lines     []Line      `json:"lines"`
	Spans     Chart       `json:"spans"`     // entitlements over time
	Products  Chart       `json:"products"`  // deployment and usage by product
	Workloads []Chart     `json:"workloads"` // small multiples, one scale; Text begins with the workload's name
	Names     []string    `json:"names"`     // names of Workloads
	Unused    []Unused    `json:"unused"`
	Inbox     []InboxItem `json:"inbox"`
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
	ID         int64    `json:"id"`
	Rule       int64    `json:"rule"`
	RuleName   string   `json:"ruleName"`
	Template   string   `json:"template"` // ends_within usage_over
	Instance   string   `json:"instance"`
	Episode    int      `json:"episode"`
	Title      string   `json:"title"`
	Body       string   `json:"body"`
	Reason     string   `json:"reason"` // e.g. "days_to_end = 14 ≤ 30"
	Value      *float64 `json:"value"`
	State      string   `json:"state"` // open done snoozed resolved superseded
	SnoozedTo  string   `json:"snoozedTo"`
	Resolution string   `json:"resolution"` // renewed, ended, below_clear, ...
	AccountKey string   `json:"accountKey"`
	Account    string   `json:"account"`
	Product    string   `json:"product"`
	End        string   `json:"end"`
	Days       *int     `json:"days"` // to the end, from the page's day
	CreatedAt  string   `json:"createdAt"`
	Delivered  []string `json:"delivered"`
}

// RuleRow is one conditional notification.
type RuleRow struct {
	ID        int64   `json:"id"`
	Name      string  `json:"name"`
	Template  string  `json:"template"`
	Days      int     `json:"days"`
	Threshold float64 `json:"threshold"`
	Clear     float64 `json:"clear"`
	Watch     string  `json:"watch"` // all watched accounts
	State     string  `json:"state"` // active paused draft
	Firing    int     `json:"firing"`
	Evaluated string  `json:"evaluated"` // last evaluation
}

// NewRule is what the window sends to add a rule.
type NewRule struct {
	Name      string  `json:"name"`
	Template  string  `json:"template"`
	Days      int     `json:"days"`
	Threshold float64 `json:"threshold"`
	Clear     float64 `json:"clear"`
	Watch     string  `json:"watch"` // all or watched
}
