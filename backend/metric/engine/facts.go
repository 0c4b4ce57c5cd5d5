package engine

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
)

// Rows of a relation of the present are read once for each state of the store
// and kept in memory as columns, so that a question about all of them costs
// additions and not a scan. What keys, filters and rows mean is compiled
// (compile.FactsOf) and evaluated by SQLite over the distinct values of a
// column; here rows are only added up.

// facts are the rows of a relation as columns.
type facts struct {
	number  int64 // no others read have it: what is kept of their values goes with it
	rows    int
	numbers map[string][]int64 // noNumber is missing
	codes   map[string]*coded
}

// coded is a column as numbers of its distinct values.
type coded struct {
	of     []int32
	values []any
}

// noNumber stands for a missing number.
const noNumber = math.MinInt64

// factCells bounds the cells of facts kept: 128 MiB of eight bytes.
const factCells = 16 << 20

// factTerms bounds the values of terms kept.
const factTerms = 2_000_000

// facts returns the rows that f is about, from the cache where another question
// about the same state read them.
func (a *ask) facts(f compile.Facts) (*facts, error) {
	e := a.engine
	key := fmt.Sprint(a.state.Generation, " ", f.Rows.Key())
	select { // one question reads them, others wait
	case e.reading <- struct{}{}:
		defer func() { <-e.reading }()
	case <-a.ctx.Done():
		return nil, a.ctx.Err()
	}
	if kept, ok := e.facts.get(key); ok {
		return kept, nil
	}
	r := newFactReader(f)
	r.number = e.reads.Add(1)
	if err := a.snap.Query(a.ctx, f.Rows.SQL, f.Rows.Args, r.add); err != nil {
		return nil, fmt.Errorf("facts: %w", err)
	}
	e.facts.put(key, r.facts, r.rows*(len(f.Numbers)+(len(f.Codes)+1)/2))
	return r.facts, nil
}

// factReader takes rows into columns.
type factReader struct {
	*facts
	numberNames []string
	codeNames   []string
	numberings  []numbering
}

func newFactReader(f compile.Facts) *factReader {
	r := &factReader{facts: &facts{numbers: map[string][]int64{}, codes: map[string]*coded{}}, numberNames: f.Numbers, codeNames: f.Codes}
	for _, name := range f.Codes {
		r.codes[name] = &coded{}
		r.numberings = append(r.numberings, numbering{texts: map[string]int32{}, others: map[any]int32{}, column: r.codes[name]})
	}
	return r
}

// add takes a row of compile.Facts.
func (r *factReader) add(v []any) error {
	r.rows++
	for i, name := range r.numberNames {
		n, ok := v[i].(int64)
		if !ok {
			n = noNumber
		}
		r.numbers[name] = append(r.numbers[name], n)
	}
	for i := range r.codeNames {
		r.numberings[i].add(v[len(r.numberNames)+i])
	}
	return nil
}

// numbering numbers the values of a column in order of appearance.
type numbering struct {
	column *coded
	dense  []int32 // by small whole numbers, one more than their number
	texts  map[string]int32
	others map[any]int32
}

// denseNumbers is how many whole numbers are looked up by place.
const denseNumbers = 1 << 22

func (n *numbering) add(v any) {
	n.column.of = append(n.column.of, n.number(v))
}

func (n *numbering) number(v any) int32 {
	switch x := v.(type) {
	case int64:
		if x < 0 || x >= denseNumbers {
			break
		}
		for int64(len(n.dense)) <= x {
			n.dense = append(n.dense, make([]int32, len(n.dense)+1024)...)
		}
		if n.dense[x] == 0 {
			n.column.values = append(n.column.values, v)
			n.dense[x] = int32(len(n.column.values))
		}
		return n.dense[x] - 1
	case string:
		code, ok := n.texts[x]
		if !ok {
			x = strings.Clone(x)
			code = int32(len(n.column.values))
			n.texts[x], n.column.values = code, append(n.column.values, x)
		}
		return code
	}
	code, ok := n.others[v]
	if !ok {
		code = int32(len(n.column.values))
		n.others[v], n.column.values = code, append(n.column.values, v)
	}
	return code
}

// term evaluates t over the values of its column: for each its value, and
// whether it takes part at all.
func (a *ask) term(fs *facts, t compile.Term) (termValues, error) {
	key := fmt.Sprint(fs.number, " ", t.Key())
	if kept, ok := a.engine.terms.get(key); ok {
		return kept, nil
	}
	c := fs.codes[t.Column]
	if len(c.values) == 0 {
		return termValues{}, nil
	}
	s, err := t.Over(c.values)
	if err != nil {
		return termValues{}, err
	}
	out := termValues{values: make([]any, len(c.values)), present: make([]bool, len(c.values))}
	err = a.snap.Query(a.ctx, s.SQL, s.Args, func(v []any) error {
		i := integer(v[0])
		out.values[i], out.present[i] = v[1], true
		return nil
	})
	if err != nil {
		return termValues{}, fmt.Errorf("%s of facts: %w", t.Column, err)
	}
	a.engine.terms.put(key, out, len(out.values))
	return out, nil
}

// termValues are the values of a term by the numbers of its column's values.
type termValues struct {
	values  []any
	present []bool
}

// addUp answers the measures of a relation from facts in memory, as aggregate
// does from SQL. It does nothing and says so where the question needs SQL.
func (a *ask) addUp(t *table, r metric.Relation, measures []metric.Measure) (done bool, err error) {
	q := a.question(r)
	if a.engine.facts == nil || !inMemory(q, r) || (r == metric.Entitlements && a.engine.namesAccounts(q)) {
		return false, nil
	}
	sums, ok := sumsOf(measures)
	if !ok {
		return false, nil
	}
	f, ok := compile.FactsOf(q, r)
	if !ok {
		return false, nil
	}
	fs, err := a.facts(f)
	if err != nil {
		return false, err
	}
	g := &grouping{ask: a, facts: fs, of: f}
	if err := g.keys(); err != nil {
		return false, err
	}
	if err := g.filters(); err != nil {
		return false, err
	}
	return true, g.sum(t, r, sums)
}

// inMemory reports whether the rows of a question are those of one day of the
// present.
func inMemory(q compile.Question, r metric.Relation) bool {
	switch r {
	case metric.Accounts:
		return true
	case metric.Entitlements:
		return q.Current
	default:
		return false
	}
}

// fewAccounts is how many named accounts SQLite finds by their index faster
// than all rows are added up.
const fewAccounts = 64

// namesAccounts reports whether a question is limited to a few accounts by
// their keys, which SQLite finds without reading all rows.
func (e *Engine) namesAccounts(q compile.Question) bool {
	return e.few > 0 && q.Query.Filter != nil && slices.ContainsFunc(q.Query.Filter.Conjuncts(), func(f metric.Filter) bool {
		d, _ := q.Catalog.Dimension(f.Dimension)
		return d.Unique && d.In[metric.Entitlements].Table == "account" && len(f.Values) <= e.few && (f.Op == "eq" || f.Op == "in")
	})
}
