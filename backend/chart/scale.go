package chart

import "math"

// roundSteps are the steps between the lines of an axis, in powers of ten.
var roundSteps = []float64{1, 2, 2.5, 3, 4, 5}

// The lines of an axis: three or four, and one more where four would leave more
// than mostIdle of the room empty.
const (
	fewest     = 3
	usualLines = 4
	mostIdle   = 0.2
)

// roundScale ends an axis at round figures around low and high, with a step
// that leaves the least room empty. Whole figures have no line between them.
func roundScale(low, high float64, whole bool) (from, to, step float64) {
	span := high - low
	if span <= 0 {
		return low, low + 1, 1
	}
	idle := math.Inf(1)
	for _, lines := range []int{usualLines, usualLines + 1} {
		if idle <= mostIdle {
			break
		}
		for _, s := range stepsAround(span / float64(lines)) {
			a, b := math.Floor(low/s+1e-9)*s, math.Ceil(high/s-1e-9)*s
			n := math.Round((b - a) / s)
			fits := n >= fewest && n <= float64(lines) && (!whole || s == math.Trunc(s))
			if rest := (b-a)/span - 1; fits && rest < idle-1e-9 {
				from, to, step, idle = a, b, s, rest
			}
		}
	}
	if math.IsInf(idle, 1) { // whole figures that are too near to each other
		return math.Floor(low), math.Ceil(high), 1
	}
	return from, to, step
}

// stepsAround are round steps from a little below a width to well above it, the
// widest first: of two that fit alike the fewer lines are taken.
func stepsAround(width float64) []float64 {
	ten := math.Pow(10, math.Floor(math.Log10(width)))
	var out []float64
	for _, power := range []float64{10 * ten, ten} {
		for i := len(roundSteps) - 1; i >= 0; i-- {
			out = append(out, roundSteps[i]*power)
		}
	}
	return out
}

// rateScale ends an axis of rates at 125 %, or beyond the largest.
func rateScale(high float64) (top, step float64) {
	top, step = max(1.25, high), 0.25
	if top > 2 {
		step = math.Ceil(top / 8)
	}
	return math.Ceil(top/step-1e-9) * step, step
}
