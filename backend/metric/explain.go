package metric

// Cell names one figure of the answer to a query. Row is the index into the
// rows of the answer, -1 the totals. Role is "" for the metric's own figure or
// "before" for the one it is compared with; Pivot names the column of a
// pivoted answer.
type Cell struct {
	Row    int    `json:"row"`
	Metric string `json:"metric"`
	Role   string `json:"role,omitempty"`
	Pivot  []any  `json:"pivot,omitempty"`
}

// Explanation says how a figure came about: the number passport.
type Explanation struct {
	Metric      string         `json:"metric"`
	Words       string         `json:"words"`
	Formula     string         `json:"formula"`
	Substituted string         `json:"substituted"` // the formula with this figure's values
	Value       any            `json:"value"`
	Unit        string         `json:"unit"`
	Format      string         `json:"format"`
	Denominator string         `json:"denominator,omitempty"` // what a ratio divides by
	Window      string         `json:"window,omitempty"`      // of activity
	Conditions  []string       `json:"conditions"`            // what limits the rows, in words
	Keys        map[string]any `json:"keys"`                  // the row of the answer it is in
	// Parts are the steps from the rows to the figure, each with its sum or
	// count and the rows that make it.
	Parts []ExplainedPart `json:"parts"`
	// Columns and Rows are the rows of all parts, in the order of the file
	// names and lines; at most the first 1000, Count counts them all. A row is by
	// column; those of a dataset other than the first have it as "dataset", and
	// "left_out" says of a row that is there and adds nothing why.
	Columns []Column         `json:"columns"`
	Rows    []map[string]any `json:"rows"`
	Count   int              `json:"count"`
	// Check computes the figure again from the rows alone.
	Check Check `json:"check"`
	// Excluded says what was left out, by rule, and how many rows each rule
	// left out, in the order in which the rules hold.
	Excluded []Exclusion `json:"excluded"`
	// Causes say why a rate is above 1, the surest first; empty where it is not.
	Causes        []Cause           `json:"causes,omitempty"`
	Notes         []string          `json:"notes,omitempty"` // what could not be told
	DataAsOf      string            `json:"data_as_of"`
	AsOfByDataset map[string]string `json:"as_of_by_dataset"`
	LastUpdated   string            `json:"last_updated"`
}

// ExplainedPart is one measure of a figure: its name, value, and the questions
// whose rows make it, one for each dataset they are from.
type ExplainedPart struct {
	Name  string   `json:"name"`
	Words string   `json:"words"`
	Value *float64 `json:"value"`
	Rows  []Query  `json:"rows"`  // list the rows: drill-through
	Count int      `json:"count"` // of them
}

// Check is a figure computed again from its rows.
type Check struct {
	Holds bool     `json:"holds"`
	Value *float64 `json:"value"`
	Words string   `json:"words"` // "84 rows give 12430"
}

// Exclusion is a rule that left rows out.
type Exclusion struct {
	Words string `json:"words"`
	Rows  int    `json:"rows"`
}

// The confidence of a Cause.
const (
	Confirmed = "confirmed" // rows show it
	Likely    = "likely"
	Possible  = "possible"
)

// Cause is a reason why a rate is above 1, tested on the rows of the store.
type Cause struct {
	Name       string `json:"name"`
	Words      string `json:"words"`
	Confidence string `json:"confidence"`
	// Points is how much of the rate the cause can explain at most, as a fraction;
	// nil where no row tells.
	Points *float64 `json:"points,omitempty"`
	Count  int      `json:"count,omitempty"` // of the rows that show it
	Rows   *Query   `json:"rows,omitempty"`  // lists them
}

// Plan says how a query is answered: the statements that are run, and in words
// what is folded from packed days and how the answers meet.
type Plan struct {
	Steps []PlanStep `json:"steps"`
}

// PlanStep is one step of a Plan, in the order in which they are made.
type PlanStep struct {
	Dataset Relation `json:"dataset,omitempty"`
	Words   string   `json:"words"`
	SQL     string   `json:"sql,omitempty"`
	Args    []any    `json:"args,omitempty"` // of ?1, ?2 …
}

// ValueList asks which values a dimension has, for lists to choose from. A
// list that cascades has the choices of the lists before it as Filter.
type ValueList struct {
	Dimension string   `json:"dimension"`
	Dataset   Relation `json:"dataset,omitempty"` // whose rows; the first that has the dimension by default
	Filter    *Filter  `json:"filter,omitempty"`
	Search    string   `json:"search,omitempty"` // text the value contains
	Scope     string   `json:"scope,omitempty"`
	AsOf      string   `json:"as_of,omitempty"`
	KnownAt   int64    `json:"known_at,omitempty"`
	Limit     int      `json:"limit,omitempty"` // 200 by default
}

// ListedValue is a value and how many rows have it.
type ListedValue struct {
	Value any   `json:"value"`
	Rows  int64 `json:"rows"`
}
