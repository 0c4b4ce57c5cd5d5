package watch

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

const (
	// mostSeen is how many instances an inspection tells of.
	mostSeen = 200
	// seriesMonths is how far back the course of a figure goes.
	seriesMonths = 13
	// mostLines is how many entitlements there may be for all of them to be looked
	// at one by one.
	mostLines = 50_000
)

// Inspect says what a rule finds on a day. statuses are those of a rule that is
// kept, nil of one that is not.
func (t Trial) Inspect(ctx context.Context, r Rule, statuses map[string]Status, today portfolio.Day) (Inspection, error) {
	r = r.Full()
	out := Inspection{Sentence: t.Words.Sentence(r), Seen: []Instance{}}
	unknown, err := t.Unknown(ctx, []Rule{r}, today)
	if err != nil {
		return out, err
	}
	out.Unknown = unknown[0]
	whole, lines, err := t.small(ctx, r, today)
	if err != nil {
		return out, err
	}
	all, err := t.look(ctx, r, statuses, today, whole)
	if err != nil {
		return out, err
	}
	watched := slices.DeleteFunc(all, func(x seen) bool { return x.stopped == byWatch || x.stopped == byFilter })
	sortSeen(r, watched)
	if out.Instances = len(watched); !whole {
		out.Instances = lines
	}
	gaps := map[string]int{}
	for _, x := range watched {
		switch x.outcome.Finding {
		case Met:
			out.Holding++
		case Empty:
			out.NoData++
		default:
		}
		for _, name := range t.Words.gaps(r, x, today) {
			gaps[name]++
		}
	}
	if len(gaps) > 0 {
		out.Gaps = gaps
	}
	if len(watched) == 0 {
		return out, nil
	}
	some := watched[:min(len(watched), mostSeen)]
	var parts map[partOf][]*float64
	if whole {
		if parts, err = t.parts(ctx, r, today); err != nil {
			return out, err
		}
	}
	for _, x := range some {
		out.Seen = append(out.Seen, t.instance(r, x, statuses, parts))
	}
	notice := t.Words.notice(r, some[0], today)
	out.Preview = &notice
	out.Series, err = t.series(ctx, r, some[0], today)
	return out, err
}

// small reports whether all instances of a rule can be looked at, which those of
// a rule about each entitlement cannot where there are very many. lines is how
// many there are then.
func (t Trial) small(ctx context.Context, r Rule, today portfolio.Day) (whole bool, lines int, err error) {
	if !r.Condition.Kind.aboutEnds() && !slices.Contains(r.Per, perEntitlement) {
		return true, 0, nil
	}
	q := r.asks()
	q.Metrics = []string{"entitlements_any_state"}
	res, err := t.Asker.Ask(ctx, q, today)
	if err != nil || len(res.Rows) == 0 {
		return true, 0, err
	}
	if n := number(cell(res.Rows[0], 0)); n != nil {
		lines = int(*n)
	}
	return lines <= mostLines, lines, nil
}

// look evaluates a rule on a day and returns every instance, with what stopped
// those that are not met; where whole is false those that are met only. What a
// rule cannot be judged by is an error.
func (t Trial) look(ctx context.Context, r Rule, statuses map[string]Status, today portfolio.Day, whole bool) ([]seen, error) {
	found, err := t.judged(ctx, r, statuses, today, whole)
	if err != nil || !r.Condition.Kind.aboutEnds() || !whole {
		return found, err
	}
	// A rule about ends asks for the lines of its window; the others are those of
	// the widest one.
	wide := r
	wide.Condition.Days, wide.ListDays, wide.Stages, wide.StagesOf = maxDays, 0, nil, nil
	others, err := t.judged(ctx, wide, statuses, today, true)
	if err != nil {
		return nil, err
	}
	have := map[string]bool{}
	for _, x := range found {
		have[x.instance] = true
	}
	for _, x := range others {
		if have[x.instance] {
			continue
		}
		if x.outcome.Finding == Met {
			x.finish(NotMet, "", byCondition, x.metric+" = "+fraction(*x.value))
		}
		found = append(found, x)
	}
	return found, nil
}

// judged evaluates a rule on a day and returns all that it finds.
func (t Trial) judged(ctx context.Context, r Rule, statuses map[string]Status, today portfolio.Day, whole bool) ([]seen, error) {
	before := &Basis{Day: today - 1, Import: t.Agenda.Import}
	in := inquiry{
		asker: t.Asker, watched: t.Agenda.Watched, segments: t.Agenda.Segments, former: t.Agenda.Former, open: openOf(rehearsed, statuses), whole: whole,
		at: point{today: today, at: today.Time(), mark: t.Agenda.Import}, words: t.Words,
	}
	judges, err := in.judges(ctx, []Stored{{ID: rehearsed, Rule: r, Before: before}})
	if err != nil {
		return nil, err
	}
	f := judges[rehearsed].findings
	for i, x := range f.all {
		if name, ok := strings.CutPrefix(x.instance, stoppedMark+string(x.stopped)+" "); ok && x.stopped != "" {
			f.all[i].instance = name
		}
	}
	return f.all, f.err
}

// sortSeen puts what is met first, then what is between, what is unknown and what
// is not; of each the nearest to the condition first.
func sortSeen(r Rule, all []seen) {
	rank := map[Finding]int{Met: 0, Held: 1, Errored: 2, Empty: 2, NotMet: 3}
	sign := 1.0
	if r.Condition.Kind == Threshold && r.Condition.above() {
		sign = -1
	}
	slices.SortStableFunc(all, func(a, b seen) int {
		order := cmp.Compare(rank[a.outcome.Finding], rank[b.outcome.Finding])
		if order != 0 || a.value == nil || b.value == nil {
			return order
		}
		return cmp.Compare(sign**a.value, sign**b.value)
	})
}

// instance is what an inspection tells of one instance.
func (t Trial) instance(r Rule, x seen, statuses map[string]Status, parts map[partOf][]*float64) Instance {
	out := Instance{Instance: x.instance, Title: t.Words.about(r, x), Keys: x.keys, State: stateOf(r, x), Value: x.value, Parts: parts[partOf{x.metric, x.instance}], Reason: x.reason}
	if out.Keys == nil {
		out.Keys = map[string]any{}
	}
	if x.outcome.Finding != Met && x.value != nil && x.stopped == byCondition {
		out.Reason = x.metric + " = " + fraction(*x.value)
	}
	if s, kept := statuses[x.instance]; kept {
		out.State, out.Held, out.Since = s.State, s.Held, s.Since.UTC().Format(time.RFC3339)
	}
	return out
}

// stateOf is the state an instance of a rule that is not kept would have.
func stateOf(r Rule, x seen) State {
	switch {
	case x.outcome.Finding == Met && r.Condition.For > 1:
		return Pending
	case x.outcome.Finding == Met:
		return Firing
	case x.outcome.Finding == Empty:
		return NoData
	case x.outcome.Finding == Errored:
		return Failed
	default:
		return Normal
	}
}

// partOf names the parts of a metric of an instance.
type partOf struct{ metric, instance string }

// parts are the numerators and denominators of the ratios that a rule compares.
func (t Trial) parts(ctx context.Context, r Rule, today portfolio.Day) (map[partOf][]*float64, error) {
	m, ok := t.Words.Catalog.Metric(r.Condition.Metric)
	if !ok || !m.IsRatio() || !r.Condition.Kind.aboutFigures() {
		return nil, nil
	}
	q := r.asks()
	if f, ok := t.Words.Catalog.Metric(r.Condition.Fallback); ok && f.IsRatio() {
		q.Metrics = append(q.Metrics, f.Name)
	}
	for _, d := range r.Per {
		q.By = append(q.By, metric.By{Dimension: d})
	}
	res, err := t.Asker.Ask(ctx, q, today)
	if err != nil {
		return nil, err
	}
	out := map[partOf][]*float64{}
	for _, p := range res.Parts {
		if slices.Contains(q.Metrics, p.Metric) && p.Row >= 0 && p.Row < len(res.Rows) {
			out[partOf{p.Metric, naming{r}.name(res.Rows[p.Row][:len(r.Per)])}] = []*float64{p.Numerator, p.Denominator}
		}
	}
	return out, nil
}

// asks is the question for the metric of the condition.
func (r Rule) asks() metric.Query {
	return metric.Query{Metrics: []string{r.Condition.Metric}, Filter: r.Query.Filter, Define: r.Query.Define, Tokens: r.Query.Tokens, Scope: r.Query.Scope}
}

// series is the course of the condition's metric for one instance, by month.
func (t Trial) series(ctx context.Context, r Rule, x seen, today portfolio.Day) ([]Point, error) {
	if !r.Condition.Kind.aboutFigures() {
		return nil, nil
	}
	q := r.asks()
	if x.metric != "" {
		q.Metrics = []string{x.metric}
	}
	m, ok := t.Words.Catalog.Metric(q.Metrics[0])
	if !ok || !slices.Contains(m.SplitBy, metric.DateName) {
		return nil, nil
	}
	filters := []*metric.Filter{q.Filter, {Dimension: metric.DateName, Op: "last", N: seriesMonths, Unit: "month"}}
	for _, d := range r.Per {
		one := metric.Exactly(d, "eq", x.keys[d])
		if x.keys[d] == nil {
			one = metric.Filter{Dimension: d, Op: "is_null"}
		}
		filters = append(filters, &one)
	}
	q.Filter, q.By = allOf(filters...), []metric.By{{Dimension: metric.DateName, Grain: "month"}}
	res, err := t.Asker.Ask(ctx, q, today)
	if err != nil {
		return nil, err
	}
	var out []Point
	for _, row := range res.Rows {
		out = append(out, Point{Day: text(cell(row, 0)), Value: number(cell(row, 1))})
	}
	return out, nil
}
