// Package report knows the shipped questions of the window's pages and reads
// their answers. The rule not to break: a tile, its rows and what `ask` says
// come from the same query, so a page only shows what these answer.
package report

import (
	"context"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// Asker answers a query as of the person's day.
type Asker interface {
	Ask(ctx context.Context, q metric.Query) (metric.Result, error)
}

// View is how a page is looked at: a day ("" for today), a partner scope ("own",
// or "all"), the colour scheme of drawings and the language of words.
type View struct {
	AsOf    string
	KnownAt int64
	Scope   string
	Dark    bool
	Lang    string
}

// on applies the view to a query.
func (v View) on(q metric.Query) metric.Query {
	q.AsOf, q.Scope = v.AsOf, v.Scope
	return q
}

// and joins filters; nil ones do not count.
func and(filters ...*metric.Filter) *metric.Filter {
	all := metric.Filter{}
	for _, f := range filters {
		if f != nil {
			all.All = append(all.All, *f)
		}
	}
	switch len(all.All) {
	case 0:
		return nil
	case 1:
		return &all.All[0]
	}
	return &all
}

// Account limits a question to one account; "" limits nothing.
func Account(key string) *metric.Filter {
	if key == "" {
		return nil
	}
	return &metric.Filter{Dimension: "account_key", Op: "eq", Value: key}
}

// within is the window of days 0 ≤ days to end ≤ days.
func within(days int) *metric.Filter {
	return &metric.Filter{Dimension: "days_to_end", Op: "between", Values: []any{0, days}}
}

// The shipped questions. Each takes the account it is limited to, "" for the
// portfolio.

// Totals asks the key figures.
func (v View) Totals(account string) metric.Query {
	return v.on(metric.Query{Metrics: []string{"accounts", "entitlements", "licenses_sold", "licenses_assigned", "deployment_rate", "active_users", "usage_total", "usage_rate", "overage"}, Filter: Account(account)})
}

// Ending asks how much ends within a window of days.
func (v View) Ending(account string, days int) metric.Query {
	return v.on(metric.Query{Metrics: []string{"licenses_ending", "entitlements_ending"}, Filter: and(Account(account), within(days))})
}

// EndingRows asks for the entitlements that end within a window of days.
func (v View) EndingRows(account string, days, limit int) metric.Query {
	counts := &metric.Filter{Dimension: "status", Op: "eq", Value: "active"}
	noTrial := &metric.Filter{Dimension: "trial", Op: "eq", Value: false}
	return v.on(metric.Query{
		Columns: []string{"entitlement_key", "account_key", "account", "product", "quantity", "assigned", "end_date", "days_to_end", "auto_renew", "status"},
		Filter:  and(Account(account), within(days), counts, noTrial), Sort: []metric.Sort{{By: "end_date"}, {By: "account"}, {By: "entitlement_key"}}, Limit: limit,
	})
}

// EndingMonths asks what ends from a day to another, by month and by whether it
// renews by itself.
func (v View) EndingMonths(from, to portfolio.Day) metric.Query {
	return v.on(metric.Query{
		Metrics: []string{"licenses_ending"}, By: []metric.By{{Dimension: "end_date", Grain: "month"}, {Dimension: "auto_renew"}},
		Filter: &metric.Filter{Dimension: "end_date", Op: "between", Values: []any{from.String(), to.String()}},
	})
}

// DeploymentByProduct asks the deployment of each product.
func (v View) DeploymentByProduct(account string) metric.Query {
	return v.on(metric.Query{Metrics: []string{"licenses_sold", "licenses_assigned", "deployment_rate"}, By: []metric.By{{Dimension: "product"}}, Filter: Account(account)})
}

// UsageByProduct asks the usage of each product and of each workload.
func (v View) UsageByProduct(account string) metric.Query {
	return v.on(metric.Query{Metrics: []string{"active_users", "usage_total", "usage_rate", "consumption_rate", "usage_quantity", "usage_entitled"}, By: []metric.By{{Dimension: "product"}, {Dimension: "workload"}}, Filter: Account(account)})
}

// Trend asks active users by month.
func (v View) Trend(account string) metric.Query {
	return v.on(metric.Query{
		Metrics: []string{"active_users"}, By: []metric.By{{Dimension: "date", Grain: "month"}},
		Filter: and(Account(account), &metric.Filter{Dimension: "date", Op: "last", N: 13, Unit: "month"}),
	})
}

// Workloads asks active users of each workload by month.
func (v View) Workloads(account string) metric.Query {
	q := v.Trend(account)
	q.By = append(q.By, metric.By{Dimension: "workload"})
	return q
}

// Features asks active users of each product and feature by month.
func (v View) Features(account string) metric.Query {
	return v.on(metric.Query{Metrics: []string{"checkouts"}, By: []metric.By{{Dimension: "date", Grain: "month"}, {Dimension: "product"}, {Dimension: "feature"}}, Filter: Account(account)})
}

// Accounts asks one row for each account.
func (v View) Accounts() metric.Query {
	return v.on(metric.Query{
		Metrics: []string{"accounts", "licenses_sold", "licenses_assigned", "deployment_rate", "active_users", "usage_rate", "overage", "days_to_next_end"},
		By:      []metric.By{{Dimension: "account_key"}, {Dimension: "account_id"}, {Dimension: "account"}, {Dimension: "country"}},
	})
}

// AccountFacts asks who an account is.
func (v View) AccountFacts(account string) metric.Query {
	return v.on(metric.Query{Metrics: []string{"accounts"}, Filter: Account(account), By: []metric.By{
		{Dimension: "account_key"}, {Dimension: "account_id"}, {Dimension: "account"}, {Dimension: "country"}, {Dimension: "region"}, {Dimension: "segment"}, {Dimension: "owner"},
	}})
}

// Lines asks for every entitlement of an account, whatever its state, with the
// file and line it came from.
func (v View) Lines(account string) metric.Query {
	return v.on(metric.Query{
		Columns: []string{"entitlement_key", "product", "sku", "source", "status", "status_raw", "trial", "quantity", "assigned", "start_date", "end_date", "days_to_end", "auto_renew", "file", "line", "import_id"},
		Filter:  Account(account), Sort: []metric.Sort{{By: "end_date"}, {By: "product"}, {By: "entitlement_key"}},
	})
}
