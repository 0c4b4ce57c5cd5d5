package engine

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/compile"
)

// maxRows bounds an answer before its limit.
const maxRows = 3_000_000

// tooManyRows says that an answer is beyond maxRows, and what to do.
func tooManyRows(hint string) error {
	return fault.New(fault.Invalid, "The answer has more than %d rows.", maxRows).WithHint(hint)
}

// missing is a measure that nothing is known about.
var missing = math.NaN()

// table is aggregated figures by key: measures first, then the metrics made of
// them. NaN is missing and never leaves the package.
type table struct {
	ask      *ask
	keys     [][]any                    // by row, the values of the query's dimensions
	meets    bool                       // several relations or partitions may tell of a key
	rows     map[string]int             // by encoded key; nil while nothing has to be found by it
	places   *numbers                   // of facts, by row: while these alone tell of keys
	placing  string                     // what the places are of
	telling  []int                      // the keys that tell rows apart
	told     map[metric.Relation][]bool // rows a relation told of
	measures map[string][]float64
	speaking map[string][]bool // by measure, the rows that its rows told of
	// figures are the columns of the answer by name: metrics, and what is made
	// of them.
	figures map[string][]float64
	before  *table   // the state compared with, row by row; nil without one
	change  []string // by row, where there is one
	others  []bool   // the rows that are Other; nil: none is
	scratch []byte
}

// table asks every relation the query needs and puts the answers side by side.
func (a *ask) table() (*table, error) {
	t, err := a.gather()
	if err != nil {
		return nil, err
	}
	var quiet func(metric.Relation, int) bool
	if _, changes := a.periods[metric.EntitlementChanges]; changes {
		quiet = silent(a, t.keys, filled(len(t.keys), true), nil)
	}
	t.finish(quiet)
	return t, nil
}

// gather collects the measures of every relation by key.
func (a *ask) gather() (*table, error) {
	t := &table{
		ask: a, measures: map[string][]float64{}, speaking: map[string][]bool{}, figures: map[string][]float64{},
	}
	relations := a.query.Relations(a.catalog)
	parts, err := a.partitions()
	if err != nil {
		return nil, err
	}
	if len(a.query.By) == 0 {
		t.keys = [][]any{{}}
	}
	t.identify(relations)
	t.meets = len(relations) > 1 || len(parts) > 1
	if len(a.query.By) == 0 {
		t.index()
	}
	for _, p := range parts {
		if err := p.gather(t); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// index finds rows by their keys from now on.
func (t *table) index() {
	if t.rows != nil {
		return
	}
	t.rows = make(map[string]int, len(t.keys))
	for i, k := range t.keys {
		t.rows[string(t.encode(k))] = i
	}
}

// finish fills the measures and computes the metrics. silent reports rows that
// a relation cannot speak of, so that nothing told of them is not 0; nil: none.
func (t *table) finish(silent func(r metric.Relation, row int) bool) {
	t.fill(t.ask.measures(), silent)
	for _, m := range t.ask.query.Needed(t.ask.catalog) {
		t.figures[m.Name] = t.metric(m)
	}
}

// partition is the measures of a question that are taken over the same rows:
// those that hold the question's filter and the one that the measures have.
type partition struct {
	ask      *ask
	measures []metric.Measure
}

// partitions parts the measures by their own filters.
func (a *ask) partitions() ([]partition, error) {
	var out []partition
	places := map[string]int{}
	for _, m := range a.measures() {
		text := ""
		if m.Filter != nil {
			form, err := json.Marshal(m.Filter)
			if err != nil {
				return nil, fmt.Errorf("filter of %s: %w", m.Name, err)
			}
			text = string(form)
		}
		i, ok := places[text]
		if !ok {
			p := partition{ask: a}
			if m.Filter != nil {
				var err error
				if p.ask, err = a.with(func(q *metric.Query) { q.Filter = metric.AllOf(q.Filter, m.Filter) }); err != nil {
					return nil, err
				}
			}
			i = len(out)
			places[text], out = i, append(out, p)
		}
		out[i].measures = append(out[i].measures, m)
	}
	return out, nil
}

// with returns the question with a change.
func (a *ask) with(change func(q *metric.Query)) (*ask, error) {
	w := *a
	change(&w.query)
	return &w, w.choosePeriods()
}

// gather collects the measures of a partition into t: in a table of their own
// that has the rows of t, because measures are told by the names they have
// without a filter.
func (p partition) gather(t *table) error {
	var relations []metric.Relation
	for _, m := range p.measures {
		if !slices.Contains(relations, m.Relation) {
			relations = append(relations, m.Relation)
		}
	}
	own := *t
	own.ask, own.told, own.measures = p.ask, map[metric.Relation][]bool{}, map[string][]float64{}
	own.everyPeriod(relations)
	measures := slices.Clone(p.measures)
	for i := range measures {
		if measures[i].Of != "" {
			measures[i].Name = measures[i].Of
		}
	}
	folded := false
	for _, r := range relations {
		var err error
		switch {
		case !packed(r):
			err = p.ask.aggregate(&own, r, measuresOf(measures, r))
		case !folded:
			err, folded = p.ask.fold(&own, foldedOf(measures)), true
		}
		if err != nil {
			return err
		}
	}
	t.keys, t.rows, t.places, t.placing = own.keys, own.rows, own.places, own.placing
	for i, m := range p.measures {
		t.measures[m.Name], t.speaking[m.Name] = own.measures[measures[i].Name], own.told[m.Relation]
	}
	a := t.ask
	a.fallback = a.fallback || p.ask.fallback
	for _, w := range p.ask.windows {
		if !slices.Contains(a.windows, w) {
			a.windows = append(a.windows, w)
		}
	}
	return nil
}

// packed reports whether the rows of a relation are packed usage.
func packed(r metric.Relation) bool { return r == metric.Usage || r == metric.FeatureUsage }

func measuresOf(all []metric.Measure, r metric.Relation) []metric.Measure {
	return slices.DeleteFunc(slices.Clone(all), func(m metric.Measure) bool { return m.Relation != r })
}

func foldedOf(all []metric.Measure) []metric.Measure {
	return slices.DeleteFunc(slices.Clone(all), func(m metric.Measure) bool { return !packed(m.Relation) })
}

// everyPeriod puts every period into an answer about entitlements that is
// split by date alone: what counts is known on each of these days, be it 0.
func (t *table) everyPeriod(relations []metric.Relation) {
	by := t.ask.query.By
	if len(by) != 1 || by[0].Dimension != metric.DateName {
		return
	}
	for _, r := range []metric.Relation{metric.Entitlements, metric.EveryEntitlement, metric.EntitlementChanges} {
		if !slices.Contains(relations, r) {
			continue
		}
		t.index()
		for _, p := range t.ask.periods[r] {
			t.row([]any{p.Label})
		}
	}
}

// aggregate runs the statement of one relation.
func (a *ask) aggregate(t *table, r metric.Relation, measures []metric.Measure) error {
	if done, err := a.addUp(t, r, measures); done || err != nil {
		return err
	}
	s := compile.Aggregate(a.question(r), r, measures)
	n := len(a.query.By)
	columns := make([][]float64, len(measures))
	for i, m := range measures {
		columns[i] = t.measures[m.Name]
	}
	var told []bool
	err := a.snap.Query(a.ctx, s.SQL, s.Args, func(v []any) error {
		row := t.row(slices.Clone(v[:n]))
		if row >= maxRows {
			return tooManyRows("Split it by less, or filter.")
		}
		for i := range measures {
			columns[i] = set(columns[i], row, number(v[n+i]))
		}
		for len(told) <= row {
			told = append(told, false)
		}
		told[row] = true
		return nil
	})
	t.told[r] = told
	for i, m := range measures {
		t.measures[m.Name] = columns[i]
	}
	if err != nil {
		return fmt.Errorf("ask %s: %w", r, err)
	}
	return nil
}

// number reads a figure from a cell.
func number(v any) float64 {
	switch x := v.(type) {
	case int64:
		return float64(x)
	case float64:
		return x
	default:
		return missing
	}
}

// row returns the row of a key, a new one where it has none. The table keeps
// keys. Where none meet, every key is new: a single relation tells each once.
func (t *table) row(keys []any) int {
	if t.rows == nil {
		if !t.meets {
			t.keys = append(t.keys, keys)
			return len(t.keys) - 1
		}
		t.index()
	}
	code := t.encode(keys)
	if i, ok := t.rows[string(code)]; ok {
		return i
	}
	t.keys = append(t.keys, keys)
	t.rows[string(code)] = len(t.keys) - 1
	return len(t.keys) - 1
}

// byPlace reports whether rows are found by their places among the groups of
// facts, which of is about: as long as nothing else tells of keys, numbers do
// where texts would have to be compared.
func (t *table) byPlace(of string, groups int) bool {
	if t.rows != nil || !t.meets {
		return false
	}
	if len(t.keys) == 0 {
		t.placing, t.places = of, newNumbers(groups)
	}
	return t.placing == of
}

// identify finds which of the keys tell rows apart: those that follow from a
// unique key of the same table in every relation need not be compared.
func (t *table) identify(relations []metric.Relation) {
	c := t.ask.catalog
	var dims []metric.Dimension
	for _, by := range t.ask.query.By {
		d, _ := c.Dimension(by.Dimension)
		dims = append(dims, d)
	}
	for i, d := range dims {
		follows := !d.Unique && len(relations) > 0
		for _, r := range relations {
			follows = follows && d.In[r].Follows() && slices.ContainsFunc(dims, func(u metric.Dimension) bool {
				return u.Unique && u.In[r].Table == d.In[r].Table
			})
		}
		if !follows {
			t.telling = append(t.telling, i)
		}
	}
}

// encode writes the keys that tell rows apart so that different ones differ; a
// missing value is a value of its own. The result is valid until the next call.
func (t *table) encode(keys []any) []byte {
	b := t.scratch[:0]
	for _, i := range t.telling {
		b = encodeKey(b, keys[i])
	}
	t.scratch = b
	return b
}

func encodeKey(b []byte, key any) []byte {
	switch x := key.(type) {
	case nil:
		return append(b, 0)
	case string:
		b = strconv.AppendInt(append(b, 1), int64(len(x)), 10)
		return append(append(b, ':'), x...)
	default:
		return fmt.Appendf(append(b, 2), "%v;", x)
	}
}

// set puts v at row of a column that grows as needed.
func set(column []float64, row int, v float64) []float64 {
	for len(column) <= row {
		column = append(column, missing)
	}
	column[row] = v
	return column
}

// fill makes every column as long as the table, with 0 where a relation told
// nothing and its counts are therefore known to be 0.
func (t *table) fill(measures []metric.Measure, silent func(r metric.Relation, row int) bool) {
	for _, m := range measures {
		c, told := t.measures[m.Name], t.speaking[m.Name]
		for len(c) < len(t.keys) {
			c = append(c, missing)
		}
		for i := range c {
			if m.Zero && (i >= len(told) || !told[i]) && (silent == nil || !silent(m.Relation, i)) {
				c[i] = 0
			}
		}
		t.measures[m.Name] = c
	}
}

// metric computes one metric from its measures.
func (t *table) metric(m metric.Metric) []float64 {
	if m.Per == "" {
		return t.measures[m.Measure]
	}
	num, den := t.measures[m.Measure], t.measures[m.Per]
	out := make([]float64, len(t.keys))
	factor := m.Factor
	if factor == 0 {
		factor = 1
	}
	for i := range out {
		out[i] = missing
		if den[i] != 0 && !math.IsNaN(den[i]) {
			out[i] = factor * num[i] / den[i]
		}
	}
	return out
}
