package program_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"headroom/app/program"
	"headroom/backend/ingest"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// sheet writes a list of entitlements and asks for its import.
func sheet(t *testing.T, name, asOf string, quantities ...int) ingest.Request {
	t.Helper()
	var b strings.Builder
	b.WriteString("Key,Account,Product,Quantity,Assigned,End,Value,Currency\n")
	for i, n := range quantities {
		fmt.Fprintf(&b, "k%d,Account %d,Suite,%d,%d,2027-03-31,%d,EUR\n", i, i, n, n/2, n*100)
	}
	return request(t, name, asOf, b.String(), &ingest.Mapping{
		Dataset: portfolio.Entitlements, Class: portfolio.Snapshot, Source: "List", Key: []string{"entitlement"},
		Columns: map[string]string{"Key": "entitlement", "Account": "account", "Product": "product", "Quantity": "quantity", "Assigned": "assigned", "End": "end_date", "Value": "value", "Currency": "currency"},
	})
}

// levels writes active users of one workload by account.
func levels(t *testing.T, name, asOf string, active ...int) ingest.Request {
	t.Helper()
	var b strings.Builder
	b.WriteString("Account,Workload,Active,Total,Date\n")
	for i, n := range active {
		fmt.Fprintf(&b, "Account %d,Mail,%d,100,%s\n", i, n, asOf)
	}
	return request(t, name, asOf, b.String(), &ingest.Mapping{
		Dataset: portfolio.Usage, Class: portfolio.PeriodTable, Source: "Levels",
		Columns:   map[string]string{"Account": "account", "Workload": "workload", "Active": "active", "Total": "total", "Date": "date"},
		Constants: map[string]string{"period": "day"},
	})
}

func request(t *testing.T, name, asOf, text string, m *ingest.Mapping) ingest.Request {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	day, err := portfolio.ParseDay(asOf)
	if err != nil {
		t.Fatal(err)
	}
	return ingest.Request{Paths: []string{path}, Mapping: m, AsOf: day}
}

func imported(t *testing.T, p *program.Program, q ingest.Request) ingest.Result {
	t.Helper()
	r, err := p.Import(t.Context(), q)
	if err != nil || len(r) != 1 {
		t.Fatalf("import: %v, %v", r, err)
	}
	if r[0].Error != nil {
		t.Fatalf("import: %v", r[0].Error)
	}
	return r[0]
}

// asked are the figures of a review as the pages would ask them.
func asked(t *testing.T, p *program.Program) map[string]any {
	t.Helper()
	out := map[string]any{}
	for _, m := range []string{"accounts", "entitlements", "licenses_sold", "licenses_assigned", "annual_value", "active_users", "usage_total"} {
		r, err := p.Ask(t.Context(), metric.Query{Metrics: []string{m}})
		if err != nil {
			t.Fatal(err)
		}
		out[m] = r.Rows[0][0]
	}
	return out
}

func side(r *ingest.Review, of func(ingest.Total) *float64) map[string]any {
	out := map[string]any{}
	for _, x := range r.Totals {
		if v := of(x); v != nil {
			out[x.Metric] = *v
		} else {
			out[x.Metric] = nil
		}
	}
	return out
}

// TestADryRunTellsTheFiguresOfThePages compares the totals of a dry run with
// what the pages say before and after the import is made.
func TestADryRunTellsTheFiguresOfThePages(t *testing.T) {
	p := opened(t)
	imported(t, p, sheet(t, "october.csv", "2026-10-31", 10, 20, 30))
	imported(t, p, levels(t, "levels-october.csv", "2026-11-01", 10, 40, 30))
	for _, q := range []ingest.Request{
		sheet(t, "november.csv", "2026-11-15", 10, 25, 30, 5),
		levels(t, "levels-november.csv", "2026-11-10", 11, 20, 30),
		levels(t, "levels-same-day.csv", "2026-11-10", 12, 21, 80),
	} {
		before := asked(t, p)
		q.DryRun = true
		dry := imported(t, p, q)
		if dry.State != "dry_run" || dry.Review == nil {
			t.Fatalf("a dry run is %s, %v", dry.State, dry.Review)
		}
		if now := asked(t, p); !reflect.DeepEqual(now, before) {
			t.Fatalf("a dry run changed the figures from %v to %v", before, now)
		}
		if got := side(dry.Review, func(x ingest.Total) *float64 { return x.Before }); !reflect.DeepEqual(got, before) {
			t.Errorf("before: %v, the pages say %v", got, before)
		}
		q.DryRun = false
		done := imported(t, p, q)
		after := asked(t, p)
		if got := side(dry.Review, func(x ingest.Total) *float64 { return x.After }); !reflect.DeepEqual(got, after) {
			t.Errorf("after: %v, the pages say %v", got, after)
		}
		moved, err := p.Store.Moved(t.Context(), done.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(moved.Moves, dry.Review.Moves) {
			t.Errorf("the import moved %+v\nthe dry run said %+v", moved.Moves, dry.Review.Moves)
		}
	}
}

// TestUsageSwingsBeyondNoise: 10 to 11 is noise, 40 to 20 is not; nor is an
// account that is not told of any more.
func TestUsageSwingsBeyondNoise(t *testing.T) {
	p := opened(t)
	imported(t, p, levels(t, "a.csv", "2026-11-01", 10, 40, 10, 100, 30))
	q := levels(t, "b.csv", "2026-11-08", 11, 20, 14, 119)
	q.DryRun = true
	r := imported(t, p, q).Review
	var got []string
	for _, m := range r.Moves {
		if m.Kind == "usage" {
			got = append(got, fmt.Sprintf("%s %s %s %q %q", m.Account, m.Key, m.Field, m.Before, m.After))
		}
	}
	want := []string{`Account 4 Mail usage_total "100" ""`, `Account 4 Mail active_users "30" ""`, `Account 1 Mail active_users "40" "20"`}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("swings are %v, want %v", got, want)
	}
	if r.Counts["usage"] != 3 {
		t.Errorf("counted %v", r.Counts)
	}
}

// TestAnImportIsHeldBack where it moves a total further than is allowed, and,
// as a control, is not where more is allowed or the dataset is empty.
func TestAnImportIsHeldBack(t *testing.T) {
	p := opened(t)
	first := sheet(t, "first.csv", "2026-10-31", 100, 200)
	first.Hold = true
	if r := imported(t, p, first); r.State != "committed" {
		t.Fatalf("the first import is %s", r.State)
	}
	usage := levels(t, "levels.csv", "2026-11-01", 10, 40, 30, 50) // brings accounts, and is the first of its dataset
	usage.Hold = true
	if r := imported(t, p, usage); r.State != "committed" {
		t.Fatalf("the first usage is %s", r.State)
	}
	digest, err := p.Store.Digest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	next := sheet(t, "next.csv", "2026-11-15", 100, 190)
	next.Hold = true
	if err := p.SetSetting(t.Context(), "import_warn_share", "0.03"); err != nil {
		t.Fatal(err)
	}
	r := imported(t, p, next)
	if r.State != "held" || r.ID != 0 || r.Review == nil {
		t.Fatalf("an import that moves a total by 3.3 %% is %s, %+v", r.State, r.Review)
	}
	if now, _ := p.Store.Digest(t.Context()); now != digest {
		t.Error("the held import changed something")
	}
	if err := p.SetSetting(t.Context(), "import_warn_share", "0.04"); err != nil {
		t.Fatal(err)
	}
	if r := imported(t, p, next); r.State != "committed" {
		t.Errorf("an import that moves no total beyond what is allowed is %s", r.State)
	}
}

func TestTheWarningFollowsTheSetting(t *testing.T) {
	p := opened(t)
	imported(t, p, sheet(t, "first.csv", "2026-10-31", 100, 200))
	q := sheet(t, "next.csv", "2026-11-15", 100, 190)
	q.DryRun = true
	for share, want := range map[string][]string{"0.05": {}, "0.03": {"licenses_sold", "licenses_assigned", "annual_value EUR"}, "0": {}} {
		if err := p.SetSetting(t.Context(), "import_warn_share", share); err != nil {
			t.Fatal(err)
		}
		if got := imported(t, p, q).Review.Warn; !reflect.DeepEqual(got, want) {
			t.Errorf("at %s it warns of %v, want %v", share, got, want)
		}
	}
}

// TestACorrectedInvoiceIsShown: a statement that tells less than the one before
// it takes money away; a further one only adds to what was billed.
func TestACorrectedInvoiceIsShown(t *testing.T) {
	p := opened(t)
	text, err := os.ReadFile(filepath.Join("..", "..", "backend", "ingest", "partnercenter", "testdata", "recon_nce_enus.csv"))
	if err != nil {
		t.Fatal(err)
	}
	invoice := string(text)
	imported(t, p, request(t, "invoice.csv", "2026-10-10", invoice, nil))
	lines := strings.SplitAfter(invoice, "\n")
	for name, c := range map[string]struct {
		text string
		warn []string
	}{
		"corrected": {lines[0] + strings.Join(lines[2:], ""), []string{"billed_amount EUR"}},
		"next":      {strings.ReplaceAll(invoice, "G0", "H0"), []string{}},
	} {
		q := request(t, name+".csv", "2026-11-10", c.text, nil)
		q.DryRun = true
		r := imported(t, p, q)
		if after := side(r.Review, func(t ingest.Total) *float64 { return t.After }); r.Review == nil || !reflect.DeepEqual(r.Review.Warn, c.warn) {
			t.Errorf("%s: warns of %v, after it %v", name, r.Review.Warn, after)
		}
	}
}
