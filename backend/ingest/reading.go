package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sort"

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
		out.line = row.Line
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
		out.line = 0
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
	if len(r.tally.Problems) < keptProblems {
		r.tally.Problems = append(r.tally.Problems, p)
	}
}

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
}

// Note keeps what is odd about the current row.
func (n *noting) Note(column, code, message string) {
	n.run.keep(Problem{Row: n.line, Column: column, Code: code, Message: message, Note: true})
}
