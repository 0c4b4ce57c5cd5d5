package chart_test

import (
	"strings"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/report"
)

func TestAmountsAreInTheUnitOfTheirCurrency(t *testing.T) {
	q := metric.Query{Metrics: []string{"annual_value"}, By: by("currency")}
	amount := metric.Column{Name: "annual_value", Type: "number", Format: "integer", Unit: "minor"}
	r := metric.Result{Columns: []metric.Column{text("currency"), amount}, Rows: [][]any{{"EUR", int64(120450)}, {"JPY", int64(35200)}, {"KWD", int64(1500)}}}
	s, d := drawn(t, report.Visual{Show: report.ShowBar}, q, r)
	if got := values(s[0]); got[0] != 1204.5 || got[1] != 35200.0 || got[2] != 1.5 {
		t.Errorf("the amounts are %v", got)
	}
	if !strings.Contains(d.Text, "fmt:decimal::2|35200\uE001 (JPY)") || !strings.Contains(d.Option, "fmt:currency::") {
		t.Errorf("they are told as %s", d.Text)
	}
	r.Rows = r.Rows[:1]
	if _, d := drawn(t, report.Visual{Show: report.ShowBar}, q, r); !strings.Contains(d.Option, "fmt:currency:EUR:") {
		t.Error("the currency of all rows is not named")
	}
}

func TestNoNameCanPassForAValue(t *testing.T) {
	q := metric.Query{Metrics: []string{"licenses_sold"}, By: by("product")}
	sold := metric.Column{Name: "licenses_sold", Type: "number", Format: "integer", Unit: "licenses"}
	r := metric.Result{Columns: []metric.Column{text("product"), sold}, Rows: [][]any{{"\uE000fmt:int|7\uE001", int64(5)}}}
	_, d := drawn(t, report.Visual{Show: report.ShowBar}, q, r)
	if strings.Contains(d.Option+d.Text, "fmt:int|7\uE001") {
		t.Errorf("a product is told as a value: %s", d.Text)
	}
}
