package engine

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"headroom/backend/metric"
)

// counted writes how many of a thing there are.
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}

// shown writes a figure: whole numbers in full, others to four digits behind
// the point; what is missing is a dash.
func shown(x float64) string {
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return "–"
	case x == math.Trunc(x) && math.Abs(x) < 1e15:
		return strconv.FormatFloat(x, 'f', -1, 64)
	default:
		text := strconv.FormatFloat(x, 'f', 4, 64)
		return strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
}

// conditions says in words what limits the rows of the figure.
func (x *explaining) conditions() []string {
	a := x.ask
	out := []string{}
	switch {
	case a.query.Scope == "own" && len(a.state.OwnPartners) > 0:
		out = append(out, "only rows of our own partner ids: "+strings.Join(a.state.OwnPartners, ", "))
	case a.query.Scope == "own":
		out = append(out, "own rows only; no own partner ids are set, so every row is own")
	default:
		out = append(out, "rows of all partners")
	}
	out = append(out, x.asOf()...)
	if a.query.KnownAt > 0 {
		out = append(out, fmt.Sprintf("as known at import %d", a.query.KnownAt))
	}
	for _, f := range []*metric.Filter{a.query.Filter, a.query.Dashboard} {
		out = append(out, x.all(f)...)
	}
	for _, p := range x.parts {
		if p.measure.Filter != nil {
			out = appendNew(out, x.all(p.measure.Filter))
		}
	}
	for _, by := range a.query.By {
		if key, ok := x.keys[by.Dimension]; ok {
			out = append(out, x.where(x.equals(by, key)))
		}
	}
	for _, f := range x.others {
		out = append(out, x.where(f))
	}
	return out
}

func appendNew(to, more []string) []string {
	for _, s := range more {
		if !slices.Contains(to, s) {
			to = append(to, s)
		}
	}
	return to
}

// asOf says which day each dataset of the figure is asked for.
func (x *explaining) asOf() []string {
	var out []string
	for _, p := range x.parts {
		for _, l := range p.lists {
			r := l.list.Dataset
			day := x.levelDay(r)
			d, _ := x.ask.catalog.Dataset(r)
			words := fmt.Sprintf("as of %s", day)
			if x.ask.query.AsOf == "" && day < x.ask.day && d.Levels && x.keys[metric.DateName] == nil {
				words += fmt.Sprintf(", the latest day %s speaks of", strings.ReplaceAll(string(r), "_", " "))
			}
			out = appendNew(out, []string{words})
		}
	}
	return out
}

// all says a filter in words, one sentence for each part that must hold.
func (x *explaining) all(f *metric.Filter) []string {
	if f == nil {
		return nil
	}
	var out []string
	for _, c := range f.Conjuncts() {
		out = append(out, x.where(c))
	}
	return out
}

// where says a filter in words.
func (x *explaining) where(f metric.Filter) string {
	switch {
	case f.All != nil:
		return x.joined(f.All, " and ", "everything")
	case f.Any != nil:
		return x.joined(f.Any, " or ", "nothing")
	}
	name := strings.ReplaceAll(f.Dimension, "_", " ")
	if f.Grain != "" {
		name = strings.ReplaceAll(f.Grain, "_", " ") + " of " + name
	}
	return name + " " + x.holds(f)
}

func (x *explaining) joined(fs []metric.Filter, word, none string) string {
	if len(fs) == 0 {
		return none
	}
	var terms []string
	for _, f := range fs {
		terms = append(terms, x.where(f))
	}
	if len(terms) == 1 {
		return terms[0]
	}
	return "(" + strings.Join(terms, word) + ")"
}

// said are the operators with one value, in words.
var said = map[string]string{
	"eq": "is", "ne": "is not", "in": "is", "not_in": "is not", "gt": "is greater than", "ge": "is at least", "lt": "is less than", "le": "is at most",
	"contains": "contains", "not_contains": "does not contain", "starts_with": "starts with", "not_starts_with": "does not start with",
	"ends_with": "ends with", "not_ends_with": "does not end with",
}

var saidOfDates = map[string]string{"gt": "is after", "ge": "is on or after", "lt": "is before", "le": "is on or before"}

// holds says a comparison in words, behind its column.
func (x *explaining) holds(f metric.Filter) string {
	values := f.Values
	if values == nil && f.Value != nil {
		values = []any{f.Value}
	}
	d, _ := x.ask.catalog.Dimension(f.Dimension)
	switch f.Op {
	case "all":
		return "is anything"
	case "is_null":
		return "is missing"
	case "not_null":
		return "is known"
	case "is_empty":
		return "is empty"
	case "not_empty":
		return "is not empty"
	case "between", "not_between":
		word := map[string]string{"between": "is from", "not_between": "is not from"}[f.Op]
		return fmt.Sprintf("%s %v to %v", word, values[0], values[1])
	case "this", "next", "last":
		return x.relative(f)
	}
	word := said[f.Op]
	if d.Kind == metric.Date && f.Grain == "" && saidOfDates[f.Op] != "" {
		word = saidOfDates[f.Op]
	}
	return word + " " + listed(values)
}

// mostListed is how many values of a list are written out.
const mostListed = 8

func listed(values []any) string {
	var out []string
	for _, v := range values[:min(len(values), mostListed)] {
		if v == nil {
			v = "missing"
		}
		out = append(out, fmt.Sprint(v))
	}
	text := strings.Join(out, ", ")
	if n := len(values) - mostListed; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	if len(values) == 0 {
		return "missing"
	}
	return text
}

// relative says this, next or last in words with the days they mean.
func (x *explaining) relative(f metric.Filter) string {
	what := f.Unit
	if f.Op != "this" && f.N != 1 {
		what = fmt.Sprintf("%d %ss", f.N, f.Unit)
	}
	from, to := x.ask.setting.Calendar.Span(f, x.ask.dayFor(x.parts[0].measure.Relation))
	words := map[string]string{"this": "present", "next": "next", "last": "last"}[f.Op]
	if f.Rolling {
		words += " rolling"
	}
	return fmt.Sprintf("is in the %s %s: %s to %s", words, what, from, to)
}
