package compile

import (
	"cmp"
	"slices"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// Period is one day a level is asked for. Label is the period's first day as
// it is shown, "" without a grain; only what was observed from From on speaks.
type Period struct {
	Label string
	From  portfolio.Day // NoDay: no bound
	Day   portfolio.Day
}

// Days is what a query says about the dimension date.
type Days struct {
	calendar Calendar
	filters  []metric.Filter
	day      portfolio.Day
}

// split separates the comparisons of date from the rest of a filter. The two
// can only be joined by all, because one chooses days and the other rows.
func split(f *metric.Filter, path string) (dates, rest []metric.Filter, err error) {
	if f == nil {
		return nil, nil, nil
	}
	if f.All != nil {
		for i := range f.All {
			d, r, err := split(&f.All[i], path)
			if err != nil {
				return nil, nil, err
			}
			dates, rest = append(dates, d...), append(rest, r...)
		}
		return dates, rest, nil
	}
	date, other := false, false
	_ = f.Walk(path, func(_ string, leaf metric.Filter) error {
		if leaf.Dimension == metric.DateName {
			date = true
		} else {
			other = true
		}
		return nil
	})
	switch {
	case date && other:
		return nil, nil, fault.At(path, "date cannot be one of several alternatives with other dimensions.").
			WithHint("Put the comparison of date beside the list, in all.")
	case date:
		return []metric.Filter{*f}, nil, nil
	default:
		return nil, []metric.Filter{*f}, nil
	}
}

// DaysOf returns what q says about date, asked on day d.
func DaysOf(c Calendar, q metric.Query, d portfolio.Day) (Days, error) {
	dates, _, err := split(q.Filter, "filter")
	if err != nil {
		return Days{}, err
	}
	more, _, err := split(q.Dashboard, "dashboard_filter")
	return Days{calendar: c, filters: append(dates, more...), day: d}, err
}

// Any reports whether every day is allowed.
func (d Days) Any() bool { return len(d.filters) == 0 }

// Allows reports whether the query speaks of day x.
func (d Days) Allows(x portfolio.Day) bool {
	for i := range d.filters {
		if !d.holds(&d.filters[i], x) {
			return false
		}
	}
	return true
}

func (d Days) holds(f *metric.Filter, x portfolio.Day) bool {
	switch {
	case f.All != nil:
		return !slices.ContainsFunc(f.All, func(c metric.Filter) bool { return !d.holds(&c, x) })
	case f.Any != nil:
		return slices.ContainsFunc(f.Any, func(c metric.Filter) bool { return d.holds(&c, x) })
	}
	values, err := f.Operands("", metric.Date)
	if err != nil {
		return false
	}
	if _, cyclic := metric.CycleOf(f.Grain); cyclic {
		return holds(f.Op, int64(d.calendar.Recurring(x, f.Grain)), values)
	}
	if f.Relative() {
		from, to := d.calendar.Span(*f, d.day)
		return from <= x && x <= to
	}
	for i, v := range values {
		if text, ok := v.(string); ok && f.Grain != "" {
			values[i] = d.calendar.Start(dayOf(text), f.Grain).String()
		}
	}
	return holds(f.Op, d.calendar.Start(x, f.Grain).String(), values)
}

// dayOf reads a day that was read before.
func dayOf(text string) portfolio.Day {
	d, err := portfolio.ParseDay(text)
	if err != nil { // Operands wrote it
		panic(err)
	}
	return d
}

// holds compares a day, or its number in a cycle, which a level always has.
func holds[T cmp.Ordered](op string, x T, values []any) bool {
	at := func(i int) T { v, _ := values[i].(T); return v }
	switch op {
	case "eq", "in":
		return slices.Contains(values, any(x))
	case "ne", "not_in":
		return !slices.Contains(values, any(x))
	case "gt":
		return x > at(0)
	case "ge":
		return x >= at(0)
	case "lt":
		return x < at(0)
	case "le":
		return x <= at(0)
	case "between":
		return at(0) <= x && x <= at(1)
	case "not_between":
		return x < at(0) || at(1) < x
	default:
		return op == "not_null" || op == "all"
	}
}

// maxPeriods bounds the periods of one answer: more than thirty years of days.
const maxPeriods = 12000

// Periods returns the days to take levels for, earliest first: one for each
// period from the day first to d by grain, or just the last day asked for
// where the answer is not split by date (split is false). first is NoDay where
// there is nothing.
func (d Days) Periods(grain string, split bool, first portfolio.Day) ([]Period, error) {
	if !split {
		if d.Any() || first.IsZero() {
			return []Period{{From: portfolio.NoDay, Day: d.day}}, nil
		}
		last, ok := d.last(first, d.day)
		if !ok {
			return nil, nil
		}
		return []Period{{From: portfolio.NoDay, Day: last}}, nil
	}
	if first.IsZero() || first > d.day {
		return nil, nil
	}
	var out []Period
	c := d.calendar
	for start := c.Start(first, grain); start <= d.day; start = c.End(start, grain) + 1 {
		last, ok := d.last(start, min(c.End(start, grain), d.day))
		if !ok {
			continue
		}
		if len(out) == maxPeriods {
			return nil, fault.At("by", "The answer would have more than %d periods.", maxPeriods).WithHint("Choose a longer grain or filter by date.")
		}
		out = append(out, Period{Label: start.String(), From: start, Day: last})
	}
	return out, nil
}

// last returns the latest allowed day from first to last.
func (d Days) last(first, last portfolio.Day) (portfolio.Day, bool) {
	for x := last; x >= first; x-- {
		if d.Allows(x) {
			return x, true
		}
	}
	return portfolio.NoDay, false
}
