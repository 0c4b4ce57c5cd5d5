package expr

import "math"

// A number is rounded as it is written with 15 significant digits: 1.005 is
// rounded to 1.01, though the nearest binary number is a little below. nudge is
// what makes up for it.
const nudge = 1 + 1.0/(1<<50)

// exact is the magnitude from which on every number is whole.
const exact = 1 << 52

// rounding are the ways to round: to the nearest with halves away from 0,
// away from 0, and towards 0.
const (
	nearestDigit = "nearest"
	awayFromZero = "up"
	towardsZero  = "down"
)

// digits bounds the places of rounding, where powers of 10 are exact.
func digits(d float64) int { return int(max(-22, min(22, math.Trunc(d)))) }

func power10(n int) float64 { return math.Pow10(n) }

// scale returns by what a number is multiplied before it is rounded to d
// places, and by what the result is multiplied or divided.
func scale(d int, way string) (before, multiply, divide float64) {
	before, multiply, divide = power10(d), 1, power10(d)
	if d < 0 {
		before, multiply, divide = 1/power10(-d), power10(-d), 1
	}
	if way == awayFromZero {
		return before * (2 - nudge), multiply, divide
	}
	return before * nudge, multiply, divide
}

// round rounds x to d places. The arithmetic is that of roundSQL, step by
// step; the conversions keep compilers from joining steps.
func round(x, d float64, way string) float64 {
	before, multiply, divide := scale(digits(d), way)
	y := float64(x * before)
	if !(math.Abs(y) < exact) {
		return x
	}
	switch way {
	case nearestDigit:
		y = math.Trunc(y + math.Copysign(0.5, y))
	case towardsZero:
		y = math.Trunc(y)
	default:
		y = roundUp(y)
	}
	return float64(y*multiply)/divide + 0
}

// roundSQL renders the rounding of a simple x to a constant number of places.
func roundSQL(w *writer, x string, d int, way string) string {
	before, multiply, divide := scale(d, way)
	y := "(" + x + " * " + w.Arg(before) + ")"
	whole := "CAST(" + y + " AS INTEGER)"
	switch way {
	case nearestDigit:
		whole = "CAST((" + y + " + (CASE WHEN (" + x + " < 0.0) THEN -0.5 ELSE 0.5 END)) AS INTEGER)"
	case awayFromZero:
		whole = "((" + whole + " + (" + y + " > " + whole + ")) - (" + y + " < " + whole + "))"
	}
	back := "(" + whole + " / " + w.Arg(divide) + ")"
	if multiply != 1 {
		back = "(" + whole + " * " + w.Arg(multiply) + ")"
	}
	return "(CASE WHEN (abs(" + y + ") < " + w.Arg(float64(exact)) + ") THEN " + back + " ELSE " + x + " END)"
}

// roundUp rounds away from 0 to a whole number.
func roundUp(x float64) float64 {
	if x < 0 {
		return math.Floor(x)
	}
	return math.Ceil(x)
}

// even rounds away from 0 to an even number.
func even(x float64) float64 { return 2 * roundUp(x/2) }

// odd rounds away from 0 to an odd number.
func odd(x float64) float64 {
	if x < 0 {
		return -odd(-x)
	}
	if x >= 1<<53 { // where every number is even and none is nearer
		return x
	}
	return 2*math.Ceil((x-1)/2) + 1
}
