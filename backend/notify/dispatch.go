package notify

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"headroom/backend/watch"
)

const (
	// digestFrom is how many waiting messages become one: a person reads two.
	digestFrom = 3
	// patience bounds one attempt, so that a notification service that hangs does
	// not hold up what waits behind it.
	patience = 10 * time.Second
)

// Pending is one message that waits in the outbox.
type Pending struct {
	ID    int64
	Item  int64
	Title string
	Body  string
	Rule  watch.Rule
}

// Outbox holds what is to be shown.
type Outbox interface {
	// Claim takes the messages that wait, so that nobody else sends them. A claim
	// whose holder died lapses.
	Claim(ctx context.Context, now time.Time) ([]Pending, error)
	// Delivered records that a channel showed claimed messages.
	Delivered(ctx context.Context, ids []int64, channel string, now time.Time) error
	// Undelivered puts claimed messages back, with the reason.
	Undelivered(ctx context.Context, ids []int64, reason string) error
	// ShowNames reports whether names may appear on the screen.
	ShowNames(ctx context.Context) (bool, error)
}

// Delivery is what became of one message. Items are the inbox items it stood
// for; Error says why it was not shown and is tried again, "" when it was.
type Delivery struct {
	Items   []int64 `json:"items"`
	Channel string  `json:"channel"`
	Title   string  `json:"title"`
	Body    string  `json:"body"`
	Error   string  `json:"error,omitempty"`
}

const notShown = "The notification could not be shown; it is in the inbox and is tried again."

// Dispatcher delivers from the outbox.
type Dispatcher struct {
	outbox   Outbox
	channels []Channel
}

// NewDispatcher returns a Dispatcher that hands each message to the first of
// channels that shows it.
func NewDispatcher(outbox Outbox, channels ...Channel) *Dispatcher {
	return &Dispatcher{outbox, channels}
}

// Deliver sends what waits. A message that could not be shown is part of the
// answer, not an error, and waits for the next time.
func (d *Dispatcher) Deliver(ctx context.Context, now time.Time) ([]Delivery, error) {
	done := []Delivery{}
	waiting, err := d.outbox.Claim(ctx, now)
	if err != nil || len(waiting) == 0 {
		return done, err
	}
	names, err := d.outbox.ShowNames(ctx)
	if err != nil {
		return done, err
	}
	for _, p := range parcels(waiting, names) {
		delivery, err := d.deliver(ctx, p, now)
		if err != nil {
			return done, err
		}
		done = append(done, delivery)
	}
	return done, nil
}

// parcel is one message with the pending messages it stands for.
type parcel struct {
	message Message
	pending []int64
	items   []int64
}

// parcels makes one message of each pending one, or one of all when there are many.
func parcels(waiting []Pending, names bool) []parcel {
	if len(waiting) >= digestFrom || !names {
		return []parcel{digest(waiting, names)}
	}
	out := make([]parcel, len(waiting))
	for i, p := range waiting {
		out[i] = parcel{Message{p.Title, p.Body, itemRoute(p.Item), p.Item}, []int64{p.ID}, []int64{p.Item}}
	}
	return out
}

func digest(waiting []Pending, names bool) parcel {
	p := parcel{message: Message{Route: "#/inbox"}}
	var rules []watch.Rule
	for _, w := range waiting {
		rules = append(rules, w.Rule)
		p.pending, p.items = append(p.pending, w.ID), append(p.items, w.Item)
	}
	n := watch.Unnamed(len(waiting))
	if names {
		n = watch.Digest(rules)
	}
	p.message.Title, p.message.Body = n.Title, n.Body
	if len(p.items) == 1 {
		p.message.Route = itemRoute(p.items[0])
	}
	p.message.ID = p.items[len(p.items)-1]
	return p
}

func itemRoute(item int64) string { return "#/inbox/" + strconv.FormatInt(item, 10) }

func (d *Dispatcher) deliver(ctx context.Context, p parcel, now time.Time) (Delivery, error) {
	out := Delivery{Items: p.items, Title: p.message.Title, Body: p.message.Body}
	channel, err := d.show(ctx, p.message)
	// What happened is recorded even if nobody waits for it any more.
	ctx = context.WithoutCancel(ctx)
	if err != nil {
		out.Error = notShown
		return out, d.outbox.Undelivered(ctx, p.pending, err.Error())
	}
	out.Channel = channel
	return out, d.outbox.Delivered(ctx, p.pending, channel, now)
}

// show tries the channels in order and returns the name of the one that showed m.
func (d *Dispatcher) show(ctx context.Context, m Message) (string, error) {
	var errs []error
	for _, c := range d.channels {
		err := try(ctx, c.Sender, m)
		if err == nil {
			return c.Name, nil
		}
		errs = append(errs, fmt.Errorf("%s: %w", c.Name, err))
	}
	return "", errors.Join(errs...)
}

func try(ctx context.Context, s Sender, m Message) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	markup := false
	if r, ok := s.(markupReader); ok {
		markup = r.Markup(ctx)
	}
	return s.Notify(ctx, Sanitize(m, markup))
}
