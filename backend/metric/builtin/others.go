package builtin

import "headroom/backend/metric"

func otherMeasures() []metric.Measure {
	return []metric.Measure{
		{Name: "accounts", Relation: metric.Accounts, Words: "Accounts that any import speaks of", Zero: true, SQL: "count(*)"},
		{Name: "support_requests", Relation: metric.Support, Words: "Support requests opened", Zero: true, SQL: "count(*)"},
		{Name: "charges", Relation: metric.Charges, Words: "Charges", Zero: true, SQL: "count(*)"},
		{
			Name: "billed_amount", Relation: metric.Charges, Words: "Amount of the charges; missing where currencies meet",
			SQL: "CASE WHEN count(DISTINCT coalesce(f.currency, '')) FILTER (WHERE f.amount IS NOT NULL) < 2 THEN sum(f.amount) END",
		},
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
			Name: "charges", Measure: "charges", Unit: "charges", Format: "integer",
			Words: "Lines of invoices and of rated consumption.", Formula: "count(charges)",
		},
		{
			Name: "billed_amount", Measure: "billed_amount", Unit: "minor", Format: "integer",
			Words:   "Amount charged before tax, credits taken off, in minor units. Amounts of different currencies are never added: split it by currency, else it is missing where they meet.",
			Formula: "Σ amount",
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
