package engine

import (
	"slices"

	"headroom/backend/metric"
)

// listed answers a query for columns and, where it compares, puts the rows of
// the other state beside.
func (a *ask) listed(out *metric.Result) (err error) {
	if a.query.Compare != nil {
		if a.past, err = a.earlier(); err != nil {
			return err
		}
	}
	out.Columns = a.listColumns()
	if done, err := a.listPage(out); done || err != nil {
		return err
	}
	return a.listWhole(out)
}

// listWhole lists without the order of an earlier question.
func (a *ask) listWhole(out *metric.Result) error {
	if a.query.Compare == nil {
		return a.list(out)
	}
	return a.listBeside(out)
}

// listColumns returns the columns of a list.
func (a *ask) listColumns() []metric.Column {
	out := []metric.Column{}
	for _, name := range a.query.Columns {
		d, _ := a.catalog.Dimension(name)
		c := column(d, "")
		out = append(out, c)
		if a.query.Compare != nil {
			c.Name, c.Role, c.Metric = name+metric.RoleDivider+metric.Before, metric.Before, name
			out = append(out, c)
		}
	}
	if a.query.Compare != nil {
		out = append(out, metric.Column{Name: metric.Change, Type: "text", Format: "text", Role: metric.Change})
	}
	return out
}

// listBeside lists the rows of both states.
func (a *ask) listBeside(out *metric.Result) error {
	now, err := a.keyed()
	if err != nil {
		return err
	}
	before, err := a.past.keyed()
	if err != nil {
		return err
	}
	out.Rows = a.orderRows(a.listColumns(), besides(now, before))
	out.RowCount = len(out.Rows)
	from, to := pageOf(a.query, len(out.Rows))
	out.Rows = out.Rows[from:to]
	return a.ctx.Err()
}

// keyed lists all rows, each with its key behind its columns.
func (a *ask) keyed() ([][]any, error) {
	w := *a
	w.query.Columns = append(slices.Clone(a.query.Columns), metric.ListKey(a.query.Listed()))
	w.query.Sort, w.query.Limit, w.query.Offset, w.query.Compare = nil, 0, 0, nil
	var out metric.Result
	err := w.list(&out)
	return out.Rows, err
}

// besides puts rows with the same key beside each other: each value now and
// before, then what became of the row.
func besides(now, before [][]any) [][]any {
	earlier := make(map[string][]any, len(before))
	for _, row := range before {
		earlier[keyOf(row[len(row)-1])] = row
	}
	out := make([][]any, 0, len(now))
	for _, row := range now {
		key := keyOf(row[len(row)-1])
		old, known := earlier[key]
		delete(earlier, key)
		change := metric.Same
		if !known {
			change = metric.Added
		}
		cells := make([]any, 0, 2*len(row))
		for i, v := range row[:len(row)-1] {
			var was any
			if known {
				was = old[i]
				if keyOf(v) != keyOf(was) {
					change = metric.Changed
				}
			}
			cells = append(cells, v, was)
		}
		out = append(out, append(cells, any(change), row[len(row)-1]))
	}
	for _, row := range before {
		key := row[len(row)-1]
		if _, gone := earlier[keyOf(key)]; !gone {
			continue
		}
		cells := make([]any, 0, 2*len(row))
		for _, was := range row[:len(row)-1] {
			cells = append(cells, nil, was)
		}
		out = append(out, append(cells, any(metric.Removed), key))
	}
	return out
}

// orderRows sorts as the query asks, then by the columns, then by the key
// behind them, which it takes away.
func (a *ask) orderRows(columns []metric.Column, rows [][]any) [][]any {
	type by struct {
		at      int
		desc    bool
		compare func(x, y any, desc bool) int
	}
	var order []by
	add := func(name string, desc bool) {
		at := slices.IndexFunc(columns, func(c metric.Column) bool { return c.Name == name })
		of := columns[at].Metric // of before
		if of == "" {
			of = name
		}
		order = append(order, by{at, desc, a.keyOrder(metric.By{Dimension: of})})
	}
	for _, s := range a.query.Sort {
		add(s.By, s.Desc)
	}
	for _, c := range columns {
		add(c.Name, false)
	}
	order = append(order, by{at: len(columns), compare: compareCells})
	slices.SortFunc(rows, func(x, y []any) int {
		for _, o := range order {
			if d := o.compare(x[o.at], y[o.at], o.desc); d != 0 {
				return d
			}
		}
		return 0
	})
	for i := range rows {
		rows[i] = rows[i][:len(columns):len(columns)]
	}
	return rows
}
