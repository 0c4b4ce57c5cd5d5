package expr

import (
	"slices"
	"strings"
)

var logicFunctions = []*operation{
	connective("AND", "AND(condition, condition, …)", "True if all conditions are true; false if one is false; else nothing, where one is missing.", `AND([quantity] > 0, [status] = "active")`, " AND ", 0),
	connective("OR", "OR(condition, condition, …)", "True if one condition is true; false if all are false; else nothing, where one is missing.", `OR([region] = "North", [region] = "South")`, " OR ", 1),
	{
		Function: Function{Name: "NOT", Signature: "NOT(condition)", Words: "The opposite of a condition.", Example: "NOT([trial])"},
		least:    1, most: 1,
		check: func(n *node) *Problem { n.typ = Boolean; return n.want(0, Boolean) },
		sql:   template("(NOT $1)"),
		eval: func(e *evaluation, _ *node, args []vector) vector {
			return e.unary(args[0], func(x float64) float64 { return 1 - x })
		},
	},
	{
		Function: Function{Name: "IF", Signature: "IF(condition, then, else)", Words: "One of two values. Where the condition is missing, it is the second.", Example: `IF([quantity] > 100, "large", "small")`},
		least:    3, most: 3,
		check: func(n *node) *Problem {
			if p := n.want(0, Boolean); p != nil {
				return p
			}
			return n.branches([]int{1, 2})
		},
		sql: template("(CASE WHEN $1 THEN $2 ELSE $3 END)"),
		eval: func(e *evaluation, n *node, args []vector) vector {
			return choice(n.typ, args[1:], firstTrue(e.rows(args...), args[:1], 1))
		},
		cases: func(n *node) (conditions, values []*node) { return n.args[:1], n.args[1:] },
	},
	{
		Function: Function{Name: "IFS", Signature: "IFS(condition, value, condition, value, …)", Words: "The value of the first condition that is true. TRUE as the last condition catches the rest; without it the rest is missing.", Example: `IFS([quantity] >= 1000, "large", [quantity] >= 100, "medium", TRUE, "small")`},
		least:    2, most: -1, pairs: 2,
		check: checkIFS,
		sql: func(w *writer, n *node) string {
			args := w.cleanAll(n.args)
			var out strings.Builder
			out.WriteString("(CASE")
			for i := 0; i < len(args); i += 2 {
				out.WriteString(" WHEN " + args[i] + " THEN " + args[i+1])
			}
			return out.String() + " END)"
		},
		eval: func(e *evaluation, n *node, args []vector) vector {
			conditions, values := pairsOf(args)
			return choice(n.typ, values, firstTrue(e.rows(args...), conditions, nowhere))
		},
		cases: func(n *node) (conditions, values []*node) { return pairsOf(n.args) },
	},
	firstPresent("ISNULL", "ISNULL(value, replacement)", "The value, or the replacement where it is missing.", "ISNULL([assigned], 0)", 2),
	firstPresent("COALESCE", "COALESCE(value, value, …)", "The first value that is not missing.", "COALESCE([notice_date], [end_date])", -1),
	{
		Function: Function{Name: "ISBLANK", Signature: "ISBLANK(value)", Words: "True if the value is missing or an empty text, else false.", Example: "ISBLANK([owner])"},
		least:    1, most: 1,
		check: func(n *node) *Problem { n.typ = Boolean; return nil },
		sql: func(w *writer, n *node) string {
			if n.args[0].typ == Text {
				return "(coalesce(" + w.clean(n.args[0]) + ", '') = '')"
			}
			return "(" + w.clean(n.args[0]) + " IS NULL)"
		},
		eval: func(e *evaluation, n *node, args []vector) vector {
			out := make([]float64, args[0].len())
			for i := range out {
				out[i] = bit(!args[0].present(i) || args[0].texts != nil && args[0].texts[i] == "")
			}
			return vector{nums: out, own: true}
		},
	},
}

// branches makes the arguments at indices alike and the result as they are.
func (n *node) branches(indices []int) *Problem {
	t, p := n.alike(indices)
	if p != nil {
		return p
	}
	n.typ = t
	n.widest(indices)
	return nil
}

func checkIFS(n *node) *Problem {
	var values []int
	for i := range n.args {
		if i%2 == 1 {
			values = append(values, i)
			continue
		}
		if p := n.want(i, Boolean); p != nil {
			return p
		}
	}
	return n.branches(values)
}

// pairsOf parts a condition, a value, a condition, a value and so on.
func pairsOf[T any](args []T) (conditions, values []T) {
	for i := 0; i < len(args); i += 2 {
		conditions, values = append(conditions, args[i]), append(values, args[i+1])
	}
	return conditions, values
}

// firstPresent is the first argument that is not missing.
func firstPresent(name, signature, words, example string, most int) *operation {
	return &operation{
		Function: Function{Name: name, Signature: signature, Words: words, Example: example},
		least:    2, most: most,
		check: func(n *node) *Problem { return n.branches(upTo(len(n.args))) },
		sql:   call("coalesce"),
		eval: func(e *evaluation, n *node, args []vector) vector {
			pick := make([]int32, e.rows(args...))
			for i := range pick {
				pick[i] = int32(slices.IndexFunc(args, func(a vector) bool { return a.present(i) }))
			}
			return choice(n.typ, args, pick)
		},
	}
}

// connective is AND or OR with three values. decides is the value that one
// condition alone brings about.
func connective(name, signature, words, example, operator string, decides float64) *operation {
	op := &operation{Function: Function{Name: name, Signature: signature, Words: words, Example: example}, least: 1, most: -1}
	op.check = func(n *node) *Problem {
		n.typ = Boolean
		for i := range n.args {
			if p := n.want(i, Boolean); p != nil {
				return p
			}
		}
		if name == "OR" {
			n.lookUp()
		}
		return nil
	}
	op.sql = func(w *writer, n *node) string { return balanced(w.cleanAll(n.args), operator) }
	op.eval = func(e *evaluation, _ *node, args []vector) vector {
		out := make([]float64, e.rows(args...))
		for i := range out {
			out[i] = 1 - decides
		}
		value := [4]float64{1 - decides, decides, null, decides}
		for _, a := range args {
			step := a.step()
			for i, x := range out {
				y := a.nums[i*step]
				out[i] = value[(one(x == decides)|one(y == decides)|(one(x != x)|one(y != y))<<1)&3]
			}
		}
		return vector{nums: out, own: true}
	}
	return op
}

// lookUp makes of an OR of equalities of one column with constants a single
// look-up.
func (n *node) lookUp() {
	var of *node
	var values []*node
	for _, a := range n.args {
		a = a.core()
		var column *node
		var list []*node
		switch {
		case a.in != nil:
			column, list = a.args[0], a.in
		case a.op == operators["="]:
			column, list = a.args[0], []*node{a.args[1]}
			if column.literal {
				column, list = a.args[1], []*node{a.args[0]}
			}
		}
		if column == nil || column.inner != nil || column.op != nil || column.literal || of != nil && (of.name != column.name || of.typ != column.typ) {
			return
		}
		for _, l := range list {
			if !l.literal || l.missing {
				return
			}
		}
		of, values = column, append(values, list...)
	}
	if len(values) > 1 {
		n.args, n.in, n.size = []*node{of}, values, 2
	}
}
