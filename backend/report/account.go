package report

import "headroom/backend/metric"

// accountDashboard is everything about one account, which the address names.
func accountDashboard() Dashboard {
	return Dashboard{
		Name: "account", About: "account", Tokens: windowToken(),
		Tabs: []Tab{
			{ID: "overview", Tiles: []Tile{
				tile("figures", 0, 0, 12, 2, figures("licenses_sold", "deployment_rate", "usage_rate", "support_lately", "account_health", "ending", "entitlements", "lines_ending").
					only("support_lately", "support_requests_per_100_active", last("date", 3, "month")).
					only("ending", "licenses_ending", nextWindow("end_date")).only("lines_ending", "entitlements_ending", nextWindow("end_date")),
					show(ShowFigures).titled("ending", "ending_window").with("ending", "lines_ending", "").with("licenses_sold", "", "entitlements")),
				tile("spans", 0, 2, 8, 7, spanLines(), spansLook()),
				tile("funnel", 8, 2, 4, 7, soldToActive(), funnelLook()),
				tile("workloads", 0, 9, 8, 8, figures("active_users").by("date:month", "unit").where(last("date", 13, "month"), known("unit")).sort("date"),
					drawn(ShowLine, "date", "active_users").split("unit")),
				tile("above", 8, 9, 4, 8, figures("usage_rate", "active_users", "usage_total").by("unit").where(known("unit")).having(least("usage_rate", 0)).sort("-usage_rate").limit(30),
					drawn(ShowBullet, "unit", "usage_rate").hundred()),
				tile("lines", 0, 17, 12, 9, accountLines(), show(ShowTable).hide("entitlement_key").look("deployed_share/rate", "end_date/days", "act_by/days", "status/status").percent("deployed_share")),
			}},
			{ID: "usage", Tiles: []Tile{
				tile("rates", 0, 0, 7, 7, ratesByProduct(), ratesLook()),
				tile("unused", 7, 0, 5, 7, figures("units_unused", "usage_total").by("unit").having(more("units_unused", 0)).sort("-usage_total"), show(ShowTable)),
				tile("features", 0, 7, 7, 8, figures("checkouts", "unique_clients", "denials").by("product", "feature").where(last("date", 12, "month"), known("feature")).
					sort("-checkouts").limit(200), show(ShowTable).look("checkouts/bar")),
				tile("metered", 7, 7, 5, 8, figures("usage_quantity", "usage_entitled").by("date:month").where(last("date", 13, "month")).sort("date"),
					drawn(ShowCombo, "date", "usage_quantity/counts", "usage_entitled/unknown").as("usage_entitled", ShowLine)),
			}},
			{ID: "care", Tiles: []Tile{
				tile("health", 0, 0, 12, 2, figures("account_health", "renewal_score", "consumption_score", "licenses_at_risk", "support_requests_open"), show(ShowFigures).titled("licenses_at_risk", "at_risk_weighted")),
				tile("weights", 0, 2, 12, 7, rows(metric.Health, "product", "quantity", "days_to_end", "renewal_weight", "consumed_quantity", "entitled_quantity", "scored_share", "licenses_lost", "renewal_points", "entitlement_key").
					sort("-licenses_lost"), show(ShowTable).hide("entitlement_key").look("scored_share/rate").percent("scored_share").titled("scored_share", "usage_share").due("days_to_end")),
				tile("support", 0, 9, 6, 7, figures("support_requests", "how_to_requests").by("date:month").where(last("date", 13, "month")).sort("date"),
					drawn(ShowColumn, "date", "support_requests/part", "how_to_requests/counts")),
				tile("requests", 6, 9, 6, 7, rows(metric.Support, "date", "support_category", "support_title", "support_status").
					sort("-date").limit(200), show(ShowTable)),
				tile("inbox", 0, 16, 12, 7, rows(metric.Inbox, "notified_at", "notification_title", "rule", "notification_state", "product", "end_date").
					sort("-notified_at").limit(200), show(ShowTable)),
			}},
		},
	}
}

// as draws a value of a combination in a way of its own.
func (v Visual) as(column string, how Show) Visual {
	for i := range v.Values {
		if v.Values[i].Column == column {
			v.Values[i].Show = how
		}
	}
	return v
}

func spanLines() ask {
	return rows(metric.EveryEntitlement, "product", "start_date", "end_date", "act_by", "status", "quantity", "entitlement_key").
		where(known("start_date"), known("end_date")).sort("end_date").limit(40)
}

func spansLook() Visual {
	v := show(ShowSpans).split("status").hide("entitlement_key")
	v.Category = "product"
	v.Values = []Series{{Column: "start_date"}, {Column: "end_date"}, {Column: "act_by"}}
	return v
}

func accountLines() ask {
	return rows(metric.EveryEntitlement, "product", "status", "quantity", "assigned", "deployed_share", "start_date", "end_date", "act_by", "auto_renew", "file", "line", "entitlement_key").
		sort("end_date").limit(500)
}
