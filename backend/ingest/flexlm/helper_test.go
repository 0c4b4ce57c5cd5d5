package flexlm

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"headroom/backend/ingest"
	"headroom/backend/ingest/ingesttest"
	"headroom/backend/portfolio"
)

// samples is where the real files are; they are not part of this repository.
const samples = "../../../../shared/samples"

var contoso = ingest.Context{AsOf: portfolio.DayOf(2024, 3, 7), Account: "Contoso Italia SRL"}

// memory is a file in memory.
type memory struct {
	name string
	data []byte
}

func (m memory) Name() string                                  { return m.name }
func (m memory) Size() int64                                   { return int64(len(m.data)) }
func (m memory) ModTime() time.Time                            { return time.Time{} }
func (m memory) Open() (io.ReadCloser, error)                  { return io.NopCloser(bytes.NewReader(m.data)), nil }
func (m memory) Tables(ingest.Reading) ([]ingest.Table, error) { return nil, errors.New("not a table") }

// read reads a text through the one format that recognises it, and returns the
// profile that its table is of.
func read(t testing.TB, name string, data []byte) (ingesttest.Table, ingest.Profile) {
	t.Helper()
	head := data[:min(len(data), 64<<10)]
	var format ingest.Format
	for _, f := range Formats() {
		if f.Detect(head) < 0.8 {
			continue
		}
		if format != nil {
			t.Fatalf("%s is of two formats", name)
		}
		format = f
	}
	if format == nil {
		t.Fatalf("%s is not recognised", name)
	}
	tables, err := format.Tables(memory{name, data})
	if err != nil || len(tables) != 1 {
		t.Fatalf("%s: %d tables, %v", name, len(tables), err)
	}
	table := all(t, tables[0])
	var profile ingest.Profile
	for _, p := range Profiles() {
		if p.Detect(table.Head) >= 0.8 {
			if profile != nil {
				t.Fatalf("%s is of two profiles", name)
			}
			profile = p
		}
	}
	if profile == nil {
		t.Fatalf("no profile reads %s", name)
	}
	return table, profile
}

// all copies a table, as a row is valid until the next one only.
func all(t testing.TB, table ingest.Table) ingesttest.Table {
	t.Helper()
	defer table.Close()
	out := ingesttest.Table{Head: table.Header()}
	for {
		row, err := table.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		kept := ingest.Row{Line: row.Line}
		for _, c := range row.Cells {
			kept.Cells = append(kept.Cells, bytes.Clone(c))
		}
		out.Rows = append(out.Rows, kept)
	}
}

// sample reads a real file, or skips the test where there is none.
func sample(t testing.TB, path ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(append([]string{samples}, path...)...))
	if err != nil {
		t.Skipf("the real sample is not here: %v", err)
	}
	return data
}
