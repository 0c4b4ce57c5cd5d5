package engine

import (
	"slices"

	"headroom/backend/metric"
	"headroom/backend/metric/expr"
)

// aggregation makes one aggregate of a column for each group, over the rows of
// one frame after the other.
type aggregation struct {
	measure metric.Measure
	column  metric.Dimension // none where rows are counted
	exact   bool             // decimals that are added to the finest scale met
	scale   uint8
	figures []float64 // by group: the sum, least or greatest value; NaN while nothing is known
	counts  []float64 // by group: how many values are known
	pairs   *persons  // of a group and the code of a value
	codes   *valueCodes
	medians []groupValue
}

// aggregated reads what an aggregate is of.
func (p *rowPlan) aggregated(m metric.Measure) error {
	d, _ := p.ask.catalog.Dimension(m.Column)
	if p.observed(d) || (m.Aggregate != "count" && m.Aggregate != "distinct") {
		return p.need(d)
	}
	c, err := p.table.dimension(p.ask, d)
	p.fixed[m.Column] = c
	return err
}

// groupValue is a value of a group.
type groupValue struct {
	group int32
	value float64
}

// newAggregation makes an aggregate of nothing yet, in the arrays of pairs.
func newAggregation(p *rowPlan, m metric.Measure, pairs *persons) *aggregation {
	pairs.clear()
	a := &aggregation{measure: m, pairs: pairs}
	if m.Column != "" {
		a.column, _ = p.ask.catalog.Dimension(m.Column)
		at, ok := p.values[m.Column]
		a.exact = ok && p.relation == metric.Usage && isMetered(at)
		a.codes = newValueCodes(func(v expr.Values, i int) any {
			if v.Type == expr.Text {
				return v.Texts[i]
			}
			return v.Numbers[i]
		})
	}
	return a
}

// add takes the rows of f by their groups, of which there are n.
func (a *aggregation) add(f *frame, group []int32, n int) {
	a.counts = grown(a.counts, n, 0)
	a.figures = grown(a.figures, n, missing)
	a.scale = max(a.scale, f.scale)
	if a.measure.Column == "" {
		for _, g := range group {
			if g >= 0 {
				a.counts[g]++
			}
		}
		return
	}
	if fixed := f.plan.fixed[a.measure.Column]; fixed != nil {
		a.countFixed(fixed, f.series, group)
		return
	}
	v := f.column(a.column)
	if a.measure.Aggregate == "count" || a.measure.Aggregate == "distinct" {
		a.count(v, group)
		return
	}
	for i, g := range group {
		x := v.Numbers[i]
		if g < 0 || x != x {
			continue
		}
		a.counts[g]++
		switch a.measure.Aggregate {
		case "min":
			if !(x >= a.figures[g]) { // also where nothing is known
				a.figures[g] = x
			}
		case "max":
			atLeast(&a.figures[g], x)
		case "median":
			a.medians = append(a.medians, groupValue{g, x})
		default:
			plus(&a.figures[g], x)
		}
	}
}

func (a *aggregation) count(v expr.Values, group []int32) {
	for i, g := range group {
		if g < 0 || absent(v, i) {
			continue
		}
		a.counts[g]++
		if a.measure.Aggregate == "distinct" {
			a.pairs.add(g, a.codes.of(v, i)+1)
		}
	}
}

// countFixed counts values that follow from the series.
func (a *aggregation) countFixed(c *coded, series, group []int32) {
	none := int32(noCode)
	for code, v := range c.values {
		if v == nil {
			none = int32(code)
		}
	}
	for i, g := range group {
		if g < 0 {
			continue
		}
		code := c.of[series[i]]
		if code == noCode || code == none {
			continue
		}
		a.counts[g]++
		if a.measure.Aggregate == "distinct" {
			a.pairs.add(g, code+1)
		}
	}
}

// result returns the aggregate of each of n groups.
func (a *aggregation) result(n int) []float64 {
	a.counts, a.figures = grown(a.counts, n, 0), grown(a.figures, n, missing)
	switch a.measure.Aggregate {
	case "count":
		return a.counts
	case "distinct":
		out := make([]float64, n)
		for g, count := range a.pairs.distinct(n) {
			out[g] = float64(count)
		}
		return out
	case "median":
		a.middle()
		a.scale++ // of the mean of two decimals
	}
	if a.exact {
		for g := range a.figures {
			a.figures[g] = exactly(a.figures[g], a.scale)
		}
	}
	if a.measure.Aggregate == "average" {
		for g := range a.figures {
			a.figures[g] /= a.counts[g]
		}
	}
	return a.figures
}

// middle finds the median of each group: of an even number of values the mean
// of the two in the middle.
func (a *aggregation) middle() {
	slices.SortFunc(a.medians, func(x, y groupValue) int {
		switch {
		case x.group != y.group:
			return int(x.group - y.group)
		case x.value < y.value:
			return -1
		case x.value > y.value:
			return 1
		default:
			return 0
		}
	})
	for first := 0; first < len(a.medians); {
		g, last := a.medians[first].group, first
		for last < len(a.medians) && a.medians[last].group == g {
			last++
		}
		n := last - first
		low, high := a.medians[first+(n-1)/2].value, a.medians[first+n/2].value
		a.figures[g] = low + (high-low)/2
		first = last
	}
}

// grown returns x with n values, new ones being v.
func grown(x []float64, n int, v float64) []float64 {
	if n <= len(x) {
		return x
	}
	old := len(x)
	x = slices.Grow(x, n-old)[:n]
	for i := old; i < n; i++ {
		x[i] = v
	}
	return x
}
