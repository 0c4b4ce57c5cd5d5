package schedule

import (
	"math"
	"slices"
	"strings"
	"time"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
)

// units are what a schedule repeats by, with how many of them at most.
var units = map[string]int{"minute": minutesOfDay / 2, "hour": 24, "day": 366, "week": 53, "month": 60}

const minutesOfDay = 24 * 60

var weekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// New returns the schedule of a Spec. A fault names the field of it that is
// wrong, in the form of a rule: "trigger.at".
func New(spec Spec) (Schedule, error) {
	s := Schedule{zone: spec.Zone, from: firstDay, until: lastDay}
	if s.zone == nil {
		s.zone = time.UTC
	}
	if err := s.bounds(spec); err != nil {
		return Schedule{}, err
	}
	if err := spec.fields(); err != nil {
		return Schedule{}, err
	}
	var err error
	if spec.Cron != "" {
		err = s.cron(spec.Cron)
	} else {
		err = s.every(spec)
	}
	if err != nil {
		return Schedule{}, err
	}
	return s, s.some(spec)
}

// The days that a schedule without bounds reaches.
const (
	firstDay portfolio.Day = 1
	lastDay  portfolio.Day = math.MaxInt32 - 1
)

func (s *Schedule) bounds(spec Spec) error {
	for _, b := range []struct {
		field, text string
		day         *portfolio.Day
	}{{"trigger.from", spec.From, &s.from}, {"trigger.until", spec.Until, &s.until}} {
		if b.text == "" {
			continue
		}
		day, err := portfolio.ParseDay(b.text)
		if err != nil || day < firstDay {
			return fault.At(b.field, "%q is not a day.", b.text).WithHint("Write it as 2026-12-31.")
		}
		*b.day = day
	}
	if s.until < s.from {
		return fault.At("trigger.until", "The schedule ends on %s, before it begins on %s.", spec.Until, spec.From).WithHint("Choose a later end.")
	}
	return nil
}

// fields refuses what does not belong to the kind of schedule.
func (spec Spec) fields() error {
	of := spec.Every
	if spec.Cron != "" {
		of = "cron"
	}
	for _, f := range []struct {
		name    string
		set     bool
		belongs []string
	}{
		{"every", spec.Every != "", []string{"minute", "hour", "day", "week", "month"}},
		{"n", spec.N != 0, []string{"minute", "hour", "day", "week", "month"}},
		{"at", spec.At != "", []string{"day", "week", "month"}},
		{"weekdays", len(spec.Weekdays) > 0, []string{"week"}},
		{"days", len(spec.Days) > 0, []string{"month"}},
	} {
		if f.set && !slices.Contains(f.belongs, of) {
			if of == "cron" {
				return fault.At("trigger."+f.name, "A schedule in the form of cron has no %q.", f.name).WithHint("Leave one of the two out.")
			}
			if f.name != "every" {
				return fault.At("trigger."+f.name, "A schedule by %s has no %q.", of, f.name).WithHint("Leave it out, or choose " + strings.Join(f.belongs, " or ") + ".")
			}
		}
	}
	return nil
}

func (s *Schedule) every(spec Spec) error {
	most, known := units[spec.Every]
	if !known {
		return fault.At("trigger.every", "%q is not what a schedule repeats by.", spec.Every).WithHint("Choose minute, hour, day, week or month.")
	}
	n := max(spec.N, 1)
	if spec.N < 0 || n > most {
		return fault.At("trigger.n", "A schedule by %s repeats every 1 to %d, not %d.", spec.Every, most, spec.N).WithHint("Choose a longer unit, or a number within.")
	}
	switch spec.Every {
	case "minute":
		s.within(n)
		return nil
	case "hour":
		s.within(n * 60)
		return nil
	}
	minute, err := minuteOf(spec.At)
	if err != nil {
		return err
	}
	s.minutes = []int{minute}
	anchor := max(s.from, 0)
	if spec.From == "" {
		anchor = 0
	}
	switch spec.Every {
	case "day":
		s.on = func(d portfolio.Day) bool { return (d-anchor)%portfolio.Day(n) == 0 }
		return nil
	case "week":
		return s.weekly(spec.Weekdays, n, anchor)
	default:
		return s.monthly(spec.Days, n, anchor)
	}
}

// within repeats through each day, from its midnight on.
func (s *Schedule) within(step int) {
	s.on = func(portfolio.Day) bool { return true }
	s.again = step <= 60
	for minute := 0; minute < minutesOfDay; minute += step {
		s.minutes = append(s.minutes, minute)
	}
}

func (s *Schedule) weekly(names []string, n int, anchor portfolio.Day) error {
	if len(names) == 0 {
		names = []string{"monday"}
	}
	var on [7]bool
	for _, name := range names {
		i := slices.Index(weekdays, name)
		if i < 0 {
			return fault.At("trigger.weekdays", "%q is no day of the week.", name).WithHint("They are monday, tuesday, wednesday, thursday, friday, saturday and sunday.")
		}
		on[i] = true
	}
	s.on = func(d portfolio.Day) bool {
		return on[weekday(d)] && (weekOf(d)-weekOf(anchor))%n == 0
	}
	return nil
}

func (s *Schedule) monthly(days []int, n int, anchor portfolio.Day) error {
	if len(days) == 0 {
		days = []int{1}
	}
	for _, d := range days {
		if d != -1 && (d < 1 || d > 31) {
			return fault.At("trigger.days", "%d is no day of a month.", d).WithHint("Choose 1 to 31, or -1 for the last.")
		}
	}
	s.on = func(d portfolio.Day) bool {
		if (monthOf(d)-monthOf(anchor))%n != 0 {
			return false
		}
		day, last := d.Time().Day(), d.MonthEnd().Time().Day()
		// A month that has no 31st has a last day.
		return slices.Contains(days, day) || day == last && slices.ContainsFunc(days, func(x int) bool { return x == -1 || x > last })
	}
	return nil
}

// some refuses a schedule without any occurrence.
func (s Schedule) some(spec Spec) error {
	if _, ok := s.Next(time.Unix(max(int64(s.from)-2, 0)*86400, 0)); ok {
		return nil
	}
	field := "trigger.until"
	if spec.Cron != "" && spec.Until == "" {
		field = "trigger.cron"
	}
	return fault.At(field, "The schedule never comes about.").WithHint("Choose days that the calendar has.")
}

// minuteOf reads "08:00".
func minuteOf(text string) (int, error) {
	if text == "" {
		text = DefaultAt
	}
	t, err := time.Parse("15:04", text)
	if err != nil || len(text) != len(DefaultAt) {
		return 0, fault.At("trigger.at", "%q is not a time of day.", text).WithHint("Write it as 08:00, from 00:00 to 23:59.")
	}
	return t.Hour()*60 + t.Minute(), nil
}

// weekday is 0 for Sunday, as in cron.
func weekday(d portfolio.Day) int { return int(d.Time().Weekday()) }

// weekOf counts weeks that begin on Monday; the first day of the count was a Thursday.
func weekOf(d portfolio.Day) int { return int(d+3) / 7 }

func monthOf(d portfolio.Day) int {
	t := d.Time()
	return t.Year()*12 + int(t.Month()) - 1
}
