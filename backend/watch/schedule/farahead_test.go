package schedule_test

import (
	"testing"
	"time"

	"headroom/backend/watch/schedule"
)

// Beyond the tables of zones package time has no end of the offset on the last
// day of a leap year; the clock goes on there as on every other day.
func TestYearEndsFarAhead(t *testing.T) {
	for _, name := range []string{"Europe/Rome", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo"} {
		z := zone(t, name)
		s := made(t, schedule.Spec{Every: "day", At: "08:00", Zone: z})
		for year := 2039; year <= 2045; year++ {
			o, ok := s.Next(time.Date(year, 12, 30, 23, 0, 0, 0, z))
			if want := time.Date(year, 12, 31, 8, 0, 0, 0, z); !ok || !o.At.Equal(want) {
				t.Errorf("%s: %v, want %v", name, o.At, want)
			}
			o, ok = s.Last(time.Date(year+1, 1, 1, 7, 0, 0, 0, z))
			if want := time.Date(year, 12, 31, 8, 0, 0, 0, z); !ok || !o.At.Equal(want) {
				t.Errorf("%s: last %v, want %v", name, o.At, want)
			}
		}
	}
}
