package engine

import (
	"fmt"
	"slices"

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
type seriesSet struct {
	key     string  // of the cache
	groups  [][]any // the keys of each group; the key date is nil
	streams map[int64]bool
	slot    []int32 // by series; -1 takes no part
	holder  []int32 // by series
	meter   []int32 // by series

	slotCell, cellHolder, holderGroup []int32
	meters                            []meterCell
}

// meterCell is one account × product × meter of a group.
type meterCell struct {
	group            int32
	account, product int64
}

// seriesSet returns the series of the question, from the cache where another
// question about the same state chose the same ones.
func (a *ask) seriesSet() (*seriesSet, error) {
	s := compile.Series(a.question(metric.Usage))
	key := fmt.Sprintf("%d %s %v", a.generation, s.SQL, s.Args)
	if set, ok := a.engine.series.get(key); ok {
		return set, nil
	}
	b := newSeriesBuilder()
	b.set.key = key
	if err := a.snap.Query(a.ctx, s.SQL, s.Args, b.add); err != nil {
		return nil, fmt.Errorf("series: %w", err)
	}
	a.engine.series.put(key, b.set, len(b.set.slot)+len(b.set.slotCell)+len(b.set.groups))
	return b.set, nil
}

// seriesBuilder numbers groups, cells and so on in order of appearance.
type seriesBuilder struct {
	set     *seriesSet
	texts   map[string]int32
	groups  map[string]int32
	slots   map[[2]int64]int32 // cell, product
	cells   map[[2]int32]int32 // holder, unit
	holders map[[2]int64]int32 // group, account
	meters  map[[3]int64]int32 // holder, product, meter
	scratch []byte
}

func newSeriesBuilder() *seriesBuilder {
	return &seriesBuilder{
		set: &seriesSet{streams: map[int64]bool{}}, texts: map[string]int32{}, groups: map[string]int32{},
		slots: map[[2]int64]int32{}, cells: map[[2]int32]int32{}, holders: map[[2]int64]int32{}, meters: map[[3]int64]int32{},
	}
}

// numberOf returns the number of key, the next one where it has none, which is
// when fresh is called.
func numberOf[K comparable](m map[K]int32, key K, fresh func()) int32 {
	n, ok := m[key]
	if !ok {
		n = int32(len(m))
		m[key] = n
		fresh()
	}
	return n
}

// add takes a row of compile.Series.
func (b *seriesBuilder) add(v []any) error {
	s := b.set
	series, stream, account, product := integer(v[0]), integer(v[1]), integer(v[2]), integer(v[3])
	for int64(len(s.slot)) <= series {
		s.slot, s.holder, s.meter = append(s.slot, -1), append(s.holder, -1), append(s.meter, -1)
	}
	s.streams[stream] = true
	keys := v[6:]
	b.scratch = b.scratch[:0]
	for _, k := range keys {
		b.scratch = encodeKey(b.scratch, k)
	}
	group := numberOf(b.groups, string(b.scratch), func() { s.groups = append(s.groups, slices.Clone(keys)) })
	holder := numberOf(b.holders, [2]int64{int64(group), account}, func() { s.holderGroup = append(s.holderGroup, group) })
	cell := numberOf(b.cells, [2]int32{holder, b.text(v[4])}, func() { s.cellHolder = append(s.cellHolder, holder) })
	s.holder[series] = holder
	s.slot[series] = numberOf(b.slots, [2]int64{int64(cell), product}, func() { s.slotCell = append(s.slotCell, cell) })
	s.meter[series] = numberOf(b.meters, [3]int64{int64(holder), product, int64(b.text(v[5]))}, func() {
		s.meters = append(s.meters, meterCell{group, account, product})
	})
	return nil
}

func (b *seriesBuilder) text(v any) int32 {
	s, _ := v.(string)
	return numberOf(b.texts, s, func() {})
}

func integer(v any) int64 {
	n, _ := v.(int64)
	return n
}
