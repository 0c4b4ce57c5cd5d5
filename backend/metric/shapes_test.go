package metric_test

import (
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/metric/builtin"
)

func TestAWrongShapeIsToldWhereAndWhatToDo(t *testing.T) {
	sold := func(rest string) string { return `{"metrics":["licenses_sold"],"by":["account"],` + rest + `}` }
	for _, c := range []struct{ name, query, field, hint string }{
		{"compared with nothing", sold(`"compare":{}`), "compare", ""},
		{"compared with two", sold(`"compare":{"as_of":"2026-01-01","back":1,"unit":"month"}`), "compare", ""},
		{"no such day", sold(`"compare":{"as_of":"2026-02-30"}`), "compare.as_of", ""},
		{"no such import", sold(`"compare":{"known_at":-1}`), "compare.known_at", ""},
		{"back without a unit", sold(`"compare":{"back":1}`), "compare.unit", ""},
		{"back to the future", sold(`"compare":{"back":-1,"unit":"day"}`), "compare.back", ""},
		{"a unit without back", sold(`"compare":{"as_of":"2026-01-01","unit":"day"}`), "compare.unit", ""},
		{"months that meet none", `{"metrics":["licenses_sold"],"by":[{"dimension":"date","grain":"month"}],"compare":{"back":7,"unit":"day"}}`, "compare.back", "months"},
		{"quarters that meet none", `{"metrics":["licenses_sold"],"by":[{"dimension":"date","grain":"quarter"}],"compare":{"back":2,"unit":"month"}}`, "compare.back", "quarters"},
		{"weeks that meet none", `{"metrics":["licenses_sold"],"by":[{"dimension":"date","grain":"week"}],"compare":{"back":1,"unit":"year"}}`, "compare.back", "weeks"},
		{"sorted by a difference of nothing", sold(`"sort":[{"by":"licenses_sold.delta"}]`), "sort[0].by", ""},
		{"having a difference of nothing", sold(`"having":{"metric":"licenses_sold.delta","op":"gt","value":1}`), "having.metric", "compare"},
		{"having another role", sold(`"compare":{"as_of":"2026-01-01"},"having":{"metric":"licenses_sold.after","op":"gt","value":1}`), "having.metric", "delta"},
		{"rows without a key", `{"columns":["account"],"dataset":"support_requests","compare":{"as_of":"2026-01-01"}}`, "compare", "entitlements"},

		{"top of another dimension", sold(`"top":{"dimension":"product","n":1,"metric":"licenses_sold"}`), "top.dimension", "by"},
		{"top of none", sold(`"top":{"dimension":"account","metric":"licenses_sold"}`), "top.n", ""},
		{"top by nothing", sold(`"top":{"dimension":"account","n":1}`), "top.metric", ""},
		{"top by another name", sold(`"top":{"dimension":"account","n":1,"metric":"licences_sold"}`), "top.metric", "licenses_sold"},
		{"other days", `{"metrics":["licenses_sold"],"by":["date"],"top":{"dimension":"date","n":1,"metric":"licenses_sold","other":true}}`, "top.other", "filter"},
		{"top of a list", `{"columns":["account"],"top":{"dimension":"account","n":1,"metric":"licenses_sold"}}`, "top", "limit"},

		{"pivot of another dimension", sold(`"pivot":["product"]`), "pivot[0]", "by"},
		{"pivot twice", sold(`"pivot":["account","account"]`), "pivot[1]", ""},
		{"pivot of a list", `{"columns":["account"],"pivot":["account"]}`, "pivot", "metrics"},

		{"calculation without a name", sold(`"calculations":[{"metric":"licenses_sold","kind":"rank"}]`), "calculations[0].name", ""},
		{"calculation by the name of a metric", sold(`"calculations":[{"name":"licenses_sold","metric":"licenses_sold","kind":"rank"}]`), "calculations[0].name", ""},
		{"calculation twice", sold(`"calculations":[{"name":"x","metric":"licenses_sold","kind":"rank"},{"name":"x","metric":"licenses_sold","kind":"share"}]`), "calculations[1].name", ""},
		{"calculation of another metric", sold(`"calculations":[{"name":"x","metric":"entitlements","kind":"rank"}]`), "calculations[0].metric", ""},
		{"no such calculation", sold(`"calculations":[{"name":"x","metric":"licenses_sold","kind":"median"}]`), "calculations[0].kind", "running_sum"},
		{"per another dimension", sold(`"calculations":[{"name":"x","metric":"licenses_sold","kind":"rank","per":["account","product"]}]`), "calculations[0].per[1]", "by"},
		{"a sum of ratios", `{"metrics":["usage_rate"],"by":["account"],"calculations":[{"name":"x","metric":"usage_rate","kind":"running_average"}]}`, "calculations[0].kind", "numerator"},
		{"sorted by a calculation", sold(`"calculations":[{"name":"x","metric":"licenses_sold","kind":"rank"}],"sort":[{"by":"x"}]`), "sort[0].by", ""},
		{"calculations of a list", `{"columns":["account"],"calculations":[{"name":"x","metric":"licenses_sold","kind":"rank"}]}`, "calculations", "metrics"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := fault.Of(parse(t, c.query).Validate(builtin.Catalog()))
			if f == nil {
				t.Fatal("was accepted")
			}
			if f.Code != fault.Invalid || f.Field != c.field || f.Message == "" || !strings.Contains(f.Hint, c.hint) {
				t.Errorf("%+v", f)
			}
		})
	}
}

func TestRightShapes(t *testing.T) {
	for _, query := range []string{
		`{"metrics":["licenses_sold","usage_rate"],"by":["account"],"compare":{"back":1,"unit":"year"},"sort":[{"by":"usage_rate.delta_rate"},{"by":"change"}],"having":{"metric":"overage.delta","op":"gt","value":0}}`,
		`{"metrics":["licenses_sold"],"by":[{"dimension":"date","grain":"quarter"}],"compare":{"back":12,"unit":"month"}}`,
		`{"metrics":["licenses_sold"],"by":[{"dimension":"date","grain":"week"}],"compare":{"back":14,"unit":"day"}}`,
		`{"metrics":["support_requests"],"by":[{"dimension":"date","grain":"month_of_year"}],"compare":{"back":9,"unit":"day"}}`,
		`{"metrics":["usage_rate"],"by":["account"],"calculations":[{"name":"best","metric":"usage_rate","kind":"running_max"},{"name":"step","metric":"usage_rate","kind":"difference"}]}`,
		`{"columns":["account","custom.Tier"],"compare":{"known_at":3},"sort":[{"by":"custom.Tier.before"}]}`,
	} {
		if err := parse(t, query).Validate(builtin.Catalog()); err != nil {
			t.Errorf("%s: %v", query, err)
		}
	}
}
