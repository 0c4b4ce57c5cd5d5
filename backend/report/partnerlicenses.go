package report

// partnerLicensesDashboard counts licenses as a partner's portal does: how many
// there are, where, and how many came and went.
func partnerLicensesDashboard() Dashboard {
	months := last("date", 12, "month")
	return Dashboard{
		Name: "partner_licenses",
		Controls: []Control{
			control("country", "list", "country", nil), control("segment", "list", "segment", nil), control("product", "list", "product", nil),
			{ID: "months", Show: "date", Dimension: "date", Title: "months", Filter: &months},
		},
		Tabs: []Tab{{ID: "overview", Tiles: []Tile{
			tile("figures", 0, 0, 12, 2, licensesHeld(), licensesHeldLook()).
				ignores("months"),
			tile("trend", 0, 2, 7, 7, figures("licenses_sold", "licenses_assigned").by("date:month").sort("date"),
				drawn(ShowLine, "date", "licenses_sold", "licenses_assigned")),
			tile("countries", 7, 2, 5, 7, figures("licenses_sold").by("country").having(more("licenses_sold", 0)).top("country", 12, "licenses_sold").sort("-licenses_sold"),
				drawn(ShowBar, "country", "licenses_sold/counts")).ignores("months"),
			tile("changes", 0, 9, 7, 7, figures("licenses_added", "licenses_churned").by("date:month").sort("date"),
				drawn(ShowColumn, "date", "licenses_added/counts", "licenses_churned/over").loses("licenses_churned").labelled()),
			tile("states", 7, 9, 5, 7, figures("entitlements_any_state").by("status").having(more("entitlements_any_state", 0)).sort("-entitlements_any_state"),
				drawn(ShowBar, "status", "entitlements_any_state/counts")).ignores("months"),
			tile("products", 0, 16, 12, 10, byProduct(), byProductLook()).ignores("months"),
		}}},
	}
}

// licensesHeld asks what counts on the day, with what stands below it.
func licensesHeld() ask {
	return figures("current_accounts", "entitlements", "licenses_sold", "licenses_assigned", "deployment_rate",
		"accounts_active", "entitlements_any_state", "licenses_any_state", "licenses_unassigned")
}

func licensesHeldLook() Visual {
	return show(ShowFigures).with("current_accounts", "", "accounts_active").with("entitlements", "", "entitlements_any_state").
		with("licenses_sold", "", "licenses_any_state").with("licenses_assigned", "", "licenses_unassigned").
		titled("entitlements_any_state", "any_state").titled("licenses_any_state", "any_state")
}
