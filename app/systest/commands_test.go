package systest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestExitStatuses(t *testing.T) {
	h := newHeadroom(t)
	h.imports1(importArgs(samples[2].path(t))...)
	missing := newHeadroom(t)
	noStore := newHeadroom(t)
	if err := os.WriteFile(noStore.store, []byte("this is no database, and never was one"), 0o600); err != nil {
		t.Fatal(err)
	}
	query := jsonFile(t, "query.json", map[string]any{"metrics": []string{"accounts"}})
	for _, c := range []struct {
		h      *headroom
		status int
		args   []string
	}{
		{h, 0, []string{"ask", query}},
		{h, 0, []string{"settings"}},
		{h, 0, []string{"rules"}},
		{h, 1, []string{"ask", jsonFile(t, "unknown.json", map[string]any{"metrics": []string{"licences_sold"}})}},
		{h, 1, []string{"ask", jsonFile(t, "misspelt.json", map[string]any{"metric": []string{"accounts"}})}},
		{h, 1, []string{"ask", jsonFile(t, "empty.json", map[string]any{})}},
		{h, 1, []string{"ask", filepath.Join(t.TempDir(), "no.json")}},
		{h, 1, []string{"set", "week_start", "someday"}},
		{h, 1, []string{"set", "no_such_setting", "1"}},
		{h, 1, []string{"rule", "add", jsonFile(t, "rule.json", map[string]any{"name": "x", "template": "nothing"})}},
		{h, 1, []string{"rule", "pause", "77"}},
		{h, 1, []string{"restore", filepath.Join(t.TempDir(), "no.db")}},
		{h, 2, []string{"frobnicate"}},
		{h, 2, []string{"import"}},
		{h, 2, []string{"undo"}},
		{h, 2, []string{"undo", "first"}},
		{h, 2, []string{"digest", "--no-such-flag"}},
		{h, 2, []string{"import", "--as-of", "31.03.2024", "x.csv"}},
		{h, 2, []string{"check", "--deliver=pigeon"}},
		{h, 2, []string{"--now", "yesterday", "digest"}},
		{h, 2, []string{"--zone", "Middle/Earth", "digest"}},
		{missing, 3, []string{"digest"}},
		{missing, 3, []string{"imports"}},
		{missing, 3, []string{"check", "--deliver=inbox"}},
		{missing, 3, []string{"backup", filepath.Join(t.TempDir(), "b.db")}},
		{missing, 0, []string{"version"}},
		{missing, 0, []string{"catalog"}},
		{noStore, 3, []string{"digest"}},
		{noStore, 3, []string{"import", samples[2].path(t)}},
	} {
		o := c.h.run(c.args...)
		if o.status != c.status {
			t.Errorf("%s: status %d, want %d: %s", strings.Join(c.args, " "), o.status, c.status, o.stdout)
			continue
		}
		if o.stdout == "" {
			t.Errorf("%s: no JSON; %s", strings.Join(c.args, " "), o.stderr)
			continue
		}
		var answer struct{ Error *refusal }
		o.read(t, &answer)
		if (answer.Error != nil) != (c.status > 0) || answer.Error != nil && (answer.Error.Message == "" || answer.Error.Code == "" || answer.Error.Code == "internal") {
			t.Errorf("%s: %+v", strings.Join(c.args, " "), answer.Error)
		}
	}
	if _, err := os.Stat(missing.store); err == nil {
		t.Error("a command that only reads made a store")
	}
	if got := string(mustRead(t, noStore.store)); !strings.HasPrefix(got, "this is no database") {
		t.Error("a file that is no store was changed")
	}
}

// TestPlainTextIsNotJSON runs the commands for a person: no JSON, and what went
// wrong on standard error.
func TestWithoutJSONAPersonReads(t *testing.T) {
	h := newHeadroom(t)
	run := func(args ...string) outcome {
		return h.finish(play(theCommand, append([]string{"--store", h.store, "--now", today + "T08:00:00Z"}, args...)...))
	}
	if o := run("import", samples[0].path(t)); o.status != 0 || json.Valid([]byte(o.stdout)) || !strings.Contains(o.stdout, "committed") {
		t.Errorf("import: %+v", o)
	}
	for _, args := range [][]string{{"imports"}, {"digest"}, {"catalog"}, {"settings"}, {"rules"}, {"inbox"}, {"verify"}, {"version"}, {"check", "--deliver=inbox"}, {"--help"}, {"import", "--help"}} {
		if o := run(args...); o.status != 0 {
			t.Errorf("%v: status %d %s", args, o.status, o.stderr)
		}
	}
	if o := run("import", writeFile(t, "bad.csv", nil)); o.status != 1 || o.stdout != "" || !strings.Contains(o.stderr, "bad.csv") {
		t.Errorf("a bad file: %+v", o)
	}
}

func TestSettings(t *testing.T) {
	h := newHeadroom(t)
	h.imports1(importArgs(samples[2].path(t))...)
	var answer struct{ Settings map[string]string }
	h.must(&answer, "settings")
	for name, value := range map[string]string{"own_partner_ids": "", "week_start": "monday", "fiscal_year_start": "1", "renewal_grace_days": "30"} {
		if got, ok := answer.Settings[name]; !ok || got != value {
			t.Errorf("%s is %q, want %q", name, got, value)
		}
	}
	h.must(&answer, "set", "own_partner_ids", "123,456")
	h.must(&answer, "settings")
	if answer.Settings["own_partner_ids"] != "123,456" {
		t.Errorf("own_partner_ids is %q after it was set", answer.Settings["own_partner_ids"])
	}
}

func TestCatalogHasEveryName(t *testing.T) {
	h := newHeadroom(t)
	type named struct{ Name, Words, Formula string }
	var catalog struct {
		Datasets, Dimensions []named
		Metrics              []named
	}
	h.must(&catalog, "catalog")
	names := func(all []named) []string {
		out := []string{}
		for _, n := range all {
			out = append(out, n.Name)
		}
		return out
	}
	dimensions, metrics := names(catalog.Dimensions), names(catalog.Metrics)
	for _, name := range strings.Fields(`account account_id country region segment owner source vendor product sku family workload feature status
		auto_renew trial partner_scope entitlement start_date end_date date support_category quantity assigned days_to_end value`) {
		if !slices.Contains(dimensions, name) {
			t.Errorf("there is no dimension %s", name)
		}
	}
	for _, name := range strings.Fields(`accounts entitlements licenses_sold licenses_assigned licenses_unassigned deployment_rate active_users usage_total
		usage_rate usage_quantity usage_entitled consumption_rate overage entitlements_ending licenses_ending renewal_rate entitlements_renewed
		entitlements_expired support_requests how_to_requests support_requests_per_100_active checkouts denials peak_concurrent distinct_users`) {
		if !slices.Contains(metrics, name) {
			t.Errorf("there is no metric %s", name)
		}
	}
	if len(catalog.Datasets) == 0 {
		t.Error("there are no datasets")
	}
	h.imports1(importArgs(samples[0].path(t))...)
	for _, m := range catalog.Metrics {
		if m.Words == "" || m.Formula == "" {
			t.Errorf("%s is not explained", m.Name)
		}
		if a := h.ask(map[string]any{"metrics": []string{m.Name}}); len(a.Rows) != 1 || len(a.Columns) != 1 || a.Columns[0].Name != m.Name {
			t.Errorf("%s cannot be asked: %+v", m.Name, a)
		}
	}
}

func TestVersion(t *testing.T) {
	var answer struct {
		Program, SQLite string
		Schema          int
	}
	newHeadroom(t).must(&answer, "version")
	if !regexp.MustCompile(`^\d+\.\d+\.\d+`).MatchString(answer.Program) || answer.Schema < 1 || answer.SQLite < "3.51.3" {
		t.Errorf("%+v", answer)
	}
}

func TestBackupAndRestore(t *testing.T) {
	h := newHeadroom(t)
	h.imports1(importArgs(samples[0].path(t))...)
	digest := h.digest()
	backup := filepath.Join(t.TempDir(), "headroom backup.db")
	h.must(nil, "backup", backup)
	h.ends(1, nil, "backup", backup) // never over another file
	h.imports1(importArgs(samples[1].path(t))...)
	later := h.digest()
	other := newHeadroom(t)
	other.must(nil, "restore", backup)
	h.must(nil, "restore", backup)
	if later == digest || h.digest() != digest || other.digest() != digest {
		t.Errorf("digests: %s at the backup, %s later, %s and %s restored", digest, later, h.digest(), other.digest())
	}
	h.must(nil, "verify")
	h.imports1(importArgs(samples[1].path(t))...)
	if h.digest() != later {
		t.Error("the restored store takes the import differently")
	}
	damaged := damage(t, backup)
	h.ends(1, nil, "restore", damaged)
	if h.digest() != later {
		t.Error("a refused backup changed the store")
	}
}

// damage copies a store and cuts it, so that its structure is broken.
func damage(t *testing.T, file string) string {
	t.Helper()
	data := mustRead(t, file)
	return writeFile(t, "damaged.db", data[:len(data)/2])
}

// TestVerifyFindsOneChangedByte changes one letter of a fact in the file, which
// the structure of the database does not show.
func TestVerifyFindsOneChangedByte(t *testing.T) {
	h := newHeadroom(t)
	h.imports1(importArgs(samples[0].path(t))...)
	var answer struct {
		OK       bool
		Problems []string
	}
	h.must(&answer, "verify")
	if !answer.OK || answer.Problems == nil || len(answer.Problems) > 0 {
		t.Fatalf("a whole store: %+v", answer)
	}
	whole := mustRead(t, h.store)
	flips := 0
	for _, fact := range []string{"22222222-dddd-4eee-8fff-000000000002", "Contoso Italia SRL", "Microsoft 365 Business Premium", "CFQ7TTC0LCHC", "6000000", "Active", "Germany"} {
		for at := 0; ; at++ {
			next := strings.Index(string(whole[at:]), fact)
			if next < 0 {
				break
			}
			at += next
			flips++
			changed := slices.Clone(whole)
			changed[at+3] ^= 1
			if err := os.WriteFile(h.store, changed, 0o600); err != nil {
				t.Fatal(err)
			}
			o := h.run("verify")
			o.read(t, &answer)
			if o.status != 3 || answer.OK || len(answer.Problems) == 0 {
				t.Errorf("a byte of %q at %d was changed: status %d, %+v", fact, at, o.status, answer)
			}
		}
	}
	t.Logf("%d changed bytes", flips)
	if flips < 20 {
		t.Errorf("only %d facts were found in the file: the test shows little", flips)
	}
	if err := os.WriteFile(h.store, whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	h.ends(3, nil, "verify")
}

func TestDemoTwiceOnADayIsOnce(t *testing.T) {
	h := newHeadroom(t)
	folder := t.TempDir()
	args := []string{"demo", "--accounts", "12", "--months", "6", "--files", folder}
	var first, second struct{ Imports []imported }
	h.must(&first, args...)
	digest, told := h.digest(), len(h.inbox())
	h.must(&second, args...)
	if len(first.Imports) < 5 || len(second.Imports) != len(first.Imports) || h.digest() != digest || len(h.inbox()) != told {
		t.Errorf("%d imports, then %d; digest equal %v", len(first.Imports), len(second.Imports), h.digest() == digest)
	}
	for i := range second.Imports {
		broken := strings.Contains(first.Imports[i].File, "sponsors") // its last list has a line of nobody
		if first.Imports[i].State != "committed" || first.Imports[i].Rejected > 1 || first.Imports[i].Rejected == 1 && !broken || second.Imports[i].State != "duplicate" {
			t.Errorf("%s: %s with %d rejected, then %s", first.Imports[i].File, first.Imports[i].State, first.Imports[i].Rejected, second.Imports[i].State)
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) < len(first.Imports) {
		t.Errorf("%d files were kept, want %d (%v)", len(entries), len(first.Imports), err)
	}
	other := newHeadroom(t)
	other.must(nil, "demo", "--accounts", "12", "--months", "6", "--seed", "5")
	if other.digest() == digest {
		t.Error("another seed is the same portfolio")
	}
}

func TestImportFlags(t *testing.T) {
	h := newHeadroom(t)
	file := samples[0].path(t)
	if got := h.imports1(importArgs("--dry-run", file)...); got.State != "dry_run" || got.counts() != samples[0].want || got.ID != 0 {
		t.Errorf("a dry run: %+v", got)
	}
	if a := h.ask(map[string]any{"metrics": []string{"accounts"}}); !sameNumber(a.Rows[0][0], 0) {
		t.Errorf("a dry run left %v accounts", a.Rows)
	}
	if got := h.imports1(importArgs(file)...); got.State != "committed" {
		t.Fatalf("after the dry run: %+v", got)
	}

	// A later file without Fabrikam: as a whole it takes Fabrikam away, as a part it does not.
	later := readTable(t, file, '\t').where(func(row map[string]string) bool {
		return row["CustomerName"] != "Fabrikam GmbH" && strings.HasPrefix(row["Month"], "2024-03")
	}).with("AvailableSeatsEOP", "61").file(t, "later.tsv")
	sold := func(h *headroom) any {
		return h.ask(map[string]any{"metrics": []string{"licenses_sold"}}).Rows[0][0]
	}
	part, whole := h.copied(t), h.copied(t)
	part.imports1(importArgs("--partial", later)...)
	whole.imports1(importArgs(later)...)
	if !sameNumber(sold(h), 75) || !sameNumber(sold(part), 76) || !sameNumber(sold(whole), 61) {
		t.Errorf("licenses sold: %v before, %v with a part, %v with a whole; want 75, 76, 61", sold(h), sold(part), sold(whole))
	}

	// A profile that is named reads the file, even where another would be recognised.
	h.ends(1, nil, append([]string{"import", "--profile", "fno.extract.account"}, importArgs(later)...)...)
	if got := whole.imports1(importArgs("--profile", "ms.insights.subscription_details", later)...); got.Profile != "ms.insights.subscription_details" {
		t.Errorf("with a named profile: %+v", got)
	}

	// A sheet that names no account belongs to the one of the import.
	mapping := jsonFile(t, "mapping.json", map[string]any{"dataset": "entitlements", "columns": map[string]string{"Product": "product", "Licenses": "quantity"}})
	sheet := writeFile(t, "sheet.csv", []byte("Product,Licenses\nCAD Suite,7\n"))
	h.ends(1, nil, "import", "--mapping", mapping, sheet)
	h.imports1("--as-of", "2024-04-01", "--mapping", mapping, "--account", "Northwind", sheet)
	a := h.ask(map[string]any{"metrics": []string{"licenses_sold"}, "by": []string{"account"}, "filter": map[string]any{"dimension": "account", "op": "eq", "value": "Northwind"}})
	if len(a.Rows) != 1 || !sameNumber(a.Rows[0][1], 7) {
		t.Errorf("licenses of the account of the import: %v", a.Rows)
	}

	// The same file as of another day is another import.
	if got := h.imports1("--as-of", "2024-04-10", "--mapping", mapping, "--account", "Northwind", sheet); got.State != "committed" || got.AsOf != "2024-04-10" || got.Unchanged != 1 {
		t.Errorf("as of another day: %+v", got)
	}
}
