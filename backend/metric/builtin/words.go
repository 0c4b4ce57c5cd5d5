package builtin

import (
	"embed"
	"encoding/json"
	"slices"
	"sync"

	"headroom/backend/metric"
	"headroom/backend/metric/expr"
	"headroom/backend/metric/token"
)

// Languages are those the catalog is told in. English is the Go data of this
// package, each other one is a file of words/.
var Languages = []string{"en", "it", "de", "fr", "es", "ja"}

//go:embed words/*.json
var files embed.FS

// wording is what a language says of the catalog, by name. Windows, Origins and
// Reasons (why rows take no part) have no names and are by the English text.
type wording struct {
	Datasets   map[string]texts             `json:"datasets"`
	Dimensions map[string]texts             `json:"dimensions"`
	Measures   map[string]texts             `json:"measures"`
	Metrics    map[string]texts             `json:"metrics"`
	Functions  map[string]texts             `json:"functions"`
	Tokens     map[string]texts             `json:"tokens"`
	Units      map[string]metric.Forms      `json:"units"`
	Values     map[string]map[string]string `json:"values"`
	Windows    map[string]string            `json:"windows"`
	Origins    map[string]string            `json:"origins"`
	Reasons    map[string]string            `json:"reasons"`
}

// texts are what is said of one thing.
type texts struct {
	Label   string `json:"label,omitempty"`
	Words   string `json:"words,omitempty"`
	Formula string `json:"formula,omitempty"`
}

// In returns the shipped catalog in a language of Languages, in English for any
// other. The result is the caller's own.
func In(language string) metric.Catalog {
	c, w := Catalog(), worded(language)
	for i := range c.Datasets {
		d := &c.Datasets[i]
		w.Datasets[string(d.Name)].put(&d.Label, &d.Words, nil)
		for j := range d.Leaves {
			put(&d.Leaves[j].Words, w.Reasons[d.Leaves[j].Words])
		}
	}
	for i := range c.Dimensions {
		d := &c.Dimensions[i]
		w.Dimensions[d.Name].put(&d.Label, &d.Words, nil)
	}
	for i := range c.Measures {
		m := &c.Measures[i]
		w.Measures[m.Name].put(nil, &m.Words, nil)
		eachReason(m.Behind, func(reason *string) { put(reason, w.Reasons[*reason]) })
	}
	for i := range c.Metrics {
		m := &c.Metrics[i]
		w.Metrics[m.Name].put(&m.Label, &m.Words, &m.Formula)
		put(&m.Window, w.Windows[m.Window])
		put(&m.Origin, w.Origins[m.Origin])
	}
	for name := range c.Units {
		if u, ok := w.Units[name]; ok {
			c.Units[name] = u
		}
	}
	for of, words := range c.Values {
		for value, text := range words {
			put(&text, w.Values[of][value])
			words[value] = text
		}
	}
	return c
}

// Functions lists the functions of expressions in a language, as In does.
func Functions(language string) []expr.Function {
	out, w := expr.Functions(), worded(language)
	for i := range out {
		w.Functions[out[i].Name].put(nil, &out[i].Words, nil)
	}
	return out
}

// Tokens lists the system tokens in a language, as In does.
func Tokens(language string) []token.System {
	out, w := token.SystemTokens(), worded(language)
	for i := range out {
		w.Tokens[out[i].Name].put(nil, &out[i].Words, nil)
	}
	return out
}

// put puts the texts there are in the place of the English ones.
func (t texts) put(label, words, formula *string) {
	if label != nil {
		put(label, t.Label)
	}
	put(words, t.Words)
	if formula != nil {
		put(formula, t.Formula)
	}
}

// eachReason visits the places where b says why rows take no part. The lists
// and steps are made anew for every catalog.
func eachReason(b *metric.Behind, visit func(*string)) {
	if b == nil {
		return
	}
	steps := func(all []metric.Step) {
		for i := range all {
			for _, reason := range []*string{&all[i].Short, &all[i].Lower} {
				if *reason != "" {
					visit(reason)
				}
			}
		}
	}
	for _, l := range b.Lists {
		steps(l.Steps)
	}
	steps(b.Steps)
}

// worded returns what a language says, nothing for English and for those that
// are none of Languages.
func worded(language string) wording {
	i := slices.Index(Languages, language)
	if i < 1 {
		return wording{}
	}
	return wordings()[i]
}

// wordings reads the files of all languages once.
var wordings = sync.OnceValue(func() []wording {
	out := make([]wording, len(Languages))
	for i, language := range Languages[1:] {
		text, err := files.ReadFile("words/" + language + ".json")
		if err == nil {
			err = json.Unmarshal(text, &out[i+1])
		}
		if err != nil { // they are part of the program, and the tests read them
			panic(err)
		}
	}
	return out
})
