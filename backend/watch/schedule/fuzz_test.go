package schedule_test

import (
	"testing"
	"time"

	"headroom/backend/watch/schedule"
)

// Any text is read as five fields or refused, quickly; what is read comes about,
// in the order that time has, and going back finds what going on found.
func FuzzCron(f *testing.F) {
	for _, text := range []string{"*/20 8-18 * * mon-fri", "0 8 L * *", "5 2 29 feb ?", "0,30 0-23/2 1,15 * 7", "* * * * *", "60 8 * * *", "0 8 30 2 *", "@daily", "0 8 1-31/31 1-12 sun/2"} {
		f.Add(text, int64(1_774_746_000), "America/Nuuk")
	}
	f.Fuzz(func(t *testing.T, text string, at int64, name string) {
		z, err := time.LoadLocation(name)
		if err != nil {
			z = time.UTC
		}
		s, err := schedule.New(schedule.Spec{Cron: text, Zone: z})
		if err != nil {
			return
		}
		now := time.Unix(at%4_000_000_000, 0)
		for range 3 {
			next, ok := s.Next(now)
			if !ok {
				if now.Year() > 1970 && now.Year() < 2090 {
					t.Fatalf("%q never comes after %s", text, now)
				}
				return
			}
			if !next.At.After(now) {
				t.Fatalf("%q: %s comes after %s", text, next.At, now)
			}
			if last, ok := s.Last(next.At); !ok || !last.At.Equal(next.At) {
				t.Fatalf("%q: going back from %s there is %v", text, next.At, last)
			}
			if due, ok := s.Due("", now, next.At); !ok || !due.At.Equal(next.At) || due.Missed != 0 {
				t.Fatalf("%q: at %s is due %+v", text, next.At, due)
			}
			now = next.At
		}
	})
}
