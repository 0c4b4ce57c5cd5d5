package store_test

import (
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
)

// TestTheStoreLetsEveryNameBeAsked asks every metric, by each of its
// dimensions, and lists every column of every dataset: the connections that
// answer questions refuse what is not on their list.
func TestTheStoreLetsEveryNameBeAsked(t *testing.T) {
	s := open(t)
	e := engine.New(s, builtin.Catalog())
	ask := func(q metric.Query) {
		if _, err := e.Ask(t.Context(), q, engine.Env{Today: day(t, "2026-03-31")}); err != nil {
			t.Errorf("%+v: %v", q, err)
		}
	}
	for _, m := range e.Catalog().Metrics {
		ask(metric.Query{Metrics: []string{m.Name}})
		q := metric.Query{Metrics: []string{m.Name}}
		for _, d := range m.SplitBy {
			if q.By = append(q.By, metric.By{Dimension: d}); len(q.By) == 50 {
				ask(q)
				q.By = nil
			}
		}
		ask(q)
	}
	for _, set := range e.Catalog().Datasets {
		q := metric.Query{Dataset: set.Name}
		for _, name := range set.Dimensions {
			if d, _ := e.Catalog().Dimension(name); !d.Counting && !(set.Levels && name == metric.DateName) {
				q.Columns = append(q.Columns, name)
			}
		}
		ask(q)
	}
}
