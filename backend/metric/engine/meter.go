package engine

import (
	"math"
	"slices"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
)

// meterSums is what was used of each metered cell, and what it is entitled to.
type meterSums struct {
	used, entitled []float64
	scale          uint8
}

// meters brings what was metered to groups. Cells that licenses have to fill
// are kept until those are known (folding.entitle).
func (s *scratch) meters(p *period) {
	if !s.folding.compared {
		used := slices.Clone(s.used)
		allExactly(used, s.scale)
		p.figures["usage_quantity"] = used
		return
	}
	allExactly(s.used, s.scale)
	allExactly(s.entitled, s.scale)
	p.meter = &meterSums{s.used, s.entitled, s.scale}
	for range s.folding.lacking(p) {
		p.meter = &meterSums{slices.Clone(s.used), slices.Clone(s.entitled), s.scale}
		return
	}
	s.folding.reduceMeters(p)
}

// exact removes what adding decimals in binary leaves over: 0.1 + 0.2 is 0.3,
// and nobody is over an entitlement of 0.3.
func (m *meterSums) exact(x float64) float64 { return exactly(x, m.scale) }

// exactly rounds a sum of decimals of a scale to it.
func exactly(x float64, scale uint8) float64 { return nearest(x, math.Pow10(int(scale))) }

// allExactly rounds sums of decimals of a scale to it.
func allExactly(x []float64, scale uint8) {
	factor := math.Pow10(int(scale))
	for i := range x {
		x[i] = nearest(x[i], factor)
	}
}

// nearest rounds x to a multiple of 1/factor, where it has that precision.
func nearest(x, factor float64) float64 {
	if y := x * factor; math.Abs(y) < 1<<53 {
		return math.Round(y) / factor
	}
	return x
}

// entitle lets licenses stand in where a cell was used and its source tells no
// entitled quantity, and brings the cells to groups.
func (f *folding) entitle(periods []*period) error {
	if !f.metered {
		return nil
	}
	if f.compared {
		for of := range f.sharing(periods) {
			if err := f.licenses(of); err != nil {
				return err
			}
		}
	}
	for _, p := range periods {
		if p.meter != nil {
			f.reduceMeters(p)
		}
	}
	return nil
}

// comparesMeters reports whether anything is asked beside what was used.
func (f *folding) comparesMeters() bool {
	return slices.ContainsFunc(f.measures, func(m metric.Measure) bool {
		return slices.Contains([]string{"usage_entitled", "quantity_with_entitled", "entitled_with_quantity", "overage"}, m.Name)
	})
}

// sharing parts the periods by their series sets.
func (f *folding) sharing(periods []*period) func(func([]*period) bool) {
	if f.rows == nil {
		return func(yield func([]*period) bool) { yield(periods) }
	}
	return func(yield func([]*period) bool) {
		for i := range periods {
			if !yield(periods[i : i+1]) {
				return
			}
		}
	}
}

// licenses lets the licenses that count stand in where they are needed.
func (f *folding) licenses(periods []*period) error {
	var days []compile.Period
	for _, p := range periods {
		for range f.lacking(p) {
			days = append(days, compile.Period{Label: p.label, Day: p.day})
			break
		}
	}
	if len(days) == 0 {
		return nil
	}
	f.ask.fallback = true
	licensed, err := f.ask.licensed(periods[0].set, days)
	if err != nil {
		return err
	}
	for _, p := range periods {
		for i := range f.lacking(p) {
			p.meter.entitled[i] = licensed[p.day][i]
		}
	}
	return nil
}

// lacking iterates over the cells that were used and have no entitled figure.
func (f *folding) lacking(p *period) func(func(int) bool) {
	return func(yield func(int) bool) {
		if p.meter == nil {
			return
		}
		for i, used := range p.meter.used {
			if used == used && p.meter.entitled[i] != p.meter.entitled[i] && p.set.meters[i].product != 0 && !yield(i) {
				return
			}
		}
	}
}

// reduceMeters brings metered cells to groups.
func (f *folding) reduceMeters(p *period) {
	n := len(p.set.groups)
	used, entitled, both, whole, over := unknown(n), unknown(n), unknown(n), unknown(n), unknown(n)
	for i, c := range p.set.meters {
		u, e := p.meter.used[i], p.meter.entitled[i]
		plus(&used[c.group], u)
		plus(&entitled[c.group], e)
		if u == u && e == e {
			plus(&both[c.group], u)
			plus(&whole[c.group], e)
			plus(&over[c.group], p.meter.exact(max(0, u-e)))
		}
	}
	for name, c := range map[string][]float64{
		"usage_quantity": used, "usage_entitled": entitled, "overage": over,
		"quantity_with_entitled": both, "entitled_with_quantity": whole,
	} {
		for i := range c {
			c[i] = p.meter.exact(c[i])
		}
		p.figures[name] = c
	}
	p.meter = nil
}
