// Package value reads the cells of vendor files: days, numbers, yes and no,
// states and the words for "nothing", in the spellings people really have.
// Everything here is pure and does not allocate for cells of usual length.
// The rule not to break: a cell is understood exactly or reported as Bad,
// never guessed at and never clamped.
package value

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Result says what came of reading a cell.
type Result uint8

// The results. Absent is an empty cell or a word for "nothing".
const (
	Bad Result = iota
	Absent
	OK
)

// Trim removes blanks of every kind at both ends, no-break and zero-width ones
// included.
func Trim(b []byte) []byte {
	for len(b) > 0 && b[0] <= ' ' {
		b = b[1:]
	}
	for len(b) > 0 && b[len(b)-1] <= ' ' {
		b = b[:len(b)-1]
	}
	if len(b) == 0 || b[0] < utf8.RuneSelf && b[len(b)-1] < utf8.RuneSelf {
		return b
	}
	return bytes.TrimFunc(b, isBlank)
}

// isBlank adds to Unicode's blanks the zero-width ones, which Excel and web
// pages leave behind, and control characters.
func isBlank(r rune) bool {
	switch r {
	case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff':
		return true
	}
	return r < ' ' || unicode.IsSpace(r)
}

// narrow writes the full-width digits and signs of a Japanese keyboard as the
// usual ones. Other cells, which are nearly all, are returned as they are.
func narrow(b []byte) []byte {
	if bytes.IndexByte(b, 0xef) < 0 {
		return b
	}
	return bytes.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, b)
}

// Key folds a header or a word for comparison: case, accents, blanks,
// underscores and punctuation do not matter, nor does a role in brackets at
// the end ("Status [READ ONLY]").
func Key(s string) string { return string(appendKey(nil, []byte(s))) }

// Name folds a name as people compare names: case and runs of blanks do not
// matter, everything else does.
func Name(s string) string {
	out := make([]byte, 0, len(s))
	blank := false
	for _, r := range s {
		if isBlank(r) {
			blank = len(out) > 0
			continue
		}
		if blank {
			out = append(out, ' ')
			blank = false
		}
		out = utf8.AppendRune(out, unicode.ToLower(r))
	}
	return string(out)
}

// longWord is longer than any word in the tables, so that longer cells need
// no folding to be known as strangers.
const longWord = 64

// word folds b into buf for a look-up; nil when b is too long to be a word.
func word(buf *[3 * longWord]byte, b []byte) []byte {
	if len(b) > longWord {
		return nil
	}
	return appendKey(buf[:0], b)
}

func appendKey(dst, b []byte) []byte {
	b = withoutRole(Trim(b))
	for i, c := range b {
		switch {
		case c >= utf8.RuneSelf:
			return appendKeyUnicode(dst, b[i:])
		case c >= 'A' && c <= 'Z':
			dst = append(dst, c+'a'-'A')
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			dst = append(dst, c)
		}
	}
	return dst
}

// withoutRole cuts " [READ ONLY]" off. A bracket without a blank before it is
// part of the name, as in CA[ACCT|Segment].
func withoutRole(b []byte) []byte {
	if len(b) == 0 || b[len(b)-1] != ']' {
		return b
	}
	if i := bytes.LastIndex(b, []byte(" [")); i > 0 {
		return b[:i]
	}
	return b
}

// appendKeyUnicode decomposes letters so that accents and full-width forms
// fold away.
func appendKeyUnicode(dst, b []byte) []byte {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		plain := norm.NFKD.Properties(b).Decomposition()
		if plain == nil {
			dst = appendLetter(dst, r)
		}
		for len(plain) > 0 {
			r, n := utf8.DecodeRune(plain)
			dst = appendLetter(dst, r)
			plain = plain[n:]
		}
		b = b[n:]
	}
	return dst
}

// appendLetter drops accents and punctuation. The voicing marks of kana stay:
// が is not か.
func appendLetter(dst []byte, r rune) []byte {
	switch r {
	case 'ß', 'ẞ':
		return append(dst, "ss"...)
	case 'ø', 'Ø':
		return append(dst, 'o')
	case 'æ', 'Æ':
		return append(dst, "ae"...)
	case 'œ', 'Œ':
		return append(dst, "oe"...)
	case 'ł', 'Ł':
		return append(dst, 'l')
	case '\u3099', '\u309a':
		return utf8.AppendRune(dst, r)
	}
	if r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return dst
	}
	return utf8.AppendRune(dst, unicode.ToLower(r))
}
