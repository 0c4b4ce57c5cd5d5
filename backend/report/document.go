package report

import "headroom/backend/metric"

// Kind says what a document is.
type Kind string

// The kinds of document.
const (
	KindReport    Kind = "report"
	KindDashboard Kind = "dashboard"
)

// Report is a question and the way its answer is shown.
type Report struct {
	// Name is the key of a kept report: that of a shipped one, or what the store
	// gave it; "" where it was never kept.
	Name string `json:"name,omitempty"`
	// Version is that of the kept report as it was read; a change of it carries
	// the one it started from. "" of one that nobody kept.
	Version string       `json:"version,omitempty"`
	Title   string       `json:"title"`
	Words   string       `json:"words,omitempty"`
	Query   metric.Query `json:"query"`
	// Off are filters that were switched off and not thrown away.
	Off    []metric.Filter `json:"off,omitempty"`
	Visual Visual          `json:"visual"`
}

// Show names a kind of visual.
type Show string

// The kinds of visual. Shipped dashboards keep to those of docs/design.md; the
// report builder offers all of them.
const (
	ShowTable     Show = "table"
	ShowCrosstab  Show = "crosstab"  // a pivoted table
	ShowTree      Show = "tree"      // a table whose groups open: one level for each of By
	ShowFigures   Show = "figures"   // a row of figures, one for each metric
	ShowIndicator Show = "indicator" // one figure, with what it is compared with
	ShowGauge     Show = "gauge"
	ShowBullet    Show = "bullet"
	ShowBar       Show = "bar"    // horizontal: to compare things
	ShowColumn    Show = "column" // vertical: by period
	ShowLine      Show = "line"
	ShowArea      Show = "area"
	ShowCombo     Show = "combo" // columns and lines; Series.Show says which
	ShowPie       Show = "pie"
	ShowDonut     Show = "donut"
	ShowFunnel    Show = "funnel"
	ShowRadar     Show = "radar"
	ShowBox       Show = "box"     // of the rows of each category
	ShowRange     Show = "range"   // from the least to the greatest of two or more columns
	ShowHeatmap   Show = "heatmap" // category × split, coloured by the first value
	ShowCalendar  Show = "calendar"
	ShowScatter   Show = "scatter" // the first two values against each other; Size makes bubbles
	ShowSankey    Show = "sankey"  // from category to split
	ShowTreemap   Show = "treemap"
	ShowSpans     Show = "spans"  // a bar from a first to a second date for each row
	ShowRates     Show = "rates"  // two rates of different bases: wide and pale, thin and dark
	ShowAgenda    Show = "agenda" // rows by the day they are due, with what to do
)

// Visual says how an answer is shown. What is empty follows from the answer:
// the first column that is no figure is the category, every metric a value.
type Visual struct {
	Show     Show   `json:"show"`
	Category string `json:"category,omitempty"` // column of the answer
	// Split is a column whose values become series: "kind of line" in a chart of
	// lines. Its series come in the order of the answer.
	Split  string   `json:"split,omitempty"`
	Values []Series `json:"values,omitempty"`
	Size   string   `json:"size,omitempty"` // column of the size of bubbles
	// Stack piles series up: "sum", or "share" of each category's total.
	Stack string `json:"stack,omitempty"`
	Goal  *Goal  `json:"goal,omitempty"`
	// Bands are the ranges of gauge and bullet, from the lowest up.
	Bands   []Band        `json:"bands,omitempty"`
	Columns []ColumnStyle `json:"columns,omitempty"` // in the order shown; others follow
	Rules   []StyleRule   `json:"rules,omitempty"`   // conditional formatting, the first that holds
	// Hundred draws the line at 100 % and colours what is beyond.
	Hundred bool `json:"hundred,omitempty"`
	// Labels prints the figures into the drawing: "all", "last" or "" where
	// there is room for them.
	Labels  string `json:"labels,omitempty"`
	Density string `json:"density,omitempty"` // of tables: dense, "" or relaxed
}

// Series is a column drawn as values.
type Series struct {
	Column string `json:"column"`
	Show   Show   `json:"show,omitempty"` // column, line or area, in a combo
	// Tone gives a series one of the fixed meanings of docs/design.md: "counts",
	// "part" (pale), "explained" (hatched), "unknown" (dashed), "over" (amber).
	Tone string `json:"tone,omitempty"`
	// Negative draws below the axis what is counted as a loss.
	Negative bool `json:"negative,omitempty"`
}

// Goal is a dotted line: a Value, or the figure of a metric of the answer's totals.
type Goal struct {
	Value  *float64 `json:"value,omitempty"`
	Metric string   `json:"metric,omitempty"`
	Title  string   `json:"title,omitempty"`
}

// Band is a range up to and without To; nil is no bound. Tone is crit, warn,
// good, info or neutral.
type Band struct {
	To    *float64 `json:"to,omitempty"`
	Title string   `json:"title,omitempty"`
	Tone  string   `json:"tone"`
}

// ColumnStyle is how a column of a table, and its figures anywhere, look.
type ColumnStyle struct {
	Column string        `json:"column"`
	Title  string        `json:"title,omitempty"` // "" is the catalog's label
	Hidden bool          `json:"hidden,omitempty"`
	Pinned bool          `json:"pinned,omitempty"`
	Width  int           `json:"width,omitempty"` // px; 0 by the content
	Format *NumberFormat `json:"format,omitempty"`
	// As is how cells are drawn: "" as text, "rate" (bar with a tick at 100 %),
	// "bar" (against the largest), "status", "spark" (a line of the values of a
	// pivot by date) or "days" (a date with the days to it below).
	As string `json:"as,omitempty"`
	// Foot is the aggregate in the foot: "" is the figure of all rows (the
	// totals of the answer), or none, sum, average, min, max.
	Foot string `json:"foot,omitempty"`
	// Base and Note are figures of the answer that in a row of figures stand with
	// this one: Base beside it ("19 entitlements"), Note in the line below, in the
	// tone of the first rule that holds for it.
	Base string `json:"base,omitempty"`
	Note string `json:"note,omitempty"`
}

// NumberFormat is how figures are written. Style is decimal, abbreviated
// (1.2k), currency, percentage or scientific; Digits are those after the
// decimal sign, nil as usual.
type NumberFormat struct {
	Style    string `json:"style"`
	Digits   *int   `json:"digits,omitempty"`
	Currency string `json:"currency,omitempty"`
}

// StyleRule gives a cell, or its whole row, a tone where a column fulfils a
// comparison: eq, ne, gt, ge, lt, le, between, is_null, contains.
type StyleRule struct {
	Column string `json:"column"`
	Op     string `json:"op"`
	Value  any    `json:"value,omitempty"`
	Values []any  `json:"values,omitempty"`
	Tone   string `json:"tone"` // crit, warn, good, info or neutral
	Row    bool   `json:"row,omitempty"`
}

// Dashboard is a set of tiles on tabs, with the controls that filter them.
type Dashboard struct {
	Name    string `json:"name,omitempty"`
	Version string `json:"version,omitempty"` // as that of a Report
	Title   string `json:"title"`
	Words   string `json:"words,omitempty"`
	// About is "account" for a dashboard of one account, which the address
	// names; every tile is limited to it. "" is for the portfolio.
	About    string    `json:"about,omitempty"`
	Controls []Control `json:"controls,omitempty"`
	Tokens   []Token   `json:"tokens,omitempty"`
	Tabs     []Tab     `json:"tabs"`
}

// Control is a filter that who looks at a dashboard sets. Show is "date" (a
// relative or absolute span), "list" (values to choose from; a list cascades:
// it offers what the controls before it leave) or "input" (text the value
// contains, or a number to compare with).
type Control struct {
	ID        string         `json:"id"`
	Show      string         `json:"show"`
	Dimension string         `json:"dimension"`
	Title     string         `json:"title,omitempty"`
	Filter    *metric.Filter `json:"filter,omitempty"` // as it is at first; nil filters nothing
}

// Token is a value that the tiles' filters, expressions and titles use as
// {{NAME}} and that who looks at the dashboard can change. Type is text, number
// or date.
type Token struct {
	Name  string `json:"name"`
	Title string `json:"title,omitempty"`
	Type  string `json:"type"`
	Value any    `json:"value"`
}

// Tab is one sheet of tiles.
type Tab struct {
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
	Tiles []Tile `json:"tiles"`
}

// Columns is how many columns the grid of a tab has; a row of it is RowHeight
// pixels high.
const (
	Columns   = 12
	RowHeight = 40
)

// Tile is one cell of the sheet: a report of its own, a kept one by name, a
// text or an image.
type Tile struct {
	ID string `json:"id"`
	X  int    `json:"x"`
	Y  int    `json:"y"`
	W  int    `json:"w"`
	H  int    `json:"h"`
	// Title goes before that of the report. It may use tokens.
	Title  string  `json:"title,omitempty"`
	Sub    string  `json:"sub,omitempty"` // said beside the title in grey
	Report *Report `json:"report,omitempty"`
	Ref    string  `json:"ref,omitempty"`
	Text   string  `json:"text,omitempty"`  // paragraphs; may use tokens
	Image  string  `json:"image,omitempty"` // data:image/png, jpeg or webp
	Alt    string  `json:"alt,omitempty"`   // what the image shows
	// Ignores are controls that do not filter this tile.
	Ignores []string `json:"ignores,omitempty"`
	// Opens is where the heading leads: "dashboard/renewals".
	Opens string `json:"opens,omitempty"`
}

// Entry is a document in a list.
type Entry struct {
	Kind  Kind   `json:"kind"`
	Name  string `json:"name"`
	Title string `json:"title"`
	Words string `json:"words"`
	// Origin is "shipped", "copy" (a shipped one the person changed, which can be
	// restored) or "own".
	Origin    string   `json:"origin"`
	Favourite bool     `json:"favourite"`
	Show      Show     `json:"show,omitempty"`    // of a report
	About     string   `json:"about,omitempty"`   // of a dashboard
	Datasets  []string `json:"datasets"`          // it asks
	ChangedAt string   `json:"changed_at"`        // RFC 3339; "" of a shipped one
	Uses      []string `json:"uses,omitempty"`    // names of definitions it uses
	UsedBy    []string `json:"used_by,omitempty"` // titles of dashboards that show a report
}

// Kept is what a document that was saved is called from then on, and its version.
type Kept struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Asking is a report as it is looked at.
type Asking struct {
	Report Report `json:"report"`
	// Filters are those of the dashboard: its controls, and what is selected in
	// other tiles. A filter by a dimension that the report's rows do not have is
	// left out and named in Answer.NotApplied.
	Filters []metric.Filter `json:"filters,omitempty"`
	Tokens  map[string]any  `json:"tokens,omitempty"`
	Compare *metric.Compare `json:"compare,omitempty"`
	Account string          `json:"account,omitempty"` // key; limits the report to it
	Limit   int             `json:"limit,omitempty"`   // goes before that of the query
}

// Answer is what a tile shows. Query is the question as it was asked, which
// explaining, drilling and exporting take.
type Answer struct {
	Query        metric.Query  `json:"query"`
	Title        string        `json:"title"` // with tokens in place
	Result       metric.Result `json:"result"`
	Chart        *Drawing      `json:"chart,omitempty"` // of a visual that is drawn
	NotApplied   []string      `json:"not_applied"`     // dimensions
	Milliseconds int           `json:"milliseconds"`
}

// Drawing is a drawn answer. Option is the JSON text of an ECharts option; Text
// a sentence for those who do not see it; Empty a code where there is nothing to
// draw: no_rows, one_needed (the answer lacks a part the visual needs, named in
// Needs), too_many.
type Drawing struct {
	Option string `json:"option"`
	Text   string `json:"text"`
	Empty  string `json:"empty,omitempty"`
	Needs  string `json:"needs,omitempty"`
	// Cells says for each series and each of its points which figure of the
	// answer it is, for explaining, drilling and selecting; nil is none.
	Cells [][]*Mark `json:"cells"`
}

// Mark is the figure behind a point of a drawing.
type Mark struct {
	metric.Cell
	// Keys are the values that tell the point apart, by dimension: a click
	// selects them.
	Keys map[string]any `json:"keys,omitempty"`
}
