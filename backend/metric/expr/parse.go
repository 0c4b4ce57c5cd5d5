package expr

import (
	"fmt"
	"strings"
)

// Bounds of what a person writes. What is made of definitions (ParseMade) may
// be longer; together with the calculated columns put in place every
// expression stays below maxSize and maxSQL.
const (
	maxRunes = 2000
	maxNodes = 500
	maxDepth = 50

	maxMadeRunes = 500_000
	maxMadeNodes = 20_000
)

// Parse reads and checks an expression in canonical form: columns in [ ],
// arguments separated by , and decimals with a point. The error is always a
// *Problem.
func Parse(text string, s Scope) (*Expression, error) { return ParseLocal(text, s, false) }

// ParseLocal reads an expression as a person writes it: with decimalComma the
// decimals have , and the arguments ; between them. The error is always a
// *Problem.
func ParseLocal(text string, s Scope, decimalComma bool) (*Expression, error) {
	return parse(text, s, decimalComma, maxRunes, maxNodes)
}

// ParseMade reads an expression in canonical form that was made of another
// definition, such as a group with long lists, and may be longer than what a
// person writes. The error is always a *Problem.
func ParseMade(text string, s Scope) (*Expression, error) {
	return parse(text, s, false, maxMadeRunes, maxMadeNodes)
}

func parse(text string, s Scope, decimalComma bool, runes, nodes int) (*Expression, error) {
	c := &checker{scope: s, columns: map[string]*node{}}
	e, p := c.expression(text, decimalComma, runes, nodes)
	if p != nil {
		return nil, p
	}
	if p := e.finish(); p != nil {
		return nil, p
	}
	return e, nil
}

// expression reads and checks text.
func (c *checker) expression(text string, decimalComma bool, runes, nodes int) (*Expression, *Problem) {
	if n := len([]rune(text)); n > runes {
		return nil, problem(runes, n, fmt.Sprintf("An expression has at most %d characters.", runes), "Put a part of it into a calculated column of its own.")
	}
	lexer := lexer{text: []rune(text), decimalComma: decimalComma}
	words, p := lexer.cut()
	if p != nil {
		return nil, p
	}
	ps := parser{checker: c, words: words, nodes: nodes, decimalComma: decimalComma}
	root, p := ps.whole()
	if p != nil {
		return nil, p
	}
	e := &Expression{root: root, words: ps.words}
	if n := len([]rune(e.Canonical())); n > runes {
		return nil, problem(0, len([]rune(text)), fmt.Sprintf("An expression has at most %d characters.", runes), "Put a part of it into a calculated column of its own.")
	}
	if root.size > maxSize {
		return nil, problem(root.start, root.end, fmt.Sprintf("Together with the calculated columns it uses, the expression has more than %d parts.", maxSize), "Make the calculated columns shorter.")
	}
	return e, nil
}

// parser makes nodes of lexemes. What it writes into a lexeme is its canonical
// text: functions in capitals, columns in [ ].
type parser struct {
	checker      *checker
	words        []lexeme
	at           int
	nodes, depth int
	decimalComma bool
	calls        []string // functions whose arguments are being read
}

func (p *parser) word() *lexeme { return &p.words[p.at] }

func (p *parser) is(sign string) bool {
	w := p.word()
	return w.kind == kindSign && w.text == sign
}

// accept takes the next word if it is one of signs.
func (p *parser) accept(signs ...string) (string, bool) {
	for _, s := range signs {
		if p.is(s) {
			p.at++
			return s, true
		}
	}
	return "", false
}

// whole reads an expression to the end of the text.
func (p *parser) whole() (*node, *Problem) {
	if w := p.word(); w.kind == atEnd {
		return nil, problem(0, w.end, "The expression is empty.", "Write a calculation, such as [quantity] * 2.")
	}
	n, pr := p.comparison()
	if pr != nil {
		return nil, pr
	}
	if p.word().kind != atEnd {
		return nil, p.unexpected()
	}
	if n.typ == Null {
		return nil, problem(n.start, n.end, "The value would always be missing.", "Use NULL as one of several values, as in IF(condition, value, NULL).")
	}
	return n, nil
}

// unexpected explains a word that stands where an operator or the end should.
func (p *parser) unexpected() *Problem {
	w := *p.word()
	switch {
	case w.kind == kindSign && w.text == ")":
		return problem(w.start, w.end, "There is a ) without a (.", "Leave it out, or put ( where the part begins.")
	case w.kind == separator && p.betweenDigits():
		return problem(w.start, w.end, "Decimals are written with a point here.", "Write "+p.words[p.at-1].text+"."+p.words[p.at+1].text+".")
	case w.kind == separator:
		return problem(w.start, w.end, "Arguments belong into the brackets of a function.", "Put a function before, such as CONCATENATE(first, second).")
	case w.kind == name:
		switch upper := strings.ToUpper(w.value); upper {
		case "AND", "OR":
			return problem(w.start, w.end, upper+" is a function and stands before its conditions.", "Write "+upper+"(first, second).")
		case "IS", "IN", "NOT", "LIKE", "BETWEEN":
			return problem(w.start, w.end, "There is no operator "+upper+".", instead[upper])
		}
	}
	before := "the value before it"
	if p.at > 0 {
		before = p.words[p.at-1].text
	}
	return problem(w.start, w.end, "There is no operator between "+before+" and "+w.text+".", "Put one of + - * / = <> < > <= >= between them, or , between arguments.")
}

// instead says what to write for operators of other languages.
var instead = map[string]string{
	"IS":      "Use ISBLANK(value) to ask whether a value is missing.",
	"IN":      `Write OR([column] = "a", [column] = "b").`,
	"NOT":     "Write NOT(condition), or <> for not equal.",
	"LIKE":    "Write INCLUDE(text, part) to look for a part.",
	"BETWEEN": "Write AND([column] >= from, [column] <= to).",
}

// betweenDigits reports whether a separator stands between two numbers without
// blanks, as in 1,5.
func (p *parser) betweenDigits() bool {
	if p.at == 0 || p.at+1 >= len(p.words) {
		return false
	}
	before, after := p.words[p.at-1], p.words[p.at+1]
	return before.kind == number && after.kind == number && p.word().before == "" && after.before == ""
}

// binary reads operands with operators of one precedence between them.
func (p *parser) binary(operand func() (*node, *Problem), signs ...string) (*node, *Problem) {
	left, pr := operand()
	if pr != nil {
		return nil, pr
	}
	for {
		sign, ok := p.accept(signs...)
		if !ok {
			return left, nil
		}
		right, pr := operand()
		if pr != nil {
			return nil, pr
		}
		if left, pr = p.make(operators[sign], left.start, right.end, left, right); pr != nil {
			return nil, pr
		}
	}
}

func (p *parser) comparison() (*node, *Problem) {
	return p.binary(p.sum, "<>", "<=", ">=", "=", "<", ">")
}

func (p *parser) sum() (*node, *Problem) { return p.binary(p.product, "+", "-") }

func (p *parser) product() (*node, *Problem) { return p.binary(p.signed, "*", "/") }

// signed reads an operand with a sign before it.
func (p *parser) signed() (*node, *Problem) {
	start := p.word().start
	if sign, ok := p.accept("-", "+"); ok {
		if pr := p.enter(); pr != nil {
			return nil, pr
		}
		n, pr := p.signed()
		if p.depth--; pr != nil || sign == "+" && n.typ == Number {
			return n, pr
		}
		if sign == "+" {
			return nil, problem(start, start+1, "A + stands between two numbers.", "Use CONCATENATE(first, second) to join texts.")
		}
		return p.make(opNegate, start, n.end, n)
	}
	return p.operand()
}

// enter counts how deep the parser is.
func (p *parser) enter() *Problem {
	if p.depth++; p.depth > maxDepth {
		w := p.word()
		return problem(w.start, w.end, fmt.Sprintf("Brackets are nested deeper than %d.", maxDepth), "Put a part of the expression into a calculated column of its own.")
	}
	return nil
}

// operand reads a literal, a column, a call or an expression in brackets.
func (p *parser) operand() (*node, *Problem) {
	w := p.word()
	switch w.kind {
	case number:
		p.at++
		return p.leaf(numberNode(w.num, w.start, w.end))
	case text:
		p.at++
		return p.leaf(textNode(w.value, w.start, w.end))
	case column:
		p.at++
		n, pr := p.checker.column(w.value, w.start, w.end)
		if pr != nil {
			return nil, pr
		}
		return p.leaf(n)
	case name:
		return p.named()
	case atEnd:
		return nil, p.incomplete()
	case separator:
		return nil, p.missingOperand()
	}
	if p.is("(") {
		return p.bracket()
	}
	return nil, p.missingOperand()
}

func (p *parser) bracket() (*node, *Problem) {
	open := *p.word()
	p.at++
	if pr := p.enter(); pr != nil {
		return nil, pr
	}
	if w := p.word(); p.is(")") {
		return nil, problem(open.start, w.end, "There is nothing in the brackets.", "Write a value between ( and ).")
	}
	n, pr := p.comparison()
	if pr != nil {
		return nil, pr
	}
	p.depth--
	if _, ok := p.accept(")"); !ok {
		if p.word().kind == atEnd {
			return nil, problem(open.start, open.end, "The ( here is never closed.", "Put ) where the part ends.")
		}
		return nil, p.unexpected()
	}
	return n, nil
}

// incomplete explains an end where a value should be.
func (p *parser) incomplete() *Problem {
	w := *p.word()
	if p.at == 0 {
		return problem(0, w.end, "The expression is empty.", "Write a calculation, such as [quantity] * 2.")
	}
	last := p.words[p.at-1]
	if len(p.calls) > 0 && (last.kind == separator || last.text == "(") {
		return problem(last.start, last.end, "The brackets of "+p.calls[len(p.calls)-1]+" are not closed.", "Write "+functions[p.calls[len(p.calls)-1]].Signature+".")
	}
	return problem(last.start, last.end, "A value is missing behind "+last.text+".", "Write a number, a text, a column or a function.")
}

// missingOperand explains a sign where a value should be.
func (p *parser) missingOperand() *Problem {
	w := *p.word()
	if p.at > 0 {
		last := p.words[p.at-1]
		if len(p.calls) > 0 && (w.kind == separator || w.text == ")") && (last.kind == separator || last.text == "(") {
			call := p.calls[len(p.calls)-1]
			return problem(last.start, w.end, "An argument of "+call+" is missing.", "Write "+functions[call].Signature+"; NULL stands for nothing.")
		}
		return problem(last.start, w.end, "A value is missing between "+last.text+" and "+w.text+".", "Write a number, a text, a column or a function there.")
	}
	return problem(w.start, w.end, "A value is missing before "+w.text+".", "Write a number, a text, a column or a function there.")
}

// named reads a bare word: TRUE, FALSE, NULL, a call or a column.
func (p *parser) named() (*node, *Problem) {
	w := p.word()
	upper := strings.ToUpper(w.value)
	next := &p.words[p.at+1]
	call := next.kind == kindSign && next.text == "("
	if !call {
		switch upper {
		case "TRUE", "FALSE":
			w.text = upper
			p.at++
			return p.leaf(truth(upper == "TRUE", w.start, w.end))
		case "NULL":
			w.text = upper
			p.at++
			return p.leaf(nothing(w.start, w.end))
		}
		return p.bare()
	}
	f, ok := functions[upper]
	if !ok {
		return nil, unknownFunction(w.value, w.start, w.end)
	}
	w.text = upper
	p.at += 2
	return p.call(f, w.start, next)
}

// bare reads a column without brackets.
func (p *parser) bare() (*node, *Problem) {
	w := p.word()
	upper := strings.ToUpper(w.value)
	if _, known := p.checker.scope.Column(w.value); !known {
		if f, ok := functions[upper]; ok {
			return nil, problem(w.start, w.end, upper+" needs brackets.", "Write "+f.Signature+".")
		}
		return nil, p.checker.unknownWord(w.value, w.start, w.end)
	}
	w.text = "[" + strings.ReplaceAll(w.value, "]", "]]") + "]"
	p.at++
	n, pr := p.checker.column(w.value, w.start, w.end)
	if pr != nil {
		return nil, pr
	}
	return p.leaf(n)
}

// call reads the arguments of f, whose opening bracket has been read.
func (p *parser) call(f *operation, start int, open *lexeme) (*node, *Problem) {
	if pr := p.enter(); pr != nil {
		return nil, pr
	}
	p.calls = append(p.calls, f.Name)
	var args []*node
	decimal := -1 // where a decimal comma was taken for a separator
	for !p.is(")") || len(args) > 0 {
		n, pr := p.comparison()
		if pr != nil {
			return nil, pr
		}
		args = append(args, n)
		if p.word().kind != separator {
			break
		}
		if p.betweenDigits() && decimal < 0 {
			decimal = p.at
		}
		p.at++
	}
	end := p.word().end
	if _, ok := p.accept(")"); !ok {
		if p.word().kind == atEnd {
			return nil, problem(start, open.end, "The brackets of "+f.Name+" are not closed.", "Put ) behind its last argument.")
		}
		return nil, p.unexpected()
	}
	p.depth--
	p.calls = p.calls[:len(p.calls)-1]
	if pr := f.count(len(args), start, end); pr != nil {
		if decimal >= 0 {
			w := p.words[decimal]
			return nil, problem(w.start-1, w.end+1, pr.Message, "If this is a decimal, write "+p.words[decimal-1].text+"."+p.words[decimal+1].text+". "+pr.Hint)
		}
		return nil, pr
	}
	return p.make(f, start, end, args...)
}

// leaf counts a node.
func (p *parser) leaf(n *node) (*node, *Problem) {
	if p.nodes--; p.nodes < 0 {
		return nil, problem(n.start, n.end, "The expression has too many parts.", "Put a part of it into a calculated column of its own.")
	}
	return n, nil
}

// make checks and folds an operation.
func (p *parser) make(op *operation, start, end int, args ...*node) (*node, *Problem) {
	n, pr := p.checker.operation(op, start, end, args)
	if pr != nil {
		return nil, pr
	}
	return p.leaf(n)
}
