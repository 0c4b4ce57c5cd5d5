package compile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"headroom/backend/metric"
)

// List returns the statement of a query for columns: the rows of its dataset as
// they are on the day. Entitlements are listed whether they count or not, unless
// the query is for those that count; these have the deployment facts that do
// beside them. The rows are in the order asked for, then in that of the columns,
// then in that of their keys, what is missing last; a limit is kept.
func List(q Question) Statement {
	b, where := listing(q)
	cols := b.columns()
	order := b.inOrder(byName)
	sql := b.with() + "SELECT " + strings.Join(cols, ",\n  ") + "\n" + b.from() + clause("WHERE ", where, "\n  AND ") + clause("ORDER BY ", order, ", ")
	switch {
	case q.Query.Limit > 0:
		sql += fmt.Sprintf("LIMIT %s\n", b.arg(int64(q.Query.Limit)))
	case q.Query.Offset > 0:
		sql += "LIMIT -1\n"
	}
	if q.Query.Offset > 0 {
		sql += fmt.Sprintf("OFFSET %s\n", b.arg(int64(q.Query.Offset)))
	}
	return Statement{SQL: strings.TrimSuffix(sql, "\n"), Args: b.args}
}

// columns renders the columns of a list.
func (b *builder) columns() []string {
	var cols []string
	for _, name := range b.question.Query.Columns {
		d, _ := b.question.Catalog.Dimension(name)
		cols = append(cols, b.key(d, "")+" AS "+quote(name))
	}
	return cols
}

// byName renders a column of a list where it is one of the statement's.
func byName(d metric.Dimension) string { return quote(d.Name) }

// byValue renders a column of a list where it is not one of the statement's. A
// number written out would order by the column of that place.
func (b *builder) byValue(d metric.Dimension) string {
	value := b.key(d, "")
	if _, err := strconv.ParseFloat(strings.Trim(value, "() "), 64); err == nil {
		return "NULL"
	}
	return value
}

// inOrder renders the order of a list: that asked for, then that of the columns,
// then that of the keys.
func (b *builder) inOrder(value func(metric.Dimension) string) []string {
	q := b.question
	var order []string
	for _, s := range q.Query.Sort {
		d, _ := q.Catalog.Dimension(s.By)
		order = append(order, b.order(d, value, s.Desc))
	}
	for _, name := range q.Query.Columns {
		if !slices.ContainsFunc(q.Query.Sort, func(s metric.Sort) bool { return s.By == name }) {
			d, _ := q.Catalog.Dimension(name)
			order = append(order, b.order(d, value, false))
		}
	}
	return append(order, b.rowKeys()...)
}

// Count returns the statement of how many rows a query for columns has before
// its limit.
func Count(q Question) Statement {
	b, where := listing(q)
	sql := b.with() + "SELECT count(*)\n" + b.from() + clause("WHERE ", where, "\n  AND ")
	return Statement{SQL: strings.TrimSuffix(sql, "\n"), Args: b.args}
}

// listing returns a builder of a list and what limits its rows.
func listing(q Question) (*builder, []string) {
	b := newBuilder(q, q.Query.Listed())
	var where []string
	if b.relation == metric.Entitlements && !q.Query.Counting {
		b.everyState = true
		where = append(where, "f.kind = 'entitlement'")
	}
	if q.Rows != nil {
		where = append(where, "f.id IN "+b.list(q.Rows))
	}
	return b, append(where, b.where()...)
}

// order renders how rows are ordered by a column: the items of a group in their
// order, what is missing last.
func (b *builder) order(d metric.Dimension, value func(metric.Dimension) string, desc bool) string {
	direction := ""
	if desc {
		direction = " DESC"
	}
	if len(d.Items) == 0 {
		return value(d) + direction + " NULLS LAST"
	}
	var places []string
	for i, item := range d.Items {
		places = append(places, fmt.Sprintf("WHEN %s THEN %d", b.arg(item), i))
	}
	return "CASE " + b.expr(d) + " " + strings.Join(places, " ") + " END" + direction + " NULLS LAST"
}

// rowKeys renders what tells the rows of the relation apart, so that their order
// is always the same.
func (b *builder) rowKeys() []string {
	switch b.relation {
	case metric.Accounts:
		return []string{"a.key"}
	case metric.Charges:
		return []string{"f.book", "f.key"}
	case metric.Support:
		return []string{"f.key"}
	case metric.Imports, metric.Inbox, metric.Usage, metric.FeatureUsage:
		return []string{"f.id"}
	case metric.EntitlementHistory, metric.EntitlementChanges:
		b.join("entitlement_key")
		return []string{"k.key", "f.as_of", "f.import_id"}
	case metric.Renewals:
		b.join("entitlement_key")
		return []string{"k.key", "f.end_day"}
	default:
		b.join("entitlement_key")
		return []string{"k.key"}
	}
}

// Values returns the statement of a query for one column: its values, and how
// many rows have each. Search limits them to those that contain a text.
func Values(q Question, search string) Statement {
	b, where := listing(q)
	d, _ := q.Catalog.Dimension(q.Query.Columns[0])
	value := b.key(d, "")
	if search != "" {
		where = append(where, b.spelled("CAST("+value+" AS TEXT)", "contains", search))
	}
	place := "1"
	if len(d.Items) > 0 {
		place = strings.TrimSuffix(b.order(d, byName, false), " NULLS LAST")
	}
	sql := b.with() + "SELECT " + value + ", count(*)\n" + b.from() + clause("WHERE ", where, "\n  AND ") +
		"GROUP BY 1\nORDER BY " + place + " NULLS LAST\nLIMIT " + b.arg(int64(q.Query.Limit))
	return Statement{SQL: sql, Args: b.args}
}

// Ungrouped returns the statement of how many rows of a relation, of those the
// question is about, no item of a group holds.
func Ungrouped(q Question, r metric.Relation, group metric.Dimension) Statement {
	b, where := newBuilder(q, r), []string(nil)
	if len(q.Query.Columns) > 0 {
		b, where = listing(q)
	} else {
		where = append(b.where(), b.entitled()...)
	}
	where = append(where, b.expr(group)+" IS NULL")
	sql := b.with() + "SELECT count(*)\n" + b.from() + clause("WHERE ", where, "\n  AND ")
	return Statement{SQL: strings.TrimSuffix(sql, "\n"), Args: b.args}
}
