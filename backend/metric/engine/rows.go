package engine

import (
	"maps"
	"slices"
	"time"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
	"headroom/backend/metric/expr"
	"headroom/backend/portfolio"
)

// rowPlan is how rows of packed usage are limited and keyed where a question is
// about what is observed: which series take part as SQL can tell, the columns
// of series that expressions need, and what is left to evaluate row by row.
// Everything that needs the store is read when it is made, so that several
// goroutines can use it.
type rowPlan struct {
	ask      *ask
	relation metric.Relation
	table    *seriesTable
	now      float64
	takes    []bool         // by series
	values   map[string]int // the dimensions that are observed
	columns  map[string]*dictionary
	where    []condition
	keys     []rowKey
	imports  bool             // which import told a row is asked for
	files    map[int64]string // of imports, where they are asked for
}

// rowKey is a key of rows, or a column of a list.
type rowKey struct {
	column metric.Dimension
	grain  string
	period bool   // the period's label
	series *coded // where SQL can tell it of the series
}

// rowPlan prepares the question's filter and keys over the rows of a relation.
func (a *ask) rowPlan(r metric.Relation) (*rowPlan, error) {
	table, err := a.seriesTable()
	if err != nil {
		return nil, err
	}
	y, m, d := a.env.Now.Date()
	h, minute, s := a.env.Now.Clock()
	p := &rowPlan{
		ask: a, relation: r, table: table, values: maps.Clone(observedValues[r]), columns: map[string]*dictionary{},
		now: float64(time.Date(y, m, d, h, minute, s, a.env.Now.Nanosecond(), time.UTC).UnixMilli()),
	}
	terms, left := compile.SeriesWhere(a.question(metric.Usage), p.observes)
	if p.takes, err = table.taking(a, terms); err != nil {
		return nil, err
	}
	for i := range left {
		c, err := p.condition(&left[i])
		if err != nil {
			return nil, err
		}
		p.where = append(p.where, c)
	}
	return p, nil
}

// keyed adds a key.
func (p *rowPlan) keyed(by metric.By) error {
	d, _ := p.ask.catalog.Dimension(by.Dimension)
	k := rowKey{column: d, grain: by.Grain, period: d.Name == metric.DateName}
	if !k.period && !p.observed(d) && (by.Grain == "" || d.Kind != metric.Date && d.Kind != metric.Time) {
		var err error
		if k.series, err = p.table.dimension(p.ask, d); err != nil {
			return err
		}
	} else if err := p.need(d); err != nil {
		return err
	}
	p.keys = append(p.keys, k)
	return nil
}

// observes reports whether a filter compares anything that is observed.
func (p *rowPlan) observes(f *metric.Filter) bool {
	found := false
	_ = f.Walk("", func(_ string, leaf metric.Filter) error {
		d, _ := p.ask.catalog.Dimension(leaf.Dimension)
		found = found || p.observed(d)
		return nil
	})
	return found
}

// observed reports whether the values of a dimension are known row by row only.
func (p *rowPlan) observed(d metric.Dimension) bool { return observed(d, p.values) }

// observed reports whether the values of a dimension of packed usage depend on
// what was observed, on the rows there are or on the period's day. SQL knows of
// series only.
func observed(d metric.Dimension, values map[string]int) bool {
	if _, ok := values[d.Name]; ok {
		return true
	}
	x := d.Expression
	if x == nil {
		return false
	}
	return x.UsesAggregates() || x.UsesToday() || slices.ContainsFunc(x.Columns(), func(name string) bool {
		_, ok := values[name]
		return ok
	})
}

// need reads what rows need to know of a dimension.
func (p *rowPlan) need(d metric.Dimension) error {
	if at, ok := p.values[d.Name]; ok && at == importValue {
		p.imports = true
		if d.Name == fileName && p.files == nil {
			p.files = map[int64]string{}
		}
	}
	if _, ok := p.values[d.Name]; ok || p.columns[d.Name] != nil || d.Name == metric.DateName {
		return nil
	}
	if p.observed(d) {
		for _, name := range d.Expression.Columns() {
			c, _ := p.ask.catalog.Dimension(name)
			if err := p.need(c); err != nil {
				return err
			}
		}
		return nil
	}
	c, err := p.table.dimension(p.ask, d)
	if err != nil {
		return err
	}
	p.columns[d.Name] = newDictionary(d, c)
	return nil
}

// rows returns which rows of f hold the filter.
func (p *rowPlan) rows(f *frame) []bool {
	out := repeat(true, f.Len())
	for _, c := range p.where {
		c.limit(f, out)
	}
	return out
}

// rowGroups numbers the groups of rows in order of appearance.
type rowGroups struct {
	plan    *rowPlan
	numbers []numbers
	codes   []*valueCodes // by key; nil where the key follows from the series
	groups  [][]any
}

func newRowGroups(p *rowPlan) *rowGroups {
	g := &rowGroups{plan: p, numbers: make([]numbers, len(p.keys)+1), codes: make([]*valueCodes, len(p.keys))}
	for i, k := range p.keys {
		if k.series == nil && !k.period {
			g.codes[i] = newValueCodes(p.shower(k))
		}
	}
	return g
}

// of returns the group of each row, -1 where the row takes no part.
func (g *rowGroups) of(f *frame, rows []bool) []int32 {
	columns := make([]expr.Values, len(g.plan.keys))
	for i, k := range g.plan.keys {
		if g.codes[i] != nil {
			columns[i] = f.column(k.column)
		}
	}
	out, codes := make([]int32, f.Len()), make([]int32, len(columns))
	for row, takes := range rows {
		if !takes {
			out[row] = -1
			continue
		}
		group := int32(0)
		for i, k := range g.plan.keys {
			switch {
			case k.period:
				continue
			case k.series != nil:
				codes[i] = k.series.of[f.series[row]]
			default:
				codes[i] = g.codes[i].of(columns[i], row)
			}
			group = g.numbers[i].of(group, codes[i])
		}
		group = g.numbers[len(codes)].of(group, 0)
		if int(group) == len(g.groups) {
			g.groups = append(g.groups, g.values(codes))
		}
		out[row] = group
	}
	return out
}

// values returns the keys of a group by their codes.
func (g *rowGroups) values(codes []int32) []any {
	out := make([]any, len(codes))
	for i, k := range g.plan.keys {
		switch {
		case k.period || codes[i] == noCode:
		case k.series != nil:
			out[i] = k.series.values[codes[i]]
		default:
			out[i] = g.codes[i].values[codes[i]]
		}
	}
	return out
}

// valueCodes numbers the values of a column of rows; a missing one is noCode.
type valueCodes struct {
	shown   func(v expr.Values, i int) any
	numbers map[float64]int32
	texts   map[string]int32
	byShown map[any]int32
	values  []any
	number  float64 // the last value, which the next one is often
	text    string
	code    int32
}

func newValueCodes(shown func(v expr.Values, i int) any) *valueCodes {
	return &valueCodes{shown: shown, numbers: map[float64]int32{}, texts: map[string]int32{}, byShown: map[any]int32{}, number: missing, code: noCode}
}

// of returns the code of a value.
func (c *valueCodes) of(v expr.Values, i int) int32 {
	if absent(v, i) {
		return noCode
	}
	if v.Type == expr.Text {
		x := v.Texts[i]
		if x == c.text && c.code != noCode {
			return c.code
		}
		code, ok := c.texts[x]
		if !ok {
			code = c.fresh(v, i)
			c.texts[x] = code
		}
		c.text, c.code = x, code
		return code
	}
	x := v.Numbers[i]
	if x == c.number {
		return c.code
	}
	code, ok := c.numbers[x]
	if !ok {
		code = c.fresh(v, i)
		c.numbers[x] = code
	}
	c.number, c.code = x, code
	return code
}

// fresh returns the code of a value as it is shown, which several may be.
func (c *valueCodes) fresh(v expr.Values, i int) int32 {
	shown := c.shown(v, i)
	code, ok := c.byShown[shown]
	if !ok {
		code = int32(len(c.values))
		c.byShown[shown], c.values = code, append(c.values, shown)
	}
	return code
}

// shower returns how the values of a key go out.
func (p *rowPlan) shower(k rowKey) func(v expr.Values, i int) any {
	return func(v expr.Values, i int) any {
		if absent(v, i) {
			return nil
		}
		if v.Type == expr.Text {
			return v.Texts[i]
		}
		return p.cell(k.column, k.grain, v.Numbers[i])
	}
}

// cell returns a number of expr.Values as it goes out.
func (p *rowPlan) cell(d metric.Dimension, grain string, x float64) any {
	_, cyclic := metric.CycleOf(grain)
	switch d.Kind {
	case metric.Flag:
		if x == 1 {
			return "yes"
		}
		return "no"
	case metric.Date, metric.Time:
		if grain != "" {
			x = periodOf(p.ask.setting.Calendar, d.Kind, grain, x)
		}
		switch {
		case cyclic:
			return int64(x)
		case d.Kind == metric.Date:
			return portfolio.Day(x).String()
		case grain != "" && slices.Contains(metric.Units, grain):
			return portfolio.Day(x / dayMillis).String()
		default:
			return time.UnixMilli(int64(x)).UTC().Format(metric.TimeLayout)
		}
	case metric.Number, metric.Days:
		if d.Expression == nil && x == float64(int64(x)) {
			return int64(x)
		}
	case metric.Text, metric.Scope:
	}
	return x
}
