package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"headroom/backend/fault"
)

// Backup writes a consistent copy to file, also while the store is in use, and
// opens and checks it before it counts. An existing file is not replaced.
func (s *Store) Backup(ctx context.Context, file string) error {
	if _, err := os.Stat(file); err == nil {
		return fault.New(fault.Invalid, "%s exists already.", file).WithHint("Choose another name.")
	}
	part := file + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fault.Wrap(err, fault.Invalid, "%s cannot be written.", file)
	}
	f, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "%s cannot be written.", file).WithHint("Choose a folder you may write to.")
	}
	f.Close()
	defer os.Remove(part)
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
	defer func() {
		c.Close()
		os.Remove(file + "-wal")
		os.Remove(file + "-shm")
	}()
	return c.Verify(ctx)
}

// Restore puts the backup in file where the store at path is, which nobody may
// have open. The backup is checked first; what was there is kept beside as
// path.replaced-<time> until the next restore.
func Restore(ctx context.Context, file, path string, now func() time.Time) error {
	if _, err := os.Stat(file); err != nil {
		return fault.Wrap(err, fault.Invalid, "There is no backup at %s.", file)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fault.Wrap(err, fault.Store, "The folder of %s cannot be created.", path)
	}
	part := path + ".restoring"
	os.Remove(part)
	if err := copyStore(ctx, file, part, now); err != nil {
		os.Remove(part)
		return err
	}
	problems, err := checkFile(ctx, part, now)
	if err == nil && len(problems) > 0 {
		err = fault.New(fault.Invalid, "The backup is damaged: %s", problems[0]).WithHint("The store was left as it is. Try another backup.")
	}
	if err != nil {
		os.Remove(part)
		return err
	}
	if _, err := os.Stat(path); err == nil {
		if err := setAside(ctx, path, now); err != nil {
			os.Remove(part)
			return err
		}
	}
	if err := os.Rename(part, path); err != nil {
		return fault.Wrap(err, fault.Store, "The backup cannot be put in place.")
	}
	return nil
}

// copyStore copies a store that may be in use. The copy is made by SQLite, so
// that a file with its log beside it is copied whole.
func copyStore(ctx context.Context, from, to string, now func() time.Time) error {
	s, err := Open(ctx, from, Options{Now: now})
	if err != nil {
		f := *fault.Of(err)
		f.Code, f.File, f.Hint = fault.Invalid, from, "The store was left as it is. Choose a file made by Headroom's backup."
		return &f
	}
	defer s.Close()
	return storeError(errOnly(s.w.ExecContext(ctx, `VACUUM INTO ?`, to)), "restore")
}

func errOnly(_ sql.Result, err error) error { return err }

// setAside moves a store with its logs, after emptying the logs into it.
func setAside(ctx context.Context, path string, now func() time.Time) error {
	if s, err := Open(ctx, path, Options{Now: now}); err == nil {
		s.Close()
	}
	aside := fmt.Sprintf("%s.replaced-%s", path, now().UTC().Format("20060102T150405"))
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Rename(path+suffix, aside+suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fault.Wrap(err, fault.Store, "The present store cannot be moved aside.").WithHint("Close Headroom and try again.")
		}
	}
	return nil
}
