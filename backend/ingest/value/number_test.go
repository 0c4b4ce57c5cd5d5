package value

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"headroom/backend/portfolio"
)

func TestWhole(t *testing.T) {
	cases := []struct {
		name    string
		cell    string
		kind    Kind
		decimal byte
		want    int64
		res     Result
	}{
		{"plain", "50", 0, '.', 50, OK},
		{"negative", "-50", 0, '.', -50, OK},
		{"Q18 point groups where the comma is decimal", "1.250", 0, ',', 1250, OK},
		{"Q18 comma groups where the point is decimal", "1,250", 0, '.', 1250, OK},
		{"Q18 blank groups", "1 250", 0, ',', 1250, OK},
		{"Q18 no-break space groups", "1\u00a0250", 0, ',', 1250, OK},
		{"Q18 narrow no-break space groups", "12\u202f345\u202f678", 0, ',', 12345678, OK},
		{"Q18 apostrophe groups", "1'250", 0, '.', 1250, OK},
		{"Q18 typographic apostrophe groups", "1’250", 0, '.', 1250, OK},
		{"Q18 three digits behind one sign are thousands in a column of counts", "1.250", 0, 0, 1250, OK},
		{"Q18 likewise with a comma", "1,250", 0, 0, 1250, OK},
		{"Q18 two signs, the last is decimal", "1.240,5", 0, 0, 0, Bad},
		{"half a license", "1.240,5", 0, ',', 0, Bad},
		{"the wrong sign", "1.240,5", 0, '.', 0, Bad},
		{"a decimal is not whole", "1.250", 0, '.', 0, Bad},
		{"zero decimals are whole", "50,00", 0, ',', 50, OK},
		{"wrong groups", "1.25", 0, ',', 0, Bad},
		{"mixed groups", "1.250 000", 0, ',', 0, Bad},
		{"workbook number", "50.0", NumberCell, ',', 50, OK},
		{"workbook number with noise", "49.99999999999999", NumberCell, ',', 50, OK},
		{"workbook exponent", "1.5E+3", NumberCell, ',', 1500, OK},
		{"largest", "9223372036854775807", 0, '.', 9223372036854775807, OK},
		{"too large", "9223372036854775808", 0, '.', 0, Bad},
		{"Q20 empty", "", 0, '.', 0, Absent},
		{"Q20 dash", "-", 0, '.', 0, Absent},
		{"Q20 N/A", "N/A", 0, '.', 0, Absent},
		{"Q20 single blank", " ", 0, '.', 0, Absent},
		{"text", "many", 0, '.', 0, Bad},
		{"sign only", "+", 0, '.', 0, Bad},
		{"exponent in text", "1E3", 0, '.', 0, Bad},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, res := Whole([]byte(c.cell), c.kind, c.decimal)
			if got != c.want || res != c.res {
				t.Errorf("Whole(%q) = %d, %d; want %d, %d", c.cell, got, res, c.want, c.res)
			}
		})
	}
}

func TestDecimal(t *testing.T) {
	cases := []struct {
		cell    string
		kind    Kind
		decimal byte
		want    string
	}{
		{"0.846202666", 0, '.', "846202666e-9"},
		{"1.240,50", 0, ',', "12405e-1"},
		{"1.240,50", 0, 0, "12405e-1"},
		{"1,240.50", 0, 0, "12405e-1"},
		{"1.250", 0, 0, "125e-2"},
		{"1,250", 0, 0, "1250e-0"},
		{"1,25", 0, 0, "125e-2"},
		{"1.250.000", 0, 0, "1250000e-0"},
		{",5", 0, ',', "5e-1"},
		{"-0,5", 0, ',', "-5e-1"},
		{"−0,5", 0, ',', "-5e-1"},
		{"0.00", 0, '.', "0e-0"},
		{"0.30000000000000004", NumberCell, ',', "3e-1"},
		{"1.0000000005", 0, '.', "1000000001e-9"},
		{"1E-5", NumberCell, '.', "1e-5"},
		{"1.25E-3", NumberCell, '.', "125e-5"},
		{"123456789012345678.25", 0, '.', "1234567890123456783e-1"},
		{"1e-20", NumberCell, '.', "0e-0"},
		{"1e30", NumberCell, '.', "bad"},
		{"1..5", 0, '.', "bad"},
		{"5,", 0, ',', "5e-0"},
		{",", 0, ',', "bad"},
	}
	for _, c := range cases {
		got := "bad"
		if d, res := Decimal([]byte(c.cell), c.kind, c.decimal); res == OK {
			got = fmt.Sprintf("%de-%d", d.Mantissa, d.Scale)
		}
		if got != c.want {
			t.Errorf("Decimal(%q, %q) = %s, want %s", c.cell, c.decimal, got, c.want)
		}
	}
}

func TestMoney(t *testing.T) {
	cases := []struct {
		cell     string
		decimal  byte
		currency string
		want     string
	}{
		{"1.234,50", ',', "EUR", "123450 EUR"},
		{"€ 1.234,50", ',', "", "123450 EUR"},
		{"1.234,50 €", ',', "", "123450 EUR"},
		{"$0.085", '.', "", "9 USD"},
		{"-0.085", '.', "USD", "-9 USD"},
		{"1,234", '.', "JPY", "1234 JPY"},
		{"¥1,234", '.', "", "1234 JPY"},
		{"1.2345", '.', "KWD", "1235 KWD"},
		{"12 CHF", '.', "", "1200 CHF"},
		{"99999999999999999999", '.', "EUR", "bad"},
		{"free", '.', "EUR", "bad"},
	}
	for _, c := range cases {
		got := "bad"
		if n, code, res := Money([]byte(c.cell), TextCell, c.decimal, c.currency); res == OK {
			got = fmt.Sprintf("%d %s", n, code)
		}
		if got != c.want {
			t.Errorf("Money(%q) = %s, want %s", c.cell, got, c.want)
		}
	}
}

func TestReadingDoesNotAllocate(t *testing.T) {
	cells := [][]byte{[]byte("2024-02-29"), []byte("1.250"), []byte("3/4/2024 0:00"), []byte("Sì"), []byte("In Grace Period"), []byte("31-dec-2018")}
	allocs := testing.AllocsPerRun(100, func() {
		for _, c := range cells {
			Date(c, TextCell, DMY)
			Whole(c, TextCell, ',')
			Decimal(c, TextCell, ',')
			Status(c)
			Bool(c)
			IsTotals(c)
		}
	})
	if allocs != 0 {
		t.Errorf("%v allocations, want none", allocs)
	}
}

func FuzzNumber(f *testing.F) {
	for _, s := range []string{"1.240,5", "1'250", "49.99999999999999", "1E+30", "−5", "9223372036854775807.5"} {
		f.Add(s, uint8(0), byte('.'))
	}
	f.Fuzz(func(t *testing.T, s string, kind uint8, decimal byte) {
		d, res := Decimal([]byte(s), Kind(kind%3), decimal)
		if d.OK != (res == OK) || d.Scale > maxScale {
			t.Errorf("Decimal(%q) = %+v, %d", s, d, res)
		}
		if _, res := Whole([]byte(s), Kind(kind%3), decimal); res == OK && d == (portfolio.Decimal{}) && decimal != 0 {
			t.Errorf("Whole(%q) reads what Decimal does not", s)
		}
		Money([]byte(s), Kind(kind%3), decimal, "EUR")
	})
}

// TestQuickNumbersAreTheSame compares the quick way for decimals with the
// usual one, over texts of digits and signs.
func TestQuickNumbersAreTheSame(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	taken := 0
	for range 200_000 {
		cell := make([]byte, 1+rnd.IntN(20))
		for i := range cell {
			cell[i] = "0123456789000.,-"[rnd.IntN(16)]
		}
		for _, decimal := range []byte{'.', ',', 0} {
			got, ok := plain(cell, decimal)
			if !ok {
				continue
			}
			taken++
			if want, res := number(cell, TextCell, decimal, false); res != OK || got != want {
				t.Fatalf("%q with %q is %v, the usual way %v, %d", cell, decimal, got, want, res)
			}
		}
	}
	if taken == 0 {
		t.Error("the quick way is never taken")
	}
}
