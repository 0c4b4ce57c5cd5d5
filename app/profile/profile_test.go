package profile

import (
	"os"
	"path/filepath"
	"testing"
)

func TestFilesStandBesideTheStore(t *testing.T) {
	dir := t.TempDir()
	p, err := At(filepath.Join(dir, "new", "demo.db"))
	if err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string]string{p.Log(): "demo.log", p.Lock(): "demo.lock", p.Window(): "demo.window.json"} {
		if got != filepath.Join(dir, "new", want) {
			t.Errorf("got %s, want %s in the folder of the store", got, want)
		}
	}
	if err := p.Create(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Dir(p.Store))
	if err != nil || info.Mode().Perm() != 0o700 && os.PathSeparator == '/' {
		t.Errorf("folder: %v, %v; want one of the person's alone", info.Mode(), err)
	}
}

func TestProfilesAreToldApart(t *testing.T) {
	own, err := At("")
	if err != nil {
		t.Fatal(err)
	}
	same, err := At(own.Store)
	if err != nil {
		t.Fatal(err)
	}
	one, _ := At("one.db")
	two, _ := At("two.db")
	if own.ID() != "" || same.ID() != "" {
		t.Errorf("the person's own profile is %q and %q, want empty", own.ID(), same.ID())
	}
	if one.ID() == "" || one.ID() == two.ID() {
		t.Errorf("two stores are %q and %q, want two names", one.ID(), two.ID())
	}
	if !filepath.IsAbs(one.Store) {
		t.Errorf("store %s is not absolute", one.Store)
	}
}
