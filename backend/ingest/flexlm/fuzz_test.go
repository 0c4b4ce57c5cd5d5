package flexlm

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"headroom/backend/ingest"
	"headroom/backend/ingest/ingesttest"
)

// FuzzFormats reads any text as a log and as an answer of lmstat: nothing may
// panic or hang, rows have all cells and rising lines, and what was read is
// adapted with counts that add up.
func FuzzFormats(f *testing.F) {
	for _, name := range texts {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("0:00:00 (d) OUT: (\n0:00:00 (d) F@\n0:00:00 (d) IN: \"F\" @h\n"))
	f.Add([]byte("Users of :  (Total of -1 licenses issued;  Total of x licenses in use)\n  9 RESERVATIONs\n u h d (v), start , 9 licenses\n"))
	f.Add([]byte("Users of " + strings.Repeat(":", 1000) + "\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range Formats() {
			format.Detect(data)
			tables, err := format.Tables(memory{"fuzz", data})
			if err != nil {
				t.Fatal(err)
			}
			for _, table := range tables {
				fuzzTable(t, table)
			}
		}
	})
}

func fuzzTable(t *testing.T, table ingest.Table) {
	t.Helper()
	read := all(t, table)
	if _, err := table.Next(); !errors.Is(err, io.EOF) {
		t.Fatalf("after the end: %v", err)
	}
	line := 0
	for _, row := range read.Rows {
		if len(row.Cells) != len(read.Head.Columns) || row.Line < line {
			t.Fatalf("row %+v after line %d", row, line)
		}
		line = row.Line
	}
	for _, p := range Profiles() {
		if p.Detect(read.Head) < 0.8 {
			continue
		}
		got := ingesttest.Run(t, p, read, contoso)
		if got.Err != nil {
			t.Fatal(got.Err)
		}
	}
}
