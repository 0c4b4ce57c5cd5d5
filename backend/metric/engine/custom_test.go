package engine_test

import (
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
)

// TestACustomFieldIsAColumn lists a field whose header means something to JSON
// paths and to SQL, beside fields that such a reading would find instead.
func TestACustomFieldIsAColumn(t *testing.T) {
	w := &world{
		today: day("2026-01-31"), grace: 30,
		accounts: []account{{id: 1, key: "k:1", external: "1", name: "Contoso", custom: "of the account"}},
		products: []product{{id: 1, key: "p", name: "P"}},
		streams:  []stream{{1, "alpha", portfolio.Entitlements, portfolio.EntityList, false}},
		imports:  []imported{{id: 1, stream: 1, asOf: day("2026-01-31"), days: []portfolio.Day{day("2026-01-31")}}},
	}
	for _, r := range []entRow{{key: "own", custom: "of the row"}, {key: "none"}} {
		r.importID, r.stream, r.asOf, r.account, r.product = 1, 1, day("2026-01-31"), 1, 1
		r.start, r.end, r.cancel, r.status = portfolio.NoDay, portfolio.NoDay, day("2026-02-03"), "active"
		w.rows = append(w.rows, r)
	}
	s := open(t, w)
	name := metric.CustomPrefix + customField
	for _, asOf := range []string{"", "2026-01-31"} { // the current table, then the rows
		q := metric.Query{Columns: []string{"entitlement", name, "cancel_until", "custom.nobody has it"}, AsOf: asOf, KnownAt: int64(len(asOf) / 10)}
		r, err := engine.New(s, builtin.Catalog()).Ask(t.Context(), q, engine.Env{Today: w.today})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := printed(r.Rows), "none | of the account | 2026-02-03 | -\nown | of the row | 2026-02-03 | -\n"; got != want {
			t.Errorf("rows are\n%s", got)
		}
		if c := r.Columns[1]; c.Name != name || c.Type != "text" {
			t.Errorf("the column is %+v", c)
		}
	}
	for _, bad := range []string{"custom.", "custom.a\x00b", "customs.a"} {
		q := metric.Query{Columns: []string{bad}}
		if _, err := engine.New(s, builtin.Catalog()).Ask(t.Context(), q, engine.Env{Today: w.today}); err == nil {
			t.Errorf("%q is a column", bad)
		}
	}
}
