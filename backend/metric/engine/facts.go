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
// and kept in memory as columns, each from when it is first asked for, so that
// a question about all of them costs additions and not a scan. What keys,
// filters and rows mean is compiled (compile.FactsOf) and evaluated by SQLite
// over the distinct values of a column; here rows are only added up.

// facts are rows of a relation as those of their columns that a question needs.
type facts struct {
	rows    int
	columns map[string]*factColumn
}

// coded is a column as numbers of its distinct values.
type coded struct {
	of     []int32
	values []any
}

// valueBytes is about what a value takes.
const valueBytes = 32

// noNumber stands for a missing number.
const noNumber = math.MinInt64

// The bounds of what is kept of facts, in bytes: columns, values of terms and
// numbers of keys, and what was consumed.
const (
	factBytes     = 48 << 20
	termBytes     = 16 << 20
	consumedBytes = 16 << 20
)

// facts returns the rows that f is about with the columns named, and those the
// named ones are made of. What another question about the same state read comes
// from the cache.
func (a *ask) facts(f *compile.Facts, names []string) (*facts, error) {
	select { // one question reads them, others wait
	case a.engine.reading <- struct{}{}:
		defer func() { <-a.engine.reading }()
	case <-a.ctx.Done():
		return nil, a.ctx.Err()
	}
	out := &facts{columns: map[string]*factColumn{}}
	var made []compile.Made
	if err := a.scores(f, out, names); err != nil {
		return nil, err
	}
	for _, m := range f.Made {
		if !slices.Contains(names, m.Name) {
			continue
		}
		m.Key = a.madePart(m)
		if kept, ok := a.engine.facts.get(a.factKey(f, m.Key)); ok {
			out.columns[m.Name], out.rows = kept, kept.of.len()
			continue
		}
		made = append(made, m)
		for _, t := range m.Inputs {
			names = append(names, t.Column)
		}
	}
	if err := a.read(f, out, names); err != nil {
		return nil, fmt.Errorf("facts: %w", err)
	}
	for _, m := range made {
		c, err := a.make(f, out, m)
		if err != nil {
			return nil, err
		}
		a.keep(f, m.Key, c)
		out.columns[m.Name] = c
	}
	return out, nil
}

// madePart names a column that is made in the caches.
func (a *ask) madePart(m compile.Made) string {
	for _, t := range m.Inputs {
		if compile.Scores(t.Column) {
			return a.scorePart(m.Key)
		}
	}
	return m.Key
}

// keep puts a column that was read into the cache.
func (a *ask) keep(f *compile.Facts, part string, c *factColumn) {
	c.number = a.engine.reads.Add(1)
	a.engine.facts.put(a.factKey(f, part), c, c.bytes())
}

// factKey names a part of facts in the caches.
func (a *ask) factKey(f *compile.Facts, part string) string {
	return fmt.Sprint(a.state.Generation, " ", f.Key(), " ", part)
}

// read takes columns from the cache and those that are not there from SQLite.
func (a *ask) read(f *compile.Facts, out *facts, names []string) error {
	var missing []string
	for _, name := range names {
		if strings.HasPrefix(name, "made_") || compile.Scores(name) || out.columns[name] != nil || slices.Contains(missing, name) {
			continue
		}
		if kept, ok := a.engine.facts.get(a.factKey(f, name)); ok {
			out.columns[name], out.rows = kept, kept.of.len()
			continue
		}
		missing = append(missing, name)
	}
	if len(missing) == 0 {
		return nil
	}
	missing = a.readAlong(f, missing)
	numberings := make([]numbering, len(missing))
	for i := range numberings {
		numberings[i] = newNumbering(&coded{})
		numberings[i].column.of = make([]int32, 0, out.rows)
	}
	s := f.Rows(missing)
	err := a.snap.Query(a.ctx, s.SQL, s.Args, func(v []any) error {
		for i := range numberings {
			numberings[i].add(v[i])
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, name := range missing {
		c := numberings[i].column.packed()
		a.keep(f, name, c)
		out.columns[name], out.rows = c, c.of.len()
	}
	return nil
}

// readAlong returns the columns to read where some are missing: most questions
// need most of the usual ones sooner or later, and going over all rows again takes
// longer than reading a column.
func (a *ask) readAlong(f *compile.Facts, missing []string) []string {
	for _, name := range f.Usual() {
		if slices.Contains(missing, name) {
			continue
		}
		if _, ok := a.engine.facts.get(a.factKey(f, name)); !ok {
			missing = append(missing, name)
		}
	}
	return missing
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
		code := n.place(int(x))
		if *code == 0 {
			n.column.values = append(n.column.values, v)
			*code = int32(len(n.column.values))
		}
		return *code - 1
	case string:
		return n.text(x)
	}
	code, ok := n.others[v]
	if !ok {
		code = int32(len(n.column.values))
		n.others[v], n.column.values = code, append(n.column.values, v)
	}
	return code
}

func (n *numbering) text(x string) int32 {
	code, ok := n.texts[x]
	if !ok {
		x = strings.Clone(x)
		code = int32(len(n.column.values))
		n.texts[x], n.column.values = code, append(n.column.values, x)
	}
	return code
}

// figure numbers a figure of an expression; NaN is missing.
func (n *numbering) figure(x float64) int32 {
	at := x + denseNumbers/2 // whole figures around 0 by place
	if at < 0 || at >= denseNumbers || at != float64(int(at)) || x != at-denseNumbers/2 {
		if x != x {
			return n.number(nil)
		}
		return n.number(x)
	}
	code := n.place(int(at))
	if *code == 0 {
		n.column.values = append(n.column.values, x)
		*code = int32(len(n.column.values))
	}
	return *code - 1
}

// place returns where the number of a small whole number is.
func (n *numbering) place(x int) *int32 {
	for len(n.dense) <= x {
		n.dense = append(n.dense, make([]int32, x+1+len(n.dense)/2-len(n.dense)+1024)...)
	}
	return &n.dense[x]
}

// term evaluates t over the values of its column: for each its value, and
// whether it takes part at all.
func (a *ask) term(fs *facts, t compile.Term) (termValues, error) {
	c := fs.columns[t.Column]
	if len(c.values) == 0 {
		return termValues{}, nil
	}
	if t.Plain {
		return termValues{values: c.values, present: filled(len(c.values), true)}, nil
	}
	key := termKey(c, t)
	if kept, ok := a.engine.terms.get(key); ok {
		return kept, nil
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
	a.engine.terms.put(key, out, valueBytes*len(out.values))
	return out, nil
}

// termKey names a term over the values of a column in the caches.
func termKey(c *factColumn, t compile.Term) string { return fmt.Sprint(c.number, " ", t.Key()) }

// termValues are the values of a term by the numbers of its column's values.
type termValues struct {
	values  []any
	present []bool
}

// addUp answers the measures of a relation from facts in memory, as aggregate
// does from SQL. It does nothing and says so where the question needs SQL.
func (a *ask) addUp(t *table, r metric.Relation, measures []metric.Measure) (done bool, err error) {
	q := a.question(r)
	switch {
	case a.engine.facts == nil:
		return false, nil
	case compile.OfLines(q, r):
		return a.addUpLines(t, r, measures)
	case !inMemory(q, r) || (r == metric.Entitlements || r == metric.Health) && a.engine.namesAccounts(q):
		return false, nil
	}
	f, ok := compile.FactsOf(q, r)
	if !ok {
		return false, nil
	}
	sums, ok := sumsOf(f, measures)
	if !ok {
		return false, nil
	}
	fs, err := a.facts(f, neededColumns(f, sums))
	if err != nil {
		return false, err
	}
	g, err := a.group(f, fs)
	if err != nil {
		return false, err
	}
	return true, g.sum(t, r, sums)
}

// group brings facts to the groups of a question.
func (a *ask) group(f *compile.Facts, fs *facts) (*grouping, error) {
	g := &grouping{ask: a, facts: fs, of: f}
	if err := g.keys(); err != nil {
		return nil, err
	}
	return g, g.filters()
}

// neededColumns returns the columns that keys, filters and sums need.
func neededColumns(f *compile.Facts, sums []factSum) []string {
	var out []string
	for _, t := range slices.Concat(f.Keys, f.Where, f.Counted) {
		out = append(out, t.Column)
	}
	for _, c := range f.Conditions {
		c.Walk(func(t compile.Term) { out = append(out, t.Column) })
	}
	for _, s := range sums {
		for _, name := range s.columns() {
			if name = f.Column(name); name != "" {
				out = append(out, name)
			}
		}
	}
	if n := f.Column("n"); n != "" {
		out = append(out, n)
	}
	if len(out) == 0 {
		out = append(out, "account_id") // to know how many rows there are
	}
	return out
}

// inMemory reports whether the rows of a question are those of one day of the
// present, or terms.
func inMemory(q compile.Question, r metric.Relation) bool {
	switch r {
	case metric.Accounts, metric.Renewals: // terms are the same for a few accounts and for all
		return true
	case metric.Entitlements, metric.Health:
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
