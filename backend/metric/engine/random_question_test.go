package engine_test

import (
	"slices"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
)

// scoreColumns are fractions, which split nothing; health_by_account.txt lists
// them.
var scoreColumns = []string{"health_score", "renewal_weight", "consumed_quantity", "entitled_quantity", "scored_share", "licenses_lost", "renewal_points"}

// families are metrics that are asked for together.
var families = [][]string{
	{"entitlements", "licenses_sold", "licenses_assigned", "licenses_unassigned", "licenses_with_known_assigned", "deployment_rate", "entitlements_ending", "licenses_ending", "days_to_next_end", "annual_value"},
	{"active_users", "usage_total", "usage_rate", "usage_quantity", "usage_entitled", "consumption_rate", "overage"},
	{"usage_since_reset", "consumption_rate_since_reset", "overage_since_reset", "overage_since_statement", "overage"},
	{"checkouts", "denials", "distinct_users", "peak_concurrent", "active_users"},
	{"support_requests", "how_to_requests", "support_requests_open", "support_requests_per_100_active"},
	{"support_requests_open", "first_response_minutes", "first_response_minutes_median", "resolution_minutes", "resolution_minutes_median", "satisfaction", "m_answers", "a_wait", "a_accounts"},
	{"imports", "rows_imported", "rows_added", "rows_changed", "rows_rejected", "days_since_data", "sources_late", "m_rows", "a_files"},
	{"notifications", "notifications_open"},
	{"active_users", "active_users_28_days", "active_users_month", "active_users_day", "m_active"},
	{"licenses_sold", "m_sold", "m_rate", "m_rate_of", "deployment_rate", "a_average", "a_headroom"},
	{"consumption_rate", "m_over", "m_peak", "a_active", "peak_concurrent"},
	{"denials", "m_denials", "a_count", "distinct_users"},
	{"a_rows", "a_end", "entitlements_any_state"},
	{"a_terms", "m_renewals", "renewal_rate"},
	{"entitlements_added", "m_added"},
	{"consumption_score", "m_score", "accounts_at_risk"},
	{"a_amount", "billed_amount"},
	{"entitlements_renewed", "entitlements_expired", "renewal_rate"},
	{"entitlements_due", "entitlements_open", "licenses_due", "licenses_renewed", "licenses_expired", "licenses_open", "license_renewal_rate"},
	{"consumption_score", "renewal_score", "account_health", "licenses_at_risk", "accounts_healthy", "accounts_warning", "accounts_at_risk"},
	{"entitlements_any_state", "licenses_any_state", "entitlements_created", "licenses_created", "current_entitlements", "current_accounts"},
	{"versions_told"},
	{"entitlements_added", "entitlements_churned", "entitlements_net", "licenses_added", "licenses_churned", "licenses_net", "accounts_added", "accounts_churned"},
	{"snapshot_licenses_sold", "snapshot_licenses_assigned", "snapshot_deployment_rate"},
	{"denial_rate", "unique_clients"},
	{"accounts_active", "units_used", "units_unused", "adoption_rate"},
	{"accounts"},
	{"charges", "billed_amount"},
	{"charges", "licenses_sold", "billed_amount"},
	{"licenses_sold", "deployment_rate", "usage_rate", "overage", "accounts", "support_requests", "distinct_users"},
}

// withHandMade is the catalog with what the tests define.
var withHandMade = func() metric.Catalog {
	c, err := builtin.Catalog().With(handMade)
	if err != nil {
		panic(err)
	}
	return c
}()

// question makes any question there is: query, with definitions, filters of a
// dashboard, and periods that come again.
func (r roller) question() metric.Query {
	q := r.ask(withHandMade)
	q.Define = &handMade
	if names := r.dimensions(withHandMade, q.Metrics); len(names) > 0 && r.IntN(4) == 0 {
		q.Dashboard = r.filter(withHandMade, names)
	}
	for i, by := range q.By {
		d, _ := withHandMade.Dimension(by.Dimension)
		if grains := metric.GrainsOf(d.Kind); len(grains) > 0 && r.IntN(2) == 0 && (d.Name != metric.DateName || !ofDays(q.Metrics)) {
			q.By[i].Grain = pick(r, grains...)
		}
	}
	return q
}

// ofDays reports whether some metric says how things were on a day, which does
// not come again.
func ofDays(metrics []string) bool {
	return slices.ContainsFunc(metrics, func(name string) bool {
		m, _ := withHandMade.Metric(name)
		return slices.ContainsFunc(withHandMade.Relations(m), func(x metric.Relation) bool {
			d, _ := withHandMade.Dataset(x)
			return d.Levels && x != metric.FeatureUsage
		})
	})
}

// query makes a question that is valid about what is shipped: dimensions that
// every metric has.
func (r roller) query(c metric.Catalog) metric.Query { return r.ask(c) }

// family is one of families, as far as c has it.
func (r roller) family(c metric.Catalog) []string {
	return slices.DeleteFunc(slices.Clone(pick(r, families...)), func(name string) bool { _, ok := c.Metric(name); return !ok })
}

func (r roller) ask(c metric.Catalog) metric.Query {
	q := metric.Query{Totals: r.IntN(3) == 0, Scope: pick(r, "", "all", "own")}
	family := r.family(c)
	for _, i := range r.Perm(len(family))[:min(len(family), 1+r.IntN(3))] {
		q.Metrics = append(q.Metrics, family[i])
	}
	if len(family) == 0 || r.IntN(12) == 0 { // of anything at all
		q.Metrics = nil
		for _, i := range r.Perm(len(c.Metrics))[:1+r.IntN(3)] {
			q.Metrics = append(q.Metrics, c.Metrics[i].Name)
		}
	}
	split := r.dimensions(c, q.Metrics)
	for _, i := range r.Perm(len(split))[:min(len(split), r.IntN(3))] {
		d, _ := c.Dimension(split[i])
		by := metric.By{Dimension: d.Name}
		if d.Kind == metric.Date {
			by.Grain = pick(r, "", "day", "week", "month", "quarter", "year")
		}
		q.By = append(q.By, by)
	}
	if r.IntN(2) == 0 && len(split) > 0 {
		q.Filter = r.filter(c, split)
	}
	if r.IntN(3) == 0 {
		q.AsOf = r.day().String()
	}
	if r.IntN(4) == 0 {
		q.KnownAt = int64(1 + r.IntN(20))
	}
	return q
}

// dimensions are those that every metric has.
func (r roller) dimensions(c metric.Catalog, metrics []string) []string {
	var out []string
	custom, _ := c.Dimension(metric.CustomPrefix + customField)
	for _, d := range append(slices.Clone(c.Dimensions), custom) {
		shipped := d.Expression == nil || slices.ContainsFunc(c.Metrics, func(m metric.Metric) bool { return m.Derived != nil })
		if !d.Listed && shipped && !slices.Contains(scoreColumns, d.Name) && everyMetricHas(c, metrics, d) {
			out = append(out, d.Name)
		}
	}
	return out
}

func everyMetricHas(c metric.Catalog, metrics []string, d metric.Dimension) bool {
	for _, name := range metrics {
		m, _ := c.Metric(name)
		for _, x := range c.Relations(m) {
			if _, ok := d.In[x]; !ok {
				return false
			}
		}
	}
	return true
}

func (r roller) filter(c metric.Catalog, names []string) *metric.Filter {
	all := []metric.Filter{}
	for range 1 + r.IntN(2) {
		f := r.leaf(c, pick(r, names...))
		if f.Dimension != "date" && r.IntN(4) == 0 {
			if other := r.leaf(c, pick(r, names...)); other.Dimension != "date" {
				f = metric.Filter{Any: []metric.Filter{f, other}}
			}
		}
		all = append(all, f)
	}
	return &metric.Filter{All: all}
}

func (r roller) leaf(c metric.Catalog, name string) metric.Filter {
	d, _ := c.Dimension(name)
	f := metric.Filter{Dimension: name}
	size := []string{"gt", "ge", "lt", "le", "eq", "ne", "in", "not_in", "between", "not_between", "is_null", "not_null", "all"}
	switch d.Kind {
	case metric.Date, metric.Time:
		if r.IntN(3) == 0 {
			return r.relative(f)
		}
		f.Op = pick(r, size...)
		if f.Op != "is_null" && f.Op != "not_null" && f.Op != "all" && r.IntN(3) == 0 {
			f.Grain = pick(r, metric.GrainsOf(d.Kind)...)
		}
		value := func() any { return r.day().String() }
		if d.Kind == metric.Time && r.IntN(2) == 0 {
			value = func() any { return r.day().String() + pick(r, " 12:00", " 00:00:00", " 23:59:59.999") }
		}
		if cycle, ok := metric.CycleOf(f.Grain); ok {
			value = func() any { return cycle.First + r.IntN(cycle.Last-cycle.First+1) }
		}
		return r.valued(f, value, nil)
	case metric.Number, metric.Days:
		f.Op = pick(r, size...)
		return r.valued(f, func() any { return r.IntN(30) }, nil)
	}
	values := map[string][]any{
		"account": {"Ätna GmbH", "Contoso"}, "country": {"IT", nil}, "product": {"P1", "P2"}, "source": {"alpha", "beta"}, "status": {"active", "grace"},
		"trial": {"no"}, "denied": {"no", nil}, "support_open": {"yes"}, "due_outcome": {"expired", "open"}, "health_band": {"healthy", nil}, "change_kind": {"added"}, "activity_window": {"month", "day"}, "auto_renew": {"yes", nil}, "partner_scope": {"own"}, "partner_id": {"1"}, "workload": {"Exchange", nil}, "family": {"Suite"},
		"clock": {"reset", "reset overage", nil}, "denial_reason": {"full", nil}, "meter": {"hours", nil}, "feature": {"draw", nil}, "unit": {"Exchange", "draw", nil}, "sku": {"S2", nil}, "support_category": {"how-to", nil},
		metric.CustomPrefix + customField: {"gold", nil}, "term": {"P1Y", nil}, "billing": {"monthly", nil}, "support_title": {"It's slow", nil},
		"charge_kind": {"renew", nil}, "support_severity": {"high", nil}, "support_status": {"open", nil}, "import_dataset": {"entitlements", "usage"}, "import_profile": {"p"},
		"rule": {"Over"}, "rule_template": {"overage", nil}, "notification_state": {"open"}, "notification_title": {"It's over"},
		"if_nothing_is_done": {"loss", nil}, "notice_terms": {"told window", nil},
		"h_text": {"q IT", "alpha", nil}, "h_flag": {"yes", nil}, "h_first": {"S1", "none"}, "h_over": {"over"}, "h_where": {"k:1/IT", nil},
		"h_size": {"low", nil}, "h_land": {"south", "rest"}, "h_soon": {"lately", nil}, "h_busy": {"idle"}, "h_again": {"unknown"},
	}[name]
	if values == nil {
		values = []any{"A-1", "e1", nil}
	}
	f.Op = pick(r, "eq", "ne", "in", "not_in", "is_null", "not_null", "all")
	if d.Kind == metric.Text && r.IntN(3) == 0 {
		f.Op = pick(r, "contains", "not_contains", "starts_with", "not_starts_with", "ends_with", "not_ends_with", "is_empty", "not_empty")
	}
	return r.valued(f, func() any { return pick(r, values...) }, values)
}

// valued gives a comparison the values it takes.
func (r roller) valued(f metric.Filter, value func() any, all []any) metric.Filter {
	switch f.Op {
	case "is_null", "not_null", "is_empty", "not_empty", "all":
	case "contains", "not_contains", "starts_with", "not_starts_with", "ends_with", "not_ends_with":
		f.Value = pick(r, "ÄTNA", "*", "a", "'n", "S", "e", "1", "H")
	case "in", "not_in":
		if f.Values = all; all == nil {
			f.Values = []any{value(), value(), nil}[:1+r.IntN(3)]
		}
	case "between", "not_between":
		f.Values = []any{value(), value()}
	case "eq", "ne":
		f.Value = value()
	default:
		for f.Value == nil {
			f.Value = value()
		}
	}
	return f
}

// relative makes a relative date.
func (r roller) relative(f metric.Filter) metric.Filter {
	f.Op, f.Unit = pick(r, "this", "next", "last"), pick(r, metric.Units...)
	if r.IntN(4) == 0 {
		f.From = r.day().String()
	}
	if f.Op != "this" {
		f.N, f.Rolling, f.Excluded = 1+r.IntN(map[string]int{"day": 120, "week": 12, "month": 6, "quarter": 3, "year": 2}[f.Unit]), r.IntN(3) == 0, r.IntN(3) == 0
	}
	return f
}
