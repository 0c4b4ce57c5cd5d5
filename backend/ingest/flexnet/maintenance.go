package flexnet

import (
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// maintenanceLines is the second file in the zip of entitlements.
type maintenanceLines struct{}

func isMaintenance(h ingest.Header) bool {
	if strings.Contains(value.Key(h.File), "maintenanceline") {
		return true
	}
	for _, column := range h.Columns {
		// A column that lists the maintenance of an entitlement makes no line of it.
		if key := value.Key(column); strings.HasPrefix(key, "maintenance") && key != "maintenancelineitems" {
			return true
		}
	}
	return false
}

// Info describes the profile.
func (maintenanceLines) Info() ingest.Info {
	return ingest.Info{
		ID: "fno.extract.maintenance", Version: 2, Title: "FlexNet Operations maintenance lines",
		Source: entitlementSource, Dataset: portfolio.Entitlements, Class: portfolio.Incremental,
		Row: "One row is the maintenance of one line item until a day.", Cadence: daily,
	}
}

// Detect recognises the file by its name or its maintenance columns.
func (maintenanceLines) Detect(h ingest.Header) float64 {
	if isMaintenance(h) && cells.Of(h).Has("EntitlementID", "ActivationID") && !isMaintenanceReport(h) {
		return 0.95
	}
	return 0
}

// DateOrder is that of every extract.
func (maintenanceLines) DateOrder(ingest.Header, int) string { return americanDates }

// Open needs nothing: what is known of the header is only that it names the
// line item.
func (p maintenanceLines) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	return openMaintenance(p.Info(), h, c), nil
}

// maintenanceReport is the report "Maintenance Expiring in Next X Days".
type maintenanceReport struct{}

func isMaintenanceReport(h ingest.Header) bool {
	return cells.Of(h).Has("Maintenance End Date") && cells.Of(h).Has("End Customer Account ID", "End Customer Account Name")
}

// Info describes the profile.
func (maintenanceReport) Info() ingest.Info {
	return ingest.Info{
		ID: "fno.report.maintenance_expiring", Version: 1, Title: "FlexNet Operations maintenance that expires",
		Source: "FlexNet maintenance report", Dataset: portfolio.Entitlements, Class: portfolio.EntityList,
		Row: "One row is the maintenance of one line item until a day.",
	}
}

// Detect recognises the report by the end of the maintenance of a customer.
func (maintenanceReport) Detect(h ingest.Header) float64 {
	if isMaintenanceReport(h) {
		return 0.95
	}
	return 0
}

// DateOrder is that of every extract.
func (maintenanceReport) DateOrder(ingest.Header, int) string { return americanDates }

// Open needs the end.
func (p maintenanceReport) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	if _, err := cells.Of(h).Need("Maintenance End Date"); err != nil {
		return nil, err
	}
	return openMaintenance(p.Info(), h, c), nil
}

// maintenance adapts the maintenance of line items. It is an entitlement of its
// own, which ends and is renewed by itself, of a product of its own and without
// a quantity, so that it adds nothing to the licenses of the line it is for.
type maintenance struct {
	cells.Reader
	info                 ingest.Info
	asOf                 portfolio.Day
	id, line             int
	account, accountName int
	product, ordered     int
	start, end           int
}

func openMaintenance(info ingest.Info, h ingest.Header, c ingest.Context) *maintenance {
	columns := cells.Of(h)
	return &maintenance{
		Reader: reader(h, c), info: info, asOf: c.AsOf,
		id:          columns.Find("Maintenance Activation ID", "MaintenanceLineActivationID"),
		line:        columns.Find("Line Item Activation ID", "ActivationID"),
		account:     columns.Find("End Customer Account ID", "End Customer|Account", "AccountID"),
		accountName: columns.Find("End Customer Account Name", "End Customer|AccountName", "AccountName"),
		product:     columns.Find("MaintenanceProduct", "MaintenanceProductName"),
		ordered:     columns.Find("Ordered Product Name", "ProductName", "Product"),
		start:       columns.Find("Maintenance Start Date", "StartDate"),
		end:         columns.Find("Maintenance End Date", "ExpirationDate", "EndDate"),
	}
}

// Info describes the file.
func (m *maintenance) Info() ingest.Info { return m.info }

// Monthly is false.
func (m *maintenance) Monthly() bool { return false }

// Adapt hands over the maintenance of one line item.
func (m *maintenance) Adapt(row ingest.Row, out ingest.Sink) error {
	m.Start(row)
	line, id := m.Text(m.line), m.Text(m.id)
	if id == "" {
		id = m.Need(m.line)
	}
	ref := portfolio.AccountRef{Kind: refKind, ExternalID: m.Text(m.account), Name: m.Text(m.accountName)}
	switch {
	case ref.ExternalID != "" || ref.Name != "":
	case line != "":
		ref = portfolio.AccountRef{Kind: heldKind, ExternalID: line}
	default:
		m.Reject(either(m.account, m.accountName), cells.MissingKey, "The row names neither an account nor a line item.")
	}
	e := portfolio.Entitlement{
		Key: "fno:" + id + "#maintenance", Account: portfolio.Account{Ref: ref}, Product: m.productOf(),
		Start: m.Day(m.start), End: m.LastDay(m.end), Status: portfolio.Active,
	}
	if line != "" {
		e.Parent = "fno:" + line
	}
	if err := m.Problem(); err != nil {
		return err
	}
	cells.NoteOdd(&e, m.Name(m.end), "", out)
	return out.Entitlement(ingest.At{Day: m.asOf}, e)
}

// productOf is the maintenance product, else that of the line with a word that
// keeps maintenance from being taken for a license of it.
func (m *maintenance) productOf() portfolio.Product {
	if name := m.Text(m.product); name != "" {
		return portfolio.Product{Name: name}
	}
	if name := m.Text(m.ordered); name != "" {
		return portfolio.Product{Name: name + " maintenance"}
	}
	return portfolio.Product{Name: "Maintenance"}
}
