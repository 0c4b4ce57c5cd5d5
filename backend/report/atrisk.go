package report

import "headroom/backend/metric"

// atRiskDashboard shows who uses less, asks more, or is not seen at all.
func atRiskDashboard() Dashboard {
	return Dashboard{
		Name: "at_risk",
		Controls: []Control{
			control("region", "list", "region", nil), control("owner", "list", "owner", nil), control("segment", "list", "segment", nil),
		},
		Tabs: []Tab{
			{ID: "usage", Tiles: []Tile{
				tile("figures", 0, 0, 12, 2, healthFigures(), healthFiguresLook()),
				tile("drops", 0, 2, 7, 9, figures("active_users").by("account_key", "account").back(3, "month").having(less("active_users.delta_rate", drop)).
					sort("active_users.delta_rate"), dropsLook()),
				tile("bands", 7, 2, 5, 9, figures("accounts_at_risk", "accounts_warning", "accounts_healthy").by("segment").sort("segment"),
					drawn(ShowBar, "segment", "accounts_at_risk/over", "accounts_warning/part", "accounts_healthy/counts").stacked()),
				tile("drop_units", 0, 11, 7, 9, figures("active_users").by("account_key", "account", "unit").back(3, "month").having(less("active_users.delta_rate", drop), least("active_users.before", 5)).
					sort("active_users.delta_rate").limit(300), dropsLook()),
				tile("unused", 7, 11, 5, 9, unusedUnits(), show(ShowTable).hide("account_key", "units_unused")),
				tile("no_data", 0, 20, 5, 8, figures("licenses_sold", "active_users", "days_to_next_end").by("account_key", "account").
					having(more("licenses_sold", 0), missing("active_users")).sort("-licenses_sold"), show(ShowTable).hide("account_key").due("days_to_next_end")),
				tile("features", 5, 20, 7, 8, figures("used_before", "used_lately").by("account_key", "account", "product", "feature").
					only("used_before", "checkouts", last("date", 12, "month")).only("used_lately", "checkouts", metric.Filter{Dimension: "date", Op: "last", N: 28, Unit: "day", Rolling: true}).
					where(known("feature")).having(more("used_before", 0), anyOf(less("used_lately", 1), missing("used_lately"))).sort("-used_before").limit(300),
					show(ShowTable).hide("account_key")),
			}},
			{ID: "health", Tiles: []Tile{
				tile("scores", 0, 0, 12, 10, healthScores(), show(ShowTable).hide("account_key").
					rule("account_health", "lt", 40, "warn")),
				tile("weights", 0, 10, 12, 10, rows(metric.Health, "account", "product", "quantity", "days_to_end", "renewal_weight", "consumed_quantity", "entitled_quantity", "scored_share", "licenses_lost", "renewal_points", "account_key", "entitlement_key").
					where(metric.Filter{Dimension: "licenses_lost", Op: "gt", Value: 0}).sort("-licenses_lost").limit(500),
					show(ShowTable).hide("account_key", "entitlement_key").look("scored_share/rate").percent("scored_share").titled("scored_share", "usage_share").due("days_to_end")),
			}},
			{ID: "support", Tiles: []Tile{
				tile("load", 0, 0, 12, 2, figures("support_requests", "how_to_requests", "support_requests_per_100_active", "support_requests_open", "oldest_open", "first_response_minutes_median").
					where(last("date", 3, "month")).waiting(), show(ShowFigures).titled("support_requests", "support_recent")),
				tile("by_month", 0, 2, 7, 7, figures("support_requests", "how_to_requests").by("date:month").where(last("date", 13, "month")).sort("date"),
					drawn(ShowColumn, "date", "support_requests/part", "how_to_requests/counts")),
				tile("categories", 7, 2, 5, 7, figures("support_requests").by("support_category").where(last("date", 3, "month")).
					top("support_category", 12, "support_requests").sort("-support_requests"), drawn(ShowBar, "support_category", "support_requests/counts")),
				tile("by_account", 0, 9, 12, 11, figures("support_requests", "how_to_requests", "support_requests_open", "oldest_open", "active_users", "support_requests_per_100_active").
					by("account_key", "account").where(last("date", 3, "month")).waiting().having(more("support_requests", 0)).
					sort("-support_requests_per_100_active"), show(ShowTable).hide("account_key").look("support_requests/bar")),
			}},
		},
	}
}

// healthFigures asks how many accounts are in each band, of how many that have
// a score, and what is at stake.
func healthFigures() ask {
	return figures("accounts_at_risk", "accounts_warning", "accounts_healthy", "licenses_at_risk", "units_unused", "accounts_scored", "licenses_sold", "units_used").
		of("accounts_scored", "distinct", "account_key", metric.Health, "accounts", "integer", known("health_band"))
}

func healthFiguresLook() Visual {
	return show(ShowFigures).titled("licenses_at_risk", "at_risk_weighted").titled("units_unused", "unused_units").
		with("accounts_at_risk", "", "accounts_scored").with("licenses_at_risk", "", "licenses_sold").with("units_unused", "", "units_used")
}

// drop and steep are by how much active users change where that is worth a
// look, and where the shipped rule about drops tells of it.
const (
	drop  = -0.1
	steep = -0.3
)

func dropsLook() Visual {
	return show(ShowTable).hide("account_key", "change", "active_users.delta").
		rule("active_users.delta_rate", "le", steep, "crit").rule("active_users.delta_rate", "lt", drop, "warn")
}

// waiting adds how long the oldest open request has waited.
func (a ask) waiting() ask {
	return a.column("age_days", "DAYSBETWEEN([date], TODAY())", "days", "integer").
		of("oldest_open", "max", "age_days", metric.Support, "days", "integer", is("support_open", true))
}

func unusedUnits() ask {
	return figures("units_unused", "usage_total").by("account_key", "account", "unit").having(more("units_unused", 0)).sort("-usage_total").limit(300)
}

func healthScores() ask {
	return figures("account_health", "renewal_score", "consumption_score", "licenses_at_risk", "licenses_sold").by("account_key", "account").
		having(least("account_health", 0)).sort("account_health")
}
