package program

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"headroom/backend/chart"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/token"
	"headroom/backend/portfolio"
	"headroom/backend/report"
)

// spoken holds the shipped catalog in each language, made once: nobody changes
// what is in it.
var spoken sync.Map

// shipped returns the shipped catalog in a language of builtin.Languages, in
// English for any other. It is shared and must not be changed.
func shipped(language string) metric.Catalog {
	if !slices.Contains(builtin.Languages, language) {
		language = builtin.Languages[0]
	}
	if c, ok := spoken.Load(language); ok {
		return c.(metric.Catalog)
	}
	c, _ := spoken.LoadOrStore(language, builtin.In(language))
	return c.(metric.Catalog)
}

// Answer answers a report as it is looked at, and draws it.
func (p *Program) Answer(ctx context.Context, v report.View, asking report.Asking) (report.Answer, error) {
	started := time.Now()
	c, err := p.CatalogIn(ctx, v.Lang)
	if err != nil {
		return report.Answer{}, err
	}
	out := report.Answer{}
	out.Query, out.NotApplied = asking.Compose(c, v)
	if out.Title, err = p.title(ctx, asking.Report.Title, out.Query); err != nil {
		return report.Answer{}, err
	}
	env := p.env()
	env.Deadline = pageWithin
	if out.Result, err = p.Engine.Ask(ctx, firstRows(out.Query, asking.Report.Visual), env); err != nil {
		return report.Answer{}, err
	}
	if chart.Drawn(asking.Report.Visual.Show) {
		drawing, err := chart.Draw(asking.Report.Visual, chart.Input{
			Query: out.Query, Result: out.Result, Words: wording{report.Extended(c, out.Query), report.WordsIn(v.Lang)}, Today: p.dayOf(out.Query),
		})
		if err != nil {
			return report.Answer{}, err
		}
		out.Chart = &drawing
	}
	out.Milliseconds = int(time.Since(started).Milliseconds())
	return out, nil
}

// Warm reads what nearly every page asks for, the columns of what counts and the
// series of usage, while the window that will ask is still being made.
func (p *Program) Warm(ctx context.Context) error {
	metrics := []string{"licenses_sold", "active_users"}
	errs := make([]error, len(metrics))
	var done sync.WaitGroup
	for i, name := range metrics {
		done.Go(func() {
			_, errs[i] = p.Engine.Ask(ctx, metric.Query{Metrics: []string{name}}, p.env())
		})
	}
	done.Wait()
	return errors.Join(errs...)
}

// mostRows is how many rows of a table an answer has: the window asks for others
// as they come into sight (Rows).
const mostRows = 1000

// firstRows is the question for what of an answer is shown at first.
func firstRows(q metric.Query, v report.Visual) metric.Query {
	if q.Limit == 0 && (v.Show == report.ShowTable || v.Show == report.ShowAgenda) {
		q.Limit = mostRows
	}
	return q
}

// dayOf is the day that a question asks for.
func (p *Program) dayOf(q metric.Query) portfolio.Day {
	if d, err := portfolio.ParseDay(q.AsOf); err == nil {
		return d
	}
	return p.Today()
}

// title puts the values of tokens into the title of a report. One that names
// what there is not is shown as it is written: the figures are right all the
// same.
func (p *Program) title(ctx context.Context, title string, q metric.Query) (string, error) {
	if !strings.Contains(title, "{{") {
		return title, nil
	}
	state, err := p.state(ctx)
	if err != nil {
		return title, err
	}
	if text, err := token.New(p.moment(state), state.Definitions.Tokens, q, p.figure(ctx)).Text(title, nil); err == nil {
		return text, nil
	}
	return title, nil
}

// DrillIn drills as Drill does, in the words of a language.
func (p *Program) DrillIn(ctx context.Context, language string, q metric.Query, at metric.Cell) ([]metric.ExplainedPart, error) {
	env := p.env()
	env.Language = language
	return p.Engine.Drill(ctx, q, at, env)
}

// pageWithin is how long a tile or a page of rows may take: the first ones read
// facts into memory, all tiles of a dashboard at once, and put long lists in order.
const pageWithin = 15 * time.Second

// Rows answers a query as it is, as JSON text: a page of a table.
func (p *Program) Rows(ctx context.Context, q metric.Query) (json.RawMessage, error) {
	env := p.env()
	env.Deadline = pageWithin
	return p.Engine.AskJSON(ctx, q, env)
}
