package compile

import (
	"slices"
	"strings"

	"headroom/backend/metric"
)

// rowNumbers are the numbers by which the rows of a resolved table are found
// again.
var rowNumbers = map[metric.Relation]string{metric.Accounts: "a.id", metric.Entitlements: "f.id", metric.EveryEntitlement: "f.id"}

// numbered returns a builder of a list whose rows have numbers by which each is
// found by itself: those of a table the store keeps resolved, of which every
// value follows from the row and the rows it names.
func numbered(q Question) (b *builder, where []string, number string, ok bool) {
	number, ok = rowNumbers[q.Query.Listed()]
	if !ok || !q.Current || q.Shares || q.Query.Counting {
		return nil, nil, "", false
	}
	b, where = listing(q)
	b.columns()
	b.inOrder(b.byValue)
	ok = len(b.beside) == 0 && !b.random && !slices.Contains(b.tables, "charged") && !slices.Contains(b.tables, "first_told")
	return b, where, number, ok
}

// Numbers returns the statement of the numbers of all rows of a list, in its
// order; ok is false where they have none.
func Numbers(q Question) (s Statement, ok bool) {
	b, where, number, ok := numbered(q)
	if !ok {
		return s, false
	}
	order := b.inOrder(b.byValue)
	sql := b.with() + "SELECT " + number + "\n" + b.from() + clause("WHERE ", where, "\n  AND ") + clause("ORDER BY ", order, ", ")
	return Statement{SQL: strings.TrimSuffix(sql, "\n"), Args: b.args}, true
}

// Numbered returns the statement of the rows of a list with these numbers, in no
// order; the number is behind the columns.
func Numbered(q Question, numbers []int64) Statement {
	b, where, number, _ := numbered(q)
	list := make([]any, len(numbers))
	for i, n := range numbers {
		list[i] = n
	}
	cols := append(b.columns(), number)
	where = append(where, number+" IN "+b.list(list))
	sql := b.with() + "SELECT " + strings.Join(cols, ",\n  ") + "\n" + b.from() + clause("WHERE ", where, "\n  AND ")
	return Statement{SQL: strings.TrimSuffix(sql, "\n"), Args: b.args}
}
