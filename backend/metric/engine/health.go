package engine

import (
	"encoding/json"
	"fmt"

	"headroom/backend/metric"
)

// consumed tells the health of entitlements what was consumed of each account
// and product at the levels asked for: the metered quantity used and entitled
// to, where both are known, and the active users. It is asked whatever the
// question's scope and filters, which then limit the entitlements, but for the
// accounts that are of no interest at all; the result
// is a JSON list of [label, account key, product, used, entitled, active].
func (a *ask) consumed() (string, error) {
	q := metric.Query{
		Metrics: []string{"consumption_rate", "active_users"}, By: []metric.By{{Dimension: "account_key"}, {Dimension: "product"}},
		Filter: datesOf(a.query.RowFilter()), AsOf: a.query.AsOf, KnownAt: a.query.KnownAt,
	}
	if keys := a.query.AccountKeys(); keys != nil {
		q.Filter = allOf(q.Filter, &metric.Filter{Dimension: "account_key", Op: "in", Values: keys})
	}
	date := -1
	for _, by := range a.query.By {
		if by.Dimension == metric.DateName {
			date = len(q.By)
			q.By = append(q.By, by)
		}
	}
	w := *a
	w.query = q
	if err := w.choosePeriods(); err != nil {
		return "", err
	}
	t, err := w.table()
	if err != nil {
		return "", fmt.Errorf("what was consumed: %w", err)
	}
	rows := [][6]any{}
	for i, keys := range t.keys {
		if keys[0] == nil || keys[1] == nil {
			continue
		}
		row := [6]any{"", keys[0], keys[1]}
		if date >= 0 {
			row[0] = keys[date]
		}
		for n, m := range []string{"quantity_with_entitled", "entitled_with_quantity", "active_users"} {
			if x := t.measures[m][i]; x == x {
				row[3+n] = x
			}
		}
		rows = append(rows, row)
	}
	text, err := json.Marshal(rows)
	if err != nil {
		return "", fmt.Errorf("what was consumed: %w", err)
	}
	return string(text), nil
}

// datesOf returns the part of a filter that chooses days.
func datesOf(f *metric.Filter) *metric.Filter {
	if f == nil {
		return nil
	}
	if f.All != nil {
		var dates []metric.Filter
		for i := range f.All {
			if d := datesOf(&f.All[i]); d != nil {
				dates = append(dates, *d)
			}
		}
		if dates == nil {
			return nil
		}
		return &metric.Filter{All: dates}
	}
	only := true
	_ = f.Walk("", func(_ string, leaf metric.Filter) error {
		only = only && leaf.Dimension == metric.DateName
		return nil
	})
	if !only {
		return nil
	}
	return f
}
