package engine

import (
	"math/bits"
	"slices"
)

// factAggregate makes an aggregate of a person's own for each group of facts,
// over the rows that count: deployment facts add to entitlements, but are none.
type factAggregate struct {
	factSum
	n      numbered
	sums   []precise // by group: the sum, least or greatest value
	counts []int64   // by group: how many values are known
	// What distinct and median remember: bits by group and value where these are
	// few enough, else the group and the value of each row.
	seen  []uint64
	pairs []uint64
	size  int // of values
}

// precise is a sum and what was rounded off it (Neumaier, as SQLite adds up).
type precise struct{ sum, rest float64 }

func (p *precise) add(x float64) {
	sum := p.sum + x
	if abs(p.sum) >= abs(x) {
		p.rest += (p.sum - sum) + x
	} else {
		p.rest += (x - sum) + p.sum
	}
	p.sum = sum
}

func abs(x float64) float64 { return max(x, -x) }

// seenBits bounds the bits of what was seen: 8 MiB.
const seenBits = 1 << 26

// reserve makes room for so many groups.
func (a *factAggregate) reserve(groups int) {
	a.counts, a.sums = make([]int64, groups), make([]precise, groups)
	if a.measure.Aggregate != "distinct" {
		return
	}
	a.size = len(a.different)
	if groups > 0 && groups <= seenBits/max(1, a.size) {
		a.seen = make([]uint64, (groups*a.size+63)/64)
	}
}

// add takes the rows from one on; groups holds the group of each, negative
// where it takes no part.
func (a *factAggregate) add(groups []int64, from int) {
	if a.scored != nil {
		a.addScored(groups, from)
		return
	}
	for i, g := range groups {
		if g < 0 || a.n.at(from+i) != 1 || a.banded != nil && !a.banded[a.of[1].of.at(from+i)] {
			continue
		}
		if a.measure.Column == "" {
			a.counts[g]++
			continue
		}
		code := a.of[0].of.at(from + i)
		switch a.measure.Aggregate {
		case "count":
			if a.different[code] >= 0 {
				a.counts[g]++
			}
			continue
		case "distinct":
			if d := a.different[code]; d >= 0 {
				a.see(g, d)
			}
			continue
		}
		x := a.figures[code]
		if x != x {
			continue
		}
		a.counts[g]++
		switch s := &a.sums[g]; a.measure.Aggregate {
		case "median":
			a.pairs = append(a.pairs, uint64(g)<<32|uint64(code))
		case "min":
			if a.counts[g] == 1 || x < s.sum {
				s.sum = x
			}
		case "max":
			if a.counts[g] == 1 || x > s.sum {
				s.sum = x
			}
		default:
			s.add(x)
		}
	}
}

// addScored adds what is made of licenses, risk and share of each row whose
// share is known.
func (a *factAggregate) addScored(groups []int64, from int) {
	for i, g := range groups {
		if g < 0 {
			continue
		}
		row := from + i
		if share := a.shares[a.of[2].of.at(row)]; share == share {
			a.counts[g]++
			a.sums[g].add(a.scored(a.of[0].at(row), a.risks[a.of[1].of.at(row)], share))
		}
	}
}

// see remembers a value of a group.
func (a *factAggregate) see(group int64, value int32) {
	if a.seen == nil {
		a.pairs = append(a.pairs, uint64(group)<<32|uint64(value))
		return
	}
	bit := int(group)*a.size + int(value)
	a.seen[bit/64] |= 1 << (bit % 64)
}

// merge adds the aggregates of other rows.
func (a *factAggregate) merge(o *factAggregate) {
	for g, x := range o.sums {
		s := &a.sums[g]
		switch {
		case o.counts[g] == 0:
		case a.measure.Aggregate == "min" || a.measure.Aggregate == "max":
			if a.counts[g] == 0 || (x.sum < s.sum) == (a.measure.Aggregate == "min") {
				s.sum = x.sum
			}
		default:
			s.add(x.sum)
			s.rest += x.rest
		}
		a.counts[g] += o.counts[g]
	}
	for i, x := range o.seen {
		a.seen[i] |= x
	}
	a.pairs = append(a.pairs, o.pairs...)
}

// result returns the aggregate of each group.
func (a *factAggregate) result() []float64 {
	out := make([]float64, len(a.counts))
	for g, count := range a.counts {
		switch s := a.sums[g]; {
		case a.measure.Aggregate == "count":
			out[g] = float64(count)
		case count == 0:
			out[g] = missing
		case a.measure.Aggregate == "average":
			out[g] = (s.sum + s.rest) / float64(count)
		default:
			out[g] = s.sum + s.rest
		}
	}
	switch a.measure.Aggregate {
	case "distinct":
		a.countSeen(out)
	case "median":
		a.middle(out)
	}
	return out
}

// countSeen counts the different values of each group.
func (a *factAggregate) countSeen(out []float64) {
	clear(out)
	if a.seen == nil {
		slices.Sort(a.pairs)
		for _, p := range slices.Compact(a.pairs) {
			out[p>>32]++
		}
		return
	}
	for g := range out {
		out[g] = float64(ones(a.seen, g*a.size, (g+1)*a.size))
	}
}

// ones counts the bits set from one to before another.
func ones(words []uint64, from, to int) int {
	n := 0
	for from < to {
		last := min(to, (from/64+1)*64)
		word := words[from/64] >> (from % 64)
		if width := last - from; width < 64 {
			word &= 1<<width - 1
		}
		n += bits.OnesCount64(word)
		from = last
	}
	return n
}

// middle finds the median of each group: of an even number of values the mean
// of the two in the middle.
func (a *factAggregate) middle(out []float64) {
	order := make([]int32, len(a.figures)) // the numbers of values by size
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(x, y int32) int { return compareFigures(a.figures[x], a.figures[y], false) })
	rank := make([]uint32, len(order))
	for r, code := range order {
		rank[code] = uint32(r)
	}
	first := make([]int, len(out)+1) // by group, where its values are
	for g, count := range a.counts {
		first[g+1] = first[g] + int(count)
	}
	ranks, next := make([]uint32, len(a.pairs)), slices.Clone(first)
	for _, p := range a.pairs {
		g := p >> 32
		ranks[next[g]] = rank[uint32(p)]
		next[g]++
	}
	for g := range out {
		of := ranks[first[g]:first[g+1]]
		if len(of) == 0 {
			continue
		}
		slices.Sort(of)
		low, high := a.figures[order[of[(len(of)-1)/2]]], a.figures[order[of[len(of)/2]]]
		out[g] = low + (high-low)/2
	}
}
