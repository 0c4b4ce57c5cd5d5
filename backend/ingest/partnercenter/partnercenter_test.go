package partnercenter

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/ingesttest"
	"headroom/backend/ingest/jsontable"
	"headroom/backend/portfolio"
)

var asOf = ingest.Context{AsOf: portfolio.DayOf(2024, 3, 20)}

// contoso is the customer of files that name none.
const contoso = "11111111-aaaa-4bbb-8ccc-000000000001"

var ofContoso = ingest.Context{AsOf: asOf.AsOf, Account: contoso}

var files = []struct {
	name    string
	profile ingest.Profile
	context ingest.Context
}{
	{"pc_insights_subscription_details.tsv", subscriptionDetails{}, asOf},
	{"pc_insights_office_usage.csv", officeUsage{}, asOf},
	{"seats.csv", seats{}, asOf},
	{"usage_api.csv", officeUsageAPI{}, asOf},
	{"powerbi_usage.csv", powerBIUsage, asOf},
	{"dynamics_usage.csv", dynamicsUsage, asOf},
	{"ems_usage.csv", emsUsage, asOf},
	{"bizapps_usage.csv", bizappsUsage, asOf},
	{"teams_monthly.csv", teamsMonthly, asOf},
	{"teams_meetings.csv", teamsMeetings, asOf},
	{"teams_apps.csv", teamsApps, asOf},
	{"insights_customers.csv", insightsCustomers, asOf},
	{"reseller_performance.csv", resellerPerformance, asOf},
	{"azure_usage.csv", azureUsage, asOf},
	{"marketplace_licenses.csv", marketplaceLicenses, asOf},
	{"customers_powershell.csv", customers, asOf},
	{"customers.json", customers, asOf},
	{"subscriptions_portal.csv", customerSubscriptions, ofContoso},
	{"subscriptions_powershell.csv", customerSubscriptions, ofContoso},
	{"subscriptions.json", customerSubscriptions, asOf},
	{"license_deployment.json", licenseDeployment, asOf},
	{"license_usage.json", licenseUsage, asOf},
	{"license_benchmark.json", licenseBenchmark, asOf},
	{"subscribed_skus.json", subscribedSKUs, ofContoso},
	{"graph_skus.json", graphSKUs, asOf},
	{"subscription_analytics.json", subscriptionAnalytics, asOf},
	{"service_requests.json", serviceRequests, asOf},
	{"azure_analytics.json", azureAnalytics, asOf},
	{"azure_records.json", azureRecords, asOf},
	{"azure_resources.json", azureResources, asOf},
	{"recon_nce_enus.csv", nceReconciliation, asOf},
	{"daily_rated.csv", dailyRated, asOf},
	{"daily_rated_usage.jsonl", dailyRated, asOf},
	{"legacy_license.csv", legacyLicenses, asOf},
	{"legacy_usage.csv", legacyUsage, asOf},
	{"sku_catalogue.csv", skuCatalogue, asOf},
}

// table reads a text table or an answer from testdata.
func table(t *testing.T, name string) ingesttest.Table {
	t.Helper()
	if !strings.Contains(filepath.Ext(name), ".json") {
		return ingesttest.File(t, name)
	}
	return answerOf(t, filepath.Join("testdata", name))
}

// answerOf reads JSON as the program does.
func answerOf(t *testing.T, path string) ingesttest.Table {
	t.Helper()
	open := func() (io.ReadCloser, error) { return os.Open(path) }
	tb, err := jsontable.Open(ingest.Header{File: filepath.Base(path)}, open)
	if err != nil {
		t.Fatal(err)
	}
	defer tb.Close()
	out := ingesttest.Table{Head: tb.Header()}
	for {
		row, err := tb.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		own := ingest.Row{Line: row.Line, Kinds: slices.Clone(row.Kinds)}
		for _, c := range row.Cells {
			own.Cells = append(own.Cells, slices.Clone(c))
		}
		out.Rows = append(out.Rows, own)
	}
}

func TestGoldenFacts(t *testing.T) {
	for _, f := range files {
		t.Run(f.name, func(t *testing.T) {
			got := ingesttest.Run(t, f.profile, table(t, f.name), f.context)
			ingesttest.Golden(t, f.name+".golden", got.Lines())
		})
	}
}

func TestShufflingChangesNothing(t *testing.T) {
	for _, f := range files {
		t.Run(f.name, func(t *testing.T) {
			table := table(t, f.name)
			want := ingesttest.Run(t, f.profile, table, f.context)
			for seed := range uint64(5) {
				got := ingesttest.Run(t, f.profile, table.Shuffled(seed), f.context)
				if !reflect.DeepEqual(got.Facts, want.Facts) || !reflect.DeepEqual(got.Skipped, want.Skipped) || len(got.Rejects) != len(want.Rejects) {
					t.Errorf("seed %d: the facts differ", seed)
				}
			}
		})
	}
}

func TestDetectTellsTheDatasetsApart(t *testing.T) {
	for _, f := range files {
		header := table(t, f.name).Head
		for _, p := range Profiles() {
			score := p.Detect(header)
			if want := p.Info().ID == f.profile.Info().ID; (score >= 0.8) != want {
				t.Errorf("%s scores %.2f as %s", f.name, score, p.Info().ID)
			}
		}
	}
	others := map[string]string{
		"a sheet with a customer":  "Abonnement-ID,Abonnement,Menge,Status,Händler,Kunde,Ende,Preis",
		"a list of customers":      "Company name,Microsoft ID,Domain,Relationship,Owner,Segment,Phone,Notes",
		"somebody's sheet":         "Cliente,Prodotto,Licenze,Scadenza",
		"a sheet of subscriptions": "SubscriptionId,Customer,Product,Quantity,Status,End",
		"a sheet of usage":         "Customer,Workload,MAU,Month",
		"nothing":                  "",
	}
	for name, columns := range others {
		header := ingest.Header{Columns: strings.Split(columns, ",")}
		for _, p := range Profiles() {
			if score := p.Detect(header); score >= 0.8 {
				t.Errorf("%s scores %.2f as %s", name, score, p.Info().ID)
			}
		}
	}
}

func TestEveryProfileSaysWhatARowIs(t *testing.T) {
	ids, sources := map[string]bool{}, map[string]string{}
	for _, p := range Profiles() {
		i := p.Info()
		if ids[i.ID] || i.Version == 0 || i.Title == "" || i.Row == "" || !strings.HasSuffix(i.Row, ".") || i.Dataset == "" || i.Class == "" {
			t.Errorf("%+v", i)
		}
		ids[i.ID] = true
		stream := i.Source + string(i.Dataset)
		twins := i.Source == usageSource || i.Source == subscriptionSource
		if other := sources[stream]; other != "" && i.Class.Slices() && !twins {
			t.Errorf("%s and %s would replace one another's slices", i.ID, other)
		}
		sources[stream] = i.ID
	}
}

func TestAnySubsetWithTheNeededColumns(t *testing.T) {
	needed := map[string]bool{"SubscriptionId": true, "CustomerTenantId": true, "Month": true, "AvailableSeatsEOP": true, "SKU": true}
	table := ingesttest.File(t, "pc_insights_subscription_details.tsv")
	full := len(ingesttest.Run(t, subscriptionDetails{}, table, asOf).Facts)
	for _, column := range table.Head.Columns {
		without := table.Without(column)
		got := ingesttest.Run(t, subscriptionDetails{}, without, asOf)
		if !needed[column] {
			// Without the duplicate flag the repeated rows count as rows.
			if got.Err != nil || len(got.Facts) < full || without.Head.Columns == nil {
				t.Errorf("without %s: %d facts, %v", column, len(got.Facts), got.Err)
			}
			continue
		}
		if column == "SKU" {
			continue // Product still names the product
		}
		var f *fault.Error
		if !errors.As(got.Err, &f) || f.Code != fault.Invalid || f.File == "" || f.Column != column || f.Hint == "" {
			t.Errorf("without %s: %v", column, got.Err)
		}
		if score := (subscriptionDetails{}).Detect(without.Head); column != "SubscriptionId" && column != "AvailableSeatsEOP" && score < 0.8 {
			t.Errorf("without %s the file scores %.2f, so nobody is told what is missing", column, score)
		}
	}
}

func TestQ25AvailableSeatsIsNoLevel(t *testing.T) {
	table := ingesttest.File(t, "pc_insights_subscription_details.tsv").Without("AvailableSeatsEOP")
	if score := (subscriptionDetails{}).Detect(table.Head); score < 0.8 {
		t.Errorf("the file scores %.2f", score)
	}
	_, err := subscriptionDetails{}.Open(table.Head, asOf)
	if err == nil || !strings.Contains(err.Error(), "AvailableSeats is only the change") {
		t.Errorf("got %v", err)
	}
}

func TestQ13AFileSavedAgainByAEuropeanExcel(t *testing.T) {
	text := "SubscriptionId,CustomerTenantId,Month,AvailableSeatsEOP,SKU,SubscriptionEndDate\n" +
		"s1,t1,01/02/2024,50,Suite,05/06/2024\ns1,t1,01/03/2024,50,Suite,05/06/2024\n"
	got := ingesttest.Run(t, subscriptionDetails{}, ingesttest.Read(t, "f.csv", text, ','), asOf)
	if !strings.Contains(got.Lines(), "{Day:2024-02-29}") || !strings.Contains(got.Lines(), "End:2024-06-05") {
		t.Errorf("the day should come first:\n%s", got.Lines())
	}
	american := strings.ReplaceAll(strings.ReplaceAll(text, "01/02/", "2/1/"), "01/03/", "3/1/")
	got = ingesttest.Run(t, subscriptionDetails{}, ingesttest.Read(t, "f.csv", american, ','), asOf)
	if !strings.Contains(got.Lines(), "{Day:2024-02-29}") || !strings.Contains(got.Lines(), "End:2024-05-06") {
		t.Errorf("the month should come first:\n%s", got.Lines())
	}
}

func TestQ32HeaderOnly(t *testing.T) {
	for _, f := range files {
		table := table(t, f.name)
		table.Rows, table.Head.Sample = nil, nil
		if got := ingesttest.Run(t, f.profile, table, f.context); got.Err != nil || len(got.Facts) != 0 {
			t.Errorf("%s: %v", f.name, got)
		}
	}
}
