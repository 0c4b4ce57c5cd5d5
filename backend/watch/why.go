package watch

import (
	"context"
	"slices"
	"strings"
	"time"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// Why says why an instance of a rule that is kept fired, or why it did not: every
// step from the facts to the person, up to the one that stopped it. log holds
// what is written down about the instance, newest first.
func (t Trial) Why(ctx context.Context, l Listed, instance string, statuses map[string]Status, log []Activity, today portfolio.Day) (Explanation, error) {
	status, kept := statuses[instance]
	w := why{Explanation: Explanation{Rule: l.ID, Instance: instance, Told: status.Open && status.Episode > 0}}
	w.kept(l)
	if instance == RuleItself {
		if kept && status.Episode > 0 {
			w.told(status, log)
		}
		return w.Explanation, nil
	}
	x, err := t.sought(ctx, l, instance, statuses, today, &w)
	switch {
	case err != nil && fault.Of(err).Code == fault.Cancelled:
		return w.Explanation, err
	case err != nil:
		w.add("has_data", false, map[string]any{"error": fault.Of(err).Message})
	case x != nil:
		w.passed(l.Rule.Full(), *x)
		w.held(l.Rule.Full(), *x, status)
	}
	met := x != nil && x.outcome.Finding == Met
	if kept && status.Episode > 0 && (status.Open || met) {
		w.told(status, log)
	}
	return w.Explanation, nil
}

// why writes an explanation.
type why struct{ Explanation }

func (w *why) add(kind string, ok bool, detail map[string]any) *Passed {
	w.Steps = append(w.Steps, Passed{Kind: kind, OK: ok, Detail: detail})
	return &w.Steps[len(w.Steps)-1]
}

// kept says whether the rule is evaluated, and how that last went.
func (w *why) kept(l Listed) {
	w.add("rule_active", l.State == Active, map[string]any{"state": string(l.State)})
	detail := map[string]any{"outcome": l.Outcome}
	if l.Problem != "" {
		detail["problem"] = l.Problem
	}
	due := w.add("due", !l.EvaluatedAt.IsZero() && l.Outcome == string(Sound), detail)
	if !l.EvaluatedAt.IsZero() {
		due.At = l.EvaluatedAt.UTC().Format(time.RFC3339)
	}
}

// sought finds an instance among those of a rule. One that only its filter leaves
// out, or that is not there, is explained at once.
func (t Trial) sought(ctx context.Context, l Listed, instance string, statuses map[string]Status, today portfolio.Day, w *why) (*seen, error) {
	find := func(r Rule) (*seen, error) {
		all, err := t.look(ctx, narrowed(r, instance), statuses, today, true)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(all, func(x seen) bool { return x.instance == instance }); i >= 0 {
			return &all[i], nil
		}
		return nil, nil
	}
	if l.Fault != nil {
		return nil, l.Fault
	}
	r := l.Rule.Full()
	x, err := find(r)
	if err != nil || x != nil {
		return x, err
	}
	bare, left := unfiltered(r)
	if left {
		if x, err = find(bare); err != nil {
			return nil, err
		}
	}
	if x != nil {
		w.add("in_watch", x.stopped != byWatch, nil)
		w.add("in_filter", false, nil)
		return nil, nil
	}
	w.add("has_data", false, map[string]any{"reason": "unknown"})
	return nil, nil
}

// gates are the steps of an evaluation in the order in which they are passed.
var gates = []gate{byWatch, byFilter, byData, byBase, byCondition}

// passed says which steps of the evaluation an instance passed. That it was not
// added or updated is a part of the condition.
func (w *why) passed(r Rule, x seen) {
	if x.stopped == byArrival {
		x.stopped = byCondition
	}
	for _, g := range gates {
		if g == byBase && r.Condition.Base == nil && x.stopped != byBase {
			continue
		}
		detail := map[string]any{}
		switch g {
		case byData:
			valued(detail, x.value)
		case byBase:
			if b := r.Condition.Base; b != nil {
				detail["metric"], detail["at_least"] = b.Metric, b.AtLeast
			}
		case byCondition:
			valued(detail, x.value)
			detail["metric"] = x.metric
			if x.limit != "" {
				detail["limit"] = x.limit
			}
			if x.reason != "" && x.stopped != byData {
				detail["reason"] = x.reason
			}
		default:
		}
		w.add(string(g), x.stopped != g, detail)
		if x.stopped == g {
			return
		}
	}
}

// valued puts a value that is known among the details.
func valued(detail map[string]any, v *float64) {
	if v != nil {
		detail["value"] = *v
	}
}

// held says at how many evaluations in a row the condition was met, where the
// rule asks for several.
func (w *why) held(r Rule, x seen, s Status) {
	if x.outcome.Finding != Met || r.Condition.For <= 1 {
		return
	}
	w.add("held", s.Open || s.Held >= r.Condition.For, map[string]any{"held": s.Held, "for": r.Condition.For})
}

// told says when the person was told, and what became of that.
func (w *why) told(s Status, log []Activity) {
	detail := map[string]any{"episode": s.Episode, "told": s.Told.String()}
	if s.Resolution != "" {
		detail["resolution"] = string(s.Resolution)
	}
	w.add("new_episode", s.Open, detail)
	if !s.Open {
		return
	}
	for _, a := range log {
		if a.Kind != Sent && a.Kind != Unsent {
			continue
		}
		step := w.add("delivered", a.Kind == Sent, a.Detail)
		step.At = a.At.UTC().Format(time.RFC3339)
		return
	}
	w.add("delivered", false, map[string]any{"reason": "waiting"})
}

// narrowed returns a rule that asks for nothing but what one of its instances is
// about, as far as the name of the instance tells.
func narrowed(r Rule, instance string) Rule {
	values, ok := naming{r}.values(instance)
	if !ok {
		return r
	}
	filters := []*metric.Filter{r.Query.Filter}
	for i, d := range r.Per {
		if values[i] != nil && (d == perAccount || d == perEntitlement || d == perProduct) {
			one := metric.Exactly(d, "eq", *values[i])
			filters = append(filters, &one)
		}
	}
	r.Query.Filter = allOf(filters...)
	return r
}

// values reads the values of Per from the name of an instance; a missing one is
// nil. It is not ok for a name that is none of the rule's.
func (n naming) values(instance string) ([]*string, bool) {
	form, plain := n.form()
	rest, ok := strings.CutPrefix(instance, form+":")
	if !ok {
		return nil, false
	}
	if slices.Contains(n.rule.Per, perEntitlement) && n.rule.Condition.Kind.aboutEnds() {
		rest, _ = splitTold(rest)
	}
	var out []*string
	if !plain {
		out = unescaped(rest)
		return out, len(out) == len(n.rule.Per)
	}
	for _, key := range strings.SplitN(rest, "|", len(n.rule.Per)) {
		if key == "" {
			out = append(out, nil)
		} else {
			out = append(out, &key)
		}
	}
	return out, len(out) == len(n.rule.Per)
}

// unescaped is the inverse of escape, of values with "|" between them.
func unescaped(text string) []*string {
	var out []*string
	var b strings.Builder
	missing := false
	end := func() {
		if s := b.String(); missing {
			out = append(out, nil)
		} else {
			out = append(out, &s)
		}
		b.Reset()
		missing = false
	}
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text):
			if i++; text[i] == '-' {
				missing = true
				continue
			}
			b.WriteByte(text[i])
		case text[i] == '|':
			end()
		default:
			b.WriteByte(text[i])
		}
	}
	end()
	return out
}
