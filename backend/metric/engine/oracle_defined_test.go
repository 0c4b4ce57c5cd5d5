package engine_test

import (
	"math"
	"slices"
	"strconv"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// handMade is what a person of the tests defines; byHand and ofPerson say what
// it is.
var handMade = metric.Definitions{
	Columns: []metric.CalculatedColumn{
		{Name: "h_ratio", Expression: "[quantity] / ([assigned] - 3)"},
		{Name: "h_text", Expression: `IF([quantity] > 5, CONCATENATE("q ", [country]), [source])`},
		{Name: "h_flag", Expression: "AND([quantity] > 3, NOT([trial]))"},
		{Name: "h_date", Expression: `DATEADD([start_date], 10, "D")`},
		{Name: "h_length", Expression: "DAYSBETWEEN([start_date], [end_date])"},
		{Name: "h_first", Expression: `COALESCE([sku], [family], "none")`},
		{Name: "h_fifth", Expression: "ROUND([active] / 5, 0)"},
		{Name: "h_over", Expression: `IF([used] > [entitled], "over", "within")`},
		{Name: "h_twice", Expression: "[count] * 2"},
		{Name: "h_wait", Expression: "[resolution] - [first_response]"},
		{Name: "h_where", Expression: `CONCATENATE([account_key], "/", [country])`},
		{Name: "h_left", Expression: "DAYSBETWEEN(TODAY(), [end_date])"},
	},
	Groups: []metric.Group{
		{Name: "h_size", Column: "quantity", Numbers: &metric.Bins{Kind: "custom", Bins: []metric.Bin{{Name: "low", To: at(5)}, {Name: "high", From: at(9), To: at(15)}}}},
		{Name: "h_land", Column: "country", Lists: []metric.GroupList{{Name: "south", Values: []string{"IT"}}, {Name: "middle", Values: []string{"DE"}}}, Other: "rest"},
		{Name: "h_soon", Column: "end_date", Conditions: []metric.GroupCondition{
			{Name: "this quarter", Filter: metric.Filter{Op: "this", Unit: "quarter"}},
			{Name: "lately", Filter: metric.Filter{Op: "last", N: 3, Unit: "month", Rolling: true}},
		}},
		{Name: "h_busy", Column: "active", Numbers: &metric.Bins{Kind: "custom", Bins: []metric.Bin{{Name: "idle", To: at(1)}, {Name: "busy", From: at(10)}}}, Other: "else"},
		{Name: "h_again", Column: "h_ratio", Numbers: &metric.Bins{Kind: "custom", Bins: []metric.Bin{{Name: "below", To: at(0)}, {Name: "above", From: at(0)}}}, Other: "unknown"},
	},
	Metrics: []metric.DerivedMetric{
		{Name: "m_sold", Metric: "licenses_sold", Filter: &metric.Filter{Dimension: "country", Op: "eq", Value: "IT"}},
		{Name: "m_rate", Metric: "deployment_rate", Filter: &metric.Filter{Dimension: "product", Op: "in", Values: []any{"P1", "P2"}}},
		{Name: "m_rate_of", Metric: "m_rate", Filter: &metric.Filter{Dimension: "quantity", Op: "ge", Value: 4}},
		{Name: "m_active", Metric: "active_users", Filter: &metric.Filter{Dimension: "workload", Op: "not_null"}},
		{Name: "m_over", Metric: "consumption_rate", Filter: &metric.Filter{Dimension: "h_over", Op: "eq", Value: "within"}},
		{Name: "m_peak", Metric: "peak_concurrent", Filter: &metric.Filter{Dimension: "country", Op: "not_in", Values: []any{"DE", nil}}},
		{Name: "m_denials", Metric: "denial_rate", Filter: &metric.Filter{Dimension: "feature", Op: "not_null"}},
		{Name: "m_answers", Metric: "first_response_minutes", Filter: &metric.Filter{Dimension: "support_severity", Op: "eq", Value: "high"}},
		{Name: "m_renewals", Metric: "renewal_rate", Filter: &metric.Filter{Dimension: "h_size", Op: "eq", Value: "low"}},
		{Name: "m_added", Metric: "entitlements_added", Filter: &metric.Filter{Dimension: "quantity", Op: "ge", Value: 5}},
		{Name: "m_score", Metric: "consumption_score", Filter: &metric.Filter{Dimension: "country", Op: "ne", Value: "IT"}},
		{Name: "m_rows", Metric: "rows_imported", Filter: &metric.Filter{Dimension: "source", Op: "eq", Value: "alpha"}},
		{Name: "a_average", Aggregate: "average", Column: "quantity"},
		{Name: "a_headroom", Aggregate: "median", Column: "headroom", Filter: &metric.Filter{Dimension: "country", Op: "not_null"}},
		{Name: "a_rows", Aggregate: "count", Dataset: metric.EveryEntitlement, Filter: &metric.Filter{Dimension: "h_flag", Op: "eq", Value: "yes"}},
		{Name: "a_accounts", Aggregate: "distinct", Column: "account_key", Dataset: metric.Support},
		{Name: "a_wait", Aggregate: "max", Column: "h_wait", Dataset: metric.Support},
		{Name: "a_amount", Aggregate: "sum", Column: "amount", Dataset: metric.Charges},
		{Name: "a_end", Aggregate: "min", Column: "days_to_end", Dataset: metric.EveryEntitlement},
		{Name: "a_terms", Aggregate: "median", Column: "quantity", Dataset: metric.Renewals},
		{Name: "a_files", Aggregate: "average", Column: "import_rows", Dataset: metric.Imports},
		{Name: "a_active", Aggregate: "sum", Column: "active", Dataset: metric.Usage, Filter: &metric.Filter{Dimension: "h_busy", Op: "ne", Value: "idle"}},
		{Name: "a_count", Aggregate: "sum", Column: "h_twice", Dataset: metric.FeatureUsage},
	},
}

func at(x float64) *float64 { return &x }

// madeOfLevels are the columns calculated of what levels observe.
var madeOfLevels = []string{"h_fifth", "h_over", "h_busy", "active_share", "used_share", "over_entitled"}

// ofPerson are the metrics of handMade by name.
var ofPerson = func() map[string]metric.DerivedMetric {
	out := map[string]metric.DerivedMetric{}
	for _, m := range handMade.Metrics {
		out[m.Name] = m
	}
	return out
}()

// windowed are the metrics of one window of activity.
var windowed = map[string]string{"active_users_28_days": "28 days", "active_users_month": "month", "active_users_day": "day"}

func isWindowed(metric string) bool { return windowed[metric] != "" }

// groupsOf sums a metric that has a filter of its own, or is an aggregate.
func (o oracle) groupsOf(name string) map[string]*group {
	if window := windowed[name]; window != "" {
		o.q.Filter = together(o.q.Filter, &metric.Filter{Dimension: "activity_window", Op: "eq", Value: window})
		return o.groups([]string{"active_users"})
	}
	m := ofPerson[name]
	o.q.Filter = together(o.q.Filter, m.Filter)
	switch _, nested := ofPerson[m.Metric]; {
	case nested:
		return o.groupsOf(m.Metric)
	case m.Metric != "":
		return o.groups([]string{m.Metric})
	}
	r, d := m.Dataset, o.d
	switch r {
	case "":
		r = metric.Entitlements
	case metric.Usage:
		d = o.latest(portfolio.Usage)
	case metric.FeatureUsage:
		d = o.latest(portfolio.FeatureUsage)
	}
	groups := map[string]*group{}
	at := func(key string) *group {
		if groups[key] == nil {
			groups[key] = newGroup()
		}
		return groups[key]
	}
	o.periods(r, at)
	o.facts(r, func(f fact, label string, _ func(*group)) {
		if f[besides] != "" || !o.holds(f, d) {
			return
		}
		value := f[m.Column]
		if m.Column == "" {
			value = "row"
		}
		g := at(o.key(f, label))
		g.column, g.counted = append(g.column, value), true
	})
	return groups
}

// each takes the observations that speak, or the acts.
func (o oracle) each(r metric.Relation, fn func(fact, string, func(*group))) {
	if r == metric.FeatureUsage {
		for _, s := range o.spans(o.firstDay(portfolio.FeatureUsage), o.latest(portfolio.FeatureUsage)) {
			o.eachAct(s.from, s.day, func(a act, x serie) { fn(o.actFact(x, a), o.ofCycle(a.day, s.label), nil) })
		}
		return
	}
	for _, s := range o.spans(o.firstDay(portfolio.Usage), o.latest(portfolio.Usage)) {
		for _, x := range o.w.series {
			if l, ok := o.observed(x, s.day, s.from); ok && o.w.streamOf(x.stream).dataset == portfolio.Usage {
				fn(o.levelFact(x, l), s.label, nil)
			}
		}
	}
}

// byHand calculates the columns and groups of a row; d is the day that relative
// dates start from.
func (w *world) byHand(f fact, d portfolio.Day) {
	number := func(name string) float64 { // what is missing is not a number
		x, err := strconv.ParseFloat(f[name], 64)
		if err != nil {
			return math.NaN()
		}
		return x
	}
	put := func(name string, x float64) {
		if !math.IsNaN(x) && !math.IsInf(x, 0) {
			f[name] = printedNumber(x)
		}
	}
	days := func(a, b string) float64 {
		if f[a] == "" || f[b] == "" {
			return math.NaN()
		}
		return float64(day(f[b]) - day(f[a]))
	}
	quantity, assigned, active := number("quantity"), number("assigned"), number("active")
	put("headroom", quantity-assigned)
	put("unassigned", math.Max(0, quantity-assigned))
	put("over_assigned", math.Max(0, assigned-quantity))
	put("deployed_share", assigned/quantity)
	put("active_share", active/number("total"))
	put("used_share", number("used")/number("entitled"))
	put("over_entitled", math.Max(0, number("used")-number("entitled")))
	if f[asked] == "" {
		f[asked] = d.String()
	}
	w.lastDay(f)

	put("h_ratio", quantity/(assigned-3))
	if quantity > 5 {
		if f["country"] != "" {
			f["h_text"] = "q " + f["country"]
		}
	} else {
		f.put("h_text", f["source"])
	}
	switch trial := f["trial"]; {
	case quantity <= 3, trial == "yes":
		f["h_flag"] = "no"
	case quantity > 3 && trial == "no":
		f["h_flag"] = "yes"
	}
	if f["start_date"] != "" {
		f["h_date"] = (day(f["start_date"]) + 10).String()
	}
	put("h_length", days("start_date", "end_date"))
	f["h_first"] = "none"
	f.put("h_first", f["family"])
	f.put("h_first", f["sku"])
	put("h_fifth", math.Floor(active/5+.5))
	f["h_over"] = "within"
	if number("used") > number("entitled") {
		f["h_over"] = "over"
	}
	put("h_twice", 2*number("count"))
	put("h_wait", number("resolution")-number("first_response"))
	if f["country"] != "" && f["account_key"] != "" {
		f["h_where"] = f["account_key"] + "/" + f["country"]
	}
	put("h_left", days(asked, "end_date"))
	w.grouped(f, d, quantity, active)
}

// asked is the day that a row is asked for.
const asked = "(day)"

func (w *world) grouped(f fact, d portfolio.Day, quantity, active float64) {
	switch {
	case quantity < 5:
		f["h_size"] = "low"
	case quantity >= 9 && quantity < 15:
		f["h_size"] = "high"
	}
	f["h_land"] = "rest"
	if i := slices.Index([]string{"IT", "DE"}, f["country"]); i >= 0 {
		f["h_land"] = []string{"south", "middle"}[i]
	}
	if end := f["end_date"]; end != "" {
		if from, to := w.relative(metric.Filter{Op: "last", N: 3, Unit: "month", Rolling: true}, d); from.String() <= end && end <= to.String() {
			f["h_soon"] = "lately"
		}
		if w.label(day(end), "quarter") == w.label(d, "quarter") {
			f["h_soon"] = "this quarter"
		}
	}
	f["h_busy"] = "else"
	switch {
	case active < 1:
		f["h_busy"] = "idle"
	case active >= 10:
		f["h_busy"] = "busy"
	}
	f["h_again"] = "unknown"
	if x, err := strconv.ParseFloat(f["h_ratio"], 64); err == nil {
		f["h_again"] = map[bool]string{true: "below", false: "above"}[x < 0]
	}
}

// printedNumber writes a number as the keys of an answer are written.
func printedNumber(x float64) string {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return strconv.FormatInt(int64(x), 10)
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}
