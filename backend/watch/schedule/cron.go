package schedule

import (
	"strconv"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
)

// field is one of the five of a cron text.
type field struct {
	name      string
	low, high int
	words     []string // names of the values from low on
}

var fields = [5]field{
	{"minute", 0, 59, nil},
	{"hour", 0, 23, nil},
	{"day of the month", 1, 31, nil},
	{"month", 1, 12, []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
	{"day of the week", 0, 7, []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}},
}

// lastOfMonth stands for the last day of a month in the field of its days.
const lastOfMonth = 0

// cron reads five fields: minute, hour, day of the month, month, day of the week.
// Where both fields of days are restricted either will do, as cron has it.
func (s *Schedule) cron(text string) error {
	parts := strings.Fields(text)
	if len(parts) != len(fields) {
		return fault.At("trigger.cron", "A cron text has five fields, not %d.", len(parts)).
			WithHint("They are minute, hour, day of the month, month and day of the week: 30 8 * * mon.")
	}
	var sets [5]map[int]bool
	for i, part := range parts {
		set, err := fields[i].read(part)
		if err != nil {
			return err
		}
		sets[i] = set
	}
	minutes, hours, days, months, week := sets[0], sets[1], sets[2], sets[3], sets[4]
	if week[7] {
		week[0] = true
	}
	for hour := range 24 {
		for minute := range 60 {
			if hours[hour] && minutes[minute] {
				s.minutes = append(s.minutes, hour*60+minute)
			}
		}
	}
	s.again = len(hours) == 24
	anyDay, anyWeekday := open(parts[2]), open(parts[4])
	s.on = func(d portfolio.Day) bool {
		t := d.Time()
		if !months[int(t.Month())] {
			return false
		}
		byDay := days[t.Day()] || days[lastOfMonth] && d == d.MonthEnd()
		byWeekday := week[int(t.Weekday())]
		if anyDay || anyWeekday {
			return byDay && byWeekday
		}
		return byDay || byWeekday
	}
	return nil
}

// open reports whether a field of days leaves the choice to the other.
func open(part string) bool { return strings.HasPrefix(part, "*") || part == "?" }

func (f field) wrong(part string) *fault.Error {
	return fault.At("trigger.cron", "%q is no %s.", part, f.name).
		WithHint("It is " + strconv.Itoa(f.low) + " to " + strconv.Itoa(f.high) + ", *, a range such as 1-5, a list such as 1,15, or a step such as */10.")
}

// read returns the values of a field.
func (f field) read(part string) (map[int]bool, error) {
	set := map[int]bool{}
	for _, piece := range strings.Split(part, ",") {
		if err := f.add(set, piece); err != nil {
			return nil, err
		}
	}
	return set, nil
}

func (f field) add(set map[int]bool, piece string) error {
	body, steps, stepped := strings.Cut(piece, "/")
	step := 1
	if stepped {
		n, ok := number(steps)
		if !ok || n < 1 || n > f.high {
			return f.wrong(piece)
		}
		step = n
	}
	if f.low == 1 && f.high == 31 && strings.EqualFold(body, "l") && !stepped {
		set[lastOfMonth] = true
		return nil
	}
	low, high, err := f.span(body, stepped)
	if err != nil || low > high {
		return f.wrong(piece)
	}
	for v := low; v <= high; v += step {
		set[v] = true
	}
	return nil
}

// span returns the first and the last value of a piece without its step.
func (f field) span(body string, stepped bool) (low, high int, err error) {
	if body == "*" || body == "?" && f.name != "minute" && f.name != "hour" && f.name != "month" {
		if f.high == 7 {
			return f.low, 6, nil
		}
		return f.low, f.high, nil
	}
	first, second, ranged := strings.Cut(body, "-")
	low, ok := f.value(first)
	if !ok {
		return 0, 0, f.wrong(body)
	}
	switch {
	case ranged:
		if high, ok = f.value(second); !ok {
			return 0, 0, f.wrong(body)
		}
	case stepped:
		high = f.high
		if high == 7 {
			high = 6
		}
	default:
		high = low
	}
	return low, high, nil
}

// value reads a number or a name.
func (f field) value(text string) (int, bool) {
	for i, word := range f.words {
		if strings.EqualFold(text, word) {
			return f.low + i, true
		}
	}
	n, ok := number(text)
	return n, ok && n >= f.low && n <= f.high
}

// number reads digits only.
func number(text string) (int, bool) {
	if text == "" || len(text) > 2 || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}
