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
			if !a.catalog.Stored(name, r) {
				continue
			}
			s := compile.Ungrouped(a.question(r), r, d)
			err := a.snap.Query(a.ctx, s.SQL, s.Args, func(v []any) error {
				rows += int64(number(v[0]))
				return nil
			})
			if err != nil {
				return fmt.Errorf("count rows without an item of %s: %w", name, err)
			}
		}
		if out.Ungrouped == nil {
			out.Ungrouped = map[string]int64{}
		}
		out.Ungrouped[name] = rows
	}
	return nil
}
