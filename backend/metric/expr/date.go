package expr

import (
	"math"
	"strconv"
	"strings"
)

// opMidnight makes the beginning of its day of a date.
var opMidnight = &operation{
	sign: "midnight",
	sql:  template("($1 || ' 00:00:00.000')"),
	eval: func(e *evaluation, _ *node, args []vector) vector {
		return e.unary(args[0], func(day float64) float64 { return day * dayMilli })
	},
}

// opToday is the day the row is asked for.
var opToday = &operation{
	Function: Function{Name: "TODAY", Signature: "TODAY()", Words: "The day the figures are asked for.", Example: "DAYSBETWEEN(TODAY(), [end_date])"},
	rowwise:  true,
	check:    func(n *node) *Problem { n.typ = Date; return nil },
	sql:      func(w *writer, _ *node) string { return w.Today() },
	eval: func(e *evaluation, _ *node, _ []vector) vector {
		return vector{nums: []float64{e.frame.Today()}}
	},
}

var dateFunctions = []*operation{
	opToday,
	{
		Function: Function{Name: "NOW", Signature: "NOW()", Words: "Date and time of now.", Example: "HOUR(NOW())"},
		rowwise:  true,
		check:    func(n *node) *Problem { n.typ, n.now = Time, true; return nil },
		sql:      func(w *writer, _ *node) string { return w.Now() },
		eval: func(e *evaluation, _ *node, _ []vector) vector {
			return vector{nums: []float64{e.frame.Now()}}
		},
	},
	moved("DATEADD", "DATEADD(date, number, unit)", `A date later by a whole number of "Y", "M", "D", "H", "MI" or "S": years, months, days, hours, minutes or seconds. The last day of the month holds where the month is shorter.`, `DATEADD([end_date], 1, "M")`, 1),
	moved("DATESUBTRACT", "DATESUBTRACT(date, number, unit)", "A date earlier by a number of a unit, as of DATEADD.", `DATESUBTRACT([end_date], 90, "D")`, -1),
	{
		Function: Function{Name: "DATEDIF", Signature: "DATEDIF(from, to, unit)", Words: `Complete years "Y", complete months "M" or days "D" between two days, below 0 if to is before from.`, Example: `DATEDIF([start_date], [end_date], "M")`},
		least:    3, most: 3,
		check: func(n *node) *Problem {
			n.typ = Number
			n.limited(bounds{limit: 1e7, whole: true})
			if p := n.unitOf(2, "Y", "M", "D"); p != nil {
				return p
			}
			n.unit = unit{name: map[string]string{"Y": "years", "M": "months", "D": "days"}[n.args[2].str]}
			return n.civilDays(2)
		},
		sql: sqlDatedif,
		eval: func(e *evaluation, n *node, args []vector) vector {
			u := n.args[2].str
			return e.binary(args[0], args[1], func(from, to float64) float64 { return datedif(from, to, u) })
		},
	},
	{
		Function: Function{Name: "DAYSBETWEEN", Signature: "DAYSBETWEEN(from, to)", Words: "Days from one day to another, below 0 if to is before from.", Example: "DAYSBETWEEN(TODAY(), [end_date])"},
		least:    2, most: 2,
		check: func(n *node) *Problem {
			n.typ, n.unit = Number, unit{name: "days"}
			n.limited(bounds{limit: 1e7, whole: true})
			return n.civilDays(2)
		},
		sql: template("(julianday($2) - julianday($1))"),
		eval: func(e *evaluation, _ *node, args []vector) vector {
			return e.binary(args[0], args[1], func(from, to float64) float64 { return to - from })
		},
	},
	datePart("YEAR", "The year of a date.", 1, 4, func(day float64) float64 { y, _, _ := civil(int(day)); return float64(y) }),
	datePart("MONTH", "The month of a date, 1 to 12.", 6, 2, func(day float64) float64 { _, m, _ := civil(int(day)); return float64(m) }),
	datePart("DAY", "The day of the month of a date, 1 to 31.", 9, 2, func(day float64) float64 { _, _, d := civil(int(day)); return float64(d) }),
	{
		Function: Function{Name: "DAYOFWEEK", Signature: "DAYOFWEEK(date)", Words: "The day of the week, 1 for Sunday to 7 for Saturday.", Example: "DAYOFWEEK([end_date])"},
		least:    1, most: 1,
		check: func(n *node) *Problem {
			n.typ = Number
			n.limited(bounds{limit: 7, whole: true})
			return n.civilDays(1)
		},
		sql: template("(CAST(strftime('%w', $1) AS REAL) + 1.0)"),
		eval: func(e *evaluation, _ *node, args []vector) vector {
			return e.unary(args[0], func(day float64) float64 {
				return float64((int(day)-firstDay+1)%7) + 1 // 0001-01-01 was a Monday
			})
		},
	},
	timePart("HOUR", "The hour of a time, 0 to 23; 0 of a date.", 12, 2, 3_600_000, 24),
	timePart("MINUTE", "The minute of a time, 0 to 59.", 15, 2, 60_000, 60),
	timePart("SECOND", "The second of a time, 0 to 59.", 18, 2, 1000, 60),
	timePart("MILLISECOND", "The millisecond of a time, 0 to 999.", 21, 3, 1, 1000),
	{
		Function: Function{Name: "DATEVALUE", Signature: "DATEVALUE(text)", Words: "The day that a text is, YYYY-MM-DD or MM/DD/YYYY with or without a time behind; nothing where it is none.", Example: `DATEVALUE([custom.Go live])`},
		least:    1, most: 1,
		check: func(n *node) *Problem { n.typ = Date; return n.want(0, Text) },
		sql:   call("expr_datevalue"),
		eval: func(e *evaluation, _ *node, args []vector) vector {
			return e.makeNumbers(args, func(at []int) float64 { return readDay(args[0].texts[at[0]]) })
		},
	},
}

// readDay reads the day of a date, NaN where the text is none.
func readDay(s string) float64 {
	day, _, _, ok := readDate(strings.Trim(s, " \t\u00a0"))
	if !ok {
		return null
	}
	return day
}

// opDay is the day of a time.
var opDay = &operation{
	sign: "day",
	sql:  template("substr($1, 1, 10)"),
	eval: func(e *evaluation, _ *node, args []vector) vector { return e.unary(args[0], dayOf) },
}

// civilDays makes days of the first count arguments.
func (n *node) civilDays(count int) *Problem {
	for i := range count {
		if p := n.want(i, Date, Time); p != nil {
			return p
		}
		if a := n.args[i]; a.typ == Time {
			n.args[i] = fold(&node{start: a.start, end: a.end, op: opDay, typ: Date, args: []*node{a}, bounds: a.bounds})
		}
	}
	return nil
}

// unitOf checks that argument i is a literal of one of units.
func (n *node) unitOf(i int, units ...string) *Problem {
	a := n.args[i]
	quoted := `"` + strings.Join(units, `", "`) + `"`
	if a.literal && a.typ == Text {
		for _, u := range units {
			if strings.EqualFold(a.str, u) {
				n.args[i] = textNode(u, a.start, a.end)
				return nil
			}
		}
		hint := "Use one of " + quoted + "."
		if meant, ok := longUnits[strings.TrimSuffix(strings.ToLower(a.str), "s")]; ok && strings.Contains(quoted, `"`+meant+`"`) {
			hint = `Write "` + meant + `".`
		}
		return problem(a.start, a.end, n.op.Name+" has no unit "+strconv.Quote(a.str)+".", hint)
	}
	return problem(a.start, a.end, "The unit of "+n.op.Name+" must be a text in double quotes.", "Use one of "+quoted+".")
}

var longUnits = map[string]string{"year": "Y", "month": "M", "day": "D", "hour": "H", "minute": "MI", "min": "MI", "second": "S", "sec": "S"}

// datePart is a part of the day of a date.
func datePart(name, words string, from, length int, f func(day float64) float64) *operation {
	return &operation{
		Function: Function{Name: name, Signature: name + "(date)", Words: words, Example: name + "([end_date])"},
		least:    1, most: 1,
		check: func(n *node) *Problem {
			n.typ = Number
			n.limited(bounds{limit: 9999, whole: true})
			return n.civilDays(1)
		},
		sql: func(w *writer, n *node) string {
			return partSQL(w, n, from, length)
		},
		eval: func(e *evaluation, _ *node, args []vector) vector { return e.unary(args[0], f) },
	}
}

func partSQL(w *writer, n *node, from, length int) string {
	return "CAST(substr(" + w.clean(n.args[0]) + ", " + strconv.Itoa(from) + ", " + strconv.Itoa(length) + ") AS REAL)"
}

// timePart is a part of the time of day: milliseconds divided by per, up to
// below count.
func timePart(name, words string, from, length int, per, count int) *operation {
	return &operation{
		Function: Function{Name: name, Signature: name + "(time)", Words: words, Example: name + "(NOW())"},
		least:    1, most: 1,
		check: func(n *node) *Problem {
			n.typ = Number
			n.limited(bounds{limit: 999, whole: true})
			return n.want(0, Time)
		},
		sql: func(w *writer, n *node) string { return partSQL(w, n, from, length) },
		eval: func(e *evaluation, _ *node, args []vector) vector {
			return e.unary(args[0], func(milli float64) float64 {
				return float64(int(milli-dayOf(milli)*dayMilli) / per % count)
			})
		},
	}
}

// datedif returns the complete years Y or months M, or the days D, between two
// days.
func datedif(from, to float64, u string) float64 {
	if u == "D" {
		return to - from
	}
	y1, m1, d1 := civil(int(from))
	y2, m2, d2 := civil(int(to))
	months := (y2-y1)*12 + m2 - m1
	switch {
	case from <= to && d2 < d1:
		months--
	case from > to && d2 > d1:
		months++
	}
	if u == "Y" {
		months /= 12
	}
	return float64(months)
}

func sqlDatedif(w *writer, n *node) string {
	u := n.args[2].str
	if u == "D" {
		return template("(julianday($2) - julianday($1))")(w, n)
	}
	if !n.args[0].simple() || !n.args[1].simple() {
		return call("expr_datedif")(w, n)
	}
	months := "((((substr($2, 1, 4) - substr($1, 1, 4)) * 12) + (substr($2, 6, 2) - substr($1, 6, 2)))" +
		" - ((($1 <= $2) AND (substr($2, 9, 2) < substr($1, 9, 2))) - (($1 > $2) AND (substr($2, 9, 2) > substr($1, 9, 2)))))"
	if u == "Y" {
		months = "(" + months + " / 12)"
	}
	return fill("CAST("+months+" AS REAL)", w.cleanAll(n.args[:2]))
}

// spans are the units of DATEADD: SQLite's words, milliseconds, months.
var spans = map[string]struct {
	word   string
	milli  float64
	months float64
}{
	"Y": {"years", 0, 12}, "M": {"months", 0, 1}, "D": {"days", dayMilli, 0},
	"H": {"hours", 3_600_000, 0}, "MI": {"minutes", 60_000, 0}, "S": {"seconds", 1000, 0},
}

// moved adds a whole number of a unit to a date; direction is 1 or -1.
func moved(name, signature, words, example string, direction float64) *operation {
	return &operation{
		Function: Function{Name: name, Signature: signature, Words: words, Example: example},
		least:    3, most: 3,
		check: func(n *node) *Problem {
			if p := n.want(0, Date, Time); p != nil {
				return p
			}
			if p := n.want(1, Number); p != nil {
				return p
			}
			if p := n.unitOf(2, "Y", "M", "D", "H", "MI", "S"); p != nil {
				return p
			}
			if n.typ = n.args[0].typ; n.typ == Date && spans[n.args[2].str].milli < dayMilli && spans[n.args[2].str].months == 0 {
				n.typ = Time
			}
			if n.typ == Time {
				return n.want(0, Time)
			}
			return nil
		},
		sql: func(w *writer, n *node) string { return sqlMoved(w, n, direction) },
		eval: func(e *evaluation, n *node, args []vector) vector {
			span, timed := spans[n.args[2].str], n.typ == Time
			return e.binary(args[0], args[1], func(when, count float64) float64 {
				return shift(when, math.Trunc(count)*direction, span.milli, span.months, timed)
			})
		},
	}
}

// shift moves a date, or a time where timed, by count spans.
func shift(when, count, milli, months float64, timed bool) float64 {
	switch {
	case months != 0 && timed:
		day := dayOf(when)
		return addMonths(day, count*months)*dayMilli + (when - day*dayMilli)
	case months != 0:
		return addMonths(when, count*months)
	case timed:
		return inCalendar(when+float64(count*milli), dayMilli)
	}
	return inCalendar(when+count, 1)
}

// sqlMoved lets SQLite move the date. Where it can go before the year 1, whose
// days SQLite still knows, the result is compared with the beginning of it.
func sqlMoved(w *writer, n *node, direction float64) string {
	count, word := n.args[1].core(), spans[n.args[2].str].word
	when := w.clean(n.args[0])
	var modifier string
	back := true
	if count.literal && !count.missing {
		by := math.Trunc(count.num) * direction
		back = by < 0
		modifier = w.Arg(strconv.FormatFloat(max(-1e15, min(1e15, by)), 'f', 0, 64) + " " + word)
	} else {
		amount := w.clean(n.args[1])
		if direction < 0 {
			amount = "(0.0 - " + amount + ")"
		}
		modifier = "(CAST(" + amount + " AS INTEGER) || ' " + word + "')"
	}
	moved := when + ", " + modifier + ", 'floor'"
	if back {
		// 1721425.5 is the beginning of 0001-01-01; what is less becomes a moment
		// less than a millisecond before it.
		moved = "nullif(max(julianday(" + moved + "), 1721425.49999999), 1721425.49999999)"
	}
	if n.typ == Time {
		return "strftime('%Y-%m-%d %H:%M:%f', " + moved + ")"
	}
	return "date(" + moved + ")"
}
