package metric

// Definitions are what a person adds to the catalog. Names are those of the
// catalog: lower case letters, digits and _; a name of the shipped catalog
// cannot be taken. The store keeps them, a query may bring its own.
type Definitions struct {
	Columns []CalculatedColumn `json:"columns,omitempty"`
	Groups  []Group            `json:"groups,omitempty"`
	Metrics []DerivedMetric    `json:"metrics,omitempty"`
	Tokens  []Token            `json:"tokens,omitempty"`
}

// CalculatedColumn is a dimension or numeric column whose value follows from
// others of the same row by an expression (package expr). It exists in every
// dataset that has all columns it uses.
type CalculatedColumn struct {
	Name       string `json:"name"`
	Words      string `json:"words,omitempty"`
	Expression string `json:"expression"` // in canonical form: columns in [ ], arguments separated by ,
	Unit       string `json:"unit,omitempty"`
	Format     string `json:"format,omitempty"` // as of a Column; "" by its type
	// Made says that the expression was made of a group, for a question for its
	// rows: it may be longer than what a person writes.
	Made bool `json:"made,omitempty"`
}

// Group gathers the values of a column into few items, first match first.
// Exactly one of Numbers, Lists and Conditions is set.
type Group struct {
	Name   string `json:"name"`
	Words  string `json:"words,omitempty"`
	Column string `json:"column"` // a dimension, numeric column or calculated column
	// Numbers makes half-open bins [from, to); the last one of dynamic and fixed
	// bins holds its end, too.
	Numbers *Bins `json:"numbers,omitempty"`
	// Lists gathers texts by name.
	Lists []GroupList `json:"lists,omitempty"`
	// Conditions gathers whatever a filter of Column finds.
	Conditions []GroupCondition `json:"conditions,omitempty"`
	// Other is the item of what nothing matches. Without it such rows have no
	// item and are counted as ungrouped.
	Other string `json:"other,omitempty"`
}

// Bins cuts numbers. Kind is "dynamic" (Count bins between the least and the
// greatest value there are, cut again as data changes), "fixed" (Count bins
// between Min and Max; what is outside has no bin) or "custom" (From and To of
// each of Bins; nil is no bound).
type Bins struct {
	Kind  string   `json:"kind"`
	Count int      `json:"count,omitempty"`
	Min   *float64 `json:"min,omitempty"`
	Max   *float64 `json:"max,omitempty"`
	Bins  []Bin    `json:"bins,omitempty"`
}

// Bin is one item of custom Bins.
type Bin struct {
	Name string   `json:"name,omitempty"` // by its bounds without one
	From *float64 `json:"from,omitempty"` // included
	To   *float64 `json:"to,omitempty"`   // not included
}

// GroupList is one item of texts.
type GroupList struct {
	Name   string   `json:"name"`
	Values []string `json:"values"`
}

// GroupCondition is one item by a condition; the dimension of each comparison
// is the column of the group and may be left out.
type GroupCondition struct {
	Name   string `json:"name"`
	Filter Filter `json:"filter"`
}

// DerivedMetric is a metric of a person: another one with a filter of its own,
// or an aggregate of a column of a dataset. Exactly one of Metric and
// Aggregate is set.
type DerivedMetric struct {
	Name   string  `json:"name"`
	Words  string  `json:"words,omitempty"`
	Metric string  `json:"metric,omitempty"`
	Filter *Filter `json:"filter,omitempty"` // joined with those of report and dashboard by all
	// Aggregate is sum, average, median, count, distinct, min or max of
	// Column over the rows of Dataset; count may go without a column.
	Aggregate string   `json:"aggregate,omitempty"`
	Column    string   `json:"column,omitempty"`
	Dataset   Relation `json:"dataset,omitempty"`
	Unit      string   `json:"unit,omitempty"`
	Format    string   `json:"format,omitempty"`
}

// Token is a named value that filters, expressions, groups and messages can
// use as {{NAME}}. Kind is "value" (Type and Value), "list" (Type and Values),
// "metric" (the figure of Query, which has one metric and no split) or "data"
// (the value of Column in the row at hand, in messages only). System tokens
// (package token) are not kept.
type Token struct {
	Name   string `json:"name"` // upper case letters, digits and _
	Words  string `json:"words,omitempty"`
	Kind   string `json:"kind"`
	Type   string `json:"type,omitempty"` // text, number or date
	Value  any    `json:"value,omitempty"`
	Values []any  `json:"values,omitempty"`
	Query  *Query `json:"query,omitempty"`
	Column string `json:"column,omitempty"`
}

// ExpressionReading is an expression as it was understood, with its value for
// the first rows of a dataset.
type ExpressionReading struct {
	Type      string     `json:"type"` // text, number, date, time or boolean
	Unit      string     `json:"unit"`
	Canonical string     `json:"canonical"`
	Local     string     `json:"local"` // as it is written with a decimal comma, if it was
	Columns   []string   `json:"columns"`
	Datasets  []Relation `json:"datasets"` // that have all of the columns
	Dataset   Relation   `json:"dataset"`  // whose rows the sample shows
	Sample    Result     `json:"sample"`   // the columns, and the value as expression_value
}
