package compile

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"headroom/backend/metric"
)

// spanCase is a relative date of testdata/relative_dates.json. The window reads
// the same file: the days it prints beside a filter are those the engine takes.
type spanCase struct {
	Day         string        `json:"day"`
	WeekStart   int           `json:"week_start"`
	FiscalStart int           `json:"fiscal_start"`
	Filter      metric.Filter `json:"filter"`
	From        string        `json:"from"`
	To          string        `json:"to"`
}

func TestRelativeDatesOfTheWindow(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "relative_dates.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []spanCase
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 100 {
		t.Fatalf("only %d cases", len(cases))
	}
	for _, c := range cases {
		from, to := Calendar{WeekStart: c.WeekStart, FiscalStart: c.FiscalStart}.Span(c.Filter, at(c.Day))
		if from.String() != c.From || to.String() != c.To {
			t.Errorf("%+v on %s is %s to %s, not %s to %s", c.Filter, c.Day, from, to, c.From, c.To)
		}
	}
}
