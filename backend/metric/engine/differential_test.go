package engine_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
)

// TestAgainstPlainLoops asks the engine and the oracle the same random
// questions about random portfolios. SEED repeats one portfolio, WORLDS
// changes how many there are.
func TestAgainstPlainLoops(t *testing.T) {
	worlds, first := uint64(300), uint64(1)
	if n, err := strconv.ParseUint(os.Getenv("WORLDS"), 10, 64); err == nil {
		worlds = n
	}
	if n, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		worlds, first = 1, n
	}
	if testing.Short() {
		worlds = min(worlds, 40)
	}
	catalog := builtin.Catalog()
	asked, spoke := 0, map[string]int{}
	for seed := first; seed < first+worlds; seed++ {
		w := newWorld(seed)
		s := open(t, w)
		e := engine.New(s, catalog)
		r := roller{rand.New(rand.NewPCG(seed, 11)), w, w.today - 100}
		for range 40 {
			q := r.query(catalog)
			got, err := e.Ask(t.Context(), q, engine.Env{Today: w.today})
			if err != nil {
				t.Fatalf("SEED=%d %s: %v", seed, jsonOf(q), err)
			}
			if diff := different(newOracle(w, q), got); diff != "" {
				t.Fatalf("SEED=%d %s\n%s", seed, jsonOf(q), diff)
			}
			asked++
			for _, row := range got.Rows {
				for i, m := range q.Metrics {
					if row[len(q.By)+i] != nil && row[len(q.By)+i] != 0.0 {
						spoke[m]++
					}
				}
			}
		}
		s.db.Close()
	}
	t.Logf("%d questions of %d portfolios from seed %d", asked, worlds, first)
	for _, m := range catalog.Metrics {
		if worlds >= 300 && spoke[m.Name] < 5 && !slices.Contains(byHandAlone, m.Name) {
			t.Errorf("%s was hardly ever more than 0: %d", m.Name, spoke[m.Name])
		}
	}
}

// byHandAlone are the metrics that other tests hold: golden answers against
// hand-written SQL those that the oracle does not know.
var byHandAlone = []string{
	"active_users_28_days", "active_users_month", "active_users_day", "first_response_minutes", "first_response_minutes_median", "resolution_minutes",
	"resolution_minutes_median", "satisfaction", "imports", "rows_imported", "rows_added", "rows_changed", "rows_rejected", "days_since_data", "sources_late",
	"notifications", "notifications_open",
	"licenses_at_risk", "accounts_healthy", "accounts_warning", "accounts_at_risk", // TestHealthAgainstPlainLoops asks them
}

// scoreColumns are fractions, which split nothing; health_by_account.txt lists
// them.
var scoreColumns = []string{"health_score", "renewal_weight", "consumed_quantity", "entitled_quantity", "scored_share", "licenses_lost", "renewal_points"}

// query makes a question that is valid: dimensions that every metric has.
func (r roller) query(c metric.Catalog) metric.Query {
	families := [][]string{
		{"entitlements", "licenses_sold", "licenses_assigned", "licenses_unassigned", "deployment_rate", "entitlements_ending", "licenses_ending", "days_to_next_end", "annual_value"},
		{"active_users", "usage_total", "usage_rate", "usage_quantity", "usage_entitled", "consumption_rate", "overage"},
		{"checkouts", "denials", "distinct_users", "peak_concurrent", "active_users"},
		{"support_requests", "how_to_requests", "support_requests_per_100_active", "support_requests_open"},
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
	q := metric.Query{Totals: r.IntN(3) == 0, Scope: pick(r, "", "all", "own")}
	family := pick(r, families...)
	for _, i := range r.Perm(len(family))[:1+r.IntN(min(3, len(family)))] {
		q.Metrics = append(q.Metrics, family[i])
	}
	var split []string
	custom, _ := c.Dimension(metric.CustomPrefix + customField)
	for _, d := range append(slices.Clone(c.Dimensions), custom) {
		if !d.Listed && d.Expression == nil && !slices.Contains(scoreColumns, d.Name) && everyMetricHas(c, q.Metrics, d) {
			split = append(split, d.Name)
		}
	}
	for _, i := range r.Perm(len(split))[:r.IntN(min(3, len(split))+1)] {
		d, _ := c.Dimension(split[i])
		by := metric.By{Dimension: d.Name}
		if d.Kind == metric.Date {
			by.Grain = pick(r, "", "day", "week", "month", "quarter", "year")
		}
		q.By = append(q.By, by)
	}
	if r.IntN(3) > 0 {
		q.Filter = r.filter(c, split)
	}
	if r.IntN(3) == 0 {
		q.AsOf = r.day().String()
	}
	if r.IntN(4) == 0 {
		q.KnownAt = int64(1 + r.IntN(14))
	}
	return q
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
	switch d.Kind {
	case metric.Date:
		f.Op = pick(r, "next", "last", "between", "ge", "le", "gt", "lt", "eq", "ne")
		switch f.Op {
		case "next", "last":
			f.N, f.Unit = 1+r.IntN(120), "day"
		case "between":
			a := r.day()
			f.Values = []any{a.String(), (a + 40).String()}
		default:
			f.Value = r.day().String()
		}
		return f
	case metric.Number, metric.Days:
		f.Op = pick(r, "gt", "ge", "lt", "le", "eq", "ne", "is_null")
		if f.Op != "is_null" {
			f.Value = r.IntN(30)
		}
		return f
	}
	values := map[string][]any{
		"account": {"Ätna GmbH", "Contoso"}, "country": {"IT", nil}, "product": {"P1", "P2"}, "source": {"alpha", "beta"}, "status": {"active", "grace"},
		"trial": {"no"}, "denied": {"no", nil}, "support_open": {"yes"}, "due_outcome": {"expired", "open"}, "health_band": {"healthy", nil}, "change_kind": {"added"}, "activity_window": {"month", "day"}, "auto_renew": {"yes", nil}, "partner_scope": {"own"}, "partner_id": {"1"}, "workload": {"Exchange", nil}, "family": {"Suite"},
		"meter": {"hours", nil}, "feature": {"draw", nil}, "sku": {"S2", nil}, "support_category": {"how-to", nil},
		metric.CustomPrefix + customField: {"gold", nil}, "term": {"P1Y", nil}, "billing": {"monthly", nil}, "support_title": {"It's slow", nil},
		"charge_kind": {"renew", nil}, "support_severity": {"high", nil}, "support_status": {"open", nil},
	}[name]
	if values == nil {
		values = []any{"A-1", "e1", nil}
	}
	f.Op = pick(r, "eq", "ne", "in", "not_in", "is_null", "not_null", "contains")
	switch {
	case f.Op == "contains" && d.Kind == metric.Text:
		f.Value = pick(r, "ÄTNA", "*", "a", "'n", "S")
	case f.Op == "contains":
		f.Op = "not_null"
	case f.Op == "in" || f.Op == "not_in":
		f.Values = values
	case f.Op == "eq" || f.Op == "ne":
		f.Value = pick(r, values...)
	}
	return f
}

// different compares an answer with the oracle's, totals included.
func different(o oracle, got metric.Result) string {
	if d := differentRows(o, got.Rows, got.Parts, 0); d != "" {
		return d
	}
	if !o.q.Totals {
		return ""
	}
	n := len(o.q.By)
	o.q.By = nil
	if d := differentRows(o, [][]any{got.Totals[n:]}, got.Parts, -1); d != "" {
		return "totals: " + d
	}
	return ""
}

func differentRows(o oracle, rows [][]any, parts []metric.Part, firstRow int) string {
	want := o.answer()
	n := len(o.q.By)
	var out []string
	seen := map[string]bool{}
	for i, row := range rows {
		key := ""
		for _, k := range row[:n] {
			if k == nil {
				k = "(null)"
			}
			key += fmt.Sprint(k) + "|"
		}
		values, ok := want.values[key]
		if !ok || seen[key] {
			out = append(out, fmt.Sprintf("%q is not a row: %v", key, row))
			continue
		}
		seen[key] = true
		for j, m := range o.q.Metrics {
			if !near(row[n+j], values[m]) {
				out = append(out, fmt.Sprintf("%q %s is %v, by hand %s", key, m, row[n+j], describe(map[string]*float64{m: values[m]})))
			}
		}
		count := 0
		for _, p := range parts {
			if p.Row != i+firstRow {
				continue
			}
			count++
			w := want.parts[key][p.Metric]
			if !near(value(p.Numerator), w[0]) || !near(value(p.Denominator), w[1]) {
				out = append(out, fmt.Sprintf("%q parts of %s are %v %v, by hand %s", key, p.Metric, value(p.Numerator), value(p.Denominator),
					describe(map[string]*float64{"numerator": w[0], "denominator": w[1]})))
			}
		}
		if count != len(want.parts[key]) {
			out = append(out, fmt.Sprintf("%q has %d parts, by hand %d", key, count, len(want.parts[key])))
		}
	}
	for key, values := range want.values {
		if !seen[key] {
			out = append(out, fmt.Sprintf("%q is missing: %s", key, describe(values)))
		}
	}
	return strings.Join(out, "\n")
}

func value(x *float64) any {
	if x == nil {
		return nil
	}
	return *x
}

func near(got any, want *float64) bool {
	if got == nil || want == nil {
		return got == nil && want == nil
	}
	x, ok := got.(float64)
	return ok && math.Abs(x-*want) <= 1e-9*math.Max(1, math.Abs(*want))
}

func jsonOf(q metric.Query) string {
	text, err := json.Marshal(q)
	if err != nil {
		panic(err)
	}
	return string(text)
}
