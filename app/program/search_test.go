package program_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"headroom/app/bridge"
	"headroom/app/program"
	"headroom/backend/metric"
	"headroom/backend/report"
)

func searchOf(p *program.Program) *bridge.Search {
	return bound(&host{desk: p})["Search"].Interface().(*bridge.Search)
}

// plainly folds a text in the slowest way: letter by letter.
func plainly(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'ß':
			b.WriteString("ss")
		case r == 'ø':
			b.WriteString("o")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// TestASearchFindsWhatHasEveryWord: the accounts and entitlements of a search
// are those of which a list of all of them has every word, for parts of names
// that are there, whatever their case and accents.
func TestASearchFindsWhatHasEveryWord(t *testing.T) {
	p := demo(t)
	s := searchOf(p)
	accounts, err := p.Ask(t.Context(), metric.Query{Dataset: metric.Accounts, Columns: []string{"account", "account_id", "account_key"}})
	if err != nil {
		t.Fatal(err)
	}
	lines, err := p.Ask(t.Context(), metric.Query{Dataset: metric.EveryEntitlement, Columns: []string{"product", "account", "account_id", "entitlement_key"}})
	if err != nil {
		t.Fatal(err)
	}
	count := func(rows [][]any, fields int, words []string) int {
		n := 0
		for _, row := range rows {
			var text string
			for _, f := range row[:fields] {
				if f != nil {
					text += plainly(f.(string)) + "\t"
				}
			}
			key := plainly(row[len(row)-1].(string))
			if fields == 3 {
				text += key[strings.LastIndexByte(key, ':')+1:]
			}
			if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, plainly(w)) }) {
				n++
			}
		}
		return n
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 150 {
		name := []rune(strings.Fields(accounts.Rows[r.IntN(len(accounts.Rows))][0].(string))[0])
		product := []rune(lines.Rows[r.IntN(len(lines.Rows))][0].(string))
		words := []string{string(name[:1+r.IntN(len(name))])}
		if r.IntN(2) == 0 {
			words = append(words, strings.Fields(string(product[:1+r.IntN(len(product))]))[0])
		}
		asked := strings.ToUpper(strings.Join(words, "  "))
		hits := told[[]report.Found](t)(s.Find(asked, "en", 200))
		found := map[string]int{}
		for _, h := range hits {
			found[h.Kind]++
		}
		for kind, want := range map[string]int{"account": count(accounts.Rows, 2, words), "entitlement": count(lines.Rows, 3, words)} {
			if len(hits) < 200 && found[kind] != want {
				t.Errorf("%q finds %d of kind %s, there are %d", asked, found[kind], kind, want)
			}
		}
	}
}

func TestWhatBeginsWithTheWordComesFirst(t *testing.T) {
	p := demo(t)
	s := searchOf(p)
	for _, c := range []struct{ text, kind, first string }{
		{"munchner", "", ""},
		{"prazision SUDD", "account", "Süddeutsche Präzisionstechnik Verwaltungs- und Beteiligungsgesellschaft mbH & Co. KG"},
		{"etablissements", "account", "Établissements Roux et Fils SARL"},
		{"株式会社みなと", "account", "株式会社みなと精機"},
		{"  ", "", ""},
		{"zzzz no such thing", "", ""},
		{`<img src=x onerror=alert(1)>`, "", ""},
	} {
		hits := told[[]report.Found](t)(s.Find(c.text, "en", 5))
		switch {
		case c.kind == "" && len(hits) > 0:
			t.Errorf("%q finds %v", c.text, hits)
		case c.kind != "" && (len(hits) == 0 || hits[0].Kind != c.kind || hits[0].Title != c.first || !strings.HasPrefix(hits[0].Route, "account/")):
			t.Errorf("%q finds %v first", c.text, hits)
		}
	}
	all := told[[]report.Found](t)(s.Find("e", "en", 9))
	if len(all) != 9 || all[8].Kind != "entitlement" || strings.ToLower(all[0].Title[:1]) != "e" && all[0].Title != "Établissements Roux et Fils SARL" {
		t.Errorf("an e finds %v", all)
	}
}

// TestASearchFollowsTheStore: what was imported, undone or saved since.
func TestASearchFollowsTheStore(t *testing.T) {
	p := opened(t)
	s := searchOf(p)
	find := func(text string) []report.Found { return told[[]report.Found](t)(s.Find(text, "en", 20)) }
	if hits := find("hansekontor"); len(hits) != 0 {
		t.Errorf("found in an empty store: %v", hits)
	}
	if _, err := p.ImportDemo(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if hits := find("hansekontor"); len(hits) == 0 || hits[0].Title != "Hansekontor Logistik AG" {
		t.Errorf("after an import: %v", hits)
	}
	kept, err := libraryOf(p).Save("report", text(t, report.Report{Title: "Hansekontor, my report", Query: byProduct().Query, Visual: byProduct().Visual}))
	if err != nil {
		t.Fatal(err)
	}
	if hits := find("my hansekontor"); len(hits) != 1 || hits[0].Route != "report/"+kept.Name {
		t.Errorf("after saving: %v", hits)
	}
}
