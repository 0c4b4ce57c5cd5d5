package value

import (
	"bytes"

	"headroom/backend/portfolio"
)

// Orders is a set of orders.
type Orders uint8

// OrdersIn returns the set of the given orders.
func OrdersIn(orders ...Order) Orders {
	var set Orders
	for _, o := range orders {
		set |= 1 << o
	}
	return set
}

// Has reports whether o is in the set.
func (s Orders) Has(o Order) bool { return s&(1<<o) != 0 }

// String returns the word of a mapping file for o, "" for AnyOrder.
func (o Order) String() string {
	return [...]string{AnyOrder: "", DMY: "dmy", MDY: "mdy", YMD: "ymd"}[o]
}

// OrdersOf returns the orders in which cell reads as a day, where its spelling
// does not say which: 3/4/2024. It is empty for what is no date and for dates
// that can be read in one way only whatever the column (ISO, a month by name,
// digits only, and dots with the day first: no region writes the month first
// with dots). One reports that all readings are the same day.
func OrdersOf(cell []byte) (set Orders, one bool) {
	cell = narrow(Trim(cell))
	if len(cell) < 6 || cell[0] < '0' || cell[0] > '9' {
		return 0, false
	}
	p, rest := scanParts(cell)
	a, b, c := p.list[0], p.list[1], p.list[2]
	if p.n != 3 || a.digits == 0 || b.digits == 0 || a.digits > 2 || b.digits > 2 || c.digits != 2 && c.digits != 4 || !clock(rest) {
		return 0, false
	}
	first, one := portfolio.NoDay, true
	for _, o := range [...]Order{DMY, MDY, YMD} {
		if o == YMD && c.digits == 4 {
			continue
		}
		day, when := p.ordered(o)
		if when == NotADate {
			continue
		}
		if set == 0 {
			first = day
		}
		one = one && day == first
		set |= 1 << o
	}
	if set.Has(DMY) && c.digits == 4 && dotted(cell) {
		return OrdersIn(DMY), true
	}
	return set, one
}

// dotted reports whether the first sign between the digits is a dot.
func dotted(cell []byte) bool {
	i := bytes.IndexAny(cell, "./- ,")
	return i >= 0 && cell[i] == '.'
}

// DecimalsOf reports with which decimal signs cell reads as a number or an
// amount of money, and whether the two readings differ.
func DecimalsOf(cell []byte) (point, comma, differ bool) {
	cell, _ = withoutSign(narrow(Trim(cell)))
	cell = Trim(bytes.TrimSuffix(cell, []byte("%")))
	if _, ok := digits(cell); ok {
		return true, true, false
	}
	p, isPoint := Decimal(cell, TextCell, '.')
	c, isComma := Decimal(cell, TextCell, ',')
	return isPoint == OK, isComma == OK, isPoint == OK && isComma == OK && p != c
}
