package schedule

import (
	"time"

	"headroom/backend/portfolio"
)

const (
	// Punctual is how long after its time an occurrence is still in time.
	Punctual = 2 * time.Minute
	// astray is how far ahead of the clock an occurrence that was carried out may
	// lie: a person who travels, or sets the clock back, goes back a day at most.
	// What lies further ahead was carried out by a clock that was wrong.
	astray = 48 * time.Hour
	// mostMissed bounds the count of occurrences that were passed over.
	mostMissed = 10_000
)

// Due is an occurrence that is to be carried out now.
type Due struct {
	// Before is the mark that was seen, Mark the one that takes its place. Who
	// carries the occurrence out changes the one into the other, once.
	Before, Mark string
	At           time.Time
	Missed       int  // earlier occurrences that were not carried out, and which this one stands for
	Late         bool // it was not in time
	Corrected    bool // the mark before was of a clock far ahead
}

// Due returns the occurrence that is due at a point in time: the latest, if it
// comes after the one that mark names and after since, which is when the rule
// became active. What was missed before it is not made up for one by one.
func (s Schedule) Due(mark string, since, now time.Time) (Due, bool) {
	last, ok := s.Last(now)
	if !ok {
		return Due{}, false
	}
	done, marked := s.read(mark)
	d := Due{Before: mark, Mark: s.mark(last), At: last.At, Late: now.Sub(last.At) > Punctual}
	switch {
	case s.ahead(done, last, now), !marked && s.ahead(since, last, now):
		d.Corrected = true
		return d, true
	case since.After(done) && !s.ahead(since, last, now):
		done, marked = since, true
	}
	if marked && !last.At.After(done) {
		return Due{}, false
	}
	if marked {
		d.Missed = s.between(done, last.At, mostMissed)
	}
	return d, true
}

// ahead reports whether a point in time lies so far after now that a wrong clock
// must have told it: further than occurrences are from each other around now,
// and where they are dates of a calendar more than two days.
func (s Schedule) ahead(t time.Time, last Occurrence, now time.Time) bool {
	if !t.After(now) {
		return false
	}
	far := time.Duration(0)
	if next, ok := s.Next(now); ok {
		far = next.At.Sub(last.At)
	}
	if !s.again {
		far = max(far, astray)
	}
	return t.Sub(now) > far
}

// The forms of marks: what happens within the hour goes by the time of the world,
// all else by the date and the clock of the person, wherever they are.
const (
	wallMark  = "2006-01-02T15:04"
	worldMark = "2006-01-02T15:04Z"
)

// mark names an occurrence.
func (s Schedule) mark(o Occurrence) string {
	if s.again {
		return o.At.UTC().Format(worldMark)
	}
	return o.Date.Time().Add(time.Duration(o.Minute) * time.Minute).Format(wallMark)
}

// read returns when the occurrence was that a mark names, false for a mark that
// is no one's or that of another kind of schedule.
func (s Schedule) read(mark string) (time.Time, bool) {
	if s.again {
		t, err := time.Parse(worldMark, mark)
		return t, err == nil
	}
	t, err := time.Parse(wallMark, mark)
	if err != nil {
		return time.Time{}, false
	}
	shown := clockOf(s.zone, portfolio.DayIn(t)).show(t.Hour()*60 + t.Minute())
	if len(shown) == 0 {
		return time.Time{}, false
	}
	return shown[0], true
}

// NextAt returns when the schedule is due next: now, if something is overdue;
// the zero time if nothing is to come.
func (s Schedule) NextAt(mark string, since, now time.Time) time.Time {
	if _, due := s.Due(mark, since, now); due {
		return now
	}
	after := now
	if done, marked := s.read(mark); marked && done.After(after) {
		after = done // the clock was set back: what was done is not done again
	}
	next, ok := s.Next(after)
	if !ok {
		return time.Time{}
	}
	return next.At
}
