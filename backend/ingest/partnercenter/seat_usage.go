package partnercenter

import (
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/portfolio"
)

// dynamicsUsage and powerBIUsage tell of every subscription and month how many
// licenses were sold, assigned and used. In both AvailableSeats is the level.
var (
	dynamicsUsage = export{
		info: ofMonth(ingest.Info{
			ID: "ms.insights.dynamics_usage", Title: "Partner Center Dynamics 365 usage", Source: "Partner Center Dynamics 365 usage",
			Dataset: portfolio.Usage, Row: "One row is one subscription to a Dynamics 365 product in one month.",
		}),
		detect: signature{
			has:    []string{"SubscriptionId", "RevSumCategoryName"},
			either: [][]string{{"ActiveSeats"}, {"AvailableSeats", "AssignedSeats"}},
			known:  append([]string{"RevSumDivisionName", "RevSumCategoryName"}, seatColumns...),
		}.score,
		open:  openSeatUsage,
		order: byMonth,
	}
	powerBIUsage = export{
		info: ofMonth(ingest.Info{
			ID: "ms.insights.powerbi_usage", Title: "Partner Center Power BI usage", Source: "Partner Center Power BI usage",
			Dataset: portfolio.Usage, Row: "One row is one subscription to a Power BI product in one month.",
		}),
		detect: signature{
			has:    []string{"SubscriptionId"},
			either: [][]string{{"ActiveSeats"}, {"AvailableSeats", "AssignedSeats"}},
			not:    []string{"RevSumCategoryName", "AvailableSeatsEOP", "ResellerMpnID", "TotalSoldSeats"},
			known:  seatColumns,
		}.score,
		open:  openSeatUsage,
		order: byMonth,
	}
)

// seatColumns are the columns of both.
var seatColumns = []string{
	"PGAMpnId", "PGA_MPNID", "PGAPartnerID", "MPNId", "PartnerID", "SubscriptionId", "SubscriptionStartDate", "SubscriptionEndDate",
	"SubscriptionStatus", "SubscriptionState", "Month", "SKU", "SKUId", "FreeVsPaidSKU", "SalesModel", "DetailedSalesModel", "CustomerName",
	"CustomerTenantId", "CustomerTpid", "CustomerSegment", "CustomerMarket", "IndustryName", "VerticalName", "EOU", "PartnerName",
	"PartnerLocation", "PartnerLocationID", "PartnerAttachType", "PartnerHierarchy", "AvailableSeats", "AssignedSeats", "ActiveSeats",
	"DeploymentOpportunity", "ActiveUsagePercent",
}

// freeSKU is the rule for products nobody pays for: they are not sold, and
// thousands of free licenses would bury what is.
const freeSKU = ingest.Skip("free_sku")

// seatUsage adapts one row per subscription, SKU and month.
type seatUsage struct {
	subscriptions
	skuID, free, active int
	identity            []int
	series              cells.SeriesCache
	levels              levels
}

func openSeatUsage(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	opened, err := openSubscriptions(info, h, c, "AvailableSeats", "AssignedSeats")
	if err != nil {
		return nil, err
	}
	columns := cells.Of(h)
	a := &seatUsage{subscriptions: *opened.(*subscriptions), skuID: columns.Find("SKUId"), free: columns.Find("FreeVsPaidSKU")}
	if a.active, err = columns.Need("ActiveSeats"); err != nil {
		return nil, err
	}
	a.identity = append(a.who(), a.sku, a.raw, a.reporting, a.product)
	return a, nil
}

// Adapt hands over the subscription and adds its users to those of the product.
func (a *seatUsage) Adapt(row ingest.Row, out ingest.Sink) error {
	if a.begin(row, out) {
		return duplicateAttribution
	}
	if isFree(a.Text(a.free)) {
		return freeSKU
	}
	at, e, err := a.entitlement(out)
	if err != nil {
		return err
	}
	o := portfolio.Observation{Active: a.Count(a.active), Total: e.Quantity}
	if err := a.Problem(); err != nil {
		return err
	}
	id, known := a.series.Find(row, a.identity)
	if !known {
		if id, err = out.Series(at.Reporter, portfolio.Series{Account: e.Account, Product: e.Product, PartnerID: e.PartnerID}); err != nil {
			return err
		}
		a.series.Add(id)
	}
	if o.Active.OK {
		a.levels.add(id, at.Day, e.Key+"/"+strings.ToLower(a.Text(a.skuID)), o)
	}
	return out.Entitlement(at, e)
}

// Conclude hands over the users of every product and month.
func (a *seatUsage) Conclude(out ingest.Sink) error { return a.levels.conclude(out) }

func isFree(word string) bool { return strings.HasPrefix(strings.ToLower(word), "free") }
