package report

import "headroom/backend/metric"

// growthDashboard shows who needs more than they have.
func growthDashboard() Dashboard {
	return Dashboard{
		Name: "growth", Tokens: windowToken(),
		Controls: []Control{
			control("region", "list", "region", nil), control("owner", "list", "owner", nil), control("product", "list", "product", nil),
		},
		Tabs: []Tab{{ID: "overview", Tiles: []Tile{
			tile("figures", 0, 0, 12, 2, figures("above_entitled", "overage", "overage_since_reset", "overage_since_statement", "denials_lately", "trials_ending").
				of("above_entitled", "distinct", "account_key", metric.Usage, "accounts", "integer", above("used_share", 1)).
				only("denials_lately", "denials", last("date", 3, "month")).
				of("trials_ending", "count", "", metric.EveryEntitlement, "entitlements", "integer", is("status", "trial"), nextWindow("end_date")),
				show(ShowFigures)),
			tile("sustained", 0, 2, 7, 9, sustained(), show(ShowTable).hide("account_key").look("lowest_share/rate")),
			tile("metered", 0, 11, 12, 5, metered(), show(ShowTable).hide("account_key").look("lowest_used_share/rate")),
			tile("overage", 0, 16, 12, 5, figures("consumption_rate", "overage", "overage_since_reset", "overage_since_statement").
				by("product", "meter").having(least("consumption_rate", 0)).sort("-overage").limit(200),
				show(ShowTable).rule("overage", "gt", 0, "warn")),
			tile("overage_trend", 7, 2, 5, 9, figures("overage").by("date:month", "product").where(last("date", 13, "month")).having(least("overage", 0)).sort("date"),
				drawn(ShowColumn, "date", "overage/over").split("product").stacked().labelled()),
			tile("denials", 0, 21, 5, 8, figures("denials").by("account").where(last("date", 12, "month")).having(more("denials", 0)).
				top("account", 12, "denials").sort("-denials"), drawn(ShowBar, "account", "denials/over")),
			tile("trials", 5, 21, 7, 8, trials(), trialsLook()),
			tile("full", 0, 29, 12, 9, figures("licenses_sold", "licenses_assigned", "licenses_unassigned", "deployment_rate").
				by("account_key", "account", "product").having(least("deployment_rate", 0.95)).sort("-deployment_rate").limit(500),
				show(ShowTable).hide("account_key").look("deployment_rate/rate")),
		}}},
	}
}

// above holds rows with a share beyond one.
func above(column string, share float64) metric.Filter {
	return metric.Filter{Dimension: column, Op: "gt", Value: share}
}

// sustained asks where the lowest share of active users in three months is
// still high.
func sustained() ask {
	return figures("lowest_share", "active_users", "usage_total").by("account_key", "account", "unit").where(last("date", 3, "month")).
		of("lowest_share", "min", "active_share", metric.Usage, "", "percent").having(least("lowest_share", 0.9)).
		sort("-lowest_share").limit(200)
}

// metered asks the same of metered use.
func metered() ask {
	return figures("lowest_used_share", "usage_quantity", "usage_entitled").by("account_key", "account", "product").where(last("date", 3, "month")).
		of("lowest_used_share", "min", "used_share", metric.Usage, "", "percent").having(least("lowest_used_share", 0.9)).
		sort("-lowest_used_share").limit(200)
}

func trials() ask {
	return rows(metric.Entitlements, "end_date", "account", "product", "quantity", "account_key", "entitlement_key").
		where(is("status", "trial"), atLeast("days_to_end", 0)).sort("end_date").limit(500)
}

func trialsLook() Visual {
	return show(ShowTable).hide("account_key", "entitlement_key").look("end_date/days")
}
