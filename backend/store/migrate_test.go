package store

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"headroom/backend/fault"
)

func at() time.Time { return time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC) }

// raw opens a file without the store's care.
func raw(t *testing.T, path string) *sql.DB {
	t.Helper()
	registerOnce.Do(register)
	db, err := sql.Open(writerDriver, dsn(path, "mode=rwc"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func run(t *testing.T, db *sql.DB, query string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), query); err != nil {
		t.Fatal(err)
	}
}

func versionOf(t *testing.T, db *sql.DB) (v int) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), "PRAGMA user_version").Scan(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAnOlderFileIsCopiedThenMigrated(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.db")
	first, err := migrations.ReadFile("migrations/0001_portfolio.sql")
	if err != nil {
		t.Fatal(err)
	}
	old := raw(t, path)
	run(t, old, string(first))
	run(t, old, fmt.Sprintf("PRAGMA application_id=%d; PRAGMA user_version=1; INSERT INTO setting VALUES ('week_start', 'sunday')", applicationID))
	old.Close()

	s, err := Open(t.Context(), path, Options{Now: at})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if all, err := s.Settings(t.Context()); err != nil || all["week_start"] != "sunday" {
		t.Errorf("settings after the migration: %v, %v", all, err)
	}
	if _, err := s.Rules(t.Context()); err != nil {
		t.Errorf("the new tables: %v", err)
	}
	if v := versionOf(t, raw(t, path)); v != SchemaVersion() {
		t.Errorf("version %d", v)
	}
	aside := raw(t, fmt.Sprintf("%s.before-%d", path, SchemaVersion()))
	if v := versionOf(t, aside); v != 1 {
		t.Errorf("the copy is of version %d", v)
	}
}

func TestANewerFileIsOnlyRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.db")
	s, err := Open(t.Context(), path, Options{Now: at, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	run(t, raw(t, path), "PRAGMA user_version=99")

	s, err = Open(t.Context(), path, Options{Now: at})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if s.ReadOnly() == "" {
		t.Error("nothing says that the file can only be read")
	}
	if err := s.SetSetting(t.Context(), "week_start", "sunday"); fault.Of(err) == nil || fault.Of(err).Code != fault.Store {
		t.Errorf("writing gave %v", err)
	}
	if all, err := s.Settings(t.Context()); err != nil || all["week_start"] != "monday" {
		t.Errorf("reading gave %v, %v", all, err)
	}
}

func TestAnotherProgramsFileIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "theirs.db")
	run(t, raw(t, path), "CREATE TABLE theirs (x)")
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, Options{Now: at, Create: true}); fault.Of(err) == nil || fault.Of(err).Code != fault.Store {
		t.Errorf("got %v", err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o644 {
		t.Errorf("the rights of their file are %v, %v", info.Mode(), err)
	}
	var n int
	if err := raw(t, path).QueryRowContext(t.Context(), "SELECT count(*) FROM sqlite_schema").Scan(&n); err != nil || n != 1 {
		t.Errorf("their file has %d tables, %v", n, err)
	}
}

// TestReadersCannotWrite tries what a statement that slipped past the compiler
// might; the control writes the same through the writer.
func TestReadersCannotWrite(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), Options{Now: at, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	const insert = "INSERT INTO setting VALUES ('x', 'y')"
	for _, query := range []string{insert, "DELETE FROM setting", "DROP TABLE setting", "ATTACH ':memory:' AS other", "PRAGMA query_only=OFF", "CREATE TEMP TABLE t (x)"} {
		if _, err := s.r.ExecContext(t.Context(), query); err == nil {
			t.Errorf("a reader ran %s", query)
		}
	}
	run(t, s.w, insert)
}

func TestEverySettingOfDurability(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), Options{Now: at, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "trusted_schema": "0", "mmap_size": "0", "page_size": "16384", "application_id": fmt.Sprint(applicationID)} {
		var got string
		if err := s.w.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %s, %v; want %s", pragma, got, err, want)
		}
	}
}

// TestAMigrationThatWasCutShortIsTriedAgain has the copy of the first attempt
// in its way.
func TestAMigrationThatWasCutShortIsTriedAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.db")
	first, err := migrations.ReadFile("migrations/0001_portfolio.sql")
	if err != nil {
		t.Fatal(err)
	}
	old := raw(t, path)
	run(t, old, string(first))
	run(t, old, fmt.Sprintf("PRAGMA application_id=%d; PRAGMA user_version=1", applicationID))
	run(t, old, fmt.Sprintf("VACUUM INTO '%s.before-%d'", path, SchemaVersion()))
	old.Close()
	s, err := Open(t.Context(), path, Options{Now: at})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if left, _ := filepath.Glob(path + ".part-*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestManyCreateOneStore opens a new file from several sides at once, as a
// window and the system's scheduler do at the first start.
func TestManyCreateOneStore(t *testing.T) {
	for range 10 {
		path := filepath.Join(t.TempDir(), "new.db")
		var sides sync.WaitGroup
		for range 4 {
			sides.Go(func() {
				s, err := Open(t.Context(), path, Options{Now: at, Create: true})
				if err != nil {
					t.Error(err)
					return
				}
				defer s.Close()
				if err := s.SetSetting(t.Context(), "week_start", "sunday"); err != nil {
					t.Error(err)
				}
			})
		}
		sides.Wait()
	}
}

func TestANameIsAName(t *testing.T) {
	names := []string{"a b%20c.db", "a?mode=ro#b.db", "ünï 漢字.db", "a;b&c='d'.db"}
	if filepath.Separator == '/' {
		names = append(names, `a\b.db`)
	}
	for _, name := range names {
		path := filepath.Join(t.TempDir(), name)
		s, err := Open(t.Context(), path, Options{Now: at, Create: true})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := s.Backup(t.Context(), path+".headroom"); err != nil {
			t.Errorf("back up %s: %v", name, err)
		}
		s.Close()
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%s: the store went elsewhere, %v", name, err)
		}
	}
	if got := dsn("//server/share/a.db"); got != "file:////server/share/a.db?" {
		t.Errorf("a share is %s", got)
	}
}
