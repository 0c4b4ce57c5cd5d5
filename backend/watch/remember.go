package watch

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// remembering asks a question as of a day once, for all forms of a rule that is
// rehearsed.
type remembering struct {
	asker Asker
	// whole says that there are few lines and instances, so that what limits them
	// is better asked for once without its limits.
	whole bool
	also  string // a metric that some forms of the rule ask for, and "" none

	mu      sync.Mutex
	answers map[string]func() (metric.Result, error)
}

// Ask answers q as of a day.
func (a *remembering) Ask(ctx context.Context, q metric.Query, day portfolio.Day) (metric.Result, error) {
	if !a.whole {
		return a.once(ctx, q, day)
	}
	if len(q.Metrics) > 0 && len(q.By) > 0 && a.also != "" && !slices.Contains(q.Metrics, a.also) {
		q.Metrics = append(slices.Clone(q.Metrics), a.also)
	}
	if len(q.Metrics) > 0 || q.Dataset != "" || q.Limit > 0 {
		return a.once(ctx, q, day)
	}
	rest, limits := limited(q)
	q.Filter = rest
	res, err := a.once(ctx, q, day)
	if err != nil || len(limits) == 0 {
		return res, err
	}
	rows := res.Rows
	res.Rows = nil
	for _, row := range rows {
		if !slices.ContainsFunc(limits, func(l limit) bool { return !l.holds(text(cell(row, l.at))) }) {
			res.Rows = append(res.Rows, row)
		}
	}
	res.RowCount = len(res.Rows)
	return res, nil
}

// once asks what was not asked yet.
func (a *remembering) once(ctx context.Context, q metric.Query, day portfolio.Day) (metric.Result, error) {
	text, err := json.Marshal(q)
	if err != nil {
		return a.asker.Ask(ctx, q, day)
	}
	name := fmt.Sprintf("%d %s", day, text)
	a.mu.Lock()
	if a.answers == nil {
		a.answers = map[string]func() (metric.Result, error){}
	}
	answer := a.answers[name]
	if answer == nil {
		answer = sync.OnceValues(func() (metric.Result, error) { return a.asker.Ask(ctx, q, day) })
		a.answers[name] = answer
	}
	a.mu.Unlock()
	return answer()
}

// limit is one comparison of a question for lines that every line tells itself:
// that its key is one of some, or that a day of it lies between two.
type limit struct {
	at       int // the column
	keys     map[string]bool
	from, to string
}

func (l limit) holds(v string) bool {
	if l.keys != nil {
		return l.keys[v]
	}
	return v != "" && l.from <= v && v <= l.to
}

// limited takes those comparisons out of the filter of a question for lines.
func limited(q metric.Query) (rest *metric.Filter, limits []limit) {
	if q.Filter == nil {
		return nil, nil
	}
	all := []metric.Filter{*q.Filter}
	if q.Filter.All != nil && q.Filter.Any == nil && q.Filter.Dimension == "" {
		all = q.Filter.All
	}
	var kept []*metric.Filter
	for _, f := range all {
		if l, ok := limitOf(f, q.Columns); ok {
			limits = append(limits, l)
		} else {
			kept = append(kept, &f)
		}
	}
	return allOf(kept...), limits
}

func limitOf(f metric.Filter, columns []string) (l limit, ok bool) {
	if l.at = slices.Index(columns, f.Dimension); l.at < 0 || f.Grain != "" {
		return l, false
	}
	switch {
	case f.Dimension == perEntitlement && f.Op == "in":
		l.keys = make(map[string]bool, len(f.Values))
		for _, k := range f.Values {
			l.keys[text(k)] = true
		}
		return l, true
	case (f.Dimension == "end_date" || f.Dimension == actBy) && f.Op == "between" && len(f.Values) == 2:
		l.from, l.to = text(f.Values[0]), text(f.Values[1])
		return l, l.from != "" && l.to != ""
	default:
		return l, false
	}
}
