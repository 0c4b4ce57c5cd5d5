package expr_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"headroom/backend/metric/expr"
)

// one evaluates an expression without columns, and asks SQLite for it.
func one(t *testing.T, text string) any {
	t.Helper()
	e, err := expr.Parse(text, kinds)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	evaluated := at(e.Eval(frameOf(worldRows(), math.NaN())), 0)
	db := connect(t)
	if _, err := db.Exec("CREATE TABLE world (id INTEGER); INSERT INTO world VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	if told := answer(t, db, []*expr.Expression{e})[0][0]; !same(told, evaluated) {
		t.Errorf("%s is %#v for Eval and %#v for SQLite", text, evaluated, told)
	}
	return evaluated
}

// TestMeaning is docs/expressions.md by example.
func TestMeaning(t *testing.T) {
	for text, want := range map[string]any{
		`1 + 2 * 3`:                                7.0,
		`(1 + 2) * 3`:                              9.0,
		`-2 * 3 - -4`:                              -2.0,
		`7 - 2 - 1`:                                4.0,
		"1 + // one\n 2":                           3.0,
		`1 + 2 = 3`:                                true,
		`2 <> 2`:                                   false,
		`"a" < "B"`:                                false,
		`0 * -1`:                                   0.0,
		`1e308 * 10`:                               nil,
		`IF(1e308 * 10 > 1, 1, 2)`:                 2.0,
		`1 / (DAYOFWEEK(TODAY()) - 1)`:             nil,
		`AND(FALSE, NULL)`:                         false,
		`AND(TRUE, NULL)`:                          nil,
		`OR(TRUE, NULL)`:                           true,
		`OR(FALSE, NULL)`:                          nil,
		`NOT(NULL)`:                                nil,
		`IF(NULL, 1, 2)`:                           2.0,
		`IFS(NULL, 1, TRUE, 2)`:                    2.0,
		`IFS(FALSE, 1)`:                            nil,
		`ISNULL(NULL, 5)`:                          5.0,
		`COALESCE(NULL, NULL, "a")`:                "a",
		`ISBLANK("")`:                              true,
		`ISBLANK(0)`:                               false,
		`MAX(1, NULL)`:                             nil,
		`MIN(3, 1, 2)`:                             1.0,
		`MAX("2024-01-31", TODAY())`:               "2026-11-22",
		`ROUND(1.005, 2)`:                          1.01,
		`ROUND(2.675, 2)`:                          2.68,
		`ROUND(-2.5)`:                              -3.0,
		`ROUND(1234.5, -2)`:                        1200.0,
		`ROUND(0.4999, 0)`:                         0.0,
		`ROUNDDOWN(0.29, 2)`:                       0.29,
		`ROUNDUP(0.28, 2)`:                         0.28,
		`ROUNDUP(-0.281, 2)`:                       -0.29,
		`ROUNDDOWN(-2.9)`:                          -2.0,
		`EVEN(3.2)`:                                4.0,
		`EVEN(-1)`:                                 -2.0,
		`ODD(0)`:                                   1.0,
		`ODD(-1.5)`:                                -3.0,
		`LOG(1000)`:                                3.0,
		`LOG(8, 2)`:                                3.0,
		`LOG(0)`:                                   nil,
		`SQRT(-1)`:                                 nil,
		`SQRT(9)`:                                  3.0,
		`POWER(2, 10)`:                             1024.0,
		`EXP(1000)`:                                nil,
		`INCLUDE("Premium", "prem")`:               false,
		`LEFT("straße", 5)`:                        "straß",
		`RIGHT("日本語", 2)`:                          "本語",
		`RIGHT("a", 0)`:                            "",
		`MID("abcdef", 2, 3)`:                      "bcd",
		`MID("abc", 0, 2)`:                         "ab",
		`LEFT("abc", -1)`:                          "",
		`LENGTH("日本語")`:                            3.0,
		`UPPER("äß")`:                              "Äß",
		`PROPER("o'neil and SONS ltd")`:            "O'neil And Sons Ltd",
		`REPLACE("aaa", "a", "b")`:                 "bbb",
		`REPLACE("aaa", "", "b")`:                  "aaa",
		`TRIM("  a b ")`:                           "a b",
		`CONCATENATE("a", 1.5, TRUE)`:              "a1.5TRUE",
		`CONCATENATE("a", NULL)`:                   nil,
		`TEXT(1234.567, "#,##0.00")`:               "1,234.57",
		`TEXT(0.125, "0.0%")`:                      "12.5%",
		`TEXT(-0.4, "0")`:                          "0",
		`TEXT(1e21)`:                               "1e+21",
		`TEXT(TODAY(), "DD.MM.YYYY")`:              "22.11.2026",
		`TEXT(TODAY(), "YYYY/Q")`:                  "2026/4",
		`TEXT(TODAY())`:                            "2026-11-22",
		`VALUE(" 12.5 ")`:                          12.5,
		`VALUE("12,5")`:                            nil,
		`DATEVALUE("02/29/2024")`:                  "2024-02-29",
		`DATEVALUE("29.02.2024")`:                  nil,
		`DATEADD("2024-01-31", 1, "M")`:            "2024-02-29",
		`DATEADD("2024-02-29", 1, "Y")`:            "2025-02-28",
		`DATESUBTRACT("03/31/2023", 1, "M")`:       "2023-02-28",
		`DATEADD("2024-01-31", 90, "S")`:           "2024-01-31 00:01:30.000",
		`DATEADD("2024-01-31", 1.9, "D")`:          "2024-02-01",
		`DATEADD("9999-12-31", 1, "D")`:            nil,
		`DATESUBTRACT("0001-01-01", 1, "MI")`:      nil,
		`DATEDIF("2024-01-31", "2024-02-29", "M")`: 0.0,
		`DATEDIF("2024-01-15", "2026-01-14", "Y")`: 1.0,
		`DATEDIF("2026-01-14", "2024-01-15", "M")`: -23.0,
		`DAYSBETWEEN("2024-02-28", "2024-03-01")`:  2.0,
		`DAYOFWEEK("2026-11-22")`:                  1.0,
		`HOUR("2026-11-22 17:08:09")`:              17.0,
		`HOUR(TODAY())`:                            0.0,
		`TODAY() = "11/22/2026"`:                   true,
		`NOW() > TODAY()`:                          true,
		`"2026-11-22 00:00:00" = TODAY()`:          true,
		`IF(NULL = NULL, 1, 2)`:                    2.0,
	} {
		t.Run(text, func(t *testing.T) {
			if got := one(t, text); !same(got, want) {
				t.Errorf("is %#v, want %#v", got, want)
			}
		})
	}
}

// TestTextsStayShort holds that what grows is missing before it is long, for
// SQLite as for Eval.
func TestTextsStayShort(t *testing.T) {
	long := `"` + strings.Repeat("a", 400) + `"`
	grown := fmt.Sprintf(`REPLACE(%s, "a", %s)`, long, long) // 160,000
	for text, want := range map[string]any{
		"LENGTH(" + grown + ")": nil,
		`LENGTH(REPLACE(` + long + `, "a", "` + strings.Repeat("b", 250) + `"))`:                                                          100000.0,
		`LENGTH(CONCATENATE("b", REPLACE(` + long + `, "a", "` + strings.Repeat("b", 250) + `")))`:                                        nil,
		`ISNULL(REPLACE(REPLACE(REPLACE(REPLACE("aaaaaaaaaa", "a", ` + long + `), "a", "bb"), "b", "cc"), "c", "dddddddddddd"), "short")`: "short",
	} {
		if got := one(t, text); !same(got, want) {
			t.Errorf("%.60s is %.60v, want %v", text, got, want)
		}
	}
}

// TestDeepestRuns holds that what Parse accepts stays within the depth that
// connections of the store allow.
func TestDeepestRuns(t *testing.T) {
	db := table(t, worldRows())
	nest := func(open, close string, n int) string {
		return strings.Repeat(open, n) + "[real]" + strings.Repeat(close, n)
	}
	ran := 0
	for n := 1; n <= 200; n++ {
		for _, text := range []string{
			strings.Repeat("[real] + ", n) + "[real]", nest("ABS(", ")", n), nest("ROUNDUP(", ", 2)", n), nest("(1 - ", ")", n), nest("-", "", n),
			nest("LENGTH(TEXT(", "))", n), nest("YEAR(DATEADD(TODAY(), ", `, "D"))`, n), nest("IF([yes], ", ", [whole])", n), nest("(1 / (2 + ", "))", n),
			nest("DATEDIF(TODAY(), DATEADD([first], ", `, "M"), "Y")`, n), "IF(" + nest("NOT(", " > 1)", 1) + ", " + nest("MAX(1, ", ")", n) + ", 2)",
			"AND([yes]" + strings.Repeat(", [no]", n) + ")", "CONCATENATE([word]" + strings.Repeat(", [phrase]", n) + ")",
		} {
			e, err := expr.Parse(text, kinds)
			if err != nil {
				continue
			}
			ran++
			answer(t, db, []*expr.Expression{e})
		}
	}
	if ran < 700 {
		t.Errorf("only %d were accepted", ran)
	}
}

// TestAggregates holds that aggregates over the whole dataset are the same for
// SQLite and Eval, with groups and without.
func TestAggregates(t *testing.T) {
	rows := worldRows()
	db, values := table(t, rows), frameOf(rows, math.NaN())
	var expressions []*expr.Expression
	var texts []string
	for _, text := range []string{
		"AGG_SUM([other])", "AGG_SUM([other], [yes])", "AGG_AVERAGE([other] / 4, [yes], [no])", "AGG_MIN([first], [no])", "AGG_MAX([begun])",
		"AGG_COUNT([word], [yes])", "AGG_DISTINCT([word])", "AGG_DISTINCT([other], [no])", "AGG_MAX([whole] + [other], [word])", "[other] / AGG_SUM([other], [no])",
		"AGG_COUNT([phrase], YEAR([first]) > 1990)", "AGG_SUM([twice] * 0)", "AGG_MIN([notice])",
	} {
		e, err := expr.Parse(text, kinds)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if !e.UsesAggregates() {
			t.Errorf("%s uses aggregates", text)
		}
		expressions, texts = append(expressions, e), append(texts, text)
	}
	answers := answer(t, db, expressions)
	for k, e := range expressions {
		evaluated := e.Eval(values)
		for i := range rows {
			if got, want := at(evaluated, i), answers[k][i]; !near(got, want) {
				t.Errorf("%s in row %d: Eval %v, SQLite %v", texts[k], i, got, want)
			}
		}
	}
	e, _ := expr.Parse("AGG_MEDIAN([other], [no])", kinds)
	got := map[any]any{}
	for i, r := range rows {
		got[r["no"]] = at(e.Eval(values), i)
	}
	lists := map[any][]float64{}
	for _, r := range rows {
		if x, ok := r["other"].(float64); ok {
			lists[r["no"]] = append(lists[r["no"]], x)
		}
	}
	for k, list := range lists {
		below, above := 0, 0
		for _, x := range list {
			if x < got[k].(float64) {
				below++
			}
			if x > got[k].(float64) {
				above++
			}
		}
		if 2*below > len(list) || 2*above > len(list) {
			t.Errorf("the median of %v is not %v", list, got[k])
		}
	}
}

// near compares sums of numbers that are not whole: SQLite adds them in the
// order of its plan.
func near(a, b any) bool {
	x, ok := a.(float64)
	y, also := b.(float64)
	if ok && also {
		return math.Abs(x-y) <= 1e-12*math.Max(math.Abs(x), math.Abs(y))
	}
	return same(a, b) || b == "whole "+strings.TrimSpace(fmt.Sprint(a))
}

// TestSurvey holds what is said of an expression.
func TestSurvey(t *testing.T) {
	for _, c := range []struct {
		text, columns, unit        string
		volatile, now, today, over bool
	}{
		{"[headroom] / [days_to_end]", "assigned days_to_end quantity", "", false, false, false, false},
		{"[headroom] * 2", "assigned quantity", "licenses", false, false, false, false},
		{"[quantity] / [assigned]", "assigned quantity", "", false, false, false, false},
		{"IF(RANDOM() < 0.5, [quantity], 0)", "quantity", "licenses", true, false, false, false},
		{"HOUR(NOW())", "", "", false, true, false, false},
		{"DAYSBETWEEN(TODAY(), [end_date])", "end_date", "days", false, false, true, false},
		{"[total] - [quantity]", "quantity", "licenses", false, false, false, true},
		{"AGG_SUM([value], [currency])", "currency value", "minor", false, false, false, true},
	} {
		e, err := expr.Parse(c.text, sold)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		got := fmt.Sprint(strings.Join(e.Columns(), " "), "|", e.Unit(), "|", e.Volatile(), e.UsesNow(), e.UsesToday(), e.UsesAggregates())
		want := fmt.Sprint(c.columns, "|", c.unit, "|", c.volatile, c.now, c.today, c.over)
		if got != want {
			t.Errorf("%s: %s, want %s", c.text, got, want)
		}
	}
}

// TestForms holds that an expression is written for everybody and kept in one
// form, with its blanks and comments.
func TestForms(t *testing.T) {
	if _, err := expr.ParseLocal("[assigned]*,5", sold, true); err == nil {
		t.Error("a number must not begin with its comma")
	}
	e, err := expr.ParseLocal("if(quantity > 1,5 ; [assigned]*0,5; // half\n  0)", sold, true)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := e.Canonical(), "IF([quantity] > 1.5 , [assigned]*0.5, // half\n  0)"; got != want {
		t.Errorf("canonical %q, want %q", got, want)
	}
	if got, want := e.Local(true), "IF([quantity] > 1,5 ; [assigned]*0,5; // half\n  0)"; got != want {
		t.Errorf("local %q, want %q", got, want)
	}
}

// TestRandom holds that RANDOM is from 0 to below 1 for both.
func TestRandom(t *testing.T) {
	e, err := expr.Parse("RANDOM()", kinds)
	if err != nil {
		t.Fatal(err)
	}
	rows := worldRows()
	answers := answer(t, table(t, rows), []*expr.Expression{e})
	values := e.Eval(frameOf(rows, math.NaN()))
	seen := map[float64]bool{}
	for i := range rows {
		for _, x := range []float64{values.Numbers[i], answers[0][i].(float64)} {
			if x < 0 || x >= 1 || seen[x] {
				t.Errorf("%v", x)
			}
			seen[x] = true
		}
	}
}
