// Package texts reads what a package says to people from its own files, one for
// each language. The rule not to break: a text that a language lacks is said in
// English, never left out.
package texts

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
)

// Texts are those of one language by their keys. A text has its parts as {name}.
type Texts struct{ own, english map[string]string }

// From returns a reader of the files folder/LANGUAGE.json. The files are part
// of the program: that they cannot be read is a mistake of its making.
func From(files fs.FS, folder string) func(lang string) Texts {
	all := sync.OnceValue(func() map[string]map[string]string {
		read, err := every(files, folder)
		if err != nil {
			panic(err)
		}
		return read
	})
	return func(lang string) Texts {
		t := Texts{own: all()[lang], english: all()["en"]}
		if t.own == nil {
			t.own = t.english
		}
		return t
	}
}

func every(files fs.FS, folder string) (map[string]map[string]string, error) {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	all := map[string]map[string]string{}
	for _, entry := range entries {
		text, err := fs.ReadFile(files, path.Join(folder, entry.Name()))
		if err != nil {
			return nil, fmt.Errorf("read texts: %w", err)
		}
		one := map[string]string{}
		if err := json.Unmarshal(text, &one); err != nil {
			return nil, fmt.Errorf("read texts of %s: %w", entry.Name(), err)
		}
		all[strings.TrimSuffix(entry.Name(), ".json")] = one
	}
	return all, nil
}

// Say returns a text with its parts, given as name and value in turn; of a key
// that is none, the key. A sentence that ends with an abbreviation has one full
// stop: "Ende am 9. Dez."
func (t Texts) Say(key string, parts ...string) string {
	text, ok := t.own[key]
	if !ok {
		text, ok = t.english[key]
	}
	if !ok {
		return key
	}
	pairs := make([]string, 0, 2*len(parts))
	for i := 0; i+1 < len(parts); i += 2 {
		name, value := "{"+parts[i]+"}", parts[i+1]
		if strings.HasSuffix(value, ".") {
			pairs = append(pairs, name+".", value)
		}
		pairs = append(pairs, name, value)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
