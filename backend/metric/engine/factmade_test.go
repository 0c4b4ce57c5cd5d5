package engine_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
)

// TestMadeColumnsSayWhatSQLSays asks for aggregates, keys and filters of columns
// that are made of several others, in memory and by SQL. Both answer alike, and
// the former does not ask SQLite to add anything up.
func TestMadeColumnsSayWhatSQLSays(t *testing.T) {
	columns := []metric.CalculatedColumn{
		{Name: "spare", Expression: "[quantity] * 2 - [assigned]"},
		{Name: "share", Expression: "[assigned] / [quantity]"},
		{Name: "where_from", Expression: `CONCATENATE([country], " ", [product])`},
		{Name: "idle", Expression: "[assigned] < [quantity]"},
		{Name: "until", Expression: "IF([quantity] > 10, [end_date], [start_date])"},
		{Name: "act", Expression: `ACTBY([end_date], "notice 10 working days, calendar account, window 20 days", [start_date], [cancel_until], [auto_renew], [country], TODAY())`},
		{Name: "or_else", Expression: `IFNOTHING([end_date], "window 20 days", [start_date], [cancel_until], [auto_renew], [country], TODAY())`},
		{Name: "left", Expression: "IF([assigned] > 3, DAYSBETWEEN(TODAY(), [end_date]), DAYSBETWEEN(TODAY(), [start_date]))"},
	}
	filters := []*metric.Filter{
		nil,
		{Dimension: "spare", Op: "gt", Value: 3},
		{Dimension: "share", Op: "is_null"},
		{Dimension: "where_from", Op: "contains", Value: "e"},
		{Dimension: "idle", Op: "eq", Value: true},
		{Dimension: "until", Op: "ge", Value: "2026-06-01"},
		{All: []metric.Filter{{Dimension: "left", Op: "le", Value: 400}, {Dimension: "spare", Op: "ne", Value: 1}}},
	}
	splits := [][]metric.By{nil, {{Dimension: "product"}}, {{Dimension: "spare"}, {Dimension: "idle"}}, {{Dimension: "until", Grain: "month"}, {Dimension: "country"}}, {{Dimension: "where_from"}}, {{Dimension: "act", Grain: "month"}, {Dimension: "or_else"}}}
	aggregates := []metric.DerivedMetric{{Aggregate: "count"}}
	for _, aggregate := range metric.Aggregates {
		for _, column := range []string{"spare", "share", "left", "quantity"} {
			aggregates = append(aggregates, metric.DerivedMetric{Aggregate: aggregate, Column: column})
		}
	}
	for _, column := range []string{"account_key", "where_from", "until", "country"} {
		aggregates = append(aggregates, metric.DerivedMetric{Aggregate: "distinct", Column: column}, metric.DerivedMetric{Aggregate: "count", Column: column})
	}
	catalog, inMemory := builtin.Catalog(), 0
	for seed := uint64(40); seed < 52; seed++ {
		w := newWorld(seed)
		s := open(t, w)
		log := &queryLog{source: s}
		memory, plain := engine.New(log, catalog), engine.New(s, catalog, engine.WithoutFacts())
		memory.NoAccountsAreFew()
		r := roller{rand.New(rand.NewPCG(seed, 9)), w, w.today - 100}
		env := engine.Env{Today: s.State().MaxAsOf} // the state of the present
		for range 40 {
			d := metric.Definitions{Columns: columns}
			names := []string{"licenses_sold"}
			for i := range 3 {
				m := pick(r, aggregates...)
				m.Name, m.Dataset = fmt.Sprintf("m%d", i), metric.Entitlements
				d.Metrics, names = append(d.Metrics, m), append(names, m.Name)
			}
			q := metric.Query{Define: &d, Metrics: names, Filter: pick(r, filters...), By: pick(r, splits...)}
			log.texts = nil
			got, err := memory.Ask(t.Context(), q, env)
			if err != nil {
				t.Fatalf("SEED=%d %s: %v", seed, jsonOf(q), err)
			}
			want, err := plain.Ask(t.Context(), q, env)
			if err != nil {
				t.Fatalf("SEED=%d %s: %v", seed, jsonOf(q), err)
			}
			if a, b := printed(got.Rows), printed(want.Rows); a != b {
				t.Fatalf("SEED=%d %s\nin memory\n%s\nby SQL\n%s", seed, jsonOf(q), a, b)
			}
			if !log.reads("version AS") && len(got.Rows) > 0 {
				inMemory++
			}
			for _, text := range log.texts {
				if past := strings.Contains(text, "version AS"); !past && strings.Contains(text, "FROM fact f") && !strings.HasSuffix(text, "ORDER BY f.id") {
					t.Fatalf("SEED=%d %s: asked of SQLite\n%s", seed, jsonOf(q), text)
				}
			}
		}
		s.db.Close()
	}
	if inMemory < 100 {
		t.Errorf("only %d questions were answered in memory", inMemory)
	}
}

// TestColumnsMadeInMemoryFollowTheDay: a calculated column of several columns
// that depends on the day asked for is another one on another day, though the
// same lines are told on both, however it depends on it.
func TestColumnsMadeInMemoryFollowTheDay(t *testing.T) {
	for name, columns := range map[string]string{
		"it says so itself":            `{"name":"c","expression":"DAYSBETWEEN(TODAY(), [end_date]) - DAYSBETWEEN([start_date], [end_date])"}`,
		"a column it uses says so":     `{"name":"left","expression":"DAYSBETWEEN(TODAY(), [end_date])"},{"name":"c","expression":"[left] - DAYSBETWEEN([start_date], [end_date])"}`,
		"a column it uses counts days": `{"name":"c","expression":"[days_to_end] - DAYSBETWEEN([start_date], [end_date])"}`,
	} {
		t.Run(name, func(t *testing.T) {
			different := 0
			for seed := uint64(1); seed <= 20; seed++ {
				different += one(len(answersByDay(t, seed, columns)) >= 3)
			}
			if different < 5 {
				t.Errorf("only %d worlds have another answer on each day", different)
			}
		})
	}
}

// answersByDay asks for the sum of column c on three days, in memory and by SQL,
// and returns the different answers.
func answersByDay(t *testing.T, seed uint64, columns string) map[string]bool {
	t.Helper()
	w := newWorld(seed)
	s := open(t, w)
	defer s.db.Close()
	memory, plain := engine.New(s, builtin.Catalog()), engine.New(s, builtin.Catalog(), engine.WithoutFacts())
	memory.NoAccountsAreFew()
	answers := map[string]bool{}
	for back := range portfolio.Day(3) {
		for _, by := range []string{"", `,"by":[{"dimension":"date","grain":"month"}]`} {
			q := query(t, `{"metrics":["x"]`+by+`,"define":{"columns":[`+columns+`],"metrics":[{"name":"x","aggregate":"sum","column":"c"}]}}`)
			env := engine.Env{Today: w.today + 3}
			q.AsOf = (env.Today - back).String()
			got, err := memory.Ask(t.Context(), q, env)
			if err != nil {
				t.Fatalf("SEED=%d %s: %v", seed, q.AsOf, err)
			}
			want, err := plain.Ask(t.Context(), q, env)
			if err != nil {
				t.Fatalf("SEED=%d %s: %v", seed, q.AsOf, err)
			}
			a := printed(got.Rows)
			if b := printed(want.Rows); a != b {
				t.Fatalf("SEED=%d %s%s\nin memory\n%s\nby SQL\n%s", seed, q.AsOf, by, a, b)
			}
			answers[a] = true
		}
	}
	return answers
}

// TestColumnsMadeInMemoryFollowTheSide: what a calculated column is made of may
// say whether a line was added or churned; the lines of both sides of a change are
// the same ones.
func TestColumnsMadeInMemoryFollowTheSide(t *testing.T) {
	moved := 0
	for seed := uint64(1); seed <= 30; seed++ {
		w := newWorld(seed)
		s := open(t, w)
		memory, plain := engine.New(s, builtin.Catalog()), engine.New(s, builtin.Catalog(), engine.WithoutFacts())
		memory.NoAccountsAreFew()
		for _, day := range []portfolio.Day{w.today, w.today + 40, w.today + 90} {
			q := query(t, `{"metrics":["licenses_added","licenses_churned"],"by":[{"dimension":"c"}],"define":{
				"columns":[{"name":"c","expression":"IF([change_kind] = \"added\", [quantity] * 100, [quantity] + [assigned])"}]}}`)
			q.AsOf = day.String()
			q.Filter = &metric.Filter{Dimension: metric.DateName, Op: "between", Values: []any{(day - 30).String(), day.String()}}
			env := engine.Env{Today: w.today}
			got, err := memory.Ask(t.Context(), q, env)
			if err != nil {
				t.Fatalf("SEED=%d %s: %v", seed, q.AsOf, err)
			}
			want, err := plain.Ask(t.Context(), q, env)
			if err != nil {
				t.Fatalf("SEED=%d %s: %v", seed, q.AsOf, err)
			}
			if a, b := printed(got.Rows), printed(want.Rows); a != b {
				t.Fatalf("SEED=%d %s\nin memory\n%s\nby SQL\n%s", seed, q.AsOf, a, b)
			}
			moved += one(len(got.Rows) > 1)
		}
		s.db.Close()
	}
	if moved < 10 {
		t.Errorf("only %d answers have added and churned lines", moved)
	}
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
