package program_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"headroom/app/bridge"
	"headroom/app/program"
	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/report"
)

// reportsOf returns the bound struct of questions of a program.
func reportsOf(p *program.Program) *bridge.Reports {
	return bound(&host{desk: p})["Reports"].Interface().(*bridge.Reports)
}

func libraryOf(p *program.Program) *bridge.Library {
	return bound(&host{desk: p})["Library"].Interface().(*bridge.Library)
}

func definitionsOf(p *program.Program) *bridge.Definitions {
	return bound(&host{desk: p})["Definitions"].Interface().(*bridge.Definitions)
}

// text is v as JSON.
func text(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// told reads what a bound method gave as JSON text.
func told[T any](t *testing.T) func(string, error) T {
	return func(text string, err error) T {
		t.Helper()
		var v T
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		return v
	}
}

func byProduct() report.Report {
	return report.Report{
		Title:  "Licenses of {{TARGET}}",
		Query:  metric.Query{Metrics: []string{"licenses_sold"}, By: []metric.By{{Dimension: "product"}}, Filter: &metric.Filter{Dimension: "quantity", Op: "gt", Value: 0}, Totals: true},
		Visual: report.Visual{Show: report.ShowTable},
	}
}

// TestATileItsRowsAndItsPassportAreOneQuestion: the query of an answer asked by
// itself gives the same figures, and explains and drills each of them.
func TestATileItsRowsAndItsPassportAreOneQuestion(t *testing.T) {
	p := demo(t)
	r := reportsOf(p)
	v := bridge.View{Scope: "all", Lang: "en"}
	a := told[report.Answer](t)(r.Answer(v, text(t, report.Asking{
		Report:  byProduct(),
		Filters: []metric.Filter{{Dimension: "status", Op: "eq", Value: "active"}, {Dimension: "support_category", Op: "eq", Value: "incident"}, {Dimension: "country", Op: "not_null"}},
		Tokens:  map[string]any{"TARGET": "all"},
		Compare: &metric.Compare{Back: 1, Unit: "month"},
	})))
	if a.Title != "Licenses of all" {
		t.Errorf("the title is %q", a.Title)
	}
	if !reflect.DeepEqual(a.NotApplied, []string{"support_category"}) {
		t.Errorf("not applied are %v", a.NotApplied)
	}
	q := a.Query
	if q.Scope != "all" || q.Compare == nil || q.Filter.Dimension != "quantity" || q.Dashboard == nil || len(q.Dashboard.All) != 2 {
		t.Errorf("asked was %s", text(t, q))
	}
	again := told[metric.Result](t)(r.Rows(text(t, q)))
	if !reflect.DeepEqual(again, a.Result) {
		t.Errorf("the query answers %s, the tile shows %s", text(t, again), text(t, a.Result))
	}
	if len(a.Result.Rows) == 0 {
		t.Fatal("the demo has no products")
	}
	for row := -1; row < min(3, len(a.Result.Rows)); row++ {
		at := text(t, metric.Cell{Row: row, Metric: "licenses_sold"})
		e := told[metric.Explanation](t)(r.Explain(v, text(t, q), at))
		shown := a.Result.Totals[1]
		if row >= 0 {
			shown = a.Result.Rows[row][1]
		}
		if !e.Check.Holds || e.Value != shown {
			t.Errorf("row %d: explained %v, shown %v, %s", row, e.Value, shown, e.Check.Words)
		}
		for i, part := range told[[]metric.ExplainedPart](t)(r.Drill(v, text(t, q), at)) {
			rows := told[metric.Result](t)(r.Rows(text(t, part.Rows[0])))
			if part.Count = e.Parts[i].Count; rows.RowCount != part.Count {
				t.Errorf("row %d: %s counts %d rows and lists %d", row, part.Name, part.Count, rows.RowCount)
			}
		}
	}
}

// TestAnAccountLimitsATile: and what its rows do not have is told.
func TestAnAccountLimitsATile(t *testing.T) {
	p := demo(t)
	r := reportsOf(p)
	keys := told[[]metric.ListedValue](t)(r.Values(`{"dimension":"account_key","limit":1}`))
	if len(keys) != 1 {
		t.Fatalf("accounts are %v", keys)
	}
	key := keys[0].Value.(string)
	a := told[report.Answer](t)(r.Answer(bridge.View{}, text(t, report.Asking{Report: byProduct(), Account: key})))
	want := &metric.Filter{All: []metric.Filter{{Dimension: "quantity", Op: "gt", Value: 0.0}, {Dimension: "account_key", Op: "eq", Value: key}}}
	if text(t, a.Query.Filter) != text(t, want) || len(a.NotApplied) != 0 || a.Title != "Licenses of {{TARGET}}" {
		t.Errorf("asked was %s, not applied %v, title %q", text(t, a.Query), a.NotApplied, a.Title)
	}
	files := report.Report{Title: "Files", Query: metric.Query{Metrics: []string{"imports"}}, Visual: report.Visual{Show: report.ShowFigures}}
	a = told[report.Answer](t)(r.Answer(bridge.View{}, text(t, report.Asking{Report: files, Account: key})))
	if !reflect.DeepEqual(a.NotApplied, []string{"account_key"}) {
		t.Errorf("files are of no account, but not applied are %v", a.NotApplied)
	}
}

// TestTheWindowIsToldInItsLanguage: names, explanations and functions.
func TestTheWindowIsToldInItsLanguage(t *testing.T) {
	p := demo(t)
	r := reportsOf(p)
	if err := p.Define(t.Context(), metric.Definitions{Metrics: []metric.DerivedMetric{{Name: "mine", Metric: "licenses_sold", Filter: &metric.Filter{Dimension: "quantity", Op: "gt", Value: 5}}}}, false); err != nil {
		t.Fatal(err)
	}
	words := map[string]string{}
	for _, lang := range []string{"en", "it", "de", "fr", "es", "ja"} {
		c := told[metric.Catalog](t)(r.Catalog(lang))
		m, ok := c.Metric("licenses_sold")
		if _, own := c.Metric("mine"); !own || !ok {
			t.Errorf("%s: the catalog lacks a metric", lang)
		}
		e := told[metric.Explanation](t)(r.Explain(bridge.View{Lang: lang}, `{"metrics":["mine","licenses_sold"]}`, `{"row":-1,"metric":"licenses_sold"}`))
		if e.Words != m.Words {
			t.Errorf("%s: explained as %q, the catalog says %q", lang, e.Words, m.Words)
		}
		functions, err := definitionsOf(p).Functions(lang)
		if err != nil || words[functions] != "" || words[m.Label] != "" {
			t.Errorf("%s: said as in %s%s, %v", lang, words[functions], words[m.Label], err)
		}
		words[functions], words[m.Label] = lang, lang
	}
}

// TestNothingTheWindowIsGivenIsNull: lists of the catalog and of answers may be
// empty and are never null.
func TestNothingTheWindowIsGivenIsNull(t *testing.T) {
	r := reportsOf(opened(t))
	texts := map[string]func() (string, error){
		"catalog":     func() (string, error) { return r.Catalog("en") },
		"answer":      func() (string, error) { return r.Answer(bridge.View{}, text(t, report.Asking{Report: byProduct()})) },
		"values":      func() (string, error) { return r.Values(`{"dimension":"product"}`) },
		"library":     func() (string, error) { return libraryOf(opened(t)).List("report", "en") },
		"definitions": func() (string, error) { return definitionsOf(opened(t)).Uses("column", "none") },
	}
	for what, ask := range texts {
		out, err := ask()
		if err != nil {
			t.Fatal(what, err)
		}
		for _, list := range []string{"datasets", "dimensions", "metrics", "measures", "facts", "split_by", "rows", "parts", "columns", "not_applied"} {
			if strings.Contains(out, `"`+list+`":null`) {
				t.Errorf("%s: %s is null", what, list)
			}
		}
		if out == "null" {
			t.Errorf("%s is null", what)
		}
	}
}

func TestTheLibraryKeepsCopiesAndOwn(t *testing.T) {
	p := demo(t)
	l := libraryOf(p)
	list := func(kind string) []report.Entry { return told[[]report.Entry](t)(l.List(kind, "en")) }
	find := func(kind, name string) report.Entry {
		for _, e := range list(kind) {
			if e.Name == name {
				return e
			}
		}
		return report.Entry{}
	}
	shipped := len(list("dashboard"))
	mine := byProduct()
	kept, err := l.Save("report", text(t, mine))
	name := kept.Name
	if err != nil || name != "r1" || kept.Version == "" {
		t.Fatalf("%+v %v", kept, err)
	}
	got := told[report.Report](t)(l.Get("report", name, "it"))
	if mine.Name, mine.Version = name, kept.Version; text(t, got) != text(t, mine) {
		t.Errorf("kept %s, want %s", text(t, got), text(t, mine))
	}
	if e := find("report", name); e.Origin != "own" || e.Title != mine.Title || e.ChangedAt != "2026-11-20T08:00:00Z" || !reflect.DeepEqual(e.Datasets, []string{"entitlements"}) || e.Show != report.ShowTable {
		t.Errorf("listed as %+v", e)
	}

	board := report.Dashboard{Title: "Board", Tabs: []report.Tab{{ID: "one", Tiles: []report.Tile{{ID: "a", W: 6, H: 6, Ref: name}}}}}
	kept, err = l.Save("dashboard", text(t, board))
	own := kept.Name
	if err != nil || own != "d2" {
		t.Fatalf("%+v %v", kept, err)
	}
	if e := find("report", name); !reflect.DeepEqual(e.UsedBy, []string{"Board"}) {
		t.Errorf("shown on %v", e.UsedBy)
	}
	_, err = l.Remove("report", name)
	if f := fault.Of(err); f == nil || f.Code != fault.Conflict || !strings.Contains(f.Message, "Board") {
		t.Errorf("removing a report that is shown: %v", err)
	}
	board.Tabs[0].Tiles[0].Ref = "r77"
	_, err = l.Save("dashboard", text(t, board))
	if f := fault.Of(err); f == nil || f.Field != "tabs[0].tiles[0].ref" {
		t.Errorf("a tile of nothing: %v", err)
	}

	if on, err := l.Favourite("dashboard", own, true); err != nil || !on || list("dashboard")[0].Name != own {
		t.Errorf("marked is not first: %v %v", on, err)
	}
	if _, err := l.Favourite("dashboard", "d99", true); fault.Of(err) == nil || fault.Of(err).Code != fault.NotFound {
		t.Errorf("marking nothing: %v", err)
	}
	for _, do := range []func() (bool, error){
		func() (bool, error) { return l.Remove("dashboard", own) },
		func() (bool, error) { return l.Remove("report", name) },
	} {
		if ok, err := do(); err != nil || !ok {
			t.Errorf("%v %v", ok, err)
		}
	}
	if len(list("dashboard")) != shipped {
		t.Errorf("%d dashboards are left", len(list("dashboard")))
	}
	if _, err := l.Get("report", name, "en"); fault.Of(err) == nil || fault.Of(err).Code != fault.NotFound {
		t.Errorf("what was removed: %v", err)
	}
	mine.Version = ""
	if again, err := l.Save("report", text(t, mine)); err != nil || again.Name != name {
		t.Errorf("taking the removal back gives %+v, %v", again, err)
	}
}

// TestTwoWindowsDoNotOverwriteEachOther, of a copy of a shipped dashboard too,
// and a version that somebody saw is no part of what is kept.
func TestTwoWindowsDoNotOverwriteEachOther(t *testing.T) {
	l := libraryOf(opened(t))
	read := func() report.Dashboard { return told[report.Dashboard](t)(l.Get("dashboard", "renewals", "en")) }
	one, other := read(), read()
	if one.Version != "" {
		t.Fatalf("what is shipped has the version %q", one.Version)
	}
	one.Title, other.Title = "Mine", "Theirs"
	kept, err := l.Save("dashboard", text(t, one))
	if err != nil {
		t.Fatal(err)
	}
	_, err = l.Save("dashboard", text(t, other))
	if f := fault.Of(err); f == nil || f.Code != fault.Conflict || f.Field != "version" {
		t.Errorf("the second window: %v", err)
	}
	now := read()
	if now.Title != "Mine" || now.Version != kept.Version {
		t.Errorf("kept %q of version %q, want Mine of %q", now.Title, now.Version, kept.Version)
	}
	other.Version = now.Version
	if _, err := l.Save("dashboard", text(t, other)); err != nil || read().Title != "Theirs" {
		t.Errorf("overwriting what was looked at: %v, kept %q", err, read().Title)
	}
}

// TestAShippedDashboardCanBeChangedAndRestored for every one of them.
func TestAShippedDashboardCanBeChangedAndRestored(t *testing.T) {
	p := opened(t)
	l := libraryOf(p)
	for _, e := range told[[]report.Entry](t)(l.List("dashboard", "de")) {
		if e.Origin != "shipped" {
			t.Errorf("%s is %s", e.Name, e.Origin)
		}
		d := told[report.Dashboard](t)(l.Get("dashboard", e.Name, "de"))
		d.Title = "Meines"
		if kept, err := l.Save("dashboard", text(t, d)); err != nil || kept.Name != e.Name {
			t.Errorf("%s: %+v %v", e.Name, kept, err)
			continue
		}
		if _, err := l.Remove("dashboard", e.Name); fault.Of(err) == nil || fault.Of(err).Code != fault.Conflict {
			t.Errorf("%s: removing a copy: %v", e.Name, err)
		}
		if d = told[report.Dashboard](t)(l.Get("dashboard", e.Name, "fr")); d.Title != "Meines" || d.Name != e.Name {
			t.Errorf("%s: kept as %q %q", e.Name, d.Name, d.Title)
		}
		if _, err := l.Restore("dashboard", e.Name); err != nil {
			t.Errorf("%s: %v", e.Name, err)
		}
		if d = told[report.Dashboard](t)(l.Get("dashboard", e.Name, "de")); d.Title != e.Title {
			t.Errorf("%s: restored as %q", e.Name, d.Title)
		}
	}
}

// TestAnExpressionThatCannotBeReadIsAnswered with the place in the text, in
// units of UTF-16.
func TestAnExpressionThatCannotBeReadIsAnswered(t *testing.T) {
	d := definitionsOf(demo(t))
	for _, c := range []struct{ text, marked string }{
		{`[quantity] + [assignd]`, "[assignd]"},
		{`IF([account] = "𝄞𝄞", [produkt], 1)`, "[produkt]"},
		{`[quantity] +`, "+"},
		{`[quantity] * {{NO_SUCH}}`, `[quantity] * {{NO_SUCH}}`},
		{strings.Repeat("(", 5000), "*"},
		{``, ""},
	} {
		out := told[bridge.ExpressionReading](t)(d.Expression(c.text, "", false))
		if out.Problem == nil || out.Problem.Message == "" {
			t.Errorf("%.30s: no problem", c.text)
			continue
		}
		units := []rune{}
		for _, r := range c.text {
			units = append(units, r)
			if r > 0xffff {
				units = append(units, 0)
			}
		}
		if out.Problem.Start < 0 || out.Problem.End > len(units) || out.Problem.Start > out.Problem.End {
			t.Errorf("%.30s: marked %d to %d", c.text, out.Problem.Start, out.Problem.End)
		} else if got := string(units[out.Problem.Start:out.Problem.End]); got != c.marked && c.marked != "*" {
			t.Errorf("%.30s: marked %q, want %q", c.text, got, c.marked)
		}
	}
	if out := told[bridge.ExpressionReading](t)(d.Expression(`round([quantity] * 1,5; 1)`, "", true)); out.Problem != nil || out.Canonical == "" || len(out.Sample.Rows) == 0 {
		t.Errorf("%s", text(t, out))
	}
}

// TestATableHasItsFirstRows: the others come by pages of the same question.
func TestATableHasItsFirstRows(t *testing.T) {
	p := demo(t)
	r := reportsOf(p)
	list := report.Report{Title: "Rows", Query: metric.Query{Dataset: metric.Usage, Columns: []string{"date", "account", "unit", "active"}}, Visual: report.Visual{Show: report.ShowTable}}
	a := told[report.Answer](t)(r.Answer(bridge.View{}, text(t, report.Asking{Report: list})))
	if len(a.Result.Rows) != 1000 || a.Result.RowCount <= 1000 || a.Query.Limit != 0 {
		t.Fatalf("%d of %d rows, limit %d", len(a.Result.Rows), a.Result.RowCount, a.Query.Limit)
	}
	whole := told[metric.Result](t)(r.Rows(text(t, a.Query)))
	for from := 0; from < a.Result.RowCount; from += 700 {
		q := a.Query
		q.Offset, q.Limit = from, 700
		page := told[metric.Result](t)(r.Rows(text(t, q)))
		if want := whole.Rows[from:min(from+700, len(whole.Rows))]; !reflect.DeepEqual(page.Rows, want) || page.RowCount != a.Result.RowCount {
			t.Errorf("the page from %d is another part", from)
		}
	}
	if !reflect.DeepEqual(whole.Rows[:1000], a.Result.Rows) {
		t.Error("the tile shows other rows")
	}
}

// What is read ahead is what there is: a metric that were renamed would be refused.
func TestWhatIsReadAheadIsThere(t *testing.T) {
	if err := demo(t).Warm(t.Context()); err != nil {
		t.Error(err)
	}
}
