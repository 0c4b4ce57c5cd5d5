package report

import (
	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// Known is what a question may know: everything at the person's day, or what
// the imports up to one had told.
type Known struct {
	Import int64         // the last import that is known; 0: all
	Day    portfolio.Day // the day asked for; NoDay: today
}

func (k Known) on(q metric.Query) metric.Query {
	q.KnownAt, q.AsOf = k.Import, k.Day.String()
	return q
}

// Totals asks for the figures that a person looks at before an import is
// kept. How many accounts there were is known of the present only.
func Totals(k Known) []metric.Query {
	names := []string{"entitlements", "licenses_sold", "licenses_assigned"}
	queries := []metric.Query{
		{Metrics: names},
		{Metrics: []string{"annual_value"}, By: []metric.By{{Dimension: "currency"}}},
		{Metrics: []string{"billed_amount"}, By: []metric.By{{Dimension: "currency"}}},
		{Metrics: []string{"active_users", "usage_total"}},
	}
	if k.Import == 0 {
		queries = append([]metric.Query{{Metrics: []string{"accounts"}}}, queries...)
	}
	for i := range queries {
		queries[i] = k.on(queries[i])
	}
	return queries
}

// Levels asks how many users were active, and of how many, by account and unit.
func Levels(k Known) metric.Query {
	return k.on(metric.Query{
		Metrics: []string{"active_users", "usage_total"},
		By:      []metric.By{{Dimension: "account_key"}, {Dimension: "account"}, {Dimension: "unit"}},
	})
}
