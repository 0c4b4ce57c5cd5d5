package metric

import "encoding/json"

// Query is one question. Every part but one of Metrics and Columns is
// optional. Its JSON form is the contract of docs/cli.md.
type Query struct {
	Metrics []string       `json:"metrics,omitempty"`
	By      []By           `json:"by,omitempty"`
	Filter  *Filter        `json:"filter,omitempty"`
	Having  *Filter        `json:"having,omitempty"`
	Columns []string       `json:"columns,omitempty"`
	Tokens  map[string]any `json:"tokens,omitempty"`
	Scope   string         `json:"scope,omitempty"`    // "own" or "all" (default)
	AsOf    string         `json:"as_of,omitempty"`    // YYYY-MM-DD
	KnownAt int64          `json:"known_at,omitempty"` // import id
	Sort    []Sort         `json:"sort,omitempty"`
	Limit   int            `json:"limit,omitempty"`
	Totals  bool           `json:"totals,omitempty"`
}

// By splits the answer by a dimension; Grain ("day", "week", "month",
// "quarter", "year") applies to days. In JSON it is a name or an object.
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
	return json.Unmarshal(data, (*plain)(b))
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
	All       []Filter `json:"all,omitempty"`
	Any       []Filter `json:"any,omitempty"`
	Dimension string   `json:"dimension,omitempty"`
	Metric    string   `json:"metric,omitempty"`
	Op        string   `json:"op,omitempty"` // eq ne in not_in gt ge lt le between next last contains is_null not_null
	Value     any      `json:"value,omitempty"`
	Values    []any    `json:"values,omitempty"`
	N         int      `json:"n,omitempty"`
	Unit      string   `json:"unit,omitempty"` // day week month quarter year
}

// Sort orders the rows by a column of the answer.
type Sort struct {
	By   string `json:"by"`
	Desc bool   `json:"desc,omitempty"`
}

// Column describes one column of a Result. Type is "text", "number", "ratio"
// or "date"; Format and Unit say how to show it.
type Column struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Format string `json:"format"`
	Unit   string `json:"unit"`
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
}

// Result is the answer. Cells are nil (missing), string, float64 or int64;
// days are YYYY-MM-DD, a period is its first day; ratios are fractions. Totals
// is nil unless asked. RowCount counts the rows before the limit.
// LastUpdated is RFC 3339, "" for an empty store.
type Result struct {
	Columns       []Column          `json:"columns"`
	Rows          [][]any           `json:"rows"`
	Totals        []any             `json:"totals,omitempty"`
	RowCount      int               `json:"row_count"`
	DataAsOf      string            `json:"data_as_of"`
	AsOfByDataset map[string]string `json:"as_of_by_dataset"`
	LastUpdated   string            `json:"last_updated"`
	Parts         []Part            `json:"parts"`
}
