package store_test

import (
	"context"
	"fmt"
	"maps"
	stdslices "slices"
	"sync"
	"testing"
	"time"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
	"headroom/backend/store"
	"headroom/backend/watch"
)

// scripted answers with what a test says the facts are.
type scripted struct {
	mu    sync.Mutex
	ends  map[string]portfolio.Day
	usage map[string]any
	err   error
}

func (a *scripted) Ask(ctx context.Context, q metric.Query, _ portfolio.Day) (metric.Result, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return metric.Result{}, err
	}
	var res metric.Result
	if a.err != nil {
		return res, a.err
	}
	names := q.Columns
	if len(names) == 0 {
		names = []string{"account_key", "account_id", "account", "product", "consumption_rate", "usage_rate"}
		for account, v := range a.usage {
			res.Rows = append(res.Rows, []any{account, account, account, "P", nil, v})
		}
	}
	for _, c := range names {
		res.Columns = append(res.Columns, metric.Column{Name: c})
	}
	if len(q.Columns) > 0 {
		for key, end := range a.ends {
			cells := map[string]any{"entitlement_key": key, "account_key": "x", "account": "X", "product": "P", "end_date": end.String(), "status": "active", "trial": "no"}
			row := []any{}
			for _, c := range q.Columns {
				row = append(row, cells[c])
			}
			res.Rows = append(res.Rows, row)
		}
	}
	return res, nil
}

func TestWhatIsNotKnownEndsNothing(t *testing.T) {
	tests := []struct {
		name   string
		change func(*scripted)
		states string
		health watch.Health
	}{
		{"the question fails", func(a *scripted) { a.err = fault.New(fault.Internal, "no such column") }, "failed failed", watch.Broken},
		{"no rows at all", func(a *scripted) { a.ends, a.usage = nil, nil }, "no_data no_data", watch.Blind},
		{"no value in any row", func(a *scripted) { a.ends, a.usage = nil, map[string]any{"a": nil} }, "no_data no_data", watch.Blind},
		{"one row of usage is missing", func(a *scripted) { a.usage = map[string]any{"b": 0.1} }, "firing no_data", watch.Sound},
		{"one value of usage is missing", func(a *scripted) { a.usage = map[string]any{"a": nil, "b": 0.1} }, "firing no_data", watch.Sound},
		{"control: nothing happened", func(*scripted) {}, "firing firing", watch.Sound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := open(t)
			today := portfolio.DayIn(clock())
			facts := func() *scripted {
				return &scripted{ends: map[string]portfolio.Day{"k": today + 5}, usage: map[string]any{"a": 0.95}}
			}
			addRule(t, s, endsIn30)
			addRule(t, s, `{"name":"over","template":"usage_over","threshold":0.9,"watch":"all"}`)
			a := facts()
			check(t, watch.NewEvaluator(a, s), clock())
			tt.change(a)
			report := check(t, watch.NewEvaluator(a, s), clock())
			got := []string{"firing", "firing"}
			for _, x := range report.Transitions {
				if x.Instance != watch.RuleItself {
					got[x.Rule-1] = x.To
				}
			}
			if fmt.Sprint(got) != "["+tt.states+"]" {
				t.Errorf("states %v, want %s", got, tt.states)
			}
			if rules, err := s.Rules(t.Context()); err != nil || watch.Health(rules[0].Outcome) != tt.health {
				t.Errorf("rule %+v, want %s", rules[0], tt.health)
			}
			if tt.health == watch.Broken && (len(report.Problems) != 2 || report.Problems[0].Message != "no such column") {
				t.Errorf("problems %+v", report.Problems)
			}
			check(t, watch.NewEvaluator(facts(), s), clock()) // as before
			found := stdslices.DeleteFunc(inbox(t, s), func(i watch.Item) bool { return i.Instance == watch.RuleItself })
			for _, i := range found {
				if i.State != watch.Open || i.Episode != 1 {
					t.Errorf("item %s#%d is %s %s", i.Instance, i.Episode, i.State, i.Resolution)
				}
			}
			if len(found) != 2 {
				t.Errorf("%d items, want 2", len(found))
			}
		})
	}
}

func TestACancelledEvaluationRecordsNothing(t *testing.T) {
	s := open(t)
	addRule(t, s, endsIn30)
	a := &scripted{ends: map[string]portfolio.Day{"k": portfolio.DayIn(clock()) + 5}}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := watch.NewEvaluator(a, s).Evaluate(ctx, watch.Run{Now: clock()})
	if f := fault.Of(err); f == nil || f.Code != fault.Cancelled {
		t.Errorf("error %v", err)
	}
	rules, err := s.Rules(t.Context())
	if err != nil || !rules[0].EvaluatedAt.IsZero() || rules[0].Outcome != "" {
		t.Errorf("rule %+v, %v", rules[0], err)
	}
}

// An import between the questions and the record makes the evaluator ask again.
func TestAnEvaluationOfOldFactsIsAskedAgain(t *testing.T) {
	s := open(t)
	addRule(t, s, endsIn30)
	asked := 0
	e := watch.NewEvaluator(askFunc(func(ctx context.Context, q metric.Query, today portfolio.Day) (metric.Result, error) {
		asked++
		if asked == 1 {
			put(t, s, file{name: "between", info: changes, asOf: "2026-11-19", facts: []func(ingest.Sink) error{entitlement(t, "2026-11-19", "k", "Contoso", 1, "")}})
			return (&scripted{ends: map[string]portfolio.Day{"k": today + 5}}).Ask(ctx, q, today)
		}
		return (&scripted{ends: map[string]portfolio.Day{"k": today + 500}}).Ask(ctx, q, today)
	}), s)
	check(t, e, clock())
	if asked != 2 || len(inbox(t, s)) != 0 {
		t.Errorf("asked %d times, inbox %+v", asked, inbox(t, s))
	}
}

type askFunc func(context.Context, metric.Query, portfolio.Day) (metric.Result, error)

func (f askFunc) Ask(ctx context.Context, q metric.Query, today portfolio.Day) (metric.Result, error) {
	return f(ctx, q, today)
}

// Two processes evaluate and deliver the same rules at the same time: each
// episode has one item and is shown once.
func TestTwoStoresOnOneFile(t *testing.T) {
	const rounds, accounts = 40, 5
	path := store.MemoryDir(t) + "/headroom.db"
	a, display := &scripted{usage: map[string]any{}}, &screen{}
	var stores [2]*store.Store
	for i := range stores {
		s, err := store.Open(t.Context(), path, store.Options{Now: clock, Create: true})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		stores[i] = s
	}
	addRule(t, stores[0], `{"name":"over","template":"usage_over","threshold":0.9,"watch":"all"}`)
	for round := range rounds {
		a.mu.Lock()
		for n := range accounts {
			a.usage[fmt.Sprint("a", n)] = []any{0.95, 0.5}[round%2]
		}
		a.mu.Unlock()
		if err := stores[round%2].SetSetting(t.Context(), "week_start", []string{"monday", "sunday"}[round%2]); err != nil {
			t.Fatal(err)
		}
		both(t, stores, func(s *store.Store) error {
			if _, err := watch.NewEvaluator(a, s).Evaluate(t.Context(), watch.Run{Now: clock()}); err != nil {
				return err
			}
			_, err := dispatcher(s, display).Deliver(t.Context(), clock())
			return err
		})
	}
	episodes := map[string]int{}
	for _, i := range inbox(t, stores[0]) {
		episodes[i.Instance]++
		if i.State != watch.Resolved || len(i.Delivered) != 1 {
			t.Fatalf("item %+v", i)
		}
	}
	want := map[string]int{}
	for n := range accounts {
		want[fmt.Sprintf("usage:a%d|P", n)] = rounds / 2
	}
	if !maps.Equal(episodes, want) {
		t.Errorf("items %v, want %v", episodes, want)
	}
	if len(display.shown) != rounds/2 {
		t.Errorf("%d messages shown, want a digest for each of %d rounds", len(display.shown), rounds/2)
	}
}

// both runs fn on both stores at once.
func both(t *testing.T, stores [2]*store.Store, fn func(*store.Store) error) {
	t.Helper()
	var errs [2]error
	var wg sync.WaitGroup
	for i, s := range stores {
		wg.Go(func() { errs[i] = fn(s) })
	}
	wg.Wait()
	if i := stdslices.IndexFunc(errs[:], func(err error) bool { return err != nil }); i >= 0 {
		t.Fatal(errs[i])
	}
}

// An import that makes ten thousand conditions true is one notification.
func TestAStormIsOneNotification(t *testing.T) {
	const n = 10_000
	s := open(t)
	addRule(t, s, endsIn30)
	a, display := &scripted{ends: map[string]portfolio.Day{}}, &screen{}
	for i := range n {
		a.ends[fmt.Sprint("k", i)] = portfolio.DayIn(clock()) + 5
	}
	start := time.Now()
	report := check(t, watch.NewEvaluator(a, s), clock())
	deliver(t, s, display, clock())
	took := time.Since(start)
	if len(report.Transitions) != n || len(inbox(t, s)) != n {
		t.Errorf("%d transitions, %d items", len(report.Transitions), len(inbox(t, s)))
	}
	if len(display.shown) != 1 || display.shown[0].Body != "10,000 entitlements end within 30 days" || display.shown[0].Route != "#/inbox" {
		t.Errorf("shown %+v", display.shown)
	}
	if took > 2*time.Minute {
		t.Errorf("took %v", took)
	}
	t.Logf("%d items in %v", n, took)
}
