package microsoft365

import (
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// activations is the report of who was given the apps and who activated them.
type activations struct{}

// Info describes the report.
func (activations) Info() ingest.Info {
	return infoOf("activations", "Microsoft 365 activations",
		"One row is one product type: users it is assigned to, and those who activated it.", portfolio.Snapshot)
}

// Detect recognises product types with assigned and activated users.
func (activations) Detect(h ingest.Header) float64 {
	c := looked(h)
	if !isReport(c) || !hasAll(c, []string{"Product Type", "Assigned", "Activated"}) {
		return 0
	}
	return known
}

// Open needs the account.
func (p activations) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	a := &activated{Reader: cells.For(h, c, value.AnyOrder, 0), info: p.Info()}
	var err error
	for _, need := range []struct {
		column *int
		name   string
	}{{&a.refresh, refreshDate}, {&a.product, "Product Type"}, {&a.assigned, "Assigned"}, {&a.used, "Activated"}} {
		if *need.column, err = columns.Need(need.name); err != nil {
			return nil, err
		}
	}
	a.account, err = accountOf(h, c)
	return a, err
}

type activated struct {
	cells.Reader
	info                             ingest.Info
	account                          portfolio.Account
	refresh, product, assigned, used int
}

// Info describes the report.
func (a *activated) Info() ingest.Info { return a.info }

// Monthly is false: the counts are of the refresh date.
func (a *activated) Monthly() bool { return false }

// Adapt hands over a product type as a meter: having activated an app once is
// no activity of the last 28 days, and a product type is part of many products,
// so that it is no deployment either.
func (a *activated) Adapt(row ingest.Row, out ingest.Sink) error {
	a.Start(row)
	day, product := a.NeedDay(a.refresh), a.Need(a.product)
	assigned, used := a.Count(a.assigned), a.Count(a.used)
	if err := a.Problem(); err != nil {
		return err
	}
	if !assigned.OK && !used.OK {
		return cells.NoFigures
	}
	id, err := out.Series(reporterOf(a.account), portfolio.Series{
		Account: a.account, Product: portfolio.Product{Name: product, Vendor: vendor}, Meter: "Activations",
	})
	if err != nil {
		return err
	}
	return out.Observe(id, day, portfolio.Observation{
		Used:     portfolio.Decimal{Mantissa: used.N, OK: used.OK},
		Entitled: portfolio.Decimal{Mantissa: assigned.N, OK: assigned.OK},
	})
}
