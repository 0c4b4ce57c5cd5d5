package engine

import (
	"maps"
	"slices"
	"time"

	"headroom/backend/chunk"
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
	terms    []compile.Term // of the series that take part
	where    []condition
	keys     []rowKey
	set      *seriesSet        // by the keys that the series decide
	group    []int32           // by series, of set; -1 takes no part
	fixed    map[string]*coded // columns of series that are counted
	wanted   chunk.Columns
	clocked  bool             // what stands beside the quantities that count is asked for
	dates    bool             // the day of a row is asked for
	across   bool             // rows are compared with all others
	imports  bool             // which import told a row is asked for
	files    map[int64]string // of imports, where they are asked for
}

// rowKey is a key of rows, or a column of a list.
type rowKey struct {
	column metric.Dimension
	grain  string
	period bool   // the period's label
	series *coded // where SQL can tell it of the series
	term   compile.Term
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
		ask: a, relation: r, table: table, values: maps.Clone(observedValues[r]), columns: map[string]*dictionary{}, fixed: map[string]*coded{},
		now: float64(time.Date(y, m, d, h, minute, s, a.env.Now.Nanosecond(), time.UTC).UnixMilli()),
	}
	var left []metric.Filter
	p.terms, left = compile.SeriesWhere(a.question(metric.Usage), p.observes)
	if p.takes, err = table.taking(a, p.terms); err != nil {
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
		k.term = compile.SeriesKey(p.ask.question(metric.Usage), d)
		if k.series, err = p.table.term(p.ask, k.term); err != nil {
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
	at, ok := p.values[d.Name]
	if from := clockedFrom(at); ok && p.relation == metric.Usage && from < dateValue {
		p.wanted |= 1 << from
		p.clocked = p.clocked || from != at
	}
	p.dates = p.dates || (ok && at == dateValue)
	if ok && at == importValue {
		p.imports = true
		if d.Name == fileName && p.files == nil {
			p.files = map[int64]string{}
		}
	}
	if ok || p.columns[d.Name] != nil || d.Name == metric.DateName {
		return nil
	}
	if p.observed(d) {
		p.across = p.across || d.Expression.UsesAggregates()
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

// byKeys numbers the series that take part by the keys that they decide.
func (p *rowPlan) byKeys() {
	columns := make([]*coded, len(p.keys))
	terms := make([]compile.Term, len(p.keys))
	for i, k := range p.keys {
		columns[i], terms[i] = k.series, k.term
	}
	name := p.ask.setName(terms, p.terms)
	kept, ok := p.ask.engine.series.get(name)
	if !ok {
		kept = p.ask.keepSet(name, p.table.set(columns, p.takes))
	}
	p.set = kept
	p.group = p.set.groupOf()
}

// rows returns which rows of f hold the filter.
func (p *rowPlan) rows(f *frame, into []bool) []bool {
	out := sized(into, f.Len())
	for i := range out {
		out[i] = true
	}
	for _, c := range p.where {
		c.limit(f, out)
	}
	return out
}

// rowGroups numbers the groups of rows in order of appearance.
type rowGroups struct {
	plan    *rowPlan
	scratch *scratch
	keys    []int // those that rows decide
	codes   []*valueCodes
	several []numbers // of the codes of several keys
	shades  [][]int32 // by number, the codes of the keys that rows decide
	pairs   pairing
	groups  [][]any
}

func newRowGroups(p *rowPlan, s *scratch) *rowGroups {
	g := &rowGroups{plan: p, scratch: s, pairs: pairing{n: len(p.set.groups)}}
	for i, k := range p.keys {
		if k.series == nil && !k.period {
			g.keys, g.codes = append(g.keys, i), append(g.codes, newValueCodes(p.shower(k)))
		}
	}
	g.several = make([]numbers, len(g.keys)+1)
	if len(g.keys) == 0 {
		g.groups = p.set.groups
	}
	return g
}

// of returns the group of each row, -1 where the row takes no part, and its
// shade: the number of what the rows themselves decide; nil where they do not.
// Both are valid until the next call.
func (g *rowGroups) of(f *frame) (groups, shades []int32) {
	s := g.scratch
	s.groups = sized(s.groups, f.Len())
	groups = s.groups
	if len(g.plan.where) == 0 {
		for i, series := range f.series {
			groups[i] = g.plan.group[series]
		}
	} else {
		s.mask = g.plan.rows(f, s.mask)
		for i, takes := range s.mask {
			groups[i] = -1
			if takes {
				groups[i] = g.plan.group[f.series[i]]
			}
		}
	}
	if len(g.keys) == 0 {
		return groups, nil
	}
	shades = g.shadesOf(f, groups)
	for i, group := range groups {
		if group < 0 {
			continue
		}
		number, fresh := g.pairs.of(group, shades[i])
		if fresh {
			g.groups = append(g.groups, g.values(group, shades[i]))
		}
		groups[i] = number
	}
	return groups, shades
}

// shadesOf numbers what rows decide of their keys.
func (g *rowGroups) shadesOf(f *frame, groups []int32) []int32 {
	g.scratch.shades = sized(g.scratch.shades, f.Len())
	out := g.scratch.shades
	columns := make([]func(row int) int32, len(g.keys))
	for i, key := range g.keys {
		columns[i] = g.codes[i].column(f, g.plan.keys[key].column)
	}
	codes := make([]int32, len(columns))
	for row, group := range groups {
		if group < 0 {
			continue
		}
		shade := int32(0)
		for i, code := range columns {
			codes[i] = code(row)
			if i == 0 && codes[0] != noCode {
				shade = codes[0] + 1 // a single key is its own number
			} else if i > 0 {
				shade = g.several[i].of(pair(shade, codes[i]))
			}
		}
		for int(shade) >= len(g.shades) {
			g.shades = append(g.shades, nil)
		}
		if g.shades[shade] == nil {
			g.shades[shade] = slices.Clone(codes)
		}
		out[row] = shade
	}
	return out
}

// values returns the keys of a group.
func (g *rowGroups) values(group, shade int32) []any {
	out := slices.Clone(g.plan.set.groups[group])
	for i, key := range g.keys {
		if code := g.shades[shade][i]; code != noCode {
			out[key] = g.codes[i].values[code]
		}
	}
	return out
}

// pairing numbers pairs in order of appearance, the first of n numbers and the
// second mostly one of few.
type pairing struct {
	n      int
	dense  [][]int32 // by the second: one more than the number of a pair
	others numbers
	number []int32 // of others
	count  int32
}

// densePairs is how many seconds are found by place.
const densePairs = 16

// of returns the number of a pair, and whether it is a new one.
func (p *pairing) of(a, b int32) (number int32, fresh bool) {
	if b >= densePairs {
		other := p.others.of(pair(a, b))
		if fresh = int(other) == len(p.number); fresh {
			p.number = append(p.number, p.count)
			p.count++
		}
		return p.number[other], fresh
	}
	for int(b) >= len(p.dense) {
		p.dense = append(p.dense, make([]int32, p.n))
	}
	x := &p.dense[b][a]
	if *x == 0 {
		p.count++
		*x = p.count
		return p.count - 1, true
	}
	return *x - 1, false
}

// valueCodes numbers the values of a column of rows; a missing one is noCode.
type valueCodes struct {
	shown   func(v expr.Values, i int) any
	numbers map[float64]int32
	texts   map[string]int32
	byShown map[any]int32
	values  []any
	number  float64 // the last value, which the next one is often
	code    int32
	few     []string // the first texts, which most are of
}

// fewTexts is how many texts are compared before one is looked up.
const fewTexts = 8

func newValueCodes(shown func(v expr.Values, i int) any) *valueCodes {
	return &valueCodes{shown: shown, numbers: map[float64]int32{}, texts: map[string]int32{}, byShown: map[any]int32{}, number: missing, code: noCode}
}

// column returns the codes of a dimension by row.
func (c *valueCodes) column(f *frame, d metric.Dimension) func(row int) int32 {
	if of, texts, ok := f.codes(d); ok {
		known := make([]int32, len(texts))
		for i := range texts {
			known[i] = c.of(expr.Values{Type: expr.Text, Texts: texts}, i)
		}
		return func(row int) int32 {
			if of[row] < 0 {
				return noCode
			}
			return known[of[row]]
		}
	}
	v := f.column(d)
	return func(row int) int32 { return c.of(v, row) }
}

// of returns the code of a value.
func (c *valueCodes) of(v expr.Values, i int) int32 {
	if absent(v, i) {
		return noCode
	}
	if v.Type == expr.Text {
		x := v.Texts[i]
		for code, text := range c.few {
			if x == text {
				return int32(code)
			}
		}
		code, ok := c.texts[x]
		if !ok {
			code = c.fresh(v, i)
			c.texts[x] = code
			if int(code) == len(c.few) && code < fewTexts {
				c.few = append(c.few, x)
			}
		}
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
