package watch

import (
	"fmt"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// crossRule judges a rule about a figure that goes from one band to another.
type crossRule struct {
	*asking
	now, then *part
}

func (r *crossRule) plan(qs *questions) {
	q := r.keyed()
	r.now = qs.want(q, r.at.today, &part{metrics: r.metrics()})
	if !r.baseline() {
		r.then = r.earlierBy(qs, q, &part{metrics: r.metrics()})
	}
}

func (r *crossRule) follow(*questions) {}

// band is how many levels v is at or above.
func (r *crossRule) band(v float64) int {
	n := 0
	for _, b := range r.rule.Condition.Bands {
		if v >= b {
			n++
		}
	}
	return n
}

// bandName says between which levels a band is.
func (r *crossRule) bandName(n int) string {
	bands := r.rule.Condition.Bands
	switch {
	case n == 0:
		return "< " + fraction(bands[0])
	case n == len(bands):
		return "≥ " + fraction(bands[n-1])
	default:
		return fraction(bands[n-1]) + "–" + fraction(bands[n])
	}
}

func (r *crossRule) find() *findings {
	out := &findings{dataDay: r.now.dataDay()}
	name := r.rule.Condition.Metric
	if r.now.err != nil {
		out.err = fmt.Errorf("ask for %s: %w", name, r.now.err)
		return out
	}
	before := map[string]*float64{}
	if r.then != nil {
		if r.then.err != nil {
			out.err = fmt.Errorf("ask for %s as it was: %w", name, r.then.err)
			return out
		}
		before = r.figuresOf(r.then)
	}
	c := (&figureRule{asking: r.asking}).comparer(r.now)
	at := r.places(r.now)
	known := false
	for _, row := range r.now.rows {
		v := number(cell(row, c.metric))
		known = known || v != nil
		values := r.values(row, at)
		instance := r.named.name(values)
		x := r.event(instance, row, at, values)
		x.metric, x.value, x.outcome.Value, x.before = name, v, v, before[instance]
		r.cross(&x)
		if x.outcome.Finding == Met {
			c.based(&x, number(cell(row, c.base)))
			c.also(&x, row)
		}
		r.keep(out, x)
	}
	if !known {
		out.blind = unmeasured
	}
	out.lost = func(instance string, _ Status) seen { return lostFigure(instance, name) }
	return out
}

// figuresOf reads the figures of an answer by instance.
func (r *crossRule) figuresOf(p *part) map[string]*float64 {
	return once(p, fmt.Sprintf("figures %s %v", r.rule.Condition.Metric, r.rule.Per), func() map[string]*float64 {
		at, figure := r.places(p), p.column(r.rule.Condition.Metric)
		out := make(map[string]*float64, len(p.rows))
		for _, row := range p.rows {
			out[r.named.name(r.values(row, at))] = number(cell(row, figure))
		}
		return out
	})
}

// cross compares the bands of now and before.
func (r *crossRule) cross(x *seen) {
	if x.value == nil {
		x.noData()
		return
	}
	now := r.band(*x.value)
	x.to = r.bandName(now)
	if x.before == nil {
		x.finish(Held, "", byCondition, "")
		return
	}
	then := r.band(*x.before)
	x.from = r.bandName(then)
	direction := r.rule.Condition.Direction
	switch wanted := direction == "" || direction == Either || (now > then) == (direction == Up); {
	case now == then:
		x.finish(Held, "", byCondition, "")
	case wanted:
		x.finish(Met, "", "", fmt.Sprintf("%s: %s → %s (%s → %s)", x.metric, x.from, x.to, fraction(*x.before), fraction(*x.value)))
	default:
		x.finish(NotMet, BelowClear, byCondition, string(BelowClear))
	}
}

// segmentRule judges a rule about what enters or leaves a segment.
type segmentRule struct {
	*asking
	segment                      Segment
	now, then, members, formerly *part
}

func (r *segmentRule) plan(qs *questions) {
	q := r.keyed()
	name := presence[metric.EveryEntitlement]
	r.now = qs.want(q, r.at.today, &part{metrics: []string{name}})
	r.members = membership(qs, r.segment, r.at.today, 0)
	if !r.baseline() {
		r.then = r.earlierBy(qs, q, &part{metrics: []string{name}})
		r.formerly = membership(qs, r.segment, r.before.Day, r.before.Import)
	}
}

func (r *segmentRule) follow(*questions) {}

func (r *segmentRule) find() *findings {
	out := &findings{dataDay: r.now.dataDay()}
	for _, p := range []*part{r.now, r.then, r.members, r.formerly} {
		if p != nil && p.err != nil {
			out.err = fmt.Errorf("ask for segment %s: %w", r.segment.Name, p.err)
			return out
		}
	}
	inside, formerly, was := keysOf(r.members), keysOf(r.members), map[string]bool{}
	at := r.places(r.now)
	if r.then != nil {
		formerly = keysOf(r.formerly)
		there := r.places(r.then)
		for _, row := range r.then.rows {
			was[text(cell(row, there[0]))] = true
		}
	}
	enters := r.rule.Condition.Kind == Enters
	for _, row := range r.now.rows {
		values := r.values(row, at)
		key := text(values[0])
		x := r.event(r.named.name(values), row, at, values)
		x.metric, x.from, x.to = string(r.rule.Condition.Kind), r.segment.Title, r.segment.Title
		switch is, had := inside[key], formerly[key]; {
		case was[key] && is != had && is == enters:
			x.finish(Met, "", "", fmt.Sprintf("%s %s", r.rule.Condition.Kind, r.segment.Name))
		case is != enters:
			x.finish(NotMet, BelowClear, byCondition, string(BelowClear))
		default:
			x.finish(Held, "", byCondition, "")
		}
		r.keep(out, x)
	}
	if len(r.now.rows) == 0 {
		out.blind = "There is nothing of this kind."
	}
	out.lost = func(instance string, _ Status) seen {
		return seen{instance: instance, metric: string(r.rule.Condition.Kind), stopped: byData, reason: string(Gone), outcome: Outcome{Finding: NotMet, Resolution: Gone, DataDay: r.now.dataDay()}}
	}
	return out
}

// staleRule judges a rule about sources whose next file does not come.
type staleRule struct {
	*asking
	main *part
}

const (
	daysSinceData = "days_since_data"
	sourcesLate   = "sources_late"
)

func (r *staleRule) plan(qs *questions) {
	if len(r.rule.Per) == 0 {
		r.rule.Per = []string{"source"}
		r.named = naming{r.rule}
	}
	q := r.question() // sources are of everybody, whatever the rule watches
	for _, d := range r.rule.Per {
		q.By = append(q.By, metric.By{Dimension: d})
	}
	r.main = qs.want(q, r.at.today, &part{metrics: union([]string{daysSinceData, sourcesLate}, r.metrics())})
}

func (r *staleRule) follow(*questions) {}

func (r *staleRule) find() *findings {
	out := &findings{dataDay: portfolio.NoDay}
	if r.main.err != nil {
		out.err = fmt.Errorf("ask for imports: %w", r.main.err)
		return out
	}
	at, age, late := r.places(r.main), r.main.column(daysSinceData), r.main.column(sourcesLate)
	for _, row := range r.main.rows {
		values := r.values(row, at)
		x := seen{instance: r.named.name(values), metric: daysSinceData, value: number(cell(row, age))}
		r.describe(&x, row, at, values)
		x.outcome.Value = x.value
		lates := number(cell(row, late))
		days := r.rule.Condition.Days
		switch {
		case x.value == nil:
			x.noData()
		case days > 0 && *x.value > float64(days):
			x.limit = fmt.Sprint(days)
			x.finish(Met, "", "", fmt.Sprintf("%s = %v > %d", daysSinceData, *x.value, days))
		case days == 0 && lates != nil && *lates > 0:
			x.finish(Met, "", "", "later than its rhythm")
		default:
			x.finish(NotMet, BelowClear, byCondition, "arrived")
		}
		r.keep(out, x)
	}
	out.lost = func(instance string, _ Status) seen { return lostFigure(instance, daysSinceData) }
	if len(r.main.rows) == 0 {
		out.blind = "Nothing was imported."
	}
	return out
}
