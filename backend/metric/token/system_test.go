package token_test

import (
	"testing"
	"time"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
	"headroom/backend/metric/token"
	"headroom/backend/portfolio"
)

// moment is a moment in a zone, with weeks and years that begin as said.
func moment(t *testing.T, at, zone string, weekStart, fiscalStart int) token.Moment {
	t.Helper()
	place, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	now, err := time.Parse(time.RFC3339, at)
	if err != nil {
		t.Fatal(err)
	}
	now = now.In(place)
	return token.Moment{Today: portfolio.DayIn(now), Now: now, Calendar: compile.Calendar{WeekStart: weekStart, FiscalStart: fiscalStart}}
}

func valueOf(t *testing.T, m token.Moment, name string) any {
	t.Helper()
	v, err := token.New(m, nil, metric.Query{}, nil).Value("", name)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return nil
	}
	return v.Values[0]
}

func TestSystemTokens(t *testing.T) {
	friday := moment(t, "2026-11-20T08:30:15Z", "Europe/Rome", 1, 1)
	sundays := moment(t, "2026-11-20T08:30:15Z", "Europe/Rome", 7, 1)
	fiscal := moment(t, "2026-11-20T08:30:15Z", "Europe/Rome", 1, 7)
	leap := moment(t, "2028-02-29T12:00:00Z", "UTC", 1, 1)
	january := moment(t, "2027-01-01T12:00:00Z", "UTC", 1, 1)
	for _, c := range []struct {
		at   token.Moment
		name string
		want any
	}{
		{friday, "TODAY", "2026-11-20"},
		{friday, "CURRENT_DATE", "2026-11-20"},
		{friday, "YESTERDAY", "2026-11-19"},
		{friday, "TOMORROW", "2026-11-21"},
		{friday, "NOW", "2026-11-20 09:30:15"},
		{friday, "CURRENT_TIME", "09:30:15"},
		{friday, "CURRENT_TIMEZONE", "Europe/Rome"},
		{friday, "DAY", 20.0},
		{friday, "DAY_OF_WEEK", 5.0},
		{sundays, "DAY_OF_WEEK", 5.0},
		{friday, "DAY_OF_YEAR", 324.0},
		{friday, "TODAY-7", "2026-11-13"},
		{friday, "TODAY-30", "2026-10-21"},
		{friday, "TODAY-365", "2025-11-20"},
		{friday, "TODAY-45", "2026-10-06"},
		{friday, "TODAY+45", "2027-01-04"},
		{friday, "TODAY + 1", "2026-11-21"},
		{friday, "CURRENT_WEEK", 47.0},
		{friday, "CURRENT_WEEK_START", "2026-11-16"},
		{friday, "CURRENT_WEEK_END", "2026-11-22"},
		{sundays, "CURRENT_WEEK_START", "2026-11-15"},
		{sundays, "CURRENT_WEEK_END", "2026-11-21"},
		{friday, "LAST_WEEK", 46.0},
		{friday, "LAST_WEEK_START", "2026-11-09"},
		{friday, "LAST_WEEK_END", "2026-11-15"},
		{friday, "NEXT_WEEK_START", "2026-11-23"},
		{friday, "CURRENT_MONTH", 11.0},
		{friday, "CURRENT_MONTH_NAME", "November"},
		{friday, "CURRENT_MONTH_START", "2026-11-01"},
		{friday, "CURRENT_MONTH_END", "2026-11-30"},
		{friday, "LAST_MONTH", 10.0},
		{friday, "LAST_MONTH_NAME", "October"},
		{friday, "LAST_MONTH_START", "2026-10-01"},
		{friday, "LAST_MONTH_END", "2026-10-31"},
		{friday, "NEXT_MONTH_NAME", "December"},
		{friday, "CURRENT_QUARTER", 4.0},
		{friday, "CURRENT_QUARTER_START", "2026-10-01"},
		{friday, "CURRENT_QUARTER_END", "2026-12-31"},
		{friday, "LAST_QUARTER", 3.0},
		{friday, "LAST_QUARTER_START", "2026-07-01"},
		{friday, "LAST_QUARTER_END", "2026-09-30"},
		{friday, "NEXT_QUARTER", 1.0},
		{friday, "NEXT_QUARTER_START", "2027-01-01"},
		{friday, "CURRENT_YEAR", 2026.0},
		{friday, "CURRENT_YEAR_START", "2026-01-01"},
		{friday, "CURRENT_YEAR_END", "2026-12-31"},
		{friday, "LAST_YEAR", 2025.0},
		{friday, "LAST_YEAR_START", "2025-01-01"},
		{friday, "LAST_YEAR_END", "2025-12-31"},
		{friday, "NEXT_YEAR_END", "2027-12-31"},
		// A fiscal year from July: November is in its second quarter.
		{fiscal, "CURRENT_QUARTER", 2.0},
		{fiscal, "CURRENT_QUARTER_START", "2026-10-01"},
		{fiscal, "CURRENT_YEAR", 2026.0},
		{fiscal, "CURRENT_YEAR_START", "2026-07-01"},
		{fiscal, "CURRENT_YEAR_END", "2027-06-30"},
		{fiscal, "LAST_YEAR_START", "2025-07-01"},
		{fiscal, "LAST_QUARTER", 1.0},
		{fiscal, "NEXT_QUARTER", 3.0},
		// Leap days and the turn of a year.
		{leap, "DAY_OF_YEAR", 60.0},
		{leap, "CURRENT_MONTH_END", "2028-02-29"},
		{leap, "TODAY-365", "2027-03-01"},
		{leap, "LAST_YEAR_END", "2027-12-31"},
		{leap, "NEXT_MONTH_START", "2028-03-01"},
		{january, "LAST_MONTH_START", "2026-12-01"},
		{january, "CURRENT_WEEK", 53.0},
		{january, "CURRENT_WEEK_START", "2026-12-28"},
		{january, "NEXT_WEEK", 1.0},
		{january, "LAST_QUARTER", 4.0},
	} {
		if got := valueOf(t, c.at, c.name); got != c.want {
			t.Errorf("on %s %s is %v, not %v", c.at.Today, c.name, got, c.want)
		}
	}
}

// TestTheDayIsThatOfTheZone asks at one instant all around the world, and in
// the nights in which clocks change.
func TestTheDayIsThatOfTheZone(t *testing.T) {
	for _, c := range []struct{ at, zone, today, now string }{
		{"2026-11-20T10:30:00Z", "Pacific/Kiritimati", "2026-11-21", "2026-11-21 00:30:00"}, // UTC+14
		{"2026-11-20T10:30:00Z", "Pacific/Pago_Pago", "2026-11-19", "2026-11-19 23:30:00"},  // UTC-11
		{"2026-11-20T10:30:00Z", "Asia/Kathmandu", "2026-11-20", "2026-11-20 16:15:00"},
		// Rome goes back from 3 to 2 o'clock on 2026-10-25: half past two comes twice.
		{"2026-10-25T00:30:00Z", "Europe/Rome", "2026-10-25", "2026-10-25 02:30:00"},
		{"2026-10-25T01:30:00Z", "Europe/Rome", "2026-10-25", "2026-10-25 02:30:00"},
		{"2026-10-24T21:59:00Z", "Europe/Rome", "2026-10-24", "2026-10-24 23:59:00"},
		{"2026-10-24T22:01:00Z", "Europe/Rome", "2026-10-25", "2026-10-25 00:01:00"},
		// Cairo goes forward at midnight: 2026-04-24 has no 00:30.
		{"2026-04-23T22:30:00Z", "Africa/Cairo", "2026-04-24", "2026-04-24 01:30:00"},
	} {
		m := moment(t, c.at, c.zone, 1, 1)
		if got := valueOf(t, m, "TODAY"); got != c.today {
			t.Errorf("%s in %s is on %v", c.at, c.zone, got)
		}
		if got := valueOf(t, m, "NOW"); got != c.now {
			t.Errorf("%s in %s is %v", c.at, c.zone, got)
		}
		if got, want := valueOf(t, m, "TODAY+1"), valueOf(t, m, "TOMORROW"); got != want {
			t.Errorf("a day after %s is %v and %v", c.today, got, want)
		}
	}
}

// TestPeriodsFollowEachOther holds for every day of five years and every
// calendar: the last, this and the next period join without a gap, and today
// is in this one.
func TestPeriodsFollowEachOther(t *testing.T) {
	first := portfolio.DayOf(2024, 1, 1)
	for week := 1; week <= 7; week++ {
		for fiscal := 1; fiscal <= 12; fiscal++ {
			for d := first; d < first+5*366; d += 7 - portfolio.Day(week%2) { // every other calendar meets other days
				m := token.Moment{Today: d, Calendar: compile.Calendar{WeekStart: week, FiscalStart: fiscal}}
				for _, grain := range []string{"WEEK", "MONTH", "QUARTER", "YEAR"} {
					day := func(name string) portfolio.Day {
						d, _ := portfolio.ParseDay(valueOf(t, m, name).(string))
						return d
					}
					joined := day("LAST_"+grain+"_END")+1 == day("CURRENT_"+grain+"_START") && day("CURRENT_"+grain+"_END")+1 == day("NEXT_"+grain+"_START")
					if !joined || d < day("CURRENT_"+grain+"_START") || d > day("CURRENT_"+grain+"_END") {
						t.Fatalf("%s of %s, weeks from %d, years from %d", grain, d, week, fiscal)
					}
				}
			}
		}
	}
}

func TestSystemTokensAreDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range token.SystemTokens() {
		if s.Words == "" || seen[s.Name] || !token.IsSystem(s.Name) {
			t.Errorf("%+v", s)
		}
		seen[s.Name] = true
	}
	for _, name := range []string{"TODAY+9999999", "TODAY-999999", "today", "TODAY*2", "CURRENT_DECADE", ""} {
		if token.IsSystem(name) {
			t.Errorf("%q is a system token", name)
		}
	}
}
