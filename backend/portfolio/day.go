package portfolio

import (
	"fmt"
	"time"
)

// Day is a calendar day without zone: the number of days since 1970-01-01.
// Contract dates and the days of usage are Days. NoDay means "no day": no end
// (perpetual), no start (always), or unknown.
type Day int32

// NoDay is the absent day. It sorts before every real day.
const NoDay Day = -1 << 31

// DayOf returns the day of a civil date; out-of-range parts are normalised as
// time.Date does.
func DayOf(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// DayIn returns the calendar day of t in its own location.
func DayIn(t time.Time) Day {
	y, m, d := t.Date()
	return DayOf(y, m, d)
}

// ParseDay reads YYYY-MM-DD.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return NoDay, fmt.Errorf("day %q is not YYYY-MM-DD", s)
	}
	return DayIn(t), nil
}

// IsZero reports whether d is absent.
func (d Day) IsZero() bool { return d == NoDay }

// Known reports whether d is a day after 1970-01-01: neither absent nor the
// zero value that an optional day of a fact has when nobody set it.
func (d Day) Known() bool { return d > 0 }

// Time returns midnight UTC of d, for calendar arithmetic only.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String returns YYYY-MM-DD, or "" for NoDay.
func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// MonthEnd returns the last day of d's month.
func (d Day) MonthEnd() Day {
	y, m, _ := d.Time().Date()
	return DayOf(y, m+1, 0)
}

// MonthStart returns the first day of d's month.
func (d Day) MonthStart() Day {
	y, m, _ := d.Time().Date()
	return DayOf(y, m, 1)
}

// MarshalText writes YYYY-MM-DD, "" for NoDay.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Day) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = NoDay
		return nil
	}
	parsed, err := ParseDay(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}
