package cells

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

func TestColumnsFindEverySpelling(t *testing.T) {
	c := Of(ingest.Header{File: "f.csv", Line: 3, Columns: []string{"PGA_MPNID", "Meeting count", "Status [READ ONLY]", "\u00a0Month"}})
	for i, name := range []string{"PGAMpnID", "MeetingCount", "status", "month"} {
		if got := c.Find("nothing", name); got != i {
			t.Errorf("Find(%q) = %d, want %d", name, got, i)
		}
	}
	_, err := c.Need("Seats", "Licenses")
	var f *fault.Error
	if !errors.As(err, &f) || f.File != "f.csv" || f.Column != "Seats" || f.Row != 3 || f.Hint == "" {
		t.Errorf("got %v", err)
	}
}

func TestMonthLevel(t *testing.T) {
	day := portfolio.DayOf
	cases := []struct{ in, asOf, want portfolio.Day }{
		{day(2024, 2, 1), day(2024, 6, 1), day(2024, 2, 29)},
		{day(2024, 2, 1), day(2024, 2, 20), day(2024, 2, 20)},
		{day(2024, 2, 1), day(2024, 1, 20), day(2024, 2, 1)},
	}
	for _, c := range cases {
		if got := MonthLevel(c.in, c.asOf); got != c.want {
			t.Errorf("MonthLevel(%s, %s) = %s, want %s", c.in, c.asOf, got, c.want)
		}
	}
}

func TestSeriesCache(t *testing.T) {
	var c SeriesCache
	want := map[string]portfolio.SeriesID{}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		cells := [][]byte{fmt.Append(nil, rnd.IntN(20)), fmt.Append(nil, rnd.IntN(20)), []byte("not part of it")}
		name := fmt.Sprintf("%s,%s", cells[0], cells[1])
		got, ok := c.Find(ingest.Row{Cells: cells}, []int{0, 1})
		if id, known := want[name]; known != ok || got != id && ok {
			t.Fatalf("Find(%s) = %d, %t; want %d, %t", name, got, ok, id, known)
		}
		if !ok {
			want[name] = portfolio.SeriesID(len(want))
			c.Add(want[name])
		}
	}
	if _, ok := c.Find(ingest.Row{Cells: [][]byte{[]byte("1"), []byte("1")}}, []int{0, 1}); !ok {
		t.Error("a known series is lost")
	}
	if _, ok := c.Find(ingest.Row{Cells: [][]byte{[]byte("11"), nil}}, []int{0, 1}); ok {
		t.Error("cells run into each other")
	}
}

func identities(t *testing.T, rows []uint64, days []portfolio.Day) []uint64 {
	t.Helper()
	var o Ordinals
	var out []uint64
	for i := range rows {
		id, err := o.Identify(days[i], rows[i])
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

func TestEqualRowsAreDifferentEventsInAnyOrder(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	var rows []uint64
	var days []portfolio.Day
	for range 3000 {
		h := rnd.Uint64N(800)
		rows, days = append(rows, h), append(days, portfolio.Day(h%7))
	}
	want := identities(t, rows, days)
	if n := len(slices.Compact(slices.Clone(want))); n != 3000 {
		t.Errorf("%d identities for 3000 events", n)
	}
	rnd.Shuffle(len(rows), func(i, j int) {
		rows[i], rows[j] = rows[j], rows[i]
		days[i], days[j] = days[j], days[i]
	})
	if !slices.Equal(identities(t, rows, days), want) {
		t.Error("the order of the rows changes the events")
	}
}

func TestOrdinalsLetGoOfDaysLongPast(t *testing.T) {
	var o Ordinals
	for day := range portfolio.Day(5) {
		for h := range uint64(10) {
			if _, err := o.Identify(day, h); err != nil {
				t.Fatal(err)
			}
		}
		if day == 2 {
			o.held = heldRows
		}
	}
	if len(o.days) > 3 || o.dropped != 1 {
		t.Errorf("%d days held, dropped up to %d", len(o.days), o.dropped)
	}
	if _, err := o.Identify(4, 3); err != nil {
		t.Errorf("a held day: %v", err)
	}
	if _, err := o.Identify(0, 3); err == nil {
		t.Error("an event of a day that was let go must stop the import, not be miscounted")
	}
}

func TestHashIsStored(t *testing.T) {
	if got := NewHash().Cell([]byte("Contoso")).Cell(nil).Cell([]byte("1")).Sum(); got != 0x64b2133b75eacc74 {
		t.Errorf("%#x: stored events would no longer be recognised", got)
	}
	if NewHash().Cell([]byte("ab")).Cell(nil).Sum() == NewHash().Cell([]byte("a")).Cell([]byte("b")).Sum() {
		t.Error("cells run into each other")
	}
}

// TestACountCanBeAddedUp refuses what would make every sum over it fail.
func TestACountCanBeAddedUp(t *testing.T) {
	for cell, want := range map[string]string{"0": "", "1000000000000": "", "1000000000001": TooLarge, "9000000000000000000": TooLarge, "-1": Negative, "1.5": NotWhole} {
		r := Reader{Columns: []string{"Quantity"}, Decimal: '.'}
		r.Start(ingest.Row{Cells: [][]byte{[]byte(cell)}})
		r.Count(0)
		var p *ingest.Problem
		got := ""
		if errors.As(r.Problem(), &p) {
			got = p.Code
		}
		if got != want {
			t.Errorf("%s is refused as %q, want %q", cell, got, want)
		}
	}
}

// TestHabitsOfAColumn reads one column in another way than the file.
func TestHabitsOfAColumn(t *testing.T) {
	r := Reader{Columns: []string{"a", "b"}, Order: value.MDY, Decimal: '.', Habits: map[string]ingest.Habit{"b": {DateOrder: "dmy", Decimal: ","}}}
	r.Start(ingest.Row{Cells: [][]byte{[]byte("3/4/2024"), []byte("3/4/2024")}})
	if a, b := r.Day(0), r.Day(1); a != portfolio.DayOf(2024, 3, 4) || b != portfolio.DayOf(2024, 4, 3) {
		t.Errorf("days %s and %s", a, b)
	}
	r.Start(ingest.Row{Cells: [][]byte{[]byte("1,250"), []byte("1,250")}})
	if a, b := r.Number(0), r.Number(1); a.Mantissa != 1250 || b.Mantissa != 125 || b.Scale != 2 {
		t.Errorf("numbers %+v and %+v", a, b)
	}
	if m, code := r.Money(1, "EUR"); m != portfolio.SomeInt(125) || code != "EUR" {
		t.Errorf("money %+v %s", m, code)
	}
}

// noteCodes is a sink that keeps the codes of notes.
type noteCodes struct {
	ingest.Sink
	codes []string
}

func (n *noteCodes) Note(_, code, _ string) { n.codes = append(n.codes, code) }

func TestQ16ATimeOf1970BesideModernOnes(t *testing.T) {
	modern, old := portfolio.DayOf(2016, 11, 8), portfolio.DayOf(1969, 7, 20)
	for _, c := range []struct {
		cell   string
		beside portfolio.Day
		want   string
		notes  int
	}{
		{"1970-01-18T02:53:58.151Z", modern, "2016-11-15", 1},
		{"1970-01-18T02:53:58.151Z", old, "1970-01-18", 0},
		{"1970-01-18T02:53:58.151Z", portfolio.NoDay, "1970-01-18", 0},
		{"1970-01-18", modern, "1970-01-18", 0},
		{"2016-11-15T00:00:00Z", modern, "2016-11-15", 0},
	} {
		r, out := Reader{Columns: []string{"Expires"}}, &noteCodes{}
		r.Start(ingest.Row{Cells: [][]byte{[]byte(c.cell)}})
		if got := r.DayBeside(0, out, c.beside); got.String() != c.want || len(out.codes) != c.notes {
			t.Errorf("%s beside %s is %s with notes %v", c.cell, c.beside, got, out.codes)
		}
	}
}
