package systest

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/japanese"
)

// locale is how people of a country write a portfolio sheet.
type locale struct {
	code      string
	header    []string
	date      func(y, m, d int) string
	number    func(whole int, cents int) string
	yes, no   string
	active    string
	suspended string
	narrow    string // the encoding of its old programs
}

func slashed(y, m, d int) string { return fmt.Sprintf("%02d/%02d/%04d", d, m, y) }
func dotted(y, m, d int) string  { return fmt.Sprintf("%02d.%02d.%04d", d, m, y) }

// grouped writes 12500.50 with signs for thousands and decimals.
func grouped(thousands, decimal string) func(int, int) string {
	return func(whole, cents int) string {
		text := fmt.Sprint(whole)
		if whole >= 1000 {
			text = fmt.Sprintf("%d%s%03d", whole/1000, thousands, whole%1000)
		}
		if cents >= 0 {
			text += fmt.Sprintf("%s%02d", decimal, cents)
		}
		return text
	}
}

var locales = []locale{
	{
		code: "en", header: []string{"Contract number", "Customer", "Product", "Quantity", "Assigned", "Start date", "End date", "Status", "Auto renew", "Annual value", "Currency"},
		date: func(y, m, d int) string { return fmt.Sprintf("%d/%d/%d", m, d, y) }, number: grouped(",", "."), yes: "Yes", no: "No", active: "Active", suspended: "Suspended", narrow: "windows-1252",
	},
	{
		code: "it", header: []string{"Numero contratto", "Cliente", "Prodotto", "Quantità", "Assegnate", "Data inizio", "Data fine", "Stato", "Rinnovo automatico", "Valore annuo", "Valuta"},
		date: slashed, number: grouped(".", ","), yes: "Sì", no: "No", active: "Attivo", suspended: "Sospeso", narrow: "windows-1252",
	},
	{
		code: "de", header: []string{"Vertragsnummer", "Kunde", "Produkt", "Menge", "Zugewiesen", "Startdatum", "Enddatum", "Status", "Automatische Verlängerung", "Jahreswert", "Währung"},
		date: dotted, number: grouped(".", ","), yes: "Ja", no: "Nein", active: "Aktiv", suspended: "Ausgesetzt", narrow: "windows-1252",
	},
	{
		code: "fr", header: []string{"Numéro de contrat", "Client", "Produit", "Quantité", "Attribuées", "Date de début", "Date de fin", "État", "Renouvellement automatique", "Valeur annuelle", "Devise"},
		date: slashed, number: grouped("\u00a0", ","), yes: "Oui", no: "Non", active: "Actif", suspended: "Suspendu", narrow: "windows-1252",
	},
	{
		code: "es", header: []string{"Número de contrato", "Cliente", "Producto", "Cantidad", "Asignadas", "Fecha de inicio", "Fecha de fin", "Estado", "Renovación automática", "Valor anual", "Moneda"},
		date: slashed, number: grouped(".", ","), yes: "Sí", no: "No", active: "Activo", suspended: "Suspendido", narrow: "windows-1252",
	},
	{
		code: "ja", header: []string{"契約番号", "顧客", "製品", "数量", "割り当て済み", "開始日", "終了日", "状態", "自動更新", "年間金額", "通貨"},
		date: func(y, m, d int) string { return fmt.Sprintf("%d年%d月%d日", y, m, d) }, number: grouped(",", "."), yes: "はい", no: "いいえ", active: "有効", suspended: "一時停止", narrow: "shift_jis",
	},
}

func (l locale) rows() table {
	yesNo := map[bool]string{true: l.yes, false: l.no}
	line := func(id, account, product string, quantity, assigned int, start, end [3]int, status string, renew bool, value, cents int) []string {
		return []string{
			id, account, product, l.number(quantity, -1), l.number(assigned, -1), l.date(start[0], start[1], start[2]), l.date(end[0], end[1], end[2]),
			status, yesNo[renew], l.number(value, cents), "EUR",
		}
	}
	return table{
		l.header,
		line("C-0001", "Aurora Srl", "CAD Suite", 1250, 1100, [3]int{2023, 6, 1}, [3]int{2024, 5, 31}, l.active, true, 12500, 50),
		line("C-0002", "Aurora Srl", "Render 3D", 12, 9, [3]int{2024, 2, 29}, [3]int{2025, 2, 28}, l.active, false, 990, 90),
		line("C-0003", "Nordwind GmbH", "CAD Suite", 70, 71, [3]int{2023, 12, 24}, [3]int{2024, 12, 23}, l.suspended, true, 45000, 0),
		line("C-0004", "Nordwind GmbH", "Render 3D", 3, 0, [3]int{2024, 1, 13}, [3]int{2027, 1, 12}, l.active, false, 1, 25),
	}
}

// file writes the sheet in an encoding with a delimiter.
func (l locale) file(t *testing.T, encoding string, comma string) string {
	t.Helper()
	var text strings.Builder
	for _, row := range l.rows() {
		for i, cell := range row {
			if strings.Contains(cell, comma) {
				cell = `"` + cell + `"`
			}
			if i > 0 {
				text.WriteString(comma)
			}
			text.WriteString(cell)
		}
		text.WriteString("\r\n")
	}
	if encoding == "shift_jis" {
		data, err := japanese.ShiftJIS.NewEncoder().Bytes([]byte(text.String()))
		if err != nil {
			t.Fatal(err)
		}
		return writeFile(t, "portfolio.csv", data)
	}
	return writeFile(t, "portfolio.csv", encode(text.String(), encoding))
}

// book writes the sheet as a workbook of texts, as a person of the country
// typed them.
func (l locale) book(t *testing.T) string {
	t.Helper()
	b := excelize.NewFile()
	defer b.Close()
	for r, row := range l.rows() {
		for c, cell := range row {
			name, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := b.SetCellStr("Sheet1", name, cell); err != nil {
				t.Fatal(err)
			}
		}
	}
	file := filepath.Join(t.TempDir(), "portfolio.xlsx")
	if err := b.SaveAs(file); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestOnePortfolioInSixLanguagesIsOne imports one portfolio as six countries
// write it, in four encodings, with three delimiters and as a workbook, and
// without a word from the person.
func TestOnePortfolioInSixLanguagesIsOne(t *testing.T) {
	want, from := "", ""
	same := func(what, file string) {
		h := newHeadroom(t)
		got := h.imports1(importArgs(file)...)
		if got.counts() != (counts{4, 4, 0, 0, 0, 0}) {
			t.Errorf("%s: %+v %v %v", what, got.counts(), got.Notes, got.Problems)
			return
		}
		digest := h.digest()
		if want == "" {
			want, from = digest, what
		}
		if digest != want {
			t.Errorf("%s: another digest than %s", what, from)
		}
	}
	for _, l := range locales {
		for _, encoding := range []string{"utf-8", "utf-8-bom", "utf-16le", l.narrow} {
			for _, comma := range []string{",", ";", "\t"} {
				same(fmt.Sprintf("%s %s %q", l.code, encoding, comma), l.file(t, encoding, comma))
			}
		}
		same(l.code+" workbook", l.book(t))
	}
	h := newHeadroom(t)
	other := locales[0]
	other.active = "Suspended"
	if h.imports1(importArgs(other.file(t, "utf-8", ","))...); h.digest() == want {
		t.Error("control: another status changes nothing")
	}
}
