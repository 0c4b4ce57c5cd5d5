package export

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
)

//go:embed words/*.json
var files embed.FS

// words are the texts of a file in one language, by key. A text has its parts as
// {name}.
type words map[string]string

var read = sync.OnceValue(func() map[string]words {
	all := map[string]words{}
	entries, err := files.ReadDir("words")
	if err != nil {
		panic(err) // the files are part of the program
	}
	for _, entry := range entries {
		text, err := files.ReadFile("words/" + entry.Name())
		if err != nil {
			panic(err)
		}
		w := words{}
		if err := json.Unmarshal(text, &w); err != nil {
			panic(fmt.Errorf("%s: %w", entry.Name(), err))
		}
		all[strings.TrimSuffix(entry.Name(), ".json")] = w
	}
	return all
})

// wordsIn returns the texts of a language, of English for any other.
func wordsIn(lang string) words {
	if w, ok := read()[lang]; ok {
		return w
	}
	return read()["en"]
}

// say returns a text with its parts, given as name and value in turn.
func (w words) say(key string, parts ...string) string {
	text, ok := w[key]
	if !ok {
		return key
	}
	for i := 0; i+1 < len(parts); i += 2 {
		parts[i] = "{" + parts[i] + "}"
	}
	return strings.NewReplacer(parts...).Replace(text)
}

// DialogTitle heads the dialog that asks where to save a table, or a picture.
func DialogTitle(lang string, picture bool) string {
	if picture {
		return wordsIn(lang).say("dialog.picture")
	}
	return wordsIn(lang).say("dialog.table")
}
