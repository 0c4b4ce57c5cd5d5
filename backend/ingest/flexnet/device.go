package flexnet

import (
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// deviceExtract is the licenses on devices: deployment by device. Each license
// on a device is a statement of its own, because an extract holds only the
// devices that changed; one that was taken off is told as none.
type deviceExtract struct{}

var deviceColumns = []string{
	"DeviceID", "Type", "IDType", "BackupDeviceID", "Alias", "DeviceSeries", "PublisherName", "DeviceAccountID", "DeviceAccountName", "Status",
	"DeviceUserEmail", "BaseProduct", "SiteName", "Notes", "ActivationID", "LicenseOwnerID", "LicenseOwnerName", "ProductName", "ProductVersion",
	"QtyOnDevice", "LicenseStatus", "LicenseModel1", "LicenseModel2", "LicenseModel3", "IsPermanent", "ExpirationDate",
}

// Info describes the profile.
func (deviceExtract) Info() ingest.Info {
	return ingest.Info{
		ID: "fno.extract.device", Version: 1, Title: "FlexNet Operations devices",
		Source: entitlementSource, Dataset: portfolio.Deployment, Class: portfolio.Incremental,
		Row: "One row is one license on one device.", Cadence: daily,
	}
}

// Detect recognises the extract by its quantity on a device.
func (deviceExtract) Detect(h ingest.Header) float64 {
	return recognise(h, []string{"DeviceID", "ActivationID", "QtyOnDevice"}, deviceColumns)
}

// DateOrder is that of every extract.
func (deviceExtract) DateOrder(ingest.Header, int) string { return americanDates }

// Open needs the device, the product and the quantity.
func (p deviceExtract) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	a := &devices{Reader: reader(h, c), info: p.Info(), asOf: c.AsOf}
	for _, need := range []struct {
		name string
		at   *int
	}{{"DeviceID", &a.device}, {"ProductName", &a.product}, {"QtyOnDevice", &a.quantity}} {
		i, err := columns.Need(need.name)
		if err != nil {
			return nil, err
		}
		*need.at = i
	}
	a.activation = columns.Find("ActivationID")
	a.owner, a.ownerName = columns.Find("LicenseOwnerID"), columns.Find("LicenseOwnerName")
	a.account, a.accountName = columns.Find("DeviceAccountID"), columns.Find("DeviceAccountName")
	a.status, a.license = columns.Find("Status"), columns.Find("LicenseStatus")
	a.permanent, a.expires = columns.Find("IsPermanent"), columns.Find("ExpirationDate")
	return a, nil
}

type devices struct {
	cells.Reader
	info                   ingest.Info
	asOf                   portfolio.Day
	device, activation     int
	product, quantity      int
	owner, ownerName       int
	account, accountName   int
	status, license        int
	permanent, expires     int
	lastDevice, lastStatus string
	lastAccount            portfolio.AccountRef
}

// Info describes the extract.
func (a *devices) Info() ingest.Info { return a.info }

// Monthly is false.
func (a *devices) Monthly() bool { return false }

// Adapt hands over how many licenses of a line item are on a device. A device
// with several has rows that repeat only its id: the rest is as above.
func (a *devices) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	device := a.Need(a.device)
	status := value.Key(a.Text(a.status))
	account := portfolio.AccountRef{Kind: refKind, ExternalID: a.Text(a.account), Name: a.Text(a.accountName)}
	if device == a.lastDevice && status == "" && account.ExternalID == "" && account.Name == "" {
		status, account = a.lastStatus, a.lastAccount
	}
	a.lastDevice, a.lastStatus, a.lastAccount = device, status, account
	d := portfolio.Deployed{
		Key:     device + "/" + a.Text(a.activation),
		Account: portfolio.Account{Ref: a.ownerOr(account)}, Product: portfolio.Product{Name: a.Text(a.product)}, Assigned: a.Count(a.quantity),
	}
	gone := a.gone(status, out)
	if err := a.Problem(); err != nil {
		return err
	}
	if d.Product.Name == "" || !d.Assigned.OK {
		return cells.NoFigures
	}
	if gone {
		d.Assigned.N = 0
	}
	return out.Deployed(ingest.At{Day: a.asOf}, d)
}

// ownerOr is the account that owns the license, else the one of the device.
func (a *devices) ownerOr(account portfolio.AccountRef) portfolio.AccountRef {
	if owner := (portfolio.AccountRef{Kind: refKind, ExternalID: a.Text(a.owner), Name: a.Text(a.ownerName)}); owner.ExternalID != "" || owner.Name != "" {
		return owner
	}
	if account.ExternalID == "" && account.Name == "" {
		a.Reject(either(a.owner, a.account), cells.MissingKey, "The license has no account.")
	}
	return account
}

// gone reports a license that is not on the device any more: the device is out
// of use, the license was removed, or its last day is past.
func (a *devices) gone(status string, out ingest.Sink) bool {
	license := value.Key(a.Text(a.license))
	end := a.LastDay(a.expires)
	if a.Bool(a.permanent, out) == portfolio.Yes {
		end = portfolio.NoDay
	}
	return status != "" && status != "active" || removed[license] || !end.IsZero() && end < a.asOf
}

// removed are the folded states of a license that was taken off a device.
var removed = map[string]bool{"licenseremoved": true, "licensenotgenerated": true, "removed": true, "returned": true, "obsolete": true, "inactive": true}
