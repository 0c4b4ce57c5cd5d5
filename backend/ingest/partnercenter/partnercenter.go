// Package partnercenter adapts what Microsoft Partner Center tells its
// partners: the datasets of Insights by month, the lists of customers and
// subscriptions, the answers of its API, the files of the ledger, and
// Microsoft's catalogue of SKUs. Columns may come in any choice and order as
// long as the needed ones are there, and in any of the spellings Microsoft has
// used. The rule not to break: rows repeated for a further partner attribution
// never count, and a charge never tells how many licenses somebody has.
package partnercenter

import (
	"cmp"
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// Profiles returns the profiles of this vendor.
func Profiles() []ingest.Profile {
	return []ingest.Profile{
		subscriptionDetails{},
		seats{},
		officeUsage{},
		officeUsageAPI{},
		dynamicsUsage, powerBIUsage, emsUsage, bizappsUsage, teamsMonthly,
		teamsMeetings, teamsApps, insightsCustomers, resellerPerformance, azureUsage, marketplaceLicenses, customers, customerSubscriptions,
		licenseDeployment, licenseUsage, licenseBenchmark, subscribedSKUs, graphSKUs, subscriptionAnalytics, serviceRequests, azureAnalytics,
		azureRecords, azureResources, nceReconciliation, legacyLicenses, legacyUsage, dailyRated, skuCatalogue,
	}
}

// The spellings of one column over the years; case, blanks and underscores do
// not matter anyway.
var (
	pgaNames       = []string{"PGAMpnId", "PGA_MPNID", "PGAPartnerID", "GlobalPartnerID"}
	partnerNames   = []string{"MPNId", "PartnerID", "PartnerMpnId"}
	monthNames     = []string{"Month", "MonthKey", "ReportMonth", "FiscalMonthName", "DateKey"}
	tenantNames    = []string{"CustomerTenantId", "TenantId"}
	duplicateNames = []string{"IsDuplicateRowForPGA", "IsACRDuplicateAtPGALevel"}
	stateNames     = []string{"SubscriptionState", "SubscriptionStatus"}
)

// vendor is who makes everything Partner Center sells but the offers of others.
const vendor = "Microsoft"

// tenantKind is the namespace of the ids of tenants.
const tenantKind = "tenant"

// tenantID is the id of a tenant, which exports write in either case.
func tenantID(id string) string { return strings.ToLower(id) }

const duplicateAttribution = ingest.Skip("duplicate_attribution")

// common holds the columns that all Insights datasets share.
type common struct {
	cells.Reader
	asOf                                       portfolio.Day
	scope                                      string // the partner of record where no row names one
	pga, partner, month, tenant, duplicate     int
	customer, market, segment, domain, country int
}

func openCommon(h ingest.Header, c ingest.Context) (common, error) {
	columns := cells.Of(h)
	tenant, err := columns.Need(tenantNames...)
	if err != nil {
		return common{}, err
	}
	month, err := columns.Need(monthNames...)
	if err != nil {
		return common{}, err
	}
	return common{
		Reader:    cells.For(h, c, orderOf(h, month), 0),
		asOf:      c.AsOf,
		scope:     c.Partner,
		tenant:    tenant,
		month:     month,
		pga:       columns.Find(pgaNames...),
		partner:   columns.Find(partnerNames...),
		duplicate: columns.Find(duplicateNames...),
		customer:  columns.Find("CustomerName", "CustomerTenantName"),
		market:    columns.Find("CustomerMarket"),
		segment:   columns.Find("CustomerSegment"),
		domain:    columns.Find("TenantDomainName"),
		country:   columns.Find("CustomerTenantCountry", "CustomerCountry", "Country"),
	}, nil
}

// begin turns to row and reports whether it repeats another one.
func (c *common) begin(row ingest.Row, out ingest.Sink) (repeated bool) {
	c.Start(row)
	return c.duplicate != cells.None && c.Bool(c.duplicate, out) == portfolio.Yes
}

// account reads the customer. Tenant ids are written in either case.
func (c *common) account() portfolio.Account {
	tenant := tenantID(c.Need(c.tenant))
	country := c.Text(c.market)
	if country == "" {
		country = c.Text(c.country)
	}
	return portfolio.Account{
		Ref:     portfolio.AccountRef{Kind: tenantKind, ExternalID: tenant, Name: c.Text(c.customer)},
		Country: country,
		Segment: c.Text(c.segment),
		Domain:  c.Text(c.domain),
	}
}

// day is the day a row of this month speaks of.
func (c *common) day() portfolio.Day {
	day := c.NeedDay(c.month)
	if day.IsZero() {
		return day
	}
	return cells.MonthLevel(day, c.asOf)
}

// who are the columns that name the account and the partner of a row.
func (c *common) who() []int {
	return []int{c.tenant, c.partner, c.pga, c.customer, c.market, c.segment, c.country, c.domain}
}

// partnerID is the partner of record: the location, else the global account,
// else who was said to be it.
func (c *common) partnerID() string {
	return cmp.Or(c.Text(c.partner), c.Text(c.pga), c.scope)
}

// orderOf returns the order of dates with slashes. Microsoft writes the month
// first; a file that a European Excel saved again has the day first. A month
// is given by its first day, which tells the two apart.
func orderOf(h ingest.Header, month int) value.Order {
	for _, order := range [...]value.Order{value.MDY, value.DMY} {
		if firstDays(h.Sample, month, order) {
			return order
		}
	}
	return value.MDY
}

func firstDays(sample []ingest.Row, month int, order value.Order) bool {
	for _, row := range sample {
		day, when := value.Date(row.Cell(month), row.Kind(month), order)
		if when == value.OnDay && day != day.MonthStart() || when == value.NotADate {
			return false
		}
	}
	return true
}
