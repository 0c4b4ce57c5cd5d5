package report

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

// Languages are those the shipped documents and the words of drawings are
// written in.
var Languages = []string{"en", "it", "de", "fr", "es", "ja"}

//go:embed words/*.json
var wordFiles embed.FS

// Words are the texts of one language by their keys: "dashboards.renewals.title".
type Words map[string]string

// Say returns the text of a key, in English where the language has none.
func (w Words) Say(key string) string {
	if text, ok := w[key]; ok {
		return text
	}
	return every()["en"][key]
}

// WordsIn returns the texts in a language of Languages, in English for any
// other.
func WordsIn(lang string) Words {
	if !slices.Contains(Languages, lang) {
		lang = "en"
	}
	return every()[lang]
}

// every reads the texts of every language once. They are part of the program:
// that they cannot be read is a mistake of its making, which a test finds.
var every = sync.OnceValue(func() map[string]Words {
	all := map[string]Words{}
	for _, lang := range Languages {
		data, err := wordFiles.ReadFile("words/" + lang + ".json")
		if err == nil {
			words := Words{}
			err = json.Unmarshal(data, &words)
			all[lang] = words
		}
		if err != nil {
			panic(fmt.Errorf("words of %s: %w", lang, err))
		}
	}
	return all
})
