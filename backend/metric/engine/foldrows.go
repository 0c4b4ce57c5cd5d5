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
	set        *seriesSet // where what rows observe goes
	slots      pairing    // of a slot, cell, holder or meter of the series and a shade
	cells      pairing
	holders    pairing
	meters     pairing
	aggregates []*aggregation
	peak       []float64 // by cell
	acts       acts
	rows       []float64 // of aggregates, by group
}

// foldRows computes the figures of one period from its rows.
func (s *scratch) foldRows(p *period) {
	f, of := s.folding, s.folding.rows.set
	r := &rowFold{
		scratch: s, plan: f.rows, period: p, groups: newRowGroups(f.rows, s), set: &seriesSet{},
		slots: pairing{n: len(of.slotCell)}, cells: pairing{n: len(of.cellHolder)}, holders: pairing{n: len(of.holderGroup)}, meters: pairing{n: len(of.meters)},
	}
	if len(r.groups.keys) == 0 {
		*r.set = *of
		r.set.key = "" // what is metered may be fewer rows
	}
	s.pairs = grownTo(s.pairs, len(f.measures))
	for i, m := range f.measures {
		if m.Aggregate != "" {
			r.aggregates = append(r.aggregates, newAggregation(f.rows, m, &s.pairs[i]))
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
	if p.meter == nil {
		p.set = &seriesSet{groups: r.set.groups} // where rows went is not needed any more
	}
}

// usage takes the levels of the period, then its peaks.
func (r *rowFold) usage() {
	f, s := r.scratch.folding, r.scratch
	if f.observations() {
		s.active, s.total, s.used, s.entitled, s.scale = s.active[:0], s.total[:0], s.used[:0], s.entitled[:0], 0
		s.levels(r.plan, r.period, func(x *frame) {
			groups, shades := r.groups.of(x)
			r.aggregate(x, groups)
			if f.levels || f.metered {
				r.level(x, groups, shades)
			}
		})
	}
	if !f.peaks {
		return
	}
	for _, l := range r.period.peaks {
		x := s.observations(r.plan, r.period, l)
		if x == nil {
			return
		}
		groups, shades := r.groups.of(x)
		for i, g := range groups {
			if g >= 0 {
				cell := r.set.slotCell[r.slot(x.series[i], g, shades, i)]
				r.peak = grown(r.peak, int(cell)+1, missing)
				atLeast(&r.peak[cell], x.values[peakValue][i])
			}
		}
	}
}

// slot returns where what a row observes goes.
func (r *rowFold) slot(series, group int32, shades []int32, row int) int32 {
	of := r.plan.set
	slot := of.slot[series]
	if shades == nil {
		return slot
	}
	shade := shades[row]
	number, fresh := r.slots.of(slot, shade)
	if fresh {
		cell, fresh := r.cells.of(of.slotCell[slot], shade)
		r.set.slotCell = append(r.set.slotCell, cell)
		if fresh {
			holder, fresh := r.holders.of(of.holder[series], shade)
			r.set.cellHolder = append(r.set.cellHolder, holder)
			if fresh {
				r.set.holderGroup = append(r.set.holderGroup, group)
			}
		}
	}
	return number
}

// meter is slot for what is metered.
func (r *rowFold) meter(series, group int32, shades []int32, row int) int32 {
	meter := r.plan.set.meter[series]
	if shades == nil {
		return meter
	}
	number, fresh := r.meters.of(meter, shades[row])
	if fresh {
		of := r.plan.set.meters[meter]
		r.set.meters = append(r.set.meters, meterCell{group, of.account, of.product})
	}
	return number
}

// level takes what rows observe to where it goes.
func (r *rowFold) level(x *frame, groups, shades []int32) {
	s, f := r.scratch, r.scratch.folding
	r.room()
	s.scale = max(s.scale, x.scale)
	for i, g := range groups {
		if g < 0 {
			continue
		}
		if f.levels {
			slot := r.slot(x.series[i], g, shades, i)
			if int(slot) == len(s.active) {
				s.active = append(s.active, missing)
			}
			atLeast(&s.active[slot], x.values[activeValue][i])
			if f.totals {
				if int(slot) == len(s.total) {
					s.total = append(s.total, missing)
				}
				atLeast(&s.total[slot], x.values[totalValue][i])
			}
		}
		switch {
		case !f.metered || !x.plan.table.counts(x.series[i]):
		case !f.compared:
			plus(&s.used[g], x.values[usedValue][i])
		default:
			meter := r.meter(x.series[i], g, shades, i)
			if int(meter) == len(s.used) {
				s.used, s.entitled = append(s.used, missing), append(s.entitled, missing)
			}
			plus(&s.used[meter], x.values[usedValue][i])
			plus(&s.entitled[meter], x.values[entitledValue][i])
		}
	}
}

// room makes room for what rows have observed of all that is known by now.
func (r *rowFold) room() {
	s, f := r.scratch, r.scratch.folding
	if f.levels {
		s.active = grown(s.active, len(r.set.slotCell), missing)
	}
	if f.totals {
		s.total = grown(s.total, len(r.set.slotCell), missing)
	}
	if f.compared {
		s.used, s.entitled = grown(s.used, len(r.set.meters), missing), grown(s.entitled, len(r.set.meters), missing)
	} else if f.metered {
		s.used = grown(s.used, len(r.groups.groups), missing)
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

// shipped brings the shipped measures to groups.
func (r *rowFold) shipped() {
	s, f := r.scratch, r.scratch.folding
	s.set = r.set
	r.room()
	if f.levels {
		s.reduceLevels(r.period)
	}
	if f.metered {
		s.meters(r.period)
	}
	if f.peaks {
		s.peak = grown(r.peak, len(r.set.cellHolder), missing)
		s.sumPeaks(r.period)
	}
}

// batchRows is how many rows are evaluated at once: what comes of them stays in
// the cache of the processor.
const batchRows = 2048

// levels hands over the observations that speak for a period, a batch at a time:
// all at once where rows are compared with all others.
func (s *scratch) levels(plan *rowPlan, p *period, take func(x *frame)) {
	if plan.across {
		x := s.frame(plan, p)
		s.speaking(x, p, plan.takes)
		x.whole = func() *frame {
			all := &frame{plan: plan, day: p.day}
			(&scratch{folding: s.folding}).speaking(all, p, nil)
			return all
		}
		take(x)
		return
	}
	var seen []bool
	for _, l := range p.levels {
		if !s.unpack(l, plan.wanted) {
			return
		}
		if l.shared && seen == nil {
			seen = make([]bool, plan.table.size)
		}
		speaks := seen
		if !l.shared {
			speaks = nil
		}
		for from := 0; from < s.day.Len(); from += batchRows {
			x := s.frame(plan, p)
			x.observeRows(l, &s.day, from, min(from+batchRows, s.day.Len()), plan.takes, speaks)
			take(x)
		}
	}
}

// frame returns an empty frame in the arrays of the one before.
func (s *scratch) frame(plan *rowPlan, p *period) *frame {
	x := &s.atHand
	x.plan, x.day, x.scale, x.evaluated, x.whole, x.series = plan, p.day, 0, nil, nil, x.series[:0]
	for at := range x.values {
		x.values[at] = x.values[at][:0]
	}
	return x
}

// speaking adds the observations that speak for a period: those of series that
// take part, nil being all.
func (s *scratch) speaking(x *frame, p *period, takes []bool) {
	var seen []bool
	for _, l := range p.levels {
		if l.shared && seen == nil {
			seen = make([]bool, x.plan.table.size)
		}
		if !s.unpack(l, x.plan.wanted) {
			return
		}
		if l.shared {
			x.observe(l, &s.day, takes, seen)
		} else {
			x.observe(l, &s.day, takes, nil)
		}
	}
}

// observations returns what series that take part observe on a day.
func (s *scratch) observations(plan *rowPlan, p *period, l levelDay) *frame {
	if !s.unpack(l, plan.wanted) {
		return nil
	}
	x := s.frame(plan, p)
	x.observe(l, &s.day, plan.takes, nil)
	x.whole = func() *frame {
		other, all := &scratch{folding: s.folding}, &frame{plan: plan, day: p.day}
		for _, l := range p.peaks {
			if other.unpack(l, plan.wanted) {
				all.observe(l, &other.day, nil, nil)
			}
		}
		return all
	}
	return x
}

// observe adds the observations of a day: of series that take part, and that
// were not seen on another day of their stream.
func (x *frame) observe(l levelDay, d *chunk.Day, takes, seen []bool) {
	x.observeRows(l, d, 0, d.Len(), takes, seen)
}

// observeRows is observe for the rows of a day from one place to before another.
func (x *frame) observeRows(l levelDay, d *chunk.Day, from, to int, takes, seen []bool) {
	rows, start := x.places[:0], x.Len()
	for i, series := range d.Series[from:to] {
		if int(series) >= x.plan.table.size || (takes != nil && !takes[series]) || (seen != nil && seen[series]) {
			continue
		}
		if seen != nil {
			seen[series] = true
		}
		rows = append(rows, int32(from+i))
		x.series = append(x.series, series)
	}
	x.places = rows
	for at, c := range d.Columns() {
		if x.plan.wanted&(1<<at) == 0 {
			continue
		}
		x.values[at] = appendValues(x.values[at], *c, rows)
		if c.Values != nil && (at == usedValue || at == entitledValue) {
			x.scale = max(x.scale, c.Scale)
		}
	}
	x.clock(start)
	if x.plan.dates {
		for range rows {
			x.values[dateValue] = append(x.values[dateValue], float64(l.date))
		}
	}
}

// appendValues adds the values of rows of a column.
func appendValues(out []float64, c chunk.Column, rows []int32) []float64 {
	start := len(out)
	out = slices.Grow(out, len(rows))[:start+len(rows)]
	into := out[start:]
	if c.Values == nil {
		forget(into)
		return out
	}
	divisor := math.Pow10(int(c.Scale))
	for at, i := range rows {
		v := c.Values[i]
		x := float64(v)
		if c.Scale > 0 {
			x /= divisor
		}
		if v == chunk.Null {
			x = missing
		}
		into[at] = x
	}
	return out
}

// events takes the events of the period, a day at a time.
func (r *rowFold) events() {
	for _, e := range r.period.events {
		x := r.plan.eventsOf(r.period, e, r.plan.takes)
		groups, _ := r.groups.of(x)
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
