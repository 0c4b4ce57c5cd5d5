// Package notify knows how what was decided reaches the person beyond the
// inbox: from the outbox, through one sanitizer, to the first channel that
// takes it. The rule not to break: a message is taken from the outbox only
// after it was shown, so a crash repeats one at most and loses none.
package notify

import "context"

// Message is one notification as the operating system is to show it. Route is
// what a click opens; ID tells messages apart.
type Message struct {
	Title string
	Body  string
	Route string
	ID    int64
}

// Sender shows a message. An error means that it was not shown.
type Sender interface {
	Notify(ctx context.Context, m Message) error
}

// A Sender that also has this method is told what text means to it: whether
// the place it sends to reads markup in the body.
type markupReader interface {
	Markup(ctx context.Context) bool
}

// Channel is a Sender with the name under which deliveries are recorded.
type Channel struct {
	Name   string
	Sender Sender
}
