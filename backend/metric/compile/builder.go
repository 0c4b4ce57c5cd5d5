package compile

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/metric/expr"
	"headroom/backend/portfolio"
)

// builder writes one statement over one relation.
type builder struct {
	question   Question
	relation   metric.Relation
	everyState bool // list entitlements whether they count or not
	lines      bool // the rows are lines in memory (OfLines)
	tables     []string
	beside     []string // joins of aggregates over the whole relation
	wholes     []string // the statements of these
	random     bool     // something is another value in every row
	args       []any
	instead    func(x *expr.Expression, sql string) string // renders a calculated column otherwise; nil: as its SQL
	typed      map[string]expr.Type                        // of columns that are made
}

func newBuilder(q Question, r metric.Relation) *builder {
	return &builder{question: q, relation: r, typed: map[string]expr.Type{}}
}

// arg binds v and returns its placeholder; equal values share one.
func (b *builder) arg(v any) string {
	i := slices.Index(b.args, v)
	if i < 0 {
		b.args = append(b.args, v)
		i = len(b.args) - 1
	}
	return fmt.Sprintf("?%d", i+1)
}

func (b *builder) day(d portfolio.Day) string { return b.arg(d.String()) }

// list binds values as one JSON list, so that the text does not depend on
// their number.
func (b *builder) list(values []any) string {
	text, err := json.Marshal(values)
	if err != nil { // operands are text and finite numbers
		panic(err)
	}
	return "(SELECT value FROM json_each(" + b.arg(string(text)) + "))"
}

func (b *builder) join(table string) {
	if table != "" && !slices.Contains(b.tables, table) {
		b.tables = append(b.tables, table)
	}
}

// from renders the relation and the tables joined to it.
func (b *builder) from() string {
	rows := relationOf(b.relation)
	sql := "FROM " + rows.from(b)
	for _, join := range joinOrder {
		if !slices.Contains(b.tables, join.table) {
			continue
		}
		if own, ok := rows.joins[join.table]; ok {
			join.sql = own
		}
		if join.sql != "" {
			sql += "\n" + join.sql
		}
	}
	for _, join := range b.beside {
		sql += "\n" + join
	}
	return sql + "\n"
}

// canonical joins the product that the product of a row is, where it is another
// one; canonicalID is the number of what it is.
func canonical(row string) string {
	return "LEFT JOIN product_canonical y ON y.product_id = " + row + ".product_id"
}

func canonicalID(row string) string { return "coalesce(y.canonical_id, " + row + ".product_id)" }

// key renders a dimension as it is shown: with its grain.
func (b *builder) key(d metric.Dimension, grain string) string {
	expr := b.expr(d)
	if (d.Kind == metric.Date || d.Kind == metric.Time) && !(d.Name == metric.DateName && b.levels()) {
		if d.Kind == metric.Date && grain == "day" {
			return expr
		}
		return b.question.Setting.Calendar.SQL(expr, grain)
	}
	return expr
}

// groups renders what to group by. Where a key stands for a row of a joined
// table, the row's number does, and the table's other keys follow from it:
// numbers sort faster than texts. The plus keeps SQLite from walking the index
// of the number, which reads the table in random order.
func (b *builder) groups() []string {
	numbers := relationOf(b.relation).numbers
	var terms []string
	for i, by := range b.question.Query.By {
		d, _ := b.question.Catalog.Dimension(by.Dimension)
		place := d.In[b.relation]
		term := fmt.Sprint(i + 1)
		if numbers[place.Table] != "" && place.Follows() && b.question.stands(place.Table, b.relation) {
			term = numbers[place.Table]
		}
		if !slices.Contains(terms, term) {
			terms = append(terms, term)
		}
	}
	return terms
}

// levels reports whether date is chosen by the question rather than a column.
func (b *builder) levels() bool {
	d, _ := b.question.Catalog.Dataset(b.relation)
	return d.Levels
}

// expr renders the value of a dimension and joins the table it is in.
func (b *builder) expr(d metric.Dimension) string {
	if d.Expression != nil {
		return b.calculated(d)
	}
	place := d.In[b.relation]
	b.join(place.Table)
	if place.Field != "" {
		return b.custom(place)
	}
	switch d.Kind {
	case metric.Flag:
		return yesOrNo(place.SQL)
	case metric.Scope:
		own := b.question.Setting.OwnPartners
		if len(own) == 0 {
			return "'own'"
		}
		return "CASE WHEN " + b.own(place) + " THEN 'own' ELSE 'other' END"
	case metric.Days:
		return days("f.day", place.SQL)
	default:
		return place.SQL
	}
}

// custom renders the value of a custom field. Its header is bound and compared
// as it is, because a JSON path would read signs in it as a part of the path.
func (b *builder) custom(place metric.Place) string {
	var terms []string
	for column := range strings.SplitSeq(place.SQL, ", ") {
		terms = append(terms, "(SELECT value FROM json_each("+column+") WHERE key = "+b.arg(place.Field)+")")
	}
	if len(terms) == 1 {
		return terms[0]
	}
	return "coalesce(" + strings.Join(terms, ", ") + ")"
}

// own renders whether a partner is one of ours.
func (b *builder) own(place metric.Place) string {
	var marks []string
	for _, id := range b.question.Setting.OwnPartners {
		marks = append(marks, b.arg(id))
	}
	return place.SQL + " IN (" + strings.Join(marks, ", ") + ")"
}

// where renders what limits the rows: the relation's own terms, the scope, and
// the filter without the days it chooses.
func (b *builder) where() []string {
	terms := b.always()
	for _, f := range b.filters() {
		terms = append(terms, b.condition(&f))
	}
	return terms
}

// always renders what limits the rows beside the filter.
func (b *builder) always() []string {
	var terms []string
	if own := relationOf(b.relation).where; own != nil && !b.lines {
		terms = own(b)
	}
	if b.question.Query.Scope == "own" && len(b.question.Setting.OwnPartners) > 0 {
		if d, ok := b.scope(); ok {
			terms = append(terms, b.own(d.In[b.relation]))
		}
	}
	return terms
}

// scope returns the dimension that tells own rows from others, where the
// relation has one.
func (b *builder) scope() (metric.Dimension, bool) {
	for _, d := range b.question.Catalog.Dimensions {
		if _, ok := d.In[b.relation]; ok && d.Kind == metric.Scope {
			return d, true
		}
	}
	return metric.Dimension{}, false
}

// filters returns the conjuncts of the filters that limit rows.
func (b *builder) filters() []metric.Filter {
	filter := b.question.Query.RowFilter()
	if filter == nil {
		return nil
	}
	if !b.levels() {
		return filter.Conjuncts()
	}
	_, rest, err := split(filter, "filter")
	if err != nil { // DaysOf refused it before
		panic(err)
	}
	var out []metric.Filter
	for i := range rest {
		out = append(out, rest[i].Conjuncts()...)
	}
	return out
}
