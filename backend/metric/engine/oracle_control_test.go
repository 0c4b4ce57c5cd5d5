package engine_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
)

// wrong is an engine with one rule that is wrong: a definition of its catalog,
// or facts that it would take for others.
type wrong struct {
	name    string
	metrics []string
	catalog func(c *metric.Catalog)
	world   func(w *world)
	query   func(q *metric.Query)
	by      []metric.By
}

// measured changes the SQL of a measure.
func measured(name, sql string) func(*metric.Catalog) {
	return func(c *metric.Catalog) {
		for i := range c.Measures {
			if c.Measures[i].Name == name {
				c.Measures[i].SQL = sql
			}
		}
	}
}

func rowsOf(change func(r *entRow)) func(*world) {
	return func(w *world) {
		for i := range w.rows {
			change(&w.rows[i])
		}
	}
}

var wrongs = []wrong{
	{name: "trials count", metrics: []string{"entitlements"}, world: rowsOf(func(r *entRow) { r.trial = false })},
	{name: "what is in grace counts", metrics: []string{"licenses_sold"}, world: rowsOf(func(r *entRow) {
		if r.status == "grace" {
			r.status = "active"
		}
	})},
	{name: "the last day does not count", metrics: []string{"entitlements"}, world: rowsOf(func(r *entRow) {
		if !r.end.IsZero() {
			r.end--
		}
	})},
	{name: "what is missing is zero", metrics: []string{"licenses_assigned", "deployment_rate"}, world: rowsOf(func(r *entRow) { r.assigned.OK = true })},
	{name: "percents are averaged", metrics: []string{"deployment_rate"}, catalog: measured("licenses_assigned", "avg(1.0 * f.assigned / f.base) * sum(f.base) FILTER (WHERE f.assigned IS NOT NULL)")},
	{name: "what is assigned is what was sold", metrics: []string{"licenses_assigned"}, catalog: measured("licenses_assigned", "sum(f.quantity)")},
	{name: "a deployment fact is sold beside", metrics: []string{"licenses_sold"}, catalog: measured("licenses_sold", "sum(f.base)")},
	{name: "currencies are added", metrics: []string{"billed_amount"}, catalog: measured("billed_amount", "sum(f.amount)")},
	{name: "a request has a product", metrics: []string{"support_requests"}, catalog: measured("support_requests", "count(f.product_id)")},
	{name: "the median is the average", metrics: []string{"resolution_minutes_median"}, catalog: func(c *metric.Catalog) {
		for i := range c.Measures {
			if c.Measures[i].Aggregate == "median" {
				c.Measures[i].Aggregate = "average"
			}
		}
	}},
	{name: "the window of activity has 27 days", metrics: []string{"active_users_28_days"}, world: func(w *world) {
		first := newOracle(w, metric.Query{}).latest(portfolio.FeatureUsage) - 27
		for i := range w.acts {
			w.acts[i].denied = w.acts[i].denied || w.acts[i].day == first
		}
	}},
	{name: "a month is stale after 28 days", metrics: []string{"active_users", "usage_total"}, world: func(w *world) {
		for i := range w.streams {
			w.streams[i].monthly = false
		}
	}},
	{name: "who was denied used", metrics: []string{"checkouts", "distinct_users"}, world: func(w *world) {
		for i := range w.acts {
			w.acts[i].denied = false
		}
	}},
	{name: "a peak is what was active", metrics: []string{"peak_concurrent"}, world: func(w *world) {
		for i := range w.levels {
			w.levels[i].peak = w.levels[i].active
		}
	}},
	{name: "entitled is missing where no source tells", metrics: []string{"consumption_rate", "overage"}, world: func(w *world) {
		for i := range w.levels {
			w.levels[i].entitled.OK = true
		}
	}},
	{name: "the later import holds, whatever its Data As Of", metrics: []string{"licenses_any_state"}, query: func(q *metric.Query) { q.AsOf = "2024-05-18" }, world: func(w *world) {
		for i := range w.imports {
			w.imports[i].asOf = w.today
		}
	}},
	{name: "what a whole file lacks goes on", metrics: []string{"entitlements_any_state"}, world: func(w *world) {
		for i := range w.imports {
			w.imports[i].whole = false
		}
	}},
	{name: "the grace of renewals is a day longer", metrics: []string{"entitlements_expired", "entitlements_renewed"}, world: func(w *world) { w.grace++ }},
	{name: "everything is own", metrics: []string{"licenses_sold"}, query: func(q *metric.Query) { q.Scope = "own" }, world: func(w *world) { w.own = nil }},
	{name: "weeks begin on Sunday", metrics: []string{"support_requests"}, by: []metric.By{{Dimension: "date", Grain: "week"}}, world: func(w *world) { w.weekStart = 7 }},
	{name: "years begin in January", metrics: []string{"support_requests"}, by: []metric.By{{Dimension: "date", Grain: "year"}}, world: func(w *world) { w.fiscalStart = 1 }},
	{name: "clocks are those of UTC", metrics: []string{"notifications"}, by: []metric.By{{Dimension: "date"}}, world: func(w *world) { w.now = w.now.UTC() }},
	{name: "health weighs as shipped", metrics: []string{"renewal_score", "accounts_healthy"}, world: func(w *world) { w.scoring = metric.Scoring{} }},
	{name: "who is gone is an account", metrics: []string{"accounts"}, world: func(w *world) {
		for i := range w.accounts {
			w.accounts[i].dead = false
		}
	}},
	{name: "nothing was agreed about ends", metrics: []string{"entitlements"}, by: []metric.By{{Dimension: "act_by"}}, world: func(w *world) { w.agreed = nil }},
	{name: "everybody works on holidays", metrics: []string{"entitlements"}, by: []metric.By{{Dimension: "days_to_act"}}, world: func(w *world) {
		for i := range w.agreed {
			if w.agreed[i].calendar != "" {
				w.agreed[i].calendar = "weekdays"
			}
		}
	}},
	{name: "what does not renew waits for notice", metrics: []string{"entitlements"}, by: []metric.By{{Dimension: "act_by"}}, world: func(w *world) {
		for i := range w.agreed {
			w.agreed[i].order = w.agreed[i].notice
		}
	}},
	{name: "the day is tomorrow", metrics: []string{"days_to_next_end"}, world: func(w *world) { w.today++ }},
}

// TestTheOracleWouldNotice: engines that each have one rule wrong do not agree
// with plain loops.
func TestTheOracleWouldNotice(t *testing.T) {
	for _, x := range wrongs {
		t.Run(x.name, func(t *testing.T) {
			for seed := uint64(1); seed <= 400; seed++ {
				if x.differs(t, seed) {
					return
				}
			}
			t.Error("nobody notices")
		})
	}
}

// differs asks about one portfolio.
func (x wrong) differs(t *testing.T, seed uint64) bool {
	t.Helper()
	right, mistaken, c := newWorld(seed), newWorld(seed), builtin.Catalog()
	if x.world != nil {
		x.world(mistaken)
	}
	if fmt.Sprint(right) == fmt.Sprint(mistaken) && x.catalog == nil {
		return false
	}
	if x.catalog != nil {
		x.catalog(&c)
	}
	s := open(t, mistaken)
	defer s.db.Close()
	e := engine.New(s, c)
	r := roller{rand.New(rand.NewPCG(seed, 3)), right, right.today - 100}
	for n := range 3 {
		q := metric.Query{Metrics: x.metrics, By: x.by}
		if n > 0 {
			q.AsOf = r.day().String()
		}
		if x.query != nil {
			x.query(&q)
		}
		got, err := e.Ask(t.Context(), q, engine.Env{Today: mistaken.today, Now: mistaken.now, Deadline: -1})
		if err != nil {
			t.Fatal(err)
		}
		if different(newOracle(right, q), got) != "" {
			return true
		}
	}
	return false
}
