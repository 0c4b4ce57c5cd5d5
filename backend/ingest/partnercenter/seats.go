package partnercenter

import (
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/portfolio"
)

// seats is the API twin of the subscription details, which also knows how many
// licenses are assigned.
type seats struct{}

var seatsSignature = signature{
	has:    []string{"SubscriptionId"},
	either: [][]string{{"TotalSoldSeats"}, {"TotalAssignedSeats"}},
	not:    append([]string{"AvailableSeatsEOP"}, otherSubscriptionDatasets...),
	known:  append([]string{"TotalSoldSeats", "TotalAssignedSeats"}, subscriptionColumns...),
}

// Info describes the profile.
func (seats) Info() ingest.Info {
	return ingest.Info{
		ID: "ms.insights.api.SeatsSubscriptionsAndRevenue", Version: 1, Title: "Partner Center seats, subscriptions and revenue",
		Source: subscriptionSource, Dataset: portfolio.Entitlements, Class: portfolio.PeriodTable, Cadence: everyWeek,
		Row: "One row is one subscription in one month, with the licenses sold and assigned.",
	}
}

// Detect recognises the dataset by its columns of seats.
func (seats) Detect(h ingest.Header) float64 { return seatsSignature.score(h) }

// Open needs TotalSoldSeats.
func (p seats) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	if _, err := cells.Of(h).Need("TotalSoldSeats"); err != nil {
		return nil, err
	}
	return openSubscriptions(p.Info(), h, c, "TotalSoldSeats", "TotalAssignedSeats")
}

// DateOrder is the order of dates, which the months tell.
func (seats) DateOrder(h ingest.Header, _ int) string { return byMonth(h).String() }
