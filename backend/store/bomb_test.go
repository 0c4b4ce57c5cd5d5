package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"
	"time"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
)

// bombs are questions that could take all there is of time or memory.
func bombs() map[string]metric.Query {
	q := func(change func(*metric.Query)) metric.Query {
		q := metric.Query{Metrics: []string{"licenses_sold"}, By: []metric.By{{Dimension: "account"}}, AsOf: "2026-10-01"}
		change(&q)
		return q
	}
	filter := func(f metric.Filter) metric.Query { return q(func(q *metric.Query) { q.Filter = &f }) }
	column := func(expression string) metric.Query {
		return q(func(q *metric.Query) {
			q.Define = &metric.Definitions{Columns: []metric.CalculatedColumn{{Name: "bomb", Expression: expression}}}
			q.By = []metric.By{{Dimension: "bomb"}}
		})
	}
	group := func(g metric.Group) metric.Query {
		g.Name = "bomb"
		return q(func(q *metric.Query) {
			q.Define = &metric.Definitions{Groups: []metric.Group{g}}
			q.By = []metric.By{{Dimension: "bomb"}}
		})
	}
	leaf := metric.Filter{Dimension: "account", Op: "contains", Value: "a"}
	deep := leaf
	for range 20_000 {
		deep = metric.Filter{All: []metric.Filter{deep}}
	}
	many := make([]any, 300_000)
	names := make([]string, 100_000)
	for i := range many {
		many[i] = fmt.Sprint("value ", i)
	}
	for i := range names {
		names[i] = fmt.Sprint("value ", i)
	}
	leaves := make([]metric.Filter, 5000)
	for i := range leaves {
		leaves[i] = metric.Filter{Dimension: "account", Op: "contains", Value: fmt.Sprint("x", i)}
	}
	doubling := &metric.Definitions{}
	for i := range 60 {
		expression := "CONCATENATE([account], [account])"
		if i > 0 {
			expression = fmt.Sprintf("CONCATENATE([c%d], [c%d])", i-1, i-1)
		}
		doubling.Columns = append(doubling.Columns, metric.CalculatedColumn{Name: fmt.Sprintf("c%d", i), Expression: expression})
	}
	everything := func(q *metric.Query) {
		q.By = nil
		for _, d := range builtin.Catalog().Dimensions {
			if _, ok := d.In[metric.Entitlements]; ok && !d.Listed {
				q.By = append(q.By, metric.By{Dimension: d.Name})
			}
		}
	}
	return map[string]metric.Query{
		"a filter 20,000 deep":            filter(deep),
		"5,000 filters":                   filter(metric.Filter{Any: leaves}),
		"a list of 300,000":               filter(metric.Filter{Dimension: "account", Op: "in", Values: many}),
		"a pattern of stars":              filter(metric.Filter{Dimension: "account", Op: "contains", Value: strings.Repeat("*a", 500)}),
		"a pattern of 1 MB":               filter(metric.Filter{Dimension: "account", Op: "contains", Value: strings.Repeat("a", 1<<20)}),
		"a pattern that nearly fits":      filter(metric.Filter{Dimension: "account", Op: "contains", Value: strings.Repeat("a", 200) + "b"}),
		"a value of 10 MB":                filter(metric.Filter{Dimension: "account", Op: "eq", Value: strings.Repeat("a", 10<<20)}),
		"20,000 parentheses":              column(strings.Repeat("(", 20_000) + "1" + strings.Repeat(")", 20_000)),
		"20,000 minuses":                  column(strings.Repeat("-", 20_000) + "[quantity]"),
		"a chain of 20,000":               column("[quantity]" + strings.Repeat(" + [quantity]", 20_000)),
		"an expression of 2 MB":           column(`CONCATENATE("` + strings.Repeat("a", 2<<20) + `", "b")`),
		"60 columns, each twice the last": q(func(q *metric.Query) { q.Define, q.By = doubling, []metric.By{{Dimension: "c59"}} }),
		"20 columns, each twice the last": q(func(q *metric.Query) { q.Define, q.By = doubling, []metric.By{{Dimension: "c19"}} }),
		"a power of a power":              column("POWER(POWER(10, 300), POWER(10, 300))"),
		"a dynamic group of a billion":    group(metric.Group{Column: "quantity", Numbers: &metric.Bins{Kind: "dynamic", Count: 1_000_000_000}}),
		"a group of 100,000 texts":        group(metric.Group{Column: "account", Lists: []metric.GroupList{{Name: "a", Values: names}}}),
		"every dimension":                 q(everything),
		"30,000 days by entitlement": q(func(q *metric.Query) {
			q.By = []metric.By{{Dimension: "date", Grain: "day"}, {Dimension: "entitlement_key"}}
			q.Filter = &metric.Filter{Dimension: "date", Op: "between", Values: []any{"1950-01-01", "2026-10-01"}}
		}),
		"a pivot of every entitlement": q(func(q *metric.Query) {
			q.By = []metric.By{{Dimension: "account"}, {Dimension: "entitlement_key"}}
			q.Pivot = []string{"entitlement_key"}
		}),
		"a top of everything": q(func(q *metric.Query) {
			q.By = []metric.By{{Dimension: "entitlement_key"}}
			q.Top = &metric.Top{Dimension: "entitlement_key", N: math.MaxInt32, Metric: "licenses_sold", Other: true}
		}),
		"2,000 calculations": q(func(q *metric.Query) {
			for i := range 2000 {
				q.Calculations = append(q.Calculations, metric.Calculation{Name: fmt.Sprint("n", i), Metric: "licenses_sold", Kind: "rank"})
			}
		}),
		"a billion years back": q(func(q *metric.Query) { q.Compare = &metric.Compare{Back: 1_000_000_000, Unit: "year"} }),
		"a billion years on":   filter(metric.Filter{Dimension: "end_date", Op: "next", N: 1_000_000_000, Unit: "year"}),
		"every column of every row": q(func(q *metric.Query) {
			q.Metrics, q.By = nil, nil
			for range 40 {
				q.Columns = append(q.Columns, "account", "product", "entitlement_key", "status", "end_date")
			}
		}),
		"a token within itself": q(func(q *metric.Query) {
			q.Define = &metric.Definitions{Tokens: []metric.Token{{Name: "A", Kind: "value", Type: "text", Value: "{{A}}{{A}}"}}}
			q.Filter = &metric.Filter{Dimension: "account", Op: "eq", Value: "{{A}}"}
		}),
	}
}

// TestBombs asks what could take all time or memory. Each question ends in an
// answer or in a fault that says what to do, before whoever asked has lost
// patience, and the next question is answered.
func TestBombs(t *testing.T) {
	s := guarded(t)
	const entitlements = 100_000
	_, err := s.w.ExecContext(t.Context(), `
		WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
		INSERT INTO entitlement_key (id, key) SELECT i, 'n:' || i FROM n;
		UPDATE account SET name = substr(replace(hex(zeroblob(1000)), '0', 'a'), 1, 1500) || id;
		INSERT INTO entitlement (id, import_id, as_of, stream_id, line, kind, account_id, product_id, quantity, assigned, start_day, end_day, status, status_raw, trial, partner_id)
		SELECT id, 1, '2026-09-01', 1, id, 'entitlement', 1 + id % 20, 1, id % 1000, 5, '2026-01-01', '2026-12-31', 'active', 'active', 0, 'P1'
		FROM entitlement_key WHERE id >= 100`, entitlements)
	if err != nil {
		t.Fatal(err)
	}
	e := engine.New(s, builtin.Catalog(), engine.WithoutResultCache())
	env := engine.Env{Today: portfolio.DayOf(2026, 10, 1), Deadline: 2 * time.Second}
	all := bombs()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for name, q := range all {
		t.Run(name, func(t *testing.T) {
			patience, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			r, err := e.Ask(patience, q, env)
			var f *fault.Error
			switch {
			case patience.Err() != nil:
				t.Error("it does not end")
			case err == nil:
				t.Logf("%d rows", len(r.Rows))
			case !errors.As(err, &f) || f.Code == fault.Internal:
				t.Errorf("no fault a person can act on: %v", err)
			default:
				t.Logf("%s: %.200s", f.Code, f.Error())
			}
			runtime.ReadMemStats(&after)
			t.Logf("%d MiB more than before", int64(after.Sys-before.Sys)>>20)
			plain := metric.Query{Metrics: []string{"entitlements"}, AsOf: "2026-10-01"}
			if r, err = e.Ask(t.Context(), plain, env); err != nil || r.Rows[0][0] != float64(entitlements-99+20) {
				t.Errorf("the next question: %v, %v", r.Rows, err)
			}
		})
	}
	runtime.ReadMemStats(&after)
	if grown := int64(after.Sys-before.Sys) >> 20; grown > 400 {
		t.Errorf("the process grew by %d MiB", grown)
	} else {
		t.Logf("the process grew by %d MiB", grown)
	}
}

// TestACancelledQuestionEnds cancels a question while SQLite works on it.
func TestACancelledQuestionEnds(t *testing.T) {
	s := guarded(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	err := s.Read(ctx, func(n engine.Snapshot) error {
		numbers := `(SELECT value FROM json_each('[` + strings.TrimSuffix(strings.Repeat("1,", 3000), ",") + `]'))`
		go cancel()
		return n.Query(ctx, `SELECT sum(a.value * b.value * c.value) FROM `+numbers+` a, `+numbers+` b, `+numbers+` c`, nil, func([]any) error { return nil })
	})
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.Cancelled {
		t.Errorf("it ended with %v", err)
	}
	if err := s.Read(t.Context(), func(n engine.Snapshot) error {
		return n.Query(t.Context(), `SELECT count(*) FROM account`, nil, func([]any) error { return nil })
	}); err != nil {
		t.Errorf("the next question: %v", err)
	}
}
