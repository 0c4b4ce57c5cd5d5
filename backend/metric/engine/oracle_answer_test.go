package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// figures are the answer of the oracle: by key, by metric. parts holds
// numerator and denominator of ratios.
type figures struct {
	values map[string]map[string]*float64
	parts  map[string]map[string][2]*float64
}

// oracle answers one query.
type oracle struct {
	w *world
	q metric.Query
	d portfolio.Day
}

func newOracle(w *world, q metric.Query) oracle {
	o := oracle{w, q, w.today}
	if q.AsOf != "" {
		o.d = day(q.AsOf)
	}
	return o
}

// group sums what the oracle finds of one key.
type group struct {
	n, known, sold, assigned, unassigned, base, ending, endingSold sum
	value                                                          sum
	currencies, billedIn                                           map[string]bool
	period                                                         bool // of entitlements, which has a row be it of zeros
	nextEnd                                                        *float64
	active, total, bothActive, bothTotal                           sum
	used, entitled, bothUsed, bothEntitled, over                   sum
	checkouts, denials, peak                                       sum
	persons                                                        map[int32]bool
	accounts, requests, howTo, renewed, expired, open              sum
	charges, billed                                                sum
	renewedSold, expiredSold, openSold                             sum
	requestsOpen                                                   sum
	accountsActive, unitsUsed, unitsUnused, unitsKnown             sum
	every, everySold, current, versions                            sum
	added, churned, addedSold, churnedSold                         sum
	unknown                                                        bool // what changed
	snapshots, snapSold, snapAssigned, snapBothSold, snapBoth      sum
	currentAccounts, accountsAdded, accountsChurned                map[int64]bool
	lines, scored, consumed, secured, atRisk                       sum
	bands                                                          map[string]map[int64]bool
}

func newGroup() *group {
	return &group{
		persons: map[int32]bool{}, currencies: map[string]bool{}, billedIn: map[string]bool{}, bands: map[string]map[int64]bool{}, currentAccounts: map[int64]bool{},
		accountsAdded: map[int64]bool{}, accountsChurned: map[int64]bool{},
	}
}

// sum is a number of which nothing may be known.
type sum struct {
	x  float64
	ok bool
}

func (s *sum) add(x float64) { s.x, s.ok = s.x+x, true }

func (s *sum) addInt(n portfolio.Int) {
	if n.OK {
		s.add(float64(n.N))
	}
}

func (s sum) value() *float64 {
	if !s.ok {
		return nil
	}
	return &s.x
}

func (s sum) orZero() *float64 { return &s.x }

func (o oracle) answer() figures {
	groups := map[string]*group{}
	at := func(key string) *group {
		if groups[key] == nil {
			groups[key] = newGroup()
		}
		return groups[key]
	}
	if len(o.q.By) == 0 {
		at("")
	}
	asks := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(o.q.Metrics, n) })
	}
	if asks("entitlements", "licenses_sold", "licenses_assigned", "licenses_unassigned", "deployment_rate", "entitlements_ending", "licenses_ending", "days_to_next_end", "annual_value") {
		o.entitlements(at)
	}
	if asks("active_users", "usage_total", "usage_rate", "usage_quantity", "usage_entitled", "consumption_rate", "overage", "support_requests_per_100_active",
		"accounts_active", "units_used", "units_unused", "adoption_rate") {
		o.usage(at)
	}
	if asks("peak_concurrent") {
		o.peaks(at)
	}
	if asks("checkouts", "denials", "distinct_users", "unique_clients", "denial_rate") {
		o.acts(at)
	}
	if asks("support_requests", "how_to_requests", "support_requests_open", "support_requests_per_100_active") {
		o.support(at)
	}
	if asks("charges", "billed_amount") {
		o.ledger(at)
	}
	if asks("entitlements_renewed", "entitlements_expired", "renewal_rate", "entitlements_due", "entitlements_open", "licenses_due", "licenses_renewed",
		"licenses_expired", "licenses_open", "license_renewal_rate") {
		o.renewals(at)
	}
	if asks("consumption_score", "renewal_score", "account_health", "licenses_at_risk", "accounts_healthy", "accounts_warning", "accounts_at_risk") {
		o.health(at)
	}
	if asks("entitlements_any_state", "licenses_any_state", "entitlements_created", "licenses_created", "current_entitlements", "current_accounts") {
		o.everyState(at)
	}
	if asks("versions_told") {
		o.history(at)
	}
	if asks("entitlements_added", "entitlements_churned", "entitlements_net", "licenses_added", "licenses_churned", "licenses_net", "accounts_added", "accounts_churned") {
		o.changes(at)
	}
	if asks("snapshot_licenses_sold", "snapshot_licenses_assigned", "snapshot_deployment_rate") {
		o.snapshots(at)
	}
	if asks("accounts") {
		for _, a := range o.w.accounts {
			if f := accountFact(o.w, a.id); !a.dead && o.holds(f, o.d) {
				at(o.key(f, "")).accounts.add(1)
			}
		}
	}
	out := figures{map[string]map[string]*float64{}, map[string]map[string][2]*float64{}}
	for key, g := range groups {
		values, parts := map[string]*float64{}, map[string][2]*float64{}
		speaks := len(o.q.By) == 0
		for _, m := range o.q.Metrics {
			v, part, says := g.metric(m)
			values[m] = v
			if part != nil {
				parts[m] = *part
			}
			speaks = speaks || says
		}
		if speaks || g.period {
			out.values[key], out.parts[key] = values, parts
		}
	}
	return out
}

func (o oracle) onlyDate() bool { return len(o.q.By) == 1 && o.q.By[0].Dimension == "date" }

// metric returns a metric's value, its parts if it is a ratio, and whether it
// says something about the group.
func (g *group) metric(name string) (v *float64, part *[2]*float64, says bool) {
	ratio := func(num, den *float64, factor float64) (*float64, *[2]*float64) {
		p := &[2]*float64{num, den}
		if num == nil || den == nil || *den == 0 {
			return nil, p
		}
		x := factor * *num / *den
		return &x, p
	}
	counts := g.n.x > 0
	switch name {
	case "consumption_score", "renewal_score", "account_health", "licenses_at_risk", "accounts_healthy", "accounts_warning", "accounts_at_risk":
		return g.healthMetric(name)
	case "entitlements_any_state", "entitlements_created":
		return g.every.orZero(), nil, g.every.ok
	case "licenses_any_state", "licenses_created":
		return licensesOf(g.every.ok, g.everySold), nil, g.every.ok
	case "current_entitlements":
		return g.current.orZero(), nil, g.every.ok
	case "current_accounts":
		x := float64(len(g.currentAccounts))
		return &x, nil, g.every.ok
	case "versions_told":
		return g.versions.orZero(), nil, g.versions.ok
	case "snapshot_licenses_sold":
		return g.snapSold.value(), nil, g.snapshots.ok
	case "snapshot_licenses_assigned":
		return g.snapAssigned.value(), nil, g.snapshots.ok
	case "snapshot_deployment_rate":
		v, part = ratio(g.snapBoth.value(), g.snapBothSold.value(), 1)
		return v, part, g.snapshots.ok
	case "entitlements_added", "entitlements_churned", "entitlements_net", "licenses_added", "licenses_churned", "licenses_net", "accounts_added", "accounts_churned":
		if g.unknown {
			return nil, nil, false
		}
		return g.change(name), nil, g.added.ok || g.churned.ok
	case "entitlements":
		return g.n.orZero(), nil, counts
	case "licenses_sold":
		if counts {
			return g.sold.value(), nil, true
		}
		return new(float64), nil, false
	case "licenses_assigned":
		return g.assigned.value(), nil, counts || g.assigned.ok
	case "licenses_unassigned":
		return g.unassigned.value(), nil, counts || g.unassigned.ok
	case "deployment_rate":
		v, part = ratio(g.assigned.value(), g.base.value(), 1)
		return v, part, counts || g.assigned.ok || g.base.ok
	case "entitlements_ending":
		return g.ending.orZero(), nil, counts
	case "licenses_ending":
		if g.ending.x > 0 {
			return g.endingSold.value(), nil, true
		}
		return new(float64), nil, counts
	case "days_to_next_end":
		return g.nextEnd, nil, counts
	case "annual_value":
		if len(g.currencies) > 1 {
			return nil, nil, counts
		}
		return g.value.value(), nil, counts
	case "support_requests_open":
		return g.requestsOpen.orZero(), nil, g.requests.ok
	case "active_users":
		return g.active.value(), nil, g.active.ok
	case "usage_total":
		return g.total.value(), nil, g.total.ok
	case "usage_rate":
		v, part = ratio(g.bothActive.value(), g.bothTotal.value(), 1)
		return v, part, g.bothActive.ok
	case "usage_quantity":
		return g.used.value(), nil, g.used.ok
	case "usage_entitled":
		return g.entitled.value(), nil, g.entitled.ok
	case "consumption_rate":
		v, part = ratio(g.bothUsed.value(), g.bothEntitled.value(), 1)
		return v, part, g.bothUsed.ok
	case "overage":
		return g.over.value(), nil, g.over.ok
	case "checkouts":
		return g.checkouts.value(), nil, g.checkouts.ok
	case "denials":
		return g.denials.value(), nil, g.denials.ok
	case "denial_rate":
		var all sum
		if g.checkouts.ok {
			all.add(g.checkouts.x + g.denials.x)
		}
		v, part = ratio(g.denials.value(), all.value(), 1)
		return v, part, g.checkouts.ok
	case "distinct_users", "unique_clients":
		s := sum{float64(len(g.persons)), len(g.persons) > 0}
		return s.value(), nil, s.ok
	case "peak_concurrent":
		return g.peak.value(), nil, g.peak.ok
	case "accounts":
		return g.accounts.orZero(), nil, g.accounts.ok
	case "support_requests":
		return g.requests.orZero(), nil, g.requests.ok
	case "how_to_requests":
		return g.howTo.orZero(), nil, g.requests.ok
	case "support_requests_per_100_active":
		v, part = ratio(g.requests.orZero(), g.active.value(), 100)
		return v, part, g.requests.ok || g.active.ok
	case "charges":
		return g.charges.orZero(), nil, g.charges.ok
	case "billed_amount":
		if len(g.billedIn) > 1 {
			return nil, nil, g.charges.ok
		}
		return g.billed.value(), nil, g.charges.ok
	case "entitlements_renewed":
		return g.renewed.orZero(), nil, g.due()
	case "entitlements_expired":
		return g.expired.orZero(), nil, g.due()
	case "entitlements_due":
		x := g.renewed.x + g.expired.x + g.open.x
		return &x, nil, g.due()
	case "entitlements_open":
		return g.open.orZero(), nil, g.due()
	case "licenses_due":
		return licensesOf(g.due(), g.renewedSold, g.expiredSold, g.openSold), nil, g.due()
	case "licenses_renewed":
		return licensesOf(g.renewed.ok, g.renewedSold), nil, g.due()
	case "licenses_expired":
		return licensesOf(g.expired.ok, g.expiredSold), nil, g.due()
	case "licenses_open":
		return licensesOf(g.open.ok, g.openSold), nil, g.due()
	case "license_renewal_rate":
		v, part = ratio(licensesOf(g.renewed.ok, g.renewedSold), licensesOf(g.renewed.ok || g.expired.ok, g.renewedSold, g.expiredSold), 1)
		return v, part, g.due()
	case "accounts_active":
		return g.accountsActive.value(), nil, g.accountsActive.ok
	case "units_used":
		return g.unitsUsed.value(), nil, g.unitsUsed.ok
	case "units_unused":
		return g.unitsUnused.value(), nil, g.unitsUnused.ok
	case "adoption_rate":
		v, part = ratio(g.unitsUsed.value(), g.unitsKnown.value(), 1)
		return v, part, g.unitsKnown.ok
	case "renewal_rate":
		var decided *float64
		if g.due() {
			x := g.renewed.x + g.expired.x
			decided = &x
		}
		v, part = ratio(g.renewed.orZero(), decided, 1)
		return v, part, g.due()
	}
	panic("the oracle does not know " + name)
}

// licensesOf adds up licenses, which are 0 where there is no row, and missing
// where of none of them anything is known.
func licensesOf(rows bool, sums ...sum) *float64 {
	var all sum
	for _, s := range sums {
		if s.ok {
			all.add(s.x)
		}
	}
	if !rows {
		return new(float64)
	}
	return all.value()
}

func (g *group) due() bool { return g.renewed.ok || g.expired.ok || g.open.ok }

// fact is the text of every dimension of a row; what is missing is absent.
type fact map[string]string

func accountFact(w *world, id int64) fact {
	a := w.accountOf(id)
	f := fact{"account": a.name, "account_id": a.external, "account_key": a.key}
	f.put("country", a.country)
	f.put("region", a.region)
	f.put("segment", a.seg)
	f.put("owner", a.owner)
	f.put("custom."+customField, a.custom)
	return f
}

func (f fact) put(name, value string) {
	if value != "" {
		f[name] = value
	}
}

func (f fact) product(w *world, id int64) {
	if p, ok := w.productOf(id); ok {
		f["product"] = p.name
		f.put("sku", p.sku)
		f.put("family", p.family)
		f.put("vendor", p.vendor)
	}
}

func (f fact) partner(w *world, id string) {
	f.put("partner_id", id)
	f["partner_scope"] = "other"
	if len(w.own) == 0 || slices.Contains(w.own, id) {
		f["partner_scope"] = "own"
	}
}

// holds applies scope and filter, except comparisons of date where the row has
// no day of its own; d is the day of next and last.
func (o oracle) holds(f fact, d portfolio.Day) bool {
	if scope, ok := f["partner_scope"]; ok && o.q.Scope == "own" && scope != "own" {
		return false
	}
	return o.q.Filter == nil || o.filter(*o.q.Filter, f, d)
}

func (o oracle) filter(q metric.Filter, f fact, d portfolio.Day) bool {
	if q.All != nil {
		for _, c := range q.All {
			if !o.filter(c, f, d) {
				return false
			}
		}
		return true
	}
	if q.Any != nil {
		for _, c := range q.Any {
			if o.filter(c, f, d) {
				return true
			}
		}
		return false
	}
	x, ok := f[q.Dimension]
	if q.Dimension == "date" && !ok {
		return true // chosen by the days, not by rows
	}
	return o.leaf(q, x, ok, d)
}

func (o oracle) leaf(q metric.Filter, x string, ok bool, d portfolio.Day) bool {
	is := func(v any) bool {
		if v == nil {
			return !ok
		}
		return ok && x == fmt.Sprint(v)
	}
	less := func(a, b string) bool { return a < b }
	if slices.Contains([]string{"active", "total", "used", "entitled", "peak", "count", "person", "left_over", "busiest"}, q.Dimension) || q.Dimension == "quantity" || q.Dimension == "days_to_end" || q.Dimension == "assigned" || q.Dimension == "value" {
		less = func(a, b string) bool {
			var i, j float64
			fmt.Sscan(a, &i)
			fmt.Sscan(b, &j)
			return i < j
		}
	}
	v := fmt.Sprint(q.Value)
	switch q.Op {
	case "eq":
		return is(q.Value)
	case "ne":
		return !is(q.Value)
	case "in":
		return slices.ContainsFunc(q.Values, is)
	case "not_in":
		return !slices.ContainsFunc(q.Values, is)
	case "is_null":
		return !ok
	case "not_null":
		return ok
	case "contains":
		return ok && strings.Contains(strings.ToLower(x), strings.ToLower(v))
	case "gt":
		return ok && less(v, x)
	case "ge":
		return ok && !less(x, v)
	case "lt":
		return ok && less(x, v)
	case "le":
		return ok && !less(v, x)
	case "between":
		return ok && !less(x, fmt.Sprint(q.Values[0])) && !less(fmt.Sprint(q.Values[1]), x)
	case "next":
		return ok && d.String() <= x && x <= (d+portfolio.Day(q.N)-1).String()
	case "last":
		return ok && (d-portfolio.Day(q.N)+1).String() <= x && x <= d.String()
	}
	panic("the oracle does not know " + q.Op)
}

// key writes the values of the query's dimensions; date is the label of a
// level's period, or "" where the row has its own.
func (o oracle) key(f fact, date string) string {
	var b strings.Builder
	for _, by := range o.q.By {
		x, ok := f[by.Dimension]
		if by.Dimension == "date" && date != "" {
			x, ok = date, true
		} else if ok && by.Grain != "" {
			x = label(day(x), by.Grain)
		}
		if !ok {
			x = "(null)"
		}
		b.WriteString(x + "|")
	}
	return b.String()
}

// label is the first day of a period, with weeks from Monday.
func label(d portfolio.Day, grain string) string {
	t := d.Time()
	switch grain {
	case "week":
		for t.Weekday() != time.Monday {
			t = t.AddDate(0, 0, -1)
		}
	case "month":
		t = t.AddDate(0, 0, 1-t.Day())
	case "quarter":
		t = time.Date(t.Year(), 3*((t.Month()-1)/3)+1, 1, 0, 0, 0, 0, time.UTC)
	case "year":
		t = time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return t.Format(time.DateOnly)
}

// span is one level asked for: the day, its label, and the days that speak.
type span struct {
	label string
	day   portfolio.Day
	from  portfolio.Day
}

// spans lists the levels asked for, from the first day to d.
func (o oracle) spans(first, d portfolio.Day) []span {
	grain, split := "", false
	for _, by := range o.q.By {
		if by.Dimension == "date" {
			grain, split = by.Grain, true
		}
	}
	if !split && !o.dated() {
		return []span{{day: d, from: -1 << 20}}
	}
	if first.IsZero() {
		if split {
			return nil
		}
		return []span{{day: d, from: -1 << 20}}
	}
	var out []span
	for x := first; x <= d; x++ {
		if !o.dateHolds(x, d) {
			continue
		}
		if !split {
			out = []span{{day: x, from: -1 << 20}}
			continue
		}
		l := label(x, grain)
		if n := len(out); n > 0 && out[n-1].label == l {
			out[n-1].day = x
			continue
		}
		out = append(out, span{l, x, day(l)})
	}
	return out
}

func (o oracle) dates() []metric.Filter {
	var out []metric.Filter
	if o.q.Filter != nil {
		for _, c := range o.q.Filter.All {
			if c.Dimension == "date" {
				out = append(out, c)
			}
		}
	}
	return out
}

func (o oracle) dated() bool { return len(o.dates()) > 0 }

func (o oracle) dateHolds(x, d portfolio.Day) bool {
	for _, c := range o.dates() {
		if !o.leaf(c, x.String(), true, d) {
			return false
		}
	}
	return true
}
