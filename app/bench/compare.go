package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// sameAnswer says where two answers differ, nil where they are equal: the same
// rows whatever their order, numbers to nine digits.
func sameAnswer(ours, theirs [][]any) error {
	a, b := lines(ours), lines(theirs)
	if len(a) != len(b) {
		return fmt.Errorf("%d rows, DuckDB has %d", len(a), len(b))
	}
	for i := range a {
		if a[i] != b[i] {
			return fmt.Errorf("%s, DuckDB has %s", a[i], b[i])
		}
	}
	return nil
}

// lines writes rows as text, in an order of their own.
func lines(rows [][]any) []string {
	out := make([]string, len(rows))
	for i, row := range rows {
		cells := make([]string, len(row))
		for j, v := range row {
			cells[j] = cell(v)
		}
		out[i] = strings.Join(cells, " | ")
	}
	slices.Sort(out)
	return out
}

func cell(v any) string {
	switch x := v.(type) {
	case nil:
		return "-"
	case int64:
		return digits(float64(x))
	case float64:
		return digits(x)
	default:
		return fmt.Sprint(x)
	}
}

// digits writes nine digits that count, without a minus before nothing.
func digits(x float64) string {
	if x == 0 || math.IsNaN(x) {
		return strconv.FormatFloat(math.Abs(x), 'g', -1, 64)
	}
	return strconv.FormatFloat(x, 'g', 9, 64)
}
