package desktop

import (
	"context"
	"fmt"

	"git.sr.ht/~jackmordaunt/go-toast/v2/wintoast"

	"headroom/backend/notify"
)

// Notify shows a message through the Windows Runtime. Where that fails there is
// no second way: the usual one writes the text into a PowerShell script, and
// names in our texts come from files. The message stays in the inbox.
func (s *Sender) Notify(_ context.Context, m notify.Message) error {
	if err := wintoast.SetAppData(wintoast.AppData{AppID: app}); err != nil {
		return fmt.Errorf("register for notifications: %w", err)
	}
	if err := wintoast.Push(app, ToastXML(m)); err != nil {
		return fmt.Errorf("show notification: %w", err)
	}
	return nil
}
