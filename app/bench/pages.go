package main

import (
	"headroom/backend/metric"
	"headroom/backend/portfolio"
	"headroom/backend/report"
)

// pages asks the questions that a portfolio and an account are looked at with,
// of one partner scope. Each takes the account it is limited to, "" for the
// portfolio.
type pages struct{ scope string }

// on applies the view to a query.
func (v pages) on(q metric.Query) metric.Query {
	q.Scope = v.scope
	return q
}

// all joins filters; nil ones do not count.
func all(filters ...*metric.Filter) *metric.Filter {
	joined := &metric.Filter{}
	for _, f := range filters {
		if f != nil {
			joined.All = append(joined.All, *f)
		}
	}
	return joined
}

// within is the window of days 0 ≤ days to end ≤ days.
func within(days int) *metric.Filter {
	return &metric.Filter{Dimension: "days_to_end", Op: "between", Values: []any{0, days}}
}

// totals asks the key figures.
func (v pages) totals(account string) metric.Query {
	return v.on(metric.Query{Metrics: []string{"accounts", "entitlements", "licenses_sold", "licenses_assigned", "deployment_rate", "active_users", "usage_total", "usage_rate", "overage"}, Filter: report.Account(account)})
}

// ending asks how much ends within a window of days.
func (v pages) ending(account string, days int) metric.Query {
	return v.on(metric.Query{Metrics: []string{"licenses_ending", "entitlements_ending"}, Filter: all(report.Account(account), within(days))})
}

// endingRows asks for the entitlements that end within a window of days.
func (v pages) endingRows(account string, days, limit int) metric.Query {
	counts := &metric.Filter{Dimension: "status", Op: "eq", Value: "active"}
	noTrial := &metric.Filter{Dimension: "trial", Op: "eq", Value: false}
	return v.on(metric.Query{
		Columns: []string{"entitlement_key", "account_key", "account", "product", "quantity", "assigned", "end_date", "days_to_end", "auto_renew", "status"},
		Filter:  all(report.Account(account), within(days), counts, noTrial), Sort: []metric.Sort{{By: "end_date"}, {By: "account"}, {By: "entitlement_key"}}, Limit: limit,
	})
}

// endingMonths asks what ends from a day to another, by month and by whether it
// renews by itself.
func (v pages) endingMonths(from, to portfolio.Day) metric.Query {
	return v.on(metric.Query{
		Metrics: []string{"licenses_ending"}, By: []metric.By{{Dimension: "end_date", Grain: "month"}, {Dimension: "auto_renew"}},
		Filter: &metric.Filter{Dimension: "end_date", Op: "between", Values: []any{from.String(), to.String()}},
	})
}

// deploymentByProduct asks the deployment of each product.
func (v pages) deploymentByProduct(account string) metric.Query {
	return v.on(metric.Query{Metrics: []string{"licenses_sold", "licenses_assigned", "deployment_rate"}, By: []metric.By{{Dimension: "product"}}, Filter: report.Account(account)})
}

// usageByProduct asks the usage of each product and of each workload.
func (v pages) usageByProduct(account string) metric.Query {
	return v.on(metric.Query{Metrics: []string{"active_users", "usage_total", "usage_rate", "consumption_rate", "usage_quantity", "usage_entitled"}, By: []metric.By{{Dimension: "product"}, {Dimension: "workload"}}, Filter: report.Account(account)})
}

// trend asks active users by month.
func (v pages) trend(account string) metric.Query {
	return v.on(metric.Query{
		Metrics: []string{"active_users"}, By: []metric.By{{Dimension: "date", Grain: "month"}},
		Filter: all(report.Account(account), &metric.Filter{Dimension: "date", Op: "last", N: 13, Unit: "month"}),
	})
}

// accounts asks one row for each account.
func (v pages) accounts() metric.Query {
	return v.on(metric.Query{
		Metrics: []string{"accounts", "licenses_sold", "licenses_assigned", "deployment_rate", "active_users", "usage_rate", "overage", "days_to_next_end"},
		By:      []metric.By{{Dimension: "account_key"}, {Dimension: "account_id"}, {Dimension: "account"}, {Dimension: "country"}},
	})
}

// lines asks for every entitlement of an account, whatever its state, with the
// file and line it came from.
func (v pages) lines(account string) metric.Query {
	return v.on(metric.Query{
		Columns: []string{"entitlement_key", "product", "sku", "source", "status", "status_raw", "trial", "quantity", "assigned", "start_date", "end_date", "days_to_end", "auto_renew", "file", "line", "import_id"},
		Filter:  report.Account(account), Sort: []metric.Sort{{By: "end_date"}, {By: "product"}, {By: "entitlement_key"}},
	})
}
