package chart

import "testing"

func TestAnAxisEndsAtRoundFiguresWithFewLines(t *testing.T) {
	for _, c := range []struct {
		low, high      float64
		whole          bool
		from, to, step float64
	}{
		{0, 17110, true, 0, 20000, 5000},
		{0, 273, true, 0, 300, 100},
		{0, 2439, true, 0, 2500, 500}, // four lines would leave a fifth of the room empty
		{0, 1161, true, 0, 1200, 400},
		{0, 81, true, 0, 90, 30},
		{0, 108, true, 0, 120, 40},
		{0, 3, true, 0, 3, 1},
		{0, 1, true, 0, 1, 1},
		{0, 0.8, false, 0, 0.8, 0.2},
		{9450, 17400, true, 9000, 18000, 3000},
		{6750, 9614, true, 6000, 10000, 1000},
		{-750, 18, true, -750, 250, 250},
		{5, 5, true, 5, 6, 1},
	} {
		from, to, step := roundScale(c.low, c.high, c.whole)
		if from != c.from || to != c.to || step != c.step {
			t.Errorf("%v to %v goes from %v to %v by %v, not from %v to %v by %v", c.low, c.high, from, to, step, c.from, c.to, c.step)
		}
		if from > c.low || to < c.high {
			t.Errorf("%v to %v is not within %v to %v", c.low, c.high, from, to)
		}
	}
}
