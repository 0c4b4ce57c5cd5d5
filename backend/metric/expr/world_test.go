package expr_test

import (
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3" // what the rendered SQL is run on

	"headroom/backend/metric/expr"
)

// scope is the columns of the tests.
type scope map[string]expr.Column

func (s scope) Column(name string) (expr.Column, bool) {
	c, ok := s[name]
	return c, ok
}

func (s scope) Names() []string {
	var names []string
	for n := range s {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// kinds are the columns of the world by type.
var kinds = scope{
	"whole":  {Name: "whole", Type: expr.Number, Whole: true},
	"other":  {Name: "other", Type: expr.Number, Whole: true},
	"real":   {Name: "real", Type: expr.Number},
	"rate":   {Name: "rate", Type: expr.Number},
	"word":   {Name: "word", Type: expr.Text},
	"phrase": {Name: "phrase", Type: expr.Text},
	"first":  {Name: "first", Type: expr.Date},
	"last":   {Name: "last", Type: expr.Date},
	"begun":  {Name: "begun", Type: expr.Time},
	"ended":  {Name: "ended", Type: expr.Time},
	"yes":    {Name: "yes", Type: expr.Boolean},
	"no":     {Name: "no", Type: expr.Boolean},
	"twice":  {Name: "twice", Type: expr.Number, Expression: "[whole] * 2 + [real]"},
	"label":  {Name: "label", Type: expr.Text, Expression: `CONCATENATE([word], "-", [phrase])`},
	"notice": {Name: "notice", Type: expr.Date, Expression: `DATESUBTRACT([last], [other], "D")`},
}

var (
	wholes  = []any{nil, 0.0, 1.0, -1.0, 2.0, 3.0, 7.0, -12.0, 100.0, 1e6, 9007199254740991.0, -9007199254740991.0, 4e18, 30.0, 365.0}
	reals   = []any{nil, 0.0, 1.0, -1.0, 0.5, -0.5, 2.5, -2.5, 1.005, 2.675, 0.1, 1.0 / 3, 1e308, -1e308, 1.7976931348623157e308, 5e-324, 1e-300, 123456.789, 4503599627370497.5, 1e22, 0.49999999999999994}
	strs    = []any{nil, "", "a", "Äpfel und Öl", "straße", "日本語テキスト", "İstanbul ı", "a b  c", "  pad ", "O'Neil", `say "hi"`, "%_*[a]", "12", "-3.5e2", "2024-02-29", "02/30/2023", "ǆ Ǆ", "🙂🙃", "e\u0301a", "Premium premium PREMIUM", "aaa"}
	days    = []any{nil, "0001-01-01", "9999-12-31", "2024-02-29", "2023-01-31", "1970-01-01", "1969-12-31", "2000-02-29", "1900-02-28", "2026-11-22", "2024-12-31", "2023-03-30", "2025-05-31"}
	moments = []any{nil, "0001-01-01 00:00:00.000", "9999-12-31 23:59:59.999", "2024-02-29 12:34:56.789", "2023-01-31 23:59:59.001", "1969-12-31 00:00:00.001", "1970-01-01 00:00:00.000", "2026-11-22 08:05:09.010", "2025-03-30 02:30:00.500"}
	truths  = []any{nil, true, false}
)

const rowCount = 30

// row is one row of the world: nil, float64, string, bool, time.Time.
type row map[string]any

// dateOf reads a civil time as the oracle keeps it.
func dateOf(s string) time.Time {
	layout := "2006-01-02 15:04:05.000"
	t, err := time.Parse(layout[:len(s)], s)
	if err != nil {
		panic(err)
	}
	return t
}

var (
	today = dateOf("2026-11-22")
	now   = dateOf("2026-11-22 17:08:09.010")
)

// rows are the rows of the world: every pool is walked with a step of its own,
// so that all kinds of values meet.
func worldRows() []row {
	pick := func(pool []any, i, step, from int) any { return pool[(from+i*step)%len(pool)] }
	when := func(v any) any {
		if v == nil {
			return nil
		}
		return dateOf(v.(string))
	}
	var all []row
	for i := range rowCount {
		all = append(all, row{
			"whole": pick(wholes, i, 1, 0), "other": pick(wholes, i, 4, 3), "real": pick(reals, i, 1, 0), "rate": pick(reals, i, 5, 2),
			"word": pick(strs, i, 1, 0), "phrase": pick(strs, i, 5, 7),
			"first": when(pick(days, i, 1, 0)), "last": when(pick(days, i, 5, 3)),
			"begun": when(pick(moments, i, 1, 0)), "ended": when(pick(moments, i, 4, 2)),
			"yes": pick(truths, i, 1, 0), "no": pick(truths, i/3, 1, 1),
		})
	}
	return all
}

// frame is the world for Eval.
type frame map[string]expr.Values

func (frame) Len() int                         { return rowCount }
func (f frame) Column(name string) expr.Values { return f[name] }
func (frame) Today() float64                   { return float64(today.Unix() / 86400) }
func (frame) Now() float64                     { return float64(now.UnixMilli()) }
func (f frame) Whole() expr.Frame              { return f }

// frameOf makes a frame of rows. missing is what a missing number is.
func frameOf(rows []row, missing float64) frame {
	f := frame{}
	for name, c := range kinds {
		if c.Expression != "" {
			continue
		}
		v := expr.Values{Type: c.Type}
		for _, r := range rows {
			x := missing
			switch value := r[name].(type) {
			case nil:
			case float64:
				x = value
			case bool:
				if x = 0; value {
					x = 1
				}
			case time.Time:
				if x = float64(value.UnixMilli()); c.Type == expr.Date {
					x = float64(value.Unix() / 86400)
					if value.Unix()%86400 != 0 {
						panic("no day")
					}
				}
			}
			if c.Type == expr.Text {
				s, ok := r[name].(string)
				v.Texts, v.Missing = append(v.Texts, s), append(v.Missing, !ok)
			} else {
				v.Numbers = append(v.Numbers, x)
			}
		}
		f[name] = v
	}
	return f
}

var driver sync.Once

// connect opens an empty database with what expressions call.
func connect(tb testing.TB) *sql.DB {
	tb.Helper()
	driver.Do(func() {
		sql.Register("expr-test", &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
			c.SetLimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200)
			for _, f := range expr.SQLFunctions() {
				if err := c.RegisterFunc(f.Name, f.Func, true); err != nil {
					return err
				}
			}
			return nil
		}})
	})
	db, err := sql.Open("expr-test", ":memory:")
	if err != nil {
		tb.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	tb.Cleanup(func() { db.Close() })
	return db
}

// table puts rows into a database.
func table(tb testing.TB, rows []row) *sql.DB {
	tb.Helper()
	db := connect(tb)
	types := map[expr.Type]string{expr.Number: "REAL", expr.Text: "TEXT", expr.Date: "TEXT", expr.Time: "TEXT", expr.Boolean: "INTEGER"}
	var columns, marks []string
	for _, name := range kinds.Names() {
		if c := kinds[name]; c.Expression == "" {
			t := types[c.Type]
			if c.Whole {
				t = "INTEGER"
			}
			columns, marks = append(columns, name), append(marks, "?")
			_ = t
			types[0] += ", " + name + " " + t
		}
	}
	if _, err := db.Exec("CREATE TABLE world (id INTEGER PRIMARY KEY" + types[0] + ") STRICT"); err != nil {
		tb.Fatal(err)
	}
	for _, r := range rows {
		var args []any
		for _, name := range columns {
			v := r[name]
			if t, ok := v.(time.Time); ok {
				layout := "2006-01-02"
				if kinds[name].Type == expr.Time {
					layout = "2006-01-02 15:04:05.000"
				}
				v = t.Format(layout)
			}
			if x, ok := v.(float64); ok && kinds[name].Whole {
				v = int64(x)
			}
			args = append(args, v)
		}
		if _, err := db.Exec("INSERT INTO world ("+strings.Join(columns, ", ")+") VALUES ("+strings.Join(marks, ", ")+")", args...); err != nil {
			tb.Fatal(err)
		}
	}
	return db
}

// renderer renders for the table world.
type renderer struct {
	alias string
	depth int
	args  *[]any
	known map[any]int
}

func newRenderer() renderer { return renderer{alias: "w0", args: new([]any), known: map[any]int{}} }

func (r renderer) Column(name string) string { return r.alias + "." + name }
func (r renderer) Today() string             { return "'" + today.Format(time.DateOnly) + "'" }
func (r renderer) Now() string               { return "'" + now.Format("2006-01-02 15:04:05.000") + "'" }

func (r renderer) Arg(v any) string {
	i, ok := r.known[v]
	if !ok {
		*r.args = append(*r.args, v)
		i = len(*r.args)
		r.known[v] = i
	}
	return fmt.Sprintf("?%d", i)
}

func (r renderer) Aggregate(a *expr.Aggregate) string {
	inner := r
	inner.depth++
	inner.alias = fmt.Sprintf("w%d", inner.depth)
	calls := map[string]string{"average": "avg(%s)", "distinct": "count(DISTINCT %s)", "median": "avg(%s)"}
	call, ok := calls[a.Function]
	if !ok {
		call = a.Function + "(%s)"
	}
	where := "1"
	for _, by := range a.By {
		where += " AND " + by.SQL(inner) + " IS " + by.SQL(r)
	}
	return "(SELECT " + fmt.Sprintf(call, a.Value.SQL(inner)) + " FROM world " + inner.alias + " WHERE " + where + ")"
}

// same reports whether what SQLite, Eval and the oracle say is one value.
// Numbers are compared bit by bit but for -0, which SQLite keeps as 0.
func same(a, b any) bool {
	x, ok := a.(float64)
	y, also := b.(float64)
	if ok && also {
		return math.Float64bits(x+0) == math.Float64bits(y+0)
	}
	return a == b
}

// at is row i of values in the form of same.
func at(v expr.Values, i int) any {
	if !v.Present(i) {
		return nil
	}
	switch v.Type {
	case expr.Text:
		return v.Texts[i]
	case expr.Date:
		return expr.DateText(v.Numbers[i])
	case expr.Time:
		return expr.TimeText(v.Numbers[i])
	case expr.Boolean:
		return v.Numbers[i] == 1
	}
	return v.Numbers[i]
}
