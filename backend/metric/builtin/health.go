package builtin

import "headroom/backend/metric"

// The rows of the health relation are the entitlements that count and have
// licenses, with
//
//	share    what of the account and product is consumed, 0 to 1; missing where
//	         nobody tells
//	risk     what a license weighs by the days to the end
//	at_risk  licenses × risk × (1 − share)
//	band     of the account
func healthMeasures() []metric.Measure {
	score := func(name, words, sql string) metric.Measure {
		return metric.Measure{Name: name, Relation: metric.Health, Words: words, SQL: sql}
	}
	accounts := func(name, words, band string) metric.Measure {
		b := listed(metric.Health, []string{"account_key", "health_band"}, metric.Figure{Name: "accounts", How: "distinct", Of: "account_key"}, is("health_band", band))
		return metric.Measure{
			Name: name, Relation: metric.Health, Words: words, Zero: true, Behind: &b,
			SQL: "count(DISTINCT CASE f.band WHEN '" + band + "' THEN f.account_id END)",
		}
	}
	lost := listed(metric.Health, []string{"quantity", "renewal_weight", "scored_share", "licenses_lost"}, sum("licenses_lost"), known("licenses_lost"))
	unscored := listed(metric.Health, []string{"quantity", "scored_share"}, count, metric.Filter{Dimension: "scored_share", Op: "is_null"})
	return []metric.Measure{
		score("licenses_scored", "Licenses of the entitlements whose consumption is known", "sum(f.sold) FILTER (WHERE f.share IS NOT NULL)"),
		score("licenses_consumed", "Licenses as far as they are consumed", "sum(f.sold * f.share)"),
		score("licenses_secured", "Licenses less what of them is at risk", "sum(f.sold - f.at_risk)"),
		score("licenses_healthy", "Mean of the licenses consumed and those secured", "sum(f.sold * f.share + f.sold - f.at_risk) / 2.0"),
		{Name: "licenses_at_risk", Relation: metric.Health, Words: "Licenses weighed by how near their end is and by what of them is not consumed", SQL: "sum(f.at_risk)", Behind: &lost},
		{Name: "entitlements_unscored", Relation: metric.Health, Words: "Entitlements left out because nobody tells what of them is consumed", Zero: true, SQL: "coalesce(sum(f.share IS NULL), 0)", Behind: &unscored},
		accounts("accounts_healthy", "Accounts whose health is good", "healthy"),
		accounts("accounts_warning", "Accounts whose health warns", "warning"),
		accounts("accounts_at_risk", "Accounts whose health is at risk", "at risk"),
	}
}

func healthMetrics() []metric.Metric {
	detail := map[string]string{"unscored": "entitlements_unscored"}
	return []metric.Metric{
		{
			Name: "consumption_score", Measure: "licenses_consumed", Per: "licenses_scored", Factor: 100, Unit: "points", Format: "decimal", Denominator: "licenses", Detail: detail,
			Words:   "How much of what is entitled is consumed, from 0 to 100, weighed by licenses. Ours: of an account and product the metered quantity used of the entitled one, else active users of its licenses, at most all; entitlements nobody tells the consumption of are left out and counted.",
			Formula: "100 × Σ licenses × min(1, consumed ÷ entitled) ÷ Σ licenses",
		},
		{
			Name: "renewal_score", Measure: "licenses_secured", Per: "licenses_scored", Factor: 100, Unit: "points", Format: "decimal", Denominator: "licenses", Detail: detail,
			Words:   "How safe renewals are, from 0 to 100: licenses cost points the nearer their end is and the less of them is consumed. Ours; weights and windows are settings.",
			Formula: "100 × (1 − Σ licenses × weight × (1 − min(1, consumed ÷ entitled)) ÷ Σ licenses)",
		},
		{
			Name: "account_health", Measure: "licenses_healthy", Per: "licenses_scored", Factor: 100, Unit: "points", Format: "decimal", Denominator: "licenses", Detail: detail,
			Words:   "The mean of renewal score and consumption score, from 0 to 100.",
			Formula: "(renewal score + consumption score) ÷ 2",
		},
		{
			Name: "licenses_at_risk", Measure: "licenses_at_risk", Unit: "licenses", Format: "decimal",
			Words:   "Licenses weighed by how near their end is and by what of them is not consumed; what the renewal score loses.",
			Formula: "Σ licenses × weight × (1 − min(1, consumed ÷ entitled))",
		},
		{
			Name: "accounts_healthy", Measure: "accounts_healthy", Unit: "accounts", Format: "integer",
			Words: "Accounts whose health as a whole reaches the limit of healthy.", Formula: "count(accounts with account health ≥ limit)",
		},
		{
			Name: "accounts_warning", Measure: "accounts_warning", Unit: "accounts", Format: "integer",
			Words: "Accounts whose health as a whole reaches the limit of warning but not that of healthy.", Formula: "count(accounts with limit of warning ≤ account health < limit of healthy)",
		},
		{
			Name: "accounts_at_risk", Measure: "accounts_at_risk", Unit: "accounts", Format: "integer",
			Words: "Accounts whose health as a whole is below the limit of warning.", Formula: "count(accounts with account health < limit)",
		},
	}
}

// healthDimensions are the ledger of the scores: what each line weighs and
// costs its account.
func healthDimensions() []metric.Dimension {
	number := func(name, column, unit, words string) metric.Dimension {
		return metric.Dimension{Name: name, Words: words, Kind: metric.Number, Unit: unit, Format: "decimal", In: in("", column, metric.Health)}
	}
	return []metric.Dimension{
		{Name: "health_band", Words: "healthy, warning or at risk, by the health of the whole account", Kind: metric.Text, In: in("", "f.band", metric.Health)},
		number("health_score", "f.score", "points", "Health of the whole account"),
		number("renewal_weight", "f.risk", "", "What a license weighs by the days to its end"),
		number("consumed_quantity", "f.consumed", "", "What is consumed of the account and product: metered quantity, else active users"),
		number("entitled_quantity", "f.entitled", "", "What the account is entitled to of the product: metered quantity, else licenses"),
		number("scored_share", "f.share", "", "Consumed of entitled, at most 1"),
		number("licenses_lost", "f.at_risk", "licenses", "Licenses × weight × what is not consumed"),
		number("renewal_points", "100.0 * f.at_risk / f.account_licenses", "points", "Points the entitlement costs the renewal score of its account"),
	}
}
