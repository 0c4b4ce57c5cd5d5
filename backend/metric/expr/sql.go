package expr

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Bounds of rendered SQL: its nesting, for SQLite limits the depth of
// expressions (store sets 200 for readers), and its length.
const (
	maxNesting = 170
	maxSQL     = 400_000
)

// writer renders nodes. Every operation is put into brackets, so that the
// nesting of brackets bounds the depth of the expression for SQLite.
type writer struct {
	Renderer
	length int
}

// SQL renders the value as SQL: NULL where it is missing, in the forms of
// Renderer.Column, numbers always REAL.
func (e *Expression) SQL(r Renderer) string {
	w := &writer{Renderer: r}
	s := w.clean(e.root)
	if e.root.typ == Number && e.root.core().negative {
		return "(" + s + " + 0.0)" // -0 is 0
	}
	return s
}

// clean renders n so that what is not finite is NULL.
func (w *writer) clean(n *node) string {
	s := w.render(n)
	if n.typ == Number && math.IsInf(n.core().limit, 1) {
		return "nullif(nullif(" + s + ", 9e999), -9e999)"
	}
	return s
}

// cleanAll renders nodes.
func (w *writer) cleanAll(nodes []*node) []string {
	out := make([]string, len(nodes))
	for i, n := range nodes {
		out[i] = w.clean(n)
	}
	return out
}

// render renders n; where its limit is infinite, the value can be, too.
func (w *writer) render(n *node) string {
	n = n.core()
	if w.length > maxSQL {
		return "NULL" // finish refuses it
	}
	s := w.renderCore(n)
	w.length = max(w.length, len(s))
	return s
}

func (w *writer) renderCore(n *node) string {
	switch {
	case n.literal:
		return w.literal(n)
	case n.op == nil && n.typ == Number:
		return "CAST(" + w.Column(n.name) + " AS REAL)"
	case n.op == nil:
		return w.Column(n.name)
	case n.in != nil:
		list := make([]string, len(n.in))
		for i, l := range n.in {
			list[i] = w.literal(l)
		}
		return "(" + w.clean(n.args[0]) + " IN (" + strings.Join(list, ", ") + "))"
	}
	return n.op.sql(w, n)
}

// literal binds a constant; booleans and NULL are written.
func (w *writer) literal(n *node) string {
	switch {
	case n.missing:
		return "NULL"
	case n.typ == Boolean:
		return strconv.Itoa(int(n.num))
	case n.typ == Text:
		return w.Arg(n.str)
	case n.typ == Date:
		return w.Arg(DateText(n.num))
	case n.typ == Time:
		return w.Arg(TimeText(n.num))
	}
	return w.Arg(n.num)
}

// template renders an operation by a pattern in which $1, $2 … are its
// arguments.
func template(pattern string) func(*writer, *node) string {
	return func(w *writer, n *node) string { return fill(pattern, w.cleanAll(n.args)) }
}

// fill puts args into a pattern. What it puts in is not looked at again.
func fill(pattern string, args []string) string {
	var out strings.Builder
	for {
		before, after, found := strings.Cut(pattern, "$")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		out.WriteString(args[after[0]-'1'])
		pattern = after[1:]
	}
}

// call renders an operation as a call of a function.
func call(function string) func(*writer, *node) string {
	return func(w *writer, n *node) string {
		return function + "(" + strings.Join(w.cleanAll(n.args), ", ") + ")"
	}
}

// balanced joins terms by an associative operator with as little nesting as
// possible.
func balanced(terms []string, operator string) string {
	if len(terms) == 1 {
		return terms[0]
	}
	half := len(terms) / 2
	return "(" + balanced(terms[:half], operator) + operator + balanced(terms[half:], operator) + ")"
}

// plain renders without a database, to measure.
type plain struct{}

func (plain) Column(string) string        { return "column" }
func (plain) Arg(any) string              { return "?" }
func (plain) Today() string               { return "?" }
func (plain) Now() string                 { return "?" }
func (plain) Aggregate(*Aggregate) string { return "column" }

// measured refuses what SQLite could not run.
func (e *Expression) measured() *Problem {
	sql := e.SQL(plain{})
	depth, deepest := 0, 0
	for _, r := range sql {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		}
		deepest = max(deepest, depth)
	}
	switch {
	case len(sql) > maxSQL:
		return problem(e.root.start, e.root.end, "Together with the calculated columns it uses, the expression is too long to be computed.", "Make the calculated columns shorter.")
	case deepest > maxNesting:
		return problem(e.root.start, e.root.end, fmt.Sprintf("The expression is nested %d deep where it is computed; %d is the most.", deepest, maxNesting), "Join fewer values in one chain, or use calculated columns in fewer steps.")
	}
	return nil
}
