package partnercenter

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"headroom/backend/ingest"
	"headroom/backend/ingest/ingesttest"
)

// TestSharedAnswers reads Microsoft's own examples of every answer.
func TestSharedAnswers(t *testing.T) {
	root := filepath.Join("..", "..", "..", "..", "shared", "samples", "partner-center-json")
	if _, err := os.Stat(root); err != nil {
		t.Skip("../shared/samples is not there")
	}
	for _, c := range []struct {
		file    string
		profile ingest.Profile
		context ingest.Context
		facts   int
		skipped int
		has     string
	}{
		{"customers.json", customers, asOf, 2, 0, "ExternalID:b44bb1fb-c595-45b0-9e09-d657365580bf Name:companyName} Domain:domain"},
		{"customer_subscriptions_1.json", customerSubscriptions, ofContoso, 1, 0, "Start:2015-11-24 End:2016-12-11"},
		{"customer_subscribedskus.json", subscribedSKUs, ofContoso, 2, 0, "Product:{Name:Power BI Pro SKU:POWER_BI_PRO"},
		{"graph_subscribedSkus.json", graphSKUs, asOf, 2, 0, "Product:{Name:CRMSTANDARD SKU:CRMSTANDARD Vendor:Microsoft} Sold:{OK:true} Assigned:{N:14 OK:true}"},
		{"customer_licenses_deployment.json", licenseDeployment, asOf, 3, 0, "Sold:{N:5 OK:true} Assigned:{OK:true}"},
		{"customer_licenses_usage.json", licenseUsage, asOf, 5, 0, "Workload:Skype for Business"},
		{"partner_licenses_deployment.json", licenseBenchmark, asOf, 0, 2, ""},
		{"partner_licenses_usage.json", licenseBenchmark, asOf, 0, 5, ""},
		{"customer_servicerequests.json", serviceRequests, ofContoso, 1, 0, "Title:Test Opened:2015-11-24 Status:open Severity:unknown"},
		{"analytics_subscription.json", subscriptionAnalytics, asOf, 1, 0, "Start:2016-02-04 End:2019-02-10 Status:active"},
		{"analytics_azure_usage.json", azureAnalytics, asOf, 1, 0, "Used:{Mantissa:20 OK:true}"},
		{"monthly_usage_records.json", azureRecords, ofContoso, 2, 0, "Used:{Mantissa:932546524 Scale:9 OK:true}"},
		{"resource_usage_records.json", azureResources, ofContoso, 3, 0, "Amount:{N:8033 OK:true} Currency:GBP"},
	} {
		tb := answerOf(t, filepath.Join(root, c.file))
		for _, p := range Profiles() {
			if score := p.Detect(tb.Head); (score >= 0.8) != (p.Info().ID == c.profile.Info().ID) {
				t.Errorf("%s scores %.2f as %s", c.file, score, p.Info().ID)
			}
		}
		got := ingesttest.Run(t, c.profile, tb, c.context)
		if got.Err != nil || len(got.Facts) != c.facts || got.Skipped["portfolio_benchmark"] != c.skipped || len(got.Rejects) > 0 || !strings.Contains(got.Lines(), c.has) {
			t.Errorf("%s: %d facts\n%s", c.file, len(got.Facts), got.Lines())
		}
	}
}

// TestOneCustomerIsASliceOfItsOwn: an answer about one customer must not make
// the products of another one vanish.
func TestOneCustomerIsASliceOfItsOwn(t *testing.T) {
	tb := table(t, "subscribed_skus.json")
	one := ingesttest.Run(t, subscribedSKUs, tb, ofContoso)
	two := ingesttest.Run(t, subscribedSKUs, tb, ingest.Context{AsOf: asOf.AsOf, Account: "Fabrikam GmbH"})
	if !strings.Contains(one.Facts[0], "Reporter:"+contoso) || !strings.Contains(two.Facts[0], "Reporter:fabrikam gmbh") {
		t.Errorf("%s and %s", one.Facts[0], two.Facts[0])
	}
}

// TestAnswerOfAnotherTypeIsNobodys: an item whose type is written is never
// read by its columns.
func TestAnswerOfAnotherTypeIsNobodys(t *testing.T) {
	for _, f := range files {
		tb := table(t, f.name)
		at := -1
		for i, c := range tb.Head.Columns {
			if c == "attributes.objectType" {
				at = i
			}
		}
		if at < 0 {
			continue
		}
		for _, row := range tb.Head.Sample {
			row.Cells[at] = []byte("SomethingElse")
		}
		if score := f.profile.Detect(tb.Head); score != 0 {
			t.Errorf("%s of another type scores %.2f", f.name, score)
		}
	}
}
