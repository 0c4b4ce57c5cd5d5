package program

import (
	"fmt"
	"strings"

	"headroom/backend/chart"
	"headroom/backend/metric"
	"headroom/backend/report"
)

var _ chart.Words = wording{}

// wording is what drawings say in one language: the catalog's names and values,
// and the texts of reports.
type wording struct {
	catalog metric.Catalog
	texts   report.Words
}

// Label is the short name of a metric, a dimension or any other column.
func (w wording) Label(name string) string {
	m, _ := metric.SplitFigure(name)
	if x, ok := w.catalog.Metric(m); ok {
		return x.Label
	}
	if d, ok := w.catalog.Dimension(name); ok {
		return d.Label
	}
	return metric.Label(name)
}

// flags are the ways in which an answer may have yes and no.
var flags = map[string]string{"true": "yes", "1": "yes", "false": "no", "0": "no"}

// Value is a value of a dimension for people: ours have words, those of a source
// stay as they are.
func (w wording) Value(dimension string, value any) string {
	text := fmt.Sprint(value)
	d, _ := w.catalog.Dimension(dimension)
	if d.Kind == metric.Flag {
		if word, ok := flags[text]; ok {
			text = word
		}
	}
	for _, of := range []string{dimension, string(d.Kind)} {
		if word, ok := w.catalog.Values[of][text]; ok && (of == dimension || d.Kind == metric.Flag || d.Kind == metric.Scope) {
			return word
		}
	}
	return text
}

// Say is the text of a key in the form that n of a thing asks for, with args in
// place of {{names}}.
func (w wording) Say(key string, n int, args map[string]string) string {
	form := key + "_other"
	if n == 1 {
		form = key + "_one"
	}
	text := w.texts.Say(form)
	if text == "" {
		text = w.texts.Say(key)
	}
	if len(args) == 0 {
		return text
	}
	pairs := make([]string, 0, 2*len(args))
	for name, value := range args {
		pairs = append(pairs, "{{"+name+"}}", value)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
