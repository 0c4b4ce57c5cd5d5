package watch

import (
	"slices"
	"strings"
)

// byArrival stops what is met but was not added, or not updated.
const byArrival gate = "arrived"

// arrivals narrows a rule that is triggered by records being added or updated to
// the instances to which that happened since the evaluation before.
type arrivals struct {
	ruling
	asking *asking
	event  *eventRule
}

// changing are the columns of an entitlement by which it counts as updated.
var changing = []string{"quantity", "assigned", "start_date", "end_date", "status", "auto_renew"}

// arriving returns r narrowed to what arrived, where its trigger asks for that.
// Conditions that compare with the evaluation before are about arrivals anyway.
func arriving(r ruling, a *asking) ruling {
	on := a.rule.Trigger.On
	if on != "added" && on != "updated" || a.rule.Condition.Kind.Compares() || a.rule.Condition.Kind == Stale {
		return r
	}
	of := *a
	of.open, of.whole = nil, false
	figures := a.metrics()
	of.rule.Query.Metrics, of.rule.Condition = nil, Condition{Kind: Appears}
	event := &eventRule{asking: &of}
	if on == "updated" {
		of.rule.Condition.Kind = Changes
		if a.rule.Condition.Kind.aboutEnds() {
			of.rule.Condition.Columns = changing
		} else {
			of.rule.Query.Metrics, event.figures = figures, true
		}
	}
	return &arrivals{ruling: r, asking: a, event: event}
}

func (r *arrivals) plan(qs *questions) {
	r.ruling.plan(qs)
	r.event.plan(qs)
}

func (r *arrivals) follow(qs *questions) {
	r.ruling.follow(qs)
	r.event.follow(qs)
}

func (r *arrivals) find() *findings {
	out, event := r.ruling.find(), r.event.find()
	if out.err != nil {
		return out
	}
	if out.err = event.err; out.err != nil {
		return out
	}
	arrived := map[string]bool{}
	for _, x := range event.all {
		if x.outcome.Finding == Met {
			arrived[x.instance] = true
		}
	}
	out.all = slices.DeleteFunc(out.all, func(x seen) bool {
		_, open := r.asking.open[x.instance]
		return x.outcome.Finding == Met && !open && !r.asking.whole && !arrived[r.plainName(x.instance)]
	})
	for i, x := range out.all {
		_, open := r.asking.open[x.instance]
		if x.outcome.Finding == Met && !open && !arrived[r.plainName(x.instance)] {
			out.all[i].finish(NotMet, Gone, byArrival, "not "+r.asking.rule.Trigger.On)
		}
	}
	return out
}

// plainName is the name of an instance without the end of its line, and as a rule
// has it that is none of the oldest templates.
func (r *arrivals) plainName(instance string) string {
	if r.asking.rule.Condition.Kind.aboutEnds() && slices.Contains(r.asking.rule.Per, perEntitlement) {
		if i := strings.LastIndex(instance, "@"); i >= 0 {
			return instance[:i]
		}
	}
	return instance
}
