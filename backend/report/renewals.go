package report

import "headroom/backend/metric"

// renewalsDashboard looks ahead to what ends, and back at what became of it.
// The control "end" chooses what ends and "ended" the terms that did.
func renewalsDashboard() Dashboard {
	ahead, past := []string{"ended"}, []string{"end"}
	end, ended := next("end_date", 90, "day"), last("date", 4, "quarter")
	return Dashboard{
		Name: "renewals",
		Controls: []Control{
			{ID: "end", Show: "date", Dimension: "end_date", Filter: &end},
			{ID: "ended", Show: "date", Dimension: "date", Title: "term_ended", Filter: &ended},
			control("region", "list", "region", nil), control("product", "list", "product", nil), control("auto_renew", "list", "auto_renew", nil),
		},
		Tabs: []Tab{
			{ID: "ahead", Tiles: []Tile{
				tile("ending", 0, 0, 12, 2, figures("entitlements_ending", "licenses_ending", "stops", "licenses_unassigned", "licenses_at_risk", "renewal_score", "act_now").
					only("stops", "licenses_ending", is("auto_renew", false)).
					of("act_now", "count", "", metric.Entitlements, "entitlements", "integer", dueNow()...),
					show(ShowFigures).titled("licenses_at_risk", "at_risk_weighted").with("entitlements_ending", "", "act_now").rule("act_now", "gt", 0, "crit")).ignores(ahead...),
				tile("act_by", 0, 2, 5, 9, actBy(), agenda()).ignores(ahead...),
				tile("by_month", 5, 2, 7, 9, endingByMonth(), endingStacks()).ignores("ended", "end"),
				tile("value_at_risk", 0, 11, 4, 6, valueAtRisk(), show(ShowTable)).ignores(ahead...),
				tile("reasons", 4, 11, 8, 6, riskLines(), show(ShowTable).hide("account_key", "entitlement_key", "currency").percent("scored_share").titled("scored_share", "usage_share").
					due("days_to_act")).ignores(ahead...),
				tile("lines", 0, 17, 12, 12, endingLines(), endingLook()).ignores(ahead...),
			}},
			{ID: "calendar", Tiles: []Tile{
				tile("calendar", 0, 0, 12, 7, figures("licenses_ending").by("end_date:day").where(next("end_date", 12, "month")).sort("end_date"),
					drawn(ShowCalendar, "end_date", "licenses_ending")).ignores("ended", "end"),
				tile("bubble", 0, 7, 8, 10, bubbles(), bubbleLook()).ignores("ended", "end"),
				tile("by_product", 8, 7, 4, 10, figures("licenses_ending").by("product").having(more("licenses_ending", 0)).top("product", 12, "licenses_ending").sort("-licenses_ending"),
					drawn(ShowBar, "product", "licenses_ending/counts")).ignores(ahead...),
			}},
			{ID: "rate", Tiles: []Tile{
				tile("rates", 0, 0, 12, 2, figures("renewal_rate", "license_renewal_rate", "entitlements_renewed", "entitlements_expired", "entitlements_open"),
					show(ShowFigures)).ignores(past...),
				tile("by_quarter", 0, 2, 6, 7, figures("renewal_rate", "license_renewal_rate").by("date:quarter").sort("date"),
					drawn(ShowLine, "date", "renewal_rate", "license_renewal_rate")).ignores(past...),
				tile("counts", 6, 2, 6, 7, figures("entitlements_renewed", "entitlements_expired").by("date:quarter").sort("date"),
					drawn(ShowColumn, "date", "entitlements_renewed/counts", "entitlements_expired/over").loses("entitlements_expired")).ignores(past...),
				tile("by_region", 0, 9, 12, 6, figures("renewal_rate").by("region", "date:quarter").pivot("date").totals().sort("region"),
					show(ShowCrosstab)).ignores(past...),
				tile("completed", 0, 15, 6, 10, terms("renewed"), termsLook()).ignores(past...),
				tile("expired", 6, 15, 6, 10, terms("expired"), termsLook()).ignores(past...),
			}},
		},
	}
}

// loses draws a value below the axis.
func (v Visual) loses(column string) Visual {
	for i := range v.Values {
		v.Values[i].Negative = v.Values[i].Negative || v.Values[i].Column == column
	}
	return v
}

// atRisk are the lines whose account is at risk, or whose last day to act has
// passed.
func atRisk() metric.Filter { return anyOf(is("health_band", "at risk"), below("days_to_act", 0)) }

// valueAtRisk asks what the lines at risk are worth a year, by currency, and
// how many have no price.
func valueAtRisk() ask {
	return figures("value_at_risk", "lines_at_risk", "without_price").by("currency").
		of("value_at_risk", "sum", "value", metric.Health, "minor", "integer", atRisk()).
		of("lines_at_risk", "count", "", metric.Health, "entitlements", "integer", atRisk()).
		of("without_price", "count", "", metric.Health, "entitlements", "integer", atRisk(), unknown("value")).
		having(more("lines_at_risk", 0)).sort("currency")
}

func riskLines() ask {
	return rows(metric.Health, "account", "product", "days_to_act", "scored_share", "health_band", "value", "currency", "account_key", "entitlement_key").
		where(atRisk()).sort("days_to_act").limit(500)
}

func endingLines() ask {
	return rows(metric.Entitlements, "account", "product", "quantity", "deployed_share", "value", "currency", "auto_renew", "end_date", "act_by", "account_key", "entitlement_key").
		counting().sort("act_by").limit(1000)
}

func endingLook() Visual {
	return show(ShowTable).hide("account_key", "entitlement_key", "currency").look("deployed_share/rate", "end_date/days", "act_by/days").percent("deployed_share")
}

// bubbles asks for lines by days to the end and by how far they are used.
func bubbles() ask {
	return rows(metric.Health, "account", "product", "days_to_end", "scored_share", "value", "currency", "account_key", "entitlement_key").
		where(known("scored_share"), known("value"), next("end_date", 12, "month")).sort("days_to_end").limit(500)
}

func bubbleLook() Visual {
	v := drawn(ShowScatter, "account", "days_to_end", "scored_share").split("currency").hide("account_key", "entitlement_key").
		percent("scored_share").titled("scored_share", "usage_share")
	v.Size = "value"
	return v
}

// terms lists the terms that ended one way.
func terms(outcome string) ask {
	return rows(metric.Renewals, "end_date", "account", "product", "quantity", "region", "account_key", "entitlement_key").
		where(is("due_outcome", outcome)).sort("-end_date").limit(1000)
}

func termsLook() Visual { return show(ShowTable).hide("account_key", "entitlement_key") }
