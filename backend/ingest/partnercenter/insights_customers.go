package partnercenter

import (
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/portfolio"
)

// insightsCustomers lists customers with what they were sold by product and
// month. AvailableSeats is the level here.
var insightsCustomers = export{
	info: ingest.Info{
		ID: "ms.insights.customers", Version: 1, Title: "Partner Center customers and tenants", Source: "Partner Center customers and tenants",
		Dataset: portfolio.Accounts, Class: portfolio.PeriodTable, Cadence: everyWeek,
		Row: "One row is one product of a customer in one month, with the licenses sold.",
	},
	detect: signature{
		has:    []string{"CustomerTenantId"},
		either: [][]string{{"CustomerStatus"}, {"TenantDomainName"}, {"CustomerTenantName", "AvailableSeats"}},
		not: []string{
			"SubscriptionId", "SKUId", "WorkloadName", "Workload", "SubWorkload", "AppName", "UsageQuantity", "ResellerMpnID", "AvailableSeatsEOP",
			"licenseCount", "commitmentEndDate",
		},
		known: []string{
			"PGAMpnId", "PGA_MPNID", "PGAPartnerID", "MpnId", "PartnerID", "PartnerName", "CustomerName", "CustomerTenantId", "CustomerTpid",
			"DUNSNumber", "CustomerSegment", "TopSegment", "CustomerMarket", "CustomerStatus", "CustomerTenantName", "CustomerTenantCountry",
			"TenantDomainName", "Product", "RawProductName", "ProductPartNumber", "SKU", "Month", "PartnerLocation", "PartnerLocationID",
			"PartnerAttributionType", "SalesChannel", "IndustryName", "VerticalName", "EOU", "IsDuplicateRowForPGA", "AvailableSeats",
			"BilledRevenueUSD", "AzureConsumedRevenueUSD", "CPORRevenue", "CPORPaidSeats", "CPORActiveUsers",
		},
	}.score,
	open:  openInsightsCustomers,
	order: byMonth,
}

type insightsCustomersAdapter struct {
	common
	info                                  ingest.Info
	status, sku, raw, product, part, sold int
	custom                                []customField
	deployments                           deployments
	mentions                              mentions
}

func openInsightsCustomers(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	shared, err := openCommon(h, c)
	if err != nil {
		return nil, err
	}
	columns := cells.Of(h)
	return &insightsCustomersAdapter{
		common: shared, info: info,
		status: columns.Find("CustomerStatus"), sku: columns.Find("SKU"), raw: columns.Find("RawProductName"), product: columns.Find("Product"),
		part: columns.Find("ProductPartNumber"), sold: columns.Find("AvailableSeats"),
		custom: customFields(columns, "TPID", "CustomerTpid", "DUNS", "DUNSNumber", "Industry", "IndustryName", "Vertical", "VerticalName"),
	}, nil
}

// Info describes the export.
func (a *insightsCustomersAdapter) Info() ingest.Info { return a.info }

// Monthly is true: licenses are those at the end of the month.
func (a *insightsCustomersAdapter) Monthly() bool { return true }

// Adapt hands over the customer and adds the licenses of the row to those of
// its product.
func (a *insightsCustomersAdapter) Adapt(row ingest.Row, out ingest.Sink) error {
	if a.begin(row, out) {
		return duplicateAttribution
	}
	account := a.account()
	at := ingest.At{Day: a.day(), Reporter: a.Text(a.pga)}
	d := portfolio.Deployed{Account: account, Product: a.productOf(), Sold: a.Count(a.sold), PartnerID: a.partnerID()}
	if err := a.Problem(); err != nil {
		return err
	}
	account.Status, account.Custom = a.Text(a.status), readCustom(&a.Reader, a.custom)
	if d.Sold.OK && d.Product.Name != "" {
		a.deployments.add(at, "", d)
	}
	return a.mentions.account(at, account, out)
}

func (a *insightsCustomersAdapter) productOf() portfolio.Product {
	p := portfolio.Product{SKU: a.Text(a.part), Family: a.Text(a.product), Vendor: vendor}
	for _, i := range [...]int{a.sku, a.raw, a.product} {
		if p.Name = a.Text(i); p.Name != "" {
			break
		}
	}
	return p
}

// Conclude hands over the licenses sold of every customer, product and month.
func (a *insightsCustomersAdapter) Conclude(out ingest.Sink) error {
	return a.deployments.conclude(out)
}
