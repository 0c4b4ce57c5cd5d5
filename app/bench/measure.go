package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"headroom/app/program"
	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
	"headroom/backend/report"
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

// questions asks what the portfolio page asks.
func (b bench) questions(ctx context.Context) error {
	p, err := open(ctx, filepath.Join(b.dir, "headroom.db"))
	if err != nil {
		return err
	}
	defer p.Close()
	if err := load(ctx, p, filepath.Join(b.dir, b.size.entitlementFile()), entitlementMapping, lastDay); err != nil {
		return err
	}
	computing := engine.New(p.Store, builtin.Catalog(), engine.WithoutResultCache())
	fmt.Printf("%-22s %10s %14s %12s %8s\n", "the page's questions", "warm, ms", "computed, ms", "first, ms", "rows")
	v := report.View{Scope: "all"}
	for _, q := range []struct {
		name  string
		query metric.Query
	}{
		{"totals", v.Totals("")},
		{"ending in 90 days", v.Ending("", 90)},
		{"ending rows", v.EndingRows("", 90, 500)},
		{"ending by month", v.EndingMonths(lastDay, lastDay+365)},
		{"deployment by product", v.DeploymentByProduct("")},
		{"usage by product", v.UsageByProduct("")},
		{"trend by month", v.Trend("")},
		{"accounts", v.Accounts()},
	} {
		first, rows, err := asked(ctx, computing, q.query, 1)
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		computed, _, err := asked(ctx, computing, q.query, 5)
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		if _, _, err = asked(ctx, p.Engine, q.query, 1); err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		warm, _, err := asked(ctx, p.Engine, q.query, 5)
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		fmt.Printf("%-22s %10.1f %14.1f %12.1f %8d\n", q.name, warm, computed, first, rows)
	}
	fmt.Println("warm: asked again as the window asks (goal 50); computed: without the cache of answers; first: after the import")
	return nil
}

// asked returns the median time of a question in milliseconds.
func asked(ctx context.Context, e *engine.Engine, q metric.Query, times int) (ms float64, rows int, err error) {
	var list []float64
	for range times {
		started := time.Now()
		r, err := e.Ask(ctx, q, engine.Env{Today: lastDay})
		if err != nil {
			return 0, 0, err
		}
		rows = len(r.Rows)
		list = append(list, time.Since(started).Seconds()*1000)
	}
	return median(list), rows, nil
}
