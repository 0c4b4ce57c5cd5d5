package watch

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// presence is the metric whose rows say that something is there. Accounts
// themselves are not kept as they were, so that one is there when it has
// something.
var presence = map[metric.Relation]string{
	metric.Accounts: "entitlements_any_state", metric.Entitlements: "entitlements_any_state", metric.EveryEntitlement: "entitlements_any_state",
	metric.Usage: "active_users", metric.FeatureUsage: "checkouts", metric.Support: "support_requests", metric.Charges: "charges",
	metric.Deployment: "snapshot_licenses_sold", metric.Renewals: "entitlements_due", metric.Imports: "imports", metric.Health: "account_health",
}

// present are the metrics by which an instance is there.
func (a *asking) present() []string {
	if names := a.metrics(); len(a.rule.Query.Metrics) > 0 {
		return names
	}
	name := presence[a.rule.relation()]
	if name == "" {
		name = presence[metric.Accounts]
	}
	return union([]string{name}, a.metrics())
}

// earlierBy wants an answer as the evaluation before had it.
func (a *asking) earlierBy(qs *questions, q metric.Query, p *part) *part {
	q.KnownAt = a.before.Import
	return qs.want(q, a.before.Day, p)
}

// baseline reports whether there is nothing to compare with: the first evaluation
// tells of nothing, else everything there is would have happened.
func (a *asking) baseline() bool { return a.before == nil || a.before.Import == 0 }

// event makes what is seen of something that happened.
func (a *asking) event(instance string, row []any, at []int, values []any) seen {
	x := seen{instance: instance}
	a.describe(&x, row, at, values)
	x.outcome.Happened, x.outcome.For = true, 0
	return x
}

// keep keeps what a decision may be about.
func (a *asking) keep(out *findings, x seen) {
	_, open := a.open[x.instance]
	a.inScope(&x)
	if x.outcome.Finding == Met || open || a.whole {
		x.outcome.DataDay = out.dataDay
		out.all = append(out.all, x)
	}
}

// eventRule judges a rule about what appears, disappears or changes. Where its
// instances are accounts or entitlements, of which there may be a million, what
// goes with them is asked only of those that something happened to.
type eventRule struct {
	*asking
	now, then *part
	described []*part
	figures   bool // a change of a metric is one, too
}

// staged reports whether what goes with an instance is asked afterwards.
func (r *eventRule) staged() bool {
	return len(r.rule.Per) > 0 && (r.rule.Per[0] == perAccount || r.rule.Per[0] == perEntitlement)
}

func (r *eventRule) plan(qs *questions) {
	q := r.keyed()
	if r.staged() {
		q.By = q.By[:len(r.rule.Per)]
	}
	for _, c := range r.rule.Condition.Columns {
		if !slices.ContainsFunc(q.By, func(b metric.By) bool { return b.Dimension == c }) {
			q.By = append(q.By, metric.By{Dimension: c})
		}
	}
	r.now = qs.want(q, r.at.today, &part{metrics: r.present()})
	if !r.baseline() {
		r.then = r.earlierBy(qs, q, &part{metrics: r.present()})
	}
}

func (r *eventRule) follow(qs *questions) {
	if !r.staged() || r.now.err != nil || r.then != nil && r.then.err != nil {
		return
	}
	now, then := r.both()
	these, those, p := r.sides(now, then)
	if p == nil {
		return
	}
	at := r.places(p)
	keys := map[string]bool{}
	for _, row := range p.rows {
		values := r.values(row, at)
		instance := r.named.name(values)
		if r.minds(instance, these, those) {
			keys[text(values[0])] = true
		}
	}
	for some := range slices.Chunk(slices.Sorted(maps.Keys(keys)), chunked) {
		q := r.keyed()
		q.Filter = allOf(q.Filter, among(r.rule.Per[0], some))
		wanted := &part{metrics: r.present()[:1]}
		if p == r.now {
			r.described = append(r.described, qs.want(q, r.at.today, wanted))
		} else {
			r.described = append(r.described, r.earlierBy(qs, q, wanted))
		}
	}
}

// both are the states of now and of before; without one of before nothing has
// happened since.
func (r *eventRule) both() (now, then map[string]state) {
	now = r.states(r.now)
	if r.then == nil {
		return now, now
	}
	return now, r.states(r.then)
}

// sides are the state in which an instance is looked for, the one it is compared
// with, and the answer that tells of the first.
func (r *eventRule) sides(now, then map[string]state) (these, those map[string]state, p *part) {
	if r.rule.Condition.Kind == Disappears {
		if r.wanting() {
			return nil, nil, nil
		}
		return then, now, r.then
	}
	return now, then, r.now
}

// minds reports whether a decision may be about an instance.
func (r *eventRule) minds(instance string, these, those map[string]state) bool {
	_, open := r.open[instance]
	return open || r.whole || r.happened(instance, these, those)
}

// happened reports whether something happened to an instance of these.
func (r *eventRule) happened(instance string, these, those map[string]state) bool {
	other, there := those[instance]
	if r.rule.Condition.Kind == Changes {
		return there && these[instance].columns != other.columns
	}
	return !there
}

// state is what an answer says of an instance.
type state struct {
	row     []any
	columns string
	base    *float64
}

// states reads an answer by instance. Rows of one instance are joined.
func (r *eventRule) states(p *part) map[string]state {
	key := fmt.Sprintf("states %v %v %t %v", r.rule.Per, r.rule.Condition.Columns, r.figures, p.metrics)
	return once(p, key, func() map[string]state {
		at := r.places(p)
		var columns []int
		compared := r.rule.Condition.Columns
		if r.figures {
			compared = slices.Concat(compared, p.metrics)
		}
		for _, c := range compared {
			columns = append(columns, p.column(c))
		}
		base := -1
		if r.rule.Condition.Base != nil {
			base = p.column(r.rule.Condition.Base.Metric)
		}
		out := make(map[string]state, len(p.rows))
		for _, row := range p.rows {
			if v := number(cell(row, p.column(p.metrics[0]))); v != nil && *v == 0 && strings.HasPrefix(p.metrics[0], "entitlements") {
				continue // a count of nothing: it is not there
			}
			name := r.named.name(r.values(row, at))
			s := state{row: row, base: number(cell(row, base))}
			var parts []string
			for _, c := range columns {
				parts = append(parts, shown(cell(row, c)))
			}
			s.columns = strings.Join(parts, ", ")
			if before, ok := out[name]; ok && before.columns != s.columns {
				list := union(strings.Split(before.columns, "; "), []string{s.columns})
				slices.Sort(list)
				s.columns = strings.Join(list, "; ")
			}
			out[name] = s
		}
		return out
	})
}

func shown(v any) string {
	switch x := v.(type) {
	case nil:
		return "–"
	case string:
		return x
	default:
		return whole(*number(x))
	}
}

func (r *eventRule) find() *findings {
	out := &findings{dataDay: r.now.dataDay()}
	for _, p := range append([]*part{r.now, r.then}, r.described...) {
		if p != nil && p.err != nil {
			out.err = fmt.Errorf("ask for %s: %w", r.now.metrics[0], p.err)
			return out
		}
	}
	now, then := r.both()
	if len(now) == 0 {
		out.blind = "There is nothing of this kind."
	}
	out.lost = func(instance string, _ Status) seen { return r.ended(instance, now) }
	if these, those, p := r.sides(now, then); p != nil {
		r.compare(out, these, those, p)
	}
	return out
}

// subjects are what the instances are about that something happened to.
func (r *eventRule) subjects() map[string]subject {
	out := map[string]subject{}
	for _, p := range r.described {
		at := r.places(p)
		for _, row := range p.rows {
			out[r.named.name(r.values(row, at))] = r.subjectOf(row, at)
		}
	}
	return out
}

// wanting reports whether the facts of now are no newer than those of before:
// what is not there then is missing for want of data.
func (r *eventRule) wanting() bool {
	return r.then == nil || len(r.now.rows) == 0 || r.now.dataDay() <= r.then.dataDay() && r.now.dataDay() < r.at.today && r.before.Day != r.at.today
}

// compare keeps what is in one state and not, or otherwise, in the other.
func (r *eventRule) compare(out *findings, these, those map[string]state, p *part) {
	at, subjects := r.places(p), r.subjects()
	for _, row := range p.rows {
		values := r.values(row, at)
		instance := r.named.name(values)
		this, ok := these[instance]
		if !ok || &this.row[0] != &row[0] || !r.minds(instance, these, those) {
			continue // the last row of an instance stands for it
		}
		x := r.event(instance, row, at, values)
		if about, ok := subjects[instance]; ok {
			x.subject = about
		}
		x.metric = string(r.rule.Condition.Kind)
		if r.rule.Condition.Kind == Changes {
			x.from, x.to = those[instance].columns, this.columns
		}
		switch happened := r.happened(instance, these, those); {
		case happened && r.tooSmall(this):
			x.finish(Held, "", byBase, "")
		case happened && r.rule.Condition.Kind == Changes:
			x.finish(Met, "", "", fmt.Sprintf("%s: %s → %s", strings.Join(r.rule.Condition.Columns, ", "), x.from, x.to))
		case happened:
			x.finish(Met, "", "", string(r.rule.Condition.Kind))
		case r.rule.Condition.Kind == Disappears:
			x.finish(NotMet, Gone, byCondition, "is there")
		default:
			x.finish(Held, "", byCondition, "")
		}
		r.keep(out, x)
	}
}

func (r *eventRule) tooSmall(s state) bool {
	b := r.rule.Condition.Base
	return b != nil && (s.base == nil || *s.base < b.AtLeast)
}

// ended says what became of an open instance that no answer has. What disappeared
// goes on while it is away; what appeared or changed ends when it is gone.
func (r *eventRule) ended(instance string, now map[string]state) seen {
	x := seen{instance: instance, metric: string(r.rule.Condition.Kind), stopped: byCondition}
	_, there := now[instance]
	switch {
	case r.rule.Condition.Kind == Disappears && !there:
		x.outcome = Outcome{Finding: Held, DataDay: portfolio.NoDay}
	case r.rule.Condition.Kind == Disappears || len(now) > 0:
		x.outcome = Outcome{Finding: NotMet, Resolution: Gone, DataDay: portfolio.NoDay}
		x.reason = string(Gone)
	default:
		x.outcome = Outcome{Finding: Empty, DataDay: portfolio.NoDay}
		x.reason = "no data"
	}
	return x
}
