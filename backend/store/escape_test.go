package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
)

// secret is in tables that no question may read.
const secret = "s3cr3t-of-a-person"

// guardLog is what the authorizer of questions saw.
type guardLog struct {
	mu      sync.Mutex
	refused []string
	selects int
}

var (
	watching     guardLog
	registerOnly = sync.OnceFunc(func() {
		sql.Register("headroom-watched", &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
			a, err := newAuthorizer(c)
			if err != nil {
				return err
			}
			if err := prepareAsking(c); err != nil {
				return err
			}
			c.RegisterAuthorizer(func(op int, what, column, schema string) int {
				verdict := a.allows(op, what, column, schema)
				watching.mu.Lock()
				defer watching.mu.Unlock()
				if op == sqlite3.SQLITE_SELECT {
					watching.selects++
				}
				if verdict != sqlite3.SQLITE_OK {
					watching.refused = append(watching.refused, fmt.Sprintf("%d %s %s", op, what, column))
				}
				return verdict
			})
			return nil
		}})
	})
)

// guarded opens a store with a little of everything, whose questions are
// watched.
func guarded(t *testing.T) *Store {
	t.Helper()
	registerOnly()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "headroom.db"), Options{Now: func() time.Time { return time.Unix(1_800_000_000, 0) }, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	_, err = s.w.ExecContext(t.Context(), `
		INSERT INTO import (file, sha256, bytes, profile, profile_version, source, dataset, class, as_of, partial, state, rows, added, changed, unchanged, skipped,
			rejected, notes, problems, context, header, digest, imported_at, duration)
		VALUES ('a.csv', 'x', 1, 'p', 1, 'List', 'entitlements', 'P', '2026-09-01', 0, 'committed', 2, 2, 0, 0, 0, 0, '[]', '[]', '{"said":"`+secret+`"}', '[]', '', 1, 1);
		INSERT INTO stream (id, source, dataset, class, reporter, monthly) VALUES (1, 'List', 'entitlements', 'P', '', 0);
		INSERT INTO import_slice (import_id, stream_id, as_of, rank, whole) VALUES (1, 1, '2026-09-01', 1, 1);
		INSERT INTO product (id, key, name, live) VALUES (1, 'suite', 'Suite', 1);
		INSERT INTO person (id, key) VALUES (1, '`+secret+`');
		INSERT INTO watched_folder (path, auto, added_at) VALUES ('`+secret+`', 0, 1);
		INSERT INTO mapping_memory (signature, name, folder, document, trusted, uses, used_at, vhash) VALUES ('`+secret+`', '', '', '{}', 0, 0, 0, 0);
		INSERT INTO setting (name, value) VALUES ('own_partner_ids', 'P1') ON CONFLICT DO NOTHING;`)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		_, err := s.w.ExecContext(t.Context(), `INSERT INTO account (id, key, external, name, live, custom) VALUES (?1, 'k' || ?1, 'e' || ?1, 'Name ' || ?1, 1, '{"Tier":"gold"}')`, i+1)
		if err == nil {
			_, err = s.w.ExecContext(t.Context(), `INSERT INTO entitlement_key (id, key) VALUES (?1, 'n:' || ?1)`, i+1)
		}
		if err == nil {
			_, err = s.w.ExecContext(t.Context(), `INSERT INTO entitlement (id, import_id, as_of, stream_id, line, kind, account_id, product_id, quantity, assigned, start_day, end_day, status, status_raw, trial, partner_id)
				VALUES (?1, 1, '2026-09-01', 1, ?1, 'entitlement', ?1, 1, 10, 5, '2026-01-01', '2026-12-31', 'active', 'active', 0, 'P1')`, i+1)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	pool, err := sql.Open("headroom-watched", dsn(s.path, "mode=ro"))
	if err != nil {
		t.Fatal(err)
	}
	s.asking.Close()
	s.asking = pool
	return s
}

// escapes are what people have tried to leave a value or a name with.
var escapes = []string{
	`'`, `"`, "`", `]`, `[`, `;`, `--`, `/*`, `*/`, `\`, `\'`, `''`, `""`, "\x00", "\n", "\u2028", `%`, `_`, `*`, `?1`, `:a`, `@a`, `$a`,
	`' OR 1=1 --`, `" OR 1=1 --`, `') OR ('1'='1`, `x' UNION SELECT key FROM person --`, `x") UNION SELECT key FROM person --`,
	`1; DROP TABLE account`, `1; ATTACH 'x' AS y`, `1; PRAGMA writable_schema=1`, `(SELECT key FROM person)`, `(SELECT path FROM watched_folder)`,
	`a.name FROM account a UNION SELECT key FROM person`, `(SELECT sql FROM sqlite_schema)`, `load_extension('x')`, `randomblob(1000000000)`,
	`zeroblob(1000000000)`, `printf('%.*c', 100000000, 'x')`, `readfile('/etc/passwd')`, `writefile('x', 'y')`, `CAST(key AS TEXT)`, `f.name`, `a.key`,
	`account"; DELETE FROM account; --`, `account' || (SELECT key FROM person) || '`, `custom."x"`, `custom.'); SELECT key FROM person; --`,
	`$.Tier`, `$[0]`, `$."x' || (SELECT key FROM person)`, `{{TODAY}}`, `{{X}} OR 1=1`, `{{' OR 1=1}}`, `[account]' OR 1=1`, `[account]]) UNION SELECT 1`,
	`IF(1,(SELECT key FROM person),0)`, `"account" FROM person --`, `EXISTS (SELECT 1 FROM person)`, `x AS y, (SELECT key FROM person) AS z`,
	`day'), (SELECT key FROM person`, `month') || (SELECT key FROM person) || ('`, `2026-01-01' OR '1'='1`, `0x31 OR 1`, `1e309`, `NaN`, `-1`, `99999999999999999999`,
	"\u0000' OR 1=1", "ʼ OR 1=1", "＇ OR 1=1", "\u202e' OR 1=1", strings.Repeat("'", 400), strings.Repeat("(", 400), strings.Repeat("*a", 200),
}

// questionsWith puts a text into every part of a question that takes one.
func questionsWith(x string) []metric.Query {
	plain := func() metric.Query {
		return metric.Query{Metrics: []string{"licenses_sold"}, By: []metric.By{{Dimension: "account"}}, AsOf: "2026-10-01"}
	}
	var out []metric.Query
	with := func(change func(*metric.Query)) {
		q := plain()
		change(&q)
		out = append(out, q)
	}
	with(func(q *metric.Query) { q.Metrics = []string{x} })
	with(func(q *metric.Query) { q.By = []metric.By{{Dimension: x}} })
	with(func(q *metric.Query) { q.By = []metric.By{{Dimension: "custom." + x}} })
	with(func(q *metric.Query) { q.By = []metric.By{{Dimension: "end_date", Grain: x}} })
	with(func(q *metric.Query) { q.Sort = []metric.Sort{{By: x}} })
	with(func(q *metric.Query) { q.Scope = x })
	with(func(q *metric.Query) { q.AsOf = x })
	with(func(q *metric.Query) { q.Filter = &metric.Filter{Dimension: x, Op: "eq", Value: "a"} })
	with(func(q *metric.Query) { q.Filter = &metric.Filter{Dimension: "account", Op: x, Value: "a"} })
	for _, op := range []string{"eq", "ne", "gt", "contains", "not_contains", "starts_with", "ends_with"} {
		with(func(q *metric.Query) { q.Filter = &metric.Filter{Dimension: "account", Op: op, Value: x} })
	}
	with(func(q *metric.Query) { q.Filter = &metric.Filter{Dimension: "custom." + x, Op: "eq", Value: x} })
	with(func(q *metric.Query) { q.Filter = &metric.Filter{Dimension: "end_date", Op: "eq", Value: x} })
	with(func(q *metric.Query) { q.Filter = &metric.Filter{Dimension: "end_date", Op: "next", N: 1, Unit: x} })
	with(func(q *metric.Query) { q.Filter = &metric.Filter{Dimension: "quantity", Op: "gt", Value: x} })
	with(func(q *metric.Query) {
		q.Filter = &metric.Filter{Dimension: "product", Op: "in", Values: []any{x, "a", "b", "c", "d", "e", "f", "g", "h", "i"}}
	})
	with(func(q *metric.Query) { q.Having = &metric.Filter{Metric: x, Op: "gt", Value: 1} })
	with(func(q *metric.Query) { q.Metrics, q.By, q.Columns = nil, nil, []string{"account", x} })
	with(func(q *metric.Query) { q.Metrics, q.By, q.Columns = nil, nil, []string{"account", "custom." + x} })
	with(func(q *metric.Query) {
		q.Metrics, q.By, q.Columns, q.Dataset = nil, nil, []string{"account"}, metric.Relation(x)
	})
	with(func(q *metric.Query) { q.Pivot = []string{x} })
	with(func(q *metric.Query) { q.Top = &metric.Top{Dimension: x, N: 1, Metric: "licenses_sold"} })
	with(func(q *metric.Query) { q.Compare = &metric.Compare{Back: 1, Unit: x} })
	with(func(q *metric.Query) {
		q.Calculations = []metric.Calculation{{Name: x, Metric: "licenses_sold", Kind: "running_sum"}}
	})
	with(func(q *metric.Query) {
		q.Calculations = []metric.Calculation{{Name: "a", Metric: "licenses_sold", Kind: x}}
	})
	with(func(q *metric.Query) {
		q.Tokens = map[string]any{"X": x}
		q.Filter = &metric.Filter{Dimension: "account", Op: "eq", Value: "{{X}}"}
	})
	defined := func(d metric.Definitions, name string) {
		with(func(q *metric.Query) { q.Define, q.By = &d, []metric.By{{Dimension: name}} })
	}
	defined(metric.Definitions{Columns: []metric.CalculatedColumn{{Name: x, Expression: "[quantity] + 1"}}}, x)
	defined(metric.Definitions{Columns: []metric.CalculatedColumn{{Name: "calc", Expression: x}}}, "calc")
	text, _ := json.Marshal(x)
	defined(metric.Definitions{Columns: []metric.CalculatedColumn{{Name: "calc", Expression: "CONCATENATE([account], " + string(text) + ")"}}}, "calc")
	defined(metric.Definitions{Columns: []metric.CalculatedColumn{{Name: "calc", Expression: "[" + x + "]"}}}, "calc")
	defined(metric.Definitions{Groups: []metric.Group{{Name: "grouped", Column: "product", Lists: []metric.GroupList{{Name: x, Values: []string{"Suite"}}}, Other: "rest"}}}, "grouped")
	defined(metric.Definitions{Groups: []metric.Group{{Name: "grouped", Column: "product", Lists: []metric.GroupList{{Name: "a", Values: []string{x}}}, Other: x}}}, "grouped")
	defined(metric.Definitions{Groups: []metric.Group{{Name: "grouped", Column: x, Numbers: &metric.Bins{Kind: "dynamic", Count: 3}}}}, "grouped")
	with(func(q *metric.Query) {
		q.Define = &metric.Definitions{Metrics: []metric.DerivedMetric{{Name: "mine", Aggregate: "sum", Column: x, Dataset: metric.Entitlements}}}
		q.Metrics = []string{"mine"}
	})
	with(func(q *metric.Query) {
		q.Define = &metric.Definitions{Metrics: []metric.DerivedMetric{{Name: "mine", Aggregate: x, Column: "quantity", Dataset: metric.Entitlements}}}
		q.Metrics = []string{"mine"}
	})
	return out
}

// TestNothingEscapes puts escapes into every part of a question. Each ends in
// an answer or a fault, and what SQLite was asked to prepare are SELECTs over
// tables that questions read; nothing had to be refused.
func TestNothingEscapes(t *testing.T) {
	s := guarded(t)
	src := &recording{Source: s}
	e := engine.New(src, builtin.Catalog(), engine.WithoutResultCache())
	asked, answered := 0, 0
	try := func(x string) {
		for _, q := range questionsWith(x) {
			asked++
			src.texts = nil
			r, err := e.Ask(t.Context(), q, engine.Env{Today: portfolio.DayOf(2026, 10, 1)})
			if err == nil {
				answered++
			} else if strings.Contains(err.Error(), "not authorized") || strings.Contains(err.Error(), "syntax error") || strings.Contains(err.Error(), "no such") {
				t.Errorf("%q: %v", x, err)
			}
			if text, _ := json.Marshal(r); strings.Contains(string(text), secret) {
				t.Errorf("%q: the answer tells what no question may: %s", x, text)
			}
			for _, text := range src.texts {
				if len(x) > 6 && strings.Contains(unquoted.ReplaceAllString(text, ""), x) {
					t.Errorf("%q stands in the statement: %s", x, text)
				}
			}
		}
	}
	for _, x := range escapes {
		try(x)
	}
	handwritten := asked
	r := rand.New(rand.NewPCG(4, 19))
	for range 60 {
		try(mutated(r))
	}
	watching.mu.Lock()
	defer watching.mu.Unlock()
	if len(watching.refused) > 0 {
		t.Errorf("SQLite was asked for what questions do not need: %q", watching.refused[:min(5, len(watching.refused))])
	}
	if handwritten < 200 || answered < 100 || watching.selects == 0 {
		t.Errorf("%d escapes were tried, %d of all answered with %d SELECTs", handwritten, answered, watching.selects)
	}
	t.Logf("%d handwritten escapes, %d in all, %d answered", handwritten, asked, answered)
}

// unquoted finds what SQL has between quotes.
var unquoted = regexp.MustCompile(`"(?:[^"]|"")*"|'(?:[^']|'')*'`)

// mutated makes a text of parts of escapes.
func mutated(r *rand.Rand) string {
	var out strings.Builder
	for range 1 + r.IntN(4) {
		x := []rune(escapes[r.IntN(len(escapes))])
		from := r.IntN(len(x) + 1)
		out.WriteString(string(x[from : from+r.IntN(len(x)-from+1)]))
		out.WriteRune(rune(r.IntN(0x300)))
	}
	return out.String()
}

// recording keeps the statements asked.
type recording struct {
	engine.Source
	texts []string
}

func (r *recording) Read(ctx context.Context, fn func(engine.Snapshot) error) error {
	return r.Source.Read(ctx, func(s engine.Snapshot) error { return fn(recorded{s, r}) })
}

type recorded struct {
	engine.Snapshot
	into *recording
}

func (r recorded) Query(ctx context.Context, query string, args []any, row func([]any) error) error {
	r.into.texts = append(r.into.texts, query)
	return r.Snapshot.Query(ctx, query, args, row)
}

// TestWhatQuestionsMayNot runs what an escape would: each statement is refused
// where questions are asked, and most would do without the guard.
func TestWhatQuestionsMayNot(t *testing.T) {
	s := guarded(t)
	open, err := sql.Open("sqlite3", dsn(s.path, "mode=rwc"))
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	run := func(pool *sql.DB, statement string) error {
		rows, err := pool.QueryContext(t.Context(), statement)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
		}
		return rows.Err()
	}
	unguarded := 0
	for _, statement := range []string{
		`SELECT key FROM person`, `SELECT count(*) FROM person`, `SELECT 1 FROM person`, `SELECT name FROM account UNION SELECT key FROM person`,
		`SELECT (SELECT key FROM person)`, `SELECT name FROM account WHERE EXISTS (SELECT 1 FROM person)`, `WITH p AS (SELECT key FROM person) SELECT * FROM p`,
		`SELECT path FROM watched_folder`, `SELECT document FROM mapping_memory`, `SELECT context FROM import`, `SELECT * FROM import`,
		`SELECT data FROM archive_part`, `SELECT count(*) FROM archive`, `SELECT * FROM rejected_row`, `SELECT sql FROM sqlite_schema`, `SELECT count(*) FROM sqlite_schema`,
		`SELECT name FROM pragma_table_list`, `SELECT count(*) FROM pragma_module_list`, `SELECT * FROM pragma_database_list`, `SELECT value FROM json_tree('[1]')`,
		`PRAGMA table_list`, `PRAGMA query_only=OFF`, `PRAGMA writable_schema=1`, `ATTACH ':memory:' AS x`, `DETACH main`, `DELETE FROM account`, `UPDATE account SET name = ''`,
		`INSERT INTO account (id) VALUES (9)`, `DROP TABLE account`, `CREATE TABLE x (a)`, `CREATE TEMP TABLE x (a)`, `VACUUM`, `REINDEX`, `ANALYZE`, `SAVEPOINT a`,
		`SELECT load_extension('x')`, `SELECT randomblob(10)`, `SELECT zeroblob(10)`, `SELECT printf('%1000d', 1)`, `SELECT format('%1000d', 1)`, `SELECT hex('a')`, `SELECT quote('a')`,
		`SELECT char(65)`, `SELECT sqlite_version()`, `SELECT sqlite_source_id()`, `SELECT last_insert_rowid()`, `SELECT changes()`,
		`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 10) SELECT i FROM n`,
	} {
		if run(s.asking, statement) == nil {
			t.Errorf("a question may run %s", statement)
		}
		if strings.HasPrefix(statement, "SELECT") || strings.HasPrefix(statement, "WITH") {
			if run(open, statement) == nil {
				unguarded++
			}
		}
	}
	if unguarded < 25 {
		t.Errorf("only %d of them would run without the guard", unguarded)
	}
	var key string
	if err := open.QueryRowContext(t.Context(), `SELECT key FROM person`).Scan(&key); err != nil || key != secret {
		t.Errorf("the control reads %q, %v", key, err)
	}
	for _, statement := range []string{`SELECT count(*) FROM account`, `WITH s AS (SELECT * FROM entitlement) SELECT count(*) FROM s`, `SELECT value FROM json_each('[1]')`} {
		if err := run(s.asking, statement); err != nil {
			t.Errorf("%s: %v", statement, err)
		}
	}
}
