package builtin

import "headroom/backend/metric"

// Sums over rows of which none may be there, or of none of which the licenses
// are known.
func licensesWhere(condition string) string {
	return "CASE WHEN count(*) FILTER (WHERE " + condition + ") > 0 THEN sum(f.quantity) FILTER (WHERE " + condition + ") ELSE 0 END"
}

// changed is a figure of changes, which nobody knows where no span is known.
func changed(sql string) string { return "CASE WHEN EXISTS (SELECT 1 FROM span) THEN " + sql + " END" }

// stateMeasures are about entitlements beside those that count: whatever their
// state, as they were told, and as they came and went.
func stateMeasures() []metric.Measure {
	every := func(name, words, sql string, columns []string, f metric.Figure, where ...metric.Filter) metric.Measure {
		b := listed(metric.EveryEntitlement, columns, f, where...)
		return metric.Measure{Name: name, Relation: metric.EveryEntitlement, Words: words, Zero: true, SQL: sql, Behind: &b}
	}
	change := func(name, words, sql string, f metric.Figure, where ...metric.Filter) metric.Measure {
		m := metric.Measure{Name: name, Relation: metric.EntitlementChanges, Words: words, Zero: true, SQL: changed(sql)}
		if f.How != "" {
			b := listed(metric.EntitlementChanges, []string{"change_kind", "quantity"}, f, where...)
			m.Behind = &b
		}
		return m
	}
	active := is("status", "active")
	added, churned := is("change_kind", "added"), is("change_kind", "churned")
	history := listed(metric.EntitlementHistory, []string{"as_of_date"}, count)
	out := []metric.Measure{
		every("entitlements_any_state", "Entitlements whatever their state", "count(*)", []string{"status"}, count),
		every("licenses_any_state", "Licenses of the entitlements whatever their state", licensesWhere("1"), []string{"quantity"}, sum("quantity")),
		every("entitlements_created", "Entitlements whatever their state, by the day they were created", "count(*)", []string{"start_date", "created_date"}, count),
		every("licenses_created", "Licenses of the entitlements whatever their state, by the day they were created", licensesWhere("1"), []string{"quantity", "created_date"}, sum("quantity")),
		every("current_entitlements", "Entitlements whose status is active, whatever their dates", "coalesce(sum(f.status = 'active'), 0)", []string{"status"}, count, active),
		every("current_accounts", "Accounts with an entitlement whose status is active", "count(DISTINCT CASE f.status WHEN 'active' THEN f.account_id END)",
			[]string{"status", "account_key"}, metric.Figure{Name: "accounts", How: "distinct", Of: "account_key"}, active),
		{Name: "versions_told", Relation: metric.EntitlementHistory, Words: "Versions of entitlements that files told", Zero: true, SQL: "count(*)", Behind: &history},
		change("entitlements_added", "Entitlements that count at the end of the span and did not before it", "coalesce(sum(f.after), 0)", count, added),
		change("entitlements_churned", "Entitlements that counted before the span and do not at its end", "coalesce(sum(1 - f.after), 0)", count, churned),
		change("entitlements_net", "Entitlements added less those churned", "coalesce(sum(2 * f.after - 1), 0)", metric.Figure{}),
		change("licenses_added", "Licenses of the entitlements added", licensesWhere("f.after = 1"), sum("quantity"), added),
		change("licenses_churned", "Licenses of the entitlements churned", licensesWhere("f.after = 0"), sum("quantity"), churned),
		change("licenses_net", "Licenses of the entitlements added less those of the churned", "coalesce(sum(CASE f.after WHEN 1 THEN f.quantity ELSE -f.quantity END), 0)", metric.Figure{}),
		change("accounts_added", "Accounts nothing of which counted before the span and something does at its end",
			"count(DISTINCT CASE WHEN f.after = 1 AND f.account_before = 0 THEN f.account_id END)", metric.Figure{}),
		change("accounts_churned", "Accounts something of which counted before the span and nothing does at its end",
			"count(DISTINCT CASE WHEN f.after = 0 AND f.account_after = 0 THEN f.account_id END)", metric.Figure{}),
	}
	return append(out, deploymentMeasures()...)
}

func deploymentMeasures() []metric.Measure {
	told := func(name, words, sql string, columns []string, f metric.Figure, where ...metric.Filter) metric.Measure {
		b := listed(metric.Deployment, columns, f, where...)
		return metric.Measure{Name: name, Relation: metric.Deployment, Words: words, SQL: sql, Behind: &b}
	}
	both := []metric.Filter{known("quantity"), known("assigned")}
	return []metric.Measure{
		told("snapshot_licenses_sold", "Licenses sold as snapshots of deployment tell them", "sum(f.quantity)", []string{"quantity"}, sum("quantity"), known("quantity")),
		told("snapshot_licenses_assigned", "Licenses assigned as snapshots of deployment tell them", "sum(f.assigned)", []string{"assigned"}, sum("assigned"), known("assigned")),
		told("snapshot_assigned_with_sold", "Licenses assigned where a snapshot of deployment tells the sold ones, too",
			"sum(f.assigned) FILTER (WHERE f.quantity IS NOT NULL)", []string{"quantity", "assigned"}, sum("assigned"), both...),
		told("snapshot_sold_with_assigned", "Licenses sold where a snapshot of deployment tells the assigned ones, too",
			"sum(f.quantity) FILTER (WHERE f.assigned IS NOT NULL)", []string{"quantity", "assigned"}, sum("quantity"), both...),
	}
}

// dueMeasures are of terms beside their number.
func dueMeasures() []metric.Measure {
	due := func(name, words, condition string, outcomes ...any) metric.Measure {
		where := []metric.Filter{{Dimension: "due_outcome", Op: "in", Values: outcomes}}
		b := listed(metric.Renewals, []string{"end_date", "due_outcome", "quantity"}, sum("quantity"), where...)
		b.ZeroBeside = true
		return metric.Measure{Name: name, Relation: metric.Renewals, Words: words, Zero: true, SQL: licensesWhere(condition), Behind: &b}
	}
	all := listed(metric.Renewals, []string{"end_date", "due_outcome"}, count)
	decided := due("licenses_decided", "Licenses of the terms that ended and were renewed or not", "f.outcome <> 'open'", "renewed", "expired")
	return []metric.Measure{
		{Name: "entitlements_due", Relation: metric.Renewals, Words: "Terms that came to their end", Zero: true, SQL: "count(*)", Behind: &all},
		due("licenses_due", "Licenses of the terms that came to their end", "1", "renewed", "expired", "open"),
		due("licenses_renewed", "Licenses of the terms that ended and were renewed", "f.outcome = 'renewed'", "renewed"),
		due("licenses_expired", "Licenses of the terms that ended and were not renewed in time", "f.outcome = 'expired'", "expired"),
		due("licenses_open", "Licenses of the terms that ended and may yet be renewed", "f.outcome = 'open'", "open"),
		decided,
	}
}

func stateMetrics() []metric.Metric {
	return []metric.Metric{
		{
			Name: "entitlements_any_state", Measure: "entitlements_any_state", Unit: "entitlements", Format: "integer",
			Words:   "How many entitlements are known, whatever their state and dates; split it by status.",
			Formula: "count(entitlements)",
		},
		{
			Name: "licenses_any_state", Measure: "licenses_any_state", Unit: "licenses", Format: "integer",
			Words:   "Licenses of the entitlements known, whatever their state and dates.",
			Formula: "Σ quantity",
		},
		{
			Name: "entitlements_created", Measure: "entitlements_created", Unit: "entitlements", Format: "integer",
			Words:   "Entitlements that were created, whatever became of them; normally asked with a filter on created_date, which is the first day of the entitlement, else the first day any file told it of.",
			Formula: "count(entitlements)",
		},
		{
			Name: "licenses_created", Measure: "licenses_created", Unit: "licenses", Format: "integer",
			Words:   "Licenses of the entitlements that were created; normally asked with a filter on created_date.",
			Formula: "Σ quantity",
		},
		{
			Name: "current_entitlements", Measure: "current_entitlements", Unit: "entitlements", Format: "integer",
			Words:   "Entitlements whose status is active, whatever their dates and whether they are used or not.",
			Formula: "count(entitlements of status active)",
		},
		{
			Name: "current_accounts", Measure: "current_accounts", Unit: "accounts", Format: "integer",
			Words:   "Accounts that have at least one entitlement whose status is active, whatever its dates and whether it is used or not.",
			Formula: "count(distinct accounts of entitlements of status active)",
		},
		{
			Name: "versions_told", Measure: "versions_told", Unit: "versions", Format: "integer",
			Words:   "How often files told an entitlement: one for each file and day.",
			Formula: "count(versions)",
		},
		{
			Name: "entitlements_added", Measure: "entitlements_added", Unit: "entitlements", Format: "integer",
			Words:   "Entitlements that count at the end of the span and did not on the day before it: of each period by date, of the days a filter on date allows, else of the 30 days up to the day.",
			Formula: "count(counts at the end and not before)",
		},
		{
			Name: "entitlements_churned", Measure: "entitlements_churned", Unit: "entitlements", Format: "integer",
			Words:   "Entitlements that counted on the day before the span and do not at its end.",
			Formula: "count(counted before and not at the end)",
		},
		{
			Name: "entitlements_net", Measure: "entitlements_net", Unit: "entitlements", Format: "integer",
			Words:   "Entitlements added less those churned.",
			Formula: "added − churned",
		},
		{
			Name: "licenses_added", Measure: "licenses_added", Unit: "licenses", Format: "integer",
			Words:   "Licenses of the entitlements added. What staying entitlements gained is not among them.",
			Formula: "Σ quantity of the added",
		},
		{
			Name: "licenses_churned", Measure: "licenses_churned", Unit: "licenses", Format: "integer",
			Words:   "Licenses of the entitlements churned, as they were before. What staying entitlements lost is not among them.",
			Formula: "Σ quantity of the churned",
		},
		{
			Name: "licenses_net", Measure: "licenses_net", Unit: "licenses", Format: "integer",
			Words:   "Licenses of the entitlements added less those of the churned.",
			Formula: "Σ quantity of the added − Σ quantity of the churned",
		},
		{
			Name: "accounts_added", Measure: "accounts_added", Unit: "accounts", Format: "integer",
			Words:   "Accounts no entitlement of which counted on the day before the span and at least one does at its end, whatever filters say of products.",
			Formula: "count(accounts with some at the end and none before)",
		},
		{
			Name: "accounts_churned", Measure: "accounts_churned", Unit: "accounts", Format: "integer",
			Words:   "Accounts of which at least one entitlement counted on the day before the span and none does at its end, whatever filters say of products.",
			Formula: "count(accounts with some before and none at the end)",
		},
		{
			Name: "snapshot_licenses_sold", Measure: "snapshot_licenses_sold", Unit: "licenses", Format: "integer",
			Words:   "Licenses sold as snapshots of deployment tell them, beside what entitlements say.",
			Formula: "Σ sold",
		},
		{
			Name: "snapshot_licenses_assigned", Measure: "snapshot_licenses_assigned", Unit: "licenses", Format: "integer",
			Words:   "Licenses assigned as snapshots of deployment tell them.",
			Formula: "Σ assigned",
		},
		{
			Name: "snapshot_deployment_rate", Measure: "snapshot_assigned_with_sold", Per: "snapshot_sold_with_assigned", Format: "percent", Denominator: "licenses",
			Words:   "Licenses assigned of those sold, where a snapshot of deployment tells both; entitlements take no part.",
			Formula: "Σ assigned ÷ Σ sold",
		},
	}
}

func dueMetrics() []metric.Metric {
	return []metric.Metric{
		{
			Name: "entitlements_due", Measure: "entitlements_due", Unit: "entitlements", Format: "integer",
			Words:   "Terms that came to their end: renewed, expired and still open.",
			Formula: "count(due)",
		},
		{
			Name: "entitlements_open", Measure: "entitlements_open", Unit: "entitlements", Format: "integer",
			Words:   "Terms that ended, were not renewed and are within the days of grace.",
			Formula: "count(due and open)",
		},
		{Name: "licenses_due", Measure: "licenses_due", Unit: "licenses", Format: "integer", Words: "Licenses of the terms that came to their end.", Formula: "Σ quantity of the due"},
		{Name: "licenses_renewed", Measure: "licenses_renewed", Unit: "licenses", Format: "integer", Words: "Licenses of the terms that ended and were renewed, as many as the ended term had.", Formula: "Σ quantity of the renewed"},
		{Name: "licenses_expired", Measure: "licenses_expired", Unit: "licenses", Format: "integer", Words: "Licenses of the terms that ended and were not renewed within the days of grace.", Formula: "Σ quantity of the expired"},
		{Name: "licenses_open", Measure: "licenses_open", Unit: "licenses", Format: "integer", Words: "Licenses of the terms that ended and may yet be renewed.", Formula: "Σ quantity of the open"},
		{
			Name: "license_renewal_rate", Measure: "licenses_renewed", Per: "licenses_decided", Format: "percent", Denominator: "licenses",
			Detail:  map[string]string{"open": "licenses_open"},
			Words:   "Licenses renewed of the licenses of terms that ended. Those whose outcome is still open are left out and counted.",
			Formula: "Σ quantity renewed ÷ Σ quantity (renewed + expired)",
		},
	}
}
