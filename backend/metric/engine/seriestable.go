package engine

import (
	"fmt"
	"strings"
	"sync"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
	"headroom/backend/portfolio"
)

// seriesTable is every series of the store as columns by series id, read once
// for each state of the store: a question then costs a look at the distinct
// values of the columns it names, and none at the series themselves.
type seriesTable struct {
	generation int64
	size       int               // one more than the highest id
	columns    map[string]*coded // by compile.SeriesColumns, and unit
	clocks     []portfolio.Clock // by series; nil where every one is the default
	mu         sync.Mutex
	terms      map[string]*coded // evaluated, by compile.Term.Key
}

// noCode is the code of a series that is not there.
const noCode = -1

// keptTerms is how many evaluated terms a table keeps.
const keptTerms = 64

// tableOf returns the series of the state at hand.
func (a *ask) seriesTable() (*seriesTable, error) {
	if t := a.engine.table.Load(); t != nil && t.generation == a.state.Generation {
		return t, nil
	}
	t := &seriesTable{generation: a.state.Generation, columns: map[string]*coded{}, terms: map[string]*coded{}}
	var numberings []numbering
	for _, name := range compile.SeriesColumns {
		t.columns[name] = &coded{}
		numberings = append(numberings, newNumbering(t.columns[name]))
	}
	s := compile.SeriesRows()
	err := a.snap.Query(a.ctx, s.SQL, s.Args, func(v []any) error {
		for id := int(integer(v[0])); t.size < id; t.size++ {
			for i := range numberings {
				numberings[i].column.of = append(numberings[i].column.of, noCode)
			}
		}
		for i := range numberings {
			numberings[i].add(v[i+1])
		}
		t.size++
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("series: %w", err)
	}
	t.noteClocks()
	if err := t.units(a); err != nil {
		return nil, err
	}
	a.engine.table.Store(t)
	return t, nil
}

func newNumbering(c *coded) numbering {
	return numbering{texts: map[string]int32{}, others: map[any]int32{}, column: c}
}

// units adds the column unit: the workload, else the feature, else the name of
// the product, else "".
func (t *seriesTable) units(a *ask) error {
	names := map[int64]string{}
	err := a.snap.Query(a.ctx, "SELECT id, name FROM product", nil, func(v []any) error {
		name, _ := v[1].(string)
		names[integer(v[0])] = strings.Clone(name)
		return nil
	})
	if err != nil {
		return fmt.Errorf("products: %w", err)
	}
	workload, feature, product := t.columns["workload"], t.columns["feature"], t.columns["product_id"]
	c := &coded{of: make([]int32, t.size)}
	n := newNumbering(c)
	numbers := func(of *coded, text func(v any) string) []int32 {
		out := make([]int32, len(of.values))
		for i, v := range of.values {
			if out[i] = noCode; text(v) != "" {
				out[i] = n.number(text(v))
			}
		}
		return out
	}
	asText := func(v any) string { s, _ := v.(string); return s }
	byWorkload, byFeature := numbers(workload, asText), numbers(feature, asText)
	byProduct := numbers(product, func(v any) string { return names[integer(v)] })
	none := n.number("")
	for id := range c.of {
		switch {
		case workload.of[id] == noCode:
			c.of[id] = noCode
		case byWorkload[workload.of[id]] != noCode:
			c.of[id] = byWorkload[workload.of[id]]
		case byFeature[feature.of[id]] != noCode:
			c.of[id] = byFeature[feature.of[id]]
		case byProduct[product.of[id]] != noCode:
			c.of[id] = byProduct[product.of[id]]
		default:
			c.of[id] = none
		}
	}
	t.columns["unit"] = c
	return nil
}

// dimension returns the values of a dimension by series.
func (t *seriesTable) dimension(a *ask, d metric.Dimension) (*coded, error) {
	return t.term(a, compile.SeriesKey(a.question(metric.Usage), d))
}

// term evaluates a term for every series.
func (t *seriesTable) term(a *ask, x compile.Term) (*coded, error) {
	key := x.Key()
	t.mu.Lock()
	c, ok := t.terms[key]
	t.mu.Unlock()
	if ok {
		return c, nil
	}
	var err error
	if x.Column == "" {
		c, err = t.ofAll(a, x)
	} else {
		c, err = t.overValues(a, x)
	}
	if err != nil {
		return nil, fmt.Errorf("keys of series: %w", err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.terms) >= keptTerms {
		clear(t.terms)
	}
	t.terms[key] = c
	return c, nil
}

// ofAll evaluates a term for each series by itself.
func (t *seriesTable) ofAll(a *ask, x compile.Term) (*coded, error) {
	s := x.OfAll()
	c := &coded{of: make([]int32, t.size)}
	for i := range c.of {
		c.of[i] = noCode
	}
	n := newNumbering(c)
	err := a.snap.Query(a.ctx, s.SQL, s.Args, func(v []any) error {
		if id := integer(v[0]); id < int64(t.size) {
			c.of[id] = n.number(v[1])
		}
		return nil
	})
	return c, err
}

// overValues evaluates a term for the distinct values of its column.
func (t *seriesTable) overValues(a *ask, x compile.Term) (*coded, error) {
	base := t.columns[x.Column]
	s, err := x.Over(base.values)
	if err != nil {
		return nil, err
	}
	c := &coded{of: make([]int32, t.size)}
	n := newNumbering(c)
	codes := make([]int32, len(base.values))
	for i := range codes {
		codes[i] = noCode
	}
	if len(codes) > 0 {
		err = a.snap.Query(a.ctx, s.SQL, s.Args, func(v []any) error {
			codes[integer(v[0])] = n.number(v[1])
			return nil
		})
	}
	for id, code := range base.of {
		c.of[id] = noCode
		if code != noCode {
			c.of[id] = codes[code]
		}
	}
	return c, err
}
