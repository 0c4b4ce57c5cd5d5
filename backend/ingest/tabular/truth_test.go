package tabular

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// unpack returns the parts of an archive.
func unpack(t *testing.T, data string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, e := range z.File {
		r, err := e.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[e.Name] = string(b)
	}
	return parts
}

// readBook returns the rows of a workbook with one sheet, header included.
func readBook(data string) ([]string, error) {
	tables, err := FromBytes("w.xlsx", []byte(data), mod).Tables()
	if err != nil {
		return nil, err
	}
	defer tables[0].Close()
	rows, err := rowsOf(tables[0])
	return append([]string{strings.Join(tables[0].Header().Columns, "|")}, rows...), err
}

// excelizeRows counts the rows excelize gives without an error.
func excelizeRows(data string) (int, error) {
	f, err := excelize.OpenReader(strings.NewReader(data))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	rows, err := f.Rows("Sheet1")
	if err != nil {
		return 0, err
	}
	n := 0
	for rows.Next() {
		if _, err := rows.Columns(); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Error()
}

func wellFormed(text string) bool {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); err != nil {
			return err == io.EOF
		}
	}
}

const sheetPath = "xl/worksheets/sheet1.xml"

// A sheet cut anywhere is refused, or gives exactly the rows of the whole one.
// Control: the usual library gives fewer rows and no error.
func TestCutSheetNeverLosesRows(t *testing.T) {
	parts := unpack(t, bytesOf(t, excelBook(t)))
	whole := parts[sheetPath]
	want, err := readBook(pack(t, parts))
	if err != nil || len(want) != 1001 {
		t.Fatalf("got %d rows, %v", len(want), err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	refused, same, lost := 0, 0, 0
	for range 100 {
		at := random.IntN(len(whole))
		parts[sheetPath] = whole[:at]
		data := pack(t, parts)
		switch got, err := readBook(data); {
		case err != nil:
			refused++
		case slices.Equal(got, want):
			same++
		default:
			t.Errorf("cut at %d: got %d rows without an error", at, len(got))
		}
		if n, err := excelizeRows(data); err == nil && n < len(want) {
			lost++
		}
	}
	t.Logf("100 cuts: %d refused, %d the same; the control lost rows without an error in %d", refused, same, lost)
	if lost < 50 {
		t.Errorf("the control lost rows in %d cases only: the test proves little", lost)
	}
}

// A byte changed in the XML of a sheet is refused where it breaks the XML. Where
// it does not, it changes at most the row it is in, and loses none.
func TestMutatedSheetNeverLosesRows(t *testing.T) {
	parts := unpack(t, bytesOf(t, excelBook(t)))
	whole := parts[sheetPath]
	want, err := readBook(pack(t, parts))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	refused, lost := 0, 0
	for i := range 100 {
		at := random.IntN(len(whole))
		to := byte(random.IntN(256))
		if i%2 == 0 {
			to = "<>&\"/ \x00\xff"[random.IntN(8)]
		}
		parts[sheetPath] = whole[:at] + string([]byte{to}) + whole[at+1:]
		data := pack(t, parts)
		if n, err := excelizeRows(data); err == nil && n < len(want) {
			lost++
		}
		got, err := readBook(data)
		if err != nil {
			refused++
			continue
		}
		if !wellFormed(parts[sheetPath]) {
			t.Errorf("%q at %d: accepted though no XML", to, at)
		}
		differ := 0
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				differ++
			}
		}
		if len(got) != len(want) || differ > 1 {
			t.Errorf("%q at %d: got %d rows, %d of them changed", to, at, len(got), differ)
		}
	}
	t.Logf("100 bytes changed in the sheet: %d refused; the control lost rows without an error in %d", refused, lost)
	if refused < 50 || lost == 0 {
		t.Errorf("only %d of 100 were refused, and the control lost rows in %d", refused, lost)
	}
}

// A byte changed in the file itself is refused, or nothing is different: the
// checksum of every part that is read is compared at its end.
func TestMutatedFileIsRefusedOrTheSame(t *testing.T) {
	whole := []byte(bytesOf(t, excelBook(t)))
	want, err := readBook(string(whole))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(5, 6))
	refused, cut := 0, 0
	for range 100 {
		at := random.IntN(len(whole))
		data := bytes.Clone(whole)
		data[at] ^= byte(1 + random.IntN(255))
		got, err := readBook(string(data))
		if err != nil {
			refused++
		} else if !slices.Equal(got, want) {
			t.Errorf("byte %d: got other cells without an error", at)
		}
		if _, err := readBook(string(whole[:at])); err == nil {
			t.Errorf("cut at %d: accepted", at)
		} else {
			cut++
		}
	}
	t.Logf("100 bytes changed in the file: %d refused, the others gave the same cells; %d of 100 cuts refused", refused, cut)
	if refused < 30 {
		t.Errorf("only %d of 100 were refused", refused)
	}
}

// FuzzSheet gives any XML as a sheet: what encoding/xml refuses is refused.
func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>a&amp;b</v></c></row></sheetData></worksheet>`)
	f.Add(`<worksheet><sheetData><row><c><v>1</v></c></row><!-- --></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>`)
	f.Fuzz(func(t *testing.T, text string) {
		x, err := newXML(strings.NewReader(text))
		if err != nil {
			return
		}
		s, err := newSheetReader(&workbook{}, "s", x)
		for err == nil {
			err = s.next()
		}
		if err == io.EOF && !wellFormed(text) {
			t.Fatalf("accepted %q", text)
		}
	})
}

func BenchmarkSheet(b *testing.B) {
	const rows = 20_000
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	for i := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := w.SetRow(cell, []any{"2026-09-01", "ACC-000001", "Account & Sons", "EMEA", "PRD-0001", "feature_1", i % 400, float64(i%99999) / 100, "active", "m@example.com", 45000, "note"}); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	var data bytes.Buffer
	if err := f.Write(&data); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		got, err := readBookCount(data.Bytes())
		if err != nil || got != rows-1 {
			b.Fatal(got, err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
}

func readBookCount(data []byte) (int, error) {
	tables, err := FromBytes("w.xlsx", data, mod).Tables()
	if err != nil {
		return 0, err
	}
	for n := 0; ; n++ {
		if _, err := tables[0].Next(); err == io.EOF {
			return n, nil
		} else if err != nil {
			return n, err
		}
	}
}
