// Package engine answers queries: resolve (every day becomes definite) →
// compile (metric/compile) → run (SQL, and folds of packed usage) → shape
// (ratios, order, parts). Two relations never meet before each was aggregated.
// The rule not to break: a missing number is nil, never 0 and never NaN.
package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// Env is what an answer depends on beside the store and the query.
type Env struct {
	Today portfolio.Day // the person's day; the default day of a question
	Now   time.Time     // the person's time, for NOW() and tokens of time
}

// Engine answers queries about a Source. It is safe for concurrent use. A
// Result may be shared with other callers and must not be changed.
type Engine struct {
	source   Source
	catalog  metric.Catalog
	results  *lru[metric.Result]
	series   *lru[*seriesSet]
	licenses *lru[licensed]
	facts    *lru[*facts]
	terms    *lru[termValues]
	keys     *lru[keyNumbers]
	reading  chan struct{} // held by who reads facts
}

// Option changes how an Engine works.
type Option func(*Engine)

// WithoutResultCache makes the engine compute every answer, for measurements.
func WithoutResultCache() Option {
	return func(e *Engine) { e.results = nil }
}

// WithoutFacts makes the engine ask SQLite for everything that is not folded,
// for comparisons with what it adds up in memory.
func WithoutFacts() Option {
	return func(e *Engine) { e.facts = nil }
}

// The bounds of the caches, in cells of answers, in series, and in metered cells.
const (
	resultCells  = 3_000_000
	seriesCells  = 4_000_000
	licenseCells = 1_000_000
)

// New returns an engine over src that knows the definitions of c.
func New(src Source, c metric.Catalog, opts ...Option) *Engine {
	e := &Engine{
		source: src, catalog: c, results: newLRU[metric.Result](resultCells),
		series: newLRU[*seriesSet](seriesCells), licenses: newLRU[licensed](licenseCells),
		facts: newLRU[*facts](factCells), terms: newLRU[termValues](factTerms), keys: newLRU[keyNumbers](factTerms), reading: make(chan struct{}, 1),
	}
	for _, o := range opts {
		o(e)
	}
	return e
}

// Catalog returns the definitions the engine knows.
func (e *Engine) Catalog() metric.Catalog { return e.catalog }

// Ask answers q. A query that cannot be answered is a fault that points at the
// part to change.
func (e *Engine) Ask(ctx context.Context, q metric.Query, env Env) (metric.Result, error) {
	if err := q.Validate(e.catalog); err != nil {
		return metric.Result{}, err
	}
	generation := e.source.Generation()
	key, err := cacheKey(generation, q, env)
	if err != nil {
		return metric.Result{}, err
	}
	if r, ok := e.results.get(key); ok {
		return r, nil
	}
	var r metric.Result
	err = e.source.Read(ctx, func(s Snapshot) error {
		a, err := resolve(ctx, e, s, generation, e.catalog, q, env)
		if err != nil {
			return err
		}
		r, err = a.result()
		return err
	})
	switch {
	case err == nil:
		e.results.put(key, r, (len(r.Rows)+1)*len(r.Columns)+2*len(r.Parts))
		return r, nil
	case ctx.Err() != nil:
		return metric.Result{}, fault.Wrap(err, fault.Cancelled, "The question was cancelled.")
	default:
		return metric.Result{}, err
	}
}

func cacheKey(generation int64, q metric.Query, env Env) (string, error) {
	text, err := json.Marshal(q)
	if err != nil {
		return "", fault.Wrap(err, fault.Invalid, "The query holds a value that is neither text nor number.")
	}
	return fmt.Sprintf("%d %s %s", generation, env.Today, text), nil
}

// result answers the query and, where asked, its totals.
func (a *ask) result() (metric.Result, error) {
	out := metric.Result{Rows: [][]any{}, Parts: []metric.Part{}, LastUpdated: a.state.LastUpdated}
	var err error
	if len(a.query.Columns) > 0 {
		err = a.list(&out)
	} else {
		err = a.measure(&out)
	}
	if err == nil {
		a.freshness(&out)
	}
	return out, err
}

// measure answers a query for metrics.
func (a *ask) measure(out *metric.Result) error {
	t, err := a.table()
	if err != nil {
		return err
	}
	out.Columns = a.columns()
	rows := t.order(a.having(t))
	out.RowCount = len(rows)
	if a.query.Limit > 0 && len(rows) > a.query.Limit {
		rows = rows[:a.query.Limit]
	}
	out.Rows = t.cells(rows)
	out.Parts = append(out.Parts, t.parts(rows)...)
	if !a.query.Totals {
		return nil
	}
	whole, err := a.whole()
	if err != nil {
		return err
	}
	total, err := whole.table()
	if err != nil {
		return err
	}
	out.Totals = make([]any, len(a.query.By), len(out.Columns))
	out.Totals = append(out.Totals, total.cells([]int{0})[0]...)
	for _, p := range total.parts([]int{0}) {
		p.Row = -1
		out.Parts = append(out.Parts, p)
	}
	return nil
}

// whole returns the question without its split: totals are asked again, never
// added up.
func (a *ask) whole() (*ask, error) {
	q := a.query
	q.By, q.Sort, q.Limit, q.Having, q.Totals = nil, nil, 0, nil, false
	w := *a
	w.query = q
	return &w, w.choosePeriods()
}
