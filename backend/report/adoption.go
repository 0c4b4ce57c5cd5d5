package report

// adoptionDashboard follows licenses from sold over assigned to active.
func adoptionDashboard() Dashboard {
	return Dashboard{
		Name: "adoption",
		Controls: []Control{
			control("region", "list", "region", nil), control("segment", "list", "segment", nil), control("product", "list", "product", nil),
			control("owner", "list", "owner", nil),
		},
		Tabs: []Tab{
			{ID: "overview", Tiles: []Tile{
				tile("figures", 0, 0, 12, 2, soldAndUsed(), show(ShowFigures).with("licenses_sold", "", "entitlements").
					with("licenses_assigned", "", toldOf).with("licenses_unassigned", "", toldOf).titled(toldOf, "licenses_told")),
				tile("funnel", 0, 2, 4, 7, soldToActive(), funnelLook()),
				tile("products", 4, 2, 8, 7, ratesByProduct(), ratesLook()),
				tile("workloads", 0, 9, 6, 8, figures("usage_rate", "active_users", "usage_total").by("workload").where(known("workload")).sort("-usage_rate"),
					drawn(ShowBullet, "workload", "usage_rate").hundred()),
				tile("trend", 6, 9, 6, 8, figures("active_users").by("date:month", "workload").where(last("date", 13, "month"), known("workload")).sort("date", "workload"),
					drawn(ShowLine, "date", "active_users").split("workload")),
				tile("above", 0, 17, 6, 10, aboveHundred(), aboveLook()),
				tile("unassigned", 6, 17, 6, 10, figures("licenses_unassigned").by("product").having(more("licenses_unassigned", 0)).top("product", 12, "licenses_unassigned").sort("-licenses_unassigned"),
					drawn(ShowBar, "product", "licenses_unassigned/counts")),
				tile("opportunity", 0, 27, 12, 10, figures("licenses_sold", "licenses_assigned", "licenses_unassigned", "deployment_rate", "days_to_next_end").
					by("account_key", "account", "product").having(more("licenses_unassigned", 0)).sort("-licenses_unassigned").limit(500),
					show(ShowTable).hide("account_key").look("deployment_rate/rate", "licenses_unassigned/bar").due("days_to_next_end")),
			}},
			{ID: "scopes", Tiles: []Tile{
				tile("own", 0, 0, 6, 12, byProduct().scoped("own"), byProductLook()),
				tile("all", 6, 0, 6, 12, byProduct().scoped("all"), byProductLook()),
				tile("countries", 0, 12, 12, 8, figures("own_sold", "others_sold").by("country").
					only("own_sold", "licenses_sold", is("partner_scope", "own")).only("others_sold", "licenses_sold", is("partner_scope", "other")).
					scoped("all").sort("-own_sold"),
					drawn(ShowBar, "country", "own_sold/counts", "others_sold/part").stacked()),
			}},
			{ID: "accounts", Tiles: []Tile{
				tile("accounts", 0, 0, 12, 16, accountsTable(), accountsLook()),
			}},
		},
	}
}

// toldOf is what licenses are assigned of: assignments are told of some of what is
// sold only.
const toldOf = "licenses_with_known_assigned"

// soldAndUsed asks the figures of adoption, with what they are told of.
func soldAndUsed() ask {
	return figures("licenses_sold", "licenses_assigned", "licenses_unassigned", "deployment_rate", "usage_rate", "adoption_rate", "entitlements", toldOf)
}

func soldToActive() ask { return figures("licenses_sold", "licenses_assigned", "active_users") }

func funnelLook() Visual {
	return drawn(ShowBar, "", "licenses_sold/part", "licenses_assigned/counts", "active_users/counts")
}

// ratesByProduct asks the rates of the products with the most licenses; the
// others are one.
func ratesByProduct() ask {
	return figures("licenses_sold", "deployment_rate", "usage_rate").by("product").where(known("product")).
		having(more("licenses_sold", 0)).top("product", 8, "licenses_sold").sort("-licenses_sold")
}

func ratesLook() Visual {
	return drawn(ShowRates, "product", "deployment_rate/part", "usage_rate/counts").hundred()
}

// aboveHundred asks where more are active than the whole the source gives.
func aboveHundred() ask {
	return figures("active_users", "usage_total", "usage_rate").by("account_key", "account", "unit").
		having(more("usage_rate", 1)).sort("-usage_rate").limit(500)
}

func aboveLook() Visual { return show(ShowTable).hide("account_key").look("usage_rate/rate") }

func byProduct() ask {
	return figures("licenses_sold", "licenses_assigned", "deployment_rate", "licenses_unassigned").by("product").
		having(more("licenses_sold", 0)).sort("-licenses_sold").totals()
}

func byProductLook() Visual { return show(ShowTable).look("deployment_rate/rate") }
