package systest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// realSample is a file of the research samples, which are not part of this
// repository: without them the test is skipped.
func realSample(t testing.TB, path ...string) string {
	t.Helper()
	file := filepath.Join(append([]string{"..", "..", "..", "shared", "samples"}, path...)...)
	if _, err := os.Stat(file); err != nil {
		t.Skipf("the real sample is not here: %v", err)
	}
	return file
}

// byFeature are the figures of the license server logs.
var byFeature = []string{"checkouts", "peak_concurrent", "distinct_users", "denials"}

// TestLicenseServerLogs imports two real logs and asks for what was counted in
// them by hand.
func TestLicenseServerLogs(t *testing.T) {
	h := newHeadroom(t)
	autodesk, maple := realSample(t, "flexlm", "autodesk.log"), realSample(t, "flexlm", "maple.log")
	got := h.imports1("--account", "Contoso", autodesk)
	if got.Profile != "flexlm.log" || got.Class != "X" || got.counts() != (counts{16812, 8404, 0, 0, 8408, 0}) {
		t.Errorf("autodesk: %+v", got)
	}
	if got := h.imports1("--account", "Contoso", maple); got.counts() != (counts{528, 262, 0, 0, 266, 0}) {
		t.Errorf("maple: %+v", got.counts())
	}
	rows := h.figures(today, byFeature, []string{"feature"})
	if len(rows) != 22 {
		t.Errorf("%d features, want 22", len(rows))
	}
	for _, want := range []string{"64801INVPROSA_F | 1920 | 38 | 425 | 0", "64300ACD_F | 1677 | 242 | 743 | 0", "Maple | 131 | 39 | 31 | 0"} {
		if !slices.Contains(rows, want) {
			t.Errorf("%s is not among:\n%s", want, strings.Join(rows, "\n"))
		}
	}
	if again := h.imports1("--account", "Contoso", maple); again.State != "duplicate" {
		t.Errorf("the same log again is %s", again.State)
	}
}

// TestALogGrownLongerAddsWhatIsNew imports half of a log and then all of it:
// the same as all of it at once.
func TestALogGrownLongerAddsWhatIsNew(t *testing.T) {
	whole := readFile(t, realSample(t, "flexlm", "maple.log"))
	cut := 2 * len(whole) / 3
	cut += strings.Index(whole[cut:], "\n") + 1
	half := writeFile(t, "debug.log", []byte(whole[:cut]))
	full := writeFile(t, "debug.log", []byte(whole))
	at := []string{"--account", "Contoso", "--as-of", "2022-07-08"}
	h := newHeadroom(t)
	first := h.imports1(append(at, half)...)
	second := h.imports1(append(at, full)...)
	if second.Unchanged != first.Added || second.Added+first.Added != 262 || first.Added == 0 || second.Added == 0 {
		t.Errorf("first %+v, then %+v", first.counts(), second.counts())
	}
	other := newHeadroom(t)
	other.imports1(append(at, full)...)
	if h.digest() != other.digest() {
		t.Error("the log in two parts is not the log at once")
	}
	if h.undo(second.ID) == other.digest() {
		t.Error("undo changed nothing")
	}
}

// TestALicenseServerAsksWhoseItIs refuses a log without an account, and leaves
// the store as it was.
func TestALicenseServerAsksWhoseItIs(t *testing.T) {
	h := newHeadroom(t)
	h.imports1("--account", "Contoso", fixture("flexlm", "licenses.txt"))
	before := h.digest()
	for _, name := range []string{"days.log", "status.txt"} {
		var answer struct{ Error refusal }
		h.ends(1, &answer, "import", fixture("flexlm", name))
		if answer.Error.Field != "account" || answer.Error.Hint == "" {
			t.Errorf("%s: %+v", name, answer.Error)
		}
	}
	if h.digest() != before {
		t.Error("a refused file changed the store")
	}
}

// TestAnswersOfLmstat imports every real answer, a day each, with counts that
// add up, and asks for what the license server of one says.
func TestAnswersOfLmstat(t *testing.T) {
	files := map[string]counts{
		"lmstat_app1.txt": {54, 54, 0, 0, 0, 0}, "lmstat_app2.txt": {10, 10, 0, 0, 0, 0}, "lmstat_app4.txt": {60, 58, 0, 0, 2, 0},
		"lmstat_app5.txt": {122, 118, 0, 0, 4, 0}, "lmstat_i_app1.txt": {17, 17, 0, 0, 0, 0}, "lmstat_i_app2.txt": {9, 9, 0, 0, 0, 0},
		"lmstat_new.txt": {}, "lmstat_old.txt": {}, "lmstat_server_down.txt": {3, 2, 0, 0, 1, 0}, "lmstat_server_up_win.txt": {},
	}
	for name, want := range files {
		t.Run(name, func(t *testing.T) {
			h := newHeadroom(t)
			got := h.imports1("--account", "Contoso", realSample(t, "lmstat", name))
			if got.counts() != want || got.State != "committed" {
				t.Errorf("%+v, want %+v", got, want)
			}
		})
	}
	h := newHeadroom(t)
	h.imports1("--account", "Contoso", realSample(t, "lmstat", "lmstat_app2.txt"))
	got := h.figures("2017-10-20", []string{"active_users", "usage_total", "licenses_sold", "licenses_assigned"}, []string{"product"})
	if !slices.Contains(got, "feature2 | 22 | 144 | 144 | ") {
		t.Errorf("got %s", strings.Join(got, "\n"))
	}
}

// TestTwoLicenseServersOfAnAccount keeps the snapshot of one server when the
// other one, or somebody else's, is imported for a later day.
func TestTwoLicenseServersOfAnAccount(t *testing.T) {
	status := func(day, server, feature string) string {
		return writeFile(t, "lmstat.txt", []byte("Flexible License Manager status on Mon "+day+" 10:00\nLicense server status: "+server+
			"\nUsers of "+feature+":  (Total of 5 licenses issued;  Total of 2 licenses in use)\n"))
	}
	h := newHeadroom(t)
	h.imports1("--account", "Contoso", status("4/1/2024", "1@a", "cad"))
	h.imports1("--account", "Contoso", status("4/2/2024", "1@b", "cam"))
	h.imports1("--account", "Fabrikam", status("4/3/2024", "1@a", "cae"))
	h.expect("three servers", h.figures("2024-04-10", []string{"active_users", "licenses_sold"}, []string{"account", "product"}),
		"Contoso | cad | 2 | 5", "Contoso | cam | 2 | 5", "Fabrikam | cae | 2 | 5")
	h.imports1("--account", "Contoso", status("4/4/2024", "1@a", "cax"))
	h.expect("a feature is gone", h.figures("2024-04-10", []string{"active_users", "licenses_sold"}, []string{"account", "product"}),
		"Contoso | cax | 2 | 5", "Contoso | cam | 2 | 5", "Fabrikam | cae | 2 | 5")
}
