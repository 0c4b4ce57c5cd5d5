package expr

import (
	"maps"
	"math"
	"slices"
)

// operation is an operator or a function: how it is described, checked,
// rendered and evaluated. The two last mean the same.
type operation struct {
	Function
	sign        string // of an operator, whose Name is empty
	least, most int    // arguments; most -1 is no bound
	pairs       int    // arguments come in groups of so many
	rowwise     bool   // eval takes no arguments: the value is not a function of them
	// cases tells the conditions of IF and IFS, and the value of each; one value
	// more is that of no condition. It is nil of other operations.
	cases func(n *node) (conditions, values []*node)
	check func(n *node) *Problem
	sql   func(w *writer, n *node) string
	eval  func(e *evaluation, n *node, args []vector) vector
}

var (
	functions     = table()
	functionNames = slices.Sorted(maps.Keys(functions))
)

// table gathers the functions of all classes by name.
func table() map[string]*operation {
	all := map[string]*operation{}
	for class, list := range map[string][]*operation{
		"logic": logicFunctions, "number": numberFunctions, "text": textFunctions, "date": slices.Concat(dateFunctions, actFunctions), "aggregate": aggregateFunctions(),
	} {
		for _, f := range list {
			f.Class = class
			all[f.Name] = f
		}
	}
	return all
}

// Function describes a function of the language, for the editor and the
// documentation.
type Function struct {
	Name      string `json:"name"`
	Class     string `json:"class"`     // logic, number, text, date or aggregate
	Signature string `json:"signature"` // IF(condition, then, else)
	Words     string `json:"words"`
	Example   string `json:"example"`
}

// Classes are the classes of functions in the order of the documentation.
var Classes = []string{"logic", "number", "text", "date", "aggregate"}

// Functions lists the functions by class and name.
func Functions() []Function {
	var all []Function
	for _, class := range Classes {
		for _, name := range functionNames {
			if f := functions[name]; f.Class == class {
				all = append(all, f.Function)
			}
		}
	}
	return all
}

// operators by their signs; the unary minus is opNegate.
var operators = map[string]*operation{
	"+": arithmetic("+", func(a, b bounds) bounds {
		return bounds{limit: a.limit + b.limit, whole: a.whole && b.whole, negative: a.negative && b.negative}
	}),
	"-": arithmetic("-", func(a, b bounds) bounds {
		return bounds{limit: a.limit + b.limit, whole: a.whole && b.whole, negative: a.negative}
	}),
	"*": arithmetic("*", func(a, b bounds) bounds {
		return bounds{limit: product(a.limit, b.limit), whole: a.whole && b.whole, negative: true}
	}),
	"/": division(),
	"=": comparing("=", func(order int) bool { return order == 0 }), "<>": comparing("<>", func(order int) bool { return order != 0 }),
	"<": comparing("<", func(order int) bool { return order < 0 }), "<=": comparing("<=", func(order int) bool { return order <= 0 }),
	">": comparing(">", func(order int) bool { return order > 0 }), ">=": comparing(">=", func(order int) bool { return order >= 0 }),
}

func product(a, b float64) float64 {
	if a == 0 || b == 0 {
		return 0
	}
	return a * b
}

// limited sets the bounds of the result of an operation without losing what
// operation has counted.
func (n *node) limited(b bounds) {
	n.limit, n.whole, n.negative = b.limit, b.whole, b.negative
}

// arithmetic is + - or *. It lets what is not finite pass: it stays so in
// further arithmetic, until somebody else looks at it.
func arithmetic(sign string, of func(a, b bounds) bounds) *operation {
	return &operation{
		sign: sign,
		check: func(n *node) *Problem {
			for i := range n.args {
				if p := n.want(i, Number); p != nil {
					return p
				}
			}
			n.typ = Number
			n.limited(of(n.args[0].bounds, n.args[1].bounds))
			if sign == "*" {
				n.unit = scaled(n.args[0].unit, n.args[1].unit)
				return nil
			}
			return n.oneUnit(upTo(2))
		},
		sql: func(w *writer, n *node) string {
			return "(" + w.render(n.args[0]) + " " + sign + " " + w.render(n.args[1]) + ")"
		},
		eval: func(e *evaluation, _ *node, args []vector) vector { return e.arithmetic(sign, args[0], args[1]) },
	}
}

// scaled is the unit of a product: that of the one factor that has one.
func scaled(a, b unit) unit {
	switch {
	case a == unit{}:
		return b
	case b == unit{}:
		return a
	case a.column == "":
		return unit{column: b.column}
	}
	return unit{column: a.column}
}

// division gives nothing where the divisor is 0, as SQLite does for REAL.
func division() *operation {
	return &operation{
		sign: "/",
		check: func(n *node) *Problem {
			for i := range n.args {
				if p := n.want(i, Number); p != nil {
					return p
				}
			}
			a, b := n.args[0], n.args[1]
			n.typ = Number
			n.limited(bounds{limit: math.Inf(1), negative: true})
			if c := b.core(); c.literal && !c.missing && c.num != 0 {
				n.limit = a.limit / math.Abs(c.num)
			} else if c.whole {
				n.limit = a.limit
			}
			switch {
			case a.unit == b.unit:
			case b.unit == unit{}:
				n.unit = a.unit
			case a.unit.column != "" && a.unit.column != b.unit.column:
				n.unit = unit{column: a.unit.column}
			case b.unit.column != "" && a.unit.column != b.unit.column:
				n.unit = unit{column: b.unit.column}
			}
			return nil
		},
		sql: func(w *writer, n *node) string {
			return "(" + w.render(n.args[0]) + " / " + w.clean(n.args[1]) + ")"
		},
		eval: func(e *evaluation, _ *node, args []vector) vector { return e.arithmetic("/", args[0], args[1]) },
	}
}

// opNegate is the unary minus. It subtracts from 0, so that 0 stays 0.
var opNegate = &operation{
	sign: "-",
	check: func(n *node) *Problem {
		if p := n.want(0, Number); p != nil {
			return p
		}
		n.typ, n.unit = Number, n.args[0].unit
		n.limited(bounds{limit: n.args[0].limit, whole: n.args[0].whole})
		return nil
	},
	sql: func(w *writer, n *node) string { return "(0.0 - " + w.render(n.args[0]) + ")" },
	eval: func(e *evaluation, _ *node, args []vector) vector {
		return e.unary(args[0], func(x float64) float64 { return 0 - x })
	},
}

// comparing compares two values of one type; texts by their bytes.
func comparing(sign string, holds func(order int) bool) *operation {
	least, equal, greatest := holds(-1), holds(0), holds(1)
	result := func(less, same bool) float64 {
		switch {
		case less:
			return bit(least)
		case same:
			return bit(equal)
		}
		return bit(greatest)
	}
	return &operation{
		sign: sign,
		check: func(n *node) *Problem {
			if _, p := n.alike(upTo(2)); p != nil {
				return p
			}
			n.typ, n.unit = Boolean, unit{}
			return nil
		},
		sql: func(w *writer, n *node) string {
			return "(" + w.clean(n.args[0]) + " " + sign + " " + w.clean(n.args[1]) + ")"
		},
		eval: func(e *evaluation, n *node, args []vector) vector {
			a, b := args[0], args[1]
			if n.args[0].typ != Text {
				if n.args[0].typ == Null {
					return vector{nums: []float64{null}}
				}
				return e.compare(a, b, bit(least), bit(equal), bit(greatest))
			}
			return e.makeNumbers(args, func(at []int) float64 {
				x, y := a.texts[at[0]], b.texts[at[1]]
				return result(x < y, x == y)
			})
		},
	}
}
