package store

import (
	"os"
	"testing"
)

// MemoryDir is a folder in memory where there is one: what is tested is not the
// disk.
func MemoryDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "headroom-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// Tamper changes the store behind its back.
func (s *Store) Tamper(t testing.TB, query string, args ...any) {
	t.Helper()
	if _, err := s.w.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatal(err)
	}
}
