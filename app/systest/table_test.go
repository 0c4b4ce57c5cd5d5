package systest

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// table is a sheet as text, its first row the header.
type table [][]string

// readTable reads a sample or fixture.
func readTable(t testing.TB, file string, comma rune) table {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.Comma, r.LazyQuotes, r.TrimLeadingSpace = comma, true, comma != '\t'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// shuffled returns the table with its rows in another order.
func (t table) shuffled(rnd *rand.Rand) table {
	out := append(table{}, t...)
	rnd.Shuffle(len(out)-1, func(i, j int) { out[i+1], out[j+1] = out[j+1], out[i+1] })
	return out
}

// reordered returns the table with its columns in another order.
func (t table) reordered(rnd *rand.Rand) table {
	order := rnd.Perm(len(t[0]))
	out := make(table, len(t))
	for i, row := range t {
		for _, c := range order {
			out[i] = append(out[i], row[c])
		}
	}
	return out
}

// where returns the header and the rows for which keep holds.
func (t table) where(keep func(row map[string]string) bool) table {
	out := table{t[0]}
	for _, row := range t[1:] {
		named := map[string]string{}
		for i, name := range t[0] {
			named[name] = row[i]
		}
		if keep(named) {
			out = append(out, row)
		}
	}
	return out
}

// form is one way to write a table as text.
type form struct {
	name     string
	comma    rune
	encoding string
	newline  string
	quoted   bool
}

var plain = form{name: "plain", comma: ',', encoding: "utf-8", newline: "\n"}

// forms are the ways exports are written.
var forms = []form{
	plain,
	{name: "bom, crlf", comma: ',', encoding: "utf-8-bom", newline: "\r\n"},
	{name: "semicolon", comma: ';', encoding: "utf-8", newline: "\r\n"},
	{name: "tab", comma: '\t', encoding: "utf-8", newline: "\n"},
	{name: "utf-16le, tab", comma: '\t', encoding: "utf-16le", newline: "\r\n"},
	{name: "utf-16be, comma", comma: ',', encoding: "utf-16be", newline: "\n"},
	{name: "windows-1252, semicolon", comma: ';', encoding: "windows-1252", newline: "\r\n"},
	{name: "quoted", comma: ',', encoding: "utf-8", newline: "\r\n", quoted: true},
}

func (f form) bytes(t table) []byte {
	var b strings.Builder
	for _, row := range t {
		for i, cell := range row {
			if i > 0 {
				b.WriteRune(f.comma)
			}
			if f.quoted || strings.ContainsAny(cell, "\"\n\r,;\t") {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			b.WriteString(cell)
		}
		b.WriteString(f.newline)
	}
	return encode(b.String(), f.encoding)
}

func encode(text, encoding string) []byte {
	switch encoding {
	case "utf-8-bom":
		return []byte("\ufeff" + text)
	case "utf-16le":
		return utf16Bytes("\ufeff"+text, binary.LittleEndian)
	case "utf-16be":
		return utf16Bytes("\ufeff"+text, binary.BigEndian)
	case "windows-1252":
		return windows1252(text)
	}
	return []byte(text)
}

func utf16Bytes(text string, order binary.AppendByteOrder) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, unit)
	}
	return out
}

func windows1252(text string) []byte {
	var out []byte
	for _, r := range text {
		switch {
		case r < 0x80 || r >= 0xa0 && r <= 0xff:
			out = append(out, byte(r))
		case r == '€':
			out = append(out, 0x80)
		case r == '–':
			out = append(out, 0x96)
		default:
			panic("not in Windows-1252: " + string(r))
		}
	}
	return out
}

// file writes the table into a new folder under a name.
func (f form) file(tb testing.TB, name string, t table) string {
	tb.Helper()
	return writeFile(tb, name, f.bytes(t))
}

// file writes the table as plain CSV.
func (t table) file(tb testing.TB, name string) string {
	tb.Helper()
	return plain.file(tb, name, t)
}

func writeFile(tb testing.TB, name string, data []byte) string {
	tb.Helper()
	file := filepath.Join(tb.TempDir(), name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		tb.Fatal(err)
	}
	return file
}

// jsonFile writes a mapping, rule or query file.
func jsonFile(tb testing.TB, name string, v any) string {
	tb.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return writeFile(tb, name, data)
}
