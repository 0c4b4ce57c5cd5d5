package sentences_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"headroom/backend/fault"
	"headroom/backend/sentences"
)

func TestSentencesAreTold(t *testing.T) {
	for _, c := range []struct{ lang, english, want string }{
		{"de", `There is no metric "licences_sold".`, `Es gibt keine Kennzahl „licences_sold“.`},
		{"fr", `There is no metric "licences_sold".`, "Il n’y a pas d’indicateur «\u00a0licences_sold\u00a0»."},
		{"ja", "The file is empty.", "ファイルが空です。"},
		{"it", "Did you mean licenses_sold?", "Si intendeva licenses_sold?"},
		{"en", "The file is empty.", "The file is empty."},
		{"xx", "The file is empty.", "The file is empty."},
		{"de", "Nobody ever said this.", "Nobody ever said this."},
		{"de", "", ""},
		// Sentences within sentences, and words of ours among names.
		{"de", `The rule Ends soon would no longer work: There is no metric "x".`, "Die Regel Ends soon würde nicht mehr funktionieren: Es gibt keine Kennzahl „x“."},
		{"de", "What stands left of * must be a number, but this is text.", "Was links von * steht muss eine Zahl sein, ist aber Text."},
		{"es", "The third argument of IF is text, but the second argument of IF is a number; they must be alike.", "El tercer argumento de IF es texto, pero el segundo argumento de IF es un número; deben ser iguales."},
		{"de", "This is a PDF document, not a file of rows.", "Das ist ein PDF-Dokument, keine Datei mit Zeilen."},
		{"de", `The report "text" comes with the program.`, "Bericht „text“ gehört zum Programm."},
		{"it", "The segment is used by the rule A, the rule B and the report C.", "Il segmento è usato da regola A, regola B e report C."},
		{"ja", "The dates can be read in two ways: 03/04/2026 is 3 April 2026 or 4 March 2026.", "日付は2通りに読めます：03/04/2026は2026年4月3日または2026年3月4日です。"},
		{"de", `The sheet "Lizenzen" is damaged: a tag is malformed.`, "Das Blatt „Lizenzen“ ist beschädigt: ein Tag ist fehlerhaft."},
		// Several after each other, what is not known among them, and the place before.
		{"de", "The file is empty. Export it again.", "Die Datei ist leer. Sie erneut exportieren."},
		{"ja", "The file is empty. Export it again.", "ファイルが空です。もう一度エクスポートしてください。"},
		{"de", "The file is empty. As my cat says.", "Die Datei ist leer. As my cat says."},
		{"de", `condition.metric: There is no metric "x". Did you mean y?`, "condition.metric: Es gibt keine Kennzahl „x“. War y gemeint?"},
	} {
		if got := sentences.In(c.lang).Say(c.english); got != c.want {
			t.Errorf("%s: %s\n got %s\nwant %s", c.lang, c.english, got, c.want)
		}
	}
}

// What a person wrote stays as it is, whatever it looks like, and shows nothing
// that is not printed.
func TestNamesStayAsTheyAre(t *testing.T) {
	for _, name := range []string{"a list", "report", "The file is empty.", "{1} {=2}", `say "x"`, `back\slash`, "$1"} {
		got := sentences.In("de").Say(fault.New(fault.NotFound, "There is no report %q.", name).Message)
		if want := "Es gibt keinen Bericht „" + name + "“."; got != want {
			t.Errorf("%q: %s", name, got)
		}
	}
	for _, name := range []string{"a\u202eb", "a\x1b[2Jb", "a\nb"} {
		got := sentences.In("de").Say(fault.New(fault.NotFound, "There is no report %q.", name).Message)
		if strings.ContainsAny(got, "\u202e\x1b\n") || !strings.HasPrefix(got, "Es gibt keinen Bericht") {
			t.Errorf("%q: %q", name, got)
		}
	}
}

func TestAFaultIsToldWithItsHint(t *testing.T) {
	english := fault.At("filter.all[0]", "There is no dimension %q.", "acount").WithHint("Did you mean account?")
	told := sentences.In("es").Fault(english)
	if told.Message != "No hay ninguna dimensión «acount»." || told.Hint != "¿Quería decir account?" || told.Field != english.Field || told.Code != english.Code {
		t.Errorf("%+v", told)
	}
	if english.Message != `There is no dimension "acount".` {
		t.Errorf("the English one became %q", english.Message)
	}
	if sentences.In("de").Fault(nil) != nil || sentences.In("en").Fault(english) != english {
		t.Error("nothing to tell")
	}
}

// A text of any form is told in a time that nobody notices; one that is longer than
// any of ours is not looked at.
func TestALongTextTakesNoTime(t *testing.T) {
	const known, told, most = "The file is empty. ", "Die Datei ist leer. ", 4000
	for _, unit := range []string{"a. ", "The rule x would no longer work: ", "x uses ", "What stands left of ", `There is no metric "`} {
		text := known + strings.Repeat(unit, (most-len(known))/len(unit))
		done := make(chan string, 1)
		go func() { done <- sentences.In("de").Say(text) }()
		select {
		case got := <-done:
			if !strings.HasPrefix(got, told) {
				t.Errorf("%q again and again: %.60s", unit, got)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("%q again and again takes too long", unit)
		}
		if text += strings.Repeat("x", most); sentences.In("de").Say(text) != text {
			t.Errorf("%q: what is longer than any sentence was told", unit)
		}
	}
}

var gaps = regexp.MustCompile(`%(?:%|[-+0-9.]*[a-zA-Z])`)

// lacks says what is wrong with the texts of a language.
func lacks(formats []string, own map[string]string) []string {
	var out []string
	for _, format := range formats {
		n := 0
		for _, g := range gaps.FindAllString(format, -1) {
			if g != "%%" {
				n++
			}
		}
		text := own[format]
		if strings.TrimSpace(text) == "" {
			out = append(out, "no text for "+format)
		}
		for i := 1; i <= n; i++ {
			if !regexp.MustCompile(fmt.Sprintf(`\{[=*]?%d\}`, i)).MatchString(text) {
				out = append(out, fmt.Sprintf("part %d is not in %s", i, text))
			}
		}
		if regexp.MustCompile(fmt.Sprintf(`\{[=*]?%d\}`, n+1)).MatchString(text) {
			out = append(out, "more parts than there are in "+text)
		}
	}
	for key := range own {
		if !slices.Contains(formats, key) && key != "quote" && !strings.HasPrefix(key, "list.") {
			out = append(out, "only here: "+key)
		}
	}
	return out
}

func TestEveryLanguageTellsEverySentence(t *testing.T) {
	for _, lang := range sentences.Languages {
		own := map[string]string{}
		data, err := os.ReadFile(filepath.Join("words", lang+".json"))
		if err == nil {
			err = json.Unmarshal(data, &own)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, problem := range lacks(sentences.Formats(), own) {
			t.Errorf("%s: %s", lang, problem)
		}
		for _, key := range []string{"quote", "list.and", "list.or", "list.comma"} {
			if own[key] == "" {
				t.Errorf("%s has no %s", lang, key)
			}
		}
	}
}

func TestALanguageThatLacksASentenceIsFound(t *testing.T) {
	formats := []string{"The file is empty.", "There is no %s %q."}
	for _, c := range []struct {
		own  map[string]string
		want int
	}{
		{map[string]string{"The file is empty.": "Leer.", "There is no %s %q.": "Kein {=1} {2}."}, 0},
		{map[string]string{"The file is empty.": "Leer."}, 3},
		{map[string]string{"The file is empty.": "Leer.", "There is no %s %q.": "Kein {2}."}, 1},
		{map[string]string{"The file is empty.": "Leer. {1}", "There is no %s %q.": "Kein {1} {2}.", "Else.": "Sonst."}, 2},
	} {
		if got := lacks(formats, c.own); len(got) != c.want {
			t.Errorf("%v lacks %q", c.own, got)
		}
	}
}

func BenchmarkSay(b *testing.B) {
	de := sentences.In("de")
	for b.Loop() {
		de.Say(`There is no metric "licences_sold". Did you mean licenses_sold?`)
	}
}
