package store

import (
	"strconv"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/metric"
)

// numbers reads the numbers of a setting, separated by commas or blanks.
func numbers(v string) ([]float64, bool) {
	var out []float64
	for _, text := range splitList(v) {
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || x != x {
			return nil, false
		}
		out = append(out, x)
	}
	return out, true
}

// numbersWithin checks a setting of n numbers from low to high, in ascending
// order or in descending.
func numbersWithin(n int, low, high float64, ascending bool, example string) func(string) error {
	return func(v string) error {
		list, ok := numbers(v)
		ok = ok && len(list) == n
		for i, x := range list {
			ok = ok && x >= low && x <= high
			if i > 0 && ok {
				ok = (list[i-1] <= x) == ascending || list[i-1] == x
			}
		}
		if ok {
			return nil
		}
		order := "descending"
		if ascending {
			order = "ascending"
		}
		return fault.At("value", "%q is not a list of %d %s numbers from %v to %v.", v, n, order, low, high).WithHint("Write it like " + example + ".")
	}
}

// wholeNumbers checks a setting of whole numbers with another check.
func wholeNumbers(check func(string) error) func(string) error {
	return func(v string) error {
		if strings.Contains(v, ".") {
			return fault.At("value", "%q has a part of a day.", v).WithHint("Write whole days.")
		}
		return check(v)
	}
}

// scoring returns how health is scored by the settings, which were checked when
// they were set; one that does not fit is as shipped.
func scoring(settings map[string]string) metric.Scoring {
	s := metric.DefaultScoring()
	if x, ok := numbers(settings["health_windows"]); ok && len(x) == len(s.Windows) {
		for i := range x {
			s.Windows[i] = int(x[i])
		}
	}
	if x, ok := numbers(settings["health_weights"]); ok && len(x) == len(s.Weights) {
		copy(s.Weights[:], x)
	}
	if x, ok := numbers(settings["health_limits"]); ok && len(x) == 2 {
		s.Healthy, s.Warning = x[0], x[1]
	}
	return s
}
