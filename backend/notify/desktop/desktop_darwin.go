package desktop

import (
	"context"
	"fmt"
	"sync"

	"github.com/gen2brain/beeep"

	"headroom/backend/notify"
)

var nameOnce sync.Once

// Sender shows messages with the system's own notifier. A click does nothing,
// since nobody is there to take it.
type Sender struct{}

// Answering returns a Sender. This one cannot tell what the person did; the
// window can.
func Answering(func(Answer)) *Sender { return New() }

// Answers reports whether what a person does about a notification comes back.
func (s *Sender) Answers() bool { return false }

// State reports whether notifications can be shown.
func (s *Sender) State(context.Context) (state, detail string) { return "ready", "" }

// Notify shows a message.
func (s *Sender) Notify(ctx context.Context, m notify.Message) (string, error) {
	nameOnce.Do(func() { beeep.AppName = app })
	// The library takes no context; a service that hangs is left behind.
	shown := make(chan error, 1)
	go func() { shown <- beeep.Notify(m.Title, m.Body, "") }()
	select {
	case err := <-shown:
		if err != nil {
			return "", fmt.Errorf("show notification: %w", err)
		}
		return "", nil
	case <-ctx.Done():
		return "", fmt.Errorf("show notification: %w", ctx.Err())
	}
}
