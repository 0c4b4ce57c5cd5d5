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
	second := s.start(t, filepath.Join(s.bin, "probe"), "--store", s.store, "--open", "#/inbox")
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

func TestARouteOnTheCommandLineIsOpened(t *testing.T) {
	s := newSession(t)
	p := s.window(t, "probe", "--open", "#/account/a b")
	if hash, _ := url.PathUnescape(string(p.hear(t, "hash"))); hash != `"#/account/a b"` {
		t.Errorf("the page went to %s", hash)
	}
	p.terminate(t)
}

func TestTheMenuImports(t *testing.T) {
	s := newSession(t)
	p := s.window(t, "probe")
	p.hear(t, "page")
	s.do(t, "xdotool", "windowfocus", "--sync", s.find(t, "Headroom"))
	s.do(t, "xdotool", "key", "--clearmodifiers", "ctrl+o")
	p.hear(t, "menu:import")
	s.do(t, "xdotool", "key", "--clearmodifiers", "ctrl+q")
	p.hear(t, "stopped")
	if status := p.exit(t); status != 0 {
		t.Errorf("Quit ended the program with status %d", status)
	}
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

// visit runs the page that tries what it may do, beside a page that is not ours, and
// returns what it found and how often that other page was asked for.
func visit(t *testing.T, s *session, probe string) (found map[string]any, visits int64) {
	t.Helper()
	var count atomic.Int64
	foreign := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		count.Add(1)
		w.Header().Set("Access-Control-Allow-Origin", "*")
		_, _ = w.Write([]byte("<p>Not ours.</p>"))
	}))
	defer foreign.Close()
	s.env = append(s.env, "PROBE_FOREIGN="+foreign.URL)
	p := s.window(t, probe)
	if err := json.Unmarshal(p.hear(t, "page"), &found); err != nil {
		t.Fatal(err)
	}
	p.terminate(t)
	return found, count.Load()
}

func TestThePageMayDoItsWorkAndNothingElse(t *testing.T) {
	s := newSession(t)
	got, visits := visit(t, s, "probe")
	for name, want := range map[string]any{
		"bound": "pong →", "own": true, "picture": 1.0, "styled": "123px 45px",
		"evaluated": "refused: EvalError", "constructed": "refused: EvalError", "fetched": "refused: TypeError",
		"ranInline": false, "ranHandler": false, "ranFrame": false,
	} {
		if got[name] != want {
			t.Errorf("%s: got %v, want %v", name, got[name], want)
		}
	}
	if visits != 0 {
		t.Errorf("a page that is not ours was loaded %d times", visits)
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

// The control: without the policy the same page does it all, so what the test
// above finds refused is the policy's work.
func TestWithoutThePolicyThePageDoesMore(t *testing.T) {
	got, visits := visit(t, newSession(t), "probe-open")
	for name, want := range map[string]any{
		"evaluated": 2.0, "constructed": 2.0, "fetched": 200.0, "ranInline": true, "ranHandler": true, "ranFrame": true,
	} {
		if got[name] != want {
			t.Errorf("%s: got %v, want %v", name, got[name], want)
		}
	}
	if visits < 2 {
		t.Errorf("the other page was loaded %d times, want by fetch and by frame", visits)
	}
}
