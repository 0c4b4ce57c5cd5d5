// Package golden compares texts with files that somebody has read and approved.
// It is for tests.
package golden

import (
	"os"
	"testing"
)

// Compare reports where got is not what is in a file. With UPDATE_GOLDEN=1 it is
// written there, to be read and approved.
func Compare(t testing.TB, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got:\n%s\nwant:\n%s", file, got, want)
	}
}
