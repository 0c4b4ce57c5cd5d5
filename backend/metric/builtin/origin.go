package builtin

// origins says who defines a metric so, and what it is called there; what is
// not in it is Headroom's own.
var origins = map[string]string{
	"accounts_active":              "Partner Center: active customers",
	"accounts_churned":             "Partner Center: customers churned",
	"account_health":               "Headroom, after FlexNet Operations: account health",
	"accounts_at_risk":             "FlexNet Operations: At Risk",
	"accounts_healthy":             "FlexNet Operations: Healthy",
	"accounts_warning":             "FlexNet Operations: Warning",
	"active_users":                 "Partner Center: licensesActive",
	"active_users_28_days":         "Partner Center: active in the last 28 calendar days",
	"active_users_month":           "Partner Center: MonthlyActiveUsers",
	"consumption_score":            "Headroom, after FlexNet Operations: consumption score",
	"current_accounts":             "Partner Center: current customers",
	"current_entitlements":         "Partner Center: subscriptions of status Active",
	"days_since_data":              "FlexNet Operations: Data As Of",
	"denial_rate":                  "FlexNet Operations: denials",
	"denials":                      "FlexNet Operations: denials",
	"deployment_rate":              "Partner Center: deploymentPercent",
	"entitlements_added":           "Partner Center: subscriptions added",
	"entitlements_churned":         "Partner Center: subscriptions churned",
	"entitlements_created":         "FlexNet Operations: entitlement line items created",
	"entitlements_due":             "FlexNet Operations: due to expire",
	"entitlements_ending":          "FlexNet Operations: entitlement expiration",
	"entitlements_expired":         "FlexNet Operations: expired count",
	"entitlements_net":             "Partner Center: subscriptions, net",
	"entitlements_renewed":         "FlexNet Operations: completed renewals",
	"licenses_assigned":            "Partner Center: licensesDeployed",
	"licenses_created":             "FlexNet Operations: total quantity of the line items created",
	"licenses_sold":                "Partner Center: licensesSold",
	"licenses_unassigned":          "Partner Center: DeploymentOpportunity",
	"overage":                      "FlexNet Operations: overageSinceStatement",
	"overage_since_reset":          "FlexNet Operations: overageSinceReset",
	"overage_since_statement":      "FlexNet Operations: overageSinceStatement",
	"usage_since_reset":            "FlexNet Operations: usageSinceReset",
	"renewal_rate":                 "FlexNet Operations: renewal rate %",
	"renewal_score":                "Headroom, after FlexNet Operations: renewal health",
	"snapshot_deployment_rate":     "Partner Center: deploymentPercent",
	"snapshot_licenses_assigned":   "Partner Center: licensesDeployed",
	"snapshot_licenses_sold":       "Partner Center: licensesSold",
	"checkouts":                    "FlexNet Operations: usage count",
	"unique_clients":               "FlexNet Operations: number of unique served clients",
	"usage_entitled":               "FlexNet Operations: entitled",
	"usage_quantity":               "FlexNet Operations: usageFromStatement",
	"usage_rate":                   "Partner Center: usagePercent",
	"usage_total":                  "Partner Center: licensesQualified",
	"consumption_rate_since_reset": "FlexNet Operations: percentSinceReset",
	"consumption_rate":             "FlexNet Operations: percentSinceStatement",
}

// origin returns who defines a metric so.
func origin(metric string) string {
	if o, ok := origins[metric]; ok {
		return o
	}
	return "Headroom"
}
