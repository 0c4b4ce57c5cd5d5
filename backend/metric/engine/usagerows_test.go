package engine_test

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
)

// ofRows are calculated columns of what is observed, for the tests below, and
// what they are by hand.
var ofRows = []metric.CalculatedColumn{
	{Name: "left_over", Expression: "[total] - [active]"},
	{Name: "band", Expression: `IF([active] > 10, "high", "low")`},
	{Name: "busiest", Expression: "AGG_MAX([active], [product])"},
	{Name: "acts_band", Expression: `IF([count] > 1, CONCATENATE([feature], "+"), "one")`},
}

func (o oracle) calculate(rows []row) {
	most := map[string]float64{}
	for _, r := range rows {
		x, err := strconv.ParseFloat(r.fact["active"], 64)
		if old, ok := most[r.fact["product"]]; err == nil && (!ok || x > old) {
			most[r.fact["product"]] = x
		}
	}
	for _, r := range rows {
		f := r.fact
		active, errA := strconv.ParseFloat(f["active"], 64)
		total, errT := strconv.ParseFloat(f["total"], 64)
		if errA == nil && errT == nil {
			f["left_over"] = fmt.Sprint(total - active)
		}
		f["band"] = "low"
		if errA == nil && active > 10 {
			f["band"] = "high"
		}
		if x, ok := most[f["product"]]; ok {
			f["busiest"] = fmt.Sprint(x)
		}
		if n := f["count"]; n == "1" || n == "" {
			f["acts_band"] = "one"
		} else if feature, ok := f["feature"]; ok {
			f["acts_band"] = feature + "+"
		}
	}
}

// row is a row of usage by hand, and the period it is of.
type row struct {
	fact  fact
	label string
}

// rows returns the rows of a relation that a question is about.
func (o oracle) rows(r metric.Relation) []row {
	var out []row
	if r == metric.FeatureUsage {
		for _, s := range o.spans(o.firstDay(portfolio.FeatureUsage), o.latest(portfolio.FeatureUsage)) {
			o.eachAct(s.from, s.day, func(a act, x serie) { out = append(out, row{o.actFact(x, a), s.label}) })
		}
		o.calculate(out)
	} else {
		for _, s := range o.spans(o.firstDay(portfolio.Usage), o.latest(portfolio.Usage)) {
			var whole []row
			for _, x := range o.w.series {
				if l, ok := o.observed(x, s.day, s.from); ok && o.w.streamOf(x.stream).dataset == portfolio.Usage {
					whole = append(whole, row{o.levelFact(x, l), s.label})
				}
			}
			o.calculate(whole)
			out = append(out, whole...)
		}
	}
	dataset := map[metric.Relation]portfolio.Dataset{metric.Usage: portfolio.Usage, metric.FeatureUsage: portfolio.FeatureUsage}[r]
	return slices.DeleteFunc(out, func(x row) bool { return !o.holds(x.fact, o.latest(dataset)) })
}

// aggregate is an aggregate of texts, the empty ones being missing.
func aggregate(how string, values []string) *float64 {
	var known []float64
	distinct := map[string]bool{}
	count := 0.0
	for _, v := range values {
		if v == "" {
			continue
		}
		count++
		distinct[v] = true
		if x, err := strconv.ParseFloat(v, 64); err == nil {
			known = append(known, x)
		}
	}
	slices.Sort(known)
	n := float64(len(distinct))
	switch {
	case how == "count":
		return &count
	case how == "distinct":
		return &n
	case len(known) == 0:
		return nil
	}
	sum := 0.0
	for _, x := range known {
		sum += x
	}
	x := map[string]float64{
		"sum": sum, "average": sum / float64(len(known)), "min": known[0], "max": known[len(known)-1],
		"median": (known[(len(known)-1)/2] + known[len(known)/2]) / 2,
	}[how]
	return &x
}

// TestAggregatesOfUsageAgainstPlainLoops asks for aggregates of columns of usage
// and of acts, observed and calculated ones, split and filtered by such.
func TestAggregatesOfUsageAgainstPlainLoops(t *testing.T) {
	spoke := 0
	for seed := uint64(1); seed <= 100; seed++ {
		w := newWorld(seed)
		s := open(t, w)
		e := engine.New(s, builtin.Catalog())
		r := roller{rand.New(rand.NewPCG(seed, 23)), w, w.today - 100}
		for range 12 {
			q, m := r.aggregates()
			c, err := builtin.Catalog().With(*q.Define)
			if err != nil {
				t.Fatal(err)
			}
			if r.IntN(2) == 0 {
				q.Filter = r.filter(c, r.observedNames(m.Dataset))
			}
			got, err := e.Ask(t.Context(), q, engine.Env{Today: w.today})
			if err != nil {
				t.Fatalf("SEED=%d %s: %v", seed, jsonOf(q), err)
			}
			o := newOracle(w, q)
			groups := map[string][]string{}
			for _, x := range o.rows(m.Dataset) {
				key := o.key(x.fact, x.label)
				value := x.fact[m.Column]
				if m.Column == "" {
					value = "row"
				}
				groups[key] = append(groups[key], value)
			}
			if len(q.By) == 0 && len(groups) == 0 {
				groups[""] = nil
			}
			if len(got.Rows) != len(groups) {
				t.Fatalf("SEED=%d %s\n%d rows %v, by hand %d: %v", seed, jsonOf(q), len(got.Rows), got.Rows, len(groups), slices.Collect(maps.Keys(groups)))
			}
			for _, cells := range got.Rows {
				key := keyText(cells[:len(q.By)])
				values, ok := groups[key]
				if want := aggregate(m.Aggregate, values); !ok || !near(cells[len(q.By)], want) {
					t.Fatalf("SEED=%d %s\n%q is %v, by hand %v of %v", seed, jsonOf(q), key, cells, describe(map[string]*float64{"": want}), values)
				}
				if len(values) > 1 {
					spoke++
				}
			}
		}
		s.db.Close()
	}
	if spoke < 120 {
		t.Errorf("only %d groups had several rows", spoke)
	}
}

func keyText(cells []any) string {
	var b strings.Builder
	for _, k := range cells {
		if k == nil {
			k = "(null)"
		}
		b.WriteString(fmt.Sprint(k) + "|")
	}
	return b.String()
}

func (r roller) observedNames(d metric.Relation) []string {
	if d == metric.FeatureUsage {
		return []string{"country", "feature", "count", "denied", "person", "acts_band", "date"}
	}
	return []string{"country", "workload", "active", "total", "used", "observed_date", "left_over", "band", "busiest", "date"}
}

func (r roller) aggregates() (metric.Query, metric.DerivedMetric) {
	m := metric.DerivedMetric{Name: "m", Dataset: metric.Usage, Aggregate: pick(r, metric.Aggregates...), Column: pick(r, "active", "used", "peak", "left_over", "busiest")}
	split := []string{"country", "product", "unit", "active", "band", "busiest", "date", "observed_date"}
	if r.IntN(3) == 0 {
		m.Dataset, m.Column = metric.FeatureUsage, pick(r, "count", "person")
		split = []string{"country", "feature", "denied", "count", "acts_band", "date"}
	}
	if m.Aggregate == "count" || m.Aggregate == "distinct" {
		m.Column = pick(r, m.Column, "account_key", "workload")
		if m.Aggregate == "count" && r.IntN(2) == 0 {
			m.Column = ""
		}
	}
	q := metric.Query{Metrics: []string{"m"}, Define: &metric.Definitions{Columns: ofRows, Metrics: []metric.DerivedMetric{m}}, Scope: pick(r, "", "own")}
	for _, i := range r.Perm(len(split))[:r.IntN(3)] {
		by := metric.By{Dimension: split[i]}
		if strings.HasSuffix(split[i], "date") {
			by.Grain = pick(r, "day", "month", "year")
		}
		q.By = append(q.By, by)
	}
	if r.IntN(3) == 0 {
		q.AsOf = r.day().String()
	}
	if r.IntN(4) == 0 {
		q.KnownAt = int64(1 + r.IntN(14))
	}
	return q, m
}

// TestListsOfUsageAgainstPlainLoops lists the rows of usage and of acts with
// the import that told each.
func TestListsOfUsageAgainstPlainLoops(t *testing.T) {
	listed := 0
	for seed := uint64(1); seed <= 100; seed++ {
		w := newWorld(seed)
		s := open(t, w)
		e := engine.New(s, builtin.Catalog())
		r := roller{rand.New(rand.NewPCG(seed, 29)), w, w.today - 100}
		for range 6 {
			q := metric.Query{
				Dataset: metric.Usage, Counting: r.IntN(2) == 0, Columns: []string{"account_key", "unit", "active", "used", "peak", "date", "import_id", "file", "source"},
				Scope: pick(r, "", "own"), KnownAt: int64(r.IntN(10)),
			}
			names := []string{"country", "active", "peak", "date", "used", "source"}
			if r.IntN(3) == 0 {
				q.Dataset, q.Counting, q.Columns = metric.FeatureUsage, false, []string{"account_key", "feature", "count", "denied", "person", "date", "import_id"}
				names = []string{"country", "count", "denied", "date"}
			}
			if r.IntN(2) == 0 {
				q.Filter = r.filter(builtin.Catalog(), names)
			}
			got, err := e.Ask(t.Context(), q, engine.Env{Today: w.today})
			if err != nil {
				t.Fatalf("SEED=%d %s: %v", seed, jsonOf(q), err)
			}
			var have, want []string
			for _, cells := range got.Rows {
				have = append(have, keyText(cells))
			}
			for _, f := range newOracle(w, q).listed() {
				key := ""
				for _, name := range q.Columns {
					x, ok := f[name]
					if !ok {
						x = "(null)"
					}
					key += x + "|"
				}
				want = append(want, key)
			}
			slices.Sort(have)
			slices.Sort(want)
			if !slices.Equal(have, want) {
				t.Fatalf("SEED=%d %s\n%v\nby hand\n%v", seed, jsonOf(q), strings.Join(have, "\n"), strings.Join(want, "\n"))
			}
			listed += len(have)
		}
		s.db.Close()
	}
	if listed < 250 {
		t.Errorf("only %d rows were listed", listed)
	}
}

// listed returns the rows that a question lists.
func (o oracle) listed() []fact {
	var out []fact
	take := func(f fact, d, latest portfolio.Day, importID int64) {
		f["date"], f["import_id"], f["file"] = d.String(), fmt.Sprint(importID), fmt.Sprintf("file%d.csv", importID)
		held := maps.Clone(f)
		delete(held, "date") // chosen by the days
		if o.dateHolds(d, latest) && o.holds(held, latest) {
			out = append(out, f)
		}
	}
	if o.q.Dataset == metric.FeatureUsage {
		last := o.latest(portfolio.FeatureUsage)
		o.eachAct(math.MinInt32, last, func(a act, x serie) { take(o.actFact(x, a), a.day, last, a.importID) })
		return out
	}
	last := o.latest(portfolio.Usage)
	for _, x := range o.w.series {
		if o.w.streamOf(x.stream).dataset != portfolio.Usage {
			continue
		}
		if o.q.Counting {
			for _, s := range o.spans(o.firstDay(portfolio.Usage), last) {
				if l, ok := o.observed(x, s.day, s.from); ok {
					take(o.levelFact(x, l), l.day, last, l.importID)
				}
			}
			continue
		}
		days := o.w.daysOf(x.stream)
		slices.Sort(days)
		for _, d := range slices.Compact(days) {
			if l, ok := o.observedOn(x, d); ok && d <= last {
				take(o.levelFact(x, l), d, last, l.importID)
			}
		}
	}
	return out
}

// TestActsByDayOfWeek: what happened can be split by periods that come again;
// what is true on a day cannot.
func TestActsByDayOfWeek(t *testing.T) {
	rows := 0
	for seed := uint64(1); seed <= 60; seed++ {
		w := newWorld(seed)
		s := open(t, w)
		e := engine.New(s, builtin.Catalog())
		r := roller{rand.New(rand.NewPCG(seed, 31)), w, w.today - 100}
		for _, grain := range []string{"day_of_week", "month_of_year", "day_of_month"} {
			q := metric.Query{Metrics: []string{"denials", "checkouts", "distinct_users"}, By: []metric.By{{Dimension: "date", Grain: grain}, {Dimension: "feature"}}}
			if r.IntN(2) == 0 {
				q.Filter = r.filter(builtin.Catalog(), []string{"country", "date", "denied", "count"})
			}
			got, err := e.Ask(t.Context(), q, engine.Env{Today: w.today})
			if err != nil {
				t.Fatal(err)
			}
			o := newOracle(w, q)
			o.q.By[0].Grain = grain
			if diff := different(o, got); diff != "" {
				t.Fatalf("SEED=%d %s\n%s", seed, jsonOf(q), diff)
			}
			rows += len(got.Rows)
		}
		_, err := e.Ask(t.Context(), metric.Query{Metrics: []string{"active_users"}, By: []metric.By{{Dimension: "date", Grain: "day_of_week"}}}, engine.Env{Today: w.today})
		if err == nil {
			t.Fatal("a level was split by day of week")
		}
		s.db.Close()
	}
	if rows < 100 {
		t.Errorf("only %d rows", rows)
	}
}
