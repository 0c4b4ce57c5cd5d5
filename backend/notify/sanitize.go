package notify

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxTitle = 120
	maxBody  = 400
)

// Sanitize makes a message safe for any notification service. Names come from
// files, and on their way they are arguments of programs, markup, scripts and
// bus messages. What is removed or replaced:
//   - invalid UTF-8, control, direction and other invisible characters;
//   - more than a notification can show;
//   - a leading '-', which programs take for an option;
//   - what PowerShell evaluates or takes for a quote, and the end of CDATA;
//   - where the service reads markup, '&', '<' and '>'.
func Sanitize(m Message, markup bool) Message {
	m.Title, m.Body = harmless(m.Title, maxTitle), harmless(m.Body, maxBody)
	if m.Title == "" {
		m.Title = "Headroom"
	}
	if markup {
		// Services read markup in the body only; a title is shown as it is.
		m.Body = markupEscaper.Replace(m.Body)
	}
	return m
}

var markupEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// scriptEscaper keeps the text readable and takes away what PowerShell does
// with it: subexpressions, escapes and typographic quotes, which it treats
// like plain ones.
var scriptEscaper = strings.NewReplacer("$(", "$ (", "${", "$ {", "`", "'", "]]>", "]] >",
	"\u2018", "'", "\u2019", "'", "\u201a", "'", "\u201b", "'")

func harmless(s string, most int) string {
	s = strings.Map(visible, strings.ToValidUTF8(s, "\uFFFD"))
	s = scriptEscaper.Replace(strings.Join(strings.Fields(s), " "))
	if strings.HasPrefix(s, "-") {
		s = "\u2010" + s[1:]
	}
	return shorten(s, most)
}

// visible returns a blank for characters that separate, -1 for those that are
// not to be seen, and r for all others.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case r == '\u200c' || r == '\u200d': // joiners shape letters
		return r
	case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), r&0xFFFE == 0xFFFE, r >= 0xFDD0 && r <= 0xFDEF:
		return -1
	default:
		return r
	}
}

func shorten(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	r := []rune(s)
	return strings.TrimRight(string(r[:most-1]), " ") + "…"
}

// Visible returns one line without control, direction and other characters that
// are not to be seen, for places that need nothing else taken away.
func Visible(line string) string {
	return strings.Map(visible, strings.ToValidUTF8(line, "\uFFFD"))
}
