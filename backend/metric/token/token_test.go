package token_test

import (
	"encoding/json"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/token"
)

// keptTokens are one of each kind.
func keptTokens() []metric.Token {
	return []metric.Token{
		{Name: "LIMIT", Kind: "value", Type: "number", Value: 5.5},
		{Name: "WINDOW", Kind: "value", Type: "number", Value: 90.0},
		{Name: "COUNTRY", Kind: "value", Type: "text", Value: "IT"},
		{Name: "START", Kind: "value", Type: "date", Value: "{{CURRENT_YEAR_START}}"},
		{Name: "TITLE", Kind: "value", Type: "text", Value: "Since {{START}} in {{COUNTRY}}"},
		{Name: "TEAM", Kind: "list", Type: "text", Values: []any{"Ana", "Bo \"B\"", "{{COUNTRY}}"}},
		{Name: "AVERAGE", Kind: "metric", Query: &metric.Query{Metrics: []string{"licenses_sold"}, Filter: &metric.Filter{Dimension: "country", Op: "eq", Value: "{{COUNTRY}}"}}},
		{Name: "WHO", Kind: "data", Column: "account"},
		{Name: "ONE", Kind: "value", Type: "number", Value: "{{OTHER}}"},
		{Name: "OTHER", Kind: "value", Type: "number", Value: "{{ONE}}"},
		{Name: "SELF", Kind: "metric", Query: &metric.Query{Metrics: []string{"licenses_sold"}, Filter: &metric.Filter{Dimension: "quantity", Op: "gt", Value: "{{SELF}}"}}},
	}
}

// set returns the tokens of a question on 2026-11-20; a figure is 42.
func set(t *testing.T, q metric.Query) *token.Set {
	t.Helper()
	return token.New(moment(t, "2026-11-20T08:30:15Z", "UTC", 1, 1), keptTokens(), q, func(asked metric.Query) (metric.Result, error) {
		text, err := json.Marshal(asked)
		if err != nil || strings.Contains(string(text), "{{") {
			t.Errorf("asked %s, %v", text, err)
		}
		return metric.Result{Rows: [][]any{{int64(42)}}}, nil
	})
}

// TestTokensInAQuestion resolves questions in their JSON form.
func TestTokensInAQuestion(t *testing.T) {
	for _, c := range []struct{ name, in, out string }{
		{"nothing to do", `{"metrics":["accounts"],"filter":{"dimension":"country","op":"eq","value":"IT"}}`, ``},
		{"a day", `{"filter":{"dimension":"end_date","op":"le","value":"{{TODAY-30}}"}}`, `{"filter":{"dimension":"end_date","op":"le","value":"2026-10-21"}}`},
		{"a number", `{"filter":{"dimension":"quantity","op":"gt","value":"{{LIMIT}}"}}`, `{"filter":{"dimension":"quantity","op":"gt","value":5.5}}`},
		{"within a text", `{"filter":{"dimension":"account","op":"contains","value":"in {{ COUNTRY }}!"}}`, `{"filter":{"dimension":"account","op":"contains","value":"in IT!"}}`},
		{"a token of tokens", `{"filter":{"dimension":"account","op":"eq","value":"{{TITLE}}"}}`, `{"filter":{"dimension":"account","op":"eq","value":"Since 2026-01-01 in IT"}}`},
		{"a list", `{"filter":{"dimension":"owner","op":"in","value":"{{TEAM}}"}}`, `{"filter":{"dimension":"owner","op":"in","values":["Ana","Bo \"B\"","IT"]}}`},
		{"a list among values", `{"filter":{"dimension":"owner","op":"not_in","values":["Zed","{{TEAM}}",null]}}`, `{"filter":{"dimension":"owner","op":"not_in","values":["Zed","Ana","Bo \"B\"","IT",null]}}`},
		{"between", `{"dashboard_filter":{"dimension":"end_date","op":"between","values":["{{LAST_MONTH_START}}","{{NEXT_MONTH_END}}"]}}`, `{"dashboard_filter":{"dimension":"end_date","op":"between","values":["2026-10-01","2026-12-31"]}}`},
		{"a window", `{"filter":{"any":[{"dimension":"end_date","op":"next","unit":"day","from":"{{TOMORROW}}","n":"{{WINDOW}}"}]}}`, `{"filter":{"any":[{"dimension":"end_date","op":"next","unit":"day","from":"2026-11-21","n":90}]}}`},
		{"a figure", `{"having":{"all":[{"metric":"licenses_sold","op":"lt","value":"{{AVERAGE}}"}]}}`, `{"having":{"all":[{"metric":"licenses_sold","op":"lt","value":42}]}}`},
		{"the day asked for", `{"as_of":"{{LAST_MONTH_END}}","compare":{"as_of":"{{LAST_YEAR_END}}"}}`, `{"as_of":"2026-10-31","compare":{"as_of":"2025-12-31"}}`},
		{"a value of its own", `{"tokens":{"LIMIT":7,"CITY":"Rome"},"filter":{"all":[{"dimension":"quantity","op":"gt","value":"{{LIMIT}}"},{"dimension":"custom.city","op":"eq","value":"{{CITY}}"}]}}`, `{"filter":{"all":[{"dimension":"quantity","op":"gt","value":7},{"dimension":"custom.city","op":"eq","value":"Rome"}]}}`},
		{"a list of its own", `{"tokens":{"TEAM":["Kim"]},"filter":{"dimension":"owner","op":"in","value":"{{TEAM}}"}}`, `{"filter":{"dimension":"owner","op":"in","values":["Kim"]}}`},
		{
			"expressions", `{"define":{"columns":[{"name":"x","expression":"[a{{b] + {{LIMIT}} * {{TODAY}} // {{no\n+ LEN(\"up to {{TITLE}} {{TEAM}}\", {{TEAM}})"}]}}`,
			`{"define":{"columns":[{"name":"x","expression":"[a{{b] + 5.5 * DATEVALUE(\"2026-11-20\") // {{no\n+ LEN(\"up to Since 2026-01-01 in IT Ana, Bo \"\"B\"\", IT\", \"Ana\", \"Bo \"\"B\"\"\", \"IT\")"}]}}`,
		},
		{
			"groups", `{"define":{"groups":[{"name":"g","column":"owner","lists":[{"name":"In {{COUNTRY}}","values":["Zed","{{TEAM}}"]}],"other":"not {{COUNTRY}}"},
			{"name":"h","column":"quantity","numbers":{"kind":"custom","bins":[{"name":"up to {{LIMIT}}","to":5.5}]}},
			{"name":"i","column":"end_date","conditions":[{"name":"{{CURRENT_YEAR}}","filter":{"dimension":"","op":"ge","value":"{{START}}"}}]}]}}`,
			`{"define":{"groups":[{"name":"g","column":"owner","lists":[{"name":"In IT","values":["Zed","Ana","Bo \"B\"","IT"]}],"other":"not IT"},
			{"name":"h","column":"quantity","numbers":{"kind":"custom","bins":[{"name":"up to 5.5","to":5.5}]}},
			{"name":"i","column":"end_date","conditions":[{"name":"2026","filter":{"op":"ge","value":"2026-01-01"}}]}]}}`,
		},
		{
			"metrics", `{"define":{"metrics":[{"name":"m","metric":"accounts","filter":{"dimension":"country","op":"eq","value":"{{COUNTRY}}"}}]}}`,
			`{"define":{"metrics":[{"name":"m","metric":"accounts","filter":{"dimension":"country","op":"eq","value":"IT"}}]}}`,
		},
	} {
		if c.out == "" {
			c.out = c.in
		}
		var in, want metric.Query
		for text, into := range map[string]*metric.Query{c.in: &in, c.out: &want} {
			if err := json.Unmarshal([]byte(text), into); err != nil {
				t.Fatal(c.name, err)
			}
		}
		if err := json.Unmarshal([]byte(c.in), &in); err != nil {
			t.Fatal(err)
		}
		before := asJSON(t, in)
		got, err := set(t, in).Resolve(in)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if asJSON(t, got) != asJSON(t, want) {
			t.Errorf("%s:\n%s, not\n%s", c.name, asJSON(t, got), asJSON(t, want))
		}
		if asJSON(t, in) != before {
			t.Errorf("%s: the question itself was changed", c.name)
		}
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTokensThatCannotBeResolved(t *testing.T) {
	for _, c := range []struct{ in, field, message, hint string }{
		{`{"filter":{"all":[{"dimension":"end_date","op":"le","value":"{{TODAYS}}"}]}}`, "filter.all[0].value", "There is no token TODAYS.", "Did you mean {{TODAY}}?"},
		{`{"filter":{"dimension":"country","op":"eq","value":"{{country}}"}}`, "filter.value", "There is no token country.", "Did you mean {{COUNTRY}}?"},
		{`{"filter":{"dimension":"country","op":"eq","value":"{{Q}}"}}`, "filter.value", "There is no token Q.", "Define it"},
		{`{"filter":{"dimension":"country","op":"eq","value":"{{COUNTRY"}}`, "filter.value", "not written to its end", "{{NAME}}"},
		{`{"filter":{"dimension":"country","op":"eq","value":"{{COUNTRY}} }}"}}`, "filter.value", "not written to its end", ""},
		{`{"filter":{"dimension":"country","op":"eq","value":"{{}}"}}`, "filter.value", "There is no token", ""},
		{`{"filter":{"dimension":"owner","op":"eq","value":"{{TEAM}}"}}`, "filter.value", "is a list", "in or not_in"},
		{`{"filter":{"dimension":"account","op":"eq","value":"{{WHO}}"}}`, "filter.value", "the value of a row", "account"},
		{`{"filter":{"dimension":"quantity","op":"gt","value":"{{ONE}}"}}`, "filter.value", "ONE → OTHER → ONE", "Take one"},
		{`{"filter":{"dimension":"quantity","op":"gt","value":"{{SELF}}"}}`, "filter.value", "SELF → SELF", ""},
		{`{"as_of":"{{LIMIT}}"}`, "as_of", "The token LIMIT is no day.", "{{TODAY-30}}"},
		{`{"filter":{"dimension":"end_date","op":"next","unit":"day","n":"{{LIMIT}}"}}`, "filter.n", "no whole number", ""},
		{`{"filter":{"dimension":"end_date","op":"next","unit":"day","n":"{{COUNTRY}}"}}`, "filter.n", "no whole number", ""},
		{`{"filter":{"dimension":"end_date","op":"next","unit":"day","n":"3 {{WINDOW}}"}}`, "filter.n", "a number or one token", ""},
		{`{"tokens":{"TODAY":"2026-01-01"}}`, "tokens.TODAY", "a system token", "another name"},
		{`{"tokens":{"LIMIT":"many"},"filter":{"dimension":"quantity","op":"gt","value":"{{LIMIT}}"}}`, "filter.value", "The value many of the token LIMIT is not a number.", ""},
		{`{"define":{"columns":[{"name":"x","expression":"{{NOPE}}"}]}}`, "define.columns[0].expression", "no token NOPE", ""},
	} {
		var q metric.Query
		if err := json.Unmarshal([]byte(c.in), &q); err != nil {
			t.Fatal(err)
		}
		_, err := set(t, q).Resolve(q)
		f := fault.Of(err)
		if f == nil || f.Field != c.field || !strings.Contains(f.Message, c.message) || !strings.Contains(f.Hint, c.hint) {
			t.Errorf("%s: %#v", c.in, f)
		}
	}
}

// TestAFigureFollowsTheQuestion: the question of a token is asked of the day,
// state and scope of the question it stands in, once.
func TestAFigureFollowsTheQuestion(t *testing.T) {
	q := metric.Query{AsOf: "{{LAST_MONTH_END}}", KnownAt: 7, Scope: "own", Metrics: []string{"accounts"}, Having: &metric.Filter{All: []metric.Filter{
		{Metric: "licenses_sold", Op: "lt", Value: "{{AVERAGE}}"}, {Metric: "licenses_sold", Op: "ne", Value: "{{AVERAGE}}"},
	}}}
	var asked []metric.Query
	s := token.New(moment(t, "2026-11-20T08:30:15Z", "UTC", 1, 1), keptTokens(), q, func(q metric.Query) (metric.Result, error) {
		asked = append(asked, q)
		return metric.Result{Rows: [][]any{{1.5}}}, nil
	})
	if _, err := s.Resolve(q); err != nil {
		t.Fatal(err)
	}
	if len(asked) != 1 || asked[0].AsOf != "2026-10-31" || asked[0].KnownAt != 7 || asked[0].Scope != "own" {
		t.Errorf("asked %+v", asked)
	}
	for name, answer := range map[string][][]any{"nothing known": {{nil}}, "no row": {}} {
		s := token.New(moment(t, "2026-11-20T08:30:15Z", "UTC", 1, 1), keptTokens(), q, func(metric.Query) (metric.Result, error) { return metric.Result{Rows: answer}, nil })
		if _, err := s.Resolve(q); err == nil || !strings.Contains(err.Error(), "The token AVERAGE has no value") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMessages(t *testing.T) {
	s := set(t, metric.Query{})
	row := func(column string) (any, bool) {
		v, ok := map[string]any{"account": "Contoso", "quantity": 12.0, "end_date": nil}[column]
		return v, ok
	}
	for template, want := range map[string]string{
		"":                           "",
		"No tokens { } at all":       "No tokens { } at all",
		"{{WHO}} since {{TODAY-30}}": "Contoso since 2026-10-21",
		"{{quantity}} of {{account}}, {{end_date}}, {{TEAM}}, {{LIMIT}}": `12 of Contoso, –, Ana, Bo "B", IT, 5.5`,
		"{{AVERAGE}} {{TITLE}}": "42 Since 2026-01-01 in IT",
	} {
		if got, err := s.Text(template, row); err != nil || got != want {
			t.Errorf("%q is %q, %v", template, got, err)
		}
	}
	for template, want := range map[string]string{
		"Hi {{WHOM}}":  "Did you mean {{WHO}}?",
		"Hi {{acount}": "not written to its end",
		"Hi {{owner}}": "There is no token owner.",
		"{{ONE}}":      "ONE → OTHER → ONE",
	} {
		if got, err := s.Text(template, row); err == nil || !strings.Contains(err.Error(), want) || got != "" {
			t.Errorf("%q is %q, %v", template, got, err)
		}
	}
	if _, err := s.Text("Hi {{WHO}}", nil); err == nil || !strings.Contains(err.Error(), "the value of a row") {
		t.Errorf("without a row: %v", err)
	}
}

// TestOnlyWhatIsNeededIsResolved: a kept definition whose token has no value
// spoils no question that does not need it.
func TestOnlyWhatIsNeededIsResolved(t *testing.T) {
	kept := metric.Definitions{
		Columns: []metric.CalculatedColumn{{Name: "a", Expression: "{{LIMIT}}"}, {Name: "b", Expression: "[c] + 1"}, {Name: "c", Expression: "{{WINDOW}}"}, {Name: "broken", Expression: "{{NOPE}}"}},
		Tokens:  keptTokens(),
	}
	q := metric.Query{Columns: []string{"b"}}
	got, err := set(t, q).Kept(q, kept)
	if err != nil {
		t.Fatal(err)
	}
	var expressions []string
	for _, c := range got.Columns {
		expressions = append(expressions, c.Name+"="+c.Expression)
	}
	if text := strings.Join(expressions, " "); text != "a={{LIMIT}} b=[c] + 1 c=90 broken={{NOPE}}" {
		t.Error(text)
	}
	q.Columns = []string{"broken"}
	if _, err := set(t, q).Kept(q, kept); err == nil || !strings.Contains(err.Error(), "The column broken cannot be used: There is no token NOPE.") {
		t.Errorf("got %v", err)
	}
}

func TestDefinedTokensAreChecked(t *testing.T) {
	m := moment(t, "2026-11-20T08:30:15Z", "UTC", 1, 1)
	for name, c := range map[string]struct {
		token   metric.Token
		problem string
	}{
		"value":           {metric.Token{Name: "A", Kind: "value", Type: "number", Value: 1.0}, ""},
		"list":            {metric.Token{Name: "A", Kind: "list", Type: "date", Values: []any{"2026-01-01", "{{TODAY}}"}}, ""},
		"metric":          {metric.Token{Name: "A", Kind: "metric", Query: &metric.Query{Metrics: []string{"accounts"}}}, ""},
		"data":            {metric.Token{Name: "A", Kind: "data", Column: "account"}, ""},
		"no kind":         {metric.Token{Name: "A"}, "The kind of a token is"},
		"system":          {metric.Token{Name: "TODAY", Kind: "value", Type: "date", Value: "2026-01-01"}, "is a system token"},
		"no type":         {metric.Token{Name: "A", Kind: "value", Value: 1.0}, "The type of a token is"},
		"text for number": {metric.Token{Name: "A", Kind: "value", Type: "number", Value: "5"}, "is not a number"},
		"no day":          {metric.Token{Name: "A", Kind: "value", Type: "date", Value: "1.1.2026"}, "is not a day"},
		"nothing":         {metric.Token{Name: "A", Kind: "value", Type: "text"}, "nothing of the token A is not a text"},
		"two things":      {metric.Token{Name: "A", Kind: "value", Type: "text", Value: "x", Values: []any{"x"}}, "and nothing else"},
		"split figure":    {metric.Token{Name: "A", Kind: "metric", Query: &metric.Query{Metrics: []string{"accounts"}, By: []metric.By{{Dimension: "country"}}}}, "one metric and no split"},
		"no question":     {metric.Token{Name: "A", Kind: "metric"}, "one metric and no split"},
		"circle":          {metric.Token{Name: "A", Kind: "metric", Query: &metric.Query{Metrics: []string{"accounts"}, AsOf: "{{A}}"}}, "A → A"},
		"no column":       {metric.Token{Name: "A", Kind: "data"}, "needs a column"},
	} {
		err := token.Check(m, metric.Definitions{Tokens: []metric.Token{c.token}}, func(metric.Query) (metric.Result, error) {
			return metric.Result{Rows: [][]any{{1.0}}}, nil
		})
		if (err == nil) != (c.problem == "") || err != nil && !strings.Contains(err.Error(), c.problem) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
