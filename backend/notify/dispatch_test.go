package notify

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"headroom/backend/fault"
	"headroom/backend/watch"
)

var now = time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)

// box is an outbox in memory.
type box struct {
	rows     []Pending
	settings map[string]string
	state    map[int64]Settlement // the last of each row
	shown    int
	settles  int
}

func newBox(to watch.Destination, titles ...string) *box {
	b := &box{settings: map[string]string{}, state: map[int64]Settlement{}}
	for i, title := range titles {
		b.rows = append(b.rows, Pending{
			ID: int64(i + 1), Destination: to, Queued: now, Rule: watch.Rule{Template: watch.EndsWithin, Days: 30},
			Note: Note{Item: int64(10 * (i + 1)), RuleID: 1, Instance: "entitlement:" + title, Title: title, Body: "Suite Pro ends", Severity: watch.Warning},
		})
	}
	return b
}

func (b *box) Claim(_ context.Context, now time.Time) ([]Pending, error) {
	var out []Pending
	for _, p := range b.rows {
		if s := b.state[p.ID].State; s != Delivered && s != Dropped && !p.NotBefore.After(now) {
			out = append(out, p)
		}
	}
	return out, nil
}

func (b *box) Settle(ctx context.Context, done []Settlement, _ time.Time) error {
	b.settles++
	at := make(map[int64]int, len(b.rows))
	for i, p := range b.rows {
		at[p.ID] = i
	}
	for _, s := range done {
		i := at[s.ID]
		b.state[s.ID] = s
		switch s.State {
		case Held:
			b.rows[i].Destination, b.rows[i].NotBefore = s.Destination, s.Until
		case Undone:
			b.rows[i].NotBefore, b.rows[i].Attempts = s.Until, b.rows[i].Attempts+1
		case Delivered:
			if s.Destination == watch.ToDesktop && s.Message == s.ID {
				b.shown++
			}
		}
	}
	return ctx.Err()
}

func (b *box) ShownSince(context.Context, time.Time) (int, error) { return b.shown, nil }

func (b *box) Settings(context.Context) (map[string]string, error) { return b.settings, nil }

// sender keeps what it showed.
type sender struct {
	shown  []Message
	err    error
	markup bool
}

func (s *sender) Notify(ctx context.Context, m Message) (string, error) {
	if s.err != nil {
		return "", s.err
	}
	if _, bounded := ctx.Deadline(); !bounded {
		return "", errors.New("an attempt without an end")
	}
	s.shown = append(s.shown, m)
	return "ref-" + m.ID, nil
}

func (s *sender) Markup(context.Context) bool { return s.markup }

func dispatcher(b *box, channels ...Channel) *Dispatcher {
	return NewDispatcher(b, Only(channels...), Person{})
}

func brief(all []Message) (out [][3]string) {
	for _, m := range all {
		out = append(out, [3]string{m.Title, m.Body, m.Route})
	}
	return out
}

func TestDeliver(t *testing.T) {
	tests := []struct {
		name     string
		to       watch.Destination
		titles   []string
		settings map[string]string
		want     [][3]string
	}{
		{"nothing waits", watch.ToDesktop, nil, nil, nil},
		{
			"two are two", watch.ToDesktop,
			[]string{"Contoso", "-Fabrikam"},
			nil,
			[][3]string{{"Contoso", "Suite Pro ends", "#/inbox/10"}, {"\u2010Fabrikam", "Suite Pro ends", "#/inbox/20"}},
		},
		{"three are one", watch.ToDesktop, []string{"a", "b", "c"}, nil, [][3]string{{"3 new notifications", "3 entitlements end within 30 days", "#/inbox"}}},
		{"without names", watch.ToDesktop, []string{"Contoso"}, map[string]string{"notify_names": "no"}, [][3]string{{"Headroom", "1 new notification in Headroom", "#/inbox/10"}}},
		{"two without names", watch.ToDesktop, []string{"Contoso", "Fabrikam"}, map[string]string{"notify_names": "no"}, [][3]string{{"Headroom", "2 new notifications in Headroom", "#/inbox"}}},
		{"in the person's language", watch.ToDesktop, []string{"Contoso"}, map[string]string{"notify_names": "no", "language": "it"}, [][3]string{{"Headroom", "1 nuova notifica in Headroom", "#/inbox/10"}}},
		{"two are too many for what is left", watch.ToDesktop, []string{"a", "b"}, map[string]string{"weekly_budget": "1"}, [][3]string{{"2 new notifications", "2 entitlements end within 30 days", "#/inbox"}}},
		{"two letters", watch.ToMail, []string{"a", "b"}, map[string]string{"notify_names": "no"}, [][3]string{{"a", "Suite Pro ends", "#/inbox/10"}, {"b", "Suite Pro ends", "#/inbox/20"}}},
		{"the screen is off", watch.ToDesktop, []string{"a"}, map[string]string{"notify_desktop": "no"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, s := newBox(tt.to, tt.titles...), &sender{}
			b.settings = tt.settings
			d := dispatcher(b, Channel{"desktop", s})
			for range 2 { // the second time there is nothing left
				if _, err := d.Deliver(t.Context(), now); err != nil {
					t.Fatal(err)
				}
			}
			if got := brief(s.shown); !slices.Equal(got, tt.want) {
				t.Errorf("shown %q, want %q", got, tt.want)
			}
			if len(b.state) != len(tt.titles) {
				t.Errorf("settled %v", b.state)
			}
		})
	}
}

func TestThreeLettersAreOneWithAllOfThem(t *testing.T) {
	b, s := newBox(watch.ToMail, "a", "b", "c"), &sender{}
	if _, err := dispatcher(b, Channel{"mail", s}).Deliver(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	if len(s.shown) != 1 || s.shown[0].Title != "3 new notifications" || len(s.shown[0].Notes) != 3 {
		t.Errorf("sent %+v", s.shown)
	}
}

// A summary of what was found while nobody was there is one message.
func TestWhatWasCaughtUpIsOneMessage(t *testing.T) {
	b, s := newBox(watch.ToDesktop, "a", "b"), &sender{}
	b.rows[0].Summary, b.rows[1].Summary = true, true
	if _, err := dispatcher(b, Channel{"desktop", s}).Deliver(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	if len(s.shown) != 1 || s.shown[0].Title != "While you were away: 2 notifications" {
		t.Errorf("shown %+v", s.shown)
	}
}

func TestAStormIsOneMessage(t *testing.T) {
	titles := make([]string, 10_000)
	for i := range titles {
		titles[i] = "a"
	}
	b, s := newBox(watch.ToDesktop, titles...), &sender{}
	if _, err := dispatcher(b, Channel{"desktop", s}).Deliver(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	if len(s.shown) != 1 || b.settles != 1 || len(s.shown[0].Notes) != 10_000 {
		t.Errorf("%d messages in %d transactions", len(s.shown), b.settles)
	}
}

// A later message about the same says which one it replaces, and has the tag of
// that.
func TestAMessageReplacesItsPredecessor(t *testing.T) {
	b, s := newBox(watch.ToDesktop, "Contoso"), &sender{}
	d := dispatcher(b, Channel{"desktop", s})
	if _, err := d.Deliver(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	again := b.rows[0]
	again.ID, again.Item, again.Replaces = 2, 11, b.state[1].Reference
	b.rows = append(b.rows, again)
	if _, err := d.Deliver(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	if len(s.shown) != 2 || s.shown[1].Replaces != "ref-desktop-1" || s.shown[0].Tag != s.shown[1].Tag || s.shown[0].ID == s.shown[1].ID {
		t.Errorf("shown %+v", s.shown)
	}
}

func TestQuietHoursEndInOneDigest(t *testing.T) {
	b, s := newBox(watch.ToDesktop, "a", "b"), &sender{}
	b.settings = map[string]string{"quiet_from": "18:00", "quiet_until": "08:00", "digest_time": "08:30"}
	d := dispatcher(b, Channel{"desktop", s})
	evening := time.Date(2026, 11, 19, 20, 0, 0, 0, time.UTC)
	for at := evening; at.Before(now.Add(30 * time.Minute)); at = at.Add(10 * time.Minute) {
		if _, err := d.Deliver(t.Context(), at); err != nil || len(s.shown) > 0 {
			t.Fatalf("at %s: shown %+v, %v", at, s.shown, err)
		}
	}
	if got := b.state[1]; got.State != Held || got.Reason != QuietHours || got.Destination != watch.ToDigest || b.settles != 1 {
		t.Errorf("held as %+v, in %d transactions", got, b.settles)
	}
	if _, err := d.Deliver(t.Context(), now.Add(30*time.Minute)); err != nil {
		t.Fatal(err)
	}
	if len(s.shown) != 1 || s.shown[0].Title != "2 new notifications" {
		t.Errorf("shown %+v", s.shown)
	}
}

// The budget counts what the screen showed; what is over it is in the digest.
func TestOverTheBudgetIsInTheDigest(t *testing.T) {
	b, s := newBox(watch.ToDesktop), &sender{}
	b.settings = map[string]string{"weekly_budget": "2", "digest_time": "12:00"}
	d := dispatcher(b, Channel{"desktop", s})
	for i, title := range []string{"a", "b", "c", "d"} {
		row := newBox(watch.ToDesktop, title).rows[0]
		row.ID = int64(i + 1)
		b.rows = append(b.rows, row)
		if _, err := d.Deliver(t.Context(), now); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.shown) != 2 || b.state[3].Reason != OverBudget || b.state[4].Destination != watch.ToDigest {
		t.Errorf("shown %d, then %+v", len(s.shown), b.state)
	}
	if _, err := d.Deliver(t.Context(), now.Add(4*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if len(s.shown) != 3 || len(s.shown[2].Notes) != 2 {
		t.Errorf("at noon: %+v", s.shown)
	}
}

func TestWhatCouldNotBeDeliveredWaitsLongerEachTime(t *testing.T) {
	b, s := newBox(watch.ToDesktop, "Contoso"), &sender{err: errors.New("no notification service")}
	d := dispatcher(b, Channel{"desktop", s})
	at := now
	for attempt := 1; attempt <= 3; attempt++ {
		done, err := d.Deliver(t.Context(), at)
		if err != nil || len(done) != 1 || done[0].Channel != "" || !strings.Contains(done[0].Error, "tried again") || !strings.Contains(done[0].Err.Error(), "desktop: no notification service") {
			t.Fatalf("attempt %d: %+v, %v", attempt, done, err)
		}
		got := b.state[1]
		if got.State != Undone || got.Until != at.Add(BackOff(attempt)) || b.rows[0].Attempts != attempt {
			t.Errorf("attempt %d: %+v", attempt, got)
		}
		if done, err := d.Deliver(t.Context(), got.Until.Add(-time.Second)); err != nil || len(done) > 0 {
			t.Errorf("tried too early: %+v, %v", done, err)
		}
		at = got.Until
	}
	s.err = nil
	done, err := d.Deliver(t.Context(), at)
	if err != nil || len(done) != 1 || done[0].Channel != "desktop" || len(s.shown) != 1 || b.state[1].State != Delivered {
		t.Errorf("in the end: %+v, %v, shown %+v", done, err, s.shown)
	}
}

// A dead address is tried once in a round, however much waits for it, and holds
// up no other.
func TestADeadDestinationHoldsUpNobody(t *testing.T) {
	titles := make([]string, 250)
	for i := range titles {
		titles[i] = "a"
	}
	b, alive := newBox("webhook:dead", titles...), &sender{}
	b.rows[7].Destination = "webhook:alive"
	tries := 0
	routes := func(_ context.Context, to watch.Destination, _ Settings) ([]Channel, error) {
		if to == "webhook:alive" {
			return []Channel{{string(to), alive}}, nil
		}
		tries++
		return nil, fault.New(fault.Invalid, "There is no webhook named dead.")
	}
	if _, err := NewDispatcher(b, routes, Person{}).Deliver(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	failed := 0
	for s := range maps.Values(b.state) {
		if s.State == Undone && s.Error == "There is no webhook named dead." {
			failed++
		}
	}
	if tries != 1 || failed != 249 || len(alive.shown) != 1 {
		t.Errorf("%d tries, %d failed, %d delivered", tries, failed, len(alive.shown))
	}
}

// What a destination refuses holds back nothing else: neither what comes after it
// nor what was to be told together with it.
func TestWhatIsRefusedHoldsBackNothingElse(t *testing.T) {
	for name, c := range map[string]struct {
		to      watch.Destination
		n       int
		refused []int
		most    int // attempts
	}{
		"the first of two letters":        {watch.ToMail, 2, []int{0}, 2},
		"one of many in a letter":         {watch.ToMail, 100, []int{0}, 14},
		"several of many":                 {watch.ToMail, 100, []int{0, 1, 2, 63, 99}, 60},
		"one of a digest":                 {watch.ToDigest, 33, []int{32}, 14},
		"one of many for a program":       {"webhook:ops", 250, []int{120}, 17},
		"one in a full outbox":            {watch.ToMail, 20_000, []int{0}, 32},
		"half of them, one after another": {watch.ToMail, 8, []int{0, 1, 2, 3}, 15},
		"all of a few":                    {watch.ToMail, 4, []int{0, 1, 2, 3}, 7},
		"none":                            {watch.ToMail, 100, nil, 1},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBox(c.to, make([]string, c.n)...)
			b.settings = map[string]string{"digest_by": "mail"}
			poison := map[int64]bool{}
			for _, i := range c.refused {
				poison[b.rows[i].Item] = true
			}
			attempts := 0
			taken := map[int64]int{}
			s := senderFunc(func(_ context.Context, m Message) (string, error) {
				attempts++
				if slices.ContainsFunc(m.Items(), func(item int64) bool { return poison[item] }) {
					return "", Refusal{fault.New(fault.Invalid, "The server refused it.")}
				}
				for _, item := range m.Items() {
					taken[item]++
				}
				return "", nil
			})
			at := now.AddDate(0, 0, 1) // a digest is due
			if _, err := dispatcher(b, Channel{"any", s}).Deliver(t.Context(), at); err != nil {
				t.Fatal(err)
			}
			for i, row := range b.rows {
				want := Settlement{State: Delivered}
				if poison[row.Item] {
					want = Settlement{State: Undone, Error: "The server refused it."}
				}
				if got := b.state[row.ID]; got.State != want.State || got.Error != want.Error || taken[row.Item] > 1 {
					t.Fatalf("%d: %+v, taken %d times", i, got, taken[row.Item])
				}
			}
			if attempts > c.most {
				t.Errorf("%d attempts, want at most %d", attempts, c.most)
			}
		})
	}
}

// However many of what is refused stand together before the rest, the rest is
// delivered in the end.
func TestARunOfWhatIsRefusedStarvesNobody(t *testing.T) {
	for name, poisoned := range map[string]int{"a run before the rest": 40, "all but one": 99} {
		b := newBox(watch.ToMail, make([]string, 100)...)
		attempts := 0
		s := senderFunc(func(_ context.Context, m Message) (string, error) {
			attempts++
			if slices.ContainsFunc(m.Items(), func(item int64) bool { return item <= int64(10*poisoned) }) {
				return "", Refusal{errors.New("554 not wanted")}
			}
			return "", nil
		})
		left := func() (n int) {
			for _, row := range b.rows[poisoned:] {
				if b.state[row.ID].State != Delivered {
					n++
				}
			}
			return n
		}
		at, rounds := now, 0
		for ; left() > 0 && rounds < 30; rounds++ {
			if _, err := dispatcher(b, Channel{"any", s}).Deliver(t.Context(), at); err != nil {
				t.Fatal(err)
			}
			at = at.Add(lastRetry)
		}
		if left() > 0 {
			t.Errorf("%s: %d are not delivered after %d rounds and %d attempts", name, left(), rounds, attempts)
		}
	}
}

// Who refuses everything is not asked for each of many.
func TestWhoRefusesEverythingIsLeftAlone(t *testing.T) {
	titles := make([]string, 1000)
	b, alive := newBox(watch.ToMail, titles...), &sender{}
	b.rows[999].Destination = "webhook:alive"
	attempts := 0
	deaf := senderFunc(func(context.Context, Message) (string, error) {
		attempts++
		return "", Refusal{errors.New("550 no such person")}
	})
	routes := func(_ context.Context, to watch.Destination, _ Settings) ([]Channel, error) {
		if to == "webhook:alive" {
			return []Channel{{string(to), alive}}, nil
		}
		return []Channel{{"mail", deaf}}, nil
	}
	if _, err := NewDispatcher(b, routes, Person{}).Deliver(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	undone := 0
	for s := range maps.Values(b.state) {
		if s.State == Undone {
			undone++
		}
	}
	if attempts != mostRefused || undone != 999 || len(alive.shown) != 1 {
		t.Errorf("%d attempts, %d undone, %d delivered", attempts, undone, len(alive.shown))
	}
}

func TestTheNextChannelTakesOver(t *testing.T) {
	b, first, second := newBox(watch.ToDesktop, "Contoso"), &sender{err: errors.New("no window")}, &sender{}
	done, err := dispatcher(b, Channel{"window", first}, Channel{"desktop", second}).Deliver(t.Context(), now)
	if err != nil || len(done) != 1 || done[0].Channel != "desktop" || b.state[1].Channel != "desktop" || len(second.shown) != 1 {
		t.Errorf("delivery %+v, %v", done, err)
	}
}

func TestAMarkupServiceGetsEscapedText(t *testing.T) {
	b := newBox(watch.ToDesktop, "R&D <b>")
	b.rows[0].Body = "<img src=x> & more"
	s := &sender{markup: true}
	if _, err := dispatcher(b, Channel{"desktop", s}).Deliver(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	if s.shown[0].Title != "R&D <b>" || s.shown[0].Body != "&lt;img src=x&gt; &amp; more" {
		t.Errorf("shown %+v", s.shown)
	}
}

// A person who closes the program while a message is shown does not get it twice,
// and what was not yet tried waits as before.
func TestACancelledDeliveryIsRecorded(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	b := newBox(watch.ToDesktop, "Contoso", "Fabrikam")
	s := senderFunc(func(context.Context, Message) (string, error) {
		cancel()
		return "", nil
	})
	if _, err := dispatcher(b, Channel{"desktop", s}).Deliver(ctx, now); err != nil {
		t.Error(err)
	}
	if b.state[1].State != Delivered || b.state[2].State != Released {
		t.Errorf("settled %+v", b.state)
	}
}

type senderFunc func(context.Context, Message) (string, error)

func (f senderFunc) Notify(ctx context.Context, m Message) (string, error) { return f(ctx, m) }

func TestATestSaysWhichChannelDelivered(t *testing.T) {
	b, first, second := newBox(watch.ToDesktop), &sender{err: errors.New("no window")}, &sender{}
	b.settings = map[string]string{"quiet_holidays": "XX", "notify_desktop": "no", "language": "de"}
	d := dispatcher(b, Channel{"window", first}, Channel{"desktop", second})
	got, err := d.Test(t.Context(), watch.ToDesktop, watch.Notice{Title: "Contoso", Body: "ends"}, now)
	if err != nil || got != (Tested{"desktop", true, ""}) || second.shown[0].Title != "Contoso" || second.shown[0].Body != "ends" {
		t.Errorf("%+v, %v, shown %+v", got, err, second.shown)
	}
	if _, err := d.Test(t.Context(), watch.ToDesktop, watch.Notice{}, now); err != nil || second.shown[1].Title != "Ein Test von Headroom" {
		t.Errorf("%v, shown %+v", err, second.shown)
	}
	second.err = errors.New("no service")
	if got, err := d.Test(t.Context(), watch.ToDesktop, watch.Notice{}, now); err != nil || got.Shown || got.Error != "The notification could not be shown." {
		t.Errorf("%+v, %v", got, err)
	}
	second.err = fault.New(fault.Invalid, "There is no notification service.")
	if got, err := d.Test(t.Context(), watch.ToDesktop, watch.Notice{}, now); err != nil || got.Shown || got.Error != "There is no notification service." {
		t.Errorf("%+v, %v", got, err)
	}
	if len(b.state) > 0 {
		t.Errorf("a test is in the outbox: %+v", b.state)
	}
}

// careless is an outbox that takes a message for delivered once it is claimed.
type careless struct{ *box }

func (c careless) Claim(ctx context.Context, now time.Time) ([]Pending, error) {
	out, err := c.box.Claim(ctx, now)
	for _, p := range out {
		c.state[p.ID] = Settlement{ID: p.ID, State: Delivered}
	}
	return out, err
}

// The control of T23: what is marked before it is shown is lost where the
// program ends in between.
func TestControlMarkingFirstLosesWhatWasNotShown(t *testing.T) {
	for name, lost := range map[string]bool{"marked after": false, "marked first": true} {
		b := newBox(watch.ToDesktop, "Contoso")
		var outbox Outbox = b
		if lost {
			outbox = careless{b}
		}
		var shown []string
		ends := true
		s := senderFunc(func(_ context.Context, m Message) (string, error) {
			if ends {
				panic("the program ends")
			}
			shown = append(shown, m.Title)
			return "", nil
		})
		run := func() {
			defer func() { _ = recover() }()
			_, _ = NewDispatcher(outbox, Only(Channel{"desktop", s}), Person{}).Deliver(t.Context(), now)
		}
		run()
		ends = false
		run()
		if (len(shown) == 0) != lost {
			t.Errorf("%s: shown %q", name, shown)
		}
	}
}
