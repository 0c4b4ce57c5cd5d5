package desktop

import (
	"context"
	"fmt"

	"git.sr.ht/~jackmordaunt/go-toast/v2/wintoast"

	"headroom/backend/notify"
)

// Sender shows messages through the Windows Runtime.
type Sender struct{}

// Answering returns a Sender. This one cannot tell what the person did; the
// window can.
func Answering(func(Answer)) *Sender { return New() }

// Answers reports whether what a person does about a notification comes back.
func (s *Sender) Answers() bool { return false }

// State reports whether notifications can be shown.
func (s *Sender) State(context.Context) (state, detail string) { return "ready", "" }

// Notify shows a message. Where that fails there is no second way: the usual one
// writes the text into a PowerShell script, and names in our texts come from
// files. The message stays in the inbox.
func (s *Sender) Notify(_ context.Context, m notify.Message) (string, error) {
	if err := wintoast.SetAppData(wintoast.AppData{AppID: app}); err != nil {
		return "", fmt.Errorf("register for notifications: %w", err)
	}
	if err := wintoast.Push(app, ToastXML(m)); err != nil {
		return "", fmt.Errorf("show notification: %w", err)
	}
	return "", nil
}
