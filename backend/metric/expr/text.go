package expr

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxText is the most characters a text can have that an expression builds;
	// a longer one is missing.
	maxText = 100_000
	// assumedText is how many characters the texts of columns are taken to have
	// where it is decided which operations have to look at the length.
	assumedText = 4000
)

var textFunctions = []*operation{
	{
		Function: Function{Name: "CONCATENATE", Signature: "CONCATENATE(value, value, …)", Words: "All values as one text.", Example: `CONCATENATE([account], ": ", [product])`},
		least:    1, most: -1,
		check: func(n *node) *Problem {
			n.typ = Text
			for i, a := range n.args {
				n.args[i] = asText(a)
				n.length = min(n.length+n.args[i].length, math.MaxInt32)
			}
			n.grows()
			return nil
		},
		sql: func(w *writer, n *node) string {
			if n.guarded {
				return call("expr_concat")(w, n)
			}
			return balanced(w.cleanAll(n.args), " || ")
		},
		eval: func(e *evaluation, n *node, args []vector) vector {
			parts := make([]string, len(args))
			return e.makeTexts(args, func(at []int) (string, bool) {
				for i, a := range args {
					parts[i] = a.texts[at[i]]
				}
				if n.guarded && tooLong(parts) {
					return "", false
				}
				return strings.Join(parts, ""), true
			})
		},
	},
	{
		Function: Function{Name: "INCLUDE", Signature: "INCLUDE(text, part)", Words: "True if the text has the part in it. Capitals matter.", Example: `INCLUDE([product], "Premium")`},
		least:    2, most: 2,
		check: func(n *node) *Problem { n.typ = Boolean; return n.texts(2) },
		sql:   template("(instr($1, $2) > 0)"),
		eval: func(e *evaluation, _ *node, args []vector) vector {
			return e.makeNumbers(args, func(at []int) float64 {
				return bit(strings.Contains(args[0].texts[at[0]], args[1].texts[at[1]]))
			})
		},
	},
	part("LEFT", "LEFT(text, count)", "The first characters of a text.", `LEFT([sku], 3)`, 2,
		func(w *writer, n *node) string {
			return "substr(" + w.clean(n.args[0]) + ", 1, " + w.count(n.args[1]) + ")"
		},
		func(s string, count, _ int) string { return s[:offset(s, count)] }),
	part("RIGHT", "RIGHT(text, count)", "The last characters of a text.", `RIGHT([sku], 3)`, 2,
		func(w *writer, n *node) string {
			if c := n.args[1].core(); c.literal || n.args[1].simple() {
				return "substr(" + w.clean(n.args[0]) + ", -" + w.count(n.args[1]) + ", " + w.count(n.args[1]) + ")"
			}
			return "expr_right(" + w.clean(n.args[0]) + ", " + w.clean(n.args[1]) + ")"
		},
		right),
	part("MID", "MID(text, start, count)", "Characters of a text from a place on; the first one has place 1.", `MID([sku], 2, 3)`, 3,
		func(w *writer, n *node) string {
			return "substr(" + w.clean(n.args[0]) + ", max(" + w.count(n.args[1]) + ", 1), " + w.count(n.args[2]) + ")"
		},
		func(s string, start, count int) string {
			s = s[offset(s, max(start, 1)-1):]
			return s[:offset(s, count)]
		}),
	{
		Function: Function{Name: "LENGTH", Signature: "LENGTH(text)", Words: "How many characters a text has.", Example: "LENGTH([product])"},
		least:    1, most: 1,
		check: func(n *node) *Problem {
			n.typ = Number
			n.limited(bounds{limit: math.MaxInt32, whole: true})
			return n.texts(1)
		},
		sql: template("CAST(length($1) AS REAL)"),
		eval: func(e *evaluation, _ *node, args []vector) vector {
			return e.makeNumbers(args, func(at []int) float64 { return float64(utf8.RuneCountInString(args[0].texts[at[0]])) })
		},
	},
	ofText("LOWER", "LOWER(text)", "The text in small letters.", "LOWER([product])", strings.ToLower),
	ofText("UPPER", "UPPER(text)", "The text in capitals.", "UPPER([sku])", strings.ToUpper),
	ofText("PROPER", "PROPER(text)", "The text with a capital at the beginning of every word.", "PROPER([account])", proper),
	{
		Function: Function{Name: "TRIM", Signature: "TRIM(text)", Words: "The text without blanks at its ends.", Example: "TRIM([owner])"},
		least:    1, most: 1,
		check: func(n *node) *Problem {
			n.typ, n.length = Text, n.args[0].length
			return n.texts(1)
		},
		sql: call("trim"),
		eval: func(e *evaluation, _ *node, args []vector) vector {
			return e.makeTexts(args, func(at []int) (string, bool) { return strings.Trim(args[0].texts[at[0]], " "), true })
		},
	},
	{
		Function: Function{Name: "REPLACE", Signature: "REPLACE(text, part, replacement)", Words: "The text with every occurrence of a part replaced. Capitals matter.", Example: `REPLACE([product], "Microsoft ", "")`},
		least:    3, most: 3,
		check: func(n *node) *Problem {
			n.typ = Text
			if p := n.texts(3); p != nil {
				return p
			}
			n.length = n.args[0].length * max(1, n.args[2].length)
			n.grows()
			return nil
		},
		sql: func(w *writer, n *node) string {
			// replace(text, '', NULL) is the text for SQLite.
			part, by := n.args[1].core(), n.args[2].core()
			if n.guarded || !(part.literal && part.str != "") && !(by.literal && !by.missing) {
				return call("expr_replace")(w, n)
			}
			return call("replace")(w, n)
		},
		eval: func(e *evaluation, n *node, args []vector) vector {
			return e.makeTexts(args, func(at []int) (string, bool) {
				return replaced(args[0].texts[at[0]], args[1].texts[at[1]], args[2].texts[at[2]], n.guarded)
			})
		},
	},
	opText,
}

// grows decides whether the length has to be looked at.
func (n *node) grows() {
	if n.guarded = n.length > maxText; n.guarded {
		n.length = maxText
	}
}

// texts makes the first count arguments texts.
func (n *node) texts(count int) *Problem {
	for i := range count {
		if p := n.want(i, Text); p != nil {
			return p
		}
	}
	return nil
}

func tooLong(parts []string) bool {
	total := 0
	for _, p := range parts {
		total += utf8.RuneCountInString(p)
	}
	return total > maxText
}

// replaced replaces part in s; nothing is replaced where part is empty.
func replaced(s, part, by string, guarded bool) (string, bool) {
	if part == "" {
		return s, true
	}
	if guarded {
		growth := utf8.RuneCountInString(by) - utf8.RuneCountInString(part)
		if utf8.RuneCountInString(s)+strings.Count(s, part)*growth > maxText {
			return "", false
		}
	}
	return strings.ReplaceAll(s, part, by), true
}

// ofText is a function of one text that SQLite has for ASCII only.
func ofText(name, signature, words, example string, f func(string) string) *operation {
	return &operation{
		Function: Function{Name: name, Signature: signature, Words: words, Example: example},
		least:    1, most: 1,
		check: func(n *node) *Problem {
			n.typ, n.length = Text, n.args[0].length
			return n.texts(1)
		},
		sql: call(sqlName(name)),
		eval: func(e *evaluation, _ *node, args []vector) vector {
			return e.makeTexts(args, func(at []int) (string, bool) { return f(args[0].texts[at[0]]), true })
		},
	}
}

// proper writes the first letter of every word large and the others small.
func proper(s string) string {
	within := false
	return strings.Map(func(r rune) rune {
		before := within
		letter := unicode.IsLetter(r) || unicode.Is(unicode.Mn, r)
		within = letter || before && (r == '\'' || r == '’')
		if before {
			return unicode.ToLower(r)
		}
		return unicode.ToTitle(r)
	}, s)
}

// part is a function that takes characters out of a text by whole numbers,
// which are cut, and 0 where they are below it.
func part(name, signature, words, example string, count int, sql func(*writer, *node) string, f func(s string, a, b int) string) *operation {
	return &operation{
		Function: Function{Name: name, Signature: signature, Words: words, Example: example},
		least:    count, most: count,
		check: func(n *node) *Problem {
			n.typ = Text
			n.length = n.args[0].length
			for i := 1; i < count; i++ {
				if p := n.want(i, Number); p != nil {
					return p
				}
			}
			if last := n.args[count-1].core(); last.literal && !last.missing {
				n.length = min(n.length, wholeCount(last.num))
			}
			return n.texts(1)
		},
		sql: sql,
		eval: func(e *evaluation, _ *node, args []vector) vector {
			return e.makeTexts(args, func(at []int) (string, bool) {
				a, b := wholeCount(args[1].nums[at[1]]), 0
				if count > 2 {
					b = wholeCount(args[2].nums[at[2]])
				}
				return f(args[0].texts[at[0]], a, b), true
			})
		},
	}
}

// mostCharacters is above the length of every text.
const mostCharacters = 1 << 30

// wholeCount makes a count of a number: cut, and from 0 to mostCharacters.
func wholeCount(x float64) int { return int(max(0, min(mostCharacters, math.Trunc(x)))) }

// count renders a number as wholeCount makes it.
func (w *writer) count(n *node) string {
	if c := n.core(); c.literal && !c.missing {
		return strconv.Itoa(wholeCount(c.num))
	}
	return "max(min(CAST(" + w.clean(n) + " AS INTEGER), " + strconv.Itoa(mostCharacters) + "), 0)"
}

// offset returns where the character with index count begins in s.
func offset(s string, count int) int {
	if count >= len(s) {
		return len(s)
	}
	at := 0
	for ; count > 0 && at < len(s); count-- {
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return at
}

// right returns the last count characters of s.
func right(s string, count, _ int) string {
	at := len(s)
	for ; count > 0 && at > 0; count-- {
		_, size := utf8.DecodeLastRuneInString(s[:at])
		at -= size
	}
	return s[at:]
}
