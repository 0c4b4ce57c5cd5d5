package engine

import (
	"slices"

	"headroom/backend/metric"
)

// topValues are the values of a dimension that an answer keeps.
type topValues struct {
	values []any
	known  map[string]bool
}

// chooseTop decides which values are kept, once for the whole answer: the first
// by the figure of each value, of those whose own figures hold what the query
// asks of groups. Values that are equal follow each other in their order; one
// without a figure comes last.
func (a *ask) chooseTop() error {
	x := a.query.Top
	if x == nil {
		return nil
	}
	at := a.place(x.Dimension)
	w, err := a.with(func(q *metric.Query) {
		q.By, q.Top, q.Limit, q.Offset = []metric.By{a.query.By[at]}, nil, x.N, 0
		q.Sort = []metric.Sort{{By: x.Metric, Desc: !x.Least}}
		if m, _ := metric.SplitFigure(x.Metric); !slices.Contains(q.Metrics, m) { // it may order what does not show it
			q.Metrics = append(slices.Clone(q.Metrics), m)
		}
	})
	if err != nil {
		return err
	}
	t, err := w.compared()
	if err != nil {
		return err
	}
	rows := t.order(w.having(t, t.all()))
	top := topValues{values: []any{}, known: map[string]bool{}}
	for _, row := range rows[:min(x.N, len(rows))] {
		top.values = append(top.values, t.keys[row][0])
		top.known[keyOf(t.keys[row][0])] = true
	}
	a.top = &top
	return nil
}

func keyOf(v any) string { return string(encodeKey(nil, v)) }

// place returns where a dimension is among the keys, -1 where it is none.
func (a *ask) place(dimension string) int {
	return slices.IndexFunc(a.query.By, func(b metric.By) bool { return b.Dimension == dimension })
}

// topAt returns where the dimension is whose values are limited, -1 where the
// answer is not split by one.
func (a *ask) topAt() int {
	if a.query.Top == nil {
		return -1
	}
	return a.place(a.query.Top.Dimension)
}

// kept answers the question and returns the table with the rows that top
// keeps, Other among them.
func (a *ask) kept() (*table, []int, error) {
	t, err := a.compared()
	if err != nil {
		return nil, nil, err
	}
	at := a.topAt()
	if at < 0 {
		return t, t.all(), nil
	}
	rows := make([]int, 0, len(t.keys))
	for i, keys := range t.keys {
		if a.top.known[keyOf(keys[at])] {
			rows = append(rows, i)
		}
	}
	if !a.query.Top.Other || len(rows) == len(t.keys) {
		return t, rows, nil
	}
	o, err := a.other(at)
	if err != nil {
		return nil, nil, err
	}
	if o.change != nil && len(o.ask.query.By) == 0 {
		o.change[0] = o.changeOf(0, t.leaves(rows, metric.Removed), t.leaves(rows, metric.Added))
	}
	n := len(t.keys)
	t.append(o, at)
	for i := range o.keys {
		rows = append(rows, n+i)
	}
	return t, rows, nil
}

// leaves reports whether of the rows of t that are not kept one became anything
// else than change. kept are in the order of t.
func (t *table) leaves(kept []int, change string) bool {
	for i := range t.keys {
		if len(kept) > 0 && kept[0] == i {
			kept = kept[1:]
			continue
		}
		if t.change[i] != change {
			return true
		}
	}
	return false
}

// other answers the question about the rows that have none of the top values.
func (a *ask) other(at int) (*table, error) {
	by := a.query.By[at]
	rest := metric.Filter{Dimension: by.Dimension, Grain: by.Grain, Op: "not_in", Values: a.top.values}
	w, err := a.with(func(q *metric.Query) {
		q.By, q.Filter, q.Top = slices.Delete(slices.Clone(q.By), at, at+1), metric.AllOf(q.Filter, &rest), nil
	})
	if err != nil {
		return nil, err
	}
	return w.compared()
}

// append adds the rows of o as Other, whose key in the dimension at is
// OtherName.
func (t *table) append(o *table, at int) {
	t.others = slices.Grow(make([]bool, len(t.keys)), len(o.keys))
	for _, keys := range o.keys {
		t.keys = append(t.keys, slices.Insert(slices.Clone(keys), at, any(metric.OtherName)))
		t.others = append(t.others, true)
	}
	t.rows = nil
	for name := range t.figures {
		t.figures[name] = slices.Concat(t.figures[name], o.figures[name])
	}
	for name := range t.measures {
		t.measures[name] = slices.Concat(t.measures[name], o.measures[name])
	}
	if t.before != nil {
		for name := range t.before.measures {
			t.before.measures[name] = slices.Concat(t.before.measures[name], o.before.measures[name])
		}
		t.change = slices.Concat(t.change, o.change)
	}
}

// isOther reports whether a row stands for what top leaves out.
func (t *table) isOther(row int) bool { return t.others != nil && t.others[row] }

// all returns the rows of t.
func (t *table) all() []int {
	rows := make([]int, len(t.keys))
	for i := range rows {
		rows[i] = i
	}
	return rows
}
