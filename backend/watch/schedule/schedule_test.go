package schedule_test

import (
	"strings"
	"testing"
	"time"

	"headroom/backend/fault"
	"headroom/backend/watch/schedule"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func at(t testing.TB, text string, z *time.Location) time.Time {
	t.Helper()
	for _, form := range []string{time.RFC3339, "2006-01-02 15:04", "2006-01-02"} {
		if parsed, err := time.ParseInLocation(form, text, z); err == nil {
			return parsed
		}
	}
	t.Fatalf("%q is no time", text)
	return time.Time{}
}

func made(t testing.TB, spec schedule.Spec) schedule.Schedule {
	t.Helper()
	s, err := schedule.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// comes lists the occurrences after a time, as the local clock shows them with
// its distance from UTC.
func comes(s schedule.Schedule, after time.Time, n int, z *time.Location) string {
	var all []string
	for range n {
		o, ok := s.Next(after)
		if !ok {
			all = append(all, "never")
			break
		}
		all = append(all, o.At.In(z).Format("01-02 15:04 -07:00"))
		after = o.At
	}
	return strings.Join(all, ", ")
}

func TestOccurrencesFollowTheLocalCalendar(t *testing.T) {
	for _, c := range []struct {
		name, zone, after string
		spec              schedule.Spec
		want              string
	}{
		{"every day", "Europe/Rome", "2026-11-20 07:59", schedule.Spec{Every: "day"}, "11-20 08:00 +01:00, 11-21 08:00 +01:00"},
		{"a time that is just over", "Europe/Rome", "2026-11-20 08:00", schedule.Spec{Every: "day"}, "11-21 08:00 +01:00"},
		{"a time the clock leaves out is when it goes on", "Europe/Rome", "2026-03-28 12:00", schedule.Spec{Every: "day", At: "02:30"}, "03-29 03:00 +02:00, 03-30 02:30 +02:00"},
		{"a time the clock shows twice is its first", "Europe/Rome", "2026-10-24 12:00", schedule.Spec{Every: "day", At: "02:30"}, "10-25 02:30 +02:00, 10-26 02:30 +01:00"},
		{"half an hour is left out", "Australia/Lord_Howe", "2026-10-03 12:00", schedule.Spec{Every: "day", At: "02:15"}, "10-04 02:30 +11:00, 10-05 02:15 +11:00"},
		{"half an hour comes twice", "Australia/Lord_Howe", "2026-04-04 12:00", schedule.Spec{Every: "day", At: "01:45"}, "04-05 01:45 +11:00, 04-06 01:45 +10:30"},
		{"a midnight is left out", "Africa/Cairo", "2026-04-23 12:00", schedule.Spec{Every: "day", At: "00:00"}, "04-24 01:00 +03:00, 04-25 00:00 +03:00"},
		{"a midnight comes twice", "America/Havana", "2025-11-01 12:00", schedule.Spec{Every: "day", At: "00:15"}, "11-02 00:15 -04:00, 11-03 00:15 -05:00"},
		{"the hour before midnight is left out", "America/Nuuk", "2025-03-29 12:00", schedule.Spec{Every: "day", At: "23:30"}, "03-30 00:00 -01:00, 03-30 23:30 -01:00"},
		{"a date is left out", "Pacific/Apia", "2011-12-28 12:00", schedule.Spec{Every: "day"}, "12-29 08:00 -10:00, 12-31 08:00 +14:00"},
		{"a week whose date is left out has the next", "Pacific/Apia", "2011-12-28 12:00", schedule.Spec{Every: "week", Weekdays: []string{"friday"}}, "12-31 08:00 +14:00, 01-06 08:00 +14:00"},
		{"so has a month", "Pacific/Apia", "2011-12-28 12:00", schedule.Spec{Every: "month", Days: []int{30}}, "12-31 08:00 +14:00, 01-30 08:00 +14:00"},
		{"and cron", "Pacific/Apia", "2011-12-28 12:00", schedule.Spec{Cron: "0 8 30 * *"}, "12-31 08:00 +14:00, 01-30 08:00 +14:00"},
		{"45 minutes from UTC", "Asia/Kathmandu", "2026-11-20 07:59", schedule.Spec{Every: "day"}, "11-20 08:00 +05:45"},

		{"every second day from a day on", "Europe/Rome", "2026-11-20 12:00", schedule.Spec{Every: "day", N: 2, From: "2026-11-25"}, "11-25 08:00 +01:00, 11-27 08:00 +01:00"},
		{"until a day, which is included", "Europe/Rome", "2026-11-20 12:00", schedule.Spec{Every: "day", Until: "2026-11-21"}, "11-21 08:00 +01:00, never"},
		{"on several days of the week", "Europe/Rome", "2026-11-20 12:00", schedule.Spec{Every: "week", Weekdays: []string{"thursday", "monday"}, At: "17:45"}, "11-23 17:45 +01:00, 11-26 17:45 +01:00, 11-30 17:45 +01:00"},
		{"every second week from a day on", "Europe/Rome", "2026-11-20 12:00", schedule.Spec{Every: "week", N: 2, Weekdays: []string{"monday", "sunday"}, From: "2026-11-18"}, "11-22 08:00 +01:00, 11-30 08:00 +01:00, 12-06 08:00 +01:00"},
		{"on the last day", "Europe/Rome", "2028-01-31 12:00", schedule.Spec{Every: "month", Days: []int{-1}}, "02-29 08:00 +01:00, 03-31 08:00 +02:00, 04-30 08:00 +02:00"},
		{"a month without a 31st has a last day, once", "Europe/Rome", "2027-01-31 12:00", schedule.Spec{Every: "month", Days: []int{30, 31}}, "02-28 08:00 +01:00, 03-30 08:00 +02:00, 03-31 08:00 +02:00, 04-30 08:00 +02:00, 05-30 08:00 +02:00"},
		{"every quarter", "Europe/Rome", "2026-11-20 12:00", schedule.Spec{Every: "month", N: 3}, "01-01 08:00 +01:00, 04-01 08:00 +02:00"},
		{"every quarter from a month on", "Europe/Rome", "2026-11-20 12:00", schedule.Spec{Every: "month", N: 3, Days: []int{15}, From: "2026-12-01"}, "12-15 08:00 +01:00, 03-15 08:00 +01:00"},

		{"every quarter of an hour goes on when the clock is put forward", "Europe/Rome", "2026-03-29 01:30", schedule.Spec{Every: "minute", N: 15}, "03-29 01:45 +01:00, 03-29 03:00 +02:00, 03-29 03:15 +02:00"},
		{"and when it is set back", "Europe/Rome", "2026-10-25T02:30:00+02:00", schedule.Spec{Every: "minute", N: 15}, "10-25 02:45 +02:00, 10-25 02:00 +01:00, 10-25 02:15 +01:00"},
		{"every hour where half of one is left out", "Australia/Lord_Howe", "2026-10-04 00:30", schedule.Spec{Every: "hour"}, "10-04 01:00 +10:30, 10-04 02:30 +11:00, 10-04 03:00 +11:00"},
		{"every six hours by the clock on the wall", "Europe/Rome", "2026-10-24 17:00", schedule.Spec{Every: "hour", N: 6}, "10-24 18:00 +02:00, 10-25 00:00 +02:00, 10-25 06:00 +01:00"},

		{"cron, by the hour, when the clock is set back", "Europe/Rome", "2026-10-25T01:30:00+02:00", schedule.Spec{Cron: "5 * * * *"}, "10-25 02:05 +02:00, 10-25 02:05 +01:00, 10-25 03:05 +01:00"},
		{"cron, at an hour, when the clock is set back", "Europe/Rome", "2026-10-25 01:30", schedule.Spec{Cron: "5 1-3 * * *"}, "10-25 02:05 +02:00, 10-25 03:05 +01:00, 10-26 01:05 +01:00"},
		{"cron, several times left out are one", "Europe/Rome", "2026-03-29 00:30", schedule.Spec{Cron: "0,20,40 2 * * *"}, "03-29 03:00 +02:00, 03-30 02:00 +02:00"},
		{"cron on working days", "Europe/Rome", "2026-11-20 12:00", schedule.Spec{Cron: "30 8 * * mon-fri"}, "11-23 08:30 +01:00, 11-24 08:30 +01:00"},
		{"cron on a day of the month or of the week", "Europe/Rome", "2026-11-20 12:00", schedule.Spec{Cron: "0 8 1 * 5"}, "11-27 08:00 +01:00, 12-01 08:00 +01:00, 12-04 08:00 +01:00"},
		{"cron, on any day of the month by a step", "Europe/Rome", "2026-11-20 12:00", schedule.Spec{Cron: "0 8 */10 * 7"}, "01-31 08:00 +01:00, 02-21 08:00 +01:00"},
		{"cron on the last day", "Europe/Rome", "2026-11-20 12:00", schedule.Spec{Cron: "0 8 L * *"}, "11-30 08:00 +01:00, 12-31 08:00 +01:00"},
		{"cron in leap years", "Europe/Rome", "2026-11-20 12:00", schedule.Spec{Cron: "0 8 29 feb ?"}, "02-29 08:00 +01:00, 02-29 08:00 +01:00"},
		{"cron over the century without a leap year", "UTC", "2096-03-01 12:00", schedule.Spec{Cron: "0 8 29 2 *"}, "02-29 08:00 +00:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			z := zone(t, c.zone)
			c.spec.Zone = z
			got := comes(made(t, c.spec), at(t, c.after, z), strings.Count(c.want, ",")+1, z)
			if got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

// Last finds, going back, what Next finds going on.
func TestLastIsTheOneThatNextFound(t *testing.T) {
	for _, name := range []string{"Europe/Rome", "Australia/Lord_Howe", "America/St_Johns", "America/Nuuk", "Pacific/Apia", "America/Havana"} {
		z := zone(t, name)
		for _, spec := range []schedule.Spec{
			{Every: "day", At: "00:00"},
			{Every: "day", At: "02:15"},
			{Every: "day", At: "23:30"},
			{Every: "week"},
			{Every: "month", Days: []int{31}},
			{Every: "hour"},
			{Every: "hour", N: 5},
			{Every: "minute", N: 45},
			{Cron: "*/20 22-23,0-2 * * *"},
			{Cron: "7 */2 * * *"},
		} {
			spec.Zone = z
			s := made(t, spec)
			now, end := at(t, "2025-10-20", z), at(t, "2026-11-10", z)
			for now.Before(end) {
				next, ok := s.Next(now)
				if !ok || !next.At.After(now) {
					t.Fatalf("%s %+v: after %s comes %v", name, spec, now, next)
				}
				last, ok := s.Last(next.At)
				if !ok || last != next {
					t.Fatalf("%s %+v: the last at %s is %v, not %v", name, spec, next.At, last, next)
				}
				if before, ok := s.Last(next.At.Add(-time.Second)); ok && !before.At.Before(next.At) {
					t.Fatalf("%s %+v: a second before %s the last is %v", name, spec, next.At, before)
				}
				now = next.At
			}
		}
	}
}

func TestWhatCannotBeIsRefusedByItsField(t *testing.T) {
	for _, c := range []struct {
		field string
		spec  schedule.Spec
	}{
		{"trigger.every", schedule.Spec{}},
		{"trigger.every", schedule.Spec{Every: "fortnight"}},
		{"trigger.every", schedule.Spec{Every: "day", Cron: "0 8 * * *"}},
		{"trigger.n", schedule.Spec{Every: "minute", N: 721}},
		{"trigger.n", schedule.Spec{Every: "day", N: -1}},
		{"trigger.n", schedule.Spec{N: 2, Cron: "0 8 * * *"}},
		{"trigger.at", schedule.Spec{Every: "day", At: "8:00"}},
		{"trigger.at", schedule.Spec{Every: "day", At: "24:00"}},
		{"trigger.at", schedule.Spec{Every: "hour", At: "08:00"}},
		{"trigger.weekdays", schedule.Spec{Every: "week", Weekdays: []string{"mon"}}},
		{"trigger.weekdays", schedule.Spec{Every: "month", Weekdays: []string{"monday"}}},
		{"trigger.days", schedule.Spec{Every: "month", Days: []int{0}}},
		{"trigger.days", schedule.Spec{Every: "month", Days: []int{32}}},
		{"trigger.days", schedule.Spec{Every: "week", Days: []int{1}}},
		{"trigger.from", schedule.Spec{Every: "day", From: "2026-02-30"}},
		{"trigger.until", schedule.Spec{Every: "day", Until: "tomorrow"}},
		{"trigger.until", schedule.Spec{Every: "day", From: "2026-02-02", Until: "2026-02-01"}},
		{"trigger.until", schedule.Spec{Every: "week", From: "2026-11-20", Until: "2026-11-20"}}, // a Friday
		{"trigger.cron", schedule.Spec{Cron: "@daily"}},
		{"trigger.cron", schedule.Spec{Cron: "0 8 * *"}},
		{"trigger.cron", schedule.Spec{Cron: "0 0 8 * * *"}},
		{"trigger.cron", schedule.Spec{Cron: "60 8 * * *"}},
		{"trigger.cron", schedule.Spec{Cron: "0 24 * * *"}},
		{"trigger.cron", schedule.Spec{Cron: "0 8 0 * *"}},
		{"trigger.cron", schedule.Spec{Cron: "0 8 32 * *"}},
		{"trigger.cron", schedule.Spec{Cron: "0 8 * 13 *"}},
		{"trigger.cron", schedule.Spec{Cron: "0 8 * * 8"}},
		{"trigger.cron", schedule.Spec{Cron: "0 8 * * monday"}},
		{"trigger.cron", schedule.Spec{Cron: "0 9-8 * * *"}},
		{"trigger.cron", schedule.Spec{Cron: "*/0 8 * * *"}},
		{"trigger.cron", schedule.Spec{Cron: "*/-5 8 * * *"}},
		{"trigger.cron", schedule.Spec{Cron: "? 8 * * *"}},
		{"trigger.cron", schedule.Spec{Cron: "0 8 ,1 * *"}},
		{"trigger.cron", schedule.Spec{Cron: "0 8 1- * *"}},
		{"trigger.cron", schedule.Spec{Cron: "0 8 30 2 *"}}, // never comes
	} {
		_, err := schedule.New(c.spec)
		f := fault.Of(err)
		if f == nil || f.Code != fault.Invalid || f.Field != c.field || f.Hint == "" {
			t.Errorf("%+v: %#v, want a fault of %s with a hint", c.spec, f, c.field)
		}
	}
}

func TestCronReadsWhatCronDoes(t *testing.T) {
	z := zone(t, "UTC")
	for text, want := range map[string]string{
		"*/20 8 * * *":          "01-05 08:00 +00:00, 01-05 08:20 +00:00, 01-05 08:40 +00:00, 01-06 08:00 +00:00",
		"10/20 8 * * *":         "01-05 08:10 +00:00, 01-05 08:30 +00:00, 01-05 08:50 +00:00, 01-06 08:10 +00:00",
		"0 8-10/2,23 * * *":     "01-05 08:00 +00:00, 01-05 10:00 +00:00, 01-05 23:00 +00:00, 01-06 08:00 +00:00",
		"0 8 * JAN,Mar sun":     "01-11 08:00 +00:00, 01-18 08:00 +00:00, 01-25 08:00 +00:00, 03-01 08:00 +00:00",
		" 0   8 * * 7 ":         "01-11 08:00 +00:00, 01-18 08:00 +00:00, 01-25 08:00 +00:00, 02-01 08:00 +00:00",
		"0 8 * * 5-7":           "01-09 08:00 +00:00, 01-10 08:00 +00:00, 01-11 08:00 +00:00, 01-16 08:00 +00:00",
		"0 8 15,l feb-mar ?":    "02-15 08:00 +00:00, 02-28 08:00 +00:00, 03-15 08:00 +00:00, 03-31 08:00 +00:00",
		"59 23 31 12 */7":       "never",
		"0 0 1 1 *":             "01-01 00:00 +00:00, 01-01 00:00 +00:00",
		"0 12 ? * wed/2":        "01-07 12:00 +00:00, 01-09 12:00 +00:00, 01-14 12:00 +00:00",
		"0 12 1-7 * *":          "01-05 12:00 +00:00, 01-06 12:00 +00:00, 01-07 12:00 +00:00, 02-01 12:00 +00:00",
		"30 6 * * 1,3,5":        "01-05 06:30 +00:00, 01-07 06:30 +00:00, 01-09 06:30 +00:00",
		"0 8 28-31/3 * mon-fri": "01-05 08:00 +00:00, 01-06 08:00 +00:00",
	} {
		s, err := schedule.New(schedule.Spec{Cron: text, Zone: z})
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if want == "never" { // a 31st of December that is a Sunday: every few years
			want = "12-31 23:59 +00:00"
		}
		if got := comes(s, at(t, "2026-01-05 00:00", z), strings.Count(want, ",")+1, z); got != want {
			t.Errorf("%s:\n got %s\nwant %s", text, got, want)
		}
	}
}
