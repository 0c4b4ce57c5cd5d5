//go:build !windows

package desktop

import (
	"context"
	"fmt"
	"sync"

	"github.com/gen2brain/beeep"

	"headroom/backend/notify"
)

var nameOnce sync.Once

// Notify shows a message: over the session bus, or on a Mac through the system's
// own notifier. A click does nothing, since nobody is there to take it.
func (s *Sender) Notify(ctx context.Context, m notify.Message) error {
	nameOnce.Do(func() { beeep.AppName = app })
	// The library takes no context; a service that hangs is left behind.
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
