package watch

import (
	"cmp"
	"context"
	"math"
	"slices"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// proposal is a change of a rule that may make it quieter. Several of a kind
// are tried in turn until one does.
type proposal struct {
	kind     string
	affected int
	value    float64
	rule     Rule
}

// fixes tries the changes that what was rehearsed suggests, each by another
// rehearsal, and returns those that make the rule quieter, the quietest first.
func (t *rehearsing) fixes(ctx context.Context, r Rule, was replayed) ([]Fix, error) {
	out := []Fix{}
	for _, propose := range []func(context.Context, Rule, replayed) ([]proposal, error){t.clearLevel, t.longer, t.leastBase, t.notAutoRenew, t.notMonthly, t.rarer, t.perAccount} {
		proposals, err := propose(ctx, r, was)
		if err != nil {
			return nil, err
		}
		for _, p := range proposals {
			if p.affected == 0 || t.Check != nil && t.Check(p.rule) != nil {
				continue
			}
			then, err := t.play(ctx, p.rule)
			if err != nil {
				return nil, err
			}
			if less := len(was.firings) - len(then.firings); less > 0 {
				if p.kind == "base" {
					p.affected = less
				}
				out = append(out, Fix{Kind: p.kind, Affected: p.affected, Value: p.value, Rule: p.rule, After: len(then.firings)})
				break
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Fix) int { return cmp.Compare(a.After, b.After) })
	return out, nil
}

// joinedWithin is how many days an episode may be over before the same instance
// fires again and the two are still one to the person.
const joinedWithin = 62

// flaps counts the episodes that ended because the value fell to the clear level
// and were followed by another one soon.
func (r replayed) flaps() int {
	n := 0
	for i, f := range r.firings {
		if f.Resolution != BelowClear {
			continue
		}
		for j := i + 1; j < len(r.firings); j++ {
			if r.firings[j].Instance == f.Instance {
				if r.told[j].day-r.told[i].closed <= joinedWithin {
					n++
				}
				break
			}
		}
	}
	return n
}

// furtherOff are the clear levels that are tried, as shares of the level at
// which the rule fires.
var furtherOff = []float64{0.03, 0.05, 0.08, 0.1, 0.15, 0.2, 0.3}

// clearLevel proposes clear levels further off, so that episodes which ended and
// began again become one.
func (t *rehearsing) clearLevel(_ context.Context, r Rule, was replayed) ([]proposal, error) {
	c := r.Condition
	flaps := was.flaps()
	if c.Kind != Threshold || c.Value == nil || flaps == 0 {
		return nil, nil
	}
	at := *c.Value
	if c.Clear != nil {
		at = *c.Clear
	}
	var out []proposal
	for _, share := range furtherOff {
		level := at - math.Abs(*c.Value)*share
		if !c.above() {
			level = at + math.Abs(*c.Value)*share
		}
		p := proposal{kind: "clear_level", affected: flaps, value: rounded(level), rule: r}
		p.rule.Condition.Clear = &p.value
		out = append(out, p)
	}
	return out, nil
}

// rounded keeps two significant figures beyond those that a person would write.
func rounded(v float64) float64 {
	if v == 0 {
		return 0
	}
	scale := math.Pow(10, 1-math.Floor(math.Log10(math.Abs(v))))
	return math.Round(v*scale) / scale
}

// longer proposes to wait for one more evaluation, where episodes ended at the
// next one already.
func (t *rehearsing) longer(_ context.Context, r Rule, was replayed) ([]proposal, error) {
	c := r.Condition
	if c.Kind != Threshold && c.Kind != Change && c.Kind != Trend && c.Kind != Unused {
		return nil, nil
	}
	held := max(1, c.For)
	short := 0
	for i, f := range was.firings {
		if f.Resolution == BelowClear && t.history.evaluations(was.told[i].day, was.told[i].closed) <= held {
			short++
		}
	}
	p := proposal{kind: "for", affected: short, value: float64(held + 1), rule: r}
	p.rule.Condition.For = held + 1
	return []proposal{p}, nil
}

// evaluations counts those on new facts after one day and up to another.
func (h History) evaluations(after, to portfolio.Day) int {
	n := 0
	for _, m := range h.moments(1) {
		if m.fresh && m.day > after && m.day <= to {
			n++
		}
	}
	return n
}

// bases are the least figures that are tried.
var bases = []float64{5, 10, 25, 50}

// leastBase proposes to leave out instances of which the ratio says little,
// because what it is a share of is small.
func (t *rehearsing) leastBase(_ context.Context, r Rule, was replayed) ([]proposal, error) {
	base := t.baseOf(r.Condition.Metric)
	if base == "" || r.Condition.Fallback != "" || len(was.firings) == 0 { // what stands in has another base
		return nil, nil
	}
	var out []proposal
	for _, least := range bases {
		if r.Condition.Base != nil && (r.Condition.Base.Metric != base || r.Condition.Base.AtLeast >= least) {
			continue
		}
		p := proposal{kind: "base", affected: 1, value: least, rule: r}
		p.rule.Condition.Base = &Base{Metric: base, AtLeast: least}
		out = append(out, p)
	}
	return out, nil
}

// baseOf is the metric by which a ratio divides, "" where there is none.
func (t *rehearsing) baseOf(name string) string {
	m, ok := t.Words.Catalog.Metric(name)
	if !ok || !m.IsRatio() {
		return ""
	}
	for _, base := range []string{ratioBases[name]} {
		if _, ok := t.Words.Catalog.Metric(base); ok {
			return base
		}
	}
	return ""
}

// ratioBases are what the shipped ratios are shares of.
var ratioBases = map[string]string{
	"deployment_rate": "licenses_sold", "usage_rate": "usage_total", "consumption_rate": "usage_entitled",
	"consumption_rate_since_reset": "usage_entitled", "adoption_rate": "licenses_sold", "denial_rate": "checkouts",
}

// notAutoRenew proposes to leave out lines that renew by themselves.
func (t *rehearsing) notAutoRenew(ctx context.Context, r Rule, was replayed) ([]proposal, error) {
	return t.without(ctx, r, was, "auto_renew", "auto_renew", func(v any) bool { return v == "yes" },
		metric.Filter{Dimension: "auto_renew", Op: "ne", Value: "yes"})
}

// notMonthly proposes to leave out lines whose term is a month.
func (t *rehearsing) notMonthly(ctx context.Context, r Rule, was replayed) ([]proposal, error) {
	return t.without(ctx, r, was, "monthly", "term", func(v any) bool { return v == "P1M" }, metric.Filter{Dimension: "term", Op: "ne", Value: "P1M"})
}

// without proposes one more filter, where it would leave out lines that were
// told of. Lines of which the value is not known stay.
func (t *rehearsing) without(ctx context.Context, r Rule, was replayed, kind, dimension string, out func(any) bool, keep metric.Filter) ([]proposal, error) {
	if !r.Condition.Kind.aboutEnds() || slices.Contains(filtered(r.Query.Filter), dimension) {
		return nil, nil
	}
	keys := map[string]bool{}
	for _, x := range was.told {
		if x.notice.Entitlement != "" {
			keys[x.notice.Entitlement] = true
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	res, err := t.asker.Ask(ctx, metric.Query{Columns: []string{perEntitlement, dimension}, Dataset: metric.EveryEntitlement}, t.history.To)
	if err != nil {
		return nil, err
	}
	left := map[string]bool{}
	for _, row := range res.Rows {
		if out(cell(row, 1)) {
			left[text(cell(row, 0))] = true
		}
	}
	p := proposal{kind: kind, rule: r}
	for _, x := range was.told {
		if left[x.notice.Entitlement] {
			p.affected++
		}
	}
	unknown := metric.Filter{Dimension: dimension, Op: "is_null"}
	p.rule.Query.Filter = both(r.Query.Filter, metric.Filter{Any: []metric.Filter{keep, unknown}})
	return []proposal{p}, nil
}

// both joins two filters.
func both(a *metric.Filter, b metric.Filter) *metric.Filter {
	if a == nil {
		return &b
	}
	return &metric.Filter{All: []metric.Filter{*a, b}}
}

// rarer proposes twice the days between repeats.
func (t *rehearsing) rarer(_ context.Context, r Rule, was replayed) ([]proposal, error) {
	p := proposal{kind: "repeat", value: float64(r.RepeatDays * 2), rule: r}
	for _, x := range was.told {
		if x.step == Repeat {
			p.affected++
		}
	}
	p.rule.RepeatDays *= 2
	return []proposal{p}, nil
}

// perAccount proposes one notification for all lines of an account, where
// several were told of on the same day.
func (t *rehearsing) perAccount(_ context.Context, r Rule, was replayed) ([]proposal, error) {
	if !r.Condition.Kind.aboutEnds() || !slices.Equal(r.Per, []string{perEntitlement}) {
		return nil, nil
	}
	type told struct {
		day     portfolio.Day
		account string
	}
	seen := map[told]int{}
	for _, x := range was.told {
		seen[told{x.day, x.notice.AccountKey}]++
	}
	p := proposal{kind: "per_account", rule: r}
	for _, n := range seen {
		if n > 1 {
			p.affected += n
		}
	}
	p.rule.Per = []string{perAccount}
	return []proposal{p}, nil
}
