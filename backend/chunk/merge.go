package chunk

import (
	"math"
	"slices"
)

// At returns the value of row i, Null where the column is absent.
func (c Column) At(i int) int64 {
	if c.Values == nil {
		return Null
	}
	return c.Values[i]
}

// Rescale brings c to a larger scale, exactly. It reports false, leaving c
// alone, when a value would overflow.
func (c *Column) Rescale(scale uint8) bool {
	if scale <= c.Scale {
		return true
	}
	factor := int64(1)
	for range scale - c.Scale {
		factor *= 10
	}
	limit := (math.MaxInt64 - 1) / factor
	for _, v := range c.Values {
		if v != Null && (v > limit || v < -limit) {
			return false
		}
	}
	for i, v := range c.Values {
		if v != Null {
			c.Values[i] = v * factor
		}
	}
	c.Scale = scale
	return true
}

// Merge lays upper over lower: where both observe a series, upper holds. When
// whole, upper is all there is. Neither argument is changed; nil is an empty
// day.
func Merge(lower, upper *Day, whole bool) *Day {
	if whole || lower == nil {
		return upper
	}
	if upper == nil {
		return lower
	}
	picks := union(lower.Series, upper.Series)
	out := &Day{Series: make([]int32, len(picks))}
	for i, p := range picks {
		if p.upper >= 0 {
			out.Series[i] = upper.Series[p.upper]
		} else {
			out.Series[i] = lower.Series[p.lower]
		}
	}
	lc, uc, oc := lower.Columns(), upper.Columns(), out.Columns()
	for k := range oc {
		*oc[k] = mergeColumn(*lc[k], *uc[k], picks)
	}
	return out
}

// Without returns what d observes of series that other does not. Neither is
// changed; nil is an empty day.
func (d *Day) Without(other *Day) *Day {
	if other == nil {
		return d
	}
	picks := slices.DeleteFunc(union(d.Series, other.Series), func(p pick) bool { return p.lower < 0 || p.upper >= 0 })
	out := &Day{Series: make([]int32, len(picks))}
	for i, p := range picks {
		out.Series[i] = d.Series[p.lower]
	}
	from, into := d.Columns(), out.Columns()
	for k := range into {
		*into[k] = mergeColumn(*from[k], Column{}, picks)
	}
	return out
}

// pick says where a row of a merge comes from; -1 is nowhere.
type pick struct{ lower, upper int }

func union(lower, upper []int32) []pick {
	out := make([]pick, 0, len(lower)+len(upper))
	i, j := 0, 0
	for i < len(lower) || j < len(upper) {
		switch {
		case j == len(upper) || (i < len(lower) && lower[i] < upper[j]):
			out = append(out, pick{i, -1})
			i++
		case i == len(lower) || upper[j] < lower[i]:
			out = append(out, pick{-1, j})
			j++
		default:
			out = append(out, pick{i, j})
			i, j = i+1, j+1
		}
	}
	return out
}

func mergeColumn(lower, upper Column, picks []pick) Column {
	if lower.Values == nil && upper.Values == nil {
		return Column{}
	}
	scale := max(lower.Scale, upper.Scale)
	lower, upper = lower.scaled(scale), upper.scaled(scale)
	out := Column{Values: make([]int64, len(picks)), Scale: scale}
	for i, p := range picks {
		if p.upper >= 0 {
			out.Values[i] = upper.At(p.upper)
		} else {
			out.Values[i] = lower.At(p.lower)
		}
	}
	return out
}

// scaled returns a copy of c at a larger scale. A value that would overflow
// cannot be told exactly and becomes Null; importers refuse such figures.
func (c Column) scaled(scale uint8) Column {
	if c.Values == nil || scale == c.Scale {
		return c
	}
	out := Column{Values: slices.Clone(c.Values), Scale: c.Scale}
	if !out.Rescale(scale) {
		for i := range out.Values {
			one := Column{Values: out.Values[i : i+1 : i+1], Scale: c.Scale}
			if !one.Rescale(scale) {
				out.Values[i] = Null
			}
		}
		out.Scale = scale
	}
	return out
}

// Counts says how the rows of a new day stand to what was known.
type Counts struct{ Added, Changed, Unchanged int64 }

// Compare counts the observations of next that are new, different or the same
// in old; nil is an empty day.
func Compare(old, next *Day) Counts {
	if old == nil {
		return Counts{Added: int64(len(next.Series))}
	}
	var c Counts
	oc, nc := old.Columns(), next.Columns()
	for _, p := range union(old.Series, next.Series) {
		switch {
		case p.upper < 0:
		case p.lower < 0:
			c.Added++
		case sameRow(oc, nc, p):
			c.Unchanged++
		default:
			c.Changed++
		}
	}
	return c
}

func sameRow(old, next [5]*Column, p pick) bool {
	for k := range old {
		if !equal(old[k].At(p.lower), old[k].Scale, next[k].At(p.upper), next[k].Scale) {
			return false
		}
	}
	return true
}

func equal(a int64, aScale uint8, b int64, bScale uint8) bool {
	if a == Null || b == Null || aScale == bScale {
		return a == b
	}
	a, aScale = Trim(a, aScale)
	b, bScale = Trim(b, bScale)
	return a == b && aScale == bScale
}

// Trim returns the shortest mantissa and scale of a value.
func Trim(v int64, scale uint8) (int64, uint8) {
	for scale > 0 && v%10 == 0 {
		v, scale = v/10, scale-1
	}
	return v, scale
}

// MergeEvents unites two days of events; equal hashes are one event. Neither
// argument is changed; nil is an empty day.
func MergeEvents(a, b *EventDay) *EventDay {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	out := &EventDay{}
	i, j := 0, 0
	for i < len(a.Hash) || j < len(b.Hash) {
		switch {
		case j == len(b.Hash) || (i < len(a.Hash) && a.Hash[i] < b.Hash[j]):
			out.append(a, i)
			i++
		case i == len(a.Hash) || b.Hash[j] < a.Hash[i]:
			out.append(b, j)
			j++
		default:
			out.append(b, j)
			i, j = i+1, j+1
		}
	}
	return out
}

func (d *EventDay) append(from *EventDay, i int) {
	d.Hash = append(d.Hash, from.Hash[i])
	d.Series = append(d.Series, from.Series[i])
	d.Person = append(d.Person, from.Person[i])
	d.Count = append(d.Count, from.Count[i])
	d.Denied = append(d.Denied, from.Denied[i])
}
