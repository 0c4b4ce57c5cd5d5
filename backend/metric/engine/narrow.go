package engine

import (
	"slices"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
)

// narrowAccounts is how many accounts a list is narrowed to at most.
const narrowAccounts = 4096

// narrow finds out of facts in memory which accounts the first rows of a list of
// health are of, and how many rows there are, so that SQL scores only these: what
// an account scores follows from its own entitlements. It reads the order only as
// far as the first column of it goes, and SQL puts the rows in order. rows is -1
// where it could not be found out.
func (a *ask) narrow(q *compile.Question) (rows int, err error) {
	last := a.query.Offset + a.query.Limit
	if a.engine.facts == nil || q.Query.Listed() != metric.Health || !inMemory(*q, metric.Health) || a.query.Limit == 0 || len(a.query.Sort) == 0 || a.engine.namesAccounts(*q) {
		return -1, nil
	}
	f, ok := compile.FactsOf(*q, metric.Health)
	if !ok {
		return -1, nil
	}
	first, ok := f.First(a.query.Sort[0].By)
	if !ok {
		return -1, nil
	}
	fs, err := a.facts(f, append(neededColumns(f, nil), first.Column, "account_id"))
	if err != nil {
		return -1, err
	}
	g := &grouping{ask: a, facts: fs, of: f}
	if err := g.filters(); err != nil {
		return -1, err
	}
	v, err := a.term(fs, first)
	if err != nil {
		return -1, err
	}
	of := fs.columns[first.Column].of
	place, places := placesInOrder(v.values, a.query.Sort[0].Desc)
	count := make([]int, places)
	taking := make([]int64, 0, fs.rows)
	block := make([]int64, block)
	for from := 0; from < fs.rows; from += len(block) {
		at := block[:min(len(block), fs.rows-from)]
		g.place(at, from, make([]int64, len(g.columns)))
		for i, p := range at {
			if p >= 0 {
				count[place[of[from+i]]]++
				taking = append(taking, int64(from+i))
			}
		}
	}
	limit, seen := 0, 0
	for ; limit < places && seen < last; limit++ {
		seen += count[limit]
	}
	accounts := map[int32]bool{}
	for _, row := range taking {
		if int(place[of[row]]) < limit {
			accounts[fs.columns["account_id"].of[row]] = true
		}
	}
	if len(accounts) > narrowAccounts {
		return -1, a.ctx.Err()
	}
	q.Among = []any{}
	for code := range accounts {
		q.Among = append(q.Among, fs.columns["account_id"].values[code])
	}
	slices.SortFunc(q.Among, func(x, y any) int { return int(integer(x) - integer(y)) })
	return len(taking), a.ctx.Err()
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
