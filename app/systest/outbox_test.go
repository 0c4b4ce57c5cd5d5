package systest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"headroom/backend/testkit/fakenotify"
)

// What the notification service does to the program that asks it to show something.
const (
	shows         = "shows"
	refuses       = "refuses"
	killsUnshown  = "kills before it shows"
	killsShown    = "kills after it has shown"
	showsAndFails = "shows and answers with an error"
)

// centre is a notification service that does one of these to what asks it.
type centre struct {
	*fakenotify.Server

	mu     sync.Mutex
	does   string
	asking *exec.Cmd
}

func (c *centre) kill() {
	_ = c.asking.Process.Kill()
	_, _ = c.asking.Process.Wait()
}

func (c *centre) before(fakenotify.Message) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch c.does {
	case refuses:
		return errors.New("not now")
	case killsUnshown:
		c.kill()
		return errors.New("nobody asks")
	}
	return nil
}

func (c *centre) after(fakenotify.Message) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch c.does {
	case killsShown:
		c.kill()
	case showsAndFails:
		return errors.New("shown, but the answer is lost")
	}
	return nil
}

// checks runs one check at a moment against the service, and reports whether it
// lived to its end.
func (c *centre) checks(h *headroom, does string, at time.Time) (lived bool) {
	h.t.Helper()
	cmd := play(theCommand, "--store", h.store, "--now", at.Format(time.RFC3339), "--zone", "UTC", "--json", "check")
	cmd.Env = slices.DeleteFunc(cmd.Env, func(v string) bool {
		return strings.HasPrefix(v, "DBUS_SESSION_BUS_ADDRESS=") || strings.HasPrefix(v, "PATH=")
	})
	cmd.Env = append(cmd.Env, "DBUS_SESSION_BUS_ADDRESS="+os.Getenv("DBUS_SESSION_BUS_ADDRESS"), "PATH=") // no programs to fall back to
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	c.mu.Lock()
	c.does, c.asking = does, cmd
	err := cmd.Start()
	c.mu.Unlock()
	if err != nil {
		h.t.Fatal(err)
	}
	err = cmd.Wait()
	if does == killsUnshown || does == killsShown {
		return err == nil
	}
	if err != nil {
		h.t.Fatalf("%s at %s: %v\n%s", does, at, err, out.String())
	}
	return true
}

// TestT23WhatIsDueIsShownWhateverHappens: one line comes due each day; the service
// refuses, or the program is killed before or after the message is shown, and
// five minutes later a healthy check follows. Each is shown at least once, and
// twice only where the program died, or the answer was lost, between showing and
// writing that down: once more for each, under the same tag.
func TestT23WhatIsDueIsShownWhateverHappens(t *testing.T) {
	c := &centre{Server: fakenotify.ForTest(t)}
	c.Behave(c.before, c.after)
	h := newHeadroom(t)
	start := dayOf(2024, time.February, 1)
	ways := []string{shows, refuses, killsUnshown, killsShown, showsAndFails}
	ends := contracts{}
	const days = 15
	for i := range days {
		ends[fmt.Sprintf("C-%d", i)] = start + day(31+i)
	}
	h.importContracts(start, ends.table())
	h.must(nil, "rule", "add", jsonFile(t, "rule.json", endsIn30))

	for i := range days {
		does := ways[i%len(ways)]
		at := time.Date(2024, time.February, 2+i, 8, 0, 0, 0, time.UTC)
		known := len(c.Received())
		lived := c.checks(h, does, at)
		if killed := does == killsUnshown || does == killsShown; killed == lived {
			t.Fatalf("day %d, %s: the program lived: %v", i, does, lived)
		}
		first := len(c.Received()) - known
		c.checks(h, shows, at.Add(5*time.Minute))
		again := c.Received()[known+first:]
		want := map[string][2]int{shows: {1, 0}, refuses: {0, 1}, killsUnshown: {0, 1}, killsShown: {1, 1}, showsAndFails: {1, 1}}[does]
		if got := [2]int{first, len(again)}; got != want {
			t.Errorf("day %d, %s: shown %v times, want %v", i, does, got, want)
		}
		all := c.Received()[known:]
		for _, m := range all {
			if m.Body != all[0].Body || m.Hints["x-dunst-stack-tag"] != all[0].Hints["x-dunst-stack-tag"] || m.Hints["x-dunst-stack-tag"] == "" {
				t.Errorf("day %d, %s: %+v is not %+v again", i, does, m, all[0])
			}
		}
		before := len(c.Received())
		c.checks(h, shows, at.Add(time.Hour))
		if len(c.Received()) != before {
			t.Errorf("day %d, %s: shown again an hour later", i, does)
		}
	}
	tags := map[string]bool{}
	for _, m := range c.Received() {
		tags[m.Hints["x-dunst-stack-tag"]] = true
	}
	if len(tags) != days || len(h.inbox()) != days {
		t.Errorf("%d lines were shown, %d are in the inbox, want %d", len(tags), len(h.inbox()), days)
	}
}
