package metric

import (
	"slices"
	"strconv"
	"strings"
	"time"

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
	case "all":
		return "TRUE", nil
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
		return never(x), nil
	}
	from, to, err := w.calendar.Span(f)
	if err != nil {
		return "", fault.At(path, "%s", fault.Of(err).Message)
	}
	return within(x, from, to), nil
}

// periods compares the period of a date.
func (w conditionWriter) periods(path, x string, f Filter, values []any) (string, error) {
	if c, ok := CycleOf(f.Grain); ok {
		return w.cycle(path, x, f, c, values)
	}
	if !slices.Contains(Units, f.Grain) {
		return "", fault.At(path+".grain", "A group cannot compare by %s.", f.Grain).WithHint("Use one of " + strings.Join(Units, ", ") + ".")
	}
	if w.calendar == nil {
		return never(x), nil
	}
	missing := len(values) == 0 && (f.Op == "eq" || f.Op == "ne")
	var first, after []portfolio.Day // of each period: its first day, and the first day after it
	for _, v := range values {
		text, ok := v.(string)
		if !ok {
			missing = true
			continue
		}
		d, err := portfolio.ParseDay(text[:min(len(text), len("2006-01-02"))])
		if err != nil {
			return "", fault.At(path, "A day is written YYYY-MM-DD, not %q.", text)
		}
		from, to := w.calendar.Period(d, f.Grain)
		first, after = append(first, from), append(after, to+1)
	}
	switch f.Op {
	case "gt":
		return x + " >= " + dayLiteral(after[0]), nil
	case "ge":
		return x + " >= " + dayLiteral(first[0]), nil
	case "lt":
		return x + " < " + dayLiteral(first[0]), nil
	case "le":
		return x + " < " + dayLiteral(after[0]), nil
	case "between":
		return within(x, first[0], after[1]-1), nil
	case "not_between":
		return not(within(x, first[0], after[1]-1)), nil
	case "eq", "in", "ne", "not_in":
		var terms []string
		for i := range first {
			terms = append(terms, within(x, first[i], after[i]-1))
		}
		if missing {
			terms = append(terms, absent(x))
		}
		if f.Op == "ne" || f.Op == "not_in" {
			return not(anyOf(terms)), nil
		}
		return anyOf(terms), nil
	}
	return w.operator(path, x, f.Op, nil, false)
}

// cycleFunctions are the functions that number the periods of a cycle as Cycles
// does.
var cycleFunctions = map[string]string{
	"month_of_year": "MONTH", "day_of_month": "DAY", "hour_of_day": "HOUR", "minute_of_hour": "MINUTE", "second_of_minute": "SECOND",
}

// cycle compares the period of a date that comes again.
func (w conditionWriter) cycle(path, x string, f Filter, c Cycle, values []any) (string, error) {
	missing := len(values) == 0 && (f.Op == "eq" || f.Op == "ne")
	var literals []string
	for _, v := range values {
		if v == nil {
			missing = true
			continue
		}
		literals = append(literals, w.literal(v))
	}
	part, ok := cycleFunctions[c.Name]
	switch {
	case ok:
		part += "(" + x + ")"
	case c.Name == "day_of_week": // which the function counts from Sunday
		part = "IF(DAYOFWEEK(" + x + ") = 1, 7, DAYOFWEEK(" + x + ") - 1)"
		part = "IF(" + present(x) + ", " + part + ", NULL)"
	case c.Name == "quarter_of_year":
		if w.calendar == nil {
			return never(x), nil
		}
		var quarters []string
		for month := time.January; month <= time.December; month++ {
			day := portfolio.DayOf(2001, month, 1)
			year, _ := w.calendar.Period(day, "year")
			since := (int(month) - int(year.Time().Month()) + 12) % 12
			quarters = append(quarters, "MONTH("+x+") = "+strconv.Itoa(int(month)), strconv.Itoa(since/3+1))
		}
		part = "IFS(" + strings.Join(quarters, ", ") + ")"
	default:
		return "", fault.At(path+".grain", "A group cannot compare by %s.", c.Name).WithHint("Group by month_of_year, or by the dates themselves.")
	}
	return w.operator(path, part, f.Op, literals, missing)
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
	if w.column.Kind == Flag {
		return strings.ToUpper(strconv.FormatBool(text == "yes"))
	}
	return textLiteral(text)
}

// What follows writes the parts of expressions.

func columnName(name string) string { return "[" + strings.ReplaceAll(name, "]", "]]") + "]" }

func textLiteral(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func numberLiteral(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// dayLiteral writes a day: a text beside a date is one.
func dayLiteral(d portfolio.Day) string { return textLiteral(d.String()) }

// within writes that x is on a day from from to to, both included.
func within(x string, from, to portfolio.Day) string {
	return all([]string{x + " >= " + dayLiteral(from), x + " < " + dayLiteral(to+1)})
}

// present and absent write whether x has a value: it equals itself if it has.
func present(x string) string { return "ISNULL(" + x + " = " + x + ", FALSE)" }

func absent(x string) string { return "NOT(" + present(x) + ")" }

// never writes a condition of x that does not hold.
func never(x string) string { return x + " <> " + x }

// not writes that a condition does not hold, be it because a value is missing.
func not(condition string) string { return "NOT(ISNULL(" + condition + ", FALSE))" }

// folded writes x without regard to case.
func folded(x string) string { return "LOWER(UPPER(" + x + "))" }

func all(terms []string) string { return joined("AND", "TRUE", terms) }

func anyOf(terms []string) string { return joined("OR", "FALSE", terms) }

func joined(function, empty string, terms []string) string {
	switch len(terms) {
	case 0:
		return empty
	case 1:
		return terms[0]
	}
	return function + "(" + strings.Join(terms, ", ") + ")"
}
