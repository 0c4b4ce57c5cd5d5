package systest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// partnerCenter are the fixtures of the profiles of Partner Center, whose they
// are where they do not say it, and what an import of each must leave out.
var partnerCenter = []struct {
	file, account     string
	profile           string
	skipped, rejected int
}{
	{"powerbi_usage.csv", "", "ms.insights.powerbi_usage", 2, 1},
	{"dynamics_usage.csv", "", "ms.insights.dynamics_usage", 0, 0},
	{"ems_usage.csv", "", "ms.insights.ems_usage", 1, 0},
	{"bizapps_usage.csv", "", "ms.insights.bizapps_usage", 1, 0},
	{"teams_monthly.csv", "", "ms.insights.teams_monthly", 1, 0},
	{"teams_meetings.csv", "", "ms.insights.teams_meetings", 0, 0},
	{"teams_apps.csv", "", "ms.insights.teams_3p_apps", 0, 1},
	{"insights_customers.csv", "", "ms.insights.customers", 1, 0},
	{"reseller_performance.csv", "", "ms.insights.reseller_performance", 1, 1},
	{"azure_usage.csv", "", "ms.insights.azure_usage", 2, 1},
	{"marketplace_licenses.csv", "", "ms.marketplace.license_dashboard", 0, 0},
	{"customers_powershell.csv", "", "ms.pc.customers", 0, 1},
	{"customers.json", "", "ms.pc.customers", 0, 0},
	{"subscriptions_portal.csv", "Contoso Italia SRL", "ms.pc.customer_subscriptions", 0, 1},
	{"subscriptions_powershell.csv", "Contoso Italia SRL", "ms.pc.customer_subscriptions", 0, 0},
	{"subscriptions.json", "", "ms.pc.customer_subscriptions", 0, 1},
	{"license_deployment.json", "", "ms.pc.license_deployment", 0, 1},
	{"license_usage.json", "", "ms.pc.license_usage", 1, 0},
	{"license_benchmark.json", "", "ms.pc.license_benchmark", 1, 0},
	{"subscribed_skus.json", "Contoso Italia SRL", "ms.pc.subscribed_skus", 0, 0},
	{"graph_skus.json", "", "ms.graph.subscribed_skus", 0, 0},
	{"subscription_analytics.json", "", "ms.pc.subscription_analytics", 0, 0},
	{"service_requests.json", "", "ms.pc.service_requests", 0, 1},
	{"azure_analytics.json", "", "ms.pc.azure_analytics", 0, 0},
	{"azure_records.json", "", "ms.pc.azure_records", 0, 0},
	{"azure_resources.json", "", "ms.pc.azure_resources", 0, 0},
	{"recon_nce_enus.csv", "", "ms.recon.nce", 0, 0},
	{"recon_nce_dede.csv", "", "ms.recon.nce", 0, 0},
	{"daily_rated.csv", "", "ms.recon.daily_rated", 0, 0},
	{"daily_rated_usage.jsonl", "", "ms.recon.daily_rated", 0, 0},
	{"legacy_license.csv", "", "ms.recon.legacy_license", 0, 0},
	{"legacy_usage.csv", "", "ms.recon.legacy_usage", 0, 1},
	{"sku_catalogue.csv", "", "ms.sku_catalogue", 1, 1},
}

// TestPartnerCenterGoesInByItself imports every kind of export without being
// told what it is; each again is a duplicate.
func TestPartnerCenterGoesInByItself(t *testing.T) {
	h := newHeadroom(t)
	for _, f := range partnerCenter {
		args := []string{"--as-of", "2024-03-20", fixture("partnercenter", f.file)}
		if f.account != "" {
			args = append([]string{"--account", f.account}, args...)
		}
		got := h.imports1(args...)
		if got.State != "committed" || got.Profile != f.profile || got.Skipped != f.skipped || got.Rejected != f.rejected {
			t.Errorf("%s: %+v", f.file, got)
		}
		if c := got.counts(); c.rows != c.added+c.changed+c.unchanged+c.skipped+c.rejected {
			t.Errorf("%s: the counts do not add up: %+v", f.file, c)
		}
		if again := h.imports1(args...); again.State != "duplicate" {
			t.Errorf("%s again: %s", f.file, again.State)
		}
	}
	h.must(nil, "verify")
}

// TestPowerBIGivesEntitlementsDeploymentAndUsage checks the three kinds of
// facts of one row by hand: 50 + 10 + 5 licenses less the suspended 5, 42 of
// them assigned, 31 people.
func TestPowerBIGivesEntitlementsDeploymentAndUsage(t *testing.T) {
	h := newHeadroom(t)
	h.imports1("--as-of", "2024-03-20", fixture("partnercenter", "powerbi_usage.csv"))
	h.expect("sold and assigned", h.figures("2024-03-01", []string{"entitlements", "licenses_sold", "licenses_assigned"}, []string{"account"}),
		"Contoso Italia SRL | 2 | 60 | 42")
	h.expect("people", h.figures("2024-03-01", []string{"active_users", "usage_total"}, []string{"account"}), "Contoso Italia SRL | 31 | 60")
}

// TestQ27SubscriptionsAskWhoseTheyAre and say how to answer; the file changes
// nothing until then.
func TestQ27SubscriptionsAskWhoseTheyAre(t *testing.T) {
	h := newHeadroom(t)
	h.imports1(fixture("partnercenter", "customers.json"))
	before := h.digest()
	var refused struct{ Error *refusal }
	h.ends(1, &refused, "import", fixture("partnercenter", "subscriptions_portal.csv"))
	if e := refused.Error; e == nil || e.Code != "asks" || e.Field != "account" || e.Hint == "" || e.File == "" {
		t.Errorf("refusal: %+v", e)
	}
	if h.digest() != before {
		t.Error("a refused file changed something")
	}
}

// TestPartnerCenterSamplesAsPeopleHoldThem are packed, saved by an Italian
// Excel, or begin with a line of PowerShell.
func TestPartnerCenterSamplesAsPeopleHoldThem(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared", "samples")
	if _, err := os.Stat(root); err != nil {
		t.Skip("../shared/samples is not there")
	}
	h := newHeadroom(t)
	for _, f := range []struct{ file, profile string }{
		{"synthetic/pc_customers_it_excel.csv", "ms.pc.customers"},
		{"synthetic/powershell_type_line.csv", "ms.pc.customer_subscriptions"},
		{"synthetic/daily_rated_usage.jsonl.gz", "ms.recon.daily_rated"},
		{"synthetic/recon_nce_enus.csv", "ms.recon.nce"},
		{"microsoft/Product names and service plan identifiers for licensing.csv", "ms.sku_catalogue"},
		{"partner-center-json/graph_subscribedSkus.json", "ms.graph.subscribed_skus"},
		{"partner-center-json/customer_subscriptions_1.json", "ms.pc.customer_subscriptions"},
		{"partner-center-json/analytics_subscription.json", "ms.pc.subscription_analytics"},
	} {
		got := h.imports1("--as-of", "2024-03-20", "--account", "Contoso Italia SRL", filepath.Join(root, f.file))
		if got.State != "committed" || got.Profile != f.profile || got.Rejected > 0 || got.Rows == 0 {
			t.Errorf("%s: %+v", f.file, got)
		}
	}
	h.must(nil, "verify")
}

// TestQ36ChargesOfAGermanExcelAreTheSame: the file as it was downloaded and as a
// German Excel saved it again mean the same, and one after the other is no news.
func TestQ36ChargesOfAGermanExcelAreTheSame(t *testing.T) {
	american, german, other := newHeadroom(t), newHeadroom(t), newHeadroom(t)
	original, saved := fixture("partnercenter", "recon_nce_enus.csv"), fixture("partnercenter", "recon_nce_dede.csv")
	american.imports1("--as-of", "2024-03-20", original)
	german.imports1("--as-of", "2024-03-20", saved)
	if american.digest() != german.digest() {
		t.Error("the two mean different things")
	}
	if got := american.imports1("--as-of", "2024-03-20", saved); got.Added+got.Changed != 0 || got.Unchanged != 3 {
		t.Errorf("the second after the first: %+v", got)
	}
	dearer := strings.Replace(readFile(t, original), "23250.00,0.00", "23250.01,0.00", 1)
	other.imports1("--as-of", "2024-03-20", writeFile(t, "dearer.csv", []byte(dearer)))
	if other.digest() == american.digest() {
		t.Error("a cent more should be told apart")
	}
}
