package engine

import (
	"maps"
	"math"
	"slices"
	"strings"

	"headroom/backend/metric"
)

// shownColumn is a column beside the keys, and the figure it shows.
type shownColumn struct {
	metric.Column
	figure string
}

// shown describes the columns beside the keys: the metrics, each with what it
// is compared with, then the calculations, then what became of the row.
func (a *ask) shown() []shownColumn {
	var out []shownColumn
	for _, name := range a.query.Figures() {
		out = append(out, shownColumn{a.figureColumn(name), name})
	}
	for _, x := range a.query.Calculations {
		out = append(out, shownColumn{a.calculationColumn(x), x.Name})
	}
	if a.query.Compare != nil && len(a.query.By) > 0 {
		out = append(out, shownColumn{metric.Column{Name: metric.Change, Type: "text", Format: "text", Role: metric.Change}, metric.Change})
	}
	if len(a.query.Pivot) == 0 {
		return out
	}
	for i := range out { // columns of one metric are told apart by their values
		if out[i].Metric == "" && out[i].Role == "" {
			out[i].Metric = out[i].figure
		}
	}
	return out
}

// figureColumn describes a metric or a column of its comparison.
func (a *ask) figureColumn(name string) metric.Column {
	of, role := metric.SplitFigure(name)
	m, _ := a.catalog.Metric(of)
	c := metric.Column{Name: name, Type: "number", Format: m.Format, Unit: m.Unit, Role: role}
	if m.IsRatio() && m.Format == "percent" {
		c.Type = "ratio"
	}
	if role != "" {
		c.Metric = of
	}
	if role == metric.DeltaRate {
		c.Type, c.Format, c.Unit = "ratio", "percent", ""
	}
	return c
}

// calculationColumn describes a calculation: a share and a difference in
// percent are ratios, a rank is a number of its own, all else is what it is
// made of.
func (a *ask) calculationColumn(x metric.Calculation) metric.Column {
	c := a.figureColumn(x.Metric)
	c.Name, c.Role = x.Name, metric.Calculated
	c.Metric, _ = metric.SplitFigure(x.Metric)
	switch x.Kind {
	case metric.Share, metric.PercentDifference:
		c.Type, c.Format, c.Unit = "ratio", "percent", ""
	case metric.Rank:
		c.Type, c.Format, c.Unit = "number", "integer", ""
	case metric.RunningAverage:
		if c.Format == "integer" {
			c.Format = "decimal"
		}
	}
	return c
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
	case metric.Time:
		c.Format = "time"
		if grain != "" {
			c.Format = grain
		}
	case metric.Text, metric.Flag, metric.Scope:
	}
	if _, cyclic := metric.CycleOf(grain); cyclic {
		c.Type = "number"
	}
	if d.Format != "" && grain == "" {
		c.Format = d.Format
	}
	return c
}

// having returns those of rows whose figures hold what the query asks of them.
func (a *ask) having(t *table, rows []int) []int {
	if a.query.Having == nil {
		return rows
	}
	holds := t.holding(a.query.Having)
	return slices.DeleteFunc(rows, func(i int) bool { return !holds(i) })
}

// holding returns whether the figures of a row hold a filter.
func (t *table) holding(f *metric.Filter) func(row int) bool {
	if f.IsLeaf() {
		figures := t.figures[f.Metric]
		operands, err := f.Operands("", metric.Number)
		if err != nil { // Validate refused it before
			return func(int) bool { return false }
		}
		return func(row int) bool { return compare(f.Op, figures[row], operands) }
	}
	var parts []func(row int) bool
	for _, part := range slices.Concat(f.All, f.Any) {
		parts = append(parts, t.holding(&part))
	}
	all := f.All != nil
	return func(row int) bool {
		return slices.ContainsFunc(parts, func(holds func(int) bool) bool { return holds(row) != all }) != all
	}
}

// compare applies an operator to a figure; a missing one is neither greater
// nor less than anything.
func compare(op string, x float64, operands []any) bool {
	switch op {
	case "is_null":
		return math.IsNaN(x)
	case "not_null":
		return !math.IsNaN(x)
	case "all":
		return true
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
	case "not_between":
		return x < low || x > number(operands[1])
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
// comes last either way, and Other after everything it stands beside.
func (t *table) order(rows []int) []int {
	a, top := t.ask, t.ask.topAt()
	var comparers []func(x, y int) int
	otherLast := func(x, y int) int { return compareFlags(t.isOther(x), t.isOther(y)) }
	byKey := func(i int, desc bool) {
		if i == top && t.others != nil {
			comparers = append(comparers, otherLast)
		}
		compare := a.keyOrder(a.query.By[i])
		comparers = append(comparers, func(x, y int) int { return compare(t.keys[x][i], t.keys[y][i], desc) })
	}
	for _, s := range a.query.Sort {
		if i := a.place(s.By); i >= 0 {
			byKey(i, s.Desc)
			continue
		}
		if t.others != nil {
			comparers = append(comparers, otherLast)
		}
		if s.By == metric.Change && a.query.Compare != nil {
			comparers = append(comparers, func(x, y int) int { return compareCells(t.change[x], t.change[y], s.Desc) })
			continue
		}
		c := t.figures[s.By]
		comparers = append(comparers, func(x, y int) int { return compareFigures(c[x], c[y], s.Desc) })
	}
	for i := range a.query.By {
		byKey(i, false)
	}
	stopped := a.stopped()
	sortFirst(rows, a.wanted(), func(x, y int) int {
		if stopped() { // in any order: the question ends with an error
			return 0
		}
		for _, c := range comparers {
			if d := c(x, y); d != 0 {
				return d
			}
		}
		return 0
	})
	return rows
}

// stopped returns a function that loops call at every step and that reports
// whether the question was given up.
func (a *ask) stopped() func() bool {
	steps, over := 0, false
	return func() bool {
		if steps++; steps&0x3fff == 0 {
			over = a.ctx.Err() != nil
		}
		return over
	}
}

// keyOrder returns how the keys of a dimension sort: the items of a group as
// they are listed, anything else by value.
func (a *ask) keyOrder(by metric.By) func(x, y any, desc bool) int {
	d, _ := a.catalog.Dimension(by.Dimension)
	if len(d.Items) == 0 {
		return compareCells
	}
	places := make(map[any]float64, len(d.Items))
	for i, item := range d.Items {
		places[item] = float64(i)
	}
	at := func(v any) float64 {
		if i, ok := places[v]; ok {
			return i
		}
		return missing
	}
	return func(x, y any, desc bool) int { return compareFigures(at(x), at(y), desc) }
}

func compareFlags(x, y bool) int {
	switch {
	case x == y:
		return 0
	case y:
		return -1
	default:
		return 1
	}
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

// cell returns a figure as it goes out: what is missing or not finite is nil.
func cell(x float64) any {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return x
}

// partsOf returns numerator and denominator of every ratio in rows, and of what
// it is compared with. A row of -1 has none. keys and other say of which column
// of a pivoted answer they are.
func (a *ask) partsOf(t *table, rows []int, keys []any, other bool) []metric.Part {
	out := []metric.Part{}
	for _, name := range a.query.Metrics {
		m, _ := a.catalog.Metric(name)
		if !m.IsRatio() {
			continue
		}
		out = slices.Grow(out, len(rows))
		start := len(out)
		out = t.parts(out, m, name, rows)
		if t.before != nil {
			out = t.before.parts(out, m, name+metric.RoleDivider+metric.Before, rows)
		}
		for i := start; i < len(out); i++ {
			out[i].Pivot, out[i].Other = keys, other
		}
	}
	return out
}

// parts adds the parts of one metric.
func (t *table) parts(out []metric.Part, m metric.Metric, name string, rows []int) []metric.Part {
	figures := make([]float64, 2*len(rows))
	shared := t.shared(m)
	for i, row := range rows {
		if row < 0 {
			continue
		}
		p := metric.Part{Row: i, Metric: name, Detail: t.detail(m, row, shared)}
		p.Numerator = part(t.measures[m.Measure][row], &figures[2*i])
		p.Denominator = part(t.measures[m.Per][row], &figures[2*i+1])
		out = append(out, p)
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
