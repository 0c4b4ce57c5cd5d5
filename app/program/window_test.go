package program_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"headroom/app/bridge"
	"headroom/app/program"
	"headroom/backend/change"
	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/notify"
	"headroom/backend/report"
	"headroom/backend/watch"
)

func now() time.Time { return time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC) }

// host lends a bridge what the shell would.
type host struct {
	desk     bridge.Desk
	language string
	refused  error
	events   []string

	saveTo  string // what the dialog is answered with
	copied  string
	picture []byte
	printed int
}

func (h *host) Desk() (bridge.Desk, error)              { return h.desk, h.refused }
func (h *host) Restore(context.Context, string) error   { return nil }
func (h *host) Emit(name string, _ ...any)              { h.events = append(h.events, name) }
func (h *host) OpenFiles() ([]string, error)            { return nil, nil }
func (h *host) OpenFile(string, string) (string, error) { return "", nil }
func (h *host) OpenFolder(string) (string, error)       { return "", nil }
func (h *host) SaveFile(string, string) (string, error) { return h.saveTo, nil }
func (h *host) CopyText(text string) error              { h.copied = text; return nil }
func (h *host) CopyPicture(png []byte) (bool, error)    { h.picture = png; return true, nil }
func (h *host) Print() error                            { h.printed++; return nil }
func (h *host) Version() string                         { return program.Version }
func (h *host) AskPermission() (string, error)          { return "ready", nil }
func (h *host) AgentStatus() (string, error)            { return "absent", nil }
func (h *host) SetAgent(bool) (string, error)           { return "installed", nil }
func (h *host) StartAtLogin(bool) error                 { return nil }
func (h *host) StartsAtLogin() (bool, error)            { return false, nil }
func (h *host) Language() string                        { return h.language }

// bound returns the window's structs by name, on h.
func bound(h bridge.Host) map[string]reflect.Value {
	out := map[string]reflect.Value{}
	for _, b := range bridge.Bound(h, slog.New(slog.DiscardHandler)) {
		v := reflect.ValueOf(b)
		out[v.Elem().Type().Name()] = v
	}
	return out
}

func opened(t testing.TB) *program.Program {
	t.Helper()
	p, err := program.Open(t.Context(), program.Options{Path: filepath.Join(t.TempDir(), "headroom.db"), Create: true, Now: now, Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

func demo(t testing.TB) *program.Program {
	t.Helper()
	p := opened(t)
	results, err := p.ImportDemo(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if broken := strings.Contains(r.File, "sponsors-2026-11-06"); r.State != "committed" || (r.Rejected == 1) != broken || r.Rejected > 1 {
			t.Fatalf("%s: %s, %d rejected, %v", r.File, r.State, r.Rejected, r.Problems)
		}
	}
	return p
}

// portfolioOf returns the bound portfolio of a program.
func portfolioOf(t *testing.T, p *program.Program) *bridge.Portfolio {
	t.Helper()
	return bound(&host{desk: p})["Portfolio"].Interface().(*bridge.Portfolio)
}

func TestEveryMethodOfTheWindowIsDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/bridge.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range bound(&host{}) {
		for i := range v.NumMethod() {
			if call := name + "." + v.Type().Method(i).Name + "("; !strings.Contains(string(text), call) {
				t.Errorf("%s…) is not in docs/bridge.md", call)
			}
		}
	}
}

// TestEveryMethodAnswers calls every bound method with zero arguments where
// there is no backend, and where the backend panics: each must return an
// error that is safe to show, for otherwise the window waits for ever.
func TestEveryMethodAnswers(t *testing.T) {
	without := &host{refused: fault.New(fault.Store, "There is no store.")}
	panicking := &host{} // a nil Desk: every call of it panics
	needless := map[string]bool{
		"System.LogFromWindow": true, "Imports.Choose": true, "Imports.Cancel": true, "Imports.Restore": true, "Imports.Expand": true, "Imports.AddFolder": true, "Imports.SaveRejected": true, "Definitions.Functions": true, "Exports.CopyText": true, "Exports.Print": true,
		"Settings.AgentStatus": true, "Settings.StartsAtLogin": true, "Settings.AskPermission": true, "Rules.Inspect": true,
	}
	for what, h := range map[string]*host{"no backend": without, "a panic": panicking} {
		for name, v := range bound(h) {
			for i := range v.NumMethod() {
				m := v.Type().Method(i)
				args := make([]reflect.Value, 0, m.Type.NumIn())
				for k := 1; k < m.Type.NumIn(); k++ {
					args = append(args, reflect.Zero(m.Type.In(k)))
				}
				if m.Type.NumOut() != 2 {
					t.Errorf("%s.%s returns %d values", name, m.Name, m.Type.NumOut())
					continue
				}
				err, _ := v.Method(i).Call(args)[1].Interface().(error)
				if call := name + "." + m.Name; err == nil && !needless[call] {
					t.Errorf("%s with %s returned no error", call, what)
				}
				var shown *fault.Error
				if err != nil && !errors.As(err, &shown) {
					t.Errorf("%s.%s with %s: %v cannot be shown", name, m.Name, what, err)
				}
			}
		}
	}
}

func TestPagesHaveNoNullLists(t *testing.T) {
	for name, p := range map[string]*program.Program{"an empty store": opened(t), "the demo": demo(t)} {
		window := bound(&host{desk: p})
		for of, methods := range map[string][]string{"System": {"Status"}, "Imports": {"History", "Staleness", "Memories", "Folders", "Found"}, "Identity": {"Suggestions", "Decisions"}, "Portfolio": {"Watched"}} {
			for _, method := range methods {
				out := window[of].MethodByName(method).Call(nil)
				if err := out[1].Interface(); err != nil {
					t.Fatalf("%s: %s.%s: %v", name, of, method, err)
				}
				walk(t, name+" "+method, out[0])
			}
		}
	}
}

func walk(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Slice:
		if v.IsNil() {
			t.Errorf("%s is null", path)
		}
		for i := range v.Len() {
			walk(t, fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			walk(t, path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			walk(t, path, v.Elem())
		}
	case reflect.Float64:
		if math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0) {
			t.Errorf("%s is %v", path, v.Float())
		}
	default:
	}
}

func TestWatchingMeansBeingTold(t *testing.T) {
	p := demo(t)
	w := portfolioOf(t, p)
	r, err := p.Ask(t.Context(), metric.Query{
		Columns: []string{"account_key", "days_to_end"}, Counting: true, Limit: 1,
		Filter: &metric.Filter{Dimension: "days_to_end", Op: "between", Values: []any{0, 30}},
	})
	if err != nil || len(r.Rows) == 0 {
		t.Fatalf("%d rows end within 30 days, %v", len(r.Rows), err)
	}
	key := report.Read(r).Text(0, "account_key")
	if items, err := p.Store.Inbox(t.Context()); err != nil || len(items) > 0 {
		t.Fatalf("the inbox has %d items before anything is watched, %v", len(items), err)
	}
	if _, err := w.Watch("account", key, true); err != nil {
		t.Fatal(err)
	}
	items, err := p.Store.Inbox(t.Context())
	if err != nil || len(items) == 0 {
		t.Fatalf("watching an account of which something ends soon brought %d items, %v", len(items), err)
	}
	for _, i := range items {
		if i.AccountKey != key {
			t.Errorf("told about %s, which nobody watches", i.Account)
		}
	}
	if watched, err := w.Watched(); err != nil || !slices.Equal(watched.Accounts, []string{key}) {
		t.Errorf("watched is %v, %v", watched, err)
	}
}

func TestTheFirstRulesSpeakThePersonsLanguage(t *testing.T) {
	for language, want := range map[string]string{"": "Watched: ends within 90 days", "en": "Watched: ends within 90 days", "de": "Beobachtet: endet binnen 90 Tagen"} {
		p := opened(t)
		w := bound(&host{desk: p, language: language})["Portfolio"].Interface().(*bridge.Portfolio)
		if _, err := w.Watch("account", "tenant:1", true); err != nil {
			t.Fatal(err)
		}
		rules, err := p.Store.Rules(t.Context())
		if err != nil || len(rules) != 2 || rules[0].Rule.Name != want {
			t.Errorf("in %q the rules are %+v, %v", language, rules, err)
		}
	}
}

// deaf is a machine without a notification service.
type deaf struct{}

func (deaf) Notify(context.Context, notify.Message) (string, error) {
	return "", errors.New("no service")
}

// TestWhatCannotBeShownIsNoNews delivers where nothing can be shown: the loop
// delivers on news, so that news of the failure would make it spin.
func TestWhatCannotBeShownIsNoNews(t *testing.T) {
	heard := 0
	changes := &change.Bus{}
	p, err := program.Open(t.Context(), program.Options{
		Path: filepath.Join(t.TempDir(), "headroom.db"), Create: true, Now: now, Zone: time.UTC, Changes: changes,
		Channels: []notify.Channel{{Name: "deaf", Sender: deaf{}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if _, err := p.ImportDemo(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := p.AddRule(t.Context(), watch.Rule{Name: "Ends", Template: watch.EndsWithin, Days: 60, State: watch.Active}); err != nil {
		t.Fatal(err)
	}
	changes.Listen(func(change.Set) { heard++ })
	for i := range 3 {
		delivered, err := p.Deliver(t.Context())
		if err != nil || i == 0 && (len(delivered) == 0 || delivered[0].Error == "") {
			t.Fatalf("delivered %+v, %v", delivered, err)
		}
	}
	if heard > 0 {
		t.Errorf("%d times news of nothing", heard)
	}
}

func TestRemovingTheDemoLeavesAnEmptyStore(t *testing.T) {
	p := demo(t)
	empty := opened(t)
	imports := bound(&host{desk: p})["Imports"].Interface().(*bridge.Imports)
	if _, err := imports.RemoveDemo(); err != nil {
		t.Fatal(err)
	}
	a, err := p.Store.Digest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if b, err := empty.Store.Digest(t.Context()); err != nil || a != b {
		t.Errorf("the store is not as if the demo had never been: %v", err)
	}
	status, err := bound(&host{desk: p})["System"].Interface().(*bridge.System).Status()
	if err != nil || !status.Empty || status.Demo {
		t.Errorf("status %+v, %v", status, err)
	}
}

// TestNextEndIsTheEarliestLine compares the next end of every account with its
// lines.
func TestNextEndIsTheEarliestLine(t *testing.T) {
	p := demo(t)
	lines, err := p.Ask(t.Context(), metric.Query{Columns: []string{"account_key", "days_to_end"}, Counting: true})
	if err != nil {
		t.Fatal(err)
	}
	earliest := map[string]float64{}
	for i, table := 0, report.Read(lines); i < len(table.Rows); i++ {
		key, days := table.Text(i, "account_key"), table.Number(i, "days_to_end")
		if known, ok := earliest[key]; days != nil && (!ok || *days < known) {
			earliest[key] = *days
		}
	}
	accounts, err := p.Ask(t.Context(), metric.Query{Metrics: []string{"entitlements", "days_to_next_end"}, By: []metric.By{{Dimension: "account_key"}}})
	if err != nil || len(accounts.Rows) < 40 {
		t.Fatalf("%d accounts, %v", len(accounts.Rows), err)
	}
	for i, table := 0, report.Read(accounts); i < len(table.Rows); i++ {
		key, got := table.Text(i, "account_key"), table.Number(i, "days_to_next_end")
		want, ok := earliest[key]
		if ok != (got != nil) || ok && *got != want {
			t.Errorf("the next end of %s is in %v days, its lines say %v", key, got, want)
		}
	}
}
