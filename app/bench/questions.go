package main

import (
	"embed"

	"headroom/backend/metric"
)

// question is one that is asked of Headroom and of DuckDB.
type question struct {
	name  string
	query metric.Query
	// columns picks those of the answer that DuckDB gives too, by their
	// numbers; nil: all.
	columns []int
}

//go:embed duckdb/*.sql
var statements embed.FS

// sql returns the statement a person would write for DuckDB, as text and by
// hand: it shares nothing with the compiler.
func (q question) sql() (string, error) {
	text, err := statements.ReadFile("duckdb/" + q.name + ".sql")
	return string(text), err
}

// goals of a question: milliseconds, and the share of what DuckDB takes.
const (
	dashboardGoal = 50
	adHocGoal     = 250
	largeGoal     = 1000 // of either, with five times the usage
	peerGoal      = 0.5
	coldGoal      = 500
	memoryGoal    = 400
)

func by(names ...string) []metric.By {
	var out []metric.By
	for _, n := range names {
		out = append(out, metric.By{Dimension: n})
	}
	return out
}

func grained(dimension, grain string) metric.By {
	return metric.By{Dimension: dimension, Grain: grain}
}

// benchAccount is the account whose page is asked for.
const benchAccount = "ACC-000123"

// dashboards are the shipped questions of the pages, and those of the
// dashboards that a portfolio is looked at with.
func dashboards(accountKey string) []question {
	v := pages{scope: "all"}
	worst := func(metrics []string, sort string) metric.Query {
		return metric.Query{Metrics: metrics, By: by("account_key", "account"), Sort: []metric.Sort{{By: sort}, {By: "account_key"}}, Limit: 50}
	}
	return []question{
		{name: "totals", query: v.totals("")},
		{name: "ending", query: v.ending("", 90)},
		{name: "ending_rows", query: v.endingRows("", 90, 500), columns: []int{2, 3, 4, 5, 6, 7, 8}},
		{name: "ending_months", query: v.endingMonths(lastDay, lastDay+365)},
		{name: "deployment_by_product", query: v.deploymentByProduct("")},
		{name: "usage_by_product", query: v.usageByProduct("")},
		{name: "trend", query: v.trend("")},
		{name: "accounts", query: v.accounts(), columns: []int{2, 3, 4, 5, 6, 7, 8, 9, 10, 11}},
		{name: "account_totals", query: v.totals(accountKey)},
		{name: "account_ending", query: v.ending(accountKey, 90)},
		{name: "account_deployment", query: v.deploymentByProduct(accountKey)},
		{name: "account_usage", query: v.usageByProduct(accountKey)},
		{name: "account_trend", query: v.trend(accountKey)},
		{name: "account_lines", query: v.lines(accountKey), columns: []int{1, 7, 8, 9, 10, 11, 12}},
		{name: "expirations", query: metric.Query{
			Metrics: []string{"entitlements_ending", "licenses_ending"}, By: []metric.By{grained("end_date", "month"), {Dimension: "product"}},
			Filter: &metric.Filter{Dimension: "end_date", Op: "between", Values: []any{lastDay.String(), (lastDay + 365).String()}},
		}},
		{name: "worst_deployment", query: worst([]string{"licenses_sold", "licenses_assigned", "deployment_rate"}, "deployment_rate"), columns: []int{1, 2, 3, 4}},
		{name: "worst_consumption", query: worst([]string{"usage_quantity", "usage_entitled", "consumption_rate"}, "consumption_rate"), columns: []int{1, 2, 3, 4}},
		{name: "renewals", query: metric.Query{
			Metrics: []string{"entitlements_ending", "licenses_ending"}, By: []metric.By{grained("end_date", "quarter"), {Dimension: "country"}},
		}},
		{name: "overage", query: metric.Query{
			Metrics: []string{"usage_quantity", "usage_entitled", "overage"}, By: by("account_key", "account", "product"),
			Sort: []metric.Sort{{By: "overage", Desc: true}, {By: "account_key"}, {By: "product"}}, Limit: 100,
		}, columns: []int{1, 2, 3, 4, 5}},
		{name: "unused", query: metric.Query{
			Metrics: []string{"licenses_sold", "active_users"}, By: by("account_key", "account", "product"),
			Having: &metric.Filter{All: []metric.Filter{{Metric: "active_users", Op: "is_null"}, {Metric: "licenses_sold", Op: "gt", Value: 0}}},
			Sort:   []metric.Sort{{By: "licenses_sold", Desc: true}, {By: "account_key"}, {By: "product"}}, Limit: 100,
		}, columns: []int{3}},
	}
}

// adHoc are questions a person makes up: with filters, calculated columns,
// groups and distinct counts, over all rows.
func adHoc() []question {
	column := func(name, expression string) metric.Definitions {
		return metric.Definitions{Columns: []metric.CalculatedColumn{{Name: name, Expression: expression}}}
	}
	derived := func(d metric.Definitions, m metric.DerivedMetric) *metric.Definitions {
		d.Metrics = []metric.DerivedMetric{m}
		return &d
	}
	spare := column("spare", "[quantity] - [assigned]")
	size := func(x float64) *float64 { return &x }
	days := func(n int) *metric.Filter {
		return &metric.Filter{Dimension: "date", Op: "last", N: n, Unit: "day", Rolling: true}
	}
	return []question{
		{name: "by_country_and_product", query: metric.Query{
			Metrics: []string{"licenses_sold", "licenses_assigned"}, By: by("country", "product"),
			Filter: &metric.Filter{All: []metric.Filter{{Dimension: "auto_renew", Op: "eq", Value: true}, {Dimension: "end_date", Op: "le", Value: "2027-12-31"}}},
		}},
		{name: "calculated_filter", query: metric.Query{
			Define: &spare, Metrics: []string{"entitlements", "licenses_sold"}, By: by("country"), Filter: &metric.Filter{Dimension: "spare", Op: "gt", Value: 500},
		}},
		{name: "calculated_sum", query: metric.Query{
			Define:  derived(column("spare", "[quantity] * 2 - [assigned]"), metric.DerivedMetric{Name: "spare_sum", Aggregate: "sum", Column: "spare", Dataset: metric.Entitlements}),
			Metrics: []string{"spare_sum"}, By: by("product"),
		}},
		{name: "groups_of_quantity", query: metric.Query{
			Define: &metric.Definitions{Groups: []metric.Group{{Name: "size", Column: "quantity", Other: "large", Numbers: &metric.Bins{Kind: "custom", Bins: []metric.Bin{
				{Name: "small", To: size(100)}, {Name: "medium", From: size(100), To: size(1000)},
			}}}}},
			Metrics: []string{"entitlements", "licenses_sold"}, By: by("size", "country"),
		}},
		{name: "distinct_accounts", query: metric.Query{
			Define:  derived(metric.Definitions{}, metric.DerivedMetric{Name: "holders", Aggregate: "distinct", Column: "account_key", Dataset: metric.Entitlements}),
			Metrics: []string{"holders"}, By: by("product"),
		}},
		{name: "active_by_month_and_feature", query: metric.Query{Metrics: []string{"active_users"}, By: []metric.By{grained("date", "month"), {Dimension: "feature"}}}},
		{name: "active_by_day_and_country", query: metric.Query{Metrics: []string{"active_users"}, By: []metric.By{grained("date", "day"), {Dimension: "country"}}, Filter: days(28)}},
		{name: "quantity_by_day", query: metric.Query{Metrics: []string{"usage_quantity"}, By: []metric.By{grained("date", "day")}}},
		{name: "quantity_of_some_products", query: metric.Query{
			Metrics: []string{"usage_quantity", "active_users"}, By: []metric.By{grained("date", "week"), {Dimension: "country"}},
			Filter: &metric.Filter{Dimension: "product", Op: "starts_with", Value: "PRD-01"},
		}},
		{name: "distinct_users_of_features", query: metric.Query{
			Define:  derived(column("per_user", "[used] / [active]"), metric.DerivedMetric{Name: "accounts_using", Aggregate: "distinct", Column: "account_key", Dataset: metric.Usage}),
			Metrics: []string{"accounts_using"}, By: by("feature"), Filter: &metric.Filter{Dimension: "per_user", Op: "gt", Value: 4},
		}},
	}
}
