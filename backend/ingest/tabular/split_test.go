package tabular

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// cut reads all rows of a text; each keeps its line in front.
func cut(src io.Reader, comma byte) ([][]string, error) {
	s := newSplitter(src, comma, '\n')
	var rows [][]string
	for {
		cells, err := s.row()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		row := []string{fmt.Sprint(s.line)}
		for _, c := range cells {
			row = append(row, string(c))
		}
		rows = append(rows, row)
	}
}

// oracle reads the same with encoding/csv.
func oracle(text string, comma byte) ([][]string, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = rune(comma)
	r.FieldsPerRecord = -1
	var rows [][]string
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		rows = append(rows, append([]string{fmt.Sprint(line)}, cells...))
	}
}

// comparable removes the differences on purpose: blanks around cells, and rows
// of one empty cell, which encoding/csv gives only where they are quoted.
func comparable(rows [][]string) [][]string {
	var kept [][]string
	for _, r := range rows {
		for i := range r {
			r[i] = strings.Trim(r[i], " ")
		}
		if len(r) > 2 || r[1] != "" {
			kept = append(kept, r)
		}
	}
	return kept
}

func checkSplit(t *testing.T, text string, comma byte) {
	t.Helper()
	want, err := oracle(text, comma)
	if err != nil || len(text) > maxCell || slices.ContainsFunc(want, func(r []string) bool { return len(r) > maxColumns }) {
		return // not well-formed, or beyond a bound that encoding/csv lacks
	}
	want = comparable(want)
	for name, src := range map[string]io.Reader{
		"at once":      strings.NewReader(text),
		"byte by byte": iotest.OneByteReader(strings.NewReader(text)),
	} {
		got, err := cut(src, comma)
		if err != nil {
			t.Fatalf("%s: %q: %v, want %q", name, text, err, want)
		}
		got = comparable(got)
		if !slices.EqualFunc(got, want, slices.Equal[[]string]) {
			t.Fatalf("%s: %q: got %q, want %q", name, text, got, want)
		}
	}
}

var splitSeeds = []string{
	"a,b,c\n1,2,3\n",
	"a,b\r\n\"1\",\"2\"\r\n",
	"\"a\"\"b\",\"c\r\nd\"\n\n\ne,,\n",
	"\"\"\"\"\"\",\"\"\n,\n",
	"a\rb,c\r\r\n\"x\r\r\ny\",z\r",
	"\"a\"\r",
	" a , b \n\" c \",d\n",
	"é,\xff,😀\n",
	"\"\n\n\n\",x\n\"y\"",
}

func TestSplitLikeEncodingCSV(t *testing.T) {
	for _, text := range splitSeeds {
		for _, comma := range commas {
			checkSplit(t, strings.ReplaceAll(text, ",", string(comma)), comma)
		}
	}
}

// Rows that lie across the ends of the buffer, with and without quotes.
func TestSplitAcrossBuffers(t *testing.T) {
	var b strings.Builder
	for i := range 40_000 {
		switch i % 3 {
		case 0:
			fmt.Fprintf(&b, "%d,account %d,\"a \"\"b\"\"\r\nc\",12\r\n", i, i%700)
		case 1:
			fmt.Fprintf(&b, "%d,%s,plain,12\n", i, strings.Repeat("x", i%300))
		default:
			fmt.Fprintf(&b, "\"%d\",,,\n", i)
		}
	}
	fmt.Fprintf(&b, "%s\n", strings.Repeat("\""+strings.Repeat("y", 60_000)+"\",", 15))
	want, err := oracle(b.String(), ',')
	if err != nil {
		t.Fatal(err)
	}
	got, err := cut(iotest.HalfReader(strings.NewReader(b.String())), ',')
	if err != nil {
		t.Fatal(err)
	}
	if !slices.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Error("rows differ from those of encoding/csv")
	}
}

func FuzzSplit(f *testing.F) {
	for _, text := range splitSeeds {
		f.Add(text, true)
	}
	f.Fuzz(func(t *testing.T, text string, wide bool) {
		comma := byte(',')
		if wide {
			comma = '\t'
		}
		checkSplit(t, text, comma)
	})
}

// usageText is the hot path: 6 columns, about 60 bytes a row.
func usageText(rows int, quoted bool) []byte {
	var b bytes.Buffer
	b.WriteString("date,account_id,product_id,feature,active_users,quantity\n")
	for i := range rows {
		format := "2026-09-%02d,ACC-%06d,PRD-%04d,feature_%02d,%d,%d.%02d,ab\n"
		if quoted {
			format = "2026-09-%02d,\"ACC-%06d\",\"PRD-%04d\",\"feature_%02d\",%d,%d.%02d,ab\n"
		}
		fmt.Fprintf(&b, format, i%28+1, i%50_000, i%500, i%20, i%4000, i%9999, i%100)
	}
	return b.Bytes()
}

func benchmarkText(b *testing.B, quoted bool) {
	const rows = 200_000
	data := usageText(rows, quoted)
	b.ReportAllocs()
	for b.Loop() {
		tables, err := FromBytes("usage.csv", data, mod).Tables()
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for ; ; n++ {
			if _, err := tables[0].Next(); err != nil {
				break
			}
		}
		if n != rows {
			b.Fatalf("got %d rows", n)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
	b.ReportMetric(float64(len(data))/rows, "bytes/row")
}

func BenchmarkText(b *testing.B)       { benchmarkText(b, false) }
func BenchmarkTextQuoted(b *testing.B) { benchmarkText(b, true) }

// Reading rows costs no allocation, however many there are.
func TestRowsDoNotAllocate(t *testing.T) {
	tables, err := FromBytes("usage.csv", usageText(20_000, true), mod).Tables()
	if err != nil {
		t.Fatal(err)
	}
	tables[0].Next()
	got := testing.AllocsPerRun(10_000, func() {
		if _, err := tables[0].Next(); err != nil {
			t.Fatal(err)
		}
	})
	if got != 0 {
		t.Errorf("got %v allocations per row, want 0", got)
	}
}
