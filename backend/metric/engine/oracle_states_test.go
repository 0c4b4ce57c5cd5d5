package engine_test

import (
	"headroom/backend/portfolio"
)

// everyState takes the entitlements of every state.
func (o oracle) everyState(fn func(fact, string, func(*group))) {
	for _, s := range o.spans(o.firstEntitled(), o.d) {
		for _, r := range o.w.stateAt(s.day, o.q.KnownAt) {
			if r.deployment {
				continue
			}
			fn(o.entFact(r, s.day), s.label, func(g *group) {
				g.every.add(1)
				g.everySold.addInt(r.quantity)
				if r.status == "active" {
					g.current.add(1)
					g.currentAccounts[r.account] = true
				}
			})
		}
	}
}

// history takes every version told.
func (o oracle) history(fn func(fact, string, func(*group))) {
	for _, r := range o.w.rows {
		if r.deployment || r.asOf > o.d || (o.q.KnownAt > 0 && r.importID > o.q.KnownAt) {
			continue
		}
		f := o.entFact(r, o.d)
		f["date"] = r.asOf.String()
		delete(f, "first_told_date")
		delete(f, "created_date")
		fn(f, "", func(g *group) { g.versions.add(1) })
	}
}

// snapshots takes deployment facts as they are told.
func (o oracle) snapshots(fn func(fact, string, func(*group))) {
	for _, s := range o.spans(o.firstEntitled(), o.d) {
		for _, r := range o.w.stateAt(s.day, o.q.KnownAt) {
			f := o.entFact(r, s.day)
			delete(f, "entitlement")
			if !r.deployment {
				continue
			}
			fn(f, s.label, func(g *group) {
				g.snapshots.add(1)
				g.snapSold.addInt(r.quantity)
				g.snapAssigned.addInt(r.assigned)
				if r.quantity.OK && r.assigned.OK {
					g.snapBothSold.addInt(r.quantity)
					g.snapBoth.addInt(r.assigned)
				}
			})
		}
	}
}

// changes compares, for every span, what counts at its end with what did on the
// day before it.
func (o oracle) changes(fn func(fact, string, func(*group))) {
	for _, s := range o.changeSpans() {
		o.changed(fn, s)
	}
}

// changeSpans are the spans whose day before is known.
func (o oracle) changeSpans() []span {
	first := o.firstEntitled()
	var out []span
	if first.IsZero() {
		return out
	}
	for _, s := range o.spans(first, o.d) {
		switch {
		case s.label != "":
		case o.dated():
			s.from = first
			if o.dateHolds(first-1, o.d) {
				continue
			}
		default:
			s.from = s.day - 29
		}
		for s.from < s.day && !o.dateHolds(s.from, o.d) {
			s.from++
		}
		if s.from > first {
			out = append(out, s)
		}
	}
	return out
}

func (o oracle) changed(fn func(fact, string, func(*group)), s span) {
	counting := func(d portfolio.Day) (map[string]entRow, map[int64]bool) {
		rows, accounts := map[string]entRow{}, map[int64]bool{}
		for _, r := range o.w.stateAt(d, o.q.KnownAt) {
			if r.counts(d) {
				rows[r.key], accounts[r.account] = r, true
			}
		}
		return rows, accounts
	}
	before, accountsBefore := counting(s.from - 1)
	after, accountsAfter := counting(s.day)
	take := func(r entRow, d portfolio.Day, change string, add func(*group)) {
		f := o.entFact(r, d)
		f["change_kind"] = change
		fn(f, s.label, add)
	}
	for key, r := range after {
		if _, was := before[key]; was {
			continue
		}
		take(r, s.day, "added", func(g *group) {
			g.added.add(1)
			g.addedSold.addInt(r.quantity)
			if !accountsBefore[r.account] {
				g.accountsAdded[r.account] = true
			}
		})
	}
	for key, r := range before {
		if _, is := after[key]; is {
			continue
		}
		take(r, s.from-1, "churned", func(g *group) {
			g.churned.add(1)
			g.churnedSold.addInt(r.quantity)
			if !accountsAfter[r.account] {
				g.accountsChurned[r.account] = true
			}
		})
	}
}

// change is metric for what changed.
func (g *group) change(name string) *float64 {
	n := map[string]float64{
		"entitlements_added": g.added.x, "entitlements_churned": g.churned.x, "entitlements_net": g.added.x - g.churned.x,
		"licenses_net": g.addedSold.x - g.churnedSold.x, "accounts_added": float64(len(g.accountsAdded)), "accounts_churned": float64(len(g.accountsChurned)),
	}
	x, ok := n[name]
	switch {
	case ok:
		return &x
	case name == "licenses_added":
		return licensesOf(g.added.ok, g.addedSold)
	default:
		return licensesOf(g.churned.ok, g.churnedSold)
	}
}
