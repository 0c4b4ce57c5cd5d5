package watch

import (
	"fmt"
	"math"
	"slices"

	"headroom/backend/metric"
)

// history is a figure of an earlier period, with its base.
type history struct{ value, base *float64 }

// earlier reads the figures of the periods before, by instance.
func (r *figureRule) earlier() ([]map[string]history, error) {
	out := make([]map[string]history, len(r.back))
	c := r.rule.Condition
	for i, p := range r.back {
		if p.err != nil {
			return nil, fmt.Errorf("ask for %s of %d periods before: %w", c.Metric, i+1, p.err)
		}
		base := ""
		if c.Base != nil {
			base = c.Base.Metric
		}
		out[i] = once(p, fmt.Sprintf("history %s %s %v", c.Metric, base, r.rule.Per), func() map[string]history {
			at := r.places(p)
			before, beforeBase := p.column(c.Metric+metric.RoleDivider+metric.Before), p.column(base+metric.RoleDivider+metric.Before)
			found := make(map[string]history, len(p.rows))
			for _, row := range p.rows {
				found[r.named.name(r.values(row, at))] = history{number(cell(row, before)), number(cell(row, beforeBase))}
			}
			return found
		})
	}
	return out, nil
}

// comparer compares the rows of one answer with the condition of a rule.
type comparer struct {
	c                              Condition
	metric, fallback, before, base int
	baseBefore                     int
	terms                          []int
	fallbackName                   string
}

func (r *figureRule) comparer(p *part) comparer {
	c := r.rule.Condition
	out := comparer{
		c: c, metric: p.column(c.Metric), fallback: p.column(c.Fallback), before: p.column(c.Metric + metric.RoleDivider + metric.Before), base: -1, baseBefore: -1,
		fallbackName: c.Fallback,
	}
	if c.Base != nil {
		out.base, out.baseBefore = p.column(c.Base.Metric), p.column(c.Base.Metric+metric.RoleDivider+metric.Before)
	}
	for _, t := range c.And {
		out.terms = append(out.terms, p.column(t.Metric))
	}
	return out
}

// mayMeet tells cheaply that a row cannot be met.
func (c comparer) mayMeet(_ []any, v *float64) bool {
	return c.c.Kind != Threshold || v != nil && compares(*v, c.c.Op, *c.c.Value)
}

// compares compares two numbers.
func compares(a float64, op string, b float64) bool {
	switch op {
	case "gt":
		return a > b
	case "ge":
		return a >= b
	case "lt":
		return a < b
	case "le":
		return a <= b
	default:
		return false
	}
}

var signs = map[string]string{"gt": ">", "ge": "≥", "lt": "<", "le": "≤"}

// judge compares one row, whose figure is v.
func (c comparer) judge(row []any, v *float64, instance string, earlier []map[string]history) seen {
	x := seen{instance: instance, metric: c.c.Metric, value: v}
	if number(cell(row, c.metric)) == nil && v != nil {
		x.metric = c.fallbackName
	}
	x.outcome.Value = v
	base := number(cell(row, c.base))
	switch c.c.Kind {
	case Threshold:
		c.threshold(&x, v)
	case Trend:
		base = c.trend(&x, v, instance, earlier, base)
	default:
		base = c.change(&x, row, v, instance, earlier)
	}
	c.based(&x, base)
	c.also(&x, row)
	return x
}

// finish sets what was found.
func (x *seen) finish(f Finding, resolution Resolution, stopped gate, reason string) {
	x.outcome.Finding, x.outcome.Resolution, x.stopped, x.reason = f, resolution, stopped, reason
}

func (x *seen) noData() { x.finish(Empty, "", byData, "no data") }

// threshold compares a figure with the level at which it fires and with the one at
// which it ends.
func (c comparer) threshold(x *seen, v *float64) {
	if v == nil {
		x.noData()
		return
	}
	x.limit = fraction(*c.c.Value)
	reason := fmt.Sprintf("%s = %s %s %s", x.metric, fraction(*v), signs[c.c.Op], x.limit)
	switch {
	case compares(*v, c.c.Op, *c.c.Value):
		x.finish(Met, "", "", reason)
	case c.c.Clear != nil && !c.cleared(*v):
		x.finish(Held, "", byCondition, "")
	default:
		x.finish(NotMet, BelowClear, byCondition, string(BelowClear))
	}
}

// cleared reports whether v is at or beyond the level at which an episode ends.
func (c comparer) cleared(v float64) bool {
	if c.c.above() {
		return v <= *c.c.Clear
	}
	return v >= *c.c.Clear
}

// change compares a figure with the instance's own baseline and returns the base:
// that of the time the baseline is of, because what fell was measured by it.
func (c comparer) change(x *seen, row []any, v *float64, instance string, earlier []map[string]history) (base *float64) {
	if c.c.Against == Median {
		var values, bases []float64
		for _, h := range earlier {
			if x := h[instance]; x.value != nil {
				values = append(values, *x.value)
				if x.base != nil {
					bases = append(bases, *x.base)
				}
			}
		}
		if len(values) >= leastTrend {
			m := median(values)
			x.before = &m
		}
		if len(bases) > 0 {
			m := median(bases)
			base = &m
		}
	} else {
		x.before, base = number(cell(row, c.before)), number(cell(row, c.baseBefore))
	}
	if v == nil || x.before == nil {
		x.noData()
		return base
	}
	c.move(x, *v, *x.before)
	return base
}

func median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	if n%2 == 1 {
		return values[n/2]
	}
	return (values[n/2-1] + values[n/2]) / 2
}

// move compares how far a figure moved.
func (c comparer) move(x *seen, now, before float64) {
	by := now - before
	if c.c.Relative {
		if before == 0 {
			x.finish(NotMet, BelowClear, byBase, "the figure before is 0")
			return
		}
		by /= math.Abs(before)
	}
	x.limit = fraction(c.c.By)
	reason := fmt.Sprintf("%s: %s → %s, by %s of %s", x.metric, fraction(before), fraction(now), fraction(by), fraction(c.c.By))
	far := by != 0 && math.Abs(by) >= c.c.By && (c.c.Direction == Either || (by > 0) == (c.c.Direction == Up))
	if far {
		x.finish(Met, "", "", reason)
		return
	}
	x.finish(NotMet, BelowClear, byCondition, string(BelowClear))
}

// trend tells whether a figure moved in one direction with every period.
func (c comparer) trend(x *seen, v *float64, instance string, earlier []map[string]history, base *float64) *float64 {
	values := []float64{}
	for i := range earlier {
		h := earlier[len(earlier)-1-i][instance]
		if h.value == nil {
			x.noData()
			return base
		}
		if i == 0 && c.c.Base != nil {
			base = h.base
		}
		values = append(values, *h.value)
	}
	if v == nil || len(values) == 0 {
		x.noData()
		return base
	}
	values = append(values, *v)
	x.before = &values[0]
	for i := 1; i < len(values); i++ {
		if values[i] == values[i-1] || (values[i] > values[i-1]) != (c.c.Direction == Up) {
			x.finish(NotMet, BelowClear, byCondition, string(BelowClear))
			return base
		}
	}
	c.move(x, *v, values[0])
	return base
}

// based leaves out what has too small a base to mean anything.
func (c comparer) based(x *seen, base *float64) {
	if c.c.Base == nil || x.outcome.Finding == Empty {
		return
	}
	switch {
	case base == nil:
		x.noData()
	case *base < c.c.Base.AtLeast:
		x.finish(NotMet, Gone, byBase, fmt.Sprintf("%s = %s < %s", c.c.Base.Metric, fraction(*base), fraction(c.c.Base.AtLeast)))
	}
}

// also demands the other comparisons of the condition, too.
func (c comparer) also(x *seen, row []any) {
	for i, t := range c.c.And {
		if x.outcome.Finding != Met && x.outcome.Finding != Held {
			return
		}
		v := number(cell(row, c.terms[i]))
		switch {
		case v == nil:
			x.noData()
		case !compares(*v, t.Op, t.Value):
			x.finish(NotMet, BelowClear, byCondition, string(BelowClear))
		default:
			x.reason += fmt.Sprintf("; %s = %s %s %s", t.Metric, fraction(*v), signs[t.Op], fraction(t.Value))
		}
	}
}
