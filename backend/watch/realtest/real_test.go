package realtest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"headroom/backend/ingest"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
	"headroom/backend/store"
	"headroom/backend/watch"
)

// desk is a store with the real engine and the rules of one person, on a clock
// of its own.
type desk struct {
	t     *testing.T
	store *store.Store
	rules *watch.Evaluator
	now   time.Time
	files int
}

type realAsker struct{ e *engine.Engine }

func (a realAsker) Ask(ctx context.Context, q metric.Query, today portfolio.Day) (metric.Result, error) {
	return a.e.Ask(ctx, q, engine.Env{Today: today, Now: today.Time(), Deadline: -1})
}

// newDesk returns an empty one, for a test that runs beside others.
func newDesk(t *testing.T, today string) *desk {
	t.Helper()
	t.Parallel()
	return sameDesk(t, today)
}

// sameDesk returns one more for a test that has one.
func sameDesk(t *testing.T, today string) *desk {
	t.Helper()
	d := &desk{t: t}
	d.on(today)
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "data", "headroom.db"), store.Options{Now: func() time.Time { return d.now }, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d.store, d.rules = s, watch.NewEvaluator(realAsker{engine.New(s, builtin.Catalog())}, s)
	return d
}

func dayOf(t *testing.T, text string) portfolio.Day {
	t.Helper()
	if text == "" {
		return portfolio.NoDay
	}
	d, err := portfolio.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// on sets the clock to the morning of a day.
func (d *desk) on(today string) {
	d.now = dayOf(d.t, today).Time().Add(8 * time.Hour)
}

// rule adds an active rule.
func (d *desk) rule(text string) int64 {
	d.t.Helper()
	r, err := watch.ParseRule([]byte(text))
	if err != nil {
		d.t.Fatalf("%s: %v", text, err)
	}
	if err := r.Validate(watch.Known{Catalog: builtin.Catalog()}); err != nil && r.Condition.Segment == "" && r.Watch.Segment == "" {
		d.t.Fatalf("%s: %v", text, err)
	}
	id, err := d.store.AddRule(d.t.Context(), r)
	if err != nil {
		d.t.Fatal(err)
	}
	return id
}

// check evaluates, with what happened as "instance step reason".
func (d *desk) check() []string {
	d.t.Helper()
	report, err := d.rules.Evaluate(d.t.Context(), watch.Run{Now: d.now})
	if err != nil {
		d.t.Fatal(err)
	}
	for _, p := range report.Problems {
		if p.Health == watch.Broken {
			d.t.Errorf("rule %d: %s: %v", p.Rule, p.Message, p.Err)
		}
	}
	out := []string{}
	for _, x := range report.Transitions {
		out = append(out, fmt.Sprintf("%s %s→%s", x.Instance, x.From, x.To))
	}
	slices.Sort(out)
	return out
}

// expect checks on a day and compares what changed.
func (d *desk) expect(on string, want ...string) {
	d.t.Helper()
	d.on(on)
	if got := d.check(); !slices.Equal(got, want) {
		d.t.Errorf("%s:\n got %s\nwant %s", on, strings.Join(got, "; "), strings.Join(want, "; "))
	}
}

// told lists the items of the inbox, oldest first.
func (d *desk) told() []watch.Item {
	d.t.Helper()
	items, err := d.store.Inbox(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	slices.Reverse(items)
	return items
}

// fact is one row of a file as of a day.
type fact func(t *testing.T, s ingest.Sink, on portfolio.Day) error

// bring imports facts of a dataset as of a day.
func (d *desk) bring(info ingest.Info, asOf string, facts ...fact) ingest.Result {
	d.t.Helper()
	d.files++
	name := fmt.Sprintf("file %d", d.files)
	session, err := d.store.Begin(d.t.Context(), ingest.Meta{
		File: name, Info: info, AsOf: dayOf(d.t, asOf), Context: "{}", Header: []string{"Name"},
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(name)), nil },
	})
	if err != nil {
		d.t.Fatal(err)
	}
	defer session.Abort()
	for i, f := range facts {
		session.Row(i + 2)
		if err := f(d.t, session, dayOf(d.t, asOf)); err != nil {
			d.t.Fatal(err)
		}
	}
	session.Row(0)
	n := int64(len(facts))
	r, err := session.Finish(d.t.Context(), ingest.Tally{Rows: n, Accepted: n, Notes: []string{}, Problems: []ingest.Problem{}, Started: d.now}, false)
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

var (
	contracts = ingest.Info{ID: "test.e", Version: 1, Source: "Contracts", Dataset: portfolio.Entitlements, Class: portfolio.Snapshot}
	levels    = ingest.Info{ID: "test.u", Version: 1, Source: "Usage", Dataset: portfolio.Usage, Class: portfolio.Snapshot}
	logs      = ingest.Info{ID: "test.x", Version: 1, Source: "Log", Dataset: portfolio.FeatureUsage, Class: portfolio.Events}
)

func account(name string) portfolio.Account {
	return portfolio.Account{Ref: portfolio.AccountRef{Kind: "tenant", ExternalID: strings.ToLower(name), Name: name}}
}

// contract is an entitlement: what differs from an active one of 10 licenses of
// Suite is said by change.
func contract(key, of, end string, change ...func(*portfolio.Entitlement)) fact {
	return func(t *testing.T, s ingest.Sink, asOf portfolio.Day) error {
		e := portfolio.Entitlement{
			Key: key, Account: account(of), Product: portfolio.Product{Name: "Suite"}, Quantity: portfolio.SomeInt(10),
			Start: portfolio.NoDay, End: dayOf(t, end), Status: portfolio.Active, CancelUntil: portfolio.NoDay,
		}
		for _, c := range change {
			c(&e)
		}
		return s.Entitlement(ingest.At{Day: asOf, Reporter: "1"}, e)
	}
}

func quantity(n int64) func(*portfolio.Entitlement) {
	return func(e *portfolio.Entitlement) { e.Quantity = portfolio.SomeInt(n) }
}

func product(name string) func(*portfolio.Entitlement) {
	return func(e *portfolio.Entitlement) { e.Product = portfolio.Product{Name: name} }
}

func status(s portfolio.Status) func(*portfolio.Entitlement) {
	return func(e *portfolio.Entitlement) { e.Status = s }
}

// use is a level of use of Suite: active users of 100.
func use(of, on string, active int64) fact {
	return func(t *testing.T, s ingest.Sink, asOf portfolio.Day) error {
		id, err := s.Series("1", portfolio.Series{Account: account(of), Product: portfolio.Product{Name: "Suite"}})
		if err != nil {
			return err
		}
		return s.Observe(id, dayOf(t, on), portfolio.Observation{Active: portfolio.SomeInt(active), Total: portfolio.SomeInt(100)})
	}
}

// metered is a level of metered use of Suite, of 100 entitled.
func metered(of, meter, on string, used int64) fact {
	return func(t *testing.T, s ingest.Sink, asOf portfolio.Day) error {
		id, err := s.Series("1", portfolio.Series{Account: account(of), Product: portfolio.Product{Name: "Suite"}, Meter: meter})
		if err != nil {
			return err
		}
		return s.Observe(id, dayOf(t, on), portfolio.Observation{Used: portfolio.Decimal{Mantissa: used, OK: true}, Entitled: portfolio.Decimal{Mantissa: 100, OK: true}})
	}
}

// checkout is a recorded act of using a feature.
func checkout(of, feature, on string, hash uint64) fact {
	return func(t *testing.T, s ingest.Sink, asOf portfolio.Day) error {
		id, err := s.Series("", portfolio.Series{Account: account(of), Product: portfolio.Product{Name: "Suite"}, Feature: feature})
		if err != nil {
			return err
		}
		return s.Event(id, portfolio.Event{Day: dayOf(t, on), Person: "p", Count: 1, Hash: hash})
	}
}

func trial(e *portfolio.Entitlement) { e.Trial = true }

func worth(v int64) func(*portfolio.Entitlement) {
	return func(e *portfolio.Entitlement) { e.Value, e.Currency = portfolio.SomeInt(v), "EUR" }
}

func itoa(n int) string { return strconv.Itoa(n) }

// segment keeps a live segment by its JSON form.
func (d *desk) segment(text string) {
	d.t.Helper()
	var s watch.Segment
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		d.t.Fatal(err)
	}
	if err := d.store.SaveSegment(d.t.Context(), s); err != nil {
		d.t.Fatal(err)
	}
}

// mark puts something on the watch list.
func (d *desk) mark(kind, key string) {
	d.t.Helper()
	if err := d.store.Watch(d.t.Context(), kind, key, true); err != nil {
		d.t.Fatal(err)
	}
}

// of evaluates, with what happened to one rule.
func (d *desk) of(rule int64) []string {
	d.t.Helper()
	report, err := d.rules.Evaluate(d.t.Context(), watch.Run{Now: d.now})
	if err != nil {
		d.t.Fatal(err)
	}
	var out []string
	for _, x := range report.Transitions {
		if x.Rule == rule {
			out = append(out, fmt.Sprintf("%s %s→%s", x.Instance, x.From, x.To))
		}
	}
	slices.Sort(out)
	return out
}
