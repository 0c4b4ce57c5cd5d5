package systest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// contracts is a list of what was sold, with a last day for each key.
type contracts map[string]day

func (c contracts) table() table {
	rows := table{{"Contract", "Customer", "Product", "Licenses", "From", "To"}}
	for i := range len(c) {
		key := fmt.Sprintf("C-%d", i)
		rows = append(rows, []string{key, fmt.Sprintf("Customer %d", i%7), fmt.Sprintf("Product %d", i%3), "10", "2023-01-01", c[key].String()})
	}
	return rows
}

func (h *headroom) importContracts(asOf day, rows table) imported {
	h.t.Helper()
	mapping := jsonFile(h.t, "mapping.json", map[string]any{
		"dataset": "entitlements", "class": "E", "source": "Contracts", "date_order": "ymd", "columns": map[string]string{
			"Contract": "entitlement", "Customer": "account", "Product": "product", "Licenses": "quantity", "From": "start_date", "To": "end_date",
		},
	})
	return h.imports1("--as-of", asOf.String(), "--mapping", mapping, rows.file(h.t, "contracts.csv"))
}

// checked is the answer of a check.
type checked struct {
	Evaluated   int
	Transitions []struct {
		Rule                       int64
		Instance, From, To, Reason string
	}
}

func (h *headroom) check() checked {
	h.t.Helper()
	var answer checked
	h.must(&answer, "check", "--deliver=inbox")
	return answer
}

var endsIn30 = map[string]any{"name": "Ends in 30 days", "template": "ends_within", "days": 30, "watch": "all"}

// told counts the items by line and end, and fails on one that is there twice.
func (h *headroom) told() map[string]item {
	h.t.Helper()
	out := map[string]item{}
	for _, i := range h.inbox() {
		key := strings.TrimPrefix(i.Entitlement, "sheet:Contracts:") + " " + i.End
		if _, twice := out[key]; twice {
			h.t.Errorf("%s was told twice", key)
		}
		out[key] = i
	}
	return out
}

// TestSixtyDaysTellEveryEndOnce checks once a day for sixty days, each day in
// a process of its own, with a new file, a shuffled one and the same one again
// between, and renewals.
func TestSixtyDaysTellEveryEndOnce(t *testing.T) {
	h := newHeadroom(t)
	start := dayOf(2024, time.February, 1)
	ends := contracts{}
	for i := range 40 {
		ends[fmt.Sprintf("C-%d", i)] = start + day(i*3-9)
	}
	ends["C-10"] = dayOf(2024, time.February, 29)
	renewed := contracts{}
	for key, end := range ends {
		renewed[key] = end
	}
	renewed["C-11"] = ends["C-11"] + 365 // told by then
	renewed["C-12"] = noDay              // told by then, and endless from then on
	renewed["C-30"] = ends["C-30"] + 366 // not told by then
	renewed["C-13"] = start + 70         // told by then, and again for its new end
	const renewal = 15

	want := map[string]bool{}
	file := ends.table()
	for d := range 61 {
		now := start + day(d)
		h.day = now.String()
		current := ends
		switch d {
		case 0:
			h.importContracts(now, file)
			addRule(h, endsIn30)
		case 5:
			h.importContracts(start, file) // the very same
		case 9:
			h.importContracts(now, file.shuffled(rand.New(rand.NewPCG(1, 1))))
		case renewal:
			h.importContracts(now, renewed.table())
		case 40:
			old := contracts{}
			for key := range ends {
				old[key] = now + 5
			}
			h.importContracts(start-10, old.table()) // an older file, imported late: it changes nothing current
		}
		if d >= renewal {
			current = renewed
		}
		for key, end := range current {
			if end >= now && end-now <= 30 {
				want[key+" "+end.String()] = true
			}
		}
		if got := h.check(); got.Evaluated != 1 {
			t.Fatalf("day %d: %d rules evaluated, want 1", d, got.Evaluated)
		}
		if d%10 == 0 {
			h.check() // twice on a day is once
			sameItems(t, d, h.told(), want)
		}
	}
	told := h.told()
	for key, state := range map[string][2]string{
		"C-11 " + ends["C-11"].String(): {"resolved", "renewed"}, "C-12 " + ends["C-12"].String(): {"resolved", "renewed"},
		"C-13 " + ends["C-13"].String(): {"resolved", "renewed"}, "C-13 " + renewed["C-13"].String(): {"open", ""},
		"C-10 2024-02-29": {"resolved", "ended"}, "C-30 " + ends["C-30"].String(): {"", ""},
	} {
		if got := told[key]; got.State != state[0] || got.Resolution != state[1] {
			t.Errorf("%s is %q, %q; want %q", key, got.State, got.Resolution, state)
		}
	}
	h.must(nil, "verify")
}

func sameItems(t *testing.T, d int, told map[string]item, want map[string]bool) {
	t.Helper()
	for key := range want {
		if _, ok := told[key]; !ok {
			t.Errorf("day %d: %s was not told", d, key)
		}
	}
	for key, i := range told {
		if !want[key] {
			t.Errorf("day %d: %s was told: %s", d, key, i.Body)
		}
		if i.Episode != 1 || i.Title == "" || i.Body == "" || i.Account == "" {
			t.Errorf("day %d: %s is told badly: %+v", d, key, i)
		}
	}
}

func TestImportThatMakesConditionsTrueTellsEachOnce(t *testing.T) {
	h := newHeadroom(t)
	h.day = "2024-02-01"
	start := dayOf(2024, time.February, 1)
	far, near := contracts{}, contracts{}
	for i := range 30 {
		far[fmt.Sprintf("C-%d", i)] = start + 300
		near[fmt.Sprintf("C-%d", i)] = start + day(i*2)
	}
	h.importContracts(start-1, far.table())
	addRule(h, endsIn30)
	h.check()
	if told := h.told(); len(told) != 0 {
		t.Fatalf("nothing ends, but %d items are there", len(told))
	}
	import2 := h.importContracts(start, near.table())
	want := map[string]bool{}
	for i := range 16 { // 0, 2, … 30 days
		key := fmt.Sprintf("C-%d", i)
		want[key+" "+near[key].String()] = true
	}
	sameItems(t, 0, h.told(), want)
	h.importContracts(start, near.table())
	h.check()
	sameItems(t, 1, h.told(), want)
	h.undo(import2.ID)
	for key, i := range h.told() {
		if i.State != "resolved" {
			t.Errorf("%s is %s after the undo of what made it true", key, i.State)
		}
	}
	h.importContracts(start, near.table())
	h.check()
	sameItems(t, 2, h.told(), want)
}

func TestUsageOverHasAClearLevel(t *testing.T) {
	h := newHeadroom(t)
	start := dayOf(2024, time.February, 1)
	h.day = start.String()
	mapping := jsonFile(t, "mapping.json", map[string]any{
		"dataset": "usage", "class": "P", "source": "Meter", "date_order": "ymd", "constants": map[string]string{"period": "day"},
		"columns": map[string]string{"Day": "date", "Customer": "account", "Product": "product", "Meter": "meter", "Used": "used", "Entitled": "entitled"},
	})
	bring := func(at day, used ...int) {
		rows := table{{"Day", "Customer", "Product", "Meter", "Used", "Entitled"}}
		for i, n := range used {
			rows = append(rows, []string{at.String(), fmt.Sprintf("Customer %d", i), "Render", "Hours", strconv.Itoa(n), "100"})
		}
		h.day = at.String()
		h.imports1("--as-of", at.String(), "--mapping", mapping, rows.file(t, "meter.csv"))
	}
	bring(start, 10, 10)
	addRule(h, map[string]any{"name": "Nearly full", "template": "usage_over", "threshold": 0.9, "clear": 0.8, "watch": "all"})
	for i, step := range []struct {
		first, second, items int // of customer 0
		state                string
	}{
		{90, 50, 0, ""},          // not above
		{91, 50, 1, "open"},      // above: told
		{95, 50, 1, "open"},      // still
		{85, 50, 1, "open"},      // between the levels
		{99, 50, 1, "open"},      // above again without having been clear
		{80, 50, 1, "resolved"},  // at the clear level
		{85, 50, 1, "resolved"},  // between the levels, but not above
		{130, 50, 2, "open"},     // above: told again
		{81, 50, 2, "open"},      // not yet clear
		{10, 50, 2, "resolved"},  // clear
		{10, 200, 2, "resolved"}, // the other customer is another instance
	} {
		bring(start+1+day(i), step.first, step.second)
		h.check()
		items := slices.DeleteFunc(h.inbox(), func(i item) bool { return i.Account != "Customer 0" })
		state := ""
		if len(items) > 0 {
			state = items[len(items)-1].State
		}
		if len(items) != step.items || state != step.state {
			t.Errorf("step %d, at %d %%: %d items, the last %q; want %d, %q", i, step.first, len(items), state, step.items, step.state)
		}
	}
	items := h.inbox()
	if len(items) != 3 || items[1].Episode != 2 || items[2].Episode != 1 || items[2].Account != "Customer 1" || items[0].Instance != items[1].Instance {
		t.Errorf("items: %+v", items)
	}
}

func TestDoneAndSnoozedItems(t *testing.T) {
	h := newHeadroom(t)
	h.day = "2024-02-01"
	start := dayOf(2024, time.February, 1)
	h.importContracts(start, contracts{"C-0": start + 10, "C-1": start + 20}.table())
	addRule(h, endsIn30)
	h.check()
	items := h.inbox()
	if len(items) != 2 {
		t.Fatalf("%d items, want 2", len(items))
	}
	h.must(nil, "done", itoa(items[0].ID))
	h.must(nil, "snooze", itoa(items[1].ID), "--until", "2024-02-05")
	for d, want := range []string{"snoozed", "snoozed", "snoozed", "snoozed", "open", "open"} {
		h.day = (start + day(d)).String()
		h.check()
		items = h.inbox()
		if len(items) != 2 || items[0].State != "done" || items[1].State != want {
			t.Errorf("%s: %+v, want done and %s", h.day, items, want)
		}
	}
	h.ends(1, nil, "done", "99")
	h.ends(2, nil, "snooze", itoa(items[1].ID))
	h.ends(1, nil, "snooze", itoa(items[1].ID), "--until", "2024-02-01")
}
