package engine_test

import (
	"testing"

	"headroom/backend/fault"
)

// define are metrics of a person with a filter of their own.
const define = `"define":{
	"groups":[{"name":"size","column":"quantity","numbers":{"kind":"custom","bins":[{"name":"small","to":20},{"name":"big","from":50},{"name":"middle","from":20,"to":50}]}}],
	"metrics":[
	{"name":"cad_sold","metric":"licenses_sold","filter":{"dimension":"product","op":"eq","value":"CAD"}},
	{"name":"suite_rate","metric":"deployment_rate","filter":{"dimension":"product","op":"eq","value":"Suite"}},
	{"name":"suite_exchange","metric":"active_users","filter":{"dimension":"workload","op":"eq","value":"Exchange"}},
	{"name":"italian_suite_rate","metric":"suite_rate","filter":{"dimension":"country","op":"eq","value":"IT"}}]}`

func TestMetricsWithAFilterOfTheirOwn(t *testing.T) {
	for _, c := range []struct{ name, query, rows, totals string }{
		{
			"beside the one without", `{"metrics":["licenses_sold","cad_sold"],"by":["account"],"totals":true,` + define + `}`,
			"Fabrikam | 50 | 0\nNorthwind | 130 | 10\nÉlan | 8 | 8\n", "- | 188 | 18\n",
		},
		{
			"both terms of a ratio", `{"metrics":["suite_rate","deployment_rate","italian_suite_rate"],"by":["account"],"totals":true,` + define + `}`,
			"Fabrikam | 0.2 | 0.2 | -\nNorthwind | 0.3096774194 | 0.3111111111 | 0.3096774194\nÉlan | - | 0.75 | -\n", "- | 0.3014925373 | 0.3081395349 | 0.3096774194\n",
		},
		{
			"folded", `{"metrics":["active_users","suite_exchange"],"by":["account"],` + define + `}`,
			"Fabrikam | 60 | 60\nNorthwind | 75 | 70\n", "",
		},
		{
			"joined with those of report and dashboard", `{"metrics":["licenses_sold","cad_sold"],"by":["product"],"filter":{"dimension":"account","op":"in","values":["Northwind","Élan"]},"dashboard_filter":{"dimension":"country","op":"eq","value":"IT"},` + define + `}`,
			"CAD | 10 | 10\nSuite | 120 | 0\n", "",
		},
		{
			"compared, with Other", `{"metrics":["licenses_sold","cad_sold"],"by":["account"],"compare":{"as_of":"2026-09-30"},"top":{"dimension":"account","n":1,"metric":"cad_sold","other":true},` + define + `}`,
			"Northwind | 130 | 85 | 45 | 0.5294117647 | 10 | 0 | 10 | - | changed\nOther | 58 | 0 | 58 | - | 8 | 0 | 8 | - | added\n", "",
		},
		{
			"items of a group in their order", `{"metrics":["licenses_sold"],"by":["size"],` + define + `}`,
			"small | 18\nbig | 150\nmiddle | 20\n", "",
		},
		{
			"top of a group", `{"metrics":["licenses_sold"],"by":["size"],"top":{"dimension":"size","n":1,"metric":"licenses_sold","other":true},` + define + `}`,
			"big | 150\nOther | 38\n", "",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := askFixture(t, c.query)
			if got := printed(r.Rows); got != c.rows {
				t.Errorf("rows\n%s", got)
			}
			if got := printed([][]any{r.Totals}); c.totals != "" && got != c.totals {
				t.Errorf("totals %s", got)
			}
		})
	}
	_, err := tryFixture(t, `{"metrics":["cad_sold"],"define":{"metrics":[{"name":"cad_sold","metric":"licenses_sold","filter":{"dimension":"workload","op":"eq","value":"x"}}]}}`)
	if fault.Of(err) == nil {
		t.Error("a filter that the metric does not have was accepted")
	}
}
