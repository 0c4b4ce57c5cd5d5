package engine

import (
	"fmt"
	"time"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
	"headroom/backend/metric/expr"
	"headroom/backend/portfolio"
)

// factFrame is some rows of facts as the columns that an expression uses.
type factFrame struct {
	day    float64
	inputs map[string]factInput
	from   int
	rows   int
}

// factInput is a column of an expression: of each row the number of its value.
type factInput struct {
	*dictionary
	rows codes
}

var _ expr.Frame = (*factFrame)(nil)

// Len returns the number of rows.
func (f *factFrame) Len() int { return f.rows }

// Today returns the day the rows are asked for.
func (f *factFrame) Today() float64 { return f.day }

// Now is not known: what needs it is asked of SQLite (compile.FactsOf).
func (f *factFrame) Now() float64 { return missing }

// Whole returns the rows themselves, for no expression here uses others.
func (f *factFrame) Whole() expr.Frame { return f }

// Column returns the values of a column that is not calculated.
func (f *factFrame) Column(name string) expr.Values {
	in := f.inputs[name]
	return in.gather(in.rows.write(make([]int32, f.rows), f.from))
}

// madeBlock is how many rows of a column are made at a time.
const madeBlock = 1 << 14

// make evaluates a column row by row.
func (a *ask) make(f *compile.Facts, fs *facts, m compile.Made) (*factColumn, error) {
	x := &factFrame{day: float64(f.Day()), inputs: map[string]factInput{}}
	for name, t := range m.Inputs {
		v, err := a.term(fs, t)
		if err != nil {
			return nil, err
		}
		same := make([]int32, len(v.values)) // values are told by their own numbers
		for i := range same {
			same[i] = int32(i)
		}
		d, _ := a.catalog.Dimension(name)
		x.inputs[name] = factInput{newDictionary(d, &coded{of: same, values: v.values}), fs.columns[t.Column].of}
	}
	if kinds, of, ok := x.kinds(fs.rows); ok {
		n := newNumbering(&coded{of: make([]int32, 0, kinds.rows)})
		n.take(broadcast(m.Expression.Eval(kinds), kinds.rows), kinds.rows)
		for row, kind := range of {
			of[row] = n.column.of[kind]
		}
		n.column.of = of
		return n.column.packed(), nil
	}
	n := newNumbering(&coded{of: make([]int32, 0, fs.rows)})
	for ; x.from < fs.rows; x.from += madeBlock {
		if err := a.ctx.Err(); err != nil {
			return nil, fmt.Errorf("make %s: %w", m.Expression.Canonical(), err)
		}
		x.rows = min(madeBlock, fs.rows-x.from)
		n.take(broadcast(m.Expression.Eval(x), x.rows), x.rows)
	}
	return n.column.packed(), nil
}

// mostKinds bounds the table by which kinds of rows are told apart.
const mostKinds = 1 << 22

// kinds are the rows of f that differ in an input, each once, and the number of
// each row's kind. It is not ok where most rows are of a kind of their own.
func (f *factFrame) kinds(rows int) (kinds *factFrame, of []int32, ok bool) {
	of = make([]int32, rows)
	count := 1 // all rows are alike before the inputs are looked at
	first := []int32{0}
	for _, in := range f.inputs {
		class, classes := in.classes()
		if count*classes > mostKinds {
			return nil, nil, false
		}
		at := make([]int32, count*classes) // the kind of each pair, 1 more
		next := int32(0)
		first = first[:0]
		for row := range rows {
			pair := int(of[row])*classes + int(class[in.rows.at(row)])
			if at[pair] == 0 {
				next++
				at[pair] = next
				first = append(first, int32(row))
			}
			of[row] = at[pair] - 1
		}
		if count = int(next); count > rows/2 {
			return nil, nil, false
		}
	}
	kinds = &factFrame{day: f.day, inputs: map[string]factInput{}, rows: len(first)}
	for name, in := range f.inputs {
		one := make([]int32, len(first))
		for i, row := range first {
			one[i] = in.rows.at(int(row))
		}
		kinds.inputs[name] = factInput{in.dictionary, pack(one)}
	}
	return kinds, of, rows > 0
}

// classes numbers the values of an input so that equal ones have one number:
// several accounts have one country.
func (in factInput) classes() (of []int32, count int) {
	of = make([]int32, len(in.values))
	seen := make(map[any]int32, len(in.values))
	for code, v := range in.values {
		class, ok := seen[v]
		if !ok {
			class = int32(len(seen))
			seen[v] = class
		}
		of[code] = class
	}
	return of, len(seen)
}

// take numbers the values of an expression in the forms that SQLite gives them.
func (n *numbering) take(v expr.Values, rows int) {
	out := n.column.of
	for i := range rows {
		switch {
		case absent(v, i):
			out = append(out, n.number(nil))
		case v.Type == expr.Text:
			out = append(out, n.text(v.Texts[i]))
		case v.Type == expr.Date:
			out = append(out, n.shown(v.Numbers[i], func(x float64) any { return portfolio.Day(x).String() }))
		case v.Type == expr.Time:
			out = append(out, n.shown(v.Numbers[i], func(x float64) any { return time.UnixMilli(int64(x)).UTC().Format(metric.TimeLayout) }))
		default:
			out = append(out, n.figure(v.Numbers[i]))
		}
	}
	n.column.of = out
}

// shown numbers a value by a figure that it is another form of.
func (n *numbering) shown(x float64, form func(float64) any) int32 {
	code, ok := n.others[x]
	if !ok {
		code = int32(len(n.column.values))
		n.others[x], n.column.values = code, append(n.column.values, form(x))
	}
	return code
}
