package program_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"headroom/app/program"
	"headroom/backend/ingest"
	"headroom/backend/metric"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

// life is a store as days went by: files of the demo portfolio came in on some of
// them, and the rules were evaluated on each.
type life struct {
	t     *testing.T
	p     *program.Program
	demo  *program.Program
	clock time.Time
	rules map[int64]watch.Rule
}

// begin opens an empty store at midnight of a day.
func begin(t *testing.T, portfolioOf *program.Program, day portfolio.Day) *life {
	t.Helper()
	l := &life{t: t, demo: portfolioOf, clock: day.Time(), rules: map[int64]watch.Rule{}}
	p, err := program.Open(t.Context(), program.Options{
		Path: filepath.Join(t.TempDir(), "headroom.db"), Create: true, Now: func() time.Time { return l.clock }, Zone: time.UTC,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	l.p = p
	return l
}

// daily are the files of a day, as a source would have written them then.
var daily = map[string]struct {
	query   metric.Query
	mapping ingest.Mapping
}{
	"contracts": {
		metric.Query{Columns: []string{"entitlement_key", "account", "country", "product", "quantity", "assigned", "start_date", "end_date", "status", "auto_renew"}},
		ingest.Mapping{Dataset: portfolio.Entitlements, Class: portfolio.Snapshot, Source: "Contracts", DateOrder: "ymd", Columns: map[string]string{
			"entitlement_key": "entitlement", "account": "account", "country": "country", "product": "product", "quantity": "quantity", "assigned": "assigned",
			"start_date": "start_date", "end_date": "end_date", "status": "status", "auto_renew": "auto_renew",
		}},
	},
	"usage": {
		metric.Query{Metrics: []string{"active_users", "usage_total"}, By: []metric.By{{Dimension: "account"}, {Dimension: "product"}}},
		ingest.Mapping{Dataset: portfolio.Usage, Class: portfolio.PeriodTable, Source: "Usage", DateOrder: "ymd", Columns: map[string]string{
			"account": "account", "product": "product", "active_users": "active", "usage_total": "total", "day": "date",
		}},
	},
}

// tell imports a file of the clock's day.
func (l *life) tell(what string) {
	l.t.Helper()
	day := portfolio.DayIn(l.clock)
	q := daily[what].query
	q.AsOf = day.String()
	answer, err := l.demo.Ask(l.t.Context(), q)
	if err != nil {
		l.t.Fatal(err)
	}
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	var header []string
	for _, c := range answer.Columns {
		header = append(header, c.Name)
	}
	if what == "usage" {
		header = append(header, "day")
	}
	write := func(cells []string) {
		if err := w.Write(cells); err != nil {
			l.t.Fatal(err)
		}
	}
	write(header)
	for _, row := range answer.Rows {
		cells := make([]string, 0, len(header))
		for _, v := range row {
			if v == nil {
				v = ""
			}
			cells = append(cells, fmt.Sprint(v))
		}
		if what == "usage" {
			if cells[1] == "" || cells[2] == "" {
				continue
			}
			cells = append(cells, day.String())
		}
		write(cells)
	}
	w.Flush()
	path := filepath.Join(l.t.TempDir(), what+"-"+day.String()+".csv")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		l.t.Fatal(err)
	}
	mapping := daily[what].mapping
	results, err := l.p.Import(l.t.Context(), ingest.Request{Paths: []string{path}, Mapping: &mapping, AsOf: day})
	if err != nil {
		l.t.Fatal(err)
	}
	if len(results) != 1 || results[0].State != "committed" || results[0].Rejected > 0 {
		l.t.Fatalf("%s of %s: %+v", what, day, results)
	}
}

// happened is one notification, or the end of one, as one line.
func happened(day, instance, rest string) string { return day + " " + instance + " " + rest }

func valueText(v *float64) string {
	if v == nil {
		return "-"
	}
	return fmt.Sprintf("%.6g", *v)
}

// toldBy returns what a rule told and what was resolved, from the inbox and the log.
func (l *life) toldBy(rule int64) []string {
	l.t.Helper()
	items, err := l.p.Store.Inbox(l.t.Context())
	if err != nil {
		l.t.Fatal(err)
	}
	var out []string
	for _, i := range items {
		if i.Rule == rule {
			out = append(out, happened(i.CreatedAt.Format(time.DateOnly), i.Instance, "told "+i.Title+": "+i.Body+" "+valueText(i.Value)))
		}
	}
	log, err := l.p.Activity(l.t.Context(), watch.ActivityAsking{Rule: rule, Kinds: []watch.ActivityKind{watch.Closed}})
	if err != nil {
		l.t.Fatal(err)
	}
	for _, a := range log.Entries {
		out = append(out, happened(a.At.Format(time.DateOnly), a.Instance, fmt.Sprint("resolved ", a.Detail["reason"])))
	}
	slices.Sort(out)
	return out
}

// rehearsedBy returns the same of a rehearsal.
func rehearsedBy(r watch.Rehearsal) []string {
	var out []string
	for _, f := range r.Firings {
		if f.Filtered {
			continue
		}
		out = append(out, happened(f.Day, f.Instance, "told "+f.Title+": "+f.Body+" "+valueText(f.Value)))
		if f.Resolved != "" {
			out = append(out, happened(f.Resolved, f.Instance, "resolved "+string(f.Resolution)))
		}
	}
	slices.Sort(out)
	return out
}

// someRules are rules of every kind with numbers by chance.
func someRules(dice *rand.Rand) []string {
	days := func(low, high int) int { return low + dice.IntN(high-low+1) }
	share := func(low, high int) string { return fmt.Sprintf("%.2f", float64(days(low, high))/100) }
	return []string{
		fmt.Sprintf(`{"name":"ends","template":"ends_within","days":%d,"watch":"all"}`, days(10, 60)),
		fmt.Sprintf(`{"name":"ends of accounts","template":"ends_within","days":%d,"list_days":120,"repeat_days":%d,"per":["account"],"watch":"all"}`, days(20, 90), days(10, 40)),
		fmt.Sprintf(`{"name":"stages","watch":"all","per":["entitlement_key"],"condition":{"kind":"ends_within","days":60},"stages":[60,30,%d,0]}`, days(5, 20)),
		fmt.Sprintf(`{"name":"ended","watch":"all","per":["entitlement_key"],"condition":{"kind":"ended","days":%d}}`, days(5, 30)),
		fmt.Sprintf(`{"name":"usage","template":"usage_over","threshold":0.%d,"clear":0.6,"watch":"all"}`, days(65, 85)),
		fmt.Sprintf(`{"name":"twice","watch":"all","per":["account_key","product"],"query":{"filter":{"dimension":"country","op":"ne","value":"Italy"}},
			"condition":{"kind":"threshold","metric":"usage_rate","op":"ge","value":%s,"for":2,"base":{"metric":"usage_total","at_least":%d}}}`, share(60, 85), days(1, 40)),
		fmt.Sprintf(`{"name":"drop","watch":"all","per":["account_key"],"condition":{"kind":"change","metric":"active_users","direction":"either","by":%s,"relative":true,"against":"previous","over":1,"unit":"month"}}`, share(1, 10)),
		fmt.Sprintf(`{"name":"bands","watch":"all","per":["account_key"],"condition":{"kind":"crosses","metric":"usage_rate","bands":[0.6,0.%d]}}`, days(66, 75)),
		`{"name":"new","watch":"all","per":["entitlement_key"],"condition":{"kind":"appears"}}`,
		`{"name":"changed","watch":"all","per":["entitlement_key"],"condition":{"kind":"changes","columns":["quantity","end_date"]}}`,
		fmt.Sprintf(`{"name":"on Mondays","watch":"all","per":["account_key"],"condition":{"kind":"threshold","metric":"deployment_rate","op":"lt","value":%s,"for":%d},"trigger":{"every":"week","at":"08:00","weekdays":["monday"]}}`, share(80, 95), days(1, 3)),
	}
}

// TestARehearsalIsWhatTheDaysBrought lives weeks with files that come on days by
// chance and an evaluation each day, and then rehearses the same rules on what is
// stored at the end: the same is told of the same, on the same days, in the same
// words, and resolved for the same reason.
func TestARehearsalIsWhatTheDaysBrought(t *testing.T) {
	portfolioOf := demo(t)
	last := portfolio.DayIn(now())
	for seed := range uint64(2) {
		dice := rand.New(rand.NewPCG(seed, 17))
		from := last - portfolio.Day(45+dice.IntN(15))
		l := begin(t, portfolioOf, from)
		l.clock = from.Time().Add(6 * time.Hour)
		l.tell("contracts")
		for _, text := range someRules(dice) {
			r, err := watch.ParseRule([]byte(text))
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			id, err := l.p.AddRule(t.Context(), r)
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			l.rules[id] = r
		}
		for day := from; day <= last; day++ {
			if day > from && dice.IntN(6) == 0 {
				l.clock = day.Time().Add(6 * time.Hour)
				l.tell([]string{"contracts", "usage"}[dice.IntN(2)])
			}
			l.clock = day.Time().Add(8*time.Hour + 30*time.Minute)
			if _, err := l.p.Check(t.Context(), true); err != nil {
				t.Fatal(err)
			}
		}
		said, silent := 0, []string{}
		for id, r := range l.rules {
			want := l.toldBy(id)
			rehearsal, err := l.p.RehearseRule(t.Context(), r, from, last, "en")
			if err != nil {
				t.Fatalf("%s: %v", r.Name, err)
			}
			if said += len(want); len(want) == 0 {
				silent = append(silent, r.Name)
			}
			if got := rehearsedBy(rehearsal); !slices.Equal(got, want) {
				t.Errorf("seed %d: %s rehearsed otherwise than it was:\n%s", seed, r.Name, difference(got, want))
			}
		}
		t.Logf("seed %d: %d days, %d told and resolved, nothing of %v", seed, last-from+1, said, silent)
		if said < 100 || len(silent) > 1 {
			t.Errorf("seed %d: only %d things happened, and nothing of %v, which shows little", seed, said, silent)
		}
		l.control(from, last)
	}
}

// today answers every question as of the last day: what a rehearsal would be that
// looked at what is there now.
type today struct {
	p   *program.Program
	day portfolio.Day
}

func (a today) Ask(ctx context.Context, q metric.Query, _ portfolio.Day) (metric.Result, error) {
	return a.p.Engine.Ask(ctx, q, engine.Env{Today: a.day, Now: a.day.Time().Add(12 * time.Hour), Deadline: -1})
}

// control shows that the comparison would notice: a rehearsal by what is there
// now, and one that does not know on which days something was told, differ.
func (l *life) control(from, last portfolio.Day) {
	l.t.Helper()
	agenda, err := l.p.Store.Agenda(l.t.Context())
	if err != nil {
		l.t.Fatal(err)
	}
	c, err := l.p.Catalog(l.t.Context())
	if err != nil {
		l.t.Fatal(err)
	}
	facts, err := l.p.Store.FactDays(l.t.Context(), from, last)
	if err != nil {
		l.t.Fatal(err)
	}
	trial := watch.Trial{Asker: today{l.p, last}, Agenda: agenda, Words: watch.Words{Catalog: c}}
	otherwise := 0
	for id, r := range l.rules {
		if r.Trigger.Scheduled() {
			continue
		}
		rehearsal, err := trial.Rehearse(l.t.Context(), r, watch.History{From: from, To: last, Facts: facts})
		if err != nil {
			l.t.Fatal(err)
		}
		if !slices.Equal(rehearsedBy(rehearsal), l.toldBy(id)) {
			otherwise++
		}
	}
	if otherwise < len(l.rules)/2 {
		l.t.Errorf("control: a rehearsal by what is there now differs for %d of %d rules only", otherwise, len(l.rules))
	}
}

// difference lists what only one of two has.
func difference(got, want []string) string {
	var out []string
	for _, x := range got {
		if !slices.Contains(want, x) {
			out = append(out, "rehearsed only: "+x)
		}
	}
	for _, x := range want {
		if !slices.Contains(got, x) {
			out = append(out, "lived only:     "+x)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return strings.Compare(a[16:], b[16:]) })
	return strings.Join(out[:min(len(out), 12)], "\n")
}
