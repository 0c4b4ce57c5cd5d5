package expr

import (
	"math"

	"headroom/backend/actby"
	"headroom/backend/portfolio"
)

// actFunctions are the last day to act and what happens without: of an end, terms,
// a start, the day a source tells, whether it renews by itself, the country of the
// account and the day asked for. What is missing of these is not known; without an
// end, or with one that is missing, all else decides.
var actFunctions = []*operation{
	{
		Function: Function{
			Name: "ACTBY", Signature: "ACTBY(end, terms, start, told, renews, country, today)",
			Words:   `The last day on which the outcome of an end can still be changed, under terms such as "notice 3 months, calendar DE". The parts are notice, order and window with a time, told window, and calendar with a country, weekdays or account. All but the end and the terms may be left out; what is missing is not known.`,
			Example: `ACTBY([end_date], "notice 3 months")`,
		},
		least: 2, most: 7,
		check: func(n *node) *Problem { n.typ = Date; return n.lineToActOn() },
		sql:   call("expr_actby"),
		eval: func(e *evaluation, _ *node, args []vector) vector {
			out := make([]float64, e.rows(args...))
			answers(args, len(out), func(i int, a actby.Answer) {
				if out[i] = null; !a.Day.IsZero() {
					out[i] = inCalendar(float64(a.Day), 1)
				}
			})
			return vector{nums: out, own: true}
		},
	},
	{
		Function: Function{
			Name: "IFNOTHING", Signature: "IFNOTHING(end, terms, start, told, renews, country, today)",
			Words:   `What happens when nobody acts until the last day, of the same as ACTBY: "loss" where it ends, "lock-in" where it goes on by itself or the window to cancel it closes; nothing where nobody says whether it renews.`,
			Example: `IFNOTHING([end_date], "", [start_date], NULL, [trial])`,
		},
		least: 2, most: 7,
		check: func(n *node) *Problem {
			n.typ, n.length = Text, max(len(actby.Loss), len(actby.LockIn))
			return n.lineToActOn()
		},
		sql: call("expr_ifnothing"),
		eval: func(e *evaluation, _ *node, args []vector) vector {
			rows := e.rows(args...)
			out := vector{texts: make([]string, rows), missing: make([]bool, rows), own: true}
			answers(args, rows, func(i int, a actby.Answer) { out.texts[i], out.missing[i] = a.Nothing, a.Nothing == "" })
			return out
		},
	},
}

// lineToActOn checks the arguments of actFunctions.
func (n *node) lineToActOn() *Problem {
	for i, want := range [...][]Type{{Date, Time}, {Text}, {Date, Time}, {Date, Time}, {Boolean}, {Text}, {Date, Time}} {
		if i >= len(n.args) {
			return nil
		}
		if p := n.want(i, want...); p != nil {
			return p
		}
		if a := n.args[i]; a.typ == Time {
			n.args[i] = fold(&node{start: a.start, end: a.end, op: opDay, typ: Date, args: []*node{a}, bounds: a.bounds})
		}
	}
	return nil
}

// acting are the arguments of actFunctions, of one row after the other.
type acting struct {
	args  []vector
	text  string // of the terms read last
	terms actby.Terms
}

// answers answers for every row.
func answers(args []vector, rows int, take func(i int, a actby.Answer)) {
	x := acting{args: args}
	for i := range rows {
		if text := x.words(1, i); text != x.text {
			x.text, x.terms = text, actby.Read(text)
		}
		renews := actby.NotStated
		if v := x.number(4, i); v == v {
			renews = renewal(v == 1)
		}
		take(i, x.terms.Last(actby.Line{
			End: x.day(0, i), Start: x.day(2, i), Told: x.day(3, i), Renews: renews, Country: x.words(5, i), Today: x.day(6, i),
		}))
	}
}

func renewal(byItself bool) actby.Renewal {
	if byItself {
		return actby.ByItself
	}
	return actby.ByHand
}

func (x *acting) number(arg, row int) float64 {
	if arg >= len(x.args) || x.args[arg].texts != nil {
		return null
	}
	return x.args[arg].nums[row*x.args[arg].step()]
}

func (x *acting) day(arg, row int) portfolio.Day {
	v := x.number(arg, row)
	if v != v {
		return portfolio.NoDay
	}
	return portfolio.Day(v)
}

func (x *acting) words(arg, row int) string {
	if arg >= len(x.args) || x.args[arg].texts == nil {
		return ""
	}
	at := row * x.args[arg].step()
	if x.args[arg].lacks(at) {
		return ""
	}
	return x.args[arg].texts[at]
}

// sqlAnswer is the answer for a row of SQL; the arguments are in the forms of
// Renderer.Column.
func sqlAnswer(args []any) actby.Answer {
	text := func(i int) string {
		if i >= len(args) {
			return ""
		}
		s, _ := args[i].(string)
		return s
	}
	day := func(i int) portfolio.Day {
		return civilDay(text(i))
	}
	l := actby.Line{End: day(0), Start: day(2), Told: day(3), Country: text(5), Today: day(6)}
	if len(args) > 4 {
		switch v := args[4].(type) {
		case int64:
			l.Renews = renewal(v == 1)
		case float64:
			l.Renews = renewal(v == 1)
		}
	}
	return actby.Read(text(1)).Last(l)
}

// civilDay reads a day as Renderer.Column gives it, NoDay where there is none.
func civilDay(s string) portfolio.Day {
	if len(s) != len("YYYY-MM-DD") {
		return portfolio.NoDay
	}
	part := func(from, to int) (n int) {
		for _, c := range []byte(s[from:to]) {
			n = 10*n + int(c-'0')
		}
		return n
	}
	return portfolio.Day(daysOf(part(0, 4), part(5, 7), part(8, 10)))
}

func sqlActBy(args ...any) any {
	a := sqlAnswer(args)
	if a.Day.IsZero() || math.IsNaN(inCalendar(float64(a.Day), 1)) {
		return nil
	}
	return DateText(float64(a.Day))
}

func sqlIfNothing(args ...any) any {
	if a := sqlAnswer(args); a.Nothing != "" {
		return a.Nothing
	}
	return nil
}
