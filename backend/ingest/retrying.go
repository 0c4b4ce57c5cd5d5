package ingest

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"headroom/backend/csvfile"
	"headroom/backend/fault"
	"headroom/backend/portfolio"
)

// Quarantines keeps the rejected rows of imports, and what was said of their
// files.
type Quarantines interface {
	// Rejected returns kept rejected rows of an import; a limit of 0 is all.
	Rejected(ctx context.Context, id int64, limit, offset int) (Quarantine, error)
	// ImportContext returns what was said of the file, as canonical JSON.
	ImportContext(ctx context.Context, id int64) (string, error)
	// Imports returns every import, newest first.
	Imports(ctx context.Context) ([]Result, error)
	// MarkFixed notes that import by brought the mended rows of some lines.
	MarkFixed(ctx context.Context, id int64, lines []int, by int64) error
}

// Retry imports mended rows that import id rejected: as a partial import of the
// same profile, context and as-of, named "<file> (mended rows)". fixed has the
// line and the cells of each row. q adds to what was said (dates that rows
// alone leave open, a dry run). Rows that are rejected again stay in quarantine.
func (im *Importer) Retry(ctx context.Context, id int64, fixed []Rejected, q Request) (Result, error) {
	f, was, err := im.mended(ctx, id, fixed)
	if err != nil {
		return Result{}, err
	}
	if q, err = im.asBefore(ctx, was, f.header, q); err != nil {
		return Result{}, err
	}
	r, err := im.one(ctx, f, q, 0, 1)
	if err != nil || r.State != "committed" {
		return r, err
	}
	// The problems of an import are bounded, the rows it rejected are all kept.
	still, err := im.Quarantines.Rejected(ctx, r.ID, 0, 0)
	if err != nil {
		return r, err
	}
	again := map[int]bool{}
	for _, row := range still.Rows {
		again[row.Line] = true
	}
	var lines []int
	for _, row := range fixed {
		if !again[row.Line] {
			lines = append(lines, row.Line)
		}
	}
	return r, im.Quarantines.MarkFixed(ctx, id, lines, r.ID)
}

// mended makes a file of the mended rows of a committed import.
func (im *Importer) mended(ctx context.Context, id int64, fixed []Rejected) (mendedFile, Result, error) {
	kept, err := im.Quarantines.Rejected(ctx, id, 0, 0)
	if err != nil {
		return mendedFile{}, Result{}, err
	}
	imports, err := im.Quarantines.Imports(ctx)
	if err != nil {
		return mendedFile{}, Result{}, err
	}
	i := slices.IndexFunc(imports, func(r Result) bool { return r.ID == id && r.State == "committed" })
	if i < 0 {
		return mendedFile{}, Result{}, fault.New(fault.Conflict, "Import %d was undone.", id).WithHint("Import the file again.")
	}
	f := mendedFile{name: kept.File + " (mended rows)", header: kept.Header, mod: im.Now()}
	fixedBy := make(map[int]int64, len(kept.Rows))
	for _, row := range kept.Rows {
		fixedBy[row.Line] = row.FixedBy
	}
	given := make(map[int]bool, len(fixed))
	for _, row := range fixed {
		by, rejected := fixedBy[row.Line]
		switch {
		case given[row.Line]:
			return f, Result{}, fault.New(fault.Invalid, "Row %d is given twice.", row.Line).InFile(kept.File)
		case !rejected:
			return f, Result{}, fault.New(fault.NotFound, "Row %d was not rejected.", row.Line).InFile(kept.File)
		case by != 0:
			return f, Result{}, fault.New(fault.Conflict, "Row %d was mended before, by import %d.", row.Line, by).InFile(kept.File)
		}
		given[row.Line] = true
		f.rows = append(f.rows, row)
	}
	if len(f.rows) == 0 {
		return f, Result{}, fault.New(fault.Invalid, "No row was mended.").InFile(kept.File)
	}
	slices.SortFunc(f.rows, func(a, b Rejected) int { return a.Line - b.Line })
	return f, imports[i], f.encode()
}

// asBefore is the request of an earlier import, for rows of its file. How its
// columns write dates and decimals is remembered of the file: a few rows alone
// may not say it.
func (im *Importer) asBefore(ctx context.Context, was Result, header []string, q Request) (Request, error) {
	text, err := im.Quarantines.ImportContext(ctx, was.ID)
	if err != nil {
		return q, err
	}
	var said saidOnce
	if err := json.Unmarshal([]byte(text), &said); err != nil {
		return q, fmt.Errorf("decode what was said: %w", err)
	}
	habits := map[string]Habit{}
	if im.Memories != nil {
		found, err := im.Memories.Recall(ctx, Signature(header))
		if err != nil {
			return q, err
		}
		if len(found) > 0 {
			maps.Copy(habits, found[0].Habits)
		}
	}
	maps.Copy(habits, said.Habits)
	maps.Copy(habits, q.Habits)
	out := Request{
		Profile: said.Profile, Mapping: said.Mapping, Account: said.Account, Currency: said.Currency, Partner: said.Partner, Habits: habits, Partial: true,
		DryRun: q.DryRun, Hold: q.Hold, Progress: q.Progress, mends: was.ID,
	}
	if out.Mapping == nil {
		out.Profile = was.Profile // recognised then, and by the same columns now
	}
	out.AsOf, err = portfolio.ParseDay(was.AsOf)
	return out, err
}

// mendedFile is a file of mended rows. Its content is CSV, so that it is kept
// and can be read like any other; its one table has the lines of the file the
// rows come from.
type mendedFile struct {
	name   string
	header []string
	rows   []Rejected
	data   []byte
	mod    time.Time
}

func (f *mendedFile) encode() error {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(f.header); err != nil {
		return fmt.Errorf("encode mended rows: %w", err)
	}
	for _, r := range f.rows {
		if err := w.Write(r.Cells); err != nil {
			return fmt.Errorf("encode mended rows: %w", err)
		}
	}
	w.Flush()
	f.data = b.Bytes()
	return nil
}

// Name says whose rows they are.
func (f mendedFile) Name() string { return f.name }

// Size is the number of bytes of the content.
func (f mendedFile) Size() int64 { return int64(len(f.data)) }

// ModTime is when the rows were mended.
func (f mendedFile) ModTime() time.Time { return f.mod }

// Open returns the rows as CSV.
func (f mendedFile) Open() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(f.data)), nil }

// Tables returns the rows as one table; nothing of it is to be guessed.
func (f mendedFile) Tables(Reading) ([]Table, error) {
	t := &mendedTable{header: Header{File: f.name, Columns: f.header, Line: 1, Encoding: "utf-8", Comma: ','}}
	for _, r := range f.rows {
		row := Row{Line: r.Line}
		for _, c := range r.Cells {
			row.Cells = append(row.Cells, []byte(c))
		}
		t.rows = append(t.rows, row)
	}
	t.header.Sample = t.rows[:min(len(t.rows), 200)]
	return []Table{t}, nil
}

type mendedTable struct {
	header Header
	rows   []Row
	at     int
}

// Header is that of the file the rows come from.
func (t *mendedTable) Header() Header { return t.header }

// Next returns the next row.
func (t *mendedTable) Next() (Row, error) {
	if t.at == len(t.rows) {
		return Row{}, io.EOF
	}
	t.at++
	return t.rows[t.at-1], nil
}

// Close does nothing.
func (t *mendedTable) Close() error { return nil }

// WriteCSV writes the rejected rows with their cells as they were, the line in
// the file and the reason, to be mended in a spreadsheet and imported again.
func (q Quarantine) WriteCSV(w io.Writer) error {
	header := append(slices.Clone(q.Header), "Rejected: line", "Rejected: column", "Rejected: reason")
	rows := make([][]string, len(q.Rows))
	for i, r := range q.Rows {
		cells := append(slices.Clone(r.Cells), make([]string, max(0, len(q.Header)-len(r.Cells)))...)
		rows[i] = append(cells[:len(q.Header):len(q.Header)], fmt.Sprint(r.Line), r.Column, r.Message)
	}
	return csvfile.Write(w, header, rows)
}
