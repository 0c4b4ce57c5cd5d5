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
	rows []int32
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
	return in.gather(in.rows[f.from : f.from+f.rows])
}

// madeBlock is how many rows of a column are made at a time.
const madeBlock = 1 << 14

// make evaluates a column row by row.
func (a *ask) make(fs *facts, m compile.Made) (*coded, error) {
	x := &factFrame{day: float64(a.question(metric.Entitlements).Day), inputs: map[string]factInput{}}
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
	n := newNumbering(&coded{of: make([]int32, 0, fs.rows)})
	for ; x.from < fs.rows; x.from += madeBlock {
		if err := a.ctx.Err(); err != nil {
			return nil, fmt.Errorf("make %s: %w", m.Expression.Canonical(), err)
		}
		x.rows = min(madeBlock, fs.rows-x.from)
		n.take(broadcast(m.Expression.Eval(x), x.rows), x.rows)
	}
	return n.column, nil
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
