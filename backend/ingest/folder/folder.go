// Package folder watches folders of the person for files to import. It looks
// again and again rather than being told by the system: a look costs little,
// works alike on network drives and after a night asleep, and misses nothing.
// The rule not to break: a file is touched only once it has settled, and comes
// in by itself only where the person trusts files of its shape.
package folder

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// Settle is how long size and time of a file must stay as they are, over at
// least two looks, before it is taken to be whole.
const Settle = 2 * time.Second

// The bounds of a look into one folder.
const (
	mostFiles = 20_000
	deepest   = 4 // folders below the watched one
)

// Folder is a watched folder. Auto lets files of trusted shapes in without
// asking.
type Folder struct {
	ID      int64  `json:"id"`
	Path    string `json:"path"`
	Auto    bool   `json:"auto"`
	AddedAt string `json:"added_at"` // RFC 3339 UTC
}

// State is what became of a found file.
type State string

// The states. Waiting files may still be written; New ones are offered to the
// person.
const (
	Waiting   State = "waiting"
	New       State = "new"
	Imported  State = "imported"
	Dismissed State = "dismissed"
)

// File is a file that was found in a watched folder.
type File struct {
	Folder    int64
	Path      string // within the folder, with slashes
	Size      int64
	Mod       time.Time // when it was last changed
	State     State
	FirstSeen time.Time
	Since     time.Time // when size and Mod were first seen to be these
}

// Store remembers folders and what was found in them.
type Store interface {
	Folders(ctx context.Context) ([]Folder, error)
	// Found returns what was found in a folder.
	Found(ctx context.Context, folder int64) ([]File, error)
	// KeepFound writes found files, and forgets those that are gone.
	KeepFound(ctx context.Context, folder int64, put []File, gone []string) error
}

// Watcher looks into the watched folders. Looks must not overlap.
type Watcher struct {
	Store Store
	Open  func(dir string) fs.FS // the files of a folder
	Now   func() time.Time
	Takes func(name string) bool // by its name, could the file be imported
	// Import imports a settled file if the person trusts files of its shape, and
	// reports whether it is in now; a file that is not is offered.
	Import func(ctx context.Context, file string) (bool, error)
}

// Seen is what a look came upon.
type Seen struct {
	New         []File
	Imported    []File
	Unreachable map[int64]error // folders that could not be looked into; what is known of them stays
}

// Look looks into every folder once. An error is the store's or ctx's; a folder
// that cannot be read is no error.
func (w *Watcher) Look(ctx context.Context) (Seen, error) {
	seen := Seen{Unreachable: map[int64]error{}}
	folders, err := w.Store.Folders(ctx)
	if err != nil {
		return seen, err
	}
	for _, f := range folders {
		if err := w.into(ctx, f, &seen); err != nil {
			return seen, err
		}
	}
	return seen, nil
}

func (w *Watcher) into(ctx context.Context, f Folder, seen *Seen) error {
	there, err := w.list(ctx, w.Open(f.Path))
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		seen.Unreachable[f.ID] = err
		return nil
	}
	found, err := w.Store.Found(ctx, f.ID)
	if err != nil {
		return err
	}
	known := map[string]File{}
	for _, x := range found {
		known[x.Path] = x
	}
	var put []File
	for _, x := range there {
		old, ok := known[x.Path]
		delete(known, x.Path)
		x.Folder = f.ID
		next := step(old, ok, x, w.Now())
		if next.State == New && (!ok || old.State != New) {
			if next.State, err = w.settled(ctx, f, next); err != nil {
				return err
			}
			if next.State == Imported {
				seen.Imported = append(seen.Imported, next)
			} else {
				seen.New = append(seen.New, next)
			}
		}
		if !ok || next != old {
			put = append(put, next)
		}
	}
	var gone []string
	for name := range known {
		gone = append(gone, name)
	}
	if len(put)+len(gone) == 0 {
		return nil
	}
	return w.Store.KeepFound(ctx, f.ID, put, gone)
}

// settled decides what becomes of a file that is whole.
func (w *Watcher) settled(ctx context.Context, f Folder, x File) (State, error) {
	if !f.Auto {
		return New, nil
	}
	in, err := w.Import(ctx, filepath.Join(f.Path, filepath.FromSlash(x.Path)))
	switch {
	case ctx.Err() != nil:
		return New, ctx.Err()
	case err == nil && in:
		return Imported, nil
	}
	return New, nil // why it could not come in is said when the person imports it
}

// step says what a file that is there now is, from what was known of it. A file
// that was changed is another one, whatever became of it before.
func step(old File, known bool, now File, at time.Time) File {
	if !known || old.Size != now.Size || !old.Mod.Equal(now.Mod) {
		now.State, now.FirstSeen, now.Since = Waiting, at, at
		if known {
			now.FirstSeen = old.FirstSeen
		}
		return now
	}
	if old.State == Waiting && at.Sub(old.Since) >= Settle {
		old.State = New
	}
	return old
}

// errTooMany ends a look into a folder that is none of exports.
var errTooMany = errors.New("there are too many files in it")

// list returns the files of a folder and of those below it that could be
// imported.
func (w *Watcher) list(ctx context.Context, files fs.FS) ([]File, error) {
	var out []File
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		switch {
		case err != nil && name == ".":
			return err
		case err != nil: // a folder below that may not be read
			return fs.SkipDir
		case name == ".":
			return nil
		case d.IsDir():
			if hidden(name) || strings.Count(name, "/") >= deepest {
				return fs.SkipDir
			}
			return nil
		case hidden(name) || !d.Type().IsRegular() || !w.Takes(path.Base(name)):
			return nil
		}
		if len(out) == mostFiles {
			return errTooMany
		}
		if info, err := d.Info(); err == nil && info.Size() > 0 { // neither gone meanwhile nor not begun
			out = append(out, File{Path: name, Size: info.Size(), Mod: info.ModTime().UTC().Truncate(time.Microsecond)})
		}
		return nil
	})
	return out, err
}

// hidden are files that belong to a program: being downloaded, locked, or
// hidden by their name.
func hidden(name string) bool {
	base := strings.ToLower(path.Base(name))
	if strings.HasPrefix(base, ".") || strings.HasPrefix(base, "~") {
		return true
	}
	switch path.Ext(base) {
	case ".part", ".partial", ".crdownload", ".download", ".tmp", ".temp", ".filepart":
		return true
	}
	return false
}
