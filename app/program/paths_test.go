package program_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"headroom/app/program"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// TestAFileIsRememberedByItsWholeFolder: files of one name in two folders, each
// named from within its folder, are two customers' files. That the account is
// remembered within the first folder is the control.
func TestAFileIsRememberedByItsWholeFolder(t *testing.T) {
	p, err := program.Open(t.Context(), program.Options{Path: filepath.Join(t.TempDir(), "headroom.db"), Create: true, Now: now, Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	const text = "Report Refresh Date,User Principal Name,Is Deleted,Has Exchange License,Exchange Last Activity Date,Assigned Products\n" +
		"2026-11-10,ann@contoso.onmicrosoft.com,False,True,2026-11-09,MICROSOFT 365 E3\n"
	folders := []string{t.TempDir(), t.TempDir()}
	for _, dir := range folders {
		if err := os.WriteFile(filepath.Join(dir, "users.csv"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(folders[0])
	imported(t, p, ingest.Request{Paths: []string{"users.csv"}, Account: "Contoso", AsOf: portfolio.NoDay, Remember: true})
	accountOf := func() string {
		t.Helper()
		in, err := p.Inspect(t.Context(), "users.csv", "", ingest.Request{AsOf: portfolio.NoDay})
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range in.Guesses {
			if g.Name == "account" {
				return g.Value
			}
		}
		return ""
	}
	if got := accountOf(); got != "Contoso" {
		t.Errorf("the account of the first folder is %q", got)
	}
	t.Chdir(folders[1])
	if got := accountOf(); got != "" {
		t.Errorf("the account of the second folder is %q", got)
	}
}
