package compile

import (
	"fmt"
	"time"

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

// SQL returns the expression of the first day of the period of a day in SQL.
func (c Calendar) SQL(expr, grain string) string {
	switch grain {
	case "week":
		return fmt.Sprintf("date(%s, '-' || ((strftime('%%w', %s) + %d) %% 7) || ' days')", expr, expr, 7-c.weekStart()%7)
	case "month":
		return fmt.Sprintf("date(%s, 'start of month')", expr)
	case "quarter":
		return fmt.Sprintf("date(%s, 'start of month', '-' || ((strftime('%%m', %s) + %d) %% 3) || ' months')", expr, expr, 12-c.fiscalStart())
	case "year":
		return fmt.Sprintf("date(%s, 'start of month', '-' || ((strftime('%%m', %s) + %d) %% 12) || ' months')", expr, expr, 12-c.fiscalStart())
	default:
		return expr
	}
}

// span returns the days that next or last n units mean on day d; d is one of
// them.
func span(op string, n int, unit string, d portfolio.Day) (from, to portfolio.Day) {
	if op == "next" {
		return d, addUnits(d, n, unit) - 1
	}
	return addUnits(d, -n, unit) + 1, d
}

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
