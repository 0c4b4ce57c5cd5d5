package flexnet

import (
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

const entitlementSource = "FlexNet entitlements"

// entitlementExtract is the line items of all entitlements. Only the beginning
// of its header is documented, so the rest is found under every name that
// FlexNet uses for it elsewhere.
type entitlementExtract struct{}

var entitlementColumns = []string{
	"EntitlementID", "EntitlementState", "EntitlementDescription", "AllowPortalLogin", "ShipToEmail", "Address", "End Customer|Account",
	"End Customer|AccountName", "End Customer|UserName", "End Customer|UserFirstName", "End Customer|UserLastName", "End Customer|UserEmail",
	"End Customer|UserPhone", "Partner Tier 1|Account", "Partner Tier 1|AccountName", "ActivationID", "PartNumber", "ProductName", "ProductVersion",
	"Quantity", "StartDate", "ExpirationDate", "State", "LicenseModel", "OrderID", "OrderLineNumber", "CA[LINE|Region]",
}

// Info describes the profile.
func (entitlementExtract) Info() ingest.Info {
	return ingest.Info{
		ID: "fno.extract.entitlement", Version: 1, Title: "FlexNet Operations entitlements",
		Source: entitlementSource, Dataset: portfolio.Entitlements, Class: portfolio.Incremental,
		Row: "One row is one line item: so many licenses of a product until a day.", Cadence: daily,
	}
}

// Detect recognises the extract by its grouped headers.
func (entitlementExtract) Detect(h ingest.Header) float64 {
	if isMaintenance(h) {
		return 0
	}
	if c := cells.Of(h); c.Has("EntitlementID") && c.Has("ActivationID") && c.Has("Quantity") && c.Has("CustomersAndPartners.EndCustomerAccountID", "EndCustomerAccountID") {
		return 0.95 // as the Data Access API names them
	}
	return recognise(h, []string{"EntitlementID", "EntitlementState", "End Customer|Account"}, entitlementColumns)
}

// DateOrder is that of every extract.
func (entitlementExtract) DateOrder(ingest.Header, int) string { return americanDates }

type entitlements struct {
	cells.Reader
	info                                     ingest.Info
	asOf                                     portfolio.Day
	id, activation, line, state              int
	account, accountName, region, segment    int
	product, partNumber, family              int
	quantity, fulfilled, start, end, forever int
	partner                                  int
}

// Open needs EntitlementID and a customer.
func (p entitlementExtract) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	return openLines(p.Info(), h, c)
}

// openLines opens an adapter for line items under any of the names that FlexNet
// gives their columns.
func openLines(info ingest.Info, h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	id, err := columns.Need("EntitlementID", "Entitlement ID", "System Entitlement ID")
	if err != nil {
		return nil, err
	}
	a := &entitlements{
		Reader: reader(h, c), info: info, asOf: c.AsOf, id: id,
		activation: columns.Find("ActivationID", "Line Item|ActivationID", "LineItem|ActivationID", "Line Item Activation ID"),
		line:       columns.Find("OrderLineNumber", "LineNumber", "Entitlement Line #", "LineItemNumber"),
		state:      columns.Find("LineItemState", "Line Item|State", "LineItem|State", "LineState", "Entitlement Line Status", "State", "EntitlementState"),
		account:    columns.Find("End Customer|Account", "End Customer Account ID", "CustomersAndPartners.EndCustomerAccountID", "EndCustomerAccountID", "SoldTo", "Account ID"),
		accountName: columns.Find("End Customer|AccountName", "End Customer Account Name", "CustomersAndPartners.EndCustomerAccountName", "EndCustomerAccountName",
			"SoldToDisplayName", "Account Name"),
		region:  attribute(h, "LINE", "region"),
		segment: attribute(h, "LINE", "segment"),
		product: columns.Find("ProductName", "Product", "Line Item|Product", "Product|Name", "Ordered Product Name", "Catalog Item Name",
			"ProductDescription"),
		partNumber: columns.Find("PartNumber", "Part Number", "Line Item|PartNumber", "Catalog Item ID"),
		family:     columns.Find("ProductLine", "Product Line", "ProductCategory"),
		quantity: columns.Find("Quantity", "NumberOfCopies", "Copies", "NetCopies", "Net Orders Seat Count", "Line Item|Quantity", "OrderQuantity",
			"Entitlement Line Quantity"),
		fulfilled: columns.Find("FulfilledAmount", "FulfilledCount", "Fulfilled", "QuantityFulfilled"),
		start:     columns.Find("StartDate", "Start Date", "Line Item|StartDate", "Entitlement Line Effective Date"),
		end: columns.Find("ExpirationDate", "Expiration Date", "ExpiryDate", "EndDate", "Line Item|ExpirationDate",
			"Entitlement Line Expiration Date"),
		forever: columns.Find("IsPermanent", "Permanent"),
		partner: columns.Find("Partner Tier 1|Account"),
	}
	switch {
	case a.account == cells.None && a.accountName == cells.None:
		return nil, columns.Missing("End Customer|Account", "Run the extract again with the end customer.")
	case a.product == cells.None && a.partNumber == cells.None:
		return nil, columns.Missing("ProductName", "Run the extract again with the product of the line item.")
	}
	return a, nil
}

// Info describes the extract.
func (a *entitlements) Info() ingest.Info { return a.info }

// Monthly is false.
func (a *entitlements) Monthly() bool { return false }

// Adapt hands over one line item. Its last day is inclusive.
func (a *entitlements) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	e := portfolio.Entitlement{
		Key:       a.key(),
		Account:   a.accountOf(),
		Product:   a.productOf(),
		Quantity:  a.Count(a.quantity),
		Assigned:  a.Count(a.fulfilled),
		Start:     a.Day(a.start),
		End:       a.LastDay(a.end),
		PartnerID: a.Text(a.partner),
	}
	if a.Bool(a.forever, out) == portfolio.Yes {
		e.End = portfolio.NoDay
	}
	if err := a.Problem(); err != nil {
		return err
	}
	e.Status, e.StatusRaw = a.status(out)
	e.Trial = e.Status == portfolio.TrialStatus
	cells.NoteOdd(&e, a.Name(a.end), a.Name(a.fulfilled), out)
	return out.Entitlement(ingest.At{Day: a.asOf}, e)
}

// key is the activation id, which is unique. Where the extract has none it is
// the entitlement with the number of its line, or else with its product and
// start: never with the row's place in the file, which changes.
func (a *entitlements) key() string {
	if id := a.Text(a.activation); id != "" {
		return "fno:" + id
	}
	id := "fno:" + a.Need(a.id)
	if line := a.Text(a.line); line != "" {
		return id + "#" + line
	}
	return id + "#" + strings.ToLower(a.Text(either(a.partNumber, a.product))) + "#" + a.Day(a.start).String()
}

func (a *entitlements) accountOf() portfolio.Account {
	ref := portfolio.AccountRef{Kind: refKind, ExternalID: a.Text(a.account), Name: a.Text(a.accountName)}
	if ref.ExternalID == "" && ref.Name == "" {
		a.Reject(either(a.account, a.accountName), cells.MissingKey, "The line has no end customer.")
	}
	return portfolio.Account{Ref: ref, Region: a.Text(a.region), Segment: a.Text(a.segment)}
}

func (a *entitlements) productOf() portfolio.Product {
	p := portfolio.Product{Name: a.Text(a.product), SKU: a.Text(a.partNumber), Family: a.Text(a.family)}
	if p.Name == "" {
		p.Name = p.SKU
	}
	if p.Name == "" {
		a.Reject(either(a.product, a.partNumber), cells.MissingKey, "The line does not name a product.")
	}
	return p
}

// status reads the state of the line. FlexNet's Test is a line the producer
// tries out before it is deployed, not a customer's trial.
func (a *entitlements) status(out ingest.Sink) (portfolio.Status, string) {
	if a.state == cells.None {
		out.Note("EntitlementState", "assumed_active", "The file has no state; the line is taken as active.")
		return portfolio.Active, ""
	}
	if raw := a.Text(a.state); value.Key(raw) == "test" {
		return portfolio.Pending, raw
	}
	return a.Status(a.state, out)
}
