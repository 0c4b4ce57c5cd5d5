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
	if d.Kind == metric.Days {
		if days, ok := b.daysAsDates(values); ok {
			b.join(d.In[b.relation].Table)
			return b.comparison(d.In[b.relation].SQL, *f, days)
		}
	}
	return b.comparison(b.expr(d), *f, values)
}

// farDays bounds the days to an end that are turned into a date.
const farDays = 1_000_000

// daysAsDates turns numbers of days to an end into the dates of these ends,
// which an index can find; only where the question has a single day.
func (b *builder) daysAsDates(values []any) ([]any, bool) {
	day := b.question.Day
	switch periods := b.question.Periods; {
	case len(periods) > 1:
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
	case "next", "last":
		from, to := span(f.Op, f.N, f.Unit, b.question.Day)
		return expr + " BETWEEN " + b.day(from) + " AND " + b.day(to)
	case "contains":
		text, _ := values[0].(string)
		return expr + " GLOB " + b.arg(pattern(text))
	default:
		return expr + " " + comparisons[f.Op] + " " + b.arg(values[0])
	}
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
		return expr + " IS NOT " + b.arg(values[0])
	default:
		return "NOT coalesce(" + b.member(expr, values) + ", 0)"
	}
}

// pattern returns the GLOB pattern of text anywhere, whatever its case. SQLite
// folds ASCII only; a set of all cases of each letter needs no folding:
// "é*" becomes *[éÉ][*]*.
func pattern(text string) string {
	var p strings.Builder
	p.WriteByte('*')
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
	p.WriteByte('*')
	return p.String()
}
