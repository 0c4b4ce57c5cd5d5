package engine

import (
	"math"
	"slices"

	"headroom/backend/metric"
)

// Retelling computes a figure a second time, from the rows a person can list
// and the steps its definition gives (metric.Behind), in plain loops. It shares
// nothing with the statement or the fold that computed the figure first, so that
// the two can check each other.

// ref names a listed row: which list, and which of its rows.
type ref struct{ list, row int }

// line is a row on its way: what it knows by column, and the listed rows it is
// made of.
type line struct {
	values map[string]any
	from   []ref
}

// number returns a figure of the line, NaN where it is missing.
func (l line) number(name string) float64 { return number(l.values[name]) }

// passed is rows that a step left out, and why.
type passed struct {
	words string
	rows  []ref
}

// retelling is a figure on its way.
type retelling struct {
	passed []passed
}

// pass notes that rows take no part.
func (r *retelling) pass(words string, rows []ref) {
	if words == "" || len(rows) == 0 {
		return
	}
	i := slices.IndexFunc(r.passed, func(p passed) bool { return p.words == words })
	if i < 0 {
		r.passed = append(r.passed, passed{words: words})
		i = len(r.passed) - 1
	}
	r.passed[i].rows = append(r.passed[i].rows, rows...)
}

// steps takes lines through several steps.
func (r *retelling) steps(lines []line, steps []metric.Step) []line {
	for _, s := range steps {
		lines = r.step(lines, s)
	}
	return lines
}

// step makes one line of those that agree in Per.
func (r *retelling) step(lines []line, s metric.Step) []line {
	groups, order := map[string][]line{}, []string{}
	for _, l := range lines {
		if slices.ContainsFunc(s.Need, func(n string) bool { return math.IsNaN(l.number(n)) }) {
			r.pass(s.Short, l.from)
			continue
		}
		var code []byte
		for _, name := range s.Per {
			code = encodeKey(code, l.values[name])
		}
		if _, ok := groups[string(code)]; !ok {
			order = append(order, string(code))
		}
		groups[string(code)] = append(groups[string(code)], l)
	}
	out := make([]line, 0, len(order))
	for _, code := range order {
		out = append(out, r.one(groups[code], s))
	}
	return out
}

// one makes one line of many.
func (r *retelling) one(lines []line, s metric.Step) line {
	out := line{values: make(map[string]any, len(s.Per)+len(s.Figures))}
	for _, name := range s.Per {
		out.values[name] = lines[0].values[name]
	}
	takes := make([]bool, len(lines))
	for _, f := range s.Figures {
		out.values[f.Name] = cell(figure(f).of(lines, takes))
	}
	for i, l := range lines {
		if takes[i] {
			out.from = append(out.from, l.from...)
		} else {
			r.pass(s.Lower, l.from)
		}
	}
	return out
}

// figure is metric.Figure with its loops.
type figure metric.Figure

// of computes the figure over lines and marks those it is made of.
func (f figure) of(lines []line, takes []bool) float64 {
	if f.How == "count" && f.Of == "" {
		for i := range takes {
			takes[i] = true
		}
		return float64(len(lines))
	}
	var told []int // the lines that know what the figure is of
	for i, l := range lines {
		knows := func(column string) bool { return column == "" || l.values[column] != nil }
		if l.values[f.Of] != nil && knows(f.Over) && knows(f.Times) {
			told = append(told, i)
		}
	}
	if f.unlike(lines, told) {
		mark(takes, told)
		return missing
	}
	switch f.How {
	case "count":
		mark(takes, told)
		return float64(len(told))
	case "distinct":
		mark(takes, told)
		return f.distinct(lines, told)
	case "max", "min":
		return f.extreme(lines, told, takes)
	case "holding":
		return f.holding(lines, told, takes)
	}
	mark(takes, told)
	if len(told) == 0 {
		return missing
	}
	numbers := make([]float64, len(told))
	total := 0.0
	for i, at := range told {
		numbers[i] = f.number(lines[at])
		total += numbers[i]
	}
	switch f.How {
	case "average":
		return total / float64(len(numbers))
	case "median":
		return median(numbers)
	default: // sum
		return total
	}
}

func mark(takes []bool, told []int) {
	for _, i := range told {
		takes[i] = true
	}
}

// number is what one line gives.
func (f figure) number(l line) float64 {
	x := l.number(f.Of)
	if f.Over != "" {
		if x -= l.number(f.Over); x < 0 {
			x = 0
		}
	}
	if f.Times != "" {
		x *= l.number(f.Times)
	}
	if f.Factor != 0 {
		x *= f.Factor
	}
	return x
}

// unlike reports whether the lines must agree in a column and do not.
func (f figure) unlike(lines []line, told []int) bool {
	if f.Alike == "" {
		return false
	}
	return slices.ContainsFunc(told, func(i int) bool { return lines[i].values[f.Alike] != lines[told[0]].values[f.Alike] })
}

// distinct counts different values; of nobody known it is missing.
func (f figure) distinct(lines []line, told []int) float64 {
	seen := map[string]bool{}
	for _, i := range told {
		seen[string(encodeKey(nil, lines[i].values[f.Of]))] = true
	}
	if len(seen) == 0 {
		return missing
	}
	return float64(len(seen))
}

// extreme is the greatest or least value, which one line tells: of several one
// that another figure is made of, too, else the first.
func (f figure) extreme(lines []line, told []int, takes []bool) float64 {
	best := -1
	for _, i := range told {
		if best < 0 {
			best = i
			continue
		}
		x, y := f.number(lines[i]), f.number(lines[best])
		if f.How == "min" {
			x, y = -x, -y
		}
		if x > y || x == y && takes[i] && !takes[best] {
			best = i
		}
	}
	if best < 0 {
		return missing
	}
	takes[best] = true
	return f.number(lines[best])
}

// holding counts the lines that hold the conditions.
func (f figure) holding(lines []line, told []int, takes []bool) float64 {
	if len(told) == 0 {
		return missing
	}
	n := 0
	for _, i := range told {
		if !slices.ContainsFunc(f.When, func(w metric.When) bool {
			x := lines[i].number(w.Figure)
			return !(x > 0 && !w.Zero || x == 0 && w.Zero)
		}) {
			takes[i] = true
			n++
		}
	}
	return float64(n)
}

func median(x []float64) float64 {
	slices.Sort(x)
	n := len(x)
	if n%2 == 1 {
		return x[n/2]
	}
	return (x[n/2-1] + x[n/2]) / 2
}

// listedRows are the rows of one list as they were answered.
type listedRows struct {
	list    metric.RowList
	query   metric.Query
	asked   string // the question, as text
	columns []metric.Column
	rows    [][]any
}

// lines returns the rows as lines.
func (l listedRows) lines(list int) []line {
	out := make([]line, len(l.rows))
	for i, row := range l.rows {
		values := make(map[string]any, len(row))
		for c, v := range row {
			values[l.columns[c].Name] = v
		}
		out[i] = line{values, []ref{{list, i}}}
	}
	return out
}

// told is a measure told again.
type told struct {
	value  float64   // NaN is missing
	terms  []float64 // what the last step adds up
	used   []ref
	passed []passed
}

// retell computes a measure from the rows behind it. zero is what it is where
// no row takes part.
func retell(b metric.Behind, lists []listedRows, zero bool) told {
	r := &retelling{}
	var lines []line
	for i, l := range lists {
		now := r.steps(l.lines(i), l.list.Steps)
		if l.list.Beside != nil {
			standIn(lines, now, *l.list.Beside)
			continue
		}
		if l.list.Minus {
			turn(now, l.list.Steps)
		}
		lines = append(lines, now...)
	}
	last := b.Steps[len(b.Steps)-1]
	f := figure(last.Figures[0])
	lines = r.steps(lines, b.Steps[:len(b.Steps)-1])
	out := told{value: missing}
	if f.How == "sum" {
		out.terms = f.terms(lines)
	}
	lines = r.step(lines, last)
	switch {
	case len(lines) > 0:
		out.value, out.used = lines[0].number(f.Name), lines[0].from
		if zero && f.How == "distinct" && len(out.used) == 0 {
			out.value = 0
		}
	case zero:
		out.value = 0
	}
	out.passed = r.passed
	return out
}

// turn makes figures negative that are taken off.
func turn(lines []line, steps []metric.Step) {
	if len(steps) == 0 {
		return
	}
	for _, l := range lines {
		for _, f := range steps[len(steps)-1].Figures {
			l.values[f.Name] = cell(-l.number(f.Name))
		}
	}
}

// terms are the known numbers a sum adds up.
func (f figure) terms(lines []line) []float64 {
	var out []float64
	for _, l := range lines {
		if x := f.number(l); !math.IsNaN(x) {
			out = append(out, x)
		}
	}
	return out
}

// lacks reports whether a line needs another row to stand in, and returns the
// key of that row.
func lacks(l line, b metric.Beside) (string, bool) {
	if l.values[b.Known] == nil || l.values[b.Lacking] != nil {
		return "", false
	}
	var code []byte
	for _, name := range b.Keys {
		if l.values[name] == nil {
			return "", false
		}
		code = encodeKey(code, l.values[name])
	}
	return string(code), true
}

// standIn lets rows tell what lines lack.
func standIn(lines, others []line, b metric.Beside) {
	byKey := map[string]line{}
	for _, o := range others {
		var code []byte
		for _, name := range b.Keys {
			code = encodeKey(code, o.values[name])
		}
		byKey[string(code)] = o
	}
	for i, l := range lines {
		key, ok := lacks(l, b)
		if !ok {
			continue
		}
		if o, ok := byKey[key]; ok {
			l.values[b.Lacking] = o.values[b.Lacking]
			lines[i].from = append(slices.Clone(l.from), o.from...)
		}
	}
}
