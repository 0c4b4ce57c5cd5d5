package engine_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
)

// defined is what random questions are about: expressions of every type, groups
// of every kind, with and without an item for the rest.
const defined = `{"columns":[
	{"name":"c_number","expression":"ROUND([quantity] / 7, 0)"},
	{"name":"c_text","expression":"IF([days_to_end] < 60, CONCATENATE(\"soon \", [country]), [status_raw])"},
	{"name":"c_flag","expression":"OR([quantity] > AGG_AVERAGE([quantity], [product]), [trial])"},
	{"name":"c_date","expression":"DATEADD([end_date], 1, \"M\")"},
	{"name":"c_rank","expression":"[quantity] >= AGG_MEDIAN([quantity])"},
	{"name":"c_deep","expression":"IFS([g_bins] = \"low\", [c_number], [c_flag], -1)"}],
 "groups":[
	{"name":"g_bins","column":"quantity","numbers":{"kind":"custom","bins":[{"name":"low","to":5},{"name":"high","from":9}]}},
	{"name":"g_even","column":"headroom","numbers":{"kind":"dynamic","count":3}},
	{"name":"g_fixed","column":"quantity","numbers":{"kind":"fixed","count":4,"min":0,"max":20},"other":"else"},
	{"name":"g_lists","column":"country","lists":[{"name":"one","values":["IT"]},{"name":"two","values":["DE","FR"]}],"other":"rest"},
	{"name":"g_dates","column":"end_date","conditions":[{"name":"this year","filter":{"op":"this","unit":"year"}},{"name":"late","filter":{"op":"last","n":3,"unit":"month","rolling":true}}]}]}`

var definedColumns = []string{"c_number", "c_text", "c_flag", "c_date", "c_rank", "c_deep", "g_bins", "g_even", "g_fixed", "g_lists", "g_dates", "headroom", "act_by", "days_to_act", "if_nothing_is_done"}

// worlds calls fn for random portfolios; SEED repeats one.
func worlds(t *testing.T, n uint64, fn func(t *testing.T, e *engine.Engine, r roller, env engine.Env)) {
	t.Helper()
	first := uint64(1)
	if seed, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		n, first = 1, seed
	}
	for seed := first; seed < first+n; seed++ {
		w := newWorld(seed)
		s := open(t, w)
		fn(t, engine.New(s, builtin.Catalog()), roller{rand.New(rand.NewPCG(seed, 23)), w, w.today - 100}, engine.Env{Today: w.today})
		s.db.Close()
		if t.Failed() {
			t.Fatalf("SEED=%d", seed)
		}
	}
}

func definitionsOf(t *testing.T) *metric.Definitions {
	t.Helper()
	var d metric.Definitions
	if err := json.Unmarshal([]byte(defined), &d); err != nil {
		t.Fatal(err)
	}
	return &d
}

// counted answers how many entitlements there are, by key.
func counted(t *testing.T, e *engine.Engine, q metric.Query, env engine.Env) (map[any]float64, float64) {
	t.Helper()
	q.Metrics = []string{"entitlements"}
	r, err := e.Ask(t.Context(), q, env)
	if err != nil {
		t.Fatalf("%s: %v", jsonOf(q), err)
	}
	out, total := map[any]float64{}, 0.0
	for _, row := range r.Rows {
		n, _ := row[len(row)-1].(float64)
		out[row[0]] += n
		total += n
	}
	return out, total
}

// Every row is in one item, and a filter for an item finds its rows.
func TestCalculatedColumnsAndGroupsPartTheRows(t *testing.T) {
	d := definitionsOf(t)
	worlds(t, 20, func(t *testing.T, e *engine.Engine, r roller, env engine.Env) {
		for range 4 {
			q := metric.Query{Define: d, Filter: r.filter(builtin.Catalog(), []string{"country", "quantity", "end_date", "status", "product"})}
			if r.IntN(2) == 0 {
				q.AsOf = r.day().String()
			}
			_, whole := counted(t, e, q, env)
			name := pick(r, definedColumns...)
			split := q
			split.By = []metric.By{{Dimension: name}}
			parts, sum := counted(t, e, split, env)
			if sum != whole {
				t.Errorf("%s: the parts are %v of %v", jsonOf(split), sum, whole)
			}
			for key, n := range parts {
				one := q
				one.Filter = &metric.Filter{All: []metric.Filter{*q.Filter, {Dimension: name, Op: "eq", Value: key}}}
				other := q
				other.Filter = &metric.Filter{All: []metric.Filter{*q.Filter, {Dimension: name, Op: "ne", Value: key}}}
				_, found := counted(t, e, one, env)
				if _, rest := counted(t, e, other, env); found != n || found+rest != whole {
					t.Errorf("%s finds %v, and %v without, of %v (%v)", jsonOf(one), found, rest, n, whole)
				}
			}
		}
	})
}

// What an operator with not_ finds is what the one without does not.
func TestOppositesPartTheRows(t *testing.T) {
	worlds(t, 20, func(t *testing.T, e *engine.Engine, r roller, env engine.Env) {
		_, whole := counted(t, e, metric.Query{}, env)
		for _, f := range []metric.Filter{
			{Dimension: "country", Op: "contains", Value: "t"},
			{Dimension: "account", Op: "starts_with", Value: "ä"},
			{Dimension: "account", Op: "ends_with", Value: "GMBH"},
			{Dimension: "quantity", Op: "between", Values: []any{3, 12}},
			{Dimension: "end_date", Op: "between", Values: []any{r.day().String(), (r.day() + 60).String()}},
			{Dimension: "days_to_end", Op: "between", Values: []any{-10, 50}},
			{Dimension: "country", Op: "in", Values: []any{"IT", nil}},
		} {
			not := f
			not.Op = "not_" + f.Op
			_, a := counted(t, e, metric.Query{Filter: &f}, env)
			if _, b := counted(t, e, metric.Query{Filter: &not}, env); a+b != whole {
				t.Errorf("%+v: %v and %v of %v", f, a, b, whole)
			}
		}
		for _, pair := range [][2]metric.Filter{
			{{Dimension: "country", Op: "is_empty"}, {Dimension: "country", Op: "not_empty"}},
			{{Dimension: "country", Op: "all"}, {Dimension: "country", Op: "in", Values: []any{}}},
			{{Dimension: "end_date", Op: "eq", Grain: "quarter", Value: r.day().String()}, {Dimension: "end_date", Op: "ne", Grain: "quarter", Value: r.day().String()}},
			{{Dimension: "end_date", Op: "in", Grain: "month_of_year", Values: []any{1, 2, 3, 4, 5, nil}}, {Dimension: "end_date", Op: "ge", Grain: "month_of_year", Value: 6}},
			{{Dimension: "end_date", Op: "le", Grain: "week", Value: "2024-05-08"}, {Dimension: "end_date", Op: "not_between", Grain: "week", Values: []any{"0001-01-08", "2024-05-06"}}},
		} {
			if pair[0].Grain == "quarter" {
				pair[1].Value = pair[0].Value
			}
			_, a := counted(t, e, metric.Query{Filter: &pair[0]}, env)
			if _, b := counted(t, e, metric.Query{Filter: &pair[1]}, env); a+b != whole {
				t.Errorf("%+v and %+v: %v and %v of %v", pair[0], pair[1], a, b, whole)
			}
		}
	})
}

// The aggregates of a person are those of the rows a list of what counts has.
func TestOwnAggregatesAreThoseOfTheRows(t *testing.T) {
	d := definitionsOf(t)
	for _, column := range []string{"quantity", "c_number"} {
		for _, how := range metric.Aggregates {
			d.Metrics = append(d.Metrics, metric.DerivedMetric{Name: how + "_" + column, Aggregate: how, Column: column})
		}
	}
	worlds(t, 20, func(t *testing.T, e *engine.Engine, r roller, env engine.Env) {
		for _, column := range []string{"quantity", "c_number"} {
			f := r.filter(builtin.Catalog(), []string{"country", "end_date", "product"})
			q := metric.Query{Define: d, Filter: f}
			for _, how := range metric.Aggregates {
				q.Metrics = append(q.Metrics, how+"_"+column)
			}
			got, err := e.Ask(t.Context(), q, env)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := e.Ask(t.Context(), metric.Query{Define: d, Filter: f, Columns: []string{column, "counts"}, Counting: true}, env)
			if err != nil {
				t.Fatal(err)
			}
			for i, how := range metric.Aggregates {
				x, known := got.Rows[0][i].(float64)
				want, ok := byHand(how, rows.Rows)
				if known != ok || math.Abs(x-want) > 1e-9*math.Max(1, math.Abs(want)) {
					t.Errorf("%s of %s, %s: %v, by hand %v (%v)", how, column, jsonOf(q), got.Rows[0][i], want, ok)
				}
			}
		}
	})
}

// byHand aggregates the first column of rows that count.
func byHand(how string, rows [][]any) (float64, bool) {
	var xs []float64
	for _, row := range rows {
		switch x := row[0].(type) {
		case int64:
			xs = append(xs, float64(x))
		case float64:
			xs = append(xs, x)
		default:
			continue
		}
		if row[1] != int64(1) {
			xs = xs[:len(xs)-1]
		}
	}
	slices.Sort(xs)
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	n := len(xs)
	switch {
	case how == "count":
		return float64(n), true
	case how == "distinct":
		return float64(len(slices.Compact(xs))), true
	case n == 0:
		return 0, false
	}
	return map[string]float64{"sum": sum, "average": sum / float64(n), "median": (xs[(n-1)/2] + xs[n/2]) / 2, "min": xs[0], "max": xs[n-1]}[how], true
}
