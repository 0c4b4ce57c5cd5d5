// Package ingesttest runs profiles in tests: a small reader of text tables, a
// sink that records facts as lines, and golden files. It is for tests only.
package ingesttest

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"headroom/backend/ingest"
	"headroom/backend/portfolio"
	"headroom/backend/testkit/golden"
)

// Result is what came of running a profile over a table.
type Result struct {
	Info    ingest.Info
	Monthly bool
	Facts   []string // one line a fact, sorted
	Skipped map[string]int
	Rejects []ingest.Problem
	Notes   []ingest.Problem
	Err     error // what stopped the run
}

// Lines returns everything that happened, for a golden file.
func (r Result) Lines() string {
	var b strings.Builder
	fmt.Fprintf(&b, "info %s monthly=%t\n", said(r.Info), r.Monthly)
	for _, f := range r.Facts {
		fmt.Fprintln(&b, f)
	}
	codes := make([]string, 0, len(r.Skipped))
	for code, n := range r.Skipped {
		codes = append(codes, fmt.Sprintf("skipped %s %d", code, n))
	}
	slices.Sort(codes)
	for _, c := range codes {
		fmt.Fprintln(&b, c)
	}
	for _, p := range r.Rejects {
		fmt.Fprintf(&b, "rejected %s\n", said(p))
	}
	for _, p := range r.Notes {
		fmt.Fprintf(&b, "note %s\n", said(p))
	}
	if r.Err != nil {
		fmt.Fprintf(&b, "stopped %v\n", r.Err)
	}
	return b.String()
}

// Table is a text table in memory.
type Table struct {
	Head ingest.Header
	Rows []ingest.Row
}

// Read parses a text table with a header row. Blanks after a comma are dropped,
// as the real parser does.
func Read(t testing.TB, file, text string, comma rune) Table {
	t.Helper()
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace = comma, -1, comma != '\t'
	table := Table{Head: ingest.Header{File: file, Line: 1, Comma: byte(comma), Encoding: "utf-8"}}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if table.Head.Columns == nil {
			for _, c := range record {
				table.Head.Columns = append(table.Head.Columns, strings.TrimSpace(c))
			}
			continue
		}
		line, _ := r.FieldPos(0)
		row := ingest.Row{Line: line}
		for _, c := range record {
			row.Cells = append(row.Cells, []byte(c))
		}
		table.Rows = append(table.Rows, row)
	}
	table.Head.Sample = table.Rows[:min(200, len(table.Rows))]
	return table
}

// File reads a table from the package's testdata.
func File(t testing.TB, name string) Table {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	comma := ','
	if strings.HasSuffix(name, ".tsv") {
		comma = '\t'
	}
	return Read(t, name, string(data), comma)
}

// Shuffled returns the table with its rows and columns in another order. Lines
// stay with their rows.
func (tb Table) Shuffled(seed uint64) Table {
	rnd := rand.New(rand.NewPCG(seed, 1))
	order := rnd.Perm(len(tb.Head.Columns))
	out := Table{Head: tb.Head}
	out.Head.Columns = make([]string, len(order))
	for to, from := range order {
		out.Head.Columns[to] = tb.Head.Columns[from]
	}
	for _, i := range rnd.Perm(len(tb.Rows)) {
		row := ingest.Row{Line: tb.Rows[i].Line}
		for _, from := range order {
			row.Cells = append(row.Cells, tb.Rows[i].Cell(from))
			if tb.Rows[i].Kinds != nil {
				row.Kinds = append(row.Kinds, tb.Rows[i].Kind(from))
			}
		}
		out.Rows = append(out.Rows, row)
	}
	out.Head.Sample = out.Rows[:min(200, len(out.Rows))]
	return out
}

// Without returns the table without a column.
func (tb Table) Without(column string) Table {
	at := slices.Index(tb.Head.Columns, column)
	out := Table{Head: tb.Head}
	out.Head.Columns = slices.Delete(slices.Clone(tb.Head.Columns), at, at+1)
	for _, r := range tb.Rows {
		out.Rows = append(out.Rows, ingest.Row{Line: r.Line, Cells: slices.Delete(slices.Clone(r.Cells), at, at+1)})
	}
	out.Head.Sample = out.Rows[:min(200, len(out.Rows))]
	return out
}

// Run adapts every row of the table. The bytes of a row are overwritten after
// it was adapted, as a parser does.
func Run(t testing.TB, p ingest.Profile, tb Table, c ingest.Context) Result {
	t.Helper()
	a, err := p.Open(tb.Head, c)
	if err != nil {
		return Result{Err: err}
	}
	out := &sink{result: Result{Info: a.Info(), Monthly: a.Monthly(), Skipped: map[string]int{}}}
	for _, row := range tb.Rows {
		out.line, out.facts = row.Line, 0
		lent := ingest.Row{Line: row.Line, Kinds: row.Kinds}
		for _, c := range row.Cells {
			lent.Cells = append(lent.Cells, []byte(string(c)))
		}
		err := a.Adapt(lent, out)
		for _, c := range lent.Cells {
			for i := range c {
				c[i] = '~'
			}
		}
		var problem *ingest.Problem
		var skip ingest.Skip
		switch {
		case errors.As(err, &problem):
			out.result.Rejects = append(out.result.Rejects, *problem)
		case errors.As(err, &skip):
			out.result.Skipped[string(skip)]++
		case err != nil:
			out.result.Err = err
			return out.finish()
		}
		_, sums := a.(ingest.Concluding)
		if err == nil && out.facts == 0 && !sums || err != nil && out.facts > 0 {
			t.Errorf("line %d: %d facts, error %v", row.Line, out.facts, err)
		}
	}
	if sums, ok := a.(ingest.Concluding); ok {
		if err := sums.Conclude(out); err != nil {
			out.result.Err = err
		}
	}
	return out.finish()
}

// Golden compares got with testdata/name, or writes it with UPDATE_GOLDEN=1.
func Golden(t *testing.T, name, got string) {
	t.Helper()
	golden.Compare(t, filepath.Join("testdata", name), got)
}

// Case is a file of the package's testdata and how it is read.
type Case struct {
	File    string
	Profile ingest.Profile
	Context ingest.Context
}

// Goldens compares what comes of every case with its golden file.
func Goldens(t *testing.T, cases []Case) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.File, func(t *testing.T) {
			Golden(t, c.File+".golden", Run(t, c.Profile, File(t, c.File), c.Context).Lines())
		})
	}
}

// Shuffles checks that the order of rows and columns changes nothing of any
// case. Custom fields, which keep the order of the file, are not compared.
func Shuffles(t *testing.T, cases []Case) {
	t.Helper()
	facts := func(r Result) []string {
		out := slices.Clone(r.Facts)
		for i := range out {
			out[i], _, _ = strings.Cut(out[i], " Custom:")
		}
		return out
	}
	for _, c := range cases {
		table := File(t, c.File)
		want := Run(t, c.Profile, table, c.Context)
		for seed := range uint64(5) {
			got := Run(t, c.Profile, table.Shuffled(seed), c.Context)
			if !reflect.DeepEqual(facts(got), facts(want)) || !reflect.DeepEqual(got.Skipped, want.Skipped) || len(got.Rejects) != len(want.Rejects) {
				t.Errorf("%s, seed %d: the facts differ", c.File, seed)
			}
		}
	}
}

// HeadersOnly checks that every case without its rows is a file without facts
// and not a refused one.
func HeadersOnly(t *testing.T, cases []Case) {
	t.Helper()
	for _, c := range cases {
		table := File(t, c.File)
		table.Rows, table.Head.Sample = nil, nil
		if got := Run(t, c.Profile, table, c.Context); got.Err != nil || len(got.Facts) != 0 {
			t.Errorf("%s: %v", c.File, got)
		}
	}
}

// said prints what a value says: its fields that are not empty, by name, so
// that a field added to a fact changes no golden file that does not have it.
func said(v any) string {
	if s, ok := v.(fmt.Stringer); ok {
		return s.String()
	}
	r := reflect.ValueOf(v)
	switch r.Kind() {
	case reflect.Struct:
		var parts []string
		for i := range r.NumField() {
			if f := r.Field(i); !f.IsZero() && (f.Type() != reflect.TypeFor[portfolio.Day]() || f.Interface() != portfolio.NoDay) {
				parts = append(parts, r.Type().Field(i).Name+":"+said(f.Interface()))
			}
		}
		return "{" + strings.Join(parts, " ") + "}"
	case reflect.String:
		return r.String()
	}
	return fmt.Sprintf("%+v", v)
}

// sink records facts as lines.
type sink struct {
	result Result
	line   int
	facts  int
	series []string
}

func (s *sink) finish() Result {
	slices.Sort(s.result.Facts)
	return s.result
}

func (s *sink) put(format string, args ...any) error {
	s.facts++
	s.result.Facts = append(s.result.Facts, fmt.Sprintf(format, args...))
	return nil
}

func (s *sink) Account(at ingest.At, a portfolio.Account) error {
	return s.put("account %s %s", said(at), said(a))
}

func (s *sink) Entitlement(at ingest.At, e portfolio.Entitlement) error {
	return s.put("entitlement %s %s", said(at), said(e))
}

func (s *sink) Deployed(at ingest.At, d portfolio.Deployed) error {
	return s.put("deployed %s %s", said(at), said(d))
}

func (s *sink) Series(reporter string, series portfolio.Series) (portfolio.SeriesID, error) {
	line := fmt.Sprintf("reporter=%q %s", reporter, said(series))
	if i := slices.Index(s.series, line); i >= 0 {
		return portfolio.SeriesID(i), nil
	}
	s.series = append(s.series, line)
	return portfolio.SeriesID(len(s.series) - 1), nil
}

func (s *sink) Observe(id portfolio.SeriesID, day portfolio.Day, o portfolio.Observation) error {
	return s.put("observation %s %s %s", day, s.series[id], said(o))
}

func (s *sink) Event(id portfolio.SeriesID, e portfolio.Event) error {
	return s.put("event %s %s %s", e.Day, s.series[id], said(e))
}

func (s *sink) Support(at ingest.At, r portfolio.SupportRequest) error {
	return s.put("support %s %s", said(at), said(r))
}

func (s *sink) Charge(at ingest.At, c portfolio.Charge) error {
	return s.put("charge %s %s", said(at), said(c))
}

func (s *sink) Product(at ingest.At, p portfolio.Product, aliases []string) error {
	return s.put("product %s %s %q", said(at), said(p), aliases)
}

func (s *sink) Note(column, code, message string) {
	s.result.Notes = append(s.result.Notes, ingest.Problem{Row: s.line, Column: column, Code: code, Message: message, Note: true})
}
