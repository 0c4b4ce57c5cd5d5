package builtin

import "headroom/backend/metric"

// The rows of the entitlement relation, f, carry beside their columns
//
//	n         1 where the row counts as an entitlement, 0 for a deployment fact
//	          that only adds what is assigned
//	sold      quantity where n is 1
//	base      what its assigned licenses are measured against
func entitlementMeasures() []metric.Measure {
	return []metric.Measure{
		{Name: "entitlements", Relation: metric.Entitlements, Words: "Entitlements that count", Zero: true, SQL: "coalesce(sum(f.n), 0)"},
		{
			Name: "licenses_sold", Relation: metric.Entitlements, Words: "Licenses of the entitlements that count", Zero: true,
			SQL: "CASE WHEN sum(f.n) > 0 THEN sum(f.sold) ELSE 0 END",
		},
		{Name: "licenses_assigned", Relation: metric.Entitlements, Words: "Licenses assigned", SQL: "sum(f.assigned)"},
		{Name: "licenses_unassigned", Relation: metric.Entitlements, Words: "Licenses sold and not assigned", SQL: "sum(max(0, f.base - f.assigned))"},
		{
			Name: "licenses_with_known_assigned", Relation: metric.Entitlements, Words: "Licenses of the entitlements whose assigned licenses are known",
			SQL: "sum(f.base) FILTER (WHERE f.assigned IS NOT NULL)",
		},
		{
			Name: "entitlements_with_known_assigned", Relation: metric.Entitlements, Words: "Entitlements whose assigned licenses are known", Zero: true, Quiet: true,
			SQL: "coalesce(sum(f.n) FILTER (WHERE f.assigned IS NOT NULL), 0)",
		},
		{
			Name: "entitlements_ending", Relation: metric.Entitlements, Words: "Entitlements that count and have an end", Zero: true,
			SQL: "coalesce(sum(f.n) FILTER (WHERE f.end_day IS NOT NULL), 0)",
		},
		{
			Name: "licenses_ending", Relation: metric.Entitlements, Words: "Licenses of the entitlements that count and have an end", Zero: true,
			SQL: "CASE WHEN count(f.end_day) > 0 THEN sum(f.sold) FILTER (WHERE f.end_day IS NOT NULL) ELSE 0 END",
		},
		{
			Name: "days_to_next_end", Relation: metric.Entitlements, Words: "Days to the earliest end of the entitlements that count",
			SQL: "min(CAST(julianday(f.end_day) - julianday(f.day) AS INTEGER))",
		},
		{
			Name: "annual_value", Relation: metric.Entitlements, Words: "Price of a year of the entitlements that count; missing where currencies meet",
			SQL: "CASE WHEN count(DISTINCT coalesce(f.currency, '')) FILTER (WHERE f.value IS NOT NULL) < 2 THEN sum(f.value) END",
		},
	}
}

// The rows of the renewal relation carry outcome: renewed, expired or open.
func renewalMeasures() []metric.Measure {
	return []metric.Measure{
		{Name: "entitlements_renewed", Relation: metric.Renewals, Words: "Terms that ended and were renewed", Zero: true, SQL: "coalesce(sum(f.outcome = 'renewed'), 0)"},
		{Name: "entitlements_expired", Relation: metric.Renewals, Words: "Terms that ended and were not renewed in time", Zero: true, SQL: "coalesce(sum(f.outcome = 'expired'), 0)"},
		{Name: "entitlements_decided", Relation: metric.Renewals, Words: "Terms that ended and were renewed or not", SQL: "sum(f.outcome <> 'open')"},
		{Name: "entitlements_open", Relation: metric.Renewals, Words: "Terms that ended and may yet be renewed", Zero: true, Quiet: true, SQL: "coalesce(sum(f.outcome = 'open'), 0)"},
	}
}

func entitlementMetrics() []metric.Metric {
	return []metric.Metric{
		{
			Name: "entitlements", Measure: "entitlements", Unit: "entitlements", Format: "integer",
			Words:   "How many entitlements count: active, not a trial, and the day is within their dates.",
			Formula: "count(entitlements that count)",
		},
		{
			Name: "licenses_sold", Measure: "licenses_sold", Unit: "licenses", Format: "integer",
			Words:   "Licenses of the entitlements that count.",
			Formula: "Σ quantity",
		},
		{
			Name: "licenses_assigned", Measure: "licenses_assigned", Unit: "licenses", Format: "integer",
			Words:   "Licenses assigned to users or devices, of the entitlements that count. What no source tells is left out.",
			Formula: "Σ assigned",
		},
		{
			Name: "licenses_unassigned", Measure: "licenses_unassigned", Unit: "licenses", Format: "integer",
			Words:   "Licenses sold and assigned to nobody, entitlement by entitlement.",
			Formula: "Σ max(0, quantity − assigned)",
		},
		{
			Name: "licenses_with_known_assigned", Measure: "licenses_with_known_assigned", Unit: "licenses", Format: "integer",
			Words:   "Licenses sold of the entitlements whose assigned licenses are known: what the deployment rate is measured against.",
			Formula: "Σ quantity where assigned is known",
		},
		{
			Name: "deployment_rate", Measure: "licenses_assigned", Per: "licenses_with_known_assigned", Unit: "", Format: "percent", Denominator: "licenses",
			Detail:  map[string]string{"of": "entitlements_with_known_assigned", "entitlements": "entitlements"},
			Words:   "Licenses assigned of the licenses sold, over the entitlements whose assigned licenses are known.",
			Formula: "Σ assigned ÷ Σ quantity",
		},
		{
			Name: "entitlements_ending", Measure: "entitlements_ending", Unit: "entitlements", Format: "integer",
			Words:   "Entitlements that count and have an end; normally asked with a filter on end_date.",
			Formula: "count(entitlements that count and have an end)",
		},
		{
			Name: "licenses_ending", Measure: "licenses_ending", Unit: "licenses", Format: "integer",
			Words:   "Licenses of the entitlements that count and have an end; normally asked with a filter on end_date.",
			Formula: "Σ quantity",
		},
		{
			Name: "days_to_next_end", Measure: "days_to_next_end", Unit: "days", Format: "integer",
			Words:   "Days to the earliest end of the entitlements that count; 0 is today.",
			Formula: "min(end − day)",
		},
		{
			Name: "annual_value", Measure: "annual_value", Unit: "minor", Format: "integer",
			Words:   "Price of a year of the entitlements that count, in minor units. Amounts of different currencies are never added: split it by currency, else it is missing where they meet.",
			Formula: "Σ value",
		},
		{
			Name: "entitlements_renewed", Measure: "entitlements_renewed", Unit: "entitlements", Format: "integer",
			Words:   "Terms that ended and were renewed: the same entitlement has a later end, or another of the same account and product family starts around the end.",
			Formula: "count(due and renewed)",
		},
		{
			Name: "entitlements_expired", Measure: "entitlements_expired", Unit: "entitlements", Format: "integer",
			Words:   "Terms that ended and were not renewed within the days of grace.",
			Formula: "count(due and not renewed)",
		},
		{
			Name: "renewal_rate", Measure: "entitlements_renewed", Per: "entitlements_decided", Format: "percent", Denominator: "entitlements",
			Detail:  map[string]string{"open": "entitlements_open"},
			Words:   "Terms renewed of the terms that ended. Those whose outcome is still open are left out and counted.",
			Formula: "renewed ÷ (renewed + expired)",
		},
	}
}
