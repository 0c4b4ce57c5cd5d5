package engine_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
)

// TestMemorySaysWhatSQLSays asks the same random questions with and without
// facts in memory. Both answer alike, and most questions about the present do
// not ask SQLite to add anything up.
func TestMemorySaysWhatSQLSays(t *testing.T) {
	catalog := builtin.Catalog()
	asked, inMemory := 0, 0
	for seed := uint64(900); seed < 960; seed++ {
		w := newWorld(seed)
		s := open(t, w)
		log := &queryLog{source: s}
		memory, plain := engine.New(log, catalog), engine.New(s, catalog, engine.WithoutFacts())
		memory.NoAccountsAreFew()
		r := roller{rand.New(rand.NewPCG(seed, 5)), w, w.today - 100}
		env := engine.Env{Today: w.today}
		for range 60 {
			q := r.query(catalog)
			q.AsOf, q.KnownAt = "", 0
			if slices.ContainsFunc(q.Relations(catalog), func(r metric.Relation) bool {
				return r != metric.Entitlements && r != metric.Accounts && r != metric.Usage && r != metric.Health
			}) {
				continue
			}
			log.texts = nil
			got, err := memory.Ask(t.Context(), q, env)
			if err != nil {
				t.Fatalf("SEED=%d %s: %v", seed, jsonOf(q), err)
			}
			want, err := plain.Ask(t.Context(), q, env)
			if err != nil {
				t.Fatalf("SEED=%d %s: %v", seed, jsonOf(q), err)
			}
			if a, b := printed(got.Rows), printed(want.Rows); a != b || printed([][]any{got.Totals}) != printed([][]any{want.Totals}) {
				t.Fatalf("SEED=%d %s\nin memory\n%s\nby SQL\n%s", seed, jsonOf(q), a, b)
			}
			asked++
			if log.reads("SELECT f.key") || log.reads("FROM account f") {
				inMemory++
			}
		}
		s.db.Close()
	}
	if asked < 200 || inMemory < asked/4 {
		t.Errorf("only %d of %d questions were answered in memory", inMemory, asked)
	}
	t.Logf("%d of %d questions were answered in memory", inMemory, asked)
}

// queryLog keeps the statements asked of a source.
type queryLog struct {
	*source
	texts []string
}

func (l *queryLog) Read(_ context.Context, fn func(engine.Snapshot) error) error { return fn(l) }

func (l *queryLog) Query(ctx context.Context, query string, args []any, row func([]any) error) error {
	l.texts = append(l.texts, query)
	return l.source.Query(ctx, query, args, row)
}

// reads reports whether a statement has a part.
func (l *queryLog) reads(part string) bool {
	return slices.ContainsFunc(l.texts, func(text string) bool { return strings.Contains(text, part) })
}
