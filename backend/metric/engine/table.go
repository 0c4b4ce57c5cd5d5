package engine

import (
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

// missing is a measure that nothing is known about.
var missing = math.NaN()

// table is aggregated figures by key: measures first, then the metrics made of
// them. NaN is missing and never leaves the package.
type table struct {
	ask      *ask
	keys     [][]any // by row, the values of the query's dimensions
	rows     map[string]int
	telling  []int                      // the keys that tell rows apart
	told     map[metric.Relation][]bool // rows a relation told of
	measures map[string][]float64
	metrics  map[string][]float64
	scratch  []byte
}

// table asks every relation the query needs and puts the answers side by side.
func (a *ask) table() (*table, error) {
	t := &table{ask: a, told: map[metric.Relation][]bool{}, measures: map[string][]float64{}, metrics: map[string][]float64{}}
	relations := a.query.Relations(a.catalog)
	measures := a.measures()
	if len(a.query.By) == 0 {
		t.keys = [][]any{{}}
	}
	several := len(relations) > 1 || len(a.query.By) == 0
	if several {
		t.rows = map[string]int{}
	}
	for i := range t.keys {
		t.rows[string(t.encode(t.keys[i]))] = i
	}
	t.identify(relations)
	t.everyPeriod(relations)
	folded := false
	for _, r := range relations {
		var err error
		switch r {
		case metric.Usage, metric.FeatureUsage:
			if !folded {
				err = a.fold(t, foldedOf(measures))
			}
			folded = true
		case metric.Accounts, metric.Entitlements, metric.Renewals, metric.Support, metric.Charges:
			err = a.aggregate(t, r, measuresOf(measures, r))
		}
		if err != nil {
			return nil, err
		}
	}
	t.fill(measures)
	for _, m := range a.query.Needed(a.catalog) {
		t.metrics[m.Name] = t.metric(m)
	}
	return t, nil
}

func measuresOf(all []metric.Measure, r metric.Relation) []metric.Measure {
	return slices.DeleteFunc(slices.Clone(all), func(m metric.Measure) bool { return m.Relation != r })
}

func foldedOf(all []metric.Measure) []metric.Measure {
	return slices.DeleteFunc(slices.Clone(all), func(m metric.Measure) bool { return m.SQL != "" })
}

// everyPeriod puts every period into an answer about entitlements that is
// split by date alone: what counts is known on each of these days, be it 0.
func (t *table) everyPeriod(relations []metric.Relation) {
	by := t.ask.query.By
	if len(by) != 1 || by[0].Dimension != metric.DateName || !slices.Contains(relations, metric.Entitlements) {
		return
	}
	if t.rows == nil {
		t.rows = map[string]int{}
	}
	for _, p := range t.ask.periods[metric.Entitlements] {
		t.row([]any{p.Label})
	}
}

// aggregate runs the statement of one relation.
func (a *ask) aggregate(t *table, r metric.Relation, measures []metric.Measure) error {
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
			return fault.New(fault.Invalid, "The answer has more than %d rows.", maxRows).WithHint("Split it by less, or filter.")
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
// keys. Without an index every key is new: a single relation tells each once.
func (t *table) row(keys []any) int {
	if t.rows == nil {
		t.keys = append(t.keys, keys)
		return len(t.keys) - 1
	}
	code := t.encode(keys)
	if i, ok := t.rows[string(code)]; ok {
		return i
	}
	t.keys = append(t.keys, keys)
	t.rows[string(code)] = len(t.keys) - 1
	return len(t.keys) - 1
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
func (t *table) fill(measures []metric.Measure) {
	for _, m := range measures {
		c, told := t.measures[m.Name], t.told[m.Relation]
		for len(c) < len(t.keys) {
			c = append(c, missing)
		}
		for i := range c {
			if m.Zero && (i >= len(told) || !told[i]) {
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
