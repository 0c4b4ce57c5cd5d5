package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"headroom/backend/fault"
	"headroom/backend/notify"
	"headroom/backend/notify/desktop"
)

const (
	// routeKey and itemKey are where a notification carries the page it opens and
	// the item of the inbox it is about.
	routeKey = "route"
	itemKey  = "item"
	// clicked is what Wails calls a click on the notification itself.
	clicked = "DEFAULT_ACTION"
)

// Notifier shows notifications, and brings back what the person does about them.
type Notifier interface {
	notify.Sender
	// Answered sets what is called when the person answers with a button other
	// than that which opens the window.
	Answered(do func(action string, item int64))
	// AskPermission asks the system whether notifications may be shown, which
	// only macOS withholds, and returns "ready", "denied" or "absent".
	AskPermission() (string, error)
}

// notifier shows notifications in a way that brings the answer back: over the
// session bus where there is one, else through Wails. Where Wails cannot, as on
// a Mac whose program is not signed, it shows them as a run without a window
// does; that sender also knows what the system reads as markup.
type notifier struct {
	*desktop.Sender
	window func() (context.Context, error)
	open   func(route string)
	log    *slog.Logger

	prepare sync.Once
	absent  error // why Wails cannot

	mu       sync.Mutex
	denied   bool // by the person, when they were asked
	answered func(action string, item int64)
	named    map[string]bool // the languages whose buttons Wails knows
}

var _ Notifier = (*notifier)(nil)

func newNotifier(window func() (context.Context, error), open func(string), log *slog.Logger) *notifier {
	n := &notifier{window: window, open: open, log: log, named: map[string]bool{}}
	n.Sender = desktop.Answering(func(a desktop.Answer) {
		var item int64
		if len(a.Message.Notes) == 1 {
			item = a.Message.Notes[0].Item
		}
		n.answer(a.Action, a.Message.Route, item)
	})
	return n
}

// Answered sets what is done about the buttons that do not open the window.
func (n *notifier) Answered(do func(action string, item int64)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.answered = do
}

// answer does what the person asked for.
func (n *notifier) answer(action, route string, item int64) {
	if action == desktop.Open || action == clicked {
		n.open(route)
		return
	}
	n.mu.Lock()
	do := n.answered
	n.mu.Unlock()
	if do != nil && item > 0 {
		do(action, item)
	}
}

// errDenied is why nothing is shown to who does not want it.
var errDenied = fault.New(fault.Invalid, "Notifications are not allowed for Headroom on this computer.").WithHint("Allow them in the settings of the system.")

// Notify shows one message, which must have passed the sanitizer.
func (n *notifier) Notify(ctx context.Context, m notify.Message) (string, error) {
	if n.Sender.Answers() {
		return n.Sender.Notify(ctx, m)
	}
	window, err := n.window()
	if err != nil {
		return "", err
	}
	if n.begin(window) != nil {
		return n.Sender.Notify(ctx, m)
	}
	if allowed, err := runtime.CheckNotificationAuthorization(window); err == nil && !allowed {
		if state, err := n.AskPermission(); err != nil || state != "ready" {
			return "", errDenied
		}
	}
	return n.throughWails(window, m)
}

// throughWails shows a message with its buttons. One about the same has the same
// identifier, by which the system puts it in the place of the last.
func (n *notifier) throughWails(window context.Context, m notify.Message) (string, error) {
	sum := sha256.Sum256([]byte(m.Tag))
	options := runtime.NotificationOptions{ID: "headroom-" + hex.EncodeToString(sum[:8]), Title: m.Title, Body: m.Body, Data: map[string]any{routeKey: m.Route}}
	send := runtime.SendNotification
	if buttons := desktop.Buttons(m); len(buttons) > 1 {
		if err := n.name(window, m.Lang, buttons); err != nil {
			n.log.Warn("notifications without buttons", "cause", err)
		} else {
			options.CategoryID, send = category(m.Lang), runtime.SendNotificationWithActions
			options.Data[itemKey] = strconv.FormatInt(m.Notes[0].Item, 10)
		}
	}
	if err := send(window, options); err != nil {
		return "", fmt.Errorf("notify: %w", err)
	}
	return options.ID, nil
}

func category(lang string) string { return "headroom-item-" + lang }

// name tells Wails the buttons of a language, once.
func (n *notifier) name(window context.Context, lang string, buttons []desktop.Button) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.named[lang] {
		return nil
	}
	c := runtime.NotificationCategory{ID: category(lang)}
	for _, b := range buttons {
		c.Actions = append(c.Actions, runtime.NotificationAction{ID: b.Action, Title: b.Text})
	}
	if err := runtime.RegisterNotificationCategory(window, c); err != nil {
		return fmt.Errorf("name the buttons: %w", err)
	}
	n.named[lang] = true
	return nil
}

// begin prepares Wails' notifications and listens for answers, once.
func (n *notifier) begin(window context.Context) error {
	n.prepare.Do(func() {
		if err := runtime.InitializeNotifications(window); err != nil {
			n.absent = fmt.Errorf("prepare notifications: %w", err)
			n.log.Warn("notifications without an answer", "cause", err)
			return
		}
		runtime.OnNotificationResponse(window, func(result runtime.NotificationResult) {
			if result.Error != nil {
				n.log.Warn("answer to a notification", "cause", result.Error)
				return
			}
			data := result.Response.UserInfo
			route, _ := data[routeKey].(string)
			text, _ := data[itemKey].(string)
			item, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				item = 0
			}
			n.answer(result.Response.ActionIdentifier, route, item)
		})
	})
	return n.absent
}

// State reports whether notifications can be shown, without asking for it.
func (n *notifier) State(ctx context.Context) (state, detail string) {
	if n.Sender.Answers() {
		return n.Sender.State(ctx)
	}
	window, err := n.window()
	if err != nil || n.begin(window) != nil {
		return n.Sender.State(ctx) // which shows them then
	}
	allowed, err := runtime.CheckNotificationAuthorization(window)
	n.mu.Lock()
	denied := n.denied
	n.mu.Unlock()
	switch {
	case err != nil || allowed:
		return "ready", ""
	case denied:
		return "denied", errDenied.Hint
	default:
		return "unasked", ""
	}
}

// AskPermission asks whether notifications may be shown.
func (n *notifier) AskPermission() (string, error) {
	if n.Sender.Answers() { // the session bus asks nobody
		ctx, cancel := context.WithTimeout(context.Background(), pagesTimeout)
		defer cancel()
		state, _ := n.Sender.State(ctx)
		return state, nil
	}
	window, err := n.window()
	if errors.Is(err, errNoWindow) {
		return "absent", nil
	}
	if err != nil {
		return "", err
	}
	if n.begin(window) != nil {
		return "absent", nil
	}
	allowed, err := runtime.RequestNotificationAuthorization(window)
	n.mu.Lock()
	n.denied = err == nil && !allowed
	n.mu.Unlock()
	switch {
	case err != nil:
		n.log.Warn("ask for notifications", "cause", err)
		return "absent", nil
	case !allowed:
		return "denied", nil
	default:
		return "ready", nil
	}
}
