package program_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"headroom/app/program"
)

func document(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestTheTableOfProfilesIsComplete: every kind of export has its row, and one
// only, in backend/ingest/README.md.
func TestTheTableOfProfilesIsComplete(t *testing.T) {
	rows := map[string]int{}
	for _, line := range strings.Split(document(t, "backend/ingest/README.md"), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 3 {
			continue
		}
		for i, id := range strings.Split(cells[1], "`") {
			if i%2 == 1 {
				rows[id]++
			}
		}
	}
	delete(rows, "generic") // recognises nothing by itself
	for _, p := range program.Profiles() {
		id := p.Info().ID
		if rows[id] != 1 {
			t.Errorf("%s has %d rows", id, rows[id])
		}
		delete(rows, id)
	}
	for id := range rows {
		t.Errorf("%s is no profile", id)
	}
}

// TestTheContractNamesEverySetting: so do docs/cli.md with the settings.
func TestTheContractNamesEverySetting(t *testing.T) {
	p, err := program.Open(t.Context(), program.Options{Path: filepath.Join(t.TempDir(), "headroom.db"), Create: true, Now: now, Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	settings, err := p.Settings(t.Context())
	if err != nil || len(settings) == 0 {
		t.Fatal(settings, err)
	}
	text := document(t, "docs/cli.md")
	for name := range settings {
		if !strings.Contains(text, "`"+name+"`") {
			t.Errorf("the setting %s is not in docs/cli.md", name)
		}
	}
}
