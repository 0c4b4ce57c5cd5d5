package notify

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"headroom/backend/watch"
)

var now = time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)

// box is an outbox in memory.
type box struct {
	waiting   []Pending
	unnamed   bool
	delivered map[int64]string
	attempts  map[int64]int
	reasons   map[int64]string
}

func newBox(titles ...string) *box {
	b := &box{delivered: map[int64]string{}, attempts: map[int64]int{}, reasons: map[int64]string{}}
	for i, title := range titles {
		b.waiting = append(b.waiting, Pending{ID: int64(i + 1), Item: int64(10 * (i + 1)), Title: title, Body: "Suite Pro ends", Rule: watch.Rule{Template: watch.EndsWithin, Days: 30}})
	}
	return b
}

func (b *box) Claim(context.Context, time.Time) ([]Pending, error) {
	return slices.DeleteFunc(slices.Clone(b.waiting), func(p Pending) bool { return b.delivered[p.ID] != "" }), nil
}

func (b *box) Delivered(_ context.Context, ids []int64, channel string, _ time.Time) error {
	for _, id := range ids {
		b.delivered[id], b.attempts[id] = channel, b.attempts[id]+1
	}
	return nil
}

func (b *box) Undelivered(ctx context.Context, ids []int64, reason string) error {
	for _, id := range ids {
		b.reasons[id], b.attempts[id] = reason, b.attempts[id]+1
	}
	return ctx.Err()
}

func (b *box) ShowNames(context.Context) (bool, error) { return !b.unnamed, nil }

// sender keeps what it showed.
type sender struct {
	shown  []Message
	err    error
	markup bool
}

func (s *sender) Notify(ctx context.Context, m Message) error {
	if s.err != nil {
		return s.err
	}
	if _, bounded := ctx.Deadline(); !bounded {
		return errors.New("an attempt without an end")
	}
	s.shown = append(s.shown, m)
	return nil
}

func (s *sender) Markup(context.Context) bool { return s.markup }

func TestDeliver(t *testing.T) {
	tests := []struct {
		name    string
		titles  []string
		unnamed bool
		want    []Message
	}{
		{"nothing waits", nil, false, nil},
		{
			"two are two",
			[]string{"Contoso", "-Fabrikam"},
			false,
			[]Message{{"Contoso", "Suite Pro ends", "#/inbox/10", 10}, {"\u2010Fabrikam", "Suite Pro ends", "#/inbox/20", 20}},
		},
		{"three are one", []string{"a", "b", "c"}, false, []Message{{"Headroom", "3 entitlements end within 30 days", "#/inbox", 30}}},
		{"without names", []string{"Contoso"}, true, []Message{{"Headroom", "1 new notification in the inbox", "#/inbox/10", 10}}},
		{"two without names", []string{"Contoso", "Fabrikam"}, true, []Message{{"Headroom", "2 new notifications in the inbox", "#/inbox", 20}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, s := newBox(tt.titles...), &sender{}
			b.unnamed = tt.unnamed
			d := NewDispatcher(b, Channel{"desktop", s})
			for range 2 { // the second time there is nothing left
				if _, err := d.Deliver(t.Context(), now); err != nil {
					t.Fatal(err)
				}
			}
			if !slices.Equal(s.shown, tt.want) {
				t.Errorf("shown %+v, want %+v", s.shown, tt.want)
			}
			if len(b.delivered) != len(tt.titles) {
				t.Errorf("delivered %v", b.delivered)
			}
		})
	}
}

func TestWhatCouldNotBeShownWaits(t *testing.T) {
	b, s := newBox("Contoso"), &sender{err: errors.New("no notification service")}
	d := NewDispatcher(b, Channel{"desktop", s})
	done, err := d.Deliver(t.Context(), now)
	if err != nil || len(done) != 1 || done[0].Channel != "" || !strings.Contains(done[0].Error, "tried again") {
		t.Errorf("delivery %+v, %v", done, err)
	}
	if b.attempts[1] != 1 || !strings.Contains(b.reasons[1], "desktop: no notification service") {
		t.Errorf("attempts %d, reason %q", b.attempts[1], b.reasons[1])
	}
	s.err = nil
	done, err = d.Deliver(t.Context(), now)
	if err != nil || len(done) != 1 || done[0].Channel != "desktop" || len(s.shown) != 1 || b.attempts[1] != 2 {
		t.Errorf("second try: %+v, %v, shown %+v", done, err, s.shown)
	}
}

func TestTheNextChannelTakesOver(t *testing.T) {
	b, first, second := newBox("Contoso"), &sender{err: errors.New("no window")}, &sender{}
	done, err := NewDispatcher(b, Channel{"window", first}, Channel{"desktop", second}).Deliver(t.Context(), now)
	if err != nil || len(done) != 1 || done[0].Channel != "desktop" || b.delivered[1] != "desktop" || len(second.shown) != 1 {
		t.Errorf("delivery %+v, %v", done, err)
	}
}

func TestAMarkupServiceGetsEscapedText(t *testing.T) {
	b := newBox("R&D <b>")
	b.waiting[0].Body = "<img src=x> & more"
	s := &sender{markup: true}
	if _, err := NewDispatcher(b, Channel{"desktop", s}).Deliver(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	if s.shown[0].Title != "R&D <b>" || s.shown[0].Body != "&lt;img src=x&gt; &amp; more" {
		t.Errorf("shown %+v", s.shown)
	}
}

// A person who closes the program while a message is shown does not get it twice.
func TestACancelledDeliveryIsRecorded(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	b := newBox("Contoso")
	s := senderFunc(func(context.Context, Message) error {
		cancel()
		return ctx.Err()
	})
	if _, err := NewDispatcher(b, Channel{"desktop", s}).Deliver(ctx, now); err != nil || b.attempts[1] != 1 {
		t.Errorf("attempts %d, %v", b.attempts[1], err)
	}
}

type senderFunc func(context.Context, Message) error

func (f senderFunc) Notify(ctx context.Context, m Message) error { return f(ctx, m) }
