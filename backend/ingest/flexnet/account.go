package flexnet

import (
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/portfolio"
)

// pseudoAccount is the rule for accounts that stand for nobody.
const pseudoAccount = ingest.Skip("pseudo_account")

// accountExtract is the list of accounts.
type accountExtract struct{}

var accountColumns = []string{
	"AccountID", "AccountName", "AccountType", "ParentAccount", "Address1", "Address2", "City", "State", "PostalCode", "Country", "Visible",
	"Region", "AccountDescription",
}

// Info describes the profile.
func (accountExtract) Info() ingest.Info {
	return ingest.Info{
		ID: "fno.extract.account", Version: 1, Title: "FlexNet Operations accounts",
		Source: "FlexNet accounts", Dataset: portfolio.Accounts, Class: portfolio.Incremental,
		Row: "One row is one account.", Cadence: daily,
	}
}

// Detect recognises the extract by its columns. The user extract also names
// accounts, but with people; a list of one's own has ids, names and countries,
// but neither the kind of an account nor whether FlexNet shows it.
func (accountExtract) Detect(h ingest.Header) float64 {
	c := cells.Of(h)
	if c.Has("UserName", "EmailAddress", "DeviceID", "EntitlementID") {
		return 0
	}
	if c.Has("ID") && c.Has("NAME") && c.Has("ACCOUNT_TYPE") && c.Has("PARENT_ORG_IDS", "ADDR_ADDR1") {
		return 0.95 // as the reporting database names them
	}
	if !c.Has("AccountType", "Visible", "ParentAccount") {
		return 0
	}
	return recognise(h, []string{"AccountID", "AccountName", "AccountType"}, accountColumns)
}

// DateOrder is that of every extract.
func (accountExtract) DateOrder(ingest.Header, int) string { return americanDates }

// Open needs AccountID; a name may be missing, as from other lists.
func (p accountExtract) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	id, err := columns.Need("AccountID", "ID")
	if err != nil {
		return nil, err
	}
	return &accounts{
		Reader: reader(h, c), info: p.Info(), asOf: c.AsOf, id: id,
		name:    columns.Find("AccountName", "NAME"),
		kind:    columns.Find("AccountType", "ACCOUNT_TYPE"),
		parent:  columns.Find("ParentAccount", "ParentAccountIDs", "PARENT_ORG_IDS"),
		country: columns.Find("Country"),
		region:  either(columns.Find("Region"), attribute(h, "ACCT", "region")),
		segment: attribute(h, "ACCT", "segment"),
		owner:   attribute(h, "ACCT", "csm", "accountmanager", "owner"),
	}, nil
}

type accounts struct {
	cells.Reader
	info                                                    ingest.Info
	asOf                                                    portfolio.Day
	id, name, kind, parent, country, region, segment, owner int
}

// Info describes the extract.
func (a *accounts) Info() ingest.Info { return a.info }

// Monthly is false.
func (a *accounts) Monthly() bool { return false }

// Adapt hands over one account. FlexNet's own accounts, which stand for nobody
// or for the producer, are left out.
func (a *accounts) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	id := a.Need(a.id)
	if id == "PORTAL_ACCT_UNIT" || id == "UNKNOWN_ACCT_UNIT" || strings.EqualFold(a.Text(a.kind), "PUBLISHER") {
		return pseudoAccount
	}
	if err := a.Problem(); err != nil {
		return err
	}
	// Several parents are joined by a bar; the first is the direct one.
	parent, _, _ := strings.Cut(a.Text(a.parent), "|")
	return out.Account(ingest.At{Day: a.asOf}, portfolio.Account{
		Ref:     portfolio.AccountRef{Kind: refKind, ExternalID: id, Name: a.Text(a.name)},
		Country: a.Text(a.country),
		Region:  a.Text(a.region),
		Segment: a.Text(a.segment),
		Owner:   a.Text(a.owner),
		Parent:  strings.TrimSpace(parent),
	})
}
