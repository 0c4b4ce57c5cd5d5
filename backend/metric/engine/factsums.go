package engine

import (
	"headroom/backend/metric"
)

// factSum is how a measure is added up from facts. There is one for each SQL of
// the shipped measures; another SQL is asked of SQLite.
type factSum struct {
	name   string
	kind   sumKind
	column string // the number that is added
	where  string // only rows where this column is known
	zero   bool   // as metric.Measure
	quiet  bool
	days   []float64 // leastDays: by value of end_day
}

type sumKind int

const (
	countRows  sumKind = iota // rows
	plainSum                  // missing where no number is known
	zeroSum                   // 0 where no number is known
	soldSum                   // 0 where nothing counts
	endingSum                 // 0 where nothing has an end
	unassigned                // Σ max(0, base − assigned)
	leastDays                 // least days to an end
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

// sumsOf returns how measures are added up; it is not ok where one cannot be.
func sumsOf(measures []metric.Measure) ([]factSum, bool) {
	var out []factSum
	for _, m := range measures {
		s, ok := factSums[m.SQL]
		if !ok || (s.kind == countRows) != (m.Relation == metric.Accounts) {
			return nil, false
		}
		s.name, s.zero, s.quiet = m.Name, m.Zero, m.Quiet
		out = append(out, s)
	}
	return out, true
}

// sumCell is what was added up for one group: a sum or a least value, how many
// numbers went in, and how many rows the sum's condition let through.
type sumCell struct{ sum, numbers, rows int64 }

// groupSums are the sums of all groups.
type groupSums struct {
	rows    []int64 // by group, how many
	counted []int64 // by group, Σ n
	cells   [][]sumCell
	kinds   []factSum
	places  []int64 // by group, where its number is not its place
}

func newGroupSums(n int, sums []factSum) *groupSums {
	s := &groupSums{kinds: sums, cells: make([][]sumCell, len(sums))}
	s.grow(n)
	return s
}

// grow makes room for n groups.
func (s *groupSums) grow(n int) {
	s.rows, s.counted = longer(s.rows, n), longer(s.counted, n)
	for i := range s.cells {
		s.cells[i] = longer(s.cells[i], n)
	}
}

func longer[T any](list []T, n int) []T {
	if n <= cap(list) {
		return list[:n]
	}
	out := make([]T, n, 2*n)
	copy(out, list)
	return out
}

// add takes the rows from one on; groups holds the group of each, negative
// where it takes no part.
func (s *groupSums) add(f *facts, groups []int64, from int) {
	n := f.numbers["n"]
	for i, g := range groups {
		if g < 0 {
			continue
		}
		s.rows[g]++
		if n != nil {
			s.counted[g] += n[from+i]
		}
	}
	for i, m := range s.kinds {
		m.add(s.cells[i], f, groups, from)
	}
}

func (m factSum) add(cells []sumCell, f *facts, groups []int64, from int) {
	switch m.kind {
	case countRows:
	case unassigned:
		base, assigned := f.numbers["base"][from:], f.numbers["assigned"][from:]
		for i, g := range groups {
			if g >= 0 && base[i] != noNumber && assigned[i] != noNumber {
				cells[g].sum += max(0, base[i]-assigned[i])
				cells[g].numbers++
			}
		}
	case leastDays:
		of := f.codes["end_day"].of[from:]
		for i, g := range groups {
			if g < 0 {
				continue
			}
			if d := m.days[of[i]]; d == d && (cells[g].numbers == 0 || int64(d) < cells[g].sum) {
				cells[g].sum = int64(d)
				cells[g].numbers = 1
			}
		}
	default:
		m.addNumbers(cells, f, groups, from)
	}
}

// addNumbers adds the numbers of a column where the condition of the sum holds.
func (m factSum) addNumbers(cells []sumCell, f *facts, groups []int64, from int) {
	numbers := f.numbers[m.column][from:]
	if m.where == "" {
		for i, g := range groups {
			if v := numbers[i]; g >= 0 && v != noNumber {
				cells[g].sum += v
				cells[g].numbers++
			}
		}
		return
	}
	known := f.known(m.where)
	for i, g := range groups {
		if g < 0 || !known(from+i) {
			continue
		}
		cells[g].rows++
		if v := numbers[i]; v != noNumber {
			cells[g].sum += v
			cells[g].numbers++
		}
	}
}

// known returns whether a column of a row is known.
func (f *facts) known(column string) func(row int) bool {
	if numbers, ok := f.numbers[column]; ok {
		return func(row int) bool { return numbers[row] != noNumber }
	}
	c := f.codes[column]
	present := make([]bool, len(c.values))
	for i, v := range c.values {
		present[i] = v != nil
	}
	return func(row int) bool { return present[c.of[row]] }
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
}

// speaks reports whether a group is in the answer: rows that count, or a figure
// that deployment facts alone give. Accounts count by being there.
func (s *groupSums) speaks(group int) bool {
	if s.rows[group] == 0 {
		return false
	}
	if s.counted[group] > 0 {
		return true
	}
	for i, m := range s.kinds {
		if m.kind == countRows {
			return true
		}
		if x := s.figure(i, group); !m.zero && !m.quiet && x == x {
			return true
		}
	}
	return false
}

// figure returns the figure of a measure of a group.
func (s *groupSums) figure(i, group int) float64 {
	c := s.cells[i][group]
	switch s.kinds[i].kind {
	case countRows:
		return float64(s.rows[group])
	case zeroSum:
		return float64(c.sum)
	case soldSum:
		if s.counted[group] <= 0 {
			return 0
		}
	case endingSum:
		if c.rows == 0 {
			return 0
		}
	case plainSum, unassigned, leastDays:
	}
	if c.numbers == 0 {
		return missing
	}
	return float64(c.sum)
}
