package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/compile"
	"headroom/backend/metric/token"
	"headroom/backend/portfolio"
)

// understanding is a question with its tokens replaced, and the catalog with
// what the person keeps and the question itself defines.
type understanding struct {
	query   metric.Query
	catalog metric.Catalog
	passing bool // something of it follows from the time of day or from chance
}

// Understand returns q with the values of its tokens, and the catalog with what
// the person keeps and the question itself defines. Nothing is asked beside what
// tokens ask for; q need not be whole.
func (e *Engine) Understand(ctx context.Context, q metric.Query, env Env) (out metric.Query, c metric.Catalog, err error) {
	err = e.read(ctx, env, func(ctx context.Context, s Snapshot) error {
		u, err := e.understood(ctx, s, q, env)
		out, c = u.query, u.catalog
		return err
	})
	return out, c, err
}

// understood understands q. It is what every part of a question is checked
// against.
func (e *Engine) understood(ctx context.Context, s Snapshot, q metric.Query, env Env) (understanding, error) {
	state := s.State()
	shipped, err := e.agreed(state, env)
	if err != nil {
		return understanding{}, err
	}
	u := understanding{catalog: shipped}
	calendar := compile.Calendar{WeekStart: state.WeekStart, FiscalStart: state.FiscalStart}
	tokens := token.New(token.Moment{Today: env.Today, Now: env.Now, Calendar: calendar}, state.Definitions.Tokens, q,
		func(figure metric.Query) (metric.Result, error) {
			a, err := e.prepared(ctx, s, figure, env)
			if err != nil {
				return metric.Result{}, err
			}
			u.passing = u.passing || a.passing
			return a.result()
		})
	if u.query, err = tokens.Resolve(q); err != nil {
		return u, err
	}
	kept, err := tokens.Kept(u.query, state.Definitions)
	if err != nil {
		return u, err
	}
	u.passing = u.passing || tokens.Passing()
	own := metric.Definitions{}
	if u.query.Define != nil {
		own = *u.query.Define
	}
	if len(kept.Columns)+len(kept.Groups)+len(kept.Metrics)+len(own.Columns)+len(own.Groups)+len(own.Metrics) > 0 {
		d := defining{engine: e, shipped: u.catalog, language: env.Language, notice: state.NoticeTerms, own: own, kept: kept, on: compile.On{Calendar: calendar, Day: dayAsked(u.query, env)}}
		if u.catalog, err = d.catalog(nil); err != nil {
			return u, err
		}
		if u.catalog, err = d.cut(ctx, s, u.catalog, u.query, env); err != nil {
			return u, err
		}
	}
	u.passing = u.passing || slices.ContainsFunc(u.catalog.Dimensions, func(d metric.Dimension) bool {
		return d.Expression != nil && (d.Expression.UsesNow() || d.Expression.Volatile())
	})
	return u, nil
}

func dayAsked(q metric.Query, env Env) portfolio.Day {
	if d, err := portfolio.ParseDay(q.AsOf); err == nil {
		return d
	}
	return env.Today
}

// defining makes the catalog of a question.
type defining struct {
	engine    *Engine
	shipped   metric.Catalog
	language  string
	notice    string // what was agreed about ends, which shipped follows
	own, kept metric.Definitions
	on        compile.On
}

// catalog returns the catalog with groups cut by bounds, which are by group.
func (d defining) catalog(bounds map[string]metric.Bounds) (metric.Catalog, error) {
	relative := slices.ContainsFunc(slices.Concat(d.own.Groups, d.kept.Groups), metric.Group.Relative)
	key, err := json.Marshal(struct {
		Own, Kept metric.Definitions
		Bounds    map[string]metric.Bounds
		Language  string
		Notice    string
	}{d.own, d.kept, bounds, d.language, d.notice})
	if err != nil {
		return d.shipped, fault.Wrap(err, fault.Invalid, "A definition holds a value that is neither text nor number.")
	}
	name := string(key)
	if relative {
		name = fmt.Sprint(d.on, name)
	}
	if c, ok := d.engine.catalogs.get(name); ok {
		return c, nil
	}
	c, err := d.shipped.Extend(d.own, d.kept, func(g metric.Group) metric.GroupFacts {
		return metric.GroupFacts{Bounds: bounds[g.Name], Calendar: d.on}
	})
	if err == nil {
		c = c.Called(d.own, d.kept)
		d.engine.catalogs.put(name, c, catalogSize(c))
	}
	return c, err
}

// entryBytes is about what a catalog takes for each of its entries that it does
// not share with the one it was made of.
const entryBytes = 512

// catalogSize is about how many bytes a catalog takes.
func catalogSize(c metric.Catalog) int {
	return entryBytes * (len(c.Datasets) + len(c.Dimensions) + len(c.Measures) + len(c.Metrics))
}

// cut cuts the groups q uses whose bins follow from the data: between the least
// and the greatest value there are in the state asked for, whatever the filters.
func (d defining) cut(ctx context.Context, s Snapshot, c metric.Catalog, q metric.Query, env Env) (metric.Catalog, error) {
	bounds := map[string]metric.Bounds{}
	for _, dimension := range c.Dimensions {
		g := dimension.Group
		if g == nil || !g.Dynamic() || !slices.ContainsFunc(named(c, q), func(name string) bool { return c.MadeOf(name, g.Name) }) {
			continue
		}
		b, err := d.bounds(ctx, s, c, *g, dimension, q, env)
		if err != nil {
			return c, err
		}
		bounds[g.Name] = b
	}
	if len(bounds) == 0 {
		return c, nil
	}
	return d.catalog(bounds)
}

// named returns the names of the dimensions q uses, itself or by its metrics.
func named(c metric.Catalog, q metric.Query) []string {
	out := slices.Clone(q.Columns)
	for _, by := range q.By {
		out = append(out, by.Dimension)
	}
	filters := []*metric.Filter{q.RowFilter()}
	for _, m := range q.Needed(c) {
		for _, x := range c.MeasuresOf(m) {
			filters = append(filters, x.Filter)
			if x.Column != "" {
				out = append(out, x.Column)
			}
		}
	}
	for _, f := range filters {
		_ = f.Walk("", func(_ string, leaf metric.Filter) error {
			out = append(out, leaf.Dimension)
			return nil
		})
	}
	return out
}

// bounds asks for the least and the greatest value of the column of a group,
// over every dataset the question needs that has it.
func (d defining) bounds(ctx context.Context, s Snapshot, c metric.Catalog, g metric.Group, dimension metric.Dimension, q metric.Query, env Env) (metric.Bounds, error) {
	var out metric.Bounds
	for _, r := range q.Relations(c) {
		if _, ok := dimension.In[r]; !ok {
			continue
		}
		least, greatest := metric.DerivedMetric{Aggregate: "min", Column: g.Column, Dataset: r}, metric.DerivedMetric{Aggregate: "max", Column: g.Column, Dataset: r}
		least.Name, greatest.Name = unused(c, "least"), unused(c, "greatest")
		more, err := c.With(metric.Definitions{Metrics: []metric.DerivedMetric{least, greatest}})
		if err != nil {
			return out, err
		}
		a, err := resolve(ctx, d.engine, s, more,
			metric.Query{Metrics: []string{least.Name, greatest.Name}, AsOf: q.AsOf, KnownAt: q.KnownAt}, env)
		if err != nil {
			return out, err
		}
		answer, err := a.result()
		if err != nil {
			return out, fmt.Errorf("bounds of %s: %w", g.Column, err)
		}
		low, lowKnown := answer.Rows[0][0].(float64)
		high, highKnown := answer.Rows[0][1].(float64)
		if !lowKnown || !highKnown {
			continue
		}
		if !out.Known || low < out.Least {
			out.Least = low
		}
		if !out.Known || high > out.Greatest {
			out.Greatest = high
		}
		out.Known = true
	}
	return out, nil
}

// unused returns a name that nothing in c has.
func unused(c metric.Catalog, name string) string {
	for {
		_, dimension := c.Dimension(name)
		_, measure := c.Measure(name)
		if !dimension && !measure {
			return name
		}
		name += "_"
	}
}
