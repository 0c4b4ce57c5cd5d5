package store

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"headroom/backend/fault"
)

// backedUp is a store with a setting, a backup of it, and the setting changed
// afterwards.
func backedUp(t *testing.T) (s *Store, backup string) {
	t.Helper()
	s = failing(t)
	if err := s.SetSetting(t.Context(), "week_start", "sunday"); err != nil {
		t.Fatal(err)
	}
	backup = filepath.Join(t.TempDir(), "a.headroom")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	if err := s.SetSetting(t.Context(), "week_start", "friday"); err != nil {
		t.Fatal(err)
	}
	return s, backup
}

func weekStart(t *testing.T, path string) string {
	t.Helper()
	s, err := Open(t.Context(), path, Options{Now: at})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	all, err := s.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all["week_start"]
}

// TestAStoreInUseIsNotReplaced restores while another process might go on
// writing into the file that was replaced; the control is that it has ended.
func TestAStoreInUseIsNotReplaced(t *testing.T) {
	s, backup := backedUp(t)
	refusedAs(t, "in use", Restore(t.Context(), backup, s.Path(), at), fault.Store, "has the store open")
	if err := s.SetSetting(t.Context(), "week_start", "monday"); err != nil {
		t.Errorf("the store in use: %v", err)
	}
	s.Close()
	if got := weekStart(t, s.Path()); got != "monday" {
		t.Errorf("what was written meanwhile is %s", got)
	}
	if err := Restore(t.Context(), backup, s.Path(), at); err != nil {
		t.Fatal(err)
	}
	if got := weekStart(t, s.Path()); got != "sunday" {
		t.Errorf("restored %s", got)
	}
}

// TestAnOldLogIsNotReadIntoTheRestoredStore has the file of a crashed store
// removed by hand and its log left.
func TestAnOldLogIsNotReadIntoTheRestoredStore(t *testing.T) {
	s, backup := backedUp(t)
	log, err := os.ReadFile(s.Path() + "-wal")
	if err != nil || len(log) == 0 {
		t.Fatalf("no log: %v", err)
	}
	s.Close()
	if err := os.Remove(s.Path()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.Path()+"-wal", log, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Restore(t.Context(), backup, s.Path(), at); err != nil {
		t.Fatal(err)
	}
	if got := weekStart(t, s.Path()); got != "sunday" {
		t.Errorf("restored %s", got)
	}
}

func TestADamagedStoreIsReplaced(t *testing.T) {
	s, backup := backedUp(t)
	s.Close()
	if err := os.WriteFile(s.Path(), bytes.Repeat([]byte("damaged "), 5000), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Restore(t.Context(), backup, s.Path(), at); err != nil {
		t.Fatal(err)
	}
	if got := weekStart(t, s.Path()); got != "sunday" {
		t.Errorf("restored %s", got)
	}
}

func TestWhatIsNoBackupIsRefused(t *testing.T) {
	s, _ := backedUp(t)
	s.Close()
	for name, data := range map[string][]byte{"empty": nil, "text": bytes.Repeat([]byte("a,b,c\n"), 100)} {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		refusedAs(t, name, Restore(t.Context(), file, s.Path(), at), fault.Invalid, "not a backup")
		if after, err := os.ReadFile(file); err != nil || !bytes.Equal(after, data) {
			t.Errorf("%s was written to: %v", name, err)
		}
	}
	if got := weekStart(t, s.Path()); got != "friday" {
		t.Errorf("the store has %s", got)
	}
}

// TestABackupIsOnlyRead restores one of an older program, which is brought up
// to date in its copy.
func TestABackupIsOnlyRead(t *testing.T) {
	first, err := migrations.ReadFile("migrations/0001_portfolio.sql")
	if err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "old.headroom")
	old := raw(t, backup)
	run(t, old, string(first))
	run(t, old, fmt.Sprintf("PRAGMA application_id=%d; PRAGMA user_version=1; INSERT INTO setting VALUES ('week_start', 'sunday')", applicationID))
	old.Close()
	before, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.db")
	if err := Restore(t.Context(), backup, path, at); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(backup); err != nil || !bytes.Equal(after, before) {
		t.Errorf("the backup was written to: %v", err)
	}
	if got := weekStart(t, path); got != "sunday" {
		t.Errorf("restored %s", got)
	}
	for _, dir := range []string{filepath.Dir(backup), filepath.Dir(path)} {
		if left, _ := os.ReadDir(dir); len(left) != 1 {
			t.Errorf("left behind: %v", left)
		}
	}
}
