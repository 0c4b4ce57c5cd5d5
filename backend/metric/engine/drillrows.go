package engine

import (
	"slices"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// rows returns the question for the rows of a list that make the figure.
func (c *located) rows(m metric.Measure, list metric.RowList) metric.Query {
	a := c.ask
	if m.Filter != nil { // which may choose days of its own
		w, err := a.with(func(q *metric.Query) { q.Filter = metric.AllOf(q.Filter, m.Filter) })
		if err != nil { // the figure was asked with it before
			panic(err)
		}
		own := *c
		own.ask, m.Filter = w, nil
		return own.rows(m, list)
	}
	q := metric.Query{
		Dataset: list.Dataset, Counting: list.Counting, Columns: columnsOf(a.catalog, list),
		Define: a.query.Define, Tokens: a.query.Tokens, Scope: a.query.Scope, AsOf: a.dayFor(list.Dataset).String(), KnownAt: a.pinned(),
	}
	var all []metric.Filter
	for _, f := range []*metric.Filter{a.query.Filter, a.query.Dashboard, m.Filter} {
		if f != nil {
			all = append(all, f.Conjuncts()...)
		}
	}
	all = append(all, list.Where...)
	for _, by := range a.query.By {
		if key, ok := c.keys[by.Dimension]; ok {
			all = append(all, c.equals(by, key))
		}
	}
	all = append(all, c.others...)
	if list.Window > 0 {
		day := c.levelDay(list.Dataset)
		all = append(all, between(metric.DateName, day-portfolio.Day(list.Window)+1, day))
	}
	switch {
	case list.Dataset == metric.EntitlementChanges:
		q.AsOf, all = c.atSpan(q.AsOf, all)
	case list.Dataset == metric.Health:
		// What was consumed is of the last day of use that is told, unless a day was
		// said, and of the period's days alone.
		if a.moved == nil {
			q.AsOf = a.query.AsOf
		}
	case levelled(a.catalog, list.Dataset):
		q.AsOf = c.stateDay(list.Dataset)
		all = c.atDay(all, list.Dataset)
	}
	if len(all) > 0 {
		q.Filter = &metric.Filter{All: all}
	}
	q.Define = c.frozen(q)
	return q
}

// frozen are the definitions of a question for rows. The items of its groups may
// follow from data and from the day asked for, both of which are others for the
// rows: a group becomes the column that it was in the answer.
func (c *located) frozen(q metric.Query) *metric.Definitions {
	var out metric.Definitions
	if q.Define != nil {
		out = *q.Define
	}
	names := slices.Clone(q.Columns)
	_ = q.Filter.Walk("", func(_ string, leaf metric.Filter) error {
		names = append(names, leaf.Dimension)
		return nil
	})
	out.Groups, out.Columns = slices.Clone(out.Groups), slices.Clone(out.Columns)
	for i := 0; i < len(names); i++ {
		if slices.Contains(names[:i], names[i]) {
			continue
		}
		d, _ := c.ask.catalog.Dimension(names[i])
		if d.Expression != nil {
			names = append(names, d.Expression.Columns()...)
		}
		if d.Group != nil {
			out.Groups = slices.DeleteFunc(out.Groups, func(g metric.Group) bool { return g.Name == d.Name })
			out.Columns = append(out.Columns, metric.CalculatedColumn{Name: d.Name, Words: d.Words, Expression: d.Formula, Made: true})
		}
	}
	if len(out.Groups)+len(out.Columns)+len(out.Metrics)+len(out.Tokens) == 0 {
		return nil
	}
	return &out
}

// atSpan is a filter of changes: what it says about date has chosen the days of
// a span, which the list names.
func (c *located) atSpan(day string, all []metric.Filter) (string, []metric.Filter) {
	label, _ := c.keys[metric.DateName].(string)
	p, ok := c.ask.compilePeriod(metric.EntitlementChanges, label)
	if !ok {
		return never, all
	}
	out := []metric.Filter{between(metric.DateName, p.From, p.Day)}
	for _, f := range all {
		if !days(f) {
			out = append(out, f)
		}
	}
	return day, out
}

// never is a day before anything was told.
const never = "0001-01-01"

// stateDay is the day on which the state of the figure is taken. Where its days
// allow none, it is one before anything was told.
func (c *located) stateDay(r metric.Relation) string {
	label, _ := c.keys[metric.DateName].(string)
	if p, ok := c.ask.compilePeriod(r, label); ok {
		return p.Day.String()
	}
	return never
}

// atDay is a filter of a state on the day it is taken: what it says about date
// has chosen that day, and what is relative to the day asked for, which may be
// another, becomes the days it means.
func (c *located) atDay(all []metric.Filter, r metric.Relation) []metric.Filter {
	day := c.ask.dayFor(r)
	var out []metric.Filter
	for _, f := range all {
		if !days(f) {
			out = append(out, c.absolute(f, day))
		}
	}
	return out
}

// days reports whether a filter chooses days.
func days(f metric.Filter) bool {
	found := false
	_ = f.Walk("", func(_ string, leaf metric.Filter) error {
		found = found || leaf.Dimension == metric.DateName
		return nil
	})
	return found
}

// absolute is a filter with the days its relative dates mean on a day.
func (c *located) absolute(f metric.Filter, day portfolio.Day) metric.Filter {
	if f.IsLeaf() {
		if f.Relative() {
			from, to := c.ask.setting.Calendar.Span(f, day)
			return between(f.Dimension, from, to)
		}
		return f
	}
	f.All, f.Any = slices.Clone(f.All), slices.Clone(f.Any)
	for _, children := range [][]metric.Filter{f.All, f.Any} {
		for i := range children {
			children[i] = c.absolute(children[i], day)
		}
	}
	return f
}

func between(dimension string, from, to portfolio.Day) metric.Filter {
	return metric.Filter{Dimension: dimension, Op: "between", Values: []any{from.String(), to.String()}}
}

// equals limits rows to those with a key of the answer.
func (c *located) equals(by metric.By, key any) metric.Filter {
	if key == nil {
		return metric.Filter{Dimension: by.Dimension, Op: "is_null"}
	}
	f := metric.Exactly(by.Dimension, "eq", key)
	d, _ := c.ask.catalog.Dimension(by.Dimension)
	if d.Kind != metric.Date || by.Grain == "" {
		return f
	}
	text, _ := key.(string)
	if start, err := portfolio.ParseDay(text); err == nil && slices.Contains(metric.Grains, by.Grain) {
		return between(by.Dimension, start, c.ask.setting.Calendar.End(start, by.Grain))
	}
	f.Grain = by.Grain
	return f
}

// levelDay is the day a level of the figure is taken for.
func (c *located) levelDay(r metric.Relation) portfolio.Day {
	label, _ := c.keys[metric.DateName].(string)
	if p, ok := c.ask.compilePeriod(r, label); ok {
		return p.Day
	}
	return c.ask.dayFor(r)
}

// shownColumns are what tells a row from others, where the dataset has it.
var shownColumns = []string{"account", "product", "workload", "feature", "meter", "clock", "denial_reason", "entitlement", metric.DateName, "source", "partner_id", "as_of_date", "import_id", "file", "line"}

// levelled reports whether the rows of a dataset are a state on a day, which is
// no date of their own to list.
func levelled(c metric.Catalog, r metric.Relation) bool {
	d, _ := c.Dataset(r)
	return d.Levels && !packed(r)
}

// columnsOf returns the columns of a list: what tells its rows apart, what its
// steps need, where they are from.
func columnsOf(c metric.Catalog, list metric.RowList) []string {
	var out []string
	add := func(names ...string) {
		for _, name := range names {
			d, ok := c.Dimension(name)
			if !ok || slices.Contains(out, name) {
				continue
			}
			if _, ok := d.In[list.Dataset]; ok {
				out = append(out, name)
			}
		}
	}
	for _, name := range shownColumns {
		if name != metric.DateName || !levelled(c, list.Dataset) {
			add(name)
		}
	}
	if packed(list.Dataset) { // by which the lines are found
		add("account_key")
	}
	add(list.Columns...)
	for _, s := range list.Steps {
		add(s.Per...)
		for _, f := range s.Figures {
			add(f.Of, f.Over, f.Alike)
		}
	}
	if list.Beside != nil {
		add(list.Beside.Keys...)
	}
	return out
}
