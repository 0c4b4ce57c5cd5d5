package engine_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"headroom/backend/chunk"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
)

// TestAgainstHandWrittenSQL asks every case in testdata of the engine and asks
// SQL written by hand. They must agree, and be what was read and approved;
// UPDATE_GOLDEN=1 rewrites the rows.
func TestAgainstHandWrittenSQL(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	s := openFixture(t)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			c, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			section := func(name string) string {
				i := slices.IndexFunc(c.Files, func(f txtar.File) bool { return f.Name == name })
				if i < 0 {
					return ""
				}
				return string(c.Files[i].Data)
			}
			var q metric.Query
			if err := json.Unmarshal([]byte(section("query")), &q); err != nil {
				t.Fatal(err)
			}
			r, err := engine.New(s, builtin.Catalog()).Ask(t.Context(), q, engine.Env{Today: day("2026-11-05")})
			if err != nil {
				t.Fatal(err)
			}
			got := printed(r.Rows)
			var byHand [][]any
			if err := s.Query(t.Context(), section("check"), nil, func(v []any) error { byHand = append(byHand, slices.Clone(v)); return nil }); err != nil {
				t.Fatal(err)
			}
			if want := printed(byHand); got != want {
				t.Errorf("engine:\n%sby hand:\n%s", got, want)
			}
			if os.Getenv("UPDATE_GOLDEN") != "" {
				c.Files = append(slices.DeleteFunc(c.Files, func(f txtar.File) bool { return f.Name == "rows" }), txtar.File{Name: "rows", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(c), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if want := section("rows"); got != want {
				t.Errorf("rows are\n%sand were\n%s", got, want)
			}
		})
	}
}

func printed(rows [][]any) string {
	var b strings.Builder
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, v := range row {
			switch x := v.(type) {
			case nil:
				cells[i] = "-"
			case float64:
				cells[i] = strconv.FormatFloat(x, 'g', 10, 64)
			default:
				cells[i] = fmt.Sprint(x)
			}
		}
		b.WriteString(strings.Join(cells, " | ") + "\n")
	}
	return b.String()
}

// fixture is testdata/portfolio.sql as a source.
type fixture struct{ source }

func openFixture(t *testing.T) *fixture {
	t.Helper()
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	script, err := os.ReadFile("testdata/portfolio.sql")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(schema(t) + string(script)); err != nil {
		t.Fatal(err)
	}
	return &fixture{source{db: db}}
}

func (s *fixture) Read(_ context.Context, fn func(engine.Snapshot) error) error { return fn(s) }

func (s *fixture) State() engine.State {
	last := day("2026-10-31")
	return engine.State{
		GraceDays:   30,
		OwnPartners: []string{"123"}, LastUpdated: "2026-11-02T08:00:00Z", HasDeployment: true, MaxAsOf: last, LastImport: 8,
		AsOf: map[portfolio.Dataset]portfolio.Day{
			portfolio.Entitlements: last, portfolio.Usage: last, portfolio.Deployment: last, portfolio.SupportRequests: last, portfolio.Charges: last,
		},
		Streams: []engine.Stream{
			{
				ID: 2, Source: "partner_center", Dataset: portfolio.Usage, Class: portfolio.PeriodTable, Monthly: true,
				Days: []portfolio.Day{day("2026-09-30"), last}, Imports: []int64{3, 3}, Whole: []int64{3, 3},
			},
			{
				ID: 3, Source: "meters", Dataset: portfolio.Usage, Class: portfolio.Snapshot,
				Days: []portfolio.Day{day("2026-10-30")}, Imports: []int64{4}, Whole: []int64{4},
			},
			{
				ID: 6, Source: "log", Dataset: portfolio.Usage, Class: portfolio.Events,
				Days: []portfolio.Day{day("2026-09-29"), day("2026-10-05"), day("2026-10-30")}, Imports: []int64{4, 4, 4}, Whole: []int64{0, 0, 0},
			},
		},
	}
}

func (s *fixture) Usage(ctx context.Context, stream int64, d portfolio.Day, _ int64) (*chunk.Packed, error) {
	observed, err := s.observed(ctx, stream, d)
	return chunk.PackDay(observed), err
}

func (s *fixture) UsageBy(ctx context.Context, stream int64, d portfolio.Day, _ int64, take func(int64, *chunk.Day, bool)) error {
	st := s.State()
	for _, x := range st.Streams {
		if i := slices.Index(x.Days, d); x.ID == stream && i >= 0 {
			observed, err := s.observed(ctx, stream, d)
			take(x.Imports[i], observed, x.Whole[i] != 0)
			return err
		}
	}
	return nil
}

// observed is what the table observation says of a stream on a day.
func (s *fixture) observed(ctx context.Context, stream int64, d portfolio.Day) (*chunk.Day, error) {
	out := &chunk.Day{Used: chunk.Column{Scale: 2}, Entitled: chunk.Column{Scale: 2}}
	hundredths := func(v any) int64 {
		text, ok := v.(string)
		if !ok {
			return chunk.Null
		}
		x, err := strconv.ParseFloat(text, 64)
		if err != nil {
			panic(err)
		}
		return int64(x*100 + 0.5)
	}
	count := func(v any) int64 {
		if n, ok := v.(int64); ok {
			return n
		}
		return chunk.Null
	}
	err := s.Query(ctx, `SELECT o.series, o.active, o.total, o.used, o.entitled, o.peak FROM observation o JOIN series s ON s.id = o.series
		WHERE s.stream_id = ? AND o.day = ? ORDER BY o.series`, []any{stream, d.String()}, func(v []any) error {
		out.Series = append(out.Series, int32(v[0].(int64)))
		out.Active.Values, out.Total.Values = append(out.Active.Values, count(v[1])), append(out.Total.Values, count(v[2]))
		out.Peak.Values = append(out.Peak.Values, count(v[5]))
		out.Used.Values, out.Entitled.Values = append(out.Used.Values, hundredths(v[3])), append(out.Entitled.Values, hundredths(v[4]))
		return nil
	})
	return out, err
}
