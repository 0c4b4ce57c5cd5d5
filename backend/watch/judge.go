package watch

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
)

// judge decides over all instances of one rule, purely: by what was asked and by
// how the rule stands.
type judge struct {
	id       int64
	rule     Rule // in full
	named    naming
	at       point
	findings *findings
	words    Words
}

// err returns why what the rule asks for could not be had.
func (j *judge) err() error { return j.findings.err }

// verdict judges the rule against the facts. It is pure.
func (j *judge) verdict(s Standing) Verdict {
	f := j.findings
	switch {
	case s.Fault != nil:
		return Verdict{Health: Broken, Problem: problemOf(s.Fault)}
	case f.err != nil:
		return Verdict{Health: Broken, Problem: problemOf(f.err), Decisions: j.open(s, Outcome{Finding: Errored}, "the evaluation failed")}
	case f.blind != "" && !s.Undone:
		return Verdict{Health: Blind, Problem: f.blind, Decisions: j.open(s, Outcome{Finding: Empty}, "no data")}
	}
	v := Verdict{Health: Sound}
	for _, x := range f.all {
		if x.outcome.Finding == Met || unsettled(s.Statuses[x.instance]) {
			v.add(j.decide(s, x))
		}
	}
	for _, instance := range openInstances(s) {
		switch _, found := f.at[instance]; {
		case found:
		case j.named.owns(instance):
			v.add(j.decide(s, f.lost(instance, s.Statuses[instance])))
		default: // the rule tells its instances apart in another way now
			v.add(j.decide(s, seen{instance: instance, reason: string(Gone), outcome: Outcome{Resolution: Gone, DataDay: portfolio.NoDay}}))
		}
	}
	return v
}

// problemOf says to people why a rule cannot be judged, and what to do.
func problemOf(err error) string {
	f := fault.Of(err)
	return strings.TrimSpace(f.Message + " " + f.Hint)
}

// unsettled reports whether an episode goes on, or may begin.
func unsettled(s Status) bool { return s.Open || s.State == Pending || s.Held > 0 }

// open gives the same outcome to every open instance.
func (j *judge) open(s Standing, o Outcome, why string) []Decision {
	var v Verdict
	for _, instance := range openInstances(s) {
		v.add(j.decide(s, seen{instance: instance, outcome: o, reason: why}))
	}
	return v.Decisions
}

// openInstances lists the instances that are not settled, sorted.
func openInstances(s Standing) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.Statuses)), func(i string) bool { return i == RuleItself || !unsettled(s.Statuses[i]) })
}

// undone is an outcome after an import was taken back. What that took away did
// not fall: it is gone, and is not told again when it comes back.
func undone(o Outcome) Outcome {
	if o.Finding == Empty || o.Finding == NotMet && o.Resolution == BelowClear {
		o.Finding, o.Resolution = NotMet, Gone
	}
	return o
}

// decide returns the decision about one instance, nil where nothing changes.
func (j *judge) decide(s Standing, x seen) *Decision {
	before, known := s.Statuses[x.instance]
	if !known {
		before = Status{State: Normal, Told: portfolio.NoDay, DataDay: portfolio.NoDay}
	}
	if s.Undone && x.outcome.Finding != Met {
		if o := undone(x.outcome); o.Finding != x.outcome.Finding || o.Resolution != x.outcome.Resolution {
			x.outcome, x.reason = o, string(o.Resolution)
		}
	}
	after, step := before.Next(x.outcome, j.rule.RepeatDays, j.at.today, j.at.at)
	if step == Stay && after.equal(before) {
		return nil
	}
	d := &Decision{Instance: x.instance, From: before.State, Status: after, Step: step, Reason: x.reason}
	switch step {
	case Fire:
		d.Why, d.Notice = x.reason, j.notice(x)
	case Repeat:
		d.Why, d.Notice = x.reason, j.notice(x)
		d.Reason = j.again(x, before)
	case Resume:
		d.Reason = "returned"
	}
	return d
}

// again says why an episode that goes on is told once more.
func (j *judge) again(x seen, before Status) string {
	switch {
	case x.outcome.Happened:
		return x.reason
	case x.stage != nil && slices.ContainsFunc(x.outcome.Stages, func(s string) bool { return !toldStage(before.Memory, s) }):
		return fmt.Sprintf("stage %d", *x.stage)
	default:
		return fmt.Sprintf("repeated after %d days", j.rule.RepeatDays)
	}
}

func (j *judge) notice(x seen) Notice { return j.words.notice(j.rule, x, j.at.today) }

func (v *Verdict) add(d *Decision) {
	if d != nil {
		v.Decisions = append(v.Decisions, *d)
	}
}
