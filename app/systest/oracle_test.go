package systest

import (
	"cmp"
	"strings"
)

// The oracle computes by loops what metrics.md says. It knows the records that
// were written into the files and nothing of the program.

// question is what the oracle is asked.
type question struct {
	world *world
	at    day    // the as-of day
	from  day    // the first day of observations that take part, noDay for any
	own   bool   // own scope
	by    string // "", "account", "product" or "workload"
	acted *day   // the as-of day of acts, where it is another
}

// actsAt is the as-of day of acts.
func (q question) actsAt() day {
	if q.acted != nil {
		return *q.acted
	}
	return q.at
}

func (q question) inScope(partner string) bool {
	return !q.own || partner != "" && strings.Contains(","+ownPartners+",", ","+partner+",")
}

// sum adds known numbers; none known is nil.
type sum struct {
	n     float64
	known bool
}

func (s *sum) add(n *float64) {
	if n != nil {
		s.n, s.known = s.n+*n, true
	}
}

func (s *sum) value() *float64 {
	if !s.known {
		return nil
	}
	return &s.n
}

func of(n *int) *float64 {
	if n == nil {
		return nil
	}
	f := float64(*n)
	return &f
}

func hundredth(n *int) *float64 {
	if n == nil {
		return nil
	}
	f := float64(*n) / 100
	return &f
}

// newer reports whether a speaks after b: of a later day, else in a file of a
// later Data As Of, else in a later import.
func (w *world) newer(a, b stated) bool {
	return cmp.Or(cmp.Compare(a.asOf, b.asOf), cmp.Compare(w.told[a.imp], w.told[b.imp]), cmp.Compare(a.imp, b.imp)) > 0
}

// state is what holds at the day: of every stream the latest whole slice and
// what came after it, of every key its latest row.
func (q question) state() []line {
	type stream struct {
		source, reporter string
		deployment       bool
	}
	of := func(l line) stream { return stream{l.source, l.reporter, l.deployment} }
	whole := map[stream]stated{}
	for _, l := range q.world.lines {
		if w, ok := whole[of(l)]; l.whole && l.asOf <= q.at && (!ok || q.world.newer(l.stated, w)) {
			whole[of(l)] = l.stated
		}
	}
	latest := map[string]line{}
	for _, l := range q.world.lines {
		w, ok := whole[of(l)]
		if l.asOf > q.at || ok && q.world.newer(w, l.stated) {
			continue
		}
		if known, ok := latest[l.key]; !ok || q.world.newer(l.stated, known.stated) {
			latest[l.key] = l
		}
	}
	var out []line
	for _, l := range latest {
		out = append(out, l)
	}
	return out
}

// counts says whether an entitlement counts at the day.
func (q question) counts(l line) bool {
	return !l.deployment && l.status == "active" && !l.trial && (l.start == noDay || l.start <= q.at) && (l.end == noDay || q.at <= l.end)
}

// fact is what one line adds to the sums.
type fact struct {
	line
	counted        bool
	measured, base *float64 // assigned, and what it is measured against
}

// facts are the entitlements that count, and the deployments that speak.
func (q question) facts() []fact {
	state := q.state()
	var out []fact
	for _, l := range state {
		if q.counts(l) {
			out = append(out, fact{l, true, of(l.assigned), of(l.quantity)})
		}
	}
	entitlements := out
	for _, d := range state {
		if !d.deployment {
			continue
		}
		same, told, unknown := 0, false, sum{}
		for _, e := range entitlements {
			if e.account != d.account || e.product != d.product {
				continue
			}
			same++
			told = told || e.source == d.source && e.assigned != nil
			if e.assigned == nil {
				unknown.add(of(e.quantity))
			}
		}
		switch {
		case told:
		case same == 0:
			out = append(out, fact{d, true, of(d.assigned), of(d.quantity)})
		case d.assigned != nil && d.quantity != nil:
			out = append(out, fact{d, false, of(d.assigned), of(d.quantity)})
		case d.assigned != nil:
			out = append(out, fact{d, false, of(d.assigned), unknown.value()})
		}
	}
	return out
}

// group is the answer for one key: what is missing is not in the map.
type group map[string]float64

type groups map[string]group

func (g groups) set(key, metric string, n *float64) {
	if n == nil {
		return
	}
	if g[key] == nil {
		g[key] = group{}
	}
	g[key][metric] = *n
}

func ratio(numerator, denominator sum) *float64 {
	if !numerator.known || !denominator.known || denominator.n == 0 {
		return nil
	}
	r := numerator.n / denominator.n
	return &r
}

// licenses answers the metrics of entitlements. ending limits them to those that
// end from the day on within so many days, 0 for all.
func (q question) licenses(ending day) groups {
	type sums struct {
		count, sold, assigned, base, unassigned, endings, ends sum
	}
	all := map[string]*sums{}
	for _, f := range q.facts() {
		if !q.inScope(f.partner) || ending > 0 && (f.end == noDay || f.end < q.at || f.end > q.at+ending-1) {
			continue
		}
		key := map[string]string{"account": f.account, "product": f.product}[q.by]
		s := all[key]
		if s == nil {
			s = &sums{}
			all[key] = s
		}
		one := 1.0
		if f.counted {
			s.count.add(&one)
			s.sold.add(of(f.quantity))
			if f.end != noDay {
				s.endings.add(&one)
				s.ends.add(of(f.quantity))
			}
		}
		if f.measured != nil {
			s.assigned.add(f.measured)
			s.base.add(f.base)
			if f.base != nil {
				left := max(0, *f.base-*f.measured)
				s.unassigned.add(&left)
			}
		}
	}
	out := groups{}
	for key, s := range all {
		out.set(key, "entitlements", s.count.value())
		out.set(key, "licenses_sold", s.sold.value())
		out.set(key, "licenses_assigned", s.assigned.value())
		out.set(key, "licenses_unassigned", s.unassigned.value())
		out.set(key, "deployment_rate", ratio(s.assigned, s.base))
		out.set(key, "entitlements_ending", s.endings.value())
		out.set(key, "licenses_ending", s.ends.value())
	}
	return out
}

// observed are the levels that hold at the day.
func (q question) observed() []level {
	type stream struct{ source, reporter string }
	base := map[stream]stated{}
	takesPart := func(l level) bool { return l.asOf <= q.at && l.asOf >= q.at-l.window && l.asOf >= q.from }
	for _, l := range q.world.levels {
		s := stream{l.source, l.reporter}
		if b, ok := base[s]; l.whole && takesPart(l) && (!ok || q.world.newer(l.stated, b)) {
			base[s] = l.stated
		}
	}
	type series struct {
		stream
		account, product, raw, feature, meter, partner string
	}
	latest := map[series]level{}
	for _, l := range q.world.levels {
		s := stream{l.source, l.reporter}
		if b, ok := base[s]; !takesPart(l) || ok && q.world.newer(b, l.stated) {
			continue
		}
		key := series{s, l.account, l.product, l.raw, l.feature, l.meter, l.partner}
		if known, ok := latest[key]; !ok || q.world.newer(l.stated, known.stated) {
			latest[key] = l
		}
	}
	var out []level
	for _, l := range latest {
		if q.inScope(l.partner) {
			out = append(out, l)
		}
	}
	return out
}

func (q question) key(l level) string {
	return map[string]string{"account": l.account, "product": l.product, "workload": l.workload}[q.by]
}

func larger(a, b *float64) *float64 {
	if a == nil || b != nil && *b > *a {
		return b
	}
	return a
}

// usage answers the metrics of use.
func (q question) usage() groups {
	type product struct{ group, account, unit, product string }
	type cell struct{ group, account, unit string }
	type person struct{ group, account string }
	type figures struct{ active, total *float64 }
	most := map[product]figures{}
	for _, l := range q.observed() {
		if l.active == nil && l.total == nil {
			continue
		}
		unit := l.workload
		if unit == "" {
			unit = l.feature
		}
		if unit == "" {
			unit = l.product
		}
		k := product{q.key(l), l.account, unit, l.product}
		most[k] = figures{larger(most[k].active, of(l.active)), larger(most[k].total, of(l.total))}
	}
	active, total := map[cell]*sum{}, map[cell]*sum{}
	for k, f := range most {
		c := cell{k.group, k.account, k.unit}
		if active[c] == nil {
			active[c], total[c] = &sum{}, &sum{}
		}
		active[c].add(f.active)
		total[c].add(f.total)
	}
	people := map[person]*float64{}
	totals, rates, wholes := map[string]*sum{}, map[string]*sum{}, map[string]*sum{}
	for c := range active {
		a, n := active[c].value(), total[c].value()
		if totals[c.group] == nil {
			totals[c.group], rates[c.group], wholes[c.group] = &sum{}, &sum{}, &sum{}
		}
		people[person{c.group, c.account}] = larger(people[person{c.group, c.account}], a)
		totals[c.group].add(n)
		if a != nil && n != nil {
			rates[c.group].add(a)
			wholes[c.group].add(n)
		}
	}
	for p, seen := range q.persons() {
		n := float64(len(seen))
		key := person(p)
		people[key] = larger(people[key], &n)
		if totals[p.group] == nil {
			totals[p.group], rates[p.group], wholes[p.group] = &sum{}, &sum{}, &sum{}
		}
	}
	users := map[string]*sum{}
	for p, n := range people {
		if users[p.group] == nil {
			users[p.group] = &sum{}
		}
		users[p.group].add(n)
	}
	out := groups{}
	for key := range totals {
		out.set(key, "active_users", users[key].value())
		out.set(key, "usage_total", totals[key].value())
		out.set(key, "usage_rate", ratio(*rates[key], *wholes[key]))
	}
	q.meters(out)
	q.recorded(out)
	return out
}

// acts are the recorded acts that take part, which no partner reports.
func (q question) acts(first day) []act {
	var out []act
	for _, a := range q.world.acts {
		if a.at <= q.actsAt() && a.at >= first && a.at >= q.from && !q.own {
			out = append(out, a)
		}
	}
	return out
}

func (q question) keyOf(a act) string {
	return map[string]string{"account": a.account, "product": a.product}[q.by]
}

// persons are those who acted in the 28 days up to the day, by account.
func (q question) persons() map[struct{ group, account string }]map[string]bool {
	out := map[struct{ group, account string }]map[string]bool{}
	for _, a := range q.acts(q.actsAt() - 27) {
		if a.person == "" {
			continue
		}
		key := struct{ group, account string }{q.keyOf(a), a.account}
		if out[key] == nil {
			out[key] = map[string]bool{}
		}
		out[key][a.person] = true
	}
	return out
}

// recorded answers the metrics of acts, of all days up to the day.
func (q question) recorded(out groups) {
	counts, persons := map[string]float64{}, map[string]map[string]bool{}
	for _, a := range q.acts(noDay) {
		key := q.keyOf(a)
		counts[key] += float64(a.count)
		if persons[key] == nil {
			persons[key] = map[string]bool{}
		}
		if a.person != "" {
			persons[key][a.person] = true
		}
	}
	zero := 0.0
	for key, n := range counts {
		out.set(key, "checkouts", &n)
		out.set(key, "denials", &zero)
		if people := float64(len(persons[key])); people > 0 {
			out.set(key, "distinct_users", &people)
		}
	}
}

// meters answers the metrics of metered use.
func (q question) meters(out groups) {
	type cell struct{ group, account, product, meter string }
	used, entitled := map[cell]*sum{}, map[cell]*sum{}
	for _, l := range q.observed() {
		if l.used == nil && l.entitled == nil {
			continue
		}
		c := cell{q.key(l), l.account, l.product, l.meter}
		if used[c] == nil {
			used[c], entitled[c] = &sum{}, &sum{}
		}
		used[c].add(hundredth(l.used))
		entitled[c].add(hundredth(l.entitled))
	}
	type sums struct{ used, entitled, usedOf, entitledOf, over sum }
	all := map[string]*sums{}
	facts := q.facts()
	for c := range used {
		u, e := used[c].value(), entitled[c].value()
		if u != nil && e == nil {
			e = licensesOf(facts, c.account, c.product)
		}
		s := all[c.group]
		if s == nil {
			s = &sums{}
			all[c.group] = s
		}
		s.used.add(u)
		s.entitled.add(e)
		if u != nil && e != nil {
			s.usedOf.add(u)
			s.entitledOf.add(e)
			over := max(0, *u-*e)
			s.over.add(&over)
		}
	}
	for key, s := range all {
		out.set(key, "usage_quantity", s.used.value())
		out.set(key, "usage_entitled", s.entitled.value())
		out.set(key, "consumption_rate", ratio(s.usedOf, s.entitledOf))
		out.set(key, "overage", s.over.value())
	}
}

// licensesOf are the licenses of an account's product that count, whatever the
// question is limited to.
func licensesOf(facts []fact, account, product string) *float64 {
	s := sum{}
	for _, f := range facts {
		if f.counted && f.account == account && f.product == product {
			s.add(of(f.quantity))
		}
	}
	return s.value()
}
