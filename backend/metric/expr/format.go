package expr

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// numberFormat is 0 with optional thousands, decimals and percent sign.
var numberFormat = regexp.MustCompile(`^(#,##)?0(\.(0{1,15}))?(%)?$`)

// dateParts are the parts of formats of dates, longer ones first, and where
// they are in YYYY-MM-DD HH:MM:SS.mmm, counted from 1. Those without length are
// written without a leading 0; Q is the quarter.
var dateParts = []struct {
	sign         string
	from, length int
}{
	{"YYYY", 1, 4},
	{"YY", 3, 2},
	{"MM", 6, 2},
	{"DD", 9, 2},
	{"HH", 12, 2},
	{"MI", 15, 2},
	{"SS", 18, 2},
	{"M", 6, 0},
	{"D", 9, 0},
	{"Q", 6, -1},
}

// piece is a part of a format of dates, or the letters between.
type piece struct {
	between      string
	from, length int
}

// pieces takes a format of dates apart; false where it has letters that mean
// nothing.
func pieces(format string) ([]piece, bool) {
	var out []piece
next:
	for format != "" {
		for _, p := range dateParts {
			if strings.HasPrefix(format, p.sign) {
				out = append(out, piece{from: p.from, length: p.length})
				format = format[len(p.sign):]
				continue next
			}
		}
		if !strings.ContainsRune(" -/.:,_", rune(format[0])) {
			return nil, false
		}
		out = append(out, piece{between: format[:1]})
		format = format[1:]
	}
	return out, len(out) > 0
}

// written returns the piece of a time in the form of TimeText, or of a date.
func (p piece) written(time string) string {
	switch {
	case p.from == 0:
		return p.between
	case p.length > 0:
		return time[p.from-1 : p.from-1+p.length]
	case p.length < 0:
		month, _ := strconv.Atoi(time[p.from-1 : p.from+1])
		return strconv.Itoa((month + 2) / 3)
	}
	return strings.TrimPrefix(time[p.from-1:p.from+1], "0")
}

// sql renders the piece of a time.
func (p piece) sql(w *writer, time string) string {
	part := "substr(" + time + ", " + strconv.Itoa(p.from) + ", " + strconv.Itoa(max(p.length, 2)) + ")"
	switch {
	case p.from == 0:
		return w.Arg(p.between)
	case p.length > 0:
		return part
	case p.length < 0:
		return "CAST(((" + part + " + 2) / 3) AS TEXT)"
	}
	return "ltrim(" + part + ", '0')"
}

// opText makes a text of a value.
var opText = &operation{
	Function: Function{Name: "TEXT", Signature: "TEXT(value, format)", Words: `A number or date as text. Formats of numbers are "0", "0.00", "#,##0.0", "0%" and the like; those of dates are made of YYYY YY Q MM M DD D HH MI SS. Without a format as it is written in an expression.`, Example: `TEXT([end_date], "YYYY-MM")`},
	least:    1, most: 2,
	check: checkText,
	sql:   sqlText,
	eval:  evalText,
}

func checkText(n *node) *Problem {
	a := n.args[0]
	n.typ, n.length = Text, max(400, a.length)
	if len(n.args) == 1 {
		if a.typ == Null {
			n.args[0] = typed(a, Text)
		}
		return nil
	}
	f := n.args[1]
	if p := n.want(0, Number, Date, Time); p != nil {
		return p
	}
	if !f.literal || f.typ != Text {
		return problem(f.start, f.end, "The format must be a text in double quotes.", "Write "+n.op.Signature+`, such as TEXT([quantity], "0.00").`)
	}
	if n.args[0].typ == Number {
		if !numberFormat.MatchString(f.str) {
			return problem(f.start, f.end, "There is no format "+strconv.Quote(f.str)+" of numbers.", `Use "0", "0.00", "#,##0", "#,##0.00", "0%" or the like.`)
		}
		return nil
	}
	parts, ok := pieces(f.str)
	if !ok {
		return problem(f.start, f.end, "There is no format "+strconv.Quote(f.str)+" of dates.", `Use YYYY YY Q MM M DD D HH MI SS with blanks, -, /, . or : between, such as "YYYY-MM".`)
	}
	if slices.ContainsFunc(parts, func(p piece) bool { return p.from > len("YYYY-MM-DD") }) {
		return n.want(0, Time)
	}
	return nil
}

func sqlText(w *writer, n *node) string {
	a := n.args[0]
	switch {
	case len(n.args) == 2 && a.typ == Number:
		return call("expr_text")(w, n)
	case len(n.args) == 2 && !n.datePart().simple():
		return call("expr_text")(w, n)
	case len(n.args) == 2:
		time, list := w.clean(a), []string(nil)
		parts, _ := pieces(n.args[1].str)
		for _, p := range parts {
			list = append(list, p.sql(w, time))
		}
		if parts[0].from == 0 {
			return balanced(append([]string{"substr(" + time + ", 1, 0)"}, list...), " || ")
		}
		return balanced(list, " || ")
	case a.typ == Number:
		return call("expr_text")(w, n)
	case a.typ == Boolean:
		return "(CASE " + w.clean(a) + " WHEN 1 THEN 'TRUE' WHEN 0 THEN 'FALSE' END)"
	}
	return w.clean(a)
}

// datePart is the date that the first argument is made of, or itself.
func (n *node) datePart() *node {
	if a := n.args[0]; a.op == opMidnight {
		return a.args[0]
	}
	return n.args[0]
}

func evalText(e *evaluation, n *node, args []vector) vector {
	a := args[0]
	t := n.args[0].typ
	format := ""
	if len(n.args) == 2 {
		format = n.args[1].str
	}
	if t == Text {
		return a
	}
	parts, _ := pieces(format)
	return e.makeTexts(args[:1], func(at []int) (string, bool) {
		x := a.nums[at[0]]
		switch {
		case t == Boolean && x == 1:
			return "TRUE", true
		case t == Boolean:
			return "FALSE", true
		case t == Number && format == "":
			return numberText(x), true
		case t == Number:
			return formatNumber(x, format), true
		}
		when := TimeText
		if t == Date {
			when = DateText
		}
		if format != "" {
			return formatTime(when(x), parts), true
		}
		return when(x), true
	})
}

func formatTime(time string, parts []piece) string {
	var out strings.Builder
	for _, p := range parts {
		out.WriteString(p.written(time))
	}
	return out.String()
}

// numberText writes a number as briefly as it can be read back.
func numberText(x float64) string {
	if a := math.Abs(x); a != 0 && (a < 1e-7 || a >= 1e21) {
		return strconv.FormatFloat(x, 'e', -1, 64)
	}
	return strconv.FormatFloat(x+0, 'f', -1, 64)
}

// formatNumber writes x in a numberFormat.
func formatNumber(x float64, format string) string {
	m := numberFormat.FindStringSubmatch(format)
	if m == nil {
		return ""
	}
	if m[4] != "" {
		x *= 100
	}
	places := len(m[3])
	x = round(x, float64(places), nearestDigit)
	s := strconv.FormatFloat(math.Abs(x), 'f', places, 64)
	if m[1] != "" {
		whole, decimals, _ := strings.Cut(s, ".")
		for at := len(whole) - 3; at > 0; at -= 3 {
			whole = whole[:at] + "," + whole[at:]
		}
		if s = whole; decimals != "" {
			s += "." + decimals
		}
	}
	if x < 0 {
		s = "-" + s
	}
	return s + m[4]
}

// readable is a number with a point before decimals.
var readable = regexp.MustCompile(`^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?$`)

// readNumber reads a number, NaN where the text is none.
func readNumber(s string) float64 {
	s = strings.Trim(s, " \t\u00a0")
	if len(s) > 400 || !readable.MatchString(s) {
		return null
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return null
	}
	return v + 0
}

// asText makes a text of any value, as TEXT without a format does.
func asText(a *node) *node {
	if a.typ == Text {
		return a
	}
	n := &node{start: a.start, end: a.end, op: opText, args: []*node{a}, bounds: a.bounds}
	n.limit, n.whole, n.negative = math.MaxFloat64, false, false
	_ = n.op.check(n) // of one argument it refuses nothing
	return fold(n)
}
