package engine

import (
	"reflect"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

func TestDaysMoveBack(t *testing.T) {
	for _, c := range []struct {
		day, want string
		by        metric.Compare
		closes    bool
	}{
		{"2026-11-22", "2026-10-22", metric.Compare{Back: 1, Unit: "month"}, false},
		{"2026-02-28", "2026-01-28", metric.Compare{Back: 1, Unit: "month"}, false},
		{"2026-02-28", "2026-01-31", metric.Compare{Back: 1, Unit: "month"}, true},
		{"2024-02-28", "2023-02-28", metric.Compare{Back: 1, Unit: "year"}, true},
		{"2025-02-28", "2024-02-29", metric.Compare{Back: 1, Unit: "year"}, true},
		{"2024-02-29", "2023-02-28", metric.Compare{Back: 1, Unit: "year"}, false},
		{"2026-03-31", "2025-12-31", metric.Compare{Back: 1, Unit: "quarter"}, false},
		{"2026-02-28", "2026-02-21", metric.Compare{Back: 1, Unit: "week"}, true},
		{"2026-03-01", "2026-02-28", metric.Compare{Back: 1, Unit: "day"}, true},
	} {
		d, err := portfolio.ParseDay(c.day)
		if err != nil {
			t.Fatal(err)
		}
		if got := back(d, c.by, c.closes).String(); got != c.want {
			t.Errorf("%s back by %+v is %s, not %s", c.day, c.by, got, c.want)
		}
	}
}

func TestFiltersOnDateMoveBack(t *testing.T) {
	month := metric.Compare{Back: 1, Unit: "month"}
	leaf := func(op string, values ...any) metric.Filter {
		return metric.Filter{Dimension: "date", Op: op, Values: values}
	}
	other := metric.Filter{Dimension: "end_date", Op: "le", Value: "2026-02-28"}
	relative := metric.Filter{Dimension: "date", Op: "last", N: 3, Unit: "month"}
	cyclic := metric.Filter{Dimension: "date", Op: "eq", Value: 2, Grain: "month_of_year"}
	grain := metric.Filter{Dimension: "date", Op: "eq", Value: "2026-02-01", Grain: "month"}
	moved := metric.Filter{Dimension: "date", Op: "eq", Value: "2026-01-01", Grain: "month"}
	from := metric.Filter{Dimension: "date", Op: "last", N: 3, Unit: "month", From: "2026-02-28"}
	movedFrom := from
	movedFrom.From = "2026-01-31"
	for _, c := range []struct{ from, want metric.Filter }{
		{leaf("between", "2026-02-01", "2026-02-28"), leaf("between", "2026-01-01", "2026-01-31")},
		{leaf("ge", "2026-02-28"), leaf("ge", "2026-01-28")},
		{leaf("gt", "2026-02-28"), leaf("gt", "2026-01-31")},
		{leaf("in", "2026-02-01", nil), leaf("in", "2026-01-01", nil)},
		{other, other},
		{relative, relative},
		{cyclic, cyclic},
		{grain, moved},
		{from, movedFrom},
		{metric.Filter{All: []metric.Filter{other, {Any: []metric.Filter{grain}}}}, metric.Filter{All: []metric.Filter{other, {Any: []metric.Filter{moved}}}}},
	} {
		if got := moveFilter(c.from, month); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%+v\nmoves to %+v\nnot     %+v", c.from, got, c.want)
		}
	}
}
