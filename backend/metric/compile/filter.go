package compile

import (
	"slices"
	"strings"
	"unicode"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// condition renders a filter. Missing values are values: ne and not_in are the
// exact opposites of eq and in, so an account without a country is not in
// Italy; a missing value is neither greater nor less than anything.
func (b *builder) condition(f *metric.Filter) string {
	switch {
	case f.All != nil:
		return b.conditions(f.All, " AND ", "1")
	case f.Any != nil:
		return b.conditions(f.Any, " OR ", "0")
	}
	d, _ := b.question.Catalog.Dimension(f.Dimension)
	values, err := f.Operands("", d.Kind)
	if err != nil { // Validate refused it before
		panic(err)
	}
	switch {
	case d.Kind == metric.Days:
		if days, ok := b.daysAsDates(values); ok {
			b.join(d.In[b.relation].Table)
			return b.comparison(d.In[b.relation].SQL, *f, days)
		}
	case f.Relative():
		from, to := b.question.Setting.Calendar.Span(*f, b.question.Day)
		return b.within(b.expr(d), d.Kind, from, to)
	case f.Grain != "":
		return b.period(d, *f, values)
	}
	return b.comparison(b.expr(d), *f, values)
}

// within renders that a day, or the day of a time, is one of from to to.
func (b *builder) within(expr string, k metric.Kind, from, to portfolio.Day) string {
	if k == metric.Time {
		return "(" + expr + " >= " + b.day(from) + " AND " + expr + " < " + b.day(to+1) + ")"
	}
	return expr + " BETWEEN " + b.day(from) + " AND " + b.day(to)
}

// period renders the comparison of the period of a date or time: along the
// calendar by the first and last days of periods, which an index can find.
func (b *builder) period(d metric.Dimension, f metric.Filter, values []any) string {
	calendar, expr := b.question.Setting.Calendar, b.expr(d)
	if !slices.Contains(metric.Units, f.Grain) {
		if m, ok := moments[f.Grain]; ok {
			for i, v := range values {
				if text, ok := v.(string); ok {
					values[i] = text[:m.length] + m.rest
				}
			}
		}
		return b.comparison("("+calendar.SQL(expr, f.Grain)+")", f, values)
	}
	from, to := make([]portfolio.Day, len(values)), make([]portfolio.Day, len(values))
	for i, v := range values {
		if text, ok := v.(string); ok {
			day := dayOf(text[:10])
			from[i], to[i] = calendar.Start(day, f.Grain), calendar.End(day, f.Grain)
		}
	}
	switch f.Op {
	case "gt":
		return expr + " >= " + b.day(to[0]+1)
	case "ge":
		return expr + " >= " + b.day(from[0])
	case "lt":
		return expr + " < " + b.day(from[0])
	case "le":
		return expr + " < " + b.day(to[0]+1)
	case "between":
		return b.within(expr, d.Kind, from[0], to[1])
	case "not_between":
		return opposite(b.within(expr, d.Kind, from[0], to[1]))
	case "eq", "in", "ne", "not_in":
		var terms []string
		for i, v := range values {
			if v == nil {
				terms = append(terms, expr+" IS NULL")
			} else {
				terms = append(terms, b.within(expr, d.Kind, from[i], to[i]))
			}
		}
		if len(terms) == 0 {
			return b.comparison(expr, f, nil)
		}
		if f.Op == "ne" || f.Op == "not_in" {
			return opposite(strings.Join(terms, " OR "))
		}
		return "(" + strings.Join(terms, " OR ") + ")"
	default:
		return b.comparison(expr, f, values)
	}
}

// opposite renders that a condition does not hold, be it because a value is
// missing.
func opposite(condition string) string { return "NOT coalesce(" + condition + ", 0)" }

// farDays bounds the days to an end that are turned into a date.
const farDays = 1_000_000

// daysAsDates turns numbers of days to an end into the dates of these ends,
// which an index can find; only where the question has a single day: changes
// have two, that before the span and its last.
func (b *builder) daysAsDates(values []any) ([]any, bool) {
	day := b.question.Day
	switch periods := b.question.Periods; {
	case len(periods) > 1 || b.relation == metric.EntitlementChanges:
		return nil, false
	case len(periods) == 1:
		day = periods[0].Day
	}
	out := make([]any, len(values))
	for i, v := range values {
		if v == nil {
			continue
		}
		n, ok := v.(int64)
		if !ok || n > farDays || n < -farDays {
			return nil, false
		}
		out[i] = (day + portfolio.Day(n)).String()
	}
	return out, true
}

func (b *builder) conditions(fs []metric.Filter, word, empty string) string {
	if len(fs) == 0 {
		return empty
	}
	var terms []string
	for i := range fs {
		terms = append(terms, b.condition(&fs[i]))
	}
	return "(" + strings.Join(terms, word) + ")"
}

var comparisons = map[string]string{"gt": ">", "ge": ">=", "lt": "<", "le": "<="}

func (b *builder) comparison(expr string, f metric.Filter, values []any) string {
	switch f.Op {
	case "is_null":
		return expr + " IS NULL"
	case "not_null":
		return expr + " IS NOT NULL"
	case "eq", "ne":
		if len(values) == 0 {
			values = []any{nil}
		}
		if f.Op == "eq" {
			return b.member(expr, values)
		}
		return b.outside(expr, values)
	case "in":
		return b.member(expr, values)
	case "not_in":
		return b.outside(expr, values)
	case "between":
		return expr + " BETWEEN " + b.arg(values[0]) + " AND " + b.arg(values[1])
	case "not_between":
		return opposite(expr + " BETWEEN " + b.arg(values[0]) + " AND " + b.arg(values[1]))
	case "contains", "starts_with", "ends_with":
		return b.spelled(expr, f.Op, values[0])
	case "not_contains", "not_starts_with", "not_ends_with":
		return opposite(b.spelled(expr, strings.TrimPrefix(f.Op, "not_"), values[0]))
	case "is_empty":
		return "coalesce(" + expr + ", '') = ''"
	case "not_empty":
		return expr + " <> ''"
	case "all":
		return "1"
	default:
		return expr + " " + comparisons[f.Op] + " " + b.arg(values[0])
	}
}

// spelled renders how a text is spelled, whatever its case.
func (b *builder) spelled(expr, op string, value any) string {
	text, _ := value.(string)
	p := pattern(text)
	if op != "starts_with" {
		p = "*" + p
	}
	if op != "ends_with" {
		p += "*"
	}
	return like(expr, b.arg(p))
}

// shortList is the longest list whose values are bound one by one.
const shortList = 8

// member renders that expr is one of values; nil among them is a missing one.
func (b *builder) member(expr string, values []any) string {
	if len(values) == 0 {
		return "0"
	}
	missing := slices.Contains(values, nil)
	present := slices.DeleteFunc(slices.Clone(values), func(v any) bool { return v == nil })
	var term string
	switch {
	case len(present) == 1:
		term = expr + " = " + b.arg(present[0])
	case len(present) > shortList:
		term = expr + " IN " + b.list(present)
	case len(present) > 1:
		var marks []string
		for _, v := range present {
			marks = append(marks, b.arg(v))
		}
		term = expr + " IN (" + strings.Join(marks, ", ") + ")"
	}
	switch {
	case term == "":
		return expr + " IS NULL"
	case missing:
		return "(" + term + " OR " + expr + " IS NULL)"
	default:
		return term
	}
}

// outside renders that expr is none of values.
func (b *builder) outside(expr string, values []any) string {
	switch {
	case len(values) == 0:
		return "1"
	case len(values) == 1 && values[0] == nil:
		return expr + " IS NOT NULL"
	case len(values) == 1:
		return differ(expr, b.arg(values[0]))
	default:
		return opposite(b.member(expr, values))
	}
}

// pattern returns the GLOB pattern of text, whatever its case. SQLite folds
// ASCII only; a set of all cases of each letter needs no folding: "é*" becomes
// [éÉ][*].
func pattern(text string) string {
	var p strings.Builder
	for _, r := range text {
		cases := []rune{r}
		for x := unicode.SimpleFold(r); x != r; x = unicode.SimpleFold(x) {
			cases = append(cases, x)
		}
		if len(cases) == 1 && !strings.ContainsRune("*?[", r) {
			p.WriteRune(r)
			continue
		}
		p.WriteString("[" + string(cases) + "]")
	}
	return p.String()
}
