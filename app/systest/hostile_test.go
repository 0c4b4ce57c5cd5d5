package systest

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// mostSeconds is how long a refusal may take.
const mostSeconds = 10

// forging is the environment variable that makes a process write one hostile
// file, given as "name of the case\npath". The most memory a process ever had
// counts that of its parent when it was started, so the test itself stays small.
const forging = "HEADROOM_TEST_FORGES"

// hostile is a file made to hurt who reads it. It must be refused, by name and
// with a reason.
type hostile struct {
	name string // of the case
	file string // of the file
	make func(t *testing.T, path string)
	says string // a part of the sentence
}

// holding makes a file of these bytes.
func holding(data func(t *testing.T) []byte) func(*testing.T, string) {
	return func(t *testing.T, path string) {
		if err := os.WriteFile(path, data(t), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func content(s string) func(*testing.T, string) {
	return holding(func(*testing.T) []byte { return []byte(s) })
}

// repeating makes a file of a start, n times a unit, and an end.
func repeating(head, unit string, n int, tail string) func(*testing.T, string) {
	return holding(func(*testing.T) []byte {
		return append(append([]byte(head), bytes.Repeat([]byte(unit), n)...), tail...)
	})
}

// sparse makes a file of zeros that takes no room.
func sparse(head string, size int64) func(*testing.T, string) {
	return func(t *testing.T, path string) {
		content(head)(t, path)
		if err := os.Truncate(path, size); err != nil {
			t.Skip("the file system has no sparse files")
		}
	}
}

// member is an entry of an archive, written as it is told.
type member struct {
	zip.FileHeader
	data string
}

// plainMember is an entry that is what it says.
func plainMember(name, data string) member {
	return member{zip.FileHeader{Name: name, Method: zip.Store, CompressedSize64: uint64(len(data)), UncompressedSize64: uint64(len(data)), CRC32: crc(data)}, data}
}

// packedMember is a deflated entry.
func packedMember(name string, data []byte) member {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err)
	}
	return member{zip.FileHeader{Name: name, Method: zip.Deflate, CompressedSize64: uint64(b.Len()), UncompressedSize64: uint64(len(data)), CRC32: crc(string(data))}, b.String()}
}

func archived(members ...member) func(*testing.T, string) {
	return holding(func(t *testing.T) []byte { return archive(t, members...) })
}

// later makes a file of much content, which is built when it is written.
func later(make func() func(*testing.T, string)) func(*testing.T, string) {
	return func(t *testing.T, path string) { make()(t, path) }
}

func archive(t *testing.T, members ...member) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range members {
		w, err := z.CreateRaw(&m.FileHeader)
		if err == nil {
			_, err = io.WriteString(w, m.data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// crowded is an archive of n entries that all are the same bytes of it.
func crowded(n int) func(*testing.T) []byte {
	return func(t *testing.T) []byte {
		whole := archive(t, packedMember("a.csv", []byte(goodRows+strings.Repeat("x,y\n", 1<<18))))
		end := bytes.LastIndex(whole, []byte("PK\x05\x06"))
		list := bytes.Index(whole, []byte("PK\x01\x02"))
		entry := bytes.Clone(whole[list:end])
		out := append(bytes.Clone(whole[:list]), bytes.Repeat(entry, n)...)
		size, at := uint64(n*len(entry)), uint64(len(out))
		tail := append([]byte("PK\x06\x06"), make([]byte, 52)...)
		binary.LittleEndian.PutUint64(tail[4:], 44)
		for _, offset := range []int{24, 32} {
			binary.LittleEndian.PutUint64(tail[offset:], uint64(n))
		}
		binary.LittleEndian.PutUint64(tail[40:], size)
		binary.LittleEndian.PutUint64(tail[48:], uint64(list))
		locator := append([]byte("PK\x06\x07"), make([]byte, 16)...)
		binary.LittleEndian.PutUint64(locator[8:], at)
		binary.LittleEndian.PutUint32(locator[16:], 1)
		last := append([]byte("PK\x05\x06"), bytes.Repeat([]byte{0xff}, 16)...)
		copy(last[4:8], []byte{0, 0, 0, 0})
		return append(append(append(out, tail...), locator...), append(last, 0, 0)...)
	}
}

// zipped is a gzip file of these parts.
func zipped(parts ...string) func(*testing.T) []byte {
	return func(t *testing.T) []byte {
		var b bytes.Buffer
		for _, part := range parts {
			z, err := gzip.NewWriterLevel(&b, gzip.DefaultCompression)
			if err == nil {
				_, err = io.WriteString(z, part)
			}
			if err == nil {
				err = z.Close()
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		return b.Bytes()
	}
}

const (
	goodRows  = "Customer,Product\nContoso,Suite\n"
	goodSheet = `<row r="1"><c r="A1" t="str"><v>Customer</v></c><c r="B1" t="str"><v>Product</v></c></row><row r="2"><c t="str"><v>Contoso</v></c><c t="str"><v>Suite</v></c></row>`
)

// bookWith is a workbook of goodSheet and more rows, with other parts exchanged.
func bookWith(rows string, parts ...member) func(*testing.T, string) {
	return holding(func(t *testing.T) []byte {
		all := []member{
			plainMember("[Content_Types].xml", "<Types/>"),
			plainMember("_rels/.rels", `<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
			plainMember("xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>`),
			plainMember("xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="x/styles" Target="styles.xml"/></Relationships>`),
			plainMember("xl/sharedStrings.xml", `<sst><si><t>a</t></si></sst>`),
			plainMember("xl/styles.xml", `<styleSheet/>`),
			packedMember("xl/worksheets/sheet1.xml", []byte("<worksheet><sheetData>"+goodSheet+rows+"</sheetData></worksheet>")),
		}
		for _, p := range parts {
			exchanged := false
			for i := range all {
				if all[i].Name == p.Name {
					all[i], exchanged = p, true
				}
			}
			if !exchanged {
				all = append(all, p)
			}
		}
		return archive(t, all...)
	})
}

func part(name, data string) member { return plainMember("xl/"+name, data) }

// counted joins n texts of a format with a number.
func counted(n int, f string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, f, i)
	}
	return b.String()
}

func numberedParts(n int) []member {
	many := make([]member, n)
	for i := range many {
		many[i] = part(fmt.Sprintf("media/%d.png", i), "")
	}
	return many
}

// lying is an entry whose size is said to be another.
func lying(m member, size uint64) member {
	m.UncompressedSize64 = size
	return m
}

func hostileArchives() []hostile {
	bomb := func() member {
		return packedMember("a.csv", append([]byte(goodRows), bytes.Repeat([]byte("0"), 60<<20)...))
	}
	good := plainMember("a.csv", goodRows)
	locked, unknown, damaged, link := good, good, good, good
	locked.Flags |= 1
	unknown.Method = 99
	damaged.CRC32++
	link.SetMode(os.ModeSymlink | 0o777)
	link.data = "/etc/passwd"
	link.CompressedSize64, link.UncompressedSize64 = 11, 11
	bombs := func() []member {
		return slices.Repeat([]member{packedMember("a.csv", bytes.Repeat([]byte("0"), 3<<20))}, 900)
	}
	nested := func(t *testing.T) []byte {
		data := archive(t, good)
		for range 10 {
			data = archive(t, plainMember("x.zip", string(data)))
		}
		return data
	}
	huge := func(record uint64) func(*testing.T) []byte {
		return func(t *testing.T) []byte {
			data := crowded(2)(t)
			at := bytes.LastIndex(data, []byte("PK\x06\x06"))
			binary.LittleEndian.PutUint64(data[at+24:], record)
			binary.LittleEndian.PutUint64(data[at+32:], record)
			return data
		}
	}
	beyond := func(t *testing.T) []byte {
		data := archive(t, good)
		binary.LittleEndian.PutUint32(data[len(data)-6:], math.MaxUint32-1)
		return data
	}
	return []hostile{
		{"a bomb", "x.zip", later(func() func(*testing.T, string) { return archived(bomb()) }), "far more"},
		{"a bomb that lies about its size", "x.zip", later(func() func(*testing.T, string) { return archived(lying(bomb(), uint64(len(goodRows)))) }), "unpack"},
		{"many small bombs", "x.zip", later(func() func(*testing.T, string) { return archived(bombs()...) }), "far more"},
		{"overlapping entries", "x.zip", holding(crowded(900)), ""},
		{"a million entries", "x.zip", holding(crowded(1_000_000)), "more than"},
		{"1,001 entries", "x.zip", archived(slices.Repeat([]member{good}, 1001)...), "more than 1000"},
		{"a size of 2^63", "x.zip", archived(lying(good, 1<<63), lying(good, 1<<63)), "far more"},
		{"2^63 entries", "x.zip", holding(huge(1 << 63)), ""},
		{"a list beyond the end", "x.zip", holding(beyond), "damaged"},
		{"an archive in an archive, ten times", "x.zip", holding(nested), "another archive"},
		{"a gzip file in an archive", "x.zip", archived(plainMember("a.csv.gz", "\x1f\x8b")), "another archive"},
		{"only links", "x.zip", archived(link), "holds no"},
		{"only folders", "x.zip", archived(plainMember("a.csv/", "")), "holds no"},
		{"a password", "x.zip", archived(locked), "password"},
		{"an unknown packing", "x.zip", archived(unknown), "unpack"},
		{"a wrong checksum", "x.zip", archived(damaged), "unpack"},
		{"names that climb", "x.zip", archived(plainMember("../../../../../tmp/headroom-escaped.csv", "Foo,Bar\n1,2\n")), ""},
		{"names of devices", "x.zip", archived(plainMember("C:\\CON/NUL.csv", "")), "empty"},
		{"a name of 60,000 letters", "x.zip", archived(plainMember(strings.Repeat("n", 60_000)+".csv", "")), "empty"},
		{"a name with control characters", "x.zip", archived(plainMember("a\x00\x1b[2J\u202e.csv", "")), "empty"},
		{"a gzip bomb", "x.csv.gz", later(func() func(*testing.T, string) { return holding(zipped(goodRows + strings.Repeat("x,y\n", 15<<20))) }), "far more"},
		{"a million empty gzip members", "x.csv.gz", func(t *testing.T, path string) {
			holding(func(t *testing.T) []byte { return bytes.Repeat(zipped("")(t), 1_000_000) })(t, path)
		}, "empty"},
		{"a gzip file that was cut", "x.csv.gz", holding(func(t *testing.T) []byte { return zipped(goodRows)(t)[:25] }), "cut off"},
		{"a gzip file with a wrong checksum", "x.csv.gz", holding(func(t *testing.T) []byte {
			data := zipped(goodRows)(t)
			data[len(data)-7]++
			return data
		}), "unpack"},
		{"gzip in gzip", "x.csv.gz", holding(func(t *testing.T) []byte { return zipped(string(zipped(goodRows)(t)))(t) }), "another archive"},
		{"a gzip file with an endless name", "x.csv.gz", repeating("\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03", "n", 20<<20, ""), "unpack"},
	}
}

func hostileTexts() []hostile {
	wide := strings.Repeat("é", 1000)
	return []hostile{
		{"50 million columns", "x.csv", repeating(goodRows, ",", 50_000_000, "\n"), "longer than 1 MiB"},
		{"100,000 columns in the header", "x.csv", repeating("Customer", ",c", 100_000, "\n"), "columns"},
		{"a quote over 50 MB", "x.csv", repeating(goodRows+"\"", "text\n", 10_000_000, ""), "quote"},
		{"only quotes", "x.csv", repeating("", "\"", 20_000_000, ""), "not closed"},
		{"a field of 300 MB", "x.csv", repeating(goodRows+"x,", "y", 300_000_000, "\n"), "longer than"},
		{"one line of 100 MB", "x.csv", repeating("", "word ", 20_000_000, ""), "longer than"},
		{"a NUL", "x.csv", content(goodRows + "a,\x00b\n"), "NUL"},
		{"zeros behind a header", "x.csv", sparse(goodRows, 1_900_000_000), "NUL"},
		{"10 GB", "x.csv", sparse(goodRows, 10<<30), "2 GiB"},
		{"UTF-16 of odd length", "x.csv", content("\xff\xfeC\x00,\x00P\x00\n\x00x"), "cut off"},
		{"half a character of UTF-16", "x.csv", content("\xff\xfeC\x00,\x00P\x00\n\x00\x00\xd8x\x00"), "half a character"},
		{"UTF-32", "x.csv", content("\xff\xfe\x00\x00C\x00\x00\x00,\x00\x00\x00"), "NUL"},
		{"two encodings in one file", "x.csv", content("Customer,Product\n" + wide + ",x\nM\xfcller,y\n"), "UTF-8"},
		{"a mark and then no UTF-8", "x.csv", content("\uFEFFCustomer,Product\n\xff\xfe,x\n"), "UTF-8"},
		{"20 million empty lines", "x.csv", repeating("", "\n", 20_000_000, ""), "no rows"},
		{"20 million carriage returns", "x.csv", repeating("", "\r", 20_000_000, ""), "no rows"},
		{"arrays a million deep", "x.json", repeating("", "[", 1_000_000, ""), ""},
		{"arrays a million deep in a field", "x.json", repeating(`[{"Customer":`, "[", 1_000_000, ""), ""},
		{"objects a million deep", "x.json", repeating("", `{"a":`, 1_000_000, "1"), ""},
		{"objects in a list, 9,000 deep", "x.json", repeating("[", `{"a":`, 9_000, "1"+strings.Repeat("}", 9_000)+"]"), "levels deep"},
		{"envelopes in envelopes", "x.json", repeating("", `{"data":`, 100_000, "[]"+strings.Repeat("}", 100_000)), ""},
		{"a text of 300 MB", "x.json", repeating(`[{"Customer":"`, "y", 300_000_000, `"}]`), "longer than 1 MiB"},
		{"a number of 50 MB", "x.json", repeating(`[{"Customer":`, "9", 50_000_000, `}]`), "longer than 1 MiB"},
		{"a key of 50 MB", "x.json", repeating(`{"`, "k", 50_000_000, `":1}`), "longer than 1 MiB"},
		{"a text as the document", "x.jsonl", repeating("{\"Customer\":\"a\"}\n\"", "y", 50_000_000, `"`), "longer than 1 MiB"},
		{"a million keys", "x.json", later(func() func(*testing.T, string) {
			return content("{" + strings.TrimSuffix(counted(1_000_000, `"k%d":1,`), ",") + "}")
		}), "more than 1000 members"},
		{"a million keys in lines", "x.jsonl", later(func() func(*testing.T, string) { return content(counted(1_000_000, "{\"k%d\":1}\n")) }), "more than 1000 different"},
		{"one key 100,000 times", "x.json", repeating("[{\"Customer\":\"a\"", ",\"k\":1", 100_000, "}]"), "more than 1000 different"},
		{"a list behind 300 MB of members", "x.json", repeating("{\"Customer\":\"a\"", ",\"k\":\""+strings.Repeat("v", 1000)+"\"", 300_000, ",\"items\":[]}"), "more than 1000 members"},
		{"rows that begin twice", "x.json", content(`{"items":[{"Customer":"a"}],"items":[{"Customer":"b"}]}`), "second time"},
		{"JSON that was cut", "x.json", content(`{"items":[{"Customer":"a"},{"Cust`), "cut off"},
		{"text behind JSON", "x.json", content(`[{"Customer":"a","Product":"p"}] <script>`), "valid JSON"},
	}
}

func hostileBooks() []hostile {
	cell := func(s string) string { return `<row r="3"><c t="str"><v>` + s + `</v></c></row>` }
	laughs := `<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>`
	spin := func(t *testing.T) []byte {
		return append(encrypted(), []byte(`<encryption><keyEncryptor><encryptedKey spinCount="4294967295" saltSize="65536"/></keyEncryptor></encryption>`)...)
	}
	return []hostile{
		{"a billion laughs", "x.xlsx", later(func() func(*testing.T, string) {
			return bookWith("", part("sharedStrings.xml", laughs+"<sst><si><t>&c;</t></si></sst>"))
		}), "declaration"},
		{"a billion laughs in the sheet", "x.xlsx", later(func() func(*testing.T, string) {
			return bookWith("", part("worksheets/sheet1.xml", laughs+"<worksheet/>"))
		}), "declaration"},
		{"an entity of the machine", "x.xlsx", later(func() func(*testing.T, string) {
			return bookWith("", part("sharedStrings.xml", `<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst><si><t>&x;</t></si></sst>`))
		}), "declaration"},
		{"an unknown entity", "x.xlsx", later(func() func(*testing.T, string) { return bookWith(cell("&x;")) }), "entity"},
		{"elements a million deep", "x.xlsx", later(func() func(*testing.T, string) {
			return bookWith("", packedMember("xl/styles.xml", append([]byte("<styleSheet>"), bytes.Repeat([]byte("<a>"), 1_000_000)...)))
		}), "deeply"},
		{"100,000 attributes", "x.xlsx", later(func() func(*testing.T, string) { return bookWith(`<row ` + counted(100_000, `a%d="" `) + `/>`) }), "attributes"},
		{"a tag of 50 MB", "x.xlsx", later(func() func(*testing.T, string) {
			return bookWith("", packedMember("xl/styles.xml", []byte("<styleSheet>"+counted(5_000_000, `<%d`))))
		}), ""},
		{"a text of 40 MB", "x.xlsx", later(func() func(*testing.T, string) { return bookWith(cell(counted(5_000_000, "x%d "))) }), ""},
		{"five million shared strings", "x.xlsx", later(func() func(*testing.T, string) {
			return bookWith(`<row r="3"><c t="s"><v>4999999</v></c></row>`, packedMember("xl/sharedStrings.xml", []byte("<sst>"+counted(5_000_000, "<si><t>%d</t></si>")+"</sst>")))
		}), "text"},
		{"a string of 2^31", "x.xlsx", later(func() func(*testing.T, string) { return bookWith(`<row r="3"><c t="s"><v>2147483648</v></c></row>`) }), "does not exist"},
		{"a column beyond all", "x.xlsx", later(func() func(*testing.T, string) { return bookWith(`<row r="3"><c r="XFD3"><v>1</v></c></row>`) }), "columns"},
		{"a column with twelve letters", "x.xlsx", later(func() func(*testing.T, string) { return bookWith(`<row r="3"><c r="AAAAAAAAAAAA3"><v>1</v></c></row>`) }), "wrong place"},
		{"a row of 2^31", "x.xlsx", later(func() func(*testing.T, string) { return bookWith(`<row r="2147483648"><c><v>1</v></c></row>`) }), "rows"},
		{"rows that go back", "x.xlsx", later(func() func(*testing.T, string) { return bookWith(`<row r="9"/><row r="3"/>`) }), "follows"},
		{"a million formats", "x.xlsx", later(func() func(*testing.T, string) {
			return bookWith("", packedMember("xl/styles.xml", []byte("<styleSheet><cellXfs>"+counted(1_000_000, `<xf numFmtId="%d"/>`)+"</cellXfs></styleSheet>")))
		}), "format"},
		{"10,000 sheets", "x.xlsx", later(func() func(*testing.T, string) {
			return bookWith("", part("workbook.xml", `<workbook xmlns:r="r"><sheets>`+counted(10_000, `<sheet name="s%d" r:id="r1"/>`)+`</sheets></workbook>`))
		}), "more than 256 sheets"},
		{"a sheet elsewhere", "x.xlsx", later(func() func(*testing.T, string) {
			return bookWith("", part("_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="x/worksheet" TargetMode="External" Target="http://127.0.0.1/x"/></Relationships>`))
		}), "no content"},
		{"a sheet that climbs out", "x.xlsx", later(func() func(*testing.T, string) {
			return bookWith("", part("_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="../../../../etc/passwd"/></Relationships>`))
		}), "missing"},
		{"a sheet in UTF-16", "x.xlsx", later(func() func(*testing.T, string) {
			return bookWith("", part("worksheets/sheet1.xml", `<?xml version="1.0" encoding="UTF-16"?><worksheet/>`))
		}), "UTF-8"},
		{"a formula that was never calculated", "x.xlsx", later(func() func(*testing.T, string) {
			return bookWith(`<row r="3"><c><f>WEBSERVICE("http://127.0.0.1/")</f></c></row>`)
		}), "never calculated"},
		{"a part twice", "x.xlsx", later(func() func(*testing.T, string) { return bookWith("", plainMember("XL/STYLES.xml", "<styleSheet/>")) }), "two parts"},
		{"10,001 parts", "x.xlsx", later(func() func(*testing.T, string) { return bookWith("", numberedParts(10_001)...) }), "more than 10000"},
		{"a sheet bomb", "x.xlsx", later(func() func(*testing.T, string) { return bookWith(strings.Repeat(" ", 60<<20)) }), "far more"},
		{"a password with a spin count of 2^32", "x.xlsx", holding(spin), "password"},
		{"an old workbook of zeros", "x.xls", repeating("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "\x00", 60<<20, ""), ".xls"},
		{"a PDF", "x.csv", content("%PDF-1.7\n"), "PDF"},
		{"a web page", "x.xls", content("<html><table><tr><td>1</td></tr></table></html>"), "web page"},
	}
}

// allHostile are all of them.
func allHostile() []hostile {
	return slices.Concat(hostileArchives(), hostileTexts(), hostileBooks(), hostilePaths())
}

// TestForgeHostileFile writes one file for the other test.
func TestForgeHostileFile(t *testing.T) {
	name, path, asked := strings.Cut(os.Getenv(forging), "\n")
	if !asked {
		t.Skip("only a process that was asked to writes a hostile file")
	}
	for _, c := range allHostile() {
		if c.name == name {
			c.make(t, path)
		}
	}
}

// forge has a hostile file written by another process.
func forge(t *testing.T, c hostile, path string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^TestForgeHostileFile$")
	cmd.Env = append(os.Environ(), forging+"="+c.name+"\n"+path)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if _, err := os.Lstat(path); err != nil {
		t.Skip("this system has no such file")
	}
}

// TestHostileFileIsRefused gives every file to a process of its own. Controls:
// the same kinds of file with nothing wrong are imported.
func TestHostileFileIsRefused(t *testing.T) {
	base := newHeadroom(t)
	base.imports1(importArgs(samples[0].path(t))...)
	digest := base.digest()
	mapping := jsonFile(t, "mapping.json", map[string]any{"dataset": "entitlements", "columns": map[string]string{"Customer": "account", "Product": "product"}})
	var slowest time.Duration
	var most int64
	all := allHostile()
	for _, c := range all {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, c.file)
			forge(t, c, path)
			begun := time.Now()
			o := base.run("import", "--mapping", mapping, path)
			took := time.Since(begun)
			slowest, most = max(slowest, took), max(most, o.peak)
			c.refused(t, o)
			if took > mostSeconds*time.Second || o.peak > mostMemory {
				t.Errorf("%v and %d MiB, at most %d s and %d MiB allowed", took, o.peak>>20, mostSeconds, mostMemory>>20)
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
				t.Errorf("%d files are in its folder", len(left))
			}
			t.Logf("%v, %d MiB", took.Round(time.Millisecond), o.peak>>20)
		})
	}
	t.Logf("%d files; slowest %v, most memory %d MiB", len(all), slowest.Round(time.Millisecond), most>>20)
	if _, err := os.Stat(filepath.Join(os.TempDir(), "headroom-escaped.csv")); err == nil {
		t.Error("a file was written outside")
	}
	if base.digest() != digest {
		t.Error("the digest is another")
	}
	base.must(nil, "verify")
	for _, control := range []hostile{
		{file: "x.csv", make: content(goodRows)},
		{file: "x.json", make: content(`{"items":[{"Customer":"Contoso","Product":"Suite"}]}`)},
		{file: "x.csv.gz", make: holding(zipped(goodRows))},
		{file: "x.zip", make: archived(plainMember("a.csv", goodRows))},
		{file: "x.xlsx", make: bookWith("")},
		{file: "y.xlsx", make: bookWith("", packedMember("xl/worksheets/sheet1.xml", []byte(`<worksheet><sheetData>`+goodSheet+`</sheetData><mergeCells><mergeCell ref=""/><mergeCell/>`+strings.Repeat(`<mergeCell ref="A9:B9"/>`, 1000)+`</mergeCells></worksheet>`)))},
	} {
		h := newHeadroom(t)
		path := filepath.Join(t.TempDir(), control.file)
		control.make(t, path)
		if got := h.imports1("--mapping", mapping, path); got.State != "committed" || got.Rows != 1 || got.Added != 1 {
			t.Errorf("the control %s: %+v", control.file, got)
		}
	}
}

// refused insists on a refusal that names the file and says why.
func (c hostile) refused(t *testing.T, o outcome) {
	t.Helper()
	var answer struct{ Error *refusal }
	if o.status == 1 {
		o.read(t, &answer)
	}
	e := answer.Error
	switch {
	case e == nil:
		t.Errorf("status %d, not refused\n%.1000s%.1000s", o.status, o.stdout, o.stderr)
	case e.Code == "internal" || e.Code == "store" || e.Message == "" || e.Hint == "":
		t.Errorf("not a refusal: %+v", *e)
	case !strings.Contains(e.File, c.file) || !strings.Contains(e.Message, c.says):
		t.Errorf("it does not name %s and say %q: %+v", c.file, c.says, *e)
	default:
		t.Log(e.Message)
	}
}

func crc(data string) uint32 { return crc32.ChecksumIEEE([]byte(data)) }
