package partnercenter

import (
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/portfolio"
)

// subscriptionDetails is the download of the portal. Its AvailableSeatsEOP is
// the number of licenses at the end of the month; its AvailableSeats is the
// change since the month before, although every other export means a level by
// that name, and is never read here.
type subscriptionDetails struct{}

var subscriptionDetailsSignature = signature{
	has: []string{"SubscriptionId"},
	either: [][]string{
		{"AvailableSeatsEOP"},
		{"AvailableSeats", "IsAutoRenew"},
		{"AvailableSeats", "RawProductName"},
		{"AvailableSeats", "ProductPartNumber"},
		{"CPORPaidSeats", "SubscriptionStartDate"},
	},
	not:   append([]string{"AssignedSeats", "TotalSoldSeats", "TotalAssignedSeats"}, otherSubscriptionDatasets...),
	known: append([]string{"AvailableSeatsEOP", "AvailableSeats"}, subscriptionColumns...),
}

// Info describes the profile.
func (subscriptionDetails) Info() ingest.Info {
	return ingest.Info{
		ID: "ms.insights.subscription_details", Version: 1, Title: "Partner Center subscription details",
		Source: subscriptionSource, Dataset: portfolio.Entitlements, Class: portfolio.PeriodTable, Cadence: everyWeek,
		Row: "One row is one subscription in one month.",
	}
}

// Detect recognises the download by its two columns of seats.
func (subscriptionDetails) Detect(h ingest.Header) float64 {
	return subscriptionDetailsSignature.score(h)
}

// Open refuses a file without AvailableSeatsEOP: without the level every
// subscription would have an unknown quantity, which nobody would notice, and
// the remedy is one tick in the download.
func (p subscriptionDetails) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	if !columns.Has("AvailableSeatsEOP") {
		hint := "Export the file again with this column."
		if columns.Has("AvailableSeats") {
			hint = "AvailableSeats is only the change since the month before; export the file again with AvailableSeatsEOP."
		}
		return nil, columns.Missing("AvailableSeatsEOP", hint)
	}
	return openSubscriptions(p.Info(), h, c, "AvailableSeatsEOP", "TotalAssignedSeats")
}

// DateOrder is the order of dates, which the months tell.
func (subscriptionDetails) DateOrder(h ingest.Header, _ int) string { return byMonth(h).String() }
