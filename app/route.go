package app

import (
	"strings"
	"unicode"

	"headroom/app/command"
)

// longestRoute is how many bytes an address has at most: filters are part of it.
const longestRoute = 16 << 10

// isRoute says whether text is an address within the window and nothing else. A
// page that is none is answered by the window itself.
func isRoute(text string) bool {
	return strings.HasPrefix(text, "#/") && len(text) <= longestRoute && !strings.ContainsFunc(text, unicode.IsControl)
}

// routeOf reads an address as it is written on a command line, "#/inbox", or as
// the system hands over a link, "headroom://inbox"; "" for anything else.
func routeOf(text string) string {
	if len(text) >= len(command.LinkScheme) && strings.EqualFold(text[:len(command.LinkScheme)], command.LinkScheme) {
		text = "#/" + strings.TrimPrefix(text[len(command.LinkScheme):], "/")
	}
	if !isRoute(text) {
		return ""
	}
	return text
}
