package compile

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"headroom/backend/metric"
)

// Facts is a question about one relation taken apart, so that its rows can be
// kept in memory and added up there: the rows themselves, which no key and no
// filter has touched, and every key and condition as an expression over the
// one column it depends on, which SQLite evaluates once for each value there is
// of that column. What a name means is thereby written once, here and for
// Aggregate alike.
type Facts struct {
	Rows  Statement // the Columns of every row, numbers first
	Keys  []Term    // of the query's By, in order
	Where []Term    // 1 where a row takes part
	Ends  Term      // days to the end of a row
	// Numbers are added up and may be missing; Codes are what a Term depends on.
	Numbers, Codes []string
}

// Term is an expression over one column of a row.
type Term struct {
	Column string
	SQL    string // the statement without the values of the column
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

// factNumbers and factCodes are the columns kept of entitlements. What is asked
// for beside the first codes is read when it is asked for.
var (
	factNumbers = []string{"n", "sold", "base", "assigned"}
	factCodes   = []string{"account_id", "product_id", "end_day", "auto_renew"}
	moreCodes   = []string{"stream_id", "start_day", "partner_id", "currency", "term", "billing", "cancel_until", "status", "status_raw", "trial", "quantity", "assigned", "value"}
)

// FactsOf takes a question about entitlements or accounts apart. It is not ok
// where a part of the question depends on more than one column, or on one that
// is not kept.
func FactsOf(q Question, r metric.Relation) (f Facts, ok bool) {
	b := newBuilder(q, r)
	for _, by := range q.Query.By {
		d, _ := q.Catalog.Dimension(by.Dimension)
		t, ok := b.term(b.key(d, by.Grain))
		if !ok {
			return Facts{}, false
		}
		f.Keys = append(f.Keys, t)
	}
	for _, condition := range b.where() {
		t, ok := b.term("CASE WHEN " + condition + " THEN 1 ELSE 0 END")
		if !ok {
			return Facts{}, false
		}
		f.Where = append(f.Where, t)
	}
	if len(b.wholes) > 0 || b.random { // a value does not follow from the row alone
		return Facts{}, false
	}
	if r == metric.Accounts {
		f.Codes = []string{"account_id"}
		f.Rows = Statement{SQL: "SELECT id AS account_id FROM account"}
		return f, true
	}
	if f.Ends, ok = b.term("CAST(julianday(f.end_day) - julianday(f.day) AS INTEGER)"); !ok {
		return Facts{}, false
	}
	f.Numbers, f.Codes = factNumbers, slices.Clone(factCodes)
	for _, t := range slices.Concat(f.Keys, f.Where) {
		if !slices.Contains(f.Codes, t.Column) {
			f.Codes = append(f.Codes, t.Column)
		}
	}
	f.Rows = factRows(q, f)
	return f, true
}

func factRows(q Question, f Facts) Statement {
	q.Query = metric.Query{}
	b := newBuilder(q, metric.Entitlements)
	var cols []string
	for _, c := range slices.Concat(f.Numbers, f.Codes) {
		cols = append(cols, "f."+c)
	}
	return Statement{SQL: b.with() + "SELECT " + strings.Join(cols, ", ") + "\n" + strings.TrimSuffix(b.from(), "\n"), Args: b.args}
}

// reference finds the columns an expression reads: those of rows as f.column,
// and those of joined tables by the letter of their table.
var reference = regexp.MustCompile(`\b([a-z])\.([a-z_]+)\b`)

// placeholder finds the arguments an expression binds.
var placeholder = regexp.MustCompile(`\?([0-9]+)`)

// term returns an expression as a term, if a single column that is kept decides
// its value. Texts in SQL come from the catalog and hold no such signs as
// references do, or else the expression is not taken for a term.
func (b *builder) term(expr string) (Term, bool) {
	joined := map[string]string{"a": "account", "p": "product", "t": "stream"}
	columns := map[string]string{"account": "account_id", "product": "product_id", "stream": "stream_id"}
	column, table := "", ""
	for _, m := range reference.FindAllStringSubmatch(expr, -1) {
		name := m[2]
		switch {
		case m[1] == "f" && name == "day":
			continue
		case m[1] == "f":
		case joined[m[1]] == "":
			return Term{}, false
		default:
			table = joined[m[1]]
			name = columns[table]
		}
		if column != "" && name != column {
			return Term{}, false
		}
		column = name
	}
	if column == "" {
		column = "account_id"
	}
	if !slices.Contains(factCodes, column) && !slices.Contains(moreCodes, column) {
		return Term{}, false
	}
	t := Term{Column: column, args: b.bound(expr)}
	day := len(t.args) + 1
	t.args = append(t.args, b.question.Day.String())
	t.SQL = fmt.Sprintf("SELECT f.key, %s\nFROM (SELECT key, value AS %s, ?%d AS day FROM json_each(?%d)) f", expr, column, day, day+1)
	switch table {
	case "account":
		t.SQL += "\nJOIN account a ON a.id = f.account_id"
	case "product":
		t.SQL += "\nLEFT JOIN product p ON p.id = f.product_id"
	case "stream":
		t.SQL += "\nJOIN stream t ON t.id = f.stream_id"
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
