package metric_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
)

func TestAWrongQueryIsToldWhereAndWhatToDo(t *testing.T) {
	for _, c := range []struct{ name, query, field, hint string }{
		{"nothing", `{}`, "metrics", ""},
		{"both", `{"metrics":["overage"],"columns":["account"]}`, "columns", "query of their own"},
		{"metric misspelt", `{"metrics":["entitlements","deploymentrate"]}`, "metrics[1]", "deployment_rate"},
		{"metric nobody meant", `{"metrics":["xyzzy"]}`, "metrics[0]", ""},
		{"metric twice", `{"metrics":["overage","overage"]}`, "metrics[1]", ""},
		{"dimension misspelt", `{"metrics":["overage"],"by":["acount"]}`, "by[0]", "account"},
		{"dimension of another dataset", `{"metrics":["licenses_sold"],"by":["workload"]}`, "by[0]", "family"},
		{"dimension of one of two datasets", `{"metrics":["licenses_sold","usage_rate"],"by":["account","status"]}`, "by[1]", "workload"},
		{"dimension that having cannot have", `{"metrics":["licenses_sold"],"by":["status"],"having":{"metric":"overage","op":"gt","value":0}}`, "by[0]", ""},
		{"dimension twice", `{"metrics":["overage"],"by":["account","account"]}`, "by[1]", ""},
		{"listed only", `{"metrics":["entitlements"],"by":["line"]}`, "by[0]", ""},
		{"grain of a text", `{"metrics":["overage"],"by":[{"dimension":"account","grain":"month"}]}`, "by[0].grain", ""},
		{"grain unknown", `{"metrics":["overage"],"by":[{"dimension":"date","grain":"decade"}]}`, "by[0].grain", "quarter"},
		{"filter dimension", `{"metrics":["overage"],"filter":{"all":[{"any":[{"dimension":"contry","op":"eq","value":"IT"}]}]}}`, "filter.all[0].any[0].dimension", "country"},
		{"filter of another dataset", `{"metrics":["overage"],"filter":{"dimension":"end_date","op":"next","n":9,"unit":"day"}}`, "filter.dimension", "workload"},
		{"filter on a metric", `{"metrics":["overage"],"filter":{"metric":"overage","op":"gt","value":0}}`, "filter.metric", "having"},
		{"filter of nothing", `{"metrics":["overage"],"filter":{}}`, "filter.dimension", ""},
		{"filter of two kinds", `{"metrics":["overage"],"filter":{"all":[],"any":[]}}`, "filter", ""},
		{"operator", `{"metrics":["overage"],"filter":{"dimension":"country","op":"gt","value":"IT"}}`, "filter.op", "not_in"},
		{"text for a number", `{"metrics":["entitlements"],"filter":{"dimension":"quantity","op":"gt","value":"many"}}`, "filter.value", ""},
		{"number for a day", `{"metrics":["entitlements"],"filter":{"dimension":"end_date","op":"ge","value":5}}`, "filter.value", ""},
		{"no such day", `{"metrics":["entitlements"],"filter":{"dimension":"end_date","op":"in","values":["2026-02-29"]}}`, "filter.values", ""},
		{"neither yes nor no", `{"metrics":["entitlements"],"filter":{"dimension":"trial","op":"eq","value":"maybe"}}`, "filter.value", ""},
		{"object as a value", `{"metrics":["entitlements"],"filter":{"dimension":"account","op":"eq","value":{"a":1}}}`, "filter.value", ""},
		{"between needs two", `{"metrics":["entitlements"],"filter":{"dimension":"quantity","op":"between","values":[1]}}`, "filter.values", ""},
		{"next needs n", `{"metrics":["entitlements"],"filter":{"dimension":"end_date","op":"next","unit":"day"}}`, "filter.n", ""},
		{"next needs a unit", `{"metrics":["entitlements"],"filter":{"dimension":"end_date","op":"next","n":3}}`, "filter.unit", "" /* told in the message */},
		{"this takes no number of periods", `{"metrics":["entitlements"],"filter":{"dimension":"end_date","op":"this","n":2,"unit":"month"}}`, "filter.n", ""},
		{"this is whole", `{"metrics":["entitlements"],"filter":{"dimension":"end_date","op":"this","unit":"month","rolling":true}}`, "filter.op", "last"},
		{"from is a day", `{"metrics":["entitlements"],"filter":{"dimension":"end_date","op":"last","n":2,"unit":"month","from":"soon"}}`, "filter.from", ""},
		{"n of a comparison", `{"metrics":["entitlements"],"filter":{"dimension":"end_date","op":"gt","n":2,"value":"2026-01-01"}}`, "filter.n", "next"},
		{"a token that is left", `{"metrics":["entitlements"],"filter":{"dimension":"end_date","op":"next","n":"{{WINDOW}}","unit":"day"}}`, "filter.n", "token"},
		{"a value of next", `{"metrics":["entitlements"],"filter":{"dimension":"end_date","op":"next","n":2,"unit":"day","value":"2026-01-01"}}`, "filter.value", "unit"},
		{"a grain of next", `{"metrics":["entitlements"],"filter":{"dimension":"end_date","op":"next","n":2,"unit":"day","grain":"day"}}`, "filter.grain", ""},
		{"a grain of text", `{"metrics":["entitlements"],"filter":{"dimension":"country","op":"eq","value":"IT","grain":"month"}}`, "filter.grain", ""},
		{"no such month", `{"metrics":["entitlements"],"filter":{"dimension":"end_date","op":"eq","value":13,"grain":"month_of_year"}}`, "filter.value", ""},
		{"half a month", `{"metrics":["entitlements"],"filter":{"dimension":"end_date","op":"in","values":[1.5],"grain":"month_of_year"}}`, "filter.values", ""},
		{"hours of a day", `{"metrics":["entitlements"],"by":[{"dimension":"end_date","grain":"hour"}]}`, "by[0].grain", "quarter_of_year"},
		{"cycle of levels", `{"metrics":["entitlements"],"by":[{"dimension":"date","grain":"month_of_year"}]}`, "by[0].grain", "start_date"},
		{"starts with a number", `{"metrics":["entitlements"],"filter":{"dimension":"quantity","op":"starts_with","value":1}}`, "filter.op", "not_between"},
		{"a very long part of a text", `{"metrics":["entitlements"],"filter":{"dimension":"country","op":"contains","value":"` + strings.Repeat("x", 2000) + `"}}`, "filter.value", ""},
		{"the dashboard's filter", `{"metrics":["entitlements"],"dashboard_filter":{"dimension":"contry","op":"eq","value":"IT"}}`, "dashboard_filter.dimension", "country"},
		{"rows of nothing", `{"dataset":"charge","columns":["account"]}`, "dataset", "charges"},
		{"a dataset of metrics", `{"dataset":"charges","metrics":["charges"]}`, "dataset", "list"},
		{"what counts of charges", `{"dataset":"charges","columns":["account"],"counting":true}`, "counting", ""},
		{"a column of what counts", `{"columns":["sold"]}`, "columns[0]", "counting"},
		{"null takes nothing", `{"metrics":["entitlements"],"filter":{"dimension":"country","op":"is_null","value":"IT"}}`, "filter.value", ""},
		{"eq takes one", `{"metrics":["entitlements"],"filter":{"dimension":"country","op":"eq","values":["IT","DE"]}}`, "filter.values", "in"},
		{"in takes a list", `{"metrics":["entitlements"],"filter":{"dimension":"country","op":"in"}}`, "filter.values", ""},
		{"contains needs text", `{"metrics":["entitlements"],"filter":{"dimension":"country","op":"contains"}}`, "filter.value", ""},
		{"having a dimension", `{"metrics":["overage"],"having":{"dimension":"account","op":"eq","value":"x"}}`, "having.metric", "filter"},
		{"having an unknown metric", `{"metrics":["overage"],"having":{"all":[{"metric":"overages","op":"gt","value":1}]}}`, "having.all[0].metric", "overage"},
		{"sort by what is not there", `{"metrics":["overage"],"by":["account"],"sort":[{"by":"acount"}]}`, "sort[0].by", "account"},
		{"scope", `{"metrics":["overage"],"scope":"mine"}`, "scope", ""},
		{"as of", `{"metrics":["overage"],"as_of":"31.10.2026"}`, "as_of", ""},
		{"known at", `{"metrics":["overage"],"known_at":-1}`, "known_at", ""},
		{"limit", `{"metrics":["overage"],"limit":-5}`, "limit", ""},
		{"column misspelt", `{"columns":["acount"]}`, "columns[0]", "account"},
		{"column of usage", `{"columns":["workload"]}`, "columns[0]", ""},
		{"list split", `{"columns":["account"],"by":["product"]}`, "by", ""},
		{"list with totals", `{"columns":["quantity"],"totals":true}`, "totals", ""},
		{"list by usage", `{"columns":["account"],"filter":{"dimension":"meter","op":"is_null"}}`, "filter.dimension", ""},
		{"list by date", `{"columns":["account"],"filter":{"dimension":"date","op":"last","n":9,"unit":"day"}}`, "filter.dimension", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := parse(t, c.query).Validate(builtin.Catalog())
			f := fault.Of(err)
			if f == nil {
				t.Fatal("was accepted")
			}
			if f.Code != fault.Invalid || f.Field != c.field || f.Message == "" || !strings.Contains(f.Hint, c.hint) {
				t.Errorf("%+v", f)
			}
		})
	}
}

func TestRightQueries(t *testing.T) {
	for _, query := range []string{
		`{"metrics":["licenses_sold","usage_rate"],"by":["account",{"dimension":"date","grain":"week"}],"filter":{"all":[]},"sort":[{"by":"usage_rate","desc":true}],"limit":1,"totals":true}`,
		`{"metrics":["entitlements"],"filter":{"dimension":"account_id","op":"eq","value":4711}}`,
		`{"metrics":["entitlements"],"filter":{"dimension":"end_date","op":"last","n":2,"unit":"year","excluded":true,"from":"2021-02-08"}}`,
		`{"metrics":["support_requests"],"by":[{"dimension":"date","grain":"day_of_week"}],"filter":{"dimension":"date","op":"in","grain":"month_of_year","values":[1,12,null]}}`,
		`{"metrics":["entitlements"],"by":[{"dimension":"end_date","grain":"quarter_of_year"}],"filter":{"any":[{"dimension":"country","op":"all"},{"dimension":"region","op":"is_empty"}]}}`,
		`{"dataset":"usage","columns":["account","active","file"],"counting":true}`,
		`{"metrics":["entitlements"],"filter":{"dimension":"country","op":"eq","value":null}}`,
		`{"metrics":["entitlements"],"filter":{"dimension":"auto_renew","op":"in","values":[true,"no",1,null]}}`,
		`{"metrics":["overage"],"having":{"any":[{"metric":"overage","op":"gt","value":0.5},{"metric":"usage_rate","op":"not_null"}]}}`,
		`{"columns":["entitlement","days_to_end","line"],"filter":{"dimension":"days_to_end","op":"between","values":[0,30]},"scope":"own","as_of":"2024-02-29"}`,
		`{"metrics":["support_requests_per_100_active"],"by":["country"]}`,
	} {
		if err := parse(t, query).Validate(builtin.Catalog()); err != nil {
			t.Errorf("%s: %v", query, err)
		}
	}
}

func TestAFilterIsBounded(t *testing.T) {
	deep := metric.Filter{Dimension: "account", Op: "not_null"}
	for range 20 {
		deep = metric.Filter{All: []metric.Filter{deep}}
	}
	wide := metric.Filter{Any: make([]metric.Filter, 501)}
	for i := range wide.Any {
		wide.Any[i] = metric.Filter{Dimension: "account", Op: "not_null"}
	}
	for _, f := range []metric.Filter{deep, wide} {
		q := metric.Query{Metrics: []string{"entitlements"}, Filter: &f}
		if err := q.Validate(builtin.Catalog()); fault.Of(err) == nil {
			t.Error("was accepted")
		}
	}
}

// TestNearestIsTheLeastApart: names that are passed over without being compared
// letter by letter are none that would have been nearer.
func TestNearestIsTheLeastApart(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		out := make([]byte, 1+rng.IntN(6))
		for i := range out {
			out[i] = "abcd"[rng.IntN(4)]
		}
		return string(out)
	}
	near := 0
	for range 2000 {
		name, known := word(), []string{word(), word(), word(), word()}
		want, least := "", len(name)/3+2
		for _, k := range known {
			if d := edits(name, k); d < least {
				want, least = k, d
			}
		}
		if got := metric.Nearest(name, known); got != want {
			t.Fatalf("nearest to %q of %q is %q, not %q", name, known, got, want)
		}
		if want != "" {
			near++
		}
	}
	if near < 500 || near > 1950 {
		t.Errorf("%d of 2000 names are near", near)
	}
}

// edits counts the letters to insert, delete, replace or swap from a to b.
func edits(a, b string) int {
	switch {
	case a == "" || b == "":
		return len(a) + len(b)
	case a[0] == b[0]:
		return edits(a[1:], b[1:])
	}
	least := 1 + min(edits(a[1:], b), edits(a, b[1:]), edits(a[1:], b[1:]))
	if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
		least = min(least, 1+edits(a[2:], b[2:]))
	}
	return least
}

func TestSuggest(t *testing.T) {
	known := []string{"account", "country", "deployment_rate"}
	for name, want := range map[string]string{"acocunt": "account", "Country": "country", "deployment": "", "zzz": ""} {
		got := metric.Suggest(name, known)
		if (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%q suggests %q", name, got)
		}
	}
}

func TestACatalogThatContradictsItself(t *testing.T) {
	for name, spoil := range map[string]func(*metric.Catalog){
		"bad name":        func(c *metric.Catalog) { c.Metrics[0].Name = "Licenses Sold" },
		"metric twice":    func(c *metric.Catalog) { c.Metrics[1].Name = c.Metrics[0].Name },
		"measure unknown": func(c *metric.Catalog) { c.Metrics[0].Measure = "nothing" },
		"detail unknown":  func(c *metric.Catalog) { c.Metrics[0].Detail = map[string]string{"of": "nothing"} },
		"relation":        func(c *metric.Catalog) { c.Measures[0].Relation = "nowhere" },
		"place":           func(c *metric.Catalog) { c.Dimensions[0].In["nowhere"] = metric.Place{} },
	} {
		c := builtin.Catalog()
		spoil(&c)
		if c.Validate() == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func parse(t *testing.T, query string) metric.Query {
	t.Helper()
	var q metric.Query
	if err := json.Unmarshal([]byte(query), &q); err != nil {
		t.Fatal(err)
	}
	return q
}

func TestByIsANameOrAnObject(t *testing.T) {
	q := parse(t, `{"metrics":["overage"],"by":["account",{"dimension":"date","grain":"month"}]}`)
	text, err := json.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"metrics":["overage"],"by":["account",{"dimension":"date","grain":"month"}]}`; string(text) != want {
		t.Errorf("%s", text)
	}
}
