package ingest_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

func now() time.Time { return time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC) }

// memory is a File whose cells are separated by commas.
type memory struct {
	name, text string
	mod        time.Time
}

func (m memory) Name() string                 { return m.name }
func (m memory) Size() int64                  { return int64(len(m.text)) }
func (m memory) ModTime() time.Time           { return m.mod }
func (m memory) Open() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(m.text)), nil }
func (m memory) Tables(ingest.Reading) ([]ingest.Table, error) {
	lines := strings.Split(m.text, "\n")
	return []ingest.Table{&table{header: ingest.Header{File: m.name, Columns: strings.Split(lines[0], ","), Line: 1}, lines: lines[1:]}}, nil
}

type table struct {
	header ingest.Header
	lines  []string
	at     int
}

func (t *table) Header() ingest.Header { return t.header }
func (t *table) Close() error          { return nil }
func (t *table) Next() (ingest.Row, error) {
	if t.at == len(t.lines) {
		return ingest.Row{}, io.EOF
	}
	t.at++
	text := t.lines[t.at-1]
	if text == "damaged" {
		return ingest.Row{}, fault.New(fault.Invalid, "The file is damaged.")
	}
	return ingest.Row{Line: t.at + 1, Cells: bytes.Split([]byte(text), []byte(","))}, nil
}

// profile takes tables with a column "key": good rows, "skip", "bad", "odd".
type profile struct{ id string }

func (p profile) Info() ingest.Info {
	return ingest.Info{ID: p.id, Version: 1, Source: p.id, Dataset: portfolio.Accounts, Class: portfolio.EntityList}
}

func (p profile) Detect(h ingest.Header) float64 {
	if h.Columns[0] == p.id {
		return 1
	}
	return 0
}

func (p profile) Open(_ ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	return &adapter{p, c}, nil
}

type adapter struct {
	profile
	context ingest.Context
}

func (a *adapter) Monthly() bool { return false }
func (a *adapter) Adapt(r ingest.Row, out ingest.Sink) error {
	switch key := string(r.Cell(0)); key {
	case "skip":
		return ingest.Skip("left_out")
	case "bad":
		return &ingest.Problem{Column: "key", Code: "no_good", Message: "Not good.", Value: key}
	case "broken":
		return errors.New("the adapter broke")
	case "odd":
		out.Note("key", "odd", "Odd.")
	}
	return out.Account(ingest.At{Day: a.context.AsOf}, portfolio.Account{})
}

// store remembers what it was given; a session counts rows as added.
type store struct {
	metas    []ingest.Meta
	kept     map[string]ingest.Result
	finished []ingest.Tally
	aborted  int
}

func (s *store) Seen(_ context.Context, bytes int64) (bool, error) {
	for _, m := range s.metas {
		if m.Bytes == bytes {
			return true, nil
		}
	}
	return false, nil
}

func (s *store) Find(_ context.Context, sum, said string) (ingest.Result, bool, error) {
	r, ok := s.kept[sum+said]
	return r, ok, nil
}

func (s *store) Begin(_ context.Context, m ingest.Meta) (ingest.Session, error) {
	s.metas = append(s.metas, m)
	return &session{store: s, meta: m}, nil
}

type session struct {
	ingest.Sink
	store *store
	meta  ingest.Meta
	done  bool
	days  []portfolio.Day
}

func (s *session) Row(int)                               {}
func (s *session) Reject(ingest.Problem, [][]byte) error { return nil }
func (s *session) Account(at ingest.At, _ portfolio.Account) error {
	s.days = append(s.days, at.Day)
	return nil
}

func (s *session) Finish(_ context.Context, t ingest.Tally, _ bool) (ingest.Result, error) {
	s.done = true
	s.store.finished = append(s.store.finished, t)
	r := ingest.Result{ID: 1, File: s.meta.File, State: "committed", Rows: t.Rows, Added: t.Accepted, Skipped: t.Skipped, Rejected: t.Rejected, Problems: t.Problems, Notes: t.Notes}
	if s.store.kept == nil {
		s.store.kept = map[string]ingest.Result{}
	}
	sum := s.meta.SHA256
	if sum == "" {
		content, err := s.meta.Open()
		if err != nil {
			return r, err
		}
		text, err := io.ReadAll(content)
		if err != nil {
			return r, err
		}
		hash := sha256.Sum256(text)
		sum = hex.EncodeToString(hash[:])
	}
	s.store.kept[sum+s.meta.Context] = r
	return r, nil
}

func (s *session) Abort() {
	if !s.done {
		s.store.aborted++
	}
}

func importer(s *store, files map[string]memory) *ingest.Importer {
	return &ingest.Importer{
		Profiles: []ingest.Profile{profile{"key"}, profile{"other"}}, Generic: profile{"generic"}, Store: s, Now: now, Zone: time.UTC,
		Expand: func(path string) ([]ingest.File, error) {
			f, ok := files[path]
			if !ok {
				return nil, fault.New(fault.NotFound, "The file does not exist.").InFile(path)
			}
			return []ingest.File{f}, nil
		},
	}
}

func TestCountsAddUp(t *testing.T) {
	s := &store{}
	results, err := importer(s, map[string]memory{"a": {name: "a.csv", text: "key\na\nskip\nbad\nodd\nbad\nb"}}).Import(t.Context(), ingest.Request{Paths: []string{"a"}, AsOf: portfolio.NoDay})
	if err != nil {
		t.Fatal(err)
	}
	r := results[0]
	if r.Rows != 6 || r.Added != 3 || r.Skipped != 1 || r.Rejected != 2 {
		t.Errorf("%+v", r)
	}
	if len(r.Problems) != 3 || r.Problems[0].Row != 4 || r.Problems[0].Column != "key" || !r.Problems[1].Note || r.Problems[1].Row != 5 || r.Problems[1].Value != "odd" {
		t.Errorf("problems %+v", r.Problems)
	}
	if got := strings.Join(r.Notes, "; "); got != "left_out: 1 skipped; no_good: 2; odd: 1" {
		t.Errorf("notes %s", got)
	}
}

func TestOneRefusedFileDoesNotStopTheOthers(t *testing.T) {
	s := &store{}
	files := map[string]memory{"good": {name: "good.csv", text: "key\na"}, "unknown": {name: "unknown.csv", text: "what\na"}, "torn": {name: "torn.csv", text: "key\na\ndamaged"}}
	results, err := importer(s, files).Import(t.Context(), ingest.Request{Paths: []string{"missing", "unknown", "torn", "good"}, AsOf: portfolio.NoDay})
	if err != nil {
		t.Fatal(err)
	}
	states := ""
	for _, r := range results {
		states += r.State + " "
		if r.State == "refused" && (r.Error == nil || r.Error.File == "" || r.Error.Message == "") {
			t.Errorf("%s was refused without a reason that names it: %+v", r.File, r.Error)
		}
	}
	if states != "refused refused refused committed " {
		t.Error(states)
	}
	if s.aborted != 1 {
		t.Errorf("%d sessions were given up, want the one of the torn file", s.aborted)
	}
}

func TestABrokenAdapterIsNotTheFilesFault(t *testing.T) {
	s := &store{}
	_, err := importer(s, map[string]memory{"a": {name: "a.csv", text: "key\nbroken"}}).Import(t.Context(), ingest.Request{Paths: []string{"a"}, AsOf: portfolio.NoDay})
	if fault.Of(err) == nil || fault.Of(err).Code != fault.Internal || s.aborted != 1 {
		t.Errorf("%v, %d given up", err, s.aborted)
	}
}

func TestTheSameFileAgainIsNotReadAgain(t *testing.T) {
	s := &store{}
	im := importer(s, map[string]memory{"a": {name: "a.csv", text: "key\na\nb\nskip"}})
	for i, want := range []string{"committed", "duplicate"} {
		results, err := im.Import(t.Context(), ingest.Request{Paths: []string{"a"}, AsOf: portfolio.NoDay})
		if err != nil || results[0].State != want {
			t.Fatalf("time %d: %+v, %v", i, results, err)
		}
		if r := results[0]; i == 1 && (r.Unchanged != 2 || r.Added != 0 || r.Rows != r.Unchanged+r.Skipped) {
			t.Errorf("the duplicate counts %+v", r)
		}
	}
	results, err := im.Import(t.Context(), ingest.Request{Paths: []string{"a"}, AsOf: portfolio.DayOf(2026, 1, 31)})
	if err != nil || results[0].State != "committed" {
		t.Errorf("said to speak of another day, the same file is %+v, %v", results, err)
	}
}

func TestDataAsOf(t *testing.T) {
	mod := time.Date(2026, 11, 3, 23, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		mod  time.Time
		said string
		want string
	}{
		{"usage_2026-10-31.csv", mod, "", "2026-10-31"},
		{"usage 20261031 final.csv", mod, "", "2026-10-31"},
		{"Entitlements-2024-03-07-02-27-18.zip/lines.csv", mod, "", "2024-03-07"},
		{"order-120261031.csv", mod, "", "2026-11-03"},
		{"usage-2026-02-30.csv", mod, "", "2026-11-03"},
		{"plan-2027-01-01.csv", mod, "", "2027-01-01"},
		{"usage.csv", mod, "2028-02-29", "2028-02-29"},
		{"usage.csv", mod, "", "2026-11-03"},
		{"usage.csv", time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), "", "2026-11-20"},
		{"usage.csv", time.Time{}, "", "2026-11-20"},
		{"usage_2026-10-31.csv", mod, "2026-09-30", "2026-09-30"},
	} {
		s := &store{}
		q := ingest.Request{Paths: []string{"a"}, AsOf: portfolio.NoDay}
		if c.said != "" {
			q.AsOf, _ = portfolio.ParseDay(c.said)
		}
		if _, err := importer(s, map[string]memory{"a": {name: c.name, text: "key\na", mod: c.mod}}).Import(t.Context(), q); err != nil {
			t.Fatal(err)
		}
		if got := s.metas[0].AsOf.String(); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestCancelling(t *testing.T) {
	s := &store{}
	ctx, cancel := context.WithCancel(t.Context())
	q := ingest.Request{Paths: []string{"a"}, AsOf: portfolio.NoDay, Progress: func(ingest.Progress) { cancel() }}
	_, err := importer(s, map[string]memory{"a": {name: "a.csv", text: "key" + strings.Repeat("\na", 20_000)}}).Import(ctx, q)
	if fault.Of(err) == nil || fault.Of(err).Code != fault.Cancelled {
		t.Errorf("got %v", err)
	}
	if len(s.finished) > 0 || s.aborted != 1 {
		t.Errorf("%d finished, %d given up", len(s.finished), s.aborted)
	}
}

func TestANamedProfile(t *testing.T) {
	s := &store{}
	im := importer(s, map[string]memory{"a": {name: "a.csv", text: "key\na"}})
	if _, err := im.Import(t.Context(), ingest.Request{Paths: []string{"a"}, Profile: "other", AsOf: portfolio.NoDay}); err != nil {
		t.Fatal(err)
	}
	if s.metas[0].Info.ID != "other" {
		t.Errorf("read as %s", s.metas[0].Info.ID)
	}
	results, err := im.Import(t.Context(), ingest.Request{Paths: []string{"a"}, Profile: "none", AsOf: portfolio.NoDay})
	if err != nil || results[0].State != "refused" {
		t.Errorf("an unknown profile gave %+v, %v", results, err)
	}
}

// isoDates finds dates with the day first.
var isoDates = regexp.MustCompile(`(\d\d)-(\d\d)-(\d\d\d\d)`)

func sum(data []byte) string {
	hash := sha256.Sum256(data)
	return hex.EncodeToString(hash[:])
}

// contains reports whether a fact has the text.
func contains(facts []string, format string, args ...any) bool {
	text := fmt.Sprintf(format, args...)
	return slices.ContainsFunc(facts, func(f string) bool { return strings.Contains(f, text) })
}

// racing is a desk that another program imports the same file into, just before
// this one begins.
type racing struct{ *desk }

func (r racing) Seen(context.Context, int64) (bool, error) { return true, nil }

func (r racing) Begin(_ context.Context, m ingest.Meta) (ingest.Session, error) {
	r.kept[m.SHA256+m.Context] = ingest.Result{ID: 5, State: "committed", Rows: 1, Added: 1}
	return nil, fault.New(fault.Conflict, "Another import of the same file has just ended.")
}

func TestAFileThatAnotherProgramBroughtIsADuplicate(t *testing.T) {
	d := newDesk(map[string]string{"/in/bill.csv": "BillLine,Start,End,Quantity,Price\nA-1,25/4/2024,31/5/2024,1,1\n"})
	d.Store = racing{d}
	r, _ := d.bring(t, ingest.Request{Paths: []string{"/in/bill.csv"}, AsOf: portfolio.DayOf(2024, 3, 7)})
	if r.State != "duplicate" || r.ID != 5 || r.Unchanged != 1 || r.Added != 0 {
		t.Errorf("%+v", r)
	}
}
