package engine_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"headroom/backend/chunk"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
)

// The size of the portfolio page's promise: 10 million observations of 100
// days, 100 000 series, 50 000 accounts.
const (
	bigAccounts     = 50_000
	bigSeries       = 100_000
	bigProducts     = 500
	bigEntitlements = 150_000
	bigDays         = 100
)

// BenchmarkPortfolioPage measures the questions of the first page without the
// cache of results: every iteration computes its answer.
func BenchmarkPortfolioPage(b *testing.B) {
	s := newBig(b)
	for _, c := range []struct{ name, query string }{
		{"sold", `{"metrics":["licenses_sold","deployment_rate","entitlements"]}`},
		{"ending_90_days", `{"metrics":["licenses_ending","entitlements_ending"],"filter":{"dimension":"end_date","op":"next","n":90,"unit":"day"}}`},
		{"usage", `{"metrics":["active_users","usage_rate","overage"]}`},
		{"ending_by_month", `{"metrics":["licenses_ending"],"by":[{"dimension":"end_date","grain":"month"}],"filter":{"dimension":"end_date","op":"next","n":365,"unit":"day"}}`},
		{"by_product", `{"metrics":["licenses_sold","deployment_rate","usage_rate"],"by":["product"],"totals":true}`},
		{"active_by_day", `{"metrics":["active_users"],"by":["date"],"filter":{"dimension":"date","op":"last","n":28,"unit":"day"}}`},
		{"active_by_month", `{"metrics":["active_users","usage_rate"],"by":[{"dimension":"date","grain":"month"}]}`},
		{"ending_list", `{"columns":["entitlement_key","account_key","account","product","quantity","assigned","end_date","days_to_end","auto_renew","status"],
			"filter":{"all":[{"dimension":"days_to_end","op":"between","values":[0,30]},{"dimension":"status","op":"eq","value":"active"}]},"sort":[{"by":"end_date"}],"limit":500}`},
		{"accounts_usage", `{"metrics":["active_users","usage_rate","overage"],"by":["account_key"],"limit":500}`},
		{"accounts_sold", `{"metrics":["licenses_sold","licenses_assigned","deployment_rate"],"by":["account_key"],"limit":500}`},
		{"accounts_all", `{"metrics":["accounts","licenses_sold","licenses_assigned","deployment_rate","active_users","usage_rate","overage"],"by":["account_key","account_id","account","country"]}`},
		{"one_account", `{"metrics":["licenses_sold","active_users"],"by":["product"],"filter":{"dimension":"account_key","op":"eq","value":"k:77"}}`},
	} {
		var q metric.Query
		if err := json.Unmarshal([]byte(c.query), &q); err != nil {
			b.Fatal(err)
		}
		b.Run(c.name, func(b *testing.B) {
			e := engine.New(s, builtin.Catalog(), engine.WithoutResultCache())
			ask := func() metric.Result {
				r, err := e.Ask(b.Context(), q, engine.Env{Today: s.last})
				if err != nil {
					b.Fatal(err)
				}
				return r
			}
			rows := ask().RowCount // warm: the series are known
			b.ReportMetric(float64(rows), "rows")
			for b.Loop() {
				ask()
			}
		})
	}
}

// BenchmarkAdHoc measures questions nobody has shipped, over all 10 million
// observations: again (what the series are is known) and first (nothing is).
func BenchmarkAdHoc(b *testing.B) {
	s := newBig(b)
	for _, c := range []struct{ name, query string }{
		{"active_by_day_and_family", `{"metrics":["active_users","usage_rate"],"by":["family",{"dimension":"date","grain":"day"}]}`},
		{"quantity_by_day_in_country", `{"metrics":["usage_quantity"],"by":[{"dimension":"date","grain":"day"}],"filter":{"dimension":"country","op":"in","values":["C1","C2","C3"]}}`},
		{"overage_by_account_and_month", `{"metrics":["overage"],"by":["account_key",{"dimension":"date","grain":"month"}],"limit":100,"sort":[{"by":"overage","desc":true}]}`},
		{"value_filter_by_day", `{"metrics":["active_users"],"by":[{"dimension":"date","grain":"day"}],"filter":{"dimension":"active","op":"gt","value":100}}`},
		{"average_by_product_and_day", `{"metrics":["mean"],"by":["product",{"dimension":"date","grain":"day"}],"define":{"metrics":[{"name":"mean","aggregate":"average","column":"active","dataset":"usage"}]}}`},
		{"distinct_accounts_by_day", `{"metrics":["d"],"by":["workload",{"dimension":"date","grain":"day"}],"filter":{"dimension":"used","op":"ge","value":10},"define":{"metrics":[{"name":"d","aggregate":"distinct","column":"account_key","dataset":"usage"}]}}`},
		{"calculated_split_by_day", `{"metrics":["n","total_used"],"by":["band",{"dimension":"date","grain":"day"}],"define":{"columns":[{"name":"share","expression":"[active] / [total]"},{"name":"band","expression":"IF([share] > 1, \"over\", IF([share] > 0.5, \"high\", \"low\"))"}],"metrics":[{"name":"n","aggregate":"count","dataset":"usage"},{"name":"total_used","aggregate":"sum","column":"used","dataset":"usage"}]}}`},
		{"median_by_region", `{"metrics":["m"],"by":["region"],"define":{"metrics":[{"name":"m","aggregate":"median","column":"active","dataset":"usage"}]}}`},
	} {
		var q metric.Query
		if err := json.Unmarshal([]byte(c.query), &q); err != nil {
			b.Fatal(err)
		}
		ask := func(b *testing.B, e *engine.Engine) {
			if _, err := e.Ask(b.Context(), q, engine.Env{Today: s.last}); err != nil {
				b.Fatal(err)
			}
		}
		b.Run(c.name+"/again", func(b *testing.B) {
			e := engine.New(s, builtin.Catalog(), engine.WithoutResultCache(), engine.WithDeadline(time.Minute))
			ask(b, e)
			for b.Loop() {
				ask(b, e)
			}
		})
		b.Run(c.name+"/first", func(b *testing.B) {
			for b.Loop() {
				ask(b, engine.New(s, builtin.Catalog(), engine.WithDeadline(time.Minute)))
			}
		})
	}
}

// big is a portfolio of the size promised, with packed days in memory.
type big struct {
	source
	last  portfolio.Day
	days  []*chunk.Packed
	state engine.State
}

func (s *big) Read(_ context.Context, fn func(engine.Snapshot) error) error { return fn(s) }

func (s *big) State() engine.State { return s.state }

func (s *big) Usage(_ context.Context, _ int64, day portfolio.Day, _ int64) (*chunk.Packed, error) {
	return s.days[int(day)%len(s.days)], nil
}

func newBig(b *testing.B) *big {
	b.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(b.TempDir(), "big.db")+"?_synchronous=OFF&_journal_mode=OFF&_cache_size=-65536")
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	b.Cleanup(func() { db.Close() })
	s := &big{source: source{db: db}, last: portfolio.DayOf(2026, 10, 31)}
	if _, err := db.Exec(schema(b) + bigScript(s.last)); err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 8 {
		d := &chunk.Day{}
		for id := int32(1); id <= bigSeries; id++ {
			d.Series = append(d.Series, id)
			d.Active.Values = append(d.Active.Values, r.Int64N(500))
			d.Total.Values = append(d.Total.Values, r.Int64N(500))
			d.Used.Values = append(d.Used.Values, r.Int64N(5000))
			d.Entitled.Values = append(d.Entitled.Values, r.Int64N(5000))
		}
		d.Used.Scale, d.Entitled.Scale = 1, 1
		s.days = append(s.days, chunk.PackDay(d))
	}
	s.state = engine.State{
		AsOf:    map[portfolio.Dataset]portfolio.Day{portfolio.Usage: s.last, portfolio.Entitlements: s.last},
		MaxAsOf: s.last, LastImport: 1,
		Streams: []engine.Stream{{ID: 1, Source: "x", Dataset: portfolio.Usage, Class: portfolio.PeriodTable}},
	}
	st := &s.state.Streams[0]
	for d := s.last - bigDays + 1; d <= s.last; d++ {
		st.Days, st.Imports, st.Whole = append(st.Days, d), append(st.Imports, 1), append(st.Whole, 1)
	}
	return s
}

func bigScript(last portfolio.Day) string {
	q := `
BEGIN;
INSERT INTO stream VALUES (1, 'x', 'usage', 'P', '', 0), (2, 'x', 'entitlements', 'S', '', 0);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {accounts})
INSERT INTO account (id, key, external, name, country, region, live) SELECT i, 'k:' || i, 'A-' || i, 'Account ' || i, 'C' || (i % 40), 'R' || (i % 7), 1 FROM n;
INSERT INTO account_ref SELECT id, 'k', external, name, name FROM account;
INSERT INTO ref_account (ref_id, account_id) SELECT id, id FROM account;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {products})
INSERT INTO product (id, key, name, family, live) SELECT i, 'p' || i, 'Product ' || i, 'F' || (i % 20), 1 FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {series})
INSERT INTO series SELECT i, 1, 1 + (i / 2) % {accounts}, 1 + (i * 7) % {products}, 'W' || (i % 10), 'w' || i, '', 'm', '', i, '', '' FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {entitlements})
INSERT INTO entitlement (id, import_id, as_of, stream_id, line, kind, account_id, product_id, sku, quantity, assigned,
  start_day, end_day, status, status_raw, trial, auto_renew, value, currency, partner_id)
SELECT i, 1, '{day}', 2, i, 'entitlement', 1 + (i * 13) % {accounts}, 1 + (i * 11) % {products}, NULL, i % 100, i % 90,
  date('{day}', '-300 days'), date('{day}', (i % 700 - 100) || ' days'), CASE WHEN i % 9 THEN 'active' ELSE 'suspended' END, 'x', i % 17 = 0, i % 2, NULL, NULL, '' FROM n;
INSERT INTO entitlement_key SELECT id, 'e' || id FROM entitlement;
INSERT INTO "import" VALUES (1, 'f', 'x', 0, 'p', 1, 'x', 'usage', 'P', '{day}', 0, 'committed', 1, 0, 0, 0, 0, 0, '[]', '[]', '{}', '[]', '', 0, 0);
INSERT INTO import_slice VALUES (1, 1, '{day}', 1, 1), (1, 2, '{day}', 1, 1);
COMMIT;
ANALYZE;`
	return replace(q, "{accounts}", bigAccounts, "{products}", bigProducts, "{series}", bigSeries, "{entitlements}", bigEntitlements, "{day}", last)
}

// replace fills the names of pairs.
func replace(text string, pairs ...any) string {
	var all []string
	for _, p := range pairs {
		all = append(all, fmt.Sprint(p))
	}
	return strings.NewReplacer(all...).Replace(text)
}
