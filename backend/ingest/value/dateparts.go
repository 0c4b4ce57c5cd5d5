package value

import (
	"unicode"
	"unicode/utf8"

	"headroom/backend/portfolio"
)

// part is one piece of a written date: a number, or a month by name.
type part struct {
	n      int
	digits int // 0 for a month by name
}

// parts are the first pieces of a written date, at most three.
type parts struct {
	list [3]part
	n    int
}

func (p *parts) add(x part) {
	if p.n < len(p.list) {
		p.list[p.n] = x
		p.n++
	}
}

// scanParts reads up to three pieces from the start of b, past a weekday, and
// returns what follows: "31-dec-2018", "Feb 28, 2023 11:42 AM", "2026年3月31日".
func scanParts(b []byte) (p parts, rest []byte) {
	for p.n < len(p.list) {
		b = skipSeparator(b)
		if n, length := leadingNumber(b); length > 0 {
			if length < len(b) && b[length] == ':' {
				return p, b
			}
			p.add(part{n: n, digits: length})
			b = b[length:]
			continue
		}
		w, length := leadingWord(b)
		switch {
		case length == 0:
			return p, b
		case p.n == 0 && isWeekday(w), string(w) == "de", string(w) == "of":
		default:
			m := monthOf(w)
			if m == 0 {
				return p, b
			}
			p.add(part{n: m})
		}
		b = b[length:]
	}
	return p, skipDateEnd(b)
}

func skipSeparator(b []byte) []byte {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == '/' || r == '-' || r == '.' || r == ',' || r == '年' || r == '月' || isBlank(r):
		default:
			return b
		}
		b = b[n:]
	}
	return b
}

// skipDateEnd drops what closes a date: a Japanese day sign, a comma.
func skipDateEnd(b []byte) []byte {
	if rest, ok := cut(b, "日"); ok {
		return rest
	}
	if rest, ok := cut(b, ","); ok {
		return rest
	}
	return b
}

func cut(b []byte, prefix string) ([]byte, bool) {
	if len(b) >= len(prefix) && string(b[:len(prefix)]) == prefix {
		return b[len(prefix):], true
	}
	return b, false
}

// leadingNumber reads up to four digits; five or more are no part of a date.
func leadingNumber(b []byte) (n, length int) {
	for length < len(b) && b[length] >= '0' && b[length] <= '9' {
		if length == 4 {
			return 0, 0
		}
		n = n*10 + int(b[length]-'0')
		length++
	}
	return n, length
}

// leadingWord returns the letters b starts with and their length. The Japanese
// signs for year, month and day are separators, not letters of a month.
func leadingWord(b []byte) (w []byte, length int) {
	for length < len(b) {
		r, n := utf8.DecodeRune(b[length:])
		if !unicode.IsLetter(r) || r == '年' || r == '月' || r == '日' {
			break
		}
		length += n
	}
	return b[:length], length
}

// day puts the pieces in order. A month by name or a year of four digits
// decides; else order does; else only a number above 12 can.
func (p parts) day(order Order) (portfolio.Day, When) {
	a, b, c := p.list[0], p.list[1], p.list[2]
	switch {
	case p.n == 2 && a.digits == 4:
		return inMonth(a.n, b.n)
	case p.n == 2 && b.digits == 4 && a.digits < 4:
		return inMonth(b.n, a.n)
	case p.n != 3:
		return portfolio.NoDay, NotADate
	case a.digits >= 3:
		return onDay(a.n, b.n, c.n)
	case b.digits == 0:
		return onDay(c.year(), b.n, a.n)
	case a.digits == 0:
		return onDay(c.year(), a.n, b.n)
	case c.digits == 0 || b.digits > 2:
		return portfolio.NoDay, NotADate
	}
	return p.ordered(order)
}

func (p parts) ordered(order Order) (portfolio.Day, When) {
	a, b, c := p.list[0], p.list[1], p.list[2]
	if order == YMD && c.digits <= 2 {
		return onDay(a.year(), b.n, c.n)
	}
	switch order {
	case DMY:
		return onDay(c.year(), b.n, a.n)
	case MDY:
		return onDay(c.year(), a.n, b.n)
	}
	if c.digits != 4 {
		return portfolio.NoDay, NotADate
	}
	switch {
	case a.n > 12 || a.n == b.n:
		return onDay(c.n, b.n, a.n)
	case b.n > 12:
		return onDay(c.n, a.n, b.n)
	}
	return portfolio.NoDay, NotADate
}

// year reads two digits as 1970 to 2069. One digit is kept: year 0 is how
// license servers write "never".
func (p part) year() int {
	switch {
	case p.digits != 2:
		return p.n
	case p.n < 70:
		return 2000 + p.n
	}
	return 1900 + p.n
}

// javaYear finds the year at the end of a Java date, behind clock and zone:
// "Sat Nov 05 00:00:00 PDT 2016".
func javaYear(p parts, rest []byte) (int, bool) {
	if p.n != 2 || p.list[0].digits != 0 || len(rest) < 5 {
		return 0, false
	}
	head, tail := rest[:len(rest)-5], rest[len(rest)-5:]
	year, length := leadingNumber(tail[1:])
	if tail[0] != ' ' || length != 4 || !clock(head) {
		return 0, false
	}
	return year, true
}

// clock reports whether b is nothing, or a time of day with what may follow it:
// seconds and a fraction, AM or PM, a zone. "07:41:38.-0600", with its empty
// fraction, is how one vendor writes times.
func clock(b []byte) bool {
	b = Trim(b)
	if len(b) == 0 {
		return true
	}
	if b[0] == 'T' || b[0] == 't' {
		b = Trim(b[1:])
	}
	b, ok := clockPart(b, 23)
	if !ok || len(b) == 0 || b[0] != ':' {
		return false
	}
	if b, ok = clockPart(b[1:], 59); !ok {
		return false
	}
	if len(b) > 0 && b[0] == ':' {
		if b, ok = clockPart(b[1:], 60); !ok {
			return false
		}
		b = fraction(b)
	}
	return zone(Trim(afternoon(Trim(b))))
}

func clockPart(b []byte, most int) ([]byte, bool) {
	n, length := leadingNumber(b)
	return b[length:], length > 0 && length <= 2 && n <= most
}

func fraction(b []byte) []byte {
	if len(b) == 0 || b[0] != '.' && b[0] != ',' {
		return b
	}
	for b = b[1:]; len(b) > 0 && b[0] >= '0' && b[0] <= '9'; b = b[1:] {
	}
	return b
}

func afternoon(b []byte) []byte {
	if len(b) >= 2 && (b[0]|0x20 == 'a' || b[0]|0x20 == 'p') && b[1]|0x20 == 'm' {
		return b[2:]
	}
	return b
}

// zone reports whether b is empty, Z, an offset, or a short name such as PDT.
func zone(b []byte) bool {
	if len(b) == 0 {
		return true
	}
	if b[0] != '+' && b[0] != '-' {
		_, length := leadingWord(b)
		return length == len(b) && length <= 5
	}
	count := 0
	for _, c := range b[1:] {
		switch {
		case c >= '0' && c <= '9':
			count++
		case c != ':':
			return false
		}
	}
	return count == 2 || count == 4
}
