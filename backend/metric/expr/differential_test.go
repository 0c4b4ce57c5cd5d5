package expr_test

import (
	"database/sql"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"headroom/backend/metric/expr"
)

// asked is how many expressions T17 asks for; EXPRESSIONS asks for more, SEED
// for others.
const asked = 20_000

// setting reads a number from the environment.
func setting(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// TestSQLAndEvalAndOracleAgree holds the rule of the package: SQLite, Eval and
// a naive reading of docs/expressions.md give one value, bit by bit, for every
// generated expression in every row.
func TestSQLAndEvalAndOracleAgree(t *testing.T) {
	rows := worldRows()
	db := table(t, rows)
	g := generator{rand.New(rand.NewPCG(uint64(setting("SEED", 17)), 2026))}
	values := frameOf(rows, math.NaN())
	differences, missing, total := 0, 0, 0
	for done := 0; done < setting("EXPRESSIONS", asked); done += 200 {
		trees, expressions := g.batch(t, 200)
		answers := answer(t, db, expressions)
		for k, e := range expressions {
			evaluated := e.Eval(values)
			for i, r := range rows {
				oracle, eval, sql := shown(trees[k].of(r), e.Type()), at(evaluated, i), answers[k][i]
				total++
				if oracle == nil {
					missing++
				}
				if same(oracle, eval) && same(oracle, sql) {
					continue
				}
				if differences++; differences <= 10 {
					t.Errorf("%s\n  row %v\n  oracle %#v, Eval %#v, SQLite %#v\n  %s", trees[k].text, r, oracle, eval, sql, e.SQL(newRenderer()))
				}
			}
		}
	}
	if differences > 0 {
		t.Errorf("%d of %d values differ", differences, total)
	}
	if share := float64(missing) / float64(total); share < 0.1 || share > 0.8 {
		t.Errorf("%.0f %% of the values are missing, so that the rest says little", share*100)
	}
	t.Logf("%d values, %d missing", total, missing)
}

// TestDifferencesAreFound is the control: an evaluator that takes missing
// numbers for 0 is caught.
func TestDifferencesAreFound(t *testing.T) {
	rows := worldRows()
	g := generator{rand.New(rand.NewPCG(17, 2026))}
	trees, expressions := g.batch(t, 200)
	wrong := frameOf(rows, 0)
	differences := 0
	for k, e := range expressions {
		evaluated := e.Eval(wrong)
		for i, r := range rows {
			if !same(shown(trees[k].of(r), e.Type()), at(evaluated, i)) {
				differences++
			}
		}
	}
	if differences < 100 {
		t.Errorf("an evaluator without the rule of missing values differs only %d times", differences)
	}
}

// few is a frame of count rows that are all alike: every column has one value.
type few struct {
	frame
	count int
}

func (f few) Len() int          { return f.count }
func (f few) Whole() expr.Frame { return f }

// TestColumnsOfOneValue holds that a column of one value stands for all rows,
// and that a frame without rows has no values.
func TestColumnsOfOneValue(t *testing.T) {
	g := generator{rand.New(rand.NewPCG(5, 5))}
	trees, expressions := g.batch(t, 300)
	for _, r := range worldRows()[:10] {
		values := frameOf([]row{r}, math.NaN())
		for k, e := range expressions {
			want := shown(trees[k].of(r), e.Type())
			v := e.Eval(few{values, 3})
			for i := range 3 {
				if got := at(v, i); !same(got, want) {
					t.Fatalf("%s in row %d: %#v, want %#v", trees[k].text, i, got, want)
				}
			}
		}
	}
	none := frameOf(nil, math.NaN())
	for k, e := range expressions {
		if v := e.Eval(few{none, 0}); len(v.Numbers)+len(v.Texts) != 0 {
			t.Errorf("%s has %d values without rows", trees[k].text, len(v.Numbers)+len(v.Texts))
		}
	}
}

// batch generates and reads n expressions.
func (g generator) batch(t *testing.T, n int) ([]tree, []*expr.Expression) {
	trees, expressions := make([]tree, 0, n), make([]*expr.Expression, 0, n)
	for len(trees) < n {
		x := g.tree(pick(g, expr.Number, expr.Text, expr.Date, expr.Time, expr.Boolean), 1+g.IntN(4))
		if len([]rune(x.text)) > 2000 {
			continue
		}
		e, err := expr.Parse(x.text, kinds)
		if err != nil {
			if strings.Contains(err.Error(), "do not go together") {
				continue // refused rightly, as problem_test.go holds
			}
			t.Fatalf("%s: %v", x.text, err)
		}
		trees, expressions = append(trees, x), append(expressions, e)
	}
	return trees, expressions
}

// answer asks SQLite for all expressions in every row.
func answer(t *testing.T, db *sql.DB, expressions []*expr.Expression) [][]any {
	t.Helper()
	r := newRenderer()
	parts := make([]string, len(expressions))
	for i, e := range expressions {
		parts[i] = e.SQL(r)
	}
	rows, err := db.Query("SELECT "+strings.Join(parts, ", ")+" FROM world w0 ORDER BY w0.id", *r.args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := make([][]any, len(expressions))
	cells, into := make([]any, len(expressions)), make([]any, len(expressions))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for i, v := range cells {
			out[i] = append(out[i], told(v, expressions[i].Type()))
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// told is a value of SQLite in the form of same. A whole number instead of
// REAL would be a difference.
func told(v any, t expr.Type) any {
	switch v := v.(type) {
	case []byte:
		return string(v)
	case int64:
		if t == expr.Boolean {
			return v == 1
		}
		return fmt.Sprintf("whole %d", v)
	case time.Time:
		return "time " + v.String()
	}
	return v
}

// shown is a value of the oracle in the form of same.
func shown(v any, t expr.Type) any {
	if when, ok := v.(time.Time); ok {
		if t == expr.Date {
			return when.Format("2006-01-02")
		}
		return when.Format("2006-01-02 15:04:05.000")
	}
	return v
}
