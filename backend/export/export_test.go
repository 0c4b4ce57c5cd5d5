package export_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"headroom/backend/csvfile"
	"headroom/backend/export"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/report"
)

var catalog = builtin.Catalog()

// table is an answer's surroundings in English.
func table(title string, q metric.Query) export.Table {
	return export.Table{
		Title: title, Query: q, Catalog: catalog, Lang: "en", Region: export.RegionOf("en-GB"), Zone: time.UTC, Today: "2026-11-20", Version: "test",
	}
}

func write(t *testing.T, f export.Format, about export.Table, r metric.Result) []byte {
	t.Helper()
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	n, err := export.Write(t.Context(), &b, f, about, text)
	if err != nil || n != len(r.Rows) {
		t.Fatalf("%d rows of %d, %v", n, len(r.Rows), err)
	}
	return b.Bytes()
}

func reopen(t *testing.T, file []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// sample is an answer with a column of every kind.
func sample() (metric.Query, metric.Result) {
	q := metric.Query{
		Metrics: []string{"licenses_sold", "deployment_rate"}, By: []metric.By{{Dimension: "account"}, {Dimension: "end_date", Grain: "month"}},
		Filter: &metric.Filter{All: []metric.Filter{
			{Dimension: "product", Op: "in", Values: []any{"Suite Pro", "=1+1"}},
			{Any: []metric.Filter{{Dimension: "end_date", Op: "next", N: 90, Unit: "day"}, {Dimension: "auto_renew", Op: "eq", Value: "yes"}}},
		}},
		AsOf: "2026-10-31", Scope: "own",
	}
	r := metric.Result{
		Columns: []metric.Column{
			{Name: "account", Type: "text", Format: "text"},
			{Name: "end_date", Type: "date", Format: "month"},
			{Name: "start_date", Type: "date", Format: "day"},
			{Name: "imported_at", Type: "time", Format: "time"},
			{Name: "auto_renew", Type: "text", Format: "text"},
			{Name: "licenses_sold", Type: "number", Format: "integer", Unit: "licenses"},
			{Name: "deployment_rate", Type: "ratio", Format: "percent"},
			{Name: "value", Type: "number", Format: "integer", Unit: "minor"},
			{Name: "currency", Type: "text", Format: "text"},
		},
		Rows: [][]any{
			{"=SUM(A1)", "2026-12-01", "2026-01-31", "2026-11-20 08:42:11.000", "yes", int64(12430), 0.8264, int64(123456), "EUR"},
			{"株式会社みなと精機", nil, "1899-01-01", nil, "no", int64(-5), 1.124, int64(5000), "JPY"},
		},
		Totals:   []any{nil, nil, nil, nil, nil, int64(12425), 0.83, nil, nil},
		RowCount: 7, DataAsOf: "2026-10-30", AsOfByDataset: map[string]string{"entitlements": "2026-10-30"}, LastUpdated: "2026-11-19T07:42:00Z",
		Parts: []metric.Part{{Row: 0, Metric: "deployment_rate"}},
	}
	return q, r
}

func TestAWorkbookHasRealTypes(t *testing.T) {
	q, r := sample()
	about := table("Licenses: sold/assigned", q)
	about.Visual.Columns = []report.ColumnStyle{{Column: "account", Title: "Customer"}}
	about.Files = []export.File{{Name: "a.csv", SHA256: "abc", AsOf: "2026-10-30", ImportedAt: "2026-11-19T07:42:00Z", Dataset: "entitlements"}, {Name: "other.csv", Dataset: "usage"}}
	f := reopen(t, write(t, export.XLSX, about, r))
	if got := f.GetSheetList(); len(got) != 2 || got[0] != "Licenses sold assigned" || got[1] != "About" {
		t.Fatalf("sheets %q", got)
	}
	sheet := f.GetSheetList()[0]
	for at, want := range map[string]struct {
		raw    string
		kind   excelize.CellType
		format string
	}{
		"A1": {"Customer", excelize.CellTypeInlineString, "@"},
		"G1": {"Deployment rate", excelize.CellTypeInlineString, "@"},
		"A2": {"=SUM(A1)", excelize.CellTypeInlineString, "@"},
		"B2": {"46357", excelize.CellTypeUnset, "mmm yyyy"},
		"C2": {"46053", excelize.CellTypeUnset, ""},
		"C3": {"1899-01-01", excelize.CellTypeInlineString, ""},
		"E2": {"yes", excelize.CellTypeInlineString, "@"},
		"F2": {"12430", excelize.CellTypeUnset, "#,##0"},
		"F3": {"-5", excelize.CellTypeUnset, "#,##0"},
		"G2": {"0.8264", excelize.CellTypeUnset, "0.0%"},
		"H2": {"1234.56", excelize.CellTypeUnset, `#,##0.00 "EUR"`},
		"H3": {"5000", excelize.CellTypeUnset, `#,##0 "JPY"`},
		"A4": {"Total", excelize.CellTypeInlineString, "@"},
		"F4": {"12425", excelize.CellTypeUnset, "#,##0"},
	} {
		raw, err := f.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		kind, _ := f.GetCellType(sheet, at)
		id, _ := f.GetCellStyle(sheet, at)
		style, _ := f.GetStyle(id)
		format := ""
		if style.CustomNumFmt != nil {
			format = *style.CustomNumFmt
		} else if style.NumFmt == 49 {
			format = "@"
		}
		if raw != want.raw || kind != want.kind || want.format != "" && format != want.format {
			t.Errorf("%s is %q of type %d shown as %q, want %+v", at, raw, kind, format, want)
		}
	}
	if value, _ := f.GetCellValue(sheet, "D2"); !strings.Contains(value, "8:42") {
		t.Errorf("a time is shown as %q", value)
	}
	panes, err := f.GetPanes(sheet)
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the head is not frozen: %+v %v", panes, err)
	}
	tables, err := f.GetTables(sheet)
	if err != nil || len(tables) != 1 || tables[0].Range != "A1:I3" {
		t.Errorf("tables %+v %v", tables, err)
	}
	if width, _ := f.GetColWidth(sheet, "B"); width < 9 || width > 60 {
		t.Errorf("a column is %v wide", width)
	}
}

func TestTheSheetAboutATableSaysHowToReadIt(t *testing.T) {
	q, r := sample()
	q.Having = &metric.Filter{Metric: "licenses_sold", Op: "gt", Value: json.Number("0")}
	q.Tokens = map[string]any{"WINDOW": json.Number("90")}
	about := table("Renewals", q)
	about.NotApplied = []string{"workload"}
	about.Files = []export.File{{Name: "=a.csv", SHA256: "abc", AsOf: "2026-10-30", ImportedAt: "2026-11-19T07:42:00Z", Dataset: "entitlements"}, {Name: "other.csv", Dataset: "usage"}}
	r.Compared = &metric.Compared{AsOf: "2026-09-30"}
	f := reopen(t, write(t, export.XLSX, about, r))
	rows, err := f.GetRows("About")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, row := range rows {
		lines = append(lines, strings.Join(row, " | "))
	}
	text := strings.Join(lines, "\n")
	for _, want := range []string{
		"Title | Renewals", "As of | 2026-10-31", "Data as of | 2026-10-30", "Data as of, Entitlements | 2026-10-30", "Last updated | 2026-11-19 07:42 +00:00",
		"Partners | Own only", "Compared with | 2026-09-30", "Filter | Product is one of Suite Pro, =1+1",
		"Filter | (End date is in the next 90 (day) or Renews by itself is yes)", "Filter of the groups | Licenses sold is greater than 0",
		"Filters that do not apply | Workload", "Token WINDOW | 90", "Rows | 2", "Rows of the whole answer | 7", "Formula of Licenses sold | ", "Made with | Headroom test",
		"=a.csv | abc | 2026-10-30 | 2026-11-19 07:42 +00:00",
	} {
		if !strings.Contains(text, want) || strings.Contains(text, "other.csv") {
			t.Errorf("the sheet lacks %q:\n%s", want, text)
		}
	}
}

func TestCSVForPeopleAndForMachines(t *testing.T) {
	q, r := sample()
	about := table("Licenses", q)
	machine := string(write(t, export.CSV, about, r))
	want := "account,end_date,start_date,imported_at,auto_renew,licenses_sold,deployment_rate,value,currency\r\n" +
		"'=SUM(A1),2026-12-01,2026-01-31,2026-11-20T08:42:11.000,yes,12430,0.8264,123456,EUR\r\n" +
		"株式会社みなと精機,,1899-01-01,,no,-5,1.124,5000,JPY\r\n"
	if machine != want {
		t.Errorf("got\n%s want\n%s", machine, want)
	}
	about.Region, about.Lang, about.Catalog = export.RegionOf("de-DE"), "de", builtin.In("de")
	local := string(write(t, export.CSVLocal, about, r))
	want = "\ufeffAccount;Ende;Beginn;Importiert am;Automatische Verlängerung;Verkaufte Lizenzen;Bereitstellungsquote;Jahreswert;Währung\r\n" +
		"'=SUM(A1);2026-12-01;2026-01-31;2026-11-20 08:42:11;ja;12430;0,8264;1234,56;EUR\r\n" +
		"株式会社みなと精機;;1899-01-01;;nein;-5;1,124;5000;JPY\r\n"
	if local != want {
		t.Errorf("got\n%s want\n%s", local, want)
	}
}

func TestRegionsWriteTheirDecimals(t *testing.T) {
	for tag, want := range map[string]string{"it-IT": ",", "de": ",", "fr-CA": ",", "en-GB": ".", "ja-JP": ".", "de-CH": ".", "es-MX": ".", "es-ES": ",", "": ".", "tlh": "."} {
		if r := export.RegionOf(tag); r.Decimal != want || (r.Separator == ';') != (want == ",") {
			t.Errorf("%s has %q and %q", tag, r.Decimal, r.Separator)
		}
	}
}

func TestColumnsAreAsTheVisualSays(t *testing.T) {
	q, r := sample()
	about := table("x", q)
	two := 2
	about.Visual.Columns = []report.ColumnStyle{
		{Column: "licenses_sold", Format: &report.NumberFormat{Style: "decimal", Digits: &two}},
		{Column: "account", Title: "Deployment rate"},
		{Column: "value", Hidden: true},
		{Column: "gone"},
	}
	f := reopen(t, write(t, export.XLSX, about, r))
	rows, err := f.GetRows("x")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], "|"); got != "Licenses sold|Deployment rate|End date|Start date|Imported at|Renews by itself|Deployment rate (2)|Currency" {
		t.Errorf("headings %s", got)
	}
	if rows[1][0] != "12,430.00" {
		t.Errorf("a chosen format shows %q", rows[1][0])
	}
}

func TestAnAnswerWithoutRowsIsATableWithoutRows(t *testing.T) {
	q, r := sample()
	r.Rows, r.Totals = [][]any{}, nil
	f := reopen(t, write(t, export.XLSX, table("", q), r))
	if rows, err := f.GetRows("Headroom"); err != nil || len(rows) != 1 {
		t.Errorf("%q %v", rows, err)
	}
	if csv := string(write(t, export.CSV, table("", q), r)); strings.Count(csv, "\r\n") != 1 {
		t.Errorf("%q", csv)
	}
}

func TestFormatsThatAreNoneAreRefused(t *testing.T) {
	for _, f := range []export.Format{"", "html", "pdf", "png", "XLSX"} {
		if _, err := export.Write(t.Context(), io.Discard, f, export.Table{}, nil); err == nil {
			t.Errorf("%q is taken", f)
		}
	}
}

// triggers begin what a program could run, or look like it.
var triggers = []string{
	"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "  +", "\u00a0@", "'", "'=", "''-", "|", "%", "-5", "+12,5", "1e5", "2026-11-20", "007",
	"<f>", "=cmd|' /C calc'!A0", `=HYPERLINK("http://x")`, "_x0041_", "\"", ",", ";", "a\nb", "a\r\nb", "株", "\u202eevil", strings.Repeat("x", 300), "", " ", "TRUE", "#REF!",
}

// randomTable is an answer of texts, figures, days and nothing.
func randomTable(random *rand.Rand) metric.Result {
	r := metric.Result{Rows: [][]any{}}
	kinds := make([]int, 1+random.IntN(4))
	for i := range kinds {
		kinds[i] = random.IntN(4)
		kind := []metric.Column{{Type: "text", Format: "text"}, {Type: "number", Format: "decimal"}, {Type: "ratio", Format: "percent"}, {Type: "date", Format: "day"}}[kinds[i]]
		kind.Name = fmt.Sprintf("c%d", i)
		r.Columns = append(r.Columns, kind)
	}
	for range random.IntN(5) {
		row := make([]any, len(kinds))
		for i, kind := range kinds {
			switch kind {
			case 0:
				row[i] = triggers[random.IntN(len(triggers))] + triggers[random.IntN(len(triggers))]
			case 1:
				row[i] = float64(random.IntN(2_000_001)-1_000_000) / 8
			case 2:
				row[i] = float64(random.IntN(2000)) / 1024
			case 3:
				row[i] = time.Date(2000+random.IntN(60), time.Month(1+random.IntN(12)), 1+random.IntN(28), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
			}
			if random.IntN(8) == 0 {
				row[i] = nil
			}
		}
		r.Rows = append(r.Rows, row)
	}
	return r
}

// text is a cell as CSV for machines writes it.
func text(v any) string {
	if v == nil {
		return ""
	}
	if s, ok := v.(string); ok {
		// Within quotes the end of a line is one character to whoever reads CSV.
		return strings.ReplaceAll(s, "\r\n", "\n")
	}
	b, _ := json.Marshal(v)
	return string(b)
}

func TestT31RandomTablesComeBackFromCSV(t *testing.T) {
	random := rand.New(rand.NewPCG(31, 1))
	for range 9000 {
		r := randomTable(random)
		rows, err := csv.NewReader(bytes.NewReader(write(t, export.CSV, table("x", metric.Query{}), r))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		// A row of one empty cell is an empty line, which is no row to most who read CSV.
		if len(r.Columns) > 1 && len(rows) != len(r.Rows)+1 {
			t.Fatalf("%d rows came back of %d: %q", len(rows)-1, len(r.Rows), r.Rows)
		}
		for i, row := range rows[1:] {
			if len(r.Columns) == 1 {
				break
			}
			for j, cell := range row {
				if csvfile.Plain(cell) != text(r.Rows[i][j]) {
					t.Fatalf("%q came back as %q", r.Rows[i][j], cell)
				}
				if _, isText := r.Rows[i][j].(string); isText && cell != "" && strings.ContainsRune("=@\t\r\n＝＋－＠", []rune(cell)[0]) {
					t.Fatalf("%q is a formula", cell)
				}
			}
		}
	}
}

func TestT31RandomTablesComeBackFromWorkbooks(t *testing.T) {
	random := rand.New(rand.NewPCG(31, 2))
	for range 1000 {
		r := randomTable(random)
		file := write(t, export.XLSX, table("x", metric.Query{}), r)
		if n := formulas(t, file); n != 0 {
			t.Fatalf("%d formulas in %q", n, r.Rows)
		}
		sheet, err := reopen(t, file).GetRows("x", excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range r.Rows {
			for j, v := range row {
				got := ""
				if i+1 < len(sheet) && j < len(sheet[i+1]) {
					got = sheet[i+1][j]
				}
				if want := held(v, r.Columns[j].Type); got != want {
					t.Fatalf("%q came back as %q", want, got)
				}
			}
		}
	}
}

// held is a cell as a workbook holds it.
func held(v any, kind string) string {
	s, isText := v.(string)
	if isText && kind == "date" {
		day, _ := time.Parse(time.DateOnly, s)
		return fmt.Sprint(int(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24))
	}
	if isText {
		return s
	}
	return text(v)
}

func formulas(t *testing.T, file []byte) int {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, part := range z.File {
		in, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		n += bytes.Count(text, []byte("<f>")) + bytes.Count(text, []byte("<f "))
	}
	return n
}

// The control: a formula would be found.
func TestFormulasAreFound(t *testing.T) {
	f := excelize.NewFile()
	if err := f.SetCellFormula("Sheet1", "A1", "1+1"); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	if formulas(t, b.Bytes()) != 1 {
		t.Error("a formula is not found")
	}
}
