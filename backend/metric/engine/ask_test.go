package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
)

var november = engine.Env{Today: day("2026-11-05")}

func askFixture(t *testing.T, query string) metric.Result {
	t.Helper()
	r, err := tryFixture(t, query)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func tryFixture(t *testing.T, query string) (metric.Result, error) {
	t.Helper()
	var q metric.Query
	if err := json.Unmarshal([]byte(query), &q); err != nil {
		t.Fatal(err)
	}
	return engine.New(openFixture(t), builtin.Catalog()).Ask(t.Context(), q, november)
}

func TestShape(t *testing.T) {
	r := askFixture(t, `{"metrics":["licenses_sold","deployment_rate"],"by":["account"],"sort":[{"by":"deployment_rate","desc":true}],"limit":2,"totals":true}`)
	if got, want := printed(r.Rows), "Élan | 8 | 0.75\nNorthwind | 130 | 0.3111111111\n"; got != want {
		t.Errorf("rows\n%s", got)
	}
	if r.RowCount != 3 {
		t.Errorf("row_count %d counts rows before the limit", r.RowCount)
	}
	want := []metric.Column{
		{Name: "account", Type: "text", Format: "text"},
		{Name: "licenses_sold", Type: "number", Format: "integer", Unit: "licenses"},
		{Name: "deployment_rate", Type: "ratio", Format: "percent"},
	}
	if !reflect.DeepEqual(r.Columns, want) {
		t.Errorf("columns %+v", r.Columns)
	}
	if len(r.Totals) != 3 || r.Totals[0] != nil || r.Totals[1] != 188.0 {
		t.Errorf("totals %v", r.Totals)
	}
	p := r.Parts[len(r.Parts)-1]
	if len(r.Parts) != 3 || p.Row != -1 || *p.Numerator != 212 || *p.Denominator != 688 || p.Detail["of"] != 4.0 || p.Detail["entitlements"] != 5.0 {
		t.Errorf("parts %+v", r.Parts)
	}
}

func TestWindowsOfActivityAreNamed(t *testing.T) {
	r := askFixture(t, `{"metrics":["usage_rate"]}`)
	if got := r.Parts[0].Detail["windows"]; !reflect.DeepEqual(got, []string{"day", "month"}) {
		t.Errorf("windows %v", got)
	}
}

func TestHavingComparesMetricsThatAreNotShown(t *testing.T) {
	r := askFixture(t, `{"metrics":["licenses_sold"],"by":["account"],"having":{"all":[{"metric":"overage","op":"gt","value":0}]}}`)
	if got := printed(r.Rows); got != "Northwind | 130\nÉlan | 8\n" {
		t.Errorf("rows\n%s", got)
	}
	r = askFixture(t, `{"metrics":["licenses_sold"],"by":["account"],"having":{"any":[{"metric":"usage_rate","op":"is_null"},{"metric":"licenses_sold","op":"between","values":[50,60]}]}}`)
	if got := printed(r.Rows); got != "Fabrikam | 50\nÉlan | 8\n" {
		t.Errorf("rows\n%s", got)
	}
}

func TestMissingComesLast(t *testing.T) {
	for _, desc := range []string{"true", "false"} {
		r := askFixture(t, `{"metrics":["usage_rate","licenses_sold"],"by":["account"],"sort":[{"by":"usage_rate","desc":`+desc+`}]}`)
		if last := r.Rows[2]; last[0] != "Élan" || last[1] != nil {
			t.Errorf("desc %s ends with %v", desc, last)
		}
	}
}

func TestFreshness(t *testing.T) {
	for _, c := range []struct{ query, asOf, datasets string }{
		{`{"metrics":["licenses_sold"]}`, "2026-10-31", `{"deployment":"2026-10-31","entitlements":"2026-10-31"}`},
		{`{"metrics":["licenses_sold","usage_total"],"as_of":"2026-10-15"}`, "2026-09-30", `{"entitlements":"2026-09-30","usage":"2026-09-30"}`},
		{`{"metrics":["licenses_sold"],"known_at":1}`, "2026-09-30", `{"entitlements":"2026-09-30"}`},
		{`{"metrics":["overage"]}`, "2026-10-31", `{"deployment":"2026-10-31","entitlements":"2026-10-31","usage":"2026-10-31"}`},
		{`{"metrics":["accounts"],"as_of":"2026-10-01"}`, "2026-09-30", `{"entitlements":"2026-09-30","usage":"2026-09-30"}`},
		{`{"columns":["account"]}`, "2026-10-31", `{"deployment":"2026-10-31","entitlements":"2026-10-31"}`},
	} {
		r := askFixture(t, c.query)
		datasets, err := json.Marshal(r.AsOfByDataset)
		if err != nil {
			t.Fatal(err)
		}
		if r.DataAsOf != c.asOf || string(datasets) != c.datasets || r.LastUpdated != "2026-11-02T08:00:00Z" {
			t.Errorf("%s: %s %s %s", c.query, r.DataAsOf, datasets, r.LastUpdated)
		}
	}
}

func TestOldUsageIsMissingOnANamedDay(t *testing.T) {
	for asOf, want := range map[string]any{"": 135.0, "2027-01-01": 135.0, "2027-01-02": nil} {
		r := askFixture(t, `{"metrics":["active_users"],"as_of":"`+asOf+`"}`)
		if r.Rows[0][0] != want {
			t.Errorf("as of %q: %v", asOf, r.Rows[0][0])
		}
	}
}

func TestAResultIsJSON(t *testing.T) {
	for _, m := range builtin.Catalog().Metrics {
		r := askFixture(t, `{"metrics":["`+m.Name+`"],"totals":true}`)
		if _, err := json.Marshal(r); err != nil {
			t.Errorf("%s: %v", m.Name, err)
		}
		if r.Rows == nil || r.Parts == nil || r.Columns == nil || r.AsOfByDataset == nil {
			t.Errorf("%s: a list is null", m.Name)
		}
	}
}

func TestTheSameQuestionIsAnsweredOnce(t *testing.T) {
	s := open(t, newWorld(3))
	q := metric.Query{Metrics: []string{"licenses_sold"}}
	e := engine.New(s, builtin.Catalog())
	ask := func(e *engine.Engine, env engine.Env) int {
		before := s.queries.Load()
		if _, err := e.Ask(t.Context(), q, env); err != nil {
			t.Fatal(err)
		}
		return int(s.queries.Load() - before)
	}
	today, tomorrow := engine.Env{Today: s.world.today}, engine.Env{Today: s.world.today + 1}
	if ask(e, today) == 0 || ask(e, today) != 0 {
		t.Error("a question asked again reads the store")
	}
	if ask(e, tomorrow) == 0 {
		t.Error("the next day has the answer of this one")
	}
	s.generation++
	if ask(e, today) == 0 {
		t.Error("an import left an old answer")
	}
	without := engine.New(s, builtin.Catalog(), engine.WithoutResultCache(), engine.WithoutFacts())
	first, second := ask(without, today), ask(without, today)
	if first == 0 || second == 0 {
		t.Error("the switched off cache answers")
	}
}

func TestACancelledQuestion(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := engine.New(openFixture(t), builtin.Catalog()).Ask(ctx, metric.Query{Metrics: []string{"active_users"}}, november)
	if f := fault.Of(err); f.Code != fault.Cancelled || !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestABrokenStoreIsNotAnAnswer(t *testing.T) {
	s := openFixture(t)
	s.db.Close()
	for _, q := range []metric.Query{{Metrics: []string{"licenses_sold"}}, {Metrics: []string{"overage"}}, {Columns: []string{"account"}}} {
		if _, err := engine.New(s, builtin.Catalog()).Ask(t.Context(), q, november); err == nil {
			t.Errorf("%+v was answered", q)
		}
	}
}

func TestNothingIsReadForAQueryThatIsWrong(t *testing.T) {
	s := open(t, &world{today: portfolio.DayOf(2026, 1, 1)})
	_, err := engine.New(s, builtin.Catalog()).Ask(t.Context(), metric.Query{Metrics: []string{"licences_sold"}}, november)
	if f := fault.Of(err); f.Code != fault.Invalid || f.Field != "metrics[0]" || !strings.Contains(f.Hint, "licenses_sold") || s.queries.Load() != 0 {
		t.Errorf("%+v after %d queries", f, s.queries.Load())
	}
	// What only the days of the answer show is refused as precisely.
	q := metric.Query{Metrics: []string{"licenses_sold"}, Filter: &metric.Filter{Any: []metric.Filter{
		{Dimension: "date", Op: "eq", Value: "2026-01-01"}, {Dimension: "country", Op: "eq", Value: "IT"},
	}}}
	_, err = engine.New(s, builtin.Catalog()).Ask(t.Context(), q, november)
	if f := fault.Of(err); f.Code != fault.Invalid || f.Field != "filter" {
		t.Errorf("%+v", f)
	}
}
