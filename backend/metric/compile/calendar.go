package compile

import (
	"time"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// Calendar says where periods begin. The zero Calendar has weeks that begin on
// Monday and years that begin in January.
type Calendar struct {
	WeekStart   int // 1 Monday to 7 Sunday
	FiscalStart int // month 1 to 12
}

func (c Calendar) weekStart() int {
	if c.WeekStart < 1 || c.WeekStart > 7 {
		return 1
	}
	return c.WeekStart
}

func (c Calendar) fiscalStart() int {
	if c.FiscalStart < 1 || c.FiscalStart > 12 {
		return 1
	}
	return c.FiscalStart
}

// Start returns the first day of the period of d. Quarters and years are those
// of the fiscal calendar.
func (c Calendar) Start(d portfolio.Day, grain string) portfolio.Day {
	t := d.Time()
	y, m, _ := t.Date()
	switch grain {
	case "week":
		return d - portfolio.Day((int(t.Weekday())+7-c.weekStart()%7)%7)
	case "month":
		return portfolio.DayOf(y, m, 1)
	case "quarter":
		return portfolio.DayOf(y, m-time.Month(c.fiscalMonth(m)%3), 1)
	case "year":
		return portfolio.DayOf(y, m-time.Month(c.fiscalMonth(m)), 1)
	default:
		return d
	}
}

// fiscalMonth returns the months since the fiscal year began.
func (c Calendar) fiscalMonth(m time.Month) int { return (int(m) - c.fiscalStart() + 12) % 12 }

// End returns the last day of the period of d.
func (c Calendar) End(d portfolio.Day, grain string) portfolio.Day {
	start := c.Start(d, grain)
	if grain == "" {
		grain = "day"
	}
	return addUnits(start, 1, grain) - 1
}

// Recurring returns which of the periods of a cycle d is in.
func (c Calendar) Recurring(d portfolio.Day, cycle string) int {
	t := d.Time()
	switch cycle {
	case "quarter_of_year":
		return c.fiscalMonth(t.Month())/3 + 1
	case "month_of_year":
		return int(t.Month())
	case "week_of_year":
		return ((c.Start(d, "week")+3).Time().YearDay()-1)/7 + 1
	case "day_of_year":
		return t.YearDay()
	case "day_of_month":
		return t.Day()
	default: // day_of_week
		return (int(t.Weekday())+6)%7 + 1
	}
}

// The first and the last day that a text of ten letters can write.
var (
	firstDay = portfolio.DayOf(1, time.January, 1)
	lastDay  = portfolio.DayOf(9999, time.December, 31)
)

// Span returns the first and the last day that this, next or last mean on day
// d, or on the day f says. Days are counted from that day, so that next 1 day
// is that day alone; other units are whole periods of the calendar, the one of
// that day being the first. Rolling goes from that day to the same day of
// another period, both included. Excluded leaves out the day or period it
// starts from.
func (c Calendar) Span(f metric.Filter, d portfolio.Day) (from, to portfolio.Day) {
	if start, err := portfolio.ParseDay(f.From); err == nil {
		d = start
	}
	switch {
	case f.Op == "this":
		from, to = c.Start(d, f.Unit), c.End(d, f.Unit)
	case f.Rolling && f.Unit != "day":
		from, to = rolling(f, d)
	default:
		from, to = c.whole(f, d)
	}
	return min(max(from, firstDay), lastDay), min(max(to, firstDay), lastDay)
}

// rolling returns the days from d to the day n units away.
func rolling(f metric.Filter, d portfolio.Day) (from, to portfolio.Day) {
	skipped := portfolio.Day(0)
	if f.Excluded {
		skipped = 1
	}
	if f.Op == "next" {
		return d + skipped, addUnits(d, f.N, f.Unit)
	}
	return addUnits(d, -f.N, f.Unit), d - skipped
}

// whole returns n periods, up to that of d or from it on.
func (c Calendar) whole(f metric.Filter, d portfolio.Day) (from, to portfolio.Day) {
	start, next := c.Start(d, f.Unit), c.End(d, f.Unit)+1
	switch {
	case f.Op == "next" && f.Excluded:
		return next, addUnits(next, f.N, f.Unit) - 1
	case f.Op == "next":
		return start, addUnits(start, f.N, f.Unit) - 1
	case f.Excluded:
		return addUnits(start, -f.N, f.Unit), start - 1
	default:
		return addUnits(next, -f.N, f.Unit), next - 1
	}
}

// On is a calendar on the day that is asked for. It cuts the groups of dates.
type On struct {
	Calendar Calendar
	Day      portfolio.Day
}

// Span returns the days that this, next or last mean on the day.
func (o On) Span(f metric.Filter) (from, to portfolio.Day, err error) {
	from, to = o.Calendar.Span(f, o.Day)
	return from, to, nil
}

// Period returns the first and the last day of the period of d.
func (o On) Period(d portfolio.Day, grain string) (from, to portfolio.Day) {
	return o.Calendar.Start(d, grain), o.Calendar.End(d, grain)
}

// Move moves d by n units. A day that its month does not have becomes the last
// of that month.
func Move(d portfolio.Day, n int, unit string) portfolio.Day { return addUnits(d, n, unit) }

// addUnits moves d by n units. A day that its month does not have becomes the
// last of that month.
func addUnits(d portfolio.Day, n int, unit string) portfolio.Day {
	switch unit {
	case "week":
		return d + portfolio.Day(7*n)
	case "month":
		return addMonths(d, n)
	case "quarter":
		return addMonths(d, 3*n)
	case "year":
		return addMonths(d, 12*n)
	default:
		return d + portfolio.Day(n)
	}
}

func addMonths(d portfolio.Day, n int) portfolio.Day {
	y, m, day := d.Time().Date()
	first := portfolio.DayOf(y, m+time.Month(n), 1)
	return min(first+portfolio.Day(day-1), first.MonthEnd())
}
