package notify

import (
	"embed"
	"strconv"

	"headroom/backend/texts"
	"headroom/backend/watch"
)

//go:embed words/*.json
var files embed.FS

// wordsIn returns what is said about deliveries in a language, in English for
// any other.
var wordsIn = texts.From(files, "words")

// Words returns what is said about deliveries in a language: what the buttons
// of a notification are called, and the sentences around it.
func Words(lang string) texts.Texts { return wordsIn(lang) }

// wording says how messages that stand for several notifications read.
type wording struct {
	texts.Texts
	lang string
}

// unnamed is all that a screen says on which no names may stand.
func (w wording) unnamed(n int) string {
	if n == 1 {
		return w.Say("unnamed.one")
	}
	return w.Say("unnamed.many", "n", strconv.Itoa(n))
}

// heading heads a message that stands for several.
func (w wording) heading(waiting []Pending) string {
	n := strconv.Itoa(len(waiting))
	for _, p := range waiting {
		if p.Summary {
			return w.Say("heading.summary", "n", n)
		}
	}
	return w.Say("heading.many", "n", n)
}

// many says what several notifications are about, by rule.
func (w wording) many(waiting []Pending) string {
	rules := make([]watch.Rule, len(waiting))
	for i, p := range waiting {
		rules[i] = p.Rule
	}
	return watch.Digest(w.lang, rules).Body
}
