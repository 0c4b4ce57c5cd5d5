package metric

import (
	"slices"
	"strconv"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
)

// conditionWriter writes filters of one column as expressions. What they find
// is what the same filter of a question finds: the opposites (ne, not_in, …)
// hold a missing value, comparisons by size do not.
type conditionWriter struct {
	column   Dimension
	calendar GroupCalendar
}

func (w conditionWriter) filter(path string, f Filter) (string, error) {
	if f.IsLeaf() {
		return w.comparison(path, f)
	}
	children, field, join := f.All, ".all", all
	if f.Any != nil {
		children, field, join = f.Any, ".any", anyOf
	}
	terms := make([]string, len(children))
	for i, child := range children {
		term, err := w.filter(path+field+"["+strconv.Itoa(i)+"]", child)
		if err != nil {
			return "", err
		}
		terms[i] = term
	}
	return join(terms), nil
}

func (w conditionWriter) comparison(path string, f Filter) (string, error) {
	switch {
	case f.Metric != "":
		return "", fault.At(path+".metric", "A group compares its column, no metric.")
	case f.Dimension != "" && f.Dimension != w.column.Name:
		return "", fault.At(path+".dimension", "A group compares its column, %s.", w.column.Name).
			WithHint("Make a calculated column of both and group that.")
	}
	f.Dimension = w.column.Name
	values, err := f.Operands(path, w.column.Kind)
	if err != nil {
		return "", err
	}
	x := columnName(w.column.Name)
	switch f.Op {
	case "this", "next", "last":
		return w.relative(path, x, f)
	}
	if f.Grain != "" {
		return w.periods(path, x, f, values)
	}
	literals := make([]string, 0, len(values))
	missing := len(values) == 0 && (f.Op == "eq" || f.Op == "ne") // as eq null
	for _, v := range values {
		if v == nil {
			missing = true
			continue
		}
		literals = append(literals, w.literal(v))
	}
	return w.operator(path, x, f.Op, literals, missing)
}

// operator writes x op values; missing says that the missing value is among
// them.
func (w conditionWriter) operator(path, x, op string, values []string, missing bool) (string, error) {
	switch op {
	case "eq", "in":
		terms := make([]string, 0, len(values)+1)
		for _, v := range values {
			terms = append(terms, x+" = "+v)
		}
		if missing {
			terms = append(terms, absent(x))
		}
		return anyOf(terms), nil
	case "ne":
		return w.opposite(path, x, "eq", values, missing)
	case "gt", "ge", "lt", "le":
		return x + map[string]string{"gt": " > ", "ge": " >= ", "lt": " < ", "le": " <= "}[op] + values[0], nil
	case "between":
		return all([]string{x + " >= " + values[0], x + " <= " + values[1]}), nil
	case "is_null":
		return absent(x), nil
	case "not_null":
		return present(x), nil
	case "is_empty":
		return "ISNULL(" + x + `, "") = ""`, nil
	case "not_empty":
		return "ISNULL(" + x + `, "") <> ""`, nil
	case "contains":
		return "INCLUDE(" + folded(x) + ", " + folded(values[0]) + ")", nil
	case "starts_with":
		return "LEFT(" + folded(x) + ", LENGTH(" + folded(values[0]) + ")) = " + folded(values[0]), nil
	case "ends_with":
		return "RIGHT(" + folded(x) + ", LENGTH(" + folded(values[0]) + ")) = " + folded(values[0]), nil
	}
	if rest, ok := strings.CutPrefix(op, "not_"); ok {
		return w.opposite(path, x, rest, values, missing)
	}
	return "", fault.At(path+".op", "A group cannot compare with %q.", op)
}

func (w conditionWriter) opposite(path, x, op string, values []string, missing bool) (string, error) {
	term, err := w.operator(path, x, op, values, missing)
	return not(term), err
}

// relative writes this, next and last as the days they mean.
func (w conditionWriter) relative(path, x string, f Filter) (string, error) {
	if w.calendar == nil {
		return "FALSE", nil
	}
	from, to, err := w.calendar.Span(f)
	if err != nil {
		return "", fault.At(path, "%s", fault.Of(err).Message)
	}
	return within(x, from, to), nil
}

// periods compares the period of a date.
func (w conditionWriter) periods(path, x string, f Filter, values []any) (string, error) {
	if slices.Contains([]string{"month_of_year", "day_of_month"}, f.Grain) {
		function := map[string]string{"month_of_year": "MONTH", "day_of_month": "DAY"}[f.Grain]
		literals := make([]string, len(values))
		for i, v := range values {
			literals[i] = w.literal(v)
		}
		return w.operator(path, function+"("+x+")", f.Op, literals, false)
	}
	if !slices.Contains(Units, f.Grain) {
		return "", fault.At(path+".grain", "A group cannot compare by %s.", f.Grain).
			WithHint("Use one of " + strings.Join(Units, ", ") + ", month_of_year, day_of_month, or make a calculated column of it.")
	}
	if w.calendar == nil {
		return "FALSE", nil
	}
	type days struct{ from, to portfolio.Day }
	periods := make([]days, 0, len(values))
	missing := false
	for _, v := range values {
		text, ok := v.(string)
		if !ok {
			missing = true
			continue
		}
		d, err := portfolio.ParseDay(text)
		if err != nil {
			return "", fault.At(path, "A day is written YYYY-MM-DD, not %q.", text)
		}
		from, to := w.calendar.Period(d, f.Grain)
		periods = append(periods, days{from, to})
	}
	switch f.Op {
	case "eq", "in", "ne", "not_in":
		terms := make([]string, 0, len(periods)+1)
		for _, p := range periods {
			terms = append(terms, within(x, p.from, p.to))
		}
		if missing {
			terms = append(terms, absent(x))
		}
		if f.Op == "ne" || f.Op == "not_in" {
			return not(anyOf(terms)), nil
		}
		return anyOf(terms), nil
	case "gt":
		return x + " > " + dateLiteral(periods[0].to), nil
	case "ge":
		return x + " >= " + dateLiteral(periods[0].from), nil
	case "lt":
		return x + " < " + dateLiteral(periods[0].from), nil
	case "le":
		return x + " <= " + dateLiteral(periods[0].to), nil
	case "between":
		return within(x, periods[0].from, periods[1].to), nil
	case "not_between":
		return not(within(x, periods[0].from, periods[1].to)), nil
	}
	return w.operator(path, x, f.Op, nil, false)
}

// literal writes an operand of the column.
func (w conditionWriter) literal(v any) string {
	switch x := v.(type) {
	case int64:
		return numberLiteral(float64(x))
	case float64:
		return numberLiteral(x)
	}
	text, _ := v.(string)
	if w.column.Kind == Date {
		if d, err := portfolio.ParseDay(text); err == nil {
			return dateLiteral(d)
		}
	}
	return textLiteral(text)
}

// What follows writes the parts of expressions.

func columnName(name string) string { return "[" + strings.ReplaceAll(name, "]", "]]") + "]" }

func textLiteral(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func numberLiteral(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func dateLiteral(d portfolio.Day) string { return `DATE("` + d.String() + `")` }

// within writes that x is a day from from to to, both included.
func within(x string, from, to portfolio.Day) string {
	return all([]string{x + " >= " + dateLiteral(from), x + " <= " + dateLiteral(to)})
}

// present and absent write whether x has a value: it equals itself if it has.
func present(x string) string { return "ISNULL(" + x + " = " + x + ", FALSE)" }

func absent(x string) string { return present(x) + " = FALSE" }

// not writes that a condition does not hold, be it because a value is missing.
func not(condition string) string { return "ISNULL(" + condition + ", FALSE) = FALSE" }

// folded writes x without regard to case.
func folded(x string) string { return "LOWER(UPPER(" + x + "))" }

func all(terms []string) string { return balanced("AND", "TRUE", terms) }

func anyOf(terms []string) string { return balanced("OR", "FALSE", terms) }

// balanced joins terms by a function in groups of few, so that a long list
// does not become a deep expression.
func balanced(function, empty string, terms []string) string {
	const few = 8
	switch {
	case len(terms) == 0:
		return empty
	case len(terms) == 1:
		return terms[0]
	case len(terms) <= few:
		return function + "(" + strings.Join(terms, ", ") + ")"
	}
	size := (len(terms) + few - 1) / few
	var parts []string
	for part := range slices.Chunk(terms, size) {
		parts = append(parts, balanced(function, empty, part))
	}
	return balanced(function, empty, parts)
}
