package flexnet

import (
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// The rules for served clients that hold nothing.
const (
	leaseExpired = ingest.Skip("lease_expired")
	notActive    = ingest.Skip("not_active")
)

// servedDevices is the clients of local license servers with the features they
// hold: metered use by feature, with what is beyond the entitlement.
type servedDevices struct{}

var servedColumns = []string{
	"ServedClientHostID", "ServerHostID", "Alias", "SiteName", "Notes", "DeviceUser", "Status", "AccountID", "AccountName", "DeviceAccountName",
	"LastSyncTime", "FeatureName", "FeatureVersion", "Quantity", "Overage", "ExpirationDate",
}

// Info describes the profile.
func (servedDevices) Info() ingest.Info {
	return ingest.Info{
		ID: "fno.extract.served_device", Version: 1, Title: "FlexNet Operations served devices",
		Source: "FlexNet served devices", Dataset: portfolio.Usage, Class: portfolio.Incremental,
		Row: "One row is what one client of a license server holds of one feature.", Cadence: daily,
	}
}

// Detect recognises the extract by its two hosts.
func (servedDevices) Detect(h ingest.Header) float64 {
	return recognise(h, []string{"ServedClientHostID", "ServerHostID", "FeatureName", "Quantity"}, servedColumns)
}

// DateOrder is that of every extract.
func (servedDevices) DateOrder(ingest.Header, int) string { return americanDates }

// Open needs the feature and its quantity.
func (p servedDevices) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	a := &served{Reader: reader(h, c), info: p.Info(), asOf: c.AsOf}
	for _, need := range []struct {
		name string
		at   *int
	}{{"FeatureName", &a.feature}, {"Quantity", &a.quantity}} {
		i, err := columns.Need(need.name)
		if err != nil {
			return nil, err
		}
		*need.at = i
	}
	a.account, a.accountName = columns.Find("AccountID"), columns.Find("AccountName", "DeviceAccountName")
	a.status, a.overage = columns.Find("Status"), columns.Find("Overage")
	a.synced, a.expires = columns.Find("LastSyncTime"), columns.Find("ExpirationDate")
	return a, nil
}

type served struct {
	cells.Reader
	info                                       ingest.Info
	asOf                                       portfolio.Day
	account, accountName, feature              int
	status, quantity, overage, synced, expires int
	sums                                       sums
}

// Info describes the extract.
func (a *served) Info() ingest.Info { return a.info }

// Monthly is false.
func (a *served) Monthly() bool { return false }

// Adapt adds what the client holds to the use of its account and feature.
func (a *served) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	if status := value.Key(a.Text(a.status)); status != "" && status != "active" {
		return notActive
	}
	synced := a.Day(a.synced)
	end := a.lease(synced, row, out)
	s := portfolio.Series{
		Account: portfolio.Account{Ref: portfolio.AccountRef{Kind: refKind, ExternalID: a.Text(a.account), Name: a.Text(a.accountName)}},
		Feature: a.Need(a.feature),
	}
	if s.Account.Ref.ExternalID == "" && s.Account.Ref.Name == "" {
		a.Reject(either(a.account, a.accountName), cells.MissingKey, "The row has no account.")
	}
	s.Meter = s.Feature
	quantity, overage := a.Count(a.quantity), a.Count(a.overage)
	if err := a.Problem(); err != nil {
		return err
	}
	switch {
	case !quantity.OK:
		return cells.NoFigures
	case !end.IsZero() && end < a.asOf:
		return leaseExpired
	}
	a.sums.add(s, a.asOf, quantity.N, overage)
	return nil
}

// lease returns the last day of the lease. Some servers write its seconds as
// milliseconds, which makes it a day of January 1970: where the row was
// synchronised in our time, the day is put right and noted.
func (a *served) lease(synced portfolio.Day, row ingest.Row, out ingest.Sink) portfolio.Day {
	end := a.LastDay(a.expires)
	if synced.IsZero() || synced < lastOfEpochYear || end.IsZero() || end > lastOfEpochYear {
		return end
	}
	seconds, ok := milliseconds(value.Trim(row.Cell(a.expires)))
	if !ok {
		return end
	}
	end = portfolio.Day(seconds / secondsOfDay)
	out.Note(a.Name(a.expires), "seconds_as_milliseconds", "The date is of 1970, because the server wrote seconds as milliseconds; it is read as "+end.String()+".")
	return end
}

// Conclude hands over the sums.
func (a *served) Conclude(out ingest.Sink) error { return a.sums.conclude(out) }
