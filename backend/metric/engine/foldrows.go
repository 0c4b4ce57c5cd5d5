package engine

import (
	"math"
	"slices"

	"headroom/backend/chunk"
	"headroom/backend/metric"
)

// Where keys or filters are about what is observed, or a person's own aggregate
// is asked for, a period is folded from rows: a frame is made of what speaks for
// it, filtered and keyed row by row, and its rows then take the place that
// series have elsewhere (seriesSet).

// rowFold is the rows of one period on their way.
type rowFold struct {
	scratch    *scratch
	plan       *rowPlan
	period     *period
	groups     *rowGroups
	set        *seriesSet
	builder    *setBuilder
	aggregates []*aggregation
	peak       []float64 // by cell
	acts       acts
	rows       []float64 // of aggregates, by group
}

// foldRows computes the figures of one period from its rows.
func (s *scratch) foldRows(p *period) {
	f := s.folding
	r := &rowFold{scratch: s, plan: f.rows, period: p, groups: newRowGroups(f.rows), set: &seriesSet{}}
	r.builder = newSetBuilder(f.rows.table, r.set)
	for _, m := range f.measures {
		if m.Aggregate != "" {
			r.aggregates = append(r.aggregates, newAggregation(f.rows, m))
		}
	}
	if f.rows.relation == metric.FeatureUsage {
		r.events()
	} else {
		r.usage()
	}
	r.set.groups = r.groups.groups
	p.set = r.set
	n := len(r.set.groups)
	p.rows = grown(r.rows, n, 0)
	for _, a := range r.aggregates {
		p.figures[a.measure.Name] = a.result(n)
	}
	if f.rows.relation == metric.FeatureUsage && f.events {
		r.acts.put(p, n)
	}
	if f.rows.relation == metric.Usage {
		r.shipped()
	}
	p.levels, p.events, p.peaks = nil, nil, nil
}

// usage takes the levels of the period, then its peaks.
func (r *rowFold) usage() {
	f := r.scratch.folding
	if f.observations() {
		x := r.scratch.levels(r.plan, r.period, r.plan.takes)
		groups := r.groups.of(x, r.plan.rows(x))
		r.aggregate(x, groups)
		if f.levels || f.metered {
			r.number(x, groups)
			r.scratch.levelsOf(r.set, x)
		}
	}
	if !f.peaks {
		return
	}
	for _, l := range r.period.peaks {
		x := r.scratch.observations(r.plan, r.period, l, r.plan.takes)
		if x == nil {
			return
		}
		for i, g := range r.groups.of(x, r.plan.rows(x)) {
			if g < 0 {
				continue
			}
			_, slot, _ := r.builder.add(x.series[i], g)
			cell := r.set.slotCell[slot]
			r.peak = grown(r.peak, int(cell)+1, missing)
			atLeast(&r.peak[cell], x.values[peakValue][i])
		}
	}
}

// aggregate takes rows to the aggregates.
func (r *rowFold) aggregate(x *frame, groups []int32) {
	if len(r.aggregates) == 0 {
		return
	}
	n := len(r.groups.groups)
	r.rows = grown(r.rows, n, 0)
	for _, g := range groups {
		if g >= 0 {
			r.rows[g]++
		}
	}
	for _, a := range r.aggregates {
		a.add(x, groups, n)
	}
}

// number says where what each row observes goes.
func (r *rowFold) number(x *frame, groups []int32) {
	s := r.set
	n := len(groups)
	s.slot, s.holder, s.meter = make([]int32, n), make([]int32, n), make([]int32, n)
	for i, g := range groups {
		if g < 0 {
			s.slot[i], s.holder[i], s.meter[i] = -1, -1, -1
			continue
		}
		s.holder[i], s.slot[i], s.meter[i] = r.builder.add(x.series[i], g)
	}
}

// levelsOf takes what rows observe to where the set says.
func (s *scratch) levelsOf(set *seriesSet, x *frame) {
	s.use(set)
	s.clear()
	s.scale = x.scale
	for i, slot := range set.slot {
		if slot < 0 {
			continue
		}
		if s.folding.levels {
			atLeast(&s.active[slot], x.values[activeValue][i])
			atLeast(&s.total[slot], x.values[totalValue][i])
		}
		if s.folding.metered {
			plus(&s.used[set.meter[i]], x.values[usedValue][i])
			plus(&s.entitled[set.meter[i]], x.values[entitledValue][i])
		}
	}
}

// shipped brings the shipped measures to groups.
func (r *rowFold) shipped() {
	s, f := r.scratch, r.scratch.folding
	if f.levels {
		s.active, s.total = grown(s.active, len(r.set.slotCell), missing), grown(s.total, len(r.set.slotCell), missing)
		s.reduceLevels(r.period)
	}
	if f.metered {
		s.used, s.entitled = grown(s.used, len(r.set.meters), missing), grown(s.entitled, len(r.set.meters), missing)
		r.period.meter = newMeterSums(s)
	}
	if f.peaks {
		s.set, s.peak = r.set, grown(r.peak, len(r.set.cellHolder), missing)
		s.sumPeaks(r.period)
	}
}

// levels returns the observations that speak for a period: those of series that
// take part, nil being all.
func (s *scratch) levels(plan *rowPlan, p *period, takes []bool) *frame {
	x := &frame{plan: plan, day: p.day}
	var seen []bool
	for _, l := range p.levels {
		if l.shared && seen == nil {
			seen = make([]bool, plan.table.size)
		}
		if !s.unpack(l, chunk.EveryColumn) {
			break
		}
		if l.shared {
			x.observe(l, &s.day, takes, seen)
		} else {
			x.observe(l, &s.day, takes, nil)
		}
	}
	x.whole = func() *frame { return (&scratch{folding: s.folding}).levels(plan, p, nil) }
	return x
}

// observations returns what series that take part observe on a day.
func (s *scratch) observations(plan *rowPlan, p *period, l levelDay, takes []bool) *frame {
	if !s.unpack(l, chunk.EveryColumn) {
		return nil
	}
	x := &frame{plan: plan, day: p.day}
	x.observe(l, &s.day, takes, nil)
	x.whole = func() *frame {
		w := &scratch{folding: s.folding}
		return w.every(plan, p)
	}
	return x
}

// every returns the observations of all days with peaks.
func (s *scratch) every(plan *rowPlan, p *period) *frame {
	x := &frame{plan: plan, day: p.day}
	for _, l := range p.peaks {
		if s.unpack(l, chunk.EveryColumn) {
			x.observe(l, &s.day, nil, nil)
		}
	}
	return x
}

// observe adds the observations of a day: of series that take part, and that
// were not seen on another day of their stream.
func (x *frame) observe(l levelDay, d *chunk.Day, takes, seen []bool) {
	rows := make([]int32, 0, len(d.Series))
	for i, series := range d.Series {
		if int(series) >= x.plan.table.size || (takes != nil && !takes[series]) || (seen != nil && seen[series]) {
			continue
		}
		if seen != nil {
			seen[series] = true
		}
		rows = append(rows, int32(i))
	}
	x.series = slices.Grow(x.series, len(rows))
	for _, i := range rows {
		x.series = append(x.series, d.Series[i])
	}
	for at, c := range d.Columns() {
		x.values[at] = appendValues(x.values[at], *c, rows)
		if c.Values != nil && (at == usedValue || at == entitledValue) {
			x.scale = max(x.scale, c.Scale)
		}
	}
	x.values[dateValue] = slices.Grow(x.values[dateValue], len(rows))
	for range rows {
		x.values[dateValue] = append(x.values[dateValue], float64(l.date))
	}
}

// appendValues adds the values of rows of a column.
func appendValues(out []float64, c chunk.Column, rows []int32) []float64 {
	out = slices.Grow(out, len(rows))
	divisor := math.Pow10(int(c.Scale))
	for _, i := range rows {
		x := missing
		if c.Values != nil && c.Values[i] != chunk.Null {
			x = float64(c.Values[i]) / divisor
		}
		out = append(out, x)
	}
	return out
}

// events takes the events of the period, a day at a time.
func (r *rowFold) events() {
	for _, e := range r.period.events {
		x := r.plan.eventsOf(r.period, e, r.plan.takes)
		groups := r.groups.of(x, r.plan.rows(x))
		r.aggregate(x, groups)
		r.acts.grow(len(r.groups.groups))
		for i, g := range groups {
			if g >= 0 {
				r.acts.add(g, int32(x.values[personValue][i]), x.values[countValue][i], x.values[deniedValue][i] == 1)
			}
		}
	}
}

// eventsOf returns the events of a day of series that take part, nil being all.
func (p *rowPlan) eventsOf(of *period, e eventDay, takes []bool) *frame {
	x := &frame{plan: p, day: of.day}
	x.happened(e, takes)
	x.whole = func() *frame {
		all := &frame{plan: p, day: of.day}
		for _, other := range of.events {
			all.happened(other, nil)
		}
		return all
	}
	return x
}

// happened adds the events of a day. Nobody known is a missing person.
func (x *frame) happened(e eventDay, takes []bool) {
	d := e.day
	for i, series := range d.Series {
		if int(series) >= x.plan.table.size || (takes != nil && !takes[series]) {
			continue
		}
		x.series = append(x.series, series)
		denied, person := 0.0, missing
		if d.Denied[i] {
			denied = 1
		}
		if d.Person[i] != 0 {
			person = float64(d.Person[i])
		}
		x.values[countValue] = append(x.values[countValue], float64(d.Count[i]))
		x.values[deniedValue] = append(x.values[deniedValue], denied)
		x.values[personValue] = append(x.values[personValue], person)
		x.values[dateValue] = append(x.values[dateValue], float64(e.date))
	}
}
