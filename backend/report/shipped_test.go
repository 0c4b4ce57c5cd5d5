package report

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"headroom/backend/metric/builtin"
)

func TestShippedDocumentsAreValidInEveryLanguage(t *testing.T) {
	for _, lang := range Languages {
		c := builtin.In(lang)
		for _, d := range Dashboards(lang) {
			if err := d.Validate(c); err != nil {
				t.Errorf("%s %s: %v", lang, d.Name, err)
			}
		}
		for _, r := range Reports(lang) {
			if err := r.Validate(c); err != nil {
				t.Errorf("%s %s: %v", lang, r.Name, err)
			}
		}
	}
}

// keysOf are the keys of the words that the shipped documents say.
func keysOf() []string {
	var keys []string
	say := func(format string, args ...any) { keys = append(keys, fmt.Sprintf(format, args...)) }
	columns := func(r *Report) {
		if r == nil {
			return
		}
		for _, name := range made(r.Query) {
			say("columns.%s", name)
		}
		for _, c := range r.Visual.Columns {
			if c.Title != "" {
				say("columns.%s", c.Title)
			}
		}
		if r.Query.Define != nil {
			for _, x := range r.Query.Define.All() {
				say("columns.%s", x.Name)
			}
		}
	}
	for _, d := range shippedDashboards() {
		say("dashboards.%s.title", d.Name)
		say("dashboards.%s.words", d.Name)
		for _, c := range d.Controls {
			if c.Title != "" {
				say("controls.%s", c.Title)
			}
		}
		for _, x := range d.Tokens {
			say("tokens.%s", x.Name)
		}
		for _, tab := range d.Tabs {
			if len(d.Tabs) > 1 {
				say("dashboards.%s.tab.%s", d.Name, tab.ID)
			}
			for _, tile := range tab.Tiles {
				say("dashboards.%s.%s.title", d.Name, tile.ID)
				say("dashboards.%s.%s.sub", d.Name, tile.ID)
				columns(tile.Report)
			}
		}
	}
	for _, r := range shippedReports() {
		say("reports.%s.title", r.Name)
		say("reports.%s.words", r.Name)
		columns(&r)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

var ours = regexp.MustCompile(`^(dashboards|reports|columns|controls|tokens)\.`)

func TestEveryLanguageHasTheWordsOfTheShippedDocuments(t *testing.T) {
	keys := keysOf()
	for _, lang := range Languages {
		words := WordsIn(lang)
		for _, key := range keys {
			if strings.TrimSpace(words[key]) == "" {
				t.Errorf("%s has no %s", lang, key)
			}
		}
		for key, text := range words {
			if ours.MatchString(key) && !slices.Contains(keys, key) {
				t.Errorf("%s has words of %s, which nothing says", lang, key)
			}
			if got, want := tokensOf(text), tokensOf(WordsIn("en")[key]); len(got) != len(want) {
				t.Errorf("%s says %s with other tokens than English: %q", lang, key, text)
			}
		}
	}
}

func TestEveryShippedNameIsDocumented(t *testing.T) {
	data, err := os.ReadFile("../../docs/dashboards.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, d := range Dashboards("en") {
		if !strings.Contains(text, "`"+d.Name+"`") {
			t.Errorf("docs/dashboards.md says nothing of the dashboard %s", d.Name)
		}
		for _, tab := range d.Tabs {
			for _, tile := range tab.Tiles {
				if !strings.Contains(text, "`"+tile.ID+"`") {
					t.Errorf("docs/dashboards.md says nothing of the tile %s of %s", tile.ID, d.Name)
				}
			}
		}
	}
	for _, r := range Reports("en") {
		if !strings.Contains(text, "`"+r.Name+"`") {
			t.Errorf("docs/dashboards.md says nothing of the report %s", r.Name)
		}
	}
}

func TestShippedDocumentsAreTheCallersOwn(t *testing.T) {
	first := Dashboards("en")
	first[0].Title, first[0].Tabs[0].Tiles[0].Report.Query.Metrics[0] = "mine", "mine"
	if again := Dashboards("en"); again[0].Title == "mine" || again[0].Tabs[0].Tiles[0].Report.Query.Metrics[0] == "mine" {
		t.Error("a change of one's own dashboard changes the shipped one")
	}
	if d, ok := ShippedDashboard("renewals", "de"); !ok || d.Title != "Verlängerungen" {
		t.Errorf("the dashboard renewals in German is %q", d.Title)
	}
	if _, ok := ShippedReport("nothing", "en"); ok {
		t.Error("there is a report that is none")
	}
}

func TestUnknownLanguagesAreEnglish(t *testing.T) {
	if got := Reports("xx")[0].Title; got != Reports("en")[0].Title {
		t.Errorf("in a language that there is not it says %q", got)
	}
}

func TestTabsAreFull(t *testing.T) {
	for _, d := range Dashboards("en") {
		for _, tab := range d.Tabs {
			filled, cells := 0, map[int]bool{}
			for _, tile := range tab.Tiles {
				filled += tile.W * tile.H
				for y := tile.Y; y < tile.Y+tile.H; y++ {
					cells[y] = true
				}
			}
			if filled != len(cells)*Columns {
				t.Errorf("%s, tab %s has a hole: %d cells of %d", d.Name, tab.ID, filled, len(cells)*Columns)
			}
		}
	}
}

func TestStylesAreOfColumnsThatAreThere(t *testing.T) {
	check := func(place string, r Report) {
		var names []string
		for _, by := range r.Query.By {
			names = append(names, by.Dimension)
		}
		names = slices.Concat(names, r.Query.Columns, r.Query.Figures(), made(r.Query), []string{"change"})
		has := func(what, column string) {
			if column != "" && !slices.Contains(names, column) {
				t.Errorf("%s: %s %s is no column of the answer", place, what, column)
			}
		}
		has("category", r.Visual.Category)
		has("split", r.Visual.Split)
		has("size", r.Visual.Size)
		for _, v := range r.Visual.Values {
			has("value", v.Column)
		}
		for _, v := range r.Visual.Rules {
			has("rule of", v.Column)
		}
		for _, v := range r.Visual.Columns {
			has("style of", v.Column)
		}
	}
	for _, d := range shippedDashboards() {
		for _, tab := range d.Tabs {
			for _, tile := range tab.Tiles {
				check(d.Name+"."+tile.ID, *tile.Report)
			}
		}
	}
	for _, r := range shippedReports() {
		check(r.Name, r)
	}
}

// Accounts of one name are counted each, as the shipped metrics count them.
func TestAccountsAreCountedByTheirKeys(t *testing.T) {
	counted := 0
	eachShipped(func(where string, r Report) {
		if r.Query.Define == nil {
			return
		}
		for _, m := range r.Query.Define.Metrics {
			switch {
			case m.Aggregate == "distinct" && m.Column == "account":
				t.Errorf("%s: %s counts names", where, m.Name)
			case m.Aggregate == "distinct" && m.Column == "account_key":
				counted++
			}
		}
	})
	if counted == 0 {
		t.Error("no accounts are counted at all")
	}
}

// What assigned licenses are told of is what the deployment rate is measured
// against: a source may tell the assigned licenses of another one's entitlements.
func TestAssignedLicensesStandBesideWhatTheyAreToldOf(t *testing.T) {
	c := builtin.In("en")
	rate, _ := c.Metric("deployment_rate")
	tile := adoptionDashboard().Tabs[0].Tiles[0]
	for _, name := range []string{"licenses_assigned", "licenses_unassigned"} {
		note := tile.Report.Visual.style(name).Note
		if m, ok := c.Metric(note); !ok || m.Measure != rate.Per || !slices.Contains(tile.Report.Query.Metrics, note) {
			t.Errorf("%q stands beside %s", note, name)
		}
	}
}

// What counts lines counts those, too, of which no source says how many licenses.
func TestLinesAreCountedWhateverIsKnownOfThem(t *testing.T) {
	counted := 0
	eachShipped(func(where string, r Report) {
		if r.Query.Define == nil {
			return
		}
		for _, m := range r.Query.Define.Metrics {
			if m.Aggregate == "count" && m.Column != "" {
				t.Errorf("%s: %s counts where %s is known", where, m.Name, m.Column)
			}
			counted += strings.Count(m.Aggregate, "count")
		}
	})
	if counted == 0 {
		t.Error("nothing is counted")
	}
}

// eachShipped calls fn for each report that is shipped, be it on a dashboard.
func eachShipped(fn func(where string, r Report)) {
	for _, d := range shippedDashboards() {
		for _, tab := range d.Tabs {
			for _, tile := range tab.Tiles {
				if tile.Report != nil {
					fn(d.Name+"."+tile.ID, *tile.Report)
				}
			}
		}
	}
	for _, r := range shippedReports() {
		fn(r.Name, r)
	}
}
