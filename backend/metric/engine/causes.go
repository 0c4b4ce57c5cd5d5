package engine

import (
	"math"
	"slices"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// A rate above 1 is shown as it is, with the causes that the rows of the store
// speak for: a subscription beside the one that counts, a trial, use that no
// license covers, other partners' licenses, rows told twice, definitions that
// differ, users who changed. The tests are those of the vendors' documents on
// why usage exceeds what was sold.

// suspicion is what the tests look at.
type suspicion struct {
	x      *explaining
	excess float64 // of the rate above 1, times the denominator
	whole  float64 // the denominator
	day    portfolio.Day
	used   listedRows // rows of the numerator
	sold   listedRows // entitlements of the same accounts and products, counting or not
	err    error      // of rows that could not be counted
}

// causes tests why a rate is above 1.
func (x *explaining) causes() error {
	if !x.metric.IsRatio() || x.metric.Format != "percent" || !(x.figure() > 1) {
		return nil
	}
	s := &suspicion{x: x, whole: x.told[1].value, used: x.parts[0].lists[0]}
	s.excess = x.told[0].value - s.whole
	s.day = x.levelDay(s.used.list.Dataset)
	if err := s.entitlements(); err != nil {
		return err
	}
	tests := []func() (metric.Cause, bool){s.grace, s.trial, s.beyond, s.scope, s.twice, s.definitions}
	for _, test := range tests {
		if c, ok := test(); ok {
			x.out.Causes = append(x.out.Causes, c)
		}
	}
	if c, ok := s.turnover(); ok {
		x.out.Causes = append(x.out.Causes, c)
	}
	order := []string{metric.Confirmed, metric.Likely, metric.Possible}
	slices.SortStableFunc(x.out.Causes, func(a, b metric.Cause) int {
		return slices.Index(order, a.Confidence) - slices.Index(order, b.Confidence)
	})
	return s.err
}

// entitlements reads what is known of the licenses of the accounts and products
// behind the figure, whoever sold them.
func (s *suspicion) entitlements() error {
	x := s.x
	all := []metric.Filter{metric.Exactly("account_key", "in", s.used.distinct("account_key")...)}
	if products := s.used.distinct("product"); len(products) > 0 && !slices.Contains(products, nil) {
		all = append(all, metric.Exactly("product", "in", products...))
	}
	list := metric.RowList{Dataset: metric.Entitlements, Columns: []string{"account_key", "product", "status", "trial", "start_date", "end_date", "quantity", "assigned"}}
	q := metric.Query{
		Dataset: list.Dataset, Columns: columnsOf(x.ask.catalog, list), AsOf: s.day.String(), KnownAt: x.ask.pinned(), Filter: &metric.Filter{All: all},
	}
	r, err := x.listing(q)
	s.sold = listedRows{list: list, query: q, columns: r.Columns, rows: r.Rows}
	return err
}

// distinct returns the different values of a column.
func (l listedRows) distinct(column string) []any {
	var out []any
	seen := map[string]bool{}
	for i := range l.rows {
		v := l.at(i, column)
		if code := string(encodeKey(nil, v)); !seen[code] {
			seen[code] = true
			out = append(out, v)
		}
	}
	return out
}

// at returns a cell, nil where the list has no such column.
func (l listedRows) at(row int, column string) any {
	i := slices.IndexFunc(l.columns, func(c metric.Column) bool { return c.Name == column })
	if i < 0 {
		return nil
	}
	return l.rows[row][i]
}

// served are the words of states that are served still and do not count.
var served = []any{"grace", "suspended", "disabled", "deprovisioned"}

// grace finds a second subscription of one account and product that does not
// count and whose users may be active still.
func (s *suspicion) grace() (metric.Cause, bool) {
	beside := map[[2]string]bool{}
	for i := range s.sold.rows {
		if s.sold.at(i, "status") == "active" && s.sold.at(i, "trial") != "yes" {
			beside[s.keyOf(i)] = true
		}
	}
	return s.subscriptions("a second subscription in grace", func(i int) bool {
		return slices.Contains(served, s.sold.at(i, "status")) && beside[s.keyOf(i)]
	}, metric.Filter{Dimension: "status", Op: "in", Values: served},
		s.x.words().Say("cause.grace"))
}

func (s *suspicion) keyOf(i int) [2]string {
	account, _ := s.sold.at(i, "account_key").(string)
	product, _ := s.sold.at(i, "product").(string)
	return [2]string{account, product}
}

// trial finds trials within the window of activity.
func (s *suspicion) trial() (metric.Cause, bool) {
	trial := metric.Filter{Any: []metric.Filter{{Dimension: "trial", Op: "eq", Value: "yes"}, {Dimension: "status", Op: "eq", Value: "trial"}}}
	return s.subscriptions("trial activity", func(i int) bool {
		return s.sold.at(i, "trial") == "yes" || s.sold.at(i, "status") == "trial"
	}, trial, s.x.words().Say("cause.trial"))
}

// subscriptions makes a cause of subscriptions that do not count and run in the
// window of activity.
func (s *suspicion) subscriptions(name string, is func(int) bool, f metric.Filter, words string) (metric.Cause, bool) {
	licenses, known, n := 0.0, false, 0
	for i := range s.sold.rows {
		if !is(i) || !s.runs(i) {
			continue
		}
		n++
		seats := number(s.sold.at(i, "assigned"))
		if math.IsNaN(seats) {
			seats = number(s.sold.at(i, "quantity"))
		}
		if !math.IsNaN(seats) {
			licenses, known = licenses+seats, true
		}
	}
	if n == 0 {
		return metric.Cause{}, false
	}
	q := s.sold.query
	q.Filter = &metric.Filter{All: append(slices.Clone(q.Filter.All), f)}
	c := metric.Cause{Name: name, Words: words, Confidence: metric.Confirmed, Count: n, Rows: &q}
	if known {
		c.Points = s.points(licenses)
	}
	return c, true
}

// points is how much of the rate so many users explain at most.
func (s *suspicion) points(users float64) *float64 {
	p := math.Min(users, s.excess) / s.whole
	return &p
}

// runs reports whether an entitlement runs on a day of the window of activity.
func (s *suspicion) runs(i int) bool {
	start, started := s.sold.at(i, "start_date").(string)
	end, ends := s.sold.at(i, "end_date").(string)
	first := (s.day - activityWindow + 1).String()
	return (!started || start <= s.day.String()) && (!ends || end >= first || s.sold.at(i, "status") != "active" && s.sold.at(i, "trial") != "yes")
}

// beyond finds use of a service that people may join without a license.
func (s *suspicion) beyond() (metric.Cause, bool) {
	users, n := 0.0, 0
	for i := range s.used.rows {
		unit, _ := s.used.at(i, "workload").(string)
		over := number(s.used.at(i, "active")) - number(s.used.at(i, "total"))
		if strings.Contains(strings.ToLower(unit), "yammer") && over > 0 {
			users, n = users+over, n+1
		}
	}
	if n == 0 {
		return metric.Cause{}, false
	}
	q := s.used.query
	q.Filter = &metric.Filter{All: append(slices.Clone(q.Filter.All), metric.Filter{Dimension: "workload", Op: "contains", Value: "yammer"})}
	return metric.Cause{
		Name: "use beyond entitlement", Confidence: metric.Confirmed, Points: s.points(users), Count: n, Rows: &q,
		Words: s.x.words().Say("cause.beyond"),
	}, true
}

// scope finds rows of other partners beside a total of our own.
func (s *suspicion) scope() (metric.Cause, bool) {
	a := s.x.ask
	if a.query.Scope != "own" || len(a.state.OwnPartners) == 0 {
		return metric.Cause{}, false
	}
	q := s.used.query
	q.Scope = ""
	n, err := s.x.countOf(q)
	if err != nil {
		s.err = err
	}
	if n <= len(s.used.rows) {
		return metric.Cause{}, false
	}
	return metric.Cause{
		Name: "other partners' licenses", Confidence: metric.Possible, Count: n - len(s.used.rows), Rows: &q,
		Words: s.x.words().Say("cause.partners"),
	}, true
}

// twice finds figures of one account and unit told alike under two products.
func (s *suspicion) twice() (metric.Cause, bool) {
	seen, n := map[string]any{}, 0
	for i := range s.used.rows {
		var code []byte
		for _, name := range []string{"account_key", "unit", "date", "active", "total"} {
			code = encodeKey(code, s.used.at(i, name))
		}
		product := s.used.at(i, "product")
		if other, ok := seen[string(code)]; ok && other != product && s.used.at(i, "active") != nil {
			n++
		}
		seen[string(code)] = product
	}
	if n == 0 || s.used.list.Dataset != metric.Usage {
		return metric.Cause{}, false
	}
	return metric.Cause{
		Name: "duplicate attribution", Confidence: metric.Possible, Count: n, Rows: &s.used.query,
		Words: s.x.words().Say("cause.duplicate"),
	}, true
}

// definitions finds sources that count in different ways.
func (s *suspicion) definitions() (metric.Cause, bool) {
	if s.used.list.Dataset != metric.Usage || len(s.used.distinct("source")) < 2 {
		return metric.Cause{}, false
	}
	return metric.Cause{
		Name: "definitions differ", Confidence: metric.Possible, Rows: &s.used.query,
		Words: s.x.words().Say("cause.definitions"),
	}, true
}

// smallExcess is how far above 1 users who changed may bring a rate.
const smallExcess = 0.1

// turnover is what is left: licenses were passed on to other users, so that two
// were active on one in the window.
func (s *suspicion) turnover() (metric.Cause, bool) {
	if s.used.list.Dataset != metric.Usage || s.excess/s.whole > smallExcess {
		return metric.Cause{}, false
	}
	c := metric.Cause{
		Name: "users changed", Confidence: metric.Possible,
		Words: s.x.words().Say("cause.turnover"),
	}
	full := len(s.sold.rows) > 0
	for i := range s.sold.rows {
		assigned, quantity := number(s.sold.at(i, "assigned")), number(s.sold.at(i, "quantity"))
		full = full && assigned <= quantity
	}
	confirmed := slices.ContainsFunc(s.x.out.Causes, func(c metric.Cause) bool { return c.Confidence == metric.Confirmed })
	if full && !confirmed {
		c.Confidence = metric.Likely
	}
	return c, true
}
