package value

import (
	"testing"
	"time"

	"headroom/backend/portfolio"
)

func TestDate(t *testing.T) {
	never := func(cell string) dateCase { return dateCase{cell: cell, when: Never} }
	cases := []struct {
		name string
		list []dateCase
	}{
		{"Q13 the order of the file decides", []dateCase{
			{cell: "03/04/2024", order: DMY, want: "2024-04-03"},
			{cell: "03/04/2024", order: MDY, want: "2024-03-04"},
			{cell: "16-10-2024", order: DMY, want: "2024-10-16"},
			{cell: "16-10-2024", order: MDY, when: NotADate},
			{cell: "16-10-2024", want: "2024-10-16"},
			{cell: "05-05-2024", want: "2024-05-05"},
			{cell: "03/04/2024", when: NotADate},
			{cell: "24/3/4", order: YMD, want: "2024-03-04"},
			{cell: "2024/3/4", order: DMY, want: "2024-03-04"},
			{cell: "28-07-2023 03:00", order: DMY, want: "2023-07-28"},
			{cell: "2023-07-28 3:00", order: DMY, want: "2023-07-28"},
			{cell: "31.12.2026", order: DMY, want: "2026-12-31"},
			{cell: "31. 12. 2026", order: DMY, want: "2026-12-31"},
			{cell: "1/2/24", order: DMY, want: "2024-02-01"},
			{cell: "1/2/71", order: DMY, want: "1971-02-01"},
		}},
		{"Q14 dialects", []dateCase{
			{cell: "2024-02-29", want: "2024-02-29"},
			{cell: "2024-02-29T23:59:59Z", want: "2024-02-29"},
			{cell: "2024-01-01T00:00:00", want: "2024-01-01"},
			{cell: "2/1/2019 0:00", order: MDY, want: "2019-02-01"},
			{cell: "2/28/2019 23:59", order: MDY, want: "2019-02-28"},
			{cell: "2016-10-10 14:35:11.313", want: "2016-10-10"},
			{cell: "2016-03-11T07:41:38.-0600", want: "2016-03-11"},
			{cell: "Sat Nov 05 00:00:00 PDT 2016", want: "2016-11-05"},
			{cell: "14/Jul/25 3:42 PM", want: "2025-07-14"},
			{cell: "14 Dec 2012 15:31:57", want: "2012-12-14"},
			{cell: "2016/02/06 12:41:52 -0600", want: "2016-02-06"},
			{cell: "2017-03-14T03:25:16.36+00:00", want: "2017-03-14"},
			{cell: "28 Feb 2023 11:42 AM +00:00", want: "2023-02-28"},
			{cell: "Feb 28, 2023", want: "2023-02-28"},
			{cell: "Mon, 02 Jan 2006 15:04:05 GMT", want: "2006-01-02"},
			{cell: "31-dec-2018", want: "2018-12-31"},
			{cell: "20240331", want: "2024-03-31"},
			{cell: "2026-10", when: InMonth, want: "2026-10-01"},
			{cell: "10/2026", when: InMonth, want: "2026-10-01"},
			{cell: "202610", when: InMonth, want: "2026-10-01"},
			{cell: "Oct 2026", when: InMonth, want: "2026-10-01"},
			{cell: "ottobre 2026", when: InMonth, want: "2026-10-01"},
			{cell: "1 März 2026", want: "2026-03-01"},
			{cell: "31 décembre 2026", want: "2026-12-31"},
			{cell: "31 de diciembre de 2026", want: "2026-12-31"},
			{cell: "2026年3月31日", want: "2026-03-31"},
			{cell: "2026年3月", when: InMonth, want: "2026-03-01"},
			{cell: "\u00a02024-02-29\u00a0", want: "2024-02-29"},
		}},
		{"Q14 serials", []dateCase{
			{cell: "45292", kind: NumberCell, want: "2024-01-01"},
			{cell: "45292.75", kind: NumberCell, want: "2024-01-01"},
			{cell: "45292", want: "2024-01-01"},
			{cell: "12345", when: NotADate},
			{cell: "61", kind: NumberCell, want: "1900-03-01"},
			{cell: "60", kind: NumberCell, when: NotADate},
			{cell: "20240331", kind: NumberCell, want: "2024-03-31"},
			{cell: "2024-03-31", kind: DateCell, want: "2024-03-31"},
			{cell: "2024-03-31T10:00:00", kind: DateCell, want: "2024-03-31"},
			{cell: "2024-03-31 10:00:00", kind: DateCell, want: "2024-03-31"},
		}},
		{"Q15 never", []dateCase{
			never("permanent"), never("permanent(no expiration date)"), never("01-jan-0000"), never("1-jan-0"), never("01-jan-2099"),
			never("2500-12-31"), never("0001-01-01"), never("0001-01-01T00:00:00"), never("9999-12-31"), never("31/12/9999"),
			never("Unbefristet"), never("illimité"), never("無期限"), never("Senza scadenza"),
			{cell: "2098-12-31", want: "2098-12-31"},
		}},
		{"Q20 nothing", []dateCase{
			{cell: "", when: NoDate}, {cell: "null", when: NoDate}, {cell: " ", when: NoDate}, {cell: "-", when: NoDate}, {cell: "N/A", when: NoDate}, {cell: "00000000", when: NoDate},
		}},
		{"not a date", []dateCase{
			{cell: "2023-02-29", when: NotADate},
			{cell: "2024-13-01", when: NotADate},
			{cell: "2024-01-01 lunch", when: NotADate},
			{cell: "31/31/2024", order: DMY, when: NotADate},
			{cell: "hello", when: NotADate},
			{cell: "12:30", when: NotADate},
			{cell: "1.5", when: NotADate},
			{cell: "2024-01-01T25:00", when: NotADate},
			{cell: "12345678901234567890", when: NotADate},
		}},
	}
	for _, group := range cases {
		t.Run(group.name, func(t *testing.T) {
			for _, c := range group.list {
				if c.want != "" && c.when == NotADate {
					c.when = OnDay
				}
				day, when := Date([]byte(c.cell), c.kind, c.order)
				if when != c.when || day.String() != c.want {
					t.Errorf("Date(%q, order %d) = %q, %d; want %q, %d", c.cell, c.order, day, when, c.want, c.when)
				}
			}
		})
	}
}

type dateCase struct {
	cell  string
	kind  Kind
	order Order
	when  When
	want  string
}

func TestCivilAgreesWithTime(t *testing.T) {
	for d := portfolio.DayOf(1899, 12, 1); d < portfolio.DayOf(2101, 1, 1); d++ {
		y, m, dd := d.Time().Date()
		if got := civil(y, int(m), dd); got != d {
			t.Fatalf("civil(%d, %d, %d) = %d, want %d", y, m, dd, got, d)
		}
		if dd > daysIn(y, int(m)) {
			t.Fatalf("daysIn(%d, %d) = %d, but there is a day %d", y, m, daysIn(y, int(m)), dd)
		}
	}
	if daysIn(2023, int(time.February)) != 28 || daysIn(1900, 2) != 28 || daysIn(2000, 2) != 29 {
		t.Error("leap years are wrong")
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2016-03-11T07:41:38.-0600", "Sat Nov 05 00:00:00 PDT 2016", "31-dec-2018", "2026年3月31日", "45292.5", "1-jan-0"} {
		f.Add(s, uint8(0), uint8(1))
	}
	f.Fuzz(func(t *testing.T, s string, kind, order uint8) {
		day, when := Date([]byte(s), Kind(kind%3), Order(order%4))
		if (when == OnDay || when == InMonth) == day.IsZero() {
			t.Errorf("Date(%q) = %v, %d", s, day, when)
		}
		if !day.IsZero() && (day.Time().Year() < 2 || day.Time().Year() >= neverYear) {
			t.Errorf("Date(%q) = %v is out of bounds", s, day)
		}
	})
}
