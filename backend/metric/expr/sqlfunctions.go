package expr

import (
	"math"
	"strings"
)

// SQLFunction is a pure function of Go that SQL of expressions calls. Every
// connection that runs such SQL has to have it registered as deterministic.
type SQLFunction struct {
	Name string
	Func any
}

// sqlName names the function that stands for one of the language in SQL.
func sqlName(function string) string { return "expr_" + strings.ToLower(function) }

// SQLFunctions lists the functions of Go that SQL of expressions calls, where
// SQLite has none that means the same, or only one that would have to be
// given an argument several times. NULL in any argument gives NULL, but for what
// decides about the last day to act.
func SQLFunctions() []SQLFunction {
	all := []SQLFunction{
		{"expr_log", twoNumbers(logarithm)},
		{"expr_power", twoNumbers(math.Pow)},
		{"expr_lower", oneText(strings.ToLower)},
		{"expr_upper", oneText(strings.ToUpper)},
		{"expr_proper", oneText(proper)},
		{"expr_round", sqlRound},
		{"expr_right", sqlRight},
		{"expr_concat", sqlConcat},
		{"expr_replace", sqlReplace},
		{"expr_text", sqlFormat},
		{"expr_datedif", sqlBetween},
		{"expr_value", sqlValue},
		{"expr_datevalue", sqlDate},
		{"expr_actby", sqlActBy},
		{"expr_ifnothing", sqlIfNothing},
	}
	for name, f := range map[string]func(float64) float64{"expr_even": even, "expr_odd": odd, "expr_exp": math.Exp, "expr_sqrt": math.Sqrt} {
		all = append(all, SQLFunction{name, func(a any) any {
			x, ok := a.(float64)
			if !ok {
				return nil
			}
			return orNull(f(x))
		}})
	}
	return all
}

// orNull makes NULL of what is not finite.
func orNull(x float64) any {
	if x-x != 0 {
		return nil
	}
	return x
}

func twoNumbers(f func(x, y float64) float64) func(a, b any) any {
	return func(a, b any) any {
		x, ok := a.(float64)
		y, also := b.(float64)
		if !ok || !also {
			return nil
		}
		return orNull(f(x, y))
	}
}

func oneText(f func(string) string) func(a any) any {
	return func(a any) any {
		s, ok := a.(string)
		if !ok {
			return nil
		}
		return f(s)
	}
}

func sqlRound(a, places any, way string) any {
	x, ok := a.(float64)
	d, also := places.(float64)
	if !ok || !also {
		return nil
	}
	return orNull(round(x, d, way))
}

func sqlRight(a, count any) any {
	s, ok := a.(string)
	x, also := count.(float64)
	if !ok || !also {
		return nil
	}
	return right(s, wholeCount(x), 0)
}

func sqlConcat(args ...any) any {
	parts := make([]string, len(args))
	for i, a := range args {
		s, ok := a.(string)
		if !ok {
			return nil
		}
		parts[i] = s
	}
	if tooLong(parts) {
		return nil
	}
	return strings.Join(parts, "")
}

func sqlReplace(a, part, by any) any {
	s, ok := a.(string)
	p, also := part.(string)
	b, all := by.(string)
	if !ok || !also || !all {
		return nil
	}
	if s, ok = replaced(s, p, b, true); !ok {
		return nil
	}
	return s
}

// sqlFormat is TEXT: of a number, with or without a format, or of a time with
// one.
func sqlFormat(args ...any) any {
	format := ""
	if len(args) > 1 {
		format, _ = args[1].(string)
	}
	switch x := args[0].(type) {
	case float64:
		if format == "" {
			return numberText(x)
		}
		return formatNumber(x, format)
	case string:
		if parts, ok := pieces(format); ok {
			return formatTime(x, parts)
		}
	}
	return nil
}

func sqlBetween(from, to any, u string) any {
	a, ok := from.(string)
	b, also := to.(string)
	if !ok || !also {
		return nil
	}
	return orNull(datedif(readDay(a), readDay(b), u))
}

func sqlValue(a any) any {
	s, ok := a.(string)
	if !ok {
		return nil
	}
	return orNull(readNumber(s))
}

func sqlDate(a any) any {
	s, ok := a.(string)
	if !ok {
		return nil
	}
	day := readDay(s)
	if day != day {
		return nil
	}
	return DateText(day)
}
