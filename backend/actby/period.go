package actby

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"headroom/backend/portfolio"
	"headroom/backend/workday"
)

// Unit is what a Period is counted in.
type Unit string

// The units.
const (
	Days        Unit = "day"
	WorkingDays Unit = "working day" // of the calendar agreed, else Monday to Friday
	Weeks       Unit = "week"
	Months      Unit = "month"
	Years       Unit = "year"
)

// Period is a length of time. The zero Period is none.
type Period struct {
	N    int
	Unit Unit
}

// String writes p as ParsePeriod reads it: "3 months", "" for none.
func (p Period) String() string {
	switch p.N {
	case 0:
		return ""
	case 1:
		return "1 " + string(p.Unit)
	default:
		return fmt.Sprintf("%d %ss", p.N, p.Unit)
	}
}

// maxPeriod is the most of a unit: beyond it a text is a mistake.
const maxPeriod = 3660

// unitWords are what people write for a unit, in the languages of the program.
var unitWords = words(map[Unit]string{
	Days:  "d day days giorno giorni tag tage tagen jour jours día días dia dias 日 日間",
	Weeks: "w week weeks settimana settimane woche wochen semaine semaines semana semanas 週 週間",
	WorkingDays: "workingday workingdays businessday businessdays giornolavorativo giornilavorativi werktag werktage werktagen arbeitstag arbeitstage arbeitstagen " +
		"jourouvré joursouvrés jourouvrable joursouvrables díahábil díashábiles díalaborable díaslaborables diahabil diashabiles 営業日",
	Months: "m month months mese mesi monat monate monaten mois mes meses か月 ヶ月 カ月 ヵ月 ヶ月間 か月間",
	Years:  "y year years anno anni jahr jahre jahren an ans année années año años 年 年間",
})

func words(of map[Unit]string) map[string]Unit {
	out := map[string]Unit{}
	for u, list := range of {
		for _, w := range strings.Fields(list) {
			out[w] = u
		}
	}
	return out
}

var (
	written  = regexp.MustCompile(`^(\d{1,4})\s*(.*)$`)
	duration = regexp.MustCompile(`^p(\d{1,4})([dwmy])$`)
)

// ParsePeriod reads "3 months", "30", "10 working days", the same in the other
// languages of the program, and ISO durations of one part such as P3M. A number
// alone is of days. It is not ok where the text is none of these.
func ParsePeriod(s string) (p Period, ok bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	m := duration.FindStringSubmatch(s)
	if m == nil {
		m = written.FindStringSubmatch(s)
	}
	if m == nil {
		return Period{}, false
	}
	n, err := strconv.Atoi(m[1])
	unit, known := unitWords[strings.Join(strings.Fields(m[2]), "")]
	if m[2] == "" {
		unit, known = Days, true
	}
	if err != nil || !known || n > maxPeriod {
		return Period{}, false
	}
	if n == 0 {
		return Period{}, true
	}
	return Period{n, unit}, true
}

// before returns the last day on which the whole of p lies between it and the
// end of an entitlement whose last day is end: three months before 31 December
// is 30 September.
func (p Period) before(end portfolio.Day, c workday.Calendar) portfolio.Day {
	switch p.Unit {
	case Days:
		return end - portfolio.Day(p.N)
	case Weeks:
		return end - 7*portfolio.Day(p.N)
	case Months:
		return addMonths(end+1, -p.N) - 1
	case Years:
		return addMonths(end+1, -12*p.N) - 1
	case WorkingDays:
		d := end
		for left := p.N; left > 0; d-- {
			if c.Working(d) {
				left--
			}
		}
		return c.Back(d)
	default:
		return end
	}
}

// after returns the last day of a span of p that begins on start: what may be
// done within 7 days of the first is done on the eighth at the latest.
func (p Period) after(start portfolio.Day, c workday.Calendar) portfolio.Day {
	switch p.Unit {
	case Weeks:
		return start + 7*portfolio.Day(p.N)
	case Months:
		return addMonths(start, p.N)
	case Years:
		return addMonths(start, 12*p.N)
	case WorkingDays:
		d := start
		for left := p.N; left > 0; {
			if d++; c.Working(d) {
				left--
			}
		}
		return d
	default:
		return start + portfolio.Day(p.N)
	}
}

// addMonths moves d by months; where the month is shorter, its last day holds.
func addMonths(d portfolio.Day, months int) portfolio.Day {
	year, month, day := d.Time().Date()
	last := portfolio.DayOf(year, month+time.Month(months)+1, 0)
	if first := portfolio.DayOf(year, month+time.Month(months), 1); int(last-first)+1 >= day {
		return first + portfolio.Day(day-1)
	}
	return last
}
