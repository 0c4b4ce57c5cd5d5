package engine_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
)

// TestTermsInMemorySayWhatSQLSays asks random questions about terms that came to
// their end, of the present and of other days, with and without terms in memory:
// figures and the first rows of lists are alike, and no statement that memory
// asks adds terms up or reads those of a list it has narrowed.
func TestTermsInMemorySayWhatSQLSays(t *testing.T) {
	catalog := builtin.Catalog()
	metrics := [][]string{
		{"renewal_rate", "license_renewal_rate"},
		{"entitlements_renewed", "entitlements_expired", "entitlements_open"},
		{"renewal_rate", "licenses_sold"},
	}
	by := [][]metric.By{
		nil,
		{{Dimension: "date", Grain: "quarter"}},
		{{Dimension: "product"}},
		{{Dimension: "due_outcome"}},
		{{Dimension: "region"}, {Dimension: "date", Grain: "month"}},
		{{Dimension: "account_key"}, {Dimension: "account"}},
	}
	columns := []string{"end_date", "account", "product", "due_outcome", "quantity", "entitlement_key"}
	asked, added, narrowed := 0, 0, 0
	for seed := uint64(500); seed < 530; seed++ {
		w := newWorld(seed)
		s := open(t, w)
		log := &queryLog{source: s}
		memory, plain := engine.New(log, catalog), engine.New(s, catalog, engine.WithoutFacts())
		rng := rand.New(rand.NewPCG(seed, 9))
		r := roller{rng, w, w.today - 100}
		for range 50 {
			q := r.query(catalog)
			q.Having, q.Sort, q.Limit, q.Columns, q.Dataset = nil, nil, 0, nil, ""
			if list := rng.IntN(3) == 0; list {
				q = metric.Query{Dataset: metric.Renewals, Columns: columns, Filter: q.Filter, AsOf: q.AsOf, KnownAt: q.KnownAt, Scope: q.Scope, Limit: 2}
				q.Sort = []metric.Sort{{By: columns[rng.IntN(len(columns))], Desc: rng.IntN(2) == 0}}
			} else {
				q.Metrics, q.By, q.Totals = metrics[rng.IntN(len(metrics))], by[rng.IntN(len(by))], rng.IntN(2) == 0
			}
			if q.Validate(catalog) != nil {
				continue
			}
			log.texts = nil
			got, gotErr := memory.Ask(t.Context(), q, engine.Env{Today: w.today})
			want, wantErr := plain.Ask(t.Context(), q, engine.Env{Today: w.today})
			if fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
				t.Fatalf("SEED=%d %s: in memory %v, by SQL %v", seed, jsonOf(q), gotErr, wantErr)
			}
			if gotErr != nil {
				continue // a question that means nothing
			}
			if a, b := printed(got.Rows), printed(want.Rows); a != b || got.RowCount != want.RowCount || printed([][]any{got.Totals}) != printed([][]any{want.Totals}) {
				t.Fatalf("SEED=%d %s\nin memory, of %d\n%s\nby SQL, of %d\n%s", seed, jsonOf(q), got.RowCount, a, want.RowCount, b)
			}
			asked++
			switch {
			case log.reads("AND v.key_id IN (SELECT value"):
				narrowed++
			case len(q.Columns) == 0 && !slices.ContainsFunc(log.texts, addsTermsUp):
				added++
			}
		}
		s.db.Close()
	}
	t.Logf("of %d questions %d were added up in memory, %d narrowed", asked, added, narrowed)
	if asked < 200 || added < asked/3 || narrowed < asked/10 {
		t.Errorf("of %d questions only %d were added up in memory, and %d narrowed", asked, added, narrowed)
	}
}

// addsTermsUp reports whether a statement adds terms up.
func addsTermsUp(sql string) bool {
	log := queryLog{texts: []string{sql}}
	return log.reads("f.outcome = 'renewed'") || log.reads("f.outcome <> 'open'")
}
