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

// Expression is a checked expression.
type Expression struct {
	text string
}

// Type returns the type of the value.
func (e *Expression) Type() Type { return Number }

// Unit returns the unit of the value, "" where it has none.
func (e *Expression) Unit() string { return "" }

// Columns lists the base columns used, after calculated columns were put in
// their place, in alphabetical order.
func (e *Expression) Columns() []string { return nil }

// Volatile reports whether the value is another one every time (RANDOM). Such
// an expression must not decide whether somebody is notified.
func (e *Expression) Volatile() bool { return false }

// UsesNow reports whether the value depends on the time of day (NOW).
func (e *Expression) UsesNow() bool { return false }

// UsesAggregates reports whether the value depends on other rows.
func (e *Expression) UsesAggregates() bool { return false }

// Canonical returns the text with , between arguments and . in decimals.
func (e *Expression) Canonical() string { return e.text }

// Local returns the text as a person writes it: with decimalComma the
// decimals have , and the arguments ; between them.
func (e *Expression) Local(decimalComma bool) string { return e.text }

// SQL renders the value as SQL: NULL where it is missing, in the forms of
// Renderer.Column, numbers always REAL.
func (e *Expression) SQL(r Renderer) string { return r.Arg(nil) }

// Eval returns the value of every row of f.
func (e *Expression) Eval(f Frame) Values { return Values{} }
