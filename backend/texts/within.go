package texts

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// inGerman are the words that are no nouns and with which names and sentences of
// ours begin in German: the others stay large within a sentence.
var inGerman = set(`
	abgelaufene abgelehnt abgewiesene aktive aktuelle alle angelegt angelegte automatische benachrichtigt beobachtet
	berechneter bewerteter eigener ein endende erste fällige gefährdete gemeldete genutzte geschlossen gesunde
	gewährte geänderte handeln hinzugekommene importiert importierte kündbar neue nicht niedrigster offene
	ungenutzte unentschiedene unveränderte verbrauchte verkaufte verlorene verlängerte verschiedene verspätete
	weggefallene wenn zu zuerst zugewiesene zustehende zuweisbare zählt übersprungene`)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, word := range strings.Fields(words) {
		out[word] = true
	}
	return out
}

// LargeNouns reports whether a language writes its nouns large wherever they stand.
func LargeNouns(lang string) bool { return lang == "de" }

// Within returns a name or sentence of ours as a language writes it within another
// sentence, not at its beginning: the first letter is small, but that of a noun in
// German and that of an abbreviation.
func Within(lang, text string) string {
	word, _, _ := strings.Cut(text, " ")
	first, size := utf8.DecodeRuneInString(text)
	lower := unicode.ToLower(first)
	second, _ := utf8.DecodeRuneInString(text[size:])
	if lower == first || size == len(text) || unicode.IsUpper(second) || LargeNouns(lang) && !inGerman[strings.ToLower(word)] {
		return text
	}
	return string(lower) + text[size:]
}
