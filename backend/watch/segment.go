package watch

import "headroom/backend/metric"

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
