package fakenotify

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

func send(t *testing.T, conn *dbus.Conn, title, body string) uint32 {
	t.Helper()
	var id uint32
	call := conn.Object(busName, busPath).Call(busName+".Notify", 0,
		"Headroom", uint32(0), "", title, body, []string{"default", "Open"}, map[string]dbus.Variant{}, int32(-1))
	if err := call.Store(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestServerKeepsWhatItWasAskedToShow(t *testing.T) {
	server := ForTest(t)
	conn, err := dbus.ConnectSessionBus() // the address ForTest has set
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	clicks := make(chan *dbus.Signal, 8)
	conn.Signal(clicks)
	if err := conn.AddMatchSignal(dbus.WithMatchInterface(busName)); err != nil {
		t.Fatal(err)
	}

	if got := server.Received(); len(got) != 0 {
		t.Fatalf("received %v before anything was sent", got)
	}
	send(t, conn, "First", "one")
	second := send(t, conn, "Second", "two → 2")

	got, err := server.Wait(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].Title != "First" || got[1].Body != "two → 2" || got[1].App != "Headroom" || got[1].ID != second {
		t.Errorf("received %+v", got)
	}

	if err := server.Click(second, "default"); err != nil {
		t.Fatal(err)
	}
	// The bus tells a connection its own name, sometimes as late as this.
	ours := func(s *dbus.Signal) bool { return strings.HasPrefix(s.Name, busName+".") }
	for late := time.After(time.Minute); ; {
		select {
		case s := <-clicks:
			if !ours(s) {
				continue
			}
			if s.Name != busName+".ActionInvoked" || s.Body[0] != second || s.Body[1] != "default" {
				t.Errorf("click sent %+v", s)
			}
			return
		case <-late:
			t.Fatal("the click never arrived")
		}
	}
}

func TestWaitGivesUpWithItsContext(t *testing.T) {
	server := ForTest(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := server.Wait(ctx, 1); len(got) != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("Wait = %v, %v", got, err)
	}
}

func TestOneServerPerBus(t *testing.T) {
	ForTest(t)
	if second, err := Start(t.Context()); err == nil {
		second.Close()
		t.Error("a second server started on the same bus")
	}
}
