package report

// licenseServerDashboard are the six visuals of a license server: who uses it,
// who was turned away, and why.
func licenseServerDashboard() Dashboard {
	when := last("date", 12, "month")
	return Dashboard{
		Name: "license_server",
		Controls: []Control{
			control("date", "date", "date", &when), control("account", "list", "account", nil), control("product", "list", "product", nil),
		},
		Tabs: []Tab{{ID: "overview", Tiles: []Tile{
			tile("figures", 0, 0, 12, 2, figures("checkouts", "denials", "denial_rate", "unique_clients", "peak_concurrent"), show(ShowFigures)),
			tile("by_month", 0, 2, 6, 7, figures("checkouts", "denials").by("date:month").sort("date"),
				drawn(ShowColumn, "date", "checkouts/counts", "denials/over")),
			tile("accounts", 6, 2, 6, 7, figures("checkouts").by("account").having(more("checkouts", 0)).top("account", 12, "checkouts").sort("-checkouts"),
				drawn(ShowBar, "account", "checkouts/counts")),
			tile("clients", 0, 9, 6, 8, figures("unique_clients").by("feature").where(known("feature")).sort("-unique_clients").limit(40),
				drawn(ShowBar, "feature", "unique_clients/counts")),
			tile("products", 6, 9, 6, 8, figures("checkouts").by("product").having(more("checkouts", 0)).sort("-checkouts").limit(40),
				drawn(ShowBar, "product", "checkouts/counts")),
			tile("reasons", 0, 17, 6, 7, denialsByReason(), drawn(ShowBar, "denial_reason", "denials/over")),
			tile("denials", 6, 17, 6, 7, figures("denials").by("account").having(more("denials", 0)).top("account", 12, "denials").sort("-denials"),
				drawn(ShowBar, "account", "denials/over")),
			tile("summary", 0, 24, 12, 10, figures("denials").by("account_key", "account", "product", "feature", "denial_reason").
				having(more("denials", 0)).sort("-denials").totals().limit(500),
				show(ShowTable).hide("account_key").look("denials/bar")),
		}}},
	}
}

// denialsByReason asks how often each reason turned someone away, and its
// share.
func denialsByReason() ask {
	return figures("denials").by("denial_reason").having(more("denials", 0)).calculated("share_of_denials", "denials", "share").sort("-denials").limit(40)
}
