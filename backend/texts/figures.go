package texts

import (
	"embed"
	"math"
	"strconv"
	"strings"
	"time"
)

//go:embed words/*.json
var files embed.FS

// wordsIn returns how days are written in a language, in English for any other.
var wordsIn = From(files, "words")

// separators are those of decimals and of thousands, by language.
var separators = map[string][2]string{
	"en": {".", ","}, "it": {",", "."}, "de": {",", "."}, "fr": {",", "\u202f"}, "es": {",", "."}, "ja": {".", ","},
}

// Number writes a number as a language does, with at most so many decimals.
func Number(lang string, v float64, decimals int) string {
	signs, ok := separators[lang]
	if !ok {
		signs = separators["en"]
	}
	rounded := v
	if v != math.Trunc(v) { // large whole ones would not stay what they are
		scale := math.Pow10(decimals)
		rounded = math.Round(v*scale) / scale
	}
	s := strconv.FormatFloat(math.Abs(rounded), 'f', -1, 64)
	whole, fraction, _ := strings.Cut(s, ".")
	if len(whole) > 4 || lang != "es" { // Spanish does not divide four digits
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + signs[1] + whole[i:]
		}
	}
	if fraction != "" {
		whole += signs[0] + fraction
	}
	if v < 0 && s != "0" {
		return "−" + whole
	}
	return whole
}

// Day writes the day of t as a language does: "31 Oct 2026".
func Day(lang string, t time.Time) string { return day(wordsIn(lang), "date", t) }

// Near writes the day of t, and its year only where today has another one: "31 Oct".
func Near(lang string, t, today time.Time) string {
	if t.Year() != today.Year() {
		return Day(lang, t)
	}
	return day(wordsIn(lang), "near", t)
}

// Acting writes as Near does, with its weekday, a day until which something is
// to be done: "Sat 31 Oct".
func Acting(lang string, t, today time.Time) string {
	words := wordsIn(lang)
	weekdays := strings.Fields(words.Say("weekdays"))
	return words.Say("acting", "weekday", weekdays[t.Weekday()], "date", Near(lang, t, today))
}

func day(words Texts, key string, t time.Time) string {
	y, m, d := t.Date()
	months := strings.Fields(words.Say("months"))
	return words.Say(key, "d", strconv.Itoa(d), "y", strconv.Itoa(y), "month", months[m-1])
}
