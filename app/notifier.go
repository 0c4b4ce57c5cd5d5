package app

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// Notifier shows a notification of the operating system. A click on it opens
// route, such as "#/account/…", in the window.
type Notifier interface {
	Notify(ctx context.Context, title, body, route string) error
}

const (
	// routeKey is where a notification carries the page it opens.
	routeKey = "route"
	// clicked is what Wails calls a click on the notification itself.
	clicked = "DEFAULT_ACTION"
)

// windowNotifier notifies through Wails, which brings the click back.
type windowNotifier struct {
	ctx  func() (context.Context, error)
	open func(route string)

	prepare sync.Once
	refused error
	count   atomic.Int64
}

var _ Notifier = (*windowNotifier)(nil)

// Notify shows one notification. The context is not used: Wails has its own.
// Title and body must have passed the sanitizer of the notify stage.
func (n *windowNotifier) Notify(_ context.Context, title, body, route string) error {
	ctx, err := n.ctx()
	if err != nil {
		return err
	}
	n.prepare.Do(func() { n.refused = n.begin(ctx) })
	if n.refused != nil {
		return n.refused
	}
	err = runtime.SendNotification(ctx, runtime.NotificationOptions{
		ID:    "headroom-" + strconv.FormatInt(n.count.Add(1), 10),
		Title: title,
		Body:  body,
		Data:  map[string]any{routeKey: route},
	})
	if err != nil {
		return fmt.Errorf("notify: %w", err)
	}
	return nil
}

// begin asks for the permission, which only macOS withholds, and listens for clicks.
func (n *windowNotifier) begin(ctx context.Context) error {
	if err := runtime.InitializeNotifications(ctx); err != nil {
		return fmt.Errorf("prepare notifications: %w", err)
	}
	allowed, err := runtime.RequestNotificationAuthorization(ctx)
	if err != nil {
		return fmt.Errorf("ask for notifications: %w", err)
	}
	if !allowed {
		return fmt.Errorf("notifications are not allowed for this program")
	}
	runtime.OnNotificationResponse(ctx, func(result runtime.NotificationResult) {
		if result.Error != nil || result.Response.ActionIdentifier != clicked {
			return // closed or timed out
		}
		route, _ := result.Response.UserInfo[routeKey].(string)
		n.open(route)
	})
	return nil
}
