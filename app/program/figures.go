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

// Of returns the answers about src, which is asked for one state only: what an
// engine remembers of it is forgotten with it.
func (f figures) Of(src engine.Source) store.Answers {
	now := f.now().In(f.zone)
	return answers{engine.New(src, builtin.Catalog(), engine.WithDeadline(0)), engine.Env{Today: portfolio.DayIn(now), Now: now}}
}

type answers struct {
	engine *engine.Engine
	env    engine.Env
}

// Totals answers report.Totals.
func (a answers) Totals(ctx context.Context, known int64) ([]store.Figure, error) {
	var out []store.Figure
	for _, q := range report.Totals(report.Known{Import: known, Day: portfolio.NoDay}) {
		r, err := a.engine.Ask(ctx, q, a.env)
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
func (a answers) Levels(ctx context.Context, day portfolio.Day, known int64) ([]store.Level, error) {
	r, err := a.engine.Ask(ctx, report.Levels(report.Known{Import: known, Day: day}), a.env)
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
