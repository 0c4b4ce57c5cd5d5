package engine

import (
	"embed"
	"fmt"
	"math"
	"strconv"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
	"headroom/backend/texts"
)

//go:embed words/*.json
var files embed.FS

// wordsIn returns what explanations say in a language, in English for any other.
var wordsIn = texts.From(files, "words")

// wording is what an explanation is told in. English calls things by their
// names in the catalog and writes figures and days as answers have them, because
// programs read it, but days in words where it is for people; the other languages
// write as their people do.
type wording struct {
	texts.Texts
	lang    string
	catalog metric.Catalog
	people  bool
}

// words are those of the language that is asked for.
func (c *located) words() wording { return c.ask.words(c.env) }

func (a *ask) words(env Env) wording {
	return wording{wordsIn(env.Language), env.Language, a.catalog, env.Names}
}

// plain reports whether names and figures stay as programs read them.
func (w wording) plain() bool { return w.lang == "" || w.lang == "en" }

// counted is the text of a number of things: key.one or key.many, whose part n
// is the number.
func (w wording) counted(key string, n int, parts ...string) string {
	form := ".many"
	if n == 1 || n == 0 && w.lang == "fr" {
		form = ".one"
	}
	return w.Say(key+form, append(parts, "n", w.figure(float64(n)))...)
}

// joined joins terms by a text of two parts, a and b.
func (w wording) joined(key string, terms []string) string {
	out := ""
	for i, term := range terms {
		if i == 0 {
			out = term
			continue
		}
		out = w.Say(key, "a", out, "b", term)
	}
	return out
}

// figure writes a figure: whole numbers in full, others to four digits behind
// the point; what is missing is a dash.
func (w wording) figure(x float64) string {
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return "–"
	case !w.plain():
		return texts.Number(w.lang, x, 4)
	case x == math.Trunc(x) && math.Abs(x) < 1e15:
		return strconv.FormatFloat(x, 'f', -1, 64)
	default:
		text := strconv.FormatFloat(x, 'f', 4, 64)
		return strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
}

// day writes a day.
func (w wording) day(d portfolio.Day) string {
	if w.plain() && !w.people {
		return d.String()
	}
	return texts.Day(w.lang, d.Time())
}

// name is what a dimension is called within a sentence.
func (w wording) name(dimension string) string {
	d, ok := w.catalog.Dimension(dimension)
	switch {
	case w.plain():
		return strings.ReplaceAll(dimension, "_", " ")
	case !ok || d.Label == "":
		return metric.Label(dimension)
	}
	return texts.Within(w.lang, d.Label)
}

// dataset is what the rows of a relation are called.
func (w wording) dataset(r metric.Relation) string {
	if d, ok := w.catalog.Dataset(r); ok && !w.plain() {
		return d.Label
	}
	return strings.ReplaceAll(string(r), "_", " ")
}

// rule is what a rule is called by which imports skip rows.
func (w wording) rule(code string) string {
	key := "skip." + code
	if words := w.Say(key); words != key {
		return words
	}
	return strings.ReplaceAll(code, "_", " ")
}

// mostListed is how many values of a list are written out.
const mostListed = 8

// listed writes the values that a dimension is compared with.
func (w wording) listed(dimension string, values []any) string {
	if len(values) == 0 {
		return w.Say("missing")
	}
	var out []string
	for _, v := range values[:min(len(values), mostListed)] {
		out = append(out, w.value(dimension, v))
	}
	text := w.joined("join.list", out)
	if n := len(values) - mostListed; n > 0 {
		text = w.Say("more", "list", text, "n", w.figure(float64(n)))
	}
	return text
}

// value writes a value of a dimension: ours have words, days are written as
// days, and what a source says stays as it is.
func (w wording) value(dimension string, v any) string {
	if v == nil {
		return w.Say("missing")
	}
	text := fmt.Sprint(v)
	d, _ := w.catalog.Dimension(dimension)
	if day, err := portfolio.ParseDay(text); err == nil && (d.Kind == metric.Date || dimension == metric.DateName) {
		return w.day(day)
	}
	if w.plain() {
		return text
	}
	for _, of := range []string{dimension, string(d.Kind)} {
		if words := w.catalog.Values[of][text]; words != "" {
			return words
		}
	}
	if x := number(v); d.Kind != metric.Text && !math.IsNaN(x) {
		return w.figure(x)
	}
	return text
}
