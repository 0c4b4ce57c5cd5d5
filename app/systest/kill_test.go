package systest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"
)

// killed sums up what was found after the kills.
type killed struct {
	mu                     sync.Mutex
	absent, whole, ongoing int // ongoing: something of the import was in the log already
	acknowledged           int
}

// TestKillDuringImport kills imports of 20,000 rows at random moments, 200 times
// in all: the import is there whole or not at all, it is there when its result was
// printed, and the file can be imported again.
func TestKillDuringImport(t *testing.T) {
	for _, v := range []struct {
		name          string
		kills         int
		before, after table
	}{
		{"usage", 170, manyUsers(5000, 1), manyUsers(20000, 2)},
		{"entitlements", 30, manySeats(5000, 1), manySeats(20000, 2)},
	} {
		t.Run(v.name, func(t *testing.T) {
			if testing.Short() {
				v.kills /= 10
			}
			killMany(t, v.kills, v.before, v.after)
		})
	}
}

// victim is an import to be killed, and what the store is with and without it.
type victim struct {
	base          *headroom
	file          string
	before, after string // digests
	want          imported
}

func killMany(t *testing.T, kills int, first, second table) {
	t.Helper()
	v := victim{base: newHeadroom(t), file: second.file(t, "killed.csv")}
	v.base.imports1(importArgs(first.file(t, "before.csv"))...)
	v.before = v.base.digest()
	clean := v.base.copied(t)
	begun := time.Now()
	v.want = clean.imports1(importArgs(v.file)...)
	duration := time.Since(begun)
	v.after = clean.digest()
	if v.want.Rows != 20000 || v.want.Rejected > 0 || v.before == v.after {
		t.Fatalf("not an import of 20,000 rows that changes the store: %+v", v.want.counts())
	}
	var sum killed
	const workers = 2
	t.Run("kills", func(t *testing.T) {
		for w := range workers {
			t.Run(strconv.Itoa(w), func(t *testing.T) {
				t.Parallel()
				for i := w; i < kills; i += workers {
					v.killOnce(t, time.Duration(rand.Int64N(int64(duration*6/5))), &sum)
				}
			})
		}
	})
	t.Logf("%d kills of an import of %v: import absent after %d, whole after %d; result printed in %d; writing had begun in %d", kills, duration, sum.absent, sum.whole, sum.acknowledged, sum.ongoing)
	if sum.absent == 0 {
		t.Error("no kill came while the import was going on: the test shows nothing")
	}
}

func (v victim) killOnce(t *testing.T, delay time.Duration, sum *killed) {
	t.Helper()
	h := v.base.copied(t)
	printed := killAfter(t, h, delay, append([]string{"import"}, importArgs(v.file)...)...)
	log, err := os.Stat(h.store + "-wal")
	ongoing := err == nil && log.Size() > 0

	var verified struct {
		OK       bool
		Problems []string
	}
	h.must(&verified, "verify")
	if !verified.OK || len(verified.Problems) > 0 {
		t.Errorf("killed after %v: verify finds %v", delay, verified.Problems)
	}
	var history struct{ Imports []imported }
	h.must(&history, "imports")
	whole := len(history.Imports) == 2
	digest, counted := h.digest(), v.want.counts()
	switch {
	case whole && (digest != v.after || history.Imports[0].counts() != counted):
		t.Errorf("killed after %v: the import is there in part: %+v, want %+v", delay, history.Imports[0].counts(), counted)
	case !whole && (digest != v.before || len(history.Imports) != 1):
		t.Errorf("killed after %v: the import is not there, but the facts are not those from before", delay)
	case printed && !whole:
		t.Errorf("killed after %v: the result was printed and the import is lost", delay)
	}
	again := h.imports1(importArgs(v.file)...)
	if whole {
		counted.unchanged, counted.added, counted.changed = counted.unchanged+counted.added+counted.changed, 0, 0
	}
	if again.counts() != counted || (again.State == "duplicate") != whole || h.digest() != v.after {
		t.Errorf("killed after %v and imported again: %s %+v, want %+v", delay, again.State, again.counts(), counted)
	}
	sum.add(whole, printed, ongoing)
	if err := os.Remove(h.store); err != nil {
		t.Error(err)
	}
}

func (k *killed) add(whole, printed, ongoing bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, c := range []struct {
		n  *int
		is bool
	}{{&k.whole, whole}, {&k.absent, !whole}, {&k.acknowledged, printed}, {&k.ongoing, ongoing}} {
		if c.is {
			*c.n++
		}
	}
}

// killAfter starts a command, kills it after the delay, and reports whether it
// had printed its result.
func killAfter(t *testing.T, h *headroom, delay time.Duration, args ...string) bool {
	t.Helper()
	var stdout bytes.Buffer
	cmd := h.command(args...)
	cmd.Stdout = &stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(delay, func() { _ = cmd.Process.Kill() })
	_ = cmd.Wait()
	return json.Valid(bytes.TrimSpace(stdout.Bytes())) && stdout.Len() > 0
}

// manySeats invents the seats of so many subscriptions in January; another
// version has other figures.
func manySeats(n, version int) table {
	all := table{seatColumns}
	for i := range n {
		all = append(all, seatRow{
			pga: "9000001", partner: "6000000", id: guid(3, i), tenant: guid(1, i/10), customer: fmt.Sprintf("Customer %d", i/10), month: "2024-01",
			product: fmt.Sprintf("Product %d", i%17), state: "Active", start: "2023-05-01", end: "2025-04-30",
			sold: strconv.Itoa(20*version + i%3), assigned: strconv.Itoa(i % 20),
		}.cells())
	}
	return all
}

// manyUsers invents so many rows of usage, 5,000 a month.
func manyUsers(n, version int) table {
	all := table{usageColumns}
	for i := range n {
		all = append(all, usageRow{
			pga: "9000001", partner: "6000000", tenant: guid(1, i%1000), customer: fmt.Sprintf("Customer %d", i%1000), month: fmt.Sprintf("2023-%02d", 9+i/5000),
			workload: fmt.Sprintf("Workload %d", i/1000%5), active: strconv.Itoa(version + i%11), total: strconv.Itoa(20 + i%7),
		}.cells())
	}
	return all
}
