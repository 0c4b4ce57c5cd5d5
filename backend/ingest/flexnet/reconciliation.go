package flexnet

import (
	"strings"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/portfolio"
)

// reconciliation is the reconciliation summary of Usage Management, and the
// answer of getUsage: what was used of a meter in a statement period, and how
// much of it is entitled. Both count from two moments, the statement and the
// latest reset of the meter.
type reconciliation struct{}

var reconciliationColumns = []string{
	"enterpriseName", "accountID", "productName", "productID", "featureName", "friendlyName", "startDate", "endDate", "usageUnitName",
	"usageFromStatement", "entitled", "overageFromReset", "overageFromStatement",
}

// Info describes the profile.
func (reconciliation) Info() ingest.Info {
	return ingest.Info{
		ID: "fno.reconciliation", Version: 1, Title: "FlexNet Operations usage reconciliation",
		Source: "FlexNet reconciliation", Dataset: portfolio.Usage, Class: portfolio.Incremental,
		Row: "One row is what an account used of one meter in a statement period.",
	}
}

// Detect recognises the summary by its statement, and getUsage by its reset.
func (reconciliation) Detect(h ingest.Header) float64 {
	c := cells.Of(h)
	if c.Has("meter", "friendlyName") && c.Has("entitled") && c.Has("usageSinceReset") {
		return 0.95
	}
	return recognise(h, []string{"usageFromStatement", "entitled", "featureName"}, reconciliationColumns)
}

// DateOrder is that of every extract.
func (reconciliation) DateOrder(ingest.Header, int) string { return americanDates }

// Open needs a meter and its use; getUsage names no account.
func (p reconciliation) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	a := &statements{
		Reader: reader(h, c), info: p.Info(), asOf: c.AsOf, given: strings.TrimSpace(c.Account), partner: c.Partner,
		account:     columns.Find("accountID"),
		accountName: columns.Find("enterpriseName", "accountName"),
		product:     columns.Find("productName", "productLine", "productID"),
		feature:     columns.Find("featureName", "meter"),
		friendly:    columns.Find("friendlyName"),
		end:         columns.Find("endDate"),
		entitled:    columns.Find("entitled"),
		overage:     columns.Find("overageFromStatement", "overageSinceStatement"),
		sinceReset:  columns.Find("usageSinceReset", "usageFromReset"),
		overReset:   columns.Find("overageSinceReset", "overageFromReset"),
	}
	var err error
	if a.used, err = columns.Need("usageFromStatement", "usageSinceStatement", "usageSinceReset"); err != nil {
		return nil, err
	}
	a.onlyReset = a.used == a.sinceReset
	switch {
	case a.feature == cells.None && a.friendly == cells.None:
		return nil, columns.Missing("featureName", "Export the file again with the meter.")
	case a.account == cells.None && a.accountName == cells.None && a.given == "":
		f := fault.New(fault.Asks, "The file does not say whose usage it is.").InFile(h.File).WithHint("Name the account with the import.")
		f.Field = "account"
		return nil, f
	}
	if a.account == cells.None && a.accountName == cells.None {
		a.info.Needs = []string{"account"}
	}
	return a, nil
}

type statements struct {
	cells.Reader
	info                                                                           ingest.Info
	asOf                                                                           portfolio.Day
	given, partner                                                                 string
	account, accountName, product, feature, friendly, end, used, entitled, overage int
	sinceReset, overReset                                                          int
	onlyReset                                                                      bool // of the statement no use is told: that since the reset counts
}

// Info describes the file.
func (a *statements) Info() ingest.Info { return a.info }

// Monthly is true: a statement speaks of a month or longer.
func (a *statements) Monthly() bool { return true }

// Adapt hands over the use of a meter on the last day of its statement, or on
// the file's day while the statement is open: what counts, and beside it what
// the row tells since the reset, and of both overages.
func (a *statements) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	day := a.LastDay(a.end)
	if day.IsZero() {
		day = a.asOf
	}
	day = min(day, a.asOf)
	o := portfolio.Observation{Used: a.Number(a.used), Entitled: a.Number(a.entitled)}
	s := portfolio.Series{
		Account: a.accountOf(), Product: portfolio.Product{Name: a.Text(a.product)}, Feature: a.Text(a.feature), Meter: a.Text(a.friendly), PartnerID: a.partner,
	}
	if s.Meter == "" {
		s.Meter = a.Need(either(a.feature, a.friendly))
	}
	over, sinceReset, overReset := a.Number(a.overage), a.Number(a.sinceReset), a.Number(a.overReset)
	if err := a.Problem(); err != nil {
		return err
	}
	if !o.Used.OK && !sinceReset.OK && !over.OK && !overReset.OK {
		return cells.NoFigures
	}
	if !a.onlyReset && over.OK && o.Used.OK && o.Entitled.OK && over.Scale == 0 && o.Used.Scale == 0 && o.Entitled.Scale == 0 && over.Mantissa != max(0, o.Used.Mantissa-o.Entitled.Mantissa) {
		out.Note(a.Name(a.overage), "overage_differs", "The overage of the statement is not what was used beyond the entitlement; it is counted from those two.")
	}
	for _, c := range []struct {
		clock portfolio.Clock
		told  portfolio.Observation
	}{
		{portfolio.DefaultClock, o},
		{portfolio.SinceReset, portfolio.Observation{Used: sinceReset, Entitled: o.Entitled}},
		{portfolio.OverageReset, portfolio.Observation{Used: overReset}},
		{portfolio.OverageStatement, portfolio.Observation{Used: over}},
	} {
		if !c.told.Used.OK {
			continue
		}
		s.Clock = c.clock
		id, err := out.Series("", s)
		if err != nil {
			return err
		}
		if err := out.Observe(id, day, c.told); err != nil {
			return err
		}
	}
	return nil
}

func (a *statements) accountOf() portfolio.Account {
	ref := portfolio.AccountRef{Kind: refKind, ExternalID: a.Text(a.account), Name: a.Text(a.accountName)}
	if ref.ExternalID == "" && ref.Name == "" {
		if a.given == "" {
			a.Reject(either(a.account, a.accountName), cells.MissingKey, "The row has no account.")
		}
		return portfolio.Account{Ref: portfolio.AccountRef{Name: a.given}}
	}
	return portfolio.Account{Ref: ref}
}
