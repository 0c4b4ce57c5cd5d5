package tabular

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf16"

	"headroom/backend/fault"
	"headroom/backend/ingest"
)

var mod = time.Date(2024, 3, 7, 12, 0, 0, 0, time.UTC)

// only returns the single table of a file, or the error of it.
func only(t *testing.T, name, data string) (ingest.Table, error) {
	t.Helper()
	tables, err := FromBytes(name, []byte(data), mod).Tables()
	if err != nil {
		return nil, err
	}
	if len(tables) != 1 {
		t.Fatalf("got %d tables, want 1", len(tables))
	}
	t.Cleanup(func() { tables[0].Close() })
	return tables[0], nil
}

// rowsOf reads a table to its end; each row is "line: cell|cell".
func rowsOf(table ingest.Table) ([]string, error) {
	var rows []string
	for {
		r, err := table.Next()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		rows = append(rows, fmt.Sprintf("%d: %s", r.Line, bytes.Join(r.Cells, []byte("|"))))
	}
}

func utf16Bytes(order binary.AppendByteOrder, mark bool, text string) string {
	var b []byte
	if mark {
		b = order.AppendUint16(b, 0xFEFF)
	}
	for _, u := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

func TestTextTables(t *testing.T) {
	long := strings.Repeat("a,b,c\n", 200_000)
	cases := []struct {
		name     string
		data     string
		encoding string
		comma    byte
		line     int
		columns  []string
		rows     []string
		preamble []string
	}{
		{name: "comma", data: "a,b\n1,2\n", columns: []string{"a", "b"}, rows: []string{"2: 1|2"}},
		{name: "no newline at the end", data: "a,b\n1,2", columns: []string{"a", "b"}, rows: []string{"2: 1|2"}},
		{name: "header only", data: "a,b\n", columns: []string{"a", "b"}},
		{name: "header only without newline", data: "Account, Product", columns: []string{"Account", "Product"}},
		{name: "crlf", data: "a,b\r\n1,2\r\n", columns: []string{"a", "b"}, rows: []string{"2: 1|2"}},
		{name: "cr", data: "a,b\r1,2\r3,4", columns: []string{"a", "b"}, rows: []string{"2: 1|2", "3: 3|4"}},
		{name: "byte order mark", data: "\uFEFFa,b\n1,2\n", columns: []string{"a", "b"}, rows: []string{"2: 1|2"}},
		{
			name: "semicolon and decimal comma", comma: ';', data: "Total;Price;Count\n1,5;2,5;3,5\n1,5;2,5;3,5\n",
			columns: []string{"Total", "Price", "Count"}, rows: []string{"2: 1,5|2,5|3,5", "3: 1,5|2,5|3,5"},
		},
		{
			name: "tab and empty cells", comma: '\t', data: "a\tb\tc\n1\t\t3\n\t\t3\n",
			columns: []string{"a", "b", "c"}, rows: []string{"2: 1||3", "3: ||3"},
		},
		{
			name: "tab and blanks before quotes", comma: '\t', data: "a\tb\tc\n1\t\t\"x\"\n",
			columns: []string{"a", "b", "c"}, rows: []string{"2: 1||x"},
		},
		{name: "pipe", comma: '|', data: "a|b|c\n1|2|3\n", columns: []string{"a", "b", "c"}, rows: []string{"2: 1|2|3"}},
		{name: "pipes in a header", data: "ID,End Customer|Account,End Customer|Name\n", columns: []string{"ID", "End Customer|Account", "End Customer|Name"}},
		{name: "one column", data: "Account\nContoso\n", columns: []string{"Account"}, rows: []string{"2: Contoso"}},
		{
			name: "semicolons in text", data: "Name,Note\nA,x;y\nB,x;y\nC,x;y\n", columns: []string{"Name", "Note"},
			rows: []string{"2: A|x;y", "3: B|x;y", "4: C|x;y"},
		},
		{name: "sep line", comma: ';', line: 2, data: "\uFEFFsep=;\r\na;b,c\r\n1;2\r\n", columns: []string{"a", "b,c"}, rows: []string{"3: 1|2"}},
		{name: "type line", line: 2, data: "#TYPE Selected.X\r\n\"a\",\"b\"\r\n\"1\",\"2\"\r\n", columns: []string{"a", "b"}, rows: []string{"3: 1|2"}},
		{
			name: "preamble", line: 4, data: "Machine Export,28 Feb 2023 11:42 AM +00:00\nall\n\nAccount,Product,Sold,End\nC,P,4,2024-01-01\nD,P,5,2024-01-01\n",
			columns:  []string{"Account", "Product", "Sold", "End"},
			preamble: []string{"Machine Export, 28 Feb 2023 11:42 AM +00:00", "all"},
			rows:     []string{"5: C|P|4|2024-01-01", "6: D|P|5|2024-01-01"},
		},
		{name: "months as columns", data: "Customer,2024-01,2024-02,2024-03\nC,1,2,3\n", columns: []string{"Customer", "2024-01", "2024-02", "2024-03"}, rows: []string{"2: C|1|2|3"}},
		{
			name: "repeated and odd headers", data: "Labels,\u00a0Labels ,Labels#2,\"two\nlines\",,x,\n1,2,3,4,5,6,\n", line: 1,
			columns: []string{"Labels", "Labels#2", "Labels#2#2", "two lines", "", "x"}, rows: []string{"3: 1|2|3|4|5|6|"},
		},
		{
			name: "blank before a quote", data: "Account, Product, Count\n\"a, b\", \"c\" ,1\n\"d\", \"\"\"e\"\"\", 2\n",
			columns: []string{"Account", "Product", "Count"}, rows: []string{"2: a, b|c|1", "3: d|\"e\"|2"},
		},
		{name: "quoted line breaks", data: "a,b\n\"x\r\ny\",2\n3,\"4\"\n", columns: []string{"a", "b"}, rows: []string{"2: x\ny|2", "4: 3|4"}},
		{
			name: "short, wide and empty rows", data: "a,b,c\n1\n\n,,\n1,2,3,4\n1,2,3\n", columns: []string{"a", "b", "c"},
			rows: []string{"2: 1", "5: 1|2|3|4", "6: 1|2|3"},
		},
		{name: "quote inside a cell", data: "a,b\n5\" disk,2\n", columns: []string{"a", "b"}, rows: []string{"2: 5\" disk|2"}},
		{
			name: "windows-1252", encoding: "windows-1252", data: "Nome societ\xe0,b\nFabrikam \x96 \x80,2\n",
			columns: []string{"Nome società", "b"}, rows: []string{"2: Fabrikam – €|2"},
		},
		{name: "utf-8", data: "Nome società,b\n€,😀\n", columns: []string{"Nome società", "b"}, rows: []string{"2: €|😀"}},
		{
			name: "utf-16le", encoding: "utf-16le", comma: '\t', data: utf16Bytes(binary.LittleEndian, true, "a\tb\n😀\t2\n"),
			columns: []string{"a", "b"}, rows: []string{"2: 😀|2"},
		},
		{
			name: "utf-16be", encoding: "utf-16be", comma: '\t', data: utf16Bytes(binary.BigEndian, true, "a\tb\n1\t2\n"),
			columns: []string{"a", "b"}, rows: []string{"2: 1|2"},
		},
		{
			name: "utf-16le without a mark", encoding: "utf-16le", data: utf16Bytes(binary.LittleEndian, false, "aa,bb\n1,2\n"),
			columns: []string{"aa", "bb"}, rows: []string{"2: 1|2"},
		},
		{
			name: "windows-1252 after much ascii", data: "a,b,c\n" + long + "\xe0,\x96,c\n", columns: []string{"a", "b", "c"},
			rows: append(numbered(long, 2), "200002: à|–|c"),
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			table, err := only(t, "f.csv", c.data)
			if err != nil {
				t.Fatal(err)
			}
			h := table.Header()
			if c.comma == 0 {
				c.comma = ','
			}
			if c.encoding == "" {
				c.encoding = "utf-8"
			}
			if c.line == 0 {
				c.line = 1
			}
			if h.Comma != c.comma || h.Encoding != c.encoding || h.Line != c.line || h.File != "f.csv" {
				t.Errorf("got %q %s line %d of %s, want %q %s line %d of f.csv", h.Comma, h.Encoding, h.Line, h.File, c.comma, c.encoding, c.line)
			}
			if !slices.Equal(h.Columns, c.columns) {
				t.Errorf("got columns %q, want %q", h.Columns, c.columns)
			}
			if !slices.Equal(h.Preamble, c.preamble) {
				t.Errorf("got preamble %q, want %q", h.Preamble, c.preamble)
			}
			rows, err := rowsOf(table)
			if err != nil || !slices.Equal(rows, c.rows) {
				t.Errorf("got %d rows %.200q, %v, want %d %.200q", len(rows), rows, err, len(c.rows), c.rows)
			}
			if got, want := len(h.Sample), min(len(c.rows), sampleRows); got != want {
				t.Errorf("got a sample of %d rows, want %d", got, want)
			}
		})
	}
}

// numbered returns the rows of a plain text as rowsOf gives them.
func numbered(text string, line int) []string {
	var rows []string
	for l := range strings.Lines(text) {
		rows = append(rows, fmt.Sprintf("%d: %s", line+len(rows), strings.ReplaceAll(strings.TrimSpace(l), ",", "|")))
	}
	return rows
}

func TestTextIsRefused(t *testing.T) {
	body := strings.Repeat("a,b,c\n", 100_000)
	cases := []struct {
		name    string
		data    string
		message string
		row     int
		column  string
	}{
		{name: "empty", data: "", message: "empty"},
		{name: "only blank lines", data: "\n \n,,\n", message: "no rows"},
		{name: "nul", data: "a,b\n1,2\n1,\x002\n", message: "NUL", row: 3},
		{name: "nul late", data: body + "\x00", message: "NUL", row: 100_001},
		{name: "utf-8 with one bad byte late", data: "é,b,c\n" + body + "a,\xff,c\n", message: "UTF-8", row: 100_002},
		{name: "byte that windows-1252 lacks", data: "a,b\n\xe0,\x81\n", message: "Windows-1252", row: 2},
		{name: "half a surrogate", data: "\xff\xfea\x00,\x00b\x00\n\x00\x00\xd8x\x00", message: "UTF-16", row: 2},
		{name: "odd utf-16", data: "\xff\xfea\x00,\x00b\x00\n\x00x", message: "cut off", row: 2},
		{name: "unclosed quote", data: "a,b\n1,2\n3,\"4\n5,6\n", message: "never closed", row: 3, column: "b"},
		{name: "unclosed quote late", data: body + "3,\"4\n" + body, message: "not closed within 64 KiB", row: 100_001, column: "b"},
		{name: "text after a quote", data: "a,b\n1,2\n\"x\ny\",\"3\"4\n", message: "closing quote", row: 4, column: "b"},
		{name: "long cell", data: "a,b\n1," + strings.Repeat("x", maxCell+1) + "\n", message: "64 KiB", row: 2, column: "b"},
		{name: "long quoted cell", data: "a,b\n1,\"" + strings.Repeat("x", maxCell+1) + "\"\n", message: "64 KiB", row: 2, column: "b"},
		{name: "long row", data: body + strings.Repeat("x,", maxRow), message: "longer than 1 MiB", row: 100_001},
		{name: "many columns", data: "a,b\n" + strings.Repeat(",", maxColumns) + "\n", message: "more than 1000 columns", row: 2},
		{name: "many quoted columns", data: "a,b\n" + strings.Repeat("\"\",", maxColumns) + "\n", message: "more than 1000 columns", row: 2},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			table, err := only(t, "f.csv", c.data)
			if err == nil {
				_, err = rowsOf(table)
			}
			checkFault(t, err, "f.csv", c.message, c.row)
			var f *fault.Error
			if errors.As(err, &f) && c.column != "" && f.Column != c.column {
				t.Errorf("got column %q, want %q", f.Column, c.column)
			}
		})
	}
}

// checkFault insists on a fault that a person can act on.
func checkFault(t *testing.T, err error, file, message string, row int) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) {
		t.Fatalf("got %v, want a fault", err)
	}
	if f.Code != fault.Invalid || f.File != file || !strings.Contains(f.Message, message) || f.Row != row || f.Hint == "" {
		t.Errorf("got %s %q row %d: %q hint %q, want invalid %q row %d: …%s…", f.Code, f.File, f.Row, f.Message, f.Hint, file, row, message)
	}
}

// Rows so long that the look at the start of the file ends inside of one.
func TestLongRowsAreWhole(t *testing.T) {
	text := "a,b,c\n" + strings.Repeat(strings.Repeat("x", 40_000)+",\""+strings.Repeat("y", 10_000)+"\",z\n", 100)
	table, err := only(t, "f.csv", text)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := rowsOf(table)
	if err != nil || len(rows) != 100 || len(table.Header().Sample) >= 100 || len(table.Header().Sample) == 0 {
		t.Errorf("got %d rows and a sample of %d, %v", len(rows), len(table.Header().Sample), err)
	}
}

// Characters that lie across the ends of reads are whole in every encoding.
func TestDecoderAcrossReads(t *testing.T) {
	want := strings.Repeat("a,é€😀\n", 3000)
	latin := strings.Repeat("a,é€\n", 3000)
	for name, c := range map[string]struct{ data, want string }{
		"utf-8":        {want, want},
		"utf-16le":     {utf16Bytes(binary.LittleEndian, true, want), want},
		"utf-16be":     {utf16Bytes(binary.BigEndian, true, want), want},
		"windows-1252": {strings.NewReplacer("é", "\xe9", "€", "\x80").Replace(latin), latin},
	} {
		for how, src := range map[string]io.Reader{
			"one byte": iotest.OneByteReader(strings.NewReader(c.data)),
			"halves":   iotest.HalfReader(strings.NewReader(c.data)),
			"with end": iotest.DataErrReader(strings.NewReader(c.data)),
		} {
			got, err := io.ReadAll(bufio.NewReader(newDecoder(src, spelling{})))
			if err != nil || string(got) != c.want {
				t.Errorf("%s, %s: got %d bytes, %v, want %d", name, how, len(got), err, len(c.want))
			}
		}
	}
}

func TestTextTableEnds(t *testing.T) {
	table, err := only(t, "f.csv", "a,b\n1,2\n3,4\n")
	if err != nil {
		t.Fatal(err)
	}
	r, err := table.Next()
	if err != nil || string(r.Cell(1)) != "2" || r.Cell(2) != nil || r.Kind(1) != ingest.Text {
		t.Fatalf("got %q, %v", r.Cells, err)
	}
	if err := table.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := table.Next(); err != io.EOF {
		t.Errorf("got %v after Close, want io.EOF", err)
	}
}

// 50 MB of commas and a quote that is never closed over 300 MB are refused
// from their first rows: what follows is not even read.
func TestEndlessRowsAreRefusedAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		unit    string
		message string
	}{
		"commas": {",", "longer than 1 MiB"},
		"quote":  {"\"" + strings.Repeat("x\n", 500), "not closed within"},
	} {
		t.Run(name, func(t *testing.T) {
			size := int64(300 << 20)
			src := &counted{unit: c.unit, left: size}
			f := File{Name: "f.csv", Size: size, ModTime: mod, source: src}
			if name == "quote" {
				src.lead = "a,b\n"
			}
			_, err := f.Tables()
			row := 1
			if name == "quote" {
				row = 2
			}
			checkFault(t, err, "f.csv", c.message, row)
			if src.read > 8<<20 {
				t.Errorf("read %d bytes before the refusal", src.read)
			}
		})
	}
}

// counted is a source of a repeated byte after a start.
type counted struct {
	lead, unit string
	left, read int64
}

func (c *counted) open() (io.ReadCloser, error) {
	body := &repeated{c: c, unit: c.unit}
	return io.NopCloser(io.MultiReader(strings.NewReader(c.lead), body)), nil
}

func (c *counted) openAt() (readerAt, error) { return nil, errors.New("not read at random") }

// repeated gives its unit over and over; after the first time only the end of
// it, unless whole.
type repeated struct {
	c     *counted
	unit  string
	whole bool
	part  string
}

func (r *repeated) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) && r.c.left > 0 {
		if r.part == "" {
			r.part = r.unit
			if !r.whole && len(r.unit) > 2 {
				r.unit = "x\n"
			}
		}
		m := copy(p[n:], r.part)
		r.part = r.part[m:]
		n, r.c.left = n+m, r.c.left-int64(m)
	}
	r.c.read += int64(n)
	return n, nil
}
