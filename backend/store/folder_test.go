package store_test

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"headroom/backend/fault"
	"headroom/backend/ingest/folder"
)

// TestFoldersOnAStore runs a watcher on the store: what it finds is kept, and a
// folder that is removed takes it along.
func TestFoldersOnAStore(t *testing.T) {
	s := open(t)
	id, err := s.AddFolder(t.Context(), "/exports", false)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.AddFolder(t.Context(), "/exports", true); err != nil || again != id {
		t.Fatalf("added twice it is %d and %d, %v", id, again, err)
	}
	now := clock()
	w := folder.Watcher{
		Store: s, Now: func() time.Time { return now }, Takes: func(string) bool { return true },
		Open: func(string) fs.FS {
			return fstest.MapFS{"a.csv": {Data: []byte("1"), ModTime: clock()}, "b.csv": {Data: []byte("1"), ModTime: clock()}}
		},
		Import: func(_ context.Context, file string) (bool, error) {
			return filepath.ToSlash(file) == "/exports/a.csv", nil
		},
	}
	for range 3 {
		if _, err := w.Look(t.Context()); err != nil {
			t.Fatal(err)
		}
		now = now.Add(3 * time.Second)
	}
	states := func() string {
		found, err := s.Found(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, f := range found {
			text += fmt.Sprintf("%s %s; ", f.Path, f.State)
		}
		return text
	}
	if got := states(); got != "a.csv imported; b.csv new; " {
		t.Errorf("found %s", got)
	}
	if err := s.SetFound(t.Context(), id, "b.csv", folder.Dismissed); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Look(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := states(); got != "a.csv imported; b.csv dismissed; " {
		t.Errorf("after dismissing one: %s", got)
	}
	if err := s.RemoveFolder(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if got := states(); got != "" {
		t.Errorf("a folder that is removed leaves %s", got)
	}
	if err := s.RemoveFolder(t.Context(), id); fault.Of(err).Code != fault.NotFound {
		t.Errorf("a folder that is removed: %v", err)
	}
}
