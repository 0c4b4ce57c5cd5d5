package flexnet

import (
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/portfolio"
)

// entitlementReport is the report ENTRT001: line items under headings for
// people. It has no activation ids, so its lines are not those of the extract.
type entitlementReport struct{}

// Info describes the profile.
func (entitlementReport) Info() ingest.Info {
	return ingest.Info{
		ID: "fno.reporter.ENTRT001", Version: 1, Title: "FlexNet Operations entitlement report",
		Source: "FlexNet entitlement report", Dataset: portfolio.Entitlements, Class: portfolio.EntityList,
		Row: "One row is one line item: so many licenses of a product until a day.",
	}
}

// Detect recognises the headings of entitlement lines.
func (entitlementReport) Detect(h ingest.Header) float64 {
	c := cells.Of(h)
	if c.Has("System Entitlement ID") && c.Has("Entitlement Line #") && c.Has("Entitlement Line Quantity", "Entitlement Line Expiration Date") {
		return 0.95
	}
	return 0
}

// DateOrder is that of every extract.
func (entitlementReport) DateOrder(ingest.Header, int) string { return americanDates }

// Open needs the entitlement and its customer.
func (p entitlementReport) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	return openLines(p.Info(), h, c)
}
