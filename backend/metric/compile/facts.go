package compile

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/metric/expr"
	"headroom/backend/portfolio"
)

// Facts is a question about one relation taken apart, so that its rows can be
// kept in memory and added up there: the rows themselves, which no key and no
// filter has touched, and every key and condition as an expression over the
// one column it depends on, which SQLite evaluates once for each value there is
// of that column. What a name means is thereby written once, here and for
// Aggregate alike. A calculated column that depends on several columns is one
// of the columns, Made of the others row by row.
type Facts struct {
	Keys  []Term // of the query's By, in order
	Where []Term // 1 where a row takes part
	// Conditions are those that depend on several columns.
	Conditions []Condition
	Ends       Term // days to the end of a row
	Made       []Made
	// Counted are 1 where a line counts on the day, all of them; there are none
	// where every row does, or where it does not matter.
	Counted []Term

	builder  *builder
	relation metric.Relation
	with     string
	from     string
	args     []any
}

// Condition is a term that is 1 where a row takes part, or several conditions
// of which all hold, or any.
type Condition struct {
	Term     Term
	All, Any []Condition
}

// Walk calls fn for every term of c.
func (c Condition) Walk(fn func(Term)) {
	if c.All == nil && c.Any == nil {
		fn(c.Term)
	}
	for _, x := range slices.Concat(c.All, c.Any) {
		x.Walk(fn)
	}
}

// Made is a column that an expression makes of others.
type Made struct {
	Name       string
	Expression *expr.Expression
	Inputs     map[string]Term // by the columns the expression uses
	Key        string          // tells it from others
}

// Term is an expression over one column of a row.
type Term struct {
	Column string
	SQL    string // the statement without the values of the column
	Plain  bool   // the values are those of the column
	args   []any
}

// Bound returns the arguments of the term but the last, its column's values.
func (t Term) Bound() []any { return slices.Clone(t.args) }

// Over returns the statement of the term's values for distinct values of its
// column. Its columns are the number of the value and the term's; a value that
// takes no part has no row.
func (t Term) Over(values []any) (Statement, error) {
	text, err := json.Marshal(values)
	if err != nil {
		return Statement{}, fmt.Errorf("values of %s: %w", t.Column, err)
	}
	return Statement{SQL: t.SQL, Args: append(slices.Clone(t.args), string(text))}, nil
}

// Key tells terms with equal values apart from others.
func (t Term) Key() string { return t.Column + " " + Statement{t.SQL, t.args}.Key() }

// factColumns are the columns that are kept of entitlements, each from when it
// is first asked for.
var factColumns = []string{
	"n", "sold", "base", "account_id", "product_id", "end_day", "auto_renew", "stream_id", "start_day", "partner_id", "currency", "term", "billing",
	"cancel_until", "status", "status_raw", "trial", "quantity", "assigned", "value",
}

// usualColumns are the columns of lines that most questions are about, or that
// say which lines count.
var usualColumns = []string{"account_id", "product_id", "end_day", "start_day", "status", "trial", "quantity", "assigned", "auto_renew", "stream_id", "cancel_until"}

// createdColumn is the column of lines that is the first day of an entitlement,
// else the first any file told it of; lineColumns are those that lines have
// beside factColumns, as they are read.
const createdColumn = "created_day"

var lineColumns = map[string]string{createdColumn: "coalesce(f.start_day, o.day)", LineID: "f.id"}

// LineID is the column of the number of a line, which is the same on every day.
const LineID = "id"

// scoreColumns are the columns that the health relation has beside those of
// entitlements; each follows from a few of these and from what is consumed.
var scoreColumns = []string{"risk", "share", "score", "band", AtRisk}

// AtRisk is the column of the licenses that are at risk.
const AtRisk = "at_risk"

// Scores reports whether a column is one of health.
func Scores(column string) bool { return slices.Contains(scoreColumns, column) }

// termColumns are the columns that terms have beside factColumns.
var termColumns = []string{"outcome", "canonical_id"}

// kept reports whether a column is one that is kept of the relation's rows.
func (b *builder) kept(column string) bool {
	if b.relation == metric.Renewals && slices.Contains(termColumns, column) {
		return true
	}
	return slices.Contains(factColumns, column) || b.relation == metric.Health && Scores(column) || b.lines && lineColumns[column] != ""
}

// OfLines reports whether a relation of a question is about lines: entitlements
// whether they count or not, as they were told on a day, of which those that
// count on the day asked for are chosen afterwards. Where deployment facts stand
// for entitlements, only a list that does not ask what counts is of lines.
func OfLines(q Question, r metric.Relation) bool {
	switch r {
	case metric.EveryEntitlement, metric.EntitlementChanges:
		return true
	case metric.Entitlements:
		return !q.Deployment || len(q.Query.Columns) > 0 && !q.Query.Counting
	case metric.Health:
		return !q.Deployment && q.Current
	default:
		return false
	}
}

// FactsOf takes a question about entitlements, their health, their terms or accounts apart. It is not ok
// where a part of the question depends on a column that is not kept, on other
// rows, or in another way than by a calculated column on more than one. A
// question about lines has a single period and says on which day they were told.
func FactsOf(q Question, r metric.Relation) (f *Facts, ok bool) {
	b := newBuilder(q, r)
	if b.lines = OfLines(q, r); b.lines && len(q.Periods) != 1 {
		return nil, false
	}
	f = &Facts{builder: b, relation: r}
	b.instead = f.make
	for _, by := range q.Query.By {
		d, _ := q.Catalog.Dimension(by.Dimension)
		key := b.key(d, by.Grain)
		if b.lines && d.Name == metric.DateName {
			key = b.arg(q.Periods[0].Label)
		}
		t, ok := b.term(key)
		if !ok {
			return nil, false
		}
		f.Keys = append(f.Keys, t)
	}
	for _, condition := range b.always() {
		t, ok := b.holding(condition)
		if !ok {
			return nil, false
		}
		f.Where = append(f.Where, t)
	}
	for _, x := range b.filters() {
		c, ok := b.parted(&x)
		if !ok {
			return nil, false
		}
		if c.All == nil && c.Any == nil {
			f.Where = append(f.Where, c.Term)
		} else {
			f.Conditions = append(f.Conditions, c)
		}
	}
	switch r {
	case metric.Accounts:
		f.from = "FROM account f"
		return f, f.follows()
	case metric.Renewals:
		q.Query = metric.Query{}
		rows := newBuilder(q, r)
		f.with, f.from, f.args = rows.with(), strings.TrimSuffix(rows.from(), "\n"), rows.args
		return f, f.follows()
	}
	if f.Ends, ok = b.term("CAST(julianday(f.end_day) - julianday(f.day) AS INTEGER)"); !ok {
		return nil, false
	}
	if r == metric.Health {
		t, _ := b.term("CASE WHEN f." + f.Column("sold") + " > 0 THEN 1 ELSE 0 END")
		f.Where = append(f.Where, t)
	}
	counting := q.Query.Counting || len(q.Query.Columns) == 0 || r == metric.Health
	q.Query = metric.Query{}
	rows := newBuilder(q, metric.Entitlements)
	if b.lines {
		rows = newBuilder(q.linesOf(), metric.EveryEntitlement)
		if r != metric.EveryEntitlement && counting {
			f.Counted = b.counts()
		}
	}
	f.with, f.from = rows.with(), strings.TrimSuffix(rows.from(), "\n")
	f.args = rows.args
	return f, f.follows()
}

// linesOf is the question for all lines as they were told.
func (q Question) linesOf() Question {
	q.Day, q.Periods, q.Current = q.Told, []Period{{Day: q.Told}}, q.Latest
	return q
}

// counts renders when a line counts, as counted does.
func (b *builder) counts() []Term {
	var out []Term
	for _, condition := range []string{
		"f.status = 'active'", "f.trial = 0", "f.start_day IS NULL OR f.start_day <= f.day", "f.end_day IS NULL OR f.end_day >= f.day",
	} {
		t, _ := b.holding(condition)
		out = append(out, t)
	}
	return out
}

// factDay is the day of rows: that of the only period, else the one asked for.
func (b *builder) factDay() portfolio.Day {
	if len(b.question.Periods) == 1 {
		return b.question.Periods[0].Day
	}
	return b.question.Day
}

// Usual are the columns that questions about these rows often need.
func (f *Facts) Usual() []string {
	if f.builder.lines {
		return usualColumns
	}
	return nil
}

// Day is the day that the question is about the rows on.
func (f *Facts) Day() portfolio.Day { return f.builder.factDay() }

// Of returns the values that a measure is an aggregate of.
func (f *Facts) Of(m metric.Measure) (Term, bool) {
	d, _ := f.builder.question.Catalog.Dimension(m.Column)
	t, ok := f.builder.term(f.builder.expr(d))
	return t, ok && f.follows()
}

// follows reports whether every value follows from the row alone.
func (f *Facts) follows() bool { return len(f.builder.wholes) == 0 && !f.builder.random }

// holding returns a condition as a term that is 1 where it holds.
func (b *builder) holding(condition string) (Term, bool) {
	return b.term("CASE WHEN " + condition + " THEN 1 ELSE 0 END")
}

// parted takes a filter apart, where it depends on more than one column.
func (b *builder) parted(f *metric.Filter) (c Condition, ok bool) {
	if c.Term, ok = b.holding(b.condition(f)); ok {
		return c, true
	}
	if f.IsLeaf() {
		return c, false
	}
	for _, x := range slices.Concat(f.All, f.Any) {
		part, ok := b.parted(&x)
		if !ok {
			return c, false
		}
		if f.All != nil {
			c.All = append(c.All, part)
		} else {
			c.Any = append(c.Any, part)
		}
	}
	return c, c.All != nil || c.Any != nil
}

// First returns the values by which a list is first put in order; ok is false
// where no single column tells them.
func (f *Facts) First(name string) (t Term, ok bool) {
	d, _ := f.builder.question.Catalog.Dimension(name)
	if len(d.Items) > 0 {
		return t, false
	}
	t, ok = f.builder.term(f.builder.key(d, ""))
	return t, ok && f.follows()
}

// Account returns the account of a row.
func (f *Facts) Account() Term {
	t, _ := f.builder.term("f.account_id")
	return t
}

// Consumed returns the statement of what is consumed on the day of the rows, by
// account and product: the metered quantity used and entitled to, and the active
// users.
func (f *Facts) Consumed() Statement {
	b := newBuilder(f.builder.question, metric.Health)
	return Statement{SQL: "WITH " + b.used() + "\nSELECT account_id, product_id, used, entitled, active FROM used WHERE label = ''", Args: b.args}
}

// Column returns the column that holds another one's values: without deployment
// facts every row is an entitlement and counts. It is "" where each row has 1.
func (f *Facts) Column(name string) string {
	if name == "n" && (f.relation != metric.Entitlements || f.builder.lines) {
		return ""
	}
	if name = f.builder.stored(name); name == "n" && !f.builder.deployed() {
		return ""
	}
	return name
}

// deployed reports whether deployment facts are among the rows.
func (b *builder) deployed() bool { return b.question.Deployment && !b.lines }

// stored returns the column that holds another one's values.
func (b *builder) stored(name string) string {
	if (name == "sold" || name == "base") && !b.deployed() {
		return "quantity"
	}
	return name
}

// Key tells the rows from others.
func (f *Facts) Key() string { return Statement{f.with + f.from, f.args}.Key() }

// Rows returns the statement of columns of every row, in an order that does not
// depend on which they are.
func (f *Facts) Rows(columns []string) Statement {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = "f." + c
		switch {
		case f.relation == metric.Accounts:
			names[i] = "f.id"
		case f.builder.lines && lineColumns[c] != "":
			names[i] = lineColumns[c]
		}
	}
	with, from, args := f.with, f.from, slices.Clone(f.args)
	if f.builder.lines {
		if slices.Contains(columns, createdColumn) {
			b := newBuilder(f.builder.question.linesOf(), metric.EveryEntitlement)
			b.join("first_told")
			with, from, args = b.with(), strings.TrimSuffix(b.from(), "\n"), b.args
		}
		from += "\nWHERE f.kind = 'entitlement'"
	}
	order := "f.id"
	if f.relation == metric.Renewals { // an entitlement ends more than once
		order += ", f.end_day"
	}
	return Statement{SQL: with + "SELECT " + strings.Join(names, ", ") + "\n" + from + "\nORDER BY " + order, Args: args}
}

// make returns the column of an expression that sql renders: one that is made,
// where it depends on several columns and on nothing else.
func (f *Facts) make(x *expr.Expression, sql string) string {
	if _, single := f.builder.columnOf(sql); single || x.UsesAggregates() || x.UsesNow() || x.Volatile() || len(f.Made) == mostMade {
		return sql
	}
	key := Statement{sql, f.builder.bound(sql)}.Key()
	if usesFixed(sql) {
		key += " " + f.builder.fixed(f.builder.factDay().String())
	}
	for _, m := range f.Made {
		if m.Key == key {
			return "f." + m.Name
		}
	}
	m := Made{Name: "made_" + string(rune('a'+len(f.Made))), Expression: x, Inputs: map[string]Term{}, Key: key}
	for _, name := range x.Columns() {
		b := newBuilder(f.builder.question, f.relation)
		t, ok := b.term(renderer{b}.Column(name))
		if !ok {
			return sql
		}
		m.Inputs[name] = t
	}
	f.Made = append(f.Made, m)
	f.builder.typed[m.Name] = x.Type()
	return "f." + m.Name
}

// mostMade bounds the columns made for one question.
const mostMade = 26

// reference finds the columns an expression reads: those of rows as f.column,
// and those of joined tables by the letter of their table.
var reference = regexp.MustCompile(`\b([a-z])\.([a-z_]+)\b`)

// placeholder finds the arguments an expression binds.
var placeholder = regexp.MustCompile(`\?([0-9]+)`)

// columnOf returns the one column of rows that decides an expression; it is not
// ok where several do, or others than of rows and what is joined to them.
func (b *builder) columnOf(sql string) (column string, ok bool) {
	for _, m := range reference.FindAllStringSubmatch(sql, -1) {
		name := m[2]
		switch {
		case m[1] == "f" && slices.Contains(fixedColumns, name):
			continue
		case m[1] != "f" && joinedBy[m[1]] == "":
			return "", false
		case m[1] == "p":
			name = b.productColumn()
		case m[1] != "f":
			name = joinedBy[m[1]]
		}
		if column != "" && name != column {
			return "", false
		}
		column = name
	}
	return column, true
}

// fixedColumns are those that all rows of a question have alike, which say nothing
// of a row and which rows that are kept do not have.
var fixedColumns = []string{"day", "after"}

// fixed renders the fixed columns of the question, day being how its day is
// written.
func (b *builder) fixed(day string) string {
	columns := day + " AS day"
	if b.relation == metric.EntitlementChanges {
		columns += fmt.Sprintf(", %d AS after", b.question.After)
	}
	return columns
}

// usesFixed reports whether an expression depends on a fixed column.
func usesFixed(sql string) bool {
	return slices.ContainsFunc(reference.FindAllStringSubmatch(sql, -1), func(m []string) bool {
		return m[1] == "f" && slices.Contains(fixedColumns, m[2])
	})
}

// productColumn is the column that joins the product of a row: a term keeps its
// product beside what that product is.
func (b *builder) productColumn() string {
	if b.relation == metric.Renewals {
		return "canonical_id"
	}
	return "product_id"
}

// joinedBy is the column that joins a table to rows, by the table's letter.
var joinedBy = map[string]string{"a": "account_id", "p": "product_id", "t": "stream_id"}

// term returns an expression as a term, if a single column that is kept decides
// its value. Texts in SQL come from the catalog and hold no such signs as
// references do, or else the expression is not taken for a term.
func (b *builder) term(expression string) (Term, bool) {
	if b.lines {
		expression = strings.ReplaceAll(expression, lineColumns[createdColumn], "f."+createdColumn)
	}
	column, ok := b.columnOf(expression)
	if held := b.stored(column); held != column {
		expression, column = strings.ReplaceAll(expression, "f."+column, "f."+held), held
	}
	if column == "" {
		column = "account_id"
	}
	made, isMade := b.typed[column]
	if !ok || !isMade && !b.kept(column) {
		return Term{}, false
	}
	t := Term{Column: column, Plain: expression == "f."+column, args: b.bound(expression)}
	day := len(t.args) + 1
	t.args = append(t.args, b.factDay().String())
	value := "value"
	if made == expr.Number {
		value = "CAST(value AS REAL)"
	}
	t.SQL = fmt.Sprintf("SELECT f.key, %s\nFROM (SELECT key, %s AS %s, %s FROM json_each(?%d)) f", expression, value, column, b.fixed(fmt.Sprintf("?%d", day)), day+1)
	for _, j := range []struct{ sign, join string }{
		{"a.", "JOIN account a ON a.id = f.account_id"}, {"p.", "LEFT JOIN product p ON p.id = f." + b.productColumn()}, {"t.", "JOIN stream t ON t.id = f.stream_id"},
	} {
		if slices.ContainsFunc(reference.FindAllString(expression, -1), func(r string) bool { return strings.HasPrefix(r, j.sign) }) {
			t.SQL += "\n" + j.join
		}
	}
	return t, true
}

// bound returns the arguments up to the last that the expression binds.
func (b *builder) bound(expr string) []any {
	last := 0
	for _, m := range placeholder.FindAllStringSubmatch(expr, -1) {
		if n, err := strconv.Atoi(m[1]); err == nil {
			last = max(last, n)
		}
	}
	return slices.Clone(b.args[:last])
}
