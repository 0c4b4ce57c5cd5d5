package value

import (
	"testing"

	"headroom/backend/portfolio"
)

// The tests below are named after the quirks of docs and research: what real
// files contain.

func TestQ13TheOrderOfDates(t *testing.T) {
	for cell, want := range map[string]Orders{
		"3/4/2024": OrdersIn(DMY, MDY), "31/05/2024": OrdersIn(DMY), "5/31/2024": OrdersIn(MDY), "28-07-2023 03:00": OrdersIn(DMY),
		"03.04.2024": OrdersIn(DMY), "2024-03-04": 0, "14/Jul/25 3:42 PM": 0, "20240304": 0, "12": 0, "3/4/2024 9:00 AM": OrdersIn(DMY, MDY),
		"10/11/12": OrdersIn(DMY, MDY, YMD), "1.2.3": 0, "10.1.12.3": 0, "": 0, "2/30/2024": 0, "2024年3月4日": 0,
	} {
		if got, _ := OrdersOf([]byte(cell)); got != want {
			t.Errorf("%s fits %03b, want %03b", cell, got, want)
		}
	}
	if _, one := OrdersOf([]byte("4/4/2024")); !one {
		t.Error("4/4/2024 is the same day in either order")
	}
}

func TestQ14EveryDialectOfDates(t *testing.T) {
	for cell, want := range map[string]string{
		"2/1/2019 0:00": "2019-02-01", "2/28/2019 23:59": "2019-02-28", "2016-10-10 14:35:11.313": "2016-10-10", "2016-03-11T07:41:38.-0600": "2016-03-11",
		"Sat Nov 05 00:00:00 PDT 2016": "2016-11-05", "14/Jul/25 3:42 PM": "2025-07-14", "14 Dec 2012 15:31:57": "2012-12-14", "2016/02/06 12:41:52 -0600": "2016-02-06",
		"2017-03-14T03:25:16.36+00:00": "2017-03-14", "31-dec-2018": "2018-12-31", "2024-10-16": "2024-10-16", "2023-07-28 3:00": "2023-07-28", "2024-01-01T00:00:00": "2024-01-01",
		"28 Feb 2023 11:42 AM +00:00": "2023-02-28", "1479238449": "2016-11-15", "1479238449151": "2016-11-15", "45383": "2024-04-01", "20240331": "2024-03-31",
		"2026年11月20日": "2026-11-20", "２０２６年１１月２０日": "2026-11-20", "２０２６／１１／２０": "2026-11-20", "2026/11/20": "2026-11-20", "12/22/2018 0:00": "2018-12-22",
	} {
		day, when := Date([]byte(cell), TextCell, MDY)
		if when != OnDay || day.String() != want {
			t.Errorf("%s is %s (%d), want %s", cell, day, when, want)
		}
	}
}

func TestQ15NeverAndNoDate(t *testing.T) {
	for cell, want := range map[string]When{
		"01-jan-0000": Never, "1-jan-0": Never, "permanent": Never, "01-jan-2099": Never, "2500-12-31": Never, "0001-01-01T00:00:00": Never, "9999": Never, "31.12.9999": Never,
		"2099-12-31": Never, "null": NoDate, "0000-00-00": NoDate, "0000-00-00 00:00:00": NoDate, "0000": NoDate, "NA": NoDate, "": NoDate, "-": NoDate, "0": NoDate,
	} {
		if day, when := Date([]byte(cell), TextCell, DMY); when != want || !day.IsZero() {
			t.Errorf("%q is %s, %d; want %d", cell, day, when, want)
		}
	}
	if day, when := Date([]byte("2098-12-31"), TextCell, AnyOrder); when != OnDay || day.String() != "2098-12-31" {
		t.Error("2098 is a year like any other")
	}
}

func TestQ16SecondsAsMilliseconds(t *testing.T) {
	if day, ok := Thousandfold([]byte("1970-01-18T02:53:58.151Z")); !ok || day.String() != "2016-11-15" {
		t.Errorf("got %s, %t", day, ok)
	}
	for _, cell := range []string{"2016-11-08T19:29:11Z", "1970-01-01", "", "1970-01-01T00:00:01Z"} {
		if day, ok := Thousandfold([]byte(cell)); ok {
			t.Errorf("%s became %s", cell, day)
		}
	}
}

func TestQ18ThousandsAndDecimals(t *testing.T) {
	for _, c := range []struct {
		cell          string
		point, comma  bool
		differ        bool
		counted, sign string
	}{
		{"1.250", true, true, true, "1250", ""},
		{"$0.085", true, false, false, "", "."},
		{"1.250,5", false, true, false, "", ","},
		{"1\u00a0250,50", false, true, false, "", ","},
		{"1'250.50", true, false, false, "", "."},
		{"18.60", true, false, false, "", "."},
		{"50", true, true, false, "50", ""},
	} {
		point, comma, differ := DecimalsOf([]byte(c.cell))
		if point != c.point || comma != c.comma || differ != c.differ {
			t.Errorf("%s reads with a point %t, with a comma %t, differently %t", c.cell, point, comma, differ)
		}
		if n, res := Whole([]byte(c.cell), TextCell, 0); c.counted != "" && (res != OK || portfolio.SomeInt(n) != portfolio.SomeInt(map[string]int64{"1250": 1250, "50": 50}[c.counted])) {
			t.Errorf("%s in a column that counts is %d", c.cell, n)
		}
	}
}

func TestQ19Percent(t *testing.T) {
	for _, c := range []struct {
		cell    string
		kind    Kind
		decimal byte
		want    portfolio.Decimal
	}{
		{"80,0%", TextCell, ',', portfolio.Decimal{Mantissa: 8, Scale: 1, OK: true}},
		{"137 %", TextCell, '.', portfolio.Decimal{Mantissa: 137, Scale: 2, OK: true}},
		{"0.8", NumberCell, ',', portfolio.Decimal{Mantissa: 8, Scale: 1, OK: true}},
		{"100%", TextCell, 0, portfolio.Decimal{Mantissa: 1, OK: true}},
	} {
		if d, res := Ratio([]byte(c.cell), c.kind, c.decimal); res != OK || d != c.want {
			t.Errorf("%s is %+v", c.cell, d)
		}
	}
	if _, res := Ratio([]byte("%"), TextCell, '.'); res == OK {
		t.Error("a bare sign is no share")
	}
}

func TestQ20WordsForNothing(t *testing.T) {
	for _, cell := range []string{"", " ", "N/A", "N/D", "-", "null", "None", "-NA-", "Not Offered", "Never logged in", "\u00a0"} {
		if !IsNull([]byte(cell)) {
			t.Errorf("%q is something", cell)
		}
	}
	if IsNull([]byte("NA")) {
		t.Error("NA may be Namibia")
	}
	if _, res := Whole([]byte("NA"), TextCell, 0); res != Absent {
		t.Error("NA is no number")
	}
	if _, res := Bool([]byte("NA")); res != Absent {
		t.Error("NA is neither yes nor no")
	}
}

func TestQ21YesAndNo(t *testing.T) {
	for cell, want := range map[string]portfolio.Bool{
		"True": 1, "FALSE": -1, "Yes": 1, "NO": -1, "1": 1, "0": -1, "Y": 1, "N": -1, "Sì": 1, "No": -1, "Ja": 1, "Nein": -1, "Oui": 1, "Non": -1,
		"VERO": 1, "FALSO": -1, "WAHR": 1, "FALSCH": -1, "VRAI": 1, "FAUX": -1, "VERDADERO": 1, "はい": 1, "いいえ": -1,
	} {
		if b, res := Bool([]byte(cell)); res != OK || b != want {
			t.Errorf("%s is %d", cell, b)
		}
	}
}

func TestQ26Identifiers(t *testing.T) {
	for in, want := range map[string]string{
		"{11111111-AAAA-4BBB-8CCC-000000000001}": "11111111-aaaa-4bbb-8ccc-000000000001", "001A0000012aBcD": "001A0000012aBcD", "0002": "0002", "": "",
	} {
		if got := ID(in); got != want {
			t.Errorf("%s became %s", in, got)
		}
	}
	for in, want := range map[string]bool{"1.23457E+18": true, "1,23457E+18": true, "E+5": false, "12E+": false, "CAFE+12": false, "1.5": false, "": false} {
		if Scientific([]byte(in)) != want {
			t.Errorf("Scientific(%s) is not %t", in, want)
		}
	}
}

func TestTermsAndBilling(t *testing.T) {
	for in, want := range map[string]string{"P1Y": "P1Y", "Annual": "P1Y", "36 months": "P36M", "3 Jahre": "P3Y", "1年": "P1Y", "mensile": "P1M", "x": "", "P": "", "0 months": ""} {
		if got := Term(in); got != want {
			t.Errorf("Term(%s) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"monthly": "monthly", "P3Y": "triennial", "annuale": "annual", "una tantum": "one-time", "weekly": ""} {
		if got := Billing(in); got != want {
			t.Errorf("Billing(%s) = %q, want %q", in, got, want)
		}
	}
}
