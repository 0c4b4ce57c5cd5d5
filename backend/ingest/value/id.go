package value

import (
	"bytes"
	"strings"
)

// IsGUID reports whether b is a GUID, in braces or not, in either case.
func IsGUID(b []byte) bool {
	if len(b) == 38 && b[0] == '{' && b[37] == '}' {
		b = b[1:37]
	}
	if len(b) != 36 {
		return false
	}
	for i, c := range b {
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f'):
			return false
		}
	}
	return true
}

// ID returns the one form of an identifier: a GUID, which sources write in
// either case, is lower-cased and without braces; anything else keeps its case
// and its leading zeros, since some systems tell records apart by them.
func ID(s string) string {
	if IsGUID([]byte(s)) {
		return strings.ToLower(strings.Trim(s, "{}"))
	}
	return s
}

// Scientific reports whether b is an identifier of digits that a spreadsheet
// turned into a number and wrote as 1.23457E+18: its last digits are lost.
func Scientific(b []byte) bool {
	b = Trim(b)
	i := bytes.IndexAny(b, "eE")
	if i < 1 || i+3 > len(b) || b[i+1] != '+' {
		return false
	}
	_, exponent := digits(b[i+2:])
	for _, c := range b[:i] {
		if (c < '0' || c > '9') && c != '.' && c != ',' {
			return false
		}
	}
	return exponent
}
