package tabular

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// TestRowsAreReadAhead reads rows of all lengths, some longer than a block, and
// checks that each is whole until the next is asked for.
func TestRowsAreReadAhead(t *testing.T) {
	var text strings.Builder
	text.WriteString("a,b,c\n")
	const rows = 30_000
	long := func(i int) string { return strings.Repeat("x", i%61) + strings.Repeat("y", i%5000/4999*60_000) }
	for i := range rows {
		fmt.Fprintf(&text, "%d,\"%s\"\"\",%s\n", i, long(i), long(i+1))
	}
	files := FromBytes("rows.csv", []byte(text.String()), time.Time{})
	tables, err := files.Tables()
	if err != nil {
		t.Fatal(err)
	}
	table := tables[0]
	for i := range rows {
		r, err := table.Next()
		if err != nil {
			t.Fatal(err)
		}
		if got, want := fmt.Sprintf("%s", r.Cells), fmt.Sprintf("[%d %s\" %s]", i, long(i), long(i+1)); got != want || r.Line != i+2 {
			t.Fatalf("row %d is %.80s in line %d, want %.80s", i, got, r.Line, want)
		}
	}
	for range 2 {
		if _, err := table.Next(); err != io.EOF {
			t.Errorf("after the last row: %v", err)
		}
	}
	if err := table.Close(); err != nil {
		t.Error(err)
	}
}

// TestReadingAheadEnds closes tables of which few rows were read.
func TestReadingAheadEnds(t *testing.T) {
	text := []byte("a,b\n" + strings.Repeat("1,2\n", 1_000_000))
	for n := range 4 {
		tables, err := FromBytes("rows.csv", text, time.Time{}).Tables()
		if err != nil {
			t.Fatal(err)
		}
		for range n * 200_000 {
			if _, err := tables[0].Next(); err != nil {
				t.Fatal(err)
			}
		}
		if err := tables[0].Close(); err != nil {
			t.Error(err)
		}
		if a := tables[0].(*textTable).ahead; a != nil {
			<-a.ended
		}
		if _, err := tables[0].Next(); err != io.EOF {
			t.Errorf("a closed table: %v", err)
		}
	}
}
