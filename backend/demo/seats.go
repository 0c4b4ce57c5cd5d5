package demo

import (
	"math"
	"strconv"

	"headroom/backend/portfolio"
)

var seatColumns = []string{
	"PGAMpnId", "MpnId", "SubscriptionId", "SubscriptionStartDate", "SubscriptionEndDate", "SubscriptionState", "month", "IsAutoRenew",
	"CustomerName", "CustomerTenantId", "CustomerTpid", "DUNSNumber", "CustomerSegment", "TopSegment", "CustomerMarket", "ProductFamily",
	"ReportingProductName", "Product", "RawProductName", "ProductPartNumber", "SKU", "RevSumDivisionName", "PartnerName", "SolutionArea",
	"PartnerLocationID", "PartnerAttributionType", "SalesChannel", "PricingLevel", "EnrollmentNumber", "IsDuplicateRowForPGA",
	"SubscriptionStartMonth", "TotalSoldSeats", "TotalAssignedSeats", "BilledRevenueUSD", "AzureConsumedRevenueUSD",
}

// seatRows are the licenses of every subscription in every month it lived.
func (p *invented) seatRows() [][]string {
	rows := [][]string{seatColumns}
	for i, month := range p.months {
		ago := len(p.months) - 1 - i
		for s := range p.subscriptions {
			rows = append(rows, p.seatsIn(&p.subscriptions[s], month, ago)...)
		}
	}
	return rows
}

func (p *invented) seatsIn(s *subscription, month portfolio.Day, ago int) [][]string {
	start, end := s.term(month)
	if s.state == "Trial" && ago > s.since {
		return nil
	}
	state, sold := s.stateIn(ago), s.seatsIn(ago)
	assigned := int(math.Round(float64(sold) * min(1, s.assigned*(1-0.012*float64(ago)))))
	if state == "Churned" {
		sold, assigned = 0, 0
	}
	renew := "No"
	if s.autoRenew {
		renew = "Yes"
	}
	row := func(partner, duplicate string) []string {
		return []string{
			globalPartner, partner, s.id, start.String() + "T00:00:00", end.String() + "T00:00:00", state, month.String() + "T00:00:00", renew,
			s.account.name, s.account.id, "", "", s.account.segment, "", s.account.country, s.product.family,
			s.product.family, s.product.family, s.product.name, s.product.part, s.product.name, "", "Example Partner", "Modern Work",
			"", "CSP", "CSP", "", "", duplicate,
			start.MonthStart().String(), strconv.Itoa(sold), strconv.Itoa(assigned), "", "",
		}
	}
	rows := [][]string{row(s.partner, "0")}
	if s.repeated {
		rows = append(rows, row("6000102", "1"))
	}
	return rows
}

// term returns the term that ran at the end of a month. A subscription is
// renewed under the same id, for as long again.
func (s *subscription) term(month portfolio.Day) (start, end portfolio.Day) {
	end = s.end
	months := 12 * s.years
	if s.state == "Trial" {
		return s.end - 29, s.end
	}
	for start = addMonths(end, -months) + 1; start > month.MonthEnd(); start = addMonths(end, -months) + 1 {
		end = addMonths(end, -months)
	}
	return start, end
}

// stateIn is the state so many months ago: what holds today began one day.
func (s *subscription) stateIn(ago int) string {
	if ago > s.since && s.state != "Trial" {
		return "Active"
	}
	return s.state
}

// seatsIn is the number of seats so many months ago: it grows in steps of a
// quarter.
func (s *subscription) seatsIn(ago int) int {
	quarters := (ago + 2) / 3
	return max(1, int(math.Round(float64(s.seats)*(1-s.growth*float64(quarters)/4))))
}
