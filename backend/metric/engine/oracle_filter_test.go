package engine_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/portfolio"
)

// fact is the text of every dimension of a row; what is missing is absent.
type fact map[string]string

// ownDate marks rows that have a day of their own, be it a missing one.
const ownDate = "(own date)"

func accountFact(w *world, id int64) fact {
	a := w.accountOf(id)
	f := fact{"account": a.name, "account_id": a.external, "account_key": a.key}
	f.put("country", a.country)
	f.put("region", a.region)
	f.put("segment", a.seg)
	f.put("owner", a.owner)
	f.put("custom."+customField, a.custom)
	return f
}

func (f fact) put(name, value string) {
	if value != "" {
		f[name] = value
	}
}

func (f fact) putInt(name string, n portfolio.Int) {
	if n.OK {
		f[name] = fmt.Sprint(n.N)
	}
}

func (f fact) product(w *world, id int64) {
	if p, ok := w.productOf(id); ok {
		f["product"] = p.name
		f.put("sku", p.sku)
		f.put("family", p.family)
		f.put("vendor", p.vendor)
	}
}

func (f fact) partner(w *world, id string) {
	f.put("partner_id", id)
	f["partner_scope"] = "other"
	if len(w.own) == 0 || slices.Contains(w.own, id) {
		f["partner_scope"] = "own"
	}
}

// holds applies scope and filter, except comparisons of date where the row has
// no day of its own; d is the day that relative dates start from.
func (o oracle) holds(f fact, d portfolio.Day) bool {
	if scope, ok := f["partner_scope"]; ok && o.q.Scope == "own" && scope != "own" {
		return false
	}
	o.w.byHand(f, d)
	return o.q.Filter == nil || o.filter(*o.q.Filter, f, d)
}

func (o oracle) filter(q metric.Filter, f fact, d portfolio.Day) bool {
	if q.All != nil {
		for _, c := range q.All {
			if !o.filter(c, f, d) {
				return false
			}
		}
		return true
	}
	if q.Any != nil {
		for _, c := range q.Any {
			if o.filter(c, f, d) {
				return true
			}
		}
		return false
	}
	x, ok := f[q.Dimension]
	if q.Dimension == metric.DateName && !ok && f[ownDate] == "" {
		return true // chosen by the days, not by rows
	}
	return o.leaf(q, x, ok, d)
}

// kinds are those of the shipped dimensions and of what the tests define.
var kinds = func() map[string]metric.Kind {
	out := map[string]metric.Kind{"left_over": metric.Number, "busiest": metric.Number}
	c, err := builtin.Catalog().With(handMade)
	if err != nil {
		panic(err)
	}
	for _, d := range c.Dimensions {
		out[d.Name] = d.Kind
	}
	return out
}()

// leaf is one comparison. An operator with not_ holds where the one without
// does not.
func (o oracle) leaf(q metric.Filter, x string, ok bool, d portfolio.Day) bool {
	switch q.Op {
	case "all":
		return true
	case "ne":
		q.Op = "eq"
	case "not_empty":
		q.Op = "is_empty"
	case "not_null":
		q.Op = "is_null"
	default:
		if !strings.HasPrefix(q.Op, "not_") {
			return o.holdsOf(q, x, ok, d)
		}
		q.Op = strings.TrimPrefix(q.Op, "not_")
	}
	return !o.holdsOf(q, x, ok, d)
}

func (o oracle) holdsOf(q metric.Filter, x string, ok bool, d portfolio.Day) bool {
	kind := kinds[q.Dimension]
	dated := kind == metric.Date || kind == metric.Time
	numeric := kind == metric.Number || kind == metric.Days || isCycle(q.Grain)
	given := func(v any) string {
		s := fmt.Sprint(v)
		if kind == metric.Time && !isCycle(q.Grain) {
			s += " 00:00:00.000"[min(len(s)-10, 13):]
		}
		if dated && q.Grain != "" && !isCycle(q.Grain) {
			s = o.w.period(s, kind, q.Grain)
		}
		return s
	}
	if ok && dated && q.Grain != "" {
		x = o.w.period(x, kind, q.Grain)
	}
	less := func(a, b string) bool {
		if !numeric {
			return a < b
		}
		i, _ := strconv.ParseFloat(a, 64)
		j, _ := strconv.ParseFloat(b, 64)
		return i < j
	}
	is := func(v any) bool {
		if v == nil || !ok {
			return v == nil && !ok
		}
		return !less(x, given(v)) && !less(given(v), x)
	}
	v := ""
	if q.Value != nil {
		v = given(q.Value)
	}
	switch q.Op {
	case "eq":
		return is(q.Value)
	case "in":
		return slices.ContainsFunc(q.Values, is)
	case "is_null":
		return !ok
	case "is_empty":
		return !ok || x == ""
	}
	if !ok {
		return false
	}
	switch q.Op {
	case "contains":
		return strings.Contains(strings.ToLower(x), strings.ToLower(v))
	case "starts_with":
		return strings.HasPrefix(strings.ToLower(x), strings.ToLower(v))
	case "ends_with":
		return strings.HasSuffix(strings.ToLower(x), strings.ToLower(v))
	case "gt":
		return less(v, x)
	case "ge":
		return !less(x, v)
	case "lt":
		return less(x, v)
	case "le":
		return !less(v, x)
	case "between":
		return !less(x, given(q.Values[0])) && !less(given(q.Values[1]), x)
	case "this", "next", "last":
		from, to := o.w.relative(q, d)
		return from.String() <= x[:10] && x[:10] <= to.String()
	}
	panic("the oracle does not know " + q.Op)
}

// relative returns the first and the last day of a relative date, on day d.
func (w *world) relative(q metric.Filter, d portfolio.Day) (from, to portfolio.Day) {
	if q.From != "" {
		d = day(q.From)
	}
	start := day(w.label(d, q.Unit))
	if q.Rolling && q.Unit != "day" {
		from, to = d, d
		if q.Op == "next" {
			to = away(d, q.N, q.Unit)
		} else {
			from = away(d, -q.N, q.Unit)
		}
		if q.Excluded && q.Op == "next" {
			from++
		}
		if q.Excluded && q.Op == "last" {
			to--
		}
		return from, to
	}
	from, end := start, w.following(start, q.Unit) // the period of d
	n := max(q.N, 1) - 1
	if q.Excluded && q.Op == "next" {
		from, end = end, w.following(end, q.Unit)
	}
	if q.Excluded && q.Op == "last" {
		from, end = day(w.label(start-1, q.Unit)), start
	}
	for range n {
		if q.Op == "next" {
			end = w.following(end, q.Unit)
		} else {
			from = day(w.label(from-1, q.Unit))
		}
	}
	return from, end - 1
}

// following returns the first day of the period after the one that begins on a
// day.
func (w *world) following(start portfolio.Day, unit string) portfolio.Day {
	x := start
	for w.label(x, unit) == w.label(start, unit) {
		x += map[string]portfolio.Day{"day": 1, "week": 1, "month": 25, "quarter": 80, "year": 360}[unit]
	}
	return day(w.label(x, unit))
}

// away moves a day by whole units; a day that a month lacks is its last.
func away(d portfolio.Day, n int, unit string) portfolio.Day {
	if unit == "week" {
		return d + portfolio.Day(7*n)
	}
	return monthsLater(d, n*map[string]int{"month": 1, "quarter": 3, "year": 12}[unit])
}

func monthsLater(d portfolio.Day, n int) portfolio.Day {
	t := d.Time()
	for wanted := t.Day(); ; wanted-- {
		out := time.Date(t.Year(), t.Month()+time.Month(n), wanted, 0, 0, 0, 0, time.UTC)
		if out.Day() == wanted {
			return portfolio.DayOf(out.Year(), out.Month(), out.Day())
		}
	}
}

// key writes the values of the query's dimensions; date is the label of a
// level's period, or "" where the row has its own.
func (o oracle) key(f fact, date string) string {
	var b strings.Builder
	for _, by := range o.q.By {
		x, ok := f[by.Dimension]
		if by.Dimension == metric.DateName && date != "" {
			x, ok = date, true
		} else if ok && by.Grain != "" {
			x = o.w.period(x, kinds[by.Dimension], by.Grain)
		}
		if !ok {
			x = "(null)"
		}
		b.WriteString(x + "|")
	}
	return b.String()
}

// period is the period of a day or time: its first moment, or which of those
// that come again it is.
func (w *world) period(x string, k metric.Kind, grain string) string {
	if k == metric.Time {
		switch grain {
		case "hour":
			return x[:13] + ":00:00.000"
		case "minute":
			return x[:16] + ":00.000"
		case "second":
			return x[:19] + ".000"
		case "hour_of_day":
			return strconv.Itoa(int(x[11]-'0')*10 + int(x[12]-'0'))
		case "minute_of_hour":
			return strconv.Itoa(int(x[14]-'0')*10 + int(x[15]-'0'))
		case "second_of_minute":
			return strconv.Itoa(int(x[17]-'0')*10 + int(x[18]-'0'))
		}
		x = x[:10]
	}
	if isCycle(grain) {
		return fmt.Sprint(w.recurring(day(x), grain))
	}
	return w.label(day(x), grain)
}

func isCycle(grain string) bool { return strings.Contains(grain, "_of_") }

// recurring is which of the periods of a cycle a day is in.
func (w *world) recurring(d portfolio.Day, cycle string) int {
	t := d.Time()
	switch cycle {
	case "quarter_of_year":
		return (int(t.Month())+12-max(w.fiscalStart, 1))%12/3 + 1
	case "month_of_year":
		return int(t.Month())
	case "day_of_year":
		return t.YearDay()
	case "day_of_month":
		return t.Day()
	case "week_of_year": // a week is of the year that has four of its days
		n, fourth := 0, day(w.label(d, "week"))+3
		for year := fourth.Time().Year(); fourth.Time().Year() == year; fourth -= 7 {
			n++
		}
		return n
	default:
		return map[time.Weekday]int{time.Monday: 1, time.Tuesday: 2, time.Wednesday: 3, time.Thursday: 4, time.Friday: 5, time.Saturday: 6, time.Sunday: 7}[t.Weekday()]
	}
}

// label is the first day of a period.
func (w *world) label(d portfolio.Day, grain string) string {
	t := d.Time()
	switch grain {
	case "week":
		for int(t.Weekday()) != max(w.weekStart, 1)%7 {
			t = t.AddDate(0, 0, -1)
		}
	case "month":
		t = t.AddDate(0, 0, 1-t.Day())
	case "quarter":
		for t = t.AddDate(0, 0, 1-t.Day()); (int(t.Month())+12-max(w.fiscalStart, 1))%3 != 0; {
			t = t.AddDate(0, -1, 0)
		}
	case "year":
		for t = t.AddDate(0, 0, 1-t.Day()); int(t.Month()) != max(w.fiscalStart, 1); {
			t = t.AddDate(0, -1, 0)
		}
	}
	return t.Format(time.DateOnly)
}

// span is one level asked for: the day, its label, and the days that speak.
type span struct {
	label string
	day   portfolio.Day
	from  portfolio.Day
}

// spans lists the levels asked for, from the first day to d.
func (o oracle) spans(first, d portfolio.Day) []span {
	grain, split := "", false
	for _, by := range o.q.By {
		if by.Dimension == metric.DateName {
			grain, split = by.Grain, true
		}
	}
	if !split && !o.dated() {
		return []span{{day: d, from: -1 << 20}}
	}
	if first.IsZero() {
		if split {
			return nil
		}
		return []span{{day: d, from: -1 << 20}}
	}
	var out []span
	for x := first; x <= d; x++ {
		if !o.dateHolds(x, d) {
			continue
		}
		if !split {
			out = []span{{day: x, from: -1 << 20}}
			continue
		}
		l := o.w.label(x, grain)
		if n := len(out); n > 0 && out[n-1].label == l {
			out[n-1].day = x
			continue
		}
		out = append(out, span{l, x, day(l)})
	}
	return out
}

// dates are the comparisons of date, which choose days.
func (o oracle) dates() []metric.Filter {
	var out []metric.Filter
	if o.q.Filter == nil {
		return out
	}
	for _, c := range o.q.Filter.All {
		of := false
		_ = c.Walk("", func(_ string, leaf metric.Filter) error { of = of || leaf.Dimension == metric.DateName; return nil })
		if of {
			out = append(out, c)
		}
	}
	return out
}

func (o oracle) dated() bool { return len(o.dates()) > 0 }

func (o oracle) dateHolds(x, d portfolio.Day) bool {
	for _, c := range o.dates() {
		if !o.filter(c, fact{metric.DateName: x.String()}, d) {
			return false
		}
	}
	return true
}
