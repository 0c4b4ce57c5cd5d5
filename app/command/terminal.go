package command

import (
	"bytes"
	"unicode"
)

// forTerminal takes out of a text what a terminal would obey instead of showing
// it: names come from files of others.
func forTerminal(text []byte) []byte {
	return bytes.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t', r == '\u200c', r == '\u200d': // joiners shape letters
			return r
		case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r):
			return -1
		default:
			return r
		}
	}, text)
}
