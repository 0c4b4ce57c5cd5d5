package systest

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// sheet is a generic sheet with its mapping and what its import counts.
type sheet struct {
	name    string
	mapping map[string]any
	rows    table
	want    counts
	dates   []string // columns that a workbook holds as dates
	numbers []string // and as numbers
}

// sheets are written as people in Italy and Germany write them.
var sheets = []sheet{
	{
		name: "entitlements",
		mapping: map[string]any{
			"dataset": "entitlements", "class": "E", "source": "Elenco", "date_order": "dmy", "decimal": ",",
			"columns": map[string]string{
				"Cliente": "account", "Prodotto": "product", "Quantità": "quantity", "Assegnate": "assigned", "Inizio": "start_date",
				"Fine": "end_date", "Stato": "status", "Prova": "trial", "Valore": "value", "Valuta": "currency", "Contratto": "entitlement",
			},
		},
		rows: table{
			{"Contratto", "Cliente", "Prodotto", "Quantità", "Assegnate", "Inizio", "Fine", "Stato", "Prova", "Valore", "Valuta", "Note"},
			{"C-1", "Müller & Söhne GmbH", "CAD Suite", "1250", "1100", "01/06/2023", "31/05/2024", "Attivo", "no", "12500,50", "EUR", "rinnovo – 5 €"},
			{"C-2", "Caffè \"Nero\", Srl", "CAD Suite", "12", "", "29/02/2024", "28/02/2025", "aktiv", "nein", "99,9", "EUR", ""},
			{"C-3", "Société Générique", "Rendu 3D", "7", "9", "15/01/2024", "", "Suspendu", "non", "", "", "più usate che vendute"},
			{"C-4", "Año Nuevo SA", "Rendu 3D", "3", "0", "", "30/04/2024", "Attivo", "Sì", "0", "USD", ""},
			{"C-5", "Müller & Söhne GmbH", "Rendu 3D", "2000000", "1", "01/01/2024", "29/02/2028", "Attivo", "no", "1000000", "EUR", ""},
			{"Totale", "", "", "2001272", "1110", "", "", "", "", "", "", ""},
		},
		want:  counts{6, 5, 0, 0, 1, 0},
		dates: []string{"Inizio", "Fine"}, numbers: []string{"Quantità", "Assegnate", "Valore"},
	},
	{
		name: "usage",
		mapping: map[string]any{
			"dataset": "usage", "class": "P", "source": "Zähler", "date_order": "dmy", "decimal": ",", "constants": map[string]string{"period": "month"},
			"columns": map[string]string{"Kunde": "account", "Produkt": "product", "Zähler": "meter", "Monat": "date", "Verbraucht": "used", "Enthalten": "entitled"},
		},
		rows: table{
			{"Kunde", "Produkt", "Zähler", "Monat", "Verbraucht", "Enthalten"},
			{"Müller & Söhne GmbH", "Wolke", "Kernstunden", "01/01/2024", "100,25", "100"},
			{"Müller & Söhne GmbH", "Wolke", "Kernstunden", "01/02/2024", "0,1", "100"},
			{"Caffè \"Nero\", Srl", "Wolke", "Kernstunden", "01/02/2024", "1234,5", ""},
			{"Caffè \"Nero\", Srl", "Wolke", "Übertragung", "01/02/2024", "0", "50,5"},
		},
		want:  counts{4, 4, 0, 0, 0, 0},
		dates: []string{"Monat"}, numbers: []string{"Verbraucht", "Enthalten"},
	},
}

func (s sheet) args(t testing.TB, file string) []string {
	return importArgs("--mapping", jsonFile(t, "mapping.json", s.mapping), file)
}

func TestSheetInEveryFormIsTheSame(t *testing.T) {
	for _, s := range sheets {
		t.Run(s.name, func(t *testing.T) {
			first := newHeadroom(t)
			if got := first.imports1(s.args(t, s.rows.file(t, "sheet.csv"))...); got.counts() != s.want {
				t.Fatalf("as plain CSV: %+v %v, want %+v", got.counts(), got.Problems, s.want)
			}
			digest := first.digest()
			for _, f := range forms {
				h := newHeadroom(t)
				if got := h.imports1(s.args(t, f.file(t, "sheet.csv", s.rows))...); got.counts() != s.want || h.digest() != digest {
					t.Errorf("%s: %+v %v, want %+v; digest equal %v", f.name, got.counts(), got.Problems, s.want, h.digest() == digest)
				}
			}
			for _, typed := range []bool{true, false} {
				h := newHeadroom(t)
				if got := h.imports1(s.args(t, s.workbook(t, typed))...); got.counts() != s.want || h.digest() != digest {
					t.Errorf("workbook, typed %v: %+v %v, want %+v; digest equal %v", typed, got.counts(), got.Problems, s.want, h.digest() == digest)
				}
			}
			again := first.imports1(s.args(t, s.workbook(t, true))...)
			if want := (counts{s.want.rows, 0, 0, s.want.added, s.want.skipped, 0}); again.counts() != want || first.digest() != digest {
				t.Errorf("the workbook after the CSV: %+v, want %+v; digest equal %v", again.counts(), want, first.digest() == digest)
			}
		})
	}
}

// TestSheetWithOneOtherCellHasAnotherDigest is the control: equal digests say
// something, because one other cell makes another one.
func TestSheetWithOneOtherCellHasAnotherDigest(t *testing.T) {
	for _, s := range sheets {
		h := newHeadroom(t)
		h.imports1(s.args(t, s.rows.file(t, "sheet.csv"))...)
		for column := range s.rows[0] {
			if _, means := s.mapping["columns"].(map[string]string)[s.rows[0][column]]; !means {
				continue
			}
			changed := make(table, len(s.rows))
			for i, row := range s.rows {
				changed[i] = append([]string{}, row...)
			}
			changed[1][column] = another(changed[1][column])
			other := newHeadroom(t)
			if other.imports1(s.args(t, changed.file(t, "sheet.csv"))...); other.digest() == h.digest() {
				t.Errorf("%s: another %s does not change the digest", s.name, s.rows[0][column])
			}
		}
	}
}

// another is a cell that means something else.
func another(cell string) string {
	switch {
	case cell == "no":
		return "sì"
	case strings.Contains(cell, "/"):
		return "01/04/2024"
	}
	return "2"
}

// workbook writes the sheet as XLSX: dates and numbers as such, or all as text.
func (s sheet) workbook(t testing.TB, typed bool) string {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	style, err := book.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	for r, row := range s.rows {
		for c, cell := range row {
			name, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err != nil {
				t.Fatal(err)
			}
			var value any = cell
			switch column := s.rows[0][c]; {
			case cell == "":
				continue
			case r == 0 || !typed:
			case has(s.numbers, column):
				value = plainNumber(t, cell)
			case has(s.dates, column):
				value = plainDate(t, cell)
				if err := book.SetCellStyle("Sheet1", name, name, style); err != nil {
					t.Fatal(err)
				}
			}
			if err := book.SetCellValue("Sheet1", name, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	file := filepath.Join(t.TempDir(), "sheet.xlsx")
	if err := book.SaveAs(file); err != nil {
		t.Fatal(err)
	}
	return file
}

func has(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

func plainNumber(t testing.TB, cell string) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(strings.ReplaceAll(cell, ",", "."), 64)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func plainDate(t testing.TB, cell string) time.Time {
	t.Helper()
	day, err := time.Parse("02/01/2006", cell)
	if err != nil {
		t.Fatal(err)
	}
	return day
}
