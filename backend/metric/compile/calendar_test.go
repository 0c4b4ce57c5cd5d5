package compile

import (
	"database/sql"
	"testing"

	_ "github.com/mattn/go-sqlite3" // to run the calendar's SQL

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

func at(s string) portfolio.Day {
	d, err := portfolio.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestPeriods(t *testing.T) {
	for _, c := range []struct {
		calendar          Calendar
		grain, day        string
		wantFrom, wantEnd string
	}{
		{Calendar{}, "", "2024-02-29", "2024-02-29", "2024-02-29"},
		{Calendar{}, "day", "2024-02-29", "2024-02-29", "2024-02-29"},
		{Calendar{}, "week", "2026-11-01", "2026-10-26", "2026-11-01"},
		{Calendar{WeekStart: 7}, "week", "2026-11-01", "2026-11-01", "2026-11-07"},
		{Calendar{WeekStart: 6}, "week", "2026-11-01", "2026-10-31", "2026-11-06"},
		{Calendar{}, "month", "2024-02-29", "2024-02-01", "2024-02-29"},
		{Calendar{}, "quarter", "2026-12-31", "2026-10-01", "2026-12-31"},
		{Calendar{FiscalStart: 7}, "year", "2026-06-30", "2025-07-01", "2026-06-30"},
		{Calendar{FiscalStart: 2}, "quarter", "2026-01-15", "2025-11-01", "2026-01-31"},
		{Calendar{FiscalStart: 2}, "year", "2026-02-01", "2026-02-01", "2027-01-31"},
	} {
		from, end := c.calendar.Start(at(c.day), c.grain), c.calendar.End(at(c.day), c.grain)
		if from.String() != c.wantFrom || end.String() != c.wantEnd {
			t.Errorf("%+v %s of %s is %s to %s", c.calendar, c.grain, c.day, from, end)
		}
	}
}

// The two calendars, in Go and in SQL, are one.
func TestCalendarInSQL(t *testing.T) {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, c := range []Calendar{{}, {WeekStart: 7, FiscalStart: 4}, {WeekStart: 3, FiscalStart: 12}, {WeekStart: 6, FiscalStart: 2}} {
		for _, grain := range metric.Units {
			for d := at("2023-12-20"); d < at("2025-01-20"); d += 3 {
				var got string
				if err := db.QueryRow("SELECT "+c.SQL("x", grain)+" FROM (SELECT ? AS x)", d.String()).Scan(&got); err != nil {
					t.Fatal(err)
				}
				if want := c.Start(d, grain).String(); got != want {
					t.Fatalf("%+v %s of %s is %s in SQL, %s in Go", c, grain, d, got, want)
				}
			}
		}
	}
}

func TestNextAndLast(t *testing.T) {
	for _, c := range []struct {
		op       string
		n        int
		unit     string
		day      string
		from, to string
	}{
		{"next", 90, "day", "2026-11-05", "2026-11-05", "2027-02-02"},
		{"next", 1, "day", "2026-11-05", "2026-11-05", "2026-11-05"},
		{"next", 2, "week", "2026-11-05", "2026-11-05", "2026-11-18"},
		{"next", 1, "month", "2026-01-31", "2026-01-31", "2026-02-27"},
		{"next", 1, "year", "2024-02-29", "2024-02-29", "2025-02-27"},
		{"next", 1, "quarter", "2026-11-05", "2026-11-05", "2027-02-04"},
		{"last", 28, "day", "2024-03-01", "2024-02-03", "2024-03-01"},
		{"last", 1, "month", "2026-03-31", "2026-03-01", "2026-03-31"},
		{"last", 1, "year", "2026-03-31", "2025-04-01", "2026-03-31"},
	} {
		from, to := span(c.op, c.n, c.unit, at(c.day))
		if from.String() != c.from || to.String() != c.to {
			t.Errorf("%s %d %s of %s is %s to %s", c.op, c.n, c.unit, c.day, from, to)
		}
	}
}

func TestPeriodsAreBounded(t *testing.T) {
	days, err := DaysOf(metric.Query{}, at("2026-01-01"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := days.Periods(Calendar{}, "day", true, at("1900-01-01")); err == nil {
		t.Error("a century of days was accepted")
	}
	if got, err := days.Periods(Calendar{}, "year", true, at("1900-01-01")); err != nil || len(got) != 127 {
		t.Errorf("a century of years is %d, %v", len(got), err)
	}
}

func TestContainsFoldsEveryLetter(t *testing.T) {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, c := range []struct {
		text, part string
		want       bool
	}{
		{"École Élan", "éLAN", true},
		{"ecole", "É", false},
		{"100 % sure*", "E*", true},
		{"abc", "*", false},
		{"[x]", "[X]", true},
		{"x", "[X]", false},
		{"a?c", "A?C", true},
		{"abc", "A?C", false},
		{"Ωmega", "ω", true},
		{"日本電気", "電", true},
		{"a-b^c]", "B^C]", true},
		{"a'b", "'B", true},
	} {
		var got bool
		if err := db.QueryRow("SELECT ? GLOB ?", c.text, pattern(c.part)).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got != c.want {
			t.Errorf("%q contains %q: %v (%s)", c.text, c.part, got, pattern(c.part))
		}
	}
}
