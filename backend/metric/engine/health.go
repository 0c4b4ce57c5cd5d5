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
// is a JSON list of [label, number of the account, of the product, used, entitled,
// active].
// What is told is kept for each state of the store.
func (a *ask) consumed() (string, error) {
	q := metric.Query{
		Metrics: []string{"consumption_rate", "active_users"}, By: []metric.By{{Dimension: "account_key"}, {Dimension: "product"}},
		Filter: datesOf(a.query.RowFilter()), AsOf: a.query.AsOf, KnownAt: a.query.KnownAt,
	}
	if keys := a.query.AccountKeys(); keys != nil {
		q.Filter = metric.AllOf(q.Filter, &metric.Filter{Dimension: "account_key", Op: "in", Values: keys})
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
	key, err := w.consumedKey()
	if err != nil {
		return "", err
	}
	a.consumedAs = key
	if kept, ok := a.engine.consumed.get(key); ok {
		return kept, nil
	}
	t, err := w.table()
	if err != nil {
		return "", fmt.Errorf("what was consumed: %w", err)
	}
	accounts, err := a.numbersOf("SELECT key, id FROM account")
	if err != nil {
		return "", err
	}
	products, err := a.numbersOf("SELECT name, id FROM product")
	if err != nil {
		return "", err
	}
	rows := [][6]any{}
	for i, keys := range t.keys {
		row := [6]any{""}
		if date >= 0 {
			row[0] = keys[date]
		}
		for n, m := range []string{"quantity_with_entitled", "entitled_with_quantity", "active_users"} {
			if x := t.measures[m][i]; x == x {
				row[3+n] = x
			}
		}
		for _, row[1] = range accounts[keys[0]] {
			for _, row[2] = range products[keys[1]] {
				rows = append(rows, row)
			}
		}
	}
	text, err := json.Marshal(rows)
	if err != nil {
		return "", fmt.Errorf("what was consumed: %w", err)
	}
	a.engine.consumed.put(key, string(text), len(text))
	return string(text), nil
}

// numbersOf returns the numbers of what has each name.
func (a *ask) numbersOf(sql string) (map[any][]any, error) {
	out := map[any][]any{}
	err := a.snap.Query(a.ctx, sql, nil, func(v []any) error {
		out[v[0]] = append(out[v[0]], v[1])
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("what was consumed: %w", err)
	}
	return out, nil
}

// consumedKey names what was consumed in the caches, a being the question for it.
func (a *ask) consumedKey() (string, error) {
	text, err := json.Marshal(a.query)
	if err != nil {
		return "", fmt.Errorf("name what was consumed: %w", err)
	}
	return fmt.Sprint(a.state.Generation, " ", a.env.Today, " ", a.env.Now.Location(), " ", a.dayFor(metric.Usage), " ", a.dayFor(metric.FeatureUsage), " ", string(text)), nil
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
