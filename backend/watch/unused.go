package watch

import (
	"fmt"
	"slices"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// unusedRule judges a rule about what was not used for a number of days. Levels
// must have been observed as zero; acts must have been recorded before, and the
// log must go on.
type unusedRule struct {
	figureRule
	daily  []*part // the days of the candidates
	recent *part   // acts of the days
	before *part   // acts before the days
	first  portfolio.Day
	last   portfolio.Day
}

// acts are the metrics that count recorded acts, of which a day without one has
// no row.
var acts = []string{"checkouts", "denials", "distinct_users", "unique_clients", "peak_concurrent"}

func (r *unusedRule) ofActs() bool { return slices.Contains(acts, r.rule.Condition.Metric) }

func (r *unusedRule) plan(qs *questions) {
	p := &part{metrics: r.metrics()}
	if !r.ofActs() {
		p.having = r.bound(&metric.Filter{Metric: r.rule.Condition.Metric, Op: "eq", Value: 0.0})
	}
	r.main = qs.want(r.keyed(), r.at.today, p)
}

func (r *unusedRule) follow(qs *questions) {
	if r.main.err != nil {
		return
	}
	r.figureRule.follow(qs)
	if r.last = r.dataDay(); r.last.IsZero() {
		return
	}
	r.first = r.last - portfolio.Day(r.rule.Condition.Days) + 1
	if r.ofActs() {
		r.recent = qs.want(r.dated("ge", r.first), r.at.today, &part{metrics: []string{r.rule.Condition.Metric}})
		r.before = qs.want(r.dated("lt", r.first), r.at.today, &part{metrics: []string{r.rule.Condition.Metric}})
		return
	}
	q := r.dated("ge", r.first)
	q.By = append(q.By, metric.By{Dimension: metric.DateName, Grain: "day"})
	wanted := &part{metrics: []string{r.rule.Condition.Metric}}
	keys, ok := r.candidates()
	if !ok {
		r.daily = append(r.daily, qs.want(q, r.at.today, wanted))
		return
	}
	for some := range slices.Chunk(keys, chunked) {
		of := q
		of.Filter = allOf(q.Filter, among(r.rule.Per[0], some))
		r.daily = append(r.daily, qs.want(of, r.at.today, &part{metrics: wanted.metrics}))
	}
}

// dataDay is the last day that the facts of the metric speak of.
func (r *unusedRule) dataDay() portfolio.Day {
	for _, dataset := range []portfolio.Dataset{portfolio.Usage, portfolio.FeatureUsage} {
		if day, err := portfolio.ParseDay(r.main.asOf[string(dataset)]); err == nil && (dataset == portfolio.FeatureUsage) == r.ofActs() {
			return day
		}
	}
	return r.main.dataDay()
}

// dated is the question of the rule about days before or from one.
func (r *unusedRule) dated(op string, day portfolio.Day) metric.Query {
	q := r.keyed()
	q.Filter = allOf(q.Filter, &metric.Filter{Dimension: metric.DateName, Op: op, Value: day.String()})
	return q
}

// candidates are the first keys of the instances whose figure is zero now; ok is
// false where they have none to ask by.
func (r *unusedRule) candidates() (keys []string, ok bool) {
	if len(r.rule.Per) == 0 || r.rule.Per[0] != perAccount && r.rule.Per[0] != perEntitlement {
		return nil, false
	}
	c, at := r.comparer(r.main), r.places(r.main)
	found := map[string]bool{}
	for _, row := range r.main.rows {
		if v := number(cell(row, c.metric)); v != nil && *v == 0 {
			if key := text(cell(row, at[0])); !found[key] {
				found[key] = true
				keys = append(keys, key)
			}
		}
	}
	return keys, true
}

// course is what the days of an instance show.
type course struct {
	used bool
	days []portfolio.Day
}

func (r *unusedRule) find() *findings {
	out := &findings{dataDay: r.main.dataDay()}
	parts := append([]*part{r.main, r.recent, r.before}, slices.Concat(r.again, r.daily)...)
	for _, p := range parts {
		if p != nil && p.err != nil {
			out.err = fmt.Errorf("ask for %s: %w", r.rule.Condition.Metric, p.err)
			return out
		}
	}
	verdict := r.levels()
	if r.ofActs() {
		verdict = r.recorded()
	}
	for i, p := range append([]*part{r.main}, r.again...) {
		r.judge(out, p, verdict, i > 0)
	}
	if len(r.main.rows) == 0 && !r.knownAtAll() {
		out.blind = unmeasured
	}
	out.lost = func(instance string, _ Status) seen { return lostFigure(instance, r.rule.Condition.Metric) }
	return out
}

// judge judges the rows of one answer.
func (r *unusedRule) judge(out *findings, p *part, verdict func(instance string, v *float64) Finding, again bool) {
	c, at := r.comparer(p), r.places(p)
	for _, row := range p.rows {
		values := r.values(row, at)
		instance := r.named.name(values)
		_, open := r.open[instance]
		if again && !open {
			continue
		}
		v := number(cell(row, c.metric))
		x := seen{instance: instance, metric: r.rule.Condition.Metric, value: v, limit: fmt.Sprint(r.rule.Condition.Days)}
		x.outcome.Value = v
		switch verdict(instance, v) {
		case Met:
			x.finish(Met, "", "", fmt.Sprintf("%s = 0 for %d days", x.metric, r.rule.Condition.Days))
		case Empty:
			x.noData()
		default:
			x.finish(NotMet, BelowClear, byCondition, string(BelowClear))
		}
		c.based(&x, number(cell(row, c.base)))
		c.also(&x, row)
		r.describe(&x, row, at, values)
		r.inScope(&x)
		if x.outcome.Finding == Met || open || r.whole {
			x.outcome.DataDay = out.dataDay
			out.all = append(out.all, x)
		}
	}
}

// levels judges by the levels that were observed.
func (r *unusedRule) levels() func(string, *float64) Finding {
	courses := map[string]*course{}
	for _, p := range r.daily {
		at, date, figure := r.places(p), p.column(metric.DateName), p.column(r.rule.Condition.Metric)
		for _, row := range p.rows {
			v := number(cell(row, figure))
			day, err := day(cell(row, date))
			if v == nil || err != nil {
				continue
			}
			instance := r.named.name(r.values(row, at))
			if courses[instance] == nil {
				courses[instance] = &course{}
			}
			courses[instance].used = courses[instance].used || *v != 0
			courses[instance].days = append(courses[instance].days, day)
		}
	}
	return func(instance string, v *float64) Finding {
		x := courses[instance]
		switch {
		case v == nil:
			return Empty
		case *v != 0 || x != nil && x.used:
			return NotMet
		case x == nil || !r.covered(x.days):
			return NotMet // zero, but not known for so long
		default:
			return Met
		}
	}
}

// longest is how many days one figure can stand for: a month.
const longest = 31

// covered reports whether figures of some days speak of the whole span. A figure
// stands for the days since the one before; the only one for a month.
func (r *unusedRule) covered(days []portfolio.Day) bool {
	slices.Sort(days)
	stands := portfolio.Day(0)
	for i := 1; i < len(days); i++ {
		stands = max(stands, days[i]-days[i-1])
	}
	if stands == 0 || stands > longest {
		stands = longest
	}
	return days[0] < r.first+stands
}

// recorded judges by acts: those that were recorded before the days and are not
// in them.
func (r *unusedRule) recorded() func(string, *float64) Finding {
	recent, before := r.acted(r.recent), r.acted(r.before)
	return func(instance string, v *float64) Finding {
		switch {
		case recent[instance]:
			return NotMet
		case !before[instance]:
			return Empty
		default:
			return Met
		}
	}
}

// acted are the instances of which something was recorded.
func (r *unusedRule) acted(p *part) map[string]bool {
	out := map[string]bool{}
	if p == nil {
		return out
	}
	at, figure := r.places(p), p.column(r.rule.Condition.Metric)
	for _, row := range p.rows {
		if v := number(cell(row, figure)); v != nil && *v != 0 {
			out[r.named.name(r.values(row, at))] = true
		}
	}
	return out
}
