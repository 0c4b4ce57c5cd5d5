package folder_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"headroom/backend/ingest/folder"
)

// memory is a store of one folder.
type memory struct {
	folders []folder.Folder
	files   map[string]folder.File
	writes  int
}

func (m *memory) Folders(context.Context) ([]folder.Folder, error) { return m.folders, nil }

func (m *memory) Found(context.Context, int64) ([]folder.File, error) {
	var all []folder.File
	for _, f := range m.files {
		all = append(all, f)
	}
	return all, nil
}

func (m *memory) KeepFound(_ context.Context, _ int64, put []folder.File, gone []string) error {
	m.writes++
	for _, f := range put {
		m.files[f.Path] = f
	}
	for _, name := range gone {
		delete(m.files, name)
	}
	return nil
}

// desk is a fake file system, clock and importer around a watcher.
type desk struct {
	t       *testing.T
	disk    fstest.MapFS
	offline bool
	now     time.Time
	store   *memory
	trusted map[string]bool
	tried   []string
	w       *folder.Watcher
}

func newDesk(t *testing.T, auto bool) *desk {
	d := &desk{
		t: t, disk: fstest.MapFS{}, now: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC), trusted: map[string]bool{},
		store: &memory{folders: []folder.Folder{{ID: 1, Path: "exports", Auto: auto}}, files: map[string]folder.File{}},
	}
	d.start()
	return d
}

// nowhere is a drive that was taken away.
type nowhere struct{}

func (nowhere) Open(string) (fs.File, error) { return nil, fs.ErrNotExist }

// start makes a new watcher on the same store, as a start of the program does.
func (d *desk) start() {
	d.w = &folder.Watcher{
		Store: d.store, Now: func() time.Time { return d.now }, Takes: func(name string) bool { return strings.HasSuffix(name, ".csv") },
		Open: func(dir string) fs.FS {
			if d.offline {
				return nowhere{}
			}
			return d.disk
		},
		Import: func(_ context.Context, file string) (bool, error) {
			d.tried = append(d.tried, filepath.ToSlash(file))
			if strings.Contains(file, "broken") {
				return false, errors.New("broken")
			}
			return d.trusted[filepath.Base(file)], nil
		},
	}
}

func (d *desk) write(name, text string) {
	d.disk[name] = &fstest.MapFile{Data: []byte(text), ModTime: d.now}
}

// look looks after some time and says what it came upon.
func (d *desk) look(after time.Duration) string {
	d.t.Helper()
	d.now = d.now.Add(after)
	seen, err := d.w.Look(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	var out []string
	for _, f := range seen.New {
		out = append(out, "new "+f.Path)
	}
	for _, f := range seen.Imported {
		out = append(out, "imported "+f.Path)
	}
	for id, err := range seen.Unreachable {
		out = append(out, fmt.Sprint("unreachable ", id, " ", err != nil))
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

func (d *desk) expect(want string, got string) {
	d.t.Helper()
	if got != want {
		d.t.Errorf("the look came upon %q, want %q", got, want)
	}
}

func TestAFileIsOfferedOnceItHasSettled(t *testing.T) {
	d := newDesk(t, false)
	d.write("a.csv", "1")
	d.expect("", d.look(0))
	d.expect("", d.look(time.Second)) // two looks, but too close
	d.expect("new a.csv", d.look(time.Second))
	d.expect("", d.look(time.Hour)) // once
	if len(d.tried) > 0 {
		t.Errorf("imported without being asked: %v", d.tried)
	}
}

func TestAFileThatIsBeingWrittenIsNotTouched(t *testing.T) {
	d := newDesk(t, true)
	d.trusted["a.csv"] = true
	for i := range 5 { // it grows
		d.write("a.csv", strings.Repeat("x", i+1))
		d.expect("", d.look(10*time.Second))
	}
	d.disk["a.csv"] = &fstest.MapFile{Data: []byte("yyyyy"), ModTime: d.now.Add(time.Second)} // as long, but changed
	d.expect("", d.look(10*time.Second))
	if len(d.tried) > 0 {
		t.Fatal("a file was imported while it was written")
	}
	d.expect("imported a.csv", d.look(2*time.Second))
}

func TestOnlyTrustedFilesComeInByThemselves(t *testing.T) {
	for auto, want := range map[bool]string{true: "imported trusted.csv; new broken.csv; new unknown.csv", false: "new broken.csv; new trusted.csv; new unknown.csv"} {
		d := newDesk(t, auto)
		d.trusted["trusted.csv"] = true
		for _, name := range []string{"trusted.csv", "unknown.csv", "broken.csv"} {
			d.write(name, "1")
		}
		d.look(0)
		d.expect(want, d.look(3*time.Second))
		if !auto && len(d.tried) > 0 {
			t.Errorf("a folder that is not to import tried %v", d.tried)
		}
		tries := len(d.tried)
		d.look(time.Hour)
		if len(d.tried) != tries {
			t.Errorf("tried again: %v", d.tried)
		}
	}
}

func TestAChangedFileIsAnotherOne(t *testing.T) {
	d := newDesk(t, true)
	d.trusted["a.csv"] = true
	d.write("a.csv", "1")
	d.look(0)
	d.expect("imported a.csv", d.look(3*time.Second))
	d.write("a.csv", "2")
	d.expect("", d.look(time.Second))
	d.expect("imported a.csv", d.look(3*time.Second))
}

func TestAfterAStartNothingIsForgottenOrToldTwice(t *testing.T) {
	d := newDesk(t, false)
	d.write("old.csv", "1")
	d.look(0)
	d.expect("new old.csv", d.look(3*time.Second))
	d.write("while-off.csv", "1")
	d.now = d.now.Add(time.Hour)
	d.start()
	d.expect("", d.look(0))
	d.expect("new while-off.csv", d.look(3*time.Second))
}

func TestWhatIsNoExportIsLeftAlone(t *testing.T) {
	d := newDesk(t, false)
	for _, name := range []string{".hidden.csv", "~$open.csv", "half.csv.part", "half.csv.crdownload", "photo.png", ".git/a.csv", "a/b/c/d/e/deep.csv"} {
		d.write(name, "1")
	}
	d.write("empty.csv", "")
	d.write("sub/good.csv", "1")
	d.look(0)
	d.expect("new sub/good.csv", d.look(3*time.Second))
}

func TestADriveThatIsAwayForgetsNothing(t *testing.T) {
	d := newDesk(t, false)
	d.write("a.csv", "1")
	d.look(0)
	d.expect("new a.csv", d.look(3*time.Second))
	d.offline = true
	d.expect("unreachable 1 true", d.look(time.Minute))
	d.offline = false
	d.expect("", d.look(time.Minute))
	delete(d.disk, "a.csv") // as a control: a file that is gone is forgotten
	d.look(time.Minute)
	if len(d.store.files) > 0 {
		t.Errorf("a file that is gone is still known: %v", d.store.files)
	}
}

func TestALookAtNothingNewWritesNothing(t *testing.T) {
	d := newDesk(t, false)
	for i := range 50 {
		d.write(fmt.Sprint(i, ".csv"), "1")
	}
	d.look(0)
	d.look(3 * time.Second)
	writes := d.store.writes
	for range 10 {
		d.look(time.Minute)
	}
	if d.store.writes != writes {
		t.Errorf("%d writes for nothing", d.store.writes-writes)
	}
}
