package engine_test

import (
	"encoding/json"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
)

func day(s string) portfolio.Day {
	d, err := portfolio.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestEveryMetricOfAnEmptyStore(t *testing.T) {
	s := open(t, &world{today: day("2026-11-01")})
	zero := map[string]bool{}
	for _, name := range []string{
		"accounts", "entitlements", "licenses_sold", "entitlements_ending", "licenses_ending", "entitlements_renewed",
		"entitlements_expired", "support_requests", "how_to_requests", "charges",
		"entitlements_any_state", "licenses_any_state", "entitlements_created", "licenses_created", "current_entitlements", "current_accounts", "versions_told",
		"entitlements_due", "entitlements_open", "licenses_due", "licenses_renewed", "licenses_expired", "licenses_open", "support_requests_open",
		"imports", "rows_imported", "rows_added", "rows_changed", "rows_rejected", "sources_late", "notifications", "notifications_open", "accounts_healthy", "accounts_warning", "accounts_at_risk",
	} {
		zero[name] = true
	}
	e := engine.New(s, builtin.Catalog())
	of := func(q metric.Query) metric.Result {
		r, err := e.Ask(t.Context(), q, engine.Env{Today: s.world.today})
		if err != nil {
			t.Fatalf("%+v: %v", q, err)
		}
		return r
	}
	for _, m := range e.Catalog().Metrics {
		r := of(metric.Query{Metrics: []string{m.Name}, Totals: true})
		if len(r.Rows) != 1 || len(r.Totals) != 1 {
			t.Fatalf("%s: rows %v totals %v", m.Name, r.Rows, r.Totals)
		}
		if got := r.Rows[0][0]; (got == 0.0) != zero[m.Name] || (got == nil) == zero[m.Name] {
			t.Errorf("%s of nothing is %v", m.Name, got)
		}
		for _, d := range m.SplitBy {
			if r := of(metric.Query{Metrics: []string{m.Name}, By: []metric.By{{Dimension: d}}}); len(r.Rows) != 0 {
				t.Errorf("%s by %s of nothing: %v", m.Name, d, r.Rows)
			}
		}
	}
}

func engineOf(s engine.Source) *engine.Engine { return engine.New(s, builtin.Catalog()) }

// tryOf asks a source, be the answer a fault.
func tryOf(tb testing.TB, s engine.Source, query string) (metric.Result, error) {
	tb.Helper()
	var q metric.Query
	if err := json.Unmarshal([]byte(query), &q); err != nil {
		tb.Fatal(err)
	}
	return engineOf(s).Ask(tb.Context(), q, november)
}

func askOf(tb testing.TB, s engine.Source, query string) metric.Result {
	tb.Helper()
	r, err := tryOf(tb, s, query)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}
