//go:build linux

package desktop

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"headroom/backend/metric"
	"headroom/backend/notify"
	"headroom/backend/portfolio"
	"headroom/backend/store"
	"headroom/backend/testkit/fakenotify"
	"headroom/backend/watch"
)

var now = time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)

// Names of all kinds arrive as text, at a service that reads markup as at one that
// does not, without any program's help: there is none it could ask.
func TestT27HostileNamesArriveHarmless(t *testing.T) {
	for _, markup := range []bool{false, true} {
		t.Run(fmt.Sprint("markup ", markup), func(t *testing.T) {
			server := fakenotify.ForTest(t)
			t.Setenv("PATH", "")
			if markup {
				server.Can("body-markup")
			}
			box := &waiting{}
			d := notify.NewDispatcher(box, notify.Only(notify.Channel{Name: Name, Sender: New()}), notify.Person{})
			for i, name := range hostileNames {
				box.next = notify.Pending{ID: int64(i + 1), Destination: watch.ToDesktop, Note: notify.Note{Item: 1, Title: name, Body: name + ": 5 licenses end", Instance: name}}
				if done, err := d.Deliver(t.Context(), now); err != nil || len(done) != 1 || done[0].Error != "" {
					t.Errorf("%q: %+v, %v", name, done, err)
				}
			}
			got := server.Received()
			if len(got) != len(hostileNames) {
				t.Fatalf("%d notifications arrived, want %d", len(got), len(hostileNames))
			}
			for i, m := range got {
				title, body := readAs(m.Title, false), readAs(m.Body, markup)
				want := notify.Sanitize(notify.Message{Title: hostileNames[i], Body: hostileNames[i] + ": 5 licenses end"}, false)
				if m.App != "Headroom" || title != want.Title || body != want.Body {
					t.Errorf("%q reads as %q, %q", hostileNames[i], title, body)
				}
				if markup && strings.ContainsAny(m.Body, "<>") {
					t.Errorf("%q is markup: %q", hostileNames[i], m.Body)
				}
			}
		})
	}
}

// readAs is what a service shows of a text.
func readAs(text string, markup bool) string {
	if !markup {
		return text
	}
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
}

// waiting is an outbox in which one message waits.
type waiting struct{ next notify.Pending }

func (w *waiting) Claim(context.Context, time.Time) ([]notify.Pending, error) {
	return []notify.Pending{w.next}, nil
}

func (w *waiting) Settle(context.Context, []notify.Settlement, time.Time) error { return nil }

func (w *waiting) ShownSince(context.Context, time.Time) (int, error) { return 0, nil }

func (w *waiting) Settings(context.Context) (map[string]string, error) { return nil, nil }

// Why there is a sanitizer: the bus refuses such a name altogether.
func TestControlANameWithNULIsRefusedByTheBus(t *testing.T) {
	server := fakenotify.ForTest(t)
	t.Setenv("PATH", "") // no programs to fall back to
	if _, err := New().Notify(t.Context(), notify.Message{Title: "a\x00b", Body: "x"}); err == nil || len(server.Received()) > 0 {
		t.Errorf("error %v, received %v", err, server.Received())
	}
}

// lines answers that two lines end soon.
type lines struct{}

func (lines) Ask(_ context.Context, q metric.Query, today portfolio.Day) (metric.Result, error) {
	var res metric.Result
	for _, c := range q.Columns {
		res.Columns = append(res.Columns, metric.Column{Name: c})
	}
	for i, account := range []string{"--Contoso", "Fabrikam"} {
		cells := map[string]any{
			"entitlement_key": account, "account_key": account, "account": account, "product": "Suite Pro", "quantity": int64(120),
			"end_date": (today + portfolio.Day(14+i)).String(), "status": "active", "trial": "no",
		}
		row := []any{}
		for _, c := range q.Columns {
			row = append(row, cells[c])
		}
		res.Rows = append(res.Rows, row)
	}
	return res, nil
}

// check is one run of the program: open, evaluate, deliver, close.
func check(t *testing.T, path string, at time.Time) []notify.Delivery {
	t.Helper()
	s, err := store.Open(t.Context(), path, store.Options{Now: func() time.Time { return at }, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if rules, err := s.Rules(t.Context()); err != nil {
		t.Fatal(err)
	} else if len(rules) == 0 {
		if _, err := s.AddRule(t.Context(), watch.Rule{Name: "r", Template: watch.EndsWithin, Days: 30, State: watch.Active}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := watch.NewEvaluator(lines{}, s).Evaluate(t.Context(), watch.Run{Now: at}); err != nil {
		t.Fatal(err)
	}
	done, err := notify.NewDispatcher(s, notify.Only(notify.Channel{Name: Name, Sender: New()}), notify.Person{}).Deliver(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func TestANotificationArrivesOnceAcrossRestarts(t *testing.T) {
	server := fakenotify.ForTest(t)
	path := t.TempDir() + "/headroom.db"
	for range 3 {
		check(t, path, now)
	}
	got := server.Received()
	if len(got) != 2 {
		t.Fatalf("received %+v, want two", got)
	}
	want := [][2]string{{"\u2010-Contoso", "Suite Pro: 120 licenses end in 14 days (4 Dec)"}, {"Fabrikam", "Suite Pro: 120 licenses end in 15 days (5 Dec)"}}
	for i, m := range got {
		if m.App != "Headroom" || m.Title != want[i][0] || m.Body != want[i][1] {
			t.Errorf("received %q, %q", m.Title, m.Body)
		}
	}
}

// Without a notification service the message waits, and arrives when there is one.
func TestANotificationWaitsForAService(t *testing.T) {
	path := t.TempDir() + "/headroom.db"
	t.Setenv("PATH", "")
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", fmt.Sprintf("unix:path=%s/nobody", t.TempDir()))
	for _, d := range check(t, path, now) {
		if d.Error == "" || d.Channel != "" {
			t.Errorf("delivery %+v", d)
		}
	}
	t.Run("later", func(t *testing.T) {
		t.Setenv("PATH", "/usr/bin:/bin")
		server := fakenotify.ForTest(t)
		check(t, path, now)
		if got := server.Received(); len(got) > 0 {
			t.Errorf("tried again at once: %+v", got)
		}
		check(t, path, now.Add(notify.BackOff(1)))
		if got := server.Received(); len(got) != 2 {
			t.Errorf("received %+v, want two", got)
		}
	})
}

// A later message about the same takes the place of the first on the screen,
// in another run of the program, too; one about something else does not, and
// neither does one that another service has shown.
func TestAMessageReplacesItsPredecessorOnTheScreen(t *testing.T) {
	server := fakenotify.ForTest(t)
	show := func(title, replaces string) string {
		t.Helper()
		reference, err := New().Notify(t.Context(), notify.Message{Title: title, Replaces: replaces})
		if err != nil || reference == "" {
			t.Fatalf("%s: reference %q, %v", title, reference, err)
		}
		return reference
	}
	first := show("Contoso, in 30 days", "")
	show("Fabrikam", "")
	second := show("Contoso, in 7 days", first)
	if first != second {
		t.Errorf("references %q and %q", first, second)
	}
	elsewhere := strings.Replace(first, "/", "0/", 1)
	show("Adatum", elsewhere)
	show("Northwind", "1")
	var titles []string
	for _, m := range server.Showing() {
		titles = append(titles, m.Title)
	}
	if want := []string{"Contoso, in 7 days", "Fabrikam", "Adatum", "Northwind"}; !slices.Equal(titles, want) {
		t.Errorf("the screen shows %q, want %q", titles, want)
	}
}

func TestASenderKnowsWhetherAnybodyShowsNotifications(t *testing.T) {
	server := fakenotify.ForTest(t)
	if state, detail := New().State(t.Context()); state != "ready" || detail != "" {
		t.Errorf("with a service: %s, %q", state, detail)
	}
	server.Close()
	if state, detail := New().State(t.Context()); state != "absent" || detail == "" {
		t.Errorf("without one: %s, %q", state, detail)
	}
}

// What is critical is shown as urgent, and a run without a window has no buttons
// that nobody would hear.
func TestUrgencyAndButtons(t *testing.T) {
	server := fakenotify.ForTest(t)
	for _, severity := range []watch.Severity{watch.Critical, watch.Notable} {
		m := notify.Message{Title: string(severity), Notes: []notify.Note{{Item: 1, Severity: severity}}}
		if _, err := New().Notify(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	got := server.Received()
	if len(got) != 2 || len(got[0].Actions) > 0 || !strings.Contains(got[0].Hints["urgency"], "2") || !strings.Contains(got[1].Hints["urgency"], "1") {
		t.Errorf("received %+v", got)
	}
}

// A click, a button and a dismissal: the first two come back, once.
func TestAnAnswerComesBack(t *testing.T) {
	server := fakenotify.ForTest(t)
	answers := make(chan Answer, 10)
	sender := Answering(func(a Answer) { answers <- a })
	one := notify.Message{Title: "one", Lang: "it", Route: "#/inbox/7", Notes: []notify.Note{{Item: 7}}}
	many := notify.Message{Title: "many", Lang: "it", Notes: []notify.Note{{Item: 7}, {Item: 8}}}
	for _, m := range []notify.Message{one, many, one} {
		if _, err := sender.Notify(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	got := server.Received()
	if want := []string{"default", "Apri", "open", "Apri", "snooze", "Rinvia di 1 settimana", "done", "Fatto"}; !slices.Equal(got[0].Actions, want) {
		t.Errorf("buttons of one: %q", got[0].Actions)
	}
	if want := []string{"default", "Apri", "open", "Apri"}; !slices.Equal(got[1].Actions, want) {
		t.Errorf("buttons of many: %q", got[1].Actions)
	}
	for _, do := range []error{server.Dismiss(got[1].ID), server.Click(got[1].ID, "open"), server.Click(got[0].ID, "done"), server.Click(got[0].ID, "done"), server.Click(got[2].ID, "default")} {
		if do != nil {
			t.Fatal(do)
		}
	}
	for _, want := range []string{Done, Open} {
		if a := <-answers; a.Action != want || a.Message.Route != "#/inbox/7" {
			t.Errorf("answer %+v, want %s", a, want)
		}
	}
	select {
	case a := <-answers:
		t.Errorf("one more answer %+v", a)
	default:
	}
}

// stuck is a notification service that never answers.
type stuck struct{ released chan struct{} }

func (s stuck) Notify(string, uint32, string, string, string, []string, map[string]dbus.Variant, int32) (uint32, *dbus.Error) {
	<-s.released
	return 0, nil
}

func TestASenderDoesNotWaitForAServiceThatHangs(t *testing.T) {
	if _, err := exec.LookPath("dbus-daemon"); err != nil {
		t.Skip("dbus-daemon is not installed")
	}
	address, stop, err := fakenotify.PrivateBus(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	t.Setenv("PATH", "")
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	service := stuck{make(chan struct{})}
	defer close(service.released)
	if err := conn.Export(service, "/org/freedesktop/Notifications", "org.freedesktop.Notifications"); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.RequestName("org.freedesktop.Notifications", dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := New().Notify(ctx, notify.Message{Title: "x"}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
}
