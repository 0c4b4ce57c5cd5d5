package engine

// factColumn is a column of rows in memory: of each row the number of its value.
type factColumn struct {
	of     codes
	values []any
	number int64 // of facts: no other column read has it, what is kept of its values goes with it
}

// packed returns c in the form in which facts are kept.
func (c *coded) packed() *factColumn { return &factColumn{of: pack(c.of), values: c.values} }

// bytes is about what a column of rows takes.
func (c *factColumn) bytes() int { return c.of.bytes() + valueBytes*len(c.values) }

// codes are numbers by row in as few bytes as the largest of them needs: most
// columns of entitlements have few values. One of the slices holds them.
type codes struct {
	one  []uint8
	two  []uint16
	four []int32
}

// pack returns numbers, none of which is negative, as codes.
func pack(of []int32) codes {
	most := int32(0)
	for _, n := range of {
		most = max(most, n)
	}
	switch {
	case most < 1<<8:
		return codes{one: narrowed[uint8](of)}
	case most < 1<<16:
		return codes{two: narrowed[uint16](of)}
	default:
		return codes{four: narrowed[int32](of)}
	}
}

// width is a number of a row.
type width interface{ uint8 | uint16 | int32 }

func narrowed[T width](of []int32) []T {
	out := make([]T, len(of))
	for i, n := range of {
		out[i] = T(n)
	}
	return out
}

// len returns how many rows there are.
func (c codes) len() int { return len(c.one) + len(c.two) + len(c.four) }

func (c codes) bytes() int { return cap(c.one) + 2*cap(c.two) + 4*cap(c.four) }

// at returns the number of a row.
func (c codes) at(row int) int32 {
	switch {
	case c.one != nil:
		return int32(c.one[row])
	case c.two != nil:
		return int32(c.two[row])
	default:
		return c.four[row]
	}
}

// write puts the numbers of the rows from one on into a slice, and returns as
// many of its places as there are rows.
func (c codes) write(into []int32, from int) []int32 {
	into = into[:min(len(into), c.len()-from)]
	switch {
	case c.one != nil:
		widen(into, c.one[from:])
	case c.two != nil:
		widen(into, c.two[from:])
	default:
		copy(into, c.four[from:])
	}
	return into
}

func widen[T width](into []int32, of []T) {
	for i := range into {
		into[i] = int32(of[i])
	}
}

// wide returns all numbers.
func (c codes) wide() []int32 {
	if c.four != nil {
		return c.four
	}
	return c.write(make([]int32, c.len()), 0)
}
