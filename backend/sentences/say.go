package sentences

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"headroom/backend/fault"
)

const (
	maxDepth = 8    // sentences within sentences
	maxText  = 4000 // of a text that is told; a longer one is none of ours
	maxEnds  = 6    // places where a text may be taken apart
)

// Say tells one sentence or several after each other.
func (l Language) Say(english string) string {
	if l.own == nil || english == "" || len(english) > maxText {
		return english
	}
	l.seen = map[string]answer{}
	if text, weight := l.told(english, 0); weight > 0 {
		return text
	}
	if at := place.FindStringIndex(english); at != nil {
		if text, weight := l.told(english[at[1]:], 0); weight > 0 {
			return english[:at[1]] + text
		}
	}
	return english
}

// place is what stands before a sentence in what a fault says for logs: the part
// of a question or rule that it points at.
var place = regexp.MustCompile(`^[a-z][\w.\[\]]*: `)

// Fault returns f with its sentence and its hint told; what it says of places
// stays.
func (l Language) Fault(f *fault.Error) *fault.Error {
	if f == nil || l.own == nil {
		return f
	}
	told := *f
	told.Message, told.Hint = l.Say(f.Message), l.Say(f.Hint)
	return &told
}

// answer is a text that was told.
type answer struct {
	text   string
	weight int
}

// told tells a text and says how many of its letters are of known forms.
func (l Language) told(text string, depth int) (string, int) {
	if depth > maxDepth {
		return text, 0
	}
	known, ok := l.seen[text]
	if !ok {
		known.text, known.weight = l.tell(text, depth)
		l.seen[text] = known
	}
	return known.text, known.weight
}

// tell tells a text as one sentence, or as several where that explains more of it.
func (l Language) tell(text string, depth int) (string, int) {
	best, weight := text, 0
	if f, gaps := formFor(text); f != nil && l.own[f.format] != "" {
		best, weight = l.fill(f, gaps, text, depth), f.weight
	}
	if weight == len(text) {
		return best, weight
	}
	for _, at := range ends(text) {
		f, gaps := formFor(text[:at])
		if f == nil || l.own[f.format] == "" {
			continue
		}
		rest, more := l.told(text[at+1:], depth+1)
		if f.weight+more > weight {
			best, weight = l.fill(f, gaps, text[:at], depth)+l.space()+rest, f.weight+more
		}
	}
	return best, weight
}

// ends are the first places where one sentence may end and another begin.
func ends(text string) []int {
	var out []int
	for i := 1; i+1 < len(text) && len(out) < maxEnds; i++ {
		if text[i] == ' ' && (text[i-1] == '.' || text[i-1] == '?') {
			out = append(out, i)
		}
	}
	return out
}

// space is what stands between two sentences.
func (l Language) space() string {
	if l.code == "ja" {
		return ""
	}
	return " "
}

var slot = regexp.MustCompile(`\{([=*]?)(\d+)\}`)

// fill tells a text of form f with what stands in its gaps.
func (l Language) fill(f *form, gaps []string, text string, depth int) string {
	template := l.own[f.format]
	out := slot.ReplaceAllStringFunc(template, func(s string) string {
		parts := slot.FindStringSubmatch(s)
		n, err := strconv.Atoi(parts[2])
		if err != nil || n < 1 || n > len(gaps) {
			return s
		}
		switch said := gaps[n-1]; {
		case f.quoted[n-1]:
			return l.quote(said)
		case parts[1] == "=":
			return l.part(said, depth+1)
		case parts[1] == "*":
			return l.list(said, depth+1)
		default:
			return said
		}
	})
	if first, _ := utf8.DecodeRuneInString(text); strings.HasPrefix(template, "{=") && unicode.IsUpper(first) {
		return capital(out)
	}
	return out
}

// part tells a part of a sentence, whose first letter is large or small by its place.
func (l Language) part(text string, depth int) string {
	best, weight := l.told(text, depth)
	if said, more := l.told(small(text), depth); more > weight {
		best, weight = said, more
	}
	if said, more := l.told(capital(text), depth); more > weight {
		best = small(said)
	}
	return best
}

// list tells a list of parts: "a, b and c".
func (l Language) list(text string, depth int) string {
	for _, join := range []struct{ key, english string }{{"list.or", " or "}, {"list.and", " and "}, {"list.comma", ", "}} {
		if before, after, ok := cutLast(text, join.english); ok {
			return strings.NewReplacer("{1}", l.list(before, depth+1), "{2}", l.part(after, depth+1)).Replace(l.own[join.key])
		}
	}
	return l.part(text, depth)
}

func cutLast(text, join string) (before, after string, ok bool) {
	at := strings.LastIndex(text, join)
	if at < 0 {
		return text, "", false
	}
	return text[:at], text[at+len(join):], true
}

var unescaped = strings.NewReplacer(`\\`, `\`, `\"`, `"`)

// quote writes a name between the quotes of the language. What is not printed
// stays escaped: names are hostile.
func (l Language) quote(said string) string {
	return strings.Replace(l.own["quote"], "{1}", unescaped.Replace(said[1:len(said)-1]), 1)
}

func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

func small(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(first)) + text[size:]
}
