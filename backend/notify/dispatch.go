package notify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"headroom/backend/fault"
	"headroom/backend/watch"
)

const (
	// patience bounds one attempt, so that a service that hangs does not hold up
	// what waits behind it.
	patience = 15 * time.Second
	// round bounds one round of deliveries: it ends while its claim holds.
	round = ClaimHolds - 2*patience
)

// Delivery is what became of one message. Items are the inbox items it stood
// for; Error says why it was not delivered and is tried again, "" when it was,
// Err the same for the log.
type Delivery struct {
	Items       []int64           `json:"items"`
	Destination watch.Destination `json:"destination"`
	Channel     string            `json:"channel"`
	Title       string            `json:"title"`
	Body        string            `json:"body"`
	Error       string            `json:"error,omitempty"`
	Err         error             `json:"-"`
}

// Person is whom a Dispatcher tells. Language is that of people who have chosen
// none.
type Person struct {
	Place
	Language string
}

// Dispatcher delivers from the outbox.
type Dispatcher struct {
	outbox Outbox
	routes Routes
	person Person
}

// NewDispatcher returns a Dispatcher that hands each message to the first of
// the channels of its destination that takes it.
func NewDispatcher(outbox Outbox, routes Routes, person Person) *Dispatcher {
	return &Dispatcher{outbox, routes, person}
}

// Deliver sends what is due. A message that could not be delivered is part of
// the answer, not an error, and waits for the next time.
func (d *Dispatcher) Deliver(ctx context.Context, now time.Time) ([]Delivery, error) {
	done := []Delivery{}
	waiting, err := d.outbox.Claim(ctx, now)
	if err != nil || len(waiting) == 0 {
		return done, err
	}
	r, err := d.begin(ctx, now)
	if err != nil {
		return done, err
	}
	due, err := r.hold(ctx, waiting)
	if err != nil {
		return done, err
	}
	rushed, cancel := context.WithTimeout(ctx, round)
	defer cancel()
	parcels := r.parcels(due)
	slices.Reverse(parcels) // the next is the last
	var refused []parcel    // in halves, for which nobody else waits
	for len(parcels)+len(refused) > 0 {
		from := &parcels
		if len(parcels) == 0 {
			from = &refused
		}
		delivery, halves, err := r.deliver(rushed, pop(from))
		if err != nil {
			return done, err
		}
		if delivery != nil {
			done = append(done, *delivery)
		}
		refused = append(refused, halves...)
	}
	return done, nil
}

func pop(from *[]parcel) parcel {
	last := len(*from) - 1
	p := (*from)[last]
	*from = (*from)[:last]
	return p
}

// Tested says which channel delivered a test, or why none did.
type Tested struct {
	Channel string `json:"channel"`
	Shown   bool   `json:"shown"`
	Error   string `json:"error"`
}

// Test delivers a notice by one destination, at once and whatever the hour. It
// is in no outbox. A notice without a title is Headroom's own.
func (d *Dispatcher) Test(ctx context.Context, to watch.Destination, n watch.Notice, now time.Time) (Tested, error) {
	r, err := d.begin(ctx, now)
	if err != nil {
		return Tested{}, err
	}
	if n.Title == "" {
		n.Title, n.Body = r.words.Say("test.title"), r.words.Say("test.body")
	}
	note := Note{Title: n.Title, Body: n.Body, Severity: watch.Notable, AccountKey: n.AccountKey, Account: n.Account, Product: n.Product, Entitlement: n.Entitlement}
	if n.End.Known() {
		note.End = n.End.String()
	}
	m := Message{Title: n.Title, Body: n.Body, Route: "#/inbox", Tag: "test", ID: "test-" + now.UTC().Format("20060102T150405.000"), At: now, Lang: r.lang, Notes: []Note{note}}
	if to == watch.ToDigest {
		to = r.policy.DigestBy
	}
	if to == watch.ToDesktop && !r.policy.Names {
		m.Title, m.Body = "Headroom", r.words.Say("unnamed.one")
	}
	receipt, err := r.send(ctx, to, m)
	if err != nil {
		return Tested{Error: sentence(err, "test."+kindOf(to))}, nil
	}
	return Tested{Channel: receipt.channel, Shown: true}, nil
}

// rounds are one go through the outbox: what the settings say, which destinations
// have failed meanwhile, and how many messages in a row each has refused.
type rounds struct {
	*Dispatcher
	settings Settings
	policy   Policy
	words    wording
	lang     string
	now      time.Time
	shown    int
	failed   map[watch.Destination]error
	refused  map[watch.Destination]int
}

func (d *Dispatcher) begin(ctx context.Context, now time.Time) (*rounds, error) {
	settings, err := d.outbox.Settings(ctx)
	if err != nil {
		return nil, err
	}
	r := &rounds{Dispatcher: d, settings: settings, policy: PolicyOf(settings, d.person.Place), lang: d.language(settings), now: now, failed: map[watch.Destination]error{}, refused: map[watch.Destination]int{}}
	r.words = wording{wordsIn(r.lang), r.lang}
	if r.policy.Budget > 0 {
		r.shown, err = d.outbox.ShownSince(ctx, r.policy.WeekOf(now))
	}
	return r, err
}

func (d *Dispatcher) language(s Settings) string {
	if lang := s["language"]; lang != "" && lang != "system" {
		return lang
	}
	return d.person.Language
}

// hold puts back what is not to be told now and returns the rest.
func (r *rounds) hold(ctx context.Context, waiting []Pending) ([]Pending, error) {
	var due []Pending
	var held []Settlement
	for _, w := range waiting {
		d := r.policy.Decide(w, r.shown, r.now)
		switch {
		case d.Now():
			due = append(due, w)
		case d.Reason == Off:
			held = append(held, Settlement{ID: w.ID, State: Dropped, Destination: w.Destination, Reason: d.Reason})
		default:
			held = append(held, Settlement{ID: w.ID, State: Held, Destination: d.Into, Reason: d.Reason, Until: d.Until})
		}
	}
	if len(held) == 0 {
		return due, nil
	}
	return due, r.outbox.Settle(ctx, held, r.now)
}

// receipt is what a channel said when it took a message.
type receipt struct{ channel, reference string }

// deliver sends one parcel and records what became of it. A destination that
// has just failed is not tried again for every message that waits for it. Of what
// was refused as one message the halves are to be sent, until that which is not
// wanted is alone.
func (r *rounds) deliver(ctx context.Context, p parcel) (*Delivery, []parcel, error) {
	if ctx.Err() != nil {
		return nil, nil, r.settle(ctx, p, func(s *Settlement, _ Pending) { s.State = Released })
	}
	err := r.failed[p.to]
	var got receipt
	if err == nil {
		got, err = r.send(ctx, p.by, p.message)
		r.learn(p.to, err)
	}
	if len(p.pending) > 1 && err != nil && r.failed[p.to] == nil {
		return nil, r.halves(p), nil
	}
	out := Delivery{Items: p.message.Items(), Destination: p.to, Channel: got.channel, Title: p.message.Title, Body: p.message.Body}
	if err != nil {
		out.Error, out.Err = sentence(err, kindOf(p.by)), err
		return &out, nil, r.settle(ctx, p, func(s *Settlement, w Pending) {
			s.State, s.Reason, s.Until, s.Error = Undone, Retry, r.now.Add(BackOff(w.Attempts+1)), out.Error
		})
	}
	return &out, nil, r.settle(ctx, p, func(s *Settlement, w Pending) {
		s.State, s.Channel, s.Reference, s.Message = Delivered, got.channel, got.reference, p.pending[0].ID
		s.Reason = r.policy.Decide(w, r.shown, r.now).Reason
	})
}

// halves are two parcels in the place of one, the first as the last. What is in
// which is left to chance, another one with each try: what is not wanted does not
// stand before the same others for ever.
func (r *rounds) halves(p parcel) []parcel {
	chances := make(map[int64]uint64, len(p.pending))
	for _, w := range p.pending {
		chances[w.ID] = rand.NewPCG(uint64(w.ID), uint64(w.Attempts)).Uint64()
	}
	mixed := slices.SortedFunc(slices.Values(p.pending), func(a, b Pending) int { return cmp.Compare(chances[a.ID], chances[b.ID]) })
	half := func(some []Pending) parcel {
		slices.SortFunc(some, func(a, b Pending) int { return cmp.Compare(a.ID, b.ID) })
		return r.gathered(p.to, p.by, some)
	}
	middle := len(mixed) / 2
	return []parcel{half(mixed[middle:]), half(mixed[:middle])}
}

// mostRefused is how many messages in a row a destination refuses before it is
// taken to refuse all. It is more than it takes to halve all that one claim can
// hold down to one that is not wanted.
const mostRefused = 20

// learn notes what an attempt says about a destination. One that refuses a message
// has not failed; one that refuses all has.
func (r *rounds) learn(to watch.Destination, err error) {
	switch {
	case err == nil:
		r.refused[to] = 0
	case errors.As(err, new(Refusal)):
		if r.refused[to]++; r.refused[to] >= mostRefused {
			r.failed[to] = err
		}
	default:
		r.failed[to] = err
	}
}

// settle records what became of a parcel, even if nobody waits for it any more.
func (r *rounds) settle(ctx context.Context, p parcel, as func(*Settlement, Pending)) error {
	all := make([]Settlement, len(p.pending))
	for i, w := range p.pending {
		all[i] = Settlement{ID: w.ID, Destination: p.to}
		as(&all[i], w)
	}
	return r.outbox.Settle(context.WithoutCancel(ctx), all, r.now)
}

// send tries the channels of a destination in order.
func (r *rounds) send(ctx context.Context, by watch.Destination, m Message) (receipt, error) {
	channels, err := r.routes(ctx, by, r.settings)
	if err != nil {
		return receipt{}, err
	}
	var errs []error
	for _, c := range channels {
		reference, err := try(ctx, c.Sender, m)
		if err == nil {
			return receipt{c.Name, reference}, nil
		}
		errs = append(errs, fmt.Errorf("%s: %w", c.Name, err))
	}
	if len(errs) == 0 {
		return receipt{}, errNowhere
	}
	return receipt{}, errors.Join(errs...)
}

var errNowhere = errors.New("no channel for the destination")

func try(ctx context.Context, s Sender, m Message) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if _, ok := s.(verbatimTaker); ok {
		return s.Notify(ctx, m)
	}
	markup := false
	if r, ok := s.(markupReader); ok {
		markup = r.Markup(ctx)
	}
	return s.Notify(ctx, Sanitize(m, markup))
}

// undelivered says why something was not delivered where no fault does, by what it
// was to be.
var undelivered = map[string]string{
	"desktop":      "The notification could not be shown; it is under Notifications and is tried again.",
	"other":        "The notification could not be delivered; it is under Notifications and is tried again.",
	"test.desktop": "The notification could not be shown.",
	"test.other":   "The notification could not be delivered.",
}

// sentence says why something was not delivered: what the fault says, else what is
// said of its kind. It is kept, and told in the language of who reads it.
func sentence(err error, kind string) string {
	var f *fault.Error
	if errors.As(err, &f) && f.Code != fault.Internal {
		if f.Hint != "" {
			return f.Message + " " + f.Hint
		}
		return f.Message
	}
	return undelivered[kind]
}

// kindOf is how people speak of a destination: something is shown, or delivered.
func kindOf(to watch.Destination) string {
	if to == watch.ToDesktop {
		return "desktop"
	}
	return "other"
}
