package partnercenter

import (
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/portfolio"
)

// resellerPerformance lists what the resellers of an indirect provider sold by
// subscription and month. It names customers but not their tenants, and knows
// no dates, so its rows are deployment, not entitlements: an entitlement
// without an end would hide the end another export knows.
var resellerPerformance = export{
	info: ingest.Info{
		ID: "ms.insights.reseller_performance", Version: 1, Title: "Partner Center reseller performance", Source: "Partner Center reseller performance",
		Dataset: portfolio.Deployment, Class: portfolio.PeriodTable, Cadence: everyWeek,
		Row: "One row is one subscription that a reseller sold, in one month.",
	},
	detect: signature{
		has:    []string{"ResellerMpnID", "SubscriptionID"},
		either: [][]string{{"AvailableSeats"}, {"AssignedSeats"}, {"ResellerStatus"}},
		not:    []string{"CustomerTenantId", "AvailableSeatsEOP", "TotalSoldSeats", "InvoiceNumber"},
		known: []string{
			"PGAMpnId", "PGA_MPNID", "PGAPartnerID", "ResellerMpnID", "ResellerName", "ResellerMarket", "IndirectProviderMpnID",
			"IndirectProviderName", "Month", "Product", "SubscriptionID", "AvailableSeats", "AssignedSeats", "BilledRevenueUSD", "CustomerName",
			"CustomerTPid", "CustomerSegment", "CustomerMarket", "ResellerStatus", "IndustryName", "VerticalName", "EOU",
		},
	}.score,
	open:  openResellers,
	order: byMonth,
}

type resellers struct {
	cells.Reader
	info                                      ingest.Info
	asOf                                      portfolio.Day
	pga, reseller, month, product, id         int
	sold, assigned, customer, segment, market int
	custom                                    []customField
	deployments                               deployments
	mentions                                  mentions
}

func openResellers(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	a := &resellers{
		info: info, asOf: c.AsOf, pga: columns.Find(pgaNames...), sold: columns.Find("AvailableSeats"), assigned: columns.Find("AssignedSeats"),
		segment: columns.Find("CustomerSegment"), market: columns.Find("CustomerMarket"),
		custom: customFields(columns, "TPID", "CustomerTPid", "Reseller", "ResellerName", "Industry", "IndustryName", "Vertical", "VerticalName"),
	}
	err := needs(columns, need{&a.reseller, []string{"ResellerMpnID"}}, need{&a.id, []string{"SubscriptionID"}}, need{&a.month, monthNames},
		need{&a.product, []string{"Product"}}, need{&a.customer, []string{"CustomerName"}})
	if err != nil {
		return nil, err
	}
	a.Reader = cells.For(h, c, orderOf(h, a.month), 0)
	return a, nil
}

// Info describes the export.
func (a *resellers) Info() ingest.Info { return a.info }

// Monthly is true: licenses are those at the end of the month.
func (a *resellers) Monthly() bool { return true }

// Adapt adds the licenses of the row to those of its customer and product.
func (a *resellers) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	day := a.NeedDay(a.month)
	d := portfolio.Deployed{
		Account: portfolio.Account{
			Ref:     portfolio.AccountRef{Kind: tenantKind, Name: a.Need(a.customer)},
			Country: a.Text(a.market), Segment: a.Text(a.segment),
		},
		Product:   portfolio.Product{Name: a.Need(a.product), Vendor: vendor},
		Sold:      a.Count(a.sold),
		Assigned:  a.Count(a.assigned),
		PartnerID: a.Text(a.reseller),
	}
	id := strings.ToLower(a.Need(a.id))
	if err := a.Problem(); err != nil {
		return err
	}
	if !d.Sold.OK && !d.Assigned.OK {
		return cells.NoFigures
	}
	at := ingest.At{Day: cells.MonthLevel(day, a.asOf), Reporter: a.Text(a.pga)}
	account := d.Account
	account.Custom = readCustom(&a.Reader, a.custom)
	a.deployments.add(at, id, d)
	return a.mentions.account(at, account, out)
}

// Conclude hands over the licenses of every customer, product and month.
func (a *resellers) Conclude(out ingest.Sink) error { return a.deployments.conclude(out) }
