package chart_test

import (
	"encoding/json"
	"strings"
	"testing"

	"headroom/backend/chart"
	"headroom/backend/portfolio"
)

// draw returns the series of an option and fails where it is not one.
func draw(t *testing.T, text string, err error) []map[string]any {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var o struct {
		Series []map[string]any `json:"series"`
	}
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		t.Fatal(err)
	}
	return o.Series
}

func TestRatesPassOneHundredPercent(t *testing.T) {
	text, err := chart.Rates(chart.Light, []chart.Rate{{Name: "Over", Deployment: some(0.9), Usage: some(1.12)}, {Name: "Unknown"}})
	s := draw(t, text, err)
	if got := values(s[1]); got[0] != 1.0 || got[1] != nil {
		t.Errorf("usage up to 100 %% is %v", got)
	}
	if got := values(s[2]); got[0].(float64) < 0.119 || got[0].(float64) > 0.121 || got[1] != nil {
		t.Errorf("usage above 100 %% is %v", got)
	}
}

func TestMissingMonthIsAGap(t *testing.T) {
	trend := chart.Trend{Months: []string{"2026-01", "2026-02", "2026-03"}, Active: []*float64{some(10), nil, some(12)}}
	text, err := chart.Levels(chart.Dark, trend)
	s := draw(t, text, err)
	if got := values(s[0]); got[1] != nil {
		t.Errorf("the missing month is drawn as %v", got[1])
	}
	if !strings.Contains(text, "No data") {
		t.Error("the gap is not named")
	}
}

func TestEndingMonthsPrintTotals(t *testing.T) {
	text, err := chart.EndingMonths(chart.Light, chart.MonthsEnding{Months: []string{"2026-11", "2026-12"}, Ends: []float64{1, 2}, Renews: []float64{3, 0}, Silent: []float64{0, 5}, Within: 1})
	s := draw(t, text, err)
	if got := values(s[3]); got[0] != 4.0 || got[1] != 7.0 {
		t.Errorf("totals are %v", got)
	}
}

func TestNamesStayText(t *testing.T) {
	const hostile = `</script><img src=x onerror=alert(1)>&quot;__f__x__f__`
	today := portfolio.DayOf(2026, 11, 20)
	text, err := chart.Spans(chart.Light, today, []chart.Span{{Name: hostile, Start: portfolio.NoDay, End: today + 30, Counts: true}})
	s := draw(t, text, err)
	if s[0]["name"] != hostile {
		t.Errorf("the name became %v", s[0]["name"])
	}
	if strings.Contains(text, "</script>") {
		t.Error("the option could end a script")
	}
}
