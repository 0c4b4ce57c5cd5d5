package report

import "headroom/backend/metric"

// shippedReports are single questions to start from, in the order they are
// listed: what to do, how much there is, why, and where it came from.
func shippedReports() []Report {
	return []Report{
		shippedReport("unassigned_ending", figures("licenses_unassigned", "licenses_sold", "deployment_rate", "days_to_next_end").by("account_key", "account", "product").
			where(next("end_date", 90, "day")).having(more("licenses_unassigned", 0)).sort("days_to_next_end", "-licenses_unassigned").limit(500),
			show(ShowTable).hide("account_key").look("deployment_rate/rate", "licenses_unassigned/bar")),
		shippedReport("trials", trials(), trialsLook()),
		shippedReport("ending_by_month", endingByMonth(), endingStacks()),
		shippedReport("ending_by_owner", figures("entitlements_ending", "licenses_ending").by("owner").where(next("end_date", 90, "day")).sort("-licenses_ending"),
			drawn(ShowBar, "owner", "licenses_ending/counts")),
		shippedReport("renewals_by_owner", figures("renewal_rate", "entitlements_due", "entitlements_renewed", "entitlements_expired", "entitlements_open").by("owner").
			where(last("date", 4, "quarter")).sort("owner").totals(), show(ShowTable).look("renewal_rate/rate")),
		shippedReport("value_ending", figures("annual_value", "entitlements_ending").by("currency", "end_date:quarter").where(next("end_date", 4, "quarter"), known("currency")).
			pivot("end_date").totals().sort("currency"), show(ShowCrosstab)),
		shippedReport("licenses_by_country", figures("licenses_sold", "licenses_assigned", "deployment_rate").by("country").having(more("licenses_sold", 0)).sort("-licenses_sold").limit(60),
			drawn(ShowBar, "country", "licenses_sold/counts")),
		shippedReport("licenses_by_family", figures("licenses_sold", "licenses_assigned").by("family", "product").having(more("licenses_sold", 0)).sort("family", "-licenses_sold"), show(ShowTree)),
		shippedReport("rates_by_product", ratesByProduct(), ratesLook()),
		shippedReport("usage_by_workload", figures("active_users").by("date:month", "workload").where(last("date", 13, "month"), known("workload")).sort("date", "workload"),
			drawn(ShowLine, "date", "active_users").split("workload")),
		shippedReport("above_100", aboveHundred(), aboveLook()),
		shippedReport("overage_by_product", figures("usage_quantity", "usage_entitled", "consumption_rate", "overage").by("product", "meter").having(more("usage_quantity", 0)).sort("-overage"),
			show(ShowTable).look("consumption_rate/rate").rule("overage", "gt", 0, "warn")),
		shippedReport("denials_by_reason", denialsByReason(), drawn(ShowBar, "denial_reason", "denials/over")),
		shippedReport("health_scores", healthScores(), show(ShowTable).hide("account_key").rule("account_health", "lt", 40, "crit").rule("account_health", "lt", 70, "warn")),
		shippedReport("support_by_category", figures("support_requests", "support_requests_open").by("support_category").where(last("date", 12, "month")).sort("-support_requests").totals(),
			drawn(ShowBar, "support_category", "support_requests/counts")),
		shippedReport("created_lines", createdLines().where(metric.Filter{Dimension: "created_date", Op: "last", N: 90, Unit: "day"}), show(ShowTable).hide("account_key", "entitlement_key")),
		shippedReport("freshness", figures("days_since_data", "sources_late", "imports", "rows_imported", "rows_rejected").by("source", "import_dataset").sort("-days_since_data"),
			show(ShowTable).rule("sources_late", "gt", 0, "warn")),
		shippedReport("files", rows(metric.Imports, "imported_at", "file", "source", "import_dataset", "as_of_date", "import_rows", "import_added", "import_changed", "import_rejected").
			sort("-imported_at").limit(1000), show(ShowTable).rule("import_rejected", "gt", 0, "warn")),
	}
}

func shippedReport(name string, a ask, v Visual) Report {
	return Report{Name: name, Query: a.Query, Visual: v}
}
