package engine

import (
	"slices"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
)

// factSum is how a measure is added up from facts. There is one for each SQL of
// the shipped measures; a person's own are an aggregate of a value. Another SQL
// is asked of SQLite.
type factSum struct {
	name   string
	kind   sumKind
	column string   // the number that is added
	where  string   // only rows where this column is known
	ended  []string // only terms with one of these outcomes
	zero   bool     // as metric.Measure
	quiet  bool

	band   string                                        // of accounts that are counted
	scored func(sold int64, risk, share float64) float64 // what is added of a row whose share is known

	measure   metric.Measure // of kind aggregated
	value     compile.Term   // what it is of
	of        []numbered     // the columns
	figures   []float64      // by number of the value
	risks     []float64      // by number of the value, where scored needs them
	shares    []float64      // as risks
	banded    []bool         // by number of the value, whether it is the band
	different []int32        // by number of the value, that of the different ones; -1 is none
}

// columns returns the columns the sum is made of.
func (m factSum) columns() []string {
	switch {
	case m.scored != nil:
		return []string{"sold", "risk", "share"}
	case m.band != "":
		return []string{"account_id", "band"}
	case m.value.Column != "":
		return []string{m.value.Column}
	case m.kind == leastDays:
		return []string{"end_day"}
	case m.kind == unassigned:
		return []string{"base", "assigned"}
	case m.where != "":
		return []string{m.column, m.where}
	case m.column != "":
		return []string{m.column}
	default:
		return nil
	}
}

// numbered is a column as whole numbers by the number of the value; without
// rows each of them has 1.
type numbered struct {
	of     codes
	values []int64 // nil where every row has 1
}

// number returns a column as whole numbers.
func (f *facts) number(name string) numbered {
	if name == "" {
		return numbered{}
	}
	c := f.columns[name]
	out := numbered{of: c.of, values: make([]int64, len(c.values))}
	for i, v := range c.values {
		switch x := v.(type) {
		case nil:
			out.values[i] = noNumber
		case int64:
			out.values[i] = x
		}
	}
	return out
}

// among returns a column of texts as numbers that are known where it is one of
// some.
func (f *facts) among(name string, some []string) numbered {
	c := f.columns[name]
	out := numbered{of: c.of, values: make([]int64, len(c.values))}
	for i, v := range c.values {
		if text, ok := v.(string); !ok || !slices.Contains(some, text) {
			out.values[i] = noNumber
		}
	}
	return out
}

// at returns the number of a row.
func (n numbered) at(row int) int64 {
	if n.values == nil {
		return 1
	}
	return n.values[n.of.at(row)]
}

type sumKind int

const (
	countRows   sumKind = iota // rows
	plainSum                   // missing where no number is known
	zeroSum                    // 0 where no number is known
	soldSum                    // 0 where nothing counts
	endingSum                  // 0 where nothing has an end
	unassigned                 // Σ max(0, base − assigned)
	leastDays                  // least days to an end
	unknownRows                // rows of which the column is not known
	rowSum                     // 0 where no number is known, missing without rows
	aggregated                 // metric.Measure.Aggregate
)

// factSums says what each SQL of a measure adds up.
var factSums = map[string]factSum{
	"count(*)":              {kind: countRows},
	"coalesce(sum(f.n), 0)": {kind: zeroSum, column: "n"},
	"sum(f.assigned)":       {kind: plainSum, column: "assigned"},
	"CASE WHEN sum(f.n) > 0 THEN sum(f.sold) ELSE 0 END":                                              {kind: soldSum, column: "sold"},
	"sum(max(0, f.base - f.assigned))":                                                                {kind: unassigned, column: "base"},
	"sum(f.base) FILTER (WHERE f.assigned IS NOT NULL)":                                               {kind: plainSum, column: "base", where: "assigned"},
	"coalesce(sum(f.n) FILTER (WHERE f.assigned IS NOT NULL), 0)":                                     {kind: zeroSum, column: "n", where: "assigned"},
	"coalesce(sum(f.n) FILTER (WHERE f.end_day IS NOT NULL), 0)":                                      {kind: zeroSum, column: "n", where: "end_day"},
	"min(CAST(julianday(f.end_day) - julianday(f.day) AS INTEGER))":                                   {kind: leastDays},
	"CASE WHEN count(f.end_day) > 0 THEN sum(f.sold) FILTER (WHERE f.end_day IS NOT NULL) ELSE 0 END": {kind: endingSum, column: "sold", where: "end_day"},
}

// lineSums says what each SQL of a measure of lines adds up.
var lineSums = map[string]factSum{
	"count(*)":      {kind: countRows},
	licensesOf("1"): {kind: soldSum, column: "quantity"},
}

// termSums says what each SQL of a measure of terms adds up.
var termSums = map[string]factSum{
	"count(*)": {kind: countRows},
	"coalesce(sum(f.outcome = 'renewed'), 0)": termSum(zeroSum, "", "renewed"),
	"coalesce(sum(f.outcome = 'expired'), 0)": termSum(zeroSum, "", "expired"),
	"coalesce(sum(f.outcome = 'open'), 0)":    termSum(zeroSum, "", "open"),
	"sum(f.outcome <> 'open')":                termSum(rowSum, "", "renewed", "expired"),
	licensesOf("1"):                           termSum(endingSum, "quantity", "renewed", "expired", "open"),
	licensesOf("f.outcome = 'renewed'"):       termSum(endingSum, "quantity", "renewed"),
	licensesOf("f.outcome = 'expired'"):       termSum(endingSum, "quantity", "expired"),
	licensesOf("f.outcome = 'open'"):          termSum(endingSum, "quantity", "open"),
	licensesOf("f.outcome <> 'open'"):         termSum(endingSum, "quantity", "renewed", "expired"),
}

// licensesOf is the SQL of a measure of licenses where a condition holds.
func licensesOf(condition string) string {
	return "CASE WHEN count(*) FILTER (WHERE " + condition + ") > 0 THEN sum(f.quantity) FILTER (WHERE " + condition + ") ELSE 0 END"
}

// termSum adds a column of the terms up that came to some outcomes.
func termSum(kind sumKind, column string, ended ...string) factSum {
	return factSum{kind: kind, column: column, where: "outcome", ended: ended}
}

// scoreSums says what each SQL of a measure of health adds up.
var scoreSums = map[string]factSum{
	"sum(f.sold) FILTER (WHERE f.share IS NOT NULL)":                   {kind: plainSum, column: "sold", where: "share"},
	"coalesce(sum(f.share IS NULL), 0)":                                {kind: unknownRows, column: "share"},
	"sum(f.sold * f.share)":                                            scoredSum(func(sold, lost, share float64) float64 { return sold * share }),
	"sum(f.sold - f.at_risk)":                                          scoredSum(func(sold, lost, share float64) float64 { return sold - lost }),
	"sum(f.sold * f.share + f.sold - f.at_risk) / 2.0":                 scoredSum(func(sold, lost, share float64) float64 { return (sold*share + sold - lost) / 2 }),
	"sum(f.at_risk)":                                                   scoredSum(func(sold, lost, share float64) float64 { return lost }),
	"count(DISTINCT CASE f.band WHEN 'healthy' THEN f.account_id END)": {kind: aggregated, band: "healthy"},
	"count(DISTINCT CASE f.band WHEN 'warning' THEN f.account_id END)": {kind: aggregated, band: "warning"},
	"count(DISTINCT CASE f.band WHEN 'at risk' THEN f.account_id END)": {kind: aggregated, band: "at risk"},
}

// scoredSum adds up what is made of the licenses of a row, of what of them is at
// risk, and of the share consumed.
func scoredSum(of func(sold, lost, share float64) float64) factSum {
	return factSum{kind: aggregated, scored: func(sold int64, risk, share float64) float64 {
		return of(float64(sold), float64(sold)*risk*(1-share), share)
	}}
}

// sumsOf returns how measures are added up; it is not ok where one cannot be.
func sumsOf(f *compile.Facts, measures []metric.Measure) ([]factSum, bool) {
	var out []factSum
	for _, m := range measures {
		s, ok := factSums[m.SQL]
		if m.Relation == metric.Health {
			s, ok = scoreSums[m.SQL]
		}
		switch {
		case s.band != "":
			s.measure, s.value = metric.Measure{Aggregate: "distinct", Column: "account_key"}, f.Account()
		case m.Aggregate != "":
			s, ok = factSum{kind: aggregated, measure: m}, true
			if m.Column != "" {
				s.value, ok = f.Of(m)
			}
		case m.Relation == metric.EveryEntitlement:
			s, ok = lineSums[m.SQL]
		case m.Relation == metric.Renewals:
			s, ok = termSums[m.SQL]
		case m.Relation == metric.EntitlementChanges:
			s, ok = changeSums[m.SQL].sum, changeSums[m.SQL].known
		case (s.kind == countRows) != (m.Relation == metric.Accounts):
			ok = false
		}
		if !ok {
			return nil, false
		}
		s.name, s.zero, s.quiet = m.Name, m.Zero, m.Quiet
		out = append(out, s)
	}
	return out, true
}

// sumCell is what was added up for one group: a sum or a least value, how many
// numbers went in, and how many rows the sum's condition let through.
type sumCell struct {
	sum           int64
	numbers, rows int32
}

// groupSums are the sums of all groups.
type groupSums struct {
	rows       []int64 // by group, how many
	counted    []int64 // by group, Σ n
	cells      [][]sumCell
	kinds      []factSum
	aggregates []*factAggregate // nil where a kind is no aggregate
	n          numbered
	places     []uint64 // by group, where its number is not its place
}

func newGroupSums(groups int, n numbered, sums []factSum) *groupSums {
	s := &groupSums{kinds: sums, n: n, cells: make([][]sumCell, len(sums)), aggregates: make([]*factAggregate, len(sums))}
	for i, m := range sums {
		if m.kind == aggregated {
			s.aggregates[i] = &factAggregate{factSum: m, n: n}
		}
	}
	s.rows, s.counted = make([]int64, groups), make([]int64, groups)
	for i := range s.cells {
		if s.aggregates[i] != nil {
			s.aggregates[i].reserve(groups)
		} else {
			s.cells[i] = make([]sumCell, groups)
		}
	}
	return s
}

// add takes the rows from one on; groups holds the group of each, negative
// where it takes no part.
func (s *groupSums) add(groups []int64, from int) {
	for i, g := range groups {
		if g >= 0 {
			s.rows[g]++
			s.counted[g] += s.n.at(from + i)
		}
	}
	for i, m := range s.kinds {
		if s.aggregates[i] != nil {
			s.aggregates[i].add(groups, from)
		} else {
			m.add(s.cells[i], groups, from)
		}
	}
}

func (m factSum) add(cells []sumCell, groups []int64, from int) {
	switch m.kind {
	case countRows:
	case unknownRows:
		for i, g := range groups {
			if g >= 0 && m.of[0].at(from+i) == noNumber {
				cells[g].sum++
			}
		}
	case unassigned:
		for i, g := range groups {
			if g < 0 {
				continue
			}
			if base, assigned := m.of[0].at(from+i), m.of[1].at(from+i); base != noNumber && assigned != noNumber {
				cells[g].sum += max(0, base-assigned)
				cells[g].numbers++
			}
		}
	case leastDays:
		for i, g := range groups {
			if g < 0 {
				continue
			}
			if d := m.figures[m.of[0].of.at(from+i)]; d == d && (cells[g].numbers == 0 || int64(d) < cells[g].sum) {
				cells[g].sum = int64(d)
				cells[g].numbers = 1
			}
		}
	default:
		m.addNumbers(cells, groups, from)
	}
}

// addNumbers adds the numbers of a column where the condition of the sum holds.
func (m factSum) addNumbers(cells []sumCell, groups []int64, from int) {
	numbers := m.of[0]
	for i, g := range groups {
		if g < 0 {
			continue
		}
		if m.where != "" {
			if m.of[1].at(from+i) == noNumber {
				continue
			}
			cells[g].rows++
		}
		if v := numbers.at(from + i); v != noNumber {
			cells[g].sum += v
			cells[g].numbers++
		}
	}
}

// merge adds the sums of other rows.
func (s *groupSums) merge(o *groupSums) {
	for g := range o.rows {
		if o.rows[g] == 0 {
			continue
		}
		s.rows[g] += o.rows[g]
		s.counted[g] += o.counted[g]
		for i, m := range s.kinds {
			if m.kind == aggregated {
				continue
			}
			c, x := &s.cells[i][g], o.cells[i][g]
			switch {
			case m.kind != leastDays:
				c.sum += x.sum
			case c.numbers == 0 || (x.numbers > 0 && x.sum < c.sum):
				c.sum = x.sum
			}
			c.numbers += x.numbers
			c.rows += x.rows
		}
	}
	for i, a := range s.aggregates {
		if a != nil {
			a.merge(o.aggregates[i])
		}
	}
}

// speaks reports whether a group is in the answer: rows that count, or a figure
// that deployment facts alone give.
func (s *groupSums) speaks(group int) bool {
	if s.rows[group] == 0 {
		return false
	}
	if s.counted[group] > 0 {
		return true
	}
	for i, m := range s.kinds {
		if m.zero || m.quiet || m.kind == aggregated {
			continue
		}
		if x := s.figure(i, group); x == x {
			return true
		}
	}
	return false
}

// figures returns the figures of a measure by group.
func (s *groupSums) figures(i int) func(group int) float64 {
	if a := s.aggregates[i]; a != nil {
		out := a.result()
		return func(group int) float64 { return out[group] }
	}
	return func(group int) float64 { return s.figure(i, group) }
}

// figure returns the figure of a shipped measure of a group.
func (s *groupSums) figure(i, group int) float64 {
	c := s.cells[i][group]
	switch s.kinds[i].kind {
	case countRows:
		return float64(s.rows[group])
	case zeroSum, unknownRows:
		return float64(c.sum)
	case soldSum:
		if s.counted[group] <= 0 {
			return 0
		}
	case endingSum:
		if c.rows == 0 {
			return 0
		}
	case rowSum:
		if s.rows[group] > 0 {
			return float64(c.sum)
		}
	case plainSum, unassigned, leastDays, aggregated:
	}
	if c.numbers == 0 {
		return missing
	}
	return float64(c.sum)
}
