package engine

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
	"headroom/backend/metric/expr"
	"headroom/backend/portfolio"
)

// condition is a filter over rows of usage, some of whose columns are observed.
// It means exactly what the same filter means in SQL (compile.builder).
type condition struct {
	all, any []condition
	series   []bool // of the series alone: by series; nil otherwise
	column   metric.Dimension
	holds    test
}

// test leaves out the rows whose value does not hold.
type test func(v expr.Values, rows []bool)

// condition prepares a filter.
func (p *rowPlan) condition(f *metric.Filter) (condition, error) {
	if !f.IsLeaf() {
		out := condition{}
		children, into := f.All, &out.all
		if f.All == nil {
			children, into = f.Any, &out.any
		}
		*into = []condition{}
		for i := range children {
			c, err := p.condition(&children[i])
			if err != nil {
				return out, err
			}
			*into = append(*into, c)
		}
		return out, nil
	}
	d, _ := p.ask.catalog.Dimension(f.Dimension)
	if !p.observed(d) {
		return p.ofSeries(f)
	}
	if err := p.need(d); err != nil {
		return condition{}, err
	}
	operands, err := f.Operands("filter", d.Kind)
	if err != nil {
		return condition{}, err
	}
	c := comparer{calendar: p.ask.setting.Calendar, day: p.ask.dayFor(p.relation), kind: d.Kind, filter: *f, operands: operands}
	return condition{column: d, holds: c.holds()}, nil
}

// ofSeries prepares a comparison that SQL can tell of the series.
func (p *rowPlan) ofSeries(f *metric.Filter) (condition, error) {
	c, err := p.table.term(p.ask, compile.SeriesCondition(p.ask.question(metric.Usage), f))
	if err != nil {
		return condition{}, err
	}
	yes, out := c.holding(), condition{series: make([]bool, p.table.size)}
	for id, code := range c.of {
		out.series[id] = code != noCode && yes[code]
	}
	return out, nil
}

// limit leaves out the rows of f that the condition does not find.
func (c condition) limit(f *frame, rows []bool) {
	switch {
	case c.all != nil:
		for _, x := range c.all {
			x.limit(f, rows)
		}
	case c.any != nil:
		found := make([]bool, len(rows))
		for _, x := range c.any {
			one := slices.Clone(rows)
			x.limit(f, one)
			for i, yes := range one {
				found[i] = found[i] || yes
			}
		}
		copy(rows, found)
	case c.series != nil:
		for i, s := range f.series {
			rows[i] = rows[i] && c.series[s]
		}
	default:
		c.holds(f.column(c.column), rows)
	}
}

// comparer makes one comparison of a column of values.
type comparer struct {
	calendar compile.Calendar
	day      portfolio.Day // the day of relative dates
	kind     metric.Kind
	filter   metric.Filter
	operands []any
}

func (c comparer) holds() test {
	switch c.filter.Op {
	case "all":
		return func(expr.Values, []bool) {}
	case "is_null":
		return each(absent)
	case "not_null":
		return each(func(v expr.Values, i int) bool { return !absent(v, i) })
	case "eq", "in":
		return each(c.among())
	case "ne", "not_in":
		in := c.among()
		return each(func(v expr.Values, i int) bool { return !in(v, i) })
	}
	if c.kind == metric.Text {
		return each(c.spelled())
	}
	return c.sized()
}

// each tests one value after the other.
func each(holds func(v expr.Values, i int) bool) test {
	return func(v expr.Values, rows []bool) {
		for i := range rows {
			rows[i] = rows[i] && holds(v, i)
		}
	}
}

// among holds where a value is one of the operands; nil among them is a missing
// one.
func (c comparer) among() func(v expr.Values, i int) bool {
	none := slices.Contains(c.operands, nil) || (len(c.operands) == 0 && (c.filter.Op == "eq" || c.filter.Op == "ne"))
	if c.kind == metric.Text {
		texts := map[string]bool{}
		for _, x := range c.operands {
			if s, ok := x.(string); ok {
				texts[s] = true
			}
		}
		return func(v expr.Values, i int) bool {
			if absent(v, i) {
				return none
			}
			return texts[v.Texts[i]]
		}
	}
	period := c.period()
	numbers := map[float64]bool{}
	for _, x := range c.operands {
		if x != nil {
			numbers[c.operand(x)] = true
		}
	}
	return func(v expr.Values, i int) bool {
		if absent(v, i) {
			return none
		}
		x := v.Numbers[i]
		if period != nil {
			x = period(x)
		}
		return numbers[x]
	}
}

// sized compares by size; a missing value is neither greater nor less.
func (c comparer) sized() test {
	low, high := c.bounds()
	period, outside := c.period(), c.filter.Op == "not_between" // which holds of a missing value
	return func(v expr.Values, rows []bool) {
		for i, x := range v.Numbers {
			if period != nil && x == x {
				x = period(x)
			}
			rows[i] = rows[i] && (low <= x && x <= high) != outside
		}
	}
}

// bounds returns the least and the greatest value that a comparison by size
// finds.
func (c comparer) bounds() (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	switch c.filter.Op {
	case "gt":
		low = math.Nextafter(c.operand(c.operands[0]), high)
	case "lt":
		high = math.Nextafter(c.operand(c.operands[0]), low)
	case "ge":
		low = c.operand(c.operands[0])
	case "le":
		high = c.operand(c.operands[0])
	case "between", "not_between":
		low, high = c.operand(c.operands[0]), c.operand(c.operands[1])
	default: // this, next and last
		from, to := c.calendar.Span(c.filter, c.day)
		low, high = float64(from), float64(to)
		if c.kind == metric.Time {
			low, high = low*dayMillis, (high+1)*dayMillis-1
		}
	}
	return low, high
}

// spelled compares texts by their letters, whatever their case.
func (c comparer) spelled() func(v expr.Values, i int) bool {
	op, not := strings.CutPrefix(c.filter.Op, "not_")
	if op == "empty" {
		op, not = "is_empty", true
	}
	if op == "is_empty" {
		return func(v expr.Values, i int) bool { return (absent(v, i) || v.Texts[i] == "") != not }
	}
	text, _ := c.operands[0].(string)
	text = folded(text)
	find := map[string]func(s, part string) bool{"contains": strings.Contains, "starts_with": strings.HasPrefix, "ends_with": strings.HasSuffix}[op]
	return func(v expr.Values, i int) bool { return (!absent(v, i) && find(folded(v.Texts[i]), text)) != not }
}

// folded writes text so that letters that differ in case alone are the same.
func folded(text string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for x := unicode.SimpleFold(r); x != r; x = unicode.SimpleFold(x) {
			least = min(least, x)
		}
		return least
	}, text)
}

const dayMillis = 86_400_000

// operand returns an operand as a number of the form of expr.Values, brought to
// its period where the comparison has a grain.
func (c comparer) operand(v any) float64 {
	if _, cyclic := metric.CycleOf(c.filter.Grain); cyclic {
		return number(v)
	}
	x := asNumber(v, c.kind.Expression())
	if period := c.period(); period != nil {
		return period(x)
	}
	return x
}

// period returns what the comparison makes of a value first: its period, by the
// grain; nil without one.
func (c comparer) period() func(x float64) float64 {
	grain := c.filter.Grain
	if grain == "" || (c.kind != metric.Date && c.kind != metric.Time) {
		return nil
	}
	return func(x float64) float64 { return periodOf(c.calendar, c.kind, grain, x) }
}

// periodOf returns the first moment of the period of a day or time, or for a
// cycle which of its periods it is in.
func periodOf(c compile.Calendar, k metric.Kind, grain string, x float64) float64 {
	day := portfolio.Day(x)
	if k == metric.Time {
		day = portfolio.Day(math.Floor(x / dayMillis))
	}
	within := x - float64(day)*dayMillis
	if cycle, ok := metric.CycleOf(grain); ok {
		switch grain {
		case "hour_of_day":
			return math.Floor(within / 3_600_000)
		case "minute_of_hour":
			return math.Mod(math.Floor(within/60_000), 60)
		case "second_of_minute":
			return math.Mod(math.Floor(within/1000), 60)
		}
		return float64(c.Recurring(day, cycle.Name))
	}
	if length := map[string]float64{"hour": 3_600_000, "minute": 60_000, "second": 1000}[grain]; length > 0 {
		return math.Floor(x/length) * length
	}
	start := float64(c.Start(day, grain))
	if k == metric.Time {
		return start * dayMillis
	}
	return start
}
