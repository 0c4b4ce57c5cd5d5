package watch

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// figureRule judges a rule that compares a metric: threshold, change and trend.
type figureRule struct {
	*asking
	main  *part
	back  []*part // the figures of earlier periods, the latest first
	again []*part // open instances that the main answer leaves out
	any   *part   // whether anything is known at all
}

// keyed returns the question of the rule split by what tells its instances apart,
// limited to what the rule watches where that cannot be seen of an instance.
func (a *asking) keyed() metric.Query {
	q := a.question()
	q.Filter = allOf(q.Filter, a.scope.leftOut())
	q.Filter = allOf(q.Filter, a.scope.filter(a.identifies()))
	for _, d := range a.rule.dimensions() {
		q.By = append(q.By, metric.By{Dimension: d})
	}
	return q
}

// identifies reports whether an instance tells which account it is about.
func (a *asking) identifies() bool {
	return slices.Contains(a.rule.Per, perAccount) || slices.Contains(a.rule.Per, perEntitlement)
}

// metrics are what the condition compares and what the message may say.
func (a *asking) metrics() []string {
	names, _ := a.rule.figures()
	return names
}

func (r *figureRule) plan(qs *questions) {
	q := r.keyed()
	switch c := r.rule.Condition; {
	case c.Kind == Change && c.Against != Median:
		q.Compare = r.comparison(1)
		r.main = qs.want(q, r.at.today, &part{metrics: r.metrics(), having: r.bound(r.moved())})
	case c.Kind == Change:
		r.main = qs.want(q, r.at.today, &part{metrics: r.metrics()})
		r.backwards(qs, q, c.Over)
	case c.Kind == Trend:
		r.main = qs.want(q, r.at.today, &part{metrics: r.metrics()})
		r.backwards(qs, q, c.Over-1)
	default:
		r.main = qs.want(q, r.at.today, &part{metrics: r.metrics(), having: r.bound(r.level())})
	}
}

// backwards wants the figures of so many periods before.
func (r *figureRule) backwards(qs *questions, q metric.Query, periods int) {
	for i := range periods {
		q := q
		q.Compare = r.comparison(i + 1)
		r.back = append(r.back, qs.want(q, r.at.today, &part{metrics: r.compared()}))
	}
}

// compared are the metrics whose earlier figures matter.
func (r *figureRule) compared() []string {
	out := []string{r.rule.Condition.Metric}
	if b := r.rule.Condition.Base; b != nil {
		out = union(out, []string{b.Metric})
	}
	return out
}

// comparison is the state that the n-th figure before is of.
func (r *figureRule) comparison(n int) *metric.Compare {
	c := r.rule.Condition
	switch {
	case c.Against == LastYear:
		return &metric.Compare{Back: 1, Unit: "year"}
	case c.Kind == Change && c.Against == Previous:
		return &metric.Compare{Back: c.Over, Unit: c.Unit}
	default:
		return &metric.Compare{Back: n, Unit: c.Unit}
	}
}

// bound is f, or nothing where every instance is wanted.
func (r *figureRule) bound(f *metric.Filter) *metric.Filter {
	if r.whole {
		return nil
	}
	return f
}

// level keeps the instances that are met or between the two levels.
func (r *figureRule) level() *metric.Filter {
	c := r.rule.Condition
	limit, op := *c.Value, "ge"
	if c.Clear != nil {
		limit = *c.Clear
	}
	if !c.above() {
		op = "le"
	}
	first := metric.Filter{Metric: c.Metric, Op: op, Value: limit}
	if c.Fallback == "" {
		return &first
	}
	return &metric.Filter{Any: []metric.Filter{first, {All: []metric.Filter{
		{Metric: c.Metric, Op: "is_null"}, {Metric: c.Fallback, Op: op, Value: limit},
	}}}}
}

// moved keeps the instances whose figure moved far enough.
func (r *figureRule) moved() *metric.Filter {
	c := r.rule.Condition
	role := metric.Delta
	if c.Relative {
		role = metric.DeltaRate
	}
	name := c.Metric + metric.RoleDivider + role
	up, down := metric.Filter{Metric: name, Op: "ge", Value: c.By}, metric.Filter{Metric: name, Op: "le", Value: -c.By}
	switch c.Direction {
	case Up:
		return &up
	case Down:
		return &down
	default:
		return &metric.Filter{Any: []metric.Filter{up, down}}
	}
}

// follow asks for the open instances that the bound left out of the answer, and
// whether anything is known where nothing was answered.
func (r *figureRule) follow(qs *questions) {
	if r.main.having == nil || r.main.err != nil {
		return
	}
	if len(r.main.rows) == 0 {
		q := r.keyed()
		q.By = nil
		r.any = qs.want(q, r.at.today, &part{metrics: r.metrics()})
	}
	r.again = r.leftOut(qs, r.main, r.keyedAs(r.rule.Condition.Kind))
}

func (r *figureRule) keyedAs(kind Kind) metric.Query {
	q := r.keyed()
	if kind == Change {
		q.Compare = r.comparison(1)
	}
	return q
}

// leftOut wants the open instances that an answer does not have, without bound.
func (a *asking) leftOut(qs *questions, main *part, q metric.Query) []*part {
	answered := map[string]bool{}
	if len(a.open) > 0 {
		at := a.places(main)
		for _, row := range main.rows {
			answered[a.named.name(a.values(row, at))] = true
		}
	}
	missing := slices.DeleteFunc(slices.Sorted(maps.Keys(a.open)), func(i string) bool { return answered[i] || !a.named.owns(i) })
	if len(missing) == 0 {
		return nil
	}
	keys := map[string]bool{}
	for _, instance := range missing {
		key, ok := a.firstKey(instance)
		if !ok {
			return []*part{qs.want(q, a.at.today, &part{metrics: a.metrics()})}
		}
		keys[key] = true
	}
	var out []*part
	for some := range slices.Chunk(slices.Sorted(maps.Keys(keys)), chunked) {
		of := q
		of.Filter = allOf(q.Filter, among(a.rule.Per[0], some))
		out = append(out, qs.want(of, a.at.today, &part{metrics: a.metrics()}))
	}
	return out
}

// firstKey reads the first key of an instance where it is that of an account or
// an entitlement, by which a question finds it at once.
func (a *asking) firstKey(instance string) (string, bool) {
	if len(a.rule.Per) == 0 || a.rule.Per[0] != perAccount && a.rule.Per[0] != perEntitlement {
		return "", false
	}
	values, ok := a.named.values(instance)
	if !ok || values[0] == nil {
		return "", false
	}
	return *values[0], true
}

// values are those of Per in a row; at are their places.
func (a *asking) values(row []any, at []int) []any {
	out := make([]any, len(a.rule.Per))
	for i := range out {
		out[i] = cell(row, at[i])
	}
	return out
}

// places are those of dimensions in an answer: of Per, then of the subject.
func (a *asking) places(p *part) []int {
	names := append(slices.Clone(a.rule.Per), perAccount, "account_id", "account", perProduct, "sku", perEntitlement)
	out := make([]int, len(names))
	for i, n := range names {
		out[i] = p.column(n)
	}
	return out
}

// subjectOf reads what a row is about.
func (a *asking) subjectOf(row []any, at []int) subject {
	at = at[len(a.rule.Per):]
	c := func(i int) string { return text(cell(row, at[i])) }
	return subject{accountKey: c(0), accountID: c(1), account: c(2), product: c(3), sku: c(4), entitlement: c(5)}
}

// unmeasured is why nothing can be judged where what is compared has no value.
const unmeasured = "No value is known of what is compared."

func (r *figureRule) find() *findings {
	out := &findings{dataDay: r.main.dataDay()}
	if r.main.err != nil {
		out.err = fmt.Errorf("ask for %s: %w", r.rule.Condition.Metric, r.main.err)
		return out
	}
	earlier, err := r.earlier()
	if err != nil {
		out.err = err
		return out
	}
	known := false
	for i, p := range append([]*part{r.main}, r.again...) {
		if p.err != nil {
			out.err = fmt.Errorf("ask for %s: %w", r.rule.Condition.Metric, p.err)
			return out
		}
		known = r.gather(out, p, earlier, i > 0) || known
	}
	if !known && !r.knownAtAll() {
		out.blind = unmeasured
	}
	out.lost = func(instance string, _ Status) seen { return lostFigure(instance, r.rule.Condition.Metric) }
	return out
}

// lostFigure is an open instance that no answer has: nothing is known of it.
func lostFigure(instance, metric string) seen {
	return seen{instance: instance, metric: metric, stopped: byData, reason: "no data", outcome: Outcome{Finding: Empty, DataDay: portfolio.NoDay}}
}

// knownAtAll reports whether the metric has a value at all.
func (r *figureRule) knownAtAll() bool {
	if r.any == nil {
		return r.main.having != nil // a bound left everything out
	}
	c := r.rule.Condition
	places := []int{r.any.column(c.Metric), r.any.column(c.Fallback)}
	return r.any.err != nil || slices.ContainsFunc(r.any.rows, func(row []any) bool {
		return number(cell(row, places[0])) != nil || number(cell(row, places[1])) != nil
	})
}

// gather judges the rows of an answer and keeps those that a decision may be
// about. It reports whether a figure is known. Where others asked along, rows that
// are open only are kept of the second answers.
func (r *figureRule) gather(out *findings, p *part, earlier []map[string]history, again bool) bool {
	c := r.comparer(p)
	at := r.places(p)
	known := false
	for i, row := range p.rows {
		v := number(cell(row, c.metric))
		if v == nil {
			v = number(cell(row, c.fallback))
		}
		known = known || v != nil
		if !r.whole && len(r.open) == 0 && !c.mayMeet(row, v) {
			continue
		}
		values := r.values(row, at)
		instance := r.named.name(values)
		_, open := r.open[instance]
		if again && !open {
			continue
		}
		x := c.judge(row, v, instance, earlier)
		if x.outcome.Finding != Met && !open && !r.whole {
			continue
		}
		r.describe(&x, row, at, values)
		if r.inScope(&x); r.whole {
			x.parts = p.partsOf(i, x.metric)
		}
		if x.outcome.Finding == Met || open || r.whole {
			x.outcome.DataDay = out.dataDay
			out.all = append(out.all, x)
		}
	}
	return known
}

// describe says what an instance is about.
func (a *asking) describe(x *seen, row []any, at []int, values []any) {
	x.subject = a.subjectOf(row, at)
	x.keys = make(map[string]any, len(values)+2)
	for i, d := range a.rule.Per {
		x.keys[d] = values[i]
	}
	x.outcome.For, x.outcome.Mark = a.rule.Condition.For, a.at.mark
}

// inScope leaves out what the rule does not watch.
func (a *asking) inScope(x *seen) {
	if a.identifies() && !a.scope.covers(x.subject) {
		x.outcome.Finding, x.outcome.Resolution = NotMet, Unwatched
		x.stopped, x.reason = byWatch, string(Unwatched)
	}
}

// fraction writes a figure for the machine form of a reason: with four digits,
// and never without those of its whole part.
func fraction(v float64) string {
	if math.Abs(v) >= 1000 {
		return strconv.FormatFloat(math.Round(v), 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}
