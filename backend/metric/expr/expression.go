package expr

import (
	"slices"
	"strings"
)

// Expression is a checked expression.
type Expression struct {
	root    *node
	words   []lexeme
	columns []string
	today   bool
}

// finish works out what is asked of e.
func (e *Expression) finish() *Problem {
	if p := e.measured(); p != nil {
		return p
	}
	e.survey()
	return nil
}

// survey notes the columns used.
func (e *Expression) survey() {
	seen := map[string]bool{}
	e.root.walk(func(n *node) {
		if n.op == nil && !n.literal {
			seen[n.name] = true
		}
		e.today = e.today || n.op == opToday
	})
	for c := range seen {
		e.columns = append(e.columns, c)
	}
	slices.Sort(e.columns)
}

// Type returns the type of the value.
func (e *Expression) Type() Type { return e.root.typ }

// Unit returns the unit of the value, "" where it has none.
func (e *Expression) Unit() string { return e.root.unit.name }

// UnitColumn returns the column that says the unit of each row, "" where none
// does.
func (e *Expression) UnitColumn() string { return e.root.unit.column }

// Columns lists the base columns used, after calculated columns were put in
// their place, in alphabetical order.
func (e *Expression) Columns() []string { return e.columns }

// Volatile reports whether the value is another one every time (RANDOM). Such
// an expression must not decide whether somebody is notified.
func (e *Expression) Volatile() bool { return e.root.random }

// UsesNow reports whether the value depends on the time of day (NOW).
func (e *Expression) UsesNow() bool { return e.root.now }

// UsesToday reports whether the value depends on the day asked for (TODAY).
func (e *Expression) UsesToday() bool { return e.today }

// UsesAggregates reports whether the value depends on other rows.
func (e *Expression) UsesAggregates() bool { return e.root.across }

// Canonical returns the text with , between arguments, . in decimals, columns
// in [ ] and functions in capitals. Blanks and comments are kept.
func (e *Expression) Canonical() string { return e.Local(false) }

// Local returns the text as a person writes it: with decimalComma the
// decimals have , and the arguments ; between them.
func (e *Expression) Local(decimalComma bool) string {
	var out strings.Builder
	for _, w := range e.words {
		out.WriteString(w.before)
		switch {
		case !decimalComma:
			out.WriteString(w.text)
		case w.kind == number:
			out.WriteString(strings.Replace(w.text, ".", ",", 1))
		case w.kind == separator:
			out.WriteString(";")
		default:
			out.WriteString(w.text)
		}
	}
	return out.String()
}
