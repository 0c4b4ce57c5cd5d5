package systest

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// mostMemory is what a refusal may use.
const mostMemory = 512 << 20

// bad is a file, or something that should be one, that must be refused.
type bad struct {
	name   string
	args   func(t *testing.T) []string
	row    int    // 0: the refusal has no row
	column string // "": no column
	says   string // a word of the sentence
}

// alone makes the one argument of a file with these bytes.
func alone(name string, data []byte) func(*testing.T) []string {
	return func(t *testing.T) []string { return []string{writeFile(t, name, data)} }
}

// badFiles are all refused as a whole.
func badFiles(t *testing.T) []bad {
	seats := plain.bytes(table{seatColumns, seatRow{
		pga: "9000001", partner: "6000000", id: guid(3, 1), tenant: guid(1, 1), customer: "Contoso", month: "2024-03", product: "Suite", state: "Active", sold: "5",
	}.cells()})
	without := func(column string) []byte { return bytes.Replace(seats, []byte(column), []byte("X"+column), 1) }
	archive := mustRead(t, filepath.Join("testdata", entitlementsZip))
	book := mustRead(t, sheets[0].workbook(t, true))
	random := make([]byte, 100_000)
	for i, rnd := 0, rand.New(rand.NewPCG(1, 1)); i < len(random); i++ {
		random[i] = byte(rnd.UintN(256))
	}
	mapping := func(change func(m map[string]any)) func(*testing.T) []string {
		return func(t *testing.T) []string {
			m := map[string]any{"dataset": "entitlements", "columns": map[string]string{"Customer": "account", "Product": "product"}}
			change(m)
			return []string{"--mapping", jsonFile(t, "mapping.json", m), writeFile(t, "sheet.csv", []byte("Customer,Product\nContoso,Suite\n"))}
		}
	}
	columns := func(name, field string) func(*testing.T) []string {
		return mapping(func(m map[string]any) { m["columns"].(map[string]string)[name] = field })
	}
	return []bad{
		{"a needed column is missing", alone("seats.csv", without("CustomerTenantId")), 1, "CustomerTenantId", "missing"},
		{"the month is missing", alone("seats.csv", without("month")), 1, "Month", "missing"},
		{"an archive that was cut", alone("cut.zip", archive[:len(archive)/2]), 0, "", "cut off"},
		{"a sheet that was cut", alone("cut.xlsx", repacked(t, book, func(sheet []byte) []byte { return sheet[:len(sheet)*2/3] })), 4, "H", "cut off"},
		{"a sheet with a stray sign", alone("stray.xlsx", repacked(t, book, func(sheet []byte) []byte { return bytes.Replace(sheet, []byte("</row>"), []byte("<</row>"), 3) })), 1, "L", "tag"},
		{"a workbook that was cut", alone("half.xlsx", book[:len(book)/2]), 0, "", ""},
		{"a workbook with a password", alone("secret.xlsx", encrypted()), 0, "", "password"},
		{"50 MB of commas", alone("commas.csv", bytes.Repeat([]byte(","), 50<<20)), 1, "", ""},
		{"50 MB of commas in lines", alone("lines.csv", bytes.Repeat(append(bytes.Repeat([]byte(","), 1<<18), '\n'), 200)), -1, "", ""},
		{"50 MB of commas after a header", alone("seats.csv", append(bytes.Clone(seats), bytes.Repeat([]byte(","), 50<<20)...)), 3, "", ""},
		{"a quote that never ends", alone("seats.csv", append(append(bytes.Clone(seats), '"'), bytes.Repeat([]byte("text "), 10<<20)...)), 3, "PGAMpnId", "quote"},
		{"an empty file", alone("empty.csv", nil), 0, "", "empty"},
		{"only blanks", alone("blank.csv", []byte(" \n\n  \n")), 0, "", ""},
		{"a folder without exports", func(t *testing.T) []string { return []string{t.TempDir()} }, 0, "", ""},
		{"a path that does not exist", func(t *testing.T) []string { return []string{filepath.Join(t.TempDir(), "no.csv")} }, 0, "", ""},
		{"a binary file", alone("random.csv", random), -1, "", ""},
		{"a picture", alone("picture.png", append([]byte("\x89PNG\r\n\x1a\n"), random...)), 0, "", "picture"},
		{"a header nobody knows", alone("unknown.csv", []byte("Foo,Bar\n1,2\n")), 0, "", "columns"},
		{"only text", alone("letter.txt", []byte("Dear Sir,\nplease find enclosed\n")), 0, "", "columns"},
		{"a mapping with an unknown field", columns("Product", "produkt"), 0, "", "produkt"},
		{"a mapping with an unknown column", columns("Prodotto", "family"), 1, "Prodotto", "Prodotto"},
		{"a mapping with an unknown dataset", mapping(func(m map[string]any) { m["dataset"] = "sales" }), 0, "", "sales"},
		{"a mapping with an unknown class", mapping(func(m map[string]any) { m["class"] = "Q" }), 0, "", "Q"},
		{"a mapping with an unknown key", mapping(func(m map[string]any) { m["colums"] = "" }), 0, "", "colums"},
		{"a mapping without the product", mapping(func(m map[string]any) { m["columns"] = map[string]string{"Customer": "account"} }), 0, "", "product"},
		{"a mapping that is no JSON", func(t *testing.T) []string {
			return []string{"--mapping", writeFile(t, "mapping.json", []byte("dataset: x")), writeFile(t, "sheet.csv", []byte("Customer\nContoso\n"))}
		}, 1, "", "JSON"},
		{"a profile nobody knows", func(t *testing.T) []string {
			return []string{"--profile", "ms.insights.nothing", writeFile(t, "seats.csv", seats)}
		}, 0, "", "ms.insights.nothing"},
	}
}

func TestBadFileIsRefused(t *testing.T) {
	base := newHeadroom(t)
	base.imports1(importArgs(samples[0].path(t))...)
	digest := base.digest()
	for _, b := range badFiles(t) {
		t.Run(b.name, func(t *testing.T) {
			h := base.copied(t)
			args := b.args(t)
			o := h.run(append([]string{"import"}, args...)...)
			if o.status != 1 {
				t.Fatalf("status %d, want 1\n%s%s", o.status, o.stdout, o.stderr)
			}
			var answer struct{ Error *refusal }
			o.read(t, &answer)
			e := answer.Error
			if e == nil {
				t.Fatalf("no error in %s", o.stdout)
			}
			t.Logf("%+v", *e)
			switch {
			case e.Code == "internal" || e.Code == "store" || e.Message == "":
				t.Errorf("not a refusal: %+v", *e)
			case e.Hint == "":
				t.Errorf("nothing says what to do: %+v", *e)
			case b.row >= 0 && e.Row != b.row || b.row < 0 && e.Row == 0 || e.Column != b.column:
				t.Errorf("row %d, column %q; want row %d, column %q", e.Row, e.Column, b.row, b.column)
			case !strings.Contains(strings.ToLower(e.Message+" "+e.Hint), strings.ToLower(b.says)):
				t.Errorf("%q does not say %q", e.Message, b.says)
			}
			if name := filepath.Base(args[len(args)-1]); e.File == "" && e.Field == "" || e.File != "" && !strings.Contains(e.File, name) && !strings.Contains(e.File, "mapping.json") {
				t.Errorf("the refusal is about %q, not %q", e.File, name)
			}
			if o.peak > mostMemory {
				t.Errorf("%d MiB of memory, at most %d allowed", o.peak>>20, mostMemory>>20)
			}
			if h.digest() != digest {
				t.Error("the digest is another")
			}
			h.must(nil, "verify")
		})
	}
}

// repacked returns a workbook with its sheet changed, in an archive that is whole.
func repacked(t *testing.T, book []byte, change func(sheet []byte) []byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == "xl/worksheets/sheet1.xml" {
			data = change(data)
		}
		w, err := z.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// encrypted is what Office saves with a password, as far as anybody without
// it can see: a compound file with an entry EncryptedPackage.
func encrypted() []byte {
	out := append([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, make([]byte, 1016)...)
	out[24], out[26], out[28], out[29], out[30], out[32] = 0x3e, 3, 0xfe, 0xff, 9, 6
	for i := 48; i < 52; i++ {
		out[i] = 0
	}
	name := utf16Bytes("EncryptedPackage", binary.LittleEndian)
	copy(out[512+128:], name)
	out[512+128+64] = byte(len(name) + 2)
	return append(out, make([]byte, 3072)...)
}

func TestBadRowIsRejectedAndNamed(t *testing.T) {
	h := newHeadroom(t)
	all := readTable(t, samples[0].path(t), '\t')
	broken := all.with("CustomerName", "Contoso")
	column := func(name string) int {
		for i, c := range broken[0] {
			if c == name {
				return i
			}
		}
		t.Fatal("no column " + name)
		return 0
	}
	broken[1][column("AvailableSeatsEOP")] = "many"
	broken[3][column("SubscriptionEndDate")] = "2024-13-45"
	broken[4][column("CustomerTenantId")] = ""
	got := h.imports1(importArgs(form{comma: '\t', newline: "\n"}.file(t, "bad rows.tsv", broken))...)
	if want := (counts{9, 3, 0, 0, 3, 3}); got.counts() != want || got.State != "committed" {
		t.Fatalf("%+v %+v, want %+v", got.counts(), got.Problems, want)
	}
	want := []problem{{Row: 2, Column: "AvailableSeatsEOP"}, {Row: 4, Column: "SubscriptionEndDate"}, {Row: 5, Column: "CustomerTenantId"}}
	at := 0
	for _, p := range got.Problems {
		if p.Note {
			continue
		}
		if at == len(want) || p.Row != want[at].Row || p.Column != want[at].Column || p.Code == "" || p.Message == "" {
			t.Errorf("problem %d: %+v, want %+v", at, p, want)
		}
		at++
	}
	if at != len(want) {
		t.Errorf("%d rejected rows are named, want %d", at, len(want))
	}
}

func TestSomeFilesRefusedIsDoneInPart(t *testing.T) {
	h := newHeadroom(t)
	folder := t.TempDir()
	copyFile(t, samples[0].path(t), filepath.Join(folder, "good.tsv"))
	if err := os.WriteFile(filepath.Join(folder, "bad.csv"), []byte("Foo,Bar\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var answer struct{ Imports []imported }
	h.ends(4, &answer, append([]string{"import"}, importArgs(folder)...)...)
	states := map[string]int{}
	for _, i := range answer.Imports {
		states[i.State]++
		if i.State == "refused" && (i.Error == nil || i.Error.File == "" || i.Error.Hint == "") {
			t.Errorf("refused without saying why: %+v", i)
		}
	}
	if states["committed"] != 1 || states["refused"] != 1 {
		t.Errorf("states %v, want one committed and one refused", states)
	}
	archive := mustRead(t, filepath.Join("testdata", entitlementsZip))
	archive[90] ^= 0x55 // within the first file of the two
	digest := h.digest()
	h.ends(4, &answer, "import", writeFile(t, "damaged.zip", archive))
	if len(answer.Imports) != 2 || answer.Imports[0].State != "refused" || answer.Imports[1].State != "committed" || h.digest() != digest {
		t.Errorf("an archive with one damaged file: %+v", answer.Imports)
	}
	bad := filepath.Join(folder, "bad.csv")
	h.ends(1, &answer, "import", bad, bad)
	if h.digest() != digest {
		t.Error("two bad files changed the digest")
	}
}
