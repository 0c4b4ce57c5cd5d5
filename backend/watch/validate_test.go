package watch

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
)

// The long form as the contract of the commands writes it.
const overageInItaly = `{"name": "Overage in Italy", "query": {"metrics": ["overage"], "filter": {"dimension": "country", "op": "eq", "value": "IT"}},
	"per": ["account", "product"], "condition": {"metric": "overage", "op": "gt", "value": 0, "clear": 0, "for": 2}, "trigger": {"on": "import"},
	"destinations": ["inbox", "desktop"], "message": "{{account}}: {{overage}} over", "watch": "all"}`

func TestTheLongFormOfARule(t *testing.T) {
	r, err := ParseRule([]byte(overageInItaly))
	if err != nil {
		t.Fatal(err)
	}
	zero := 0.0
	want := Rule{
		Name: "Overage in Italy", Per: []string{"account", "product"},
		Query:     metric.Query{Metrics: []string{"overage"}, Filter: &metric.Filter{Dimension: "country", Op: "eq", Value: "IT"}},
		Condition: Condition{Kind: Threshold, Metric: "overage", Op: "gt", Value: &zero, Clear: &zero, For: 2},
		Trigger:   Trigger{On: "import"}, Destinations: []Destination{ToDesktop}, Message: Message{Body: "{{account}}: {{overage}} over"}, State: Active,
	}
	if !reflect.DeepEqual(r, want) {
		t.Errorf("got %+v\nwant %+v", r, want)
	}
	if err := r.Validate(Known{Catalog: builtin.Catalog()}); err != nil {
		t.Errorf("it is not valid: %v", err)
	}
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var again Rule
	if err := json.Unmarshal(text, &again); err != nil || !reflect.DeepEqual(again, want) {
		t.Errorf("stored as %s it is %+v, %v", text, again, err)
	}
}

// A short rule written out in full finds the same and calls it the same.
func TestAShortRuleInFull(t *testing.T) {
	for _, tt := range []struct{ short, long string }{
		{
			`{"name":"r","template":"ends_within","days":90,"list_days":200,"repeat_days":30,"per":["account"],"watch":"all"}`,
			`{"name":"r","template":"ends_within","watch":"all","per":["account_key"],"condition":{"kind":"ends_within","days":90},"list_days":200,"repeat_days":30}`,
		},
		{
			`{"name":"r","template":"usage_over","threshold":0.9,"clear":0.8,"watch":"watched"}`,
			`{"name":"r","template":"usage_over","watch":"watched","per":["account_key","product"],"condition":{"kind":"threshold","metric":"consumption_rate","fallback":"usage_rate","op":"gt","value":0.9,"clear":0.8}}`,
		},
	} {
		short, err := ParseRule([]byte(tt.short))
		if err != nil {
			t.Fatal(err)
		}
		long, err := ParseRule([]byte(tt.long))
		if err != nil {
			t.Fatal(err)
		}
		if full := short.Full(); !reflect.DeepEqual(full, long) {
			t.Errorf("%s in full is %+v, want %+v", tt.short, full, long)
		}
		if text, err := json.Marshal(long); err != nil || string(text) != tt.long {
			t.Errorf("written as %s, want %s, %v", text, tt.long, err)
		}
	}
}

func TestInstancesKeepTheirNames(t *testing.T) {
	tests := []struct {
		rule   Rule
		values []any
		want   string
	}{
		{Rule{Template: EndsWithin, Per: []string{"account_key"}}, []any{"tenant:1"}, "account:tenant:1"},
		{Rule{Template: EndsWithin, Per: []string{"entitlement_key"}}, []any{"k|1"}, "entitlement:k|1"},
		{Rule{Template: UsageOver, Per: []string{"account_key", "product"}}, []any{"tenant:1", nil}, "usage:tenant:1|"},
		{Rule{Per: []string{"account_key"}}, []any{"tenant:1"}, "account_key:tenant:1"},
		{Rule{Per: []string{"account_key", "product"}}, []any{"a|b", `c\d`}, `account_key+product:a\|b|c\\d`},
		{Rule{Per: []string{"product", "quantity"}}, []any{nil, int64(5)}, `product+quantity:\-|5`},
		{Rule{}, nil, ":"},
	}
	for _, tt := range tests {
		n := naming{tt.rule}
		got := n.name(tt.values)
		if got != tt.want {
			t.Errorf("%v of %v is %q, want %q", tt.values, tt.rule.Per, got, tt.want)
		}
		if len(tt.values) == 0 {
			continue
		}
		keys, ok := n.values(got)
		if s, _ := tt.values[0].(string); s != "" && (!ok || *keys[0] != s) {
			t.Errorf("the keys of %q are %v, want %q first", got, keys, s)
		}
	}
}

func TestValidateNamesWhatIsWrong(t *testing.T) {
	rule := func(more string) string { return `{"name":"r","watch":"all",` + more + `}` }
	tests := []struct{ text, field, says, hint string }{
		{rule(`"condition":{"kind":"treshold"}`), "condition.kind", "no kind", "threshold"},
		{rule(`"condition":{"kind":"threshold","metric":"overage","op":"gt"}`), "condition.value", `needs "value"`, ""},
		{rule(`"condition":{"kind":"threshold","metric":"overage","op":"over","value":1}`), "condition.op", "none of gt", ""},
		{rule(`"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1,"clear":2}`), "condition.clear", "above the level", ""},
		{rule(`"condition":{"kind":"threshold","metric":"overage","op":"lt","value":1,"clear":0}`), "condition.clear", "below the level", ""},
		{rule(`"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1,"days":3}`), "condition.days", "does not belong", ""},
		{rule(`"condition":{"kind":"change","metric":"overage","fallback":"licenses_sold","direction":"up","by":1,"against":"year"}`), "condition.fallback", "does not belong", ""},
		{rule(`"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1,"metrik":3}`), "condition.metrik", "no key", "metric"},
		{rule(`"condition":{"kind":"threshold","metric":"overage","op":"gt","value":"1"}`), "condition.value", "does not fit", ""},
		{rule(`"condition":{"kind":"threshold","metric":"overrage","op":"gt","value":1}`), "condition.metric", "no metric", "overage"},
		{rule(`"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1,"and":[{"metric":"licences_sold","op":"gt","value":1}]}`), "condition.and[0].metric", "no metric", "licenses_sold"},
		{rule(`"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1,"base":{"metric":"","at_least":1}}`), "condition.base.metric", "needs a metric", ""},
		{rule(`"per":["acount_key"],"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1}`), "per[0]", "no dimension", "account_key"},
		{rule(`"per":["auto_renew"],"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1}`), "per[0]", "cannot be split", ""},
		{rule(`"per":["date"],"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1}`), "per[0]", "by date", ""},
		{rule(`"query":{"filter":{"dimension":"contry","op":"eq","value":"IT"}},"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1}`), "query.filter.dimension", "no dimension", "country"},
		{rule(`"query":{"limit":5},"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1}`), "query.limit", "of its own", ""},
		{rule(`"query":{"as_of":"2026-01-01"},"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1}`), "query.as_of", "of its own", ""},
		{rule(`"query":{"metriks":[]},"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1}`), "query.metriks", "no key", "metrics"},
		{rule(`"condition":{"kind":"change","metric":"overage","direction":"up","by":1,"against":"previous"}`), "condition.over", "how many periods", ""},
		{rule(`"condition":{"kind":"change","metric":"overage","direction":"up","by":1,"against":"year","over":1,"unit":"year"}`), "condition.over", "needs no periods", ""},
		{rule(`"condition":{"kind":"change","metric":"overage","direction":"up","by":1,"against":"median","over":2,"unit":"month"}`), "condition.over", "at least 3", ""},
		{rule(`"condition":{"kind":"trend","metric":"overage","direction":"either","over":3,"unit":"month"}`), "condition.direction", "up or down", ""},
		{rule(`"condition":{"kind":"unused","metric":"active_users"}`), "condition.days", "needs", ""},
		{rule(`"condition":{"kind":"crosses","metric":"account_health","bands":[70,40]}`), "condition.bands[1]", "not above", ""},
		{rule(`"condition":{"kind":"ends_within","days":30}`), "per", "needs what it is about", ""},
		{rule(`"per":["entitlement_key"],"condition":{"kind":"ends_within","days":-1}`), "condition.days", "from 0", ""},
		{rule(`"per":["entitlement_key"],"condition":{"kind":"ends_within","days":30},"list_days":10`), "list_days", "cannot be less", ""},
		{rule(`"per":["entitlement_key"],"condition":{"kind":"ends_within","days":30},"stages":[30,30]`), "stages[1]", "twice", ""},
		{rule(`"per":["entitlement_key"],"condition":{"kind":"ends_within","days":30},"stages_of":[{"filter":{"dimension":"prodct","op":"eq","value":"x"},"stages":[1]}]`), "stages_of[0].filter.dimension", "no dimension", "product"},
		{rule(`"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1},"stages":[30]`), "stages", "about ends", ""},
		{rule(`"per":["account_key"],"condition":{"kind":"enters","segment":"big"}`), "condition.segment", "no segment", "bigg"},
		{rule(`"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1},"destinations":["desktp"]`), "destinations[0]", "none of", "desktop"},
		{rule(`"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1},"destinations":["webhook:opps"]`), "destinations[0]", "no webhook", "ops"},
		{rule(`"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1},"severity":"high"`), "severity", "none of", ""},
		{rule(`"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1},"trigger":{"on":"never"}`), "trigger.on", "nothing that triggers", ""},
		{rule(`"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1},"message":{"title":"{{acount}}"}`), "message.title", "no token", "account"},
		{rule(`"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1},"message":{"body":"{{TODAY-30}} {{account}} {{overage}} {{NOTHING}}"}`), "message.body", "{{NOTHING}}", ""},
		{rule(`"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1},"query":{"filter":{"dimension":"end_date","op":"eq","value":"{{NOW}}"}}`), "query", "every second", ""},
		{rule(`"condition":{"kind":"crosses","metric":"overage","bands":[]}`), "condition.bands", `needs "bands"`, ""},
		{rule(`"per":["account_key"],"condition":{"kind":"changes","columns":[]}`), "condition.columns", `needs "columns"`, ""},
		{rule(`"per":["product"],"condition":{"kind":"ended"}`), "condition.days", `needs "days"`, ""},
		{rule(`"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1},"query":{"filter":{"all":[{"any":[]}]}}`), "query.filter", "keeps nothing", ""},
		{rule(`"query":{"dataset":"inbox"},"per":["rule"],"condition":{"kind":"appears"}`), "query.dataset", "what was there before", ""},
		{rule(`"query":{"dataset":"usage"},"per":["support_title"],"condition":{"kind":"appears"}`), "per[0]", "has no support_title", ""},
		{rule(`"per":["entitlement_key"],"condition":{"kind":"changes","columns":["quantity","days_to_end"]}`), "condition.columns[1]", "every day", "end_date"},
		{rule(`"per":["entitlement_key"],"condition":{"kind":"changes","columns":["days_to_act"]}`), "condition.columns[0]", "every day", "end_date"},
		{rule(`"per":["account_key","days_to_end"],"condition":{"kind":"ends_within","days":30}`), "per[1]", "every day", "end_date"},
	}
	known := Known{Catalog: builtin.Catalog(), Segments: []Segment{{Name: "bigg"}}, Webhooks: []string{"ops"}}
	for _, tt := range tests {
		r, err := ParseRule([]byte(tt.text))
		if err == nil {
			err = r.Validate(known)
		}
		f := fault.Of(err)
		if f == nil || f.Field != tt.field || !strings.Contains(f.Message, tt.says) || !strings.Contains(f.Hint, tt.hint) {
			t.Errorf("%s\n gives %+v, want field %q, %q and hint %q", tt.text, f, tt.field, tt.says, tt.hint)
		}
	}
}

// A rule by a number that is another one every time would fire by itself.
func TestChanceIsRefused(t *testing.T) {
	for expression, refused := range map[string]bool{"RANDOM() * [quantity]": true, "HOUR(NOW()) + [quantity]": true, "[quantity] + 1": false} {
		text := `{"name":"r","watch":"all","per":["account_key"],"query":{"define":{"columns":[{"name":"odd","expression":"` + expression + `"}],
			"metrics":[{"name":"sum_odd","aggregate":"sum","column":"odd","dataset":"entitlements"}]}},"condition":{"kind":"threshold","metric":"sum_odd","op":"gt","value":1}}`
		r, err := ParseRule([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		err = r.Validate(Known{Catalog: builtin.Catalog(), Understand: func(q metric.Query) (metric.Query, metric.Catalog, error) {
			c, err := builtin.Catalog().With(*q.Define)
			return q, c, err
		}})
		if (err != nil) != refused {
			t.Errorf("%s: %v", expression, err)
		}
	}
}

// Every kind has its keys, and no key is of no kind.
func TestEveryKindOfConditionHasItsKeys(t *testing.T) {
	used := map[string]bool{"kind": true}
	for _, k := range Kinds {
		keys, ok := conditionKeys[k]
		if !ok {
			t.Errorf("%s has no keys", k)
		}
		for _, key := range slices.Concat(keys.must, keys.may) {
			used[key] = true
		}
	}
	for _, key := range jsonKeys(Condition{}) {
		if !used[key] {
			t.Errorf("no kind has %q", key)
		}
	}
	if len(Kinds) != len(conditionKeys) {
		t.Errorf("%d kinds, %d with keys", len(Kinds), len(conditionKeys))
	}
}

// A filter that keeps everything is not said.
func TestAnEmptyFilterIsNotSaid(t *testing.T) {
	for _, filter := range []string{`{}`, `{"all":[]}`} {
		r, err := ParseRule([]byte(`{"name":"r","watch":"all","query":{"filter":` + filter + `},"condition":{"kind":"threshold","metric":"overage","op":"gt","value":1}}`))
		if err != nil {
			t.Fatal(err)
		}
		if said := (Words{Catalog: builtin.Catalog()}).Sentence(r); strings.Contains(said, "Only where") {
			t.Errorf("%s: %s", filter, said)
		}
	}
}
