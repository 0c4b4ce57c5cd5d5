// Package compile turns a question into SQL: one statement for each relation,
// aggregated to the question's keys, or the list of series a fold of usage
// needs. It is pure: the same question about the same state gives the same
// text. Identifiers come from the catalog only, values are bound.
//
// The question was validated before (metric.Query.Validate), so nothing here
// looks a name up in vain.
package compile

import (
	"fmt"
	"slices"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// Statement is SQL text and the arguments for its numbered placeholders.
type Statement struct {
	SQL  string
	Args []any
}

// Key tells s apart from every statement with another answer.
func (s Statement) Key() string {
	var key strings.Builder
	key.WriteString(s.SQL)
	for _, a := range s.Args {
		fmt.Fprintf(&key, " %T %q", a, fmt.Sprint(a)) // quoted, so that it shows where each ends
	}
	return key.String()
}

// Setting is what a person may set that changes what numbers mean.
type Setting struct {
	OwnPartners []string // empty: everything is own
	Calendar    Calendar
	GraceDays   int     // for a renewal after its end
	Shifts      []Shift // of the person's clocks, ascending
	Scoring     metric.Scoring
}

// Question is a query made definite: every day is known.
type Question struct {
	Catalog metric.Catalog
	Query   metric.Query
	Setting Setting
	Day     portfolio.Day // the day asked for
	Now     string        // the person's time, YYYY-MM-DD HH:MM:SS.mmm
	Known   int64         // the last import that is known; 0: all
	// Current is true where the state asked for is the one the store keeps
	// resolved, so that history need not be read.
	Current bool
	// Consumed is what health needs to know of usage, as JSON: a list of [label
	// of the period, number of the account, of the product, used, entitled, active
	// users].
	Consumed string
	// Among are the numbers of the accounts that all rows asked for are of; nil
	// where they are not known.
	Among []any
	// Rows are the numbers of the entitlements that a list is limited to; nil:
	// it is not.
	Rows []any
	// Deployment is true where there are deployment facts.
	Deployment bool
	// Shares is true where deployment facts name the entitlement they are of.
	Shares bool
	// Periods are the days of levels; a single one without label where the
	// answer is not split by date.
	Periods []Period
	// Told, Latest and After belong to a question about lines in memory: the last
	// day up to that of the period on which anything was told of them, whether it
	// is the one whose state the store keeps resolved, and whether the lines of a
	// change are those at the end of its span (1) or before it (0).
	Told   portfolio.Day
	Latest bool
	After  int
}

// stands reports whether a key of the query stands for a row of a table.
func (q Question) stands(table string, r metric.Relation) bool {
	return slices.ContainsFunc(q.Query.By, func(by metric.By) bool {
		d, _ := q.Catalog.Dimension(by.Dimension)
		return d.Unique && d.In[r].Table == table
	})
}

// Aggregate returns the statement of the measures of one relation, split by
// the query's keys. Its columns are the keys in order, then the measures.
func Aggregate(q Question, r metric.Relation, measures []metric.Measure) Statement {
	b := newBuilder(q, r)
	var cols []string
	for _, by := range q.Query.By {
		d, _ := q.Catalog.Dimension(by.Dimension)
		cols = append(cols, fmt.Sprintf("%s AS %s", b.key(d, by.Grain), quote(by.Dimension)))
	}
	groups := b.groups()
	for _, m := range measures {
		cols = append(cols, b.measure(m)+" AS "+quote(m.Name))
	}
	where := b.where()
	sql := b.with() + "SELECT " + strings.Join(cols, ",\n  ") + "\n" + b.from() + clause("WHERE ", where, "\n  AND ")
	sql += clause("GROUP BY ", groups, ", ")
	if len(groups) > 0 && r == metric.Entitlements && q.Deployment {
		sql += clause("HAVING ", something(measures), " OR ")
	}
	return Statement{SQL: middles(strings.TrimSuffix(sql, "\n"), q.Query.By, measures), Args: b.args}
}

// something returns what makes a group of entitlements speak: rows that count,
// or a figure that deployment facts alone give.
func something(measures []metric.Measure) []string {
	terms := []string{"sum(f.n) > 0"}
	for _, m := range measures {
		if !m.Zero && !m.Quiet && m.Aggregate == "" {
			terms = append(terms, m.SQL+" IS NOT NULL")
		}
	}
	return terms
}

// Licenses returns the statement of the licenses that count, by day, account
// and product, for metered usage that brings no entitled figure. Filters do
// not apply, so that one answer serves many questions; accounts limits it to
// those that are metered, nil to none.
func Licenses(q Question, accounts []int64) Statement {
	q.Query = metric.Query{}
	b := newBuilder(q, metric.Entitlements)
	where := []string{"f.sold IS NOT NULL"}
	if accounts != nil {
		ids := make([]any, len(accounts))
		for i, id := range accounts {
			ids[i] = id
		}
		where = append(where, "f.account_id IN "+b.list(ids))
	}
	sql := b.with() + "SELECT f.day, f.account_id, f.product_id, sum(f.sold)\n" + b.from() + clause("WHERE ", where, "\n  AND ") + "GROUP BY 1, 2, 3"
	return Statement{SQL: sql, Args: b.args}
}

// clause renders the terms behind a word, or nothing.
func clause(word string, terms []string, sep string) string {
	if len(terms) == 0 {
		return ""
	}
	return word + strings.Join(terms, sep) + "\n"
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
