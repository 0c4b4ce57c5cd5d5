package value

import (
	"bytes"
	"math"
	"unicode/utf8"

	"headroom/backend/portfolio"
)

// maxScale is the most decimals a portfolio.Decimal holds.
const maxScale = 9

// Whole reads a whole number. decimal is '.' or ',', or 0 where the file does
// not say; then one sign followed by three digits groups thousands, since the
// column counts things. Zero decimals ("50.00") are whole.
func Whole(cell []byte, kind Kind, decimal byte) (int64, Result) {
	cell = Trim(cell)
	if n, ok := digits(cell); ok {
		return n, OK
	}
	d, res := number(cell, kind, decimal, true)
	if res != OK {
		return 0, res
	}
	if d.Scale != 0 {
		return 0, Bad
	}
	return d.Mantissa, OK
}

// Decimal reads a number exactly, up to nine decimals; more are rounded. Where
// decimal is 0 and one sign could be either, a point is the decimal sign and a
// comma groups thousands.
func Decimal(cell []byte, kind Kind, decimal byte) (portfolio.Decimal, Result) {
	cell = Trim(cell)
	if n, ok := digits(cell); ok {
		return portfolio.Decimal{Mantissa: n, OK: true}, OK
	}
	if kind == NumberCell {
		decimal = '.'
	}
	if d, ok := plain(cell, decimal); ok {
		return d, OK
	}
	return number(cell, kind, decimal, false)
}

// Ratio reads a share: "80,0%" and the 0.8 of a percent-formatted cell are both
// 0.8. More than 1 is allowed. A number without a percent sign is taken as it
// is: nothing says that it is of a hundred.
func Ratio(cell []byte, kind Kind, decimal byte) (portfolio.Decimal, Result) {
	cell = Trim(cell)
	of, cut := bytes.CutSuffix(cell, []byte("%"))
	d, res := Decimal(of, kind, decimal)
	if res != OK || !cut {
		return d, res
	}
	if d.Scale += 2; d.Scale > maxScale {
		return portfolio.Decimal{}, Bad
	}
	for d.Scale > 0 && d.Mantissa%10 == 0 {
		d.Mantissa /= 10
		d.Scale--
	}
	return d, OK
}

// digits is the quick way for what most cells are.
func digits(b []byte) (int64, bool) {
	if len(b) == 0 || len(b) > 18 {
		return 0, false
	}
	n := int64(0)
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// plain is the quick way for what most other cells of figures are: digits, the
// decimal sign and digits.
func plain(b []byte, decimal byte) (portfolio.Decimal, bool) {
	if decimal == 0 || len(b) > 18 {
		return portfolio.Decimal{}, false
	}
	n, point := int64(0), 0
	for i, c := range b {
		switch {
		case c >= '0' && c <= '9':
			n = n*10 + int64(c-'0')
		case c == decimal && point == 0 && i > 0:
			point = i + 1
		default:
			return portfolio.Decimal{}, false
		}
	}
	scale := len(b) - point
	if point == 0 || scale == 0 || scale > maxScale {
		return portfolio.Decimal{}, false
	}
	for scale > 0 && n%10 == 0 {
		n /= 10
		scale--
	}
	return portfolio.Decimal{Mantissa: n, Scale: uint8(scale), OK: true}, true
}

func number(cell []byte, kind Kind, decimal byte, counts bool) (portfolio.Decimal, Result) {
	cell = narrow(cell)
	if IsNull(cell) || isNA(cell) {
		return portfolio.Decimal{}, Absent
	}
	exponent := 0
	if kind == NumberCell {
		decimal = '.'
		var ok bool
		if cell, exponent, ok = splitExponent(cell); !ok {
			return portfolio.Decimal{}, Bad
		}
	}
	negative, cell := sign(cell)
	if decimal == 0 {
		decimal = guessDecimal(cell, counts)
	}
	whole, fraction, ok := split(cell, decimal)
	if !ok {
		return portfolio.Decimal{}, Bad
	}
	return assemble(negative, whole, fraction, exponent)
}

func sign(b []byte) (negative bool, rest []byte) {
	switch {
	case len(b) > 0 && b[0] == '-':
		return true, Trim(b[1:])
	case len(b) > 0 && b[0] == '+':
		return false, Trim(b[1:])
	case len(b) > 2 && string(b[:3]) == "−":
		return true, Trim(b[3:])
	}
	return false, b
}

// splitExponent takes "E-05" off a number as a workbook stores it.
func splitExponent(b []byte) (mantissa []byte, exponent int, ok bool) {
	for i, c := range b {
		if c != 'e' && c != 'E' {
			continue
		}
		negative, rest := sign(b[i+1:])
		n, ok := digits(rest)
		if !ok || n > 30 {
			return nil, 0, false
		}
		if negative {
			n = -n
		}
		return b[:i], int(n), true
	}
	return b, 0, true
}

// guessDecimal decides the decimal sign of one number: of two different signs
// the last; a sign that repeats groups; one sign with three digits behind it
// groups where things are counted.
func guessDecimal(b []byte, counts bool) byte {
	points, commas, last, behind := 0, 0, byte(0), 0
	for _, c := range b {
		switch {
		case c == '.':
			points++
			last, behind = c, 0
		case c == ',':
			commas++
			last, behind = c, 0
		case c >= '0' && c <= '9':
			behind++
		}
	}
	switch {
	case last == 0:
		return '.'
	case points > 0 && commas > 0:
		return last
	case points > 1, points == 1 && counts && behind == 3:
		return ','
	case commas > 1, commas == 1 && behind == 3:
		return '.'
	}
	return last
}

// split separates the digits before and behind the decimal sign and checks
// the groups before it. whole still holds its group signs.
func split(b []byte, decimal byte) (whole, fraction []byte, ok bool) {
	whole = b
	for i, c := range b {
		if c == decimal {
			whole, fraction = b[:i], b[i+1:]
			break
		}
	}
	for _, c := range fraction {
		if c < '0' || c > '9' {
			return nil, nil, false
		}
	}
	if len(whole) == 0 {
		return whole, fraction, len(fraction) > 0
	}
	return whole, fraction, grouped(whole, decimal)
}

// grouped reports whether b is digits, or digits in groups of three joined by
// one and the same sign. A number of thousands does not begin with a zero:
// 0.085 groups nothing.
func grouped(b []byte, decimal byte) bool {
	padded := len(b) > 0 && b[0] == '0'
	var group rune
	run, groups := 0, 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		b = b[n:]
		if r >= '0' && r <= '9' {
			run++
			continue
		}
		if !isGroup(r, decimal) || group != 0 && r != group {
			return false
		}
		if groups == 0 && (run == 0 || run > 3) || groups > 0 && run != 3 {
			return false
		}
		group, run = r, 0
		groups++
	}
	return run > 0 && (groups == 0 || run == 3 && !padded)
}

func isGroup(r rune, decimal byte) bool {
	switch r {
	case '.', ',':
		return byte(r) != decimal
	case ' ', '\'', '’', '\u00a0', '\u202f', '\u2009':
		return true
	}
	return false
}

// assemble builds the exact decimal, rounding half away from zero behind the
// ninth decimal or where int64 ends, and drops zeros at the end so that equal
// numbers are equal values.
func assemble(negative bool, whole, fraction []byte, exponent int) (portfolio.Decimal, Result) {
	point := exponent
	for _, c := range whole {
		if c >= '0' && c <= '9' {
			point++
		}
	}
	m, scale, seen, rounded := int64(0), 0, 0, false
	push := func(c byte) bool {
		if c < '0' || c > '9' || rounded {
			return true
		}
		seen++
		digit := int64(c - '0')
		full := m > (math.MaxInt64-digit)/10
		if seen > point && (scale == maxScale || full) {
			if digit >= 5 && m < math.MaxInt64 {
				m++
			}
			rounded = true
			return true
		}
		if full {
			return false
		}
		m = m*10 + digit
		if seen > point {
			scale++
		}
		return true
	}
	for ; point < 0 && scale < maxScale; point++ {
		scale++
	}
	if point < 0 {
		return portfolio.Decimal{OK: true}, OK
	}
	for _, part := range [2][]byte{whole, fraction} {
		for _, c := range part {
			if !push(c) {
				return portfolio.Decimal{}, Bad
			}
		}
	}
	for seen < point {
		if !push('0') {
			return portfolio.Decimal{}, Bad
		}
	}
	for scale > 0 && m%10 == 0 {
		m /= 10
		scale--
	}
	if negative {
		m = -m
	}
	return portfolio.Decimal{Mantissa: m, Scale: uint8(scale), OK: true}, OK
}
