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
		{Name: "checkouts", Relation: metric.FeatureUsage, Words: "Acts of use that were granted"},
		{Name: "denials", Relation: metric.FeatureUsage, Words: "Acts of use that were denied"},
		{Name: "distinct_users", Relation: metric.FeatureUsage, Words: "Persons who used"},
		{Name: "peak_concurrent", Relation: metric.Usage, Words: "Most checked out at one moment, per account and unit, summed"},
	}
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
			Name: "peak_concurrent", Measure: "peak_concurrent", Unit: "licenses", Format: "integer",
			Words:   "Most licenses checked out at one moment of any day, taken for each account and unit by itself and then summed: what it takes to never turn anybody away. Missing where a source cannot tell.",
			Formula: "Σ over account × unit of max over days of peak",
		},
	}
}
