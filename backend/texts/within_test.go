package texts_test

import (
	"testing"

	"headroom/backend/texts"
)

func TestWithinASentence(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"en", "Licenses sold", "licenses sold"},
		{"", "Licenses sold", "licenses sold"},
		{"en", "SKU", "SKU"},
		{"en", "ID of the account", "ID of the account"},
		{"it", "È conteggiato", "è conteggiato"},
		{"fr", "État", "état"},
		{"de", "Wenn nichts geschieht", "wenn nichts geschieht"},
		{"de", "Übersprungene Zeilen", "übersprungene Zeilen"},
		{"de", "Lizenzen", "Lizenzen"},
		{"de", "Account-ID", "Account-ID"},
		{"ja", "契約期間", "契約期間"},
		{"en", "14 days", "14 days"},
		{"en", "X", "X"},
		{"de", "", ""},
		{"en", "\xff\xfe", "\xff\xfe"},
	} {
		if got := texts.Within(c.lang, c.text); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.lang, c.text, got, c.want)
		}
	}
}
