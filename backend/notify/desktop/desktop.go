// Package desktop shows notifications through the operating system. It alone
// knows the systems' notification services. The rule not to break: no text of
// ours becomes part of a command or a script.
package desktop

import "headroom/backend/notify"

// Name is how deliveries by this channel are recorded.
const Name = "desktop"

// app is the name notifications appear under.
const app = "Headroom"

// What a person can do about a notification.
const (
	Open   = "open"
	Snooze = "snooze"
	Done   = "done"
)

// Answer is what a person did about a message.
type Answer struct {
	Action  string
	Message notify.Message
}

// Button is one of a notification.
type Button struct{ Action, Text string }

// Buttons are those of a message: what stands for several can only be opened.
func Buttons(m notify.Message) []Button {
	words := notify.Words(m.Lang)
	all := []Button{{Open, words.Say("button.open")}}
	if len(m.Notes) == 1 && m.Notes[0].Item > 0 {
		all = append(all, Button{Snooze, words.Say("button.snooze")}, Button{Done, words.Say("button.done")})
	}
	return all
}

// New returns a Sender for runs that nobody can answer.
func New() *Sender { return &Sender{} }
