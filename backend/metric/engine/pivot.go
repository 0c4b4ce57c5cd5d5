package engine

import (
	"fmt"
	"slices"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/metric"
)

// maxColumns bounds the columns of a pivoted answer.
const maxColumns = 400

// pivoting is a long answer on its way to one whose columns are values.
type pivoting struct {
	ask         *ask
	long        *table
	rest, pivot []int // the keys of rows, and those of columns
	rows        *table
	columns     *table
	rowAt       map[string]int // places in the order of rows and columns
	columnAt    map[string]int
	order       []int // the rows of rows as they are shown
	across      []int // the rows of columns as they are shown
}

// pivoted turns the rows of t that having left into a sheet with one column for
// each value of the pivoted dimensions and figure.
func (a *ask) pivoted(t *table, rows []int) (*sheet, error) {
	p := &pivoting{ask: a, long: t}
	for _, name := range a.query.Pivot {
		p.pivot = append(p.pivot, a.place(name))
	}
	for i := range a.query.By {
		if !slices.Contains(p.pivot, i) {
			p.rest = append(p.rest, i)
		}
	}
	if err := p.spread(rows); err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(x, y int) int {
		if d := p.rowAt[t.code(x, p.rest)] - p.rowAt[t.code(y, p.rest)]; d != 0 {
			return d
		}
		return p.columnAt[t.code(x, p.pivot)] - p.columnAt[t.code(y, p.pivot)]
	})
	if err := a.calculate(t, rows); err != nil {
		return nil, err
	}
	return p.sheet(rows)
}

// spread finds rows and columns and puts them in order.
func (p *pivoting) spread(rows []int) error {
	var err error
	if p.columns, err = p.side(rows, p.pivot, p.ask.query.Totals, false); err != nil {
		return err
	}
	p.across = p.columns.order(p.columns.all())
	figures := len(p.ask.shown())
	if n := len(p.across) * figures; n > maxColumns {
		return fault.At("pivot", "The answer would have %d columns; %d are possible.", n, maxColumns).
			WithHint("Choose a longer grain, filter " + strings.Join(p.ask.query.Pivot, " and ") + ", or keep the top values only.")
	}
	byFigure := slices.ContainsFunc(p.ask.query.Sort, func(s metric.Sort) bool { return p.ask.place(s.By) < 0 })
	if p.rows, err = p.side(rows, p.rest, p.ask.query.Totals || byFigure, byFigure); err != nil {
		return err
	}
	p.order = p.rows.order(p.rows.all())
	if p.ask.query.Totals {
		if err := p.rows.ask.calculate(p.rows, p.order); err != nil {
			return err
		}
	}
	p.rowAt, p.columnAt = ranks(p.rows, p.order), ranks(p.columns, p.across)
	return nil
}

// ranks returns where the rows of t are shown, by their keys.
func ranks(t *table, order []int) map[string]int {
	every := make([]int, len(t.ask.query.By))
	for i := range every {
		every[i] = i
	}
	out := make(map[string]int, len(order))
	for i, row := range order {
		out[t.code(row, every)] = i
	}
	return out
}

// side returns the rows that have the values of some of the keys of the long
// rows, with their totals where they are asked for: asked again. They are
// sorted by these where byFigure is true.
func (p *pivoting) side(rows, at []int, totals, byFigure bool) (*table, error) {
	w, err := p.ask.over(at)
	if err != nil {
		return nil, err
	}
	for _, s := range p.ask.query.Sort {
		if w.place(s.By) >= 0 || (byFigure && p.ask.place(s.By) < 0) {
			w.query.Sort = append(w.query.Sort, s)
		}
	}
	for _, x := range p.ask.query.Calculations {
		x.Per = slices.DeleteFunc(slices.Clone(x.Per), func(name string) bool { return w.place(name) < 0 })
		w.query.Calculations = append(w.query.Calculations, x)
	}
	out := &table{ask: w, figures: map[string][]float64{}, measures: map[string][]float64{}}
	seen := map[string]int{}
	for _, row := range rows {
		code := p.long.code(row, at)
		if _, ok := seen[code]; ok {
			continue
		}
		seen[code] = len(out.keys)
		keys := make([]any, len(at))
		for i, j := range at {
			keys[i] = p.long.keys[row][j]
		}
		out.keys = append(out.keys, keys)
		out.others = append(out.others, p.long.isOther(row) && w.topAt() >= 0)
	}
	if len(at) == 0 && len(out.keys) == 0 { // nothing is one row, too
		out.keys, out.others, seen[""] = [][]any{{}}, []bool{false}, 0
	}
	if !totals {
		for name := range p.long.figures {
			out.figures[name] = filled(len(out.keys), missing)
		}
		out.change = make([]string, len(out.keys))
		return out, nil
	}
	told, all, err := w.kept()
	if err != nil {
		return nil, err
	}
	out.take(told, all, seen)
	return out, nil
}

// take puts the figures of the rows of o into the rows of t with the same keys.
func (t *table) take(o *table, rows []int, at map[string]int) {
	every := make([]int, len(t.ask.query.By))
	for i := range every {
		every[i] = i
	}
	to := make([]int, len(o.keys))
	for i := range to {
		to[i] = -1
	}
	for _, row := range rows {
		if i, ok := at[o.code(row, every)]; ok {
			to[row] = i
		}
	}
	for name, c := range o.figures {
		t.figures[name] = place(c, to, len(t.keys), missing)
	}
	for name, c := range o.measures {
		t.measures[name] = place(c, to, len(t.keys), missing)
	}
	if o.before == nil {
		return
	}
	t.change = place(o.change, to, len(t.keys), "")
	t.before = &table{ask: o.before.ask, keys: t.keys, measures: map[string][]float64{}}
	for name, c := range o.before.measures {
		t.before.measures[name] = place(c, to, len(t.keys), missing)
	}
}

// sheet lays the cells out.
func (p *pivoting) sheet(rows []int) (*sheet, error) {
	out := &sheet{keys: p.rows.keys, rows: p.order, others: p.rows.others}
	for _, i := range p.rest {
		by := p.ask.query.By[i]
		d, _ := p.ask.catalog.Dimension(by.Dimension)
		out.columns = append(out.columns, column(d, by.Grain))
	}
	// cells[c] is, by row of p.rows, the row of long at column c.
	cells := make([][]int, len(p.across))
	for i := range cells {
		cells[i] = filled(len(p.rows.keys), -1)
	}
	for _, row := range rows {
		cells[p.columnAt[p.long.code(row, p.pivot)]][p.order[p.rowAt[p.long.code(row, p.rest)]]] = row
	}
	shown := p.ask.shown()
	for c, i := range p.across {
		keys, other := p.columns.keys[i], p.columns.isOther(i)
		for _, x := range shown {
			x.Name, x.Pivot, x.Other = x.Name+label(keys), keys, other
			out.columns = append(out.columns, x.Column)
			out.data = append(out.data, gathered(p.long, x.figure, cells[c]))
		}
		out.parts = append(out.parts, p.ask.partsOf(p.long, in(cells[c], p.order), keys, other)...)
	}
	if p.ask.query.Totals {
		for _, x := range shown {
			out.columns = append(out.columns, x.Column)
			out.data = append(out.data, p.rows.shownData(x.figure))
		}
		out.parts = append(out.parts, p.ask.partsOf(p.rows, p.order, nil, false)...)
		if err := p.totals(out, shown); err != nil {
			return nil, err
		}
	}
	out.count = len(p.order)
	out.page(p.ask.query)
	return out, nil
}

// totals adds the row of totals: of each column, then of all.
func (p *pivoting) totals(out *sheet, shown []shownColumn) error {
	out.totals = make([]any, len(p.rest))
	for _, i := range p.across {
		out.totals = append(out.totals, totalCells(p.columns, i, shown, p.ask)...)
		out.totalParts = append(out.totalParts, p.ask.partsOf(p.columns, []int{i}, p.columns.keys[i], p.columns.isOther(i))...)
	}
	w, err := p.ask.over(nil)
	if err != nil {
		return err
	}
	whole, err := w.compared()
	if err != nil {
		return err
	}
	out.totals = append(out.totals, totalCells(whole, 0, shown, p.ask)...)
	out.totalParts = append(out.totalParts, p.ask.partsOf(whole, []int{0}, nil, false)...)
	return nil
}

// in returns the values of a column in an order.
func in(column, order []int) []int {
	out := make([]int, len(order))
	for i, row := range order {
		out[i] = column[row]
	}
	return out
}

// gathered returns a figure of t at rows, where one of them is -1 missing.
func gathered(t *table, figure string, rows []int) sheetColumn {
	if figure == metric.Change {
		words := make([]string, len(rows))
		for i, row := range rows {
			if row >= 0 {
				words[i] = t.change[row]
			}
		}
		return sheetColumn{words: words}
	}
	from, out := t.figures[figure], make([]float64, len(rows))
	for i, row := range rows {
		out[i] = missing
		if row >= 0 {
			out[i] = from[row]
		}
	}
	return sheetColumn{figures: out}
}

// label writes the values a column is for behind its name.
func label(keys []any) string {
	words := make([]string, len(keys))
	for i, k := range keys {
		if k != nil {
			words[i] = fmt.Sprint(k)
		}
	}
	return "[" + strings.Join(words, ", ") + "]"
}
