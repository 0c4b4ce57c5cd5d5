package metric_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/expr"
)

func definitions(t *testing.T, text string) metric.Definitions {
	t.Helper()
	var d metric.Definitions
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDefinitionsBecomePartsOfTheCatalog(t *testing.T) {
	c, err := builtin.Catalog().With(definitions(t, `{
		"columns":[{"name":"spare_share","expression":"[spare] / [quantity]"},{"name":"spare","expression":"[quantity] - [assigned]","unit":"licenses"},
			{"name":"late","expression":"[end_date] < TODAY()"},{"name":"where","expression":"UPPER([country])"},
			{"name":"opened","expression":"YEAR([date])"}],
		"groups":[{"name":"sizes","column":"spare","numbers":{"kind":"custom","bins":[{"name":"few","to":10},{"name":"many","from":10}]},"other":"unknown"}],
		"metrics":[{"name":"own_rate","metric":"deployment_rate","filter":{"dimension":"sizes","op":"eq","value":"many"}},
			{"name":"own_rate_in_italy","metric":"own_rate","filter":{"dimension":"country","op":"eq","value":"IT"}},
			{"name":"spare_on_average","aggregate":"average","column":"spare"},{"name":"requests","aggregate":"count","dataset":"support_requests"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Validate(); err != nil {
		t.Error(err)
	}
	for name, want := range map[string]struct {
		kind metric.Kind
		in   []metric.Relation
	}{
		"spare_share": {metric.Number, []metric.Relation{metric.Entitlements, metric.Renewals}},
		"late":        {metric.Flag, []metric.Relation{metric.Entitlements, metric.Renewals}},
		"sizes":       {metric.Text, []metric.Relation{metric.Entitlements, metric.Renewals}},
		"opened":      {metric.Number, []metric.Relation{metric.Renewals, metric.Support, metric.Charges}},
	} {
		d, ok := c.Dimension(name)
		if !ok || d.Kind != want.kind || d.Expression == nil || d.Formula == "" {
			t.Errorf("%s is %+v", name, d)
		}
		for _, r := range want.in {
			if _, ok := d.In[r]; !ok {
				t.Errorf("%s have no %s", r, name)
			}
		}
		if _, ok := d.In[metric.Usage]; ok {
			t.Errorf("usage has %s", name)
		}
	}
	if d, _ := c.Dimension("where"); len(d.In) < 7 {
		t.Errorf("where is in %v", d.In)
	}
	if d, _ := c.Dimension("sizes"); !slices.Equal(d.Items, []string{"few", "many", "unknown"}) {
		t.Errorf("items %v", d.Items)
	}
	m, _ := c.Metric("own_rate_in_italy")
	num, _ := c.Measure(m.Measure)
	den, _ := c.Measure(m.Per)
	if num.Name != "own_rate_in_italy.own_rate.licenses_assigned" || num.Filter == nil || len(num.Filter.All) != 2 || den.Filter == nil || len(m.Detail) != 2 {
		t.Errorf("%+v of %+v and %+v", m, num, den)
	}
	if base, _ := c.Metric("deployment_rate"); !slices.Contains(base.SplitBy, "sizes") || slices.Contains(base.SplitBy, "opened") {
		t.Errorf("deployment_rate is split by %v", base.SplitBy)
	}
	if x, _ := c.Metric("spare_on_average"); x.Format != "decimal" || x.Unit != "licenses" {
		t.Errorf("%+v", x)
	}
	if _, ok := builtin.Catalog().Dimension("spare"); ok {
		t.Error("the shipped catalog changed")
	}
}

func TestAWrongDefinitionIsToldWhereAndWhatToDo(t *testing.T) {
	for _, c := range []struct{ name, text, field, message, hint string }{
		{"a name", `{"columns":[{"name":"Spare seats","expression":"1"}]}`, "define.columns[0].name", "cannot be a name", "lower case"},
		{"a shipped name", `{"columns":[{"name":"quantity","expression":"1"}]}`, "define.columns[0].name", "taken", "another name"},
		{"the name of a shipped measure", `{"metrics":[{"name":"licenses_with_known_assigned","metric":"overage"}]}`, "define.metrics[0].name", "taken", ""},
		{"a name twice", `{"columns":[{"name":"a","expression":"1"}],"groups":[{"name":"a","column":"country"}]}`, "define.groups[0].name", "twice", ""},
		{"a column misspelt", `{"columns":[{"name":"a","expression":"1"},{"name":"b","expression":"[quantiy] - 1"}]}`, "define.columns[1].expression", "quantiy", "quantity"},
		{"columns of two datasets", `{"columns":[{"name":"a","expression":"CONCATENATE([support_title], [charge_kind])"}]}`, "define.columns[0].expression", "No dataset", "catalog"},
		{"itself", `{"columns":[{"name":"a","expression":"[a] + 1"}]}`, "define.columns[0].expression", "a → a", "Take one"},
		{
			"a circle", `{"columns":[{"name":"a","expression":"[b] + 1"},{"name":"b","expression":"LENGTH([g])"}],"groups":[{"name":"g","column":"a","numbers":{"kind":"custom","bins":[{"name":"x","from":1}]}}]}`,
			"define.columns[0].expression", "a → b → g → a", "Take one",
		},
		{"of what is wrong", `{"columns":[{"name":"a","expression":"[b] + 1"},{"name":"b","expression":"1 +"}]}`, "define.columns[0].expression", "b, which has a mistake", "Mend b"},
		{"of what is wrong, farther away", `{"columns":[{"name":"a","expression":"[b] + 1"},{"name":"b","expression":"[c] + 1"},{"name":"c","expression":"1 +"}]}`, "define.columns[0].expression", "a uses c, which has a mistake", "Mend c"},
		{"words that cannot be shown", `{"columns":[{"name":"a","expression":"1","words":"a\u0000b"}]}`, "define.columns[0].words", "cannot be shown", "Leave"},
		{"a unit that cannot be shown", `{"columns":[{"name":"a","expression":"1","unit":"a\u001bb"}]}`, "define.columns[0].unit", "cannot be shown", "Leave"},
		{"a unit too long", `{"metrics":[{"name":"a","metric":"overage","unit":"` + strings.Repeat("x", 61) + `"}]}`, "define.metrics[0].unit", "60", ""},
		{"words too long", `{"groups":[{"name":"g","words":"` + strings.Repeat("ü", 1001) + `","column":"country","lists":[{"name":"x","values":["IT"]}]}]}`, "define.groups[0].words", "1000", ""},
		{"a format", `{"metrics":[{"name":"a","metric":"overage","format":"percents"}]}`, "define.metrics[0].format", "percents", "percent"},
		{"a group of nothing", `{"groups":[{"name":"g","column":"contry","lists":[{"name":"x","values":["IT"]}]}]}`, "define.groups[0].column", "contry", "country"},
		{"a metric of nothing", `{"metrics":[{"name":"m"}]}`, "define.metrics[0].metric", "either", "one of"},
		{"a metric misspelt", `{"metrics":[{"name":"m","metric":"overag"}]}`, "define.metrics[0].metric", "overag", "overage"},
		{"an aggregate", `{"metrics":[{"name":"m","aggregate":"mean","column":"quantity"}]}`, "define.metrics[0].aggregate", "mean", "average"},
		{"an aggregate of text", `{"metrics":[{"name":"m","aggregate":"sum","column":"country"}]}`, "define.metrics[0].column", "no number", "distinct"},
		{"an aggregate of what counts", `{"metrics":[{"name":"m","aggregate":"sum","column":"base"}]}`, "define.metrics[0].column", "cannot be aggregated", "licenses_sold"},
		{"an aggregate of another dataset", `{"metrics":[{"name":"m","aggregate":"sum","column":"quantity","dataset":"charges"}]}`, "define.metrics[0].column", "no column", "amount"},
		{"a filter of another dataset", `{"metrics":[{"name":"m","metric":"overage","filter":{"dimension":"status","op":"eq","value":"x"}}]}`, "define.metrics[0].filter.dimension", "status", ""},
		{"a filter that is wrong", `{"metrics":[{"name":"m","metric":"overage","filter":{"dimension":"country","op":"gt","value":"x"}}]}`, "define.metrics[0].filter.op", "gt", "not_in"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := builtin.Catalog().With(definitions(t, c.text))
			f := fault.Of(err)
			if f == nil {
				t.Fatal("was accepted")
			}
			if f.Code != fault.Invalid || f.Field != c.field || !strings.Contains(f.Message, c.message) || !strings.Contains(f.Hint, c.hint) {
				t.Errorf("%+v", f)
			}
		})
	}
}

func TestAMistakeInAnExpressionKeepsItsPlace(t *testing.T) {
	_, err := builtin.Catalog().With(definitions(t, `{"columns":[{"name":"a","expression":"[quantity] - [quantiy]"}]}`))
	var p *expr.Problem
	if !errors.As(err, &p) || p.Start != 13 {
		t.Errorf("%v", err)
	}
}

// What is kept and no longer right is told of where it is named, and nowhere
// else.
func TestAKeptDefinitionThatBrokeSpoilsNoOtherQuestion(t *testing.T) {
	kept := definitions(t, `{"columns":[{"name":"old","expression":"[gone] + 1"},{"name":"fine","expression":"[quantity] + 1"}]}`)
	none := func(metric.Group) metric.GroupFacts { return metric.GroupFacts{} }
	c, err := builtin.Catalog().Extend(metric.Definitions{}, kept, none)
	if err != nil {
		t.Fatal(err)
	}
	if err := parse(t, `{"metrics":["entitlements"],"by":["fine"]}`).Validate(c); err != nil {
		t.Error(err)
	}
	f := fault.Of(parse(t, `{"metrics":["entitlements"],"by":["old"]}`).Validate(c))
	if f == nil || f.Field != "by[0]" || !strings.Contains(f.Message, "gone") {
		t.Errorf("%+v", f)
	}
	c, err = builtin.Catalog().Extend(definitions(t, `{"columns":[{"name":"old","expression":"[quantity] + 2"}]}`), kept, none)
	if d, ok := c.Dimension("old"); err != nil || !ok || d.Formula != "[quantity] + 2" {
		t.Errorf("the question's own definition does not hold: %+v, %v", d, err)
	}
}

// TestADefinitionIsCalledAsThePersonWrote: a name is of a to z, what is read
// may be of any script.
func TestADefinitionIsCalledAsThePersonWrote(t *testing.T) {
	kept := metric.Definitions{
		Columns: []metric.CalculatedColumn{{Name: "spare", Words: "余り", Expression: "[quantity] - [assigned]"}, {Name: "twice", Expression: "[quantity] * 2"}},
		Groups:  []metric.Group{{Name: "size", Words: "SLA size", Column: "quantity", Numbers: &metric.Bins{Kind: "dynamic", Count: 2}}},
		Metrics: []metric.DerivedMetric{{Name: "typical", Words: strings.Repeat("long ", 20), Aggregate: "median", Column: "quantity", Dataset: metric.Entitlements}},
	}
	c, err := builtin.Catalog().With(kept)
	if err != nil {
		t.Fatal(err)
	}
	c = c.Called(metric.Definitions{Groups: []metric.Group{{Name: "size", Words: "Of this report"}}}, kept)
	for name, want := range map[string]string{"spare": "余り", "twice": "Twice", "size": "Of this report"} {
		if d, _ := c.Dimension(name); d.Label != want {
			t.Errorf("%s is called %q, want %q", name, d.Label, want)
		}
	}
	if m, _ := c.Metric("typical"); m.Label != "Typical" {
		t.Errorf("typical is called %q", m.Label)
	}
}
