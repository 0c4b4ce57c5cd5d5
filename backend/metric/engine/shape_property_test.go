package engine_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
)

// additive are metrics whose parts by any of their dimensions make up the
// whole.
var additive = []string{"entitlements", "licenses_sold", "support_requests", "how_to_requests", "charges", "entitlements_renewed", "entitlements_expired"}

// shaping asks shaped questions about one random portfolio.
type shaping struct {
	*testing.T
	roller
	seed   uint64
	engine *engine.Engine
	asked  *int
}

func (s shaping) ask(q metric.Query) metric.Result {
	s.Helper()
	out, err := s.engine.Ask(s.Context(), q, engine.Env{Today: s.w.today, Deadline: -1})
	if err != nil {
		s.Fatalf("SEED=%d %s: %v", s.seed, jsonOf(q), err)
	}
	*s.asked++
	return out
}

func (s shaping) fail(q metric.Query, format string, args ...any) {
	s.Helper()
	s.Fatalf("SEED=%d %s\n%s", s.seed, jsonOf(q), fmt.Sprintf(format, args...))
}

// TestShapesSayWhatTheAnswersSay holds the shapes of an answer against the
// answer itself, on random portfolios.
func TestShapesSayWhatTheAnswersSay(t *testing.T) {
	worlds, catalog := uint64(25), builtin.Catalog()
	if testing.Short() {
		worlds = 8
	}
	var pivots, tops, compares, moves, sums int
	for seed := uint64(1); seed <= worlds; seed++ {
		w := newWorld(seed)
		src := open(t, w)
		s := shaping{T: t, roller: roller{rand.New(rand.NewPCG(seed, 13)), w, w.today - 100}, seed: seed, engine: engine.New(src, catalog)}
		for range 25 {
			q := s.query(catalog)
			q.Totals = false
			if len(q.By) == 0 {
				continue
			}
			s.asked = &pivots
			s.pivot(q)
			s.asked = &tops
			s.top(q)
			s.asked = &compares
			s.compareWithItself(q)
			s.compareWithAnother(q)
			s.asked = &moves
			s.moveBack(q)
			s.asked = &sums
			s.sums(q)
		}
		src.db.Close()
	}
	t.Logf("pivots %d, tops %d, comparisons %d, moved %d, sums %d", pivots, tops, compares, moves, sums)
	if min(pivots, tops, compares, moves, sums) < 2*int(worlds) {
		t.Error("hardly anything was asked")
	}
}

// byKeys finds rows by their keys; those of Other from a flag of their own.
func byKeys(r metric.Result, n int) map[string][]any {
	out := map[string][]any{}
	for i, row := range r.Rows {
		out[fmt.Sprintf("%v %#v", slices.Contains(r.Others, i), row[:n])] = row[n:]
	}
	return out
}

// pivot: the cells are the figures of the answer that is not pivoted, the
// totals those of the questions by rows, by columns and by nothing.
func (s shaping) pivot(q metric.Query) {
	at := s.IntN(len(q.By))
	long := s.ask(q)
	values := map[any]bool{}
	for _, row := range long.Rows {
		values[row[at]] = true
	}
	if len(values)*len(q.Metrics) >= 400 { // more columns than an answer may have
		return
	}
	p := q
	p.Pivot, p.Totals = []string{q.By[at].Dimension}, true
	wide := s.ask(p)
	rest := slices.Delete(slices.Clone(q.By), at, at+1)
	split := func(by ...metric.By) metric.Result {
		x := q
		x.By = by
		return s.ask(x)
	}
	byRow, byColumn, whole := split(rest...), split(q.By[at]), split()
	rows := map[string]int{}
	for i, row := range wide.Rows {
		rows[fmt.Sprintf("%#v", row[:len(rest)])] = i
	}
	column := func(value any, none bool, name string) int {
		return slices.IndexFunc(wide.Columns, func(c metric.Column) bool {
			return c.Metric == name && (none == (c.Pivot == nil)) && (none || c.Pivot[0] == value)
		})
	}
	cells := 0
	for _, row := range long.Rows {
		keys := slices.Delete(slices.Clone(row[:len(q.By)]), at, at+1)
		i, ok := rows[fmt.Sprintf("%#v", keys)]
		if !ok {
			s.fail(p, "no row of %v", keys)
		}
		for j, name := range q.Metrics {
			if got, want := wide.Rows[i][column(row[at], false, name)], row[len(q.By)+j]; got != want {
				s.fail(p, "%v %s is %v, not %v", row, name, got, want)
			}
			if row[len(q.By)+j] != nil {
				cells++
			}
		}
	}
	for _, row := range wide.Rows {
		for i, c := range wide.Columns {
			if c.Pivot != nil && row[i] != nil {
				cells--
			}
		}
	}
	if cells != 0 {
		s.fail(p, "%d cells too few", cells)
	}
	for j, name := range q.Metrics {
		for _, row := range byRow.Rows {
			if i, ok := rows[fmt.Sprintf("%#v", row[:len(rest)])]; ok && wide.Rows[i][column(nil, true, name)] != row[len(rest)+j] {
				s.fail(p, "total of %v is %v", row, wide.Rows[i])
			}
		}
		for _, row := range byColumn.Rows {
			if i := column(row[0], false, name); i >= 0 && wide.Totals[i] != row[1+j] {
				s.fail(p, "total of %v is %v", row, wide.Totals[i])
			}
		}
		if got := wide.Totals[column(nil, true, name)]; got != whole.Rows[0][j] {
			s.fail(p, "the whole is %v, not %v", got, whole.Rows[0][j])
		}
	}
}

// top: the kept values are the first of the whole answer, Other is the answer
// about the rest, and both make up the whole.
func (s shaping) top(q metric.Query) {
	at := s.IntN(len(q.By))
	d := q.By[at]
	if d.Dimension == metric.DateName {
		return
	}
	p := q
	p.Top = &metric.Top{Dimension: d.Dimension, N: 1 + s.IntN(3), Metric: pick(s.roller, q.Metrics...), Least: s.IntN(3) == 0, Other: true}
	got := s.ask(p)
	alone := q
	alone.By = []metric.By{d}
	alone.Sort = []metric.Sort{{By: p.Top.Metric, Desc: !p.Top.Least}}
	alone.Limit = p.Top.N
	kept := []any{}
	for _, row := range s.ask(alone).Rows {
		kept = append(kept, row[0])
	}
	rest := q
	rest.By = slices.Delete(slices.Clone(q.By), at, at+1)
	all := []metric.Filter{{Dimension: d.Dimension, Grain: d.Grain, Op: "not_in", Values: kept}}
	if q.Filter != nil {
		all = append(all, *q.Filter)
	}
	rest.Filter = &metric.Filter{All: all}
	want := map[string][]any{}
	left := false
	for _, row := range s.ask(q).Rows {
		if slices.Contains(kept, row[at]) {
			want[fmt.Sprintf("%v %#v", false, row[:len(q.By)])] = row[len(q.By):]
		} else {
			left = true
		}
	}
	if left {
		for _, row := range s.ask(rest).Rows {
			keys := slices.Insert(slices.Clone(row[:len(rest.By)]), at, any(metric.OtherName))
			want[fmt.Sprintf("%v %#v", true, keys)] = row[len(rest.By):]
		}
	}
	if found := byKeys(got, len(q.By)); !reflect.DeepEqual(found, want) {
		s.fail(p, "got  %v\nwant %v", found, want)
	}
	if len(q.By) > 1 {
		return
	}
	whole := q
	whole.By = nil
	totals := s.ask(whole).Rows[0]
	for j, name := range q.Metrics {
		if !slices.Contains(additive, name) {
			continue
		}
		if sum := sumOf(got, 1+j); !nearly(sum, totals[j]) {
			s.fail(p, "top and Other of %s make up %v of %v", name, sum, totals[j])
		}
	}
}

func sumOf(r metric.Result, column int) any {
	var sum any
	for _, row := range r.Rows {
		if v, ok := row[column].(float64); ok {
			old, _ := sum.(float64)
			sum = old + v
		}
	}
	return sum
}

func nearly(x, y any) bool {
	a, _ := x.(float64)
	b, _ := y.(float64)
	return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a))
}

func (s shaping) compareWithItself(q metric.Query) {
	p := q
	p.Compare = &metric.Compare{KnownAt: 1000}
	p.KnownAt = 0
	plain := q
	plain.KnownAt = 0
	if q.AsOf != "" && s.IntN(2) == 0 {
		p.KnownAt, plain.KnownAt = q.KnownAt, q.KnownAt
		p.Compare = &metric.Compare{AsOf: q.AsOf}
	}
	got, want := s.ask(p), s.ask(plain)
	if len(got.Rows) != len(want.Rows) {
		s.fail(p, "%d rows, not %d", len(got.Rows), len(want.Rows))
	}
	for i, row := range got.Rows {
		if row[len(row)-1] != metric.Same {
			s.fail(p, "%v", row)
		}
		for j := range q.Metrics {
			at := len(q.By) + 4*j
			if now := want.Rows[i][len(q.By)+j]; row[at] != now || row[at+1] != now || (now != nil && row[at+2] != 0.0) {
				s.fail(p, "%v of %v", row, want.Rows[i])
			}
		}
	}
}

// compareWithAnother: each side says what it says alone.
func (s shaping) compareWithAnother(q metric.Query) {
	p, before := q, q
	if s.IntN(2) == 0 {
		p.Compare = &metric.Compare{AsOf: s.day().String()}
		before.AsOf = p.Compare.AsOf
	} else {
		p.Compare = &metric.Compare{KnownAt: int64(1 + s.IntN(12))}
		before.KnownAt = p.Compare.KnownAt
	}
	s.sides(p, byKeys(s.ask(q), len(q.By)), byKeys(s.ask(before), len(q.By)))
}

// sides holds the columns of a comparison against the answers of both states.
// A count of a row that only the other one has may be 0.
func (s shaping) sides(p metric.Query, now, before map[string][]any) {
	got := s.ask(p)
	rows := map[string]bool{}
	for _, row := range got.Rows {
		key := fmt.Sprintf("%v %#v", false, row[:len(p.By)])
		rows[key] = true
		a, inNow := now[key]
		b, inBefore := before[key]
		change := row[len(row)-1]
		if (change == metric.Added) != !inBefore || (change == metric.Removed) != !inNow {
			s.fail(p, "%v: %v then %v", row, b, a)
		}
		same := true
		for j := range p.Metrics {
			at := len(p.By) + 4*j
			check := func(got any, side []any, has bool) {
				if has && got != side[j] || !has && got != nil && got != 0.0 {
					s.fail(p, "%v: %v then %v", row, b, a)
				}
			}
			check(row[at], a, inNow)
			check(row[at+1], b, inBefore)
			same = same && (row[at] == row[at+1] || row[at] != nil && row[at+1] != nil && nearly(row[at], row[at+1]))
			x, ok := row[at].(float64)
			y, known := row[at+1].(float64)
			if (ok && known) != (row[at+2] != nil) || (ok && known && !nearly(row[at+2], x-y)) {
				s.fail(p, "delta of %v", row)
			}
			if (ok && known && y != 0) != (row[at+3] != nil) || (row[at+3] != nil && !nearly(row[at+3], (x-y)/math.Abs(y))) {
				s.fail(p, "rate of %v", row)
			}
		}
		if inNow && inBefore && (change == metric.Same) != same {
			s.fail(p, "%v is %v", row, change)
		}
	}
	for _, side := range []map[string][]any{now, before} {
		for key := range side {
			if !rows[key] {
				s.fail(p, "no row of %s", key)
			}
		}
	}
}

// moveBack: what is asked without a filter on date and not by date is what the
// moved day says.
func (s shaping) moveBack(q metric.Query) {
	if slices.ContainsFunc(q.By, func(b metric.By) bool { return b.Dimension == metric.DateName }) {
		return
	}
	dated := false
	_ = q.Filter.Walk("", func(_ string, f metric.Filter) error {
		dated = dated || f.Dimension == metric.DateName
		return nil
	})
	if dated {
		return
	}
	back := 1 + s.IntN(90)
	q.AsOf = s.day().String()
	before := q
	before.AsOf = (day(q.AsOf) - portfolio.Day(back)).String()
	p := q
	p.Compare = &metric.Compare{Back: back, Unit: "day"}
	s.sides(p, byKeys(s.ask(q), len(q.By)), byKeys(s.ask(before), len(q.By)))
}

// sums: the last of running sums is the sum, and shares of what adds up are 1.
func (s shaping) sums(q metric.Query) {
	q.By = q.By[:1]
	var metrics []string
	for _, name := range q.Metrics {
		if slices.Contains(additive, name) {
			metrics = append(metrics, name)
		}
	}
	if len(metrics) == 0 || q.By[0].Dimension == metric.DateName {
		return
	}
	q.Metrics = metrics[:1]
	q.Sort = []metric.Sort{{By: metrics[0], Desc: true}}
	q.Calculations = []metric.Calculation{
		{Name: "running", Metric: metrics[0], Kind: metric.RunningSum},
		{Name: "part", Metric: metrics[0], Kind: metric.Share},
		{Name: "place", Metric: metrics[0], Kind: metric.Rank},
	}
	r := s.ask(q)
	sum := sumOf(r, 1)
	var last any
	for i, row := range r.Rows {
		if row[2] != nil {
			last = row[2]
		}
		if row[1] != nil && row[4].(float64) > float64(i+1) {
			s.fail(q, "rank of row %d is %v", i, row[4])
		}
	}
	if !nearly(sum, last) {
		s.fail(q, "the sum is %v, the last running sum %v", sum, last)
	}
	if sum != nil && sum != 0.0 && !nearly(sumOf(r, 3), 1.0) {
		s.fail(q, "shares add up to %v", sumOf(r, 3))
	}
}
