package desktest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestTheWindowDrawsEndsAndComesBackWhereItWas(t *testing.T) {
	s := newSession(t)
	if n := s.colours(t, "desktop-empty"); n > 16 {
		t.Fatalf("the display shows %d colours before there is a window", n)
	}
	first := s.window(t, "headroom")
	id := s.find(t, "Headroom")
	s.await(t, "something drawn", func() bool { return s.colours(t, "desktop-window") > 16 })

	s.do(t, "xdotool", "windowsize", "--sync", id, "1100", "700")
	s.do(t, "xdotool", "windowmove", "--sync", id, "120", "90")
	want := s.geometry(t, id)
	if status := first.terminate(t); status != 0 {
		t.Errorf("SIGTERM ended the window with status %d", status)
	}
	if _, err := os.Stat(strings.TrimSuffix(s.store, ".db") + ".window.json"); err != nil {
		t.Fatal(err)
	}

	second := s.window(t, "headroom")
	id = s.find(t, "Headroom")
	var got box
	s.await(t, "the window at its old place", func() bool { got = s.geometry(t, id); return got == want })
	second.terminate(t)
}

func TestADarkDesktopIsRemembered(t *testing.T) {
	s := newSession(t)
	remembered := func() (g struct{ Dark bool }) {
		text, err := os.ReadFile(strings.TrimSuffix(s.store, ".db") + ".window.json")
		if err != nil || json.Unmarshal(text, &g) != nil {
			t.Errorf("the window remembers %s, %v", text, err)
		}
		return g
	}
	p := s.window(t, "probe")
	p.hear(t, "page")
	p.terminate(t)
	if remembered().Dark {
		t.Error("a light desktop was taken for a dark one")
	}
	s.env = append(s.env, "GTK_THEME=Adwaita:dark")
	p = s.window(t, "probe")
	p.hear(t, "page")
	p.terminate(t)
	if !remembered().Dark {
		t.Error("a dark desktop was not noticed")
	}
}

func TestASecondLaunchWakesTheFirstWindowAndEnds(t *testing.T) {
	s := newSession(t)
	first := s.window(t, "probe")
	id := s.find(t, "Headroom")
	s.do(t, "xdotool", "windowminimize", "--sync", id)
	s.await(t, "a minimised window", func() bool {
		out, err := s.try("xdotool", "search", "--onlyvisible", "--name", "^Headroom$")
		return err != nil || out == ""
	})

	loads := strings.Count(s.log(), "the window has loaded")
	second := s.start(t, filepath.Join(s.bin, "probe"), "--store", s.store, "headroom://inbox")
	second.exit(t)
	if route := string(first.hear(t, "open")); route != `"#/inbox"` {
		t.Errorf("the first window was told to open %s", route)
	}
	s.find(t, "Headroom")
	if n := strings.Count(s.log(), "the window has loaded"); n != loads {
		t.Errorf("%d windows loaded on one store", n-loads+1)
	}

	// The control: another store has a window of its own.
	other := *s
	other.store = filepath.Join(filepath.Dir(s.store), "other.db")
	third := other.window(t, "probe")
	third.terminate(t)
	first.terminate(t)
}

// Where the person wants it, the window that is closed is hidden, and the program
// goes on: a second launch shows it, and what ends a session ends the program.
func TestClosingHidesTheWindowWhereThePersonWantsIt(t *testing.T) {
	s := newSession(t)
	want := func(value string) {
		s.do(t, filepath.Join(s.bin, "headroom"), "--store", s.store, "set", "hide_on_close", value)
	}
	closeWindow := func(id string) { s.do(t, "wmctrl", "-i", "-c", id) }
	first := s.window(t, "headroom")
	id := s.find(t, "Headroom")
	want("yes")
	closeWindow(id)
	s.await(t, "a hidden window", func() bool {
		out, err := s.try("xdotool", "search", "--onlyvisible", "--name", "^Headroom$")
		return err != nil || out == ""
	})
	second := s.start(t, filepath.Join(s.bin, "headroom"), "--store", s.store)
	second.exit(t)
	id = s.find(t, "Headroom")

	// The control: where nobody wants it, closing ends the program.
	want("no")
	closeWindow(id)
	if status := first.exit(t); status != 0 {
		t.Errorf("closing ended the program with status %d", status)
	}

	want("yes")
	third := s.window(t, "headroom")
	s.find(t, "Headroom")
	if status := third.terminate(t); status != 0 {
		t.Errorf("the end of the session ended the program with status %d", status)
	}
}

func TestARouteOnTheCommandLineIsOpened(t *testing.T) {
	s := newSession(t)
	p := s.window(t, "probe", "--open", "#/account/a b")
	if hash, _ := url.PathUnescape(string(p.hear(t, "hash"))); hash != `"#/account/a b"` {
		t.Errorf("the page went to %s", hash)
	}
	p.terminate(t)
}

func TestTheMenuTellsThePageAndQuits(t *testing.T) {
	s := newSession(t)
	p := s.window(t, "probe")
	p.hear(t, "page")
	s.do(t, "xdotool", "windowfocus", "--sync", s.find(t, "Headroom"))
	key := func(names ...string) {
		for _, name := range names {
			s.do(t, "xdotool", "key", "--clearmodifiers", name)
			s.do(t, "xdotool", "sleep", "0.2") // a menu opens as fast as the display draws it
		}
	}
	key("F10", "Down", "Return") // File, Import…
	if entry := string(p.hear(t, "menu")); entry != `"import"` {
		t.Errorf("the menu told %s", entry)
	}
	// View: two sections, then the dashboards: all, and below them the first one.
	key("F10", "Right", "Right", "Down", "Down", "Down", "Right", "Down", "Return")
	if entry := string(p.hear(t, "menu")); entry != `"#/dashboard/renewals"` {
		t.Errorf("the menu told %s", entry)
	}
	key("ctrl+q")
	p.hear(t, "stopped")
	if status := p.exit(t); status != 0 {
		t.Errorf("Quit ended the program with status %d", status)
	}
}

func TestThePageLastSeenIsOpenedAgain(t *testing.T) {
	s := newSession(t)
	p := s.window(t, "probe")
	p.hear(t, "page")
	for _, line := range []string{"route javascript:alert(1)", "route #/dashboard/renewals?asOf=2026-10-31", "route nonsense"} {
		if _, err := p.in.Write([]byte(line + "\n")); err != nil {
			t.Fatal(err)
		}
		p.hear(t, "told")
	}
	p.terminate(t)
	p = s.window(t, "probe")
	if hash := string(p.hear(t, "hash")); hash != `"#/dashboard/renewals?asOf=2026-10-31"` {
		t.Errorf("the page began at %s", hash)
	}
	p.terminate(t)
	// A page that was asked for goes before.
	p = s.window(t, "probe", "headroom://account/contoso")
	if hash := string(p.hear(t, "hash")); hash != `"#/account/contoso"` {
		t.Errorf("the page began at %s", hash)
	}
	p.terminate(t)
}

func TestFilesDroppedOnTheWindowArrive(t *testing.T) {
	s := newSession(t)
	want := []string{filepath.Join(t.TempDir(), "Ünïcode and blank.csv"), filepath.Join(t.TempDir(), "second.zip")}
	args := make([]string, len(want))
	for i, path := range want {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		args[i] = (&url.URL{Scheme: "file", Path: path}).String()
	}
	p := s.window(t, "probe")
	p.hear(t, "page")
	target := s.geometry(t, s.find(t, "Headroom"))
	s.start(t, filepath.Join(s.bin, "dragsource"), args...)
	from := s.geometry(t, s.find(t, "dragsource"))

	move := func(x, y int) { s.do(t, "xdotool", "mousemove", strconv.Itoa(x), strconv.Itoa(y)) }
	x, y := from.x+from.width/2, from.y+from.height/2
	move(x, y)
	s.do(t, "xdotool", "mousedown", "1")
	const moves = 20
	for i := 1; i <= moves; i++ {
		move(x+(target.x+target.width/2-x)*i/moves, y+(target.y+target.height/2-y)*i/moves)
		s.do(t, "xdotool", "sleep", "0.05") // a drag is a slow movement
	}
	s.do(t, "xdotool", "sleep", "0.5")
	s.do(t, "xdotool", "mouseup", "1")

	var got []string
	if err := json.Unmarshal(p.hear(t, "files:dropped"), &got); err != nil || !slices.Equal(got, want) {
		t.Errorf("dropped %q, %v; want %q", got, err, want)
	}
	p.terminate(t)
}

func TestANotificationOpensItsPage(t *testing.T) {
	s := newSession(t)
	p := s.window(t, "probe")
	p.hear(t, "page")
	if _, err := p.in.Write([]byte("notify\n")); err != nil {
		t.Fatal(err)
	}
	got, err := s.centre.Wait(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if got[0].Title != "Contoso: 3 licences end" || got[0].Body != "In 14 days → 5 Dec" {
		t.Errorf("notified %+v", got[0])
	}
	p.hear(t, "notified") // a person clicks later than the system answers
	if err := s.centre.Click(got[0].ID, "default"); err != nil {
		t.Fatal(err)
	}
	if route := string(p.hear(t, "open")); route != `"#/account/contoso"` {
		t.Errorf("the click opened %s", route)
	}
	p.terminate(t)
}

// The buttons of a notification do what they say, and putting it away by hand
// does nothing.
func TestTheButtonsOfANotificationComeBack(t *testing.T) {
	s := newSession(t)
	p := s.window(t, "probe")
	p.hear(t, "page")
	for i, action := range []string{"snooze", "done", "open"} {
		if _, err := p.in.Write([]byte("notify\n")); err != nil {
			t.Fatal(err)
		}
		got, err := s.centre.Wait(t.Context(), i+1)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"default", "Open", "open", "Open", "snooze", "Snooze 1 week", "done", "Done"}
		if !slices.Equal(got[i].Actions, want) {
			t.Errorf("buttons %q", got[i].Actions)
		}
		p.hear(t, "notified")
		if err := s.centre.Dismiss(got[i].ID + 1000); err != nil { // of somebody else
			t.Fatal(err)
		}
		if err := s.centre.Click(got[i].ID, action); err != nil {
			t.Fatal(err)
		}
		if action == "open" {
			if route := string(p.hear(t, "open")); route != `"#/account/contoso"` {
				t.Errorf("the button opened %s", route)
			}
			continue
		}
		if answer := string(p.hear(t, "answer")); answer != `"`+action+` 12"` {
			t.Errorf("the button %s told %s", action, answer)
		}
	}
	p.terminate(t)
}

// The program's own way from a rule to a person and back: what comes due while
// the window is open is shown with buttons, and what the person presses is what
// became of it.
func TestDoneOnANotificationIsDoneInTheInbox(t *testing.T) {
	s := newSession(t)
	program := filepath.Join(s.bin, "headroom")
	const at = "2026-11-20T08:00:00Z"
	command := func(args ...string) string {
		t.Helper()
		out, err := s.try(program, append([]string{"--store", s.store, "--now", at, "--zone", "UTC", "--json"}, args...)...)
		if err != nil {
			t.Fatalf("%s: %v\n%s", args, err, out)
		}
		return out
	}
	dir := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	if err := os.MkdirAll(filepath.Dir(s.store), 0o700); err != nil {
		t.Fatal(err)
	}
	command("import", write("lines.csv", "Account,Entitlement,Product,Quantity,Start date,End date,Status\nContoso,E-1,Suite Pro,120,2025-12-05,2026-12-04,active\n"))
	command("rule", "add", write("rule.json", `{"name":"Ends in 30 days","template":"ends_within","days":30,"watch":"all"}`))

	p := s.window(t, "headroom", "--now", at, "--zone", "UTC", "--lang", "en")
	got, err := s.centre.Wait(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if got[0].App != "Headroom" || got[0].Title != "Contoso" || !slices.Contains(got[0].Actions, "Done") {
		t.Errorf("shown %+v", got[0])
	}
	var inbox struct {
		Items []struct {
			State     string
			Delivered []string
		}
	}
	state := func() string {
		if err := json.Unmarshal([]byte(command("inbox")), &inbox); err != nil || len(inbox.Items) != 1 {
			t.Fatalf("inbox %+v, %v", inbox, err)
		}
		return inbox.Items[0].State
	}
	s.await(t, "the delivery in the inbox", func() bool { return state() == "open" && len(inbox.Items[0].Delivered) == 1 })
	if err := s.centre.Click(got[0].ID, "done"); err != nil {
		t.Fatal(err)
	}
	s.await(t, "an item that is done", func() bool { return state() == "done" })
	if n := len(s.centre.Received()); n != 1 {
		t.Errorf("%d notifications, want 1", n)
	}
	p.terminate(t)
}

// foreignPage is a page that is not ours. Wherever it runs it tries to call the
// program as the page of the window does, and then says that it ran.
const foreignPage = `<!doctype html><script>
const call = (kind) => 'C' + JSON.stringify({ name: 'main.Probe.Report', args: [JSON.stringify({ kind })], callbackID: 'foreign-' + kind });
const where = window.top === window ? 'top' : 'frame';
const attempts = [
	() => window.go.main.Probe.Report(JSON.stringify({ kind: 'reached' })),
	() => window.WailsInvoke(call('reached')),
	() => window.webkit.messageHandlers.external.postMessage(call('reached')),
	() => window.parent.webkit.messageHandlers.external.postMessage(call('reached')),
	() => window.parent.postMessage(call('reached'), '*'),
];
for (const attempt of attempts) try { attempt() } catch {}
fetch('/ran?' + where)
</script><p>Not ours.</p>`

// visit runs the page that tries what it may do, beside a page that is not ours.
// It returns what it found, how often that other page was asked for, where it
// ran, and whether it reached the program.
func visit(t *testing.T, s *session, probe string, env ...string) (found map[string]any, visits int64, ran string, reached bool) {
	t.Helper()
	var count atomic.Int64
	places := make(chan string, 10)
	foreign := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/ran" {
			places <- r.URL.RawQuery
			return
		}
		count.Add(1)
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(foreignPage))
	}))
	defer foreign.Close()
	s.env = append(append(s.env, "PROBE_FOREIGN="+foreign.URL), env...)
	p := s.window(t, probe)
	if err := json.Unmarshal(p.hear(t, "page"), &found); err != nil {
		t.Fatal(err)
	}
	if len(env) > 0 {
		select {
		case ran = <-places:
		case <-time.After(patience / 10): // the page stayed where it was
		}
	}
	p.terminate(t)
	for line := range p.lines {
		reached = reached || strings.Contains(line, `"reached"`)
	}
	select {
	case ran = <-places:
	default:
	}
	return found, count.Load(), ran, reached
}

func TestT29ThePageMayDoItsWorkAndNothingElse(t *testing.T) {
	s := newSession(t)
	got, visits, _, reached := visit(t, s, "probe")
	for name, want := range map[string]any{
		"bound": "pong →", "own": true, "picture": 1.0, "styled": "123px 45px",
		"evaluated": "refused: EvalError", "constructed": "refused: EvalError", "fetched": "refused: TypeError",
		"ranInline": false, "ranHandler": false, "ranFrame": false, "rawCall": true,
	} {
		if got[name] != want {
			t.Errorf("%s: got %v, want %v", name, got[name], want)
		}
	}
	if visits != 0 || reached {
		t.Errorf("a page that is not ours was loaded %d times, and reached the program: %v", visits, reached)
	}
	if f, _ := got["fault"].(map[string]any); f["field"] != "filter.all[0]" || f["hint"] != "Try another." {
		t.Errorf("a fault arrived as %v", got["fault"])
	}
	f, _ := got["internal"].(map[string]any)
	if message, _ := f["message"].(string); f["code"] != "internal" || message == "" || strings.Contains(message, "secret") {
		t.Errorf("an internal error arrived as %v", got["internal"])
	}
	if !strings.Contains(s.log(), "disk on fire") {
		t.Error("the cause of an internal error is not in the log")
	}
}

// A page that is not ours takes the place of the window's own, by a link or a
// script: it runs there, and reaches nothing.
func TestT29ForeignPagesReachNothing(t *testing.T) {
	_, visits, ran, reached := visit(t, newSession(t), "probe", "PROBE_NAVIGATE=1")
	if reached {
		t.Error("a page that is not ours called the program")
	}
	if visits == 0 || ran != "top" {
		t.Errorf("the other page was loaded %d times and ran in %q, so nothing was tried", visits, ran)
	}
}

// The control: without the policy the same page does it all, so what the test
// above finds refused is the policy's work.
func TestWithoutThePolicyThePageDoesMore(t *testing.T) {
	got, visits, ran, _ := visit(t, newSession(t), "probe-open")
	for name, want := range map[string]any{
		"evaluated": 2.0, "constructed": 2.0, "fetched": 200.0, "ranInline": true, "ranHandler": true, "ranFrame": true,
	} {
		if got[name] != want {
			t.Errorf("%s: got %v, want %v", name, got[name], want)
		}
	}
	if visits < 2 || ran != "frame" {
		t.Errorf("the other page was loaded %d times, want by fetch and by frame, and ran in %q", visits, ran)
	}
}
