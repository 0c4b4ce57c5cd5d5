package engine

import (
	"fmt"
	"slices"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
)

// list answers a query for columns: rows of a dataset, in its order and up to
// its limit.
func (a *ask) list(out *metric.Result) error {
	r := a.query.Listed()
	if packed(r) {
		return a.listUsage(r, out)
	}
	q := a.question(r)
	rows, err := a.narrow(&q)
	if err != nil {
		return err
	}
	s := compile.List(q)
	err = a.snap.Query(a.ctx, s.SQL, s.Args, func(v []any) error {
		if len(out.Rows) >= maxRows {
			return tooManyRows("Filter it, or set a limit.")
		}
		out.Rows = append(out.Rows, slices.Clone(v))
		return nil
	})
	if err != nil {
		return fmt.Errorf("list %s: %w", r, err)
	}
	out.RowCount = len(out.Rows)
	if a.query.Offset == 0 && (a.query.Limit == 0 || len(out.Rows) < a.query.Limit) {
		return nil
	}
	if rows >= 0 {
		out.RowCount = rows
		return nil
	}
	c := compile.Count(q)
	err = a.snap.Query(a.ctx, c.SQL, c.Args, func(v []any) error {
		out.RowCount = int(number(v[0]))
		return nil
	})
	if err != nil {
		return fmt.Errorf("count %s: %w", r, err)
	}
	return nil
}
