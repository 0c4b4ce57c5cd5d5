package engine

import (
	"fmt"
	"slices"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/compile"
)

// list answers a query for columns: rows of entitlements.
func (a *ask) list(out *metric.Result) error {
	out.Columns = []metric.Column{}
	for _, name := range a.query.Columns {
		d, _ := a.catalog.Dimension(name)
		out.Columns = append(out.Columns, column(d, ""))
	}
	s := compile.List(a.question(metric.Entitlements))
	rows := [][]any{} // the columns, then the key
	err := a.snap.Query(a.ctx, s.SQL, s.Args, func(v []any) error {
		if len(rows) >= maxRows {
			return fault.New(fault.Invalid, "The answer has more than %d rows.", maxRows).WithHint("Filter it.")
		}
		rows = append(rows, slices.Clone(v))
		return nil
	})
	if err != nil {
		return fmt.Errorf("list entitlements: %w", err)
	}
	a.orderList(rows)
	out.RowCount = len(rows)
	if a.query.Limit > 0 && len(rows) > a.query.Limit {
		rows = rows[:a.query.Limit]
	}
	n := len(a.query.Columns)
	for _, r := range rows {
		out.Rows = append(out.Rows, r[:n:n])
	}
	return nil
}

// orderList sorts as the query asks, then by the columns, then by the key.
func (a *ask) orderList(rows [][]any) {
	slices.SortFunc(rows, func(x, y []any) int {
		for _, s := range a.query.Sort {
			i := slices.Index(a.query.Columns, s.By)
			if d := compareCells(x[i], y[i], s.Desc); d != 0 {
				return d
			}
		}
		for i := range x {
			if d := compareCells(x[i], y[i], false); d != 0 {
				return d
			}
		}
		return 0
	})
}
