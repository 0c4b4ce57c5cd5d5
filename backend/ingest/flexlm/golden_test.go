package flexlm

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/ingesttest"
)

var texts = []string{
	"days.log", "older.log", "undated.log", "status.txt", "down.txt", "empty.txt", "licenses.txt",
}

func TestGolden(t *testing.T) {
	for _, name := range texts {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata", name))
			if err != nil {
				t.Fatal(err)
			}
			table, profile := read(t, name, data)
			var b strings.Builder
			for _, g := range table.Head.Guesses {
				fmt.Fprintf(&b, "guess %s %s\n", g.Name, g.Value)
			}
			for _, row := range table.Rows {
				fmt.Fprintf(&b, "%3d %s\n", row.Line, bytes.Join(row.Cells, []byte(" | ")))
			}
			b.WriteString(ingesttest.Run(t, profile, table, contoso).Lines())
			ingesttest.Golden(t, name+".golden", b.String())
		})
	}
}

func TestAccountIsAsked(t *testing.T) {
	for _, name := range texts {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		table, profile := read(t, name, data)
		_, err = profile.Open(table.Head, ingest.Context{AsOf: contoso.AsOf})
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != fault.Asks || f.File != name || f.Field != "account" || f.Hint == "" {
			t.Errorf("%s without an account: %v", name, err)
		}
	}
}

// TestAnotherAccountIsAnotherEvent keeps a log that was imported for the wrong
// account from standing in the way of the right one.
func TestAnotherAccountIsAnotherEvent(t *testing.T) {
	data, err := os.ReadFile("testdata/days.log")
	if err != nil {
		t.Fatal(err)
	}
	table, profile := read(t, "days.log", data)
	other := contoso
	other.Account = "Fabrikam"
	hashes := map[string]bool{}
	for _, c := range []ingest.Context{contoso, other} {
		for _, fact := range ingesttest.Run(t, profile, table, c).Facts {
			if _, hash, ok := strings.Cut(fact, "Hash:"); ok {
				if hashes[hash] {
					t.Errorf("an event of %s is one of another account too: %s", c.Account, fact)
				}
				hashes[hash] = true
			}
		}
	}
	if len(hashes) == 0 {
		t.Error("there are no events")
	}
}
