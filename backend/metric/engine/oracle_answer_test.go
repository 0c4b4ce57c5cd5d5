package engine_test

import (
	"slices"
	"strings"

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
	o.q.Filter, o.q.Dashboard = together(q.Filter, q.Dashboard), nil
	return o
}

// together joins filters by all; nil has nothing to say.
func together(filters ...*metric.Filter) *metric.Filter {
	out := metric.Filter{All: []metric.Filter{}}
	for _, f := range filters {
		switch {
		case f == nil:
		case f.All != nil:
			out.All = append(out.All, f.All...)
		default:
			out.All = append(out.All, *f)
		}
	}
	if len(out.All) == 0 {
		return nil
	}
	return &out
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
	usedReset, bothReset, entitledReset, overReset, overStatement  sum
	checkouts, denials, peak                                       sum
	persons                                                        map[int32]bool
	accounts, requests, howTo, renewed, expired, open              sum
	charges, billed                                                sum
	renewedSold, expiredSold, openSold                             sum
	accountsActive, unitsUsed, unitsUnused, unitsKnown             sum
	every, everySold, current, versions                            sum
	added, churned, addedSold, churnedSold                         sum
	unknown                                                        bool // what changed
	snapshots, snapSold, snapAssigned, snapBothSold, snapBoth      sum
	currentAccounts, accountsAdded, accountsChurned                map[int64]bool
	lines, scored, consumed, secured, atRisk                       sum
	bands                                                          map[string]map[int64]bool
	openRequests, responded, resolved, rated                       sum
	responses, resolutions                                         []float64
	files, rows, rowsAdded, rowsChanged, rowsRejected              sum
	age                                                            *float64
	late                                                           map[string]bool
	items, openItems                                               sum
	column                                                         []string // of an aggregate
	counted                                                        bool
}

func newGroup() *group {
	return &group{
		persons: map[int32]bool{}, currencies: map[string]bool{}, billedIn: map[string]bool{}, bands: map[string]map[int64]bool{}, currentAccounts: map[int64]bool{},
		accountsAdded: map[int64]bool{}, accountsChurned: map[int64]bool{}, late: map[string]bool{},
	}
}

// sum is a number of which nothing may be known.
type sum struct {
	x  float64
	n  int
	ok bool
}

func (s *sum) add(x float64) { s.x, s.n, s.ok = s.x+x, s.n+1, true }

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

// known is how many are known, which nothing divides by where there are none.
func known(n int) *float64 {
	if n == 0 {
		return nil
	}
	x := float64(n)
	return &x
}

// middle is the median.
func middle(xs []float64) *float64 {
	if len(xs) == 0 {
		return nil
	}
	xs = slices.Sorted(slices.Values(xs))
	x := (xs[(len(xs)-1)/2] + xs[len(xs)/2]) / 2
	return &x
}

func (o oracle) answer() figures {
	out := figures{map[string]map[string]*float64{}, map[string]map[string][2]*float64{}}
	told := map[string]map[string]*group{}
	var plain []string
	for _, m := range o.q.Metrics {
		if _, ok := ofPerson[m]; !ok && !isWindowed(m) {
			plain = append(plain, m)
		}
	}
	together := o.groups(plain)
	speaks := map[string]bool{}
	if len(o.q.By) == 0 {
		speaks[""] = true
	}
	for _, m := range o.q.Metrics {
		told[m] = together
		if !slices.Contains(plain, m) {
			told[m] = o.groupsOf(m)
		}
		for key, g := range told[m] {
			_, _, says := g.metric(m)
			speaks[key] = speaks[key] || says || g.period
		}
	}
	for key := range speaks {
		if !speaks[key] {
			continue
		}
		out.values[key], out.parts[key] = map[string]*float64{}, map[string][2]*float64{}
		for _, m := range o.q.Metrics {
			g := told[m][key]
			if g == nil {
				g = newGroup()
			}
			g.unknown = g.unknown || !o.knowsChanges(key)
			v, part, _ := g.metric(m)
			out.values[key][m] = v
			if part != nil {
				out.parts[key][m] = *part
			}
		}
	}
	return out
}

// facts calls fn for every row of a relation before it is filtered, with the
// period it is of and with what it adds to a group. Usage is not made of rows
// that add up.
func (o oracle) facts(r metric.Relation, fn func(f fact, label string, add func(*group))) {
	map[metric.Relation]func(func(fact, string, func(*group))){
		metric.Accounts: o.accounts, metric.Entitlements: o.entitlements, metric.Renewals: o.renewals, metric.Support: o.support, metric.Charges: o.ledger,
		metric.EveryEntitlement: o.everyState, metric.EntitlementHistory: o.history, metric.EntitlementChanges: o.changes, metric.Deployment: o.snapshots,
		metric.Health: o.health, metric.Imports: o.files, metric.Inbox: o.inbox,
		metric.Usage:        func(fn func(fact, string, func(*group))) { o.each(metric.Usage, fn) },
		metric.FeatureUsage: func(fn func(fact, string, func(*group))) { o.each(metric.FeatureUsage, fn) },
	}[r](fn)
}

// made lists the metrics that add up rows of a relation.
var made = map[metric.Relation][]string{
	metric.Accounts: {"accounts"},
	metric.Entitlements: {
		"entitlements", "licenses_sold", "licenses_assigned", "licenses_unassigned", "licenses_with_known_assigned", "deployment_rate", "entitlements_ending", "licenses_ending",
		"days_to_next_end", "annual_value",
	},
	metric.Renewals: {
		"entitlements_renewed", "entitlements_expired", "renewal_rate", "entitlements_due", "entitlements_open", "licenses_due", "licenses_renewed", "licenses_expired",
		"licenses_open", "license_renewal_rate",
	},
	metric.Support: {
		"support_requests", "how_to_requests", "support_requests_per_100_active", "support_requests_open", "first_response_minutes", "first_response_minutes_median",
		"resolution_minutes", "resolution_minutes_median", "satisfaction",
	},
	metric.Charges:            {"charges", "billed_amount"},
	metric.EveryEntitlement:   {"entitlements_any_state", "licenses_any_state", "entitlements_created", "licenses_created", "current_entitlements", "current_accounts"},
	metric.EntitlementHistory: {"versions_told"},
	metric.EntitlementChanges: {
		"entitlements_added", "entitlements_churned", "entitlements_net", "licenses_added", "licenses_churned", "licenses_net", "accounts_added", "accounts_churned",
	},
	metric.Deployment: {"snapshot_licenses_sold", "snapshot_licenses_assigned", "snapshot_deployment_rate"},
	metric.Health:     {"consumption_score", "renewal_score", "account_health", "licenses_at_risk", "accounts_healthy", "accounts_warning", "accounts_at_risk"},
	metric.Imports:    {"imports", "rows_imported", "rows_added", "rows_changed", "rows_rejected", "days_since_data", "sources_late"},
	metric.Inbox:      {"notifications", "notifications_open"},
}

// groups sums what the metrics need, by key.
func (o oracle) groups(metrics []string) map[string]*group {
	groups := map[string]*group{}
	at := func(key string) *group {
		if groups[key] == nil {
			groups[key] = newGroup()
		}
		return groups[key]
	}
	asks := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(metrics, n) })
	}
	for r, names := range made {
		if asks(names...) {
			o.periods(r, at)
			o.facts(r, func(f fact, label string, add func(*group)) {
				if o.holds(f, o.d) {
					add(at(o.key(f, label)))
				}
			})
		}
	}
	if asks("active_users", "usage_total", "usage_rate", "usage_quantity", "usage_entitled", "consumption_rate", "overage", "support_requests_per_100_active",
		"usage_since_reset", "consumption_rate_since_reset", "overage_since_reset", "overage_since_statement",
		"accounts_active", "units_used", "units_unused", "adoption_rate") {
		o.usage(at)
	}
	if asks("peak_concurrent") {
		o.peaks(at)
	}
	if asks("checkouts", "denials", "distinct_users", "unique_clients", "denial_rate") {
		o.acts(at)
	}
	return groups
}

// periods makes the rows that there are be they of zeros: entitlements have one
// for every period.
func (o oracle) periods(r metric.Relation, at func(string) *group) {
	spans := o.spans(o.firstEntitled(), o.d)
	switch r {
	case metric.EntitlementChanges:
		spans = o.changeSpans()
	case metric.Entitlements, metric.EveryEntitlement:
	default:
		return
	}
	for _, s := range spans {
		if o.onlyDate() {
			at(s.label + "|").period = true
		}
	}
}

// knowsChanges reports whether the state before the span of a key is known.
func (o oracle) knowsChanges(key string) bool {
	label := ""
	for i, by := range o.q.By {
		if by.Dimension == metric.DateName {
			label = strings.Split(key, "|")[i]
		}
	}
	return slices.ContainsFunc(o.changeSpans(), func(s span) bool { return s.label == label })
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
	if m, ok := ofPerson[name]; ok {
		if m.Metric != "" {
			return g.metric(m.Metric)
		}
		return aggregate(m.Aggregate, g.column), nil, g.counted
	}
	switch name {
	case "active_users_28_days", "active_users_month", "active_users_day":
		return g.metric("active_users")
	case "support_requests_open":
		return g.openRequests.orZero(), nil, g.requests.ok
	case "first_response_minutes":
		v, part = ratio(g.responded.value(), known(len(g.responses)), 1)
		return v, part, g.requests.ok
	case "first_response_minutes_median":
		return middle(g.responses), nil, g.requests.ok
	case "resolution_minutes":
		v, part = ratio(g.resolved.value(), known(len(g.resolutions)), 1)
		return v, part, g.requests.ok
	case "resolution_minutes_median":
		return middle(g.resolutions), nil, g.requests.ok
	case "satisfaction":
		v, part = ratio(g.rated.value(), known(g.rated.n), 1)
		return v, part, g.requests.ok
	case "imports":
		return g.files.orZero(), nil, g.files.ok
	case "rows_imported":
		return g.rows.orZero(), nil, g.files.ok
	case "rows_added":
		return g.rowsAdded.orZero(), nil, g.files.ok
	case "rows_changed":
		return g.rowsChanged.orZero(), nil, g.files.ok
	case "rows_rejected":
		return g.rowsRejected.orZero(), nil, g.files.ok
	case "days_since_data":
		return g.age, nil, g.files.ok
	case "sources_late":
		x := float64(len(g.late))
		return &x, nil, g.files.ok
	case "notifications":
		return g.items.orZero(), nil, g.items.ok
	case "notifications_open":
		return g.openItems.orZero(), nil, g.items.ok
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
	case "licenses_with_known_assigned":
		return g.base.value(), nil, counts || g.base.ok
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
	case "usage_since_reset":
		return g.usedReset.value(), nil, g.usedReset.ok
	case "consumption_rate_since_reset":
		v, part = ratio(g.bothReset.value(), g.entitledReset.value(), 1)
		return v, part, g.bothReset.ok
	case "overage_since_reset":
		return g.overReset.value(), nil, g.overReset.ok
	case "overage_since_statement":
		return g.overStatement.value(), nil, g.overStatement.ok
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
		s := sum{x: float64(len(g.persons)), ok: len(g.persons) > 0}
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
