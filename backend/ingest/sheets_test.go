package ingest_test

import (
	"testing"

	"github.com/xuri/excelize/v2"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// workbook makes a workbook of sheets, each a list of rows.
func workbook(t *testing.T, sheets map[string][][]any, order ...string) string {
	t.Helper()
	f := excelize.NewFile()
	for i, name := range order {
		if i == 0 {
			if err := f.SetSheetName("Sheet1", name); err != nil {
				t.Fatal(err)
			}
		} else if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for n, row := range sheets[name] {
			cell, err := excelize.CoordinatesToCellName(1, n+1)
			if err == nil {
				err = f.SetSheetRow(name, cell, &row)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	data, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return data.String()
}

func TestEverySheetThatIsATableOfItsOwnIsImported(t *testing.T) {
	sheets := map[string][][]any{
		"Info":     {{"Exported by", "A Manager"}, {"Filter", "all"}},
		"Accounts": {{"Account ID", "Account name", "Country", "Industry"}, {"A-1", "Contoso", "IT", "Retail"}, {"A-2", "Fabrikam", "DE", "Retail"}},
		"Licenses": {{"Account ID", "Product", "Quantity", "End date"}, {"A-1", "Suite", 10, "2027-01-31"}, {"A-2", "Viewer", 3, "2027-01-31"}},
	}
	d := newDesk(map[string]string{"book.xlsx": workbook(t, sheets, "Info", "Accounts", "Licenses"), "one.xlsx": workbook(t, sheets, "Info", "Licenses")})
	for i, want := range []string{"committed", "duplicate"} {
		results, err := d.Import(t.Context(), ingest.Request{Paths: []string{"book.xlsx"}, AsOf: portfolio.NoDay})
		if err != nil || len(results) != 2 {
			t.Fatalf("time %d: %+v, %v", i, results, err)
		}
		for n, dataset := range []string{"accounts", "entitlements"} {
			if r := results[n]; r.State != want || r.Dataset != dataset || r.Rows != 2 {
				t.Errorf("time %d: %+v %+v", i, r, r.Error)
			}
		}
	}
	results, err := d.Import(t.Context(), ingest.Request{Paths: []string{"one.xlsx"}, AsOf: portfolio.NoDay})
	if err != nil || len(results) != 1 || results[0].Dataset != "entitlements" || results[0].File != "one.xlsx" {
		t.Errorf("one table beside notes: %+v, %v", results, err)
	}
}

func TestQ18AnAmountThatCanBeReadInTwoWaysIsAskedFor(t *testing.T) {
	text := "Customer,Product,Quantity,End date,ARR,Currency\nContoso,Suite,1.250,2027-01-31,2.500,EUR\nFabrikam,Viewer,12,2027-01-31,1.250,EUR\n"
	d := newDesk(map[string]string{"a.csv": text})
	r, _ := d.bring(t, ingest.Request{Paths: []string{"a.csv"}})
	if r.State != "refused" || r.Error.Code != fault.Asks || r.Error.Column != "ARR" || r.Error.Field != "decimal" {
		t.Fatalf("%+v %+v", r, r.Error)
	}
	for sign, want := range map[string]int64{",": 250_000, ".": 250} {
		r, facts := newDesk(d.files).bring(t, ingest.Request{Paths: []string{"a.csv"}, Habits: map[string]ingest.Habit{"ARR": {Decimal: sign}}})
		if r.Added != 2 || !contains(facts, "Value:{N:%d OK:true}", want) || !contains(facts, "Quantity:{N:%d OK:true}", 1250) {
			t.Errorf("%s: %+v %v", sign, r.Error, facts)
		}
	}
}
