package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/mattn/go-sqlite3"

	"headroom/backend/fault"
)

// Backup writes a consistent copy to file, also while the store is in use, and
// opens and checks it before it counts. An existing file is not replaced.
func (s *Store) Backup(ctx context.Context, file string) error {
	if _, err := os.Stat(file); err == nil {
		return fault.New(fault.Invalid, "%s exists already.", file).WithHint("Choose another name.")
	}
	file, err := filepath.Abs(file) // a relative name could be read as an address
	if err != nil {
		return fmt.Errorf("backup path: %w", err)
	}
	part := file + ".part"
	removeStore(part)
	f, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "%s cannot be written.", file).WithHint("Choose a folder you may write to.")
	}
	f.Close()
	defer removeStore(part)
	if _, err := s.w.ExecContext(ctx, `VACUUM INTO ?`, part); err != nil {
		return storeError(err, "backup")
	}
	if problems, err := checkFile(ctx, part, s.now); err != nil {
		return err
	} else if len(problems) > 0 {
		return fault.New(fault.Store, "The backup did not pass its check: %s", problems[0])
	}
	if err := os.Rename(part, file); err != nil {
		return fault.Wrap(err, fault.Invalid, "%s cannot be written.", file)
	}
	return nil
}

func checkFile(ctx context.Context, file string, now func() time.Time) ([]string, error) {
	c, err := Open(ctx, file, Options{Now: now})
	if err != nil {
		return nil, err
	}
	defer c.Close()
	return c.Verify(ctx)
}

// Restore puts the backup in file where the store at path is, which nobody may
// have open. The backup is checked first and never written to; what was there
// is kept beside as path.replaced-<time>.
func Restore(ctx context.Context, file, path string, now func() time.Time) error {
	if err := looksLikeStore(file); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fault.Wrap(err, fault.Store, "The folder of %s cannot be created.", path)
	}
	part := path + ".restoring"
	removeStore(part)
	defer func() {
		removeStore(part)
		os.Remove(beforeMigration(part)) // the backup itself is that copy
	}()
	if err := copyStore(ctx, file, part); err != nil {
		return err
	}
	problems, err := checkFile(ctx, part, now)
	if err == nil && len(problems) > 0 {
		err = fault.New(fault.Invalid, "The backup is damaged: %s", problems[0])
	}
	if err != nil {
		f := *fault.Of(err)
		if f.Code != fault.Cancelled {
			f.Code, f.File, f.Hint = fault.Invalid, file, "The store was left as it is. Choose another file made by Headroom's backup."
		}
		return &f
	}
	if err := setAside(ctx, path, now); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return fault.Wrap(err, fault.Store, "The backup cannot be put in place.")
	}
	return nil
}

// removeStore removes a file with its logs. A log without its file would be
// read into whatever gets its name.
func removeStore(path string) {
	for _, suffix := range storeFiles {
		os.Remove(path + suffix)
	}
}

// storeFiles are the endings of the files a store consists of.
var storeFiles = []string{"", "-wal", "-shm"}

// looksLikeStore refuses what is no store before SQLite makes an empty file one.
func looksLikeStore(file string) error {
	if _, err := os.Stat(file); err != nil {
		return fault.Wrap(err, fault.Invalid, "There is no backup at %s.", file)
	}
	if !isStore(file) {
		return fault.New(fault.Invalid, "This is not a backup of Headroom.").InFile(file).WithHint("The store was left as it is. Choose a file made by Headroom's backup.")
	}
	return nil
}

// isStore reads our mark in the header of a file.
func isStore(file string) bool {
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer f.Close()
	header := make([]byte, 100)
	_, err = io.ReadFull(f, header)
	return err == nil && binary.BigEndian.Uint32(header[68:]) == applicationID
}

// copyStore copies the file; one with a log beside it, which may be in use, is
// copied by SQLite, so that it comes whole.
func copyStore(ctx context.Context, from, to string) error {
	if log, err := os.Stat(from + "-wal"); err == nil && log.Size() > 0 {
		return throughSQLite(ctx, from, to)
	}
	r, err := os.Open(from)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "The backup cannot be read.").InFile(from)
	}
	defer r.Close()
	w, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fault.Wrap(err, fault.Store, "The backup cannot be copied beside the store.").WithHint("Check the permissions of its folder.")
	}
	_, err = io.Copy(w, r)
	if err := errors.Join(err, w.Sync(), w.Close()); err != nil {
		return fault.Wrap(err, fault.Store, "The backup cannot be copied beside the store.").WithHint("Free some space and try again.")
	}
	return nil
}

func throughSQLite(ctx context.Context, from, to string) error {
	db, err := lone(from)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, `VACUUM INTO ?`, to)
	return storeError(err, "restore")
}

// lone opens a file without bringing it up to date.
func lone(path string) (*sql.DB, error) {
	registerOnce.Do(register)
	db, err := sql.Open(writerDriver, dsn(path, "mode=rw", fmt.Sprintf("_busy_timeout=%d", busyMillis)))
	return db, storeError(err, "open")
}

// setAside moves what is left of the store at path out of the way, once nobody
// has it open: who went on writing would write into the replaced one.
func setAside(ctx context.Context, path string, now func() time.Time) error {
	if err := takeOver(ctx, path); err != nil {
		return err
	}
	aside := fmt.Sprintf("%s.replaced-%s", path, now().UTC().Format("20060102T150405"))
	removeStore(aside)
	for _, suffix := range storeFiles {
		if err := os.Rename(path+suffix, aside+suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fault.Wrap(err, fault.Store, "The present store cannot be moved aside.").WithHint("Close Headroom and try again.")
		}
	}
	return nil
}

// takeOver empties the logs of a store into it, which SQLite does only where
// nobody else has it open. A damaged store is left as it is.
func takeOver(ctx context.Context, path string) error {
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		return nil
	}
	db, err := lone(path)
	if err != nil {
		return err
	}
	defer db.Close()
	var mode string
	err = db.QueryRowContext(ctx, "PRAGMA journal_mode=DELETE").Scan(&mode)
	var se sqlite3.Error
	if errors.As(err, &se) && (se.Code == sqlite3.ErrBusy || se.Code == sqlite3.ErrLocked) {
		return fault.Wrap(err, fault.Store, "Another program has the store open.").WithHint("Close it, or wait for its end, and restore again.")
	}
	if ctx.Err() != nil {
		return storeError(ctx.Err(), "restore")
	}
	return nil
}
