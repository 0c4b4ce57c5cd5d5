package engine_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
)

// TestLinesSayWhatSQLSays asks random questions about entitlements of other
// days, of many periods, of every state and about changes with and without lines
// in memory. Both answer alike, and many are answered from lines.
func TestLinesSayWhatSQLSays(t *testing.T) {
	catalog := builtin.Catalog()
	metrics := [][]string{
		{"licenses_sold", "licenses_assigned"},
		{"entitlements", "deployment_rate"},
		{"licenses_ending", "days_to_next_end"},
		{"entitlements_any_state", "licenses_any_state"},
		{"entitlements_created", "licenses_created"},
		{"licenses_added", "licenses_churned"},
		{"entitlements_added"},
		{"entitlements_churned", "licenses_added"},
		{"licenses_churned", "licenses_sold"},
	}
	by := [][]metric.By{
		nil,
		{{Dimension: "date", Grain: "month"}},
		{{Dimension: "date", Grain: "week"}, {Dimension: "product"}},
		{{Dimension: "account"}},
		{{Dimension: "status"}},
		{{Dimension: "country"}, {Dimension: "date", Grain: "quarter"}},
		{{Dimension: "start_date", Grain: "month"}},
		{{Dimension: "created_date", Grain: "month"}},
		{{Dimension: "change_kind"}},
		{{Dimension: "days_to_end"}},
	}
	asked, fromLines := 0, 0
	for seed := uint64(300); seed < 330; seed++ {
		w := newWorld(seed)
		s := open(t, w)
		log := &queryLog{source: s}
		memory, plain := engine.New(log, catalog), engine.New(s, catalog, engine.WithoutFacts())
		memory.NoAccountsAreFew()
		rng := rand.New(rand.NewPCG(seed, 8))
		r := roller{rng, w, w.today - 100}
		env := engine.Env{Today: w.today}
		for range 60 {
			q := r.query(catalog)
			q.Metrics, q.By, q.Columns, q.Having, q.Sort, q.Limit = metrics[rng.IntN(len(metrics))], by[rng.IntN(len(by))], nil, nil, nil, 0
			q.Totals = rng.IntN(2) == 0
			if q.Validate(catalog) != nil || slices.Contains(q.Relations(catalog), metric.Usage) {
				continue
			}
			log.texts = nil
			got, gotErr := memory.Ask(t.Context(), q, env)
			want, wantErr := plain.Ask(t.Context(), q, env)
			if fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
				t.Fatalf("SEED=%d %s: in memory %v, by SQL %v", seed, jsonOf(q), gotErr, wantErr)
			}
			if gotErr != nil {
				continue // a question that means nothing
			}
			if a, b := printed(got.Rows), printed(want.Rows); a != b || printed([][]any{got.Totals}) != printed([][]any{want.Totals}) {
				t.Fatalf("SEED=%d %s\nfrom lines\n%s\nby SQL\n%s", seed, jsonOf(q), a, b)
			}
			asked++
			if log.reads("f.kind = 'entitlement'\nORDER BY f.id") {
				fromLines++
			}
		}
		s.db.Close()
	}
	t.Logf("%d of %d questions were answered from lines", fromLines, asked)
	if asked < 500 || fromLines < 100 {
		t.Errorf("only %d of %d questions were answered from lines", fromLines, asked)
	}
}

// TestAPlanSaysWhatIsKeptInMemory: of rows that memory adds up the plan says so,
// and a question that speaks of no day has a plan, too.
func TestAPlanSaysWhatIsKeptInMemory(t *testing.T) {
	w := newWorld(1)
	s := open(t, w)
	e, plain := engine.New(s, builtin.Catalog()), engine.New(s, builtin.Catalog(), engine.WithoutFacts())
	for text, kept := range map[string]bool{
		`{"metrics":["licenses_sold"]}`: true,
		`{"metrics":["licenses_any_state"],"by":[{"dimension":"date","grain":"month"}]}`: true,
		`{"metrics":["renewal_rate"]}`:     true,
		`{"metrics":["accounts_churned"]}`: false,
		`{"metrics":["licenses_sold"],"by":[{"dimension":"date","grain":"month"}],"filter":{"dimension":"date","op":"lt","value":"1999-01-01"}}`: false,
	} {
		for _, asked := range []*engine.Engine{e, plain} {
			plan, err := asked.Show(t.Context(), query(t, text), engine.Env{Today: w.today})
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			says := slices.ContainsFunc(plan.Steps, func(p metric.PlanStep) bool { return strings.Contains(p.Words, "kept in memory") })
			if says != (kept && asked == e) {
				t.Errorf("%s: kept in memory: %t", text, says)
			}
		}
	}
}
