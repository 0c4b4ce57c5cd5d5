package partnercenter

import (
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// marketplaceLicenses is the License dashboard of the commercial marketplace:
// what the customers of a publisher have bought and assigned of its offers.
var marketplaceLicenses = export{
	info: ingest.Info{
		ID: "ms.marketplace.license_dashboard", Version: 1, Title: "Commercial marketplace licenses", Source: "Commercial marketplace licenses",
		Dataset: portfolio.Entitlements, Class: portfolio.Snapshot, Cadence: everyWeek,
		Row: "One row is the licenses of one plan that a customer has, provisioned and assigned.",
	},
	detect: signature{
		has:    []string{"Licenses Provisioned", "Tenant ID"},
		either: [][]string{{"Licenses Assigned"}, {"Service ID"}},
		known: []string{
			"Customer Country", "Customer Country Code", "Customer Name", "Activation Date", "Product Display Name", "Product ID",
			"Licenses Provisioned", "Licenses Assigned", "SKU Name", "Tenant ID", "License State", "Service ID",
		},
	}.score,
	open:  openMarketplaceLicenses,
	order: american,
}

type marketplaceAdapter struct {
	cells.Reader
	info                                          ingest.Info
	asOf                                          portfolio.Day
	partner                                       string
	tenant, service, sold, assigned, start, state int
	customer, country, product, productID, sku    int
}

func openMarketplaceLicenses(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	a := &marketplaceAdapter{
		Reader: cells.For(h, c, value.MDY, 0), info: info, asOf: c.AsOf, partner: c.Partner,
		assigned: columns.Find("Licenses Assigned"), start: columns.Find("Activation Date"), state: columns.Find("License State"),
		customer: columns.Find("Customer Name"), country: columns.Find("Customer Country"), product: columns.Find("Product Display Name"),
		productID: columns.Find("Product ID"), sku: columns.Find("SKU Name"),
	}
	err := needs(columns, need{&a.tenant, []string{"Tenant ID"}}, need{&a.service, []string{"Service ID"}}, need{&a.sold, []string{"Licenses Provisioned"}})
	if err != nil {
		return nil, err
	}
	return a, nil
}

// Info describes the export.
func (a *marketplaceAdapter) Info() ingest.Info { return a.info }

// Monthly is false: a row is the state on the day of the download.
func (a *marketplaceAdapter) Monthly() bool { return false }

// Adapt hands over the licenses of the row. One service can be activated for a
// tenant more than once, on different days.
func (a *marketplaceAdapter) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	tenant, service, start := tenantID(a.Need(a.tenant)), a.Need(a.service), a.Day(a.start)
	e := portfolio.Entitlement{
		Key: "marketplace:" + tenant + "/" + strings.ToLower(service) + "/" + start.String(),
		Account: portfolio.Account{
			Ref:     portfolio.AccountRef{Kind: tenantKind, ExternalID: tenant, Name: a.Text(a.customer)},
			Country: a.Text(a.country),
		},
		Product:  portfolio.Product{Name: a.Text(a.sku), SKU: a.Text(a.productID), Family: a.Text(a.product)},
		Quantity: a.Count(a.sold), Assigned: a.Count(a.assigned), Start: start, End: portfolio.NoDay, PartnerID: a.partner,
		Status: portfolio.Active,
	}
	if e.Product.Name == "" {
		e.Product.Name = e.Product.Family
	}
	if e.Product.Name == "" {
		e.Product.Name = service
	}
	if err := a.Problem(); err != nil {
		return err
	}
	if a.state != cells.None {
		e.Status, e.StatusRaw = a.Status(a.state, out)
	}
	cells.NoteOdd(&e, "", a.Name(a.assigned), out)
	return out.Entitlement(ingest.At{Day: a.asOf}, e)
}
