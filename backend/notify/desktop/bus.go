//go:build !windows && !darwin

package desktop

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gen2brain/beeep"
	"github.com/godbus/dbus/v5"

	"headroom/backend/notify"
	"headroom/backend/watch"
)

const (
	service = "org.freedesktop.Notifications"
	object  = dbus.ObjectPath("/org/freedesktop/Notifications")
	invoked = service + ".ActionInvoked"
	closed  = service + ".NotificationClosed"
	// stackTag is the hint by which some services put a message in the place of
	// the last with the same, though nobody told us the number of that.
	stackTag = "x-dunst-stack-tag"
	// clicked is what services call a click on the notification itself.
	clicked = "default"
)

var nameOnce sync.Once

// Sender shows messages over the session bus, or with the programs a desktop
// has for that.
type Sender struct {
	answer func(Answer) // nil where nobody waits for one

	mu    sync.Mutex
	conn  *dbus.Conn // nil before the first message
	shown map[uint32]notify.Message
}

// Answering returns a Sender that tells answer what the person did. It is
// called from a goroutine of its own.
func Answering(answer func(Answer)) *Sender {
	return &Sender{answer: answer, shown: map[uint32]notify.Message{}}
}

// Answers reports whether what a person does about a notification comes back.
func (s *Sender) Answers() bool { return s.answer != nil }

// Markup reports whether the notification server of the session reads markup in
// a body. Without an answer it does not: text that is escaped needlessly is
// readable, but a server that is not there shows nothing.
func (s *Sender) Markup(ctx context.Context) bool {
	conn, err := s.connect()
	return err == nil && slices.Contains(capabilities(ctx, conn), "body-markup")
}

func capabilities(ctx context.Context, conn *dbus.Conn) (can []string) {
	if conn.Object(service, object).CallWithContext(ctx, service+".GetCapabilities", 0).Store(&can) != nil {
		return nil
	}
	return can
}

// State reports whether somebody shows notifications in this session: ready, or
// absent with the reason.
func (s *Sender) State(ctx context.Context) (state, detail string) {
	conn, err := s.connect()
	if err == nil {
		err = conn.Object(service, object).CallWithContext(ctx, service+".GetServerInformation", 0).Err
	}
	if err != nil {
		return "absent", "Nothing in this session shows notifications."
	}
	return "ready", ""
}

// Notify shows a message in the place of the last one about the same, if the
// service is still the one that showed that.
func (s *Sender) Notify(ctx context.Context, m notify.Message) (string, error) {
	reference, err := s.overBus(ctx, m)
	if !errors.Is(err, errNobody) || ctx.Err() != nil {
		return reference, err
	}
	if err := byProgram(ctx, m); err != nil {
		return "", errors.Join(errNobody, err)
	}
	return "", nil
}

// errNobody is that no service shows notifications. Only then are programs
// asked: a service that answered with an error may have shown the message.
var errNobody = errors.New("nobody shows notifications on the session bus")

// nobody reports whether a call failed because there was nobody to take it.
func nobody(err error) bool {
	var answer dbus.Error
	if !errors.As(err, &answer) {
		return false
	}
	return strings.HasPrefix(answer.Name, "org.freedesktop.DBus.Error.Spawn.") ||
		slices.Contains([]string{"org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner"}, answer.Name)
}

func (s *Sender) overBus(ctx context.Context, m notify.Message) (string, error) {
	conn, err := s.connect()
	if err != nil {
		return "", err
	}
	actions := []string{}
	if s.answer != nil && slices.Contains(capabilities(ctx, conn), "actions") {
		for i, b := range Buttons(m) {
			if i == 0 {
				actions = append(actions, clicked, b.Text)
			}
			actions = append(actions, b.Action, b.Text)
		}
	}
	session := sessionOf(ctx, conn)
	hints := map[string]dbus.Variant{"urgency": dbus.MakeVariant(urgency(m)), "desktop-entry": dbus.MakeVariant("headroom"), stackTag: dbus.MakeVariant(tagOf(m))}
	s.mu.Lock() // an answer comes after what it answers is known
	defer s.mu.Unlock()
	var id uint32
	call := conn.Object(service, object).CallWithContext(ctx, service+".Notify", 0, app, replaced(m.Replaces, session), "", m.Title, m.Body, actions, hints, int32(-1))
	if err := call.Store(&id); nobody(err) {
		return "", errors.Join(errNobody, err)
	} else if err != nil {
		return "", fmt.Errorf("show notification: %w", err)
	}
	if s.answer != nil {
		s.shown[id] = m
	}
	if session == "" {
		return "", nil
	}
	return session + "/" + strconv.FormatUint(uint64(id), 10), nil
}

// tagOf names what a message is about, without saying it.
func tagOf(m notify.Message) string {
	sum := sha256.Sum256([]byte(m.Tag))
	return "headroom-" + hex.EncodeToString(sum[:8])
}

// sessionOf names the service that shows notifications now: numbers mean
// something to that one only.
func sessionOf(ctx context.Context, conn *dbus.Conn) string {
	var bus, owner string
	if conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.GetId", 0).Store(&bus) != nil {
		return ""
	}
	if conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.GetNameOwner", 0, service).Store(&owner) != nil {
		return ""
	}
	return bus + "/" + owner
}

// replaced is the number of the message that a reference names, 0 for none that
// this service has shown.
func replaced(reference, session string) uint32 {
	number, ours := strings.CutPrefix(reference, session+"/")
	if session == "" || !ours {
		return 0
	}
	id, err := strconv.ParseUint(number, 10, 32)
	if err != nil {
		return 0
	}
	return uint32(id)
}

func urgency(m notify.Message) byte {
	if slices.ContainsFunc(m.Notes, func(n notify.Note) bool { return n.Severity == watch.Critical }) {
		return 2
	}
	return 1
}

// byProgram shows a message with the desktop's own programs. The library takes
// no context; one that hangs is left behind.
func byProgram(ctx context.Context, m notify.Message) error {
	nameOnce.Do(func() { beeep.AppName = app })
	shown := make(chan error, 1)
	go func() { shown <- beeep.Notify(m.Title, m.Body, "") }()
	select {
	case err := <-shown:
		if err != nil {
			return fmt.Errorf("show notification: %w", err)
		}
		return nil
	case <-ctx.Done():
		return fmt.Errorf("show notification: %w", ctx.Err())
	}
}

// connect returns the connection to the session bus, a new one where that broke,
// and listens on it for answers.
func (s *Sender) connect() (*dbus.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != nil && s.conn.Connected() {
		return s.conn, nil
	}
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		return nil, fmt.Errorf("connect to the session bus: %w: %w", errNobody, err)
	}
	if s.answer == nil {
		s.conn = conn
		return conn, nil
	}
	if err := conn.AddMatchSignal(dbus.WithMatchInterface(service)); err != nil {
		return nil, fmt.Errorf("listen to notifications: %w", errors.Join(err, conn.Close()))
	}
	s.conn = conn
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	go func() {
		for signal := range signals {
			s.heard(signal)
		}
	}()
	return conn, nil
}

func (s *Sender) heard(signal *dbus.Signal) {
	if signal.Name != invoked && signal.Name != closed || len(signal.Body) < 2 {
		return
	}
	id, ok := signal.Body[0].(uint32)
	if !ok {
		return
	}
	s.mu.Lock()
	m, ours := s.shown[id]
	delete(s.shown, id)
	s.mu.Unlock()
	action, pressed := signal.Body[1].(string)
	if !ours || !pressed || signal.Name == closed {
		return
	}
	if action == clicked {
		action = Open
	}
	s.answer(Answer{action, m})
}
