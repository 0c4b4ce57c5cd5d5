package watch

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"headroom/backend/fault"
)

func TestParseRule(t *testing.T) {
	tests := []struct {
		name string
		text string
		want Rule
	}{
		{
			"the shortest", `{"name":"Ends in 30 days","template":"ends_within","days":30,"watch":"all"}`,
			Rule{Name: "Ends in 30 days", Template: EndsWithin, Days: 30, State: Active},
		},
		{
			"three windows per account", `{"name":"Renewal reminder","template":"ends_within","days":90,"list_days":200,"repeat_days":30,"per":["account"],"watch":"all"}`,
			Rule{Name: "Renewal reminder", Template: EndsWithin, Days: 90, ListDays: 200, RepeatDays: 30, PerAccount: true, State: Active},
		},
		{
			"per account lists what fires", `{"name":"r","template":"ends_within","days":90,"per":["account"],"watch":"all"}`,
			Rule{Name: "r", Template: EndsWithin, Days: 90, ListDays: 90, PerAccount: true, State: Active},
		},
		{
			"today only", `{"name":"r","template":"ends_within","days":0,"per":["entitlement"],"watch":"all"}`,
			Rule{Name: "r", Template: EndsWithin, State: Active},
		},
		{
			"two levels", `{"name":"Nearly full","template":"usage_over","threshold":0.9,"clear":0.8,"watch":"watched"}`,
			Rule{Name: "Nearly full", Template: UsageOver, Threshold: 0.9, Clear: 0.8, Watch: Watch{Watched: true}, State: Active},
		},
		{
			"one level", `{"name":"r","template":"usage_over","threshold":1.1,"watch":{"accounts":["Contoso"]},"state":"draft"}`,
			Rule{Name: "r", Template: UsageOver, Threshold: 1.1, Clear: 1.1, Watch: Watch{Accounts: []string{"Contoso"}}, State: Draft},
		},
		{
			"clears at nothing", `{"name":"r","template":"usage_over","threshold":0.5,"clear":0,"watch":"all"}`,
			Rule{Name: "r", Template: UsageOver, Threshold: 0.5, State: Active},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseRule([]byte(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
			// What is stored and read again is the same rule, active.
			stored, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			tt.want.State = Active
			var again Rule
			if err := json.Unmarshal(stored, &again); err != nil || !reflect.DeepEqual(again, tt.want) {
				t.Errorf("stored as %s it is %+v, %v", stored, again, err)
			}
		})
	}
}

func TestParseRuleNamesWhatIsWrong(t *testing.T) {
	tests := []struct {
		text, field, says string
	}{
		{`[]`, "", "not a JSON object"},
		{`{"name":"a"`, "", "not valid JSON"},
		{`{"name":"r","template":"ends_within","days":30,"watch":"all"} {}`, "", "after the rule"},
		{`{"name":"r","name":"s","template":"ends_within","days":30,"watch":"all"}`, "name", "twice"},
		{`{"template":"ends_within","days":30,"watch":"all"}`, "name", "needs a name"},
		{`{"name":" ","template":"ends_within","days":30,"watch":"all"}`, "name", "needs a name"},
		{`{"name":"a\nb","template":"ends_within","days":30,"watch":"all"}`, "name", "one line"},
		{`{"name":"r","days":30,"watch":"all"}`, "template", "needs a template"},
		{`{"name":"r","template":"grows","watch":"all"}`, "template", `"grows" is not a template`},
		{`{"name":"r","query":{"metrics":["overage"]},"watch":"all"}`, "condition", "needs a condition"},
		{`{"name":"r","template":"ends_within","days":30,"watch":"all","destinations":["inbox"]}`, "destinations", "not supported"},
		{`{"name":"r","template":"ends_within","days":30,"watch":"all","trigger":{"on":"import"}}`, "trigger", "not supported"},
		{`{"name":"r","template":"ends_within","days":30,"watch":"all","threshold":1}`, "threshold", "does not belong to the template ends_within"},
		{`{"name":"r","template":"ends_within","days":30,"watch":"all","dayz":1}`, "dayz", "no key"},
		{`{"name":"r","template":"ends_within","watch":"all"}`, "days", "needs days"},
		{`{"name":"r","template":"ends_within","days":-1,"watch":"all"}`, "days", "whole number"},
		{`{"name":"r","template":"ends_within","days":1.5,"watch":"all"}`, "days", "whole number"},
		{`{"name":"r","template":"ends_within","days":"30","watch":"all"}`, "days", "whole number"},
		{`{"name":"r","template":"ends_within","days":90,"list_days":30,"watch":"all"}`, "list_days", "cannot be less"},
		{`{"name":"r","template":"ends_within","days":90,"repeat_days":0,"watch":"all"}`, "repeat_days", "whole number"},
		{`{"name":"r","template":"ends_within","days":90,"per":["product"],"watch":"all"}`, "per", `["account"]`},
		{`{"name":"r","template":"ends_within","days":30}`, "watch", "needs what it watches"},
		{`{"name":"r","template":"ends_within","days":30,"watch":"some"}`, "watch", `"some" is not`},
		{`{"name":"r","template":"ends_within","days":30,"watch":{"accounts":[]}}`, "watch.accounts", "between 1"},
		{`{"name":"r","template":"ends_within","days":30,"watch":{"segment":""}}`, "watch.segment", "Choose a segment"},
		{`{"name":"r","template":"ends_within","days":30,"watch":{"accounts":["a"," "]}}`, "watch.accounts[1]", "a name, an id"},
		{`{"name":"r","template":"ends_within","days":30,"watch":{"owners":["a"]}}`, "watch", "is not"},
		{`{"name":"r","template":"ends_within","days":30,"watch":"all","state":"paused"}`, "state", "active or draft"},
		{`{"name":"r","template":"usage_over","watch":"all"}`, "threshold", "needs a threshold"},
		{`{"name":"r","template":"usage_over","threshold":90,"watch":"all"}`, "threshold", "written 0.9"},
		{`{"name":"r","template":"usage_over","threshold":0.9,"clear":0.95,"watch":"all"}`, "clear", "above the threshold"},
		{`{"name":"r","template":"usage_over","threshold":null,"watch":"all"}`, "threshold", "fraction"},
		{`{"name":"r","template":"usage_over","threshold":0.9,"days":3,"watch":"all"}`, "days", "does not belong"},
	}
	for _, tt := range tests {
		_, err := ParseRule([]byte(tt.text))
		f := fault.Of(err)
		if f == nil || f.Code != fault.Invalid || f.Field != tt.field || !strings.Contains(f.Message, tt.says) {
			t.Errorf("%s\n gives %+v, want field %q and %q", tt.text, f, tt.field, tt.says)
		}
	}
}
