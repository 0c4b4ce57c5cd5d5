package engine

import (
	"fmt"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
)

// seriesSet says which series take part in a fold, and where what they observe
// goes, as dense numbers so that a fold needs no look-ups:
//
//	series → slot   the maximum is taken here: group, account, unit, product
//	slot   → cell   slots are summed:          group, account, unit
//	cell   → holder the maximum of the cells:  group, account
//	holder → group  holders are summed
//	series → meter  summed:                    group, account, product, meter
//
// Where keys or filters are about what is observed, there is one for each period
// and its series are rows (rowSet).
type seriesSet struct {
	key     string  // of the cache; "" is not kept
	groups  [][]any // the keys of each group; the key date is nil
	streams map[int64]bool
	slot    []int32 // by series; -1 takes no part
	holder  []int32 // by series
	meter   []int32 // by series

	slotCell, cellHolder, holderGroup []int32
	meters                            []meterCell
}

// bytes is about what a set takes.
func (s *seriesSet) bytes() int {
	const cell, group = 24, 48
	n := 4*(3*len(s.slot)+cap(s.slotCell)+cap(s.cellHolder)+cap(s.holderGroup)) + cell*cap(s.meters)
	for _, keys := range s.groups {
		n += group + valueBytes*len(keys)
	}
	return n
}

// meterCell is one account × product × meter of a group.
type meterCell struct {
	group            int32
	account, product int64
}

// seriesSet returns the series of the question, from the cache where another
// question about the same state chose the same ones.
func (a *ask) seriesSet() (*seriesSet, error) {
	table, err := a.seriesTable()
	if err != nil {
		return nil, err
	}
	q := a.question(metric.Usage)
	where, _ := compile.SeriesWhere(q, func(*metric.Filter) bool { return false })
	keys := make([]compile.Term, len(q.Query.By))
	for i, by := range q.Query.By {
		if by.Dimension != metric.DateName {
			d, _ := q.Catalog.Dimension(by.Dimension)
			keys[i] = compile.SeriesKey(q, d)
		}
	}
	name := a.setName(keys, where)
	if set, ok := a.engine.series.get(name); ok {
		return set, nil
	}
	takes, err := table.taking(a, where)
	if err != nil {
		return nil, err
	}
	columns := make([]*coded, len(keys))
	for i, t := range keys {
		if t.SQL == "" {
			continue
		}
		if columns[i], err = table.term(a, t); err != nil {
			return nil, err
		}
	}
	return a.keepSet(name, table.set(columns, takes)), nil
}

// setName is what a set is kept by.
func (a *ask) setName(keys, where []compile.Term) string {
	var name strings.Builder
	fmt.Fprintf(&name, "%d", a.state.Generation)
	for _, t := range keys {
		name.WriteString(" by " + t.Key())
	}
	for _, t := range where {
		name.WriteString(" where " + t.Key())
	}
	return name.String()
}

// keepSet keeps a set for other questions about the same state.
func (a *ask) keepSet(name string, set *seriesSet) *seriesSet {
	set.key = name
	a.engine.series.put(name, set, set.bytes())
	return set
}

// taking returns which series all conditions let take part.
func (t *seriesTable) taking(a *ask, where []compile.Term) ([]bool, error) {
	takes := make([]bool, t.size)
	for id, code := range t.columns["account_id"].of {
		takes[id] = code != noCode
	}
	for _, x := range where {
		c, err := t.term(a, x)
		if err != nil {
			return nil, err
		}
		yes := c.holding()
		for id, code := range c.of {
			takes[id] = takes[id] && code != noCode && yes[code]
		}
	}
	return takes, nil
}

// holding returns which codes of a condition mean that it holds.
func (c *coded) holding() []bool {
	out := make([]bool, len(c.values))
	for i, v := range c.values {
		out[i] = v == int64(1)
	}
	return out
}

// set numbers the series that take part. A key without a column is the date.
func (t *seriesTable) set(keys []*coded, takes []bool) *seriesSet {
	s := &seriesSet{streams: map[int64]bool{}, slot: make([]int32, t.size), holder: make([]int32, t.size), meter: make([]int32, t.size)}
	b := newSetBuilder(t, s)
	groups := newGrouper(keys)
	stream := t.columns["stream_id"]
	told := make([]bool, len(stream.values))
	for id, takes := range takes {
		if !takes {
			s.slot[id], s.holder[id], s.meter[id] = -1, -1, -1
			continue
		}
		told[stream.of[id]] = true
		group := groups.of(int32(id))
		s.holder[id], s.slot[id], s.meter[id] = b.add(int32(id), group)
	}
	for code, yes := range told {
		if yes {
			s.streams[integer(stream.values[code])] = true
		}
	}
	s.groups = groups.groups
	return s
}

// grouper numbers groups in order of appearance.
type grouper struct {
	keys    []*coded // nil is the date
	numbers []numbers
	groups  [][]any
}

func newGrouper(keys []*coded) *grouper {
	return &grouper{keys: keys, numbers: make([]numbers, len(keys)+1)}
}

// of returns the group of a series.
func (g *grouper) of(series int32) int32 {
	group := int32(0)
	for i, c := range g.keys {
		if c != nil {
			group = g.numbers[i].of(pair(group, c.of[series]))
		}
	}
	group = g.numbers[len(g.keys)].of(pair(group, 0))
	if int(group) == len(g.groups) {
		g.groups = append(g.groups, g.values(series))
	}
	return group
}

func (g *grouper) values(series int32) []any {
	out := make([]any, len(g.keys))
	for i, c := range g.keys {
		if c != nil && c.of[series] != noCode {
			out[i] = c.values[c.of[series]]
		}
	}
	return out
}

// groupOf returns the group of each series; -1 takes no part.
func (s *seriesSet) groupOf() []int32 {
	out := make([]int32, len(s.holder))
	for series, holder := range s.holder {
		out[series] = -1
		if holder >= 0 {
			out[series] = s.holderGroup[holder]
		}
	}
	return out
}

// meterGroups returns the group of what each series meters; -1 takes no part.
func (s *seriesSet) meterGroups() []int32 {
	out := make([]int32, len(s.meter))
	for series, meter := range s.meter {
		out[series] = -1
		if meter >= 0 {
			out[series] = s.meters[meter].group
		}
	}
	return out
}

// setBuilder numbers holders, cells, slots and meters in order of appearance.
type setBuilder struct {
	table                                      *seriesTable
	set                                        *seriesSet
	account, product, unit, meter              *coded
	holders, cells, slots, meterSides, meterOf numbers
}

func newSetBuilder(t *seriesTable, s *seriesSet) *setBuilder {
	return &setBuilder{
		table: t, set: s, account: t.columns["account_id"], product: t.columns["product_id"], unit: t.columns["unit"], meter: t.columns["meter"],
	}
}

// add returns where what a series of a group observes goes.
func (b *setBuilder) add(series, group int32) (holder, slot, meter int32) {
	s := b.set
	account, product := b.account.of[series], b.product.of[series]
	holder = b.holders.of(pair(group, account))
	if int(holder) == len(s.holderGroup) {
		s.holderGroup = append(s.holderGroup, group)
	}
	cell := b.cells.of(pair(holder, b.unit.of[series]))
	if int(cell) == len(s.cellHolder) {
		s.cellHolder = append(s.cellHolder, holder)
	}
	slot = b.slots.of(pair(cell, product))
	if int(slot) == len(s.slotCell) {
		s.slotCell = append(s.slotCell, cell)
	}
	if !b.table.counts(series) {
		return holder, slot, -1
	}
	meter = b.meterOf.of(pair(b.meterSides.of(pair(holder, product)), b.meter.of[series]))
	if int(meter) == len(s.meters) {
		s.meters = append(s.meters, meterCell{group, integer(b.account.values[account]), integer(b.product.values[product])})
	}
	return holder, slot, meter
}

func integer(v any) int64 {
	n, _ := v.(int64)
	return n
}
