package app

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"sync"
	"time"

	"headroom/app/agent"
	"headroom/app/bridge"
	"headroom/app/profile"
	"headroom/app/program"
	"headroom/backend/change"
	"headroom/backend/fault"
	"headroom/backend/notify"
	"headroom/backend/notify/desktop"
	"headroom/backend/notify/keyring"
	"headroom/backend/report"
	"headroom/backend/store"
	"headroom/backend/watch"
)

// Services is everything behind the window. Bind is asked first and touches
// nothing; between Start and Stop the bound structs work.
type Services interface {
	// Bind returns the structs whose methods the window may call.
	Bind() []any
	// Start opens the store and starts the loops; ctx ends before Stop.
	Start(ctx context.Context) error
	// Pages lists the dashboards the menu offers, in a language.
	Pages(lang string) []Page
	// Drawn says that the first page stands; what is due at a start waits for it.
	Drawn()
	// Stays says that the program goes on unseen when its window is closed.
	Stays() bool
	// Stop ends what Start began.
	Stop()
}

// Host is what the shell lends the services.
type Host struct {
	Profile profile.Profile
	Options Options
	Version string
	// Language returns that of the window, "" before it is known.
	Language func() string
	Log      *slog.Logger
	Now      func() time.Time
	// Emit sends an event to the window; without a window it is dropped.
	Emit    func(name string, data ...any)
	Dialogs Dialogs
	// Clipboard is filled by what is copied in the window.
	Clipboard Clipboard
	// Print opens the system's dialog for printing the page.
	Print func() error
	// Notifier shows notifications whose click opens their route in the window.
	Notifier Notifier
}

// newServices puts the program together: store, engine, bridge, loop.
func newServices(h Host) Services { return &services{host: h} }

// services is the program behind one window.
type services struct {
	host Host
	loop *loop

	mu   sync.RWMutex
	desk *program.Program // nil before Start and while a backup is restored
}

var _ bridge.Host = (*services)(nil)

// Bind returns the structs whose methods the window may call.
func (s *services) Bind() []any { return bridge.Bound(s, s.host.Log) }

// Start opens the store and starts the loop that watches the clock.
func (s *services) Start(ctx context.Context) error {
	s.loop = newLoop(s)
	if err := s.open(ctx); err != nil {
		return err
	}
	go s.warm(ctx)
	s.loop.start(ctx)
	return nil
}

// warm reads ahead for the first page; what it cannot read the page will name.
func (s *services) warm(ctx context.Context) {
	if p, err := s.program(); err == nil {
		if err := p.Warm(ctx); err != nil && ctx.Err() == nil {
			s.host.Log.Warn("read ahead", "cause", err)
		}
	}
}

// Pages lists the dashboards that are about no one account.
func (s *services) Pages(lang string) []Page {
	ctx, cancel := context.WithTimeout(context.Background(), pagesTimeout)
	defer cancel()
	p, err := s.program()
	if err != nil {
		return nil
	}
	entries, err := p.Library(ctx, report.KindDashboard, lang)
	if err != nil {
		s.host.Log.Warn("list the dashboards", "cause", err)
		return nil
	}
	var pages []Page
	for _, e := range entries {
		if e.About == "" {
			pages = append(pages, Page{Title: e.Title, Route: "#/dashboard/" + url.PathEscape(e.Name)})
		}
	}
	return pages
}

// Drawn lets the loop begin.
func (s *services) Drawn() { s.loop.begin() }

// Stays says that the person wants the program to go on when its window is closed.
func (s *services) Stays() bool {
	ctx, cancel := context.WithTimeout(context.Background(), pagesTimeout)
	defer cancel()
	p, err := s.program()
	if err != nil {
		return false
	}
	settings, err := p.Settings(ctx)
	if err != nil {
		s.host.Log.Warn("read whether the window is only hidden", "cause", err)
	}
	return settings["hide_on_close"] == "yes"
}

// pagesTimeout bounds what the menu waits for.
const pagesTimeout = 2 * time.Second

func (s *services) open(ctx context.Context) error {
	now, zone, err := s.host.Options.clock(s.host.Now)
	if err != nil {
		return err
	}
	changes := &change.Bus{}
	changes.Listen(func(set change.Set) {
		s.host.Emit("changed", set)
		s.loop.wake()
	})
	p, err := program.Open(ctx, program.Options{
		Path: s.host.Profile.Store, Create: true, Now: now, Zone: zone, Changes: changes,
		Channels: []notify.Channel{{Name: desktop.Name, Sender: s.host.Notifier}}, Secrets: keyring.Keyring{},
		Spoken: s.host.Profile.Language(),
	})
	if err != nil {
		return err
	}
	s.host.Notifier.Answered(s.answer)
	s.mu.Lock()
	s.desk = p
	s.mu.Unlock()
	return nil
}

// answerTimeout bounds what an answer waits for another program that writes.
const answerTimeout = time.Minute

// snoozed is for how many days a button of a notification puts an item away.
const snoozed = 7

// answer does what the person asked for with a button of a notification.
func (s *services) answer(action string, item int64) {
	ctx, cancel := context.WithTimeout(context.Background(), answerTimeout)
	defer cancel()
	p, err := s.program()
	if err == nil {
		switch action {
		case desktop.Done:
			err = p.DoneWith(ctx, []int64{item}, "")
		case desktop.Snooze:
			err = p.SnoozeUntil(ctx, []int64{item}, watch.Return{Day: (p.Today() + snoozed).String()}, "")
		}
	}
	if err != nil {
		s.host.Log.Warn("answer to a notification", "action", action, "item", item, "cause", err)
	}
}

// AgentStatus says how the program stands with the system's scheduler.
func (s *services) AgentStatus() (string, error) {
	r, err := agent.Here(s.host.Profile)
	if err != nil {
		return fault.Of(err).Error(), nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), agentTimeout)
	defer cancel()
	status, err := r.Status(ctx)
	if f := fault.Of(err); f != nil && f.Code != fault.Internal {
		return f.Error(), nil // it cannot be said, and the page says why
	}
	if err != nil {
		return "", fmt.Errorf("ask the scheduler: %w", err)
	}
	return string(status.State), nil
}

// SetAgent registers the checks with the system's scheduler, or takes them back.
func (s *services) SetAgent(on bool) (string, error) {
	r, err := agent.Here(s.host.Profile)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), agentTimeout)
	defer cancel()
	if on {
		err = r.Install(ctx, agent.DefaultEvery)
	} else {
		err = r.Remove(ctx)
	}
	if err != nil {
		return "", err
	}
	return s.AgentStatus()
}

// agentTimeout bounds what the system's scheduler may take.
const agentTimeout = time.Minute

// StartAtLogin has the system start the program with the person's session.
func (s *services) StartAtLogin(on bool) error {
	r, err := agent.Here(s.host.Profile)
	if err != nil {
		return err
	}
	return r.StartAtLogin(on)
}

// StartsAtLogin reports whether it does.
func (s *services) StartsAtLogin() (bool, error) {
	r, err := agent.Here(s.host.Profile)
	if err != nil {
		return false, err
	}
	return r.StartsAtLogin()
}

// AskPermission asks the system whether notifications may be shown.
func (s *services) AskPermission() (string, error) { return s.host.Notifier.AskPermission() }

// Stop ends the loop and closes the store.
func (s *services) Stop() {
	if s.loop != nil {
		s.loop.stop()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.desk == nil {
		return
	}
	if err := s.desk.Close(); err != nil {
		s.host.Log.Error("close the store", "cause", err)
	}
	s.desk = nil
}

// program returns the open program.
func (s *services) program() (*program.Program, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.desk == nil {
		return nil, fault.New(fault.Store, "The store is being opened.").WithHint("Try again in a moment.")
	}
	return s.desk, nil
}

// Desk returns the open backend.
func (s *services) Desk() (bridge.Desk, error) {
	p, err := s.program()
	if err != nil {
		return nil, err
	}
	return p, nil
}

// Restore puts a backup in the place of the store. What was there is opened
// again when the backup is refused.
func (s *services) Restore(ctx context.Context, file string) error {
	p, err := s.program()
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.desk = nil
	s.mu.Unlock()
	if err := p.Close(); err != nil {
		s.host.Log.Warn("close the store", "cause", err)
	}
	refused := store.Restore(ctx, file, s.host.Profile.Store, s.host.Now)
	if err := s.open(ctx); err != nil {
		return err
	}
	s.host.Emit("changed", change.Set{change.Facts, change.Files, change.Settings, change.Definitions, change.Documents, change.Rules, change.Inbox, change.Watches})
	return refused
}

// Emit sends an event to the window.
func (s *services) Emit(name string, data ...any) { s.host.Emit(name, data...) }

// OpenFiles asks for files to import.
func (s *services) OpenFiles() ([]string, error) { return s.host.Dialogs.OpenFiles() }

// OpenFolder asks for a folder.
func (s *services) OpenFolder(title string) (string, error) { return s.host.Dialogs.OpenFolder(title) }

// OpenFile asks for one file.
func (s *services) OpenFile(title, pattern string) (string, error) {
	return s.host.Dialogs.OpenFile(title, pattern)
}

// SaveFile asks where to write a file.
func (s *services) SaveFile(title, name string) (string, error) {
	return s.host.Dialogs.SaveFile(title, name)
}

// CopyText puts a text on the clipboard.
func (s *services) CopyText(text string) error { return s.host.Clipboard.SetText(text) }

// CopyPicture puts a PNG on the clipboard, and says false where this system cannot.
func (s *services) CopyPicture(png []byte) (bool, error) { return s.host.Clipboard.SetPicture(png) }

// Print opens the system's dialog for printing the page.
func (s *services) Print() error { return s.host.Print() }

// Version is the version of the program.
func (s *services) Version() string { return s.host.Version }

// Language is that of the window, "" before it is known.
func (s *services) Language() string {
	if s.host.Language == nil {
		return ""
	}
	return s.host.Language()
}
