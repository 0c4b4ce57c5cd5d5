// Package sentences says in the person's language what Go says in English
// wherever it arises: refusals and their hints, mistakes in expressions, problems
// of rows, errors of deliveries. Such a sentence is known again by its form, the
// English format with its gaps ("There is no metric %q."), because some are kept
// and read long after, by somebody with another language. The rule not to break:
// a sentence of no known form stays as it is.
package sentences

import (
	"embed"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Languages are those that sentences are told in beside English; each is a file
// of words/: by the English format what is said, with the gaps as {1}, {2}. What
// stands in {=1} is of ours and told too, {*1} is a list of such.
var Languages = []string{"it", "de", "fr", "es", "ja"}

//go:embed words/*.json
var files embed.FS

// Language tells sentences in one language. The zero Language tells English.
type Language struct {
	code string
	own  map[string]string // by the English format
	seen map[string]answer // of one text that is being told, by its parts
}

// In returns a language of Languages, English for any other.
func In(code string) Language {
	own, ok := all()[code]
	if !ok {
		return Language{}
	}
	return Language{code: code, own: own}
}

// all are the texts of every language, read once. They are part of the program:
// that they cannot be read is a mistake of its making.
var all = sync.OnceValue(func() map[string]map[string]string {
	out := make(map[string]map[string]string, len(Languages))
	for _, code := range Languages {
		text, err := files.ReadFile("words/" + code + ".json")
		if err != nil {
			panic(err)
		}
		own := map[string]string{}
		if err := json.Unmarshal(text, &own); err != nil {
			panic(err)
		}
		out[code] = own
	}
	return out
})

// forms are those of all sentences, in the order of their formats.
var forms = sync.OnceValue(func() []*form {
	var out []*form
	for _, format := range slices.Sorted(maps.Keys(all()[Languages[0]])) {
		if !helps(format) {
			out = append(out, formOf(format))
		}
	}
	return out
})

// helps reports whether a key is no format but how lists and quotes are written.
func helps(key string) bool { return key == "quote" || strings.HasPrefix(key, "list.") }

// Formats are the English formats of all sentences.
func Formats() []string {
	out := make([]string, 0, len(forms()))
	for _, f := range forms() {
		out = append(out, f.format)
	}
	return out
}
