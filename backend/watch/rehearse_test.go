package watch

import (
	"context"
	"fmt"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// seesaw is a portfolio of so many accounts whose figure is 1 on odd days and 0
// on even ones.
type seesaw int

func (n seesaw) Ask(_ context.Context, q metric.Query, today portfolio.Day) (metric.Result, error) {
	res := metric.Result{}
	for _, b := range q.By {
		res.Columns = append(res.Columns, metric.Column{Name: b.Dimension})
	}
	for _, m := range q.Metrics {
		res.Columns = append(res.Columns, metric.Column{Name: m})
	}
	figure := float64(today % 2)
	if q.Having != nil && figure == 0 { // what the bound of the rule leaves out
		return res, nil
	}
	for i := range int(n) {
		row := make([]any, len(res.Columns))
		for c := range q.By {
			row[c] = fmt.Sprint("a", i)
		}
		for c := range q.Metrics {
			row[len(q.By)+c] = figure
		}
		res.Rows = append(res.Rows, row)
		if len(q.By) == 0 {
			break
		}
	}
	return res, nil
}

// A condition that has to hold twice in a row does not, where it holds every other
// day: neither where a rehearsal asks for all instances, nor where it cannot.
func TestARehearsalCountsInARow(t *testing.T) {
	value := 1.0
	r := Rule{Name: "twice", Per: []string{perAccount}, Condition: Condition{Kind: Threshold, Metric: "usage_rate", Op: "ge", Value: &value, For: 2}}
	h := History{From: 20_000, To: 20_010}
	for day := h.From; day <= h.To; day++ {
		h.Facts = append(h.Facts, day)
	}
	for _, accounts := range []int{3, mostWhole + 1} {
		got, err := Trial{Asker: seesaw(accounts), Check: func(Rule) error { return nil }}.Rehearse(t.Context(), r, h)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Firings) > 0 {
			t.Errorf("%d accounts: told %d times, first on %s", accounts, len(got.Firings), got.Firings[0].Day)
		}
	}
	r.Condition.For = 0
	control, err := Trial{Asker: seesaw(3), Check: func(Rule) error { return nil }}.Rehearse(t.Context(), r, h)
	if err != nil || len(control.Firings) == 0 {
		t.Errorf("control: %d told, %v", len(control.Firings), err)
	}
}
