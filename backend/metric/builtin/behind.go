package builtin

import "headroom/backend/metric"

// behind returns how a shipped measure follows from its rows, nil where this
// file does not say: a measure may then say it itself. The rows are those of a
// list of the relation, the columns its dimensions.
func behind(measure string) *metric.Behind {
	b, ok := entitlementsBehind()[measure]
	if !ok {
		b, ok = usageBehind()[measure]
	}
	if !ok {
		b, ok = changesBehind()[measure]
	}
	if !ok {
		b, ok = healthBehind()[measure]
	}
	if !ok {
		b, ok = othersBehind()[measure]
	}
	if !ok {
		return nil
	}
	return &b
}

// whole is the step that makes one row of all.
func whole(f ...metric.Figure) []metric.Step { return []metric.Step{{Figures: f}} }

func sum(column string) metric.Figure { return metric.Figure{Name: column, How: "sum", Of: column} }
func most(column string) metric.Figure {
	return metric.Figure{Name: column, How: "max", Of: column}
}

var count = metric.Figure{Name: "rows", How: "count"}

func is(dimension string, value any) metric.Filter {
	return metric.Filter{Dimension: dimension, Op: "eq", Value: value}
}

func known(dimension string) metric.Filter {
	return metric.Filter{Dimension: dimension, Op: "not_null"}
}

// listed is a measure over the rows of one relation for which where holds.
func listed(r metric.Relation, columns []string, f metric.Figure, where ...metric.Filter) metric.Behind {
	return metric.Behind{
		Lists: []metric.RowList{{Dataset: r, Counting: r == metric.Entitlements, Columns: columns, Where: where}},
		Steps: whole(f),
	}
}

// What counts has the columns counts (1 for an entitlement, 0 for a deployment
// fact that only adds what is assigned), sold and base.
func entitlementsBehind() map[string]metric.Behind {
	counts := is("counts", 1)
	unassigned := metric.Figure{Name: "unassigned", How: "sum", Of: "base", Over: "assigned"}
	row := func(columns []string, f metric.Figure, where ...metric.Filter) metric.Behind {
		return listed(metric.Entitlements, columns, f, where...)
	}
	renewals := func(op string, values ...any) metric.Behind {
		f := metric.Filter{Dimension: "due_outcome", Op: op, Values: values}
		b := listed(metric.Renewals, []string{"end_date", "due_outcome"}, count, f)
		b.ZeroBeside = true
		return b
	}
	value := metric.Figure{Name: "value", How: "sum", Of: "value", Alike: "currency"}
	return map[string]metric.Behind{
		"entitlements":                     row([]string{"status", "start_date", "end_date"}, count, counts),
		"licenses_sold":                    row([]string{"sold"}, sum("sold"), counts),
		"licenses_assigned":                row([]string{"assigned"}, sum("assigned"), known("assigned")),
		"licenses_unassigned":              row([]string{"base", "assigned"}, unassigned, known("assigned")),
		"licenses_with_known_assigned":     row([]string{"base", "assigned"}, sum("base"), known("assigned")),
		"entitlements_with_known_assigned": row([]string{"assigned"}, count, counts, known("assigned")),
		"entitlements_ending":              row([]string{"end_date"}, count, counts, known("end_date")),
		"licenses_ending":                  row([]string{"sold", "end_date"}, sum("sold"), known("end_date")),
		"days_to_next_end":                 row([]string{"end_date", "days_to_end"}, metric.Figure{Name: "days_to_end", How: "min", Of: "days_to_end"}, known("end_date")),
		"annual_value":                     row([]string{"value", "currency"}, value, known("value")),
		"entitlements_renewed":             renewals("in", "renewed"),
		"entitlements_expired":             renewals("in", "expired"),
		"entitlements_decided":             renewals("in", "renewed", "expired"),
		"entitlements_open":                renewals("in", "open"),
	}
}

// What active users are counted by, from the observation to the account.
var (
	slot   = []string{"account_key", "unit", "product"}
	cell   = []string{"account_key", "unit"}
	holder = []string{"account_key"}
	meter  = []string{"account_key", "product", "meter"}
)

// levels are the observations that speak on the day asked for.
func levels(columns []string, steps ...metric.Step) metric.RowList {
	return metric.RowList{Dataset: metric.Usage, Counting: true, Columns: columns, Steps: steps, Where: []metric.Filter{anyKnown(columns)}}
}

// anyKnown holds where one of the columns is known.
func anyKnown(columns []string) metric.Filter {
	var any []metric.Filter
	for _, c := range columns {
		any = append(any, known(c))
	}
	if len(any) == 1 {
		return any[0]
	}
	return metric.Filter{Any: any}
}

// another says why a lower figure of the same slot or account adds nothing.
const (
	another     = "told higher by another series of the same account and unit"
	otherUnit   = "lower than another unit of the same account"
	totalShort  = "the whole is not known"
	activeShort = "the active users are not known"
)

func usageBehind() map[string]metric.Behind {
	cells := func(columns ...string) []metric.Step {
		var highest, summed []metric.Figure
		for _, c := range columns {
			highest, summed = append(highest, most(c)), append(summed, sum(c))
		}
		return []metric.Step{{Per: slot, Figures: highest, Lower: another}, {Per: cell, Figures: summed}}
	}
	both := func(of string) metric.Behind {
		short := map[string]string{"active": totalShort, "total": activeShort}[of]
		return metric.Behind{
			Lists: []metric.RowList{levels([]string{"active", "total"}, cells("active", "total")...)},
			Steps: []metric.Step{{Need: []string{"active", "total"}, Short: short, Figures: []metric.Figure{sum(of)}}},
		}
	}
	persons := metric.RowList{
		Dataset: metric.FeatureUsage, Columns: []string{"person"}, Window: activeDays, Where: []metric.Filter{is("denied", "no"), known("person")},
		Steps: []metric.Step{{Per: holder, Figures: []metric.Figure{{Name: "active", How: "distinct", Of: "person"}}}},
	}
	active := levels([]string{"active"}, cells("active")...)
	adoption := func(when ...metric.When) metric.Behind {
		return metric.Behind{
			Lists: []metric.RowList{levels([]string{"active", "total"}, cells("active", "total")...)},
			Steps: []metric.Step{{Need: []string{"active"}, Short: activeShort, Figures: []metric.Figure{{Name: "units", How: "holding", Of: "active", When: when}}}},
		}
	}
	peak := metric.RowList{
		Dataset: metric.Usage, Columns: []string{"peak"}, Where: []metric.Filter{known("peak")},
		Steps: []metric.Step{{Per: cell, Figures: []metric.Figure{most("peak")}, Lower: "lower than the peak of another day or series"}},
	}
	acts := func(columns []string, f metric.Figure, denied string, where ...metric.Filter) metric.Behind {
		return listed(metric.FeatureUsage, columns, f, append(where, is("denied", denied))...)
	}
	checkouts, denials := acts([]string{"count", "denied"}, sum("count"), "no"), acts([]string{"count", "denied"}, sum("count"), "yes")
	checkouts.ZeroBeside, denials.ZeroBeside = true, true
	attempts := listed(metric.FeatureUsage, []string{"count", "denied"}, sum("count"))
	return map[string]metric.Behind{
		"attempts": attempts,
		"active_users": {
			Lists: []metric.RowList{active, persons},
			Steps: []metric.Step{
				{Per: holder, Figures: []metric.Figure{most("active")}, Lower: otherUnit},
				{Figures: []metric.Figure{sum("active")}},
			},
		},
		"accounts_active": {
			Lists: []metric.RowList{active, persons},
			Steps: []metric.Step{
				{Per: holder, Figures: []metric.Figure{most("active")}},
				{Figures: []metric.Figure{{Name: "active", How: "holding", Of: "active", When: []metric.When{{Figure: "active"}}}}},
			},
		},
		"units_used":             adoption(metric.When{Figure: "active"}),
		"units_unused":           adoption(metric.When{Figure: "active", Zero: true}, metric.When{Figure: "total"}),
		"units_with_active":      adoption(),
		"usage_total":            {Lists: []metric.RowList{levels([]string{"total"}, cells("total")...)}, Steps: whole(sum("total"))},
		"active_with_total":      both("active"),
		"total_with_active":      both("total"),
		"usage_quantity":         meteredBehind(nil, sum("used"), "used"),
		"usage_entitled":         meteredBehind(nil, sum("entitled"), "used", "entitled"),
		"quantity_with_entitled": meteredBehind([]string{"used", "entitled"}, sum("used"), "used", "entitled"),
		"entitled_with_quantity": meteredBehind([]string{"used", "entitled"}, sum("entitled"), "used", "entitled"),
		"overage":                meteredBehind(nil, metric.Figure{Name: "over", How: "sum", Of: "used", Over: "entitled"}, "used", "entitled"),
		"checkouts":              checkouts,
		"denials":                denials,
		"distinct_users":         acts([]string{"person"}, metric.Figure{Name: "persons", How: "distinct", Of: "person"}, "no", known("person")),
		"peak_concurrent":        {Lists: []metric.RowList{peak}, Steps: whole(sum("peak"))},
	}
}

// activeDays is the window in which a person of an event is active.
const activeDays = 28

// meteredBehind is a measure of metered cells. Where one of them was used and no
// entitled figure is told, the licenses of its account and product stand in.
func meteredBehind(need []string, f metric.Figure, columns ...string) metric.Behind {
	var summed []metric.Figure
	for _, c := range columns {
		summed = append(summed, sum(c))
	}
	b := metric.Behind{
		Lists: []metric.RowList{levels(columns, metric.Step{Per: meter, Figures: summed})},
		Steps: []metric.Step{{Need: need, Short: "the used or the entitled quantity is not known", Figures: []metric.Figure{f}}},
	}
	if len(columns) > 1 {
		b.Lists = append(b.Lists, metric.RowList{
			Dataset: metric.Entitlements, Counting: true, Columns: []string{"sold"}, Where: []metric.Filter{known("sold")},
			Steps:  []metric.Step{{Per: []string{"account_key", "product"}, Figures: []metric.Figure{{Name: "entitled", How: "sum", Of: "sold"}}}},
			Beside: &metric.Beside{Keys: []string{"account_key", "product"}, Known: "used", Lacking: "entitled"},
		})
	}
	return b
}

// changesBehind are of changes: what came less what went, and the accounts
// that came or went as a whole.
func changesBehind() map[string]metric.Behind {
	net := func(columns []string, f metric.Figure, where ...metric.Filter) metric.Behind {
		list := func(change string, minus bool) metric.RowList {
			return metric.RowList{
				Dataset: metric.EntitlementChanges, Columns: append([]string{"change_kind"}, columns...), Minus: minus,
				Where: append([]metric.Filter{is("change_kind", change)}, where...), Steps: whole(f),
			}
		}
		return metric.Behind{Lists: []metric.RowList{list("added", false), list("churned", true)}, Steps: whole(sum(f.Name))}
	}
	accounts := func(change, column string) metric.Behind {
		f := metric.Figure{Name: "accounts", How: "distinct", Of: "account_key"}
		return listed(metric.EntitlementChanges, []string{"change_kind", "account_key", column}, f, is("change_kind", change), is(column, 0))
	}
	return map[string]metric.Behind{
		"entitlements_net": net(nil, count),
		"licenses_net":     net([]string{"quantity"}, sum("quantity"), known("quantity")),
		"accounts_added":   accounts("added", "account_counted_before"),
		"accounts_churned": accounts("churned", "account_counts_after"),
	}
}

// healthBehind are the sums that the scores are made of.
func healthBehind() map[string]metric.Behind {
	columns := []string{"quantity", "scored_share", "licenses_lost"}
	list := func(f metric.Figure, minus bool) metric.RowList {
		return metric.RowList{Dataset: metric.Health, Columns: columns, Minus: minus, Where: []metric.Filter{known("scored_share")}, Steps: whole(f)}
	}
	licenses := metric.Figure{Name: "licenses", How: "sum", Of: "quantity"}
	consumed := metric.Figure{Name: "licenses", How: "sum", Of: "quantity", Times: "scored_share"}
	lost := metric.Figure{Name: "licenses", How: "sum", Of: "licenses_lost"}
	half := sum("licenses")
	half.Factor = 0.5
	return map[string]metric.Behind{
		"licenses_scored":   {Lists: []metric.RowList{list(licenses, false)}, Steps: whole(sum("licenses"))},
		"licenses_consumed": {Lists: []metric.RowList{list(consumed, false)}, Steps: whole(sum("licenses"))},
		"licenses_secured":  {Lists: []metric.RowList{list(licenses, false), list(lost, true)}, Steps: whole(sum("licenses"))},
		"licenses_healthy":  {Lists: []metric.RowList{list(consumed, false), list(licenses, false), list(lost, true)}, Steps: whole(half)},
	}
}

func othersBehind() map[string]metric.Behind {
	sources := func(where metric.Filter) metric.Behind {
		b := listed(metric.Imports, []string{"source", "import_dataset", "source_rhythm", "source_late"}, count, where)
		b.Lists[0].Steps = []metric.Step{{Per: []string{"source", "import_dataset"}, Figures: []metric.Figure{count}}}
		return b
	}
	late := metric.Filter{Dimension: "source_late", Op: "gt", Value: 0}
	amount := metric.Figure{Name: "amount", How: "sum", Of: "amount", Alike: "currency"}
	return map[string]metric.Behind{
		"days_since_data":     listed(metric.Imports, []string{"data_age"}, metric.Figure{Name: "data_age", How: "min", Of: "data_age"}),
		"sources_late":        sources(late),
		"sources_with_rhythm": sources(known("source_late")),
		"accounts":            listed(metric.Accounts, []string{"account_key"}, count),
		"support_requests":    listed(metric.Support, []string{"date", "support_category"}, count),
		"how_to_requests":     listed(metric.Support, []string{"date", "support_category"}, count, is("support_category", "how-to")),
		"charges":             listed(metric.Charges, []string{"date", "charge_kind"}, count),
		"billed_amount":       listed(metric.Charges, []string{"amount", "currency"}, amount, known("amount")),
	}
}

// leaves are the rules of "counts" (docs/metrics.md) turned round.
func leaves() []metric.Leaving {
	return []metric.Leaving{
		{Words: "a trial", When: metric.Filter{Any: []metric.Filter{is("trial", "yes"), is("status", "trial")}}},
		{Words: "the status is not active", When: metric.Filter{Dimension: "status", Op: "ne", Value: "active"}},
		{Words: "not yet started", When: metric.Filter{Dimension: "start_date", Op: "gt", Value: metric.AskedDay}},
		{Words: "already ended", When: metric.Filter{Dimension: "end_date", Op: "lt", Value: metric.AskedDay}},
	}
}
