package engine

import (
	"context"
	"fmt"
	"slices"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/compile"
)

// maxSearch bounds the text a list of values is searched for.
const maxSearch = 1000

// valueLimit is how many values are listed where a list does not say it.
const valueLimit = 200

// Values lists the values a dimension has in the rows of a dataset, with how
// many rows have each: in the order of a group, else in their own, the missing
// one last. Of a list that cascades, only the rows that hold its filter speak.
func (e *Engine) Values(ctx context.Context, l metric.ValueList, env Env) ([]metric.ListedValue, error) {
	out := []metric.ListedValue{}
	if len(l.Search) > maxSearch {
		return out, fault.At("search", "A text to search for can have %d letters.", maxSearch)
	}
	err := e.read(ctx, env, func(ctx context.Context, s Snapshot) error {
		q := metric.Query{Columns: []string{l.Dimension}, Filter: l.Filter, Scope: l.Scope, AsOf: l.AsOf, KnownAt: l.KnownAt, Limit: l.Limit}
		u, err := e.understood(ctx, s, q, env)
		if err != nil {
			return err
		}
		q, c := u.query, u.catalog
		if q.Dataset, err = speaking(c, l); err != nil {
			return err
		}
		if err := q.Validate(c); err != nil {
			if f := fault.Of(err); f.Field == "columns[0]" {
				return fault.At("dimension", "%s", f.Message).WithHint(f.Hint)
			}
			return err
		}
		if q.Limit == 0 {
			q.Limit = valueLimit
		}
		a, err := resolve(ctx, e, s, c, q, env)
		if err != nil {
			return err
		}
		statement := compile.Values(a.question(q.Dataset), l.Search)
		err = s.Query(ctx, statement.SQL, statement.Args, func(v []any) error {
			out = append(out, metric.ListedValue{Value: v[0], Rows: int64(number(v[1]))})
			return nil
		})
		if err != nil {
			return fmt.Errorf("values of %s: %w", l.Dimension, err)
		}
		return nil
	})
	return out, err
}

// speaking returns the dataset whose rows a list of values is taken from: the
// one it names, else the first that has its dimension and all that its filter
// compares.
func speaking(c metric.Catalog, l metric.ValueList) (metric.Relation, error) {
	names := []string{l.Dimension}
	_ = l.Filter.Walk("", func(_ string, leaf metric.Filter) error {
		names = append(names, leaf.Dimension)
		return nil
	})
	found := l.Dataset
	for _, set := range c.Datasets {
		if found == "" && !slices.ContainsFunc(names, func(n string) bool { return !c.Stored(n, set.Name) }) {
			found = set.Name
		}
	}
	d, ok := c.Dimension(l.Dimension)
	if _, known := c.Dataset(found); found != "" && !known {
		return found, nil // Validate refuses it
	}
	switch {
	case found == "" && ok && len(names) > 1:
		return "", fault.At("filter", "No dataset has both %s and all that the filter compares.", l.Dimension).WithHint("Filter by a column of the same rows.")
	case found == "" && ok, found != "" && ok && len(d.In) > 0 && !c.Stored(l.Dimension, found):
		return "", fault.At("dimension", "%s has no list of values.", l.Dimension).WithHint("Compare it with a day or a number.")
	}
	return found, nil
}
