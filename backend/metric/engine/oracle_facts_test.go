package engine_test

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

func (r entRow) counts(d portfolio.Day) bool {
	return !r.deployment && r.status == "active" && !r.trial && (r.start.IsZero() || r.start <= d) && (r.end.IsZero() || d <= r.end)
}

func (o oracle) entFact(r entRow, d portfolio.Day) fact {
	f := accountFact(o.w, r.account)
	f[asked] = d.String()
	f.product(o.w, r.product)
	f.put("sku", r.sku)
	f["source"] = o.w.streamOf(r.stream).source
	f["status"], f["status_raw"] = r.status, r.status+"!"
	f["trial"] = map[bool]string{true: "yes", false: "no"}[r.trial]
	if r.auto != portfolio.NoBool {
		f["auto_renew"] = map[portfolio.Bool]string{portfolio.Yes: "yes", portfolio.No: "no"}[r.auto]
	}
	f.partner(o.w, r.partner)
	f["entitlement"], f["entitlement_key"] = r.key, r.key
	f.put("currency", r.currency)
	f.put("term", r.term)
	f.put("billing", r.billing)
	f.put("cancel_until", r.cancel.String())
	f.put("custom."+customField, r.custom)
	f.put("start_date", r.start.String())
	f.put("end_date", r.end.String())
	first := portfolio.NoDay
	for _, x := range o.w.rows {
		if x.key == r.key && (o.q.KnownAt == 0 || x.importID <= o.q.KnownAt) && (first.IsZero() || x.asOf < first) {
			first = x.asOf
		}
	}
	f["first_told_date"], f["created_date"] = first.String(), first.String()
	f.put("created_date", r.start.String())
	if !r.end.IsZero() {
		f["days_to_end"] = fmt.Sprint(int(r.end - d))
	}
	for name, n := range map[string]portfolio.Int{"quantity": r.quantity, "assigned": r.assigned, "value": r.value} {
		if n.OK {
			f[name] = fmt.Sprint(n.N)
		}
	}
	return f
}

// firstEntitled is the first day that anything tells of entitlements.
func (o oracle) firstEntitled() portfolio.Day {
	first := portfolio.NoDay
	for _, d := range []portfolio.Dataset{portfolio.Entitlements, portfolio.Deployment} {
		if x := o.firstDay(d); first.IsZero() || (!x.IsZero() && x < first) {
			first = x
		}
	}
	return first
}

func (o oracle) accounts(fn func(fact, string, func(*group))) {
	for _, a := range o.w.accounts {
		if !a.dead {
			fn(accountFact(o.w, a.id), "", func(g *group) { g.accounts.add(1) })
		}
	}
}

func (o oracle) entitlements(fn func(fact, string, func(*group))) {
	for _, s := range o.spans(o.firstEntitled(), o.d) {
		state := o.w.stateAt(s.day, o.q.KnownAt)
		for _, r := range state {
			switch {
			case r.counts(s.day):
				fn(o.entFact(r, s.day), s.label, func(g *group) { g.entitlement(r, s.day) })
			case r.deployment:
				if counts, add := o.deployment(r, s.day, state); add != nil {
					f := o.entFact(r, s.day)
					if !counts {
						f[besides] = "yes"
					}
					fn(f, s.label, add)
				}
			}
		}
	}
}

// besides marks deployment facts that only add to others and are no row of their
// own.
const besides = "(besides)"

// entitlement takes a row that counts as one.
func (g *group) entitlement(r entRow, day portfolio.Day) {
	g.n.add(1)
	g.sold.addInt(r.quantity)
	g.assigned.addInt(r.assigned)
	if r.value.OK {
		g.value.addInt(r.value)
		g.currencies[r.currency] = true
	}
	if !r.end.IsZero() {
		g.ending.add(1)
		g.endingSold.addInt(r.quantity)
		if days := float64(r.end - day); g.nextEnd == nil || days < *g.nextEnd {
			g.nextEnd = &days
		}
	}
	if r.assigned.OK {
		g.known.add(1)
		g.base.addInt(r.quantity)
		if r.quantity.OK {
			g.unassigned.add(math.Max(0, float64(r.quantity.N-r.assigned.N)))
		}
	}
}

// deployment returns whether a deployment fact counts as an entitlement, and
// what it adds; nil: nothing.
func (o oracle) deployment(r entRow, d portfolio.Day, state []entRow) (counts bool, add func(*group)) {
	beside, untold := 0, sum{}
	for _, e := range state {
		if e.account != r.account || e.product != r.product || !e.counts(d) {
			continue
		}
		beside++
		if e.assigned.OK && o.w.streamOf(e.stream).source == o.w.streamOf(r.stream).source {
			return false, nil
		}
		if !e.assigned.OK {
			untold.addInt(e.quantity)
		}
	}
	switch {
	case beside == 0:
		return true, func(g *group) { g.entitlement(r, d) }
	case !r.assigned.OK:
		return false, nil
	}
	return false, func(g *group) {
		g.assigned.addInt(r.assigned)
		base := untold
		if r.quantity.OK {
			base = sum{x: float64(r.quantity.N), ok: true}
		}
		if base.ok {
			g.base.add(base.x)
			g.unassigned.add(math.Max(0, base.x-float64(r.assigned.N)))
		}
	}
}

func (o oracle) renewals(fn func(fact, string, func(*group))) {
	var told []entRow
	for _, r := range o.w.rows {
		if !r.deployment && r.status == "active" && !r.trial && r.asOf <= o.d && (o.q.KnownAt == 0 || r.importID <= o.q.KnownAt) {
			told = append(told, r)
		}
	}
	later := func(a, b entRow) bool { return o.w.before(moment{b.asOf, b.importID}, moment{a.asOf, a.importID}) }
	family := func(r entRow) string {
		p, _ := o.w.productOf(r.product)
		if p.family != "" {
			return p.family
		}
		return p.key
	}
	grace := portfolio.Day(o.w.grace)
	for _, r := range told {
		newest := !slices.ContainsFunc(told, func(x entRow) bool { return x.key == r.key && x.end == r.end && later(x, r) })
		if r.end.IsZero() || r.end > o.d || !newest {
			continue
		}
		renewed := slices.ContainsFunc(told, func(x entRow) bool {
			same := x.key == r.key && later(x, r) && (x.end.IsZero() || x.end > r.end)
			other := x.key != r.key && x.account == r.account && family(x) == family(r) && !x.start.IsZero() &&
				(r.start.IsZero() || x.start > r.start) && x.start >= r.end-grace && x.start <= r.end+grace
			return same || other
		})
		f := o.entFact(r, o.d)
		f["date"], f["due_outcome"] = r.end.String(), "open"
		switch {
		case renewed:
			f["due_outcome"] = "renewed"
		case r.end+grace < o.d:
			f["due_outcome"] = "expired"
		}
		fn(f, "", func(g *group) {
			n, licenses := &g.open, &g.openSold
			switch f["due_outcome"] {
			case "renewed":
				n, licenses = &g.renewed, &g.renewedSold
			case "expired":
				n, licenses = &g.expired, &g.expiredSold
			}
			n.add(1)
			licenses.addInt(r.quantity)
		})
	}
}

// latest returns D of a dataset of usage.
func (o oracle) latest(d portfolio.Dataset) portfolio.Day {
	if o.q.AsOf != "" {
		return o.d
	}
	last := portfolio.NoDay
	for _, i := range o.w.imports {
		if o.w.streamOf(i.stream).dataset == d && (o.q.KnownAt == 0 || i.id <= o.q.KnownAt) {
			for _, x := range i.days {
				if x <= o.d {
					last = max(last, x)
				}
			}
		}
	}
	if last.IsZero() {
		return o.d
	}
	return last
}

func (o oracle) firstDay(d portfolio.Dataset) portfolio.Day {
	first := portfolio.NoDay
	for _, i := range o.w.imports {
		if o.w.streamOf(i.stream).dataset == d && (o.q.KnownAt == 0 || i.id <= o.q.KnownAt) {
			for _, x := range i.days {
				if first.IsZero() || x < first {
					first = x
				}
			}
		}
	}
	return first
}

func (o oracle) seriesFact(s serie) fact {
	f := accountFact(o.w, s.account)
	f.product(o.w, s.product)
	f["source"] = o.w.streamOf(s.stream).source
	switch st := o.w.streamOf(s.stream); {
	case st.dataset == portfolio.FeatureUsage:
		f["activity_window"] = "28 days"
	case st.monthly:
		f["activity_window"] = "month"
	default:
		f["activity_window"] = "day"
	}
	f.put("workload", s.workload)
	f.put("feature", s.feat)
	f.put("unit", unitOf(o.w, s))
	f.put("meter", s.meter)
	f.put("clock", s.clock)
	f.put("denial_reason", s.reason)
	f.partner(o.w, s.part)
	return f
}

// levelFact is what is known of an observation.
func (o oracle) levelFact(s serie, l level) fact {
	f := o.seriesFact(s)
	f["observed_date"] = l.day.String()
	for name, n := range map[string]portfolio.Int{"active": l.active, "total": l.total, "peak": l.peak} {
		if n.OK {
			f[name] = fmt.Sprint(n.N)
		}
	}
	names := map[string][2]string{
		"": {"used", "entitled"}, "reset": {"used_since_reset", "entitled_since_reset"},
		"reset overage": {"overage_told_reset"}, "statement overage": {"overage_told_statement"},
	}[s.clock]
	for name, d := range map[string]portfolio.Decimal{names[0]: l.used, names[1]: l.entitled} {
		if d.OK && name != "" {
			f[name] = fmt.Sprint(float64(d.Mantissa) / math.Pow10(int(d.Scale)))
		}
	}
	return f
}

// actFact is what is known of an act.
func (o oracle) actFact(s serie, a act) fact {
	f := o.seriesFact(s)
	f["count"], f["denied"] = fmt.Sprint(a.count), map[bool]string{true: "yes", false: "no"}[a.denied]
	if a.person != 0 {
		f["person"] = fmt.Sprint(a.person)
	}
	return f
}

// ofLevels reports whether the question is about what levels observe, which
// acts do not know.
func (o oracle) ofLevels() bool {
	names := []string{}
	for _, by := range o.q.By {
		names = append(names, by.Dimension)
	}
	_ = o.q.Filter.Walk("", func(_ string, f metric.Filter) error { names = append(names, f.Dimension); return nil })
	return slices.ContainsFunc(names, func(n string) bool {
		return slices.Contains([]string{"active", "total", "used", "entitled", "peak", "observed_date", "used_since_reset", "entitled_since_reset", "overage_told_reset", "overage_told_statement"}, n) || slices.Contains(madeOfLevels, n)
	})
}

// observed returns what speaks for a series at a day, not before from.
func (o oracle) observed(s serie, d, from portfolio.Day) (level, bool) {
	st := o.w.streamOf(s.stream)
	window := portfolio.Day(28)
	if st.monthly {
		window = 62
	}
	limit := portfolio.Day(-1 << 20)
	for _, i := range o.w.imports {
		if i.stream == s.stream && i.whole && (o.q.KnownAt == 0 || i.id <= o.q.KnownAt) {
			for _, x := range i.days {
				if x <= d {
					limit = max(limit, x)
				}
			}
		}
	}
	for x := d; x >= d-window && x >= from && x >= limit; x-- {
		if !o.dateHolds(x, o.latest(portfolio.Usage)) {
			continue
		}
		if found, ok := o.observedOn(s, x); ok {
			return found, true
		}
	}
	return level{}, false
}

// observedOn returns what is known of a series on one day.
func (o oracle) observedOn(s serie, x portfolio.Day) (found level, ok bool) {
	for _, l := range o.w.levels {
		if l.series != s.id || l.day != x || (o.q.KnownAt > 0 && l.importID > o.q.KnownAt) {
			continue
		}
		at := moment{x, l.importID}
		if !o.w.gone(s.stream, at, x, o.q.KnownAt) && (!ok || o.w.before(moment{x, found.importID}, at)) {
			found, ok = l, true
		}
	}
	return found, ok
}

// peaks sums, over account and unit, the most of any day of the period.
func (o oracle) peaks(at func(string) *group) {
	type cell struct {
		key     string
		account int64
		unit    string
	}
	for _, s := range o.spans(o.firstDay(portfolio.Usage), o.latest(portfolio.Usage)) {
		most := map[cell]float64{}
		for _, x := range o.w.series {
			if o.w.streamOf(x.stream).dataset != portfolio.Usage {
				continue
			}
			for _, d := range o.w.daysOf(x.stream) {
				l, ok := o.observedOn(x, d)
				if d < s.from || d > s.day || !ok || !l.peak.OK || !o.dateHolds(d, o.latest(portfolio.Usage)) {
					continue
				}
				f := o.levelFact(x, l)
				if !o.holds(f, o.latest(portfolio.Usage)) {
					continue
				}
				k := cell{o.key(f, s.label), x.account, unitOf(o.w, x)}
				if old, ok := most[k]; !ok || float64(l.peak.N) > old {
					most[k] = float64(l.peak.N)
				}
			}
		}
		for k, n := range most {
			at(k.key).peak.add(n)
		}
	}
}

// daysOf lists the days that imports of a stream speak of.
func (w *world) daysOf(stream int64) []portfolio.Day {
	var out []portfolio.Day
	for _, i := range w.imports {
		if i.stream == stream {
			out = append(out, i.days...)
		}
	}
	return out
}

func unitOf(w *world, s serie) string {
	switch {
	case s.workload != "":
		return s.workload
	case s.feat != "":
		return s.feat
	}
	p, _ := w.productOf(s.product)
	return p.name
}

func (o oracle) usage(at func(string) *group) {
	labels := map[string]bool{}
	usageSpans := o.spans(o.firstDay(portfolio.Usage), o.latest(portfolio.Usage))
	actSpans := o.spans(o.firstDay(portfolio.FeatureUsage), o.latest(portfolio.FeatureUsage))
	for _, s := range append(slices.Clone(usageSpans), actSpans...) {
		labels[s.label] = true
	}
	for l := range labels {
		most := map[string]map[int64]float64{} // key, account
		raise := func(key string, account int64, x float64) {
			if most[key] == nil {
				most[key] = map[int64]float64{}
			}
			if old, ok := most[key][account]; !ok || x > old {
				most[key][account] = x
			}
		}
		for _, s := range usageSpans {
			if s.label == l {
				o.levels(s, at, raise)
			}
		}
		for _, s := range actSpans {
			if s.label == l {
				for key, accounts := range o.present(s) {
					for account, persons := range accounts {
						raise(key, account, float64(len(persons)))
					}
				}
			}
		}
		for key, accounts := range most {
			for _, x := range accounts {
				at(key).active.add(x)
				at(key).accountsActive.add(oneIf(x > 0))
			}
		}
	}
}

func (o oracle) levels(s span, at func(string) *group, raise func(string, int64, float64)) {
	type slot struct {
		key     string
		account int64
		unit    string
		product int64
	}
	type meter struct {
		key              string
		account, product int64
		name             string
	}
	active, total := map[slot]*float64{}, map[slot]*float64{}
	used, entitled := map[meter]*sum{}, map[meter]*sum{}
	peak := func(m map[slot]*float64, k slot, n portfolio.Int) {
		if n.OK && (m[k] == nil || float64(n.N) > *m[k]) {
			x := float64(n.N)
			m[k] = &x
		}
	}
	plus := func(m map[meter]*sum, k meter, d portfolio.Decimal) {
		if d.OK {
			if m[k] == nil {
				m[k] = &sum{}
			}
			m[k].add(float64(d.Mantissa) / math.Pow10(int(d.Scale)))
		}
	}
	for _, x := range o.w.series {
		l, ok := o.observed(x, s.day, s.from)
		if !ok || o.w.streamOf(x.stream).dataset != portfolio.Usage {
			continue
		}
		f := o.levelFact(x, l)
		if !o.holds(f, o.latest(portfolio.Usage)) {
			continue
		}
		key := o.key(f, s.label)
		peak(active, slot{key, x.account, unitOf(o.w, x), x.product}, l.active)
		peak(total, slot{key, x.account, unitOf(o.w, x), x.product}, l.total)
		if x.clock != "" {
			at(key).clocked(x.clock, l)
			continue
		}
		plus(used, meter{key, x.account, x.product, x.meter}, l.used)
		plus(entitled, meter{key, x.account, x.product, x.meter}, l.entitled)
	}
	cells := map[slot]*[2]sum{}
	for i, m := range []map[slot]*float64{active, total} {
		for k, x := range m {
			k.product = 0
			if cells[k] == nil {
				cells[k] = &[2]sum{}
			}
			cells[k][i].add(*x)
		}
	}
	for k, c := range cells {
		g := at(k.key)
		if c[0].ok {
			raise(k.key, k.account, c[0].x)
			g.unitsKnown.add(1)
			g.unitsUsed.add(oneIf(c[0].x > 0))
			g.unitsUnused.add(oneIf(c[0].x == 0 && c[1].x > 0))
		}
		if c[1].ok {
			g.total.add(c[1].x)
		}
		if c[0].ok && c[1].ok {
			g.bothActive.add(c[0].x)
			g.bothTotal.add(c[1].x)
		}
	}
	for k, e := range entitled {
		at(k.key).entitled.add(e.x)
	}
	for k, u := range used {
		g := at(k.key)
		g.used.add(u.x)
		e := entitled[k]
		if e == nil {
			if e = o.licenses(s.day, k.account, k.product); e == nil {
				continue
			}
			g.entitled.add(e.x)
		}
		g.bothUsed.add(u.x)
		g.bothEntitled.add(e.x)
		if over := u.x - e.x; over > 1e-9 {
			g.over.add(over)
		} else {
			g.over.add(0)
		}
	}
}

// clocked takes what stands beside the metered quantities that count.
func (g *group) clocked(clock string, l level) {
	x := func(d portfolio.Decimal) float64 { return float64(d.Mantissa) / math.Pow10(int(d.Scale)) }
	switch {
	case !l.used.OK:
	case clock == "reset overage":
		g.overReset.add(x(l.used))
	case clock == "statement overage":
		g.overStatement.add(x(l.used))
	default:
		g.usedReset.add(x(l.used))
		if l.entitled.OK {
			g.bothReset.add(x(l.used))
			g.entitledReset.add(x(l.entitled))
		}
	}
}

func oneIf(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// licenses is what counts of a product of an account, deployment facts that
// count as entitlements included.
func (o oracle) licenses(d portfolio.Day, account, product int64) *sum {
	if product == 0 {
		return nil
	}
	out := sum{}
	state := o.w.stateAt(d, o.q.KnownAt)
	all := oracle{w: o.w, d: d}
	all.q.KnownAt = o.q.KnownAt
	for _, r := range state {
		if r.account != account || r.product != product {
			continue
		}
		if r.counts(d) {
			out.addInt(r.quantity)
		}
		if r.deployment {
			if counts, _ := all.deployment(r, d, state); counts {
				out.addInt(r.quantity)
			}
		}
	}
	if !out.ok {
		return nil
	}
	return &out
}

// eachAct calls fn for every act of a period that is known, once, with the newest
// telling of it.
func (o oracle) eachAct(from, to portfolio.Day, fn func(act, serie)) {
	type identity struct {
		stream int64
		day    portfolio.Day
		hash   uint64
	}
	newest := map[identity]act{}
	for _, a := range o.w.acts {
		if a.day < from || a.day > to || (o.q.KnownAt > 0 && a.importID > o.q.KnownAt) || !o.dateHolds(a.day, o.latest(portfolio.FeatureUsage)) {
			continue
		}
		k := identity{o.w.importOf(a.importID).stream, a.day, a.hash}
		if old, ok := newest[k]; !ok || o.w.before(moment{a.day, old.importID}, moment{a.day, a.importID}) {
			newest[k] = a
		}
	}
	for _, a := range newest {
		fn(a, o.w.series[slices.IndexFunc(o.w.series, func(s serie) bool { return s.id == a.series })])
	}
}

// present returns the active persons of a level: by key, account.
func (o oracle) present(s span) map[string]map[int64]map[int32]bool {
	out := map[string]map[int64]map[int32]bool{}
	if o.ofLevels() {
		return out
	}
	o.eachAct(max(s.from, s.day-27), s.day, func(a act, x serie) {
		f := o.seriesFact(x)
		if a.denied || a.person == 0 || !o.holds(f, o.d) {
			return
		}
		key := o.key(f, s.label)
		if out[key] == nil {
			out[key] = map[int64]map[int32]bool{}
		}
		if out[key][x.account] == nil {
			out[key][x.account] = map[int32]bool{}
		}
		out[key][x.account][a.person] = true
	})
	return out
}

func (o oracle) acts(at func(string) *group) {
	for _, s := range o.spans(o.firstDay(portfolio.FeatureUsage), o.latest(portfolio.FeatureUsage)) {
		o.eachAct(s.from, s.day, func(a act, x serie) {
			f := o.actFact(x, a)
			if !o.holds(f, o.latest(portfolio.FeatureUsage)) {
				return
			}
			g := at(o.key(f, o.ofCycle(a.day, s.label)))
			if a.denied {
				g.denials.add(float64(a.count))
				g.checkouts.add(0)
				return
			}
			g.checkouts.add(float64(a.count))
			g.denials.add(0)
			if a.person != 0 {
				g.persons[a.person] = true
			}
		})
	}
}

// ofCycle is which period of the cycle that the answer is split by a day is in,
// else the label of its period.
func (o oracle) ofCycle(d portfolio.Day, label string) string {
	for _, by := range o.q.By {
		if by.Dimension == metric.DateName && isCycle(by.Grain) {
			return fmt.Sprint(o.w.recurring(d, by.Grain))
		}
	}
	return label
}

// describe writes figures for a failure.
func describe(v map[string]*float64) string {
	var out []string
	for name, x := range v {
		s := "null"
		if x != nil {
			s = fmt.Sprint(*x)
		}
		out = append(out, name+"="+s)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}
