package flexnet

import (
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// heldKind is the namespace of refs that name an account by the id of an
// entitlement it has, for files that know nothing else of it.
const heldKind = "entitlement"

// fulfillmentExtract is what was activated of line items: deployment by
// activation. A row names neither account nor product, only the activation id,
// so it counts through the line item that has it, once that is known.
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
		Source: entitlementSource, Dataset: portfolio.Deployment, Class: portfolio.Incremental,
		Row: "One row is one activation of so many licenses of a line item.", Cadence: daily,
	}
}

// Detect recognises the extract by its count.
func (fulfillmentExtract) Detect(h ingest.Header) float64 {
	return recognise(h, []string{"FulfillmentID", "ActivationID", "FulfillCount"}, fulfillmentColumns)
}

// DateOrder is that of every extract.
func (fulfillmentExtract) DateOrder(ingest.Header, int) string { return americanDates }

// Open needs the ids of fulfillment and line item, and the count.
func (p fulfillmentExtract) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	a := &fulfillments{Reader: reader(h, c), info: p.Info(), asOf: c.AsOf}
	for _, need := range []struct {
		name string
		at   *int
	}{{"FulfillmentID", &a.id}, {"ActivationID", &a.activation}, {"FulfillCount", &a.count}} {
		i, err := columns.Need(need.name)
		if err != nil {
			return nil, err
		}
		*need.at = i
	}
	a.account, a.accountName = columns.Find("AccountID"), columns.Find("AccountName")
	a.status, a.expires = columns.Find("Status"), columns.Find("ExpirationDate")
	return a, nil
}

type fulfillments struct {
	cells.Reader
	info                  ingest.Info
	asOf                  portfolio.Day
	id, activation, count int
	account, accountName  int
	status, expires       int
}

// Info describes the extract.
func (a *fulfillments) Info() ingest.Info { return a.info }

// Monthly is false.
func (a *fulfillments) Monthly() bool { return false }

// Adapt hands over how many licenses one fulfillment assigns: none once it is
// not active any more or its last day is past.
func (a *fulfillments) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	activation := a.Need(a.activation)
	d := portfolio.Deployed{
		Key: a.Need(a.id), Parent: "fno:" + activation, Account: portfolio.Account{Ref: a.refOr(activation)}, Assigned: a.Count(a.count),
	}
	end := a.LastDay(a.expires)
	if err := a.Problem(); err != nil {
		return err
	}
	if !d.Assigned.OK {
		return cells.NoFigures
	}
	if status := value.Key(a.Text(a.status)); status != "" && status != "active" && status != "boconstantsstatesactive" || !end.IsZero() && end < a.asOf {
		d.Assigned.N = 0
	}
	return out.Deployed(ingest.At{Day: a.asOf}, d)
}

// refOr is the account that the Data Access API names, else whoever has the
// line item.
func (a *fulfillments) refOr(activation string) portfolio.AccountRef {
	if ref := (portfolio.AccountRef{Kind: refKind, ExternalID: a.Text(a.account), Name: a.Text(a.accountName)}); ref.ExternalID != "" || ref.Name != "" {
		return ref
	}
	return portfolio.AccountRef{Kind: heldKind, ExternalID: activation}
}
