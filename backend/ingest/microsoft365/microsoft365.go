// Package microsoft365 adapts the usage reports of the Microsoft 365 admin
// centre and of Microsoft Graph. Every one begins with Report Refresh Date,
// the rest grows and shifts from year to year, so a report is known by a few
// columns only, in any order. The rule not to break: a report about people
// leaves counts behind, never a person.
package microsoft365

import (
	"slices"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// Profiles returns the profiles of these reports. The last one knows the
// reports of the family that say nothing Headroom counts, and refuses them.
func Profiles() []ingest.Profile {
	return []ingest.Profile{userDetail{}, services{}, userCounts{}, activations{}, other{}}
}

// Columns that many reports share.
const (
	refreshDate   = "Report Refresh Date"
	reportDate    = "Report Date"
	reportPeriod  = "Report Period"
	principalName = "User Principal Name"
	lastActivity  = "Last Activity Date"
)

// Scores of Detect: a report that is read, and one of the family that is not.
const (
	known  = 0.98
	family = 0.9
)

// cadence is how many days lie between two exports in normal use.
const cadence = 30

// vendor of all products in these reports.
const vendor = "Microsoft"

// infoOf describes a report. Its source is its own, so that a later report of
// one kind does not stand in for another.
func infoOf(id, title, row string, class portfolio.Class) ingest.Info {
	return ingest.Info{
		ID: "ms.graph." + id, Version: 1, Title: title, Source: title, Dataset: portfolio.Usage, Class: class,
		Row: row, Needs: []string{"account"}, Cadence: cadence,
	}
}

// looked returns the columns of h for a look at what it is: that does not
// count as reading them.
func looked(h ingest.Header) cells.Columns {
	h.Uses = nil
	return cells.Of(h)
}

// isReport reports whether a table is of the family.
func isReport(c cells.Columns) bool { return c.Has(refreshDate) }

func hasAll(c cells.Columns, names []string) bool {
	return !slices.ContainsFunc(names, func(n string) bool { return !c.Has(n) })
}

func hasAny(c cells.Columns, names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return c.Has(n) })
}

// accountOf returns the account that the person named, which a report never
// does, or a refusal that asks for it.
func accountOf(h ingest.Header, c ingest.Context) (portfolio.Account, error) {
	name := strings.TrimSpace(c.Account)
	if name == "" {
		return portfolio.Account{}, asksAccount(h)
	}
	return portfolio.Account{Ref: portfolio.AccountRef{Name: name}}, nil
}

func asksAccount(h ingest.Header) error {
	f := fault.New(fault.Asks, "The report does not say whose it is.").InFile(h.File).WithHint("Name the account with the import.")
	f.Field = "account"
	return f
}

// reporterOf names the tenant whose report it is: each has slices of its own.
func reporterOf(a portfolio.Account) string { return value.Name(a.Ref.Name) }
