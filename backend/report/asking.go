package report

import (
	"maps"
	"slices"

	"headroom/backend/metric"
)

// Compose makes the question that a report asks as it is looked at, and returns
// the dimensions whose filters its rows cannot hold. What the report itself says
// of day, scope and comparison goes before the view; a list of rows is compared
// only where the report says so, and figures where they can be.
func (a Asking) Compose(c metric.Catalog, v View) (q metric.Query, notApplied []string) {
	q = a.Report.Query
	c = Extended(c, q)
	if q.AsOf == "" {
		q.AsOf = v.AsOf
	}
	if q.KnownAt == 0 {
		q.KnownAt = v.KnownAt
	}
	if q.Scope == "" {
		q.Scope = v.Scope
	}
	if a.Limit > 0 {
		q.Limit = a.Limit
	}
	filters := []*metric.Filter{q.Dashboard}
	notApplied = []string{}
	for _, f := range a.Filters {
		for _, part := range f.Conjuncts() {
			lacks := lacking(c, q, part)
			if len(lacks) == 0 {
				filters = append(filters, &part)
			}
			notApplied = append(notApplied, lacks...)
		}
	}
	q.Dashboard = and(filters...)
	if account := Account(a.Account); account != nil {
		lacks := lacking(c, q, *account)
		if len(lacks) == 0 {
			q.Filter = and(q.Filter, account)
		}
		notApplied = append(notApplied, lacks...)
	}
	slices.Sort(notApplied)
	q.Tokens = a.tokens(q)
	return a.compared(c, q), slices.Compact(notApplied)
}

// lacking returns the dimensions of a filter that the rows of a question do not
// have, or that nobody knows: a column that another tile's question defines, or
// one that was removed since.
func lacking(c metric.Catalog, q metric.Query, f metric.Filter) []string {
	lacks := q.Lacks(c, f)
	_ = f.Walk("", func(_ string, leaf metric.Filter) error {
		if _, ok := c.Dimension(leaf.Dimension); !ok {
			lacks = append(lacks, leaf.Dimension)
		}
		return nil
	})
	return lacks
}

// tokens are the values of the tokens that a question names: those of the
// dashboard before the report's own.
func (a Asking) tokens(q metric.Query) map[string]any {
	if len(a.Tokens) == 0 && len(q.Tokens) == 0 {
		return nil
	}
	all := map[string]any{}
	maps.Copy(all, q.Tokens)
	maps.Copy(all, a.Tokens)
	q.Tokens = nil
	names := tokensOf(q, a.Report.Title)
	maps.DeleteFunc(all, func(name string, _ any) bool { return !names[name] })
	if len(all) == 0 {
		return nil
	}
	return all
}

// compared puts the comparison of the view into q where q can be compared so.
func (a Asking) compared(c metric.Catalog, q metric.Query) metric.Query {
	if a.Compare == nil || q.Compare != nil || len(q.Columns) > 0 {
		return q
	}
	with := q
	with.Compare = a.Compare
	if answerable(with, c) != nil && answerable(q, c) == nil {
		return q
	}
	return with
}

// Found is one hit of a search. Route is where it leads, as the address has it:
// "account/tenant:1".
type Found struct {
	Kind  string `json:"kind"` // account, entitlement, report or dashboard
	Title string `json:"title"`
	Sub   string `json:"sub"`
	Route string `json:"route"`
}
