package template_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/testkit/golden"
	"headroom/backend/watch"
	"headroom/backend/watch/template"
)

func understand(q metric.Query) (metric.Query, metric.Catalog, error) {
	c := builtin.Catalog()
	if q.Define == nil {
		return q, c, nil
	}
	c, err := c.With(*q.Define)
	return q, c, err
}

// TestEveryTemplateIsReady: each can be activated as it is, remembers which it
// came from, and is read back from its own document.
func TestEveryTemplateIsReady(t *testing.T) {
	seen := map[string]bool{}
	for _, x := range template.Ready("en") {
		if err := x.Rule.Validate(watch.Known{Catalog: builtin.Catalog(), Understand: understand}); err != nil {
			t.Errorf("%s: %v", x.Name, err)
		}
		if string(x.Rule.Template) != x.Name || x.Rule.Name != x.Title || seen[x.Name] {
			t.Errorf("%s is made of %s and called %s", x.Name, x.Rule.Template, x.Rule.Name)
		}
		seen[x.Name] = true
		text, err := json.Marshal(x.Rule)
		if err != nil {
			t.Fatal(err)
		}
		again, err := watch.ParseRule(text)
		if err != nil {
			t.Errorf("%s: %v", x.Name, err)
		}
		if second, _ := json.Marshal(again); string(second) != string(text) {
			t.Errorf("%s is read back as %s, not %s", x.Name, second, text)
		}
	}
	for _, asked := range strings.Fields("ends_within ends_chosen sustained_usage overage_ahead usage_drop unused_feature unused_before_renewal not_renewing trial_ending health_crossing late_export usage_over rejected_rows act_by") {
		if !seen[asked] {
			t.Errorf("there is no %s", asked)
		}
	}
}

// TestTemplatesInSixLanguages holds what each says it does as it was read and
// approved; UPDATE_GOLDEN=1 writes it anew.
func TestTemplatesInSixLanguages(t *testing.T) {
	var out strings.Builder
	for _, language := range []string{"en", "it", "de", "fr", "es", "ja"} {
		fmt.Fprintf(&out, "== %s\n", language)
		w := watch.Words{Language: language, Catalog: builtin.In(language)}
		for _, x := range template.Ready(language) {
			fmt.Fprintf(&out, "%s: %s\n", x.Title, w.Sentence(x.Rule))
		}
	}
	golden.Compare(t, "testdata/sentences.txt", out.String())
}

// nouns are the words that German writes large within the sentences of the
// ready-made rules.
var nouns = strings.Fields(`Ablehnungen Account Account-Gesundheit Anteil Benutzer Bereitstellungsquote Bindung Dataset Datei Daten Datum
	Ende Folge Funktion Handeln Import Laufzeit Lizenzen Median Monat Monaten Nutzungseinheit Nutzungsquote Nutzungsrecht Produkt Quelle
	Rhythmus Status Tag Tage Tagen Testversion Verbrauchsquote Verlängerung Wechsel Zeilen Änderung Überschreitung`)

// large lists the words of a text that begin large though no sentence begins with
// them, and that are neither a noun of German nor in capitals.
func large(language, text string) []string {
	var out []string
	for sentence := range strings.SplitSeq(text, ". ") {
		words := strings.Fields(sentence)
		for _, word := range words[min(1, len(words)):] {
			letters := []rune(strings.Trim(word, ".,:;()«»“„”"))
			if len(letters) < 2 || !unicode.IsUpper(letters[0]) || unicode.IsUpper(letters[1]) {
				continue
			}
			if language != "de" || !slices.Contains(nouns, string(letters)) {
				out = append(out, string(letters))
			}
		}
	}
	return out
}

// TestNoWordBeginsLargeWithinASentence: names and parts that are put into a sentence
// do not begin there as they do by themselves.
func TestNoWordBeginsLargeWithinASentence(t *testing.T) {
	for _, control := range []struct{ language, text, want string }{
		{"de", "Alles, je Account: endet. Nur wo Wenn nichts geschieht = Bindung und Nicht zugewiesene Lizenzen ≥ 5.", "Wenn Nicht"},
		{"en", "Everything: change of Licenses, (End date), SKU. Checked daily.", "Licenses End"},
		{"fr", "Tout, par compte : État est actif.", "État"},
	} {
		if got := strings.Join(large(control.language, control.text), " "); got != control.want {
			t.Errorf("of %q: %q, want %q", control.text, got, control.want)
		}
	}
	for _, language := range builtin.Languages {
		w := watch.Words{Language: language, Catalog: builtin.In(language)}
		for _, x := range template.Ready(language) {
			sentence := w.Sentence(x.Rule)
			for _, word := range large(language, sentence) {
				t.Errorf("%s, %s: %q is large in %q", language, x.Name, word, sentence)
			}
		}
	}
}

// torn is where the end of a line would part a sign from its value, or a number
// from its unit.
var torn = regexp.MustCompile(`[=≠<>≤≥] |\d (%|days|months?|times|giorni|mes[ei]|volte|Tagen?|Monate?n?|Malen|jours|mois|fois|días|meses|veces)`)

func TestNoLineEndsBeforeAValueOrAUnit(t *testing.T) {
	for control, want := range map[string]bool{"term ≠ 1 month": true, "term ≠\u00a01 month": true, "at 0 days": true, "am 14 Tagen": true, "term ≠\u00a01\u00a0month and 5 others": false} {
		if torn.MatchString(control) != want {
			t.Errorf("%q: %v", control, !want)
		}
	}
	for _, language := range builtin.Languages {
		w := watch.Words{Language: language, Catalog: builtin.In(language)}
		for _, x := range template.Ready(language) {
			if sentence := w.Sentence(x.Rule); torn.MatchString(sentence) {
				t.Errorf("%s, %s: %q", language, x.Name, sentence)
			}
		}
	}
}

// TestTheUsualRulesAreNamedInSixLanguages: each can be activated as it is, and
// bears a name of its own in every language.
func TestTheUsualRulesAreNamedInSixLanguages(t *testing.T) {
	named := map[string]bool{}
	for _, language := range []string{"en", "it", "de", "fr", "es", "ja"} {
		for _, r := range template.Usual(language) {
			if err := r.Validate(watch.Known{Catalog: builtin.Catalog(), Understand: understand}); err != nil {
				t.Errorf("%s, %s: %v", language, r.Name, err)
			}
			if named[r.Name] {
				t.Errorf("%s: %s is a name already", language, r.Name)
			}
			named[r.Name] = true
		}
	}
	if !named["Watched: ends within 90 days"] || !named["Watched: usage over 90%"] {
		t.Errorf("the names are %v", named)
	}
}

func TestNamed(t *testing.T) {
	if x, ok := template.Named("usage_drop", "de"); !ok || x.Title != "Rückgang der Nutzung" {
		t.Errorf("%+v, %v", x.Title, ok)
	}
	if _, ok := template.Named("nothing", "en"); ok {
		t.Error("there is a template nothing")
	}
}
