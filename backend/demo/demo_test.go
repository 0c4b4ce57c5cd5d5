package demo

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"headroom/backend/ingest"
	"headroom/backend/ingest/flexnet"
	"headroom/backend/ingest/generic"
	"headroom/backend/ingest/ingesttest"
	"headroom/backend/ingest/partnercenter"
	"headroom/backend/portfolio"
)

var today = portfolio.DayOf(2026, 10, 31)

// read returns what the importers make of the portfolio, by profile.
func read(t *testing.T, o Options) map[string]ingesttest.Result {
	t.Helper()
	files, err := Write(t.TempDir(), o)
	if err != nil {
		t.Fatal(err)
	}
	results := map[string]ingesttest.Result{}
	add := func(name string, data []byte, f File) {
		table := ingesttest.Read(t, name, string(data), ',')
		profile := generic.Profile()
		if f.Mapping == nil {
			profile = recognised(t, table.Head)
		}
		r := ingesttest.Run(t, profile, table, ingest.Context{AsOf: f.AsOf, Mapping: f.Mapping})
		broken := 0
		if strings.Contains(name, "sponsors") && f.AsOf == o.Today-14 {
			broken = 1 // a line of nobody, to mend
		}
		if r.Err != nil || len(r.Rejects) != broken {
			t.Errorf("%s: error %v, rejects %v", name, r.Err, r.Rejects)
		}
		r.Facts = append(r.Facts, results[r.Info.ID+" "+r.Info.Source].Facts...)
		results[r.Info.ID+" "+r.Info.Source] = r
	}
	for _, f := range files {
		if !strings.HasPrefix(filepath.Base(f.Path), "headroom-demo-") || f.AsOf > o.Today || f.AsOf.IsZero() {
			t.Errorf("%s as of %s", f.Path, f.AsOf)
		}
		data, err := os.ReadFile(f.Path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(f.Path, ".log") {
			if f.Account == "" {
				t.Errorf("%s is of nobody", f.Path)
			}
			continue // TestTheLogsHaveDenials reads them
		}
		if !strings.HasSuffix(f.Path, ".zip") {
			add(filepath.Base(f.Path), data, f)
			continue
		}
		archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range archive.File {
			r, err := part.Open()
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			add(part.Name, content, f)
		}
	}
	return results
}

func recognised(t *testing.T, h ingest.Header) ingest.Profile {
	t.Helper()
	for _, p := range append(partnercenter.Profiles(), flexnet.Profiles()...) {
		if p.Detect(h) >= 0.8 {
			return p
		}
	}
	t.Fatalf("%s is not recognised", h.File)
	return nil
}

const (
	seatsKey = "ms.insights.api.SeatsSubscriptionsAndRevenue Partner Center subscriptions"
	usageKey = "ms.insights.office_usage Partner Center usage"
)

func TestEveryFileIsReadAsItIsMeant(t *testing.T) {
	results := read(t, Options{Today: today})
	want := map[string]int{
		seatsKey: 1000, usageKey: 2500, "fno.extract.account FlexNet accounts": 8, "fno.extract.entitlement FlexNet entitlements": 16,
		"fno.extract.maintenance FlexNet entitlements": 0, "fno.extract.usage FlexNet usage": 2000, "generic Render Cloud": 100,
		"generic Help desk": 200, "generic Account list": 48, "generic Contract register": 40, "generic Sign-in report": 500, "generic Sponsor list": 20,
	}
	for name, least := range want {
		if got := len(results[name].Facts); got < least {
			t.Errorf("%s: %d facts, want at least %d", name, got, least)
		}
	}
	if len(results) != len(want) {
		t.Errorf("%d sources, want %d", len(results), len(want))
	}
}

// now returns the entitlements of the newest month that count today.
func now(r ingesttest.Result) (counting []string) {
	for _, f := range r.Facts {
		if strings.HasPrefix(f, "entitlement {Day:"+today.String()) && strings.Contains(f, "Status:active") && endOf(f) >= today {
			counting = append(counting, f)
		}
	}
	return counting
}

var endPattern = regexp.MustCompile(`End:(\d{4}-\d{2}-\d{2})`)

func endOf(fact string) portfolio.Day {
	m := endPattern.FindStringSubmatch(fact)
	if m == nil {
		return portfolio.NoDay
	}
	day, err := portfolio.ParseDay(m[1])
	if err != nil {
		panic(err)
	}
	return day
}

func TestThereIsAlwaysSomethingToDo(t *testing.T) {
	for _, accounts := range []int{1, 5, 48} {
		ends := map[portfolio.Day]int{}
		months := map[portfolio.Day]int{}
		for _, f := range now(read(t, Options{Today: today, Accounts: accounts})[seatsKey]) {
			ends[endOf(f)]++
			months[endOf(f).MonthStart()]++
		}
		for _, days := range []portfolio.Day{7, 30, 90} {
			if accounts > 1 && ends[today+days] == 0 {
				t.Errorf("%d accounts: nothing ends in %d days", accounts, days)
			}
		}
		for i := range 12 {
			if month := addMonths(today.MonthStart(), i+1); accounts == 48 && months[month] < 3 {
				t.Errorf("only %d ends in %s", months[month], month)
			}
		}
	}
}

func TestTheStoriesAreTold(t *testing.T) {
	results := read(t, Options{Today: today})
	seats, usage := results[seatsKey].Lines(), results[usageKey].Lines()
	for _, want := range []string{"Status:trial", "Status:grace", "Status:suspended", "Status:cancelled", "PartnerID:" + otherPartner, "skipped duplicate_attribution"} {
		if !strings.Contains(seats, want) {
			t.Errorf("the seats have no %q", want)
		}
	}
	if !strings.Contains(usage, "above_100") {
		t.Error("no usage is above 100 %")
	}
	active, paid := 0, 0
	for _, f := range results[usageKey].Facts {
		if strings.HasPrefix(f, "observation "+today.String()) && strings.Contains(f, names[0].name) {
			active += number(f, `Active:\{N:(\d+)`)
			paid += number(f, `Total:\{N:(\d+)`)
		}
	}
	if active <= paid {
		t.Errorf("%s uses %d of %d, which is not above 100 %%", names[0].name, active, paid)
	}
	name := func(s story) string {
		for i, x := range stories {
			if x == s {
				return names[i].name
			}
		}
		return ""
	}
	support := results["generic Help desk"].Lines()
	if strings.Contains(support, name(silent)) || !strings.Contains(support, name(twice)) {
		t.Error("exactly one account should have no requests")
	}
	months := func(account string) int { return strings.Count(usage, account) }
	if months(name(gap)) >= months(name(silent)) {
		t.Error("no month of usage is missing")
	}
	if !strings.Contains(usage, "Active:{OK:true}") { // known, and none
		t.Error("every workload is used")
	}
	over := false
	for _, f := range results["generic Render Cloud"].Facts {
		over = over || strings.Contains(f, "2026-10-31") && strings.Contains(f, names[0].name)
	}
	if !over {
		t.Error("the metered product has no figure for this month")
	}
}

func number(fact, pattern string) int {
	m := regexp.MustCompile(pattern).FindStringSubmatch(fact)
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		panic(err)
	}
	return n
}

func TestTheSameOptionsGiveTheSameBytes(t *testing.T) {
	content := func(o Options) string {
		files, err := Write(t.TempDir(), o)
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, f := range files {
			data, err := os.ReadFile(f.Path)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(data)
		}
		return all.String()
	}
	first := content(Options{Today: today, Accounts: 12})
	if content(Options{Today: today, Accounts: 12}) != first {
		t.Error("the same options give other bytes")
	}
	if content(Options{Today: today, Accounts: 12, Seed: 2}) == first {
		t.Error("another seed gives the same portfolio")
	}
}

func TestAnyDayAndSizeWorks(t *testing.T) {
	for _, day := range []portfolio.Day{portfolio.DayOf(2024, 2, 29), portfolio.DayOf(2026, 1, 1), portfolio.DayOf(2027, 3, 31)} {
		read(t, Options{Today: day, Accounts: 60, Months: 3})
		read(t, Options{Today: day, Accounts: 1, Months: 1})
	}
}

func TestNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for i := range 3 * len(names) {
		name, _ := nameOf(i)
		if seen[name] {
			t.Errorf("%s comes twice", name)
		}
		seen[name] = true
	}
}
