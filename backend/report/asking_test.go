package report

import (
	"encoding/json"
	"reflect"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
)

func TestAReportIsAskedAsItIsLookedAt(t *testing.T) {
	sold := figures("licenses_sold").by("product")
	rate := figures("licenses_sold", "usage_rate").by("product")
	window := figures("ending").only("ending", "licenses_ending", nextWindow("end_date"))
	month := metric.Compare{Back: 1, Unit: "month"}
	day := metric.Compare{Back: 1, Unit: "day"}
	none := []string{}
	for name, c := range map[string]struct {
		asking Asking
		view   View
		want   string
		left   []string
	}{
		"as it is": {Asking{Report: Report{Query: sold.Query}}, View{}, `{"metrics":["licenses_sold"],"by":["product"]}`, none},
		"day, knowledge and scope": {
			Asking{Report: Report{Query: sold.Query}},
			View{AsOf: "2026-10-31", KnownAt: 7, Scope: "own"},
			`{"metrics":["licenses_sold"],"by":["product"],"scope":"own","as_of":"2026-10-31","known_at":7}`, none,
		},
		"what the report says itself goes first": {
			Asking{Report: Report{Query: sold.scoped("all").back(3, "month").Query}, Compare: &month},
			View{Scope: "own"},
			`{"metrics":["licenses_sold"],"by":["product"],"scope":"all","compare":{"back":3,"unit":"month"}}`, none,
		},
		"an account": {
			Asking{Report: Report{Query: sold.where(is("country", "IT")).Query}, Account: "tenant:1"},
			View{},
			`{"metrics":["licenses_sold"],"by":["product"],"filter":{"all":[{"dimension":"country","op":"eq","value":"IT"},{"dimension":"account_key","op":"eq","value":"tenant:1"}]}}`, none,
		},
		"files are of no account": {
			Asking{Report: Report{Query: figures("imports").Query}, Account: "tenant:1"}, View{}, `{"metrics":["imports"]}`, []string{"account_key"},
		},
		"controls beside the filter of the report": {
			Asking{Report: Report{Query: sold.where(is("trial", false)).Query}, Filters: []metric.Filter{is("region", "Nordics"), next("end_date", 90, "day")}},
			View{},
			`{"metrics":["licenses_sold"],"by":["product"],"filter":{"dimension":"trial","op":"eq","value":false},"dashboard_filter":{"all":[{"dimension":"region","op":"eq","value":"Nordics"},{"dimension":"end_date","op":"next","n":90,"unit":"day"}]}}`, none,
		},
		"what not every relation has is left out": {
			Asking{Report: Report{Query: rate.Query}, Filters: []metric.Filter{next("end_date", 90, "day"), is("region", "Nordics"), is("workload", "Mail")}},
			View{},
			`{"metrics":["licenses_sold","usage_rate"],"by":["product"],"dashboard_filter":{"dimension":"region","op":"eq","value":"Nordics"}}`,
			[]string{"end_date", "workload"},
		},
		"any with one that is not there is left out whole": {
			Asking{Report: Report{Query: sold.Query}, Filters: []metric.Filter{anyOf(is("region", "Nordics"), is("workload", "Mail"))}},
			View{},
			`{"metrics":["licenses_sold"],"by":["product"]}`,
			[]string{"workload"},
		},
		"all is several": {
			Asking{Report: Report{Query: sold.Query}, Filters: []metric.Filter{{All: []metric.Filter{is("region", "Nordics"), is("workload", "Mail")}}}},
			View{},
			`{"metrics":["licenses_sold"],"by":["product"],"dashboard_filter":{"dimension":"region","op":"eq","value":"Nordics"}}`,
			[]string{"workload"},
		},
		"what nobody knows is left out": {
			Asking{Report: Report{Query: sold.Query}, Filters: []metric.Filter{is("age_band", "old")}}, View{}, `{"metrics":["licenses_sold"],"by":["product"]}`, []string{"age_band"},
		},
		"metrics of its own are known": {
			Asking{Report: Report{Query: window.Query}, Filters: []metric.Filter{is("workload", "Mail")}, Tokens: map[string]any{"WINDOW": 30, "OTHER": "x"}},
			View{},
			`{"metrics":["ending"],"tokens":{"WINDOW":30},"define":{"metrics":[{"name":"ending","metric":"licenses_ending","filter":{"dimension":"end_date","op":"next","n":"{{WINDOW}}","unit":"day"}}]}}`,
			[]string{"workload"},
		},
		"tokens of filters and titles": {
			Asking{Report: Report{Title: "{{ OTHER }}", Query: sold.Query}, Filters: []metric.Filter{nextWindow("end_date")}, Tokens: map[string]any{"WINDOW": 30, "OTHER": "x", "THIRD": 1}},
			View{},
			`{"metrics":["licenses_sold"],"by":["product"],"dashboard_filter":{"dimension":"end_date","op":"next","n":"{{WINDOW}}","unit":"day"},"tokens":{"OTHER":"x","WINDOW":30}}`, none,
		},
		"a limit goes before": {
			Asking{Report: Report{Query: sold.limit(10).Query}, Limit: 5}, View{}, `{"metrics":["licenses_sold"],"by":["product"],"limit":5}`, none,
		},
		"a comparison": {
			Asking{Report: Report{Query: sold.Query}, Compare: &month}, View{}, `{"metrics":["licenses_sold"],"by":["product"],"compare":{"back":1,"unit":"month"}}`, none,
		},
		"a month cannot be compared by days": {
			Asking{Report: Report{Query: figures("licenses_sold").by("date:month").Query}, Compare: &day},
			View{},
			`{"metrics":["licenses_sold"],"by":[{"dimension":"date","grain":"month"}]}`, none,
		},
		"a list is not compared": {
			Asking{Report: Report{Query: rows("usage", "account").Query}, Compare: &month}, View{}, `{"columns":["account"],"dataset":"usage"}`, none,
		},
	} {
		before, err := json.Marshal(c.asking)
		if err != nil {
			t.Fatal(err)
		}
		q, left := c.asking.Compose(builtin.Catalog(), c.view)
		got := plain(t, q)
		var want any
		if err := json.Unmarshal([]byte(c.want), &want); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(left, c.left) {
			t.Errorf("%s: %v left out, want %v; asks\n%v, want\n%v", name, left, c.left, got, want)
		}
		if after, err := json.Marshal(c.asking); err != nil || string(after) != string(before) {
			t.Errorf("%s: composing changes what is asked: %s", name, after)
		}
	}
}

// plain returns a question as JSON has it.
func plain(t *testing.T, q metric.Query) (out any) {
	t.Helper()
	data, err := json.Marshal(q)
	if err == nil {
		err = json.Unmarshal(data, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}
