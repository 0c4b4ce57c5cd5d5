package flexnet

import (
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/portfolio"
)

// fulfillment is the rule for every row of the fulfillment extract.
const fulfillment = ingest.Skip("fulfillment")

// fulfillmentExtract is what was activated of line items. A row names neither
// account nor product, only the activation id, and an extract holds only the
// fulfillments that changed: nothing can be counted from it alone, so its rows
// are left out. The fulfilled amount of a line item comes with the entitlement
// extract, where it is deployment.
type fulfillmentExtract struct{}

var fulfillmentColumns = []string{
	"FulfillmentID", "Status", "ParentFulfillmentID", "ActivationID", "FulfillmentDate", "FulfillCount", "OverdraftCount", "ExpirationDate",
	"ShipToEmail", "CreatedBy", "LicenseModel", "FulfillmentSource", "LifecycleAction", "HostEntityID", "HostUserId", "IsServer", "Redundant",
	"Trusted", "IsNodelocked", "IsCustom",
}

// Info describes the profile.
func (fulfillmentExtract) Info() ingest.Info {
	return ingest.Info{
		ID: "fno.extract.fulfillment", Version: 1, Title: "FlexNet Operations fulfillments",
		Source: "FlexNet fulfillments", Dataset: portfolio.Deployment, Class: portfolio.Incremental,
		Row: "One row is one activation of a line item, which names neither account nor product: nothing is kept of it.", Cadence: daily,
	}
}

// Detect recognises the extract by its count.
func (fulfillmentExtract) Detect(h ingest.Header) float64 {
	return recognise(h, []string{"FulfillmentID", "ActivationID", "FulfillCount"}, fulfillmentColumns)
}

// Open needs the activation id.
func (p fulfillmentExtract) Open(h ingest.Header, _ ingest.Context) (ingest.Adapter, error) {
	if _, err := cells.Of(h).Need("ActivationID"); err != nil {
		return nil, err
	}
	return leftOut{p.Info(), fulfillment}, nil
}

// leftOut adapts a file whose rows are all left out by one rule.
type leftOut struct {
	info ingest.Info
	rule ingest.Skip
}

// Info describes the file.
func (l leftOut) Info() ingest.Info { return l.info }

// Monthly is false.
func (leftOut) Monthly() bool { return false }

// Adapt leaves the row out.
func (l leftOut) Adapt(ingest.Row, ingest.Sink) error { return l.rule }
