package expr

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// aggregates by the name of Aggregate.Function.
var aggregates = []struct{ function, words string }{
	{"sum", "The sum of a number over all rows of the dataset, before filters, or over those alike in the groups."},
	{"average", "The mean of a number over all rows, or over those alike in the groups. Rows without a value are left out."},
	{"median", "The middle number of all rows, or of those alike in the groups; of an even number of rows the mean of the two in the middle."},
	{"min", "The least number or date of all rows, or of those alike in the groups."},
	{"max", "The greatest number or date of all rows, or of those alike in the groups."},
	{"count", "How many rows have a value, of all rows or of those alike in the groups."},
	{"distinct", "How many different values there are in all rows, or in those alike in the groups."},
}

// aggregateFunctions are AGG_SUM and so on.
func aggregateFunctions() []*operation {
	var all []*operation
	for _, a := range aggregates {
		name := "AGG_" + strings.ToUpper(a.function)
		all = append(all, &operation{
			Function: Function{Name: name, Signature: name + "(value, group, …)", Words: a.words, Example: name + "([quantity], [account])"},
			least:    1, most: -1, rowwise: true,
			check: func(n *node) *Problem { return checkAggregate(n, a.function) },
			sql:   func(w *writer, n *node) string { return w.Aggregate(n.aggregate(a.function)) },
			eval:  func(e *evaluation, n *node, _ []vector) vector { return e.aggregate(n.aggregate(a.function)) },
		})
	}
	return all
}

func checkAggregate(n *node, function string) *Problem {
	value := n.args[0]
	for i, a := range n.args {
		switch {
		case a.across:
			return problem(a.start, a.end, "An aggregate cannot be inside another one.", "Compute the inner one in a calculated column and use it beside, not inside.")
		case a.random:
			return problem(a.start, a.end, "An aggregate of a random number would be another one every time.", "Leave RANDOM() out.")
		case i > 0 && a.typ == Null:
			return problem(a.start, a.end, "NULL is no group.", "Name a column, such as [account].")
		}
	}
	n.across = true
	if function == "count" || function == "distinct" {
		if value.typ == Null {
			return n.wrongType(0, []Type{Number, Text, Date})
		}
		n.typ = Number
		n.limited(bounds{limit: 1 << 53, whole: true})
		return nil
	}
	types := []Type{Number}
	if function == "min" || function == "max" {
		types = []Type{Number, Date, Time}
	}
	if p := n.want(0, types...); p != nil {
		return p
	}
	n.typ, n.unit = n.args[0].typ, n.args[0].unit
	n.widest(upTo(1))
	switch {
	case function == "min" || function == "max":
	case n.whole:
		n.limit, n.whole = 1e300, function == "sum" // no number of rows brings them further
	default:
		n.limit = math.Inf(1)
	}
	if c := n.unit.column; c != "" && !slices.ContainsFunc(n.args[1:], func(a *node) bool { return a.core().name == c }) {
		return problem(n.start, n.end, "Amounts of different "+c+" are not put together.", "Group by it: "+n.op.Name+"(…, ["+c+"]).")
	}
	return nil
}

// aggregate describes n to a Renderer.
func (n *node) aggregate(function string) *Aggregate {
	a := &Aggregate{Function: function, Value: n.args[0].expression()}
	for _, by := range n.args[1:] {
		a.By = append(a.By, by.expression())
	}
	return a
}

// expression makes an Expression of a part of one.
func (n *node) expression() *Expression {
	e := &Expression{root: n}
	e.survey()
	return e
}

// aggregate computes a over the whole dataset and gives every row its value.
func (e *evaluation) aggregate(a *Aggregate) vector {
	whole := e.frame.Whole()
	groups := map[string]int{}
	of := make([]int, whole.Len())
	keys := keysOf(a.By, whole)
	for i := range of {
		key := string(keys(i))
		g, ok := groups[key]
		if !ok {
			g = len(groups)
			groups[key] = g
		}
		of[i] = g
	}
	result := Fold(a.Function, a.Value.Eval(whole), of, len(groups))
	out := make([]float64, e.n)
	keys = keysOf(a.By, e.frame)
	for i := range out {
		out[i] = null
		if g, ok := groups[string(keys(i))]; ok {
			out[i] = result[g]
		} else if a.Function == "count" || a.Function == "distinct" {
			out[i] = 0
		}
	}
	return vector{nums: out, own: true}
}

// keysOf returns a function that writes the values of by of a row, so that
// rows of one group have one key.
func keysOf(by []*Expression, f Frame) func(i int) []byte {
	values := make([]Values, len(by))
	for k, b := range by {
		values[k] = b.Eval(f)
	}
	var key []byte
	return func(i int) []byte {
		key = key[:0]
		for _, v := range values {
			switch {
			case v.Type != Text:
				key = strconv.AppendUint(key, math.Float64bits(v.Numbers[i]+0), 36)
			case v.Missing != nil && v.Missing[i]:
				key = append(key, '-')
			default:
				key = strconv.AppendInt(key, int64(len(v.Texts[i])), 10)
				key = append(append(key, ':'), v.Texts[i]...)
			}
			key = append(key, ' ')
		}
		return key
	}
}

// Fold computes an aggregate of values for each of groups groups; of says
// which one a row is in. Missing values are left out; a group without values
// has no value, or 0 of count and distinct. Sums are compensated for rounding
// (Neumaier), as SQLite's are.
func Fold(function string, values Values, of []int, groups int) []float64 {
	out := make([]float64, groups)
	switch function {
	case "count":
		for i, g := range of {
			if values.Present(i) {
				out[g]++
			}
		}
	case "distinct":
		foldDistinct(values, of, out)
	case "median":
		foldMedian(values, of, out)
	default:
		foldNumbers(function, values, of, out)
	}
	return out
}

// Present reports whether row i has a value.
func (v Values) Present(i int) bool {
	if v.Type == Text {
		return v.Missing == nil || !v.Missing[i]
	}
	return v.Numbers[i] == v.Numbers[i]
}

func foldDistinct(values Values, of []int, out []float64) {
	type textIn struct {
		group int
		text  string
	}
	type numberIn struct {
		group int
		num   float64
	}
	texts, numbers := map[textIn]bool{}, map[numberIn]bool{}
	for i, g := range of {
		if !values.Present(i) {
			continue
		}
		if values.Type == Text {
			texts[textIn{g, values.Texts[i]}] = true
		} else {
			numbers[numberIn{g, values.Numbers[i]}] = true
		}
	}
	for k := range texts {
		out[k.group]++
	}
	for k := range numbers {
		out[k.group]++
	}
}

func foldMedian(values Values, of []int, out []float64) {
	lists := make([][]float64, len(out))
	for i, g := range of {
		if values.Present(i) {
			lists[g] = append(lists[g], values.Numbers[i])
		}
	}
	for g, list := range lists {
		slices.Sort(list)
		switch half := len(list) / 2; {
		case len(list) == 0:
			out[g] = null
		case len(list)%2 == 1:
			out[g] = list[half]
		default:
			out[g] = (list[half-1] + list[half]) / 2
		}
		out[g] = finite(out[g])
	}
}

func foldNumbers(function string, values Values, of []int, out []float64) {
	lost := make([]float64, len(out)) // what rounding has taken from the sum
	count := make([]float64, len(out))
	for i, g := range of {
		x := values.Numbers[i]
		if x != x {
			continue
		}
		switch {
		case function == "min" && (count[g] == 0 || x < out[g]), function == "max" && (count[g] == 0 || x > out[g]):
			out[g] = x
		case function == "sum", function == "average":
			sum := out[g] + x
			if math.Abs(out[g]) > math.Abs(x) {
				lost[g] += (out[g] - sum) + x
			} else {
				lost[g] += (x - sum) + out[g]
			}
			out[g] = sum
		}
		count[g]++
	}
	for g := range out {
		switch {
		case count[g] == 0:
			out[g] = null
		case function == "sum":
			out[g] += lost[g]
		case function == "average":
			out[g] = (out[g] + lost[g]) / count[g]
		}
		out[g] = finite(out[g])
	}
}

// finite makes what is not finite missing.
func finite(x float64) float64 {
	if x-x != 0 {
		return null
	}
	return x
}
