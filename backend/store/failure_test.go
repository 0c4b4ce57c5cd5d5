package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// failing is a store for an import that will not succeed.
func failing(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), Options{Now: at, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func begun(ctx context.Context, t *testing.T, s *Store, open func() (io.ReadCloser, error)) ingest.Session {
	t.Helper()
	session, err := s.Begin(ctx, ingest.Meta{
		File: "x.csv", AsOf: portfolio.DayIn(at()), Context: "{}", Open: open,
		Info: ingest.Info{ID: "test.x", Version: 1, Source: "Test", Dataset: portfolio.FeatureUsage, Class: portfolio.Events},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(session.Abort)
	return session
}

func content(text string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
}

// megabytes are n that cannot be compressed.
func megabytes(n int) []byte {
	b := make([]byte, n<<20)
	_, _ = rand.NewChaCha8([32]byte{}).Read(b) // never fails
	return b
}

// act hands over one event.
func act(s ingest.Session) error {
	id, err := s.Series("", portfolio.Series{Account: portfolio.Account{Ref: portfolio.AccountRef{Name: "Contoso"}}, Feature: "render"})
	if err != nil {
		return err
	}
	return s.Event(id, portfolio.Event{Day: portfolio.DayIn(at()), Person: "p", Count: 1, Hash: 1})
}

// within fails the test when what is waited for does not come.
func within(t *testing.T, limit time.Duration, what string, do func() error) error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case err := <-done:
		return err
	case <-time.After(limit):
		t.Fatalf("%s waits and waits", what)
		return nil
	}
}

func refusedAs(t *testing.T, what string, err error, code fault.Code, text string) {
	t.Helper()
	if f := fault.Of(err); f == nil || f.Code != code || !strings.Contains(f.Message, text) {
		t.Errorf("%s: %v", what, err)
	}
}

// ending tells when everything was read.
type ending func()

func (e ending) Read([]byte) (int, error) { e(); return 0, io.EOF }

// TestWhoeverWaitsHearsOfAFailure has the archive fail while the first event
// waits for the writer, which runs no job after a failure.
func TestWhoeverWaitsHearsOfAFailure(t *testing.T) {
	s := failing(t)
	run(t, s.w, `CREATE TRIGGER broken BEFORE INSERT ON archive_part BEGIN
		SELECT RAISE(FAIL, 'slowly broken') FROM (WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT max(i) FROM n); END`)
	read := make(chan struct{}) // by then the writer has the first of several parts
	session := begun(t.Context(), t, s, func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(bytes.NewReader(megabytes(5)), ending(func() { close(read) }))), nil
	})
	<-read
	if err := within(t, 20*time.Second, "an event", func() error { return act(session) }); err == nil {
		t.Error("the failure was not told")
	}
}

func TestAFullDiskIsSaidSo(t *testing.T) {
	s := failing(t)
	run(t, s.w, "PRAGMA max_page_count=100")
	session := begun(t.Context(), t, s, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(megabytes(8))), nil })
	var err error
	for range 100_000 {
		if err = act(session); err != nil {
			break
		}
	}
	if err == nil {
		_, err = session.Finish(t.Context(), ingest.Tally{Started: at()}, false)
	}
	refusedAs(t, "full", err, fault.Store, "disk is full")
}

// SQLite calls it an error of the disk where something else than a page finds no
// room; the system knows better.
func TestNoRoomIsSaidWhereverItIsFound(t *testing.T) {
	for name, c := range map[string]struct {
		err  sqlite3.Error
		want string
	}{
		"a page":               {sqlite3.Error{Code: sqlite3.ErrFull}, "The disk is full"},
		"the index of the log": {sqlite3.Error{Code: sqlite3.ErrIoErr, ExtendedCode: sqlite3.ErrIoErrSHMSize, SystemErrno: noRoom[0]}, "The disk is full"},
		"a quota":              {sqlite3.Error{Code: sqlite3.ErrIoErr, ExtendedCode: sqlite3.ErrIoErrWrite, SystemErrno: noRoom[1]}, "The disk is full"},
		"a file":               {sqlite3.Error{Code: sqlite3.ErrCantOpen, SystemErrno: noRoom[0]}, "The disk is full"},
		"a broken disk":        {sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.EIO}, "The disk reported an error"},
		"a locked folder":      {sqlite3.Error{Code: sqlite3.ErrCantOpen, SystemErrno: syscall.EACCES}, "cannot be written"},
	} {
		err := storeError(fmt.Errorf("commit: %w", c.err), "try")
		refusedAs(t, name, err, fault.Store, c.want)
		if fault.Of(err).Hint == "" {
			t.Errorf("%s: nothing to do about it", name)
		}
	}
}

func TestAFileThatCannotBeReadAgainIsRefused(t *testing.T) {
	session := begun(t.Context(), t, failing(t), func() (io.ReadCloser, error) { return nil, errors.New("no such device") })
	_, err := session.Finish(t.Context(), ingest.Tally{Started: at()}, false)
	refusedAs(t, "unreadable", err, fault.Invalid, "cannot be read")
}

// TestACancellationIsSaidSo cancels at every stage of storing.
func TestACancellationIsSaidSo(t *testing.T) {
	s := failing(t)
	for wait := time.Duration(0); wait < 6*time.Millisecond; wait += 50 * time.Microsecond {
		ctx, cancel := context.WithTimeout(t.Context(), wait)
		session, err := s.Begin(ctx, ingest.Meta{
			File: "x.csv", AsOf: portfolio.DayIn(at()), Context: "{}", Open: content("x"),
			Info: ingest.Info{ID: "test.x", Version: 1, Source: "Test", Dataset: portfolio.FeatureUsage, Class: portfolio.Events},
		})
		if err == nil {
			if err = act(session); err == nil {
				_, err = session.Finish(ctx, ingest.Tally{Started: at()}, true)
			}
			session.Abort()
		}
		if err != nil {
			refusedAs(t, "cancelled after "+wait.String(), err, fault.Cancelled, "")
		}
		cancel()
	}
}

// TestClosingWaitsForNobody closes a store while another one imports, and then
// the one that imports.
func TestClosingWaitsForNobody(t *testing.T) {
	s := failing(t)
	session := begun(t.Context(), t, s, content("x"))
	other, err := Open(t.Context(), s.Path(), Options{Now: at})
	if err != nil {
		t.Fatal(err)
	}
	// A store that is in use is waited for ten seconds.
	if err := within(t, 5*time.Second, "closing another store", other.Close); err != nil {
		t.Error(err)
	}
	if err := within(t, 5*time.Second, "closing the store", s.Close); err != nil {
		t.Error(err)
	}
	_, err = session.Finish(t.Context(), ingest.Tally{Started: at()}, false)
	refusedAs(t, "closed", err, fault.Cancelled, "")
}

// TestAFileThatAnotherProgramBroughtMeanwhile is told from a fault of the store:
// with the sum known from the start, and with one that only reading it tells.
func TestAFileThatAnotherProgramBroughtMeanwhile(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), Options{Now: at, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	finish := func(session ingest.Session) (ingest.Result, error) {
		return session.Finish(t.Context(), ingest.Tally{Notes: []string{}, Problems: []ingest.Problem{}, Started: at()}, false)
	}
	first, err := finish(begun(t.Context(), t, s, content("a")))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := finish(begun(t.Context(), t, s, content("a"))); err == nil || fault.Of(err).Code != fault.Conflict {
		t.Errorf("a sum found while reading: %v", err)
	}
	_, err = s.Begin(t.Context(), ingest.Meta{File: "x.csv", SHA256: first.SHA256, AsOf: portfolio.DayIn(at()), Context: "{}", Open: content("a"), Info: ingest.Info{ID: "test.x", Dataset: portfolio.FeatureUsage, Class: portfolio.Events}})
	if err == nil || fault.Of(err).Code != fault.Conflict {
		t.Errorf("a sum known before: %v", err)
	}
}
