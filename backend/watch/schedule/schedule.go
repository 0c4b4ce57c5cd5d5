// Package schedule knows when a rule with a schedule is due. It is pure: a
// schedule, how far it was carried out and a point in time go in, what is due
// comes out. The rule not to break: an occurrence belongs to a date of the local
// calendar and to a time on its clock, so that each is carried out once, whatever
// daylight saving time, travel, sleep or a wrong clock make of the hours between.
package schedule

import (
	"slices"
	"time"
	_ "time/tzdata" // the zones a rule names are those of every machine

	"headroom/backend/portfolio"
)

// Spec is a schedule as a person writes it. Exactly one of Every and Cron is set.
type Spec struct {
	Every    string // minute hour day week month
	N        int    // every how many of them; 0 is 1
	At       string // "08:00", of day, week and month; "" is DefaultAt
	Weekdays []string
	Days     []int  // of month: 1 to 31, -1 the last
	Cron     string // five fields
	Zone     *time.Location
	From     string // YYYY-MM-DD, both included, "" for none
	Until    string
}

// DefaultAt is when a day's occurrence is if the person named no time.
const DefaultAt = "08:00"

// Schedule is a set of occurrences: on some dates, at some minutes of the day.
type Schedule struct {
	zone    *time.Location
	on      func(portfolio.Day) bool
	minutes []int // of the day on the wall, ascending
	// again says that a time the clock shows twice, when it is set back, is two
	// occurrences. It is so for what happens within the hour.
	again       bool
	from, until portfolio.Day
}

// Occurrence is one time at which a schedule is due: a date and the minute of
// that day on the local clock, and when that was.
type Occurrence struct {
	Date   portfolio.Day
	Minute int
	At     time.Time
}

// horizon is how many days are searched: the 29th of February comes after eight
// years at most.
const horizon = 8*366 + 1

// Next returns the first occurrence after t, false if there is none.
func (s Schedule) Next(t time.Time) (Occurrence, bool) {
	day := max(s.dayOf(t)-1, s.from)
	for range horizon {
		if day > s.until {
			break
		}
		if first, ok := s.first(day, t, Occurrence{}); ok {
			// Where the clock is set back over midnight, or leaves the end of a date
			// out, the next date may have one that is no later.
			first, _ = s.first(day+1, t, first)
			return first, true
		}
		day++
	}
	return Occurrence{}, false
}

// first returns the earliest occurrence of a date after t, if it is no later
// than one that is known.
func (s Schedule) first(day portfolio.Day, t time.Time, known Occurrence) (Occurrence, bool) {
	for _, o := range s.of(day) {
		if o.At.After(t) && (known.At.IsZero() || !o.At.After(known.At)) {
			return o, true
		}
	}
	return known, false
}

// Last returns the latest occurrence that is not after t, false if there is none.
func (s Schedule) Last(t time.Time) (Occurrence, bool) {
	day := min(s.dayOf(t)+1, s.until)
	for range horizon {
		if day < s.from {
			break
		}
		if last, ok := s.last(day, t, Occurrence{}); ok {
			last, _ = s.last(day-1, t, last)
			return last, true
		}
		day--
	}
	return Occurrence{}, false
}

// last returns the latest occurrence of a date that is not after t, if it is
// later than one that is known.
func (s Schedule) last(day portfolio.Day, t time.Time, known Occurrence) (Occurrence, bool) {
	all := s.of(day)
	for i := len(all) - 1; i >= 0; i-- {
		if o := all[i]; !o.At.After(t) && (known.At.IsZero() || o.At.After(known.At)) {
			return o, true
		}
	}
	return known, false
}

// between counts the occurrences after a and before b, up to most.
func (s Schedule) between(a, b time.Time, most int) int {
	n := 0
	for day := max(s.dayOf(a)-1, s.from); day <= min(s.dayOf(b)+1, s.until) && n < most; day++ {
		for _, o := range s.of(day) {
			if o.At.After(a) && o.At.Before(b) {
				n++
			}
		}
	}
	return min(n, most)
}

// of returns the occurrences of a date, in the order they come.
func (s Schedule) of(day portfolio.Day) []Occurrence {
	if day < s.from || day > s.until {
		return nil
	}
	clock := clockOf(s.zone, day)
	if clock.steady() {
		return s.steadily(clock, day)
	}
	if !clock.exists() || !s.falls(day) {
		return nil
	}
	all := make([]Occurrence, 0, len(s.minutes))
	for _, minute := range s.minutes {
		for i, at := range clock.show(minute) {
			if i == 0 || s.again {
				all = append(all, Occurrence{day, minute, at})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Occurrence) int { return a.At.Compare(b.At) })
	return slices.CompactFunc(all, func(a, b Occurrence) bool { return a.At.Equal(b.At) })
}

// steadily returns the occurrences of a date around which no clock was set.
func (s Schedule) steadily(clock clock, day portfolio.Day) []Occurrence {
	if !s.on(day) {
		return nil
	}
	all := make([]Occurrence, len(s.minutes))
	for i, minute := range s.minutes {
		all[i] = Occurrence{day, minute, time.Unix(clock.wall(minute)-clock.spans[0].offset, 0).UTC()}
	}
	return all
}

// falls reports whether the schedule is due on a date. One that a zone left out
// of its calendar hands its occurrences on to the next.
func (s Schedule) falls(day portfolio.Day) bool {
	for !s.on(day) {
		day--
		if day < s.from || clockOf(s.zone, day).exists() {
			return false
		}
	}
	return true
}

func (s Schedule) dayOf(t time.Time) portfolio.Day { return portfolio.DayIn(t.In(s.zone)) }
