package compile

import (
	"fmt"
	"slices"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/metric/expr"
)

// calculated renders the value of a calculated column or group.
func (b *builder) calculated(d metric.Dimension) string {
	b.random = b.random || d.Expression.Volatile()
	sql := d.Expression.SQL(renderer{b})
	if b.instead != nil {
		sql = b.instead(d.Expression, sql)
	}
	if d.Kind == metric.Flag {
		return yesOrNo(sql)
	}
	return sql
}

// yesOrNo renders a flag as it is shown.
func yesOrNo(sql string) string { return "CASE " + sql + " WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END" }

// renderer writes what an expression needs of a statement.
type renderer struct{ *builder }

// Column renders a column; a flag is 1 or 0.
func (r renderer) Column(name string) string {
	d, _ := r.question.Catalog.Dimension(name)
	if d.Kind == metric.Flag && d.Expression == nil {
		r.join(d.In[r.relation].Table)
		return d.In[r.relation].SQL
	}
	return r.builder.expr(d)
}

// Arg binds a value.
func (r renderer) Arg(v any) string { return r.arg(v) }

// Today renders the day a level is asked for, else the day of the question.
func (r renderer) Today() string {
	if r.dated() {
		return "f.day"
	}
	return r.day(r.question.Day)
}

// dated reports whether each row of the relation knows the day it is true for.
func (b *builder) dated() bool {
	return slices.Contains([]metric.Relation{
		metric.Entitlements, metric.EveryEntitlement, metric.EntitlementHistory, metric.EntitlementChanges, metric.Deployment, metric.Health,
	}, b.relation)
}

// Now renders the person's time.
func (r renderer) Now() string { return r.arg(r.question.Now) }

// Aggregate renders the value that the rows of the whole relation have which are
// like the row at hand. It is made once, in a common table expression, over the
// rows in the state asked for that no filter and no scope has limited.
func (r renderer) Aggregate(a *expr.Aggregate) string {
	tables, beside := r.tables, r.beside
	r.tables, r.beside = nil, nil
	var keys, here []string
	for i, by := range a.By {
		keys = append(keys, fmt.Sprintf("%s AS k%d", by.SQL(r), i+1))
	}
	each := len(r.question.Periods) > 1 && r.dated()
	if each {
		keys = append(keys, "f.day AS day")
	}
	body := r.whole(a.Function, a.Value.SQL(r), keys)
	made := r.tables
	r.tables, r.beside = tables, beside
	for _, t := range made {
		if !slices.Contains(stored, t) {
			r.join(t) // and so make its common table expression
		}
	}
	name, n := r.made(body)
	if len(keys) == 0 {
		return "(SELECT value FROM " + name + ")"
	}
	for i, by := range a.By {
		here = append(here, fmt.Sprintf("w%d.k%d IS %s", n, i+1, by.SQL(r)))
	}
	if each {
		here = append(here, fmt.Sprintf("w%d.day = f.day", n))
	}
	join := fmt.Sprintf("LEFT JOIN %s w%d ON %s", name, n, strings.Join(here, " AND "))
	if !slices.Contains(r.beside, join) {
		r.beside = append(r.beside, join)
	}
	return fmt.Sprintf("w%d.value", n)
}

// stored are the tables joined that need no common table expression.
var stored = []string{"account", "stream", "product", "entitlement_key", "import"}

// whole renders the statement of an aggregate by keys.
func (b *builder) whole(function, value string, keys []string) string {
	var where []string
	if own := relationOf(b.relation).where; own != nil {
		where = own(b)
	}
	if b.everyState {
		where = append(where, "f.kind = 'entitlement'")
	}
	from := b.from()
	var names, places []string
	for i, k := range keys {
		names = append(names, k[strings.LastIndexByte(k, ' ')+1:])
		places = append(places, fmt.Sprint(i+1))
	}
	if function == "median" {
		where = append(append(where, b.entitled()...), value+" IS NOT NULL")
		text := "SELECT " + strings.Join(append(names, "avg(value) AS value"), ", ") + "\nFROM (\n  SELECT " +
			strings.Join(append(keys, value+" AS value"), ", ") + ", row_number() OVER (" + strings.TrimSuffix(clause("PARTITION BY ", bare(keys), ", "), "\n") +
			" ORDER BY " + value + ") AS place,\n    count(*) OVER (" + strings.TrimSuffix(clause("PARTITION BY ", bare(keys), ", "), "\n") + ") AS n\n  " +
			indented(from+clause("WHERE ", where, "\n  AND ")) + "\n)\nWHERE place IN ((n + 1) / 2, (n + 2) / 2)\n" + clause("GROUP BY ", names, ", ")
		return strings.TrimSuffix(text, "\n")
	}
	text := "SELECT " + strings.Join(append(keys, aggregate(function, value, b.entitled())+" AS value"), ", ") + "\n" + from +
		clause("WHERE ", where, "\n  AND ") + clause("GROUP BY ", places, ", ")
	return strings.TrimSuffix(text, "\n")
}

// bare returns keys without their names.
func bare(keys []string) []string {
	var out []string
	for _, k := range keys {
		out = append(out, k[:strings.LastIndex(k, " AS ")])
	}
	return out
}

func indented(text string) string {
	return strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n  ")
}

// made keeps the common table expression of an aggregate and returns its name
// and number; one that there is already serves again.
func (b *builder) made(body string) (string, int) {
	i := slices.Index(b.wholes, body)
	if i < 0 {
		b.wholes = append(b.wholes, body)
		i = len(b.wholes) - 1
	}
	return fmt.Sprintf("whole_%d", i+1), i + 1
}

// wholeTables renders the aggregates over whole relations.
func (b *builder) wholeTables() []string {
	var out []string
	for i, body := range b.wholes {
		out = append(out, fmt.Sprintf("whole_%d AS MATERIALIZED (\n  %s\n)", i+1, indented(body)))
	}
	return out
}

// aggregate renders an aggregate of a value over the rows that hold conditions.
func aggregate(function, value string, conditions []string) string {
	sql := map[string]string{
		"sum": "sum(%s)", "average": "avg(%s)", "min": "min(%s)", "max": "max(%s)", "count": "count(%s)", "distinct": "count(DISTINCT %s)",
		"median": "json_group_array(%s)",
	}[function]
	sql = fmt.Sprintf(sql, value)
	if len(conditions) > 0 {
		sql += " FILTER (WHERE " + strings.Join(conditions, " AND ") + ")"
	}
	return sql
}

// entitled renders what rows of entitlements are entitlements themselves and
// not facts that only add what is assigned to others.
func (b *builder) entitled() []string {
	if b.relation == metric.Entitlements && b.question.Deployment && !b.everyState {
		return []string{"f.n = 1"}
	}
	return nil
}

// measure renders a measure.
func (b *builder) measure(m metric.Measure) string {
	if m.Aggregate == "" {
		return m.SQL
	}
	value := "*"
	if m.Column != "" {
		d, _ := b.question.Catalog.Dimension(m.Column)
		value = b.expr(d)
	}
	conditions := b.entitled()
	if m.Aggregate == "median" {
		conditions = append(conditions, value+" IS NOT NULL")
	}
	return aggregate(m.Aggregate, value, conditions)
}

// middles renders the medians among measures of what was put together for
// them: the statement then gives every measure.
func middles(sql string, keys []metric.By, measures []metric.Measure) string {
	if !slices.ContainsFunc(measures, func(m metric.Measure) bool { return m.Aggregate == "median" }) {
		return sql
	}
	var cols []string
	for _, by := range keys {
		cols = append(cols, quote(by.Dimension))
	}
	for _, m := range measures {
		col := quote(m.Name)
		if m.Aggregate == "median" {
			col = "(\n    SELECT avg(value)\n    FROM (SELECT value, row_number() OVER (ORDER BY value) AS place, count(*) OVER () AS n FROM json_each(" + col + "))\n" +
				"    WHERE place IN ((n + 1) / 2, (n + 2) / 2)\n  ) AS " + col
		}
		cols = append(cols, col)
	}
	return "SELECT " + strings.Join(cols, ",\n  ") + "\nFROM (\n  " + indented(sql) + "\n)"
}
