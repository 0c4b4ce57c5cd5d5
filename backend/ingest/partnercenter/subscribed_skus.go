package partnercenter

import (
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// subscribedSKUs and graphSKUs are the products one customer has, as Partner
// Center and as Microsoft Graph answer: units sold and consumed. Neither says
// of which day it is.
var (
	subscribedSKUs = export{
		info: ingest.Info{
			ID: "ms.pc.subscribed_skus", Version: 1, Title: "Partner Center subscribed SKUs of one customer", Source: "Partner Center subscribed SKUs",
			Dataset: portfolio.Deployment, Class: portfolio.Snapshot, Cadence: everyWeek,
			Row: "One row is one product of the customer you name: licenses sold and assigned.", Needs: []string{"account"},
		},
		detect: answer([]string{"SubscribedSku"}, signature{
			has:    []string{"consumedUnits", "productSku.skuPartNumber"},
			either: [][]string{{"totalUnits"}, {"activeUnits"}},
			known: []string{
				"availableUnits", "activeUnits", "consumedUnits", "suspendedUnits", "totalUnits", "warningUnits", "productSku.id", "productSku.name",
				"productSku.skuPartNumber", "productSku.targetType", "productSku.licenseGroupId", "servicePlans", "capabilityStatus",
			},
		}),
		open: openSubscribedSKUs,
	}
	graphSKUs = export{
		info: ingest.Info{
			ID: "ms.graph.subscribed_skus", Version: 1, Title: "Microsoft Graph subscribed SKUs", Source: "Microsoft Graph subscribed SKUs",
			Dataset: portfolio.Deployment, Class: portfolio.Snapshot, Cadence: everyWeek,
			Row: "One row is one product of the tenant: licenses sold and assigned.",
		},
		detect: signature{
			has:    []string{"consumedUnits", "skuPartNumber"},
			either: [][]string{{"prepaidUnits.enabled"}},
			known: []string{
				"accountId", "accountName", "appliesTo", "capabilityStatus", "consumedUnits", "id", "prepaidUnits.enabled", "prepaidUnits.lockedOut",
				"prepaidUnits.suspended", "prepaidUnits.warning", "servicePlans", "skuId", "skuPartNumber", "subscriptionIds",
			},
		}.score,
		open: openGraphSKUs,
	}
)

// skus adapts both.
type skus struct {
	cells.Reader
	info           ingest.Info
	asOf           portfolio.Day
	scope          string
	one            portfolio.AccountRef // where no row names a customer
	tenant, name   int
	part           int
	title          int
	consumed       int
	enabled, grace int // added: in grace the licenses still work
	total          int // instead, where nothing else is told
}

func openSubscribedSKUs(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	one, err := oneCustomer(h, c)
	if err != nil {
		return nil, err
	}
	columns := cells.Of(h)
	a := &skus{
		Reader: cells.For(h, c, value.AnyOrder, '.'), info: info, asOf: c.AsOf, scope: c.Partner, one: one, tenant: cells.None, name: cells.None,
		part: columns.Find("productSku.skuPartNumber"), title: columns.Find("productSku.name"),
		enabled: columns.Find("activeUnits"), grace: columns.Find("warningUnits"), total: columns.Find("totalUnits"),
	}
	if a.title == cells.None {
		a.title = a.part
	}
	if a.enabled == cells.None && a.total == cells.None {
		return nil, columns.Missing("activeUnits", "Ask for the answer with all its fields.")
	}
	return a, needs(columns, need{&a.consumed, []string{"consumedUnits"}})
}

func openGraphSKUs(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	a := &skus{
		Reader: cells.For(h, c, value.AnyOrder, '.'), info: info, asOf: c.AsOf, scope: c.Partner,
		tenant: columns.Find("accountId"), name: columns.Find("accountName"),
		part: columns.Find("skuPartNumber"), title: columns.Find("skuPartNumber"),
		grace: columns.Find("prepaidUnits.warning"), total: cells.None,
	}
	if a.tenant == cells.None && a.name == cells.None {
		var err error
		if a.one, err = oneCustomer(h, c); err != nil {
			return nil, err
		}
	}
	return a, needs(columns, need{&a.consumed, []string{"consumedUnits"}}, need{&a.enabled, []string{"prepaidUnits.enabled"}})
}

// Info describes the answer.
func (a *skus) Info() ingest.Info { return a.info }

// Monthly is false.
func (a *skus) Monthly() bool { return false }

// Adapt hands over the product. A suspended one can have licenses consumed and
// none sold; it is kept as it is.
func (a *skus) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	ref := a.one
	if a.tenant != cells.None || a.name != cells.None {
		ref = portfolio.AccountRef{Kind: tenantKind, ExternalID: tenantID(a.Text(a.tenant)), Name: a.Text(a.name)}
		if ref.ExternalID == "" && ref.Name == "" {
			a.Reject(a.tenant, cells.MissingKey, "The row does not name a customer.")
		}
	}
	d := portfolio.Deployed{
		Account: portfolio.Account{Ref: ref}, Sold: a.sold(), Assigned: a.Count(a.consumed), PartnerID: a.scope,
		Product: portfolio.Product{Name: a.Need(a.title), SKU: a.Text(a.part), Vendor: vendor},
	}
	if err := a.Problem(); err != nil {
		return err
	}
	if d.Sold.OK && d.Assigned.OK && d.Assigned.N > d.Sold.N {
		out.Note(a.Name(a.consumed), cells.OverAssigned, "More licenses are assigned than sold.")
	}
	who := ref.ExternalID
	if who == "" {
		who = value.Name(ref.Name)
	}
	return out.Deployed(ingest.At{Day: a.asOf, Reporter: who}, d)
}

// sold is what is enabled or in grace; where that is not told, the total.
func (a *skus) sold() portfolio.Int {
	if n := plus(a.Count(a.enabled), a.Count(a.grace)); n.OK {
		return n
	}
	return a.Count(a.total)
}
