package compile

import (
	"fmt"
	"slices"
	"strings"

	"headroom/backend/metric"
)

// SeriesColumns are the columns of a series that keys and conditions follow
// from. A product is what it is, 0 where there is none; texts are ” there.
var SeriesColumns = []string{"stream_id", "account_id", "product_id", "workload", "workload_raw", "feature", "meter", "partner_id", "clock", "reason"}

// SeriesRows returns the statement of every series there is: its id, then the
// SeriesColumns. No question touches it, so that they are read once.
func SeriesRows() Statement {
	return Statement{SQL: "SELECT f.id, f.stream_id, r.account_id, " + canonicalID("f") + ", f.workload, f.workload_raw, f.feature, f.meter, f.partner_id, f.clock, f.reason\n" +
		"FROM series f\nJOIN ref_account r ON r.ref_id = f.ref_id\n" + canonical("f") + "\nORDER BY f.id"}
}

// SeriesKey returns the values of a dimension of series as a term. Where more
// than one column decides them, the term has no Column and is asked of all
// series (Term.OfAll).
func SeriesKey(q Question, d metric.Dimension) Term {
	b := newBuilder(q, metric.Usage)
	return b.seriesTerm(b.key(d, ""))
}

// SeriesWhere returns what limits series as terms that are 1 where one takes
// part: the scope, and the filter without the days it chooses. Parts of the
// filter that SQL cannot tell, because observed reports so, are left over.
func SeriesWhere(q Question, observed func(*metric.Filter) bool) (terms []Term, left []metric.Filter) {
	filters := newBuilder(q, metric.Usage).filters()
	q.Query.Filter, q.Query.Dashboard = nil, nil
	add := func(render func(b *builder) []string) {
		b := newBuilder(q, metric.Usage) // each binds its own arguments
		for _, condition := range render(b) {
			terms = append(terms, b.seriesTerm("CASE WHEN "+condition+" THEN 1 ELSE 0 END"))
		}
	}
	add((*builder).where)
	for i := range filters {
		if observed(&filters[i]) {
			left = append(left, filters[i])
			continue
		}
		add(func(b *builder) []string { return []string{b.condition(&filters[i])} })
	}
	return terms, left
}

// SeriesCondition returns a filter of series as a term that is 1 where it holds.
func SeriesCondition(q Question, f *metric.Filter) Term {
	b := newBuilder(q, metric.Usage)
	return b.seriesTerm("CASE WHEN " + b.condition(f) + " THEN 1 ELSE 0 END")
}

// OfAll returns the statement of a term without a Column: the id of each series
// and the value. Of a term with one it is the statement that Over gives values.
func (t Term) OfAll() Statement { return Statement{SQL: t.SQL, Args: t.args} }

// seriesTerm returns an expression over series as a term.
func (b *builder) seriesTerm(expr string) Term {
	ids := map[string]string{"a": "account_id", "p": "product_id", "t": "stream_id"}
	column, single := "", true
	for _, m := range reference.FindAllStringSubmatch(expr, -1) {
		name := m[2]
		if m[1] != "f" {
			name = ids[m[1]]
		}
		single = single && slices.Contains(SeriesColumns, name) && (column == "" || column == name)
		column = name
	}
	if !single {
		sql := "SELECT f.id, " + expr + "\n" + b.from()
		return Term{SQL: strings.TrimSuffix(sql, "\n"), args: b.args}
	}
	if column == "" {
		column = "stream_id" // a constant
	}
	t := Term{Column: column, args: slices.Clone(b.args)}
	t.SQL = fmt.Sprintf("SELECT f.key, %s\nFROM (SELECT key, value AS %s FROM json_each(?%d)) f", expr, column, len(t.args)+1)
	for _, join := range joinOrder { // of a table that was joined for nothing there is no number
		if slices.Contains(b.tables, join.table) && column == join.table+"_id" {
			t.SQL += "\n" + join.sql
		}
	}
	return t
}
