package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"

	"headroom/backend/fault"
)

// reading takes one table through its adapter into a session.
type reading struct {
	ctx     context.Context
	table   Table
	adapter Adapter
	session Session
	tell    func(rows int64, stage string)
	tally   Tally
	skips   map[string]int64
	codes   map[string]int64
}

func (r *reading) all() error {
	r.skips, r.codes = map[string]int64{}, map[string]int64{}
	r.tally.Problems = []Problem{}
	out := &noting{Session: r.session, run: r}
	for {
		row, err := r.table.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return withFile(err, r.table.Header().File)
		}
		r.tally.Rows++
		out.line, out.row = row.Line, row
		r.session.Row(row.Line)
		if err := r.count(row, r.adapter.Adapt(row, out)); err != nil {
			return withFile(err, r.table.Header().File)
		}
		if r.tally.Rows%progressRows == 0 {
			if r.ctx.Err() != nil {
				return fault.Wrap(r.ctx.Err(), fault.Cancelled, "Cancelled; nothing was changed.")
			}
			r.tell(r.tally.Rows, "reading")
		}
	}
	if sums, ok := r.adapter.(Concluding); ok {
		r.session.Row(0)
		out.line, out.row = 0, Row{}
		if err := sums.Conclude(out); err != nil {
			return withFile(err, r.table.Header().File)
		}
	}
	r.tally.Notes = append(r.notes(), footerNotes(r.table)...)
	return nil
}

func (r *reading) count(row Row, err error) error {
	if err == nil {
		r.tally.Accepted++
		return nil
	}
	var skip Skip
	if errors.As(err, &skip) {
		r.tally.Skipped++
		r.skips[string(skip)]++
		return nil
	}
	var p *Problem
	if !errors.As(err, &p) {
		return err
	}
	r.tally.Rejected++
	rejected := *p
	rejected.Row = row.Line
	r.keep(rejected)
	return r.session.Reject(rejected, row.Cells)
}

func (r *reading) keep(p Problem) {
	r.codes[p.Code]++
	if r.keeps() {
		r.tally.Problems = append(r.tally.Problems, p)
	}
}

// keeps says that another problem is kept and not only counted.
func (r *reading) keeps() bool { return len(r.tally.Problems) < keptProblems }

// notes says in one line each what was skipped and noted, and how often.
func (r *reading) notes() []string {
	notes := []string{}
	for _, code := range sortedKeys(r.skips) {
		notes = append(notes, fmt.Sprintf("%s: %d skipped", code, r.skips[code]))
	}
	for _, code := range sortedKeys(r.codes) {
		notes = append(notes, fmt.Sprintf("%s: %d", code, r.codes[code]))
	}
	return notes
}

func sortedKeys(m map[string]int64) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// noting is the Sink an adapter sees: the session, with notes kept by the
// reading.
type noting struct {
	Session
	run  *reading
	line int
	row  Row
}

// Note keeps what is odd about the current row, with the value that is.
func (n *noting) Note(column, code, message string) {
	p := Problem{Row: n.line, Column: column, Code: code, Message: message, Note: true}
	if n.run.keeps() {
		p.Value = n.value(column)
	}
	n.run.keep(p)
}

// mostValue is how many bytes of a value are kept beside a note.
const mostValue = 80

// value is the cell of the current row in a column, as a person may see it; ""
// of what is no column of the file.
func (n *noting) value(column string) string {
	i := slices.Index(n.run.table.Header().Columns, column)
	if i < 0 || n.line == 0 {
		return ""
	}
	text := strings.ToValidUTF8(string(bytes.TrimSpace(n.row.Cell(i))), "\ufffd")
	if len(text) <= mostValue {
		return text
	}
	return strings.ToValidUTF8(text[:mostValue], "") + "…"
}
