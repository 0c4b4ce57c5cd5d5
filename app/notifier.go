package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"headroom/backend/notify"
	"headroom/backend/notify/desktop"
)

const (
	// routeKey is where a notification carries the page it opens.
	routeKey = "route"
	// clicked is what Wails calls a click on the notification itself.
	clicked = "DEFAULT_ACTION"
)

// notifier shows notifications through Wails, which brings the click back. Where
// Wails cannot, as on a Mac whose program is not signed, it shows them as a run
// without a window does; that sender also knows what the system reads as markup.
type notifier struct {
	*desktop.Sender
	window func() (context.Context, error)
	open   func(route string)
	log    *slog.Logger

	prepare sync.Once
	refused error
}

var _ notify.Sender = (*notifier)(nil)

// Notify shows one message, which must have passed the sanitizer.
func (n *notifier) Notify(ctx context.Context, m notify.Message) error {
	window, err := n.window()
	if err != nil {
		return err
	}
	n.prepare.Do(func() {
		if n.refused = n.begin(window); n.refused != nil {
			n.log.Warn("notifications without a click", "cause", n.refused)
		}
	})
	if n.refused != nil {
		return n.Sender.Notify(ctx, m)
	}
	err = runtime.SendNotification(window, runtime.NotificationOptions{
		ID:    "headroom-" + strconv.FormatInt(m.ID, 10),
		Title: m.Title,
		Body:  m.Body,
		Data:  map[string]any{routeKey: m.Route},
	})
	if err != nil {
		return fmt.Errorf("notify: %w", err)
	}
	return nil
}

// begin asks for the permission, which only macOS withholds, and listens for clicks.
func (n *notifier) begin(window context.Context) error {
	if err := runtime.InitializeNotifications(window); err != nil {
		return fmt.Errorf("prepare notifications: %w", err)
	}
	allowed, err := runtime.RequestNotificationAuthorization(window)
	if err != nil {
		return fmt.Errorf("ask for notifications: %w", err)
	}
	if !allowed {
		return errors.New("notifications are not allowed for this program")
	}
	runtime.OnNotificationResponse(window, func(result runtime.NotificationResult) {
		if result.Error != nil || result.Response.ActionIdentifier != clicked {
			return // closed or timed out
		}
		route, _ := result.Response.UserInfo[routeKey].(string)
		n.open(route)
	})
	return nil
}
