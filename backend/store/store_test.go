package store_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	goslices "slices"
	"strings"
	"testing"
	"time"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
	"headroom/backend/store"
)

func clock() time.Time { return time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC) }

func open(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "data", "headroom.db"), store.Options{Now: clock, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func day(t *testing.T, s string) portfolio.Day {
	t.Helper()
	d, err := portfolio.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// file is one import as facts: what an adapter would hand over.
type file struct {
	name    string
	info    ingest.Info
	asOf    string
	partial bool
	monthly bool
	facts   []func(ingest.Sink) error
	sums    []func(ingest.Sink) error // handed over after the last row
}

var (
	slices  = ingest.Info{ID: "test.p", Version: 1, Source: "Subscriptions", Dataset: portfolio.Entitlements, Class: portfolio.PeriodTable}
	changes = ingest.Info{ID: "test.n", Version: 1, Source: "Extract", Dataset: portfolio.Entitlements, Class: portfolio.Incremental}
	usageP  = ingest.Info{ID: "test.u", Version: 1, Source: "Usage", Dataset: portfolio.Usage, Class: portfolio.PeriodTable}
	usageN  = ingest.Info{ID: "test.un", Version: 1, Source: "Usage lines", Dataset: portfolio.Usage, Class: portfolio.Incremental}
	eventsX = ingest.Info{ID: "test.x", Version: 1, Source: "Events", Dataset: portfolio.FeatureUsage, Class: portfolio.Events}
)

func entitlement(t *testing.T, on, key, account string, quantity int64, end string) func(ingest.Sink) error {
	at := ingest.At{Day: day(t, on), Reporter: "900"}
	e := portfolio.Entitlement{
		Key: key, Account: portfolio.Account{Ref: portfolio.AccountRef{Kind: "tenant", ExternalID: strings.ToLower(account), Name: account}, Country: "IT"},
		Product: portfolio.Product{Name: "Suite Pro", Vendor: "Acme"}, Quantity: portfolio.SomeInt(quantity), Start: portfolio.NoDay, End: portfolio.NoDay,
		Status: portfolio.Active,
	}
	if end != "" {
		e.End = day(t, end)
	}
	return func(s ingest.Sink) error { return s.Entitlement(at, e) }
}

func level(t *testing.T, on, account, workload string, active int64) func(ingest.Sink) error {
	d := day(t, on)
	return func(s ingest.Sink) error {
		id, err := s.Series("900", portfolio.Series{Account: portfolio.Account{Ref: portfolio.AccountRef{Name: account}}, Workload: workload, WorkloadRaw: workload})
		if err != nil {
			return err
		}
		return s.Observe(id, d, portfolio.Observation{Active: portfolio.SomeInt(active), Used: portfolio.Decimal{Mantissa: active * 15, Scale: 1, OK: true}})
	}
}

func act(t *testing.T, on, account, person string, hash uint64) func(ingest.Sink) error {
	d := day(t, on)
	return func(s ingest.Sink) error {
		id, err := s.Series("", portfolio.Series{Account: portfolio.Account{Ref: portfolio.AccountRef{Name: account}}, Feature: "render"})
		if err != nil {
			return err
		}
		return s.Event(id, portfolio.Event{Day: d, Person: person, Count: 1, Hash: hash})
	}
}

func peak(t *testing.T, on, account string, most int64) func(ingest.Sink) error {
	d := day(t, on)
	return func(s ingest.Sink) error {
		id, err := s.Series("", portfolio.Series{Account: portfolio.Account{Ref: portfolio.AccountRef{Name: account}}, Feature: "render"})
		if err != nil {
			return err
		}
		return s.Observe(id, d, portfolio.Observation{Peak: portfolio.SomeInt(most)})
	}
}

// put imports f, whose content is told by its name.
func put(t *testing.T, s *store.Store, f file) ingest.Result {
	t.Helper()
	r, err := tryPut(t.Context(), t, s, f, false)
	if err != nil {
		t.Fatalf("import %s: %v", f.name, err)
	}
	return r
}

func tryPut(ctx context.Context, t *testing.T, s *store.Store, f file, dry bool) (ingest.Result, error) {
	t.Helper()
	session, err := s.Begin(ctx, ingest.Meta{
		File: f.name, Info: f.info, AsOf: day(t, f.asOf), Partial: f.partial, Monthly: f.monthly, Context: "{}", Header: []string{"Name", "Number"},
		Open: func() (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader("content of " + f.name)), nil
		},
	})
	if err != nil {
		return ingest.Result{}, err
	}
	defer session.Abort()
	tally := ingest.Tally{Rows: int64(len(f.facts)), Notes: []string{}, Problems: []ingest.Problem{}, Started: clock()}
	for i, fact := range f.facts {
		session.Row(i + 2)
		err := fact(session)
		var p *ingest.Problem
		switch {
		case err == nil:
			tally.Accepted++
		case errors.As(err, &p):
			p.Row = i + 2
			tally.Rejected++
			err = session.Reject(*p, [][]byte{[]byte("cell of " + f.name), []byte(fmt.Sprint(i))})
		}
		if err != nil {
			return ingest.Result{}, err
		}
	}
	session.Row(0)
	for _, sum := range f.sums {
		if err := sum(session); err != nil {
			return ingest.Result{}, err
		}
	}
	return session.Finish(ctx, tally, dry)
}

func digest(t *testing.T, s *store.Store) string {
	t.Helper()
	d, err := s.Digest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func whole(t *testing.T, s *store.Store) {
	t.Helper()
	problems, err := s.Verify(t.Context())
	if err != nil || len(problems) > 0 {
		t.Fatalf("verify: %v, %v", problems, err)
	}
}

func counts(r ingest.Result) string {
	return fmt.Sprintf("%d = %d added %d changed %d unchanged %d skipped", r.Rows, r.Added, r.Changed, r.Unchanged, r.Skipped)
}

func TestFilesArePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes are a matter of the profile folder on Windows")
	}
	s := open(t)
	put(t, s, file{name: "a", info: changes, asOf: "2026-01-31", facts: []func(ingest.Sink) error{entitlement(t, "2026-01-31", "k1", "Contoso", 5, "")}})
	for _, path := range []string{s.Path(), s.Path() + "-wal", s.Path() + "-shm"} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o", filepath.Base(path), info.Mode().Perm())
		}
	}
	info, err := os.Stat(filepath.Dir(s.Path()))
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder has mode %o, %v", info.Mode().Perm(), err)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	garbage := filepath.Join(dir, "garbage.db")
	if err := os.WriteFile(garbage, []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"a file that is not there": filepath.Join(dir, "none.db"), "a folder": dir, "a file that is not a store": garbage} {
		_, err := store.Open(t.Context(), path, store.Options{Now: clock})
		if fault.Of(err) == nil || fault.Of(err).Code != fault.Store {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got, _ := os.ReadFile(garbage); !strings.HasPrefix(string(got), "not a database") {
		t.Error("the refused file was changed")
	}
}

func TestTwiceIsOnce(t *testing.T) {
	s := open(t)
	facts := []func(ingest.Sink) error{
		entitlement(t, "2026-01-31", "k1", "Contoso", 5, "2026-12-31"),
		entitlement(t, "2026-01-31", "k2", "Fabrikam", 7, ""),
		entitlement(t, "2026-02-28", "k1", "Contoso", 6, "2026-12-31"),
	}
	if got := counts(put(t, s, file{name: "a", info: slices, asOf: "2026-02-28", facts: facts})); got != "3 = 3 added 0 changed 0 unchanged 0 skipped" {
		t.Error(got)
	}
	before := digest(t, s)
	facts[0], facts[2] = facts[2], facts[0]
	if got := counts(put(t, s, file{name: "a shuffled", info: slices, asOf: "2026-02-28", facts: facts})); got != "3 = 0 added 0 changed 3 unchanged 0 skipped" {
		t.Error(got)
	}
	if digest(t, s) != before {
		t.Error("the same facts in another order changed the digest")
	}
	facts = append(facts, entitlement(t, "2026-02-28", "k1", "Contoso", 6, "2026-12-31"), entitlement(t, "2026-02-28", "k1", "Contoso", 5, "2026-12-31"))
	if got := counts(put(t, s, file{name: "a with repeats", info: slices, asOf: "2026-02-28", facts: facts})); got != "5 = 0 added 0 changed 3 unchanged 2 skipped" {
		t.Error(got)
	}
	if digest(t, s) != before {
		t.Error("a repeated key changed the digest")
	}
	whole(t, s)
}

func TestSliceReplacesAndPartialAdds(t *testing.T) {
	s := open(t)
	january := []func(ingest.Sink) error{entitlement(t, "2026-01-31", "k1", "Contoso", 5, ""), entitlement(t, "2026-01-31", "k2", "Fabrikam", 7, "")}
	put(t, s, file{name: "january", info: slices, asOf: "2026-01-31", facts: january})
	both := digest(t, s)
	put(t, s, file{name: "partial", info: slices, asOf: "2026-01-31", partial: true, facts: january[:1]})
	if digest(t, s) != both {
		t.Error("a partial file removed what it does not mention")
	}
	r := put(t, s, file{name: "whole", info: slices, asOf: "2026-01-31", facts: january[:1]})
	if got := counts(r); got != "1 = 0 added 0 changed 1 unchanged 0 skipped" {
		t.Error(got)
	}
	if got := strings.Join(r.Notes, "; "); got != "no_longer_there: 1" {
		t.Errorf("what the whole slice leaves out is noted as %q", got)
	}
	alone := open(t)
	put(t, alone, file{name: "whole", info: slices, asOf: "2026-01-31", facts: january[:1]})
	// Fabrikam is still an account that an archived import speaks of, so the
	// digests differ by it; the entitlement is gone.
	if digest(t, s) == both {
		t.Error("a whole slice kept a key it does not mention")
	}
	whole(t, s)
}

func TestAnOlderSliceMissesNothing(t *testing.T) {
	s := open(t)
	put(t, s, file{name: "march", info: slices, asOf: "2026-03-31", facts: []func(ingest.Sink) error{entitlement(t, "2026-03-31", "k1", "Contoso", 9, "")}})
	r := put(t, s, file{name: "january", info: slices, asOf: "2026-01-31", facts: []func(ingest.Sink) error{entitlement(t, "2026-01-31", "k2", "Contoso", 5, "")}})
	if len(r.Notes) > 0 {
		t.Errorf("a file that fills history is noted as %q", r.Notes)
	}
}

func TestOlderFileChangesNothingCurrent(t *testing.T) {
	s := open(t)
	put(t, s, file{name: "new", info: changes, asOf: "2026-03-31", facts: []func(ingest.Sink) error{entitlement(t, "2026-03-31", "k1", "Contoso", 9, "")}})
	before := digest(t, s)
	put(t, s, file{name: "old", info: changes, asOf: "2026-01-31", facts: []func(ingest.Sink) error{entitlement(t, "2026-01-31", "k1", "Contoso", 5, "")}})
	if digest(t, s) != before {
		t.Error("an older file changed what is current")
	}
}

// TestUndoLeavesTheStoreThatNeverSawIt takes back each of many imports of all
// kinds, in stores that got the others in the same order.
func TestUndoLeavesTheStoreThatNeverSawIt(t *testing.T) {
	files := []file{
		{name: "january", info: slices, asOf: "2026-01-31", facts: []func(ingest.Sink) error{entitlement(t, "2026-01-31", "k1", "Contoso", 5, "2026-06-30"), entitlement(t, "2026-01-31", "k2", "Fabrikam", 7, ""), entitlement(t, "2026-01-31", "k4", "Tailspin", 7, "")}},
		{name: "february", info: slices, asOf: "2026-02-28", facts: []func(ingest.Sink) error{entitlement(t, "2026-02-28", "k1", "Contoso", 6, "2027-06-30")}},
		{name: "extract", info: changes, asOf: "2026-02-10", facts: []func(ingest.Sink) error{entitlement(t, "2026-02-10", "k2", "Fabrikam", 8, ""), entitlement(t, "2026-02-10", "k3", "Contoso", 1, "")}},
		{name: "usage", info: usageP, asOf: "2026-02-28", monthly: true, facts: []func(ingest.Sink) error{level(t, "2026-01-31", "Contoso", "Mail", 4), level(t, "2026-02-28", "Contoso", "Mail", 5), level(t, "2026-02-28", "Nobody else", "Mail", 5)}},
		{name: "restated", info: usageP, asOf: "2026-02-28", monthly: true, facts: []func(ingest.Sink) error{level(t, "2026-02-28", "Contoso", "Mail", 6)}},
		{name: "events", info: eventsX, asOf: "2026-02-28", facts: []func(ingest.Sink) error{act(t, "2026-02-27", "Contoso", "anna", 11), act(t, "2026-02-27", "Contoso", "bert", 12)}},
		{name: "events again", info: eventsX, asOf: "2026-02-28", facts: []func(ingest.Sink) error{act(t, "2026-02-27", "Contoso", "bert", 12), act(t, "2026-02-28", "Contoso", "carl", 13)}},
		{name: "log", info: eventsX, asOf: "2026-02-28", facts: []func(ingest.Sink) error{act(t, "2026-02-26", "Contoso", "anna", 21)}, sums: []func(ingest.Sink) error{peak(t, "2026-02-25", "Contoso", 3), peak(t, "2026-02-26", "Contoso", 7)}},
		{name: "log again", info: eventsX, asOf: "2026-02-28", facts: []func(ingest.Sink) error{act(t, "2026-02-26", "Contoso", "anna", 21)}, sums: []func(ingest.Sink) error{peak(t, "2026-02-26", "Contoso", 8)}},
		{name: "invoices", info: ledger, asOf: "2026-02-10", facts: []func(ingest.Sink) error{line(t, "2026-02-10", "i1", "1", nil), line(t, "2026-02-10", "i1", "2", nil), line(t, "2026-02-10", "i2", "1", nil)}},
		{name: "an invoice again", info: ledger, asOf: "2026-02-12", facts: []func(ingest.Sink) error{line(t, "2026-02-12", "i1", "1", amount(3))}},
		{name: "catalogue", info: changes, asOf: "2026-02-10", facts: []func(ingest.Sink) error{product(t, "2026-02-10", "Suite Pro", "Suites", "SP1")}},
	}
	for leave := range files {
		all, without := open(t), open(t)
		var id int64
		for i, f := range files {
			r := put(t, all, f)
			if i == leave {
				id = r.ID
				continue
			}
			put(t, without, f)
		}
		if digest(t, all) == digest(t, without) {
			t.Errorf("%s made no difference, so undoing it shows nothing", files[leave].name)
		}
		if err := all.Undo(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		if digest(t, all) != digest(t, without) {
			t.Errorf("undo of %s left another store", files[leave].name)
		}
		whole(t, all)
		put(t, all, files[leave])
	}
}

func TestUsageCounts(t *testing.T) {
	s := open(t)
	steps := []struct {
		name  string
		info  ingest.Info
		facts []func(ingest.Sink) error
		want  string
	}{
		{"first", usageN, []func(ingest.Sink) error{level(t, "2026-01-01", "A", "Mail", 1), level(t, "2026-01-01", "B", "Mail", 2)}, "2 = 2 added 0 changed 0 unchanged 0 skipped"},
		{"one changed, one new", usageN, []func(ingest.Sink) error{level(t, "2026-01-01", "A", "Mail", 3), level(t, "2026-01-01", "C", "Mail", 1)}, "2 = 1 added 1 changed 0 unchanged 0 skipped"},
		{"all as known", usageN, []func(ingest.Sink) error{level(t, "2026-01-01", "C", "Mail", 1), level(t, "2026-01-01", "B", "Mail", 2), level(t, "2026-01-01", "A", "Mail", 3)}, "3 = 0 added 0 changed 3 unchanged 0 skipped"},
		{"twice in one file", usageN, []func(ingest.Sink) error{level(t, "2026-01-02", "A", "Mail", 3), level(t, "2026-01-02", "A", "Mail", 4)}, "2 = 1 added 0 changed 0 unchanged 1 skipped"},
	}
	for _, step := range steps {
		if got := counts(put(t, s, file{name: step.name, info: step.info, asOf: "2026-01-31", facts: step.facts})); got != step.want {
			t.Errorf("%s: got %s, want %s", step.name, got, step.want)
		}
	}
	whole(t, s)
}

// TestSortedByAccount writes more days than are held at once, so that days are
// written in pieces, and expects what a file sorted by day gives.
func TestSortedByAccount(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 1.6 million observations")
	}
	const accounts, days = 20_000, 80
	fill := func(order string) string {
		s := open(t)
		session, err := s.Begin(t.Context(), ingest.Meta{
			File: "big", Info: usageN, AsOf: day(t, "2026-03-31"), Context: "{}",
			Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("")), nil },
		})
		if err != nil {
			t.Fatal(err)
		}
		defer session.Abort()
		ids := make([]portfolio.SeriesID, accounts)
		for a := range ids {
			if ids[a], err = session.Series("", portfolio.Series{Account: portfolio.Account{Ref: portfolio.AccountRef{Name: fmt.Sprint("account ", a)}}}); err != nil {
				t.Fatal(err)
			}
		}
		first, n := day(t, "2026-01-01"), int64(0)
		one := func(a, d int) {
			n++
			o := portfolio.Observation{Active: portfolio.SomeInt(int64((a*31 + d) % 97))}
			if a%3 > 0 { // else absent, in all of the first rows too
				o.Used = portfolio.Decimal{Mantissa: int64(a + d), Scale: uint8(a % 3), OK: true}
			}
			if err := session.Observe(ids[a], first+portfolio.Day(d), o); err != nil {
				t.Fatal(err)
			}
		}
		for i := range accounts * days {
			switch order {
			case "by day":
				one(i%accounts, i/accounts)
			case "by account":
				one(i/days, i%days)
			case "by account, backwards":
				one(accounts-1-i/days, i%days)
			}
		}
		r, err := session.Finish(t.Context(), ingest.Tally{Rows: n, Accepted: n, Started: clock()}, false)
		if err != nil {
			t.Fatal(err)
		}
		if r.Added != accounts*days || r.Skipped != 0 {
			t.Errorf("%s: %s", order, counts(r))
		}
		return digest(t, s)
	}
	want := fill("by day")
	for _, order := range []string{"by account", "by account, backwards"} {
		if fill(order) != want {
			t.Errorf("%s: the order of the file's rows changed the facts", order)
		}
	}
}

func TestIdentityDoesNotDependOnOrder(t *testing.T) {
	named := file{name: "named", info: usageN, asOf: "2026-01-31", facts: []func(ingest.Sink) error{level(t, "2026-01-01", "contoso ", "Mail", 1)}}
	listed := file{name: "listed", info: changes, asOf: "2026-01-31", facts: []func(ingest.Sink) error{entitlement(t, "2026-01-31", "k1", "Contoso", 5, "")}}
	a, b := open(t), open(t)
	put(t, a, named)
	put(t, a, listed)
	put(t, b, listed)
	put(t, b, named)
	if digest(t, a) != digest(t, b) {
		t.Error("which import came first decided who an account is")
	}
	for _, s := range []*store.Store{a, b} {
		err := s.Read(t.Context(), func(n engine.Snapshot) error {
			return n.Query(t.Context(), `SELECT key, external, name FROM account WHERE live = 1`, nil, func(v []any) error {
				if v[0] != "tenant:contoso" || v[1] != "contoso" || v[2] != "Contoso" {
					t.Errorf("the account is %v", v)
				}
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestWatchingFollowsTheAccount watches an account known by name alone, gives
// it its id by an import, and takes that back.
// TestAnAccountIsWrittenAsTheLatestFileWritesIt imports two spellings of an
// account without an id in both orders.
func TestAnAccountIsWrittenAsTheLatestFileWritesIt(t *testing.T) {
	old := file{name: "old", info: usageN, asOf: "2026-01-31", facts: []func(ingest.Sink) error{level(t, "2026-01-01", "ACME  gmbh", "Mail", 1)}}
	young := file{name: "young", info: usageN, asOf: "2026-02-28", facts: []func(ingest.Sink) error{level(t, "2026-02-01", "Acme GmbH", "Mail", 1)}}
	written := func(s *store.Store) (out string) {
		err := s.Read(t.Context(), func(n engine.Snapshot) error {
			return n.Query(t.Context(), `SELECT key, external, name FROM account WHERE live = 1`, nil, func(v []any) error {
				out += fmt.Sprint(v)
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, order := range [][]file{{old, young}, {young, old}} {
		s := open(t)
		put(t, s, order[0])
		last := put(t, s, order[1])
		if got := written(s); got != "[name:acme gmbh Acme GmbH Acme GmbH]" {
			t.Errorf("%s first: the account is %s", order[0].name, got)
		}
		if err := s.Undo(t.Context(), last.ID); err != nil {
			t.Fatal(err)
		}
		alone := open(t)
		put(t, alone, order[0])
		if written(s) != written(alone) {
			t.Errorf("%s undone: the account is %s, of a store that never saw it %s", last.File, written(s), written(alone))
		}
	}
}

func TestWatchingFollowsTheAccount(t *testing.T) {
	s := open(t)
	put(t, s, file{name: "named", info: usageN, asOf: "2026-01-31", facts: []func(ingest.Sink) error{level(t, "2026-01-01", "Contoso", "Mail", 1), level(t, "2026-01-01", "Fabrikam", "Mail", 1)}})
	if err := s.Watch(t.Context(), "account", "name:contoso", true); err != nil {
		t.Fatal(err)
	}
	watched := func(want string) {
		t.Helper()
		list, err := s.Watched(t.Context())
		if err != nil || len(list.Accounts) != 1 || !list.Accounts[want] {
			t.Errorf("watched are %v, %v; want %s", list.Accounts, err, want)
		}
	}
	watched("name:contoso")
	r := put(t, s, file{name: "listed", info: changes, asOf: "2026-01-31", facts: []func(ingest.Sink) error{entitlement(t, "2026-01-31", "k1", "Contoso", 5, "")}})
	watched("tenant:contoso")
	if err := s.Undo(t.Context(), r.ID); err != nil {
		t.Fatal(err)
	}
	watched("name:contoso")
}

func TestDryRunAndCancelChangeNothing(t *testing.T) {
	s := open(t)
	put(t, s, file{name: "a", info: changes, asOf: "2026-01-31", facts: []func(ingest.Sink) error{entitlement(t, "2026-01-31", "k1", "Contoso", 5, "")}})
	before := digest(t, s)
	more := file{name: "b", info: changes, asOf: "2026-02-28", facts: []func(ingest.Sink) error{entitlement(t, "2026-02-28", "k1", "Contoso", 6, "")}}
	r, err := tryPut(t.Context(), t, s, more, true)
	if err != nil || r.State != "dry_run" || r.Changed != 1 {
		t.Fatalf("dry run: %+v, %v", r, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	stopped := more
	stopped.facts = append([]func(ingest.Sink) error{}, more.facts...)
	stopped.facts = append(stopped.facts, func(ingest.Sink) error { cancel(); return ctx.Err() })
	if _, err := tryPut(ctx, t, s, stopped, false); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled import: %v", err)
	}
	if digest(t, s) != before {
		t.Error("the store changed")
	}
	if r := put(t, s, more); r.Changed != 1 {
		t.Error("the store cannot import after a cancellation")
	}
}

func TestVerifyFindsChangedData(t *testing.T) {
	s := open(t)
	put(t, s, file{name: "a", info: changes, asOf: "2026-01-31", facts: []func(ingest.Sink) error{entitlement(t, "2026-01-31", "key-one", "Contoso", 5, "")}})
	put(t, s, file{name: "u", info: usageN, asOf: "2026-01-31", facts: []func(ingest.Sink) error{level(t, "2026-01-01", "Contoso", "Mailbox", 77)}})
	put(t, s, file{name: "l", info: ledger, asOf: "2026-01-31", facts: []func(ingest.Sink) error{line(t, "2026-01-31", "book-one", "1", nil), problem}})
	put(t, s, file{name: "s", info: changes, asOf: "2026-01-31", facts: []func(ingest.Sink) error{ticket(t, "2026-01-31", "", "Slow", 1, portfolio.Custom{Name: "Queue", Value: "q-one"})}})
	whole(t, s)
	path := s.Path()
	s.Close()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"key-one", "Contoso", "Suite Pro", "Mailbox", "book-one", "cycleCharge", "q-one", "cell of l"} {
		changed := []byte(strings.ReplaceAll(string(data), text, "X"+text[1:]))
		if string(changed) == string(data) {
			t.Fatalf("%q is not in the file", text)
		}
		damaged := filepath.Join(t.TempDir(), "damaged.db")
		if err := os.WriteFile(damaged, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		d, err := store.Open(t.Context(), damaged, store.Options{Now: clock})
		if err != nil {
			t.Fatal(err)
		}
		problems, err := d.Verify(t.Context())
		d.Close()
		if err != nil || len(problems) == 0 {
			t.Errorf("changed %q was not found: %v, %v", text, problems, err)
		}
	}
}

func TestBackupAndRestore(t *testing.T) {
	s := open(t)
	put(t, s, file{name: "a", info: changes, asOf: "2026-01-31", facts: []func(ingest.Sink) error{entitlement(t, "2026-01-31", "k1", "Contoso", 5, "")}})
	want := digest(t, s)
	backup := filepath.Join(t.TempDir(), "backup.headroom")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), backup); fault.Of(err).Code != fault.Invalid {
		t.Errorf("a backup replaced another: %v", err)
	}
	put(t, s, file{name: "b", info: changes, asOf: "2026-02-28", facts: []func(ingest.Sink) error{entitlement(t, "2026-02-28", "k1", "Contoso", 6, "")}})
	path := s.Path()
	s.Close()
	broken := filepath.Join(t.TempDir(), "broken.headroom")
	data, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(broken, data[:len(data)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := store.Restore(t.Context(), broken, path, clock); err == nil {
		t.Error("a truncated backup was restored")
	}
	if err := store.Restore(t.Context(), backup, path, clock); err != nil {
		t.Fatal(err)
	}
	r, err := store.Open(t.Context(), path, store.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if digest(t, r) != want {
		t.Error("the restored store is another")
	}
	if kept, _ := filepath.Glob(path + ".replaced-*"); len(kept) == 0 {
		t.Error("the replaced store was not kept")
	}
}

func TestOriginalIsKept(t *testing.T) {
	s := open(t)
	r := put(t, s, file{name: "a", info: changes, asOf: "2026-01-31"})
	o, err := s.Original(t.Context(), r.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	if got, err := io.ReadAll(o); err != nil || string(got) != "content of a" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestSettings(t *testing.T) {
	s := open(t)
	if err := s.SetSetting(t.Context(), "own_partner_ids", "123, 456"); err != nil {
		t.Fatal(err)
	}
	all, err := s.Settings(t.Context())
	if err != nil || all["own_partner_ids"] != "123,456" || all["week_start"] != "monday" {
		t.Errorf("%v, %v", all, err)
	}
	for name, value := range map[string]string{"no_such": "1", "week_start": "someday", "fiscal_year_start": "13"} {
		if err := s.SetSetting(t.Context(), name, value); fault.Of(err) == nil || fault.Of(err).Code != fault.Invalid {
			t.Errorf("%s=%s: %v", name, value, err)
		}
	}
}

// TestRowsOfOneKeyDoNotDependOnTheStore has many keys twice in one file, told
// apart by account and product alone. Which of the two holds must depend
// neither on the order of the rows nor on the numbers a store gave before.
func TestRowsOfOneKeyDoNotDependOnTheStore(t *testing.T) {
	var twice []func(ingest.Sink) error
	at := ingest.At{Day: day(t, "2026-01-31")}
	for i := range 40 {
		account := portfolio.Account{Ref: portfolio.AccountRef{Name: fmt.Sprint("Account ", i%7)}}
		product := portfolio.Product{Name: fmt.Sprint("Product ", i%5)}
		e := portfolio.Entitlement{Key: fmt.Sprint("k", i/2), Account: account, Product: product, Quantity: portfolio.SomeInt(1), Start: portfolio.NoDay, End: portfolio.NoDay, Status: portfolio.Active}
		twice = append(twice, func(s ingest.Sink) error { return s.Entitlement(at, e) })
	}
	var requests []func(ingest.Sink) error
	for i := range 40 {
		r := portfolio.SupportRequest{Key: fmt.Sprint("r", i/2), Account: portfolio.Account{Ref: portfolio.AccountRef{Name: fmt.Sprint("Account ", i%7)}}, Opened: at.Day}
		requests = append(requests, func(s ingest.Sink) error { return s.Support(at, r) })
	}
	support := changes
	support.Dataset = portfolio.SupportRequests
	first := open(t)
	put(t, first, file{name: "a", info: changes, asOf: "2026-01-31", facts: twice})
	put(t, first, file{name: "b", info: support, asOf: "2026-01-31", facts: requests})

	backwards := open(t)
	reverse := func(facts []func(ingest.Sink) error) []func(ingest.Sink) error {
		facts = append([]func(ingest.Sink) error{}, facts...)
		goslices.Reverse(facts)
		return facts
	}
	put(t, backwards, file{name: "b", info: support, asOf: "2026-01-31", facts: reverse(requests)})
	put(t, backwards, file{name: "a", info: changes, asOf: "2026-01-31", facts: reverse(twice)})
	if digest(t, first) != digest(t, backwards) {
		t.Error("the facts depend on the order of rows and imports")
	}
}

// TestARenamedAccountIsUnchangedTheSecondTime lists one account under two
// names in one file.
func TestARenamedAccountIsUnchangedTheSecondTime(t *testing.T) {
	s := open(t)
	list := ingest.Info{ID: "test.a", Version: 1, Source: "List", Dataset: portfolio.Accounts, Class: portfolio.EntityList}
	var facts []func(ingest.Sink) error
	for _, name := range []string{"Contoso", "Contoso Ltd", "Contoso Group"} {
		a := portfolio.Account{Ref: portfolio.AccountRef{Kind: "tenant", ExternalID: "1", Name: name}}
		facts = append(facts, func(s ingest.Sink) error { return s.Account(ingest.At{Day: day(t, "2026-01-31")}, a) })
	}
	put(t, s, file{name: "a", info: list, asOf: "2026-01-31", facts: facts})
	if r := put(t, s, file{name: "b", info: list, asOf: "2026-01-31", facts: facts}); r.Unchanged != 3 {
		t.Errorf("the same list again: %s", counts(r))
	}
}
