package engine

import (
	"fmt"
	"math"

	"headroom/backend/chunk"
)

// scratch is the arrays one worker folds with; they are used again for every
// period. NaN is nothing known yet.
type scratch struct {
	folding        *folding
	set            *seriesSet
	active, total  []float64 // by slot
	cellActive     []float64 // by cell
	cellTotal      []float64
	most           []float64 // by holder
	groups, shades []int32   // by row, where rows are folded
	mask           []bool
	used, entitled []float64 // by meter cell, or by group where they are not compared
	group          []int32   // by series, of what is metered; -1 takes no part
	peak           []float64 // by cell
	cell           []int32   // by series; -1 takes no part
	seen           []bool    // by series, where several days of a stream speak
	scale          uint8     // the finest decimals met among metered figures
	day            chunk.Day // the day at hand, unpacked
	pairs          []persons // by measure, what is distinct
	atHand         frame     // the rows at hand, where rows are folded
	wanted         chunk.Columns
	err            error // the first day that could not be unpacked
}

func newScratch(f *folding) *scratch {
	s := &scratch{folding: f}
	if f.actives {
		s.wanted |= chunk.Active
	}
	if f.totals {
		s.wanted |= chunk.Total
	}
	if f.metered {
		s.wanted |= chunk.Used
	}
	if f.compared {
		s.wanted |= chunk.Entitled
	}
	if f.set != nil {
		s.use(f.set)
	}
	return s
}

// use makes room for what the series of a set observe.
func (s *scratch) use(set *seriesSet) {
	s.set = set
	if s.folding.levels {
		s.active = sized(s.active, len(set.slotCell))
	}
	if s.folding.totals {
		s.total = sized(s.total, len(set.slotCell))
	}
	switch {
	case s.folding.compared:
		s.used, s.entitled = sized(s.used, len(set.meters)), sized(s.entitled, len(set.meters))
	case s.folding.metered:
		s.used, s.group = sized(s.used, len(set.groups)), set.meterGroups()
	}
	if s.folding.peaks {
		s.peak, s.cell = sized(s.peak, len(set.cellHolder)), make([]int32, len(set.slot))
		for series, slot := range set.slot {
			s.cell[series] = -1
			if slot >= 0 {
				s.cell[series] = set.slotCell[slot]
			}
		}
	}
}

// sized returns an array of n values, x itself where it has room for them.
func sized[T any](x []T, n int) []T {
	if cap(x) < n {
		return make([]T, n, n+n/4)
	}
	return x[:n]
}

// grownTo returns x with n values, new ones being empty.
func grownTo[T any](x []T, n int) []T {
	if n <= len(x) {
		return x
	}
	return append(x, make([]T, n-len(x))...)
}

// unknown returns n figures that are missing.
func unknown(n int) []float64 {
	out := make([]float64, n)
	forget(out)
	return out
}

func forget(x []float64) {
	for i := range x {
		x[i] = missing
	}
}

// clear forgets the period before.
func (s *scratch) clear() {
	forget(s.active)
	forget(s.total)
	forget(s.used)
	forget(s.entitled)
	s.scale = 0
	s.seen = nil
}

// fold computes the figures of one period.
func (s *scratch) fold(p *period) {
	if s.folding.rows != nil {
		s.foldRows(p)
		return
	}
	p.set = s.set
	s.clear()
	for _, l := range p.levels {
		s.observe(l)
	}
	if s.folding.levels {
		s.reduceLevels(p)
	}
	if s.folding.metered {
		s.meters(p)
	}
	if s.folding.events {
		s.reduceEvents(p)
	}
	if s.folding.peaks {
		s.reducePeaks(p)
	}
	p.levels, p.events, p.peaks = nil, nil, nil
}

// unpack brings a day to hand. It reports false where it cannot.
func (s *scratch) unpack(l levelDay, want chunk.Columns) bool {
	if err := l.day.Unpack(&s.day, want); err != nil && s.err == nil {
		s.err = fmt.Errorf("usage of stream %d on %s: %w", l.stream, l.date, err)
	}
	return s.err == nil
}

// observe takes one day of one stream.
func (s *scratch) observe(l levelDay) {
	if !s.unpack(l, s.wanted) {
		return
	}
	d := &s.day
	rows := s.rows(l)
	set := s.set
	if s.folding.levels {
		highest(s.active, set.slot, d.Series, rows, d.Active)
	}
	if s.folding.totals {
		highest(s.total, set.slot, d.Series, rows, d.Total)
	}
	if s.folding.metered {
		if s.folding.compared {
			add(s.used, set.meter, d.Series, rows, d.Used)
			add(s.entitled, set.meter, d.Series, rows, d.Entitled)
		} else {
			add(s.used, s.group, d.Series, rows, d.Used)
		}
		for _, c := range []chunk.Column{d.Used, d.Entitled} {
			if c.Values != nil {
				s.scale = max(s.scale, c.Scale)
			}
		}
	}
}

// rows returns which rows of the day speak; nil is all of them.
func (s *scratch) rows(l levelDay) []bool {
	if !l.shared {
		return nil
	}
	if s.seen == nil {
		s.seen = make([]bool, len(s.set.slot))
	}
	rows := make([]bool, len(s.day.Series))
	for i, series := range s.day.Series {
		if int(series) < len(s.seen) && !s.seen[series] {
			s.seen[series], rows[i] = true, true
		}
	}
	return rows
}

// highest keeps for each target the maximum of its series' values.
func highest(out []float64, target []int32, series []int32, rows []bool, c chunk.Column) {
	if c.Values == nil {
		return
	}
	divisor := math.Pow10(int(c.Scale))
	for i, id := range series {
		v := c.Values[i]
		if v == chunk.Null || int(id) >= len(target) || target[id] < 0 || (rows != nil && !rows[i]) {
			continue
		}
		x := float64(v)
		if c.Scale > 0 {
			x /= divisor
		}
		if t := target[id]; !(x <= out[t]) { // also where out is NaN
			out[t] = x
		}
	}
}

// add sums for each target its series' values.
func add(out []float64, target []int32, series []int32, rows []bool, c chunk.Column) {
	if c.Values == nil {
		return
	}
	divisor := math.Pow10(int(c.Scale))
	for i, id := range series {
		v := c.Values[i]
		if v == chunk.Null || int(id) >= len(target) || target[id] < 0 || (rows != nil && !rows[i]) {
			continue
		}
		plus(&out[target[id]], float64(v)/divisor)
	}
}

// plus adds x to a sum of which nothing may be known yet. A missing x adds
// nothing.
func plus(sum *float64, x float64) {
	switch {
	case x != x:
	case *sum != *sum:
		*sum = x
	default:
		*sum += x
	}
}

// atLeast raises a maximum of which nothing may be known yet to x.
func atLeast(most *float64, x float64) {
	if x == x && !(x <= *most) {
		*most = x
	}
}

// reduceLevels brings the slots to groups.
func (s *scratch) reduceLevels(p *period) {
	set, f := s.set, s.folding
	active, total := s.ofCells(&s.cellActive, s.active, f.actives), s.ofCells(&s.cellTotal, s.total, f.totals)
	n := len(set.groups)
	usage, both, whole := unknown(n), unknown(n), unknown(n)
	s.most = sized(s.most, len(set.holderGroup))
	most := s.most
	forget(most)
	for cell, holder := range set.cellHolder {
		atLeast(&most[holder], active[cell])
	}
	if f.totals {
		for cell, holder := range set.cellHolder {
			group := set.holderGroup[holder]
			plus(&usage[group], total[cell])
			if active[cell] == active[cell] && total[cell] == total[cell] {
				plus(&both[group], active[cell])
				plus(&whole[group], total[cell])
			}
		}
	}
	if f.persons && len(p.events) > 0 {
		for holder, n := range s.activePersons(p) {
			if n > 0 {
				atLeast(&most[holder], float64(n))
			}
		}
	}
	users := unknown(n)
	for holder, group := range set.holderGroup {
		plus(&users[group], most[holder])
	}
	if f.adoption {
		s.reduceAdoption(p, active, total, most)
	}
	p.figures["active_users"], p.figures["usage_total"] = users, usage
	p.figures["active_with_total"], p.figures["total_with_active"] = both, whole
}

// ofCells sums the slots of each cell, where anybody asks. Both are numbered in
// order of appearance: where there are as many, each slot is its own cell.
func (s *scratch) ofCells(into *[]float64, slots []float64, asked bool) []float64 {
	if asked && len(s.set.slotCell) == len(s.set.cellHolder) {
		return slots
	}
	*into = sized(*into, len(s.set.cellHolder))
	out := *into
	forget(out)
	if asked {
		for slot, cell := range s.set.slotCell {
			plus(&out[cell], slots[slot])
		}
	}
	return out
}

// reducePeaks takes the highest peak of each cell and sums the cells.
func (s *scratch) reducePeaks(p *period) {
	forget(s.peak)
	for _, l := range p.peaks {
		if s.unpack(l, chunk.Peak) {
			highest(s.peak, s.cell, s.day.Series, nil, s.day.Peak)
		}
	}
	s.sumPeaks(p)
}

// sumPeaks sums the highest peaks of cells.
func (s *scratch) sumPeaks(p *period) {
	set := s.set
	peaks := unknown(len(set.groups))
	for cell, holder := range set.cellHolder {
		plus(&peaks[set.holderGroup[holder]], s.peak[cell])
	}
	p.figures["peak_concurrent"] = peaks
}
