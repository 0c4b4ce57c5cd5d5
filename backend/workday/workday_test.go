package workday_test

import (
	"testing"
	"time"

	"headroom/backend/portfolio"
	"headroom/backend/workday"
)

func of(t *testing.T, country string) workday.Calendar {
	t.Helper()
	c, ok := workday.Of(country)
	if !ok {
		t.Fatalf("no calendar of %s", country)
	}
	return c
}

// TestHolidays holds days that are known from the laws of their countries.
func TestHolidays(t *testing.T) {
	for _, x := range []struct {
		country string
		day     portfolio.Day
		holiday bool
	}{
		{"DE", portfolio.DayOf(2026, time.October, 3), true},
		{"DE", portfolio.DayOf(2026, time.April, 3), true}, // Good Friday
		{"DE", portfolio.DayOf(2026, time.November, 1), false},
		{"IT", portfolio.DayOf(2026, time.December, 8), true},
		{"FR", portfolio.DayOf(2026, time.July, 14), true},
		{"ES", portfolio.DayOf(2026, time.October, 12), true},
		{"JP", portfolio.DayOf(2026, time.November, 23), true},
		{"US", portfolio.DayOf(2026, time.November, 26), true},
		{"US", portfolio.DayOf(2027, time.December, 31), true}, // New Year's Day of 2028 is a Saturday
		{"GB", portfolio.DayOf(2026, time.December, 28), true}, // for the 26th, a Saturday
		{"Deutschland", portfolio.DayOf(2026, time.May, 1), true},
		{" japan ", portfolio.DayOf(2026, time.January, 1), true},
		{workday.Weekdays, portfolio.DayOf(2026, time.January, 1), false},
		{"DE", portfolio.DayOf(1960, time.May, 1), false}, // beyond what is kept
	} {
		if got := of(t, x.country).Holiday(x.day); got != x.holiday {
			t.Errorf("%s in %s: holiday %v", x.day, x.country, got)
		}
	}
	if _, ok := workday.Of("Atlantis"); ok {
		t.Error("Atlantis has holidays")
	}
}

func TestBack(t *testing.T) {
	for _, x := range []struct {
		country    string
		from, want portfolio.Day
	}{
		{"DE", portfolio.DayOf(2026, time.December, 27), portfolio.DayOf(2026, time.December, 24)}, // Christmas and a weekend
		{workday.Weekdays, portfolio.DayOf(2026, time.December, 27), portfolio.DayOf(2026, time.December, 25)},
		{"JP", portfolio.DayOf(2026, time.May, 6), portfolio.DayOf(2026, time.May, 1)},
		{"US", portfolio.DayOf(2026, time.November, 25), portfolio.DayOf(2026, time.November, 25)},
	} {
		if got := of(t, x.country).Back(x.from); got != x.want {
			t.Errorf("%s back from %s: %s, want %s", x.country, x.from, got, x.want)
		}
	}
}

// TestEveryCountry holds that every country has a holiday in every year that is
// kept, and at least two days of work in every week.
func TestEveryCountry(t *testing.T) {
	for _, code := range workday.Countries() {
		c := of(t, code)
		if c.Country() != code {
			t.Errorf("%s is %s", code, c.Country())
		}
		for year := 2015; year <= 2040; year++ {
			holidays, worked := 0, 0
			for d := portfolio.DayOf(year, time.January, 1); d <= portfolio.DayOf(year, time.December, 31); d++ {
				if c.Holiday(d) {
					holidays++
				}
				if c.Working(d) {
					worked++
				}
			}
			if holidays < 5 || holidays > 30 || worked < 230 {
				t.Errorf("%s %d: %d holidays, %d days of work", code, year, holidays, worked)
			}
		}
	}
}
