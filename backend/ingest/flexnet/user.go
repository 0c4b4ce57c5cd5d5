package flexnet

import (
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// contact is the rule for every row of the user extract.
const contact = ingest.Skip("contact")

// userExtract is the people who may use the portal. They are neither usage nor
// licenses, and names and addresses of people are not kept: the extract is
// recognised, so that a folder of extracts imports cleanly, and left out.
type userExtract struct{}

var userColumns = []string{
	"FirstName", "LastName", "EmailAddress", "UserName", "Role", "Status", "AccountID", "AccountName", "SharedLogin", "PortalLogin", "Street", "City",
	"State", "ZipCode", "Country", "TimeZone", "Locale", "PhoneNumber", "FaxNumber", "ReceiveEmail", "RecieveExpiringEmails", "SelfRegisteredUser",
	"CreateDate", "LastLoginDate", "Type", "ExpiryDate",
}

// Info describes the profile.
func (userExtract) Info() ingest.Info {
	return ingest.Info{
		ID: "fno.extract.user", Version: 1, Title: "FlexNet Operations users",
		Source: "FlexNet users", Dataset: portfolio.Accounts, Class: portfolio.Incremental,
		Row: "One row is one person who may use the portal; nothing is kept of it.", Cadence: daily,
	}
}

// Detect recognises the extract by its people.
func (userExtract) Detect(h ingest.Header) float64 {
	return recognise(h, []string{"UserName", "EmailAddress", "PortalLogin", "AccountID"}, userColumns)
}

// Open needs nothing.
func (p userExtract) Open(ingest.Header, ingest.Context) (ingest.Adapter, error) {
	return leftOut{p.Info(), contact}, nil
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
