package program

import (
	"context"
	"time"

	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
	"headroom/backend/report"
	"headroom/backend/store"
)

var _ store.Figures = figures{}

// figures lets the engine answer what the store tells in a review, so that a
// figure there is the figure of the pages. now and zone decide what today is.
type figures struct {
	now  func() time.Time
	zone *time.Location
}

// engine is a fresh one: src may be an import that is not committed,
// whose answers nobody may find again.
func (f figures) engine(src engine.Source) *engine.Engine {
	return engine.New(src, builtin.Catalog(), engine.WithoutResultCache())
}

func (f figures) env() engine.Env {
	return engine.Env{Today: portfolio.DayIn(f.now().In(f.zone))}
}

// Totals answers report.Totals.
func (f figures) Totals(ctx context.Context, src engine.Source, known int64) ([]store.Figure, error) {
	e := f.engine(src)
	var out []store.Figure
	for _, q := range report.Totals(report.Known{Import: known, Day: portfolio.NoDay}) {
		r, err := e.Ask(ctx, q, f.env())
		if err != nil {
			return nil, err
		}
		t := report.Read(r)
		for row := range t.Rows {
			for _, m := range q.Metrics {
				out = append(out, store.Figure{Metric: m, Unit: t.Text(row, "currency"), Value: t.Number(row, m)})
			}
		}
	}
	return out, nil
}

// Levels answers report.Levels.
func (f figures) Levels(ctx context.Context, src engine.Source, day portfolio.Day, known int64) ([]store.Level, error) {
	r, err := f.engine(src).Ask(ctx, report.Levels(report.Known{Import: known, Day: day}), f.env())
	if err != nil {
		return nil, err
	}
	t := report.Read(r)
	out := make([]store.Level, len(t.Rows))
	for row := range t.Rows {
		out[row] = store.Level{
			AccountKey: t.Text(row, "account_key"), Account: t.Text(row, "account"), Unit: t.Text(row, "unit"),
			Active: t.Number(row, "active_users"), Total: t.Number(row, "usage_total"),
		}
	}
	return out, nil
}
