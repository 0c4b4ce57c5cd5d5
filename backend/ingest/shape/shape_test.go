package shape

import (
	"slices"
	"strings"
	"testing"

	"headroom/backend/ingest/value"
)

func column(cells ...string) *Column {
	c := &Column{}
	for _, v := range cells {
		c.Add([]byte(v), value.TextCell)
	}
	return c
}

func TestShapes(t *testing.T) {
	for want, cells := range map[Name][]string{
		GUID:    {"11111111-AAAA-4bbb-8ccc-000000000001", "{11111111-aaaa-4bbb-8ccc-000000000002}", ""},
		Hex32:   {"A25BD01A4B5F6482758A0C00162A1290", "a25bd01a4b5f6482758a0c00162a1291"},
		Email:   {"a@example.com", "b.c@example.org"},
		Date:    {"2026-10-31", "permanent", "31.10.2026", "14/Jul/25", ""},
		Number:  {"1", "1.250", "-3", "N/A"},
		Percent: {"80,0%", "137 %"},
		Money:   {"€ 1.250,00", "18", "$0.085"},
		YesNo:   {"Sì", "no", "TRUE"},
		ID:      {"A-2e4581", "B-1"},
		Text:    {"Contoso", "Fabrikam GmbH", "12"},
		Empty:   {"", "-", "n/a"},
	} {
		if got, evidence := column(cells...).Shape(); got != want || evidence == "" {
			t.Errorf("%v is %s (%s), want %s", cells, got, evidence, want)
		}
	}
	for _, c := range []struct {
		cells []string
		want  Name
	}{
		{[]string{"0", "1", "1"}, YesNo},
		{[]string{"1", "1"}, Number},
		{[]string{"0", "1", "2"}, Number},
		{[]string{"0002", "0017"}, ID},
		{[]string{"1234567890123456789"}, ID},
		{[]string{"1.23457E+18", "1.23458E+18"}, ID},
		{[]string{"20261031", "20261130"}, Date},
		{[]string{"202610", "202611"}, Date},
		{[]string{"45000", "45001"}, Number},
		{[]string{"20261031", "99999999"}, Number},
	} {
		if got, _ := column(c.cells...).Shape(); got != c.want {
			t.Errorf("%v is %s, want %s", c.cells, got, c.want)
		}
	}
	numbers, dates := &Column{}, &Column{}
	numbers.Add([]byte("50"), value.NumberCell)
	dates.Add([]byte("2026-10-31"), value.DateCell)
	if got, _ := numbers.Shape(); got != Number {
		t.Errorf("a workbook's number is %s", got)
	}
	if got, _ := dates.Shape(); got != Date {
		t.Errorf("a workbook's date is %s", got)
	}
}

func TestQ13TheOrderIsThatOfTheWholeColumn(t *testing.T) {
	for _, c := range []struct {
		cells string
		want  Verdict
	}{
		{"3/4/2024|25/4/2024", Verdict{Decided, "dmy", "25/4/2024"}},
		{"3/4/2024|4/25/2024", Verdict{Decided, "mdy", "4/25/2024"}},
		{"3/4/2024|5/6/2024", Verdict{Open, "", "3/4/2024"}},
		{"25/4/2024|4/25/2024", Verdict{Torn, "", ""}},
		{"2024-03-04|14/Jul/25", Verdict{}},
		{"4/4/2024", Verdict{}},
		{"4/4/2024|3/4/2024", Verdict{Open, "", "3/4/2024"}},
		{"04.03.2024", Verdict{Decided, "dmy", "04.03.2024"}},
		{"2024-03-04|28-07-2023 03:00", Verdict{Decided, "dmy", "28-07-2023 03:00"}},
		{"25/10/31", Verdict{Open, "", "25/10/31"}},
	} {
		if got := column(strings.Split(c.cells, "|")...).DateOrder(); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.cells, got, c.want)
		}
	}
	months := column("2/1/2024", "3/1/2024", "12/1/2023")
	if months.DateOrder().State != Open || months.MonthOrder().Value != "mdy" {
		t.Errorf("first days of months: %+v, as months %+v", months.DateOrder(), months.MonthOrder())
	}
}

func TestQ18TheDecimalSignIsThatOfTheWholeColumn(t *testing.T) {
	for cells, want := range map[string]State{"1.250|18.60": Decided, "1.250|3,5": Decided, "1.250|2.500": Open, "50|60": Settled, "1.5|2,5": Torn, "0.085": Decided} {
		if got := column(strings.Split(cells, "|")...).Decimal(); got.State != want {
			t.Errorf("%s: %+v", cells, got)
		}
	}
	if got := column("1.250", "3,5").Decimal().Value; got != "," {
		t.Errorf("the sign is %q", got)
	}
}

// FuzzColumn holds for any values that what is decided fits all of them, and
// that their order does not matter.
func FuzzColumn(f *testing.F) {
	for _, seed := range []string{"3/4/2024|25/4/2024", "1.250|18,60", "2024-01-01|permanent", "A-1|0002", "＄１", "|-|N/A", "1.23E+18", "\xff\xfe|é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cells string) {
		list := strings.Split(cells, "|")
		c := column(list...)
		kind, evidence := c.Shape()
		if kind == "" || evidence == "" {
			t.Error("no shape")
		}
		if v := c.DateOrder(); v.State == Decided {
			order, ok := value.OrderOf(v.Value)
			for _, cell := range list {
				if set, _ := value.OrdersOf([]byte(cell)); !ok || set != 0 && !set.Has(order) && !value.IsNull([]byte(cell)) {
					t.Errorf("%s is decided, but %q does not fit", v.Value, cell)
				}
			}
		}
		back := slices.Clone(list)
		slices.Reverse(back)
		r := column(back...)
		if again, _ := r.Shape(); again != kind && len(list) < keptDistinct || r.DateOrder().State != c.DateOrder().State || r.Decimal().State != c.Decimal().State {
			t.Errorf("%s one way, %s the other", kind, again)
		}
	})
}
