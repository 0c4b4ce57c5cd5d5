package report

import "headroom/backend/metric"

// portfolioDashboard says what to do, how much there is, why, and everything.
func portfolioDashboard() Dashboard {
	return Dashboard{
		Name: "portfolio", Tokens: windowToken(),
		Tabs: []Tab{{ID: "overview", Tiles: []Tile{
			tile("figures", 0, 0, 12, 2, glance(), glanceLook()),
			tile("act_by", 0, 2, 5, 7, actByWindow(), agenda()).opens("dashboard/renewals"),
			tile("ending", 5, 2, 7, 7, endingByMonth(), endingStacks()).opens("dashboard/renewals"),
			tile("rates", 0, 9, 7, 8, ratesByProduct(), ratesLook()).opens("dashboard/adoption"),
			tile("active", 7, 9, 5, 8, activeByMonth(), drawn(ShowLine, "date", "active_users/counts")).opens("dashboard/adoption"),
			tile("accounts", 0, 17, 12, 12, accountsTable(), accountsLook()),
		}}},
	}
}

// glance asks the figures of the head with what stands beside and below them.
func glance() ask {
	return figures("ending", "licenses_sold", "deployment_rate", "usage_rate", "active_users", "overage",
		"lines_ending", "act_now", "entitlements", "accounts_active", "above_entitled").
		only("ending", "licenses_ending", nextWindow("end_date")).
		only("lines_ending", "entitlements_ending", nextWindow("end_date")).
		of("act_now", "count", "", metric.Entitlements, "entitlements", "integer", append(dueNow(), nextWindow("end_date"))...).
		of("above_entitled", "distinct", "account_key", metric.Usage, "accounts", "integer", above("used_share", 1))
}

// actNow and actSoon are how many days before the last day to act it is time
// to, and soon will be, on every screen.
const (
	actNow  = 7
	actSoon = 30
)

// due gives days that are left the tones of all screens: red where it is time
// to act or too late, amber where it soon is.
func (v Visual) due(columns ...string) Visual {
	for _, c := range columns {
		v = v.rule(c, "le", actNow, "crit").rule(c, "le", actSoon, "warn")
	}
	return v
}

// dueNow are the entitlements that count whose last day to act is near or past.
func dueNow() []metric.Filter {
	return []metric.Filter{is("status", "active"), is("trial", false), atLeast("days_to_end", 0), below("days_to_act", actNow+1)}
}

func glanceLook() Visual {
	return show(ShowFigures).titled("ending", "ending_window").with("ending", "lines_ending", "act_now").with("licenses_sold", "", "entitlements").
		with("active_users", "", "accounts_active").with("overage", "", "above_entitled").
		rule("act_now", "gt", 0, "crit").rule("above_entitled", "gt", 0, "warn")
}

// actBy lists what has a last day on which the outcome can still be changed. Who
// looks chooses by the end: what has ended is only there where it is asked for.
func actBy() ask {
	return rows("entitlements", "act_by", "account", "product", "quantity", "end_date", "auto_renew", "status", "account_key", "entitlement_key").
		where(in("status", "active", "trial")).sort("act_by").limit(200)
}

// actByWindow lists those whose end is within the window of the dashboard.
func actByWindow() ask {
	a := actBy()
	return a.where(append(a.Filter.All, nextWindow("end_date"))...)
}

func agenda() Visual {
	return Visual{Show: ShowAgenda, Category: "act_by"}.hide("account_key", "entitlement_key")
}

// endingByMonth asks what ends by what becomes of it when nobody acts.
func endingByMonth() ask {
	return figures("ends", "renews", "not_stated").by("end_date:month").where(next("end_date", 12, "month")).
		only("ends", "licenses_ending", is("auto_renew", false)).
		only("renews", "licenses_ending", is("auto_renew", true)).
		only("not_stated", "licenses_ending", unknown("auto_renew")).sort("end_date")
}

func endingStacks() Visual {
	return drawn(ShowColumn, "end_date", "ends/counts", "renews/explained", "not_stated/unknown").stacked()
}

func activeByMonth() ask {
	return figures("active_users").by("date:month").where(last("date", 13, "month")).sort("date")
}

// accountsTable asks one row for each account. The days to act are the fewest
// of its entitlements that count, below 0 where the day has passed.
func accountsTable() ask {
	return figures("licenses_sold", "deployment_rate", "usage_rate", "active_users", "days_to_next_end", "days_to_next_act").
		by("account_key", "account").
		of("days_to_next_act", "min", "days_to_act", "entitlements", "days", "integer", is("status", "active"), is("trial", false), atLeast("days_to_end", 0)).
		sort("days_to_next_act").totals()
}

func accountsLook() Visual {
	return show(ShowTable).hide("account_key").look("deployment_rate/rate", "usage_rate/rate", "active_users/spark").due("days_to_next_act", "days_to_next_end")
}
