// Command probe is the shell of Headroom around a page that tries what it must
// and must not be able to do. It prints a JSON line for everything the page
// reports, and obeys the words it reads: "notify" shows a notification.
package main

import (
	"bufio"
	"context"
	"embed"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"

	"headroom/app"
	"headroom/backend/fault"
	"headroom/backend/notify"
)

//go:embed page
var page embed.FS

func main() {
	o, err := app.ParseOptions(os.Args[1:], os.Stderr)
	if err != nil {
		os.Exit(2)
	}
	os.Exit(app.Window(o, page, func(h app.Host) app.Services { return &services{host: h} }))
}

type services struct{ host app.Host }

// Bind returns the probe.
func (s *services) Bind() []any { return []any{&Probe{}} }

// Start obeys what comes in.
func (s *services) Start(ctx context.Context) error {
	s.host.Notifier.Answered(func(action string, item int64) {
		fmt.Printf("{\"kind\":\"answer\",\"value\":%q}\n", fmt.Sprintf("%s %d", action, item))
	})
	go func() {
		for in := bufio.NewScanner(os.Stdin); in.Scan(); {
			if route, ok := strings.CutPrefix(in.Text(), "route "); ok {
				s.host.Emit("tell", "route", route)
			}
			if in.Text() != "notify" {
				continue
			}
			m := notify.Message{Tag: "7", Lang: "en", Notes: []notify.Note{{Item: 12}}, Title: "Contoso: 3 licences end", Body: "In 14 days → 5 Dec", Route: "#/account/contoso"}
			if _, err := s.host.Notifier.Notify(ctx, m); err != nil {
				fmt.Printf("{\"kind\":\"error\",\"value\":%q}\n", err)
				continue
			}
			fmt.Println(`{"kind":"notified"}`)
		}
	}()
	return nil
}

// Drawn has nothing to wait for.
func (s *services) Drawn() {}

// Stays says that the end of the window is that of the probe.
func (s *services) Stays() bool { return false }

// Pages are what the menu lists.
func (s *services) Pages(string) []app.Page {
	return []app.Page{{Title: "Ends & renews", Route: "#/dashboard/renewals"}}
}

// Stop says that the program ended in order.
func (s *services) Stop() { fmt.Println(`{"kind":"stopped"}`) }

// Probe is what the page may call.
type Probe struct{ marked atomic.Bool }

// Report prints what the page found.
func (*Probe) Report(line string) error {
	fmt.Println(line)
	return nil
}

// Foreign is the address of a page that is not ours.
func (*Probe) Foreign() (string, error) { return os.Getenv("PROBE_FOREIGN"), nil }

// Navigate says whether the page is to leave for one that is not ours.
func (*Probe) Navigate() (bool, error) { return os.Getenv("PROBE_NAVIGATE") != "", nil }

// Mark and Marked show that a call came in.
func (p *Probe) Mark() error { p.marked.Store(true); return nil }

// Marked says whether Mark was called.
func (p *Probe) Marked() (bool, error) { return p.marked.Load(), nil }

// Ping answers.
func (*Probe) Ping(text string) (string, error) { return "pong " + text, nil }

// Fail refuses with a fault.
func (*Probe) Fail() (string, error) {
	return "", fault.At("filter.all[0]", "There is no %q.", "pony").WithHint("Try another.")
}

// Break fails for a reason nobody should see.
func (*Probe) Break() (string, error) { return "", errors.New("secret: disk on fire") }
