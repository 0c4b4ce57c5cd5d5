package systest

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// sold is a portfolio in which every kind of value is missing somewhere.
var sold = table{
	{"Contract", "Customer", "Country", "Product", "Licenses", "Assigned", "From", "To", "Team"},
	{"1", "Alpha", "IT", "Suite", "0", "0", "2023-01-01", "2024-04-20", "North East"},
	{"2", "Alpha", "IT", "Core", "5", "5", "2023-01-01", "2024-05-01", "north"},
	{"3", "Bravo", "ES", "Suite", "10", "4", "2023-01-01", "2024-06-30", "South"},
	{"4", "Bravo", "ES", "Core", "10", "", "2023-01-01", "2024-07-01", ""},
	{"5", "Charlie", "SE", "Suite", "100", "120", "2023-01-01", "2025-02-28", "STRASSE"},
	{"6", "Charlie", "SE", "Core", "", "", "2023-01-01", "", "straße"},
	{"7", "Delta", "", "Suite", "37", "1", "2023-01-01", "2024-12-31", "a \"b\" %_[x]"},
	{"8", "Echo", "", "Core", "1000", "999", "2023-01-01", "2024-04-15", "ÉTÉ"},
}

// selling returns the program with the portfolio of sold.
func selling(t *testing.T) *headroom {
	t.Helper()
	h := newHeadroom(t)
	mapping := jsonFile(t, "mapping.json", map[string]any{
		"dataset": "entitlements", "class": "E", "source": "Contracts", "date_order": "ymd", "custom": []string{"Team"}, "columns": map[string]string{
			"Contract": "entitlement", "Customer": "account", "Country": "country", "Product": "product", "Licenses": "quantity", "Assigned": "assigned", "From": "start_date", "To": "end_date",
		},
	})
	if got := h.imports1("--as-of", today, "--mapping", mapping, sold.file(t, "sold.csv")); got.Added != len(sold)-1 {
		t.Fatalf("%+v", got)
	}
	return h
}

// defined is the answer of the commands about definitions.
type defined struct {
	Definitions struct {
		Columns, Groups, Metrics, Tokens []struct{ Name, Expression string }
	}
	Uses     map[string][]struct{ Kind, Name string }
	Problems map[string]refusal
	Error    refusal
}

func (d defined) names() string {
	var out []string
	for _, list := range [][]struct{ Name, Expression string }{d.Definitions.Columns, d.Definitions.Groups, d.Definitions.Metrics, d.Definitions.Tokens} {
		for _, x := range list {
			out = append(out, x.Name)
		}
	}
	return strings.Join(out, " ")
}

func (h *headroom) define(status int, document string, flags ...string) defined {
	h.t.Helper()
	var d defined
	h.ends(status, &d, append([]string{"define", writeFile(h.t, "define.json", []byte(document))}, flags...)...)
	return d
}

func list(values ...any) []any { return values }

type object = map[string]any

// TestTokensInMessages is check 10: {{TODAY-30}} and a data token resolve in a
// message, and an unknown token blocks it, as it blocks a question and a
// definition. The control is the same without the unknown token.
func TestTokensInMessages(t *testing.T) {
	h := selling(t)
	h.define(0, `{"tokens":[{"name":"WHO","kind":"data","column":"account"},{"name":"LIMIT","kind":"value","type":"number","value":10},
		{"name":"SOLD","kind":"metric","query":{"metrics":["licenses_sold"]}}]}`)
	rows := jsonFile(t, "rows.json", object{"columns": list("account", "product", "quantity"), "sort": list(object{"by": "quantity", "desc": true})})
	text := func(status int, args ...string) (answer struct {
		Text  string
		Error refusal
	},
	) {
		t.Helper()
		h.ends(status, &answer, append([]string{"text"}, args...)...)
		return answer
	}
	if got := text(0, "{{WHO}}: {{quantity}} of {{product}} since {{TODAY-30}}, {{SOLD}} in all", "--ask", rows, "--row", "2").Text; got != "Charlie: 100 of Suite since 2024-03-16, 1162 in all" {
		t.Errorf("resolved to %q", got)
	}
	for template, message := range map[string]string{
		"Since {{TODAYS-30}}": "There is no token TODAYS-30.", "For {{WHOM}}": "There is no token WHOM.", "For {{WHO": "not written to its end",
	} {
		if got := text(1, template, "--ask", rows); !strings.Contains(got.Error.Message, message) || got.Text != "" {
			t.Errorf("%s: %+v", template, got)
		}
	}
	if got := text(1, "For {{WHO}}"); !strings.Contains(got.Error.Message, "the value of a row") {
		t.Errorf("without a row: %+v", got)
	}
	question := func(token string) string {
		return jsonFile(t, "q.json", object{"metrics": list("entitlements"), "filter": object{"dimension": "quantity", "op": "ge", "value": "{{" + token + "}}"}})
	}
	if got := h.ask(object{"metrics": list("entitlements"), "filter": object{"dimension": "quantity", "op": "ge", "value": "{{LIMIT}}"}}).Rows[0][0]; got != json.Number("5") {
		t.Errorf("a token in a filter counts %v", got)
	}
	var refused struct{ Error refusal }
	h.ends(1, &refused, "ask", question("LIMITS"))
	if refused.Error.Field != "filter.value" || refused.Error.Hint != "Did you mean {{LIMIT}}?" {
		t.Errorf("an unknown token: %+v", refused.Error)
	}
	h.ends(1, &refused, "ask", question("WHO"))
	before := h.define(0, `{}`).names()
	if got := h.define(1, `{"metrics":[{"name":"few","metric":"entitlements","filter":{"dimension":"quantity","op":"lt","value":"{{LIMITS}}"}}]}`); !strings.Contains(got.Error.Message, "no token LIMITS") {
		t.Errorf("%+v", got.Error)
	}
	if after := h.define(0, `{}`).names(); after != before {
		t.Errorf("a refusal left %s", after)
	}
	// The day is that of the person's zone.
	for zone, day := range map[string]string{"Pacific/Pago_Pago": "2024-04-14", "UTC": "2024-04-15", "Pacific/Kiritimati": "2024-04-15"} {
		if got := text(0, "{{TODAY}}", "--zone", zone).Text; got != day {
			t.Errorf("today in %s is %s", zone, got)
		}
	}
}

// TestATextGroupWithoutOther is check 11: the rows that no item of a text group
// holds are counted. The control is the same group with Other, which holds them.
func TestATextGroupWithoutOther(t *testing.T) {
	h := selling(t)
	group := func(other string) string {
		return `{"groups":[{"name":"area","column":"country","lists":[{"name":"South","values":["IT","ES"]}],"other":"` + other + `"}]}`
	}
	ask := func() (rows string, ungrouped map[string]int64) {
		t.Helper()
		var got struct {
			Rows      [][]any
			Totals    []any
			Ungrouped map[string]int64
		}
		h.must(&got, "ask", jsonFile(t, "q.json", object{"metrics": list("entitlements"), "by": list("area"), "totals": true}))
		return fmt.Sprint(got.Rows, got.Totals), got.Ungrouped
	}
	h.define(0, group(""))
	if rows, ungrouped := ask(); rows != "[[South 4] [<nil> 4]] [<nil> 8]" || ungrouped["area"] != 4 || len(ungrouped) != 1 {
		t.Errorf("without Other: %s, ungrouped %v", rows, ungrouped)
	}
	h.define(0, group("Elsewhere"))
	if rows, ungrouped := ask(); rows != "[[South 4] [Elsewhere 4]] [<nil> 8]" || ungrouped["area"] != 0 {
		t.Errorf("with Other: %s, ungrouped %v", rows, ungrouped)
	}
}

// TestConditionsOfGroupsAreFilters: an item holds the rows that a question with
// the same filter finds.
func TestConditionsOfGroupsAreFilters(t *testing.T) {
	h := selling(t)
	leaf := func(op string, values ...any) object {
		if len(values) == 1 {
			return object{"op": op, "value": values[0]}
		}
		if len(values) == 0 {
			return object{"op": op}
		}
		return object{"op": op, "values": values}
	}
	grain := func(grain string, f object) object { f["grain"] = grain; return f }
	relative := func(op string, n int, unit string, more object) object {
		f := object{"op": op, "n": n, "unit": unit}
		for k, v := range more {
			f[k] = v
		}
		return f
	}
	filters := map[string][]object{
		"country": {
			leaf("eq", "IT"), leaf("ne", "IT"), leaf("in", "IT", "SE", nil), leaf("not_in", "IT", nil), leaf("not_in", "IT", "ES"), leaf("is_null"), leaf("not_null"), leaf("is_empty"), leaf("not_empty"),
			{"any": list(leaf("eq", "SE"), object{"all": list(leaf("ne", "IT"), leaf("not_null"))})},
		},
		"custom.Team": {
			leaf("contains", "orth"), leaf("not_contains", "NORTH"), leaf("starts_with", "NoRtH"), leaf("not_starts_with", "north"), leaf("ends_with", "AST"), leaf("not_ends_with", "h"),
			leaf("contains", "%_["), leaf("contains", `"B"`), leaf("contains", "été"), leaf("contains", "strasse"), leaf("contains", "straẞe"), leaf("eq", `a "b" %_[x]`),
		},
		"quantity": {
			leaf("eq", 10), leaf("ne", 10), leaf("gt", 10), leaf("ge", 10), leaf("lt", 10), leaf("le", 10.5), leaf("between", 0, 10), leaf("not_between", 0, 10), leaf("in", 0, 37, nil), leaf("is_null"),
		},
		"end_date": {
			leaf("eq", "2024-04-20"), leaf("lt", "2024-05-01"), leaf("ge", "2024-07-01"), leaf("between", "2024-04-15", "2024-06-30"), leaf("is_null"),
			relative("next", 30, "day", nil), relative("next", 2, "month", nil), relative("next", 2, "month", object{"rolling": true}), relative("next", 1, "quarter", object{"excluded": true}), relative("this", 1, "quarter", nil),
			relative("next", 8, "week", object{"from": "{{TOMORROW}}"}),
			grain("quarter", leaf("eq", "2024-04-01")), grain("quarter", leaf("ne", "2024-04-01")), grain("month", leaf("gt", "2024-06-01")), grain("year", leaf("le", "2024-01-01")), grain("month", leaf("between", "2024-05-01", "2024-06-01")),
			grain("month_of_year", leaf("in", 4, 12)), grain("quarter_of_year", leaf("eq", 2)), grain("quarter_of_year", leaf("ne", 2)), grain("quarter_of_year", leaf("gt", 2)), grain("day_of_week", leaf("ge", 6)), grain("day_of_week", leaf("eq", 1)), grain("day_of_month", leaf("lt", 20)),
		},
		"trial": {leaf("eq", "no"), leaf("ne", "yes"), leaf("is_null")},
	}
	h.must(nil, "set", "week_start", "sunday")
	h.must(nil, "set", "fiscal_year_start", "7")
	held := map[int]bool{}
	for column, all := range filters {
		var groups, by []any
		for i, f := range all {
			name := fmt.Sprintf("g%d", i)
			groups = append(groups, object{"name": name, "column": column, "conditions": list(object{"name": "in", "filter": f})})
			by = append(by, name)
		}
		listed := h.ask(object{"columns": append(list("entitlement"), by...), "define": object{"groups": groups}})
		for i, f := range all {
			want := h.ask(object{"columns": list("entitlement"), "filter": compares(f, column)})
			expected, got := map[any]bool{}, map[any]bool{}
			for _, row := range want.Rows {
				expected[row[0]] = true
			}
			for _, row := range listed.Rows {
				if row[i+1] == "in" {
					got[row[0]] = true
				}
			}
			held[len(expected)] = true
			if fmt.Sprint(got) != fmt.Sprint(expected) {
				t.Errorf("%s %v: the item holds %v, the filter finds %v", column, f, got, expected)
			}
		}
	}
	if len(held) < 6 {
		t.Errorf("the filters tell little apart: %v", held)
	}
}

// compares returns a filter with the column in every comparison.
func compares(f object, column string) object {
	out := object{}
	for k, v := range f {
		out[k] = v
	}
	if f["op"] != nil {
		out["dimension"] = column
	}
	for _, key := range []string{"all", "any"} {
		if children, ok := f[key].([]any); ok {
			var named []any
			for _, child := range children {
				named = append(named, compares(child.(object), column))
			}
			out[key] = named
		}
	}
	return out
}

// TestDefinitionsLastAndAreWhole: definitions are added all or none, changed
// only where what uses them still works, removed when unused, and outlive undo,
// backup and restore.
func TestDefinitionsLastAndAreWhole(t *testing.T) {
	h := selling(t)
	digest := h.digest()
	const all = `{"columns":[{"name":"spare","expression":"quantity - [assigned]"},{"name":"share","expression":"[spare] / quantity"}],
		"groups":[{"name":"size","column":"spare","numbers":{"kind":"dynamic","count":3}}],
		"metrics":[{"name":"small","metric":"entitlements","filter":{"dimension":"share","op":"lt","value":"{{MOST}}"}}],
		"tokens":[{"name":"MOST","kind":"value","type":"number","value":0.5}]}`
	if got := h.define(0, all, "--dry-run"); got.names() != "" {
		t.Errorf("a dry run kept %s", got.names())
	}
	got := h.define(0, all)
	if got.names() != "spare share size small MOST" || got.Definitions.Columns[0].Expression != "[quantity] - [assigned]" {
		t.Errorf("kept %+v", got.Definitions)
	}
	if got.Uses["MOST"][0].Name != "small" || len(got.Uses["spare"]) != 2 || len(got.Problems) != 0 {
		t.Errorf("uses %v, problems %v", got.Uses, got.Problems)
	}
	if fmt.Sprint(h.ask(object{"metrics": list("small")}).Rows) != "[[3]]" { // a share of nothing is no share
		t.Errorf("small is %v", h.ask(object{"metrics": list("small")}).Rows)
	}
	if h.digest() != digest {
		t.Error("definitions are no facts, but the digest changed")
	}
	for name, refused := range map[string]struct{ document, message string }{
		"a second mistake":     {`{"columns":[{"name":"fine","expression":"1"},{"name":"bad","expression":"[nothing]"}]}`, "There is no column [nothing]"},
		"a shipped name":       {`{"columns":[{"name":"quantity","expression":"1"}]}`, "The name quantity is taken"},
		"a circle":             {`{"columns":[{"name":"spare","expression":"[share] * 2"}]}`, "spare → share → spare"},
		"what others use":      {`{"columns":[{"name":"share","expression":"\"text\""}]}`, "The metric small would no longer work"},
		"a system token":       {`{"tokens":[{"name":"TODAY","kind":"value","type":"text","value":"x"}]}`, "a system token"},
		"a token of no type":   {`{"tokens":[{"name":"X","kind":"value","type":"money","value":1}]}`, "The type of a token"},
		"a figure of nothing":  {`{"tokens":[{"name":"X","kind":"metric","query":{"metrics":["nothing"]}}]}`, "There is no metric"},
		"a column of nothing":  {`{"tokens":[{"name":"X","kind":"data","column":"nothing"}]}`, "There is no column"},
		"an unknown key":       {`{"columns":[{"name":"x","formula":"1"}]}`, "formula"},
		"a group of two kinds": {`{"groups":[{"name":"x","column":"country","lists":[],"conditions":[]}]}`, "one of them"},
	} {
		if got := h.define(1, refused.document); !strings.Contains(got.Error.Message, refused.message) {
			t.Errorf("%s: %+v", name, got.Error)
		}
	}
	if now := h.define(0, `{}`); now.names() != got.names() {
		t.Errorf("refusals left %s", now.names())
	}

	var refused struct{ Error refusal }
	h.ends(1, &refused, "undefine", "token", "MOST")
	if refused.Error.Code != "conflict" || !strings.Contains(refused.Error.Message, "the metric small") {
		t.Errorf("%+v", refused.Error)
	}
	backup := filepath.Join(t.TempDir(), "a.headroom")
	h.must(nil, "backup", backup)
	h.must(nil, "undefine", "metric", "small")
	h.must(nil, "undefine", "token", "MOST")
	h.undo(1)
	if now := h.define(0, `{}`); now.names() != "spare share size" {
		t.Errorf("after undo: %s", now.names())
	}
	h.must(nil, "restore", backup)
	var ok struct{ OK bool }
	h.must(&ok, "verify")
	if now := h.define(0, `{}`); now.names() != got.names() || !ok.OK {
		t.Errorf("restored %s, %v", now.names(), ok.OK)
	}

	var catalog struct {
		Dimensions []struct{ Name string }
		Functions  []struct{ Name, Words string }
		Tokens     []struct{ Name string }
	}
	h.must(&catalog, "catalog")
	if !strings.Contains(fmt.Sprint(catalog.Dimensions), "{size}") || len(catalog.Functions) < 41 || !strings.Contains(fmt.Sprint(catalog.Tokens), "{CURRENT_YEAR_END}") {
		t.Errorf("the catalog has %v, %d functions, %v", catalog.Dimensions, len(catalog.Functions), catalog.Tokens)
	}
}

// TestExpressionsAreShown: type, canonical form and values, or the place of the
// mistake.
func TestExpressionsAreShown(t *testing.T) {
	h := selling(t)
	var read struct {
		Type, Unit, Canonical, Local, Dataset, Text string
		Columns                                     []string
		Start, End                                  int
		Sample                                      answer
		Error                                       refusal
	}
	h.must(&read, "expression", "IF(quantity >= 37,5; quantity * 2; 0)", "--decimal", ",")
	if read.Type != "number" || read.Canonical != "IF([quantity] >= 37.5, [quantity] * 2, 0)" || fmt.Sprint(read.Columns) != "[quantity]" || len(read.Sample.Rows) != 5 {
		t.Errorf("%+v", read)
	}
	for _, row := range read.Sample.Rows {
		q, _ := row[0].(json.Number).Float64()
		if v, _ := row[1].(json.Number).Float64(); q >= 37.5 && v != 2*q || q < 37.5 && v != 0 {
			t.Errorf("the value of %v is %v", q, v)
		}
	}
	h.ends(1, &read, "expression", "1 +\n[quantiti] * 2")
	if read.Start != 4 || read.End != 14 || read.Error.Hint != "Did you mean [quantity]?" {
		t.Errorf("%+v", read)
	}
	o := h.finish(play(theCommand, "--store", h.store, "--now", today+"T08:00:00Z", "expression", "1 +\n[quantiti] * 2"))
	if want := "[quantiti] * 2\n^^^^^^^^^^\n"; o.status != 1 || !strings.HasSuffix(o.stderr, want) {
		t.Errorf("status %d: %s", o.status, o.stderr)
	}
}

// TestValuesOfADimension: lists to choose from, also cascading and of a group.
func TestValuesOfADimension(t *testing.T) {
	h := selling(t)
	values := func(args ...string) string {
		t.Helper()
		var got struct {
			Values []struct {
				Value any
				Rows  int
			}
		}
		h.must(&got, append([]string{"values"}, args...)...)
		return fmt.Sprint(got.Values)
	}
	if got := values("country", "--dataset", "entitlements"); got != "[{ES 2} {IT 2} {SE 2} {<nil> 2}]" {
		t.Error(got)
	}
	if got := values("product", "--search", "ore", "--filter", jsonFile(t, "f.json", object{"dimension": "country", "op": "eq", "value": "IT"}), "--dataset", "entitlements"); got != "[{Core 1}]" {
		t.Error(got)
	}
}
