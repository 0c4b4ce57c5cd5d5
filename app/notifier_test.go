package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"headroom/app/profile"
	"headroom/app/program"
	"headroom/backend/ingest"
	"headroom/backend/notify"
	"headroom/backend/notify/desktop"
	"headroom/backend/watch"
)

// buttons is a notifier whose buttons a test presses.
type buttons struct {
	shown chan notify.Message
	press func(action string, item int64)
}

func (b *buttons) Notify(_ context.Context, m notify.Message) (string, error) {
	b.shown <- m
	return "", nil
}

func (b *buttons) Answered(do func(action string, item int64)) { b.press = do }

func (b *buttons) AskPermission() (string, error) { return "ready", nil }

// opening opens a program with two lines that end soon, behind a window that is
// not there.
func opening(t *testing.T, b *buttons) *program.Program {
	t.Helper()
	dir := t.TempDir()
	at, err := profile.At(filepath.Join(dir, "profile", "headroom.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := at.Create(); err != nil {
		t.Fatal(err)
	}
	s := &services{host: Host{
		Profile: at, Options: Options{Now: "2026-11-20T08:00:00Z", Zone: "UTC"}, Log: slog.New(slog.DiscardHandler), Now: time.Now,
		Emit: func(string, ...any) {}, Notifier: b,
	}}
	s.loop = newLoop(s) // is woken by what changes, and does not run
	if err := s.open(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.desk.Close() })
	file := filepath.Join(dir, "entitlements.csv")
	text := "Account,Entitlement,Product,Quantity,Start date,End date,Status\nContoso,E-1,Suite Pro,120,2025-12-05,2026-12-04,active\nFabrikam,E-2,Suite Pro,5,2025-12-05,2026-12-05,active\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if results, err := s.desk.Import(t.Context(), ingest.Request{Paths: []string{file}}); err != nil || results[0].State != "committed" {
		t.Fatalf("import: %+v, %v", results, err)
	}
	if _, err := s.desk.Store.AddRule(t.Context(), watch.Rule{Name: "Ends soon", Template: watch.EndsWithin, Days: 30, State: watch.Active}); err != nil {
		t.Fatal(err)
	}
	if err := s.desk.Evaluate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.desk.Deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s.desk
}

// What a person presses on a notification is what became of its item.
func TestTheButtonsOfANotificationDoWhatTheySay(t *testing.T) {
	b := &buttons{shown: make(chan notify.Message, 2)}
	p := opening(t, b)
	first, second := <-b.shown, <-b.shown
	b.press(desktop.Done, first.Notes[0].Item)
	b.press(desktop.Snooze, second.Notes[0].Item)
	b.press(desktop.Done, 999) // an item of another store
	b.press("anything", first.Notes[0].Item)
	for item, want := range map[int64]watch.ItemState{first.Notes[0].Item: watch.Done, second.Notes[0].Item: watch.Snoozed} {
		got, err := p.Store.Item(t.Context(), item)
		if err != nil || got.State != want || want == watch.Snoozed && got.SnoozedTo != "2026-11-27" {
			t.Errorf("item %d is %s until %s, %v; want %s", item, got.State, got.SnoozedTo, err, want)
		}
	}
}

// A click and the button that opens lead to the page; without a window nothing
// but that is lost.
func TestAClickOpensThePageOfANotification(t *testing.T) {
	var opened []string
	n := newNotifier(func() (context.Context, error) { return nil, errNoWindow }, func(route string) { opened = append(opened, route) }, slog.New(slog.DiscardHandler))
	pressed := 0
	n.Answered(func(string, int64) { pressed++ })
	n.answer(clicked, "#/inbox/1", 1)
	n.answer(desktop.Open, "#/inbox/2", 2)
	n.answer(desktop.Done, "#/inbox/3", 3)
	n.answer(desktop.Done, "#/inbox", 0) // of several
	if len(opened) != 2 || opened[0] != "#/inbox/1" || opened[1] != "#/inbox/2" || pressed != 1 {
		t.Errorf("opened %q, pressed %d", opened, pressed)
	}
	if !n.Sender.Answers() {
		if _, err := n.Notify(t.Context(), notify.Message{}); !errors.Is(err, errNoWindow) {
			t.Errorf("shown without a window: %v", err)
		}
	}
}
