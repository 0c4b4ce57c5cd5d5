package app

import (
	"context"
	"log/slog"
	"time"

	"headroom/app/profile"
	"headroom/backend/notify"
)

// Services is everything behind the window. Bind is asked first and touches
// nothing; between Start and Stop the bound structs work.
type Services interface {
	// Bind returns the structs whose methods the window may call.
	Bind() []any
	// Start opens the store and starts the loops; ctx ends before Stop.
	Start(ctx context.Context) error
	// Stop ends what Start began.
	Stop()
}

// Host is what the shell lends the services.
type Host struct {
	Profile profile.Profile
	Options Options
	Version string
	Log     *slog.Logger
	Now     func() time.Time
	// Emit sends an event to the window; without a window it is dropped.
	Emit    func(name string, data ...any)
	Dialogs Dialogs
	// Notifier shows notifications whose click opens their route in the window.
	Notifier notify.Sender
	// Browse opens an https address in the person's browser.
	Browse func(url string) error
}

// newServices puts the program together: store, engine, bridge, loop.
func newServices(h Host) Services { return &idle{System{version: h.Version}} }

// idle is a program without a backend.
type idle struct{ system System }

// Bind returns the structs whose methods the window may call.
func (i *idle) Bind() []any { return []any{&i.system} }

// Start does nothing.
func (i *idle) Start(context.Context) error { return nil }

// Stop does nothing.
func (i *idle) Stop() {}

// System tells the window about the program.
type System struct{ version string }

// Version is the version of the program.
func (s *System) Version() (string, error) { return s.version, nil }
