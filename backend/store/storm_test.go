package store

import (
	"fmt"
	"testing"
	"time"

	"headroom/backend/notify"
	"headroom/backend/watch"
)

// The bounds of a storm.
const (
	stormItems  = 10_000
	stormWithin = 5 * time.Second
	opensWithin = time.Second
)

// stormy is a desk at which ten thousand conditions became true.
func stormy(t testing.TB) (*desk, time.Duration) {
	d := newDesk(t)
	d.add(ends("soon", 30))
	found := values{}
	for i := range stormItems {
		found[fmt.Sprintf("account:%05d", i)] = float64(i)
	}
	start := time.Now()
	got := d.evaluate(found)
	took := time.Since(start)
	if len(got) != stormItems {
		t.Fatalf("%d transitions", len(got))
	}
	return d, took
}

// told delivers everything that waits as one message, and returns how long it took.
func (d *desk) told() time.Duration {
	d.t.Helper()
	start := time.Now()
	all, err := d.Claim(d.t.Context(), d.now)
	d.must(err)
	if len(all) != stormItems {
		d.t.Fatalf("%d are claimed", len(all))
	}
	d.settle(all, 0, notify.Settlement{State: notify.Delivered, Channel: "desktop", Message: all[0].ID})
	return time.Since(start)
}

// opens opens the inbox as the window does, and returns how long it took.
func (d *desk) opens(q watch.InboxAsking) time.Duration {
	d.t.Helper()
	start := time.Now()
	page, err := d.FindInbox(d.t.Context(), q, d.today())
	d.must(err)
	if len(page.Items) != q.Limit {
		d.t.Fatalf("%d items on the page", len(page.Items))
	}
	return time.Since(start)
}

// Ten thousand conditions that become true are ten thousand rows within five
// seconds, one message, and an inbox that opens within one.
func TestAStormIsStoredAndOpened(t *testing.T) {
	d, stored := stormy(t)
	told := d.told()
	if n, err := d.ShownSince(t.Context(), d.now); err != nil || n != 1 {
		t.Errorf("%d messages, %v", n, err)
	}
	again := time.Now()
	if got := d.evaluate(d.same()); len(got) != 0 {
		t.Errorf("evaluated again: %d transitions", len(got))
	}
	quiet := time.Since(again)
	first := d.opens(watch.InboxAsking{Limit: 100})
	last := d.opens(watch.InboxAsking{Limit: 100, Offset: stormItems - 100})
	found := d.opens(watch.InboxAsking{Limit: 100, Text: "contoso account:0"})
	start := time.Now()
	ids, err := d.ChooseInbox(t.Context(), watch.InboxAsking{}, d.today())
	d.must(err)
	d.must(d.DoneWith(t.Context(), ids, "seen"))
	done := time.Since(start)
	t.Logf("%d items: stored in %v, told in %v, evaluated again in %v, opened in %v, at the end in %v, searched in %v, all done in %v", stormItems, stored, told, quiet, first, last, found, done)
	for what, pair := range map[string][2]time.Duration{"stored": {stored, stormWithin}, "told": {told, stormWithin}, "opened": {first, opensWithin}, "opened at the end": {last, opensWithin}, "searched": {found, opensWithin}} {
		if pair[0] > pair[1] {
			t.Errorf("%s in %v, want %v", what, pair[0], pair[1])
		}
	}
}

// same are the values of every instance as they were found.
func (d *desk) same() values {
	d.t.Helper()
	s, err := d.Standing(d.t.Context(), 1)
	d.must(err)
	found := values{}
	for instance, x := range s.Statuses {
		found[instance] = *x.Value
	}
	return found
}

func BenchmarkAStorm(b *testing.B) {
	for b.Loop() {
		d, stored := stormy(b)
		b.ReportMetric(stored.Seconds(), "s/stored")
		b.ReportMetric(d.told().Seconds(), "s/told")
	}
}

func BenchmarkAnInboxOpens(b *testing.B) {
	d, _ := stormy(b)
	for b.Loop() {
		d.opens(watch.InboxAsking{Limit: 100})
	}
}
