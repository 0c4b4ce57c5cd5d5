// Package builtin is the shipped catalog, as Go data: what every name means,
// in words and as aggregates. The definitions follow docs/semantics.md.
package builtin

import (
	"slices"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// Catalog returns the shipped definitions. The result is the caller's own.
func Catalog() metric.Catalog {
	c := metric.Catalog{
		Datasets: []metric.Dataset{
			{Name: metric.Accounts, Words: "Accounts", Facts: []portfolio.Dataset{portfolio.Accounts}},
			{Name: metric.Entitlements, Levels: true, Words: "What was sold and assigned, as it is on a day", Facts: []portfolio.Dataset{portfolio.Entitlements, portfolio.Deployment}},
			{Name: metric.Renewals, Words: "Terms of entitlements that came to their end", Facts: []portfolio.Dataset{portfolio.Entitlements}},
			{Name: metric.Usage, Levels: true, Words: "Levels of use on a day, as reported", Facts: []portfolio.Dataset{portfolio.Usage}},
			{Name: metric.FeatureUsage, Levels: true, Words: "Recorded acts of use", Facts: []portfolio.Dataset{portfolio.FeatureUsage}},
			{Name: metric.Support, Words: "Requests for support", Facts: []portfolio.Dataset{portfolio.SupportRequests}},
			{Name: metric.Charges, Words: "Lines of invoices and of rated consumption", Facts: []portfolio.Dataset{portfolio.Charges}},
			{Name: metric.EveryEntitlement, Levels: true, Words: "Entitlements whatever their state, as they are on a day", Facts: []portfolio.Dataset{portfolio.Entitlements}},
			{Name: metric.EntitlementHistory, Words: "Every version of an entitlement that a file told", Facts: []portfolio.Dataset{portfolio.Entitlements}},
			{Name: metric.EntitlementChanges, Levels: true, Words: "Entitlements that began or ceased to count within a span of days", Facts: []portfolio.Dataset{portfolio.Entitlements}},
			{Name: metric.Deployment, Levels: true, Words: "What snapshots of deployment tell, as it is on a day", Facts: []portfolio.Dataset{portfolio.Deployment}},
			{Name: metric.Health, Levels: true, Words: "Entitlements that count, with what weighs on their renewal", Facts: []portfolio.Dataset{portfolio.Entitlements, portfolio.Deployment, portfolio.Usage, portfolio.FeatureUsage}},
			{Name: metric.Imports, Words: "Files that were imported", Facts: []portfolio.Dataset{}},
			{Name: metric.Inbox, Words: "Notifications, as they are now", Facts: []portfolio.Dataset{}},
		},
		Dimensions: dimensions(),
		Custom:     customFields(),
		Measures:   slices.Concat(entitlementMeasures(), renewalMeasures(), usageMeasures(), otherMeasures(), stateMeasures(), dueMeasures(), recordMeasures(), healthMeasures()),
		Metrics:    slices.Concat(entitlementMetrics(), usageMetrics(), otherMetrics(), stateMetrics(), dueMetrics(), recordMetrics(), healthMetrics()),
	}
	for i := range c.Measures {
		if c.Measures[i].Behind == nil {
			c.Measures[i].Behind = behind(c.Measures[i].Name)
		}
	}
	for i := range c.Metrics {
		c.Metrics[i].Origin = origin(c.Metrics[i].Name)
	}
	for i := range c.Datasets {
		if c.Datasets[i].Name == metric.Entitlements {
			c.Datasets[i].Leaves = leaves()
		}
	}
	c, err := c.With(calculated())
	if err != nil { // they are constants, which the tests read
		panic(err)
	}
	c = agreedOf(c)
	labelled(c)
	c.Units, c.Values = units(), values()
	return c
}
