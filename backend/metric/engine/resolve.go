package engine

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
	"headroom/backend/portfolio"
)

// ask is one query on its way, with every day definite.
type ask struct {
	ctx         context.Context
	engine      *Engine
	snap        Snapshot
	state       State
	query       metric.Query
	catalog     metric.Catalog // with what the person defines
	setting     compile.Setting
	env         Env
	day         portfolio.Day                     // D
	moved       map[metric.Relation]portfolio.Day // D of a question moved back in time; nil: not moved
	latest      map[portfolio.Dataset]dataAge
	periods     map[metric.Relation][]compile.Period
	past        *ask       // the question about the state compared with, once it was asked
	top         *topValues // the values that Top keeps; nil: not chosen
	passing     bool       // the next answer is another one, though nothing was imported: understanding
	fallback    bool       // licenses stood in for entitled quantities
	windows     []string   // activity windows of the streams folded
	consumption string     // of accounts and products, where their health is asked
	consumedAs  string     // names it in the caches
}

// dataAge is how far the facts of a dataset go: at all, and up to D.
type dataAge struct{ last, lastAtDay portfolio.Day }

func resolve(ctx context.Context, e *Engine, s Snapshot, c metric.Catalog, q metric.Query, env Env) (*ask, error) {
	a := &ask{ctx: ctx, engine: e, snap: s, state: s.State(), catalog: c, query: q, env: env, day: env.Today}
	if q.AsOf != "" {
		day, err := portfolio.ParseDay(q.AsOf)
		if err != nil {
			return nil, err
		}
		a.day = day
	}
	if a.query.KnownAt >= a.state.LastImport {
		a.query.KnownAt = 0
	}
	a.setting = compile.Setting{
		OwnPartners: a.state.OwnPartners, GraceDays: a.state.GraceDays,
		Calendar: compile.Calendar{WeekStart: a.state.WeekStart, FiscalStart: a.state.FiscalStart},
		Shifts:   shifts(env.Now),
		Scoring:  cmp.Or(a.state.Scoring, metric.DefaultScoring()),
	}
	if err := a.ages(); err != nil {
		return nil, err
	}
	return a, a.choosePeriods()
}

// ages finds out how far each dataset goes. What the store knows by heart is
// enough unless the question is about the past.
func (a *ask) ages() error {
	a.latest = map[portfolio.Dataset]dataAge{}
	past := a.query.KnownAt > 0
	for d, day := range a.state.AsOf {
		a.latest[d] = dataAge{day, day}
		past = past || day > a.day
	}
	if !past {
		return nil
	}
	key := fmt.Sprint(a.state.Generation, " ", a.state.LastImport, " ", a.query.KnownAt, " ", int(a.day))
	if kept, ok := a.engine.ages.get(key); ok {
		a.latest = kept
		return nil
	}
	clear(a.latest)
	err := a.snap.Query(a.ctx, `SELECT dataset, max(as_of), max(as_of) FILTER (WHERE as_of <= ?2)
FROM (
  SELECT t.dataset, s.as_of, s.import_id FROM import_slice s JOIN stream t ON t.id = s.stream_id
  UNION ALL
  SELECT dataset, as_of, id FROM "import" WHERE state = 'committed' AND class NOT IN ('P', 'S') AND rows = 0
)
WHERE import_id <= ?1
GROUP BY 1`, []any{a.known(), a.day.String()}, func(v []any) error {
		name, _ := v[0].(string)
		a.latest[portfolio.Dataset(name)] = dataAge{dayOf(v[1]), dayOf(v[2])}
		return nil
	})
	if err == nil {
		a.engine.ages.put(key, a.latest, 2*valueBytes*len(a.latest))
	}
	return err
}

// dayOf reads a day from a cell; anything else is NoDay.
func dayOf(v any) portfolio.Day {
	s, ok := v.(string)
	if !ok {
		return portfolio.NoDay
	}
	d, err := portfolio.ParseDay(s)
	if err != nil {
		return portfolio.NoDay
	}
	return d
}

func (a *ask) known() int64 {
	if a.query.KnownAt == 0 {
		return math.MaxInt64
	}
	return a.query.KnownAt
}

// dayFor returns D of a relation: usage is asked for its latest day, unless
// the person named a day. Days that data speaks of and that are not yet come
// change nothing, so that an evaluation of the past finds what one made then did.
func (a *ask) dayFor(r metric.Relation) portfolio.Day {
	if day, ok := a.moved[r]; ok {
		return day
	}
	if a.query.AsOf != "" {
		return a.day
	}
	dataset := map[metric.Relation]portfolio.Dataset{metric.Usage: portfolio.Usage, metric.FeatureUsage: portfolio.FeatureUsage}[r]
	if age, ok := a.latest[dataset]; ok && !age.lastAtDay.IsZero() {
		return age.lastAtDay
	}
	return a.day
}

// choosePeriods decides the days of the levels asked for.
func (a *ask) choosePeriods() error {
	a.periods = map[metric.Relation][]compile.Period{}
	grain, split := "", false
	for _, by := range a.query.By {
		if by.Dimension == metric.DateName {
			grain, split = by.Grain, true
		}
	}
	for _, r := range []metric.Relation{metric.Entitlements, metric.EntitlementChanges, metric.Usage, metric.FeatureUsage} {
		if r == metric.EntitlementChanges && !slices.Contains(a.query.Relations(a.catalog), r) {
			continue
		}
		day := a.dayFor(r)
		days, err := compile.DaysOf(a.setting.Calendar, a.query, day)
		if err != nil {
			return err
		}
		first := portfolio.NoDay
		if split || !days.Any() || r == metric.EntitlementChanges {
			if first, err = a.first(r); err != nil {
				return err
			}
		}
		if a.periods[r], err = days.Periods(grain, split, first); err != nil {
			return err
		}
		if r == metric.EntitlementChanges {
			a.periods[r] = days.Spans(a.periods[r], first)
		}
	}
	for _, r := range []metric.Relation{metric.EveryEntitlement, metric.Deployment, metric.Health} {
		a.periods[r] = a.periods[metric.Entitlements]
	}
	if slices.Contains(a.query.Relations(a.catalog), metric.Health) {
		var err error
		a.consumption, err = a.consumed()
		return err
	}
	return nil
}

// first returns the first day a relation of levels speaks of.
func (a *ask) first(r metric.Relation) (portfolio.Day, error) {
	first := portfolio.NoDay
	if r == metric.Entitlements || r == metric.EntitlementChanges {
		err := a.snap.Query(a.ctx, `SELECT min(s.as_of) FROM import_slice s JOIN stream t ON t.id = s.stream_id
WHERE s.import_id <= ? AND t.dataset IN ('entitlements', 'deployment')`, []any{a.known()}, func(v []any) error {
			first = dayOf(v[0])
			return nil
		})
		return first, err
	}
	for _, s := range a.streams(r) {
		for i, d := range s.Days {
			if s.Imports[i] <= a.known() && (first.IsZero() || d < first) {
				first = d
			}
		}
	}
	return first, nil
}

// streams returns the streams of a relation of packed usage.
func (a *ask) streams(r metric.Relation) []Stream {
	dataset := portfolio.Usage
	if r == metric.FeatureUsage {
		dataset = portfolio.FeatureUsage
	}
	return slices.DeleteFunc(slices.Clone(a.state.Streams), func(s Stream) bool { return s.Dataset != dataset })
}

// question returns what compile needs to know about a relation.
func (a *ask) question(r metric.Relation) compile.Question {
	q := compile.Question{
		Catalog: a.catalog, Query: a.query, Setting: a.setting, Day: a.dayFor(r), Now: a.env.Now.Format(metric.TimeLayout), Known: a.query.KnownAt,
		Deployment: a.state.HasDeployment, Shares: a.state.HasShares, Periods: a.periods[r],
		Consumed: a.consumption,
	}
	q.Current = a.current(r, q.Periods)
	return q
}

// current reports whether the resolved tables hold the state asked for.
func (a *ask) current(r metric.Relation, periods []compile.Period) bool {
	if a.query.KnownAt > 0 {
		return false
	}
	switch r {
	case metric.Entitlements, metric.EveryEntitlement, metric.Deployment, metric.Health:
		return len(periods) == 1 && periods[0].Label == "" && periods[0].Day == a.day && a.day >= a.state.MaxAsOf
	case metric.Support:
		return a.day >= a.latest[portfolio.SupportRequests].last
	case metric.Charges:
		return a.day >= a.latest[portfolio.Charges].last
	case metric.EntitlementChanges:
		return false
	default:
		return true
	}
}

// freshness says how old the answer's data is. Accounts that no list of
// accounts told of come from all the other datasets, and imports are of all.
func (a *ask) freshness(out *metric.Result) {
	out.AsOfByDataset = map[string]string{}
	for _, d := range a.datasets() {
		if age, ok := a.latest[d]; ok && !age.lastAtDay.IsZero() {
			out.AsOfByDataset[string(d)] = age.lastAtDay.String()
		}
	}
	relations := a.query.Relations(a.catalog)
	if len(out.AsOfByDataset) == 0 && (slices.Contains(relations, metric.Accounts) || slices.Contains(relations, metric.Imports)) {
		for d, age := range a.latest {
			if !age.lastAtDay.IsZero() {
				out.AsOfByDataset[string(d)] = age.lastAtDay.String()
			}
		}
	}
	for _, day := range out.AsOfByDataset {
		if out.DataAsOf == "" || day < out.DataAsOf {
			out.DataAsOf = day
		}
	}
}

// datasets returns the datasets of facts the answer was made of.
func (a *ask) datasets() []portfolio.Dataset {
	relations := a.query.Relations(a.catalog)
	for _, m := range a.measures() {
		if m.With != "" {
			relations = append(relations, m.With)
		}
	}
	if a.fallback {
		relations = append(relations, metric.Entitlements)
	}
	var out []portfolio.Dataset
	for _, r := range relations {
		d, _ := a.catalog.Dataset(r)
		out = append(out, d.Facts...)
	}
	return out
}

// measures returns the measures the query needs, each once.
func (a *ask) measures() []metric.Measure {
	var out []metric.Measure
	for _, m := range a.query.Needed(a.catalog) {
		for _, x := range a.catalog.MeasuresOf(m) {
			if !slices.ContainsFunc(out, func(y metric.Measure) bool { return y.Name == x.Name }) {
				out = append(out, x)
			}
		}
	}
	return out
}
