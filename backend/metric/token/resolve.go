package token

import (
	"encoding/json"
	"fmt"
	"slices"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// Resolve returns q with every token in the place of its value, as far as the
// question itself and the definitions it brings go. Nothing of q is changed.
// Query.Tokens are used up by it.
func (s *Set) Resolve(q metric.Query) (metric.Query, error) {
	for name := range q.Tokens {
		if IsSystem(name) {
			return q, fault.At("tokens."+name, "%s is a system token.", name).WithHint("Choose another name.")
		}
	}
	return s.query(q)
}

func (s *Set) query(q metric.Query) (metric.Query, error) {
	var err error
	for _, f := range []struct {
		name string
		of   **metric.Filter
	}{{"filter", &q.Filter}, {"dashboard_filter", &q.Dashboard}, {"having", &q.Having}} {
		if *f.of, err = s.filter(f.name, *f.of); err != nil {
			return q, err
		}
	}
	if q.AsOf, err = s.day("as_of", q.AsOf); err != nil {
		return q, err
	}
	if q.Compare != nil {
		c := *q.Compare
		if c.AsOf, err = s.day("compare.as_of", c.AsOf); err != nil {
			return q, err
		}
		q.Compare = &c
	}
	if q.Define != nil {
		d, err := s.definitions("define", *q.Define)
		if err != nil {
			return q, err
		}
		q.Define = &d
	}
	q.Tokens = nil
	return q, nil
}

// day resolves a text that has to be a day; what else is wrong with it is found
// when the question is validated.
func (s *Set) day(path, text string) (string, error) {
	if text == "" {
		return "", nil
	}
	v, err := s.value(path, text)
	if err != nil {
		return "", err
	}
	day, _ := v.first().(string)
	if name, ok := exactly(text); ok {
		if _, err := portfolio.ParseDay(day); err != nil || v.List {
			return "", fault.At(path, "The token %s is no day.", name).WithHint("Use a token such as {{TODAY-30}}.")
		}
	}
	return day, nil
}

// first returns the value, of a list the first one, nil where there is none.
func (v Value) first() any {
	if len(v.Values) == 0 {
		return nil
	}
	return v.Values[0]
}

// filter resolves the tokens of a filter.
func (s *Set) filter(path string, f *metric.Filter) (*metric.Filter, error) {
	if f == nil {
		return nil, nil
	}
	out := *f
	if !f.IsLeaf() {
		for name, list := range map[string]*[]metric.Filter{".all": &out.All, ".any": &out.Any} {
			if *list == nil {
				continue
			}
			children := make([]metric.Filter, len(*list))
			for i := range *list {
				child, err := s.filter(fmt.Sprintf("%s%s[%d]", path, name, i), &(*list)[i])
				if err != nil {
					return nil, err
				}
				children[i] = *child
			}
			*list = children
		}
		return &out, nil
	}
	if f.Literal {
		return &out, nil
	}
	for _, resolve := range []func(string, *metric.Filter) error{s.oneValue, s.listed, s.relative} {
		if err := resolve(path, &out); err != nil {
			return nil, err
		}
	}
	return &out, nil
}

// oneValue resolves the value of a comparison; a list becomes its values.
func (s *Set) oneValue(path string, f *metric.Filter) error {
	text, ok := f.Value.(string)
	if !ok {
		return nil
	}
	v, err := s.value(path+".value", text)
	switch {
	case err != nil:
		return err
	case !v.List:
		f.Value = v.first()
	case f.Op != "in" && f.Op != "not_in":
		return fault.At(path+".value", "The token %s is a list.", text).WithHint("Compare with in or not_in.")
	default:
		f.Value, f.Values = nil, slices.Clone(v.Values)
	}
	return nil
}

// listed resolves the values of a comparison; a list among them gives all of
// its own.
func (s *Set) listed(path string, f *metric.Filter) error {
	if f.Values == nil || f.Value != nil {
		return nil
	}
	values := make([]any, 0, len(f.Values))
	for i, x := range f.Values {
		text, ok := x.(string)
		if !ok {
			values = append(values, x)
			continue
		}
		v, err := s.value(fmt.Sprintf("%s.values[%d]", path, i), text)
		if err != nil {
			return err
		}
		values = append(values, v.Values...)
	}
	f.Values = values
	return nil
}

// relative resolves what next and last count with and start from.
func (s *Set) relative(path string, f *metric.Filter) error {
	var err error
	if f.From, err = s.day(path+".from", f.From); err != nil || f.NToken == "" {
		return err
	}
	name, ok := exactly(f.NToken)
	if !ok {
		return fault.At(path+".n", "n is a number or one token, not %q.", f.NToken)
	}
	v, err := s.Value(path+".n", name)
	if err != nil {
		return err
	}
	n, ok := v.first().(float64)
	if !ok || v.List || n != float64(int(n)) {
		return fault.At(path+".n", "The token %s is no whole number.", name)
	}
	f.N, f.NToken = int(n), ""
	return nil
}

// Definitions returns d with every token in the place of its value. The tokens
// of d themselves stay. One that cannot be resolved is a fault below define.
func (s *Set) Definitions(d metric.Definitions) (metric.Definitions, error) {
	return s.definitions("define", d)
}

func (s *Set) definitions(path string, d metric.Definitions) (metric.Definitions, error) {
	d.Columns, d.Groups, d.Metrics = slices.Clone(d.Columns), slices.Clone(d.Groups), slices.Clone(d.Metrics)
	var err error
	for i := range d.Columns {
		c := &d.Columns[i]
		if c.Expression, err = s.Expression(fmt.Sprintf("%s.columns[%d].expression", path, i), c.Expression, false); err != nil {
			return d, err
		}
	}
	for i := range d.Groups {
		if d.Groups[i], err = s.group(fmt.Sprintf("%s.groups[%d]", path, i), d.Groups[i]); err != nil {
			return d, err
		}
	}
	for i := range d.Metrics {
		m := &d.Metrics[i]
		if m.Filter, err = s.filter(fmt.Sprintf("%s.metrics[%d].filter", path, i), m.Filter); err != nil {
			return d, err
		}
	}
	return d, nil
}

// group resolves the names of a group's items and what they hold.
func (s *Set) group(path string, g metric.Group) (metric.Group, error) {
	var err error
	name := func(at string, text *string) {
		if err == nil {
			*text, err = s.written(at, *text, nil)
		}
	}
	name(path+".other", &g.Other)
	if g.Numbers != nil && g.Numbers.Bins != nil {
		numbers := *g.Numbers
		numbers.Bins = slices.Clone(numbers.Bins)
		for i := range numbers.Bins {
			name(fmt.Sprintf("%s.numbers.bins[%d].name", path, i), &numbers.Bins[i].Name)
		}
		g.Numbers = &numbers
	}
	g.Lists, g.Conditions = slices.Clone(g.Lists), slices.Clone(g.Conditions)
	for i := range g.Lists {
		at := fmt.Sprintf("%s.lists[%d]", path, i)
		name(at+".name", &g.Lists[i].Name)
		if err == nil {
			g.Lists[i].Values, err = s.texts(at+".values", g.Lists[i].Values)
		}
	}
	for i := range g.Conditions {
		at := fmt.Sprintf("%s.conditions[%d]", path, i)
		name(at+".name", &g.Conditions[i].Name)
		if err != nil {
			break
		}
		f, ferr := s.filter(at+".filter", &g.Conditions[i].Filter)
		if ferr != nil {
			return g, ferr
		}
		g.Conditions[i].Filter = *f
	}
	return g, err
}

// texts resolves the values of a list of a group.
func (s *Set) texts(path string, values []string) ([]string, error) {
	out := make([]string, 0, len(values))
	for i, text := range values {
		v, err := s.value(fmt.Sprintf("%s[%d]", path, i), text)
		if err != nil {
			return nil, err
		}
		for _, x := range v.Values {
			out = append(out, one(v.Type, x).String())
		}
	}
	return out, nil
}

// Check reports the first token of d that cannot be one: a name that is taken
// by a system token, a kind or type there is not, or values that do not fit.
// ask is given the questions of tokens that are figures; it need not answer
// them truly.
func Check(moment Moment, d metric.Definitions, ask Ask) error {
	s := New(moment, d.Tokens, metric.Query{}, ask)
	for i, t := range d.Tokens {
		path := fmt.Sprintf("define.tokens[%d]", i)
		if IsSystem(t.Name) {
			return fault.At(path+".name", "%s is a system token.", t.Name).WithHint("Choose another name.")
		}
		if err := s.check(path, t); err != nil {
			return err
		}
	}
	return nil
}

func (s *Set) check(path string, t metric.Token) error {
	switch t.Kind {
	case "value", "list":
		if !slices.Contains([]string{"text", "number", "date"}, t.Type) {
			return fault.At(path+".type", "The type of a token is text, number or date, not %q.", t.Type)
		}
		if t.Query != nil || t.Column != "" || (t.Kind == "value") != (t.Values == nil) || t.Kind == "list" && t.Value != nil {
			return fault.At(path, "A token of the kind value has a value, one of the kind list has values, and nothing else.")
		}
		_, err := s.keptValue(path, t)
		return err
	case "metric":
		if err := checkFigure(path+".query", t); err != nil {
			return err
		}
		_, err := s.keptValue(path+".query", t)
		return err
	case "data":
		if t.Column == "" {
			return fault.At(path+".column", "A token of the kind data needs a column.")
		}
		return nil
	}
	return fault.At(path+".kind", "The kind of a token is value, list, metric or data, not %q.", t.Kind)
}

// Filter returns f with every token in the place of its value.
func (s *Set) Filter(path string, f *metric.Filter) (*metric.Filter, error) { return s.filter(path, f) }

// Kept returns kept definitions with the tokens resolved of those that q, whose
// own tokens are resolved, needs. The others stay as they were made: what their
// tokens stand for need not be known, and a figure nobody needs is not asked.
func (s *Set) Kept(q metric.Query, kept metric.Definitions) (metric.Definitions, error) {
	needed, err := needs(q, kept)
	if err != nil {
		return kept, err
	}
	var used metric.Definitions
	for _, x := range kept.All() {
		if !needed[x.Name] {
			continue
		}
		var one metric.Definitions
		one.Put(x)
		one, err := s.definitions("kept", one)
		if err != nil {
			f := fault.Of(err)
			return kept, fault.Wrap(err, f.Code, "The %s %s cannot be used: %s", x.Kind, x.Name, f.Message).WithHint(f.Hint)
		}
		used.Put(one.All()[0])
	}
	return used.Over(kept), nil
}

// needs returns the names of kept that q names, or that one of these names.
func needs(q metric.Query, kept metric.Definitions) (map[string]bool, error) {
	names, err := namedBy(q)
	if err != nil {
		return nil, err
	}
	needed, waiting := map[string]bool{}, []metric.Names{names}
	for len(waiting) > 0 {
		names, waiting = waiting[0], waiting[1:]
		for _, x := range kept.All() {
			if x.Kind == metric.TokenKind || needed[x.Name] || !names.Has(x.Kind, x.Name) {
				continue
			}
			needed[x.Name] = true
			its, err := namedBy(x.Value)
			if err != nil {
				return nil, err
			}
			waiting = append(waiting, its)
		}
	}
	return needed, nil
}

func namedBy(v any) (metric.Names, error) {
	document, err := json.Marshal(v)
	if err != nil {
		return metric.Names{}, fault.Wrap(err, fault.Invalid, "The question holds a value that is neither text nor number.")
	}
	return metric.Named(document)
}
