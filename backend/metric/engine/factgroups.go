package engine

import (
	"runtime"
	"slices"
	"strings"
	"sync"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
)

// grouping brings facts to the groups of a question.
type grouping struct {
	ask     *ask
	facts   *facts
	of      *compile.Facts
	columns []*keyColumn
	chosen  [][]bool // by condition on several columns, the rows that hold it
}

// keyColumn is what the question does with one column of the facts: its keys
// put together, and which of its values take part.
type keyColumn struct {
	name string
	of   codes   // by row, the number of the value
	keys []int   // of the question, in order
	key  []int32 // by value, the number of its keys; -1 takes no part
	told [][]any // the keys by number
}

// column returns what the question does with a column.
func (g *grouping) column(name string) *keyColumn {
	for _, c := range g.columns {
		if c.name == name {
			return c
		}
	}
	known := g.facts.columns[name]
	c := &keyColumn{name: name, of: known.of, key: make([]int32, len(known.values))}
	g.columns = append(g.columns, c)
	return c
}

// keys evaluates the keys of the question and numbers those of each column.
func (g *grouping) keys() error {
	values := map[string][]termValues{}
	for i, t := range g.of.Keys {
		v, err := g.ask.term(g.facts, t)
		if err != nil {
			return err
		}
		c := g.column(t.Column)
		c.keys = append(c.keys, i)
		values[t.Column] = append(values[t.Column], v)
	}
	for _, c := range g.columns {
		if err := g.number(c, values[c.name]); err != nil {
			return err
		}
	}
	return nil
}

// keyNumbers are the different keys of a column, and which of them each of its
// values has; -1 has none.
type keyNumbers struct {
	key  []int32
	told [][]any
}

// number numbers the keys of a column, or finds them in the cache.
func (g *grouping) number(c *keyColumn, values []termValues) error {
	key := ""
	for _, i := range c.keys {
		key += termKey(g.facts.columns[c.name], g.of.Keys[i]) + " "
	}
	kept, ok := g.ask.engine.keys.get(key)
	if !ok {
		if err := c.number(g.ask, values); err != nil {
			return err
		}
		kept = keyNumbers{c.key, c.told}
		g.ask.engine.keys.put(key, kept, 4*len(c.key)+valueBytes*len(c.told)*(1+len(c.keys)))
	}
	c.key, c.told = slices.Clone(kept.key), kept.told // filters change the numbers
	return nil
}

// number numbers the different keys of a column.
func (c *keyColumn) number(a *ask, values []termValues) error {
	known := make(map[string]int32, len(c.key))
	var code []byte
	for i := range c.key {
		if i%4096 == 0 && a.ctx.Err() != nil {
			return a.ctx.Err()
		}
		code = code[:0]
		present := true
		for _, v := range values {
			code = encodeKey(code, v.values[i])
			present = present && v.present[i]
		}
		if !present {
			c.key[i] = -1
			continue
		}
		n, ok := known[string(code)]
		if !ok {
			n = int32(len(c.told))
			known[string(code)] = n
			keys := make([]any, len(values))
			for j, v := range values {
				keys[j] = v.values[i]
			}
			c.told = append(c.told, keys)
		}
		c.key[i] = n
	}
	return nil
}

// filters leaves out the values that no condition lets take part.
func (g *grouping) filters() error {
	for _, t := range g.of.Where {
		v, err := g.ask.term(g.facts, t)
		if err != nil {
			return err
		}
		c := g.column(t.Column)
		for i := range c.key {
			if !v.present[i] || integer(v.values[i]) != 1 {
				c.key[i] = -1
			}
		}
	}
	for _, c := range g.of.Conditions {
		rows, err := g.holding(c)
		if err != nil {
			return err
		}
		g.chosen = append(g.chosen, rows)
	}
	return nil
}

// holding returns for each row whether it holds a condition.
func (g *grouping) holding(c compile.Condition) ([]bool, error) {
	out := filled(g.facts.rows, c.Any == nil)
	for _, part := range slices.Concat(c.All, c.Any) {
		rows, err := g.holding(part)
		if err != nil {
			return nil, err
		}
		for i, holds := range rows {
			if holds == (c.Any != nil) {
				out[i] = holds
			}
		}
	}
	if c.All != nil || c.Any != nil {
		return out, g.ask.ctx.Err()
	}
	v, err := g.ask.term(g.facts, c.Term)
	if err != nil {
		return nil, err
	}
	holds := make([]bool, len(v.values))
	for i := range holds {
		holds[i] = v.present[i] && integer(v.values[i]) == 1
	}
	of := g.facts.columns[c.Term.Column].of
	for i := range out {
		out[i] = holds[of.at(i)]
	}
	return out, nil
}

// denseGroups is how many groups are numbered by place; more are looked up.
const denseGroups = 1 << 18

// mostPlaces bounds the numbers of places, so that sums of them stay numbers.
const mostPlaces = 1 << 60

// block is how many rows are added up at a time.
const block = 4096

// groups returns how many groups there can be, and the step of each column.
func (g *grouping) groups() (n int64, steps []int64, err error) {
	n = 1
	for _, c := range g.columns {
		steps = append(steps, n)
		values := int64(max(1, len(c.told)))
		if n > mostPlaces/values {
			return 0, nil, tooManyRows("Split it by less, or filter.")
		}
		n *= values
	}
	return n, steps, nil
}

// place writes the group of each row from one to another, -1 where the row
// takes no part.
func (g *grouping) place(into []int64, from int, steps []int64) {
	clear(into)
	for i, c := range g.columns {
		switch to := from + len(into); {
		case c.of.one != nil:
			placeBy(into, c.of.one[from:to], c.key, steps[i])
		case c.of.two != nil:
			placeBy(into, c.of.two[from:to], c.key, steps[i])
		default:
			placeBy(into, c.of.four[from:to], c.key, steps[i])
		}
	}
	for _, rows := range g.chosen {
		for j, holds := range rows[from : from+len(into)] {
			if !holds {
				into[j] = -1 << 62
			}
		}
	}
}

// placeBy adds what a column has to do with the group of each row.
func placeBy[T width](into []int64, of []T, key []int32, step int64) {
	for j, code := range of {
		k := key[code]
		if k < 0 {
			into[j] = -1 << 62
		} else {
			into[j] += step * int64(k)
		}
	}
}

// sum adds the rows up and puts the groups into the table.
func (g *grouping) sum(t *table, r metric.Relation, sums []factSum) error {
	n, steps, err := g.groups()
	if err != nil {
		return err
	}
	if err := g.bind(sums); err != nil {
		return err
	}
	var s *groupSums
	if n <= denseGroups {
		s, err = g.dense(int(n), steps, sums)
	} else {
		s, err = g.sparse(steps, sums)
	}
	if err != nil {
		return err
	}
	return g.put(t, r, sums, s, steps)
}

// bind gives the sums the columns they add up.
func (g *grouping) bind(sums []factSum) error {
	for i := range sums {
		m := &sums[i]
		for _, name := range m.columns() {
			m.of = append(m.of, g.facts.number(g.of.Column(name)))
		}
		if m.ended != nil {
			m.of[1] = g.facts.among(m.where, m.ended)
		}
		g.bindScores(m)
		if m.measure.Column == "" && m.kind != leastDays {
			continue
		}
		if m.kind == leastDays {
			m.value = g.of.Ends
		}
		v, err := g.ask.term(g.facts, m.value)
		if err != nil {
			return err
		}
		m.figures = make([]float64, len(v.values))
		for j := range v.values {
			m.figures[j] = number(v.values[j])
		}
		if m.measure.Aggregate == "distinct" || m.measure.Aggregate == "count" {
			if m.different, err = g.different(m.value, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// bindScores gives a sum of health what it needs of its columns.
func (g *grouping) bindScores(m *factSum) {
	figures := func(name string) []float64 {
		values := g.facts.columns[name].values
		out := make([]float64, len(values))
		for i, v := range values {
			out[i] = number(v)
		}
		return out
	}
	if m.scored != nil {
		m.risks, m.shares = figures("risk"), figures("share")
	}
	if m.band != "" {
		for _, v := range g.facts.columns["band"].values {
			m.banded = append(m.banded, v == m.band)
		}
	}
}

// different numbers the different values of a term, -1 being none.
func (g *grouping) different(t compile.Term, v termValues) ([]int32, error) {
	key := termKey(g.facts.columns[t.Column], t) + " different"
	if kept, ok := g.ask.engine.keys.get(key); ok {
		return kept.key, nil
	}
	c := &keyColumn{key: make([]int32, len(v.values))}
	if err := c.number(g.ask, []termValues{v}); err != nil {
		return nil, err
	}
	for i, x := range v.values {
		if x == nil {
			c.key[i] = -1
		}
	}
	g.ask.engine.keys.put(key, keyNumbers{key: c.key}, 4*len(c.key))
	return c.key, nil
}

// dense adds up where groups have places, on several goroutines.
func (g *grouping) dense(n int, steps []int64, sums []factSum) (*groupSums, error) {
	parts := min(max(1, runtime.GOMAXPROCS(0)), 4, 1+g.facts.rows/(8*block))
	all := make([]*groupSums, parts)
	var wg sync.WaitGroup
	for part := range parts {
		wg.Go(func() {
			s := newGroupSums(n, g.counting(), sums)
			all[part] = s
			places := make([]int64, block)
			from, to := g.facts.rows*part/parts, g.facts.rows*(part+1)/parts
			for ; from < to && g.ask.ctx.Err() == nil; from += block {
				at := places[:min(block, to-from)]
				g.place(at, from, steps)
				s.add(at, from)
			}
		})
	}
	wg.Wait()
	for _, s := range all[1:] {
		all[0].merge(s)
	}
	return all[0], g.ask.ctx.Err()
}

// counting returns what tells how much each row counts; its column is nil where
// each counts once.
func (g *grouping) counting() numbered { return g.facts.number(g.of.Column("n")) }

// sparse adds up where only groups that are met have places.
func (g *grouping) sparse(steps []int64, sums []factSum) (*groupSums, error) {
	at, groups := newNumbers(1024), make([]int32, g.facts.rows)
	places := make([]int64, block)
	for from := 0; from < g.facts.rows; from += block {
		if err := g.ask.ctx.Err(); err != nil {
			return nil, err
		}
		rows := places[:min(block, g.facts.rows-from)]
		g.place(rows, from, steps)
		for i, p := range rows {
			groups[from+i] = -1
			if p >= 0 {
				groups[from+i] = at.of(uint64(p))
			}
		}
		if len(at.keys) > maxRows {
			return nil, tooManyRows("Split it by less, or filter.")
		}
	}
	s := newGroupSums(len(at.keys), g.counting(), sums)
	s.places = at.keys
	for from := 0; from < g.facts.rows; from += block {
		rows := places[:min(block, g.facts.rows-from)]
		for i := range rows {
			rows[i] = int64(groups[from+i])
		}
		s.add(rows, from)
	}
	return s, g.ask.ctx.Err()
}

// put writes the groups that speak into the table.
func (g *grouping) put(t *table, r metric.Relation, sums []factSum, s *groupSums, steps []int64) error {
	columns, figures := make([][]float64, len(sums)), make([]func(int) float64, len(sums))
	for i, m := range sums {
		columns[i], figures[i] = t.measures[m.name], s.figures(i)
	}
	split, speaking := len(g.ask.query.By) > 0, 0
	for i := range s.rows {
		if s.speaks(i) {
			speaking++
		}
	}
	most := max(1, len(t.keys)+speaking)
	for i := range columns {
		columns[i] = slices.Grow(columns[i], max(0, most-len(columns[i])))
	}
	t.keys = slices.Grow(t.keys, speaking)
	told := slices.Grow(t.told[r], max(0, most-len(t.told[r])))
	byPlace := t.byPlace(g.identity(), len(s.rows))
	if t.rows != nil && len(t.rows) == 0 {
		t.rows = make(map[string]int, len(s.rows)) // growing it would cost more than filling it
	}
	for i := range s.rows {
		if split && !s.speaks(i) {
			continue
		}
		place := int64(i)
		if s.places != nil {
			place = int64(s.places[i])
		}
		var row int
		if !byPlace {
			row = t.row(g.told(place, steps))
		} else if row = int(t.places.of(uint64(place))); row == len(t.keys) {
			t.keys = append(t.keys, g.told(place, steps))
		}
		if row >= maxRows {
			return tooManyRows("Split it by less, or filter.")
		}
		for k := range sums {
			columns[k] = set(columns[k], row, figures[k](i))
		}
		for len(told) <= row {
			told = append(told, false)
		}
		told[row] = true
	}
	t.told[r] = told
	for i, m := range sums {
		t.measures[m.name] = columns[i]
	}
	return nil
}

// told returns the keys of the group at a place.
func (g *grouping) told(place int64, steps []int64) []any {
	keys := make([]any, len(g.ask.query.By))
	for j, c := range g.columns {
		if len(c.keys) == 0 {
			continue
		}
		values := c.told[place/steps[j]%int64(len(c.told))]
		for k, at := range c.keys {
			keys[at] = values[k]
		}
	}
	return keys
}

// identity says what places are of: the same keys of the same columns, whatever
// rows take part.
func (g *grouping) identity() string {
	var out strings.Builder
	for _, c := range g.columns {
		for _, i := range c.keys {
			out.WriteString(termKey(g.facts.columns[c.name], g.of.Keys[i]) + "\n")
		}
	}
	return out.String()
}
