package watch

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"headroom/backend/fault"
	"headroom/backend/metric"
)

// Validate reports why a segment cannot be kept: a title that is none, or a
// filter that would hold other things every time it is asked.
func (s Segment) Validate(c metric.Catalog) error {
	switch {
	case strings.ContainsFunc(s.Title, unicode.IsControl):
		return fault.At("title", "A title is one line without control characters.")
	case utf8.RuneCountInString(s.Title) > maxName:
		return fault.At("title", "A title has at most %d characters.", maxName)
	case keepsNothing(&s.Filter):
		return fault.At("filter", "The filter keeps nothing: \"any\" is empty.").WithHint("Add what it may be, or leave it out.")
	}
	if err := steady("filter", s.Filter); err != nil {
		return err
	}
	return stable("filter", filtered(&s.Filter), c)
}

// told is the dimension that tells apart what a segment holds.
func (s Segment) told() string {
	switch s.Kind {
	case WatchEntitlement:
		return perEntitlement
	case WatchProduct:
		return perProduct
	default:
		return perAccount
	}
}

// Members asks for what a segment holds, by key (a product by its name): one
// row each. A filter on what only entitlements have asks for those that have
// such an entitlement.
func (s Segment) Members() metric.Query {
	filter := s.Filter
	q := metric.Query{Filter: &filter}
	switch s.Kind {
	case WatchEntitlement:
		q.Dataset, q.Columns = metric.EveryEntitlement, []string{perEntitlement}
	case WatchProduct:
		q.Metrics, q.By = []string{"entitlements_any_state"}, []metric.By{{Dimension: perProduct}}
	default:
		q.Metrics, q.By = []string{"entitlements_any_state"}, []metric.By{{Dimension: perAccount}}
	}
	if emptyFilter(s.Filter) {
		q.Filter = nil
	}
	return q
}

func emptyFilter(f metric.Filter) bool {
	return f.All == nil && f.Any == nil && f.Dimension == "" && f.Metric == ""
}
