package watch

import (
	"embed"
	"math"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/metric/token"
	"headroom/backend/portfolio"
	"headroom/backend/texts"
)

//go:embed words/*.json
var files embed.FS

// wordsIn returns what rules say in a language, in English for any other.
var wordsIn = texts.From(files, "words")

// Words are what a rule and its notifications are told in. The zero Words are
// English, and call things by their names in the catalog.
type Words struct {
	Language string
	// Catalog has the labels and units of that language, and what the person defines.
	Catalog metric.Catalog
	// Tokens returns the values of tokens for a rule's question; nil knows those of
	// the day only.
	Tokens func(q metric.Query) *token.Set
	// Segments are the titles of segments by name; one that is not there is called
	// by its name.
	Segments map[string]string
	defined  map[string]metric.DerivedMetric // what the rule itself defines
}

// of returns w with what a rule's question defines for itself.
func (w Words) of(r Rule) Words {
	if r.Query.Define == nil || len(r.Query.Define.Metrics) == 0 {
		return w
	}
	w.defined = make(map[string]metric.DerivedMetric, len(r.Query.Define.Metrics))
	for _, m := range r.Query.Define.Metrics {
		w.defined[m.Name] = m
	}
	return w
}

// segment returns the title of a segment.
func (w Words) segment(name string) string {
	if title := w.Segments[name]; title != "" {
		return title
	}
	return name
}

// isShare reports whether the values of a metric are shares of a whole.
func (w Words) isShare(name string) bool {
	if own, ok := w.defined[name]; ok {
		return own.Format == "percent" || own.Format == "" && own.Metric != "" && own.Metric != name && w.isShare(own.Metric)
	}
	if m, ok := w.Catalog.Metric(name); ok {
		return m.Format == "percent"
	}
	return strings.HasSuffix(name, "_rate") // without a catalog its name has to tell
}

// say returns a text of this package with its parts.
func (w Words) say(key string, parts ...string) string { return wordsIn(w.Language).Say(key, parts...) }

// counted returns the text of a number of things: key.one or key.many, whose part
// n is the number.
func (w Words) counted(key string, n int, parts ...string) string {
	form := ".many"
	if n == 1 || n == 0 && w.Language == "fr" {
		form = ".one"
	}
	return w.say(key+form, append(parts, "n", w.number(float64(n)))...)
}

// joined joins parts by a text of two parts, a and b.
func (w Words) joined(key string, parts []string) string {
	out := ""
	for i, p := range parts {
		if i == 0 {
			out = p
			continue
		}
		out = w.say(key, "a", out, "b", p)
	}
	return out
}

// number writes a number with at most two decimals.
func (w Words) number(v float64) string { return texts.Number(w.Language, v, 2) }

// percent writes a share with at most one decimal.
func (w Words) percent(v float64) string {
	return w.say("format.percent", "n", w.number(math.Round(v*1000)/10))
}

// points writes the difference of two shares.
func (w Words) points(v float64) string {
	return w.say("format.points", "n", w.number(math.Round(v*1000)/10))
}

// date writes a day, the gap of dates where there is none.
func (w Words) date(d portfolio.Day) string {
	if d.IsZero() {
		return w.say("gap.date")
	}
	return texts.Day(w.Language, d.Time())
}

// near writes a day, with its year where that is another one than today's.
func (w Words) near(d, today portfolio.Day) string {
	if d.IsZero() {
		return w.date(d)
	}
	return texts.Near(w.Language, d.Time(), today.Time())
}

// acting writes a last day to act: as near does, with its weekday.
func (w Words) acting(d, today portfolio.Day) string {
	if d.IsZero() {
		return w.date(d)
	}
	return texts.Acting(w.Language, d.Time(), today.Time())
}

// figure writes a value of a metric.
func (w Words) figure(name string, v *float64) string {
	if v == nil {
		return w.say("gap.value")
	}
	if w.isShare(name) {
		return w.percent(*v)
	}
	return w.number(*v)
}

// moved writes how far a value of a metric moved, with its sign.
func (w Words) moved(name string, by float64, relative bool) string {
	sign := ""
	if by > 0 {
		sign = "+"
	}
	if relative {
		return sign + w.percent(by)
	}
	if w.isShare(name) {
		return sign + w.points(by)
	}
	return sign + w.number(by)
}

// label is what a metric or dimension is called.
func (w Words) label(name string) string {
	if own := w.defined[name]; own.Words != "" {
		return own.Words
	}
	if m, ok := w.Catalog.Metric(name); ok && m.Label != "" {
		return m.Label
	}
	if d, ok := w.Catalog.Dimension(name); ok && d.Label != "" {
		return d.Label
	}
	return metric.Label(name)
}

// value writes a value of a dimension.
func (w Words) value(dimension string, v any) string {
	d, _ := w.Catalog.Dimension(dimension)
	switch x := v.(type) {
	case nil:
		return w.say(gapOf(dimension))
	case string:
		if day, err := portfolio.ParseDay(x); err == nil && (d.Kind == metric.Date || d.Name == "") {
			return w.date(day)
		}
		for _, of := range []string{dimension, string(d.Kind)} {
			if text := w.Catalog.Values[of][x]; text != "" {
				return text
			}
		}
		if x == "" {
			return w.say(gapOf(dimension))
		}
		return x
	default:
		n := number(x)
		if n != nil && d.Format == "percent" {
			return w.percent(*n)
		}
		return w.figure(dimension, n)
	}
}

// gapOf is what stands where a value of a dimension is missing.
func gapOf(dimension string) string {
	switch dimension {
	case "account", "account_id", "account_key":
		return "gap.account"
	case "product":
		return "gap.product"
	case "end_date", "act_by", "start_date", "cancel_until":
		return "gap.date"
	default:
		return "gap.value"
	}
}
