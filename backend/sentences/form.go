package sentences

import (
	"regexp"
	"strings"
	"sync"
)

// form is the English format of a sentence, by which it is known again.
type form struct {
	format   string
	literals []string // around and between the gaps
	quoted   []bool   // of each gap: it is a name in quotes
	weight   int      // how many letters of a sentence are those of the form
	pattern  func() *regexp.Regexp
}

var gap = regexp.MustCompile(`%(?:%|[-+0-9.]*[a-zA-Z])`)

// formOf takes a format apart.
func formOf(format string) *form {
	f := &form{format: format}
	var pattern, literal strings.Builder
	pattern.WriteString(`(?s)^`)
	next := func() {
		text := literal.String()
		f.literals, f.weight = append(f.literals, text), f.weight+len(text)
		pattern.WriteString(regexp.QuoteMeta(text))
		literal.Reset()
	}
	at := 0
	for _, place := range gap.FindAllStringIndex(format, -1) {
		literal.WriteString(format[at:place[0]])
		at = place[1]
		verb := format[at-1]
		if verb == '%' {
			literal.WriteByte('%')
			continue
		}
		next()
		f.quoted = append(f.quoted, verb == 'q')
		switch verb {
		case 'q':
			pattern.WriteString(`("(?:[^"\\]|\\.)*")`)
		case 'd':
			pattern.WriteString(`(-?\d+)`)
		default:
			pattern.WriteString(`(.*?)`)
		}
	}
	literal.WriteString(format[at:])
	next()
	pattern.WriteString(`$`)
	f.pattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern.String()) })
	return f
}

// match returns what stands in the gaps of a text of this form.
func (f *form) match(text string) ([]string, bool) {
	first, last := f.literals[0], f.literals[len(f.literals)-1]
	if len(text) < f.weight || !strings.HasPrefix(text, first) || !strings.HasSuffix(text, last) {
		return nil, false
	}
	if len(f.quoted) == 0 {
		return nil, text == first
	}
	found := f.pattern().FindStringSubmatch(text)
	if found == nil {
		return nil, false
	}
	return found[1:], true
}

// formFor returns the form of a text, the one that says most of it, and what
// stands in its gaps.
func formFor(text string) (best *form, gaps []string) {
	if whole := whole()[text]; whole != nil {
		return whole, nil
	}
	for _, f := range forms() {
		if best != nil && f.weight <= best.weight {
			continue
		}
		if found, ok := f.match(text); ok {
			best, gaps = f, found
		}
	}
	return best, gaps
}

// whole are the forms without gaps, by their text.
var whole = sync.OnceValue(func() map[string]*form {
	out := map[string]*form{}
	for _, f := range forms() {
		if len(f.quoted) == 0 {
			out[f.literals[0]] = f
		}
	}
	return out
})
