package program_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"headroom/app/program"
	"headroom/backend/ingest"
	"headroom/backend/ingest/folder"
	"headroom/backend/portfolio"
)

// TestTrustedFilesOfAWatchedFolderComeIn: a file of a shape that the person
// trusts comes in by itself; one that is not trusted, and one that moves a
// total too far, are offered.
func TestTrustedFilesOfAWatchedFolderComeIn(t *testing.T) {
	dir, clock := t.TempDir(), now()
	p, err := program.Open(t.Context(), program.Options{Path: filepath.Join(t.TempDir(), "headroom.db"), Create: true, Now: func() time.Time { return clock }, Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	if _, err := p.AddFolder(t.Context(), filepath.Join(dir, "nowhere"), true); err == nil {
		t.Error("a folder that is not there is watched")
	}
	if _, err := p.AddFolder(t.Context(), dir, true); err != nil {
		t.Fatal(err)
	}
	first := sheet(t, "list-2026-10-31.csv", "2026-10-31", 100, 200)
	first.AsOf, first.Remember, first.Trust = portfolio.NoDay, true, true
	imported(t, p, first)

	look := func() string {
		t.Helper()
		var out []string
		for range 2 {
			seen, err := p.LookIntoFolders(t.Context())
			if err != nil || len(seen.Unreachable) > 0 {
				t.Fatal(err, seen.Unreachable)
			}
			for _, f := range seen.New {
				out = append(out, "new "+f.Path)
			}
			for _, f := range seen.Imported {
				out = append(out, "imported "+f.Path)
			}
			clock = clock.Add(3 * time.Second)
		}
		return strings.Join(out, "; ")
	}
	drop := func(name string, q ingest.Request) {
		t.Helper()
		text, err := os.ReadFile(q.Paths[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	drop("list-2026-11-10.csv", sheet(t, "a.csv", "2026-11-10", 100, 201))
	if got := look(); got != "imported list-2026-11-10.csv" {
		t.Fatalf("the trusted file: %q", got)
	}
	drop("list-2026-11-12.csv", sheet(t, "b.csv", "2026-11-12", 100, 20))
	if got := look(); got != "new list-2026-11-12.csv" {
		t.Errorf("the file that moves a total too far: %q", got)
	}
	drop("levels.csv", levels(t, "c.csv", "2026-11-10", 10, 20))
	if got := look(); got != "new levels.csv" {
		t.Errorf("the file that is not trusted: %q", got)
	}
	found, err := p.FoundFiles(t.Context())
	if err != nil || len(found) != 2 {
		t.Fatalf("offered %v, %v", found, err)
	}
	if err := p.SetFound(t.Context(), found[0].Folder, found[0].Path, folder.Dismissed); err != nil {
		t.Fatal(err)
	}
	if found, err := p.FoundFiles(t.Context()); err != nil || len(found) != 1 {
		t.Errorf("after dismissing one: %v, %v", found, err)
	}
	if r, err := p.Imports(t.Context()); err != nil || len(r) != 2 {
		t.Errorf("imports: %v, %v", fmt.Sprint(r), err)
	}
}

// TestAWorkbookComesInOnlyWhereEverySheetIsTrusted: what is trusted is a shape,
// and a workbook has one for every sheet that comes in.
func TestAWorkbookComesInOnlyWhereEverySheetIsTrusted(t *testing.T) {
	dir, clock := t.TempDir(), now()
	p, err := program.Open(t.Context(), program.Options{Path: filepath.Join(t.TempDir(), "headroom.db"), Create: true, Now: func() time.Time { return clock }, Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	if _, err := p.AddFolder(t.Context(), dir, true); err != nil {
		t.Fatal(err)
	}
	accounts := func(country string) [][]any {
		return [][]any{{"Account ID", "Account name", "Country"}, {"A-1", "Contoso", country}}
	}
	licenses := func(end string) [][]any {
		return [][]any{{"Account ID", "Product", "Quantity", "End date"}, {"A-1", "Suite", 10, end}}
	}
	trust := func(file string) {
		t.Helper()
		results, err := p.Import(t.Context(), ingest.Request{Paths: []string{file}, AsOf: portfolio.NoDay, Remember: true, Trust: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range results {
			if r.State != "committed" {
				t.Fatalf("%+v %v", r, r.Error)
			}
		}
	}
	look := func() (came, offered int) {
		t.Helper()
		for range 2 {
			seen, err := p.LookIntoFolders(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			came, offered = came+len(seen.Imported), offered+len(seen.New)
			clock = clock.Add(3 * time.Second)
		}
		return came, offered
	}
	trust(workbook(t, t.TempDir(), "one.xlsx", accounts("IT")))
	workbook(t, dir, "two.xlsx", accounts("DE"), licenses("2027-01-31"))
	if came, offered := look(); came != 0 || offered != 1 {
		t.Errorf("a workbook with a sheet that nobody has seen: %d came in, %d are offered", came, offered)
	}
	trust(filepath.Join(dir, "two.xlsx"))
	workbook(t, dir, "three.xlsx", accounts("FR"), licenses("2027-02-28"))
	if came, offered := look(); came != 1 || offered != 0 {
		t.Errorf("a workbook of trusted sheets: %d came in, %d are offered", came, offered)
	}
}

// workbook writes a workbook of sheets, each a list of rows, and returns its path.
func workbook(t *testing.T, dir, name string, sheets ...[][]any) string {
	t.Helper()
	f := excelize.NewFile()
	for i, rows := range sheets {
		sheet := fmt.Sprintf("Sheet%d", i+1)
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for n, row := range rows {
			if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", n+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	path := filepath.Join(dir, name)
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}
