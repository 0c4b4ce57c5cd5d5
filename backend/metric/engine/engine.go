// Package engine answers queries: resolve (every day becomes definite) →
// compile (metric/compile) → run (SQL, and folds of packed usage) → shape
// (ratios, order, parts). Two relations never meet before each was aggregated.
// The rule not to break: a missing number is nil, never 0 and never NaN.
package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"time"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// Env is what an answer depends on beside the store and the query.
type Env struct {
	Today portfolio.Day // the person's day; the default day of a question
	Now   time.Time     // the person's time, for NOW() and tokens of time
	// Deadline is how long the answer may take: 0 as long as the engine allows,
	// less than 0 as long as it takes, for work that nobody waits for.
	Deadline time.Duration
	// Language is that of the words of an explanation, one that the engine was
	// given a catalog in; figures do not depend on it.
	Language string
	// Names is of an explanation for people: conditions on keys and ids are left
	// out where it says the name, too, and days are in words.
	Names bool
}

// Engine answers queries about a Source. It is safe for concurrent use. A
// Result may be shared with other callers and must not be changed.
type Engine struct {
	source   Source
	catalog  metric.Catalog
	told     func(language string) metric.Catalog
	deadline time.Duration // 0: none
	catalogs *lru[metric.Catalog]
	results  *lru[metric.Result]
	texts    *lru[json.RawMessage]
	series   *lru[*seriesSet]
	licenses *lru[licensed]
	facts    *lru[*factColumn]
	terms    *lru[termValues]
	keys     *lru[keyNumbers]
	consumed *lru[string]
	marks    *lru[[]bool]
	pages    *lru[*ordered]
	ages     *lru[map[portfolio.Dataset]dataAge] // of earlier days
	ordering chan struct{}                       // held by who puts a list in order
	reading  chan struct{}                       // held by who reads facts
	reads    atomic.Int64                        // how often facts were read
	few      int                                 // fewAccounts
	table    atomic.Pointer[seriesTable]
}

// Option changes how an Engine works.
type Option func(*Engine)

// WithoutResultCache makes the engine compute every answer, for measurements.
func WithoutResultCache() Option {
	return func(e *Engine) { e.results, e.texts = nil, nil }
}

// DefaultDeadline is how long an answer may take unless an Option says another
// time.
const DefaultDeadline = 2 * time.Second

// WithDeadline sets how long an answer may take; 0 is as long as it takes.
func WithDeadline(d time.Duration) Option {
	return func(e *Engine) { e.deadline = d }
}

// WithoutFacts makes the engine ask SQLite for everything that is not folded,
// for comparisons with what it adds up in memory.
func WithoutFacts() Option {
	return func(e *Engine) { e.facts = nil }
}

// The bounds of the caches, in bytes.
const (
	resultBytes  = 36 << 20
	textBytes    = 16 << 20
	seriesBytes  = 24 << 20
	licenseBytes = 8 << 20
	catalogBytes = 16 << 20
	ageBytes     = 1 << 20 // how far each dataset goes, of earlier days
)

// New returns an engine over src that knows the definitions of c.
func New(src Source, c metric.Catalog, opts ...Option) *Engine {
	e := &Engine{
		source: src, catalog: c, deadline: DefaultDeadline,
		catalogs: newLRU[metric.Catalog](catalogBytes), results: newLRU[metric.Result](resultBytes), texts: newLRU[json.RawMessage](textBytes),
		series: newLRU[*seriesSet](seriesBytes), licenses: newLRU[licensed](licenseBytes),
		consumed: newLRU[string](consumedBytes), marks: newLRU[[]bool](markBytes),
		facts: newLRU[*factColumn](factBytes), terms: newLRU[termValues](termBytes), keys: newLRU[keyNumbers](termBytes), reading: make(chan struct{}, 1), few: fewAccounts,
		pages: newLRU[*ordered](pageBytes), ordering: make(chan struct{}, 1), ages: newLRU[map[portfolio.Dataset]dataAge](ageBytes),
	}
	for _, o := range opts {
		o(e)
	}
	return e
}

// WithLanguages lets the engine explain in other languages than that of its
// catalog: told returns the same definitions in one of them.
func WithLanguages(told func(language string) metric.Catalog) Option {
	return func(e *Engine) { e.told = told }
}

// Catalog returns the definitions the engine knows.
func (e *Engine) Catalog() metric.Catalog { return e.catalog }

// shipped returns the definitions in the language of who asks.
func (e *Engine) shipped(env Env) metric.Catalog {
	if env.Language == "" || e.told == nil {
		return e.catalog
	}
	return e.told(env.Language)
}

// Ask answers q. A query that cannot be answered is a fault that points at the
// part to change; one that takes longer than its deadline is a fault that says
// how to narrow it.
func (e *Engine) Ask(ctx context.Context, q metric.Query, env Env) (metric.Result, error) {
	key, err := e.key(q, env)
	if err != nil {
		return metric.Result{}, err
	}
	if r, ok := e.results.get(key); ok {
		return r, nil
	}
	if paged(q) {
		return e.askPage(ctx, q, env)
	}
	var r metric.Result
	passing := false
	err = e.read(ctx, env, func(ctx context.Context, s Snapshot) error {
		a, err := e.prepared(ctx, s, q, env)
		if err != nil {
			return err
		}
		r, err = a.result()
		passing = a.passing
		return err
	})
	if err != nil {
		return metric.Result{}, err
	}
	if !passing {
		e.results.put(key, r, valueBytes*((len(r.Rows)+1)*len(r.Columns)+2*len(r.Parts)))
	}
	return r, nil
}

// AskJSON answers q as Ask does, as the JSON text of the Result. The rows of
// metrics are written from the columns they are in, which takes a large table
// to a window without a value for every cell.
func (e *Engine) AskJSON(ctx context.Context, q metric.Query, env Env) (json.RawMessage, error) {
	key, err := e.key(q, env)
	if err != nil {
		return nil, err
	}
	if text, ok := e.texts.get(key); ok {
		return text, nil
	}
	if paged(q) {
		r, err := e.askPage(ctx, q, env)
		if err != nil {
			return nil, err
		}
		return json.Marshal(r)
	}
	var text json.RawMessage
	passing := false
	err = e.read(ctx, env, func(ctx context.Context, s Snapshot) error {
		a, err := e.prepared(ctx, s, q, env)
		if err != nil {
			return err
		}
		out, rows, err := a.answer()
		if err != nil {
			return err
		}
		text, err = resultText(ctx, out, rows)
		passing = a.passing
		return err
	})
	if err != nil {
		return nil, err
	}
	if !passing {
		e.texts.put(key, text, len(text))
	}
	return text, nil
}

// read calls fn with a snapshot and with a context that ends at the deadline.
func (e *Engine) read(ctx context.Context, env Env, fn func(context.Context, Snapshot) error) error {
	deadline := e.deadline
	if env.Deadline != 0 {
		deadline = env.Deadline
	}
	limited := ctx
	if deadline > 0 {
		var cancel context.CancelFunc
		limited, cancel = context.WithTimeout(ctx, deadline)
		defer cancel()
	}
	err := e.source.Read(limited, func(s Snapshot) error { return fn(limited, s) })
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fault.Wrap(err, fault.Cancelled, "The question was cancelled.")
	case limited.Err() != nil:
		return fault.Wrap(err, fault.TooSlow, "The question takes longer than %v.", deadline).
			WithHint("Filter it, split it by less, or ask for fewer days or a longer grain.")
	default:
		return err
	}
}

// prepared is a question validated and with every day definite.
func (e *Engine) prepared(ctx context.Context, s Snapshot, q metric.Query, env Env) (*ask, error) {
	u, err := e.understood(ctx, s, q, env)
	if err != nil {
		return nil, err
	}
	if err := u.query.Validate(u.catalog); err != nil {
		return nil, err
	}
	u.query.Filter, u.query.Dashboard = metric.AllOf(u.query.Filter, u.query.Dashboard), nil
	a, err := resolve(ctx, e, s, u.catalog, u.query, env)
	if err == nil {
		a.passing = u.passing
	}
	return a, err
}

// key names the answer to q in the caches.
func (e *Engine) key(q metric.Query, env Env) (string, error) {
	if err := q.Bounded(); err != nil {
		return "", err
	}
	return cacheKey(e.source.Generation(), q, env)
}

func cacheKey(generation int64, q metric.Query, env Env) (string, error) {
	text, err := json.Marshal(q)
	if err != nil {
		return "", fault.Wrap(err, fault.Invalid, "The query holds a value that is neither text nor number.")
	}
	return fmt.Sprintf("%d %s %q %s", generation, env.Today, env.Now.Location(), text), nil
}

// result answers the query and, where asked, its totals.
func (a *ask) result() (metric.Result, error) {
	out, rows, err := a.answer()
	if err != nil {
		return metric.Result{}, err
	}
	if rows != nil {
		out.Rows = rows.cells(a.ctx)
	}
	return out, a.ctx.Err()
}

// answer answers the query. The rows of a query for metrics are in the sheet,
// which is nil for a list.
func (a *ask) answer() (metric.Result, *sheet, error) {
	out := metric.Result{Rows: [][]any{}, Parts: []metric.Part{}, LastUpdated: a.state.LastUpdated}
	var rows *sheet
	var err error
	if len(a.query.Columns) > 0 {
		err = a.listed(&out)
	} else if rows, err = a.measure(); err == nil {
		rows.put(&out)
	}
	if err == nil {
		a.freshness(&out)
		a.tellCompared(&out)
		err = a.tellUngrouped(&out)
	}
	return out, rows, err
}

// measure answers a query for metrics.
func (a *ask) measure() (*sheet, error) {
	if err := a.chooseTop(); err != nil {
		return nil, err
	}
	t, rows, err := a.kept()
	if err != nil {
		return nil, err
	}
	rows = a.having(t, rows)
	if len(a.query.Pivot) > 0 {
		return a.pivoted(t, rows)
	}
	return a.laidOut(t, rows)
}
