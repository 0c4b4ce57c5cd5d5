package metric

import (
	"slices"

	"headroom/backend/fault"
)

// maxTop bounds how many values of a dimension are kept beside Other.
const maxTop = 1000

// checkTop reports what is wrong with the values to keep.
func (q Query) checkTop(c Catalog) error {
	if q.Top == nil {
		return nil
	}
	if len(q.Columns) > 0 {
		return fault.At("top", "A list of rows has no top.").WithHint("Sort it and limit it.")
	}
	i := slices.IndexFunc(q.By, func(b By) bool { return b.Dimension == q.Top.Dimension })
	if i < 0 {
		return fault.At("top.dimension", "The answer is not split by %q.", q.Top.Dimension).WithHint("Name a dimension of by.")
	}
	if q.Top.N < 1 || q.Top.N > maxTop {
		return fault.At("top.n", "n is a number from 1 to %d.", maxTop)
	}
	if q.Top.Metric == "" {
		return fault.At("top.metric", "top needs a metric to order by.")
	}
	if err := q.knowsFigure(c, "top.metric", q.Top.Metric); err != nil {
		return err
	}
	if q.Top.Other && q.Top.Dimension == DateName {
		return fault.At("top.other", "The days that are left out have no figure of their own.").
			WithHint("Leave other out, or filter by date.")
	}
	return nil
}
