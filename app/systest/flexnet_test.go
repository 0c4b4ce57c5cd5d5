package systest

import (
	"slices"
	"strings"
	"testing"
)

var deployment = []string{"licenses_sold", "licenses_assigned", "licenses_unassigned", "deployment_rate"}

// TestFulfillmentsAreWhatIsAssigned counts fulfillments through their line
// items, whichever comes first, and devices not beside them.
func TestFulfillmentsAreWhatIsAssigned(t *testing.T) {
	fulfillments, entitlements := fixture("flexnet", "fno_fulfillment_extract.csv"), fixture("flexnet", "EntitlementsExtract-2024-03-07-02-27-18.csv")
	devices := writeFile(t, "devices.csv", []byte("DeviceID,DeviceAccountID,Status,ActivationID,ProductName,QtyOnDevice\nd1,CONTOSO,ACTIVE,act-0001,CAD Suite,2\n"))
	want := []string{"Contoso Italia SRL | 10 | 10 | 0 | 1", "Fabrikam GmbH | 4 | 4 | 0 | 1"}
	var digests []string
	for _, order := range [][]string{{entitlements, fulfillments}, {fulfillments, entitlements}} {
		h := newHeadroom(t)
		for _, file := range order {
			if got := h.imports1(importArgs(file)...); got.counts() != (counts{2, 2, 0, 0, 0, 0}) {
				t.Errorf("%s: %+v", file, got)
			}
		}
		h.expect("fulfilled", h.figures("2024-04-01", deployment, []string{"account"}), want...)
		listed := h.ask(map[string]any{"columns": []string{"account", "quantity", "assigned"}, "as_of": "2024-04-01"})
		if len(listed.Rows) != 2 {
			t.Errorf("%d entitlements are listed, want 2", len(listed.Rows))
		}
		if got := h.figures("2024-04-01", []string{"accounts"}, nil); !slices.Equal(got, []string{"2"}) {
			t.Errorf("accounts %v", got)
		}
		digests = append(digests, h.digest())
	}
	if digests[0] != digests[1] {
		t.Error("the order of the files changes the facts")
	}
	h := newHeadroom(t)
	h.imports(importArgs(entitlements, fulfillments, devices)...)
	h.expect("devices beside fulfillments", h.figures("2024-04-01", deployment, []string{"account"}), want...)
}

// TestAFulfillmentThatEnded takes its licenses back in a later extract, and
// gives them back when that is undone.
func TestAFulfillmentThatEnded(t *testing.T) {
	h := newHeadroom(t)
	const header = "FulfillmentID,Status,ActivationID,FulfillCount,ExpirationDate\n"
	h.imports1("--as-of", "2024-03-07", fixture("flexnet", "EntitlementsExtract-2024-03-07-02-27-18.csv"))
	h.imports1("--as-of", "2024-03-08", writeFile(t, "f1.csv", []byte(header+"F1,ACTIVE,act-0001,4,\nF2,ACTIVE,act-0001,3,\n")))
	by := []string{"product"}
	h.expect("both", h.figures("2024-04-01", deployment, by), "CAD Suite | 14 | 7 | 3 | 0.7")
	later := h.imports1("--as-of", "2024-03-20", writeFile(t, "f2.csv", []byte(header+"F2,INACTIVE,act-0001,3,\n")))
	h.expect("one", h.figures("2024-04-01", deployment, by), "CAD Suite | 14 | 4 | 6 | 0.4")
	h.expect("as it was", h.figures("2024-03-10", deployment, by), "CAD Suite | 14 | 7 | 3 | 0.7")
	h.undo(later.ID)
	h.expect("undone", h.figures("2024-04-01", deployment, by), "CAD Suite | 14 | 7 | 3 | 0.7")
}

// TestDevicesAddUp counts licenses by device, with and without an entitlement
// to measure them against, and forgets one that a later extract takes off.
func TestDevicesAddUp(t *testing.T) {
	const header = "DeviceID,DeviceAccountID,DeviceAccountName,Status,ActivationID,ProductName,QtyOnDevice,LicenseStatus\n"
	h := newHeadroom(t)
	row := func(device, account, license, quantity string) string {
		return device + "," + account + "," + account + ",ACTIVE,act-0001,CAD Suite," + quantity + "," + license + "\n"
	}
	h.imports1("--as-of", "2024-03-08", writeFile(t, "d1.csv", []byte(header+row("d1", "CONTOSO", "LICENSE_GENERATED", "2")+row("d2", "CONTOSO", "LICENSE_GENERATED", "3")+row("d3", "NEW", "LICENSE_GENERATED", "1"))))
	h.imports1(importArgs(fixture("flexnet", "EntitlementsExtract-2024-03-07-02-27-18.csv"))...)
	by := []string{"account_id"}
	h.expect("devices", h.figures("2024-04-01", deployment, by), "CONTOSO | 10 | 5 | 5 | 0.5", "FABRIKAM | 4 |  |  | ", "NEW |  | 1 |  | ")
	h.imports1("--as-of", "2024-03-20", writeFile(t, "d2.csv", []byte(header+row("d2", "CONTOSO", "LICENSE_REMOVED", "3"))))
	h.expect("one is off", h.figures("2024-04-01", deployment, by), "CONTOSO | 10 | 2 | 8 | 0.2", "FABRIKAM | 4 |  |  | ", "NEW |  | 1 |  | ")
}

// TestMaintenanceEndsAndIsNoLicense adds maintenance to what ends next and
// nothing to what is sold.
func TestMaintenanceEndsAndIsNoLicense(t *testing.T) {
	h := newHeadroom(t)
	h.imports1(importArgs(fixture("flexnet", "EntitlementsExtract-2024-03-07-02-27-18.csv"))...)
	sold := h.figures("2024-04-01", []string{"licenses_sold"}, nil)
	lines := writeFile(t, "MaintenanceLine-2024-03-08-02-27-18.csv", []byte("EntitlementID,ActivationID,MaintenanceProduct,StartDate,ExpirationDate\n"+
		"ENT-2,act-0002,CAD Maintenance,2023-06-01,2024-05-15\n"))
	h.imports1(lines)
	if got := h.figures("2024-04-01", []string{"licenses_sold"}, nil); !slices.Equal(got, sold) {
		t.Errorf("sold %v, before %v", got, sold)
	}
	ends := h.ask(map[string]any{
		"columns": []string{"account", "product", "end_date"}, "as_of": "2024-04-01",
		"filter": map[string]any{"dimension": "end_date", "op": "next", "n": 60, "unit": "day"},
	})
	found := false
	for _, row := range ends.Rows {
		found = found || row[0] == "Fabrikam GmbH" && row[1] == "CAD Maintenance" && row[2] == "2024-05-15"
	}
	if !found {
		t.Errorf("the maintenance is not among %v", ends.Rows)
	}
}

// TestQ2TemplateOfFlexNet imports the Unicode text that Excel saves of an
// import template, through a mapping: dates that can be read in two ways are
// asked for.
func TestQ2TemplateOfFlexNet(t *testing.T) {
	file := realSample(t, "synthetic", "fno_template_unicode_text.txt")
	mapping := func(order string) string {
		return writeFile(t, "mapping.json", []byte(`{"dataset":"entitlements","columns":{"Entitlement ID":"entitlement","Account ID":"account_id","Part Number":"sku",
			"Quantity":"quantity","Start Date":"start_date","Expiration Date":"end_date"}`+order+`}`))
	}
	h := newHeadroom(t)
	got := h.imports1(importArgs("--mapping", mapping(`,"date_order":"dmy"`), file)...)
	if got.counts() != (counts{2, 2, 0, 0, 0, 0}) {
		t.Fatalf("import: %+v", got)
	}
	listed := h.ask(map[string]any{"columns": []string{"account_id", "quantity", "start_date", "end_date"}})
	var rows []string
	for _, row := range listed.Rows {
		var cells []string
		for _, cell := range row {
			text, _ := cell.(interface{ String() string })
			switch {
			case text != nil:
				cells = append(cells, text.String())
			case cell != nil:
				cells = append(cells, cell.(string))
			default:
				cells = append(cells, "")
			}
		}
		rows = append(rows, strings.Join(cells, " "))
	}
	slices.Sort(rows)
	h.expect("template", rows, "CONTOSO 10 2023-06-01 2024-05-31", "FABRIKAM 4 2023-01-05 ")
}
