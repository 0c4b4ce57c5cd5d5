// Package store keeps everything in one SQLite file: the archived imports,
// the facts that follow from them, settings, rules and the inbox. It alone
// knows SQLite. The rule not to break: the facts are a function of the
// committed imports, so undoing one leaves the store that never saw it.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"headroom/backend/change"
	"headroom/backend/fault"
)

// Options of Open. Now is required; Create allows a file that does not exist.
type Options struct {
	Now     func() time.Time
	Create  bool
	Changes *change.Bus // nil: nobody listens
	Figures Figures     // nil: reviews have no totals and no moves of usage
}

// Store is an open file. Its methods may be called from many goroutines.
type Store struct {
	path     string
	now      func() time.Time
	w        *sql.DB // one connection, immediate transactions
	r        *sql.DB // read-only pool of the store itself
	asking   *sql.DB // read-only pool of questions
	changes  *change.Bus
	days     *dayCache
	spoken   atomic.Pointer[spokenDays] // of the generation read last
	figures  Figures
	readOnly string
	closed   atomic.Bool
	closing  context.Context // ends when Close begins
	close    context.CancelFunc
}

// Open opens the file at path, creating it (folder 0700, file 0600) if allowed
// and bringing an older one up to the current schema after copying it aside. A
// file of a newer program is opened for reading only; ReadOnly says why.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("store path: %w", err)
	}
	if err := prepareFile(path, o.Create); err != nil {
		return nil, err
	}
	if o.Changes == nil {
		o.Changes = &change.Bus{}
	}
	s := &Store{path: path, now: o.Now, changes: o.Changes, figures: o.Figures, days: newDayCache(dayCacheBytes)}
	s.closing, s.close = context.WithCancel(context.Background())
	if err := s.connect(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Path returns the file's absolute path.
func (s *Store) Path() string { return s.path }

// ReadOnly returns a sentence why nothing can be written, or "".
func (s *Store) ReadOnly() string { return s.readOnly }

// whileOpen returns a context that also ends when the store closes.
func (s *Store) whileOpen(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	forget := context.AfterFunc(s.closing, cancel)
	return ctx, func() { forget(); cancel() }
}

// Close cancels an import that is running, checkpoints and closes the file.
// Closing twice does nothing.
func (s *Store) Close() error {
	if s.closed.Swap(true) {
		return nil
	}
	s.close()
	var errs []error
	for _, pool := range []*sql.DB{s.r, s.asking} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	if s.w != nil {
		if s.readOnly == "" {
			// A checkpoint that fails, or would wait for another program, loses
			// nothing: the log is read again at the next open.
			_, _ = s.w.ExecContext(context.Background(), "PRAGMA busy_timeout=0; PRAGMA wal_checkpoint(TRUNCATE)")
		}
		errs = append(errs, s.w.Close())
	}
	return errors.Join(errs...)
}

func prepareFile(path string, create bool) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return fault.New(fault.Store, "%s is a folder, not a store.", path).WithHint("Name a file with --store.")
	case err == nil && !info.Mode().IsRegular():
		return fault.New(fault.Store, "%s is not a file.", path).WithHint("Name a file with --store.")
	case err == nil:
		if info.Size() == 0 || isStore(path) { // the rights of a stranger's file are not ours to change
			_ = os.Chmod(path, 0o600) // some file systems have no rights
		}
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return fault.Wrap(err, fault.Store, "The store %s cannot be reached.", path)
	case !create:
		return fault.New(fault.Store, "There is no store at %s.", path).
			WithHint("Import a file, load the demo or restore a backup first.")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fault.Wrap(err, fault.Store, "The folder of %s cannot be created.", path)
	}
	// Created before SQLite opens it, so that the log files inherit the mode.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fault.Wrap(err, fault.Store, "The store %s cannot be created.", path)
	}
	return f.Close()
}

// write runs fn in one transaction and, once it is committed, publishes what
// fn says it changed.
func (s *Store) write(ctx context.Context, fn func(*sql.Tx) (change.Set, error)) error {
	if s.readOnly != "" {
		return fault.New(fault.Store, "%s", s.readOnly)
	}
	tx, err := s.w.BeginTx(ctx, nil)
	if err != nil {
		return storeError(err, "begin")
	}
	defer tx.Rollback()
	changed, err := fn(tx)
	if err != nil {
		return err
	}
	if err := bump(ctx, tx, s.now(), changed.Has(change.Facts) || changed.Has(change.Settings) || changed.Has(change.Definitions)); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return storeError(err, "commit")
	}
	s.changes.Publish(changed)
	return nil
}

// bump advances the generation and the moment of the last update, when facts,
// settings or definitions changed.
func bump(ctx context.Context, tx *sql.Tx, now time.Time, updated bool) error {
	if !updated {
		return nil
	}
	_, err := tx.ExecContext(ctx, `UPDATE meta SET value = CASE name WHEN 'generation' THEN value + 1 ELSE ? END WHERE name IN ('generation', 'last_updated')`, now.UnixMicro())
	return storeError(err, "bump generation")
}

// Generation changes with every import, undo or edit of settings or
// definitions, by whichever process.
func (s *Store) Generation() int64 {
	var g int64
	if err := s.r.QueryRow(`SELECT value FROM meta WHERE name = 'generation'`).Scan(&g); err != nil {
		return 0
	}
	return g
}

// read runs fn in one read transaction, so that it sees one state.
func (s *Store) read(ctx context.Context, fn func(*sql.Tx) error) error {
	return readFrom(ctx, s.r, fn)
}

func readFrom(ctx context.Context, pool *sql.DB, fn func(*sql.Tx) error) error {
	tx, err := pool.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return storeError(err, "begin read")
	}
	defer tx.Rollback()
	return fn(tx)
}
