//go:build !windows && !darwin

package desktop

import (
	"context"
	"slices"

	"github.com/godbus/dbus/v5"
)

// Markup reports whether the notification server of the session reads markup in
// a body. Without an answer it does not: text that is escaped needlessly is
// readable, but a server that is not there shows nothing.
func (s *Sender) Markup(ctx context.Context) bool {
	conn, err := dbus.SessionBus()
	if err != nil {
		return false
	}
	var can []string
	call := conn.Object("org.freedesktop.Notifications", "/org/freedesktop/Notifications").
		CallWithContext(ctx, "org.freedesktop.Notifications.GetCapabilities", 0)
	return call.Store(&can) == nil && slices.Contains(can, "body-markup")
}
