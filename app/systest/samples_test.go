package systest

import (
	"archive/zip"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sample is an export that a profile covers, and what its import must count.
type sample struct {
	file    string
	comma   rune
	profile string
	class   string
	want    counts
	period  string // the column that names the slice, where whole slices replace one another
}

var samples = []sample{
	{"pc_insights_subscription_details.tsv", '\t', "ms.insights.subscription_details", "P", counts{9, 6, 0, 0, 3, 0}, "Month"},
	{"pc_insights_office_usage.csv", ',', "ms.insights.office_usage", "P", counts{12, 12, 0, 0, 0, 0}, "Month"},
	{"fno_account_extract.csv", ',', "fno.extract.account", "N", counts{3, 2, 0, 0, 1, 0}, ""},
	{"fno_usage_extract.csv", ',', "fno.extract.usage", "X", counts{3, 3, 0, 0, 0, 0}, ""},
	{"EntitlementsExtract-2024-03-07-02-27-18.csv", ',', "fno.extract.entitlement", "N", counts{2, 2, 0, 0, 0, 0}, ""},
}

// entitlementsZip is the archive FlexNet packs its entitlements in.
const entitlementsZip = "Entitlements-2024-03-07-02-27-18.zip"

// asOfMarch makes the days of the samples independent of the files' own days.
var asOfMarch = []string{"--as-of", "2024-03-31"}

func importArgs(files ...string) []string { return append(slices.Clone(asOfMarch), files...) }

// path is where the sample is, unpacked from its archive if it is in one.
func (s sample) path(t testing.TB) string {
	t.Helper()
	file := filepath.Join("testdata", s.file)
	if _, err := os.Stat(file); err == nil {
		return file
	}
	archive, err := zip.OpenReader(filepath.Join("testdata", entitlementsZip))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	r, err := archive.Open(s.file)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return writeFile(t, s.file, data)
}

func TestSamplesCountExactly(t *testing.T) {
	for _, s := range samples {
		t.Run(s.profile, func(t *testing.T) {
			h := newHeadroom(t)
			got := h.imports1(importArgs(s.path(t))...)
			if got.counts() != s.want || got.Profile != s.profile || got.Class != s.class || got.State != "committed" || got.AsOf != "2024-03-31" {
				t.Errorf("import: %+v, want %s of class %s with %+v", got, s.profile, s.class, s.want)
			}
		})
	}
}

func TestArchiveImportsItsFilesAndHeaderOnlyMovesDataAsOf(t *testing.T) {
	h := newHeadroom(t)
	got := h.imports(filepath.Join("testdata", entitlementsZip))
	if len(got) != 2 || got[0].counts() != (counts{2, 2, 0, 0, 0, 0}) || got[1].counts() != (counts{}) {
		t.Fatalf("imports of the archive: %+v", got)
	}
	for _, i := range got {
		if i.State != "committed" || i.AsOf != "2024-03-07" {
			t.Errorf("%s: state %s as of %s, want committed as of the day in its name", i.File, i.State, i.AsOf)
		}
	}
	before := h.ask(map[string]any{"metrics": []string{"entitlements"}}).DataAsOf
	lines := strings.SplitAfterN(string(mustRead(t, samples[4].path(t))), "\n", 2)
	empty := writeFile(t, "EntitlementsExtract-2024-04-01-02-27-18.csv", []byte(lines[0]))
	if got := h.imports1(empty); got.State != "committed" || got.counts() != (counts{}) {
		t.Fatalf("a file of only a header: %+v", got)
	}
	if after := h.ask(map[string]any{"metrics": []string{"entitlements"}}).DataAsOf; before != "2024-03-07" || after != "2024-04-01" {
		t.Errorf("Data As Of went from %s to %s, want 2024-03-07 to 2024-04-01", before, after)
	}
}

func mustRead(t testing.TB, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestSampleTwiceIsOnce(t *testing.T) {
	for _, s := range samples {
		t.Run(s.profile, func(t *testing.T) {
			h := newHeadroom(t)
			file := s.path(t)
			h.imports1(importArgs(file)...)
			addRule(h, map[string]any{"name": "Ends", "template": "ends_within", "days": 400, "watch": "all"})
			h.must(nil, "check", "--deliver=inbox")
			digest, told := h.digest(), len(h.inbox())
			again := h.imports1(importArgs(file)...)
			if again.State != "duplicate" || again.Added+again.Changed != 0 || again.Unchanged != s.want.added || again.Skipped != s.want.skipped {
				t.Errorf("the same file again: %+v", again)
			}
			if h.digest() != digest {
				t.Error("the same file again changed the digest")
			}
			renamed := filepath.Join(t.TempDir(), "copy of "+filepath.Base(file))
			copyFile(t, file, renamed)
			if got := h.imports1(importArgs(renamed)...); got.State != "duplicate" {
				t.Errorf("the same file under another name is %s", got.State)
			}
			if got := len(h.inbox()); got != told {
				t.Errorf("the same file again brought %d new items", got-told)
			}
		})
	}
}

func TestSampleShuffledAndReorderedChangesNothing(t *testing.T) {
	for _, s := range samples {
		t.Run(s.profile, func(t *testing.T) {
			h := newHeadroom(t)
			original := readTable(t, s.path(t), s.comma)
			h.imports1(importArgs(s.path(t))...)
			digest := h.digest()
			for seed := range uint64(4) {
				rnd := rand.New(rand.NewPCG(seed, 1))
				changed := original.shuffled(rnd).reordered(rnd)
				f := forms[int(seed)%len(forms)]
				got := h.imports1(importArgs(f.file(t, s.file, changed))...)
				want := counts{s.want.rows, 0, 0, s.want.added, s.want.skipped, 0}
				if got.State != "committed" || got.counts() != want {
					t.Errorf("%s, seed %d: %+v, want %+v", f.name, seed, got, want)
				}
				if h.digest() != digest {
					t.Errorf("%s, seed %d: the digest is another", f.name, seed)
				}
				alone := newHeadroom(t)
				if got := alone.imports1(importArgs(f.file(t, s.file, changed))...); got.counts() != s.want || alone.digest() != digest {
					t.Errorf("%s, seed %d, alone: %+v, digest equal %v", f.name, seed, got, alone.digest() == digest)
				}
			}
		})
	}
}

func TestSampleInPartsInAnyOrder(t *testing.T) {
	for _, s := range samples {
		t.Run(s.profile, func(t *testing.T) {
			whole := newHeadroom(t)
			whole.imports1(importArgs(s.path(t))...)
			digest := whole.digest()
			parts := s.parts(t)
			for _, order := range orders(len(parts)) {
				h := newHeadroom(t)
				sum := counts{}
				for _, i := range order {
					c := h.imports1(importArgs(parts[i])...).counts()
					sum.rows, sum.added, sum.skipped = sum.rows+c.rows, sum.added+c.added, sum.skipped+c.skipped
				}
				if sum != s.want {
					t.Errorf("in the order %v: %+v, want %+v", order, sum, s.want)
				}
				if h.digest() != digest {
					t.Errorf("in the order %v: the digest is another", order)
				}
			}
		})
	}
}

// parts writes the sample as up to three files. Where slices replace one
// another a file has whole slices; equal events stay in one file, since only
// there they can be told to be two.
func (s sample) parts(t *testing.T) []string {
	t.Helper()
	all := readTable(t, s.path(t), s.comma)
	groups := map[string]int{}
	of := func(row map[string]string) int {
		name := row[s.period]
		if s.period == "" {
			name = strings.Join(slices.Sorted(maps.Values(row)), "|")
		}
		if _, known := groups[name]; !known {
			groups[name] = len(groups) % 3
		}
		return groups[name]
	}
	all.where(func(row map[string]string) bool { of(row); return true })
	var files []string
	for n := range min(3, len(groups)) {
		files = append(files, plain.file(t, s.file, all.where(func(row map[string]string) bool { return of(row) == n })))
	}
	return files
}

// orders returns all orders of n things.
func orders(n int) [][]int {
	if n == 0 {
		return [][]int{{}}
	}
	var out [][]int
	for _, shorter := range orders(n - 1) {
		for at := range n {
			out = append(out, slices.Insert(slices.Clone(shorter), at, n-1))
		}
	}
	return out
}

// TestSharedSamples imports the files that are too big, or not ours, to be kept
// with the project.
func TestSharedSamples(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared", "samples")
	if _, err := os.Stat(root); err != nil {
		t.Skip("../shared/samples is not there")
	}
	sheets := []struct {
		file    string
		mapping map[string]any
		want    counts
	}{
		{"ravenstack/ravenstack_accounts.csv", map[string]any{"dataset": "accounts", "columns": map[string]string{
			"account_id": "account_id", "account_name": "account", "country": "country", "industry": "segment",
		}}, counts{500, 500, 0, 0, 0, 0}},
		{"ravenstack/ravenstack_subscriptions.csv", map[string]any{"dataset": "entitlements", "date_order": "dmy", "columns": map[string]string{
			"subscription_id": "entitlement", "account_id": "account_id", "start_date": "start_date", "end_date": "end_date", "plan_tier": "product",
			"seats": "quantity", "is_trial": "trial", "auto_renew_flag": "auto_renew",
		}}, counts{5000, 5000, 0, 0, 0, 0}},
		{"ravenstack/ravenstack_supports_ticket.csv", map[string]any{
			"dataset": "support_requests", "date_order": "dmy", "key": []string{"ticket_id"},
			"columns": map[string]string{"account_id": "account_id", "submitted_at": "date", "priority": "category"},
		}, counts{2000, 2000, 0, 0, 0, 0}},
		{"ravenstack/ravenstack_feature_usage.csv", map[string]any{
			"dataset": "usage", "class": "X", "date_order": "dmy", "constants": map[string]string{"account": "RavenStack"},
			"columns": map[string]string{"usage_date": "date", "feature_name": "feature", "usage_count": "used"},
		}, counts{25000, 25000, 0, 0, 0, 0}},
	}
	h := newHeadroom(t)
	h.day = "2026-11-20"
	for _, s := range sheets {
		mapping := jsonFile(t, "mapping.json", s.mapping)
		args := []string{"--as-of", "2025-01-01", "--mapping", mapping, filepath.Join(root, s.file)}
		if got := h.imports1(args...); got.counts() != s.want {
			t.Errorf("%s: %+v %v, want %+v", s.file, got.counts(), got.Notes, s.want)
		}
		if got := h.imports1(args...); got.State != "duplicate" {
			t.Errorf("%s again: %s", s.file, got.State)
		}
	}
	a := h.ask(map[string]any{"metrics": []string{"accounts", "support_requests", "checkouts"}, "as_of": "2025-01-01"})
	if len(a.Rows) != 1 || !sameNumber(a.Rows[0][0], 501) || !sameNumber(a.Rows[0][1], 2000) {
		t.Errorf("accounts, support requests, checkouts: %v", a.Rows)
	}
	h = newHeadroom(t)
	var all struct{ Imports []imported }
	h.ends(4, &all, append([]string{"import", "--as-of", "2024-03-31"}, root)...)
	committed := 0
	for _, i := range all.Imports {
		switch {
		case i.State == "committed":
			committed++
		case i.State != "refused" || i.Error == nil || i.Error.Message == "" || i.Error.Hint == "" || i.Error.File == "":
			t.Errorf("%s: %s without saying why: %+v", i.File, i.State, i.Error)
		case i.Error.Code != "asks" && i.File != "ravenstack_churn_events.csv":
			t.Errorf("%s is refused: %+v", i.File, i.Error)
		}
	}
	if committed < 25 {
		t.Errorf("%d files of the folder were imported without a question", committed)
	}
	h.must(nil, "verify")
}
