package expr

// Renderer writes the parts of SQL that an expression cannot know.
type Renderer interface {
	// Column renders a column as SQL of the form Values has: numbers; text;
	// days YYYY-MM-DD; times YYYY-MM-DD HH:MM:SS.mmm; booleans 1 and 0.
	Column(name string) string
	// Arg binds a value and returns its placeholder.
	Arg(v any) string
	// Today renders the day the row is asked for, Now the person's time.
	Today() string
	Now() string
	// Aggregate renders an aggregate (sum, average, median, count, distinct,
	// min, max) of a rendered value over the rows of the whole dataset that
	// have the same values of by.
	Aggregate(function, value string, by []string) string
}

// Frame is rows in columns, for Eval.
type Frame interface {
	Len() int
	Column(name string) Values
	Today() string // YYYY-MM-DD
	Now() string   // YYYY-MM-DD HH:MM:SS.mmm
}

// Values is one column of values. Numbers holds numbers, and booleans as 1 and
// 0, with NaN for a missing one; Texts holds texts, dates and times, with
// Missing (nil where none is) for missing ones.
type Values struct {
	Type    Type
	Numbers []float64
	Texts   []string
	Missing []bool
}

// Expression is a checked expression.
type Expression struct {
	text string
}
