package watch

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/portfolio"
	"headroom/backend/testkit/golden"
)

var languages = []string{"en", "it", "de", "fr", "es", "ja"}

func wordsOf(language string) Words { return Words{Language: language, Catalog: builtin.In(language)} }

// told are an instance of every kind of condition, as it is seen.
func told() []struct {
	rule Rule
	seen seen
} {
	today := portfolio.DayOf(2026, 11, 20)
	who := subject{accountKey: "k:1", accountID: "A-1", account: "Contoso", product: "Suite Pro", sku: "SP-1"}
	of := func(c Condition, per ...string) Rule { return Rule{Name: "R", Condition: c, Per: per} }
	first := line{subject: who, key: "e1", quantity: some(1120), assigned: some(1000), end: today + 14, actBy: today - 2, autoRenew: "yes"}
	second := line{subject: subject{account: "Contoso"}, key: "e2", quantity: some(1), end: today, actBy: today, autoRenew: "no"}
	third := line{subject: who, key: "e3", end: today - 1, actBy: today + 1}
	lines := []line{first, second, third}
	figure := func(name string, before, value *float64) seen {
		return seen{subject: who, metric: name, before: before, value: value, keys: map[string]any{"account_key": "k:1", "product": "Suite Pro"}}
	}
	account := []string{perAccount, perProduct}
	return []struct {
		rule Rule
		seen seen
	}{
		{of(Condition{Kind: EndsIn, Days: 30}, perAccount), seen{subject: who, lines: lines, metric: "days_to_end"}},
		{of(Condition{Kind: ActBy, Days: 30}, perEntitlement), seen{subject: who, lines: lines, metric: "days_to_act"}},
		{of(Condition{Kind: Threshold, Metric: "deployment_rate", Op: "lt", Value: some(0.5)}, account...), figure("deployment_rate", nil, some(0.4567))},
		{of(Condition{Kind: Threshold, Metric: "overage", Op: "ge", Value: some(1000)}, perAccount), figure("overage", nil, some(12345.5))},
		{of(Condition{Kind: Change, Metric: "active_users", By: 0.3, Relative: true}, account...), figure("active_users", some(1200), some(800))},
		{of(Condition{Kind: Change, Metric: "usage_rate", By: 0.1}, perAccount), figure("usage_rate", some(0.5), some(0.75))},
		{of(Condition{Kind: Change, Metric: "active_users", By: 1}), seen{metric: "active_users", before: some(2), value: nil}},
		{of(Condition{Kind: Trend, Metric: "active_users", Over: 3, Unit: "month"}, perAccount), figure("active_users", some(10), some(5))},
		{of(Condition{Kind: Unused, Metric: "checkouts", Days: 90}, perAccount, "feature"), seen{subject: subject{account: "Contoso"}, metric: "checkouts", keys: map[string]any{"feature": "Nesting"}}},
		{of(Condition{Kind: Stale}, "source"), seen{metric: "source_late", value: some(1), keys: map[string]any{"source": "Sign-in report"}}},
		{of(Condition{Kind: Stale}, "source"), seen{metric: "source_late", keys: map[string]any{"source": nil}}},
		{of(Condition{Kind: Crosses, Metric: "account_health"}, perAccount), seen{subject: who, metric: "account_health", from: "healthy", to: "at risk", value: some(38.5)}},
		{of(Condition{Kind: Appears}, perAccount), seen{subject: subject{accountID: "A-9"}}},
		{of(Condition{Kind: Disappears}, perEntitlement), seen{subject: who}},
		{of(Condition{Kind: Changes, Columns: []string{"status", "quantity"}}, perEntitlement), seen{subject: who}},
		{of(Condition{Kind: Changes, Columns: []string{"status", "quantity", "end_date", "auto_renew"}}, perEntitlement), seen{subject: who, from: `active, 1200, 2026-12-31, \-`, to: "active, 900, 2027-12-31, yes"}},
		{of(Condition{Kind: Enters, Segment: "key accounts"}, perAccount), seen{subject: who}},
		{of(Condition{Kind: Leaves, Segment: "key accounts"}, perProduct), seen{keys: map[string]any{"product": "Suite Pro"}}},
	}
}

// TestWhatIsToldInSixLanguages holds the words of every kind of condition as they
// were read and approved; UPDATE_GOLDEN=1 writes them anew.
func TestWhatIsToldInSixLanguages(t *testing.T) {
	var out strings.Builder
	today := portfolio.DayOf(2026, 11, 20)
	for _, language := range languages {
		w := wordsOf(language)
		fmt.Fprintf(&out, "== %s\n", language)
		for _, x := range told() {
			n := w.notice(x.rule, x.seen, today)
			fmt.Fprintf(&out, "%s | %s | %s\n", n.Title, n.Body, w.Sentence(x.rule))
		}
		for _, a := range []About{
			{End: today + 40, ActBy: today + 10, IfNothing: "lock-in", Licenses: some(120), Unassigned: some(14)},
			{End: today + 40, ActBy: today + 40, IfNothing: "loss", Licenses: some(10), Unassigned: some(1)},
			{End: today + 40, ActBy: today - 1, IfNothing: "lock-in"},
			{End: today + 40, ActBy: today - 1, IfNothing: "loss"},
			{End: today + 40, ActBy: today - 1},
			{End: today + 40, ActBy: today + 1},
			{End: today - 1, ActBy: today - 9, IfNothing: "loss"},
			{End: portfolio.NoDay, ActBy: portfolio.NoDay},
		} {
			a.Today = today
			for _, advice := range w.Advise(a) {
				fmt.Fprintf(&out, "%s: %s\n", advice.Tone, advice.Text)
			}
		}
	}
	golden.Compare(t, "testdata/told.txt", out.String())
}

// TestWhyARuleFailedIsToldInOneLanguage: what stopped it is kept in English, and
// is told in the person's language.
func TestWhyARuleFailedIsToldInOneLanguage(t *testing.T) {
	const problem = `There is no metric "{rule}". Did you mean licenses_sold?`
	for _, language := range languages {
		n := wordsOf(language).failed(Rule{Name: "{problem}"}, problem)
		if english := strings.Contains(n.Body, "There is no") || strings.Contains(n.Body, "Did you mean"); english != (language == "en") {
			t.Errorf("%s: %q", language, n.Body)
		}
		if !strings.Contains(n.Body, "{rule}") || !strings.Contains(n.Title, "{problem}") || n.About != n.Title {
			t.Errorf("%s: %q, %q: a name was taken for a part", language, n.Title, n.Body)
		}
	}
}

// TestPartsWithinASentenceBeginSmall: what is joined to a sentence of a rule or of
// what it found does not begin as a sentence does; names of the person stay.
func TestPartsWithinASentenceBeginSmall(t *testing.T) {
	changes := Rule{Per: []string{perEntitlement}, Condition: Condition{Kind: Changes, Columns: []string{"end_date", "auto_renew"}}}
	both := Rule{Watch: Watch{Watched: true, Segment: "Key Accounts"}, Per: []string{perAccount}, Condition: Condition{Kind: Appears}}
	only := Rule{Watch: Watch{Segment: "Key Accounts"}, Per: []string{perAccount}, Condition: Condition{Kind: Appears}}
	added := Rule{Per: []string{perAccount}, Condition: Condition{Kind: Appears}, Trigger: Trigger{On: "added", Dataset: metric.Usage}}
	for _, c := range []struct {
		rule           Rule
		language, want string
	}{
		{changes, "en", "change of end date, renews by itself."},
		{changes, "de", "Änderung von Ende, automatische Verlängerung."},
		{changes, "fr", "modification de date de fin, renouvellement automatique."},
		{both, "en", "What is watched and segment Key Accounts,"},
		{both, "de", "Beobachtetes und Segment Key Accounts,"},
		{only, "en", "Segment Key Accounts,"},
		{added, "en", "when records of usage are added."},
		{added, "de", "wenn zu Nutzung etwas hinzukommt."},
	} {
		if got := wordsOf(c.language).Sentence(c.rule); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q has no %q", c.language, got, c.want)
		}
	}
	today := portfolio.DayOf(2026, 11, 20)
	lines := []line{{quantity: some(2), end: today + 5}, {quantity: some(1), end: today + 9}}
	for language, want := range map[string][2]string{
		"en": {"An entitlement: 2 licenses", "; an entitlement: 1 license"},
		"de": {"Ein Nutzungsrecht: 2 Lizenzen", "; ein Nutzungsrecht: 1 Lizenz"},
	} {
		n := wordsOf(language).notice(Rule{Per: []string{perAccount}, Condition: Condition{Kind: EndsIn, Days: 30}}, seen{lines: lines}, today)
		if !strings.HasPrefix(n.Body, want[0]) || !strings.Contains(n.Body, want[1]) {
			t.Errorf("%s: %q", language, n.Body)
		}
	}
}

// again is how the sentence of a rule says that it tells once more.
var again = map[string]string{"en": "again", "it": "di nuovo", "de": "erneut", "fr": "à nouveau", "es": "de nuevo", "ja": "再通知"}

// TestThePageOfRulesSaysThatARuleMayTellAgain: the sentence above the rules does
// not deny what those below it say of themselves.
func TestThePageOfRulesSaysThatARuleMayTellAgain(t *testing.T) {
	for _, language := range languages {
		data, err := os.ReadFile("../../frontend/src/locales/" + language + "/rules.json")
		if err != nil {
			t.Fatal(err)
		}
		var page struct{ Rules struct{ Say string } }
		if err := json.Unmarshal(data, &page); err != nil {
			t.Fatal(err)
		}
		rule := wordsOf(language).Sentence(Rule{Condition: Condition{Kind: EndsIn, Days: 30}, RepeatDays: 30, Stages: []int{7}})
		for _, said := range []string{page.Rules.Say, rule} {
			if !strings.Contains(said, again[language]) {
				t.Errorf("%s: %q does not say %q", language, said, again[language])
			}
		}
	}
}

// TestNoPartIsLeftOpen: no text is told with a part that nothing was put in.
func TestNoPartIsLeftOpen(t *testing.T) {
	for _, language := range languages {
		w := wordsOf(language)
		for i, x := range told() {
			n := w.notice(x.rule, x.seen, portfolio.DayOf(2026, 11, 20))
			for _, text := range []string{n.Title, n.Body, w.Sentence(x.rule)} {
				if text == "" || strings.ContainsAny(text, "{}") {
					t.Errorf("%s, %d: %q", language, i, text)
				}
			}
		}
	}
}

// TestAcceptance10TokensResolveInTheMessage is check 10 of the mission: the token
// {{TODAY-30}} and a data token resolve in the message, and an unknown token
// blocks the activation.
func TestAcceptance10TokensResolveInTheMessage(t *testing.T) {
	today := portfolio.DayOf(2026, 11, 20)
	x := told()[0]
	r := x.rule
	r.Message = Message{Title: "{{account}}: {{count}} since {{TODAY-30}}", Body: "{{product}} {{sku}}: {{quantity}}, {{unassigned}} of them free, until {{act_by}} ({{days_to_act}}), {{rule}} {{reason}}"}
	n := wordsOf("en").notice(r, x.seen, today)
	if want := "Contoso: 3 since 21 Oct 2026"; n.Title != want {
		t.Errorf("title %q, want %q", n.Title, want)
	}
	if want := "Suite Pro SP-1: 1,121, 120 of them free, until 18 Nov 2026 (−2), R Suite Pro: 1,120 licenses end in 14 days (4 Dec)"; n.Body != want {
		t.Errorf("body %q, want %q", n.Body, want)
	}
	known := Known{Catalog: builtin.Catalog()}
	if err := r.Validate(known); err != nil {
		t.Errorf("a rule with known tokens: %v", err)
	}
	r.Message.Body = "{{acount}} ends"
	err := r.Validate(known)
	if err == nil || !strings.Contains(err.Error(), "acount") {
		t.Errorf("a message with an unknown token is %v", err)
	}
}

// TestEmptyTokens: what is missing is written in words, and counted.
func TestEmptyTokens(t *testing.T) {
	r := Rule{Name: "R", Per: []string{perAccount, perProduct, "country"}, Condition: Condition{Kind: Threshold, Metric: "usage_rate", Op: "gt", Value: some(1)}}
	r.Message = Message{Body: "{{account}}, {{product}}, {{value}}, {{end_date}}, {{country}}, {{limit}}"}
	x := seen{metric: "usage_rate", keys: map[string]any{"country": nil}}
	for language, want := range map[string]string{
		"en": "unnamed account, unnamed product, unknown, no date, unknown, 100%", "de": "Account ohne Namen, Produkt ohne Namen, unbekannt, kein Datum, unbekannt, 100\u00a0%",
		"ja": "名称のないアカウント, 名称のない製品, 不明, 日付なし, 不明, 100%",
	} {
		if n := wordsOf(language).notice(r, x, 0); n.Body != want {
			t.Errorf("%s: %q, want %q", language, n.Body, want)
		}
	}
	if got := fmt.Sprint(wordsOf("en").gaps(r, x, 0)); got != "[account product value end_date country]" {
		t.Errorf("gaps %s", got)
	}
	x.keys["country"], x.product, x.account, x.value = "IT", "Suite", "Contoso", some(2)
	if got := fmt.Sprint(wordsOf("en").gaps(r, x, 0)); got != "[end_date]" {
		t.Errorf("gaps %s", got)
	}
}

func TestNumbersAndDaysOfALanguage(t *testing.T) {
	for language, want := range map[string]string{
		"en": "1,234.5 −12 12,345 45.7% 3 Mar 2026", "it": "1.234,5 −12 12.345 45,7% 3 mar 2026", "de": "1.234,5 −12 12.345 45,7\u00a0% 3. März 2026",
		"fr": "1\u202f234,5 −12 12\u202f345 45,7\u00a0% 3 mars 2026", "es": "1234,5 −12 12.345 45,7\u00a0% 3 mar 2026", "ja": "1,234.5 −12 12,345 45.7% 2026年3月3日",
	} {
		w := Words{Language: language}
		got := fmt.Sprint(w.number(1234.5), " ", w.number(-12), " ", w.number(12345), " ", w.percent(0.4567), " ", w.date(portfolio.DayOf(2026, 3, 3)))
		if got != want {
			t.Errorf("%s: %s, want %s", language, got, want)
		}
	}
}

// TestDraftsHaveSentences: what is still to be chosen is left open.
func TestDraftsHaveSentences(t *testing.T) {
	for _, r := range []Rule{{}, {Condition: Condition{Kind: Threshold}}, {Condition: Condition{Kind: Change}}, {Condition: Condition{Kind: Trend}}, {Condition: Condition{Kind: Crosses}}} {
		if got := wordsOf("en").Sentence(r); strings.Contains(got, "if.") || strings.ContainsAny(got, "{}") {
			t.Errorf("%+v: %s", r.Condition, got)
		}
	}
}

// TestSentences reads back what a rule says of its own.
func TestSentences(t *testing.T) {
	r := Rule{
		Watch: Watch{Watched: true, Exclude: Exclude{Accounts: []string{"Beta"}, Free: true}}, Per: []string{perAccount, "feature"},
		Query: metric.Query{Filter: &metric.Filter{All: []metric.Filter{
			{Dimension: "auto_renew", Op: "eq", Value: "no"},
			{Any: []metric.Filter{{Dimension: "product", Op: "in", Values: []any{"A", nil}}, {Dimension: "quantity", Op: "ge", Value: 10.0}}},
			{Dimension: "end_date", Op: "next", N: 3, Unit: "month"},
		}}},
		Condition: Condition{Kind: Threshold, Metric: "usage_rate", Op: "ge", Value: some(0.9), Clear: some(0.8), For: 3, Base: &Base{"licenses_sold", 10}, And: []Term{{"overage", "gt", 5}}},
		Trigger:   Trigger{Every: "week", Weekdays: []string{"monday", "friday"}, At: "08:00"}, RepeatDays: 30, Stages: []int{90, 30, -7},
	}
	want := "What is watched without Beta, free products, per account and feature: usage rate at least 90% and overage above 5. " +
		"Only where renews by itself =\u00a0no and (product is one of A, unnamed product or licenses ≥\u00a010) and end date is in the next 3\u00a0months. Only where licenses sold ≥\u00a010. " +
		"Clears at 80%. Only after 3\u00a0times in a row. Told again at 90, 30, −7\u00a0days. Told again after 30\u00a0days. Checked weekly on Mon, Fri at 08:00."
	if got := wordsOf("en").Sentence(r); got != want {
		t.Errorf("\n%s\nwant\n%s", got, want)
	}
}
