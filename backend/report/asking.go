package report

import (
	"maps"
	"slices"

	"headroom/backend/metric"
)

// Compose makes the question that a report asks as it is looked at, and returns
// the dimensions whose filters its rows cannot hold. What the report itself says
// of day, scope and comparison goes before the view; a list of rows is compared
// only where the report says so.
func (a Asking) Compose(c metric.Catalog, v View) (q metric.Query, notApplied []string) {
	q = a.Report.Query
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
	if len(a.Tokens) > 0 {
		tokens := maps.Clone(a.Tokens)
		maps.Copy(tokens, q.Tokens)
		maps.Copy(tokens, a.Tokens)
		q.Tokens = tokens
	}
	notApplied = []string{}
	applied := []*metric.Filter{q.Dashboard}
	apply := func(f metric.Filter) bool {
		lacks := q.Lacks(c, f)
		for _, name := range lacks {
			if !slices.Contains(notApplied, name) {
				notApplied = append(notApplied, name)
			}
		}
		return len(lacks) == 0
	}
	for _, f := range a.Filters {
		if apply(f) {
			applied = append(applied, &f)
		}
	}
	q.Dashboard = and(applied...)
	if account := Account(a.Account); account != nil && apply(*account) {
		q.Filter = and(q.Filter, account)
	}
	if q.Compare == nil && len(q.Columns) == 0 {
		q.Compare = a.Compare
	}
	return q, notApplied
}

// Found is one hit of a search. Route is where it leads, as the address has it:
// "account/tenant:1".
type Found struct {
	Kind  string `json:"kind"` // account, entitlement, report or dashboard
	Title string `json:"title"`
	Sub   string `json:"sub"`
	Route string `json:"route"`
}
