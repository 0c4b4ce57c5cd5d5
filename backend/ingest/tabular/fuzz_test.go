package tabular

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"headroom/backend/fault"
	"headroom/backend/ingest"
)

// readAll reads the tables of a file to their ends.
func readAll(tables []ingest.Table) (rows []string, err error) {
	for _, t := range tables {
		defer t.Close()
		if c, ok := t.(ingest.Completing); ok {
			if err := c.Complete(); err != nil {
				return rows, err
			}
		}
		more, err := rowsOf(t)
		if rows = append(rows, more...); err != nil {
			return rows, err
		}
	}
	return rows, nil
}

// checkNamed insists that a failure is a fault that names the file and says what
// to do.
func checkNamed(t *testing.T, err error) {
	t.Helper()
	var f *fault.Error
	if err != nil && (!errors.As(err, &f) || !strings.HasPrefix(f.File, "f") || f.Message == "" || f.Hint == "") {
		t.Fatalf("%#v is no fault that names the file", err)
	}
}

// FuzzSniff reads any bytes in any way: a fault or rows of UTF-8, never a panic.
// What was guessed, said back, gives the same rows.
func FuzzSniff(f *testing.F) {
	for i, text := range splitSeeds {
		f.Add([]byte(text), uint8(i), uint8(i), 0, i%2 == 0)
	}
	f.Add([]byte("\xff\xfea\x00,\x00b\x00\n\x001\x00,\x002\x00"), uint8(0), uint8(0), 1, false)
	f.Add([]byte("{\"items\":[{\"a\":1}]}"), uint8(0), uint8(0), 0, false)
	f.Add([]byte("a,b,c\n1,2,3\n\nTotal\nCopyright\n"), uint8(1), uint8(0), 1, true)
	f.Add([]byte("\x8c\xda\x8bq,\x83J\n1,2\n"), uint8(5), uint8(2), 2, false)
	f.Fuzz(func(t *testing.T, data []byte, enc, comma uint8, header int, keep bool) {
		r := ingest.Reading{Header: header % 8, KeepEnd: keep}
		if names := append([]string{""}, encodingNames()...); int(enc) < len(names) {
			r.Encoding = names[enc]
		}
		if int(comma) < len(commas) {
			r.Delimiter = string(rune(commas[comma]))
		}
		file := FromBytes("f", data, mod)
		tables, err := file.TablesAs(r)
		var rows []string
		if err == nil {
			rows, err = readAll(tables)
		}
		checkNamed(t, err)
		for _, row := range rows {
			if !utf8.ValidString(row) {
				t.Fatalf("%q is not UTF-8", row)
			}
		}
		if err != nil || len(tables) != 1 || tables[0].Header().Sheet != "" || tables[0].Header().Comma == 0 {
			return
		}
		for _, g := range tables[0].Header().Guesses {
			switch g.Name {
			case "encoding":
				r.Encoding = g.Value
			case "delimiter":
				r.Delimiter = g.Value
			}
		}
		r.Header = tables[0].Header().Line
		again, err := file.TablesAs(r)
		if err != nil {
			return // all ASCII at first, another encoding later: said outright, it is refused
		}
		if got, err := readAll(again); err == nil && !slices.Equal(got, rows) {
			t.Fatalf("%+v gives %q, not %q", r, got, rows)
		}
	})
}

// FuzzZip gives any bytes as an archive: what is listed has harmless names, and
// can be read or is refused by name.
func FuzzZip(f *testing.F) {
	t := &testing.T{}
	whole := pack(t, map[string]string{"a.csv": "a,b\n1,2\n", "d/b.json": "[{\"a\":1}]", "c.txt": "x\ty\n"})
	f.Add([]byte(whole))
	f.Add([]byte(whole[:len(whole)-30]))
	f.Add([]byte(pack(t, workbookParts(sheetHead+`<row><c><v>1</v></c></row>`))))
	f.Add([]byte(packRaw(t, raw("../a.csv", "\x03\x00", 2, 0), raw("b.csv", "x", 1, 1<<40))))
	f.Fuzz(func(t *testing.T, data []byte) {
		file := FromBytes("f.zip", data, mod)
		files, err := expandArchive(file)
		checkNamed(t, inFile(err, "f.zip"))
		for _, part := range files {
			if strings.ContainsFunc(part.Name, func(r rune) bool { return r < ' ' || r == '\\' }) || !strings.HasPrefix(part.Name, "f.zip") {
				t.Fatalf("the name %q is shown", part.Name)
			}
			tables, err := part.Tables()
			if err == nil {
				_, err = readAll(tables)
			}
			checkNamed(t, err)
		}
	})
}

// FuzzWorkbook exchanges parts of a workbook: what is accepted is well-formed in
// every part that was read.
func FuzzWorkbook(f *testing.F) {
	parts := workbookParts(sheetHead + `<row r="2"><c r="A2" t="s"><v>2</v></c><c s="1"><v>45443</v></c></row>`)
	f.Add(parts[sheetPath], parts["xl/sharedStrings.xml"], parts["xl/styles.xml"], parts["xl/workbook.xml"])
	f.Add(`<worksheet><sheetData/></worksheet>`, `<sst/>`, `<styleSheet/>`, `<workbook><sheets/></workbook>`)
	f.Fuzz(func(t *testing.T, sheet, texts, styles, book string) {
		parts := workbookParts("")
		parts[sheetPath], parts["xl/sharedStrings.xml"], parts["xl/styles.xml"], parts["xl/workbook.xml"] = sheet, texts, styles, book
		tables, err := FromBytes("f.xlsx", []byte(pack(t, parts)), mod).Tables()
		if err == nil {
			_, err = readAll(tables)
		}
		checkNamed(t, err)
		if err != nil {
			return
		}
		for _, part := range []string{sheet, texts, styles, book} {
			if !wellFormed(part) {
				t.Fatalf("accepted %q", part)
			}
		}
	})
}

// FuzzGzip gives any bytes behind the mark of gzip.
func FuzzGzip(f *testing.F) {
	t := &testing.T{}
	f.Add([]byte(gzipBytes(t, "a,b\n1,2\n", "3,4\n"))[2:])
	f.Add([]byte(gzipBytes(t, "{\"a\":1}\n"))[2:])
	f.Fuzz(func(t *testing.T, data []byte) {
		tables, err := FromBytes("f.gz", append([]byte("\x1f\x8b"), data...), mod).Tables()
		if err == nil {
			_, err = readAll(tables)
		}
		if err != io.EOF {
			checkNamed(t, err)
		}
	})
}
