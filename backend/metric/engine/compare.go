package engine

import (
	"math"
	"slices"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
	"headroom/backend/portfolio"
)

// compared answers the question and, where it compares, the same question of
// the other state, row by row.
func (a *ask) compared() (*table, error) {
	if a.query.Compare == nil {
		return a.table()
	}
	earlier, err := a.earlier()
	if err != nil {
		return nil, err
	}
	a.past = earlier
	t, err := a.gather()
	if err != nil {
		return nil, err
	}
	o, err := earlier.gather()
	if err != nil {
		return nil, err
	}
	forward := a.forward()
	own, other := t.meet(o, forward)
	t.finish(silent(a, t.keys, own, nil))
	o.finish(silent(earlier, o.keys, other, forward))
	t.before = o
	for _, m := range a.query.Needed(a.catalog) {
		t.differ(m.Name)
	}
	t.change = make([]string, len(t.keys))
	for i := range t.keys {
		t.change[i] = t.changeOf(i, own[i], other[i])
	}
	return t, nil
}

// earlier returns the question about the state compared with.
func (a *ask) earlier() (*ask, error) {
	x := a.query.Compare
	b := *a
	b.query.Compare = nil
	switch {
	case x.KnownAt > 0:
		b.query.KnownAt = x.KnownAt
		if x.KnownAt >= a.state.LastImport {
			b.query.KnownAt = 0
		}
	case x.AsOf != "":
		day, err := portfolio.ParseDay(x.AsOf)
		if err != nil {
			return nil, err
		}
		b.query.AsOf, b.day = x.AsOf, day
	default:
		b.moveBack(*x)
	}
	if err := b.ages(); err != nil {
		return nil, err
	}
	return &b, b.choosePeriods()
}

// tellCompared says which state the figures before are of.
func (a *ask) tellCompared(out *metric.Result) {
	if a.query.Compare == nil {
		return
	}
	var state metric.Result
	a.past.freshness(&state)
	out.Compared = &metric.Compared{
		AsOf: a.past.day.String(), KnownAt: a.past.query.KnownAt, DataAsOf: state.DataAsOf, AsOfByDataset: state.AsOfByDataset,
	}
}

// moveBack moves the days of the question back: those asked for, and those of
// its filters on date. What its other filters say stays, but for what is
// relative to the day asked for.
func (a *ask) moveBack(x metric.Compare) {
	moved := map[metric.Relation]portfolio.Day{}
	for _, d := range a.catalog.Datasets {
		moved[d.Name] = back(a.dayFor(d.Name), x, true)
	}
	a.moved, a.day = moved, back(a.day, x, true)
	if a.query.AsOf != "" {
		a.query.AsOf = a.day.String()
	}
	if a.query.Filter != nil {
		f := moveFilter(*a.query.Filter, x)
		a.query.Filter = &f
	}
}

// back returns the day that x goes back to from d. Where it closes a span of
// days, the last day of a month becomes the last day of a month.
func back(d portfolio.Day, x metric.Compare, closes bool) portfolio.Day {
	moved := compile.Move(d, -x.Back, x.Unit)
	if closes && x.Unit != "day" && x.Unit != "week" && d == d.MonthEnd() {
		return moved.MonthEnd()
	}
	return moved
}

// moveFilter returns f with the days it compares date with moved back.
func moveFilter(f metric.Filter, x metric.Compare) metric.Filter {
	if !f.IsLeaf() {
		f.All, f.Any = slices.Clone(f.All), slices.Clone(f.Any)
		for _, children := range [][]metric.Filter{f.All, f.Any} {
			for i := range children {
				children[i] = moveFilter(children[i], x)
			}
		}
		return f
	}
	if _, cyclic := metric.CycleOf(f.Grain); f.Dimension != metric.DateName || cyclic {
		return f
	}
	closes := func(i int) bool {
		return f.Grain == "" && (f.Op == "le" || f.Op == "gt" || (i == 1 && (f.Op == "between" || f.Op == "not_between")))
	}
	f.Value = moveValue(f.Value, x, closes(0))
	f.Values = slices.Clone(f.Values)
	for i := range f.Values {
		f.Values[i] = moveValue(f.Values[i], x, closes(i))
	}
	if f.From != "" {
		f.From, _ = moveValue(f.From, x, f.Op == "last").(string)
	}
	return f
}

// moveValue moves a day as it is written; anything else stays.
func moveValue(v any, x metric.Compare, closes bool) any {
	s, _ := v.(string)
	d, err := portfolio.ParseDay(s)
	if err != nil {
		return v
	}
	return back(d, x, closes).String()
}

// forward returns how keys of the state compared with become keys of the
// answer: periods of date that were moved back go forward again. ok is false
// for a day that no day of the answer goes back to. nil: keys stay.
func (a *ask) forward() func(keys []any) (moved []any, ok bool) {
	x := *a.query.Compare
	at := slices.IndexFunc(a.query.By, func(b metric.By) bool { return b.Dimension == metric.DateName })
	if x.Back == 0 || at < 0 {
		return nil
	}
	if _, cyclic := metric.CycleOf(a.query.By[at].Grain); cyclic {
		return nil
	}
	return func(keys []any) ([]any, bool) {
		s, _ := keys[at].(string)
		d, err := portfolio.ParseDay(s)
		if err != nil {
			return keys, true
		}
		next := compile.Move(d, x.Back, x.Unit)
		if back(next, x, false) != d {
			return nil, false
		}
		keys = slices.Clone(keys)
		keys[at] = next.String()
		return keys, true
	}
}

// meet puts the rows of t and o side by side, so that each has those of either;
// it reports which each had.
func (t *table) meet(o *table, forward func(keys []any) ([]any, bool)) (own, other []bool) {
	t.index()
	n := len(t.keys)
	to := make([]int, len(o.keys)) // the row of t, -1 for what meets nothing
	for i, keys := range o.keys {
		ok := true
		if forward != nil {
			keys, ok = forward(keys)
		}
		to[i] = -1
		if ok {
			to[i] = t.row(keys)
		}
	}
	own, other = make([]bool, len(t.keys)), make([]bool, len(t.keys))
	for i := range n {
		own[i] = true
	}
	for _, row := range to {
		if row >= 0 {
			other[row] = true
		}
	}
	o.keys = t.keys
	for name, c := range o.measures {
		o.measures[name] = place(c, to, len(t.keys), missing)
	}
	for name, told := range o.speaking {
		o.speaking[name] = place(told, to, len(t.keys), false)
	}
	return own, other
}

// place returns a column whose values are at other rows.
func place[T any](c []T, to []int, n int, otherwise T) []T {
	out := filled(n, otherwise)
	for i, v := range c {
		if to[i] >= 0 {
			out[to[i]] = v
		}
	}
	return out
}

// filled returns a column of n times v.
func filled[T any](n int, v T) []T {
	return slices.Repeat([]T{v}, n)
}

// silent returns which rows a state cannot speak of: the periods of levels that
// it does not reach, unless it has the row, and of changes the spans before which
// nothing is known. had are the rows it has.
func silent(a *ask, keys [][]any, had []bool, forward func(keys []any) ([]any, bool)) func(r metric.Relation, row int) bool {
	at := slices.IndexFunc(a.query.By, func(b metric.By) bool { return b.Dimension == metric.DateName })
	if at < 0 {
		return func(r metric.Relation, _ int) bool { return r == metric.EntitlementChanges && len(a.periods[r]) == 0 }
	}
	reached := map[metric.Relation]map[any]bool{}
	for r, periods := range a.periods {
		reached[r] = map[any]bool{}
		for _, p := range periods {
			label := make([]any, len(a.query.By))
			label[at] = p.Label
			if forward != nil {
				var ok bool
				if label, ok = forward(label); !ok {
					continue
				}
			}
			reached[r][label[at]] = true
		}
	}
	return func(r metric.Relation, row int) bool {
		labels, levels := reached[r]
		return levels && (!had[row] || r == metric.EntitlementChanges) && !labels[keys[row][at]]
	}
}

// differ adds the columns that compare a metric.
func (t *table) differ(name string) {
	now, before := t.figures[name], t.before.figures[name]
	delta, rate := make([]float64, len(now)), make([]float64, len(now))
	for i := range now {
		delta[i], rate[i] = now[i]-before[i], missing
		if equal(now[i], before[i]) && !math.IsNaN(now[i]) {
			delta[i] = 0
		}
		if before[i] != 0 {
			rate[i] = delta[i] / math.Abs(before[i])
		}
	}
	for role, c := range map[string][]float64{metric.Before: before, metric.Delta: delta, metric.DeltaRate: rate} {
		t.figures[name+metric.RoleDivider+role] = c
	}
}

// rounding is how far two figures may be apart, of their size, that only the
// order of adding up tells apart.
const rounding = 1e-12

// equal reports whether two figures are the same but for rounding.
func equal(x, y float64) bool {
	if math.IsNaN(x) || math.IsNaN(y) {
		return math.IsNaN(x) && math.IsNaN(y)
	}
	return x == y || math.Abs(x-y) <= rounding*max(math.Abs(x), math.Abs(y))
}

// changeOf says what became of a row since the state compared with.
func (t *table) changeOf(row int, own, other bool) string {
	switch {
	case !other:
		return metric.Added
	case !own:
		return metric.Removed
	}
	for _, name := range t.ask.query.Metrics {
		if !equal(t.figures[name][row], t.before.figures[name][row]) {
			return metric.Changed
		}
	}
	return metric.Same
}
