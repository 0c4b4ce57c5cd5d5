package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/mattn/go-sqlite3"

	"headroom/backend/fault"
)

// applicationID marks the file as ours: "HdRm".
const applicationID = 0x4864526d

const (
	writerDriver = "headroom-writer"
	readerDriver = "headroom-reader"
	askerDriver  = "headroom-asker"
	busyMillis   = 10_000
	readers      = 4
)

//go:embed migrations/*.sql
var migrations embed.FS

var registerOnce sync.Once

// register adds the two drivers. Settings belong to each new connection,
// because database/sql opens them when it likes.
func register() {
	sql.Register(writerDriver, &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		pragmas := "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA journal_size_limit=67108864;" +
			"PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY; PRAGMA analysis_limit=1000;"
		if runtime.GOOS == "darwin" {
			pragmas += "PRAGMA fullfsync=ON; PRAGMA checkpoint_fullfsync=ON;"
		}
		if _, err := c.Exec(pragmas, nil); err != nil {
			return err
		}
		return registerFunctions(c) // a dry run asks questions of its transaction
	}})
	sql.Register(readerDriver, &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		if err := prepareReading(c, readingCache); err != nil {
			return err
		}
		c.RegisterAuthorizer(onlyReading)
		return nil
	}})
	sql.Register(askerDriver, &sqlite3.SQLiteDriver{ConnectHook: prepareAsking})
}

// The pages kept by a connection, in KiB: questions read much, the store's own
// reads little.
const (
	askingCache  = 16384
	readingCache = 4096
)

// prepareReading makes a connection one that only reads, within bounds.
func prepareReading(c *sqlite3.SQLiteConn, cacheKiB int) error {
	pragmas := fmt.Sprintf("PRAGMA query_only=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-%d; PRAGMA temp_store=MEMORY;", cacheKiB)
	if _, err := c.Exec(pragmas, nil); err != nil {
		return err
	}
	c.SetLimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 1_000_000)
	c.SetLimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200)
	c.SetLimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
	return registerFunctions(c)
}

// onlyReading lets a reader run SELECTs and functions and nothing else.
func onlyReading(op int, _, _, _ string) int {
	switch op {
	case sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_TRANSACTION, sqliteRecursive:
		return sqlite3.SQLITE_OK
	}
	return sqlite3.SQLITE_DENY
}

// sqliteRecursive is SQLITE_RECURSIVE, which the driver does not name.
const sqliteRecursive = 33

func dsn(path string, params ...string) string {
	// The path is escaped, so that a ? or % in a folder's name stays a name.
	u := url.URL{Path: filepath.ToSlash(path)}
	name := u.EscapedPath()
	if strings.HasPrefix(name, "//") {
		name = "//" + name // else a share's server would be taken for the address of a host
	}
	return "file:" + name + "?" + strings.Join(params, "&")
}

// pageSize suits the chunks and archive parts, which are far larger than rows.
const pageSize = 16384

// shape gives an empty file its page size, which WAL mode would fix.
func (s *Store) shape(ctx context.Context) error {
	if info, err := os.Stat(s.path); err != nil || info.Size() > 0 {
		return storeError(err, "open")
	}
	db, err := sql.Open(writerDriver, dsn(s.path, "mode=rw", fmt.Sprintf("_busy_timeout=%d", busyMillis)))
	if err != nil {
		return storeError(err, "open")
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, fmt.Sprintf("PRAGMA page_size=%d; PRAGMA application_id=%d", pageSize, applicationID))
	return storeError(err, "create")
}

// patiently does again what SQLite refuses at once where several processes
// create one store: the change to WAL mode does not wait for its lock.
func patiently(ctx context.Context, do func(context.Context) error) error {
	limit, cancel := context.WithTimeout(ctx, busyMillis*time.Millisecond)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		err := do(ctx)
		var se sqlite3.Error
		if !errors.As(err, &se) || se.Code != sqlite3.ErrBusy {
			return err
		}
		select {
		case <-limit.Done():
			return err
		case <-again.C:
		}
	}
}

func (s *Store) connect(ctx context.Context) error {
	registerOnce.Do(register)
	if err := patiently(ctx, s.shape); err != nil {
		return err
	}
	w, err := sql.Open(writerDriver, dsn(s.path, "mode=rw", "_journal_mode=WAL", "_synchronous=FULL", fmt.Sprintf("_busy_timeout=%d", busyMillis), "_txlock=immediate", "_foreign_keys=on", "_stmt_cache_size=64"))
	if err != nil {
		return storeError(err, "open")
	}
	w.SetMaxOpenConns(1)
	s.w = w
	if err := patiently(ctx, s.migrate); err != nil {
		return err
	}
	for driver, pool := range map[string]**sql.DB{readerDriver: &s.r, askerDriver: &s.asking} {
		r, err := sql.Open(driver, dsn(s.path, "mode=ro", fmt.Sprintf("_busy_timeout=%d", busyMillis), "_stmt_cache_size=64"))
		if err != nil {
			return storeError(err, "open for reading")
		}
		r.SetMaxOpenConns(readers)
		r.SetMaxIdleConns(readers)
		*pool = r
	}
	return nil
}

// SchemaVersion is the version this program writes.
func SchemaVersion() int {
	names, _ := fs.Glob(migrations, "migrations/*.sql")
	return len(names)
}

// SQLiteVersion returns the version of the SQLite library in the program.
func SQLiteVersion() string {
	v, _, _ := sqlite3.Version()
	return v
}

// migrate brings the schema up to date, after a copy of the file as it was.
func (s *Store) migrate(ctx context.Context) error {
	var id, version int
	if err := s.w.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return storeError(err, "read header")
	}
	if err := s.w.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return storeError(err, "read header")
	}
	var tables int
	if err := s.w.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return storeError(err, "read schema")
	}
	if id != applicationID && (id != 0 || tables > 0) {
		return fault.New(fault.Store, "%s is not a Headroom store.", s.path).WithHint("Name another file with --store.")
	}
	latest := SchemaVersion()
	if version > latest {
		s.readOnly = "This store was written by a newer Headroom and can only be read. Update Headroom to change it."
		return nil
	}
	if version == latest {
		return nil
	}
	if version > 0 {
		if err := s.copyBefore(ctx, version); err != nil {
			return err
		}
	}
	return s.upgrade(ctx)
}

// beforeMigration names the copy of an older store that is brought up to date.
func beforeMigration(path string) string {
	return fmt.Sprintf("%s.before-%d", path, SchemaVersion())
}

// copyBefore keeps the file as it is at version. A copy left by an attempt that
// did not end is replaced.
func (s *Store) copyBefore(ctx context.Context, version int) error {
	f, err := os.CreateTemp(filepath.Dir(s.path), filepath.Base(s.path)+".part-*")
	if err != nil {
		return fault.Wrap(err, fault.Store, "The store cannot be copied before it is brought up to date.").WithHint("Check the permissions of its folder.")
	}
	f.Close()
	defer os.Remove(f.Name())
	if _, err := s.w.ExecContext(ctx, "VACUUM INTO ?", f.Name()); err != nil {
		return storeError(err, "copy before migration")
	}
	var now int
	if err := s.w.QueryRowContext(ctx, "PRAGMA user_version").Scan(&now); err != nil {
		return storeError(err, "read header")
	}
	if now != version {
		return nil // another process has copied it and is done
	}
	if err := os.Rename(f.Name(), beforeMigration(s.path)); err != nil {
		return fault.Wrap(err, fault.Store, "The store cannot be copied before it is brought up to date.")
	}
	return nil
}

// upgrade applies what the schema lacks, in one transaction: nobody ever finds
// a file between two versions.
func (s *Store) upgrade(ctx context.Context) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return fmt.Errorf("list migrations: %w", err)
	}
	tx, err := s.w.BeginTx(ctx, nil)
	if err != nil {
		return storeError(err, "begin migration")
	}
	defer tx.Rollback()
	// Another process may have migrated while this one waited for the lock.
	var version int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return storeError(err, "read header")
	}
	for _, name := range names[min(version, len(names)):] {
		text, err := migrations.ReadFile(name)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		if _, err := tx.ExecContext(ctx, string(text)); err != nil {
			return storeError(err, "apply "+name)
		}
	}
	if version < len(names) {
		if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id=%d; PRAGMA user_version=%d", applicationID, len(names))); err != nil {
			return storeError(err, "mark version")
		}
	}
	return storeError(tx.Commit(), "commit migration")
}

// storeError turns what SQLite says into a fault a person can act on. Nil
// stays nil; an error that is already a fault stays itself.
func storeError(err error, doing string) error {
	if err == nil {
		return nil
	}
	var f *fault.Error
	if errors.As(err, &f) {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fault.Wrap(err, fault.Cancelled, "Cancelled; nothing was changed.")
	}
	var se sqlite3.Error
	if !errors.As(err, &se) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if isFull(se) {
		return fault.Wrap(err, fault.Store, "The disk is full; nothing was changed.").WithHint("Free some space and try again.")
	}
	switch se.Code {
	case sqlite3.ErrInterrupt:
		return fault.Wrap(err, fault.Cancelled, "Cancelled; nothing was changed.")
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return fault.Wrap(err, fault.Store, "The store is in use by another program.").WithHint("Try again when the other import has ended.")
	case sqlite3.ErrReadonly, sqlite3.ErrPerm, sqlite3.ErrCantOpen:
		return fault.Wrap(err, fault.Store, "The store cannot be written.").WithHint("Check the permissions of its folder.")
	case sqlite3.ErrNotADB:
		return fault.Wrap(err, fault.Store, "The file is not a Headroom store.").WithHint("Restore a backup, or name another file with --store.")
	case sqlite3.ErrCorrupt:
		return fault.Wrap(err, fault.Store, "The store is damaged; it was left as it is.").WithHint("Restore a backup.")
	case sqlite3.ErrIoErr:
		return fault.Wrap(err, fault.Store, "The disk reported an error; nothing was changed.").WithHint("Try again; if it stays so, back up to another disk.")
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// isFull reports whether there is no room. SQLite says so itself where it writes
// pages; where its index of the log cannot grow, a file cannot be created or a
// quota is used up, only the system does.
func isFull(err sqlite3.Error) bool {
	return err.Code == sqlite3.ErrFull || slices.Contains(noRoom, err.SystemErrno)
}
