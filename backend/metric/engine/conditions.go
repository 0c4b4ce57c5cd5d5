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
	holds    func(v expr.Values, i int) bool
}

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
		v := f.column(c.column)
		for i := range rows {
			rows[i] = rows[i] && c.holds(v, i)
		}
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

func (c comparer) holds() func(v expr.Values, i int) bool {
	switch c.filter.Op {
	case "all":
		return func(expr.Values, int) bool { return true }
	case "is_null":
		return absent
	case "not_null":
		return func(v expr.Values, i int) bool { return !absent(v, i) }
	case "eq", "in":
		return c.among()
	case "ne", "not_in":
		in := c.among()
		return func(v expr.Values, i int) bool { return !in(v, i) }
	}
	if c.kind == metric.Text {
		return c.spelled()
	}
	return c.sized()
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
		return numbers[period(v.Numbers[i])]
	}
}

// sized compares by size; a missing value is neither greater nor less.
func (c comparer) sized() func(v expr.Values, i int) bool {
	low, high := math.Inf(-1), math.Inf(1)
	period := c.period()
	first := func() float64 { return c.operand(c.operands[0]) }
	var holds func(x float64) bool
	switch c.filter.Op {
	case "gt":
		low = first()
		holds = func(x float64) bool { return x > low }
	case "lt":
		high = first()
		holds = func(x float64) bool { return x < high }
	case "ge":
		low = first()
	case "le":
		high = first()
	case "between", "not_between":
		low, high = first(), c.operand(c.operands[1])
	default: // this, next and last
		from, to := c.calendar.Span(c.filter, c.day)
		low, high = float64(from), float64(to)
		if c.kind == metric.Time {
			low, high = low*dayMillis, (high+1)*dayMillis-1
		}
	}
	if holds == nil {
		holds = func(x float64) bool { return low <= x && x <= high }
	}
	if c.filter.Op == "not_between" { // the opposite, which holds of a missing value
		return func(v expr.Values, i int) bool { return absent(v, i) || !holds(period(v.Numbers[i])) }
	}
	return func(v expr.Values, i int) bool { return !absent(v, i) && holds(period(v.Numbers[i])) }
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
	return c.period()(asNumber(v, c.kind.Expression()))
}

// period returns what the comparison makes of a value first: its period, by the
// grain.
func (c comparer) period() func(x float64) float64 {
	grain := c.filter.Grain
	if grain == "" || (c.kind != metric.Date && c.kind != metric.Time) {
		return func(x float64) float64 { return x }
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
