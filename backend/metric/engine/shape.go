package engine

import (
	"maps"
	"math"
	"slices"
	"strings"

	"headroom/backend/metric"
)

// columns describes the columns of an answer: the keys, then the metrics.
func (a *ask) columns() []metric.Column {
	out := []metric.Column{}
	for _, by := range a.query.By {
		d, _ := a.catalog.Dimension(by.Dimension)
		out = append(out, column(d, by.Grain))
	}
	for _, name := range a.query.Metrics {
		m, _ := a.catalog.Metric(name)
		kind := "number"
		if m.IsRatio() && m.Format == "percent" {
			kind = "ratio"
		}
		out = append(out, metric.Column{Name: m.Name, Type: kind, Format: m.Format, Unit: m.Unit})
	}
	return out
}

func column(d metric.Dimension, grain string) metric.Column {
	c := metric.Column{Name: d.Name, Type: d.Kind.Type(), Format: "text", Unit: d.Unit}
	switch d.Kind {
	case metric.Date:
		c.Format = "day"
		if grain != "" {
			c.Format = grain
		}
	case metric.Number, metric.Days:
		c.Format = "integer"
	case metric.Text, metric.Flag, metric.Scope:
	}
	return c
}

// having returns the rows whose metrics hold what the query asks of them.
func (a *ask) having(t *table) []int {
	rows := make([]int, 0, len(t.keys))
	for i := range t.keys {
		if a.query.Having == nil || t.holds(a.query.Having, i) {
			rows = append(rows, i)
		}
	}
	return rows
}

func (t *table) holds(f *metric.Filter, row int) bool {
	switch {
	case f.All != nil:
		return !slices.ContainsFunc(f.All, func(c metric.Filter) bool { return !t.holds(&c, row) })
	case f.Any != nil:
		return slices.ContainsFunc(f.Any, func(c metric.Filter) bool { return t.holds(&c, row) })
	}
	operands, err := f.Operands("", metric.Number)
	if err != nil { // Validate refused it before
		return false
	}
	return compare(f.Op, t.metrics[f.Metric][row], operands)
}

// compare applies an operator to a figure; a missing one is neither greater
// nor less than anything.
func compare(op string, x float64, operands []any) bool {
	switch op {
	case "is_null":
		return math.IsNaN(x)
	case "not_null":
		return !math.IsNaN(x)
	case "eq", "in":
		return among(x, op, operands)
	case "ne", "not_in":
		return !among(x, op, operands)
	}
	low := number(operands[0])
	switch op {
	case "gt":
		return x > low
	case "ge":
		return x >= low
	case "lt":
		return x < low
	case "le":
		return x <= low
	default: // between
		return low <= x && x <= number(operands[1])
	}
}

func among(x float64, op string, operands []any) bool {
	if len(operands) == 0 && (op == "eq" || op == "ne") {
		return math.IsNaN(x)
	}
	return slices.ContainsFunc(operands, func(v any) bool { return number(v) == x || (v == nil && math.IsNaN(x)) })
}

// order sorts rows as the query asks, then by their keys; what is missing
// comes last either way.
func (t *table) order(rows []int) []int {
	a := t.ask
	comparers := []func(x, y int) int{}
	for _, s := range a.query.Sort {
		if i := slices.IndexFunc(a.query.By, func(b metric.By) bool { return b.Dimension == s.By }); i >= 0 {
			comparers = append(comparers, func(x, y int) int { return compareCells(t.keys[x][i], t.keys[y][i], s.Desc) })
			continue
		}
		c := t.metrics[s.By]
		comparers = append(comparers, func(x, y int) int { return compareFigures(c[x], c[y], s.Desc) })
	}
	for i := range a.query.By {
		comparers = append(comparers, func(x, y int) int { return compareCells(t.keys[x][i], t.keys[y][i], false) })
	}
	slices.SortFunc(rows, func(x, y int) int {
		for _, c := range comparers {
			if d := c(x, y); d != 0 {
				return d
			}
		}
		return 0
	})
	return rows
}

func compareFigures(x, y float64, desc bool) int {
	nx, ny := x != x, y != y
	switch {
	case nx && ny:
		return 0
	case nx:
		return 1
	case ny:
		return -1
	case x == y:
		return 0
	case (x < y) != desc:
		return -1
	default:
		return 1
	}
}

// compareCells compares two values of one column.
func compareCells(x, y any, desc bool) int {
	sx, okx := x.(string)
	sy, oky := y.(string)
	if !okx || !oky {
		if okx || oky { // text and a missing text
			if okx {
				return -1
			}
			return 1
		}
		return compareFigures(number(x), number(y), desc)
	}
	d := strings.Compare(sx, sy)
	if desc {
		return -d
	}
	return d
}

// cells returns the rows as they go out.
func (t *table) cells(rows []int) [][]any {
	metrics := t.ask.query.Metrics
	columns := make([][]float64, len(metrics))
	for i, name := range metrics {
		columns[i] = t.metrics[name]
	}
	width := len(t.ask.query.By) + len(metrics)
	all := make([]any, 0, len(rows)*width)
	out := make([][]any, 0, len(rows))
	for _, row := range rows {
		start := len(all)
		all = append(all, t.keys[row]...)
		for _, c := range columns {
			all = append(all, cell(c[row]))
		}
		out = append(out, all[start:len(all):len(all)])
	}
	return out
}

// cell returns a figure as it goes out: what is missing or not finite is nil.
func cell(x float64) any {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return x
}

// parts returns numerator and denominator of every ratio in rows.
func (t *table) parts(rows []int) []metric.Part {
	out := []metric.Part{}
	for _, name := range t.ask.query.Metrics {
		m, _ := t.ask.catalog.Metric(name)
		if !m.IsRatio() {
			continue
		}
		out = slices.Grow(out, len(rows))
		figures := make([]float64, 2*len(rows))
		shared := t.shared(m)
		for i, row := range rows {
			p := metric.Part{Row: i, Metric: name, Detail: t.detail(m, row, shared)}
			p.Numerator = part(t.measures[m.Measure][row], &figures[2*i])
			p.Denominator = part(t.measures[m.Per][row], &figures[2*i+1])
			out = append(out, p)
		}
	}
	return out
}

func part(x float64, into *float64) *float64 {
	if math.IsNaN(x) {
		return nil
	}
	*into = x
	return into
}

// shared returns what is told beside every part of a metric.
func (t *table) shared(m metric.Metric) map[string]any {
	if m.Window == "" {
		return nil
	}
	return map[string]any{"windows": t.ask.windows}
}

// detail returns what is told beside one part of a metric.
func (t *table) detail(m metric.Metric, row int, shared map[string]any) map[string]any {
	if len(m.Detail) == 0 {
		return shared
	}
	out := make(map[string]any, len(m.Detail)+len(shared))
	maps.Copy(out, shared)
	for name, measure := range m.Detail {
		out[name] = cell(t.measures[measure][row])
	}
	return out
}
