package main

import (
	"context"
	"fmt"
	"time"

	"headroom/app/program"
	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

var (
	usageMapping = &ingest.Mapping{
		Dataset: portfolio.Usage, Class: portfolio.Snapshot, Source: "Usage lines", DateOrder: "ymd", Decimal: ".",
		Columns: map[string]string{"date": "date", "account_id": "account_id", "product_id": "product", "feature": "feature", "active_users": "active", "quantity": "used"},
	}
	entitlementMapping = &ingest.Mapping{
		Dataset: portfolio.Entitlements, Class: portfolio.EntityList, Source: "Entitlement list", DateOrder: "ymd", Decimal: ".",
		Columns: map[string]string{
			"entitlement": "entitlement", "account_id": "account_id", "account": "account", "country": "country", "product": "product",
			"quantity": "quantity", "assigned": "assigned", "start": "start_date", "end": "end_date", "status": "status", "auto": "auto_renew",
		},
	}
	lastDay = portfolio.DayOf(2026, 9, 30)
)

func open(ctx context.Context, path string) (*program.Program, error) {
	return program.Open(ctx, program.Options{
		Path: path, Create: true, Zone: time.UTC,
		Now: func() time.Time { return time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC) },
	})
}

// load imports the files behind a path and checks what came of each.
func load(ctx context.Context, p *program.Program, path string, m *ingest.Mapping, asOf portfolio.Day) error {
	results, err := p.Import(ctx, ingest.Request{Paths: []string{path}, Mapping: m, AsOf: asOf})
	if err != nil {
		return err
	}
	for _, r := range results {
		if r.Error != nil {
			return r.Error
		}
		if r.State != "committed" || r.Rejected > 0 {
			return fmt.Errorf("%s: %s, %d rejected", r.File, r.State, r.Rejected)
		}
		if r.Rows != r.Added+r.Changed+r.Unchanged+r.Skipped+r.Rejected {
			return fault.New(fault.Internal, "the counts of %s do not add up", r.File)
		}
	}
	return nil
}
