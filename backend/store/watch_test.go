package store_test

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/notify"
	"headroom/backend/portfolio"
	"headroom/backend/store"
	"headroom/backend/watch"
)

// asker lets the real engine answer.
type asker struct{ e *engine.Engine }

func (a asker) Ask(ctx context.Context, q metric.Query, today portfolio.Day) (metric.Result, error) {
	return a.e.Ask(ctx, q, engine.Env{Today: today})
}

func evaluator(s *store.Store) *watch.Evaluator {
	return watch.NewEvaluator(asker{engine.New(s, builtin.Catalog())}, s)
}

func addRule(t *testing.T, s *store.Store, text string) int64 {
	t.Helper()
	r, err := watch.ParseRule([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	id, err := s.AddRule(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func check(t *testing.T, e *watch.Evaluator, now time.Time) watch.Report {
	t.Helper()
	report, err := e.Evaluate(t.Context(), watch.Run{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// screen is a notification service that keeps what it was asked to show.
type screen struct {
	mu    sync.Mutex
	shown []notify.Message
	fails error
}

func (s *screen) Notify(_ context.Context, m notify.Message) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fails != nil {
		return "", s.fails
	}
	s.shown = append(s.shown, m)
	return "", nil
}

// dispatcher delivers everything to a screen.
func dispatcher(outbox notify.Outbox, to *screen) *notify.Dispatcher {
	return notify.NewDispatcher(outbox, notify.Only(notify.Channel{Name: "desktop", Sender: to}), notify.Person{})
}

func deliver(t *testing.T, s *store.Store, to *screen, now time.Time) []notify.Delivery {
	t.Helper()
	done, err := dispatcher(s, to).Deliver(t.Context(), now)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func inbox(t *testing.T, s *store.Store) []watch.Item {
	t.Helper()
	items, err := s.Inbox(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return items
}

// states lists the inbox as "instance#episode state resolution", oldest first.
func states(t *testing.T, s *store.Store) string {
	t.Helper()
	var out []string
	items := inbox(t, s)
	for i := len(items) - 1; i >= 0; i-- {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s#%d %s %s", items[i].Instance, items[i].Episode, items[i].State, items[i].Resolution)))
	}
	return strings.Join(out, "\n")
}

const endsIn30 = `{"name":"Ends in 30 days","template":"ends_within","days":30,"watch":"all"}`

// The promise of the whole: checked day by day for sixty days, with restarts, a
// re-import and an undo between, each line and end date is told once.
func TestSixtyDaysOfChecks(t *testing.T) {
	path := t.TempDir() + "/headroom.db"
	reopen := func() *store.Store {
		s, err := store.Open(t.Context(), path, store.Options{Now: clock, Create: true})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	facts := func(end4 string) []func(ingest.Sink) error {
		return []func(ingest.Sink) error{
			entitlement(t, "2026-11-19", "k1", "Contoso", 120, "2026-12-01"),
			entitlement(t, "2026-11-19", "k2", "Contoso", 10, "2026-12-20"),
			entitlement(t, "2026-11-19", "k3", "Fabrikam", 7, "2027-01-15"),
			entitlement(t, "2026-11-19", "k4", "Fabrikam", 3, end4),
			entitlement(t, "2026-11-19", "k5", "Litware", 1, ""),
			entitlement(t, "2026-11-19", "k6", "Litware", 4, "2028-01-01"),
		}
	}
	s := reopen()
	first := put(t, s, file{name: "first", info: changes, asOf: "2026-11-19", facts: facts("2026-12-05")})
	addRule(t, s, endsIn30)
	display := &screen{}
	for i := range 60 {
		now := clock().AddDate(0, 0, i)
		switch i {
		case 5: // the same facts in another file
			put(t, s, file{name: "again", info: changes, asOf: "2026-11-19", facts: facts("2026-12-05")})
		case 10: // renewed
			put(t, s, file{name: "renewal", info: changes, asOf: "2026-11-30", facts: []func(ingest.Sink) error{entitlement(t, "2026-11-30", "k4", "Fabrikam", 3, "2027-12-05")}})
		case 7: // taken back, and in again
			for _, id := range []int64{first.ID, first.ID + 1} {
				if err := s.Undo(t.Context(), id); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := evaluator(s).Evaluate(t.Context(), watch.Run{Now: now, Quiet: true}); err != nil {
				t.Fatal(err)
			}
			for _, item := range inbox(t, s) {
				if item.State != watch.Resolved || item.Resolution != watch.Gone {
					t.Errorf("after the undo %s is %s %s", item.Instance, item.State, item.Resolution)
				}
			}
			put(t, s, file{name: "once more", info: changes, asOf: "2026-11-19", facts: facts("2026-12-05")})
		}
		check(t, evaluator(s), now)
		deliver(t, s, display, now)
		if again := check(t, evaluator(s), now); len(again.Transitions) > 0 {
			t.Fatalf("day %d: a second check changed %+v", i, again.Transitions)
		}
		if i%3 == 0 {
			s.Close()
			s = reopen()
		}
	}
	defer s.Close()
	want := "entitlement:k1@2026-12-01#1 resolved ended\n" +
		"entitlement:k4@2026-12-05#1 resolved renewed\n" +
		"entitlement:k2@2026-12-20#1 resolved ended\n" +
		"entitlement:k3@2027-01-15#1 resolved ended"
	if got := states(t, s); got != want {
		t.Errorf("inbox\n%s\nwant\n%s", got, want)
	}
	shown := []string{}
	for _, m := range display.shown {
		shown = append(shown, m.Title+": "+m.Body)
	}
	wantShown := "3 new notifications: 3 entitlements end within 30 days\nFabrikam: Suite Pro: 7 licenses end in 30 days (15 Jan 2027)"
	if got := strings.Join(shown, "\n"); got != wantShown {
		t.Errorf("shown\n%s\nwant\n%s", got, wantShown)
	}
}

func TestUsageCrossesItsThreshold(t *testing.T) {
	s := open(t)
	metered := func(on string, used, entitled int64) func(ingest.Sink) error {
		d := day(t, on)
		return func(s ingest.Sink) error {
			id, err := s.Series("", portfolio.Series{Account: portfolio.Account{Ref: portfolio.AccountRef{Name: "Contoso"}}, Product: portfolio.Product{Name: "Suite Pro"}, Meter: "calls"})
			if err != nil {
				return err
			}
			return s.Observe(id, d, portfolio.Observation{Used: portfolio.Decimal{Mantissa: used, OK: true}, Entitled: portfolio.Decimal{Mantissa: entitled, OK: true}})
		}
	}
	seats := func(on string, active, total int64) func(ingest.Sink) error {
		d := day(t, on)
		return func(s ingest.Sink) error {
			id, err := s.Series("", portfolio.Series{Account: portfolio.Account{Ref: portfolio.AccountRef{Name: "Fabrikam"}}, Workload: "Mail", WorkloadRaw: "Mail", Product: portfolio.Product{Name: "Suite Pro"}})
			if err != nil {
				return err
			}
			return s.Observe(id, d, portfolio.Observation{Active: portfolio.SomeInt(active), Total: portfolio.SomeInt(total)})
		}
	}
	addRule(t, s, `{"name":"Nearly full","template":"usage_over","threshold":0.9,"clear":0.8,"watch":"all"}`)
	put(t, s, file{name: "1", info: usageN, asOf: "2026-11-01", facts: []func(ingest.Sink) error{metered("2026-11-01", 95, 100), seats("2026-11-01", 9, 10)}})
	e := evaluator(s)
	check(t, e, clock())
	if got := states(t, s); got != "usage:name:contoso|Suite Pro#1 open" {
		t.Fatalf("above, and exactly at the threshold:\n%s", got)
	}
	if i := inbox(t, s)[0]; i.Title != "Contoso" || i.Body != "Suite Pro: usage is 95% of what is entitled (over 90%)" || *i.Value != 0.95 || i.Reason != "consumption_rate = 0.95 > 0.9" {
		t.Errorf("item %+v", i)
	}
	put(t, s, file{name: "2", info: usageN, asOf: "2026-11-02", facts: []func(ingest.Sink) error{metered("2026-11-02", 85, 100), seats("2026-11-02", 10, 10)}})
	check(t, e, clock())
	put(t, s, file{name: "3", info: usageN, asOf: "2026-11-03", facts: []func(ingest.Sink) error{metered("2026-11-03", 80, 100)}})
	check(t, e, clock())
	last := put(t, s, file{name: "4", info: usageN, asOf: "2026-11-04", facts: []func(ingest.Sink) error{metered("2026-11-04", 120, 100)}})
	check(t, e, clock())
	want := "usage:name:contoso|Suite Pro#1 resolved below_clear\nusage:name:fabrikam|Suite Pro#1 open\nusage:name:contoso|Suite Pro#2 open"
	if got := states(t, s); got != want {
		t.Errorf("inbox\n%s\nwant\n%s", got, want)
	}

	if err := s.Undo(t.Context(), last.ID); err != nil {
		t.Fatal(err)
	}
	check(t, e, clock())
	if got := inbox(t, s)[0]; got.State != watch.Resolved || got.Resolution != watch.Gone {
		t.Errorf("after the undo: %s %s", got.State, got.Resolution)
	}
	put(t, s, file{name: "4 again", info: usageN, asOf: "2026-11-04", facts: []func(ingest.Sink) error{metered("2026-11-04", 120, 100)}})
	check(t, e, clock())
	if got := states(t, s); got != want {
		t.Errorf("after the re-import\n%s\nwant\n%s", got, want)
	}
}

func TestPerAccountThreeWindows(t *testing.T) {
	s := open(t)
	put(t, s, file{name: "a", info: changes, asOf: "2026-11-19", facts: []func(ingest.Sink) error{
		entitlement(t, "2026-11-19", "k1", "Contoso", 120, "2027-02-18"), // in 90 days
		entitlement(t, "2026-11-19", "k2", "Contoso", 10, "2027-06-08"),  // in 200 days
		entitlement(t, "2026-11-19", "k3", "Contoso", 10, "2027-06-09"),
		entitlement(t, "2026-11-19", "k4", "Fabrikam", 10, "2027-02-19"), // listed only where something fires
	}})
	addRule(t, s, `{"name":"Renewal reminder","template":"ends_within","days":90,"list_days":200,"repeat_days":30,"per":["account"],"watch":"all"}`)
	for i := range 62 {
		check(t, evaluator(s), clock().AddDate(0, 0, i))
	}
	want := "account:tenant:contoso#1 superseded\naccount:tenant:fabrikam#1 superseded\naccount:tenant:contoso#2 superseded\n" +
		"account:tenant:fabrikam#2 superseded\naccount:tenant:contoso#3 open\naccount:tenant:fabrikam#3 open"
	if got := states(t, s); got != want {
		t.Errorf("inbox\n%s\nwant\n%s", got, want)
	}
	items := inbox(t, s)
	first := items[len(items)-1]
	if want := "Suite Pro: 120 licenses end in 90 days (18 Feb 2027); Suite Pro: 10 licenses end in 200 days (8 Jun 2027)"; first.Body != want {
		t.Errorf("body %q, want %q", first.Body, want)
	}
}

func TestWatchNarrowsARule(t *testing.T) {
	s := open(t)
	put(t, s, file{name: "a", info: changes, asOf: "2026-11-19", facts: []func(ingest.Sink) error{
		entitlement(t, "2026-11-19", "k1", "Contoso", 1, "2026-12-01"),
		entitlement(t, "2026-11-19", "k2", "Fabrikam", 1, "2026-12-02"),
		entitlement(t, "2026-11-19", "k3", "Fabrikam", 1, "2026-12-03"),
		entitlement(t, "2026-11-19", "k4", "Litware", 1, "2026-12-04"),
	}})
	addRule(t, s, `{"name":"watched","template":"ends_within","days":30,"watch":"watched"}`)
	addRule(t, s, `{"name":"named","template":"ends_within","days":30,"watch":{"accounts":["LITWARE "]}}`)
	for kind, key := range map[string]string{"account": "tenant:contoso", "entitlement": "k3"} {
		if err := s.Watch(t.Context(), kind, key, true); err != nil {
			t.Fatal(err)
		}
	}
	check(t, evaluator(s), clock())
	want := "entitlement:k1@2026-12-01#1 open\nentitlement:k3@2026-12-03#1 open\nentitlement:k4@2026-12-04#1 open"
	if got := states(t, s); got != want {
		t.Fatalf("inbox\n%s\nwant\n%s", got, want)
	}
	for _, on := range []bool{false, true} {
		if err := s.Watch(t.Context(), "account", "tenant:contoso", on); err != nil {
			t.Fatal(err)
		}
		check(t, evaluator(s), clock())
		if got, want := strings.Contains(states(t, s), "k1@2026-12-01#1 resolved unwatched"), !on; got != want {
			t.Errorf("watched %v: inbox\n%s", on, states(t, s))
		}
	}
	list, err := s.Watched(t.Context())
	if err != nil || !maps.Equal(list.Accounts, map[string]bool{"tenant:contoso": true}) || !maps.Equal(list.Entitlements, map[string]bool{"k3": true}) {
		t.Errorf("watch list %+v, %v", list, err)
	}
	if f := fault.Of(s.Watch(t.Context(), "vendor", "x", true)); f == nil || f.Field != "kind" {
		t.Errorf("watch a vendor: %v", f)
	}
}

func TestRemovingARuleKeepsItsItems(t *testing.T) {
	s := open(t)
	put(t, s, file{name: "a", info: changes, asOf: "2026-11-19", facts: []func(ingest.Sink) error{entitlement(t, "2026-11-19", "k1", "Contoso", 1, "2026-12-01")}})
	id := addRule(t, s, endsIn30)
	check(t, evaluator(s), clock())
	if rules, err := s.Rules(t.Context()); err != nil || len(rules) != 1 || rules[0].Firing != 1 || rules[0].Outcome != "ok" || !rules[0].EvaluatedAt.Equal(clock()) {
		t.Errorf("rules %+v, %v", rules, err)
	}
	removed := func() bool {
		items, err := s.Inbox(t.Context())
		if err != nil || len(items) != 1 {
			t.Fatalf("%d items, %v", len(items), err)
		}
		return items[0].RuleRemoved
	}
	if removed() {
		t.Error("the rule of an item is gone before it was removed")
	}
	if err := s.RemoveRule(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if !removed() {
		t.Error("an item does not say that its rule was removed")
	}
	if got := states(t, s); got != "entitlement:k1@2026-12-01#1 resolved rule_removed" {
		t.Error(got)
	}
	if rules, err := s.Rules(t.Context()); err != nil || len(rules) != 0 {
		t.Errorf("rules %+v, %v", rules, err)
	}
	if report := check(t, evaluator(s), clock()); report.Evaluated != 0 {
		t.Errorf("a removed rule was evaluated: %+v", report)
	}
	display := &screen{}
	deliver(t, s, display, clock())
	if len(display.shown) > 0 {
		t.Errorf("news of a removed rule was shown: %+v", display.shown)
	}
	for name, err := range map[string]error{"remove": s.RemoveRule(t.Context(), id), "pause": s.SetRuleState(t.Context(), id, watch.Paused)} {
		if fault.Of(err) == nil || fault.Of(err).Code != fault.NotFound {
			t.Errorf("%s again: %v", name, err)
		}
	}
}

func TestPausedAndDraftRulesWait(t *testing.T) {
	s := open(t)
	put(t, s, file{name: "a", info: changes, asOf: "2026-11-19", facts: []func(ingest.Sink) error{entitlement(t, "2026-11-19", "k1", "Contoso", 1, "2026-12-01")}})
	id := addRule(t, s, `{"name":"r","template":"ends_within","days":30,"watch":"all","state":"draft"}`)
	if report := check(t, evaluator(s), clock()); report.Evaluated != 0 || len(inbox(t, s)) != 0 {
		t.Errorf("a draft was evaluated: %+v", report)
	}
	for _, state := range []watch.RuleState{watch.Active, watch.Paused} {
		if err := s.SetRuleState(t.Context(), id, state); err != nil {
			t.Fatal(err)
		}
		check(t, evaluator(s), clock())
	}
	check(t, evaluator(s), clock().AddDate(0, 1, 0)) // over, but nobody asks
	if got := states(t, s); got != "entitlement:k1@2026-12-01#1 open" {
		t.Error(got)
	}
}

func TestInboxActions(t *testing.T) {
	s := open(t)
	put(t, s, file{name: "a", info: changes, asOf: "2026-11-19", facts: []func(ingest.Sink) error{
		entitlement(t, "2026-11-19", "k1", "Contoso", 1, "2026-12-01"), entitlement(t, "2026-11-19", "k2", "Fabrikam", 2, "2026-12-10"),
	}})
	addRule(t, s, endsIn30)
	check(t, evaluator(s), clock())
	display := &screen{}
	deliver(t, s, display, clock())
	today := portfolio.DayIn(clock())
	if len(display.shown) != 2 || display.shown[0].Route != "#/inbox/1" {
		t.Fatalf("shown %+v", display.shown)
	}

	if f := fault.Of(s.SnoozeUntil(t.Context(), []int64{1}, watch.Return{Day: today.String()}, "", today)); f == nil || f.Field != "until" {
		t.Errorf("snooze until today: %v", f)
	}
	if f := fault.Of(s.DoneWith(t.Context(), []int64{2, 99}, "")); f == nil || f.Code != fault.NotFound {
		t.Errorf("done 99: %v", f)
	}
	if n, err := s.OpenCount(t.Context()); err != nil || n != 2 {
		t.Errorf("a refused action changed something: %d open, %v", n, err)
	}
	if err := s.DoneWith(t.Context(), []int64{2}, ""); err != nil {
		t.Fatal(err)
	}
	if f := fault.Of(s.SnoozeUntil(t.Context(), []int64{2}, watch.Return{Day: (today + 3).String()}, "", today)); f == nil || f.Code != fault.Conflict {
		t.Errorf("snooze what is done: %v", f)
	}
	if err := s.SnoozeUntil(t.Context(), []int64{1}, watch.Return{Day: (today + 3).String()}, "", today); err != nil {
		t.Fatal(err)
	}
	for i := range 6 {
		now := clock().AddDate(0, 0, i)
		check(t, evaluator(s), now)
		deliver(t, s, display, now)
		want := map[bool]watch.ItemState{true: watch.Snoozed, false: watch.Open}[i < 3]
		if got := inbox(t, s)[1].State; got != want {
			t.Errorf("day %d: the snoozed item is %s, want %s", i, got, want)
		}
	}
	if len(display.shown) != 3 || display.shown[2].Route != "#/inbox/1" {
		t.Errorf("a snoozed item returns once: shown %+v", display.shown)
	}
	if err := s.Reopen(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	items := inbox(t, s)
	if items[0].State != watch.Open || len(items[0].Delivered) != 1 || items[0].Delivered[0] != "desktop" {
		t.Errorf("reopened: %+v", items[0])
	}
	if of, err := s.InboxOf(t.Context(), "tenant:contoso"); err != nil || len(of) != 1 || of[0].ID != 1 {
		t.Errorf("items of an account: %+v, %v", of, err)
	}
}

func TestWhatWasDoneStaysDone(t *testing.T) {
	s := open(t)
	facts := []func(ingest.Sink) error{entitlement(t, "2026-11-19", "k1", "Contoso", 1, "2026-12-01")}
	first := put(t, s, file{name: "a", info: changes, asOf: "2026-11-19", facts: facts})
	addRule(t, s, endsIn30)
	check(t, evaluator(s), clock())
	if err := s.DoneWith(t.Context(), []int64{1}, ""); err != nil {
		t.Fatal(err)
	}
	if err := s.Undo(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	check(t, evaluator(s), clock())
	put(t, s, file{name: "b", info: changes, asOf: "2026-11-19", facts: facts})
	check(t, evaluator(s), clock())
	if got := states(t, s); got != "entitlement:k1@2026-12-01#1 done" {
		t.Error(got)
	}
}

func TestAQuietRunTellsTheInboxOnly(t *testing.T) {
	s := open(t)
	put(t, s, file{name: "a", info: changes, asOf: "2026-11-19", facts: []func(ingest.Sink) error{entitlement(t, "2026-11-19", "k1", "Contoso", 1, "2026-12-01")}})
	addRule(t, s, endsIn30)
	if _, err := evaluator(s).Evaluate(t.Context(), watch.Run{Now: clock(), Quiet: true}); err != nil {
		t.Fatal(err)
	}
	display := &screen{}
	deliver(t, s, display, clock())
	if len(inbox(t, s)) != 1 || len(display.shown) != 0 {
		t.Errorf("inbox %+v, shown %+v", inbox(t, s), display.shown)
	}
}

func TestAnItemThatComesBackIsStillSnoozed(t *testing.T) {
	s := open(t)
	facts := []func(ingest.Sink) error{entitlement(t, "2026-11-19", "k1", "Contoso", 1, "2026-12-01")}
	first := put(t, s, file{name: "a", info: changes, asOf: "2026-11-19", facts: facts})
	addRule(t, s, endsIn30)
	check(t, evaluator(s), clock())
	today := portfolio.DayIn(clock())
	if err := s.SnoozeUntil(t.Context(), []int64{1}, watch.Return{Day: (today + 5).String()}, "", today); err != nil {
		t.Fatal(err)
	}
	if err := s.Undo(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	check(t, evaluator(s), clock())
	if i := inbox(t, s)[0]; i.State != watch.Resolved || i.SnoozedTo != "" {
		t.Errorf("after the undo: %+v", i)
	}
	put(t, s, file{name: "b", info: changes, asOf: "2026-11-19", facts: facts})
	check(t, evaluator(s), clock())
	if i := inbox(t, s)[0]; i.State != watch.Snoozed || i.SnoozedTo != (today+5).String() {
		t.Errorf("after the re-import: %+v", i)
	}
}
