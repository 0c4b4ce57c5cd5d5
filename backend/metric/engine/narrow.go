package engine

import (
	"slices"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
)

// narrowAccounts is how many accounts a list is narrowed to at most.
const narrowAccounts = 4096

// narrowRows is how many rows a list of entitlements is narrowed to at most.
const narrowRows = 20_000

// narrow finds out of facts in memory which rows the first of a list are among,
// and how many rows there are, so that SQL reads only these. rows is -1 where it
// could not be found out.
func (a *ask) narrow(q *compile.Question) (rows int, err error) {
	r := q.Query.Listed()
	if a.engine.facts == nil || a.query.Limit == 0 || len(a.query.Sort) == 0 {
		return -1, nil
	}
	if r == metric.Renewals {
		return a.narrowRows(q, *q)
	}
	if !q.Current || a.engine.namesAccounts(*q) {
		return -1, nil
	}
	switch r {
	case metric.Health:
		return a.narrowHealth(q)
	case metric.Entitlements, metric.EveryEntitlement:
		return a.narrowLines(q, r)
	default:
		return -1, nil
	}
}

// narrowHealth limits a list of health to the accounts its first rows are of:
// what an account scores follows from its own entitlements.
func (a *ask) narrowHealth(q *compile.Question) (rows int, err error) {
	of, err := a.toldLast(*q)
	if err != nil {
		return -1, err
	}
	f, ok := compile.FactsOf(of, metric.Health)
	if !ok {
		return -1, nil
	}
	found, err := a.firstOf(f, []string{"account_id"})
	if err != nil || found == nil {
		return -1, err
	}
	accounts := map[int32]bool{}
	column := found.facts.columns["account_id"]
	for _, row := range found.first {
		accounts[column.of.at(int(row))] = true
	}
	if len(accounts) > narrowAccounts {
		return -1, a.ctx.Err()
	}
	q.Among = []any{}
	for code := range accounts {
		q.Among = append(q.Among, column.values[code])
	}
	slices.SortFunc(q.Among, func(x, y any) int { return int(integer(x) - integer(y)) })
	return found.rows, a.ctx.Err()
}

// narrowLines limits a list of entitlements of the present to its first rows.
func (a *ask) narrowLines(q *compile.Question, r metric.Relation) (rows int, err error) {
	if !compile.OfLines(*q, r) {
		return -1, nil
	}
	of, err := a.toldLast(*q)
	if err != nil {
		return -1, err
	}
	return a.narrowRows(q, of)
}

// toldLast returns a question about the present whose lines, if it is about
// lines, are those told last. Where none were told there are none.
func (a *ask) toldLast(q compile.Question) (compile.Question, error) {
	told, err := a.toldDays()
	q.Told, q.Latest = upTo(told, q.Day), true
	return q, err
}

// narrowRows limits a list to the entitlements that its first rows are of, found
// in the facts of a question.
func (a *ask) narrowRows(q *compile.Question, of compile.Question) (rows int, err error) {
	f, ok := compile.FactsOf(of, q.Query.Listed())
	if !ok {
		return -1, nil
	}
	found, err := a.firstOf(f, nil)
	if err != nil || found == nil || len(found.first) > narrowRows {
		return -1, err
	}
	ids, err := a.lineIDs(f, found.facts)
	if err != nil {
		return -1, err
	}
	q.Rows = []any{}
	for i, row := range found.first {
		if id := ids[row]; i == 0 || ids[found.first[i-1]] != id { // they ascend
			q.Rows = append(q.Rows, int64(id))
		}
	}
	return found.rows, a.ctx.Err()
}

// firstRows are rows of facts that the first of a list are among, and how many
// rows the list has.
type firstRows struct {
	facts *facts
	first []int64
	rows  int
}

// firstOf reads the order of a list only as far as the first column of it goes;
// SQL puts the rows in order. It is nil where facts do not tell.
func (a *ask) firstOf(f *compile.Facts, columns []string) (*firstRows, error) {
	by, ok := f.First(a.query.Sort[0].By)
	if !ok {
		return nil, nil
	}
	fs, err := a.facts(f, append(neededColumns(f, nil), append(columns, by.Column)...))
	if err != nil {
		return nil, err
	}
	g := &grouping{ask: a, facts: fs, of: f}
	if err := g.filters(); err != nil {
		return nil, err
	}
	if len(f.Counted) > 0 {
		marks, err := a.counted(f, fs)
		if err != nil {
			return nil, err
		}
		g.chosen = append(g.chosen, marks)
	}
	v, err := a.term(fs, by)
	if err != nil {
		return nil, err
	}
	of := fs.columns[by.Column].of
	place, places := placesInOrder(v.values, a.query.Sort[0].Desc)
	count := make([]int, places)
	taking := make([]int64, 0, fs.rows)
	block := make([]int64, block)
	steps := make([]int64, len(g.columns))
	for from := 0; from < fs.rows; from += len(block) {
		at := block[:min(len(block), fs.rows-from)]
		g.place(at, from, steps)
		for i, p := range at {
			if p >= 0 {
				count[place[of.at(from+i)]]++
				taking = append(taking, int64(from+i))
			}
		}
	}
	limit, seen := 0, 0
	for ; limit < places && seen < a.query.Offset+a.query.Limit; limit++ {
		seen += count[limit]
	}
	out := &firstRows{facts: fs, rows: len(taking)}
	for _, row := range taking {
		if int(place[of.at(int(row))]) < limit {
			out.first = append(out.first, row)
		}
	}
	return out, a.ctx.Err()
}

// placesInOrder returns the place of each value in the order of a list: equal
// values share one, and what is missing comes last.
func placesInOrder(values []any, desc bool) (place []int32, places int) {
	order := make([]int32, len(values))
	for i := range order {
		order[i] = int32(i)
	}
	compare := func(x, y int32) int { return compareStored(values[x], values[y], desc) }
	slices.SortFunc(order, compare)
	place = make([]int32, len(values))
	for i, code := range order {
		if i > 0 && compare(order[i-1], code) != 0 {
			places++
		}
		place[code] = int32(places)
	}
	return place, places + 1
}

// compareStored compares values as SQLite does: numbers before texts, and what
// is missing last either way.
func compareStored(x, y any, desc bool) int {
	switch {
	case x == nil || y == nil:
		return boolean(x == nil) - boolean(y == nil)
	case desc:
		x, y = y, x
	}
	a, isText := x.(string)
	b, other := y.(string)
	if isText && other {
		return strings.Compare(a, b)
	}
	if isText != other {
		return boolean(isText) - boolean(other)
	}
	return compareFigures(number(x), number(y), false)
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}
