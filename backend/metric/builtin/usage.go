package builtin

import "headroom/backend/metric"

// Measures of usage have no SQL: the engine folds them from packed days.
func usageMeasures() []metric.Measure {
	return []metric.Measure{
		{Name: "active_users", Relation: metric.Usage, With: metric.FeatureUsage, Words: "Per account the most active users of any unit, summed over accounts"},
		{Name: "usage_total", Relation: metric.Usage, Words: "Users or licenses the source gives as the whole"},
		{Name: "active_with_total", Relation: metric.Usage, Words: "Active users of the units whose whole is known"},
		{Name: "total_with_active", Relation: metric.Usage, Words: "The whole of the units whose active users are known"},
		{Name: "usage_quantity", Relation: metric.Usage, Words: "Metered quantity used"},
		{Name: "usage_entitled", Relation: metric.Usage, Words: "Metered quantity entitled to"},
		{Name: "quantity_with_entitled", Relation: metric.Usage, Words: "Metered quantity used where the entitled quantity is known"},
		{Name: "entitled_with_quantity", Relation: metric.Usage, Words: "Entitled quantity where the used quantity is known"},
		{Name: "overage", Relation: metric.Usage, Words: "Metered quantity used beyond what is entitled"},
		sinceReset("usage_since_reset", "used_since_reset", "Metered quantity used since the reset"),
		sinceReset("used_with_entitled_since_reset", "used_since_reset", "Metered quantity used since the reset where the entitled quantity is known", "entitled_since_reset"),
		sinceReset("entitled_since_reset", "entitled_since_reset", "Entitled quantity where the quantity used since the reset is known", "used_since_reset"),
		sinceReset("overage_since_reset", "overage_told_reset", "Metered quantity used beyond what is entitled since the reset, as told"),
		sinceReset("overage_since_statement", "overage_told_statement", "Metered quantity used beyond what is entitled since the statement, as told"),
		{Name: "checkouts", Relation: metric.FeatureUsage, Words: "Acts of use that were granted"},
		{Name: "denials", Relation: metric.FeatureUsage, Words: "Acts of use that were denied"},
		{Name: "distinct_users", Relation: metric.FeatureUsage, Words: "Persons who used"},
		{Name: "attempts", Relation: metric.FeatureUsage, Words: "Acts of use that were granted or denied"},
		{Name: "accounts_active", Relation: metric.Usage, With: metric.FeatureUsage, Words: "Accounts with an active user"},
		{Name: "units_used", Relation: metric.Usage, Words: "Units of accounts with an active user"},
		{Name: "units_unused", Relation: metric.Usage, Words: "Units of accounts with licenses and no active user"},
		{Name: "units_with_active", Relation: metric.Usage, Words: "Units of accounts whose active users are known"},
		activeIn("active_in_28_days", "28 days", "Distinct persons of the 28 days, by account"),
		activeIn("active_in_month", "month", "Active users of the month, as sources report them"),
		activeIn("active_on_day", "day", "Active users of the latest day, as sources report them"),
		{Name: "peak_concurrent", Relation: metric.Usage, Words: "Most checked out at one moment, per account and unit, summed"},
	}
}

// activeIn is active users of the sources whose window is the one named.
func activeIn(name, window, words string) metric.Measure {
	f := is("activity_window", window)
	return metric.Measure{Name: name, Relation: metric.Usage, With: metric.FeatureUsage, Words: words, Of: "active_users", Filter: &f}
}

// sinceReset is a sum of what rows tell beside the quantities that count, of
// those that tell all the columns.
func sinceReset(name, column, words string, with ...string) metric.Measure {
	f := metric.Filter{All: []metric.Filter{known(column)}}
	for _, w := range with {
		f.All = append(f.All, known(w))
	}
	return metric.Measure{Name: name, Relation: metric.Usage, Words: words, Aggregate: "sum", Column: column, Filter: &f}
}

// window is the activity window of what sources call active.
const window = "28 days up to the day, or the period the source reports"

func usageMetrics() []metric.Metric {
	return []metric.Metric{
		{
			Name: "active_users", Measure: "active_users", Unit: "users", Format: "integer", Window: window,
			Words:   "Users who were active. One person uses several workloads, so an account counts with the workload that has most; accounts are summed.",
			Formula: "Σ over accounts of max over workloads of active",
		},
		{
			Name: "usage_total", Measure: "usage_total", Unit: "users", Format: "integer",
			Words:   "Users or licenses the source gives as the whole of active users.",
			Formula: "Σ total over account × workload",
		},
		{
			Name: "usage_rate", Measure: "active_with_total", Per: "total_with_active", Format: "percent", Denominator: "users", Window: window,
			Words:   "Active users of the whole the source gives. It may exceed 100 %.",
			Formula: "Σ active ÷ Σ total over account × workload",
		},
		{
			Name: "usage_quantity", Measure: "usage_quantity", Unit: "units", Format: "decimal",
			Words:   "Metered quantity used.",
			Formula: "Σ used",
		},
		{
			Name: "usage_entitled", Measure: "usage_entitled", Unit: "units", Format: "decimal",
			Words:   "Metered quantity entitled to; where a source tells none, the licenses of the account and product that count.",
			Formula: "Σ entitled",
		},
		{
			Name: "consumption_rate", Measure: "quantity_with_entitled", Per: "entitled_with_quantity", Format: "percent", Denominator: "units",
			Words:   "Metered quantity used of the quantity entitled to. It may exceed 100 %.",
			Formula: "Σ used ÷ Σ entitled",
		},
		{
			Name: "overage", Measure: "overage", Unit: "units", Format: "decimal",
			Words:   "Metered quantity used beyond what is entitled, by account, product and meter.",
			Formula: "Σ over account × product × meter of max(0, used − entitled)",
		},
		{
			Name: "usage_since_reset", Measure: "usage_since_reset", Unit: "units", Format: "decimal",
			Words:   "Metered quantity used since the meters were last reset, where a source tells it.",
			Formula: "Σ used since the reset",
		},
		{
			Name: "consumption_rate_since_reset", Measure: "used_with_entitled_since_reset", Per: "entitled_since_reset", Format: "percent", Denominator: "units",
			Words:   "Metered quantity used since the reset of the quantity entitled to. It may exceed 100 %.",
			Formula: "Σ used since the reset ÷ Σ entitled",
		},
		{
			Name: "overage_since_reset", Measure: "overage_since_reset", Unit: "units", Format: "decimal",
			Words:   "Metered quantity used beyond what is entitled since the meters were last reset, as the source tells it.",
			Formula: "Σ overage since the reset",
		},
		{
			Name: "overage_since_statement", Measure: "overage_since_statement", Unit: "units", Format: "decimal",
			Words:   "Metered quantity used beyond what is entitled since the statement, as the source tells it.",
			Formula: "Σ overage since the statement",
		},
		{
			Name: "checkouts", Measure: "checkouts", Unit: "checkouts", Format: "integer",
			Words: "Recorded acts of use that were granted.", Formula: "Σ count of granted events",
		},
		{
			Name: "denials", Measure: "denials", Unit: "denials", Format: "integer",
			Words: "Recorded acts of use that were denied.", Formula: "Σ count of denied events",
		},
		{
			Name: "distinct_users", Measure: "distinct_users", Unit: "users", Format: "integer",
			Words: "Persons who used at least once.", Formula: "count(distinct persons of granted events)",
		},
		{
			Name: "unique_clients", Measure: "distinct_users", Unit: "users", Format: "integer",
			Words: "Persons, or devices where no person is told, that were served at least once.", Formula: "count(distinct persons or devices of granted events)",
		},
		{
			Name: "denial_rate", Measure: "denials", Per: "attempts", Format: "percent", Denominator: "attempts",
			Words: "Acts of use denied of those granted or denied.", Formula: "Σ denied ÷ Σ (granted + denied)",
		},
		{
			Name: "active_users_28_days", Measure: "active_in_28_days", Unit: "users", Format: "integer", Window: "28 days up to the day",
			Words:   "Active users by recorded acts of use: the distinct persons of the 28 days, summed over accounts.",
			Formula: "Σ over accounts of count(distinct persons)",
		},
		{
			Name: "active_users_month", Measure: "active_in_month", Unit: "users", Format: "integer", Window: "the month the source reports",
			Words:   "Active users of the month as sources report them (MAU), per account the workload that has most, summed over accounts.",
			Formula: "Σ over accounts of max over workloads of active",
		},
		{
			Name: "active_users_day", Measure: "active_on_day", Unit: "users", Format: "integer", Window: "the day the source reports",
			Words:   "Active users of the latest day as sources report them, per account the workload that has most, summed over accounts.",
			Formula: "Σ over accounts of max over workloads of active",
		},
		{
			Name: "accounts_active", Measure: "accounts_active", Unit: "accounts", Format: "integer", Window: window,
			Words:   "Accounts with at least one active user, by usage; whatever their entitlements' status.",
			Formula: "count(accounts with active > 0)",
		},
		{
			Name: "units_used", Measure: "units_used", Unit: "units", Format: "integer", Window: window,
			Words:   "Workloads, features and products, account by account, that anybody used.",
			Formula: "count(account × unit with active > 0)",
		},
		{
			Name: "units_unused", Measure: "units_unused", Unit: "units", Format: "integer", Window: window,
			Words:   "Workloads, features and products, account by account, for which there are licenses and that nobody used.",
			Formula: "count(account × unit with total > 0 and active = 0)",
		},
		{
			Name: "adoption_rate", Measure: "units_used", Per: "units_with_active", Format: "percent", Denominator: "units", Window: window,
			Words:   "Workloads, features and products that anybody used of those whose active users are known, account by account.",
			Formula: "count(active > 0) ÷ count(active known)",
		},
		{
			Name: "peak_concurrent", Measure: "peak_concurrent", Unit: "licenses", Format: "integer",
			Words:   "Most licenses checked out at one moment of any day, taken for each account and unit by itself and then summed: what it takes to never turn anybody away. Missing where a source cannot tell.",
			Formula: "Σ over account × unit of max over days of peak",
		},
	}
}
