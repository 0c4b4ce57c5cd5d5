package program_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"headroom/app/program"
	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/watch"
)

// answered asks a question in its JSON form and returns the rows.
func answered(t *testing.T, p *program.Program, question string) string {
	t.Helper()
	var q metric.Query
	if err := json.Unmarshal([]byte(question), &q); err != nil {
		t.Fatal(err)
	}
	r, err := p.Ask(t.Context(), q)
	if err != nil {
		t.Fatalf("%s: %v", question, err)
	}
	return fmt.Sprint(r.Rows)
}

func definition(t *testing.T, text string) (d metric.Definitions) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestAnswersFollowDefinitions asks one program again and again, which
// remembers answers: after what it defines changed, after the time went on, and
// after data came in that a figure or bins follow from.
func TestAnswersFollowDefinitions(t *testing.T) {
	clock := now()
	p, err := program.Open(t.Context(), program.Options{Path: filepath.Join(t.TempDir(), "headroom.db"), Create: true, Now: func() time.Time { return clock }, Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	day := p.Today().String()
	imported(t, p, sheet(t, "list.csv", day, 10, 20, 30, 40, 50))
	imported(t, p, levels(t, "levels.csv", day, 1, 2, 4, 8, 16))
	define := func(text string) {
		t.Helper()
		if err := p.Define(t.Context(), definition(t, text), false); err != nil {
			t.Fatal(err)
		}
	}
	expect := func(question, want string) {
		t.Helper()
		for range 2 { // the second time it is remembered
			if got := answered(t, p, question); got != want {
				t.Errorf("%s is %s, not %s", question, got, want)
			}
		}
	}
	define(`{"tokens":[{"name":"LIMIT","kind":"value","type":"number","value":25},{"name":"SOLD","kind":"metric","query":{"metrics":["licenses_sold"]}}],
		"columns":[{"name":"part","expression":"[quantity] / {{SOLD}}"}],
		"groups":[{"name":"size","column":"quantity","numbers":{"kind":"dynamic","count":2}},
			{"name":"few","column":"account","lists":[{"name":"these","values":["Account 0","Account 3"]}],"other":"others"}],
		"metrics":[{"name":"large","metric":"entitlements","filter":{"dimension":"quantity","op":"gt","value":"{{LIMIT}}"}}]}`)
	expect(`{"metrics":["large"]}`, "[[3]]")
	expect(`{"metrics":["large"],"tokens":{"LIMIT":45}}`, "[[1]]")
	define(`{"tokens":[{"name":"LIMIT","kind":"value","type":"number","value":15}]}`)
	expect(`{"metrics":["large"]}`, "[[4]]")

	expect(`{"metrics":["entitlements"],"by":["size"]}`, "[[0 – 25 2] [25 – 50 3]]")
	expect(`{"metrics":["entitlements"],"filter":{"dimension":"part","op":"ge","value":0.2}}`, "[[3]]")
	// A group of accounts holds what is sold and what is used alike.
	expect(`{"metrics":["licenses_sold","active_users"],"by":["few"]}`, "[[these 50 9] [others 100 22]]")
	imported(t, p, sheet(t, "more.csv", day, 10, 20, 30, 40, 200))
	expect(`{"metrics":["entitlements"],"by":["size"]}`, "[[0 – 100 4] [100 – 200 1]]")
	expect(`{"metrics":["entitlements"],"filter":{"dimension":"part","op":"ge","value":0.2}}`, "[[1]]")

	question := `{"columns":["entitlement","at"],"limit":1,"define":{"columns":[{"name":"at","expression":"{{ CURRENT_TIME }}"}]}}`
	before := answered(t, p, question)
	clock = clock.Add(time.Minute)
	if after := answered(t, p, question); after == before {
		t.Errorf("a minute later it is still %s", after)
	}
}

// TestABrokenDefinitionSpoilsNothingElse: one whose token has no value any more
// is told of where it is asked for, and only there.
func TestABrokenDefinitionSpoilsNothingElse(t *testing.T) {
	p := opened(t)
	if err := p.Define(t.Context(), definition(t, `{"tokens":[{"name":"RATE","kind":"metric","query":{"metrics":["deployment_rate"]}}],
		"columns":[{"name":"part","expression":"[quantity] / {{RATE}}"},{"name":"double","expression":"[quantity] * 2"}]}`), false); err != nil {
		t.Fatal(err)
	}
	if got := answered(t, p, `{"metrics":["entitlements"],"filter":{"dimension":"double","op":"gt","value":1}}`); got != "[[0]]" {
		t.Errorf("of an empty store: %s", got)
	}
	_, err := p.Ask(t.Context(), metric.Query{Columns: []string{"part"}})
	if err == nil || err.Error() != "The column part cannot be used: The token RATE has no value: nothing is known of deployment_rate. Import what it is about, or use another token." {
		t.Errorf("got %v", err)
	}
}

// TestAWrongTokenIsPointedAtInItsDocument: the place is that in what the person
// gave, whatever is kept already.
func TestAWrongTokenIsPointedAtInItsDocument(t *testing.T) {
	p := opened(t)
	if err := p.Define(t.Context(), definition(t, `{"tokens":[{"name":"A","kind":"value","type":"number","value":1},{"name":"B","kind":"value","type":"number","value":2}]}`), false); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		`{"tokens":[{"name":"C","kind":"value","type":"number","value":3},{"name":"B","kind":"value","type":"number","value":"x"}]}`: "define.tokens[1]",
		`{"tokens":[{"name":"NEW","kind":"value","type":"date","value":"2026-02-30"}]}`:                                              "define.tokens[0]",
		`{"tokens":[{"name":"D","kind":"data","column":"acount"}]}`:                                                                  "define.tokens[0].column",
	} {
		err := p.Define(t.Context(), definition(t, text), false)
		if f := fault.Of(err); err == nil || f.Field != want {
			t.Errorf("%s: %v", text, err)
		}
	}
	if err := p.Define(t.Context(), definition(t, `{"tokens":[{"name":"D","kind":"data","column":"custom.Go live"}]}`), false); err != nil {
		t.Error(err)
	}
}

// The catalog calls what a person defines by the words they gave it, as answers do.
func TestDefinitionsAreCalledByTheirWords(t *testing.T) {
	p, err := program.Open(t.Context(), program.Options{Path: filepath.Join(t.TempDir(), "headroom.db"), Create: true, Now: now, Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	d := definition(t, `{"columns":[{"name":"spare","words":"Licenses nobody has","expression":"[quantity]-[assigned]"},{"name":"left","expression":"[quantity]"}]}`)
	if err := p.Define(t.Context(), d, false); err != nil {
		t.Fatal(err)
	}
	c, err := p.CatalogIn(t.Context(), "de")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"spare": "Licenses nobody has", "left": "Left"} {
		if d, _ := c.Dimension(name); d.Label != want {
			t.Errorf("%s is called %q, want %q", name, d.Label, want)
		}
	}
}

// What an active rule names cannot become something that would stop the rule, or
// have it fire by itself.
func TestDefinitionsThatRulesNeed(t *testing.T) {
	p, err := program.Open(t.Context(), program.Options{Path: filepath.Join(t.TempDir(), "headroom.db"), Create: true, Now: now, Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	define := func(text string) error { return p.Define(t.Context(), definition(t, text), false) }
	if err := define(`{"columns":[{"name":"spare","expression":"[quantity]-[assigned]"}],"tokens":[{"name":"WINDOW","kind":"value","type":"number","value":90}]}`); err != nil {
		t.Fatal(err)
	}
	r, err := watch.ParseRule([]byte(`{"name":"Spare","watch":"all","per":["entitlement_key"],"query":{"filter":{"dimension":"days_to_end","op":"le","value":"{{WINDOW}}"}},
		"condition":{"kind":"changes","columns":["spare"]}}`))
	if err != nil {
		t.Fatal(err)
	}
	id, err := p.AddRule(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	refused := []string{
		`{"columns":[{"name":"spare","expression":"RANDOM()"}]}`,
		`{"columns":[{"name":"spare","expression":"DAYSBETWEEN(TODAY(), [end_date])"}]}`,
		`{"tokens":[{"name":"WINDOW","kind":"value","type":"text","value":"soon"}]}`,
	}
	for _, text := range refused {
		if f := fault.Of(define(text)); f == nil || f.Code != fault.Conflict || !strings.Contains(f.Message, "The rule Spare") {
			t.Errorf("%s: %v", text, f)
		}
	}
	if err := define(`{"columns":[{"name":"spare","expression":"[quantity]-[assigned]-1"}],"tokens":[{"name":"WINDOW","kind":"value","type":"number","value":30}]}`); err != nil {
		t.Error(err)
	}
	if err := p.SetRuleState(t.Context(), id, watch.Paused); err != nil {
		t.Fatal(err)
	}
	if err := define(refused[0]); err != nil {
		t.Errorf("of a paused rule: %v", err)
	}
	if err := p.SetRuleState(t.Context(), id, watch.Active); err == nil {
		t.Error("it is active by what is drawn by chance")
	}
}

// A segment holds the same whenever it is asked, and stays what the rules that
// name it need.
func TestSegmentsThatRulesNeed(t *testing.T) {
	p, err := program.Open(t.Context(), program.Options{Path: filepath.Join(t.TempDir(), "headroom.db"), Create: true, Now: now, Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	if err := p.Define(t.Context(), definition(t, `{"columns":[{"name":"luck","expression":"RANDOM()"}]}`), false); err != nil {
		t.Fatal(err)
	}
	save := func(text string) error {
		_, err := p.SaveSegment(t.Context(), []byte(text))
		return err
	}
	for text, field := range map[string]string{
		`{"title":"Lucky","kind":"entitlement","filter":{"dimension":"luck","op":"gt","value":0.5}}`:                           "filter",
		`{"title":"Now","kind":"account","filter":{"dimension":"account","op":"eq","value":"{{NOW}}"}}`:                        "filter",
		`{"title":"Nothing","kind":"account","filter":{"any":[]}}`:                                                             "filter",
		`{"title":"a\u0007b","kind":"account","filter":{"dimension":"account","op":"eq","value":"a"}}`:                         "title",
		`{"title":"` + strings.Repeat("x", 201) + `","kind":"account","filter":{"dimension":"account","op":"eq","value":"a"}}`: "title",
	} {
		if f := fault.Of(save(text)); f == nil || f.Field != field {
			t.Errorf("%.60s: %v", text, f)
		}
	}
	const big = `{"name":"big","title":"Big","kind":%q,"filter":{"dimension":"quantity","op":"gt","value":12}}`
	if err := save(fmt.Sprintf(big, "product")); err != nil {
		t.Fatal(err)
	}
	for per, fits := range map[string]bool{"account_key": false, "product": true} {
		r, err := watch.ParseRule([]byte(`{"name":"Enters","watch":"all","per":["` + per + `"],"condition":{"kind":"enters","segment":"big"}}`))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.AddRule(t.Context(), r); (err == nil) != fits {
			t.Errorf("per %s: %v", per, err)
		}
	}
	if f := fault.Of(save(fmt.Sprintf(big, "account"))); f == nil || f.Code != fault.Conflict || !strings.Contains(f.Message, "The rule Enters") {
		t.Errorf("of another kind: %v", f)
	}
	if err := save(strings.Replace(fmt.Sprintf(big, "product"), "12", "10", 1)); err != nil {
		t.Errorf("with another filter: %v", err)
	}
}
