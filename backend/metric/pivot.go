package metric

import (
	"fmt"
	"slices"

	"headroom/backend/fault"
)

// checkPivot reports what is wrong with the dimensions that become columns.
func (q Query) checkPivot(Catalog) error {
	if len(q.Pivot) > 0 && len(q.Columns) > 0 {
		return fault.At("pivot", "A list of rows cannot be pivoted.").WithHint("Ask for metrics.")
	}
	for i, name := range q.Pivot {
		path := fmt.Sprintf("pivot[%d]", i)
		if !q.splits(name) {
			return fault.At(path, "The answer is not split by %q.", name).WithHint("Name dimensions of by.")
		}
		if slices.Contains(q.Pivot[:i], name) {
			return fault.At(path, "%s is pivoted twice.", name)
		}
	}
	return nil
}

// splits reports whether the answer is split by a dimension.
func (q Query) splits(dimension string) bool {
	return slices.ContainsFunc(q.By, func(b By) bool { return b.Dimension == dimension })
}
