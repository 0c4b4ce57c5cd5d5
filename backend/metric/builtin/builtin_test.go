package builtin_test

import (
	"encoding/json"
	"strings"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
)

// The names docs/cli.md promises.
const (
	promisedDimensions = `account account_id country region segment owner source vendor product sku family workload feature unit status auto_renew trial
		partner_scope entitlement start_date end_date date support_category term billing cancel_until charge_kind currency support_title support_severity
		support_status closed_date`
	promisedMetrics = `accounts entitlements licenses_sold licenses_assigned licenses_unassigned deployment_rate active_users usage_total usage_rate
		usage_quantity usage_entitled consumption_rate overage entitlements_ending licenses_ending renewal_rate entitlements_renewed entitlements_expired
		support_requests how_to_requests support_requests_per_100_active checkouts denials peak_concurrent distinct_users annual_value
		charges billed_amount`
	promisedColumns = `quantity assigned days_to_end value charged_value charged_currency charged_term charged_billing`
)

func TestCatalog(t *testing.T) {
	c := builtin.Catalog()
	if err := c.Validate(); err != nil {
		t.Fatal(err)
	}
	for _, name := range strings.Fields(promisedDimensions + " " + promisedColumns) {
		if _, ok := c.Dimension(name); !ok {
			t.Errorf("there is no dimension %s", name)
		}
	}
	for _, name := range strings.Fields(promisedMetrics) {
		m, ok := c.Metric(name)
		if !ok {
			t.Errorf("there is no metric %s", name)
		}
		if m.Words == "" || m.Formula == "" || m.Format == "" || len(m.SplitBy) == 0 || (m.IsRatio() && m.Denominator == "") {
			t.Errorf("%s is not described: %+v", name, m)
		}
	}
	for _, name := range strings.Fields(promisedColumns) {
		if d, _ := c.Dimension(name); d.In[metric.Entitlements].SQL == "" {
			t.Errorf("entitlements have no column %s", name)
		}
	}
}

func TestCatalogIsTheCallersOwn(t *testing.T) {
	c := builtin.Catalog()
	c.Metrics[0].Name = "changed"
	if builtin.Catalog().Metrics[0].Name == "changed" {
		t.Error("a change reached the next caller")
	}
}

func TestCatalogAsJSONTellsNoSQL(t *testing.T) {
	text, err := json.Marshal(builtin.Catalog())
	if err != nil {
		t.Fatal(err)
	}
	for _, inside := range []string{"sum(f.", "a.name"} {
		if strings.Contains(string(text), inside) {
			t.Errorf("it contains %q", inside)
		}
	}
	for _, part := range []string{`"datasets":[{"name":"accounts"`, `"metrics":[{"name":"entitlements"`, `"formula":"Σ quantity"`} {
		if !strings.Contains(string(text), part) {
			t.Errorf("it does not contain %s", part)
		}
	}
}
