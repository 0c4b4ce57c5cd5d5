package store_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"headroom/backend/ingest"
	"headroom/backend/portfolio"
	"headroom/backend/store"
)

// metered hands over what was used of one meter by a clock.
func metered(t *testing.T, on string, clock portfolio.Clock, used int64) func(ingest.Sink) error {
	d := day(t, on)
	return func(s ingest.Sink) error {
		id, err := s.Series("", portfolio.Series{Account: portfolio.Account{Ref: portfolio.AccountRef{Name: "Contoso"}}, Meter: "minutes", Clock: clock})
		if err != nil {
			return err
		}
		return s.Observe(id, d, portfolio.Observation{Used: portfolio.Decimal{Mantissa: used, OK: true}})
	}
}

// denial hands over an act of use that was denied.
func denial(t *testing.T, on, reason string, hash uint64) func(ingest.Sink) error {
	d := day(t, on)
	return func(s ingest.Sink) error {
		id, err := s.Series("", portfolio.Series{Account: portfolio.Account{Ref: portfolio.AccountRef{Name: "Contoso"}}, Feature: "render", Reason: reason})
		if err != nil {
			return err
		}
		return s.Event(id, portfolio.Event{Day: d, Person: "anna", Count: 1, Denied: true, Hash: hash})
	}
}

// TestClocksAndReasonsTellSeriesApart: series that differ in nothing else are
// several, of one file and of the next, and every text is guarded.
func TestClocksAndReasonsTellSeriesApart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s, err := store.Open(t.Context(), path, store.Options{Now: clock, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	meters := []func(ingest.Sink) error{
		metered(t, "2026-01-31", portfolio.DefaultClock, 5), metered(t, "2026-01-31", portfolio.SinceReset, 7),
		metered(t, "2026-01-31", portfolio.OverageReset, 2), metered(t, "2026-01-31", portfolio.SinceReset, 8),
	}
	if got := counts(put(t, s, file{name: "meters", info: usageN, asOf: "2026-01-31", facts: meters})); got != "4 = 3 added 0 changed 0 unchanged 1 skipped" {
		t.Errorf("of meters: %s", got)
	}
	denials := []func(ingest.Sink) error{denial(t, "2026-01-30", "full", 1), denial(t, "2026-01-30", "expired", 2), denial(t, "2026-01-30", "", 3)}
	put(t, s, file{name: "log", info: eventsX, asOf: "2026-01-31", facts: denials})
	put(t, s, file{name: "next log", info: eventsX, asOf: "2026-02-01", facts: append(denials, denial(t, "2026-02-01", "full", 4))})
	whole(t, s)
	s.Close()

	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var series int
	if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM series").Scan(&series); err != nil || series != 6 {
		t.Errorf("there are %d series, %v", series, err)
	}
	for _, change := range []string{"UPDATE series SET clock = 'reset' WHERE clock = ''", "UPDATE series SET reason = 'other' WHERE reason = 'full'"} {
		if _, err := db.ExecContext(t.Context(), change); err != nil {
			t.Fatal(err)
		}
		if s, err = store.Open(t.Context(), path, store.Options{Now: clock}); err != nil {
			t.Fatal(err)
		}
		if problems, err := s.Verify(t.Context()); err != nil || len(problems) == 0 {
			t.Errorf("after %q verify says %q, %v", change, problems, err)
		}
		s.Close()
	}
}
