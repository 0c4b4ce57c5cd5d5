package partnercenter

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"headroom/backend/ingest"
	"headroom/backend/ingest/ingesttest"
)

// TestQ36TheSameChargesSavedAgainByAGermanExcel are the same facts: semicolons,
// decimal commas, days first, and the zeros of SKU numbers lost.
func TestQ36TheSameChargesSavedAgainByAGermanExcel(t *testing.T) {
	want := ingesttest.Run(t, nceReconciliation, ingesttest.File(t, "recon_nce_enus.csv"), asOf)
	data, err := os.ReadFile(filepath.Join("testdata", "recon_nce_dede.csv"))
	if err != nil {
		t.Fatal(err)
	}
	german := ingesttest.Read(t, "recon_nce_dede.csv", string(data), ';')
	if score := nceReconciliation.Detect(german.Head); score < 0.8 {
		t.Errorf("scores %.2f", score)
	}
	contexts := map[string]ingest.Context{"as the semicolons say": asOf}
	said := ingest.Context{AsOf: asOf.AsOf, Habits: map[string]ingest.Habit{}}
	for _, c := range german.Head.Columns {
		said.Habits[c] = ingest.Habit{DateOrder: "dmy", Decimal: ","}
	}
	contexts["as was found out of the columns"] = said
	for why, c := range contexts {
		got := ingesttest.Run(t, nceReconciliation, german, c)
		if !reflect.DeepEqual(got.Facts, want.Facts) || len(got.Rejects)+len(got.Notes) > 0 {
			t.Errorf("%s:\n%s\nwant\n%s", why, got.Lines(), want.Lines())
		}
	}
	german.Head.Comma = ','
	if got := ingesttest.Run(t, nceReconciliation, german, asOf); reflect.DeepEqual(got.Facts, want.Facts) {
		t.Error("read as an American file it should not be the same")
	}
}

// TestQ29JSONInCells stays as it is and disturbs nothing.
func TestQ29JSONInCells(t *testing.T) {
	rated := ingesttest.File(t, "daily_rated.csv")
	with := ingesttest.Run(t, dailyRated, rated, asOf)
	without := ingesttest.Run(t, dailyRated, rated.Without("Tags").Without("AdditionalInfo"), asOf)
	if len(with.Rejects) > 0 || !reflect.DeepEqual(with.Facts, without.Facts) {
		t.Errorf("got\n%s\nwant\n%s", with.Lines(), without.Lines())
	}
}

// TestQ26ZerosOfSKUNumbers are put back; equal numbers written in two ways are
// one product.
func TestQ26ZerosOfSKUNumbers(t *testing.T) {
	for number, want := range map[string]string{"2": "0002", "0002": "0002", "000K": "000K", "12": "0012", "00012": "00012", "K": "K"} {
		if got := skuNumber(number); got != want {
			t.Errorf("%s is %s, want %s", number, got, want)
		}
	}
}

// TestLedgerNeverTellsSeats: charges are all that comes of it.
func TestLedgerNeverTellsSeats(t *testing.T) {
	for _, f := range files {
		if f.profile.Info().Class != "L" {
			continue
		}
		got := ingesttest.Run(t, f.profile, table(t, f.name), f.context)
		for _, fact := range got.Facts {
			if !strings.HasPrefix(fact, "charge ") {
				t.Errorf("%s: %s", f.name, fact)
			}
		}
	}
}

// TestFractionsOfACentAreAddedBeforeTheyAreRounded: each of the two lines is
// 0.34 cents and would be nothing by itself.
func TestFractionsOfACentAreAddedBeforeTheyAreRounded(t *testing.T) {
	rated := ingesttest.File(t, "daily_rated.csv")
	if got := ingesttest.Run(t, dailyRated, rated, asOf); !strings.Contains(got.Lines(), "Quantity:{Mantissa:75 Scale:2 OK:true} UnitPrice:{Mantissa:68 Scale:4 OK:true} Amount:{N:1 OK:true}") {
		t.Errorf("got\n%s", got.Lines())
	}
	rated.Rows = rated.Rows[:1]
	if got := ingesttest.Run(t, dailyRated, rated, asOf); !strings.Contains(got.Lines(), "Amount:{OK:true}") {
		t.Errorf("one of them is less than half a cent:\n%s", got.Lines())
	}
}

func TestEqualChargesAreTwo(t *testing.T) {
	nce := ingesttest.File(t, "recon_nce_enus.csv")
	nce.Rows = append(nce.Rows, nce.Rows[0])
	got := ingesttest.Run(t, nceReconciliation, nce, asOf)
	keys := map[string]bool{}
	for _, fact := range got.Facts {
		_, rest, _ := strings.Cut(fact, "{Key:")
		key, _, _ := strings.Cut(rest, " ")
		keys[key] = true
	}
	if len(got.Facts) != 4 || len(keys) != 4 {
		t.Errorf("%d charges with %d keys", len(got.Facts), len(keys))
	}
}

func TestMoneyAsItIsWritten(t *testing.T) {
	head := "SubscriptionId,ChargeType,TermAndBillingCycle,CustomerId,ProductName,ChargeStartDate,InvoiceNumber,UnitPrice,Subtotal,Currency\n"
	for amount, want := range map[string]string{
		"$0.085":     "Amount:{N:9 OK:true} Currency:USD",
		"'12.30":     "Amount:{N:1230 OK:true} Currency:EUR",
		"(12.30)":    "Amount:{N:-1230 OK:true} Currency:EUR",
		"-1.005":     "Amount:{N:-101 OK:true} Currency:EUR",
		"1,234.50":   "Amount:{N:123450 OK:true} Currency:EUR",
		"€ 5.00":     "Amount:{N:500 OK:true} Currency:EUR",
		"":           "Currency:EUR",
		"half a lot": "Code:not_a_number Message:Not a number. Value:half a lot",
	} {
		currency := "EUR"
		if strings.Contains(amount, "$") {
			currency = ""
		}
		text := head + `s1,renew,P1Y,t1,Suite,2024-03-01,G1,"` + amount + `","` + amount + `",` + currency + "\n"
		got := ingesttest.Run(t, nceReconciliation, ingesttest.Read(t, "f.csv", text, ','), asOf)
		if !strings.Contains(got.Lines(), want) {
			t.Errorf("%q, want %s:\n%s", amount, want, got.Lines())
		}
	}
	text := head + "s1,renew,P1Y,t1,Suite,2024-03-01,G1,1,1,\n"
	got := ingesttest.Run(t, nceReconciliation, ingesttest.Read(t, "f.csv", text, ','), asOf)
	if !strings.Contains(got.Lines(), "Code:no_currency") || strings.Contains(got.Lines(), "Amount") {
		t.Errorf("an amount without currency:\n%s", got.Lines())
	}
	got = ingesttest.Run(t, nceReconciliation, ingesttest.Read(t, "f.csv", text, ','), ingest.Context{AsOf: asOf.AsOf, Currency: "CHF"})
	if !strings.Contains(got.Lines(), "Amount:{N:100 OK:true} Currency:CHF") {
		t.Errorf("the currency that was said:\n%s", got.Lines())
	}
}

func TestQ35NoBreakSpacesInNames(t *testing.T) {
	got := ingesttest.Run(t, skuCatalogue, ingesttest.File(t, "sku_catalogue.csv"), asOf)
	if n := strings.Count(got.Lines(), "{Name:Enterprise Mobility + Security E3 "); n != 1 || got.Skipped["further_service_plan"] != 1 {
		t.Errorf("%d products:\n%s", n, got.Lines())
	}
}

// TestQ3SharedCatalogue reads the file Microsoft publishes, in Windows-1252.
func TestQ3SharedCatalogue(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "samples", "microsoft",
		"Product names and service plan identifiers for licensing.csv"))
	if err != nil {
		t.Skip("../shared/samples is not there")
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		t.Fatal(err)
	}
	tb := ingesttest.Read(t, "skus.csv", string(text), ',')
	got := ingesttest.Run(t, skuCatalogue, tb, asOf)
	if skuCatalogue.Detect(tb.Head) != 1 || len(got.Rejects) > 0 || len(got.Facts)+got.Skipped["further_service_plan"] != len(tb.Rows) ||
		!strings.Contains(got.Lines(), `{Name:Power BI Pro SKU:POWER_BI_PRO Vendor:Microsoft} ["POWER_BI_PRO" "f8a1db68-be16-40ed-86d5-cb42ce701560"]`) {
		t.Errorf("%d products, %d skipped, %d rejected of %d rows", len(got.Facts), got.Skipped["further_service_plan"], len(got.Rejects), len(tb.Rows))
	}
	if strings.Contains(got.Lines(), "\u00a0") {
		t.Error("a no-break space is left in a name")
	}
}
