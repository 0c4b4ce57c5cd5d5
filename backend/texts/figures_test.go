package texts_test

import (
	"testing"
	"time"

	"headroom/backend/texts"
)

func TestDaysSayTheirYearWhereItIsAnother(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	today := day(2026, 11, 22)
	for lang, want := range map[string][4]string{
		"en": {"25 Nov", "3 Mar 2027", "Wed 25 Nov", "Wed 3 Mar 2027"},
		"de": {"25. Nov.", "3. März 2027", "Mi., 25. Nov.", "Mi., 3. März 2027"},
		"it": {"25 nov", "3 mar 2027", "mer 25 nov", "mer 3 mar 2027"},
		"fr": {"25 nov.", "3 mars 2027", "mer. 25 nov.", "mer. 3 mars 2027"},
		"es": {"25 nov", "3 mar 2027", "mié 25 nov", "mié 3 mar 2027"},
		"ja": {"11月25日", "2027年3月3日", "11月25日(水)", "2027年3月3日(水)"},
	} {
		this, next := day(2026, 11, 25), day(2027, 3, 3)
		got := [4]string{texts.Near(lang, this, today), texts.Near(lang, next, today), texts.Acting(lang, this, today), texts.Acting(lang, next, today)}
		if got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

func TestNumbersAreWrittenAsTheyAre(t *testing.T) {
	for _, c := range []struct {
		lang     string
		v        float64
		decimals int
		want     string
	}{
		{"en", 1234.5678, 2, "1,234.57"},
		{"de", -1234.5, 2, "−1.234,5"},
		{"es", 1234, 0, "1234"},
		{"es", 12345, 0, "12.345"},
		{"en", 2.5, 0, "3"},
		{"en", -0.001, 2, "0"},
		{"en", 9007199254740991, 4, "9,007,199,254,740,991"},
		{"en", 1e21, 4, "1,000,000,000,000,000,000,000"},
	} {
		if got := texts.Number(c.lang, c.v, c.decimals); got != c.want {
			t.Errorf("%s %v with %d decimals: %q, want %q", c.lang, c.v, c.decimals, got, c.want)
		}
	}
	if got := texts.Number("en", 1e305, 4); len(got) != 306+305/3 {
		t.Errorf("the largest numbers: %q", got)
	}
}
