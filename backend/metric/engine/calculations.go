package engine

import (
	"math"
	"slices"

	"headroom/backend/metric"
)

// calculate adds the columns of Query.Calculations to t, over rows in the order
// of the answer. The columns of a pivoted answer are calculated each by itself.
func (a *ask) calculate(t *table, rows []int) error {
	for _, x := range a.query.Calculations {
		per := a.per(x)
		var err error
		out := filled(len(t.keys), missing)
		switch x.Kind {
		case metric.Share:
			err = a.share(t, rows, x, per, out)
		case metric.Rank:
			a.rank(t, rows, x, per, out)
		default:
			a.run(t, rows, x, per, out)
		}
		if err != nil {
			return err
		}
		t.figures[x.Name] = out
	}
	return a.ctx.Err()
}

// per returns the keys within whose values a calculation goes on.
func (a *ask) per(x metric.Calculation) []int {
	var at []int
	for i, by := range a.query.By {
		if slices.Contains(x.Per, by.Dimension) || slices.Contains(a.query.Pivot, by.Dimension) {
			at = append(at, i)
		}
	}
	return at
}

// code writes some keys of a row so that different ones differ, those of Other
// from a value of that name too.
func (t *table) code(row int, at []int) string {
	top := t.ask.topAt()
	var b []byte
	for _, i := range at {
		if i == top && t.isOther(row) {
			b = append(b, 3)
			continue
		}
		b = encodeKey(b, t.keys[row][i])
	}
	return string(b)
}

// running is where a calculation has come to.
type running struct{ sum, count, least, most, last float64 }

// run goes over the rows and keeps what came before. Other takes part in what
// is summed up, but it neither follows a value nor comes before one.
func (a *ask) run(t *table, rows []int, x metric.Calculation, per []int, out []float64) {
	column := t.figures[x.Metric]
	groups := map[string]*running{}
	step := x.Kind == metric.Difference || x.Kind == metric.PercentDifference
	for _, row := range rows {
		v := column[row]
		if math.IsNaN(v) || (step && t.isOther(row)) {
			continue
		}
		code := t.code(row, per)
		g, ok := groups[code]
		if !ok {
			g = &running{least: v, most: v, last: missing}
			groups[code] = g
		}
		g.sum, g.count, g.least, g.most = g.sum+v, g.count+1, min(g.least, v), max(g.most, v)
		switch x.Kind {
		case metric.RunningSum:
			out[row] = g.sum
		case metric.RunningAverage:
			out[row] = g.sum / g.count
		case metric.RunningMin:
			out[row] = g.least
		case metric.RunningMax:
			out[row] = g.most
		case metric.Difference:
			out[row] = v - g.last
		case metric.PercentDifference:
			out[row] = divide(v-g.last, g.last)
		}
		g.last = v
	}
}

// divide divides; by nothing or 0 there is no result.
func divide(x, by float64) float64 {
	if by == 0 || math.IsNaN(by) {
		return missing
	}
	return x / by
}

// rank numbers the values: 1 is the greatest, or the least where the answer is
// sorted by the column from there; equal ones share the number of the first.
// Other is no value and has none.
func (a *ask) rank(t *table, rows []int, x metric.Calculation, per []int, out []float64) {
	column := t.figures[x.Metric]
	sign := -1.0
	if i := slices.IndexFunc(a.query.Sort, func(s metric.Sort) bool { return s.By == x.Metric }); i >= 0 && !a.query.Sort[i].Desc {
		sign = 1
	}
	groups := map[string][]int{}
	for _, row := range rows {
		if !math.IsNaN(column[row]) && !t.isOther(row) {
			code := t.code(row, per)
			groups[code] = append(groups[code], row)
		}
	}
	for _, members := range groups {
		slices.SortStableFunc(members, func(i, j int) int { return compareFigures(sign*column[i], sign*column[j], false) })
		for i, row := range members {
			out[row] = float64(i + 1)
			if i > 0 && column[row] == column[members[i-1]] {
				out[row] = out[members[i-1]]
			}
		}
	}
}

// share divides by the total, which is asked again: of all, or of the group.
// What having or top leaves out is a part of it.
func (a *ask) share(t *table, rows []int, x metric.Calculation, per []int, out []float64) error {
	w, err := a.over(per)
	if err != nil {
		return err
	}
	totals, all, err := w.kept()
	if err != nil {
		return err
	}
	own := make([]int, len(per)) // where the keys of the totals are
	for i := range own {
		own[i] = i
	}
	whole := map[string]float64{}
	for _, row := range all {
		whole[totals.code(row, own)] = totals.figures[x.Metric][row]
	}
	column := t.figures[x.Metric]
	for _, row := range rows {
		total, ok := whole[t.code(row, per)]
		if ok {
			out[row] = divide(column[row], total)
		}
	}
	return nil
}

// over returns the question split by some of its dimensions only, for totals:
// those are asked again, never added up, and of everything.
func (a *ask) over(at []int) (*ask, error) {
	return a.with(func(q *metric.Query) {
		by := make([]metric.By, len(at))
		for i, j := range at {
			by[i] = a.query.By[j]
		}
		q.By, q.Having, q.Sort, q.Limit, q.Offset, q.Totals, q.Pivot, q.Calculations = by, nil, nil, 0, 0, false, nil, nil
	})
}
