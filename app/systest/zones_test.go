package systest

import (
	"fmt"
	"testing"
	"time"
)

// civil are instants around midnight of zones far apart, on days on which
// clocks change and on days without a midnight or left out altogether, with the
// day on the person's clocks, looked up by hand.
var civil = []struct{ zone, now, day string }{
	{"Pacific/Pago_Pago", "2026-03-29T10:59:59Z", "2026-03-28"}, // UTC−11
	{"Pacific/Pago_Pago", "2026-03-29T11:00:00Z", "2026-03-29"},
	{"Pacific/Kiritimati", "2026-03-28T09:59:59Z", "2026-03-28"}, // UTC+14
	{"Pacific/Kiritimati", "2026-03-28T10:00:00Z", "2026-03-29"},
	{"Europe/Berlin", "2026-03-28T22:59:59Z", "2026-03-28"},
	{"Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29"}, // of 23 hours
	{"Europe/Berlin", "2026-03-29T21:59:59Z", "2026-03-29"},
	{"Europe/Berlin", "2026-03-29T22:00:00Z", "2026-03-30"},
	{"Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25"}, // of 25 hours
	{"Europe/Berlin", "2026-10-25T22:59:59Z", "2026-10-25"},
	{"Europe/Berlin", "2026-10-25T23:00:00Z", "2026-10-26"},
	{"America/St_Johns", "2026-03-08T03:29:59Z", "2026-03-07"}, // UTC−3:30, then UTC−2:30
	{"America/St_Johns", "2026-03-08T03:30:00Z", "2026-03-08"},
	{"America/St_Johns", "2026-03-09T02:29:59Z", "2026-03-08"},
	{"America/St_Johns", "2026-03-09T02:30:00Z", "2026-03-09"},
	{"Australia/Lord_Howe", "2026-04-04T12:59:59Z", "2026-04-04"}, // UTC+11, then UTC+10:30
	{"Australia/Lord_Howe", "2026-04-04T13:00:00Z", "2026-04-05"},
	{"Australia/Lord_Howe", "2026-04-05T13:29:59Z", "2026-04-05"},
	{"Australia/Lord_Howe", "2026-04-05T13:30:00Z", "2026-04-06"},
	{"America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-03"}, // midnight is left out
	{"America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-04"},
	{"Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29"}, // the 30th is left out
	{"Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31"},
}

// TestDaysAreThoseOfThePersonsClocks asks at these instants what ends on the
// day, and for the texts of the day and those beside it.
func TestDaysAreThoseOfThePersonsClocks(t *testing.T) {
	h := newHeadroom(t)
	ends, seen := table{{"Contract", "Customer", "Product", "Licenses", "To"}}, map[string]bool{}
	for _, c := range civil {
		for _, n := range []int{-1, 0, 1} {
			if day := beside(t, c.day, n); !seen[day] {
				seen[day] = true
				ends = append(ends, []string{day, "Alpha", "Suite", "1", day})
			}
		}
	}
	mapping := jsonFile(t, "mapping.json", object{
		"dataset": "entitlements", "class": "E", "source": "Contracts", "date_order": "ymd",
		"columns": map[string]string{"Contract": "entitlement", "Customer": "account", "Product": "product", "Licenses": "quantity", "To": "end_date"},
	})
	if got := h.imports1("--as-of", "2011-01-01", "--mapping", mapping, ends.file(t, "ends.csv")); got.Added != len(ends)-1 {
		t.Fatalf("%+v", got)
	}
	question := jsonFile(t, "q.json", object{
		"columns": list("end_date", "days_to_end"), "filter": object{"dimension": "end_date", "op": "between", "values": list("{{TODAY-1}}", "{{TODAY+1}}")},
		"sort": list(object{"by": "end_date"}),
	})
	this := jsonFile(t, "this.json", object{"columns": list("end_date", "days_to_end"), "filter": object{"dimension": "end_date", "op": "next", "n": 1, "unit": "day"}})
	for _, c := range civil {
		clock := []string{"--now", c.now, "--zone", c.zone}
		var got, day answer
		h.must(&got, append([]string{"ask", question}, clock...)...)
		want := fmt.Sprint([][]any{{beside(t, c.day, -1), -1}, {c.day, 0}, {beside(t, c.day, 1), 1}})
		if fmt.Sprint(got.Rows) != want {
			t.Errorf("%s in %s: %v, want %s", c.now, c.zone, got.Rows, want)
		}
		h.must(&day, append([]string{"ask", this}, clock...)...)
		if want := fmt.Sprint([][]any{{c.day, 0}}); fmt.Sprint(day.Rows) != want {
			t.Errorf("%s in %s, today: %v, want %s", c.now, c.zone, day.Rows, want)
		}
		var said struct{ Text string }
		h.must(&said, append([]string{"text", "{{TODAY}}"}, clock...)...)
		if said.Text != c.day {
			t.Errorf("%s in %s is %s, want %s", c.now, c.zone, said.Text, c.day)
		}
	}
}

// TestTheDayOfAnImportIsThatOfThePersonsClocks imports at one instant, which is
// of another day and hour in each zone.
func TestTheDayOfAnImportIsThatOfThePersonsClocks(t *testing.T) {
	h := newHeadroom(t)
	mapping := jsonFile(t, "mapping.json", object{
		"dataset": "entitlements", "class": "E", "source": "Contracts", "columns": map[string]string{"Contract": "entitlement", "Customer": "account", "Product": "product"},
	})
	file := table{{"Contract", "Customer", "Product"}, {"1", "Alpha", "Suite"}}.file(t, "one.csv")
	h.imports1("--as-of", "2026-03-01", "--mapping", mapping, "--now", "2026-03-28T23:30:00Z", file)
	question := jsonFile(t, "q.json", object{"metrics": list("imports"), "by": list("date", object{"dimension": "imported_at", "grain": "hour_of_day"})})
	for zone, want := range map[string]string{
		"UTC": "[[2026-03-28 23 1]]", "Europe/Berlin": "[[2026-03-29 0 1]]", "Pacific/Pago_Pago": "[[2026-03-28 12 1]]", "Pacific/Kiritimati": "[[2026-03-29 13 1]]",
		"America/St_Johns": "[[2026-03-28 21 1]]", "Australia/Lord_Howe": "[[2026-03-29 10 1]]",
	} {
		var got answer
		h.must(&got, "ask", question, "--now", "2026-07-01T12:00:00Z", "--zone", zone) // after clocks have changed again
		if fmt.Sprint(got.Rows) != want {
			t.Errorf("%s: %v, want %s", zone, got.Rows, want)
		}
	}
}

// beside returns the day n days from one.
func beside(t *testing.T, day string, n int) string {
	t.Helper()
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	return d.AddDate(0, 0, n).Format(time.DateOnly)
}
