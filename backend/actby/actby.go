// Package actby knows the last day on which the outcome of an entitlement's end
// can still be changed, and what happens when nothing is done until then. It is
// pure: dates in, a date out. The rule not to break: reports, rules and the
// person's calendar ask here, so that there is one such day.
package actby

import (
	"headroom/backend/portfolio"
	"headroom/backend/workday"
)

// What happens when nothing is done.
const (
	Loss   = "loss"    // what was licensed can no longer be used
	LockIn = "lock-in" // it has to be paid for another term, or for the rest of this one
)

// Renewal says whether an entitlement renews by itself.
type Renewal int8

// The renewals. Where nobody says it, the earlier day is the safe one.
const (
	NotStated Renewal = iota
	ByItself
	ByHand
)

// Line is what is known of an entitlement. Days are NoDay where nobody says them.
type Line struct {
	Start, End portfolio.Day
	Told       portfolio.Day // the last day to cancel, as a source tells it
	Renews     Renewal
	Country    string        // of the account
	Today      portfolio.Day // the day asked for
}

// Basis is what a last day follows from.
type Basis string

// The bases.
const (
	ByEnd    Basis = "end"    // the last day itself
	ByTold   Basis = "told"   // a source tells it
	ByNotice Basis = "notice" // the period of notice
	ByOrder  Basis = "order"  // the time it takes to order the next term
	ByWindow Basis = "window" // the days after the start within which the term can be cancelled
)

// Answer is the last day to act, NoDay where there is none, what happens when
// nothing is done until then, "" where nobody says, and what the day follows from.
type Answer struct {
	Day     portfolio.Day
	Nothing string
	Basis   Basis
}

// Last returns the last day to act on l under terms t. While the window after
// the start is open, it is the end of that window: the term itself can still be
// cancelled. Afterwards it is the day that a source tells, else that which the
// periods agreed give, else the last day. With a calendar it is a day of work.
func (t Terms) Last(l Line) Answer {
	calendar, agreed := t.calendar(l.Country)
	a, open := t.window(l, calendar)
	if !open {
		a = t.deadline(l, calendar)
	}
	if agreed && !a.Day.IsZero() {
		a.Day = calendar.Back(a.Day)
	}
	return a
}

// window returns the end of the window after the start, if that is still to come.
func (t Terms) window(l Line, c workday.Calendar) (a Answer, open bool) {
	last := portfolio.NoDay
	switch {
	case t.ToldWindow && !l.Told.IsZero():
		last = l.Told
	case t.Window.N > 0 && !l.Start.IsZero():
		last = t.Window.after(l.Start, c)
	}
	if !l.End.IsZero() && last > l.End {
		last = l.End
	}
	if last.IsZero() || l.Today.IsZero() || l.Today > last || l.Start > l.Today {
		return a, false
	}
	return Answer{last, LockIn, ByWindow}, true
}

// nothing is what happens when nothing is done about the end.
var nothing = [...]string{ByItself: LockIn, ByHand: Loss}

// deadline returns the last day to act on the end.
func (t Terms) deadline(l Line, c workday.Calendar) Answer {
	if l.End.IsZero() {
		return Answer{Day: portfolio.NoDay}
	}
	a := Answer{l.End, nothing[l.Renews], ByEnd}
	period, basis := t.Notice, ByNotice
	if l.Renews == ByHand {
		period, basis = t.Order, ByOrder
	}
	switch {
	case !t.ToldWindow && !l.Told.IsZero():
		a.Day, a.Basis = l.Told, ByTold
	case period.N > 0:
		a.Day, a.Basis = period.before(l.End, c), basis
	}
	return a
}

// calendar returns the calendar agreed, and whether one was. Periods of working
// days without one go by weekdays.
func (t Terms) calendar(country string) (c workday.Calendar, agreed bool) {
	if t.Calendar == "" || t.Calendar == workday.Weekdays {
		return workday.NoHolidays, t.Calendar != ""
	}
	name := t.Calendar
	if name == OfAccount {
		name = country
	}
	if name != "" {
		if c, ok := workday.Of(name); ok {
			return c, true
		}
	}
	return workday.NoHolidays, true
}
