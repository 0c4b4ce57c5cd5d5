package report

import (
	"encoding/json"
	"strings"

	"headroom/backend/metric"
)

// Extended returns c with what a question defines itself. Definitions with
// tokens have their names in it, whatever the tokens stand for; of ones with a
// mistake there is nothing.
func Extended(c metric.Catalog, q metric.Query) metric.Catalog {
	if q.Define == nil {
		return c
	}
	if extended, err := c.With(settledDefinitions(*q.Define)); err == nil {
		return extended
	}
	return c
}

// validQuery reports what a catalog cannot answer of a question whose tokens
// have no values yet: a comparison with one only has to name a dimension or
// metric that there is.
func validQuery(q metric.Query, c metric.Catalog) error {
	if q.Define != nil {
		if err := q.Define.CheckNames(); err != nil {
			return err
		}
		extended, err := c.With(settledDefinitions(*q.Define))
		if err != nil {
			return err
		}
		c = extended
	}
	return answerable(q, c)
}

// answerable reports what c, which has the definitions of q, cannot answer.
func answerable(q metric.Query, c metric.Catalog) error {
	q.Filter, q.Dashboard, q.Having = settled(q.Filter), settled(q.Dashboard), settled(q.Having)
	q.Tokens = nil
	if strings.Contains(q.AsOf, "{{") {
		q.AsOf = ""
	}
	return q.Validate(c)
}

// settledDefinitions returns d with values that fit in the place of tokens.
func settledDefinitions(d metric.Definitions) metric.Definitions {
	out := metric.Definitions{Groups: d.Groups}
	for _, x := range d.Columns {
		x.Expression = tokenMark.ReplaceAllString(x.Expression, "1")
		out.Columns = append(out.Columns, x)
	}
	for _, x := range d.Metrics {
		x.Filter = settled(x.Filter)
		out.Metrics = append(out.Metrics, x)
	}
	return out
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
func tokened(f metric.Filter) bool { return len(tokensOf(f)) > 0 }

// tokensOf returns the names of the tokens in documents.
func tokensOf(documents ...any) map[string]bool {
	names := map[string]bool{}
	for _, d := range documents {
		data, err := json.Marshal(d)
		if err != nil {
			continue // then it has none that could be put in
		}
		for _, m := range tokenMark.FindAllStringSubmatch(string(data), -1) {
			names[m[1]] = true
		}
	}
	return names
}
