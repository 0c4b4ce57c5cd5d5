package store_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	goslices "slices"
	"strconv"
	"testing"

	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// toldRow is a random row of an entitlement, simple enough for the naive diff.
type toldRow struct {
	key, account, product, currency string
	on, end                         portfolio.Day
	quantity, assigned, value       portfolio.Int
	status                          portfolio.Status
	trial                           bool
	renew                           portfolio.Bool
}

func (x toldRow) fact() func(ingest.Sink) error {
	at := ingest.At{Day: x.on, Reporter: "900"}
	e := portfolio.Entitlement{
		Key: x.key, Account: portfolio.Account{Ref: portfolio.AccountRef{Kind: "tenant", ExternalID: x.account, Name: x.account}},
		Product: portfolio.Product{Name: x.product}, Quantity: x.quantity, Assigned: x.assigned, Start: portfolio.NoDay, End: x.end,
		Status: x.status, StatusRaw: string(x.status), Trial: x.trial, AutoRenew: x.renew, Value: x.value, Currency: x.currency,
	}
	return func(s ingest.Sink) error { return s.Entitlement(at, e) }
}

// telling is one import of the naive model.
type telling struct {
	id    int64
	told  portfolio.Day // Data As Of of the file
	info  ingest.Info
	whole bool
	days  map[portfolio.Day]bool
	rows  []toldRow
}

var listE = ingest.Info{ID: "test.e", Version: 1, Source: "List", Dataset: portfolio.Entitlements, Class: portfolio.EntityList}

// naiveState is what the tellings up to known say of every key at the end of
// time, by plain loops over the words of docs/semantics.md.
func naiveState(all []telling, known int64) map[string]toldRow {
	type place struct {
		day, told portfolio.Day
		id        int64
	}
	after := func(a, b place) bool {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.told, b.told), cmp.Compare(a.id, b.id)) > 0
	}
	last := map[string]place{} // whole slice by stream
	for _, t := range all {
		for d := range t.days {
			if p := (place{d, t.told, t.id}); t.whole && t.id <= known && (last[t.info.Source].id == 0 || after(p, last[t.info.Source])) {
				last[t.info.Source] = p
			}
		}
	}
	state, at := map[string]toldRow{}, map[string]place{}
	for _, t := range all {
		for _, r := range t.rows {
			p := place{r.on, t.told, t.id}
			if t.id > known || (last[t.info.Source].id != 0 && after(last[t.info.Source], p)) {
				continue
			}
			if old, ok := at[r.key]; !ok || after(p, old) {
				state[r.key], at[r.key] = r, p
			}
		}
	}
	return state
}

func (x toldRow) worth(day portfolio.Day) portfolio.Int {
	if x.status != portfolio.Active || x.trial || (!x.end.IsZero() && x.end < day) {
		return portfolio.Int{}
	}
	return x.value
}

// naiveMoves compares two states field by field.
func naiveMoves(before, after map[string]toldRow, day portfolio.Day) []string {
	number := func(n portfolio.Int) string {
		if !n.OK {
			return ""
		}
		return strconv.FormatInt(n.N, 10)
	}
	yes := func(b portfolio.Bool) string {
		return map[portfolio.Bool]string{portfolio.Yes: "yes", portfolio.No: "no"}[b]
	}
	var out []string
	say := func(kind, key, field, from, to string) {
		out = append(out, fmt.Sprintf("%s %s %s %q %q", kind, key, field, from, to))
	}
	for key, b := range before {
		a, ok := after[key]
		if !ok {
			say("gone", key, "quantity", number(b.quantity), "")
			continue
		}
		for _, f := range []struct{ kind, field, from, to string }{
			{"status", "status", string(b.status), string(a.status)},
			{"status", "trial", yes2(b.trial), yes2(a.trial)},
			{"quantity", "quantity", number(b.quantity), number(a.quantity)},
			{"value", "value", number(b.value), number(a.value)},
			{"value", "currency", b.currency, a.currency},
			{"end", "end", b.end.String(), a.end.String()},
			{"assigned", "assigned", number(b.assigned), number(a.assigned)},
			{"auto_renew", "auto_renew", yes(b.renew), yes(a.renew)},
			{"product", "product", b.product, a.product},
			{"account", "account", b.account, a.account},
		} {
			if f.from != f.to {
				say(f.kind, key, f.field, f.from, f.to)
			}
		}
	}
	for key, a := range after {
		if _, ok := before[key]; !ok {
			say("new", key, "quantity", "", number(a.quantity))
		}
	}
	goslices.Sort(out)
	return out
}

// naiveMissing are the keys that the latest list but the last telling had, where
// that is a list, too, and no older one.
func naiveMissing(all []telling) []string {
	now := all[len(all)-1]
	var list *telling
	for _, t := range all[:len(all)-1] {
		if t.info.Class == portfolio.EntityList && (list == nil || t.told >= list.told) {
			list = &t
		}
	}
	if list == nil || now.info.Class != portfolio.EntityList || now.told < list.told {
		return nil
	}
	var out []string
	for _, x := range list.rows {
		if !goslices.ContainsFunc(now.rows, func(y toldRow) bool { return y.key == x.key }) {
			n := ""
			if x.quantity.OK {
				n = strconv.FormatInt(x.quantity.N, 10)
			}
			out = append(out, fmt.Sprintf("missing %s quantity %q %q", x.key, n, n))
		}
	}
	return out
}

func yes2(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// TestMovedAgainstNaiveDiff imports random files of all classes, older ones
// after younger ones and several of one day, into a store
// and compares what it says moved, for single imports and between any two,
// with plain loops; and with what a dry run said of the same file before.
func TestMovedAgainstNaiveDiff(t *testing.T) {
	seen := map[string]int{}
	for seed := uint64(1); seed <= 50; seed++ {
		r := rand.New(rand.NewPCG(seed, 3))
		s := open(t)
		var all []telling
		today := day(t, "2026-06-01")
		for n := range 4 + r.IntN(5) {
			info := []ingest.Info{slices, slices, slices, changes, listE, listE}[r.IntN(6)]
			d := today + portfolio.Day(r.IntN(6)*10)
			told := d + portfolio.Day(r.IntN(5)*7)
			f := telling{info: info, told: told, whole: info.Class.Slices() && r.IntN(4) > 0, days: map[portfolio.Day]bool{}}
			in := file{name: fmt.Sprint("file ", seed, " ", n), info: info, asOf: told.String(), partial: info.Class.Slices() && !f.whole}
			taken := map[string]bool{}
			for range 1 + r.IntN(8) {
				x := randomTold(r, d, today)
				if taken[x.key] {
					continue
				}
				taken[x.key] = true
				f.rows, f.days[d] = append(f.rows, x), true
				in.facts = append(in.facts, x.fact())
			}
			dry, err := tryPut(t.Context(), t, s, in, true)
			if err != nil {
				t.Fatal(err)
			}
			f.id = put(t, s, in).ID
			all = append(all, f)
			moved, err := s.Moved(t.Context(), f.id)
			if err != nil {
				t.Fatal(err)
			}
			want := naiveMoves(naiveState(all, f.id-1), naiveState(all, f.id), told)
			want = append(want, naiveMissing(all)...)
			goslices.Sort(want)
			sameMoves(t, fmt.Sprint("SEED ", seed, " import ", f.id), moved, want)
			sameMoves(t, fmt.Sprint("SEED ", seed, " dry run ", f.id), *dry.Review, want)
			moneyAddsUp(t, moved, naiveState(all, f.id-1), naiveState(all, f.id), told)
			for k, c := range moved.Counts {
				seen[k] += c
			}
		}
		last, told := all[len(all)-1].id, all[len(all)-1].told
		for a := int64(0); a < last; a++ {
			moved, err := s.MovedBetween(t.Context(), a, last)
			if err != nil {
				t.Fatal(err)
			}
			moved.Moves = goslices.DeleteFunc(moved.Moves, func(m ingest.Move) bool { return m.Kind == "missing" })
			sameMoves(t, fmt.Sprint("SEED ", seed, " between ", a, " and ", last), moved, naiveMoves(naiveState(all, a), naiveState(all, last), told))
		}
	}
	for _, kind := range []string{"new", "gone", "missing", "end", "quantity", "assigned", "status", "auto_renew", "value", "product", "account"} {
		if seen[kind] < 10 {
			t.Errorf("%s hardly ever happened: %d", kind, seen[kind])
		}
	}
}

func randomTold(r *rand.Rand, on, today portfolio.Day) toldRow {
	count := func(n int) portfolio.Int {
		if r.IntN(5) == 0 {
			return portfolio.Int{}
		}
		return portfolio.SomeInt(int64(r.IntN(n)))
	}
	x := toldRow{
		key: fmt.Sprint("k", r.IntN(6)), account: fmt.Sprint("a", r.IntN(2)), product: fmt.Sprint("p", r.IntN(2)), on: on, end: portfolio.NoDay,
		quantity: count(3), assigned: count(3), value: count(3), currency: []string{"EUR", "USD"}[r.IntN(2)], status: portfolio.Active,
		trial: r.IntN(6) == 0, renew: []portfolio.Bool{portfolio.NoBool, portfolio.Yes, portfolio.No}[r.IntN(3)],
	}
	if r.IntN(3) > 0 {
		x.end = today + portfolio.Day(20*r.IntN(6))
	}
	if r.IntN(3) == 0 {
		x.status = portfolio.Suspended
	}
	return x
}

func sameMoves(t *testing.T, name string, got ingest.Review, want []string) {
	t.Helper()
	var have []string
	for _, m := range got.Moves {
		have = append(have, fmt.Sprintf("%s %s %s %q %q", m.Kind, m.Key, m.Field, m.Before, m.After))
	}
	goslices.Sort(have)
	if !goslices.Equal(have, want) {
		t.Fatalf("%s\n got %v\nwant %v", name, have, want)
	}
	if got.Missing != got.Counts["gone"]+got.Counts["missing"] {
		t.Errorf("%s: %d missing of %v", name, got.Missing, got.Counts)
	}
}

// moneyAddsUp: the moves' money is the change of what the keys are worth,
// unless a currency changed.
func moneyAddsUp(t *testing.T, got ingest.Review, before, after map[string]toldRow, day portfolio.Day) {
	t.Helper()
	want, have := int64(0), int64(0)
	for key, b := range before {
		if a, ok := after[key]; ok && a.worth(day).OK && b.worth(day).OK && a.currency != b.currency {
			return
		}
		want -= b.worth(day).N
	}
	for _, a := range after {
		want += a.worth(day).N
	}
	for _, m := range got.Moves {
		if m.Money != nil {
			have += *m.Money
		}
	}
	if have != want {
		t.Errorf("the moves say %d of money, the values %d", have, want)
	}
}

func TestMovesAreOrderedByMoneyAndEnd(t *testing.T) {
	s := open(t)
	rows := []toldRow{}
	for i := range 600 {
		rows = append(rows, toldRow{
			key: fmt.Sprintf("k%03d", i), account: "a", product: "p", on: day(t, "2026-01-31"), end: day(t, "2026-02-01") + portfolio.Day(i%7),
			quantity: portfolio.SomeInt(1), value: portfolio.SomeInt(int64(i % 50)), currency: "EUR", status: portfolio.Active,
		})
	}
	f := file{name: "many", info: slices, asOf: "2026-01-31"}
	for _, x := range rows {
		f.facts = append(f.facts, x.fact())
	}
	r := put(t, s, f)
	got, err := s.Moved(t.Context(), r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Moves) != 500 || got.Counts["new"] != 600 {
		t.Errorf("%d moves kept, counted %v", len(got.Moves), got.Counts)
	}
	if !goslices.IsSortedFunc(got.Moves, func(a, b ingest.Move) int {
		return cmp.Or(cmp.Compare(*b.Money, *a.Money), cmp.Compare(*a.Days, *b.Days))
	}) {
		t.Error("not ordered by money and days to the end")
	}
	if m := got.Moves[0]; *m.Money != 49 || *m.Days != 1 || m.File != "many" || m.Line < 2 {
		t.Errorf("first is %+v", m)
	}
	if err := s.Undo(t.Context(), r.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Moved(t.Context(), r.ID); err == nil {
		t.Error("an import that was undone still moves something")
	}
}
