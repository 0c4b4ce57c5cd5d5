package metric

import (
	"bytes"
	"encoding/json"
)

// Query is one question. Every part but one of Metrics and Columns is
// optional. Its JSON form is the contract of docs/cli.md.
type Query struct {
	Metrics []string `json:"metrics,omitempty"`
	By      []By     `json:"by,omitempty"`
	// Filter is the report's own filter and Dashboard that of the dashboard
	// the report is on; a row must hold both. The third level, the filter of a
	// metric, is part of a definition (DerivedMetric).
	Filter    *Filter        `json:"filter,omitempty"`
	Dashboard *Filter        `json:"dashboard_filter,omitempty"`
	Having    *Filter        `json:"having,omitempty"`
	Columns   []string       `json:"columns,omitempty"`
	Dataset   Relation       `json:"dataset,omitempty"` // whose rows Columns lists; entitlements by default
	Tokens    map[string]any `json:"tokens,omitempty"`  // values of tokens for this question alone
	// Define adds calculated columns, groups and metrics for this question
	// alone; they go before those of the same name that are kept.
	Define  *Definitions `json:"define,omitempty"`
	Scope   string       `json:"scope,omitempty"`    // "own" or "all" (default)
	AsOf    string       `json:"as_of,omitempty"`    // YYYY-MM-DD
	KnownAt int64        `json:"known_at,omitempty"` // import id
	Sort    []Sort       `json:"sort,omitempty"`
	Limit   int          `json:"limit,omitempty"`
	Offset  int          `json:"offset,omitempty"` // rows left out before those that Limit keeps: a page
	Totals  bool         `json:"totals,omitempty"`
	Top     *Top         `json:"top,omitempty"`
	Compare *Compare     `json:"compare,omitempty"`
	// Calculations are made over the table of the answer, in its order.
	Calculations []Calculation `json:"calculations,omitempty"`
	// Pivot turns dimensions of By into columns of the answer.
	Pivot []string `json:"pivot,omitempty"`
	// Counting limits a list of entitlements to what counts on the day, with
	// the deployment facts that do: the rows behind a number.
	Counting bool `json:"counting,omitempty"`
}

// Top keeps the first N values of a dimension of By by a metric. The rest is
// one row, Other, if asked for: it is asked of the rows behind it, never made
// of the answers of its members.
type Top struct {
	Dimension string `json:"dimension"`
	N         int    `json:"n"`
	Metric    string `json:"metric"`
	Least     bool   `json:"least,omitempty"` // the lowest N
	Other     bool   `json:"other,omitempty"`
}

// OtherName is the key of the row that stands for what Top leaves out.
const OtherName = "Other"

// Compare asks the same question of another state and puts its figures
// beside: of another day, of what was known at another import, or of the same
// question moved back in time. Exactly one of AsOf, KnownAt and Back is set.
// Every metric gains the columns NAME.before, NAME.delta and NAME.delta_rate;
// the answer gains the column change: added, removed, changed or same.
type Compare struct {
	AsOf    string `json:"as_of,omitempty"`
	KnownAt int64  `json:"known_at,omitempty"`
	Back    int    `json:"back,omitempty"` // how many units earlier
	Unit    string `json:"unit,omitempty"` // day week month quarter year
}

// Calculation is a column made of a metric's column of the answer.
type Calculation struct {
	Name   string `json:"name"`
	Metric string `json:"metric"`
	// Kind is running_sum, running_average, running_min, running_max,
	// difference, percent_difference, rank or share.
	Kind string `json:"kind"`
	// Per restarts the calculation where one of these dimensions of By has
	// another value; without it the calculation goes over the whole table.
	Per []string `json:"per,omitempty"`
}

// By splits the answer by a dimension; Grain applies to days: those of Grains
// go along the calendar, those of Cycles come again. In JSON it is a name or
// an object.
type By struct {
	Dimension string `json:"dimension"`
	Grain     string `json:"grain,omitempty"`
}

// UnmarshalJSON reads "account" or {"dimension":"date","grain":"month"}.
func (b *By) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &b.Dimension)
	}
	type plain By
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields() // as in the rest of a question
	return d.Decode((*plain)(b))
}

// MarshalJSON writes the short form where there is no grain.
func (b By) MarshalJSON() ([]byte, error) {
	if b.Grain == "" {
		return json.Marshal(b.Dimension)
	}
	type plain By
	return json.Marshal(plain(b))
}

// Filter is a tree: All and Any hold children, otherwise it is one comparison
// of a dimension (in a filter) or a metric (in having).
type Filter struct {
	All       []Filter `json:"all,omitzero"` // of none: everything
	Any       []Filter `json:"any,omitzero"` // of none: nothing
	Dimension string   `json:"dimension,omitempty"`
	Metric    string   `json:"metric,omitempty"`
	// Op is eq ne in not_in gt ge lt le between not_between is_null not_null;
	// of dates this next last; of text contains not_contains starts_with
	// not_starts_with ends_with not_ends_with is_empty not_empty.
	Op     string `json:"op,omitempty"`
	Value  any    `json:"value,omitempty"`
	Values []any  `json:"values,omitzero"`
	// Literal says that the values are those of data: braces in them are no tokens.
	Literal bool `json:"literal,omitempty"`
	// Grain compares the period of a date instead of the date: "quarter" with
	// the first day of one, "month_of_year" with 1 to 12.
	Grain string `json:"grain,omitempty"`

	// The relative dates of this, next and last (Calendar.Span). N may be
	// written as a token, "{{WINDOW}}", which NToken then holds.
	N        int    `json:"n,omitempty"`
	NToken   string `json:"-"`
	Unit     string `json:"unit,omitempty"`     // day week month quarter year
	Rolling  bool   `json:"rolling,omitempty"`  // not whole periods of the calendar
	Excluded bool   `json:"excluded,omitempty"` // without the day or period it starts from
	From     string `json:"from,omitempty"`     // the day it starts from; the day asked for by default
}

// Sort orders the rows by a column of the answer.
type Sort struct {
	By   string `json:"by"`
	Desc bool   `json:"desc,omitempty"`
}

// Column describes one column of a Result. Type is "text", "number", "ratio",
// "date", "time" or "boolean"; Format and Unit say how to show it.
type Column struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Format string `json:"format"`
	Unit   string `json:"unit"`
	// Role says what a column is that is neither a key nor a metric: "before",
	// "delta", "delta_rate", "change" or "calculation"; Metric is the metric
	// it is about.
	Role   string `json:"role,omitempty"`
	Metric string `json:"metric,omitempty"`
	// Pivot holds the values of Query.Pivot that the column is for; nil where
	// it is for all of them.
	Pivot []any `json:"pivot,omitempty"`
	// Other is true where Pivot stands for what Top leaves out.
	Other bool `json:"other,omitempty"`
}

// Part holds numerator and denominator of one ratio cell. Row is the index
// into Rows, or -1 for the totals; Detail says more where a metric has more
// parts, e.g. "of" (how many entitlements have a known assigned count) and
// "windows" (the activity windows of the sources: "day", "month", "28 days").
type Part struct {
	Row         int            `json:"row"`
	Metric      string         `json:"metric"`
	Numerator   *float64       `json:"numerator"`
	Denominator *float64       `json:"denominator"`
	Detail      map[string]any `json:"detail,omitempty"`
	// Pivot and Other name the column of a pivoted answer, as a Column does.
	Pivot []any `json:"pivot,omitempty"`
	Other bool  `json:"other,omitempty"`
}

// Result is the answer. Cells are nil (missing), string, float64 or int64;
// days are YYYY-MM-DD, a period is its first day; ratios are fractions. Totals
// is nil unless asked. RowCount counts the rows before the limit.
// LastUpdated is RFC 3339, "" for an empty store.
type Result struct {
	Columns  []Column `json:"columns"`
	Rows     [][]any  `json:"rows"`
	Totals   []any    `json:"totals,omitempty"`
	Others   []int    `json:"others,omitempty"` // the rows that are Other
	RowCount int      `json:"row_count"`
	// Ungrouped counts, by group, the rows asked about that none of its items holds.
	Ungrouped     map[string]int64  `json:"ungrouped,omitempty"`
	DataAsOf      string            `json:"data_as_of"`
	AsOfByDataset map[string]string `json:"as_of_by_dataset"`
	LastUpdated   string            `json:"last_updated"`
	Parts         []Part            `json:"parts"`
	// Compared says of which state the figures before are.
	Compared *Compared `json:"compared,omitempty"`
}

// Compared is the state a comparison is with: the day asked for, the last
// import known (0: all), and how far its data goes, as in a Result.
type Compared struct {
	AsOf          string            `json:"as_of"`
	KnownAt       int64             `json:"known_at,omitempty"`
	DataAsOf      string            `json:"data_as_of"`
	AsOfByDataset map[string]string `json:"as_of_by_dataset"`
}
