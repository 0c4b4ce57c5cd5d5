package metric_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/metric"
)

func TestTheJSONOfAFilter(t *testing.T) {
	for _, c := range []struct{ in, out, problem string }{
		{in: `{"dimension":"end_date","op":"next","n":"{{WINDOW}}","unit":"day"}`, out: `{"dimension":"end_date","op":"next","unit":"day","n":"{{WINDOW}}"}`},
		{in: `{"all":[{"dimension":"end_date","op":"last","n":3,"unit":"day"}]}`, out: `{"all":[{"dimension":"end_date","op":"last","unit":"day","n":3}]}`},
		{in: `{"dimension":"country","op":"in","values":["IT",null]}`, out: `{"dimension":"country","op":"in","values":["IT",null]}`},
		{in: `{"dimension":"country","operator":"eq"}`, problem: `unknown field "operator"`},
		{in: `{"any":[{"dimensions":"country"}]}`, problem: `unknown field "dimensions"`},
		{in: `{"dimension":5}`, problem: "field filterJSON.dimension"},
		{in: `{"op":"next","n":1.5}`, problem: "number 1.5"},
		{in: `{"op":"next","n":true}`, problem: "bool"},
	} {
		var f metric.Filter
		err := json.Unmarshal([]byte(c.in), &f)
		if c.problem != "" {
			if err == nil || !strings.Contains(err.Error(), c.problem) {
				t.Errorf("%s: %v", c.in, err)
			}
			continue
		}
		if out, werr := json.Marshal(f); err != nil || werr != nil || string(out) != c.out {
			t.Errorf("%s became %s, %v", c.in, out, err)
		}
	}
}

// TestTheJSONOfASplit: the short and the long form; a misspelt key would be
// another question.
func TestTheJSONOfASplit(t *testing.T) {
	for in, want := range map[string]string{
		`"country"`: `"country"`, `{"dimension":"country"}`: `"country"`, `{"dimension":"date","grain":"month"}`: `{"dimension":"date","grain":"month"}`,
	} {
		var by metric.By
		err := json.Unmarshal([]byte(in), &by)
		if out, werr := json.Marshal(by); err != nil || werr != nil || string(out) != want {
			t.Errorf("%s became %s, %v", in, out, err)
		}
	}
	if err := json.Unmarshal([]byte(`{"dimension":"date","gran":"month"}`), new(metric.By)); err == nil || !strings.Contains(err.Error(), `unknown field "gran"`) {
		t.Errorf("got %v", err)
	}
}

// TestWhatDoesNotBelongIntoAFilterIsPointedAt: the place is that of the whole
// question, however deep the filter is in it.
func TestWhatDoesNotBelongIntoAFilterIsPointedAt(t *testing.T) {
	for in, field := range map[string]string{
		`{"filter":[]}`:                              "filter",
		`{"filter":{"dimension":5}}`:                 "filter.dimension",
		`{"filter":{"all":[{"any":[{"op":true}]}]}}`: "filter.all.any.op",
		`{"filter":{"all":{}}}`:                      "filter.all",
		`{"filter":{"all":[{"n":1.5}]}}`:             "filter.all.n",
		`{"having":{"n":[]}}`:                        "having.n",
		`{"dashboard_filter":{"n":{}}}`:              "dashboard_filter.n",
		`{"by":[{"dimension":5}]}`:                   "by.dimension",
		`{"by":[{"dimensions":"date"}]}`:             "dimensions",
		`{"by":"account"}`:                           "by",
		`{"filter":{"value":1e400}}`:                 "filter.value",
		`{"compare":{"back":"one"}}`:                 "compare.back",
	} {
		var told *fault.Error
		if err := fault.ReadJSON([]byte(in), new(metric.Query)); !errors.As(err, &told) || told.Field != field {
			t.Errorf("%s: %#v", in, err)
		}
	}
}
