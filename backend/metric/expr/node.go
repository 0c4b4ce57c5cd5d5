package expr

import "math"

// unit is what numbers are counted in. column names the column that says it
// row by row, also of numbers that were made of such ones.
type unit struct{ name, column string }

// String describes the unit for a person.
func (u unit) String() string {
	switch {
	case u.column == "":
		return u.name
	case u.name == "":
		return "amounts by [" + u.column + "]"
	}
	return u.name + " by [" + u.column + "]"
}

// node is a literal, a column or an operation on other nodes.
type node struct {
	start, end int
	typ        Type
	unit       unit

	op   *operation // nil of literals and columns
	args []*node
	// in holds the texts or numbers of an OR of equalities with literals, which
	// is rendered and evaluated as one look-up.
	in []*node

	literal bool
	missing bool    // of a literal: null
	num     float64 // of numbers, booleans, dates and times, as in Values
	str     string  // of texts

	name  string // of a column
	inner *node  // the calculated column put in its place

	bounds
}

// bounds are what is known of all values a node can have.
type bounds struct {
	limit    float64 // magnitude of a number; +Inf where it can overflow
	whole    bool    // numbers are whole
	negative bool    // a number can be -0
	length   int     // characters of a text
	guarded  bool    // a text that can grow beyond maxText and is checked for it
	size     int     // nodes, calculated columns put in their place
	random   bool
	now      bool
	across   bool // depends on other rows
}

// core is the node that gives the value, behind calculated columns.
func (n *node) core() *node {
	for n.inner != nil {
		n = n.inner
	}
	return n
}

// simple reports whether n costs little enough to be written several times.
func (n *node) simple() bool {
	c := n.core()
	return c.op == nil || c.op == opToday
}

// constant reports whether n has the same known value in every row.
func (n *node) constant() bool { return n.core().literal }

// numberNode makes a literal number.
func numberNode(v float64, start, end int) *node {
	return &node{start: start, end: end, typ: Number, literal: true, num: v, bounds: literalBounds(v)}
}

func literalBounds(v float64) bounds {
	return bounds{limit: math.Abs(v), whole: v == math.Trunc(v), size: 1}
}

// truth makes TRUE or FALSE.
func truth(v bool, start, end int) *node {
	n := &node{start: start, end: end, typ: Boolean, literal: true, bounds: bounds{size: 1}}
	if v {
		n.num = 1
	}
	return n
}

// textNode makes a literal text.
func textNode(s string, start, end int) *node {
	return &node{start: start, end: end, typ: Text, literal: true, str: s, bounds: bounds{size: 1, length: len([]rune(s))}}
}

// nothing makes NULL.
func nothing(start, end int) *node {
	return &node{start: start, end: end, typ: Null, literal: true, missing: true, num: math.NaN(), bounds: bounds{size: 1, whole: true}}
}

// walk calls visit with n and everything below it, calculated columns in their
// place; a node shared by several columns is visited once.
func (n *node) walk(visit func(*node)) {
	seen := map[*node]bool{}
	var down func(*node)
	down = func(n *node) {
		if n.inner != nil {
			n = n.core()
			if seen[n] {
				return
			}
			seen[n] = true
		}
		visit(n)
		for _, a := range n.args {
			down(a)
		}
	}
	down(n)
}
