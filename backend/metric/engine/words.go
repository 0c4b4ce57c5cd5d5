package engine

import (
	"slices"
	"strconv"
	"strings"

	"headroom/backend/metric"
)

// conditions says in words what limits the rows of the figure.
func (x *explaining) conditions() []string {
	a, w := x.ask, x.words()
	out := []string{}
	switch {
	case a.query.Scope == "own" && len(a.state.OwnPartners) > 0:
		out = append(out, w.Say("scope.own", "ids", strings.Join(a.state.OwnPartners, ", ")))
	case a.query.Scope == "own":
		out = append(out, w.Say("scope.unset"))
	default:
		out = append(out, w.Say("scope.all"))
	}
	out = append(out, x.asOf()...)
	if a.query.KnownAt > 0 {
		out = append(out, w.Say("known_at", "n", strconv.FormatInt(a.query.KnownAt, 10)))
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
		if key, ok := x.keys[by.Dimension]; ok && !(x.env.Names && x.isSign(by.Dimension)) {
			out = append(out, x.where(x.equals(by, key)))
		}
	}
	for _, f := range x.others {
		out = append(out, x.where(f))
	}
	return out
}

// signs are dimensions that only say of what the named ones are.
var signs = map[string]string{"account_key": "account", "account_id": "account", "entitlement_key": "entitlement"}

// isSign reports whether a key of the figure is a sign of what another one names.
func (x *explaining) isSign(dimension string) bool {
	name, ok := x.keys[signs[dimension]].(string)
	return ok && name != ""
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
	w := x.words()
	var out []string
	for _, p := range x.parts {
		for _, l := range p.lists {
			r := l.list.Dataset
			day := x.levelDay(r)
			d, _ := x.ask.catalog.Dataset(r)
			key := "as_of"
			if x.ask.query.AsOf == "" && day < x.ask.day && d.Levels && x.keys[metric.DateName] == nil {
				key = "as_of.latest"
			}
			out = appendNew(out, []string{w.Say(key, "day", w.day(day), "dataset", w.dataset(r))})
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
	w := x.words()
	switch {
	case f.All != nil:
		return x.joined(f.All, "join.all", "everything")
	case f.Any != nil:
		return x.joined(f.Any, "join.any", "nothing")
	}
	name := w.name(f.Dimension)
	if f.Grain != "" {
		name = w.Say("grained", "grain", w.Say("grain."+f.Grain), "name", name)
	}
	return x.holds(name, f)
}

func (x *explaining) joined(fs []metric.Filter, key, none string) string {
	if len(fs) == 0 {
		return x.words().Say(none)
	}
	var terms []string
	for _, f := range fs {
		terms = append(terms, x.where(f))
	}
	if len(terms) == 1 {
		return terms[0]
	}
	return "(" + x.words().joined(key, terms) + ")"
}

// holds says a comparison in words.
func (x *explaining) holds(name string, f metric.Filter) string {
	w := x.words()
	values := f.Values
	if values == nil && f.Value != nil {
		values = []any{f.Value}
	}
	d, _ := x.ask.catalog.Dimension(f.Dimension)
	switch f.Op {
	case "all", "is_null", "not_null", "is_empty", "not_empty":
		return w.Say("op."+f.Op, "a", name)
	case "between", "not_between":
		return w.Say("op."+f.Op, "a", name, "b", w.value(f.Dimension, values[0]), "c", w.value(f.Dimension, values[1]))
	case "this", "next", "last":
		return x.relative(name, f)
	}
	key := "op." + f.Op
	if d.Kind == metric.Date && f.Grain == "" && slices.Contains(ordering, f.Op) {
		key = "date." + f.Op
	}
	return w.Say(key, "a", name, "b", w.listed(f.Dimension, values))
}

// ordering are the comparisons that are said of days in words of their own.
var ordering = []string{"gt", "ge", "lt", "le"}

// relative says this, next or last in words with the days they mean.
func (x *explaining) relative(name string, f metric.Filter) string {
	w := x.words()
	form, rolling := ".many", ""
	if f.Op == "this" || f.N == 1 {
		form = ".one"
	}
	if f.Rolling {
		rolling = w.Say("rolling")
	}
	from, to := x.ask.setting.Calendar.Span(f, x.ask.dayFor(x.parts[0].measure.Relation))
	return w.Say("op."+f.Op+form, "a", name, "rolling", rolling, "n", w.figure(float64(f.N)), "unit", w.Say("unit."+f.Unit+form), "from", w.day(from), "to", w.day(to))
}
