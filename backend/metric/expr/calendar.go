package expr

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
)

// Days from 0001-01-01 to 9999-12-31 are dates; whatever would be outside is
// missing.
const (
	firstDay = -719162
	lastDay  = 2932896
	dayMilli = 86_400_000
)

// daysOf returns the days since 1970-01-01 of a civil date, by counting years
// from March so that a leap day is the last of its year.
func daysOf(year, month, day int) int {
	if month <= 2 {
		year--
		month += 12
	}
	era := floorDiv(year, 400)
	ofEra := year - era*400
	ofYear := (153*(month-3)+2)/5 + day - 1
	return era*146097 + ofEra*365 + ofEra/4 - ofEra/100 + ofYear - 719468
}

// civil returns the date of days since 1970-01-01.
func civil(days int) (year, month, day int) {
	days += 719468
	era := floorDiv(days, 146097)
	rest := days - era*146097
	ofEra := (rest - rest/1460 + rest/36524 - rest/146096) / 365
	ofYear := rest - (365*ofEra + ofEra/4 - ofEra/100)
	m := (5*ofYear + 2) / 153
	day = ofYear - (153*m+2)/5 + 1
	year, month = ofEra+era*400, m+3
	if month > 12 {
		month -= 12
		year++
	}
	return year, month, day
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// addMonths adds months to a day; the last day of the month holds where the
// month is shorter. NaN where the result is no date.
func addMonths(day, months float64) float64 {
	if math.Abs(months) > 12*10000 {
		return math.NaN()
	}
	y, m, d := civil(int(day))
	index := y*12 + m - 1 + int(months)
	y, m = floorDiv(index, 12), index-floorDiv(index, 12)*12+1
	return inCalendar(float64(daysOf(y, m, min(d, daysIn(y, m)))), 1)
}

// inCalendar returns v, counted in units of which perDay are a day, or NaN
// where it is outside the calendar.
func inCalendar(v, perDay float64) float64 {
	if v >= firstDay*perDay && v < (lastDay+1)*perDay {
		return v
	}
	return math.NaN()
}

// dayOf returns the day of milliseconds.
func dayOf(milli float64) float64 { return math.Floor(milli / dayMilli) }

// DateText writes days since 1970-01-01 as YYYY-MM-DD.
func DateText(days float64) string {
	y, m, d := civil(int(days))
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
}

// TimeText writes milliseconds since 1970-01-01 as YYYY-MM-DD HH:MM:SS.mmm.
func TimeText(milli float64) string {
	day := dayOf(milli)
	rest := int(milli - day*dayMilli)
	return fmt.Sprintf("%s %02d:%02d:%02d.%03d", DateText(day), rest/3_600_000, rest/60_000%60, rest/1000%60, rest%1000)
}

var (
	isoDate      = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)?$`)
	americanDate = regexp.MustCompile(`^(\d{1,2})/(\d{1,2})/(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)?$`)
)

// readDate reads YYYY-MM-DD or MM/DD/YYYY, with a time of day where one is
// written. ok is false where it is no date.
func readDate(s string) (day, milli float64, timed, ok bool) {
	m := isoDate.FindStringSubmatch(s)
	if m == nil {
		if m = americanDate.FindStringSubmatch(s); m == nil {
			return 0, 0, false, false
		}
		m[1], m[2], m[3] = m[3], m[1], m[2]
	}
	part := func(i int) int { v, _ := strconv.Atoi(m[i]); return v }
	y, mo, d := part(1), part(2), part(3)
	h, mi, sec := part(4), part(5), part(6)
	if y < 1 || mo < 1 || mo > 12 || d < 1 || d > daysIn(y, mo) || h > 23 || mi > 59 || sec > 59 {
		return 0, 0, false, false
	}
	fraction := (m[7] + "000")[:3]
	ms, _ := strconv.Atoi(fraction)
	day = float64(daysOf(y, mo, d))
	return day, day*dayMilli + float64(((h*60+mi)*60+sec)*1000+ms), m[4] != "", true
}

// dateLiteral reads a literal text as a date or a time.
func dateLiteral(a *node) (*node, *Problem) {
	day, milli, timed, ok := readDate(a.str)
	if !ok {
		return nil, problem(a.start, a.end, strconv.Quote(a.str)+" is no date.", dateHint(a.str))
	}
	out := *a
	out.typ, out.str, out.num = Date, "", day
	if timed {
		out.typ, out.num = Time, milli
	}
	return &out, nil
}

// dateHint says how a date is written.
func dateHint(s string) string {
	if m := regexp.MustCompile(`^(\d{1,2})[./](\d{1,2})[./](\d{4})$`).FindStringSubmatch(s); m != nil {
		first, _ := strconv.Atoi(m[1])
		second, _ := strconv.Atoi(m[2])
		if first >= 1 && first <= 31 && second >= 1 && second <= 12 {
			return fmt.Sprintf(`Write the year first: "%s-%02d-%02d".`, m[3], second, first)
		}
	}
	return `Write "YYYY-MM-DD", such as "2026-06-30", or "MM/DD/YYYY".`
}
