package export

import (
	"fmt"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/texts"
)

// speaker says the parts of a question in the person's words.
type speaker struct {
	words   texts.Texts
	catalog metric.Catalog
}

// label is the short name of a metric or dimension; of what is none the name.
func (s speaker) label(name string) string {
	if m, ok := s.catalog.Metric(name); ok {
		return m.Label
	}
	if d, ok := s.catalog.Dimension(name); ok && d.Label != "" {
		return d.Label
	}
	return name
}

// value says a value of a dimension: those that are ours have words.
func (s speaker) value(name string, v any) string {
	switch v := v.(type) {
	case nil:
		return s.words.Say("filter.missing")
	case bool:
		return s.flag(v)
	case string:
		return s.text(name, v)
	default:
		return fmt.Sprint(v)
	}
}

func (s speaker) flag(yes bool) string {
	key := map[bool]string{true: "yes", false: "no"}[yes]
	if text, ok := s.catalog.Values["flag"][key]; ok {
		return text
	}
	return key
}

func (s speaker) text(name, v string) string {
	if text, ok := s.catalog.Values[name][v]; ok {
		return text
	}
	if d, ok := s.catalog.Dimension(name); ok {
		if text, ok := s.catalog.Values[string(d.Kind)][v]; ok {
			return text
		}
	}
	return v
}

// filter says a filter, each part that must hold as a sentence.
func (s speaker) filter(f *metric.Filter) []string {
	if f == nil {
		return nil
	}
	var out []string
	for _, part := range f.Conjuncts() {
		out = append(out, s.says(part))
	}
	return out
}

func (s speaker) says(f metric.Filter) string {
	switch {
	case f.All != nil:
		return s.joined(f.All, "filter.and")
	case f.Any != nil:
		return s.joined(f.Any, "filter.or")
	}
	return s.comparison(f)
}

func (s speaker) joined(fs []metric.Filter, word string) string {
	text := ""
	for i, f := range fs {
		if i == 0 {
			text = s.says(f)
			continue
		}
		text = s.words.Say(word, "a", text, "b", s.says(f))
	}
	if len(fs) > 1 {
		return s.words.Say("filter.group", "of", text)
	}
	return text
}

// comparison says one comparison.
func (s speaker) comparison(f metric.Filter) string {
	name := s.label(f.Dimension + f.Metric)
	if f.Grain != "" {
		name = s.words.Say("filter.grain", "name", name, "grain", s.words.Say("grain."+f.Grain))
	}
	switch f.Op {
	case "this", "next", "last":
		return s.relative(f, name)
	case "between", "not_between":
		if len(f.Values) == 2 {
			return s.words.Say("filter."+f.Op, "name", name, "value", s.value(f.Dimension, f.Values[0]), "to", s.value(f.Dimension, f.Values[1]))
		}
	}
	values := f.Values
	if values == nil {
		values = []any{f.Value}
	}
	list := ""
	for i, v := range values {
		if i == 0 {
			list = s.value(f.Dimension, v)
			continue
		}
		list = s.words.Say("filter.list", "a", list, "b", s.value(f.Dimension, v))
	}
	return s.words.Say("filter."+f.Op, "name", name, "value", list)
}

func (s speaker) relative(f metric.Filter, name string) string {
	n := f.NToken
	if n == "" {
		n = fmt.Sprint(f.N)
	}
	text := s.words.Say("filter."+f.Op, "name", name, "n", n, "unit", s.words.Say("grain."+f.Unit))
	if f.Rolling {
		text = s.words.Say("filter.rolling", "of", text)
	}
	if f.Excluded {
		text = s.words.Say("filter.excluded", "of", text)
	}
	if f.From != "" {
		text = s.words.Say("filter.from", "of", text, "day", f.From)
	}
	return text
}

// header is what stands above a column.
func (s speaker) header(c metric.Column, q metric.Query) string {
	name := s.label(c.Name)
	if c.Metric != "" && (c.Pivot != nil || c.Other || c.Role == "before" || c.Role == "delta" || c.Role == "delta_rate") {
		name = s.label(c.Metric)
	}
	switch c.Role {
	case "before", "delta", "delta_rate":
		name = s.words.Say("column."+c.Role, "name", name)
	case "change":
		name = s.words.Say("column.change")
	}
	if c.Pivot == nil && !c.Other {
		return name
	}
	return s.words.Say("column.pivoted", "name", name, "values", s.pivot(c, q))
}

func (s speaker) pivot(c metric.Column, q metric.Query) string {
	if c.Other {
		return s.words.Say("other")
	}
	var values []string
	for i, v := range c.Pivot {
		name := ""
		if i < len(q.Pivot) {
			name = q.Pivot[i]
		}
		values = append(values, s.value(name, v))
	}
	return strings.Join(values, " / ")
}
