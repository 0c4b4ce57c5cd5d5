package engine_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
)

// TestHealthAgainstPlainLoops asks scores of more portfolios than the questions
// drawn at random do, because few of these have usage of what is entitled.
func TestHealthAgainstPlainLoops(t *testing.T) {
	worlds := uint64(300)
	if testing.Short() {
		worlds = 60
	}
	spoke := map[string]int{}
	names := []string{"consumption_score", "renewal_score", "account_health", "licenses_at_risk", "accounts_healthy", "accounts_warning", "accounts_at_risk"}
	for seed := uint64(1); seed <= worlds; seed++ {
		w := newWorld(seed)
		s := open(t, w)
		e := engine.New(s, builtin.Catalog())
		r := roller{rand.New(rand.NewPCG(seed, 12)), w, w.today - 100}
		for _, q := range []metric.Query{
			{Metrics: names, By: []metric.By{{Dimension: "account"}}, AsOf: r.day().String(), Totals: true},
			{Metrics: names, By: []metric.By{{Dimension: "health_band"}, {Dimension: "product"}}, AsOf: r.day().String(), Scope: "own"},
			{Metrics: names, By: []metric.By{{Dimension: "date", Grain: "week"}}, Filter: &metric.Filter{Dimension: "days_to_end", Op: "le", Value: 90}},
		} {
			got, err := e.Ask(t.Context(), q, engine.Env{Today: w.today})
			if err != nil {
				t.Fatalf("SEED=%d %s: %v", seed, jsonOf(q), err)
			}
			if diff := different(newOracle(w, q), got); diff != "" {
				t.Fatalf("SEED=%d %s\n%s", seed, jsonOf(q), diff)
			}
			for _, row := range got.Rows {
				for i, m := range names {
					if x, ok := row[len(q.By)+i].(float64); ok && x != 0 && x != 100 {
						spoke[m]++
					}
				}
			}
		}
		s.db.Close()
	}
	for _, m := range names {
		if !testing.Short() && spoke[m] < 10 {
			t.Errorf("%s was hardly ever between none and all: %d", m, spoke[m])
		}
	}
	t.Log(spoke)
}

// TestTheHealthOfOneAccountIsThatAmongAll: it is worked out from its own rows
// alone, and is what the answer about all accounts says of it.
func TestTheHealthOfOneAccountIsThatAmongAll(t *testing.T) {
	metrics := []string{"account_health", "renewal_score", "consumption_score", "licenses_at_risk"}
	scored := 0
	for seed := uint64(1); seed <= 50; seed++ {
		w := newWorld(seed)
		s := open(t, w)
		e := engine.New(s, builtin.Catalog())
		env := engine.Env{Today: w.today, Now: w.now, Deadline: -1}
		all, err := e.Ask(t.Context(), metric.Query{Metrics: metrics, By: []metric.By{{Dimension: "account_key"}}}, env)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range all.Rows {
			one, err := e.Ask(t.Context(), metric.Query{Metrics: metrics, Filter: &metric.Filter{Dimension: "account_key", Op: "eq", Value: row[0]}}, env)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(one.Rows[0], row[1:]) {
				t.Errorf("seed %d: %v alone has %v, among all %v", seed, row[0], one.Rows[0], row[1:])
			}
			if row[1] != nil {
				scored++
			}
		}
		s.db.Close()
	}
	if scored < 10 {
		t.Errorf("only %d accounts have a score", scored)
	}
}

// TestTheHealthOfADayCountsFromIt: what a calculated column says of today is of the
// day that the health of a row is of, as it is of entitlements.
func TestTheHealthOfADayCountsFromIt(t *testing.T) {
	d, days := differential{T: t, spoke: map[string]int{}}, map[any]bool{}
	for seed := uint64(270); seed < 280; seed++ {
		w := newWorld(seed)
		s := open(t, w)
		got := d.compare(seed, w, engine.New(s, builtin.Catalog()), query(t, `{"metrics":["licenses_at_risk"],"by":[{"dimension":"date","grain":"week"},{"dimension":"days_to_act"}]}`))
		for _, row := range got.Rows {
			days[row[1]] = true
		}
		s.db.Close()
	}
	if len(days) < 10 {
		t.Errorf("only %d different numbers of days", len(days))
	}
}
