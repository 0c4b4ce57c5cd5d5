package schedule

import (
	"time"

	"headroom/backend/portfolio"
)

// clock is what the clocks of a zone show on one date.
type clock struct {
	midnight int64 // of the date, as if it were UTC, in seconds
	spans    []span
}

// span is a time in which a zone has one offset.
type span struct{ begin, end, offset int64 } // Unix seconds, end excluded

// reach is how far from UTC a clock may be, with some to spare.
const reach = 26 * 3600

// step is after how long a zone is looked at again where package time says that
// its offset ended before the time it was asked for, as it does on the last day
// of leap years beyond the tables of zones.
const step = 3600

// clockOf returns the clock of a zone on a date.
func clockOf(zone *time.Location, day portfolio.Day) clock {
	c := clock{midnight: int64(day) * 86400}
	stop := c.midnight + 86400 + reach
	for at := c.midnight - reach; at < stop; {
		t := time.Unix(at, 0).In(zone)
		_, offset := t.Zone()
		s := span{at, stop, int64(offset)}
		if _, end := t.ZoneBounds(); !end.IsZero() && end.Unix() < stop {
			s.end = end.Unix()
			if s.end <= at {
				s.end = min(at+step, stop)
			}
		}
		at = s.end
		if n := len(c.spans); n > 0 && c.spans[n-1].offset == s.offset {
			c.spans[n-1].end = s.end
			continue
		}
		c.spans = append(c.spans, s)
	}
	return c
}

// wall is a minute of the date as if it were UTC, in seconds.
func (c clock) wall(minute int) int64 { return c.midnight + int64(minute)*60 }

// show returns when the clock shows a minute of the date: twice where it was set
// back over it. A time it leaves out is where it goes on.
func (c clock) show(minute int) []time.Time {
	var at []time.Time
	wall := c.wall(minute)
	skipped := int64(0)
	for _, s := range c.spans {
		switch t := wall - s.offset; {
		case t >= s.begin && t < s.end:
			at = append(at, time.Unix(t, 0).UTC())
		case t < s.begin && skipped == 0:
			skipped = s.begin
		}
	}
	if len(at) == 0 && skipped != 0 {
		at = append(at, time.Unix(skipped, 0).UTC())
	}
	return at
}

// steady reports whether no clock was set around the date, so that it and the
// date before are in the calendar.
func (c clock) steady() bool { return len(c.spans) == 1 }

// exists reports whether the date is in the calendar of the zone: one that is
// crossed by the date line is not.
func (c clock) exists() bool {
	for _, s := range c.spans {
		if s.begin+s.offset < c.midnight+86400 && s.end+s.offset > c.midnight {
			return true
		}
	}
	return false
}
