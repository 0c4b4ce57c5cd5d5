package bridge_test

import (
	"context"
	"encoding/json"
	"testing"

	"headroom/app/bridge"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
)

// shelf is a desk with the shipped catalog.
type shelf struct{ bridge.Desk }

func (shelf) CatalogIn(_ context.Context, lang string) (metric.Catalog, error) {
	return builtin.In(lang), nil
}

// The window knows which names begin small within a sentence where the letters
// alone do not say so: those of German that are no nouns.
func TestTheCatalogSaysWhichNamesBeginSmall(t *testing.T) {
	for _, lang := range builtin.Languages {
		text, err := one[*bridge.Reports](t, speaker{lender{desk: shelf{}}, lang}).Catalog(lang)
		if err != nil {
			t.Fatal(err)
		}
		var told struct {
			Metrics []metric.Metric
			Within  map[string]string
		}
		if err := json.Unmarshal([]byte(text), &told); err != nil || len(told.Metrics) == 0 {
			t.Fatalf("%s: %d metrics, %v", lang, len(told.Metrics), err)
		}
		if lang != "de" {
			if len(told.Within) > 0 {
				t.Errorf("%s: %v", lang, told.Within)
			}
			continue
		}
		if told.Within["Verkaufte Lizenzen"] != "verkaufte Lizenzen" || told.Within["Wenn nichts geschieht"] != "wenn nichts geschieht" {
			t.Errorf("%v", told.Within)
		}
		if _, noun := told.Within["Lizenzen"]; noun {
			t.Error("a noun begins small")
		}
	}
}
