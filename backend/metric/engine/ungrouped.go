package engine

import (
	"fmt"
	"slices"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
)

// tellUngrouped counts, of every group the answer is split by or lists, the rows
// asked about that none of its items holds, so that nobody takes the items for
// the whole. A group with an item for the rest leaves none.
func (a *ask) tellUngrouped(out *metric.Result) error {
	names := slices.Clone(a.query.Columns)
	for _, by := range a.query.By {
		names = append(names, by.Dimension)
	}
	for _, name := range names {
		d, _ := a.catalog.Dimension(name)
		if d.Group == nil || d.Group.Other != "" {
			continue
		}
		rows := int64(0)
		for _, r := range a.query.Relations(a.catalog) {
			n, err := a.without(r, d)
			if err != nil {
				return fmt.Errorf("count rows without an item of %s: %w", name, err)
			}
			rows += n
		}
		if out.Ungrouped == nil {
			out.Ungrouped = map[string]int64{}
		}
		out.Ungrouped[name] = rows
	}
	return nil
}

// without counts the rows of a relation that no item of a group holds.
func (a *ask) without(r metric.Relation, group metric.Dimension) (rows int64, err error) {
	if !packed(r) {
		s := compile.Ungrouped(a.question(r), r, group)
		err = a.snap.Query(a.ctx, s.SQL, s.Args, func(v []any) error {
			rows += int64(number(v[0]))
			return nil
		})
		return rows, err
	}
	q := metric.Query{
		Dataset: r, Columns: []string{group.Name}, Counting: r == metric.Usage && (len(a.query.Columns) == 0 || a.query.Counting), Limit: 1,
		Filter: metric.AllOf(a.query.Filter, &metric.Filter{Dimension: group.Name, Op: "is_null"}),
		Scope:  a.query.Scope, AsOf: a.query.AsOf, KnownAt: a.query.KnownAt,
	}
	list, err := resolve(a.ctx, a.engine, a.snap, a.catalog, q, a.env)
	if err != nil {
		return 0, err
	}
	var found metric.Result
	err = list.list(&found)
	return int64(found.RowCount), err
}
