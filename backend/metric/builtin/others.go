package builtin

import "headroom/backend/metric"

func otherMeasures() []metric.Measure {
	return []metric.Measure{
		{Name: "accounts", Relation: metric.Accounts, Words: "Accounts that any import speaks of", Zero: true, SQL: "count(*)"},
		{Name: "support_requests", Relation: metric.Support, Words: "Support requests opened", Zero: true, SQL: "count(*)"},
		{Name: "how_to_requests", Relation: metric.Support, Words: "How-to requests opened", Zero: true, SQL: "coalesce(sum(f.category = 'how-to'), 0)"},
	}
}

func otherMetrics() []metric.Metric {
	return []metric.Metric{
		{
			Name: "accounts", Measure: "accounts", Unit: "accounts", Format: "integer",
			Words: "Accounts that any import speaks of.", Formula: "count(accounts)",
		},
		{
			Name: "support_requests", Measure: "support_requests", Unit: "requests", Format: "integer",
			Words: "Support requests opened in the period.", Formula: "count(requests)",
		},
		{
			Name: "how_to_requests", Measure: "how_to_requests", Unit: "requests", Format: "integer",
			Words: "Support requests of the category how-to opened in the period.", Formula: "count(how-to requests)",
		},
		{
			Name: "support_requests_per_100_active", Measure: "support_requests", Per: "active_users", Factor: 100, Unit: "requests", Format: "decimal",
			Denominator: "users", Window: window,
			Words:   "Support requests of the period for every hundred active users.",
			Formula: "100 × requests ÷ active users",
		},
	}
}
