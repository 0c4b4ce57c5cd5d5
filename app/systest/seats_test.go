package systest

import "fmt"

// seatColumns are those of Partner Center's "Seats, subscriptions and revenue".
var seatColumns = []string{
	"PGAMpnId", "MpnId", "SubscriptionId", "SubscriptionStartDate", "SubscriptionEndDate", "SubscriptionState", "month", "IsAutoRenew", "CustomerName",
	"CustomerTenantId", "CustomerMarket", "Product", "ProductPartNumber", "SKU", "IsDuplicateRowForPGA", "TotalSoldSeats", "TotalAssignedSeats",
}

// seatRow is one row of it. Days are YYYY-MM-DD and months YYYY-MM, as text;
// "" is an empty cell.
type seatRow struct {
	pga, partner, id, tenant, customer, month, product, state, start, end, sold, assigned string
	duplicate                                                                             bool
}

func (r seatRow) cells() []string {
	at := func(day string) string {
		if day == "" {
			return ""
		}
		return day + "T00:00:00"
	}
	return []string{
		r.pga, r.partner, r.id, at(r.start), at(r.end), r.state, at(r.month + "-01"), "Yes", r.customer,
		r.tenant, "Italy", r.product, "", r.product, zeroOne(r.duplicate), r.sold, r.assigned,
	}
}

// usageColumns are those of Partner Center's "Office usage".
var usageColumns = []string{
	"PGAPartnerID", "CustomerTenantId", "WorkloadName", "Month", "PaidAvailableUnits", "MonthlyActiveUsers", "CustomerName", "CustomerMarket", "PartnerID", "IsDuplicateRowForPGA",
}

// usageRow is one row of it.
type usageRow struct {
	pga, partner, tenant, customer, month, workload, active, total string
	duplicate                                                      bool
}

func (r usageRow) cells() []string {
	return []string{r.pga, r.tenant, r.workload, r.month + "-01T00:00:00", r.total, r.active, r.customer, "Italy", r.partner, zeroOne(r.duplicate)}
}

func zeroOne(yes bool) string {
	if yes {
		return "1"
	}
	return "0"
}

// guid is the n-th id of a kind.
func guid(kind, n int) string {
	return fmt.Sprintf("%08d-aaaa-4bbb-8ccc-%012d", kind, n)
}
