package expr

import (
	"math"
	"math/rand/v2"
)

var numberFunctions = []*operation{
	{
		Function: Function{Name: "ABS", Signature: "ABS(number)", Words: "The number without its sign.", Example: "ABS([quantity] - [assigned])"},
		least:    1, most: 1,
		check: func(n *node) *Problem {
			if p := n.want(0, Number); p != nil {
				return p
			}
			n.typ, n.unit = Number, n.args[0].unit
			n.widest(upTo(1))
			return nil
		},
		sql:  call("abs"),
		eval: func(e *evaluation, _ *node, args []vector) vector { return e.unary(args[0], math.Abs) },
	},
	rounded("ROUND", "ROUND(number, places)", "The number rounded to places behind the point, halves away from 0. Without places to a whole number; with negative ones before the point.", "ROUND([quantity] / 3, 2)", nearestDigit),
	rounded("ROUNDDOWN", "ROUNDDOWN(number, places)", "The number rounded towards 0.", "ROUNDDOWN([quantity] / 12)", towardsZero),
	rounded("ROUNDUP", "ROUNDUP(number, places)", "The number rounded away from 0.", "ROUNDUP([quantity] / 12)", awayFromZero),
	ofNumber("EVEN", "EVEN(number)", "The number rounded away from 0 to an even number.", "EVEN([quantity])", even),
	ofNumber("ODD", "ODD(number)", "The number rounded away from 0 to an odd number.", "ODD([quantity])", odd),
	ofNumber("EXP", "EXP(number)", "e to the power of the number.", "EXP(1)", math.Exp),
	ofNumber("SQRT", "SQRT(number)", "The square root; nothing of a number below 0.", "SQRT([quantity])", math.Sqrt),
	ofNumbers("LOG", "LOG(number, base)", "The logarithm of the number; without a base that of 10. Nothing of 0 and of numbers below it.", "LOG([quantity], 2)", 1, logarithm),
	ofNumbers("POWER", "POWER(base, exponent)", "The base to the power of the exponent.", "POWER(1.02, [months])", 2, math.Pow),
	most("MAX", "MAX(value, value, …)", "The greatest of several numbers or dates of one row; nothing where one is missing.", "MAX([quantity], [assigned])", "max", func(x, best float64) bool { return x > best }),
	most("MIN", "MIN(value, value, …)", "The least of several numbers or dates of one row; nothing where one is missing.", "MIN([end_date], [notice_date])", "min", func(x, best float64) bool { return x < best }),
	{
		Function: Function{Name: "RANDOM", Signature: "RANDOM()", Words: "A random number from 0 to below 1, another one every time. Not for conditions of notifications.", Example: "RANDOM()"},
		rowwise:  true,
		check: func(n *node) *Problem {
			n.typ, n.random, n.limit = Number, true, 1
			return nil
		},
		// Both draw 53 bits, as many as a number below 1 has.
		sql: func(*writer, *node) string { return "((random() & 9007199254740991) / 9007199254740992.0)" },
		eval: func(e *evaluation, _ *node, _ []vector) vector {
			out := make([]float64, e.n)
			for i := range out {
				out[i] = rand.Float64()
			}
			return vector{nums: out, own: true}
		},
	},
	{
		Function: Function{Name: "VALUE", Signature: "VALUE(text)", Words: "The number that a text is, with a point before decimals; nothing where it is none.", Example: `VALUE([custom.Seats])`},
		least:    1, most: 1,
		check: func(n *node) *Problem { n.typ = Number; return n.want(0, Text) },
		sql:   call("expr_value"),
		eval: func(e *evaluation, _ *node, args []vector) vector {
			return e.makeNumbers(args, func(at []int) float64 { return readNumber(args[0].texts[at[0]]) })
		},
	},
}

// logarithm of x to a base; of 10 and 2 exact where the result is whole.
func logarithm(x, base float64) float64 {
	switch {
	case x <= 0 || base <= 0 || base == 1:
		return null
	case base == 10:
		return math.Log10(x)
	case base == 2:
		return math.Log2(x)
	}
	return math.Log(x) / math.Log(base)
}

// ofNumber is a function of one number that SQLite does not have.
func ofNumber(name, signature, words, example string, f func(float64) float64) *operation {
	return &operation{
		Function: Function{Name: name, Signature: signature, Words: words, Example: example},
		least:    1, most: 1,
		check: func(n *node) *Problem { n.typ = Number; return n.want(0, Number) },
		sql:   call(sqlName(name)),
		eval:  func(e *evaluation, _ *node, args []vector) vector { return e.unary(args[0], f) },
	}
}

// ofNumbers is a function of two numbers that SQLite does not have. Where the
// second is left out, it is 10.
func ofNumbers(name, signature, words, example string, least int, f func(x, y float64) float64) *operation {
	return &operation{
		Function: Function{Name: name, Signature: signature, Words: words, Example: example},
		least:    least, most: 2,
		check: func(n *node) *Problem {
			n.typ = Number
			if len(n.args) == 1 {
				n.args = append(n.args, numberNode(10, n.end, n.end))
			}
			if p := n.want(0, Number); p != nil {
				return p
			}
			return n.want(1, Number)
		},
		sql:  call(sqlName(name)),
		eval: func(e *evaluation, _ *node, args []vector) vector { return e.binary(args[0], args[1], f) },
	}
}

// rounded rounds to places, 0 of them where they are left out.
func rounded(name, signature, words, example, way string) *operation {
	return &operation{
		Function: Function{Name: name, Signature: signature, Words: words, Example: example},
		least:    1, most: 2,
		check: func(n *node) *Problem {
			if len(n.args) == 1 {
				n.args = append(n.args, numberNode(0, n.end, n.end))
			}
			if p := n.want(0, Number); p != nil {
				return p
			}
			if p := n.want(1, Number); p != nil {
				return p
			}
			n.typ, n.unit = Number, n.args[0].unit
			if places := n.args[1].core(); places.literal && !places.missing && digits(places.num) <= 0 {
				n.whole = true
			}
			if n.whole || n.args[0].whole {
				n.limit = max(1e23, min(n.args[0].limit, math.MaxFloat64))
			}
			return nil
		},
		sql: func(w *writer, n *node) string {
			places := n.args[1].core()
			if n.args[0].simple() && places.literal && !places.missing {
				return roundSQL(w, w.clean(n.args[0]), digits(places.num), way)
			}
			return "expr_round(" + w.clean(n.args[0]) + ", " + w.clean(n.args[1]) + ", '" + way + "')"
		},
		eval: func(e *evaluation, _ *node, args []vector) vector {
			return e.binary(args[0], args[1], func(x, d float64) float64 { return round(x, d, way) })
		},
	}
}

// most is the greatest or least argument; of equal ones the first.
func most(name, signature, words, example, function string, better func(x, best float64) bool) *operation {
	return &operation{
		Function: Function{Name: name, Signature: signature, Words: words, Example: example},
		least:    2, most: -1,
		check: func(n *node) *Problem {
			for i, a := range n.args {
				if a.typ == Text && !a.literal || a.typ == Boolean {
					return n.wrongType(i, []Type{Number, Date, Time})
				}
			}
			if p := n.branches(upTo(len(n.args))); p != nil {
				return p
			}
			if n.typ == Text {
				return n.wrongType(0, []Type{Number, Date, Time})
			}
			return nil
		},
		sql: call(function),
		eval: func(e *evaluation, _ *node, args []vector) vector {
			best := args[0]
			for _, a := range args[1:] {
				best = e.binary(best, a, func(x, y float64) float64 {
					if better(y, x) {
						return y
					}
					return x
				})
			}
			return best
		},
	}
}
