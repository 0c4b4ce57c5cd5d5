package expr

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// maxSize bounds the nodes of an expression with the calculated columns in
// their place; of one that was made of a definition, maxMadeNodes does.
const maxSize = 2000

// checker knows the columns and checks operations.
type checker struct {
	scope   Scope
	columns map[string]*node // calculated columns that were read, by name
	path    []string         // calculated columns being read
}

// column returns a node of the column name, a calculated one in its place.
func (c *checker) column(name string, start, end int) (*node, *Problem) {
	col, ok := c.scope.Column(name)
	if !ok {
		return nil, unknownColumn(name, c.scope.Names(), start, end)
	}
	n := &node{start: start, end: end, name: name, typ: col.Type, unit: unit{col.Unit, col.UnitColumn}, bounds: bounds{size: 1}}
	if col.Expression == "" {
		n.bounds = columnBounds(col)
		return n, nil
	}
	inner, p := c.calculated(col, start, end)
	if p != nil {
		return nil, p
	}
	n.inner, n.typ, n.bounds = inner, inner.typ, inner.bounds
	n.size++
	if col.Unit == "" && col.UnitColumn == "" {
		n.unit = inner.unit
	}
	return n, nil
}

// columnBounds is what is known of a base column. Texts are taken to have
// assumedText characters; they are never cut.
func columnBounds(col Column) bounds {
	b := bounds{size: 1, limit: math.MaxFloat64, negative: true, length: assumedText}
	if col.Whole {
		b.limit, b.whole, b.negative = 1<<63, true, false
	}
	return b
}

// calculated reads the expression of a calculated column once.
func (c *checker) calculated(col Column, start, end int) (*node, *Problem) {
	if n, ok := c.columns[col.Name]; ok {
		return n, nil
	}
	if i := slices.Index(c.path, col.Name); i >= 0 {
		cycle := append(slices.Clone(c.path[i:]), col.Name)
		return nil, problem(start, end, "The calculated columns go in a circle: "+strings.Join(cycle, " uses ")+".", "Change one of them so that it does not use the next.")
	}
	if len(c.path) >= maxDepth {
		return nil, problem(start, end, fmt.Sprintf("Calculated columns use each other more than %d deep.", maxDepth), "Put some of them together.")
	}
	c.path = append(c.path, col.Name)
	defer func() { c.path = c.path[:len(c.path)-1] }()
	e, p := c.expression(col.Expression, false, maxMadeRunes, maxMadeNodes)
	if p != nil {
		if strings.Contains(p.Message, "go in a circle") {
			return nil, problem(start, end, p.Message, p.Hint)
		}
		return nil, problem(start, end, fmt.Sprintf("The calculated column [%s] cannot be used: %s", col.Name, p.Message), p.Hint)
	}
	c.columns[col.Name] = e.root
	return e.root, nil
}

// operation checks an operation on args and folds it if it is constant.
func (c *checker) operation(op *operation, start, end int, args []*node) (*node, *Problem) {
	n := &node{start: start, end: end, op: op, args: args, bounds: bounds{size: 1, limit: math.MaxFloat64, negative: true}}
	for _, a := range args {
		n.size = min(n.size+a.size, math.MaxInt32)
		n.random = n.random || a.random
		n.now = n.now || a.now
		n.across = n.across || a.across
	}
	if p := op.check(n); p != nil {
		return nil, p
	}
	return fold(n), nil
}

// fold replaces an operation on constants by its value.
func fold(n *node) *node {
	if n.op.rowwise || n.random || n.now || n.across || n.guarded || n.typ == Null {
		return n
	}
	for _, a := range n.args {
		if !a.constant() {
			return n
		}
	}
	value := (&Expression{root: n}).Eval(nobody{})
	out := &node{start: n.start, end: n.end, typ: n.typ, unit: n.unit, literal: true, bounds: bounds{size: n.size}}
	if n.typ == Text {
		if value.Missing != nil && value.Missing[0] {
			out.missing = true
			return out
		}
		out.str, out.length = value.Texts[0], len([]rune(value.Texts[0]))
		if out.length > maxRunes {
			return n
		}
		return out
	}
	if out.num = value.Numbers[0]; out.num != out.num {
		out.missing, out.whole = true, true
		return out
	}
	out.limit, out.whole = math.Abs(out.num), out.num == math.Trunc(out.num)
	return out
}

// nobody is the one row that constants are computed in.
type nobody struct{}

func (nobody) Len() int             { return 1 }
func (nobody) Column(string) Values { return Values{} }
func (nobody) Today() float64       { return 0 }
func (nobody) Now() float64         { return 0 }
func (nobody) Whole() Frame         { return nobody{} }

// ordinals name the first arguments of a function.
var ordinals = []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"}

// place says which argument of n the i-th is.
func (n *node) place(i int) string {
	if n.op.Name == "" {
		side := "left of "
		if i == 1 {
			side = "right of "
		}
		if len(n.args) == 1 {
			side = "behind "
		}
		return "What stands " + side + n.op.sign
	}
	if i < len(ordinals) {
		return "The " + ordinals[i] + " argument of " + n.op.Name
	}
	return fmt.Sprintf("Argument %d of %s", i+1, n.op.Name)
}

// want makes argument i one of types, or says why it is none. NULL is of every
// type, a literal text is a date where one is wanted, and a date is the
// beginning of its day where only a time is.
func (n *node) want(i int, types ...Type) *Problem {
	a := n.args[i]
	switch {
	case slices.Contains(types, a.typ):
		return nil
	case a.typ == Null:
		n.args[i] = typed(a, types[0])
		return nil
	case a.typ == Text && a.literal && !a.missing && (slices.Contains(types, Date) || slices.Contains(types, Time)):
		d, p := dateLiteral(a)
		if p != nil {
			return p
		}
		n.args[i] = d
		return n.want(i, types...)
	case a.typ == Date && slices.Contains(types, Time):
		n.args[i] = &node{start: a.start, end: a.end, op: opMidnight, typ: Time, args: []*node{a}, bounds: a.bounds}
		n.args[i] = fold(n.args[i])
		return nil
	}
	return n.wrongType(i, types)
}

// typed is a literal NULL as a value of a type.
func typed(a *node, t Type) *node {
	out := *a
	out.typ = t
	return &out
}

func (n *node) wrongType(i int, types []Type) *Problem {
	a := n.args[i]
	wanted := make([]string, len(types))
	for j, t := range types {
		wanted[j] = t.String()
	}
	last := len(wanted) - 1
	what := wanted[last]
	if last > 0 {
		what = strings.Join(wanted[:last], ", ") + " or " + what
	}
	return problem(a.start, a.end, fmt.Sprintf("%s must be %s, but this is %s.", n.place(i), what, a.typ), n.convert(a, types))
}

// convert says how a value becomes one of types.
func (n *node) convert(a *node, types []Type) string {
	when := a.typ == Date || a.typ == Time
	switch {
	case when && n.op.sign == "-":
		return `Use DATESUBTRACT(date, number, "D") to go back days, or DAYSBETWEEN(from, to) for the days between two dates.`
	case when && n.op.sign == "+":
		return `Use DATEADD(date, number, "D") to add days.`
	case a.typ == Text && n.op.sign == "+":
		return "Use CONCATENATE(first, second) to join texts."
	case a.typ == Text && types[0] == Number:
		return "Use VALUE(text) to read a number from a text."
	case a.typ == Text && types[0] == Date:
		return "Use DATEVALUE(text) to read a date from a text."
	case types[0] == Text:
		return "Use TEXT(value) to make a text of it."
	case types[0] == Boolean:
		return "Compare it with something, such as [quantity] > 0."
	case a.typ == Boolean && types[0] == Number:
		return "Use IF(condition, 1, 0) to make a number of it."
	case n.op.Name != "":
		return "Write " + n.op.Signature + "."
	}
	return ""
}

// alike gives the arguments from from on, every step-th, one type and one unit,
// which become those of the result. It returns the type.
func (n *node) alike(indices []int) (Type, *Problem) {
	t := Null
	for _, i := range indices {
		a := n.args[i]
		if a.typ == Null || t == Null || a.typ == t {
			t = max(t, a.typ)
			continue
		}
		switch {
		case isWhen(t) && (isWhen(a.typ) || a.typ == Text && a.literal):
			if a.typ == Time {
				t = Time
			}
		case isWhen(a.typ) && t == Text && n.literals(indices, i):
			t = a.typ
		default:
			return t, n.mixed(indices[0], i, t)
		}
	}
	if t == Null {
		return t, nil
	}
	// A literal with a time of day makes times of dates.
	for _, i := range indices {
		if a := n.args[i]; isWhen(t) && a.typ == Text {
			d, p := dateLiteral(a)
			if p != nil {
				return t, p
			}
			if n.args[i] = d; d.typ == Time {
				t = Time
			}
		}
	}
	for _, i := range indices {
		if p := n.want(i, t); p != nil {
			return t, p
		}
	}
	return t, n.oneUnit(indices)
}

func isWhen(t Type) bool { return t == Date || t == Time }

// literals reports whether all texts among the arguments before i are literal.
func (n *node) literals(indices []int, before int) bool {
	for _, i := range indices {
		if i >= before {
			break
		}
		if a := n.args[i]; a.typ == Text && !a.literal {
			return false
		}
	}
	return true
}

// mixed says that two arguments do not fit together.
func (n *node) mixed(first, i int, t Type) *Problem {
	a := n.args[i]
	if n.op.Name == "" {
		hint := n.convert(a, []Type{t})
		if t == Text && a.typ == Number {
			hint = "Use VALUE(text) to read a number from a text, or write the number in double quotes."
		}
		if t == Number && a.typ == Text && a.literal {
			hint = "Write the number without quotes, or use TEXT(value) to make a text of the other side."
		}
		return problem(n.start, n.end, fmt.Sprintf("%s cannot be compared with %s.", capital(t.String()), a.typ), hint)
	}
	return problem(a.start, a.end, fmt.Sprintf("%s is %s, but %s is %s; they must be alike.", n.place(i), a.typ, lower(n.place(first)), t), n.convert(a, []Type{t}))
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func lower(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// oneUnit gives the result the one unit of its arguments. Numbers without a
// unit fit every one.
func (n *node) oneUnit(indices []int) *Problem {
	u := unit{}
	for _, i := range indices {
		a := n.args[i].unit
		if u.name != "" && a.name != "" && u.name != a.name || u.column != "" && a.column != "" && u.column != a.column {
			return problem(n.start, n.end, fmt.Sprintf("%s and %s do not go together.", capital(u.String()), a), "Use columns of the same unit, or divide one by the other to compare them as a rate.")
		}
		if u.name == "" {
			u.name = a.name
		}
		if u.column == "" {
			u.column = a.column
		}
	}
	n.unit = u
	return nil
}

// upTo returns 0 … n-1.
func upTo(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// widest takes the bounds that hold for all of the arguments.
func (n *node) widest(indices []int) {
	n.limit, n.whole, n.negative, n.length = 0, true, false, 0
	for _, i := range indices {
		a := n.args[i]
		n.limit = max(n.limit, min(a.limit, math.MaxFloat64))
		n.whole = n.whole && a.whole
		n.negative = n.negative || a.negative
		n.length = max(n.length, a.length)
	}
}
