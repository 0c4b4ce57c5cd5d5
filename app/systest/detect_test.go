package systest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"headroom/app/program"
	"headroom/backend/ingest"
)

// claimed says which profile is to recognise a list of headers. A list that is
// not here is nobody's: it must be asked about, never taken for another export.
var claimed = map[string]string{
	"fno.extract.account":             "fno.extract.account",
	"fno.extract.device":              "fno.extract.device",
	"fno.extract.entitlement_prefix":  "fno.extract.entitlement",
	"fno.extract.fulfillment":         "fno.extract.fulfillment",
	"fno.extract.served_device":       "fno.extract.served_device",
	"fno.extract.usage":               "fno.extract.usage",
	"fno.extract.user":                "fno.extract.user",
	"fno.report.maintenance_expiring": "fno.report.maintenance_expiring",
	"fno.reporter.ENTRT001":           "fno.reporter.ENTRT001",

	"github.copilot_seats_csv": "github.copilot_seats",
	"google.users_csv.core":    "google.users",
	"jira.issues_csv.core":     "jira.issues",
	"zendesk.tickets_csv":      "zendesk.tickets",

	"ms.insights.azure_usage":          "ms.insights.azure_usage",
	"ms.insights.bizapps_usage":        "ms.insights.bizapps_usage",
	"ms.insights.customers":            "ms.insights.customers",
	"ms.insights.dynamics_usage":       "ms.insights.dynamics_usage",
	"ms.insights.ems_usage":            "ms.insights.ems_usage",
	"ms.insights.office_usage":         "ms.insights.office_usage",
	"ms.insights.powerbi_usage":        "ms.insights.powerbi_usage",
	"ms.insights.reseller_performance": "ms.insights.reseller_performance",
	"ms.insights.subscription_details": "ms.insights.subscription_details",
	"ms.insights.teams_3p_apps":        "ms.insights.teams_3p_apps",
	"ms.insights.teams_meetings":       "ms.insights.teams_meetings",
	"ms.insights.teams_monthly":        "ms.insights.teams_monthly",

	"ms.insights.api.AzureUsage":                       "ms.insights.azure_usage",
	"ms.insights.api.CloudProductsResellerPerformance": "ms.insights.reseller_performance",
	"ms.insights.api.CustomersAndTenants":              "ms.insights.customers",
	"ms.insights.api.DynamicsUsage":                    "ms.insights.dynamics_usage",
	"ms.insights.api.EMSUsage":                         "ms.insights.ems_usage",
	"ms.insights.api.OfficeUsage":                      "ms.insights.api.OfficeUsage",
	"ms.insights.api.PowerBIUsage":                     "ms.insights.powerbi_usage",
	"ms.insights.api.SeatsSubscriptionsAndRevenue":     "ms.insights.api.SeatsSubscriptionsAndRevenue",
	"ms.insights.api.TeamsUsage3PApps":                 "ms.insights.teams_3p_apps",
	"ms.insights.api.TeamsUsageMeetingsAndCalls":       "ms.insights.teams_meetings",
	"ms.insights.api.TeamsUsageWorkload":               "ms.insights.teams_monthly",

	"ms.marketplace.license_dashboard": "ms.marketplace.license_dashboard",
	"ms.recon.daily_rated":             "ms.recon.daily_rated",
	"ms.recon.legacy_license":          "ms.recon.legacy_license",
	"ms.recon.legacy_usage":            "ms.recon.legacy_usage",
	"ms.recon.nce":                     "ms.recon.nce",
	"ms.sku_catalogue":                 "ms.sku_catalogue",
}

// families are lists that share a beginning of their name and the profiles one
// of which is to recognise each.
var families = map[string][]string{
	"ms.graph.":                        {"ms.graph.activations", "ms.graph.other", "ms.graph.services_user_counts", "ms.graph.user_counts", "ms.graph.user_detail"},
	"ms.pc.customer_subscriptions_csv": {"ms.pc.customer_subscriptions"},
	"ms.pc.customers_csv":              {"ms.pc.customers"},
}

// claimants are the profiles that may recognise the list; none may for most.
func claimants(list string) []string {
	if id := claimed[list]; id != "" {
		return []string{id}
	}
	for prefix, ids := range families {
		if strings.HasPrefix(list, prefix) {
			return ids
		}
	}
	return nil
}

// TestEveryKnownHeaderIsDetectedOnce looks at every list of headers that the
// research found, in the vendor's order and in another.
func TestEveryKnownHeaderIsDetectedOnce(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "research", "headers.json"))
	if err != nil {
		t.Skip("../shared/research is not there")
	}
	var lists map[string]struct{ Columns []string }
	if err := json.Unmarshal(data, &lists); err != nil {
		t.Fatal(err)
	}
	for list := range claimed {
		if lists[list].Columns == nil {
			t.Errorf("%s is no list", list)
		}
	}
	for list, header := range lists {
		backwards := slices.Clone(header.Columns)
		slices.Reverse(backwards)
		for _, columns := range [][]string{header.Columns, backwards} {
			want := claimants(list)
			got := detected(columns)
			if want == nil && len(got) > 0 || want != nil && (len(got) != 1 || !slices.Contains(want, got[0])) {
				t.Errorf("%s is detected by %q, want one of %q", list, got, want)
			}
		}
	}
}

// detected are the profiles that would read a table with these columns.
func detected(columns []string) []string {
	var ids []string
	for _, p := range program.Profiles() {
		if p.Detect(ingest.Header{Columns: columns}) >= 0.8 {
			ids = append(ids, p.Info().ID)
		}
	}
	return ids
}
