package flexnet

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

var asOf = ingest.Context{AsOf: portfolio.DayOf(2024, 3, 7), Account: "Roux et Fils SA"}

var files = []struct {
	name    string
	profile ingest.Profile
}{
	{"fno_account_extract.csv", accountExtract{}},
	{"accounts_more.csv", accountExtract{}},
	{"EntitlementsExtract-2024-03-07-02-27-18.csv", entitlementExtract{}},
	{"entitlements_more.csv", entitlementExtract{}},
	{"MaintenanceLine-2024-03-07-02-27-18.csv", maintenanceLines{}},
	{"fno_usage_extract.csv", usageExtract{}},
	{"usage_more.csv", usageExtract{}},
	{"accounts_database.csv", accountExtract{}},
	{"entitlements_api.csv", entitlementExtract{}},
	{"MaintenanceLine-2024-03-08-02-27-18.csv", maintenanceLines{}},
	{"maintenance_report.csv", maintenanceReport{}},
	{"entrt001.csv", entitlementReport{}},
	{"fno_fulfillment_extract.csv", fulfillmentExtract{}},
	{"fno_device_extract.csv", deviceExtract{}},
	{"devices_more.csv", deviceExtract{}},
	{"served.csv", servedDevices{}},
	{"reconciliation.csv", reconciliation{}},
	{"getusage.csv", reconciliation{}},
	{"users.csv", userExtract{}},
}

// ordered are the files whose rows lean on the row before.
var ordered = map[string]bool{"fno_device_extract.csv": true, "devices_more.csv": true}

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
		if ordered[f.name] {
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			table := ingesttest.File(t, f.name)
			want := ingesttest.Run(t, f.profile, table, asOf)
			for seed := range uint64(5) {
				got := ingesttest.Run(t, f.profile, table.Shuffled(seed), asOf)
				if !reflect.DeepEqual(got.Facts, want.Facts) || !reflect.DeepEqual(got.Skipped, want.Skipped) || len(got.Rejects) != len(want.Rejects) {
					t.Errorf("seed %d:\n%s\nwant:\n%s", seed, got.Lines(), want.Lines())
				}
			}
		})
	}
}

func TestDetectTellsTheExtractsApart(t *testing.T) {
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
		"products": "ProductID,ProductName,ProductVersion,Description,State",
		"sheet":    "Account,Product,Feature,Date,Users",
		"people":   "FirstName,LastName,EmailAddress,Status",
		"assets":   "DeviceID,Alias,Status,Quantity",
	}
	for name, columns := range others {
		for _, p := range Profiles() {
			if score := p.Detect(ingest.Header{Columns: strings.Split(columns, ",")}); score >= 0.8 {
				t.Errorf("%s scores %.2f as %s", name, score, p.Info().ID)
			}
		}
	}
}

func TestMissingColumnIsNamed(t *testing.T) {
	cases := []struct {
		file    string
		profile ingest.Profile
		column  string
	}{
		{"fno_account_extract.csv", accountExtract{}, "AccountID"},
		{"fno_usage_extract.csv", usageExtract{}, "Transaction Time"},
		{"fno_usage_extract.csv", usageExtract{}, "Feature"},
		{"EntitlementsExtract-2024-03-07-02-27-18.csv", entitlementExtract{}, "EntitlementID"},
	}
	for _, c := range cases {
		table := ingesttest.File(t, c.file).Without(c.column)
		if score := c.profile.Detect(table.Head); score < 0.8 {
			t.Errorf("%s without %s scores %.2f, so nobody is told what is missing", c.file, c.column, score)
		}
		_, err := c.profile.Open(table.Head, asOf)
		var f *fault.Error
		if !errors.As(err, &f) || f.File != c.file || f.Column != c.column || f.Hint == "" {
			t.Errorf("%s without %s: %v", c.file, c.column, err)
		}
	}
}

func TestQ32HeaderOnly(t *testing.T) {
	for _, f := range files {
		table := ingesttest.File(t, f.name)
		table.Rows, table.Head.Sample = nil, nil
		if got := ingesttest.Run(t, f.profile, table, asOf); got.Err != nil || len(got.Facts) != 0 || len(got.Rejects) != 0 {
			t.Errorf("%s: %v", f.name, got)
		}
	}
}

func TestOverlappingFilesGiveTheSameEvents(t *testing.T) {
	table := ingesttest.File(t, "usage_more.csv")
	all := ingesttest.Run(t, usageExtract{}, table, asOf)
	half := table
	half.Rows = table.Rows[:3]
	for _, f := range ingesttest.Run(t, usageExtract{}, half, asOf).Facts {
		if !strings.Contains(all.Lines(), f) {
			t.Errorf("an event changed its identity: %s", f)
		}
	}
}

func TestAccountRef(t *testing.T) {
	ids := []string{"CONTOSO_SUB1", "A-100", "O1", "1000234"}
	names := []string{"Contoso Italia SRL", "IBM", "Söhne 24 GmbH", "Roux", "3com", "A B_C"}
	for _, s := range ids {
		if ref := accountRef(s); ref.Kind != "fno" || ref.ExternalID != s {
			t.Errorf("%q should be an id: %+v", s, ref)
		}
	}
	for _, s := range names {
		if ref := accountRef(s); ref.Kind != "fno" || ref.ExternalID != "" || ref.Name != s {
			t.Errorf("%q should be a name: %+v", s, ref)
		}
	}
}

func TestAListOfOnesOwnIsNoAccountExtract(t *testing.T) {
	for columns, want := range map[string]bool{
		"Account ID|Account name|Country": false, "AccountID|AccountName|Country|Region|City": false,
		"AccountID|AccountName|AccountType|Country": true, "AccountID|AccountName|ParentAccount|Visible|Address1|City|Country": true,
	} {
		h := ingest.Header{Columns: strings.Split(columns, "|")}
		if got := (accountExtract{}).Detect(h) >= 0.8; got != want {
			t.Errorf("%s: recognised %t, want %t", columns, got, want)
		}
	}
}
