package program_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"headroom/app/program"
	"headroom/backend/ingest"
	"headroom/backend/notify"
	"headroom/backend/watch"
)

// screen is where notifications of the desktop are shown.
type screen struct {
	mu    sync.Mutex
	shown []notify.Message
}

// Notify shows a message.
func (s *screen) Notify(_ context.Context, m notify.Message) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shown = append(s.shown, m)
	return "", nil
}

// machine is a computer with one store, whose clock a test sets.
type machine struct {
	t      *testing.T
	path   string
	clock  time.Time
	screen screen
	*program.Program
}

var rome = func() *time.Location {
	z, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		panic(err)
	}
	return z
}()

// newMachine has a line that ends on each of so many days from the 21st of
// December on, and a rule with a schedule that tells 30 days before.
func newMachine(t *testing.T, lines int, trigger watch.Trigger) *machine {
	t.Helper()
	m := &machine{t: t, path: filepath.Join(t.TempDir(), "headroom.db"), clock: time.Date(2026, 11, 20, 9, 30, 0, 0, rome)}
	m.start()
	var text strings.Builder
	text.WriteString("Account,Entitlement,Product,Quantity,Start date,End date,Status\n")
	for i := range lines {
		fmt.Fprintf(&text, "Account %d,E-%d,Suite Pro,120,2025-12-05,2026-12-%d,active\n", i+1, i+1, 21+i)
	}
	file := filepath.Join(filepath.Dir(m.path), "entitlements.csv")
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	results, err := m.Import(t.Context(), ingest.Request{Paths: []string{file}})
	if err != nil || results[0].State != "committed" {
		t.Fatalf("import: %+v, %v", results, err)
	}
	m.rule(trigger)
	return m
}

func (m *machine) start() {
	m.t.Helper()
	m.Program = m.open()
}

// open starts one more program on the store.
func (m *machine) open() *program.Program {
	m.t.Helper()
	p, err := program.Open(m.t.Context(), program.Options{
		Path: m.path, Create: true, Now: func() time.Time { return m.clock }, Zone: rome, Channels: []notify.Channel{{Name: "desktop", Sender: &m.screen}},
	})
	if err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() { p.Close() })
	return p
}

func (m *machine) rule(trigger watch.Trigger) int64 {
	m.t.Helper()
	id, err := m.Store.AddRule(m.t.Context(), watch.Rule{
		Name: "Ends soon", State: watch.Active, Per: []string{"entitlement_key"}, Condition: watch.Condition{Kind: watch.EndsIn, Days: 30}, Trigger: trigger,
	})
	if err != nil {
		m.t.Fatal(err)
	}
	return id
}

// at sets the clock, in the person's time.
func (m *machine) at(text string) {
	m.t.Helper()
	clock, err := time.ParseInLocation("2006-01-02 15:04", text, rome)
	if err != nil {
		m.t.Fatal(err)
	}
	m.clock = clock
}

func (m *machine) look(who program.Looker) program.Looked {
	m.t.Helper()
	looked, err := m.Look(m.t.Context(), who)
	if err != nil {
		m.t.Fatal(err)
	}
	return looked
}

// evaluations are what the log says of the evaluations of a rule, oldest first,
// by their occurrences.
func (m *machine) evaluations(rule int64) (all []map[string]any) {
	m.t.Helper()
	page, err := m.Store.Activity(m.t.Context(), watch.ActivityAsking{Rule: rule, Kinds: []watch.ActivityKind{watch.Evaluated}, Limit: 100})
	if err != nil {
		m.t.Fatal(err)
	}
	for i := len(page.Entries) - 1; i >= 0; i-- {
		all = append(all, page.Entries[i].Detail)
	}
	return all
}

var window = program.Looker{Name: "window"}

// Acceptance check 7: a program that was closed over the scheduled time makes one
// late evaluation when it starts, for all it missed, and tells of it once.
func TestAcceptance07ClosedOverTheScheduledTimeIsOneLateEvaluationOnStart(t *testing.T) {
	m := newMachine(t, 4, watch.Trigger{Every: "day", At: "09:00"})
	if looked := m.look(window); !looked.Leased || looked.Evaluated != 0 {
		t.Fatalf("before its time: %+v", looked)
	}
	m.Close()

	m.at("2026-11-24 15:10")
	m.start()
	looked := m.look(program.Looker{Name: "window, again", Woke: true})
	if looked.Evaluated != 1 || len(looked.Transitions) != 4 {
		t.Fatalf("on start: %+v", looked)
	}
	if len(m.screen.shown) != 1 || len(m.screen.shown[0].Notes) != 4 {
		t.Errorf("the catch-up is told in %d notifications: %+v", len(m.screen.shown), m.screen.shown)
	}
	log := m.evaluations(1)
	if len(log) != 1 || log[0]["late"] != true || log[0]["missed"] != float64(3) {
		t.Errorf("the log: %+v", log)
	}
	for range 3 {
		if looked := m.look(program.Looker{Name: "window, again", Woke: true}); looked.Evaluated != 0 || len(looked.Delivered) != 0 {
			t.Errorf("once more: %+v", looked)
		}
	}

	m.at("2026-11-25 09:00")
	if looked := m.look(program.Looker{Name: "window, again"}); looked.Evaluated != 1 || len(looked.Transitions) != 0 {
		t.Errorf("the next day, in time: %+v", looked)
	}
	if log := m.evaluations(1); log[len(log)-1]["late"] != nil {
		t.Errorf("what is in time is not late: %+v", log)
	}
}

// A summary is for what several rules and lines found together: two of them are
// one notification after a sleep, and two in the usual course of a day.
func TestOnlyACatchUpIsASummaryOfTwo(t *testing.T) {
	for woke, want := range map[bool]int{true: 1, false: 2} {
		m := newMachine(t, 2, watch.Trigger{Every: "day", At: "09:00"})
		m.at("2026-11-23 09:00")
		m.look(program.Looker{Name: "window", Woke: woke})
		if len(m.screen.shown) != want {
			t.Errorf("woke %v: %d notifications, want %d", woke, len(m.screen.shown), want)
		}
	}
	// The scheduler of the system comes and goes: it is a catch-up where something was missed.
	m := newMachine(t, 2, watch.Trigger{Every: "day", At: "09:00"})
	m.at("2026-11-23 11:15")
	if m.look(program.Looker{Name: "check", Passing: true}); len(m.screen.shown) != 1 {
		t.Errorf("the system's scheduler after a night: %d notifications", len(m.screen.shown))
	}
}

// Acceptance check 8: what a paused rule would have found is not made up for when
// it is active again; its next time is.
func TestPausedRulesAreNotMadeUpFor(t *testing.T) {
	m := newMachine(t, 4, watch.Trigger{Every: "day", At: "09:00"})
	if err := m.SetRuleState(t.Context(), 1, watch.Paused); err != nil {
		t.Fatal(err)
	}
	m.at("2026-11-23 15:10")
	m.look(window)
	if err := m.SetRuleState(t.Context(), 1, watch.Active); err != nil {
		t.Fatal(err)
	}
	if looked := m.look(window); len(m.evaluations(1)) != 0 || len(m.screen.shown) != 0 {
		t.Errorf("active again: %+v, %d shown", looked, len(m.screen.shown))
	}
	m.at("2026-11-24 09:00")
	if looked := m.look(window); looked.Evaluated != 1 {
		t.Errorf("at its next time: %+v", looked)
	}
}

// A clock that is set back does not repeat what was done, one that had been far
// ahead does not silence what is to come.
func TestAWrongClockNeitherRepeatsNorSilences(t *testing.T) {
	m := newMachine(t, 1, watch.Trigger{Every: "day", At: "09:00"})
	m.at("2026-11-22 09:00")
	m.look(window)
	done := len(m.evaluations(1))
	for _, back := range []string{"2026-11-21 07:05", "2026-11-21 09:00", "2026-11-22 08:59", "2026-11-22 09:30"} {
		m.at(back)
		if looked := m.look(window); looked.Evaluated != 0 {
			t.Errorf("set back to %s: %+v", back, looked)
		}
	}
	m.at("2027-12-01 10:00")
	m.look(window)
	m.at("2026-11-23 08:00")
	if m.ClockWasWrong() {
		t.Error("a clock that is right is said to be wrong")
	}
	m.look(window)
	if !m.ClockWasWrong() {
		t.Error("nobody says that the clock had been wrong")
	}
	for _, day := range []string{"2026-11-23 09:00", "2026-11-24 09:00", "2026-11-25 09:00"} {
		m.at(day)
		if looked := m.look(window); looked.Evaluated != 1 {
			t.Errorf("after a clock that was far ahead, on %s: %+v", day, looked)
		}
	}
	if extra := len(m.evaluations(1)) - done - 3; extra > 2 {
		t.Errorf("%d evaluations too many", extra)
	}
}

// What waits to be delivered does not wait for an evaluation that fails, whether
// before it begins or when it is to be kept.
func TestAnEvaluationThatFailsKeepsNothingBack(t *testing.T) {
	for name, broken := range map[string]string{
		"what there is to evaluate": `ALTER TABLE watch_item RENAME TO lost`,
		"what it found":             `CREATE TRIGGER broken BEFORE UPDATE ON rule BEGIN SELECT RAISE(ABORT, 'broken'); END`,
	} {
		m := newMachine(t, 1, watch.Trigger{})
		m.at("2026-11-21 09:30")
		if err := m.Evaluate(t.Context()); err != nil {
			t.Fatal(err)
		}
		db, err := sql.Open("sqlite3", "file:"+m.path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.ExecContext(t.Context(), broken); err != nil {
			t.Fatal(err)
		}
		m.at("2026-11-22 09:30")
		if _, err := m.Look(t.Context(), window); err == nil {
			t.Errorf("%s: the evaluation did not fail", name)
		}
		if len(m.screen.shown) != 1 {
			t.Errorf("%s: shown %+v", name, m.screen.shown)
		}
	}
}

// The lease: one process looks, the others leave it to it, and one of them takes
// over within 30 seconds of its end.
func TestAnotherProcessTakesOver(t *testing.T) {
	m := newMachine(t, 1, watch.Trigger{Every: "day", At: "09:00"})
	other := m.open()
	lookElsewhere := func() program.Looked {
		looked, err := other.Look(t.Context(), program.Looker{Name: "check", Passing: true})
		if err != nil {
			t.Fatal(err)
		}
		return looked
	}
	m.look(window)
	for range 12 { // two minutes
		m.clock = m.clock.Add(program.RenewEvery)
		if held, err := m.Hold(t.Context(), window); err != nil || !held {
			t.Fatalf("the holder loses the lease: %v, %v", held, err)
		}
		if looked := lookElsewhere(); looked.Leased {
			t.Fatal("two look at once")
		}
	}
	begin, taken := m.clock, false
	for !taken && m.clock.Sub(begin) <= 30*time.Second {
		m.clock = m.clock.Add(time.Second)
		taken = lookElsewhere().Leased
	}
	if !taken {
		t.Errorf("nobody took over within %s", m.clock.Sub(begin))
	}
	t.Logf("taken over after %s", m.clock.Sub(begin))
	if err := other.Release(t.Context(), program.Looker{Name: "check"}); err != nil {
		t.Fatal(err)
	}
	if looked := m.look(window); !looked.Leased {
		t.Error("what was given back is not free")
	}
}

// What is right does not hang on the lease: processes that all evaluate at once
// carry an occurrence out once.
func TestAnOccurrenceIsCarriedOutOnceByManyProcesses(t *testing.T) {
	m := newMachine(t, 4, watch.Trigger{Every: "day", At: "09:00"})
	programs := []*program.Program{m.Program, m.open(), m.open()}
	for _, day := range []string{"2026-11-21 09:00", "2026-11-22 09:00", "2026-11-23 09:00"} {
		m.at(day)
		before := len(m.evaluations(1))
		var all sync.WaitGroup
		for _, p := range programs {
			all.Go(func() {
				if _, err := p.Check(context.Background(), true); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := len(m.evaluations(1)) - before; n != 1 {
			t.Errorf("%s: carried out %d times", day, n)
		}
	}
	items, err := m.Store.Inbox(t.Context())
	if err != nil || len(items) != 3 {
		t.Errorf("%d items, %v", len(items), err)
	}
}
