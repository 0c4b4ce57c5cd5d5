package expr

import (
	"math"
	"strconv"
	"strings"
	"unicode"
)

// kind is the kind of a lexeme.
type kind uint8

const (
	atEnd kind = iota
	number
	text
	name     // a bare word: a function, TRUE, FALSE, NULL or a column
	column   // a name in [ ]
	kindSign // an operator or a bracket
	separator
)

// lexeme is one word of an expression. before is what stands between it and
// the word before: blanks and comments, which every form keeps.
type lexeme struct {
	kind       kind
	before     string
	text       string // canonical: decimals with a point, columns in [ ]
	value      string // of a text or name, without quotes and brackets
	num        float64
	start, end int
}

// lexer cuts text into lexemes.
type lexer struct {
	text         []rune
	decimalComma bool
	at           int
}

// cut returns the lexemes of the text; the last one is atEnd.
func (l *lexer) cut() ([]lexeme, *Problem) {
	var all []lexeme
	for {
		before, p := l.blanks()
		if p != nil {
			return nil, p
		}
		next, p := l.next()
		if p != nil {
			return nil, p
		}
		next.before = before
		if all = append(all, next); next.kind == atEnd {
			return all, nil
		}
	}
}

func (l *lexer) peek(ahead int) rune {
	if l.at+ahead < len(l.text) {
		return l.text[l.at+ahead]
	}
	return 0
}

// blanks skips white space and comments.
func (l *lexer) blanks() (string, *Problem) {
	from := l.at
	for l.at < len(l.text) {
		switch r := l.text[l.at]; {
		case r == '/' && l.peek(1) == '/':
			for l.at < len(l.text) && l.text[l.at] != '\n' {
				l.at++
			}
		case r == '/' && l.peek(1) == '*':
			return "", problem(l.at, l.at+2, "A comment starts with //.", "Write // before each line of the comment.")
		case unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b':
			l.at++
		default:
			return string(l.text[from:l.at]), nil
		}
	}
	return string(l.text[from:l.at]), nil
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isLetter(r rune) bool { return r == '_' || unicode.IsLetter(r) }

func (l *lexer) next() (lexeme, *Problem) {
	start := l.at
	r := l.peek(0)
	switch {
	case l.at >= len(l.text):
		return lexeme{kind: atEnd, start: start, end: start}, nil
	case r == '"':
		return l.quoted()
	case r == '[':
		return l.bracketed()
	case isDigit(r), isDigit(l.peek(1)) && r == l.decimal() && r == '.':
		return l.number()
	case isLetter(r):
		return l.word(), nil
	}
	return l.sign()
}

func (l *lexer) word() lexeme {
	start := l.at
	for isLetter(l.peek(0)) || isDigit(l.peek(0)) || l.peek(0) == '.' && isLetter(l.peek(1)) {
		l.at++
	}
	word := string(l.text[start:l.at])
	return lexeme{kind: name, text: word, value: word, start: start, end: l.at}
}

func (l *lexer) decimal() rune {
	if l.decimalComma {
		return ','
	}
	return '.'
}

// number reads digits with decimals and an exponent.
func (l *lexer) number() (lexeme, *Problem) {
	start := l.at
	digits := func() {
		for isDigit(l.peek(0)) {
			l.at++
		}
	}
	digits()
	if l.peek(0) == l.decimal() && isDigit(l.peek(1)) {
		l.at++
		digits()
	}
	if e := l.peek(0); e == 'e' || e == 'E' {
		if next := l.peek(1); isDigit(next) || (next == '+' || next == '-') && isDigit(l.peek(2)) {
			l.at += 2
			digits()
		}
	}
	written := string(l.text[start:l.at])
	if p := l.afterNumber(start, written); p != nil {
		return lexeme{}, p
	}
	canonical := strings.Replace(written, ",", ".", 1)
	if canonical[0] == '.' {
		canonical = "0" + canonical
	}
	value, err := strconv.ParseFloat(canonical, 64)
	if err != nil || math.IsInf(value, 0) {
		return lexeme{}, problem(start, l.at, "The number "+written+" is too large.", "Use one below 1e308.")
	}
	return lexeme{kind: number, text: canonical, num: value, start: start, end: l.at}, nil
}

// afterNumber refuses what often stands behind a number and does not belong
// there.
func (l *lexer) afterNumber(start int, written string) *Problem {
	r := l.peek(0)
	switch {
	case r == '%':
		part := written + "/100"
		if v, err := strconv.ParseFloat(strings.Replace(written, ",", ".", 1), 64); err == nil {
			part = strings.Replace(strconv.FormatFloat(v/100, 'f', -1, 64), ".", string(l.decimal()), 1)
		}
		return problem(start, l.at+1, "There is no percent sign.", "Write "+part+".")
	case r == '.' && l.decimalComma:
		return problem(start, l.at+1, "Decimals are written with a comma here.", "Write "+written+","+l.digitsAfter()+" and ; between arguments.")
	case r == '.':
		return problem(start, l.at+1, "The number "+written+". is not complete.", "Write digits behind the point, or leave it out.")
	case isLetter(r):
		end := l.at
		for end < len(l.text) && (isLetter(l.text[end]) || isDigit(l.text[end])) {
			end++
		}
		return problem(start, end, "A number cannot be followed by "+string(l.text[l.at:end])+".", "Put an operator between them, or write the name of a column in [ ].")
	}
	return nil
}

// digitsAfter returns the digits behind the sign at hand.
func (l *lexer) digitsAfter() string {
	end := l.at + 1
	for end < len(l.text) && isDigit(l.text[end]) {
		end++
	}
	if end == l.at+1 {
		return "0"
	}
	return string(l.text[l.at+1 : end])
}

// quoted reads a text in double quotes.
func (l *lexer) quoted() (lexeme, *Problem) {
	start := l.at
	var value strings.Builder
	for l.at++; l.at < len(l.text); l.at++ {
		r := l.text[l.at]
		if r == '"' {
			if l.peek(1) != '"' {
				l.at++
				return lexeme{kind: text, text: string(l.text[start:l.at]), value: value.String(), start: start, end: l.at}, nil
			}
			l.at++
		}
		if r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == unicode.ReplacementChar {
			return lexeme{}, problem(l.at, l.at+1, "There is a character in the text that cannot be shown.", "Leave it out.")
		}
		value.WriteRune(r)
	}
	return lexeme{}, problem(start, len(l.text), "The text that starts here has no end.", `Put " behind its last character; a " within it is written "".`)
}

// bracketed reads the name of a column in [ ].
func (l *lexer) bracketed() (lexeme, *Problem) {
	start := l.at
	var value strings.Builder
	for l.at++; l.at < len(l.text); l.at++ {
		r := l.text[l.at]
		if r == ']' {
			if l.peek(1) != ']' {
				l.at++
				return lexeme{kind: column, text: string(l.text[start:l.at]), value: value.String(), start: start, end: l.at}, nil
			}
			l.at++
		}
		value.WriteRune(r)
	}
	return lexeme{}, problem(start, len(l.text), "The name of the column that starts here has no end.", "Put ] behind it.")
}

// signs are the operators and brackets, longer ones first.
var signs = []string{"<>", "<=", ">=", "+", "-", "*", "/", "=", "<", ">", "(", ")"}

// mistaken are signs of other languages, and what is meant.
var mistaken = []struct{ sign, message, hint string }{
	{"==", "Equality is tested with one =.", "Write = instead of ==."},
	{"!=", "There is no sign !=.", "Write <> for not equal."},
	{"=>", "There is no sign =>.", "Write >= for at least."},
	{"=<", "There is no sign =<.", "Write <= for at most."},
	{"&&", "There is no sign &&.", "Write AND(first, second)."},
	{"||", "There is no sign ||.", "Write OR(first, second), or CONCATENATE(first, second) to join texts."},
	{"**", "There is no sign **.", "Write POWER(base, exponent)."},
	{"^", "There is no sign ^.", "Write POWER(base, exponent)."},
	{"&", "There is no sign &.", "Write CONCATENATE(first, second) to join texts."},
	{"!", "There is no sign !.", "Write NOT(condition)."},
	{"≠", "There is no sign ≠.", "Write <> for not equal."},
	{"≤", "There is no sign ≤.", "Write <=."},
	{"≥", "There is no sign ≥.", "Write >=."},
	{"×", "There is no sign ×.", "Write *."},
	{"÷", "There is no sign ÷.", "Write /."},
	{"−", "This is a typographic minus.", "Write -."},
	{"–", "This is a dash.", "Write - for minus."},
	{"'", "Texts stand in double quotes.", `Write " instead of '.`},
	{"`", "Texts stand in double quotes, columns in brackets.", "Write \" or [ ] instead of `."},
	{"“", "This is a typographic quote.", `Write ".`},
	{"”", "This is a typographic quote.", `Write ".`},
	{"„", "This is a typographic quote.", `Write ".`},
	{"‘", "This is a typographic quote.", `Write ".`},
	{"’", "This is a typographic quote.", `Write ".`},
	{"«", "This is a typographic quote.", `Write ".`},
	{"»", "This is a typographic quote.", `Write ".`},
	{"%", "There is no percent sign.", "Divide by 100."},
	{"]", "There is a ] without a [.", "Put [ before the name of the column."},
	{"}", "There is a } that nothing opened.", "Leave it out."},
}

func (l *lexer) has(s string) bool {
	for i, r := range []rune(s) {
		if l.peek(i) != r || l.at+i >= len(l.text) {
			return false
		}
	}
	return true
}

// sign reads an operator, a bracket or a separator.
func (l *lexer) sign() (lexeme, *Problem) {
	start := l.at
	if l.has("{{") {
		return lexeme{}, l.token()
	}
	for _, m := range mistaken {
		if l.has(m.sign) {
			return lexeme{}, problem(start, start+len([]rune(m.sign)), m.message, m.hint)
		}
	}
	if r := l.peek(0); r == ',' || r == ';' {
		return l.separator(r)
	}
	for _, s := range signs {
		if l.has(s) {
			l.at += len(s)
			return lexeme{kind: kindSign, text: s, start: start, end: l.at}, nil
		}
	}
	return lexeme{}, problem(start, start+1, "The sign "+string(l.text[start])+" means nothing here.", "Leave it out, or put it in double quotes if it is text.")
}

// separator reads what stands between arguments.
func (l *lexer) separator(r rune) (lexeme, *Problem) {
	start := l.at
	l.at++
	switch {
	case r == ',' && l.decimalComma && isDigit(l.peek(0)):
		return lexeme{}, problem(start, l.at, "The , here is neither between digits nor between arguments.", "Write ; between arguments, and 0 before a decimal comma.")
	case r == ',' && l.decimalComma:
		return lexeme{}, problem(start, l.at, "Arguments are separated by ; here.", "Write ; instead of ,.")
	case r == ';' && !l.decimalComma:
		return lexeme{}, problem(start, l.at, "Arguments are separated by , here.", "Write , instead of ;.")
	}
	return lexeme{kind: separator, text: ",", start: start, end: l.at}, nil
}

// token refuses a {{NAME}} that nobody has put a value in the place of.
func (l *lexer) token() *Problem {
	rest := string(l.text[l.at:])
	name, _, closed := strings.Cut(rest[2:], "}}")
	if !closed {
		return problem(l.at, l.at+2, "The token that starts here has no end.", "Put }} behind its name.")
	}
	return problem(l.at, l.at+len([]rune(name))+4, "The token {{"+name+"}} has no value.", "Define it, or write the value itself.")
}

// problem makes a Problem.
func problem(start, end int, message, hint string) *Problem {
	return &Problem{Start: start, End: end, Message: message, Hint: hint}
}
