package compile

import (
	"database/sql"
	"encoding/json"
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

// The three ranges of acceptance check 9, and what follows from them.
func TestLastTwoYears(t *testing.T) {
	for _, c := range []struct {
		filter   metric.Filter
		from, to string
	}{
		{metric.Filter{Op: "last", N: 2, Unit: "year"}, "2020-01-01", "2021-12-31"},
		{metric.Filter{Op: "last", N: 2, Unit: "year", Excluded: true}, "2019-01-01", "2020-12-31"},
		{metric.Filter{Op: "last", N: 2, Unit: "year", Rolling: true}, "2019-02-08", "2021-02-08"},
	} {
		if from, to := (Calendar{}).Span(c.filter, at("2021-02-08")); from.String() != c.from || to.String() != c.to {
			t.Errorf("%+v is %s to %s", c.filter, from, to)
		}
	}
}

func TestRelativeDates(t *testing.T) {
	for _, c := range []struct {
		filter   string
		day      string
		from, to string
	}{
		{`{"op":"next","n":90,"unit":"day"}`, "2026-11-05", "2026-11-05", "2027-02-02"},
		{`{"op":"next","n":1,"unit":"day"}`, "2026-11-05", "2026-11-05", "2026-11-05"},
		{`{"op":"next","n":2,"unit":"day","excluded":true}`, "2026-11-05", "2026-11-06", "2026-11-07"},
		{`{"op":"last","n":28,"unit":"day"}`, "2024-03-01", "2024-02-03", "2024-03-01"},
		{`{"op":"last","n":1,"unit":"day","excluded":true}`, "2024-03-01", "2024-02-29", "2024-02-29"},
		{`{"op":"last","n":28,"unit":"day","rolling":true}`, "2024-03-01", "2024-02-03", "2024-03-01"},
		{`{"op":"next","n":2,"unit":"week"}`, "2026-11-05", "2026-11-02", "2026-11-15"},
		{`{"op":"next","n":2,"unit":"week","excluded":true}`, "2026-11-05", "2026-11-09", "2026-11-22"},
		{`{"op":"next","n":2,"unit":"week","rolling":true}`, "2026-11-05", "2026-11-05", "2026-11-19"},
		{`{"op":"next","n":1,"unit":"month"}`, "2026-01-31", "2026-01-01", "2026-01-31"},
		{`{"op":"next","n":1,"unit":"month","rolling":true}`, "2026-01-31", "2026-01-31", "2026-02-28"},
		{`{"op":"next","n":1,"unit":"month","rolling":true,"excluded":true}`, "2026-01-31", "2026-02-01", "2026-02-28"},
		{`{"op":"last","n":3,"unit":"month"}`, "2026-03-31", "2026-01-01", "2026-03-31"},
		{`{"op":"last","n":1,"unit":"month","rolling":true,"excluded":true}`, "2026-03-31", "2026-02-28", "2026-03-30"},
		{`{"op":"this","unit":"month"}`, "2024-02-10", "2024-02-01", "2024-02-29"},
		{`{"op":"this","n":1,"unit":"day"}`, "2024-02-10", "2024-02-10", "2024-02-10"},
		{`{"op":"this","unit":"year"}`, "2024-02-10", "2023-07-01", "2024-06-30"},
		{`{"op":"last","n":1,"unit":"quarter"}`, "2024-02-10", "2024-01-01", "2024-03-31"},
		{`{"op":"last","n":2,"unit":"year","from":"2021-02-08"}`, "2026-02-10", "2019-07-01", "2021-06-30"},
		{`{"op":"last","n":100000,"unit":"year"}`, "2026-02-10", "0001-01-01", "2026-06-30"},
		{`{"op":"next","n":100000,"unit":"year"}`, "2026-02-10", "2025-07-01", "9999-12-31"},
	} {
		var f metric.Filter
		if err := json.Unmarshal([]byte(c.filter), &f); err != nil {
			t.Fatal(err)
		}
		calendar := Calendar{}
		if f.Unit == "year" {
			calendar.FiscalStart = 7
		}
		if from, to := calendar.Span(f, at(c.day)); from.String() != c.from || to.String() != c.to {
			t.Errorf("%s of %s is %s to %s", c.filter, c.day, from, to)
		}
	}
}

// The cycles in Go and in SQL are one, and within their bounds.
func TestCyclesInSQL(t *testing.T) {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, c := range []Calendar{{}, {WeekStart: 7, FiscalStart: 4}, {WeekStart: 3, FiscalStart: 12}} {
		for _, cycle := range metric.Cycles {
			for d := at("2023-12-20"); d < at("2025-01-20") && !cycle.OfTime; d++ {
				var got int
				if err := db.QueryRow("SELECT "+c.SQL("x", cycle.Name)+" FROM (SELECT ? AS x)", d.String()).Scan(&got); err != nil {
					t.Fatal(err)
				}
				if want := c.Recurring(d, cycle.Name); got != want || got < cycle.First || got > cycle.Last {
					t.Fatalf("%+v %s of %s is %d in SQL, %d in Go", c, cycle.Name, d, got, want)
				}
			}
		}
	}
	for d := at("2015-01-01"); d < at("2030-01-01"); d++ {
		if _, week := d.Time().ISOWeek(); (Calendar{}).Recurring(d, "week_of_year") != week {
			t.Fatalf("week of %s", d)
		}
	}
	for grain, want := range map[string]string{
		"hour": "2026-11-05 07:00:00.000", "minute": "2026-11-05 07:08:00.000", "second": "2026-11-05 07:08:09.000", "day": "2026-11-05",
		"month": "2026-11-01", "hour_of_day": "7", "minute_of_hour": "8", "second_of_minute": "9", "day_of_week": "4",
	} {
		var got string
		if err := db.QueryRow("SELECT " + (Calendar{}).SQL("x", grain) + " FROM (SELECT '2026-11-05 07:08:09.123' AS x)").Scan(&got); err != nil || got != want {
			t.Errorf("%s is %s, %v", grain, got, err)
		}
	}
}

func TestPeriodsAreBounded(t *testing.T) {
	days, err := DaysOf(Calendar{}, metric.Query{}, at("2026-01-01"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := days.Periods("day", true, at("1900-01-01")); err == nil {
		t.Error("a century of days was accepted")
	}
	if got, err := days.Periods("year", true, at("1900-01-01")); err != nil || len(got) != 127 {
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
		if err := db.QueryRow("SELECT ? GLOB ?", c.text, "*"+pattern(c.part)+"*").Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got != c.want {
			t.Errorf("%q contains %q: %v (%s)", c.text, c.part, got, pattern(c.part))
		}
	}
}
