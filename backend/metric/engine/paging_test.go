package engine_test

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
)

// list makes a question for the rows of any dataset, in any order.
func (r roller) list(c metric.Catalog) metric.Query {
	set := c.Datasets[r.IntN(len(c.Datasets))]
	q := metric.Query{Dataset: set.Name, Scope: pick(r, "", "own")}
	q.Counting = (set.Name == metric.Entitlements || set.Name == metric.Usage) && r.IntN(3) == 0
	var names, plain []string
	for _, name := range set.Dimensions {
		d, _ := c.Dimension(name)
		if (d.Counting && !q.Counting) || (name == metric.DateName && set.Name == metric.Entitlements) {
			continue
		}
		names = append(names, name)
		if !d.Counting && !d.Listed {
			plain = append(plain, name)
		}
	}
	for _, i := range r.Perm(len(names))[:1+r.IntN(min(5, len(names)))] {
		q.Columns = append(q.Columns, names[i])
	}
	for _, name := range q.Columns[:r.IntN(min(3, len(q.Columns)+1))] {
		q.Sort = append(q.Sort, metric.Sort{By: name, Desc: r.IntN(2) == 0})
	}
	if r.IntN(2) == 0 && len(plain) > 0 {
		q.Filter = r.filter(c, plain)
	}
	if metric.ListKey(set.Name) != "" && r.IntN(6) == 0 {
		q.Compare = &metric.Compare{AsOf: r.day().String()}
	}
	if r.IntN(4) == 0 {
		q.AsOf = r.day().String()
	}
	return q
}

// arranged gives a question of figures an order, a pivot, a comparison, a top or
// calculations.
func (r roller) arranged(q metric.Query) metric.Query {
	q.Calculations = nil
	if len(q.By) == 2 && r.IntN(4) == 0 {
		q.Pivot = []string{q.By[1].Dimension}
	}
	if r.IntN(4) == 0 {
		q.Compare = &metric.Compare{AsOf: r.day().String()}
	}
	if len(q.By) > 0 && len(q.Pivot) == 0 && r.IntN(4) == 0 {
		q.Top = &metric.Top{Dimension: q.By[0].Dimension, N: 1 + r.IntN(3), Metric: q.Metrics[0], Other: true}
	}
	if len(q.Pivot) == 0 && r.IntN(3) == 0 {
		q.Calculations = []metric.Calculation{{Name: "sum_so_far", Metric: q.Metrics[0], Kind: "running_sum"}}
	}
	if len(q.Pivot) == 0 && r.IntN(2) == 0 {
		q.Sort = []metric.Sort{{By: q.Metrics[0], Desc: r.IntN(2) == 0}}
	}
	return q
}

// cut is the page of an answer that is there as a whole.
func cut(r metric.Result, offset, limit int) metric.Result {
	from := min(offset, len(r.Rows))
	to := len(r.Rows)
	if limit > 0 {
		to = min(to, from+limit)
	}
	r.Rows = r.Rows[from:to]
	var others []int
	for _, x := range r.Others {
		if x >= from && x < to {
			others = append(others, x-from)
		}
	}
	parts := []metric.Part{}
	for _, p := range r.Parts {
		switch {
		case p.Row < 0:
			parts = append(parts, p)
		case p.Row >= from && p.Row < to:
			p.Row -= from
			parts = append(parts, p)
		}
	}
	r.Others, r.Parts = others, parts
	return r
}

// TestAPageIsAPartOfTheWhole: any page of any question, however it is come by,
// is that part of the answer without a page; a figure of a page is explained as
// the same figure of the whole.
func TestAPageIsAPartOfTheWhole(t *testing.T) {
	asked, long, byNumber := 0, 0, 0
	for seed := uint64(1); seed <= 12; seed++ {
		w := newWorld(seed)
		s := open(t, w)
		env := engine.Env{Today: w.today, Now: w.now, Deadline: -1}
		plain, e := engine.New(s, builtin.Catalog(), engine.WithoutResultCache()), engine.New(s, builtin.Catalog())
		r := roller{rand.New(rand.NewPCG(seed, 29)), w, w.today - 100}
		for n := range 24 {
			q := r.list(withHandMade)
			if n%3 == 0 {
				q = r.arranged(r.question())
			}
			q.Define = &handMade
			whole, err := plain.Ask(t.Context(), q, env)
			if err != nil {
				continue // a question that cannot be asked
			}
			asked++
			if len(whole.Rows) > 3 {
				long++
			}
			if engine.ByNumber(t.Context(), e, q, env) {
				byNumber++
			}
			for range 4 {
				p := q
				p.Offset, p.Limit = r.IntN(len(whole.Rows)+2), r.IntN(5)
				want := cut(whole, p.Offset, p.Limit)
				got, err := e.Ask(t.Context(), p, env)
				if err != nil {
					t.Fatalf("seed %d: %s: %v", seed, asJSON(t, p), err)
				}
				if !reflect.DeepEqual(got, want) {
					t.Fatalf("seed %d: %s\n got %s\nwant %s", seed, asJSON(t, p), asJSON(t, got), asJSON(t, want))
				}
				alone, err := plain.Ask(t.Context(), p, env)
				if err != nil || !reflect.DeepEqual(alone, want) {
					t.Fatalf("seed %d: %s\nalone %s\n want %s\n%v", seed, asJSON(t, p), asJSON(t, alone), asJSON(t, want), err)
				}
				text, err := e.AskJSON(t.Context(), p, env)
				if err != nil || string(text) != asJSON(t, want) {
					t.Fatalf("seed %d: %s\ntext %s\nwant %s\n%v", seed, asJSON(t, p), text, asJSON(t, want), err)
				}
			}
		}
		s.db.Close()
	}
	t.Logf("%d questions, %d of more than 3 rows, %d by the numbers of rows", asked, long, byNumber)
	if asked < 150 || long < asked/5 || byNumber < 8 {
		t.Error("too few questions say anything")
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestAFigureOfAPageIsExplained as the figure it is of the whole.
func TestAFigureOfAPageIsExplained(t *testing.T) {
	for seed := uint64(1); seed <= 40; seed++ {
		w := newWorld(seed)
		s := open(t, w)
		done := explainsPages(t, engine.New(s, builtin.Catalog()), engine.Env{Today: w.today, Now: w.now, Deadline: -1})
		s.db.Close()
		if done {
			return
		}
	}
	t.Error("no portfolio has several entitlements")
}

func explainsPages(t *testing.T, e *engine.Engine, env engine.Env) bool {
	q := metric.Query{Metrics: []string{"licenses_sold"}, By: []metric.By{{Dimension: "entitlement_key"}}, Sort: []metric.Sort{{By: "licenses_sold", Desc: true}}}
	whole, err := e.Ask(t.Context(), q, env)
	if err != nil {
		t.Fatal(err)
	}
	if len(whole.Rows) < 3 {
		return false
	}
	for row := range whole.Rows {
		p := q
		p.Offset, p.Limit = row, 1
		got, err := e.Explain(t.Context(), p, metric.Cell{Row: 0, Metric: "licenses_sold"}, env)
		if err != nil {
			t.Fatal(err)
		}
		if got.Value != whole.Rows[row][1] || got.Keys["entitlement_key"] != whole.Rows[row][0] || !got.Check.Holds {
			t.Errorf("row %d: %v of %v, %s", row, got.Value, got.Keys, got.Check.Words)
		}
		parts, err := e.Drill(t.Context(), p, metric.Cell{Row: 0, Metric: "licenses_sold"}, env)
		if err != nil || slices.ContainsFunc(parts[0].Rows, func(q metric.Query) bool { return q.Offset != 0 }) {
			t.Errorf("row %d: %v %v", row, parts, err)
		}
	}
	return true
}
