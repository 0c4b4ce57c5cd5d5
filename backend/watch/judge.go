package watch

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
)

// judge decides over all instances of one rule.
type judge struct {
	rule  Stored
	facts facts
	today portfolio.Day
	at    time.Time
}

// verdict judges a rule against the facts. It is pure.
func (j judge) verdict(s Standing) Verdict {
	err := j.err()
	switch {
	case err != nil:
		return Verdict{Health: Broken, Problem: fault.Of(err).Error(), Decisions: j.open(s, Outcome{Finding: Errored}, "the evaluation failed")}
	case j.rule.Rule.Template == UsageOver:
		return j.usage(s)
	default:
		return j.ends(s)
	}
}

// err returns why what the rule asks for could not be had.
func (j judge) err() error {
	if j.rule.Rule.Template == UsageOver {
		return j.facts.gauges.err
	}
	return j.facts.lines.err
}

func (j judge) ends(s Standing) Verdict {
	e := endsJudge{rule: j.rule.Rule, covers: j.rule.Rule.Watch.covers(j.facts.watched), facts: j.facts.lines, today: j.today}
	if len(e.facts.all) == 0 && !s.Undone {
		return Verdict{Health: Blind, Problem: "There are no entitlements.", Decisions: j.open(s, Outcome{Finding: Empty}, "no data")}
	}
	v := Verdict{Health: Sound}
	met := map[string]bool{}
	for _, d := range e.due() {
		met[d.instance] = true
		o := Outcome{Finding: Met, Value: e.days(d.lines[0]), DataDay: portfolio.NoDay}
		for _, l := range d.lines {
			o.Lines = append(o.Lines, l.told())
		}
		why := fmt.Sprintf("days_to_end = %v ≤ %d", *o.Value, e.rule.Days)
		v.add(j.decide(s, d.instance, o, why, func() Notice {
			n := endsNotice(d.listed, j.today)
			if e.rule.PerAccount && len(d.lines) > 1 {
				n.Product, n.Entitlement = "", ""
			}
			return n
		}))
	}
	for _, instance := range openInstances(s) {
		if !met[instance] {
			o := e.lost(s.Statuses[instance])
			v.add(j.decide(s, instance, o, string(o.Resolution), nil))
		}
	}
	return v
}

func (j judge) usage(s Standing) Verdict {
	g, covers := j.facts.gauges, j.rule.Rule.Watch.covers(j.facts.watched)
	if !g.known && !s.Undone {
		return Verdict{Health: Blind, Problem: "There is no usage.", Decisions: j.open(s, Outcome{Finding: Empty}, "no data")}
	}
	v := Verdict{Health: Sound}
	for _, x := range g.all {
		instance := x.instance()
		before := s.Statuses[instance]
		o, why := j.over(x, covers(x.subject), s.Undone)
		o.DataDay = g.asOf
		if before.Open || o.Finding == Met {
			v.add(j.decide(s, instance, o, why, func() Notice { return usageNotice(x, j.rule.Rule) }))
		}
	}
	for _, instance := range openInstances(s) {
		if _, there := g.byInstance[instance]; there {
			continue
		}
		o := Outcome{Finding: Empty}
		if s.Undone {
			o = Outcome{Finding: NotMet, Resolution: Gone}
		}
		v.add(j.decide(s, instance, o, whyNot(o), nil))
	}
	return v
}

// over compares a gauge with the two levels. What an undo took away did not
// fall: it is gone, and is not told again when it comes back.
func (j judge) over(g gauge, covered, undone bool) (Outcome, string) {
	r := j.rule.Rule
	o := Outcome{Finding: Held, Value: g.value}
	switch {
	case !covered:
		o.Finding, o.Resolution = NotMet, Unwatched
	case g.value == nil && !undone:
		o.Finding = Empty
	case g.value == nil:
		o.Finding, o.Resolution = NotMet, Gone
	case *g.value > r.Threshold:
		o.Finding = Met
		return o, fmt.Sprintf("%s = %s > %s", g.metric, fraction(*g.value), fraction(r.Threshold))
	case *g.value <= r.Clear && undone:
		o.Finding, o.Resolution = NotMet, Gone
	case *g.value <= r.Clear:
		o.Finding, o.Resolution = NotMet, BelowClear
	}
	return o, whyNot(o)
}

func fraction(v float64) string { return strconv.FormatFloat(v, 'g', 4, 64) }

func whyNot(o Outcome) string {
	if o.Finding == Empty {
		return "no data"
	}
	return string(o.Resolution)
}

// open gives the same outcome to every open instance.
func (j judge) open(s Standing, o Outcome, why string) []Decision {
	var v Verdict
	for _, instance := range openInstances(s) {
		v.add(j.decide(s, instance, o, why, nil))
	}
	return v.Decisions
}

// openInstances lists the instances whose episode goes on, sorted.
func openInstances(s Standing) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.Statuses)), func(i string) bool { return !s.Statuses[i].Open })
}

// decide returns the decision about one instance, nil where nothing changes.
func (j judge) decide(s Standing, instance string, o Outcome, why string, notice func() Notice) *Decision {
	before, known := s.Statuses[instance]
	if !known {
		before = Status{State: Normal, Told: portfolio.NoDay, DataDay: portfolio.NoDay}
	}
	after, step := before.Next(o, j.rule.Rule.RepeatDays, j.today, j.at)
	if step == Stay && after.equal(before) {
		return nil
	}
	d := &Decision{Instance: instance, From: before.State, Status: after, Step: step, Reason: why}
	switch step {
	case Fire:
		d.Why, d.Notice = why, notice()
	case Repeat:
		d.Why, d.Notice = why, notice()
		d.Reason = fmt.Sprintf("repeated after %d days", j.rule.Rule.RepeatDays)
	case Resume:
		d.Reason = "returned"
	}
	return d
}

func (v *Verdict) add(d *Decision) {
	if d != nil {
		v.Decisions = append(v.Decisions, *d)
	}
}
