package builtin

import (
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"headroom/backend/metric"
	"headroom/backend/testkit/golden"
	says "headroom/backend/texts"
)

// english is what English says, in the form of a language's file.
func english() wording {
	c := Catalog()
	w := wording{
		Datasets: map[string]texts{}, Dimensions: map[string]texts{}, Measures: map[string]texts{}, Metrics: map[string]texts{},
		Functions: map[string]texts{}, Tokens: map[string]texts{}, Units: c.Units, Values: c.Values,
		Windows: map[string]string{}, Origins: map[string]string{}, Reasons: map[string]string{},
	}
	for _, d := range c.Datasets {
		w.Datasets[string(d.Name)] = texts{Label: d.Label, Words: d.Words}
		for _, l := range d.Leaves {
			w.Reasons[l.Words] = l.Words
		}
	}
	for _, d := range c.Dimensions {
		w.Dimensions[d.Name] = texts{Label: d.Label, Words: d.Words}
	}
	for _, m := range c.Measures {
		w.Measures[m.Name] = texts{Words: m.Words}
		eachReason(m.Behind, func(reason *string) { w.Reasons[*reason] = *reason })
	}
	for _, m := range c.Metrics {
		w.Metrics[m.Name] = texts{Label: m.Label, Words: m.Words, Formula: m.Formula}
		if m.Window != "" {
			w.Windows[m.Window] = m.Window
		}
		if prose(m.Origin) {
			w.Origins[m.Origin] = m.Origin
		}
	}
	for _, f := range Functions("en") {
		w.Functions[f.Name] = texts{Words: f.Words}
	}
	for _, t := range Tokens("en") {
		w.Tokens[t.Name] = texts{Words: t.Words}
	}
	return w
}

// prose reports whether an origin is in words of ours or of Partner Center,
// which speaks our languages; names of fields and FlexNet Operations, which
// speaks English, are quoted.
func prose(origin string) bool {
	who, what, _ := strings.Cut(origin, ": ")
	return strings.HasPrefix(who, "Headroom,") || (who == "Partner Center" && strings.Contains(what, " "))
}

// flat returns the texts of a wording by where they are.
func flat(t *testing.T, w wording) map[string]string {
	t.Helper()
	text, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	var walk func(path string, x any)
	walk = func(path string, x any) {
		if s, ok := x.(string); ok {
			out[path] = s
			return
		}
		branch, _ := x.(map[string]any)
		for key, y := range branch {
			walk(strings.TrimPrefix(path+" › "+key, " › "), y)
		}
	}
	walk("", tree)
	return out
}

const translated = "testdata/words_en.json"

// TestTranslationsAreOfTheWordsThereAre: the English that was translated is kept
// beside the tests, so that a text changed here is not forgotten there.
func TestTranslationsAreOfTheWordsThereAre(t *testing.T) {
	w := english()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		text, err := json.MarshalIndent(w, "", "\t")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(translated, append(text, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(translated)
	if err != nil {
		t.Fatal(err)
	}
	var was wording
	if err := json.Unmarshal(text, &was); err != nil {
		t.Fatal(err)
	}
	now, before := flat(t, w), flat(t, was)
	for _, path := range slices.Sorted(maps.Keys(now)) {
		if now[path] != before[path] {
			t.Errorf("%s was translated from %q and is %q: translate it in words/*.json, then set UPDATE_GOLDEN=1", path, before[path], now[path])
		}
	}
	for path := range before {
		if _, ok := now[path]; !ok {
			t.Errorf("%s is no more: take it out of words/*.json, then set UPDATE_GOLDEN=1", path)
		}
	}
}

// TestGermanNamesWithinASentence holds how each German name is written within a
// sentence, as somebody read and approved it: nouns stay large.
func TestGermanNamesWithinASentence(t *testing.T) {
	c := In("de")
	var names []string
	for _, m := range c.Metrics {
		names = append(names, m.Label)
	}
	for _, d := range c.Dimensions {
		names = append(names, d.Label)
	}
	for _, d := range c.Datasets {
		names = append(names, d.Label)
	}
	slices.Sort(names)
	var out strings.Builder
	for _, name := range slices.Compact(names) {
		out.WriteString(says.Within("de", name) + "\n")
	}
	golden.Compare(t, "testdata/within_de.txt", out.String())
}

func TestEveryLanguageSaysEverything(t *testing.T) {
	want := flat(t, english())
	for _, language := range Languages[1:] {
		for _, problem := range problems(language, want, flat(t, worded(language))) {
			t.Error(problem)
		}
	}
}

// TestWhatIsWrongWithATranslationIsFound is the control of the test above.
func TestWhatIsWrongWithATranslationIsFound(t *testing.T) {
	want := map[string]string{
		"metrics › m › formula": "100 × Σ max(0, a − b) ÷ Σ b", "metrics › m › words": "Licenses that count.", "metrics › m › label": "Licenses",
		"values › flag › yes": "yes",
	}
	good := map[string]string{
		"metrics › m › formula": "100 × Σ max(0, x − y) ÷ Σ y", "metrics › m › words": "Lizenzen, die zählen.", "metrics › m › label": "Lizenzen",
		"values › flag › yes": "ja",
	}
	if found := problems("de", want, good); len(found) > 0 {
		t.Fatal(found)
	}
	for name, change := range map[string]func(map[string]string){
		"missing":           func(w map[string]string) { delete(w, "values › flag › yes") },
		"stale":             func(w map[string]string) { w["values › flag › perhaps"] = "vielleicht" },
		"empty":             func(w map[string]string) { w["metrics › m › words"] = "" },
		"English":           func(w map[string]string) { w["metrics › m › label"] = "Licenses" },
		"another number":    func(w map[string]string) { w["metrics › m › formula"] = "10 × Σ max(0, x − y) ÷ Σ y" },
		"another sign":      func(w map[string]string) { w["metrics › m › formula"] = "100 × Σ max(0, x − y) / Σ y" },
		"another function":  func(w map[string]string) { w["metrics › m › formula"] = "100 × Σ min(0, x − y) ÷ Σ y" },
		"a number of words": func(w map[string]string) { w["metrics › m › words"] = "Lizenzen, die 2 zählen." },
		"no full stop":      func(w map[string]string) { w["metrics › m › words"] = "Lizenzen, die zählen" },
		"blanks":            func(w map[string]string) { w["metrics › m › words"] = "Lizenzen,  die zählen." },
		"a straight mark":   func(w map[string]string) { w["metrics › m › words"] = "Lizenzen, die's zählen." },
		"other letters":     func(w map[string]string) { w["metrics › m › words"] = "Lizenzen, die zählеn." },
	} {
		bad := maps.Clone(good)
		change(bad)
		if len(problems("de", want, bad)) == 0 {
			t.Errorf("%s is not found", name)
		}
	}
}

var (
	signs  = regexp.MustCompile(`[Σ÷×−≥≤<>=+()/*]|\b(?:max|min)\b|\d+`)
	number = regexp.MustCompile(`\d+`)
)

// problems says what is wrong with the texts of a language, given the English
// ones.
func problems(language string, want, got map[string]string) []string {
	var out []string
	wrong := func(path, what string) { out = append(out, language+": "+path+": "+what) }
	for _, path := range slices.Sorted(maps.Keys(want)) {
		text, ok := got[path]
		switch {
		case !ok:
			wrong(path, "is missing, in English "+want[path])
		case strings.TrimSpace(text) == "":
			wrong(path, "is empty")
		case text == want[path] && !alike(language, text):
			wrong(path, "is English: "+text)
		case strings.HasSuffix(path, "formula") && !sameSigns(signs, want[path], text):
			wrong(path, text+" does not calculate as "+want[path])
		case !sameSigns(number, want[path], text):
			wrong(path, text+" has other numbers than "+want[path])
		}
		if what := untidy(language, want[path], text); ok && what != "" {
			wrong(path, what+": "+text)
		}
	}
	for path := range got {
		if _, ok := want[path]; !ok {
			wrong(path, "is nothing the catalog has")
		}
	}
	return out
}

// sameSigns reports whether two texts have the same signs, in any order: word
// orders differ.
func sameSigns(of *regexp.Regexp, a, b string) bool {
	x, y := of.FindAllString(a, -1), of.FindAllString(b, -1)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// untidy says what is wrong with how a text is written.
func untidy(language, english, text string) string {
	stop := "."
	if language == "ja" {
		stop = "。"
	}
	switch {
	case strings.TrimSpace(text) != text || strings.Contains(text, "  "):
		return "it has blanks too many"
	case strings.HasSuffix(english, ".") != strings.HasSuffix(text, stop):
		return "one of it and the English text ends with a full stop"
	case strings.Contains(text, "'"):
		return "the apostrophe is ’"
	case strings.ContainsRune(text, '�'):
		return "it is not Unicode"
	}
	for _, r := range text {
		if unicode.IsLetter(r) && !unicode.In(r, unicode.Latin) && r != 'Σ' && (language != "ja" || !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) && r != 'ー') {
			return "it has the letter " + string(r)
		}
	}
	return ""
}

// alike reports whether a text may be as in English: proper names, signs and
// words that both languages have.
func alike(language, text string) bool {
	return slices.Contains(strings.Split(shared[language], "|"), text)
}

// shared are the texts a language shares with English.
var shared = map[string]string{
	"it": "Account|account|no",
	"de": "Account|Accounts|Region|Segment|Status|Workload",
	"fr": "Date|Notifications|Satisfaction|Segment|Source|date|minute|minutes|notification|notifications|point|points|source|sources|version|versions",
	"es": "no",
	"ja": "",
}

func TestInIsTheCallersOwn(t *testing.T) {
	c := In("de")
	name := c.Metrics[0].Name
	c.Metrics[0].Words, c.Units["licenses"], c.Values["flag"]["yes"] = "changed", metric.Forms{}, "changed"
	again := In("de")
	if again.Metrics[0].Name != name || again.Metrics[0].Words == "changed" || again.Units["licenses"].One == "" || again.Values["flag"]["yes"] == "changed" {
		t.Error("a change reached the next caller")
	}
}

func TestWordsDoNotChangeWhatIsAsked(t *testing.T) {
	en := In("en")
	for _, language := range Languages {
		c := In(language)
		if err := c.Validate(); err != nil {
			t.Errorf("%s: %v", language, err)
		}
		for i, m := range c.Metrics {
			if was := en.Metrics[i]; m.Name != was.Name || m.Measure != was.Measure || m.Per != was.Per || m.Unit != was.Unit || m.Denominator != was.Denominator {
				t.Errorf("%s: %s is another metric", language, m.Name)
			}
		}
		for i, d := range c.Dimensions {
			if was := en.Dimensions[i]; d.Name != was.Name || d.Kind != was.Kind || d.Formula != was.Formula {
				t.Errorf("%s: %s is another dimension", language, d.Name)
			}
		}
	}
	if c := In("de"); c.Metrics[1].Label == en.Metrics[1].Label || len(c.Metrics[1].Words) == 0 {
		t.Error("German is English")
	}
	if c := In("xx"); c.Metrics[1].Label != en.Metrics[1].Label {
		t.Error("what is no language is not English")
	}
}

// TestLabelsTellThingsApart: what is chosen from a list is chosen by its label.
func TestLabelsTellThingsApart(t *testing.T) {
	for _, language := range Languages {
		w := worded(language)
		if language == "en" {
			w = english()
		}
		for _, section := range []map[string]texts{w.Datasets, w.Dimensions, w.Metrics} {
			named := map[string]string{}
			for _, name := range slices.Sorted(maps.Keys(section)) {
				label := strings.ToLower(section[name].Label)
				if other, ok := named[label]; ok {
					t.Errorf("%s: %s and %s are both called %s", language, other, name, section[name].Label)
				}
				named[label] = name
			}
		}
	}
}

func TestLabelsAreOfNamesThereAre(t *testing.T) {
	c := Catalog()
	for name := range datasetLabels {
		if _, ok := c.Dataset(name); !ok {
			t.Errorf("there is no dataset %s", name)
		}
	}
	for name := range dimensionLabels {
		if _, ok := c.Dimension(name); !ok {
			t.Errorf("there is no dimension %s", name)
		}
	}
	for name := range metricLabels {
		if _, ok := c.Metric(name); !ok {
			t.Errorf("there is no metric %s", name)
		}
	}
	for _, m := range c.Metrics {
		for _, u := range []string{m.Unit, m.Denominator} {
			if _, ok := c.Units[u]; u != "" && !ok {
				t.Errorf("%s: there are no words for the unit %s", m.Name, u)
			}
		}
		if c.Values["format"][m.Format] == "" {
			t.Errorf("%s: there is no word for the format %s", m.Name, m.Format)
		}
	}
	for _, d := range c.Dimensions {
		if _, ok := c.Units[d.Unit]; d.Unit != "" && !ok {
			t.Errorf("%s: there are no words for the unit %s", d.Name, d.Unit)
		}
		if c.Values["kind"][string(d.Kind)] == "" {
			t.Errorf("%s: there is no word for the kind %s", d.Name, d.Kind)
		}
	}
	for of := range c.Values {
		if _, ok := c.Dimension(of); !ok && !slices.Contains([]string{"flag", "scope", "kind", "format", "class"}, of) {
			t.Errorf("there are words for values of %s, which is nothing", of)
		}
	}
}
