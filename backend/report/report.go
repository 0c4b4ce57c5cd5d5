// Package report knows reports and dashboards: what they ask, how it is shown
// and which are shipped. The rule not to break: a tile, its rows and what `ask`
// says come from the same query, so a page only shows what these answer.
package report

import (
	"context"

	"headroom/backend/metric"
)

// Asker answers a query as of the person's day.
type Asker interface {
	Ask(ctx context.Context, q metric.Query) (metric.Result, error)
}

// View is how a page is looked at: a day ("" for today), a partner scope ("own",
// or "all"), the colour scheme of drawings and the language of words.
type View struct {
	AsOf    string
	KnownAt int64
	Scope   string
	Dark    bool
	Lang    string
}

// and joins filters; nil ones do not count.
func and(filters ...*metric.Filter) *metric.Filter {
	all := metric.Filter{}
	for _, f := range filters {
		if f != nil {
			all.All = append(all.All, *f)
		}
	}
	switch len(all.All) {
	case 0:
		return nil
	case 1:
		return &all.All[0]
	}
	return &all
}

// Account limits a question to one account; "" limits nothing.
func Account(key string) *metric.Filter {
	if key == "" {
		return nil
	}
	one := metric.Exactly("account_key", "eq", key)
	return &one
}
