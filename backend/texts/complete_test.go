package texts_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// spoken are the languages of the window.
var spoken = []string{"en", "it", "de", "fr", "es", "ja"}

var part = regexp.MustCompile(`\{\w+\}`)

// lacks says what is wrong with the texts of a language beside those in English.
func lacks(english, own map[string]string) []string {
	var out []string
	for _, key := range slices.Sorted(maps.Keys(english)) {
		want, got := part.FindAllString(english[key], -1), part.FindAllString(own[key], -1)
		slices.Sort(want)
		slices.Sort(got)
		switch {
		case strings.TrimSpace(own[key]) == "":
			out = append(out, "no text "+key)
		case !slices.Equal(want, got):
			out = append(out, "other parts in "+key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(own)) {
		if _, known := english[key]; !known {
			out = append(out, "nothing says "+key)
		}
	}
	return out
}

func TestEveryLanguageHasAllTexts(t *testing.T) {
	for _, folder := range []string{"../../app/words", "../export/words", "../notify/words", "../watch/words", "../watch/template/words", "words", "../metric/engine/words", "../../app/program/words"} {
		read := func(lang string) map[string]string {
			data, err := os.ReadFile(filepath.Join(folder, lang+".json"))
			if err != nil {
				t.Fatal(err)
			}
			all := map[string]string{}
			if err := json.Unmarshal(data, &all); err != nil {
				t.Fatal(err)
			}
			return all
		}
		english := read("en")
		for _, lang := range spoken {
			for _, problem := range lacks(english, read(lang)) {
				t.Errorf("%s, %s: %s", folder, lang, problem)
			}
		}
	}
}

func TestALanguageThatLacksATextIsFound(t *testing.T) {
	english := map[string]string{"a": "{n} left", "b": "All"}
	for _, c := range []struct {
		own  map[string]string
		want int
	}{
		{map[string]string{"a": "noch {n}", "b": "Alle"}, 0},
		{map[string]string{"a": "noch {n}"}, 1},
		{map[string]string{"a": "noch", "b": "Alle"}, 1},
		{map[string]string{"a": "noch {n}", "b": "Alle", "c": "mehr"}, 1},
	} {
		if got := lacks(english, c.own); len(got) != c.want {
			t.Errorf("%v lacks %v", c.own, got)
		}
	}
}
