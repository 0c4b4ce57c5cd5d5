// Package expr is the language of calculated columns: small, typed, without
// loops or effects. An expression is read and checked once (Parse); the same
// tree is then rendered as SQL for relational rows (SQL) and evaluated over
// columns of values for usage (Eval). The rule not to break: the two, and the
// meaning written down in docs/expressions.md, never differ.
package expr

import "fmt"

// Type is the type of a value.
type Type uint8

// The types. A value of any type may be missing (null).
const (
	Null    Type = iota // of the word NULL alone, which fits every type
	Number              // 64-bit floating point; whole numbers are exact up to 2^53
	Text                // Unicode
	Date                // a civil day, YYYY-MM-DD
	Time                // a civil day and time of day without zone, YYYY-MM-DD HH:MM:SS.mmm
	Boolean             // true or false
)

// String returns the type in a person's words.
func (t Type) String() string {
	return [...]string{"nothing", "a number", "text", "a date", "a date with time", "true or false"}[t]
}

// Column is a column of rows that an expression may use.
type Column struct {
	Name string
	Type Type
	Unit string // "" has none; adding different units is refused
	// UnitColumn names the column that says the unit of each row (the currency
	// of an amount). Amounts of different unit columns are not added, and an
	// aggregate over rows has to be grouped by it.
	UnitColumn string
	// Whole is true for numbers that are whole and below 2^63 (columns of
	// SQLite's type INTEGER): their sums need no guard against overflow.
	Whole bool
	// Expression is set for a calculated column, which is put in its place.
	Expression string
}

// Scope knows the columns by name; Names lists them for suggestions.
type Scope interface {
	Column(name string) (Column, bool)
	Names() []string
}

// Problem is an error in the text of an expression, for a person: Start and
// End are offsets in runes of what is wrong, Message one sentence saying what,
// Hint one sentence saying what to do, with the nearest name where one is.
type Problem struct {
	Start, End int
	Message    string
	Hint       string
}

func (p *Problem) Error() string {
	if p.Hint == "" {
		return fmt.Sprintf("at %d: %s", p.Start+1, p.Message)
	}
	return fmt.Sprintf("at %d: %s %s", p.Start+1, p.Message, p.Hint)
}
