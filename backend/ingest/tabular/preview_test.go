package tabular

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"headroom/backend/ingest"
)

// mostPreview is what may be read of a file to show its first rows.
const mostPreview = 1<<20 + 1<<17

// Whatever its size, a file is only read at its start until its rows are.
func TestPreviewReadsOnlyTheStart(t *testing.T) {
	lines := "2024-03-07,ACC-000001,Suite Pro,feature,40,12.5\n"
	long := "\"" + strings.Repeat("x\n", 15_000) + "\"," + strings.Repeat("y", 20_000) + ",z\n"
	cases := []struct{ name, lead, unit string }{
		{"text", "date,account,product,feature,active,used\n", lines},
		{"long rows", "a,b,c\n", long},
		{"json", "{\"totalCount\":9,\"items\":[", "{\"account\":\"ACC-1\",\"sold\":5,\"sku\":{\"id\":\"x\"}},"},
		{"json lines", "", "{\"account\":\"ACC-1\",\"sold\":5,\"sku\":{\"id\":\"x\"}}\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src := &many{lead: c.lead, unit: []byte(c.unit)}
			f := File{Name: "f.csv", Size: 1 << 30, ModTime: mod, source: src}
			for _, r := range []ingest.Reading{{}, {Encoding: "windows-1252"}, {Encoding: "gb18030"}} {
				if strings.HasPrefix(c.name, "json") && r.Encoding != "" {
					continue
				}
				src.read = 0
				tables, err := f.TablesAs(r)
				if err != nil {
					t.Fatal(err)
				}
				if n := len(tables[0].Header().Sample); n < sampleRows && c.name != "long rows" || n == 0 {
					t.Errorf("got a sample of %d", n)
				}
				if src.read > mostPreview*5/4 {
					t.Errorf("%+v: read %d bytes", r, src.read)
				}
			}
		})
	}
}

// many is a source without an end; read is how much of it was.
type many struct {
	lead string
	unit []byte
	read int
}

func (m *many) open() (io.ReadCloser, error) {
	return io.NopCloser(io.MultiReader(strings.NewReader(m.lead), &unending{m, 0})), nil
}

func (m *many) openAt() (readerAt, error) { return nil, io.ErrUnexpectedEOF }

type unending struct {
	m  *many
	at int
}

func (u *unending) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		m := copy(p[n:], u.m.unit[u.at:])
		n, u.at = n+m, (u.at+m)%len(u.m.unit)
	}
	u.m.read += n
	return n, nil
}

// bigBook is a workbook whose sheet and texts unpack to about 100 MB.
func bigBook(tb testing.TB) []byte {
	const rows = 300_000
	var sheet, texts strings.Builder
	sheet.WriteString(`<worksheet><sheetData><row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c></row>`)
	texts.WriteString("<sst><si><t>Account</t></si><si><t>Product</t></si><si><t>End</t></si><si><t>Sold</t></si>")
	for i := range rows {
		fmt.Fprintf(&sheet, `<row r="%d"><c t="s"><v>%d</v></c><c t="s"><v>%d</v></c><c t="str"><v>2026-09-%02d</v></c><c><v>%d</v></c></row>`, i+2, 2*i+4, 2*i+5, i%28+1, i%400)
		fmt.Fprintf(&texts, "<si><t>Account number %d of the reseller</t></si><si><t>Product %d</t></si>", i, i)
	}
	parts := workbookParts("")
	parts[sheetPath] = sheet.String() + "</sheetData></worksheet>"
	parts["xl/sharedStrings.xml"] = texts.String() + "</sst>"
	return []byte(packed(tb, parts))
}

// The first rows of a workbook of any size cost little of its packed bytes.
func TestPreviewOfBigWorkbook(t *testing.T) {
	data := bigBook(t)
	at := &measured{section: section{io.NewSectionReader(bytes.NewReader(data), 0, int64(len(data)))}}
	f := File{Name: "w.xlsx", Size: int64(len(data)), ModTime: mod, source: at}
	tables, err := f.Tables()
	if err != nil {
		t.Fatal(err)
	}
	h := tables[0].Header()
	if len(h.Sample) != sampleRows || string(h.Sample[199].Cell(0)) != "Account number 199 of the reseller" || at.read > mostPreview || at.read > len(data)/4 {
		t.Errorf("got a sample of %d after %d of %d bytes", len(h.Sample), at.read, len(data))
	}
	rows, err := rowsOf(tables[0])
	if err != nil || len(rows) != 300_000 || rows[299_999] != "300001: Account number 299999 of the reseller|Product 299999|2026-09-08|399" {
		t.Errorf("got %d rows, %v", len(rows), err)
	}
}

func (m *measured) openAt() (readerAt, error) { return m, nil }

// BenchmarkPreview measures what a click on a guess costs: goal 200 ms.
func BenchmarkPreview(b *testing.B) {
	text := "date;account;product;active;used\n" + strings.Repeat("2024-03-07;ACC-000001;Suite Pro;40;12,5\n", 5_000_000)
	var gz bytes.Buffer
	z := gzip.NewWriter(&gz)
	for i := range 2_000_000 {
		fmt.Fprintf(z, "{\"account\":\"ACC-%d\",\"sold\":%d,\"sku\":{\"id\":\"x%d\"}}\n", i, i%7, i%11)
	}
	if err := z.Close(); err != nil {
		b.Fatal(err)
	}
	for name, data := range map[string][]byte{"text of 200 MB": []byte(text), "gzip of JSON lines": gz.Bytes(), "workbook of 300,000 rows": bigBook(b)} {
		for _, r := range []ingest.Reading{{}, {Header: 2}} {
			b.Run(fmt.Sprintf("%s/header %d", name, r.Header), func(b *testing.B) {
				var worst time.Duration
				for b.Loop() {
					begun := time.Now()
					if _, err := FromBytes("f", data, mod).TablesAs(r); err != nil {
						b.Fatal(err)
					}
					worst = max(worst, time.Since(begun))
				}
				b.ReportMetric(float64(worst.Microseconds())/1000, "worst-ms")
			})
		}
	}
}
