package report

import "headroom/backend/metric"

// lineItemsDashboard lists what was created lately.
func lineItemsDashboard() Dashboard {
	created := metric.Filter{Dimension: "created_date", Op: "last", N: 90, Unit: "day"}
	return Dashboard{
		Name: "line_items",
		Controls: []Control{
			control("created", "date", "created_date", &created), control("account", "list", "account", nil), control("product", "list", "product", nil),
			control("source", "list", "source", nil),
		},
		Tabs: []Tab{{ID: "overview", Tiles: []Tile{
			tile("figures", 0, 0, 12, 2, createdFigures(), show(ShowFigures)),
			tile("by_month", 0, 2, 7, 7, figures("licenses_created").by("created_date:month").sort("created_date"),
				drawn(ShowColumn, "created_date", "licenses_created/counts")),
			tile("products", 7, 2, 5, 7, figures("licenses_created").by("product").having(more("licenses_created", 0)).top("product", 7, "licenses_created").sort("-licenses_created"),
				drawn(ShowBar, "product", "licenses_created/counts")),
			tile("lines", 0, 9, 12, 14, createdLines(), show(ShowTable).hide("account_key", "entitlement_key")),
		}}},
	}
}

// createdFigures counts what was created, for how many accounts, and what of it
// is tried only.
func createdFigures() ask {
	return figures("entitlements_created", "licenses_created", "accounts_created", "trials_created").
		of("accounts_created", "distinct", "account_key", metric.EveryEntitlement, "accounts", "integer").
		of("trials_created", "count", "", metric.EveryEntitlement, "entitlements", "integer", is("status", "trial"))
}

// createdLines lists who has what first, and how it is traced last.
func createdLines() ask {
	return rows(metric.EveryEntitlement, "account", "product", "quantity", "status", "created_date", "start_date", "end_date", "source", "sku", "entitlement", "account_id", "file", "line", "account_key", "entitlement_key").
		sort("-created_date").limit(2000)
}
