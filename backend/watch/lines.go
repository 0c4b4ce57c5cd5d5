package watch

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// actBy is the dimension of the last day to act.
const actBy = "act_by"

// lineColumns are what is asked of every line.
var lineColumns = []string{
	perEntitlement, perAccount, "account_id", "account", perProduct, "sku", "quantity", "assigned", "value", "start_date", "end_date", actBy, "status", "trial", "auto_renew",
}

// lineSheet are lines, soonest end first.
type lineSheet struct {
	all   []line
	byKey map[string]int
	at    map[string]int // the places of the columns in the row of a line
	err   error
}

// between returns the lines whose ends lie between two days, both included.
func (s *lineSheet) between(from, to portfolio.Day) []line {
	first, _ := slices.BinarySearchFunc(s.all, from, func(l line, d portfolio.Day) int { return cmp.Compare(l.end, d) })
	last, _ := slices.BinarySearchFunc(s.all, to+1, func(l line, d portfolio.Day) int { return cmp.Compare(l.end, d) })
	return s.all[first:max(first, last)]
}

// sheetOf reads the lines of an answer, once for all rules that share it.
func sheetOf(p *part) *lineSheet {
	return once(p, "lines", func() *lineSheet {
		got := &lineSheet{at: p.at, byKey: make(map[string]int, len(p.rows))}
		if p.err != nil {
			got.err = fmt.Errorf("ask for entitlements: %w", p.err)
			return got
		}
		places := make([]int, len(lineColumns))
		for i, name := range lineColumns {
			places[i] = p.column(name)
		}
		got.all = make([]line, 0, len(p.rows))
		for _, row := range p.rows {
			l, err := readLine(row, places)
			if err != nil {
				got.err = err
				return got
			}
			got.all = append(got.all, l)
		}
		slices.SortStableFunc(got.all, func(a, b line) int {
			return cmp.Or(cmp.Compare(a.end, b.end), cmp.Compare(a.account, b.account), cmp.Compare(a.product, b.product), cmp.Compare(a.key, b.key))
		})
		for i, l := range got.all {
			got.byKey[l.key] = i
		}
		return got
	})
}

// readLine reads a row whose columns are at the places of lineColumns.
func readLine(row []any, at []int) (line, error) {
	c := func(i int) any { return cell(row, at[i]) }
	l := line{
		key: text(c(0)), status: text(c(12)), trial: text(c(13)) == "yes", autoRenew: text(c(14)),
		quantity: number(c(6)), assigned: number(c(7)), value: number(c(8)), row: row,
	}
	l.subject = subject{accountKey: text(c(1)), accountID: text(c(2)), account: text(c(3)), product: text(c(4)), sku: text(c(5)), entitlement: l.key}
	for i, into := range map[int]*portfolio.Day{9: &l.start, 10: &l.end, 11: &l.actBy} {
		var err error
		if *into, err = day(c(i)); err != nil {
			return line{}, fmt.Errorf("%s of entitlement %s: %w", lineColumns[i], l.key, err)
		}
	}
	return l, nil
}

// lineQuestions gathers what rules about ends ask: the lines of one filter whose
// ends lie in the widest window that one of them has. Rules that watch everything
// are apart from those that watch few, whose windows may be long.
type lineQuestions struct {
	wanted map[string]*lineQuestion
	order  []*lineQuestion
}

type lineQuestion struct {
	q        metric.Query
	by       string // the day that the window is of: end_date or act_by
	from, to portfolio.Day
	columns  []string
	reach    *members // nil is everything
	part     *part
}

// maxReach bounds how many keys a question names of what rules watch.
const maxReach = 10_000

// want adds a window to the question for the lines of q.
func (ls *lineQuestions) want(q metric.Query, by string, from, to portfolio.Day, columns []string, reach *members) *lineQuestion {
	if reach != nil && reach.size() > maxReach {
		reach = nil
	}
	key, err := json.Marshal(q)
	if err != nil { // asking says why
		key = nil
	}
	name := fmt.Sprintf("%s %t %s", by, reach != nil, key)
	if ls.wanted == nil {
		ls.wanted = map[string]*lineQuestion{}
	}
	w := ls.wanted[name]
	if w == nil {
		w = &lineQuestion{q: q, by: by, from: from, to: to}
		if reach != nil {
			w.reach = &members{}
		}
		ls.wanted[name] = w
		ls.order = append(ls.order, w)
	}
	w.from, w.to, w.columns = min(w.from, from), max(w.to, to), union(w.columns, columns)
	if reach != nil {
		joined := members{maps.Clone(w.reach.accounts), maps.Clone(w.reach.entitlements), maps.Clone(w.reach.products), maps.Clone(w.reach.uses)}.with(*reach)
		w.reach = &joined
	}
	return w
}

// ask wants all of them.
func (ls *lineQuestions) ask(qs *questions, today portfolio.Day) {
	for _, w := range ls.order {
		q := w.q
		window := &metric.Filter{Dimension: w.by, Op: "between", Values: []any{w.from.String(), w.to.String()}}
		var reach *metric.Filter
		if w.reach != nil && w.reach.size() <= maxReach {
			reach = w.reach.filter()
		}
		q.Filter = allOf(w.q.Filter, window, reach)
		w.part = qs.want(q, today, &part{columns: union(lineColumns, w.columns)})
	}
}

// byKey wants lines by their keys, whatever their ends.
func byKey(qs *questions, keys []string, today portfolio.Day) []*part {
	var out []*part
	for some := range slices.Chunk(keys, chunked) {
		out = append(out, qs.want(metric.Query{Filter: among(perEntitlement, some)}, today, &part{columns: lineColumns, keys: some}))
	}
	return out
}
