// Package generic adapts any sheet by a mapping that says what its columns
// mean. The rule not to break: nothing is guessed that the mapping or the
// sample of the file does not decide; what stays open is refused with the
// place in the mapping.
package generic

import (
	"fmt"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// profile is the one profile of this package.
type profile struct{}

// Profile returns the profile of sheets that come with a mapping.
func Profile() ingest.Profile { return profile{} }

// Info describes the profile before a mapping refines it.
func (profile) Info() ingest.Info {
	return ingest.Info{
		ID: "generic", Version: 1, Title: "Portfolio sheet", Source: "Sheet", Dataset: portfolio.Entitlements, Class: portfolio.EntityList,
	}
}

// Detect returns 0: only a mapping can tell what a sheet means.
func (profile) Detect(ingest.Header) float64 { return 0 }

// Open checks the mapping against the header and returns the adapter of its
// dataset.
func (p profile) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	if c.Mapping == nil {
		return nil, fault.At("mapping", "A sheet needs a mapping file that says what its columns mean.")
	}
	s, err := openSheet(p.Info(), h, c)
	if err != nil {
		return nil, err
	}
	switch s.info.Dataset {
	case portfolio.Accounts:
		return openAccounts(s)
	case portfolio.Entitlements:
		return openEntitlements(s)
	case portfolio.Deployment:
		return openDeployment(s)
	case portfolio.Usage, portfolio.FeatureUsage:
		return openUsage(s)
	case portfolio.SupportRequests:
		return openSupport(s)
	}
	return nil, fault.At("dataset", "There is no dataset %q.", c.Mapping.Dataset).
		WithHint("It is one of accounts, entitlements, deployment, usage, support_requests.")
}

// classes is what a sheet of a dataset is unless the mapping says otherwise.
var classes = map[portfolio.Dataset]portfolio.Class{
	portfolio.Accounts:        portfolio.EntityList,
	portfolio.Entitlements:    portfolio.EntityList,
	portfolio.Deployment:      portfolio.Snapshot,
	portfolio.Usage:           portfolio.PeriodTable,
	portfolio.FeatureUsage:    portfolio.Events,
	portfolio.SupportRequests: portfolio.EntityList,
}

// refine gives the profile's Info the words of the mapping.
func refine(info ingest.Info, m *ingest.Mapping) (ingest.Info, error) {
	info.Dataset = m.Dataset
	info.Class = m.Class
	if info.Class == "" {
		info.Class = classes[m.Dataset]
	}
	switch info.Class {
	case "", portfolio.EntityList, portfolio.PeriodTable, portfolio.Snapshot, portfolio.Events, portfolio.Ledger, portfolio.Incremental:
	default:
		return info, fault.At("class", "There is no class %q.", m.Class).WithHint("It is one of E, P, S, X, L, N.")
	}
	if m.Source != "" {
		info.Source = m.Source
	}
	if m.End != "" && m.End != "inclusive" && m.End != "exclusive" {
		return info, fault.At("end", "The end is %q.", m.End).WithHint(`It is "inclusive" or "exclusive".`)
	}
	if m.Decimal != "" && m.Decimal != "." && m.Decimal != "," {
		return info, fault.At("decimal", "The decimal sign is %q.", m.Decimal).WithHint(`It is "." or ",".`)
	}
	return info, nil
}

func quoted(s string) string { return fmt.Sprintf("%q", s) }
