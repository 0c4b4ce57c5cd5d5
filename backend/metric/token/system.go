package token

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"headroom/backend/portfolio"
)

// System describes a system token.
type System struct {
	Name  string `json:"name"`
	Type  Type   `json:"type"`
	Words string `json:"words"`
}

// systemToken is a System with its value.
type systemToken struct {
	System
	value func(Moment) any
}

// The tokens that follow from the time of day.
const (
	now         = "NOW"
	currentTime = "CURRENT_TIME"
)

// SystemTokens lists the system tokens. Beside TODAY stand TODAY-N and TODAY+N
// for any number of days.
func SystemTokens() []System {
	out := make([]System, len(systemTokens))
	for i, t := range systemTokens {
		out[i] = t.System
	}
	return out
}

// SystemNames lists their names.
func SystemNames() []string {
	out := make([]string, len(systemTokens))
	for i, t := range systemTokens {
		out[i] = t.Name
	}
	return out
}

var systemTokens = slices.Concat(days(), periods())

func days() []systemToken {
	day := func(n portfolio.Day) func(Moment) any {
		return func(m Moment) any { return (m.Today + n).String() }
	}
	out := []systemToken{
		{System{"TODAY", Date, "The day today; TODAY-30 and TODAY+30 are 30 days from it."}, day(0)},
		{System{"CURRENT_DATE", Date, "The day today."}, day(0)},
		{System{"YESTERDAY", Date, "The day before today."}, day(-1)},
		{System{"TOMORROW", Date, "The day after today."}, day(1)},
		{System{now, Time, "The day and the time of day."}, func(m Moment) any { return m.Now.Format(time.DateTime) }},
		{System{currentTime, Text, "The time of day, HH:MM:SS."}, func(m Moment) any { return m.Now.Format(time.TimeOnly) }},
		{System{"CURRENT_TIMEZONE", Text, "The name of the time zone."}, func(m Moment) any { return zone(m.Now) }},
		{System{"DAY", Number, "The day of the month, 1 to 31."}, func(m Moment) any { return float64(m.Today.Time().Day()) }},
		{System{"DAY_OF_WEEK", Number, "The day of the week, 1 Monday to 7 Sunday."}, func(m Moment) any { return float64((int(m.Today.Time().Weekday())+6)%7 + 1) }},
		{System{"DAY_OF_YEAR", Number, "The day of the calendar year, 1 to 366."}, func(m Moment) any { return float64(m.Today.Time().YearDay()) }},
	}
	for _, n := range []int{7, 30, 60, 90, 120, 365} {
		text := strconv.Itoa(n)
		out = append(out, systemToken{System{"TODAY-" + text, Date, text + " days before today."}, day(portfolio.Day(-n))})
	}
	return out
}

// zone returns the IANA name of the zone of t, or its offset where it has none.
func zone(t time.Time) string {
	if name := t.Location().String(); name != "" && name != "Local" {
		return name
	}
	return t.Format("UTC-07:00")
}

// periods lists the tokens of the calendar: the current, the last and the next
// week, month, quarter and year, each with its number, first and last day.
func periods() []systemToken {
	var out []systemToken
	for _, grain := range []string{"week", "month", "quarter", "year"} {
		for _, which := range []struct {
			name, words string
			steps       int
		}{{"CURRENT", "this", 0}, {"LAST", "the last", -1}, {"NEXT", "the next", 1}} {
			name, words := which.name+"_"+strings.ToUpper(grain), which.words+" "+grain
			first := func(m Moment) portfolio.Day { return m.period(grain, which.steps) }
			out = append(out,
				systemToken{System{name, Number, numbering[grain].words + " " + words + "."}, func(m Moment) any { return float64(numbering[grain].of(m, first(m))) }},
				systemToken{System{name + "_START", Date, "The first day of " + words + "."}, func(m Moment) any { return first(m).String() }},
				systemToken{System{name + "_END", Date, "The last day of " + words + "."}, func(m Moment) any { return m.Calendar.End(first(m), grain).String() }},
			)
			if grain == "month" {
				out = append(out, systemToken{System{name + "_NAME", Text, "The English name of " + words + "."}, func(m Moment) any { return first(m).Time().Month().String() }})
			}
		}
	}
	return out
}

// numbering says which number a period has, by its first day.
var numbering = map[string]struct {
	words string
	of    func(m Moment, first portfolio.Day) int
}{
	"week": {"The number in its year of", func(m Moment, first portfolio.Day) int {
		_, week := (first + 3).Time().ISOWeek() // by the middle of the week, which decides its year
		if m.Calendar.WeekStart > 1 {
			week = ((first+3).Time().YearDay()-1)/7 + 1
		}
		return week
	}},
	"month": {"The number, 1 to 12, of", func(_ Moment, first portfolio.Day) int { return int(first.Time().Month()) }},
	"quarter": {"The number in its fiscal year, 1 to 4, of", func(m Moment, first portfolio.Day) int {
		y, month, _ := first.Time().Date()
		fy, fm, _ := m.Calendar.Start(first, "year").Time().Date()
		return ((y-fy)*12+int(month)-int(fm))/3 + 1
	}},
	"year": {"The calendar year of the first day of", func(_ Moment, first portfolio.Day) int { return first.Time().Year() }},
}

// period returns the first day of the period that is steps from the one of
// today.
func (m Moment) period(grain string, steps int) portfolio.Day {
	first := m.Calendar.Start(m.Today, grain)
	for ; steps > 0; steps-- {
		first = m.Calendar.End(first, grain) + 1
	}
	for ; steps < 0; steps++ {
		first = m.Calendar.Start(first-1, grain)
	}
	return first
}

var around = regexp.MustCompile(`^(?:TODAY|CURRENT_DATE)\s*([+-])\s*(\d{1,6})$`)

// value returns the value of a system token.
func (m Moment) value(name string) (Value, bool) {
	if match := around.FindStringSubmatch(name); match != nil {
		n, err := strconv.Atoi(match[1] + match[2])
		d := m.Today + portfolio.Day(n)
		if year := d.Time().Year(); err != nil || year < 1 || year > 9999 {
			return Value{}, false
		}
		return one(Date, d.String()), true
	}
	i := slices.IndexFunc(systemTokens, func(t systemToken) bool { return t.Name == name })
	if i < 0 {
		return Value{}, false
	}
	return one(systemTokens[i].Type, systemTokens[i].value(m)), true
}

// IsSystem reports whether name is a system token, which nobody can define.
func IsSystem(name string) bool {
	_, ok := Moment{Now: time.Time{}}.value(name)
	return ok
}
