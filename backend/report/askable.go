package report

import (
	"encoding/json"
	"strings"

	"headroom/backend/metric"
)

// validQuery reports what a catalog cannot answer of a question whose tokens
// have no values yet: a comparison with one only has to name a dimension or
// metric that there is.
func validQuery(q metric.Query, c metric.Catalog) error {
	if q.Define != nil {
		if q.Define.CheckNames() == nil && !mentionsToken(q.Define) {
			extended, err := c.With(*q.Define)
			if err != nil {
				return err
			}
			c = extended
		} else if err := q.Define.CheckNames(); err != nil {
			return err
		} else {
			return nil // what an expression with tokens is, its values say
		}
	}
	q.Filter, q.Dashboard, q.Having = settled(q.Filter), settled(q.Dashboard), settled(q.Having)
	q.Tokens = nil
	if strings.Contains(q.AsOf, "{{") {
		q.AsOf = ""
	}
	return q.Validate(c)
}

// settled returns f with comparisons that any value holds in the place of those
// with tokens.
func settled(f *metric.Filter) *metric.Filter {
	if f == nil {
		return nil
	}
	out := *f
	if f.IsLeaf() {
		if tokened(out) {
			return &metric.Filter{Dimension: f.Dimension, Metric: f.Metric, Op: "not_null"}
		}
		return &out
	}
	each := func(all []metric.Filter) []metric.Filter {
		if all == nil {
			return nil
		}
		children := make([]metric.Filter, len(all))
		for i := range all {
			children[i] = *settled(&all[i])
		}
		return children
	}
	out.All, out.Any = each(f.All), each(f.Any)
	return &out
}

// tokened reports whether a comparison has a token in it.
func tokened(f metric.Filter) bool { return f.NToken != "" || mentionsToken(f) }

func mentionsToken(document any) bool {
	data, err := json.Marshal(document)
	return err == nil && strings.Contains(string(data), "{{")
}
