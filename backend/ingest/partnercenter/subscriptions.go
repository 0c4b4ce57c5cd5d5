package partnercenter

import (
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/portfolio"
)

// subscriptionSource is one source for the portal download and its API twin:
// both speak of the same subscriptions, so either replaces the other's month.
const subscriptionSource = "Partner Center subscriptions"

// subscriptionColumns are the columns both twins have.
var subscriptionColumns = []string{
	"PGAMpnId", "PGA_MPNID", "PGAPartnerID", "MPNId", "PartnerID", "SubscriptionId", "SubscriptionStartDate", "SubscriptionEndDate",
	"SubscriptionState", "SubscriptionStatus", "Month", "MonthKey", "IsAutoRenew", "CustomerName", "CustomerTenantId", "CustomerTpid",
	"DUNSNumber", "CustomerSegment", "TopSegment", "CustomerMarket", "ProductFamily", "ReportingProductName", "Product", "RawProductName",
	"ProductPartNumber", "SKU", "RevSumDivisionName", "SolutionArea", "PartnerName", "PartnerLocation", "PartnerLocationID",
	"PartnerAttributionType", "PartnerAttachType", "SalesChannel", "IndustryName", "VerticalName", "EOU", "PricingLevel", "EnrollmentNumber",
	"IsDuplicateRowForPGA", "SubscriptionStartMonth", "ResellerID", "ResellerName", "BilledRevenueUSD", "AzureConsumedRevenueUSD",
	"CPORRevenue", "CPORPaidSeats", "CPORActiveUsers",
}

// otherSubscriptionDatasets are columns of exports that also list
// subscriptions by month: Dynamics, Power BI, EMS and Azure usage, resellers.
var otherSubscriptionDatasets = []string{
	"ActiveSeats", "DeploymentOpportunity", "PaidAvailableUnits", "MonthlyActiveUsers", "UsageQuantity", "ServiceLevel1", "ResellerMpnID",
	"ReportingPricingLevel", "WorkloadName", "IsACRDuplicateAtPGALevel",
}

// subscriptions adapts one row per subscription and month.
type subscriptions struct {
	common
	info                         ingest.Info
	id, start, end, state, renew int
	sku, raw, reporting, product int
	partNumber, family           int
	quantity, assigned           int
}

func openSubscriptions(info ingest.Info, h ingest.Header, c ingest.Context, quantity, assigned string) (ingest.Adapter, error) {
	columns := cells.Of(h)
	id, err := columns.Need("SubscriptionId")
	if err != nil {
		return nil, err
	}
	shared, err := openCommon(h, c)
	if err != nil {
		return nil, err
	}
	a := &subscriptions{
		common: shared, info: info, id: id,
		start:      columns.Find("SubscriptionStartDate"),
		end:        columns.Find("SubscriptionEndDate"),
		state:      columns.Find(stateNames...),
		renew:      columns.Find("IsAutoRenew"),
		sku:        columns.Find("SKU"),
		raw:        columns.Find("RawProductName"),
		reporting:  columns.Find("ReportingProductName"),
		product:    columns.Find("Product"),
		partNumber: columns.Find("ProductPartNumber"),
		family:     columns.Find("ProductFamily"),
		quantity:   columns.Find(quantity),
		assigned:   columns.Find(assigned),
	}
	if max(a.sku, a.raw, a.reporting, a.product) == cells.None {
		return nil, columns.Missing("SKU", "Export the file again with this column; it names the product.")
	}
	return a, nil
}

// Info describes the twin that was opened.
func (a *subscriptions) Info() ingest.Info { return a.info }

// Monthly is true: a row is the level at the end of its month.
func (a *subscriptions) Monthly() bool { return true }

// Adapt hands over the subscription of the row.
func (a *subscriptions) Adapt(row ingest.Row, out ingest.Sink) error {
	if a.begin(row, out) {
		return duplicateAttribution
	}
	at, e, err := a.entitlement(out)
	if err != nil {
		return err
	}
	return out.Entitlement(at, e)
}

// entitlement reads the subscription of the row. Both dates are inclusive, as
// Partner Center writes them for its new commerce.
func (a *subscriptions) entitlement(out ingest.Sink) (ingest.At, portfolio.Entitlement, error) {
	e := portfolio.Entitlement{
		Key:       subscriptionKey(a.Need(a.id)),
		Account:   a.account(),
		Product:   a.productOf(),
		Quantity:  a.Count(a.quantity),
		Assigned:  a.Count(a.assigned),
		Start:     a.Day(a.start),
		End:       a.LastDay(a.end),
		AutoRenew: a.Bool(a.renew, out),
		PartnerID: a.partnerID(),
	}
	at := ingest.At{Day: a.day(), Reporter: a.Text(a.pga)}
	if err := a.Problem(); err != nil {
		return at, e, err
	}
	e.Status, e.StatusRaw = a.status(out)
	e.Trial = e.Status == portfolio.TrialStatus
	cells.NoteOdd(&e, a.Name(a.end), a.Name(a.assigned), out)
	return at, e, nil
}

// subscriptionKey is the key of a subscription in every export of Partner
// Center, which write its id in either case.
func subscriptionKey(id string) string { return "ms:" + strings.ToLower(id) }

// productOf takes the name from where Microsoft puts it: the SKU column.
func (a *subscriptions) productOf() portfolio.Product {
	name, named := "", a.sku
	for _, i := range [...]int{a.sku, a.raw, a.reporting, a.product} {
		if name = a.Text(i); name != "" {
			break
		}
		named = max(named, i)
	}
	if name == "" {
		a.Reject(named, cells.MissingKey, "The row does not name a product.")
	}
	family := a.Text(a.family)
	if family == "" {
		family = a.Text(a.product)
	}
	return portfolio.Product{Name: name, SKU: a.Text(a.partNumber), Family: family, Vendor: vendor}
}

// status reads the state. Without the column a subscription is taken as
// active, and every row says so. Microsoft's "Expired" is the month after the
// end in which people keep their access.
func (a *subscriptions) status(out ingest.Sink) (portfolio.Status, string) {
	if a.state == cells.None {
		out.Note("SubscriptionState", "assumed_active", "The file has no SubscriptionState; the subscription is taken as active.")
		return portfolio.Active, ""
	}
	status, raw := a.Status(a.state, out)
	if strings.EqualFold(raw, "expired") {
		status = portfolio.Grace
	}
	return status, raw
}
