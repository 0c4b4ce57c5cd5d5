// Package fakenotify is the operating system's notification centre as the
// tests see it: a server of org.freedesktop.Notifications on a private session
// bus, which keeps what it was asked to show and can be told to click.
package fakenotify

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/godbus/dbus/v5"
)

const (
	busName = "org.freedesktop.Notifications"
	busPath = dbus.ObjectPath("/org/freedesktop/Notifications")
)

// Message is one notification as the program sent it.
type Message struct {
	ID       uint32
	App      string
	Replaces uint32
	Title    string
	Body     string
	Actions  []string
	Hints    map[string]string
}

// Server is a running notification server. Its methods may be called from any
// goroutine.
type Server struct {
	conn *dbus.Conn

	mu       sync.Mutex
	before   func(Message) error
	after    func(Message) error
	can      []string
	last     uint32 // the number of the newest notification
	received []Message
	arrived  chan struct{} // closed and renewed with every message
}

// Start serves notifications on the bus that DBUS_SESSION_BUS_ADDRESS names,
// until ctx ends or Close is called.
func Start(ctx context.Context) (*Server, error) {
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		return nil, fmt.Errorf("connect to the session bus: %w", err)
	}
	return serve(ctx, conn)
}

// StartOn serves notifications on the bus with the given address.
func StartOn(ctx context.Context, address string) (*Server, error) {
	conn, err := dbus.Connect(address)
	if err != nil {
		return nil, fmt.Errorf("connect to the bus: %w", err)
	}
	return serve(ctx, conn)
}

func serve(ctx context.Context, conn *dbus.Conn) (*Server, error) {
	s := &Server{conn: conn, arrived: make(chan struct{})}
	if err := conn.Export(methods{s}, busPath, busName); err != nil {
		conn.Close()
		return nil, fmt.Errorf("export the server: %w", err)
	}
	reply, err := conn.RequestName(busName, dbus.NameFlagDoNotQueue)
	if err != nil {
		conn.Close()
		return nil, fmt.Errorf("own %s: %w", busName, err)
	}
	if reply != dbus.RequestNameReplyPrimaryOwner {
		conn.Close()
		return nil, fmt.Errorf("own %s: another server has it", busName)
	}
	context.AfterFunc(ctx, s.Close)
	return s, nil
}

// Behave sets what happens before a notification is shown and after it was. An
// error is the answer; one of before keeps it from being shown. Either may be nil.
func (s *Server) Behave(before, after func(Message) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before, s.after = before, after
}

// Can adds capabilities, as "body-markup".
func (s *Server) Can(more ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.can = append(s.can, more...)
}

// Close leaves the bus. What was received stays readable.
func (s *Server) Close() { s.conn.Close() }

// Received returns what was sent so far, oldest first.
func (s *Server) Received() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.received)
}

// Wait returns what was received as soon as there are at least n messages, or
// what there is when ctx ends, with its error.
func (s *Server) Wait(ctx context.Context, n int) ([]Message, error) {
	for {
		s.mu.Lock()
		got, arrived := slices.Clone(s.received), s.arrived
		s.mu.Unlock()
		if len(got) >= n {
			return got, nil
		}
		select {
		case <-arrived:
		case <-ctx.Done():
			return got, fmt.Errorf("%d of %d notifications arrived: %w", len(got), n, ctx.Err())
		}
	}
}

// Showing returns what stands on the screen: every message that no later one
// has replaced, oldest first.
func (s *Server) Showing() []Message {
	var out []Message
	for _, m := range s.Received() {
		if i := slices.IndexFunc(out, func(o Message) bool { return o.ID == m.ID }); i >= 0 {
			out[i] = m
			continue
		}
		out = append(out, m)
	}
	return out
}

// Dismiss puts a notification away as a person does by hand.
func (s *Server) Dismiss(id uint32) error {
	const byPerson = uint32(2)
	return s.conn.Emit(busPath, busName+".NotificationClosed", id, byPerson)
}

// Click presses an action of a notification; "default" is the notification itself.
func (s *Server) Click(id uint32, action string) error {
	return s.conn.Emit(busPath, busName+".ActionInvoked", id, action)
}

func (s *Server) add(m Message) uint32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m.ID = m.Replaces; m.ID == 0 {
		s.last++
		m.ID = s.last
	}
	s.received = append(s.received, m)
	close(s.arrived)
	s.arrived = make(chan struct{})
	return m.ID
}

// methods are what the bus may call; a type of its own keeps the methods of
// Server off the bus.
type methods struct{ s *Server }

// Notify is the call that shows a notification.
func (m methods) Notify(app string, replaces uint32, _, title, body string, actions []string, hints map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	texts := make(map[string]string, len(hints))
	for k, v := range hints {
		texts[k] = v.String()
	}
	shown := Message{App: app, Replaces: replaces, Title: title, Body: body, Actions: actions, Hints: texts}
	m.s.mu.Lock()
	before, after := m.s.before, m.s.after
	m.s.mu.Unlock()
	if before != nil {
		if err := before(shown); err != nil {
			return 0, dbus.MakeFailedError(err)
		}
	}
	id := m.s.add(shown)
	if after != nil {
		if err := after(shown); err != nil {
			return 0, dbus.MakeFailedError(err)
		}
	}
	return id, nil
}

// CloseNotification is accepted and ignored.
func (methods) CloseNotification(uint32) *dbus.Error { return nil }

// GetCapabilities says that this server shows bodies and actions, and what else
// it was told to.
func (m methods) GetCapabilities() ([]string, *dbus.Error) {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	return append([]string{"body", "actions"}, m.s.can...), nil
}

// GetServerInformation names the server.
func (methods) GetServerInformation() (name, vendor, version, spec string, err *dbus.Error) {
	return "fakenotify", "headroom", "1", "1.2", nil
}
