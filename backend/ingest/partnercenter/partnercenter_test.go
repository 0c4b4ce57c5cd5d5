package partnercenter

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/ingesttest"
	"headroom/backend/portfolio"
)

var asOf = ingest.Context{AsOf: portfolio.DayOf(2024, 3, 20)}

var files = []struct {
	name    string
	profile ingest.Profile
}{
	{"pc_insights_subscription_details.tsv", subscriptionDetails{}},
	{"pc_insights_office_usage.csv", officeUsage{}},
	{"seats.csv", seats{}},
	{"usage_api.csv", officeUsageAPI{}},
}

func TestGoldenFacts(t *testing.T) {
	for _, f := range files {
		t.Run(f.name, func(t *testing.T) {
			got := ingesttest.Run(t, f.profile, ingesttest.File(t, f.name), asOf)
			ingesttest.Golden(t, f.name+".golden", got.Lines())
		})
	}
}

func TestShufflingChangesNothing(t *testing.T) {
	for _, f := range files {
		t.Run(f.name, func(t *testing.T) {
			table := ingesttest.File(t, f.name)
			want := ingesttest.Run(t, f.profile, table, asOf)
			for seed := range uint64(5) {
				got := ingesttest.Run(t, f.profile, table.Shuffled(seed), asOf)
				if !reflect.DeepEqual(got.Facts, want.Facts) || !reflect.DeepEqual(got.Skipped, want.Skipped) || len(got.Rejects) != len(want.Rejects) {
					t.Errorf("seed %d: the facts differ", seed)
				}
			}
		})
	}
}

func TestDetectTellsTheDatasetsApart(t *testing.T) {
	for _, f := range files {
		header := ingesttest.File(t, f.name).Head
		for _, p := range Profiles() {
			score := p.Detect(header)
			if want := p.Info().ID == f.profile.Info().ID; (score >= 0.8) != want {
				t.Errorf("%s scores %.2f as %s", f.name, score, p.Info().ID)
			}
		}
	}
	others := map[string]string{
		"dynamics usage":       "PGAMpnID,SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionStatus,Month,RevSumDivisionName,RevSumCategoryName,SKU,SKUId,FreeVsPaidSKU,SalesModel,CustomerName,CustomerTenantId,MPNID,AvailableSeats,AssignedSeats,ActiveSeats,DeploymentOpportunity,ActiveUsagePercent",
		"EMS usage":            "PGAMpnID,SubscriptionId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionStatus,Month,SKU,SKUId,CustomerName,CustomerTenantId,MPNID,PaidAvailableUnits,MonthlyActiveUsers,MDM,MAM",
		"customers":            "PGAMpnID,CustomerName,CustomerTenantId,CustomerTpid,Product,SKU,Month,MPNId,IsDuplicateRowForPGA,AvailableSeats,BilledRevenueUSD",
		"reseller performance": "PGAMpnID,ResellerMpnID,ResellerName,Month,Product,SubscriptionID,AvailableSeats,AssignedSeats,CustomerName",
		"azure usage":          "PGAMpnID,SubscriptionId,SubscriptionState,Month,ServiceLevel1,UsageUnits,UsageQuantity,CustomerName,CustomerTenantId,MPNID",
		"somebody's sheet":     "Cliente,Prodotto,Licenze,Scadenza",
		"nothing":              "",
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
		table := ingesttest.File(t, f.name)
		table.Rows, table.Head.Sample = nil, nil
		if got := ingesttest.Run(t, f.profile, table, asOf); got.Err != nil || len(got.Facts) != 0 {
			t.Errorf("%s: %v", f.name, got)
		}
	}
}
