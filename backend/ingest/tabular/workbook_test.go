package tabular

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"headroom/backend/ingest"
)

// pack writes a zip archive of parts, in the order of their names.
func pack(t *testing.T, parts map[string]string) string {
	t.Helper()
	return packed(t, parts)
}

func packed(t testing.TB, parts map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	names := make([]string, 0, len(parts))
	for name := range parts {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, parts[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// workbookParts is a workbook with one sheet; sheet is what is between the tags
// of sheetData.
func workbookParts(sheet string) map[string]string {
	return map[string]string{
		"[Content_Types].xml":        `<Types/>`,
		"_rels/.rels":                `<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns:r="r"><workbookPr/><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="rId3" Type="http://x/styles" Target="styles.xml"/></Relationships>`,
		"xl/sharedStrings.xml":       `<sst><si><t>Name</t></si><si><r><t>So</t></r><r><rPr><b/></rPr><t xml:space="preserve">ld</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si><si><t>A &amp; B &#x20AC;_x000D__x005F_x0041_</t></si></sst>`,
		"xl/styles.xml": `<styleSheet><numFmts count="2"><numFmt numFmtId="164" formatCode="dd\/mm\/yyyy hh:mm"/><numFmt numFmtId="165" formatCode="0.0 &quot;days&quot;"/></numFmts>` +
			`<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="20"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml": `<worksheet><dimension ref="A1:B2"/><sheetData>` + sheet + `</sheetData><pageMargins left="0.7"/></worksheet>`,
	}
}

const sheetHead = `<row r="1" spans="1:2" x14ac:dyDescent="0.25"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>`

// kinded is a row with the kinds of its cells: "2: a:t|1:n|2024-01-01:d".
func kinded(r ingest.Row) string {
	cells := make([]string, len(r.Cells))
	for i, c := range r.Cells {
		cells[i] = string(c) + ":" + string("tnd"[r.Kind(i)])
	}
	return fmt.Sprintf("%d: %s", r.Line, strings.Join(cells, "|"))
}

func TestSheetCells(t *testing.T) {
	cases := []struct{ name, row, want string }{
		{"shared strings", `<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>1</v></c></row>`, "2: A & B €\r_x0041_:t|Sold:t"},
		{"inline and rich", `<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c><c r="B2" t="inlineStr"><is><r><t>b</t></r><r><t>c</t></r></is></c></row>`, "2: a:t|bc:t"},
		{"cdata and comments", `<row r="2"><!-- x --><c r="A2" t="str"><v><![CDATA[a<b]]></v></c></row>`, "2: a<b:t"},
		{"no references", `<row><c><v>1</v></c><c/><c><v>2</v></c></row>`, "2: 1:n|:t|2:n"},
		{"sparse", `<row r="7"><c r="A7" s="1"/><c r="D7"><v>4</v></c><c r="XFD7" s="1"/></row>`, "7: :t|:t|:t|4:n"},
		{"numbers", `<row r="2"><c><v>0.57099999999999995</v></c><c><v>1E-3</v></c><c><v>-0</v></c><c><v>1.5E+3</v></c><c><v>12345678901234567</v></c><c><v>1.250</v></c></row>`, "2: 0.571:n|0.001:n|0:n|1500:n|12345678901234568:n|1.25:n"},
		{"dates", `<row r="2"><c s="1"><v>45443</v></c><c s="2"><v>45443.5</v></c><c s="2"><v>45443</v></c><c t="d"><v>2024-05-31T00:00:00</v></c></row>`, "2: 2024-05-31:d|2024-05-31T12:00:00:d|2024-05-31:d|2024-05-31:d"},
		{"numbers that look like dates", `<row r="2"><c s="3"><v>45443</v></c><c s="4"><v>0.5</v></c><c s="1"><v>-1</v></c><c s="1"><v>60</v></c><c s="1"><v>2958466</v></c></row>`, "2: 45443:n|0.5:n|-1:n|60:n|2958466:n"},
		{"before March 1900", `<row r="2"><c s="1"><v>1</v></c><c s="1"><v>59</v></c><c s="1"><v>61</v></c></row>`, "2: 1900-01-01:d|1900-02-28:d|1900-03-01:d"},
		{"booleans and errors", `<row r="2"><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c></row>`, "2: TRUE:t|FALSE:t|#N/A:t"},
		{"formulas", `<row r="2"><c><f>1+1</f><v>2</v></c><c t="str"><f>"x"</f><v>x</v></c><c t="str"><f>""</f><v></v></c></row>`, "2: 2:n|x:t|:t"},
		{"prefixes", `<x:row r="2"><x:c r="A2"><x:v>1</x:v></x:c></x:row>`, "2: 1:n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			table, err := only(t, "w.xlsx", pack(t, workbookParts(sheetHead+c.row)))
			if err != nil {
				t.Fatal(err)
			}
			h := table.Header()
			if !slices.Equal(h.Columns, []string{"Name", "Sold"}) || h.Sheet != "Data" || h.Line != 1 {
				t.Errorf("got header %q of %q at %d", h.Columns, h.Sheet, h.Line)
			}
			r, err := table.Next()
			if err != nil {
				t.Fatal(err)
			}
			if got := kinded(r); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if _, err := table.Next(); err != io.EOF {
				t.Errorf("got %v at the end, want io.EOF", err)
			}
		})
	}
}

func TestDamagedSheetIsRefused(t *testing.T) {
	row := `<row r="2"><c r="A2"><v>1</v></c></row>`
	cases := []struct {
		name, sheet, message string
		row                  int
	}{
		{"rows out of order", row + `<row r="2"/>`, "row numbered", 2},
		{"cells out of order", `<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>`, "wrong place", 2},
		{"cell of another row", `<row r="2"><c r="A3"><v>1</v></c></row>`, "wrong place", 2},
		{"shared string out of range", `<row r="2"><c r="A2" t="s"><v>3</v></c></row>`, "does not exist", 2},
		{"negative shared string", `<row r="2"><c r="A2" t="s"><v>-1</v></c></row>`, "does not exist", 2},
		{"style out of range", `<row r="2"><c r="A2" s="5"><v>3</v></c></row>`, "format", 2},
		{"no number", `<row r="2"><c r="A2"><v>1x</v></c></row>`, "not of its type", 2},
		{"infinity", `<row r="2"><c r="A2"><v>Inf</v></c></row>`, "not of its type", 2},
		{"no boolean", `<row r="2"><c r="A2" t="b"><v>2</v></c></row>`, "not of its type", 2},
		{"unknown type", `<row r="2"><c r="A2" t="x"><v>2</v></c></row>`, "unknown type", 2},
		{"unknown attribute", `<row r="2"><c r="A2" u="s"><v>2</v></c></row>`, "unknown", 2},
		{"unknown element", `<row r="2"><d r="A2"><v>2</v></d></row>`, "stands among", 2},
		{"two values", `<row r="2"><c r="A2"><v>2</v><v>3</v></c></row>`, "wrong place", 2},
		{"text among cells", `<row r="2">x<c r="A2"><v>2</v></c></row>`, "text stands", 2},
		{"unknown entity", row + `<row r="3"><c r="A3" t="str"><v>&nbsp;</v></c></row>`, "entity", 3},
		{"stray angle", row + `<row r="3"><c r="A3" t="str"><v>a < b</v></c></row>`, "", 3},
		{"not utf-8", row + "<row r=\"3\"><c r=\"A3\" t=\"str\"><v>\xff</v></c></row>", "UTF-8", 0},
		{"control character", row + "<row r=\"3\"><c r=\"A3\" t=\"str\"><v>\x01</v></c></row>", "control", 0},
		{"unbalanced", `<row r="2"><c r="A2"><v>1</c></v></row>`, "not begun", 2},
		{"attribute twice", `<row r="2"><c r="A2" r="A2"><v>1</v></c></row>`, "twice", 2},
		{"second rows", row + `</sheetData><sheetData>` + row, "second time", 2},
		{"deep", `<row r="2"><c r="A2"><extLst>` + strings.Repeat("<a>", maxDepth) + strings.Repeat("</a>", maxDepth) + `</extLst></c></row>`, "deeply", 2},
		{"column beyond the bound", `<row r="2"><c r="ALM2"><v>1</v></c></row>`, "more than 1000 columns", 2},
		{"row beyond the bound", `<row r="1048577"><c><v>1</v></c></row>`, "rows", 1},
		{"formula without a value", `<row r="2"><c r="A2"><f>1+1</f></c></row>`, "never calculated", 2},
		{"long cell", `<row r="2"><c r="A2" t="str"><v>` + strings.Repeat("x", maxCell+1) + `</v></c></row>`, "longer than 64 KiB", 2},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			table, err := only(t, "w.xlsx", pack(t, workbookParts(sheetHead+c.sheet)))
			if err == nil {
				_, err = rowsOf(table)
			}
			checkFault(t, err, "w.xlsx", c.message, c.row)
		})
	}
}

func TestDamagedWorkbookIsRefused(t *testing.T) {
	cases := []struct {
		name, part, content, message string
	}{
		{"doctype", "xl/sharedStrings.xml", `<!DOCTYPE sst [<!ENTITY a "b">]><sst/>`, "declaration"},
		{"doctype in the sheet", "xl/worksheets/sheet1.xml", `<!DOCTYPE worksheet><worksheet/>`, "declaration"},
		{"other encoding", "xl/sharedStrings.xml", `<?xml version="1.0" encoding="UTF-16"?><sst/>`, "not UTF-8"},
		{"cut strings", "xl/sharedStrings.xml", `<sst><si><t>Name</t></si>`, "cut off"},
		{"text behind the end", "xl/styles.xml", `<styleSheet/>x`, "outside"},
		{"second root", "xl/styles.xml", `<styleSheet/><styleSheet/>`, "behind its end"},
		{"wrong root", "xl/workbook.xml", `<worksheet/>`, "not what"},
		{"no rows", "xl/worksheets/sheet1.xml", `<worksheet/>`, "no rows"},
		{"empty part", "xl/worksheets/sheet1.xml", ``, "cut off"},
		{"missing sheet", "xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="../../../etc/passwd"/></Relationships>`, "missing"},
		{"sheet elsewhere", "xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" TargetMode="External" Type="http://x/worksheet" Target="http://x/"/></Relationships>`, "no content"},
		{"hidden sheet only", "xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="Data" state="hidden" r:id="rId1"/></sheets></workbook>`, "no visible sheet"},
		{"empty sheet only", "xl/worksheets/sheet1.xml", `<worksheet><sheetData/></worksheet>`, "no visible sheet"},
		{"same part twice", "XL/STYLES.xml", `<styleSheet/>`, "two parts"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			parts := workbookParts(sheetHead)
			parts[c.part] = c.content
			_, err := only(t, "w.xlsx", pack(t, parts))
			checkFault(t, err, "w.xlsx", c.message, 0)
		})
	}
}

func TestSharedStringsAreBounded(t *testing.T) {
	text := "<si><t>" + strings.Repeat("x", 60_000) + "</t></si>"
	src := io.MultiReader(strings.NewReader("<sst>"), &repeated{c: &counted{left: 1 << 40}, unit: text, whole: true})
	x, err := newXML(src)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.root("sst"); err != nil {
		t.Fatal(err)
	}
	var s sharedStrings
	err = inFile(s.read(x), "w.xlsx")
	checkFault(t, err, "w.xlsx", "more than 64 MiB of text", 0)
}

func TestDate1904(t *testing.T) {
	parts := workbookParts(sheetHead + `<row r="2"><c s="1"><v>0</v></c><c s="1"><v>43981</v></c></row>`)
	parts["xl/workbook.xml"] = strings.Replace(parts["xl/workbook.xml"], "<workbookPr/>", `<workbookPr date1904="1"/>`, 1)
	table, err := only(t, "w.xlsx", pack(t, parts))
	if err != nil {
		t.Fatal(err)
	}
	r, err := table.Next()
	if got, want := kinded(r), "2: 1904-01-01:d|2024-05-31:d"; err != nil || got != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

func TestShowsDate(t *testing.T) {
	for code, want := range map[string]bool{
		"dd/mm/yyyy": true, "[$-410]d mmmm yyyy;@": true, "mmm": true, "mm-yy": true, "yyyy\\-mm\\-dd hh:mm:ss": true,
		"h:mm AM/PM": false, "m/d/yy h:mm am/pm": true, "[h]:mm": false, "mm:ss.0": false, "General": false, "0.00": false,
		"0 \"days\"": false, "0.0 \\d": false, "[Red]0.00": false, "0.00E+00": false, "#,##0_d": false, "0;\"d\"": false,
		"[$€-407]#,##0": false, "@": false, "\"": false, "[": false,
	} {
		if got := showsDate(code); got != want {
			t.Errorf("%q: got %v, want %v", code, got, want)
		}
	}
}

// excelBook is a workbook of a thousand rows as excelize writes it.
func excelBook(t *testing.T) *excelize.File {
	t.Helper()
	f := excelize.NewFile()
	layout := "yyyy-mm-dd"
	date, err := f.NewStyle(&excelize.Style{CustomNumFmt: &layout})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 1001 {
		row := []any{fmt.Sprintf("ACC-%04d", i), fmt.Sprintf("Account & Sons %d", i), i % 97, float64(i%1000) / 8, start.AddDate(0, 0, i), i%2 == 0}
		if i == 0 {
			row = []any{"Account", "Name", "Sold", "Price", "End", "Trial"}
		}
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellStyle("Sheet1", "E2", "E1001", date); err != nil {
		t.Fatal(err)
	}
	return f
}

func bytesOf(t *testing.T, f *excelize.File, o ...excelize.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b, o...); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWorkbookLikeExcelize(t *testing.T) {
	f := excelBook(t)
	want, err := f.GetRows("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	table, err := only(t, "w.xlsx", bytesOf(t, f))
	if err != nil {
		t.Fatal(err)
	}
	if h := table.Header(); !slices.Equal(h.Columns, want[0]) || len(h.Sample) != sampleRows {
		t.Errorf("got columns %q and a sample of %d", h.Columns, len(h.Sample))
	}
	for i, w := range want[1:] {
		r, err := table.Next()
		if err != nil {
			t.Fatal(err)
		}
		if got := texts(r); !slices.Equal(got, w) || r.Line != i+2 {
			t.Fatalf("got %d %q, want %d %q", r.Line, got, i+2, w)
		}
	}
	if _, err := table.Next(); err != io.EOF {
		t.Errorf("got %v, want io.EOF", err)
	}
}

func TestProtectedAndOldWorkbooks(t *testing.T) {
	f := excelize.NewFile()
	_, err := only(t, "w.xlsx", bytesOf(t, f, excelize.Options{Password: "secret"}))
	checkFault(t, err, "w.xlsx", "protected with a password", 0)
	_, err = only(t, "w.xls", string(oleMagic)+strings.Repeat("\x00", 1000)+string(utf16Name("Workbook")))
	checkFault(t, err, "w.xls", "old .xls format", 0)
}

func TestPortfolioOfTwoSheets(t *testing.T) {
	data, err := os.ReadFile(filepath.FromSlash("../../../../shared/samples/synthetic/portfolio_two_sheets.xlsx"))
	if err != nil {
		t.Skip("the samples are not beside the repository")
	}
	tables, err := FromBytes("p.xlsx", data, mod).Tables()
	if err != nil || len(tables) != 2 {
		t.Fatalf("got %d tables, %v", len(tables), err)
	}
	h := tables[1].Header()
	columns := []string{"Customer / Name", "Customer / Tenant ID", "Licences / Sold", "Licences / Assigned", "Licences / Deployment %", "Term / Start", "Term / End"}
	if !slices.Equal(h.Columns, columns) || h.Line != 4 || h.Sheet != "Data" || !slices.Equal(h.Preamble, []string{"Licence portfolio March 2024"}) {
		t.Errorf("got %+v", h)
	}
	var rows []string
	for {
		r, err := tables[1].Next()
		if err != nil {
			break
		}
		rows = append(rows, kinded(r))
	}
	want := []string{
		"5: Contoso Italia SRL:t|11111111-aaaa-4bbb-8ccc-000000000001:t|50:n|40:n|0.8:n|2023-06-01:d|2024-05-31:d",
		"6: Fabrikam GmbH:t|11111111-aaaa-4bbb-8ccc-000000000002:t|20:n|N/A:t|-:t|2023-01-05:d|permanent:t",
		"7: Total:t|:t|70:n|40:n|0.571:n",
	}
	if !slices.Equal(rows, want) {
		t.Errorf("got %q, want %q", rows, want)
	}
}

func TestMergedHeaderAboveOrBelow(t *testing.T) {
	f := excelize.NewFile()
	for cell, v := range map[string]any{
		"A1": "Customer", "B1": "Country", "C1": "Segment", "D1": "Licences", "D2": "Sold", "E2": "Assigned",
		"A3": "Contoso", "B3": "IT", "C3": "SMB", "D3": 5, "E3": 4, "A4": "Fabrikam", "B4": "DE", "C4": "SMB", "D4": 7, "E4": 7,
	} {
		f.SetCellValue("Sheet1", cell, v)
	}
	for _, m := range [][2]string{{"A1", "A2"}, {"B1", "B2"}, {"C1", "C2"}, {"D1", "E1"}} {
		if err := f.MergeCell("Sheet1", m[0], m[1]); err != nil {
			t.Fatal(err)
		}
	}
	table, err := only(t, "w.xlsx", bytesOf(t, f))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Customer", "Country", "Segment", "Licences / Sold", "Licences / Assigned"}
	if h := table.Header(); !slices.Equal(h.Columns, want) || h.Line != 2 || len(h.Preamble) != 0 || len(h.Sample) != 2 {
		t.Errorf("got %+v", h)
	}
}
