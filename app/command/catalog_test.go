package command

import (
	"bytes"
	"encoding/json"
	"testing"
)

// TestTheCatalogIsToldInALanguage: names are the same in every language, words
// are not.
func TestTheCatalogIsToldInALanguage(t *testing.T) {
	for language, want := range map[string][]string{
		"en": {"Licenses sold", "Σ quantity", "The day before today."},
		"it": {"Licenze vendute", "Σ quantità", "Il giorno prima di oggi."},
		"de": {"Verkaufte Lizenzen", "Σ Menge", "Der Tag vor heute."},
		"fr": {"Licences vendues", "Σ quantité", "La veille d’aujourd’hui."},
		"es": {"Licencias vendidas", "Σ cantidad", "El día anterior a hoy."},
		"ja": {"販売済みライセンス", "Σ 数量", "昨日の日付。"},
	} {
		var out, problems bytes.Buffer
		if status := Run([]string{"--json", "--lang", language, "catalog"}, &out, &problems); status != statusDone {
			t.Fatalf("%s: %d %s", language, status, problems.String())
		}
		var c catalogued
		if err := json.Unmarshal(out.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		m, _ := c.Metric("licenses_sold")
		yesterday := ""
		for _, x := range c.Tokens {
			if x.Name == "YESTERDAY" {
				yesterday = x.Words
			}
		}
		if m.Label != want[0] || m.Formula != want[1] || yesterday != want[2] || c.Units["licenses"].One == "" || c.Values["health_band"]["at risk"] == "" {
			t.Errorf("%s: %s, %s, %s", language, m.Label, m.Formula, yesterday)
		}
	}
	var out, problems bytes.Buffer
	if status := Run([]string{"--lang", "xx", "catalog"}, &out, &problems); status != statusUsage {
		t.Errorf("xx: %d %s", status, problems.String())
	}
}
