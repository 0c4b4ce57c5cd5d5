package engine_test

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
)

// keeping is the fixture with what a person keeps.
type keeping struct {
	*fixture
	kept metric.Definitions
}

func (k keeping) Read(_ context.Context, fn func(engine.Snapshot) error) error { return fn(k) }

func (k keeping) State() engine.State {
	s := k.fixture.State()
	s.Definitions = k.kept
	return s
}

func keep(t *testing.T, definitions string) *engine.Engine {
	t.Helper()
	k := keeping{fixture: openFixture(t)}
	if err := json.Unmarshal([]byte(definitions), &k.kept); err != nil {
		t.Fatal(err)
	}
	return engine.New(k, builtin.Catalog())
}

func query(t *testing.T, text string) metric.Query {
	t.Helper()
	var q metric.Query
	if err := json.Unmarshal([]byte(text), &q); err != nil {
		t.Fatal(err)
	}
	return q
}

func TestKeptDefinitionsAnswerAndTheQuestionsOwnGoFirst(t *testing.T) {
	e := keep(t, `{"columns":[{"name":"spare","expression":"[quantity] - {{RESERVE}}"}],"metrics":[{"name":"total_spare","aggregate":"sum","column":"spare"}],
		"tokens":[{"name":"RESERVE","kind":"value","type":"number","value":10}]}`)
	for _, c := range []struct {
		query string
		want  any
	}{
		{`{"metrics":["total_spare"]}`, 138.0},
		{`{"metrics":["total_spare"],"tokens":{"RESERVE":1}}`, 183.0},
		{`{"metrics":["total_spare"],"define":{"columns":[{"name":"spare","expression":"[quantity]"}]}}`, 188.0},
		{`{"metrics":["total_spare"],"filter":{"dimension":"spare","op":"ge","value":"{{RESERVE}}"}}`, 140.0},
	} {
		r, err := e.Ask(t.Context(), query(t, c.query), november)
		if err != nil || r.Rows[0][0] != c.want {
			t.Errorf("%s is %v, %v", c.query, r.Rows, err)
		}
	}
	_, err := e.Ask(t.Context(), query(t, `{"metrics":["total_spare"],"filter":{"dimension":"end_date","op":"next","n":"{{WINDOW}}","unit":"day"}}`), november)
	if f := fault.Of(err); f == nil || !strings.Contains(f.Message, "WINDOW") {
		t.Errorf("a token that there is not: %+v", f)
	}
}

// A group cut by what there is and by the day is cut again for each question.
func TestGroupsFollowTheDayAndTheData(t *testing.T) {
	e := keep(t, `{"groups":[{"name":"bins","column":"quantity","numbers":{"kind":"dynamic","count":2}},
		{"name":"soon","column":"end_date","conditions":[{"name":"this month","filter":{"op":"this","unit":"month"}}],"other":"another time"}],
		"columns":[{"name":"label","expression":"CONCATENATE([soon], \", \", [bins])"}]}`)
	for _, c := range []struct{ query, want string }{
		{`{"metrics":["entitlements"],"by":["soon"]}`, "this month | 1\nanother time | 4\n"},
		{`{"metrics":["entitlements"],"by":["soon"],"as_of":"2026-12-01"}`, "another time | 4\n"},
		{`{"metrics":["entitlements"],"by":["label"],"filter":{"dimension":"country","op":"eq","value":"IT"}}`, "another time, 0 – 50 | 1\nanother time, 50 – 100 | 1\nthis month, 0 – 50 | 1\n"},
	} {
		r, err := e.Ask(t.Context(), query(t, c.query), november)
		if err != nil || printed(r.Rows) != c.want {
			t.Errorf("%s is\n%s%v", c.query, printed(r.Rows), err)
		}
	}
}

// Acceptance check 11: what no item of a group holds is counted.
func TestRowsWithoutAnItemAreCounted(t *testing.T) {
	for _, c := range []struct {
		query string
		want  map[string]int64
	}{
		{`{"metrics":["entitlements"],"by":["place"],"define":{"groups":[{"name":"place","column":"country","lists":[{"name":"south","values":["IT"]}]}]}}`, map[string]int64{"place": 2}},
		{`{"metrics":["entitlements"],"by":["place"],"filter":{"dimension":"product","op":"eq","value":"CAD"},"define":{"groups":[{"name":"place","column":"country","lists":[{"name":"south","values":["IT"]}]}]}}`, map[string]int64{"place": 1}},
		{`{"metrics":["entitlements"],"by":["place"],"define":{"groups":[{"name":"place","column":"country","lists":[{"name":"south","values":["IT"]}],"other":"Other"}]}}`, nil},
		{`{"columns":["entitlement","place"],"define":{"groups":[{"name":"place","column":"country","lists":[{"name":"south","values":["IT"]}]}]}}`, map[string]int64{"place": 1}},
		{`{"metrics":["active_users"],"by":["many"],"define":{"groups":[{"name":"many","column":"active","numbers":{"kind":"custom","bins":[{"name":"many","from":60}]}}]}}`, map[string]int64{"many": 12}},
		{`{"metrics":["support_requests"],"by":["place"],"define":{"groups":[{"name":"place","column":"country","lists":[{"name":"south","values":["IT"]}]}]}}`, map[string]int64{"place": 1}},
	} {
		if r := askFixture(t, c.query); !reflect.DeepEqual(r.Ungrouped, c.want) {
			t.Errorf("%s leaves %v", c.query, r.Ungrouped)
		}
	}
}

func TestValuesOfADimension(t *testing.T) {
	e := keep(t, `{"groups":[{"name":"size","column":"quantity","numbers":{"kind":"custom","bins":[{"name":"small","to":20},{"name":"large","from":20}]}}]}`)
	for _, c := range []struct{ list, want string }{
		{`{"dimension":"country"}`, `[{"value":"DE","rows":1},{"value":"IT","rows":1},{"value":null,"rows":1}]`},
		{`{"dimension":"status"}`, `[{"value":"active","rows":5},{"value":"ended","rows":1},{"value":"suspended","rows":1}]`},
		{`{"dimension":"status","filter":{"dimension":"country","op":"eq","value":"DE"}}`, `[{"value":"active","rows":1}]`},
		{`{"dimension":"country","filter":{"dimension":"status","op":"eq","value":"suspended"}}`, `[{"value":"IT","rows":1}]`},
		{`{"dimension":"account","search":"WIND"}`, `[{"value":"Northwind","rows":1}]`},
		{`{"dimension":"account","limit":1}`, `[{"value":"Fabrikam","rows":1}]`},
		{`{"dimension":"account","dataset":"entitlements"}`, `[{"value":"Fabrikam","rows":1},{"value":"Northwind","rows":5},{"value":"Old Co","rows":1}]`},
		{`{"dimension":"size"}`, `[{"value":"small","rows":1},{"value":"large","rows":5},{"value":null,"rows":1}]`},
		{`{"dimension":"workload"}`, `[{"value":"Exchange","rows":2},{"value":"SharePoint and OneDrive","rows":2},{"value":null,"rows":11}]`},
		{`{"dimension":"trial","scope":"own"}`, `[{"value":"no","rows":4},{"value":"yes","rows":1}]`},
		{`{"dimension":"quantity","as_of":"2026-10-01"}`, `[{"value":5,"rows":1},{"value":80,"rows":1}]`},
	} {
		var l metric.ValueList
		if err := json.Unmarshal([]byte(c.list), &l); err != nil {
			t.Fatal(err)
		}
		values, err := e.Values(t.Context(), l, november)
		if err != nil {
			t.Errorf("%s: %v", c.list, err)
			continue
		}
		if text, _ := json.Marshal(values); string(text) != c.want {
			t.Errorf("%s is %s", c.list, text)
		}
	}
	for _, c := range []struct {
		list  metric.ValueList
		field string
	}{
		{metric.ValueList{Dimension: "contry"}, "dimension"},
		{metric.ValueList{Dimension: "date", Dataset: metric.Usage}, "dimension"},
		{metric.ValueList{Dimension: "support_title", Filter: &metric.Filter{Dimension: "quantity", Op: "gt", Value: 1}}, "filter"},
		{metric.ValueList{Dimension: "country", Dataset: "entitlement"}, "dataset"},
		{metric.ValueList{Dimension: "country", Filter: &metric.Filter{Dimension: "region", Op: "gt", Value: 1}}, "filter.op"},
		{metric.ValueList{Dimension: "country", Limit: -1}, "limit"},
	} {
		if _, err := e.Values(t.Context(), c.list, november); err == nil || fault.Of(err).Field != c.field {
			t.Errorf("%+v: %v", c.list, err)
		}
	}
}

// A list with a limit brings only its rows and still counts all of them.
func TestALimitedListCountsItsRows(t *testing.T) {
	r := askFixture(t, `{"dataset":"accounts","columns":["account"],"limit":2}`)
	if printed(r.Rows) != "Fabrikam\nNorthwind\n" || r.RowCount != 3 {
		t.Errorf("%s of %d", printed(r.Rows), r.RowCount)
	}
}
