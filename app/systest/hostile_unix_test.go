//go:build unix

package systest

import (
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// hostilePaths are what stands in the place of a file.
func hostilePaths() []hostile {
	must := func(t *testing.T, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	linked := func(to string) func(*testing.T, string) {
		return func(t *testing.T, path string) { must(t, os.Symlink(to, path)) }
	}
	return []hostile{
		{"a pipe nobody writes to", "x.csv", func(t *testing.T, path string) { must(t, syscall.Mkfifo(path, 0o600)) }, "not a file"},
		{"a socket", "x.csv", func(t *testing.T, path string) {
			l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
			if err != nil {
				t.Skip("no room for the name of a socket")
			}
			l.SetUnlinkOnClose(false)
			must(t, l.Close())
		}, "not a file"},
		{"an endless device", "x.csv", linked("/dev/zero"), "not a file"},
		{"a link to nowhere", "x.csv", linked("nowhere"), "does not exist"},
		{"a link to itself", "x.csv", linked("x.csv"), ""},
		{"a folder of pipes and links", "x.csv", func(t *testing.T, path string) {
			must(t, os.Mkdir(path, 0o700))
			must(t, syscall.Mkfifo(filepath.Join(path, "a.csv"), 0o600))
			must(t, os.Symlink("/dev/zero", filepath.Join(path, "b.csv")))
			must(t, os.Symlink(path, filepath.Join(path, "c")))
		}, "holds no"},
	}
}
