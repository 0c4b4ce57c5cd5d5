package engine_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/mattn/go-sqlite3" // the store's database, to run the engine's SQL on

	"headroom/backend/chunk"
	"headroom/backend/metric/engine"
	"headroom/backend/metric/expr"
	"headroom/backend/portfolio"
)

// source is a world in SQLite.
type source struct {
	world      *world
	db         *sql.DB
	generation int64
	queries    atomic.Int64
}

var _ engine.Source = (*source)(nil)

var registerOnce sync.Once

// register adds a driver whose connections have what expressions call.
func register() {
	sql.Register("engine-test", &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		for _, f := range expr.SQLFunctions() {
			if err := c.RegisterFunc(f.Name, f.Func, true); err != nil {
				return err
			}
		}
		return nil
	}})
}

// open puts w into a database of its own.
func open(tb testing.TB, w *world) *source {
	tb.Helper()
	registerOnce.Do(register)
	db, err := sql.Open("engine-test", ":memory:")
	if err != nil {
		tb.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	tb.Cleanup(func() { db.Close() })
	for _, script := range []string{schema(tb), "BEGIN;" + w.script() + "COMMIT"} {
		if _, err := db.Exec(script); err != nil {
			tb.Fatal(err)
		}
	}
	return &source{world: w, db: db}
}

// schema is what the store makes of an empty file.
func schema(tb testing.TB) string {
	tb.Helper()
	files, err := filepath.Glob("../../store/migrations/*.sql")
	if err != nil || len(files) == 0 {
		tb.Fatalf("migrations: %v, %v", files, err)
	}
	var all strings.Builder
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			tb.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

func (s *source) Generation() int64 { return s.generation }

func (s *source) Read(_ context.Context, fn func(engine.Snapshot) error) error { return fn(s) }

func (s *source) State() engine.State {
	state := s.world.state()
	state.Generation = s.generation
	return state
}

func (s *source) Usage(_ context.Context, stream int64, day portfolio.Day, known int64) (*chunk.Packed, error) {
	return chunk.Pack(s.world.usageParts(stream, day, known)), nil
}

func (s *source) UsageBy(_ context.Context, stream int64, day portfolio.Day, known int64, take func(int64, *chunk.Day, bool)) error {
	for _, i := range s.world.tellers(stream, day, known) {
		take(i.id, s.world.chunkOf(i.id, day), i.whole)
	}
	return nil
}

func (s *source) EventsBy(_ context.Context, stream int64, day portfolio.Day, known int64, take func(int64, *chunk.EventDay)) error {
	for _, i := range s.world.tellers(stream, day, known) {
		take(i.id, s.world.eventsOf(i.id, day))
	}
	return nil
}

func (s *source) Events(_ context.Context, stream int64, day portfolio.Day, known int64) (*chunk.EventDay, error) {
	return s.world.events(stream, day, known), nil
}

func (s *source) Query(ctx context.Context, query string, args []any, row func([]any) error) error {
	s.queries.Add(1)
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	values, into := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, v := range values {
			if b, ok := v.([]byte); ok {
				values[i] = string(b)
			}
		}
		if err := row(values); err != nil {
			return err
		}
	}
	return rows.Err()
}
