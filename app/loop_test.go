package app

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"headroom/app/profile"
	"headroom/app/program"
	"headroom/backend/ingest"
	"headroom/backend/notify"
	"headroom/backend/watch"
)

// bell is a Notifier that only counts.
type bell struct {
	mu    sync.Mutex
	shown []notify.Message
}

func (b *bell) Notify(_ context.Context, m notify.Message) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.shown = append(b.shown, m)
	return "", nil
}
func (b *bell) AskPermission() (string, error) { return "ready", nil }
func (b *bell) Answered(func(string, int64))   {}

// room is a program behind a window whose wall clock a test sets; nothing ticks.
type room struct {
	t     *testing.T
	clock time.Time
	bell  bell
	*services
}

func newRoom(t *testing.T) *room {
	t.Helper()
	r := &room{t: t, clock: time.Date(2026, 11, 20, 22, 0, 0, 0, time.UTC)}
	folder := t.TempDir()
	r.services = &services{host: Host{
		Profile: profile.Profile{Store: filepath.Join(folder, "headroom.db")}, Options: Options{Zone: "UTC"}, Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return r.clock }, Emit: func(string, ...any) {}, Notifier: &r.bell,
	}}
	r.loop = newLoop(r.services)
	if err := r.open(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Stop)
	text := "Account,Entitlement,Product,Quantity,Start date,End date,Status\n"
	for i := range 2 {
		text += fmt.Sprintf("Account %d,E-%d,Suite Pro,120,2025-12-05,2026-12-21,active\n", i, i)
	}
	file := filepath.Join(folder, "entitlements.csv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := r.desk.Import(t.Context(), ingest.Request{Paths: []string{file}}); err != nil {
		t.Fatal(err)
	}
	rule := watch.Rule{Name: "Ends soon", State: watch.Active, Per: []string{"entitlement_key"}, Condition: watch.Condition{Kind: watch.EndsIn, Days: 30}}
	if _, err := r.desk.Store.AddRule(t.Context(), rule); err != nil {
		t.Fatal(err)
	}
	r.loop.turn(t.Context(), true)
	return r
}

// T26: after a wake the catch-up comes with the first turn of the loop, which is
// at most RenewEvery away: within 60 seconds, and in one notification.
func TestAWakeIsCaughtUpWithTheNextTurn(t *testing.T) {
	if program.RenewEvery > 60*time.Second {
		t.Errorf("a turn is every %s", program.RenewEvery)
	}
	r := newRoom(t)
	r.clock = r.clock.Add(program.RenewEvery)
	if r.loop.turn(t.Context(), false); len(r.bell.shown) != 0 {
		t.Fatalf("before anything ends within 30 days: %+v", r.bell.shown)
	}
	r.clock = r.clock.Add(9 * time.Hour) // over the night
	r.loop.turn(t.Context(), false)
	if len(r.bell.shown) != 1 || len(r.bell.shown[0].Notes) != 2 {
		t.Errorf("after the wake: %+v", r.bell.shown)
	}
}

// A day begins while the machine is awake: the loop looks within 30 seconds, and
// tells of each by itself.
func TestADayThatBeginsIsSeenWithinHalfAMinute(t *testing.T) {
	r := newRoom(t)
	r.clock = time.Date(2026, 11, 20, 23, 59, 55, 0, time.UTC)
	r.loop.turn(t.Context(), false) // the clock moved by two hours: that is a wake
	for turns := 1; ; turns++ {
		r.clock = r.clock.Add(program.RenewEvery)
		if r.loop.turn(t.Context(), false); len(r.bell.shown) > 0 {
			if turns > looksEvery {
				t.Errorf("seen after %d turns", turns)
			}
			break
		}
		if turns > looksEvery {
			t.Fatalf("not seen after %d turns", turns)
		}
	}
	if len(r.bell.shown) != 2 {
		t.Errorf("%d notifications, want 2", len(r.bell.shown))
	}
}

// T26: what an import brings to light is in the inbox when the import returns,
// and on the screen with the turn that its news calls for.
func TestWhatAnImportBringsToLightIsToldAtOnce(t *testing.T) {
	r := newRoom(t)
	file := filepath.Join(t.TempDir(), "more.csv")
	text := "Account,Entitlement,Product,Quantity,Start date,End date,Status\nAccount 9,E-9,Suite Pro,120,2025-12-05,2026-12-04,active\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	if _, err := r.desk.Import(t.Context(), ingest.Request{Paths: []string{file}}); err != nil {
		t.Fatal(err)
	}
	items, err := r.desk.Store.Inbox(t.Context())
	if err != nil || len(items) != 1 {
		t.Fatalf("inbox: %+v, %v", items, err)
	}
	select {
	case <-r.loop.signal:
	default:
		t.Error("the import does not call the loop")
	}
	if r.loop.turn(t.Context(), true); len(r.bell.shown) != 1 {
		t.Errorf("shown: %+v", r.bell.shown)
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
}

// Between two looks the lease is kept, so that nothing else starts to evaluate.
func TestBetweenLooksTheLeaseIsKept(t *testing.T) {
	r := newRoom(t)
	for range 2 * looksEvery {
		r.clock = r.clock.Add(program.RenewEvery)
		r.loop.turn(t.Context(), false)
		if held, err := r.desk.Hold(t.Context(), program.Looker{Name: "check"}); held || err != nil {
			t.Fatalf("another has the lease: %v, %v", held, err)
		}
	}
	r.loop.cancel, r.loop.done = func() {}, make(chan struct{})
	close(r.loop.done)
	r.loop.stop()
	if held, err := r.desk.Hold(t.Context(), program.Looker{Name: "check"}); !held || err != nil {
		t.Errorf("after the end: %v, %v", held, err)
	}
}

// The first page has the machine to itself: nothing is looked at before it is
// drawn, and then at once; a page that never says so is waited for no longer
// than patience.
func TestTheFirstLookWaitsForTheFirstPage(t *testing.T) {
	for name, page := range map[string]func(*room){
		"that is drawn":       func(r *room) { r.Drawn() },
		"that never is drawn": func(*room) { time.Sleep(patience) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRoom(t)
				r.loop = newLoop(r.services)
				r.loop.start(t.Context())
				synctest.Wait()
				if !r.loop.turned.IsZero() {
					t.Error("it looked before the page")
				}
				page(r)
				synctest.Wait()
				if r.loop.turned.IsZero() {
					t.Error("it did not look after the page")
				}
			})
		})
	}
}
