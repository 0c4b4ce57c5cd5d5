package flexnet

import (
	"errors"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/ingesttest"
)

func run(t *testing.T, p ingest.Profile, text string) ingesttest.Result {
	t.Helper()
	return ingesttest.Run(t, p, ingesttest.Read(t, "extract.csv", text, ','), asOf)
}

// TestQ9Q10BlankBeforeAQuoteAndATrailingComma reads Revenera's own samples.
func TestQ9Q10BlankBeforeAQuoteAndATrailingComma(t *testing.T) {
	usage := ingesttest.Run(t, usageExtract{}, ingesttest.File(t, "fno_usage_extract.csv"), asOf)
	if len(usage.Facts) != 3 || !strings.Contains(usage.Lines(), "Person:dev-1 ") {
		t.Errorf("blank before a quote:\n%s", usage.Lines())
	}
	table := ingesttest.File(t, "fno_fulfillment_extract.csv")
	if last := table.Head.Columns[len(table.Head.Columns)-1]; last != "" {
		t.Fatalf("the sample has no trailing comma: last column %q", last)
	}
	if got := ingesttest.Run(t, fulfillmentExtract{}, table, asOf); len(got.Facts) != 2 || len(got.Rejects) != 0 {
		t.Errorf("trailing comma:\n%s", got.Lines())
	}
}

// TestQ14DialectsOfDates reads every way in which an instance writes one day.
func TestQ14DialectsOfDates(t *testing.T) {
	for _, date := range []string{"2024-05-31", "5/31/2024", "5/31/2024 0:00", "2024-05-31 14:35:11.313", "2024-05-31T07:41:38.-0600", "Fri May 31 00:00:00 PDT 2024", "2024/05/31 12:41:52 -0600"} {
		got := run(t, entitlementExtract{}, "EntitlementID,EntitlementState,End Customer|Account,ActivationID,ProductName,Quantity,StartDate,ExpirationDate\n"+
			"ENT-1,DEPLOYED,CONTOSO,act-1,CAD,1,3/4/2023,"+date+"\n")
		if len(got.Facts) != 1 || !strings.Contains(got.Facts[0], "Start:2023-03-04 End:2024-05-31") {
			t.Errorf("%s: %s", date, got.Lines())
		}
	}
	for _, p := range Profiles() {
		settled, ok := p.(ingest.Settled)
		if _, none := p.(userExtract); none {
			continue // nothing of it is read
		}
		if !ok || settled.DateOrder(ingest.Header{}, 0) != "mdy" {
			t.Errorf("somebody is asked for the order of dates of %s", p.Info().ID)
		}
	}
}

// TestQ16SecondsAsMilliseconds puts a lease of 1970 right where the row was
// synchronised in our time. The control was synchronised in 1970 itself.
func TestQ16SecondsAsMilliseconds(t *testing.T) {
	const header = "ServedClientHostID,ServerHostID,AccountID,LastSyncTime,FeatureName,Quantity,ExpirationDate\n"
	got := run(t, servedDevices{}, header+"c,s,O1,2024-03-06T19:29:11Z,solve,3,1970-01-20T19:05:58.151Z\n")
	if len(got.Facts) != 1 || len(got.Notes) != 1 || !strings.Contains(got.Notes[0].Message, "2024-03-13") {
		t.Errorf("got %s", got.Lines())
	}
	control := run(t, servedDevices{}, header+"c,s,O1,1970-01-13T19:29:11Z,solve,3,1970-01-20T19:05:58.151Z\n")
	if control.Skipped["lease_expired"] != 1 || len(control.Notes) != 0 {
		t.Errorf("control: %s", control.Lines())
	}
}

// TestQ24ContinuationRows gives a further license of a device the account and
// state of the row above, and of no other device.
func TestQ24ContinuationRows(t *testing.T) {
	const header = "DeviceID,DeviceAccountID,Status,ActivationID,ProductName,QtyOnDevice\n"
	got := run(t, deviceExtract{}, header+"d1,O1,ACTIVE,a1,CAD,2\nd1,,,a2,CAD,3\nd2,,,a2,CAD,3\n")
	if len(got.Facts) != 2 || strings.Count(got.Lines(), "ExternalID:O1") != 2 || len(got.Rejects) != 1 || got.Rejects[0].Row != 4 {
		t.Errorf("got %s", got.Lines())
	}
}

// TestMaintenanceIsNoLicense keeps maintenance from adding to what is sold.
func TestMaintenanceIsNoLicense(t *testing.T) {
	for _, name := range []string{"maintenance_report.csv", "MaintenanceLine-2024-03-08-02-27-18.csv"} {
		for _, f := range files {
			if f.name != name {
				continue
			}
			got := ingesttest.Run(t, f.profile, ingesttest.File(t, name), asOf)
			if len(got.Facts) != 3 || strings.Contains(got.Lines(), "Quantity") || strings.Contains(got.Lines(), "Name:CAD Suite}") {
				t.Errorf("%s", got.Lines())
			}
		}
	}
}

func TestQ27GetUsageAsksForTheAccount(t *testing.T) {
	table := ingesttest.File(t, "getusage.csv")
	_, err := reconciliation{}.Open(table.Head, ingest.Context{AsOf: asOf.AsOf})
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.Asks || f.Field != "account" {
		t.Errorf("got %v", err)
	}
}
