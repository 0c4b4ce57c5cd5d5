package expr_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
	"unicode"

	"headroom/backend/metric/expr"
)

// The oracle keeps values as they are in a row: nil, float64, string, bool and
// time.Time. It walks the tree that the generator made, one row at a time, and
// shares no code with the package.

// tree is a generated expression: its text, and its meaning in a row.
type tree struct {
	text string
	of   func(r row) any
}

// strict is an operation of which any missing argument makes the result
// missing. What is not finite is missing, too.
func strict(text string, args []tree, f func(v []any) any) tree {
	return tree{text, func(r row) any {
		v := make([]any, len(args))
		for i, a := range args {
			if v[i] = a.of(r); v[i] == nil {
				return nil
			}
		}
		out := f(v)
		if x, ok := out.(float64); ok && (math.IsNaN(x) || math.IsInf(x, 0)) {
			return nil
		}
		if t, ok := out.(time.Time); ok && (t.Year() < 1 || t.Year() > 9999) {
			return nil
		}
		return out
	}}
}

// generator makes well-typed expressions.
type generator struct{ *rand.Rand }

func (g generator) one(options ...func() tree) tree { return options[g.IntN(len(options))]() }

func pick[T any](g generator, list ...T) T { return list[g.IntN(len(list))] }

func columnTree(name string) tree {
	return tree{"[" + name + "]", func(r row) any { return r[name] }}
}

func call(name string, args ...tree) string {
	texts := make([]string, len(args))
	for i, a := range args {
		texts[i] = a.text
	}
	return name + "(" + strings.Join(texts, ", ") + ")"
}

func (g generator) tree(t expr.Type, depth int) tree {
	if depth <= 0 || g.IntN(8) == 0 {
		return g.leaf(t)
	}
	if g.IntN(6) == 0 {
		return g.any(t, depth-1)
	}
	switch t {
	case expr.Number:
		return g.number(depth - 1)
	case expr.Text:
		return g.text(depth - 1)
	case expr.Date:
		return g.date(depth - 1)
	case expr.Time:
		return g.time(depth - 1)
	}
	return g.truth(depth - 1)
}

func (g generator) leaf(t expr.Type) tree {
	switch t {
	case expr.Number:
		if g.IntN(3) > 0 {
			return g.one(
				func() tree { return columnTree(pick(g, "whole", "other", "real", "rate")) },
				func() tree { return columnTree(pick(g, "whole", "other", "real", "rate")) },
				func() tree {
					return strict("[twice]", []tree{columnTree("whole"), columnTree("real")}, func(v []any) any { return v[0].(float64)*2 + v[1].(float64) })
				})
		}
		x := pick(g, 0, 1, 2, 3, 0.5, 2.675, 10, 1e308, 1000000, 1e-5, 12)
		text := strconv.FormatFloat(x, 'f', -1, 64)
		return tree{text, func(row) any { return x }}
	case expr.Text:
		switch g.IntN(4) {
		case 0:
			s := pick(g, "", "a", "Ä", "pre", " ", `"`, "ß", "日")
			return tree{`"` + strings.ReplaceAll(s, `"`, `""`) + `"`, func(row) any { return s }}
		case 1:
			return strict("[label]", []tree{columnTree("word"), columnTree("phrase")}, func(v []any) any { return v[0].(string) + "-" + v[1].(string) })
		}
		return columnTree(pick(g, "word", "phrase"))
	case expr.Date:
		switch g.IntN(5) {
		case 0:
			return tree{"TODAY()", func(row) any { return today }}
		case 1:
			return strict("[notice]", []tree{columnTree("last"), columnTree("other")}, func(v []any) any { return later(v[0].(time.Time), -v[1].(float64), "D") })
		}
		return columnTree(pick(g, "first", "last"))
	case expr.Time:
		if g.IntN(5) == 0 {
			return tree{"NOW()", func(row) any { return now }}
		}
		return columnTree(pick(g, "begun", "ended"))
	}
	if g.IntN(6) == 0 {
		b := g.IntN(2) == 0
		return tree{strings.ToUpper(strconv.FormatBool(b)), func(row) any { return b }}
	}
	return columnTree(pick(g, "yes", "no"))
}

// any are the functions of every type.
func (g generator) any(t expr.Type, depth int) tree {
	a, b, c := g.tree(expr.Boolean, depth), g.tree(t, depth), g.tree(t, depth)
	switch g.IntN(5) {
	case 0:
		return tree{call("IF", a, b, c), func(r row) any {
			if a.of(r) == true {
				return b.of(r)
			}
			return c.of(r)
		}}
	case 1:
		d := g.tree(expr.Boolean, depth)
		if g.IntN(2) == 0 {
			d = tree{"TRUE", func(row) any { return true }}
		}
		return tree{call("IFS", a, b, d, c), func(r row) any {
			switch {
			case a.of(r) == true:
				return b.of(r)
			case d.of(r) == true:
				return c.of(r)
			}
			return nil
		}}
	case 2:
		return tree{call("IF", a, b, tree{text: "NULL"}), func(r row) any {
			if a.of(r) == true {
				return b.of(r)
			}
			return nil
		}}
	}
	name := pick(g, "ISNULL", "COALESCE")
	return tree{call(name, b, c), func(r row) any {
		if v := b.of(r); v != nil {
			return v
		}
		return c.of(r)
	}}
}

func (g generator) number(depth int) tree {
	n := func() tree { return g.tree(expr.Number, depth) }
	unary := func(name string, f func(x float64) float64) tree {
		a := n()
		return strict(call(name, a), []tree{a}, func(v []any) any { return f(v[0].(float64)) })
	}
	binary := func(text string, a, b tree, f func(x, y float64) float64) tree {
		return strict(text, []tree{a, b}, func(v []any) any { return f(v[0].(float64), v[1].(float64)) })
	}
	sign := func(op string, f func(x, y float64) float64) tree {
		a, b := n(), n()
		return binary("("+a.text+" "+op+" "+b.text+")", a, b, f)
	}
	when := pick(g, expr.Date, expr.Time)
	part := func(name string, f func(t time.Time) int) tree {
		a := g.tree(when, depth)
		return strict(call(name, a), []tree{a}, func(v []any) any { return float64(f(v[0].(time.Time))) })
	}
	return g.one(
		func() tree { return sign("+", func(x, y float64) float64 { return x + y }) },
		func() tree { return sign("-", func(x, y float64) float64 { return x - y }) },
		func() tree { return sign("*", func(x, y float64) float64 { return x * y }) },
		func() tree {
			a, b := n(), columnTree(pick(g, "whole", "real"))
			if g.IntN(2) == 0 {
				b = binary("("+b.text+" - "+a.text+")", b, a, func(x, y float64) float64 { return x - y })
			}
			return binary("("+a.text+" / "+b.text+")", a, b, func(x, y float64) float64 {
				if y == 0 {
					return math.NaN()
				}
				return x / y
			})
		},
		func() tree {
			a := n()
			return strict("(-"+a.text+")", []tree{a}, func(v []any) any { return -v[0].(float64) })
		},
		func() tree { return unary("ABS", math.Abs) },
		func() tree { return unary("EVEN", func(x float64) float64 { return 2 * outward(x/2) }) },
		func() tree {
			return unary("ODD", func(x float64) float64 {
				y := outward(math.Abs(x))
				if math.Mod(y, 2) == 0 && y < 1<<53 {
					y++
				}
				return math.Copysign(y, x+0)
			})
		},
		func() tree { return unary("EXP", math.Exp) },
		func() tree { return unary("SQRT", math.Sqrt) },
		func() tree {
			a, base := n(), n()
			return binary(call("LOG", a, base), a, base, func(x, y float64) float64 {
				if x <= 0 || y <= 0 || y == 1 {
					return math.NaN()
				}
				if y == 10 {
					return math.Log10(x)
				} else if y == 2 {
					return math.Log2(x)
				}
				return math.Log(x) / math.Log(y)
			})
		},
		func() tree { a, b := n(), n(); return binary(call("POWER", a, b), a, b, math.Pow) },
		func() tree {
			a, b := n(), n()
			if g.IntN(3) > 0 {
				places := float64(g.IntN(8) - 3)
				b = tree{strconv.Itoa(int(places)), func(row) any { return places }}
			}
			way := pick(g, "ROUND", "ROUNDUP", "ROUNDDOWN")
			return binary(call(way, a, b), a, b, func(x, y float64) float64 { return roundTo(x, y, way) })
		},
		func() tree { a, b := n(), n(); return binary(call("MAX", a, b), a, b, math.Max) },
		func() tree { a, b := n(), n(); return binary(call("MIN", a, b), a, b, math.Min) },
		func() tree {
			a := g.tree(expr.Text, depth)
			return strict(call("LENGTH", a), []tree{a}, func(v []any) any { return float64(len([]rune(v[0].(string)))) })
		},
		func() tree {
			a := g.tree(expr.Text, depth)
			return strict(call("VALUE", a), []tree{a}, func(v []any) any {
				s := strings.Trim(v[0].(string), " ")
				x, err := strconv.ParseFloat(s, 64)
				if err != nil || strings.ContainsAny(s, "xXpPnN_") {
					return nil
				}
				return x
			})
		},
		func() tree { return part("YEAR", time.Time.Year) },
		func() tree { return part("MONTH", func(t time.Time) int { return int(t.Month()) }) },
		func() tree { return part("DAY", time.Time.Day) },
		func() tree { return part("DAYOFWEEK", func(t time.Time) int { return int(t.Weekday()) + 1 }) },
		func() tree { return part("HOUR", time.Time.Hour) },
		func() tree { return part("MINUTE", time.Time.Minute) },
		func() tree { return part("SECOND", time.Time.Second) },
		func() tree { return part("MILLISECOND", func(t time.Time) int { return t.Nanosecond() / 1e6 }) },
		func() tree {
			a, b := g.tree(when, depth), g.tree(expr.Date, depth)
			return strict(call("DAYSBETWEEN", a, b), []tree{a, b}, func(v []any) any { return between(v[0], v[1], "D") })
		},
		func() tree {
			a, b, u := g.tree(when, depth), g.tree(expr.Date, depth), pick(g, "Y", "M", "D")
			return strict(call("DATEDIF", a, b, tree{text: `"` + u + `"`}), []tree{a, b}, func(v []any) any { return between(v[0], v[1], u) })
		},
	)
}

// outward is the next whole number away from 0.
func outward(x float64) float64 { return math.Copysign(math.Ceil(math.Abs(x)), x) }

// roundTo rounds as docs/expressions.md says.
func roundTo(x, places float64, way string) float64 {
	p := math.Max(-22, math.Min(22, math.Trunc(places)))
	tens := math.Pow10(int(math.Abs(p)))
	by := tens
	if p < 0 {
		by = 1 / tens
	}
	nudge := math.Ldexp(1, -50)
	var y float64
	if way == "ROUNDUP" {
		y = math.Abs(x) * (by * (1 - nudge))
	} else {
		y = math.Abs(x) * (by * (1 + nudge))
	}
	if y >= 1<<52 {
		return x
	}
	switch way {
	case "ROUND":
		y = math.Floor(y + 0.5)
	case "ROUNDUP":
		y = math.Ceil(y)
	default:
		y = math.Floor(y)
	}
	if p < 0 {
		y *= tens
	} else {
		y /= tens
	}
	return math.Copysign(y, x)
}

// midnight is the beginning of the day of a time.
func midnight(v any) time.Time { return v.(time.Time).Truncate(24 * time.Hour) }

// between counts complete years or months, or days.
func between(from, to any, unit string) float64 {
	a, b := midnight(from), midnight(to)
	if unit == "D" {
		return float64((b.Unix() - a.Unix()) / 86400)
	}
	if b.Before(a) {
		return -between(to, from, unit)
	}
	months := 12*(b.Year()-a.Year()) + int(b.Month()) - int(a.Month())
	if b.Day() < a.Day() {
		months--
	}
	if unit == "Y" {
		return float64(months / 12)
	}
	return float64(months)
}

// later adds whole units to a time, with the last day of a shorter month.
func later(t time.Time, n float64, unit string) any {
	n = math.Trunc(n)
	if math.Abs(n) > 1e13 {
		return nil
	}
	switch unit {
	case "Y", "M":
		if unit == "Y" {
			n *= 12
		}
		if math.Abs(n) > 1e6 {
			return nil
		}
		first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		last := first.AddDate(0, 1, -1).Day()
		clock := t.Sub(midnight(t))
		return first.AddDate(0, 0, min(t.Day(), last)-1).Add(clock)
	}
	seconds := map[string]int64{"D": 86400, "H": 3600, "MI": 60, "S": 1}[unit]
	total := t.Unix() + int64(n)*seconds
	if total < dateOf("0001-01-01").Unix() || total > dateOf("9999-12-31").Unix()+86399 {
		return nil
	}
	return time.Unix(total, int64(t.Nanosecond())).UTC()
}

func (g generator) moved(t expr.Type, depth int, units ...string) tree {
	a, b, u := g.tree(t, depth), g.tree(expr.Number, depth), pick(g, units...)
	if g.IntN(2) == 0 {
		n := float64(g.IntN(100) - 50)
		b = tree{strconv.Itoa(int(n)), func(row) any { return n }}
	}
	name := pick(g, "DATEADD", "DATESUBTRACT")
	return strict(call(name, a, b, tree{text: `"` + u + `"`}), []tree{a, b}, func(v []any) any {
		n := v[1].(float64)
		if name == "DATESUBTRACT" {
			n = -n
		}
		return later(v[0].(time.Time), n, u)
	})
}

func (g generator) extreme(t expr.Type, depth int) tree {
	a, b := g.tree(t, depth), g.tree(t, depth)
	name := pick(g, "MAX", "MIN")
	return strict(call(name, a, b), []tree{a, b}, func(v []any) any {
		x, y := v[0].(time.Time), v[1].(time.Time)
		if x.Before(y) == (name == "MAX") {
			return y
		}
		return x
	})
}

func (g generator) date(depth int) tree {
	return g.one(
		func() tree { return g.moved(expr.Date, depth, "Y", "M", "D") },
		func() tree { return g.moved(expr.Date, depth, "Y", "M", "D") },
		func() tree { return g.extreme(expr.Date, depth) },
		func() tree {
			a := g.tree(expr.Text, depth)
			return strict(call("DATEVALUE", a), []tree{a}, func(v []any) any {
				for _, layout := range []string{"2006-1-2", "1/2/2006", "2006-01-02 15:04:05.000"} {
					if t, err := time.Parse(layout, strings.Trim(v[0].(string), " ")); err == nil {
						return t.Truncate(24 * time.Hour)
					}
				}
				return nil
			})
		},
	)
}

func (g generator) time(depth int) tree {
	return g.one(
		func() tree { return g.moved(expr.Time, depth, "Y", "M", "D", "H", "MI", "S") },
		func() tree { return g.moved(expr.Date, depth, "H", "MI", "S") },
		func() tree { return g.extreme(expr.Time, depth) },
	)
}

func (g generator) text(depth int) tree {
	s, n := func() tree { return g.tree(expr.Text, depth) }, func() tree { return g.tree(expr.Number, depth) }
	count := func() tree {
		if g.IntN(2) == 0 {
			x := float64(g.IntN(7))
			return tree{strconv.Itoa(int(x)), func(row) any { return x }}
		}
		return n()
	}
	limit := func(v any) int { return int(math.Max(0, math.Min(1e6, math.Trunc(v.(float64))))) }
	cut := func(r []rune, from, to int) string { return string(r[min(from, len(r)):min(to, len(r))]) }
	return g.one(
		func() tree {
			t := pick(g, expr.Text, expr.Number, expr.Date, expr.Time, expr.Boolean)
			a, b := s(), g.tree(t, depth)
			return strict(call("CONCATENATE", a, b), []tree{a, b}, func(v []any) any { return v[0].(string) + written(shown(v[1], t)) })
		},
		func() tree {
			a, b := s(), count()
			return strict(call("LEFT", a, b), []tree{a, b}, func(v []any) any { return cut([]rune(v[0].(string)), 0, limit(v[1])) })
		},
		func() tree {
			a, b := s(), count()
			return strict(call("RIGHT", a, b), []tree{a, b}, func(v []any) any {
				r := []rune(v[0].(string))
				return cut(r, len(r)-min(len(r), limit(v[1])), len(r))
			})
		},
		func() tree {
			a, b, c := s(), count(), count()
			return strict(call("MID", a, b, c), []tree{a, b, c}, func(v []any) any {
				from := max(limit(v[1]), 1) - 1
				return cut([]rune(v[0].(string)), from, from+limit(v[2]))
			})
		},
		func() tree {
			a := s()
			return strict(call("UPPER", a), []tree{a}, func(v []any) any { return mapped(v[0].(string), unicode.ToUpper) })
		},
		func() tree {
			a := s()
			return strict(call("LOWER", a), []tree{a}, func(v []any) any { return mapped(v[0].(string), unicode.ToLower) })
		},
		func() tree {
			a := s()
			return strict(call("PROPER", a), []tree{a}, func(v []any) any {
				r := []rune(v[0].(string))
				word := func(i int) bool { return i >= 0 && (unicode.IsLetter(r[i]) || unicode.Is(unicode.Mn, r[i])) }
				out := make([]rune, len(r))
				for i := range r {
					j := i - 1
					for j >= 0 && r[j] == '\'' {
						j--
					}
					if word(j) {
						out[i] = unicode.ToLower(r[i])
					} else {
						out[i] = unicode.ToTitle(r[i])
					}
				}
				return string(out)
			})
		},
		func() tree {
			a := s()
			return strict(call("TRIM", a), []tree{a}, func(v []any) any {
				x := v[0].(string)
				for strings.HasPrefix(x, " ") {
					x = x[1:]
				}
				for strings.HasSuffix(x, " ") {
					x = x[:len(x)-1]
				}
				return x
			})
		},
		func() tree {
			a, b, c := s(), s(), s()
			return strict(call("REPLACE", a, b, c), []tree{a, b, c}, func(v []any) any {
				if v[1] == "" {
					return v[0]
				}
				parts := strings.Split(v[0].(string), v[1].(string))
				if len([]rune(v[0].(string)))+(len(parts)-1)*(len([]rune(v[2].(string)))-len([]rune(v[1].(string)))) > 100000 {
					return nil
				}
				return strings.Join(parts, v[2].(string))
			})
		},
		func() tree {
			a := n()
			format := pick(g, "0", "0.00", "#,##0", "#,##0.0", "0%", "0.00%")
			return strict(call("TEXT", a, tree{text: `"` + format + `"`}), []tree{a}, func(v []any) any { return formatted(v[0].(float64), format) })
		},
		func() tree {
			a := g.tree(pick(g, expr.Date, expr.Time), depth)
			format := pick(g, "YYYY-MM", "DD.MM.YY", "M/D/YYYY", "YYYY/Q", "HH:MI:SS", "-YYYY")
			return strict(call("TEXT", a, tree{text: `"` + format + `"`}), []tree{a}, func(v []any) any {
				t := v[0].(time.Time)
				return strings.NewReplacer("YYYY", fmt.Sprintf("%04d", t.Year()), "YY", t.Format("06"), "MM", t.Format("01"), "MI", t.Format("04"), "DD", t.Format("02"),
					"HH", t.Format("15"), "SS", t.Format("05"), "M", t.Format("1"), "D", t.Format("2"), "Q", strconv.Itoa((int(t.Month())+2)/3)).Replace(format)
			})
		},
	)
}

// mapped changes every character.
func mapped(s string, f func(rune) rune) string {
	var out []rune
	for _, r := range s {
		out = append(out, f(r))
	}
	return string(out)
}

// formatted writes a number by a format.
func formatted(x float64, format string) string {
	percent := strings.HasSuffix(format, "%")
	if percent {
		x *= 100
	}
	places := strings.Count(strings.TrimSuffix(format, "%"), "0") - 1
	if strings.HasPrefix(format, "#,##") {
		places = strings.Count(format, "0") - 1
	}
	x = roundTo(x, float64(places), "ROUND")
	digits := []rune(fmt.Sprintf("%.*f", places, math.Abs(x)))
	if strings.HasPrefix(format, "#") {
		var out []rune
		point := len(digits)
		for i, d := range digits {
			if d == '.' {
				point = i
			}
		}
		for i, d := range digits {
			if i > 0 && i < point && (point-i)%3 == 0 {
				out = append(out, ',')
			}
			out = append(out, d)
		}
		digits = out
	}
	s := string(digits)
	if x < 0 {
		s = "-" + s
	}
	if percent {
		s += "%"
	}
	return s
}

// written is a value as text without a format.
func written(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return strings.ToUpper(strconv.FormatBool(v))
	case float64:
		if v == 0 {
			return "0"
		}
		if a := math.Abs(v); a < 1e-7 || a >= 1e21 {
			return strconv.FormatFloat(v, 'e', -1, 64)
		}
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	panic("no value")
}

func (g generator) truth(depth int) tree {
	b := func() tree { return g.tree(expr.Boolean, depth) }
	junction := func(name string, decides bool) tree {
		args := []tree{b(), b(), b()}[:1+g.IntN(3)]
		return tree{call(name, args...), func(r row) any {
			var missing bool
			for _, a := range args {
				switch a.of(r) {
				case decides:
					return decides
				case nil:
					missing = true
				}
			}
			if missing {
				return nil
			}
			return !decides
		}}
	}
	return g.one(
		func() tree { return junction("AND", false) },
		func() tree { return junction("OR", true) },
		func() tree {
			a := b()
			return strict(call("NOT", a), []tree{a}, func(v []any) any { return !v[0].(bool) })
		},
		func() tree {
			a, c := g.tree(expr.Text, depth), g.tree(expr.Text, depth)
			return strict(call("INCLUDE", a, c), []tree{a, c}, func(v []any) any { return strings.Contains(v[0].(string), v[1].(string)) })
		},
		func() tree {
			t := pick(g, expr.Number, expr.Text, expr.Date)
			a := g.tree(t, depth)
			return tree{call("ISBLANK", a), func(r row) any { v := a.of(r); return v == nil || v == "" }}
		},
		func() tree {
			texts := []string{"", "a", "12", "ß", "aaa"}[:2+g.IntN(3)]
			var parts []string
			for _, s := range texts {
				parts = append(parts, `[word] = "`+s+`"`)
			}
			return strict("OR("+strings.Join(parts, ", ")+")", []tree{columnTree("word")}, func(v []any) any {
				for _, s := range texts {
					if v[0] == s {
						return true
					}
				}
				return false
			})
		},
		func() tree { return g.compared(depth) },
		func() tree { return g.compared(depth) },
		func() tree { return g.compared(depth) },
	)
}

func (g generator) compared(depth int) tree {
	t := pick(g, expr.Number, expr.Number, expr.Text, expr.Date, expr.Time, expr.Boolean)
	a, b, sign := g.tree(t, depth), g.tree(t, depth), pick(g, "=", "<>", "<", "<=", ">", ">=")
	switch {
	case t == expr.Date && g.IntN(3) == 0:
		day := pick(g, "2024-02-29", "1969-12-31")
		b = tree{`"` + day + `"`, func(row) any { return dateOf(day) }}
		if g.IntN(2) == 0 {
			b = tree{dateOf(day).Format(`"01/02/2006 15:04:05"`), b.of}
		}
	case t == expr.Time && g.IntN(3) == 0:
		b = g.tree(expr.Date, depth)
	}
	return strict("("+a.text+" "+sign+" "+b.text+")", []tree{a, b}, func(v []any) any {
		order := 0
		switch x := v[0].(type) {
		case float64:
			order = compare(x < v[1].(float64), x == v[1].(float64))
		case string:
			order = strings.Compare(x, v[1].(string))
		case time.Time:
			order = x.Compare(v[1].(time.Time))
		case bool:
			order = compare(!x && v[1].(bool), x == v[1].(bool))
		}
		return strings.Contains(sign, "=") && order == 0 || strings.Contains(sign, "<") && order < 0 || strings.Contains(sign, ">") && order > 0
	})
}

func compare(less, same bool) int {
	switch {
	case less:
		return -1
	case same:
		return 0
	}
	return 1
}
