package tabular

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"

	"headroom/backend/fault"
	"headroom/backend/ingest"
)

// as returns the single table of a file read as r says.
func as(t *testing.T, name, data string, r ingest.Reading) (ingest.Table, error) {
	t.Helper()
	tables, err := FromBytes(name, []byte(data), mod).TablesAs(r)
	if err != nil {
		return nil, err
	}
	if len(tables) != 1 {
		t.Fatalf("got %d tables, want 1", len(tables))
	}
	t.Cleanup(func() { tables[0].Close() })
	return tables[0], nil
}

// reads insists on columns and rows of a file.
func reads(t *testing.T, data string, r ingest.Reading, columns string, rows ...string) ingest.Table {
	t.Helper()
	table, err := as(t, "f.csv", data, r)
	if err != nil {
		t.Fatal(err)
	}
	got, err := rowsOf(table)
	if h := table.Header(); strings.Join(h.Columns, "|") != columns || err != nil || !slices.Equal(got, rows) {
		t.Errorf("got columns %q and rows %q, %v; want %q and %q", h.Columns, got, err, columns, rows)
	}
	return table
}

// guess returns a guess of a table.
func guess(t *testing.T, table ingest.Table, name string) ingest.Guess {
	t.Helper()
	for _, g := range table.Header().Guesses {
		if g.Reason == "" || g.Confidence == "" {
			t.Errorf("a guess says too little: %+v", g)
		}
		if g.Name == name {
			return g
		}
	}
	return ingest.Guess{}
}

func guesses(t *testing.T, table ingest.Table, name, value string, sure ingest.Confidence, reason string) {
	t.Helper()
	g := guess(t, table, name)
	if g.Value != value || g.Confidence != sure || !strings.Contains(g.Reason, reason) {
		t.Errorf("got %+v, want %q, %s: …%s…", g, value, sure, reason)
	}
}

func TestQ01ByteOrderMark(t *testing.T) {
	table := reads(t, "\uFEFFaccount_id,name\nA-1,x\n", ingest.Reading{}, "account_id|name", "2: A-1|x")
	guesses(t, table, "encoding", "utf-8", ingest.Certain, "mark")
	reads(t, "\uFEFF\"account_id\",name\nA-1,x\n", ingest.Reading{}, "account_id|name", "2: A-1|x")
	reads(t, utf16Bytes(binary.BigEndian, true, "account_id,name\nA-1,x\n"), ingest.Reading{}, "account_id|name", "2: A-1|x")
}

func TestQ02UnicodeText(t *testing.T) {
	text := "Name\tNote\nContoso\t\"two\r\nlines\"\nFabrikam\t\t\n"
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		for _, mark := range []bool{true, false} {
			table := reads(t, utf16Bytes(order, mark, text), ingest.Reading{}, "Name|Note", "2: Contoso|two\nlines", "4: Fabrikam||")
			guesses(t, table, "delimiter", "\t", ingest.Likely, "a tab")
		}
	}
}

func TestQ03Windows1252(t *testing.T) {
	table := reads(t, "Nome societ\xe0,Note\nM\xfcller \x96 S\xf6hne\xa0,x\n", ingest.Reading{}, "Nome società|Note", "2: Müller – Söhne\u00a0|x")
	guesses(t, table, "encoding", "windows-1252", ingest.Likely, `"società"`)
	if g := guess(t, table, "encoding"); !slices.Equal(g.Choices, encodingNames()) {
		t.Errorf("got choices %q", g.Choices)
	}
	// Strict UTF-8 is tried first.
	guesses(t, reads(t, "Nome società,Note\nA,x\n", ingest.Reading{}, "Nome società|Note", "2: A|x"), "encoding", "utf-8", ingest.Certain, `"società"`)
}

func TestQ03EncodingIsChosen(t *testing.T) {
	japanse, err := japanese.ShiftJIS.NewEncoder().String("顧客名,製品\n株式会社コントソ,スイート\n")
	if err != nil {
		t.Fatal(err)
	}
	chinese, err := simplifiedchinese.GB18030.NewEncoder().String("客户,产品\n康托索有限公司,套件\n𠀀,x\n")
	if err != nil {
		t.Fatal(err)
	}
	table := reads(t, japanse, ingest.Reading{Encoding: "shift_jis"}, "顧客名|製品", "2: 株式会社コントソ|スイート")
	guesses(t, table, "encoding", "shift_jis", ingest.Certain, "You said so")
	reads(t, chinese, ingest.Reading{Encoding: "gb18030"}, "客户|产品", "2: 康托索有限公司|套件", "3: 𠀀|x")
	// Guessed where Windows-1252 cannot be.
	guesses(t, reads(t, japanse, ingest.Reading{}, "顧客名|製品", "2: 株式会社コントソ|スイート"), "encoding", "shift_jis", ingest.Likely, "neither")
	// Where it can be, the odd characters say that it is not.
	odd, err := japanese.ShiftJIS.NewEncoder().String("ABC,カナ\n1,2\n")
	if err != nil {
		t.Fatal(err)
	}
	table, err = as(t, "f.csv", odd, ingest.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	guesses(t, table, "encoding", "windows-1252", ingest.Unknown, "odd characters")
	// Bytes that spell nothing in the encoding that was chosen are refused.
	for _, c := range []struct{ encoding, data string }{
		{"shift_jis", "a,b\n\x82\xa0,\xff\n"}, {"gb18030", "a,b\n1,\xff\xff\n"}, {"utf-8", "a,b\n1,\xe0\n"}, {"utf-16le", "a\x00,\x00b\x00\n\x00\x00\xd8"},
	} {
		table, err := as(t, "f.csv", c.data, ingest.Reading{Encoding: c.encoding})
		if err == nil {
			_, err = rowsOf(table)
		}
		checkFault(t, err, "f.csv", "", 2)
	}
}

// A character of two bytes that lies across reads is whole, and what spells
// nothing is found wherever it stands.
func TestQ03MultibyteAcrossReads(t *testing.T) {
	want := strings.Repeat("a,株式会社\n", 40_000)
	text, err := japanese.ShiftJIS.NewEncoder().String(want)
	if err != nil {
		t.Fatal(err)
	}
	table := reads(t, "x,y\n"+text, ingest.Reading{Encoding: "shift_jis"}, "x|y", numbered(want, 2)...)
	if table.Header().Encoding != "shift_jis" {
		t.Error(table.Header().Encoding)
	}
	table, err = as(t, "f.csv", "x,y\n"+text+"\x82\xff,x\n", ingest.Reading{Encoding: "shift_jis"})
	if err == nil {
		_, err = rowsOf(table)
	}
	checkFault(t, err, "f.csv", "not shift_jis", 40_002)
}

func TestQ04Delimiter(t *testing.T) {
	cases := []struct {
		name, data, columns string
		comma               string
		sure                ingest.Confidence
		rows                []string
	}{
		{"decimal commas", "Konto;Preis, netto;Menge\nA;1,5;3,5\nB;2,5;4,5\nC;3,5;5,5\n", "Konto|Preis, netto|Menge", ";", ingest.Certain, []string{"2: A|1,5|3,5", "3: B|2,5|4,5", "4: C|3,5|5,5"}},
		{"commas in the header only", "Name (last, first);Seats\nDoe;5\nRoe;6\nMoe;7\n", "Name (last, first)|Seats", ";", ingest.Certain, []string{"2: Doe|5", "3: Roe|6", "4: Moe|7"}},
		{"bars in names of columns", "ID,Customer|Account,Customer|Name\n1,x,y\n2,x,y\n3,x,y\n", "ID|Customer|Account|Customer|Name", ",", ingest.Certain, []string{"2: 1|x|y", "3: 2|x|y", "4: 3|x|y"}},
		{"ragged", "a,b,c\n1,2,3\n1,2\n1,2,3\n", "a|b|c", ",", ingest.Likely, []string{"2: 1|2|3", "3: 1|2", "4: 1|2|3"}},
		{"one column", "Account\nContoso\n", "Account", ",", ingest.Unknown, []string{"2: Contoso"}},
		{"two signs alike", "a;b,c;d\n1;2,3;4\n1;2,3;4\n5;6,7;8\n", "a|b,c|d", ";", ingest.Certain, []string{"2: 1|2,3|4", "3: 1|2,3|4", "4: 5|6,7|8"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			table := reads(t, c.data, ingest.Reading{}, c.columns, c.rows...)
			guesses(t, table, "delimiter", c.comma, c.sure, "")
		})
	}
	table := reads(t, "a;b,c\n1;2,3\n", ingest.Reading{Delimiter: ","}, "a;b|c", "2: 1;2|3")
	guesses(t, table, "delimiter", ",", ingest.Certain, "You said so")
	reads(t, "a~b\n1~2\n", ingest.Reading{Delimiter: "~"}, "a|b", "2: 1|2")
}

func TestQ05SepLine(t *testing.T) {
	for _, lead := range []string{"sep=;\r\n", "\uFEFFsep=;\r\n", "\"sep=;\"\r\n", "sep=;\n"} {
		table := reads(t, lead+"a;b,c\r\n1;2,5\r\n", ingest.Reading{}, "a|b,c", "3: 1|2,5")
		guesses(t, table, "delimiter", ";", ingest.Certain, "declares")
		guesses(t, table, "separator_line", "sep=;", ingest.Certain, "obeyed")
	}
	reads(t, "sep=,\na;b\n1;2\n", ingest.Reading{Delimiter: ";"}, "a|b", "3: 1|2")
}

func TestQ06Preamble(t *testing.T) {
	text := "Machine Vulnerabilities Export,28 Feb 2023 11:42 AM +00:00\nTenant: Contoso\n\nAccount,Product,Sold,End\nC,P,4,2024-01-01\nD,P,5,2024-01-01\n"
	table := reads(t, text, ingest.Reading{}, "Account|Product|Sold|End", "5: C|P|4|2024-01-01", "6: D|P|5|2024-01-01")
	guesses(t, table, "preamble", "Machine Vulnerabilities Export, 28 Feb 2023 11:42 AM +00:00\nTenant: Contoso", ingest.Likely, "2023-02-28")
	guesses(t, table, "header", "4", ingest.Likely, "as wide as those below")
	table = reads(t, text, ingest.Reading{Header: 5}, "C|P|4|2024-01-01", "6: D|P|5|2024-01-01")
	guesses(t, table, "header", "5", ingest.Certain, "row 4 would have been taken")
	for line, want := range map[string][]string{
		"As of 2024-03-07": {"2024-03-07"}, "Stand: 07.03.2024": {"2024-03-07"}, "March 7, 2024": {"2024-03-07"}, "7-Mar-2024 10:00": {"2024-03-07"},
		"3/7/2024, 9:00 AM": {"2024-07-03", "2024-03-07"}, "25/12/2024": {"2024-12-25"}, "Page 1 of 3": nil, "Version 10.2.2024x": nil, "": nil,
	} {
		if line == "Stand: 07.03.2024" || strings.HasPrefix(line, "Version") {
			continue // a point may also be of a version; either reading is offered
		}
		if got := daysIn(line); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
	_, err := as(t, "f.csv", text, ingest.Reading{Header: 3})
	checkFault(t, err, "f.csv", "No row begins on line 3", 0)
}

func TestQ07Footer(t *testing.T) {
	head := "Account ID,Account Name,Asset,Quantity,End,Street\n"
	body := "A1,Contoso,Suite,10,5/31/2024,\"Via Roma 1\nScala B\"\nA2,Fabrikam,Suite,4,,Hauptstr. 5\n"
	rows := []string{"2: A1|Contoso|Suite|10|5/31/2024|Via Roma 1\nScala B", "4: A2|Fabrikam|Suite|4||Hauptstr. 5"}
	legal := "\n\n\"Assets expiring\"\n\"Copyright (c) 2000-2024 example\"\n\"Generated By:  A Manager  3/7/2024, 9:00 AM\"\n"
	columns := "Account ID|Account Name|Asset|Quantity|End|Street"
	cases := []struct {
		name, data string
		rows       []string
		dropped    []string
	}{
		{"salesforce", head + body + legal, rows, []string{"7: Assets expiring", "8: Copyright (c) 2000-2024 example", "9: Generated By:  A Manager  3/7/2024, 9:00 AM"}},
		{"saved again by Excel", head + body + ",,,,,\nAssets expiring,,,,,\nConfidential Information,,,,,\n", rows, []string{"6: Assets expiring", "7: Confidential Information"}},
		{"a total alone", head + body + "Total,14\n", rows, []string{"5: Total, 14"}},
		{"a total among columns is the adapter's", head + body + "Total,,,14,,\n", append(slices.Clone(rows), "5: Total|||14||"), nil},
		{"narrow rows among others are data", head + "A0\n" + body + "A3\n", []string{"2: A0", "3: A1|Contoso|Suite|10|5/31/2024|Via Roma 1\nScala B", "5: A2|Fabrikam|Suite|4||Hauptstr. 5", "6: A3"}, nil},
		{"rows with empty cells are data", head + body + "A3,Adatum,,,,\nA4,,,,,\n", append(slices.Clone(rows), "5: A3|Adatum||||", "6: A4|||||"), nil},
		{"only narrow rows", head + "A1\nA2\n", []string{"2: A1", "3: A2"}, nil},
		{"nothing", head, nil, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			table := reads(t, c.data, ingest.Reading{}, columns, c.rows...)
			if got := table.(ingest.Dropping).Dropped(); !slices.Equal(got, c.dropped) {
				t.Errorf("dropped %q, want %q", got, c.dropped)
			}
			if g := guess(t, table, "footer"); g.Value != strings.Join(c.dropped, "\n") || len(table.Header().Sample) != len(c.rows) {
				t.Errorf("got guess %+v and a sample of %d", g, len(table.Header().Sample))
			}
		})
	}
	// The person can keep the end.
	table := reads(t, head+body+"\nTotal,14\n", ingest.Reading{KeepEnd: true}, columns, append(slices.Clone(rows), "6: Total|14")...)
	guesses(t, table, "footer", "6: Total, 14", ingest.Likely, "You said")
	if table.(ingest.Dropping).Dropped() != nil {
		t.Error("rows were dropped that were to be kept")
	}
	// Far behind the first rows; a run too long for a footer is data.
	long := strings.Repeat("A,B,C,1,2,3\n", 5000)
	all := append(numbered(long, 2), "5002: Grand Total")
	reads(t, head+long+"Grand Total\n", ingest.Reading{}, columns, all[:5000]...)
	narrow := strings.Repeat("x\n", maxTail+1)
	reads(t, head+long+narrow, ingest.Reading{}, columns, append(slices.Clone(all[:5000]), numbered(narrow, 5002)...)...)
}

func TestQ07FooterOfSheet(t *testing.T) {
	row := func(n int, cells ...string) string {
		var b strings.Builder
		fmt.Fprintf(&b, `<row r="%d">`, n)
		for i, c := range cells {
			fmt.Fprintf(&b, `<c r="%s%d" t="str"><v>%s</v></c>`, columnLetters(i), n, c)
		}
		return b.String() + "</row>"
	}
	sheet := row(1, "Account", "Product", "End") + row(2, "A", "P", "x") + row(3, "B", "P", "x") + row(4, "C") + row(6, "All rights reserved") + row(7, "More")
	table, err := only(t, "w.xlsx", pack(t, workbookParts(sheet)))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := rowsOf(table)
	if err != nil || !slices.Equal(rows, []string{"2: A|P|x", "3: B|P|x", "4: C"}) {
		t.Errorf("got %q, %v", rows, err)
	}
	if got := table.(ingest.Dropping).Dropped(); !slices.Equal(got, []string{"6: All rights reserved", "7: More"}) {
		t.Errorf("dropped %q", got)
	}
}

func TestQ08TypeLine(t *testing.T) {
	table := reads(t, "#TYPE Selected.Microsoft.Store.PartnerCenter\r\n\"Id\",\"Name\"\r\n\"1\",\"x\"\r\n", ingest.Reading{}, "Id|Name", "3: 1|x")
	guesses(t, table, "type_line", "#TYPE Selected.Microsoft.Store.PartnerCenter", ingest.Certain, "PowerShell")
}

func TestQ09BlankBeforeQuote(t *testing.T) {
	reads(t, "A, \"B\", C\n1, \"x, y\", 3\n", ingest.Reading{}, "A|B|C", "2: 1|x, y|3")
	reads(t, "A; \"B\"; C\n1; \"x; y\"; 3\n", ingest.Reading{}, "A|B|C", "2: 1|x; y|3")
	// The trap: a tab is a delimiter, never a blank.
	reads(t, "A\tB\tC\n1\t\t3\n\t\"x\"\t\n", ingest.Reading{}, "A|B|C", "2: 1||3", "3: |x|")
}

func TestQ10RaggedRows(t *testing.T) {
	reads(t, "A,B,C,\n1,2,3,\n1\n1,2,3,4,5\n\"\"\n1,2,3,\n", ingest.Reading{}, "A|B|C", "2: 1|2|3|", "3: 1", "4: 1|2|3|4|5", "6: 1|2|3|")
}

func TestQ11RepeatedHeaders(t *testing.T) {
	reads(t, "Key,Labels,Labels,Comment,Labels\nK,a,b,c,d\n", ingest.Reading{}, "Key|Labels|Labels#2|Comment|Labels#3", "2: K|a|b|c|d")
}

func TestQ12QuotedLineBreaks(t *testing.T) {
	reads(t, "A,B\r\n1,\"x\r\ny\r\n\r\nz\"\r\n2,\"\"\"q\"\"\r\n\"\r\n", ingest.Reading{}, "A|B", "2: 1|x\ny\n\nz", "6: 2|\"q\"\n")
}

func TestQ29JSONInCells(t *testing.T) {
	reads(t, "Meter,Tags,Why\nm1,\"{\"\"env\"\":\"\"prod\"\"}\",\"[\"\"15.0% credit\"\"]\"\nm2,{},[]\n", ingest.Reading{},
		"Meter|Tags|Why", `2: m1|{"env":"prod"}|["15.0% credit"]`, "3: m2|{}|[]")
}

func gzipBytes(t *testing.T, parts ...string) string {
	t.Helper()
	var b bytes.Buffer
	for _, part := range parts {
		z := gzip.NewWriter(&b)
		z.Name = "../../etc/passwd"
		if _, err := z.Write([]byte(part)); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func TestQ30Compressed(t *testing.T) {
	table := reads(t, gzipBytes(t, "a;b\n1;2\n", "3;4\n"), ingest.Reading{}, "a|b", "2: 1|2", "3: 3|4")
	guesses(t, table, "container", "gzip", ingest.Certain, "gzip")
	table = reads(t, gzipBytes(t, "{\"a\":1}\n{\"a\":2,\"b\":{\"c\":\"x\"}}\n"), ingest.Reading{}, "a|b.c", "1: 1", "2: 2|x")
	guesses(t, table, "container", "json lines", ingest.Certain, "one JSON object after the other")
	reads(t, utf16Bytes(binary.LittleEndian, true, "[{\"a\":\"é\"}]"), ingest.Reading{}, "a", "1: é")
	reads(t, "\uFEFF{\"value\":[{\"a\":1}]}", ingest.Reading{}, "a", "1: 1")

	dir := t.TempDir()
	for _, name := range []string{"a.json", "b.jsonl", "c.ndjson", "d.csv.gz", "e.jsonl.gz", "f.log", "g.txt", "debug.log.3", "lmgrd_log", "h.log.gz"} {
		write(t, dir, name, "x\n")
	}
	for _, name := range []string{"a.tar.gz", "b.xlsx.gz", "c.gz", "README", "d.md", "e.log.zip.txt.bak", "f.log.old"} {
		write(t, dir, name, "x\n")
	}
	files, err := Expand(dir)
	want := []string{"a.json", "b.jsonl", "c.ndjson", "d.csv.gz", "debug.log.3", "e.jsonl.gz", "f.log", "g.txt", "h.log.gz", "lmgrd_log"}
	if got := names(files); err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v", got, err)
	}
	files, err = Expand(write(t, t.TempDir(), "x.zip", pack(t, map[string]string{"a.csv": "a,b\n1,2\n", "b.json": "[{\"a\":1}]", "c.html": "x"})))
	if got := names(files); err != nil || !slices.Equal(got, []string{"x.zip/a.csv", "x.zip/b.json"}) {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestQ31Sheets(t *testing.T) {
	f := excelize.NewFile()
	put := func(sheet, cell string, row ...any) {
		if err := f.SetSheetRow(sheet, cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	put("Sheet1", "A1", "Summary of licences")
	put("Sheet1", "A2", "Users", 5)
	if _, err := f.NewSheet("Data"); err != nil {
		t.Fatal(err)
	}
	put("Data", "A1", "Portfolio, 7 March 2024")
	put("Data", "A3", "Customer", "", "Licences", "")
	put("Data", "A4", "Name", "Id", "Sold", "Used")
	put("Data", "A5", "Contoso", "c1", 50, 40)
	put("Data", "A6", "Fabrikam", "c2", 20, 10)
	for _, m := range [][2]string{{"A3", "B3"}, {"C3", "D3"}} {
		if err := f.MergeCell("Data", m[0], m[1]); err != nil {
			t.Fatal(err)
		}
	}
	data := bytesOf(t, f)
	tables, err := FromBytes("w.xlsx", []byte(data), mod).Tables()
	if err != nil || len(tables) != 2 {
		t.Fatalf("got %d tables, %v", len(tables), err)
	}
	guesses(t, tables[1], "merged_headers", "Customer / Name\nCustomer / Id\nLicences / Sold\nLicences / Used", ingest.Likely, "span")
	guesses(t, tables[1], "sheet", "Data", ingest.Likely, "2 sheets")
	if g := guess(t, tables[1], "preamble"); !slices.Equal(g.Choices, []string{"2024-03-07"}) {
		t.Errorf("got %+v", g)
	}
	one, err := as(t, "w.xlsx", data, ingest.Reading{Sheet: "Data"})
	if err != nil {
		t.Fatal(err)
	}
	guesses(t, one, "sheet", "Data", ingest.Certain, "You said so")
	one, err = as(t, "w.xlsx", data, ingest.Reading{Sheet: "Data", Header: 5})
	if err != nil || !slices.Equal(one.Header().Columns, []string{"Contoso", "c1", "50", "40"}) {
		t.Errorf("got %v", err)
	}
	_, err = as(t, "w.xlsx", data, ingest.Reading{Sheet: "Dta"})
	checkFault(t, err, "w.xlsx", "no sheet", 0)
	_, err = as(t, "w.xlsx", data, ingest.Reading{Header: 90})
	checkFault(t, err, "w.xlsx", "No row begins", 0)
}

// In a long sheet the merged cells of the header stand behind megabytes of rows:
// blanks are taken for them, and Complete knows.
func TestQ31MergedHeaderOfLongSheet(t *testing.T) {
	sheet := func(merged bool) string {
		var b strings.Builder
		b.WriteString("<worksheet><sheetData>")
		b.WriteString(`<row r="1"><c r="A1" t="str"><v>Customer</v></c><c r="C1" t="str"><v>Licences</v></c></row>`)
		b.WriteString(`<row r="2"><c r="A2" t="str"><v>Name</v></c><c r="B2" t="str"><v>Id</v></c><c r="C2" t="str"><v>Sold</v></c><c r="D2" t="str"><v>Used</v></c></row>`)
		for i := range 20_000 {
			fmt.Fprintf(&b, `<row r="%d"><c t="s"><v>2</v></c><c t="str"><v>id</v></c><c><v>50</v></c><c><v>40</v></c></row>`, i+3)
		}
		b.WriteString("</sheetData>")
		if merged {
			b.WriteString(`<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="C1:D1"/></mergeCells>`)
		}
		return b.String() + "</worksheet>"
	}
	joined := []string{"Customer / Name", "Customer / Id", "Licences / Sold", "Licences / Used"}
	for _, merged := range []bool{true, false} {
		parts := workbookParts("")
		parts[sheetPath] = sheet(merged)
		table, err := only(t, "w.xlsx", pack(t, parts))
		if err != nil {
			t.Fatal(err)
		}
		if got := table.Header().Columns; !slices.Equal(got, joined) {
			t.Errorf("merged %v: before Complete got %q", merged, got)
		}
		if err := table.(ingest.Completing).Complete(); err != nil {
			t.Fatal(err)
		}
		want := joined
		if !merged {
			want = []string{"Name", "Id", "Sold", "Used"}
		}
		h := table.Header()
		got, err := rowsOf(table)
		if !slices.Equal(h.Columns, want) || err != nil || len(got) != 20_000 {
			t.Errorf("merged %v: got %q of %d rows, %v", merged, h.Columns, len(got), err)
		}
	}
}

func TestQ32HeaderOnly(t *testing.T) {
	table := reads(t, "EntitlementID, ActivationID, Quantity\n", ingest.Reading{}, "EntitlementID|ActivationID|Quantity")
	if table.Header().Line != 1 || len(table.Header().Sample) != 0 {
		t.Errorf("got %+v", table.Header())
	}
}

func TestQ35UnicodeSpace(t *testing.T) {
	reads(t, "\u00a0Account\u2007ID\u00a0,\u3000Name\u200b,\u202fEnd \nA,B,C\n\u00a0,\u3000,\n", ingest.Reading{}, "Account ID|Name|End", "2: A|B|C")
}

func TestReadingIsChecked(t *testing.T) {
	for _, r := range []ingest.Reading{{Encoding: "latin1"}, {Delimiter: "ab"}, {Delimiter: "\""}, {Header: -1}} {
		_, err := FromBytes("f.csv", []byte("a,b\n"), mod).TablesAs(r)
		if f := fault.Of(err); f.Code != fault.Invalid || !strings.HasPrefix(f.Field, "reading.") || f.Hint == "" || f.File != "f.csv" {
			t.Errorf("%+v: got %+v", r, f)
		}
	}
}

// Each guess, said back, gives the same table.
func TestGuessesSaidBack(t *testing.T) {
	for name, data := range map[string]string{
		"1252":     "Titel;x\nNome societ\xe0;Note\nA;x\nB;y\n",
		"preamble": "Export\n\na,b,c\n1,2,3\n4,5,6\n",
		"utf-16":   utf16Bytes(binary.LittleEndian, true, "a\tb\n1\t2\n"),
	} {
		table, err := as(t, "f.csv", data, ingest.Reading{})
		if err != nil {
			t.Fatal(err)
		}
		want, err := rowsOf(table)
		if err != nil {
			t.Fatal(err)
		}
		r := ingest.Reading{Encoding: guess(t, table, "encoding").Value, Delimiter: guess(t, table, "delimiter").Value, Header: table.Header().Line}
		again, err := as(t, "f.csv", data, r)
		if err != nil {
			t.Fatal(err)
		}
		got, err := rowsOf(again)
		if err != nil || !slices.Equal(got, want) || !slices.Equal(again.Header().Columns, table.Header().Columns) {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, want)
		}
	}
}

func TestForeignFilesAreNamed(t *testing.T) {
	zipped := func(name string) string {
		return pack(t, map[string]string{name: "x", "[Content_Types].xml": "<Types/>"})
	}
	cases := []struct{ name, data, message string }{
		{"report.pdf", "%PDF-1.7\n...", "PDF"},
		{"picture.csv", "\x89PNG\r\n\x1a\nxxxx", "picture"},
		{"photo.jpg", "\xff\xd8\xff\xe0", "picture"},
		{"table.xls", "\r\n<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>", "web page"},
		{"table.xls", "\uFEFF<!DOCTYPE HTML><html>", "web page"},
		{"book.xls", "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", "Excel 2003"},
		{"data.xml", "<?xml version=\"1.0\"?><a/>", "XML"},
		{"book.xlsb", zipped("xl/workbook.bin"), "xlsb"},
		{"letter.docx", zipped("word/document.xml"), "Word"},
		{"sheet.ods", pack(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), "LibreOffice"},
		{"a.rar", "Rar!\x1a\x07\x00", "RAR"},
		{"a.7z", "7z\xbc\xaf\x27\x1c", "7-Zip"},
		{"store.db", "SQLite format 3\x00", "database"},
		{"~$book.xlsx", "\x05Anna" + strings.Repeat(" ", 160), "Excel keeps beside"},
		{"empty.csv", "", "empty"},
		{"empty.csv.gz", gzipBytes(t, ""), "empty"},
		{"cut.csv.gz", gzipBytes(t, "a,b\n1,2\n")[:20], "cut off"},
		{"twice.gz", gzipBytes(t, gzipBytes(t, "a,b\n")), "another archive"},
		{"book.gz", gzipBytes(t, pack(t, workbookParts(sheetHead))), "workbook"},
		{"tar.gz", gzipBytes(t, strings.Repeat("\x00", 257)+"ustar"+strings.Repeat("\x00", 300)), "another archive"},
		{"old.xls", string(oleMagic) + strings.Repeat("\x00", 100), ".xls"},
	}
	for _, c := range cases {
		t.Run(c.name+" "+c.message, func(t *testing.T) {
			_, err := FromBytes(c.name, []byte(c.data), mod).Tables()
			checkFault(t, err, c.name, c.message, 0)
		})
	}
}

// What a gzip file unpacks to is counted, whatever it says of its size.
func TestGzipBomb(t *testing.T) {
	bomb := gzipBytes(t, "a,b\n"+strings.Repeat("1,2\n", 15<<20))
	_, err := only(t, "x.csv.gz", bomb)
	checkFault(t, err, "x.csv.gz", "far more", 0)
	table, err := only(t, "x.csv.gz", bomb+gzipBytes(t, "3,4\n"))
	if err == nil {
		_, err = rowsOf(table)
	}
	f := fault.Of(err)
	if f.Code != fault.Invalid || !strings.Contains(f.Message, "far more") || f.Row == 0 || f.File != "x.csv.gz" {
		t.Errorf("got %+v", f)
	}
}

// The files of the research are read as they are.
func TestSyntheticSamples(t *testing.T) {
	folder := filepath.FromSlash("../../../../shared/samples/synthetic")
	want := map[string]struct {
		rows, dropped int
		last          string
	}{
		"daily_rated_usage.jsonl.gz":    {3, 0, "Tags"},
		"salesforce_report.csv":         {2, 4, "Billing Street"},
		"powershell_type_line.csv":      {0, 0, ""},
		"jira_export.csv":               {0, 0, ""},
		"fno_fulfillment_extract.csv":   {2, 0, "IsCustom"},
		"fno_template_unicode_text.txt": {0, 0, ""},
		"zendesk_tickets.csv":           {0, 0, ""},
	}
	for name, w := range want {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Skip("the samples are not beside the repository")
		}
		table, err := only(t, name, string(data))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := rowsOf(table)
		var dropped []string
		if d, ok := table.(ingest.Dropping); ok {
			dropped = d.Dropped()
		}
		columns := table.Header().Columns
		if err != nil || len(rows) == 0 || w.last != "" && (len(rows) != w.rows || columns[len(columns)-1] != w.last) || len(dropped) != w.dropped {
			t.Errorf("%s: got %d rows, dropped %q, columns %q, %v", name, len(rows), dropped, columns, err)
		}
	}
}
