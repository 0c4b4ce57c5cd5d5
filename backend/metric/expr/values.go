package expr

// Renderer writes the parts of SQL that an expression cannot know.
type Renderer interface {
	// Column renders a base column (never a calculated one) as SQL: numbers;
	// text; days YYYY-MM-DD; times YYYY-MM-DD HH:MM:SS.mmm; booleans 1 and 0.
	Column(name string) string
	// Arg binds a value (float64 or string) and returns its placeholder.
	Arg(v any) string
	// Today renders the day the row is asked for, Now the person's time, in the
	// forms of Column.
	Today() string
	Now() string
	// Aggregate renders the value of a for the row at hand.
	Aggregate(a *Aggregate) string
}

// Aggregate is one value over the rows of the whole dataset, before filters,
// that have the same values of By as the row at hand. Missing values are left
// out, of By they are a value of their own.
type Aggregate struct {
	Function string // sum, average, median, min, max, count or distinct
	Value    *Expression
	By       []*Expression
}

// Frame is rows in columns, for Eval.
type Frame interface {
	Len() int
	// Column returns the values of a base column. Where it has one value only,
	// that is the value of every row.
	Column(name string) Values
	Today() float64 // days since 1970-01-01
	Now() float64   // milliseconds since 1970-01-01 on the person's clock
	// Whole returns the rows of the whole dataset before filters, for
	// aggregates.
	Whole() Frame
}

// Values is one column of values. Numbers holds numbers, booleans as 1 and 0,
// dates as days since 1970-01-01 and times as milliseconds since then, with
// NaN for a missing one. Texts holds texts, with Missing (nil where none is)
// for missing ones.
type Values struct {
	Type    Type
	Numbers []float64
	Texts   []string
	Missing []bool
}
