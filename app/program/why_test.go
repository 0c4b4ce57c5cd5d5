package program_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"headroom/app/program"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

func ruleFrom(t *testing.T, text string) watch.Rule {
	t.Helper()
	r, err := watch.ParseRule([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return r
}

func added(t *testing.T, p *program.Program, text string) int64 {
	t.Helper()
	id, err := p.AddRule(t.Context(), ruleFrom(t, text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return id
}

// stepsOf writes an explanation as "rule_active due !condition": a step that was
// not passed has a mark.
func stepsOf(t *testing.T, p *program.Program, id int64, instance string) string {
	t.Helper()
	e, err := p.WhyRule(t.Context(), id, instance)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range e.Steps {
		if !s.OK {
			s.Kind = "!" + s.Kind
		}
		out = append(out, s.Kind)
	}
	if e.Told {
		out = append(out, "told")
	}
	return strings.Join(out, " ")
}

func TestWhySomethingFiredOrDidNot(t *testing.T) {
	p := demo(t)
	usage := `"per":["account_key","product"],"condition":{"kind":"threshold","metric":"usage_rate","op":"ge","value":0.8,%s"base":{"metric":"usage_total","at_least":20}}`
	seen := func(text string) []watch.Instance {
		in, err := p.InspectRule(t.Context(), 0, ruleFrom(t, text), "en")
		if err != nil {
			t.Fatal(err)
		}
		return in.Seen
	}
	all := seen(fmt.Sprintf(`{"name":"u","watch":"all",`+usage+`}`, ""))
	pick := func(what string, fits func(watch.Instance) bool) watch.Instance {
		i := slices.IndexFunc(all, fits)
		if i < 0 {
			t.Fatalf("the demo has no instance that %s", what)
		}
		return all[i]
	}
	met := pick("is met", func(i watch.Instance) bool { return i.State == watch.Firing })
	low := pick("is not met", func(i watch.Instance) bool {
		return i.State == watch.Normal && *i.Value < 0.8 && *i.Value > 0 && *i.Parts[1] >= 20
	})
	few := pick("has a small base", func(i watch.Instance) bool {
		return i.State == watch.Normal && i.Value != nil && *i.Value >= 0.8 && *i.Parts[1] < 20
	})
	country := func(not string) string {
		return fmt.Sprintf(`"query":{"filter":{"dimension":"account_key","op":"ne","value":%q}},`, not)
	}
	account := fmt.Sprint(met.Keys["account_key"])
	for _, c := range []struct {
		name, rule string
		instance   watch.Instance
		state      watch.RuleState
		want       string
	}{
		{"met", fmt.Sprintf(`{"name":"met","watch":"all",`+usage+`}`, ""), met, watch.Active, "rule_active due in_watch in_filter has_data base condition new_episode !delivered told"},
		{"not met", fmt.Sprintf(`{"name":"low","watch":"all",`+usage+`}`, ""), low, watch.Active, "rule_active due in_watch in_filter has_data base !condition"},
		{"small", fmt.Sprintf(`{"name":"few","watch":"all",`+usage+`}`, ""), few, watch.Active, "rule_active due in_watch in_filter has_data !base"},
		{"once of two", fmt.Sprintf(`{"name":"held","watch":"all",`+usage+`}`, `"for":2,`), met, watch.Active, "rule_active due in_watch in_filter has_data base condition !held"},
		{"unwatched", fmt.Sprintf(`{"name":"watched","watch":"watched",`+usage+`}`, ""), met, watch.Active, "rule_active due !in_watch"},
		{"excluded", fmt.Sprintf(`{"name":"excluded","watch":{"exclude":{"accounts":[%q]}},`+usage+`}`, account, ""), met, watch.Active, "rule_active due !in_watch"},
		{"filtered", fmt.Sprintf(`{"name":"filtered","watch":"all",`+country(account)+usage+`}`, ""), met, watch.Active, "rule_active due in_watch !in_filter"},
		{"nowhere", fmt.Sprintf(`{"name":"nowhere","watch":"all",`+usage+`}`, ""), watch.Instance{Instance: "account_key+product:name:nobody|Nothing"}, watch.Active, "rule_active due !has_data"},
		{"paused", fmt.Sprintf(`{"name":"paused","watch":"all",`+usage+`}`, ""), low, watch.Paused, "!rule_active due in_watch in_filter has_data base !condition"},
	} {
		id := added(t, p, c.rule)
		if c.state != watch.Active {
			if err := p.SetRuleState(t.Context(), id, c.state); err != nil {
				t.Fatal(err)
			}
		}
		if got := stepsOf(t, p, id, c.instance.Instance); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
	}
	draft, err := p.SaveRule(t.Context(), 0, ruleFrom(t, fmt.Sprintf(`{"name":"draft","watch":"all",`+usage+`}`, "")))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := stepsOf(t, p, draft, met.Instance), "!rule_active !due in_watch in_filter has_data base condition"; got != want {
		t.Errorf("a draft: %s\nwant %s", got, want)
	}
}

// TestAnEndFarAwayIsExplained: what lies beyond the window of a rule about ends
// is no unknown instance.
func TestAnEndFarAwayIsExplained(t *testing.T) {
	p := demo(t)
	wide := ruleFrom(t, `{"name":"w","template":"ends_within","days":300,"watch":"all"}`)
	in, err := p.InspectRule(t.Context(), 0, wide, "en")
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(in.Seen, func(i watch.Instance) bool { return i.Value != nil && *i.Value > 100 })
	id := added(t, p, `{"name":"n","template":"ends_within","days":30,"watch":"all"}`)
	if got, want := stepsOf(t, p, id, in.Seen[i].Instance), "rule_active due in_watch in_filter has_data !condition"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	e, err := p.WhyRule(t.Context(), id, in.Seen[i].Instance)
	if err != nil {
		t.Fatal(err)
	}
	if last := e.Steps[len(e.Steps)-1]; last.Detail["value"] != *in.Seen[i].Value || last.Detail["reason"] != fmt.Sprintf("days_to_end = %v", *in.Seen[i].Value) {
		t.Errorf("the condition is explained by %v", last.Detail)
	}
}

// TestAnInspectionCountsWhatAnEvaluationFinds compares what is shown before a rule
// is kept with what its first evaluation tells.
func TestAnInspectionCountsWhatAnEvaluationFinds(t *testing.T) {
	p := demo(t)
	for _, text := range []string{
		`{"name":"ends","template":"ends_within","days":45,"watch":"all"}`,
		`{"name":"accounts","template":"ends_within","days":60,"per":["account"],"watch":"all"}`,
		`{"name":"usage","template":"usage_over","threshold":0.8,"clear":0.7,"watch":"all"}`,
		`{"name":"unassigned","watch":"all","per":["account_key"],"condition":{"kind":"threshold","metric":"licenses_unassigned","op":"gt","value":50}}`,
	} {
		in, err := p.InspectRule(t.Context(), 0, ruleFrom(t, text), "en")
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		id := added(t, p, text)
		l, err := p.Store.Rule(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if in.Holding == 0 || l.Firing != in.Holding || in.Instances <= in.Holding || in.Preview == nil || in.Preview.Title == "" || in.Sentence == "" {
			t.Errorf("%s: %d hold of %d, %d fired, preview %+v", text, in.Holding, in.Instances, l.Firing, in.Preview)
		}
		kept, err := p.InspectRule(t.Context(), id, l.Rule, "en")
		if err != nil {
			t.Fatal(err)
		}
		if kept.Seen[0].State != watch.Firing || kept.Seen[0].Since == "" {
			t.Errorf("%s: the first is %+v, though it fires", text, kept.Seen[0])
		}
	}
}

// TestAFixIsWhatItSays: the count that a fix promises is that of a rehearsal of
// the rule it proposes, and no fix makes a rule louder.
func TestAFixIsWhatItSays(t *testing.T) {
	p := demo(t)
	from := p.Today() - 90
	kinds := map[string]bool{}
	for _, text := range []string{
		`{"name":"ends","template":"ends_within","days":30,"watch":"all"}`,
		`{"name":"accounts","template":"ends_within","days":90,"list_days":200,"repeat_days":14,"per":["account"],"watch":"all"}`,
		`{"name":"usage","template":"usage_over","threshold":0.9,"clear":0.9,"watch":"all"}`,
		`{"name":"rate","watch":"all","per":["account_key","product"],"condition":{"kind":"threshold","metric":"usage_rate","op":"ge","value":0.8}}`,
	} {
		r := ruleFrom(t, text)
		was, err := p.RehearseRule(t.Context(), r, from, portfolio.NoDay, "en")
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		for _, fix := range was.Fixes {
			kinds[fix.Kind] = true
			if fix.Kind == "base" && fix.Rule.Condition.Fallback != "" {
				t.Errorf("%s: a base of one figure leaves out what the other one tells", text)
			}
			then, err := p.RehearseRule(t.Context(), fix.Rule, from, portfolio.NoDay, "en")
			if err != nil {
				t.Fatalf("%s of %s: %v", fix.Kind, text, err)
			}
			if got := told26(then); got != fix.After || got >= told26(was) || fix.Affected == 0 {
				t.Errorf("%s of %s: %d told, the fix says %d, before %d; affected %d", fix.Kind, text, got, fix.After, told26(was), fix.Affected)
			}
		}
	}
	for _, kind := range []string{"auto_renew", "per_account", "repeat", "for", "base", "clear_level"} {
		if !kinds[kind] {
			t.Errorf("nothing in the demo is made quieter by %s", kind)
		}
	}
}

func told26(r watch.Rehearsal) int {
	n, byWeek := 0, 0
	for _, f := range r.Firings {
		if !f.Filtered {
			n++
		}
	}
	for _, w := range r.Weeks {
		byWeek += w.Count
	}
	if byWeek != n {
		return -1 // the weeks do not add up
	}
	return n
}
