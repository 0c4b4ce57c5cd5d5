package engine_test

import (
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
)

// narrowing asks the same of what is in memory and of SQL in random worlds, holds
// the answers to each other, and returns how many of the questions the texts of
// their SQL say were narrowed.
func narrowing(t *testing.T, questions []metric.Query, narrowed func(*queryLog) bool) (some, all int) {
	t.Helper()
	for seed := uint64(1); seed <= 60; seed++ {
		w := newWorld(seed)
		s := open(t, w)
		log := &queryLog{source: s}
		memory, plain := engine.New(log, builtin.Catalog()), engine.New(s, builtin.Catalog(), engine.WithoutFacts())
		memory.NoAccountsAreFew()
		for _, q := range questions {
			log.texts = nil
			got, err := memory.Ask(t.Context(), q, engine.Env{Today: w.today})
			if err != nil {
				t.Fatalf("SEED=%d %s: %v", seed, jsonOf(q), err)
			}
			want, err := plain.Ask(t.Context(), q, engine.Env{Today: w.today})
			if err != nil {
				t.Fatalf("SEED=%d %s: %v", seed, jsonOf(q), err)
			}
			if a, b := printed(got.Rows), printed(want.Rows); a != b || got.RowCount != want.RowCount {
				t.Fatalf("SEED=%d %s\nin memory, of %d\n%s\nby SQL, of %d\n%s", seed, jsonOf(q), got.RowCount, a, want.RowCount, b)
			}
			all++
			if narrowed(log) {
				some++
			}
		}
		s.db.Close()
	}
	return some, all
}

// TestMemoryNarrowsListsOfHealth: the first rows of a list are those that SQL
// finds among all, and a condition on several columns holds the same rows.
func TestMemoryNarrowsListsOfHealth(t *testing.T) {
	atRisk := &metric.Filter{Any: []metric.Filter{
		{Dimension: "health_band", Op: "eq", Value: "at risk"},
		{All: []metric.Filter{{Dimension: "days_to_end", Op: "lt", Value: 60}, {Dimension: "quantity", Op: "gt", Value: 5}}},
	}}
	columns := []string{"account", "product", "quantity", "days_to_end", "scored_share", "licenses_lost", "health_band", "entitlement_key"}
	some, all := narrowing(t, []metric.Query{
		{Dataset: metric.Health, Columns: columns, Filter: atRisk, Sort: []metric.Sort{{By: "days_to_end"}}, Limit: 3},
		{Dataset: metric.Health, Columns: columns, Sort: []metric.Sort{{By: "licenses_lost", Desc: true}}, Limit: 2},
		{Dataset: metric.Health, Columns: columns, Sort: []metric.Sort{{By: "product"}, {By: "quantity", Desc: true}}, Limit: 2},
		{Dataset: metric.Health, Columns: columns, Sort: []metric.Sort{{By: "scored_share", Desc: true}}, Limit: 4, Scope: "own"},
		{Metrics: []string{"licenses_at_risk", "accounts_at_risk"}, By: []metric.By{{Dimension: "product"}}, Filter: atRisk, Totals: true},
	}, func(log *queryLog) bool {
		return log.reads("AND f.account_id IN (SELECT value") || !log.reads("scored AS")
	})
	if some < all/6 {
		t.Errorf("memory, which knows the present alone, answered or narrowed only %d of %d questions", some, all)
	}
}

// TestMemoryNarrowsListsOfLines: the first rows of a list of entitlements, of
// every state or of those that count, are those that SQL finds among all.
func TestMemoryNarrowsListsOfLines(t *testing.T) {
	columns := []string{"account", "product", "quantity", "end_date", "created_date", "act_by", "status", "entitlement_key"}
	soon := &metric.Filter{All: []metric.Filter{{Dimension: "days_to_end", Op: "ge", Value: 0}, {Dimension: "status", Op: "in", Values: []any{"active", "trial"}}}}
	some, all := narrowing(t, []metric.Query{
		{Dataset: metric.Entitlements, Columns: columns, Filter: soon, Sort: []metric.Sort{{By: "act_by"}}, Limit: 3},
		{Dataset: metric.Entitlements, Columns: columns, Counting: true, Sort: []metric.Sort{{By: "end_date", Desc: true}}, Limit: 2},
		{Dataset: metric.Entitlements, Columns: append([]string{"sold", "base"}, columns...), Counting: true, Sort: []metric.Sort{{By: "sold", Desc: true}}, Limit: 2},
		{Dataset: metric.EveryEntitlement, Columns: columns, Sort: []metric.Sort{{By: "created_date", Desc: true}}, Limit: 3},
		{Dataset: metric.EveryEntitlement, Columns: columns, Sort: []metric.Sort{{By: "status"}, {By: "quantity", Desc: true}}, Limit: 2, Scope: "own"},
	}, func(log *queryLog) bool { return log.reads("f.id IN (SELECT value") })
	t.Logf("%d of %d lists were narrowed", some, all)
	if some < all/10 {
		t.Errorf("memory, which knows the present alone, narrowed only %d of %d lists", some, all)
	}
}
