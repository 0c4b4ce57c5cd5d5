package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"headroom/backend/notify"
	"headroom/backend/watch"
)

// by is a rule that tells by several destinations.
func by(name string, to ...watch.Destination) watch.Rule {
	return watch.Rule{
		Name: name, Per: []string{"account_key"}, Condition: watch.Condition{Kind: watch.EndsIn, Days: 30}, Destinations: to, Severity: watch.Critical, State: watch.Active,
	}
}

// claim claims what is due after a time and lists it as "instance destination".
func (d *desk) claim(after time.Duration) ([]notify.Pending, string) {
	d.t.Helper()
	got, err := d.Claim(d.t.Context(), d.now.Add(after))
	d.must(err)
	var names []string
	for _, p := range got {
		names = append(names, fmt.Sprintf("%s %s", p.Instance, p.Destination))
	}
	slices.Sort(names)
	return got, strings.Join(names, ", ")
}

// settle makes the same of all that was claimed.
func (d *desk) settle(claimed []notify.Pending, after time.Duration, what notify.Settlement) {
	d.t.Helper()
	var done []notify.Settlement
	for _, p := range claimed {
		what.ID = p.ID
		done = append(done, what)
	}
	d.must(d.Settle(d.t.Context(), done, d.now.Add(after)))
}

func TestEachDestinationIsDeliveredOnce(t *testing.T) {
	d := newDesk(t)
	d.add(by("soon", watch.ToDesktop, "webhook:ops"))
	d.add(by("silent", []watch.Destination{}...))
	d.evaluate(values{"a": 1})
	claimed, names := d.claim(0)
	if names != "a desktop, a webhook:ops" {
		t.Fatalf("claimed %s", names)
	}
	p := claimed[0]
	if p.RuleName != "soon" || p.Severity != watch.Critical || p.Title != "About a" || p.End == "" || p.ActBy == "" || p.Account != "Contoso a" || p.Rule.Name != "soon" || !p.Queued.Equal(d.now) || !p.NotBefore.IsZero() {
		t.Errorf("pending %+v", p)
	}
	if _, names := d.claim(time.Second); names != "" {
		t.Errorf("claimed twice: %s", names)
	}
	d.must(d.Settle(t.Context(), []notify.Settlement{
		{ID: claimed[0].ID, State: notify.Delivered, Channel: "desktop", Reference: "17"},
		{ID: claimed[1].ID, State: notify.Undone, Error: "The address did not answer.", Until: d.now.Add(time.Hour)},
	}, d.now))
	if i := d.item(1); fmt.Sprint(i.Delivered) != "[desktop]" || i.Error != "The address did not answer." {
		t.Errorf("item %+v", i)
	}
	if _, names := d.claim(time.Minute); names != "" {
		t.Errorf("tried too early: %s", names)
	}
	again, names := d.claim(time.Hour)
	if names != "a webhook:ops" || again[0].Attempts != 1 || again[0].NotBefore.IsZero() {
		t.Errorf("tried again: %s, %+v", names, again)
	}
	d.settle(again, time.Hour, notify.Settlement{State: notify.Delivered, Channel: "webhook:ops"})
	if _, names := d.claim(100 * time.Hour); names != "" {
		t.Errorf("delivered and claimed: %s", names)
	}
	if got, want := d.log(watch.ActivityAsking{Item: 1}), "fired a, delivered a, undelivered a, delivered a"; got != want {
		t.Errorf("history %s, want %s", got, want)
	}
}

// What the person has dealt with is not tried again, so it is not said to be.
func TestWhatIsDoneHasNotFailed(t *testing.T) {
	d := newDesk(t)
	d.add(by("soon", watch.ToMail))
	d.evaluate(values{"a": 1})
	claimed, _ := d.claim(0)
	d.settle(claimed, 0, notify.Settlement{State: notify.Undone, Error: "The server did not answer.", Until: d.now.Add(time.Hour)})
	if i := d.item(1); i.Error == "" {
		t.Fatalf("item %+v", i)
	}
	d.must(d.DoneWith(t.Context(), []int64{1}, ""))
	if i := d.item(1); i.Error != "" {
		t.Errorf("it is done, and says %q", i.Error)
	}
}

func TestAClaimLapsesAndOnlyThen(t *testing.T) {
	d := newDesk(t)
	d.add(by("soon", watch.ToDesktop))
	d.evaluate(values{"a": 1})
	first, _ := d.claim(0)
	if _, names := d.claim(notify.ClaimHolds - time.Second); names != "" {
		t.Error("it is claimed while its holder may still send it")
	}
	second, names := d.claim(notify.ClaimHolds + time.Second)
	if names != "a desktop" {
		t.Fatal("a claim of a process that died never lapses")
	}
	d.settle(second, notify.ClaimHolds, notify.Settlement{State: notify.Delivered, Channel: "desktop"})
	d.settle(first, notify.ClaimHolds, notify.Settlement{State: notify.Undone, Error: "late"}) // the other one was not dead
	if _, names := d.claim(time.Hour); names != "" {
		t.Errorf("delivered, and claimed again: %s", names)
	}
	d.evaluate(values{"a": 1, "c": 1})
	first, _ = d.claim(0)
	second, _ = d.claim(notify.ClaimHolds + time.Second)
	d.settle(first, notify.ClaimHolds, notify.Settlement{State: notify.Undone, Error: "late"})
	d.settle(second, notify.ClaimHolds, notify.Settlement{State: notify.Delivered, Channel: "desktop"})
	if _, names := d.claim(time.Hour); names != "" {
		t.Errorf("delivered, though another failed, and claimed again: %s", names)
	}
	d.evaluate(values{"a": 1, "c": 1, "b": 1})
	if _, names := d.claim(24 * time.Hour); names != "b desktop" { // a clock that was a day ahead
		t.Fatal(names)
	}
	if _, names := d.claim(time.Hour); names != "b desktop" {
		t.Error("a claim of a clock that was wrong holds")
	}
}

func TestWhatIsHeldBack(t *testing.T) {
	d := newDesk(t)
	d.add(by("soon", watch.ToDesktop))
	d.add(by("both", watch.ToDesktop, watch.ToDigest))
	d.evaluate(values{"a": 1})
	all, _ := d.claim(0)
	for _, p := range all {
		what := notify.Settlement{ID: p.ID, State: notify.Released}
		if p.Destination == watch.ToDesktop {
			what = notify.Settlement{ID: p.ID, State: notify.Held, Destination: watch.ToDigest, Until: d.now.Add(10 * time.Hour), Reason: "budget"}
		}
		d.must(d.Settle(t.Context(), []notify.Settlement{what}, d.now))
	}
	released, names := d.claim(time.Hour)
	if names != "a digest" || released[0].RuleName != "both" || released[0].Attempts != 0 {
		t.Errorf("released: %s", names)
	}
	d.settle(released, time.Hour, notify.Settlement{State: notify.Held, Until: d.now.Add(10 * time.Hour), Reason: "digest"})
	due, names := d.claim(10 * time.Hour)
	if names != "a digest, a digest" { // one of each rule: the desktop of the second gave way to its own digest
		t.Errorf("for the digest: %s", names)
	}
	d.settle(due, 10*time.Hour, notify.Settlement{State: notify.Delivered, Channel: "desktop", Message: due[0].ID})
	if n, err := d.ShownSince(t.Context(), d.now); err != nil || n != 0 {
		t.Errorf("%d messages for the desktop, %v", n, err)
	}
	page, err := d.Activity(t.Context(), watch.ActivityAsking{Kinds: []watch.ActivityKind{watch.Unsent}, Rule: 1})
	d.must(err)
	if got := fmt.Sprint(page.Entries[0].Detail); got != "map[count:1 destination:digest reason:budget title:About a until:2026-11-20T18:00:00Z]" {
		t.Errorf("the log says %s", got)
	}
}

// Failing again and again is one line of the log.
func TestFailingAgainIsOneLine(t *testing.T) {
	d := newDesk(t)
	d.add(by("soon", watch.ToMail))
	d.evaluate(values{"a": 1})
	for n := range 4 {
		claimed, names := d.claim(time.Duration(n) * time.Hour)
		if names != "a mail" || claimed[0].Attempts != n {
			t.Fatalf("attempt %d: %s", n, names)
		}
		d.settle(claimed, time.Duration(n)*time.Hour, notify.Settlement{State: notify.Undone, Error: "Refused.", Until: d.now.Add(time.Duration(n+1) * time.Hour)})
	}
	page, err := d.Activity(t.Context(), watch.ActivityAsking{Item: 1, Kinds: []watch.ActivityKind{watch.Unsent}})
	d.must(err)
	if page.Count != 1 || page.Entries[0].Detail["count"] != 4.0 || page.Entries[0].Detail["error"] != "Refused." {
		t.Errorf("log %+v", page)
	}
	d.must(d.DoneWith(t.Context(), []int64{1}, ""))
	if _, names := d.claim(100 * time.Hour); names != "" {
		t.Errorf("news about what is done: %s", names)
	}
}

// Two destinations that fail in turn are two lines, however often they do.
func TestFailingInTurnIsOneLineEach(t *testing.T) {
	d := newDesk(t)
	d.add(by("soon", watch.ToMail, "webhook:ops"))
	d.evaluate(values{"a": 1})
	for n := range 4 {
		after := time.Duration(n) * time.Hour
		claimed, names := d.claim(after)
		if names != "a mail, a webhook:ops" {
			t.Fatalf("attempt %d: %s", n, names)
		}
		d.settle(claimed, after, notify.Settlement{State: notify.Undone, Error: "Refused.", Until: d.now.Add(after + time.Hour)})
	}
	page, err := d.Activity(t.Context(), watch.ActivityAsking{Item: 1, Kinds: []watch.ActivityKind{watch.Unsent}})
	d.must(err)
	if page.Count != 2 || page.Entries[0].Detail["count"] != 4.0 || page.Entries[1].Detail["count"] != 4.0 {
		t.Errorf("log %+v", page)
	}
}

// What was delivered while its item was closed was delivered.
func TestWhatIsOverWhileItIsDeliveredCounts(t *testing.T) {
	d := newDesk(t)
	d.add(by("soon", watch.ToDesktop))
	d.evaluate(values{"a": 1})
	claimed, _ := d.claim(0)
	d.must(d.DoneWith(t.Context(), []int64{1}, ""))
	d.evaluate(values{"a": 1, "b": 1})
	if _, names := d.claim(time.Second); names != "b desktop" { // drops what is about a
		t.Fatal(names)
	}
	d.settle(claimed, 2*time.Second, notify.Settlement{State: notify.Delivered, Channel: "desktop"})
	if n, err := d.ShownSince(t.Context(), d.now.Add(-time.Hour)); err != nil || n != 1 {
		t.Errorf("%d shown, %v", n, err)
	}
}

// What is told again names the message that it replaces, of its own destination.
func TestWhatIsToldAgainReplaces(t *testing.T) {
	d := newDesk(t)
	d.add(by("soon", watch.ToDesktop, watch.ToMail))
	d.evaluate(values{"a": 1})
	first, _ := d.claim(0)
	for i, p := range first {
		d.must(d.Settle(t.Context(), []notify.Settlement{{ID: p.ID, State: notify.Delivered, Channel: string(p.Destination), Reference: fmt.Sprint(p.Destination, i)}}, d.now))
	}
	if n, err := d.ShownSince(t.Context(), d.now.Add(-time.Hour)); err != nil || n != 1 {
		t.Errorf("%d shown, %v", n, err)
	}
	d.must(d.SnoozeUntil(t.Context(), []int64{1}, watch.Return{Day: (d.today() + 1).String()}, "", d.today()))
	d.now = d.now.AddDate(0, 0, 1)
	d.evaluate(values{"a": 1})
	again, names := d.claim(0)
	if names != "a desktop, a mail" {
		t.Fatal(names)
	}
	for _, p := range again {
		if !strings.HasPrefix(p.Replaces, string(p.Destination)) {
			t.Errorf("%s replaces %q", p.Destination, p.Replaces)
		}
	}
}

// Asking an empty outbox writes nothing, so that it may be asked every half minute.
func TestAnIdleOutboxIsNotWritten(t *testing.T) {
	d := newDesk(t)
	d.add(by("soon", watch.ToDesktop))
	d.evaluate(values{"a": 1})
	got, _ := d.claim(0)
	d.settle(got, 0, notify.Settlement{State: notify.Delivered, Channel: "desktop"})
	lock, err := d.w.BeginTx(t.Context(), nil)
	d.must(err)
	defer lock.Rollback()
	if _, err := d.Claim(t.Context(), d.now.Add(time.Hour)); err != nil {
		t.Errorf("it wanted to write: %v", err)
	}
}
