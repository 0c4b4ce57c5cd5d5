package builtin

import "headroom/backend/metric"

// The labels that do not follow from the name.
var (
	datasetLabels = map[metric.Relation]string{
		metric.EveryEntitlement: "Entitlements in any state",
		metric.Health:           "Account health",
		metric.Inbox:            "Notifications",
	}
	dimensionLabels = map[string]string{
		"account_counted_before": "Entitlements before",
		"account_counts_after":   "Entitlements after",
		"account_id":             "Account ID",
		"active":                 "Active users",
		"active_share":           "Active users, share",
		"as_of_date":             "Data as of",
		"assigned":               "Licenses assigned",
		"auto_renew":             "Renews by itself",
		"base":                   "Licenses to assign",
		"charge_kind":            "Kind of charge",
		"charged_billing":        "Billing, invoiced",
		"charged_currency":       "Currency, invoiced",
		"charged_term":           "Term, invoiced",
		"charged_value":          "Annual value, invoiced",
		"change_kind":            "Change",
		"count":                  "Acts of use",
		"created_date":           "Created on",
		"data_age":               "Age of the data",
		"deployed_share":         "Licenses assigned, share",
		"due_outcome":            "Outcome of the renewal",
		"entitled":               "Entitled quantity",
		"entitled_quantity":      "Quantity entitled to",
		"entitled_since_reset":   "Entitled quantity since the reset",
		"family":                 "Product family",
		"first_told_date":        "First told on",
		"import_added":           "Rows added",
		"import_changed":         "Rows changed",
		"import_dataset":         "Dataset of the file",
		"import_id":              "Import",
		"import_rejected":        "Rows rejected",
		"import_rows":            "Rows",
		"import_skipped":         "Rows skipped",
		"import_unchanged":       "Rows unchanged",
		"imported_at":            "Imported at",
		"notified_at":            "Notified at",
		"observed_date":          "Observed on",
		"over_assigned":          "Licenses over-assigned",
		"over_entitled":          "Quantity over entitled",
		"overage_told_reset":     "Overage told since the reset",
		"overage_told_statement": "Overage told since the statement",
		"partner_id":             "Partner ID",
		"partner_scope":          "Own or other partner",
		"peak":                   "Peak use",
		"quantity":               "Licenses",
		"rule_template":          "Kind of rule",
		"satisfaction_score":     "Satisfaction",
		"sku":                    "SKU",
		"sold":                   "Licenses sold",
		"source_late":            "Days late",
		"source_rhythm":          "Days between files",
		"status_raw":             "Status in the source",
		"support_category":       "Category of the request",
		"support_open":           "Request open",
		"support_severity":       "Severity of the request",
		"support_status":         "Status of the request",
		"support_title":          "Title of the request",
		"total":                  "Users in total",
		"unassigned":             "Licenses unassigned",
		"unit":                   "Unit of use",
		"used":                   "Used quantity",
		"used_since_reset":       "Used quantity since the reset",
		"used_share":             "Used quantity, share",
		"value":                  "Annual value",
	}
	metricLabels = map[string]string{
		"accounts_at_risk":                "Accounts at risk",
		"accounts_healthy":                "Healthy accounts",
		"accounts_warning":                "Accounts with a warning",
		"active_users_28_days":            "Active users (28 days)",
		"active_users_day":                "Active users (day)",
		"active_users_month":              "Active users (month)",
		"days_since_data":                 "Days since the latest data",
		"days_to_next_end":                "Days to the next end",
		"entitlements_any_state":          "Entitlements in any state",
		"entitlements_net":                "Entitlements, net",
		"entitlements_open":               "Entitlements undecided",
		"first_response_minutes":          "First response (mean)",
		"first_response_minutes_median":   "First response (median)",
		"how_to_requests":                 "How-to requests",
		"licenses_any_state":              "Licenses in any state",
		"licenses_net":                    "Licenses, net",
		"licenses_open":                   "Licenses undecided",
		"notifications_open":              "Notifications, open",
		"peak_concurrent":                 "Peak concurrent use",
		"resolution_minutes":              "Resolution (mean)",
		"resolution_minutes_median":       "Resolution (median)",
		"satisfaction":                    "Satisfaction",
		"snapshot_deployment_rate":        "Deployment rate (snapshot)",
		"licenses_with_known_assigned":    "Licenses with known assignment",
		"snapshot_licenses_assigned":      "Licenses assigned (snapshot)",
		"snapshot_licenses_sold":          "Licenses sold (snapshot)",
		"support_requests_open":           "Support requests, open",
		"support_requests_per_100_active": "Requests per 100 active users",
		"usage_entitled":                  "Entitled quantity",
		"usage_quantity":                  "Used quantity",
		"usage_since_reset":               "Used quantity since the reset",
		"overage_since_reset":             "Overage since the reset",
		"overage_since_statement":         "Overage since the statement",
		"consumption_rate_since_reset":    "Consumption rate since the reset",
		"usage_total":                     "Users in total",
	}
)

// labelled gives the parts of c the labels that do not follow from their names.
func labelled(c metric.Catalog) {
	for i, d := range c.Datasets {
		put(&c.Datasets[i].Label, datasetLabels[d.Name])
	}
	for i, d := range c.Dimensions {
		put(&c.Dimensions[i].Label, dimensionLabels[d.Name])
	}
	for i, m := range c.Metrics {
		put(&c.Metrics[i].Label, metricLabels[m.Name])
	}
}

// put puts a text in the place of another, if there is one.
func put(into *string, text string) {
	if text != "" {
		*into = text
	}
}
