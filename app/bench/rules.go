package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"headroom/app/program"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

// Goals of the evaluation of the rules after an import: seconds, and times the
// same conditions in one pass that was written for them.
const (
	rulesGoal  = 2.0
	byHandGoal = 1.5
)

// handRule is a rule, and how many instances it has by hand. Exactly one of the
// functions is set: of an account, of a line, of an account with a product, of a
// product.
type handRule struct {
	document map[string]any
	account  func(h *byHand, a int) bool
	line     func(l handLine) bool
	lines    bool // an instance is an account with such a line
	cell     func(used, entitled float64) bool
	product  func(active float64) bool
}

// rules are the 200 rules, of which the levels follow from what there is: so that
// each finds something, and none everything.
func (h *byHand) rules(today portfolio.Day) []handRule {
	var out []handRule
	add := func(r handRule, more map[string]any) {
		more["name"] = fmt.Sprintf("Rule %d", len(out)+1)
		if more["watch"] == nil {
			more["watch"] = "all"
		}
		r.document = more
		out = append(out, r)
	}
	h.addEnds(add, today)
	h.addAccounts(add)
	h.addChanges(add)
	h.addProducts(add)
	return out
}

type adding func(r handRule, document map[string]any)

// addEnds adds 80 rules about ends: of chosen accounts within a quarter and more,
// and of all within few days.
func (h *byHand) addEnds(add adding, today portfolio.Day) {
	for i := range 60 {
		var names []string
		chosen := map[int]bool{}
		for j := range 20 {
			a := int(mix(uint64(i*20+j))) & math62 % len(h.names)
			chosen[a] = true
			names = append(names, h.names[a])
		}
		days := 30 + 30*(i%3)
		r := handRule{lines: i%2 == 0, line: func(l handLine) bool {
			return chosen[l.account] && l.end >= today && l.end <= today+portfolio.Day(days)
		}}
		document := map[string]any{
			"watch": map[string]any{"accounts": names}, "per": []string{"entitlement_key"}, "condition": map[string]any{"kind": "ends_within", "days": days},
		}
		if r.lines {
			document["per"], document["list_days"], document["repeat_days"] = []string{"account_key"}, 120, 30
		}
		add(r, document)
	}
	for i := range 20 {
		days := i % 4
		least := 1950.0 + 10*float64(i%5)
		add(handRule{line: func(l handLine) bool {
			return l.end >= today && l.end <= today+portfolio.Day(days) && l.quantity >= least
		}}, map[string]any{
			"per": []string{"entitlement_key"}, "condition": map[string]any{"kind": "ends_within", "days": days},
			"query": map[string]any{"filter": map[string]any{"dimension": "quantity", "op": "ge", "value": least}},
		})
	}
}

const math62 = 1<<62 - 1

// addAccounts adds 80 rules that compare a figure of every account with a level.
func (h *byHand) addAccounts(add adding) {
	figures := []struct {
		metric string
		op     string
		of     func(h *byHand, a int) float64 // NaN is unknown
	}{
		{"licenses_sold", "gt", func(h *byHand, a int) float64 { return h.sold[a] }},
		{"licenses_assigned", "gt", func(h *byHand, a int) float64 { return h.assigned[a] }},
		{"deployment_rate", "lt", func(h *byHand, a int) float64 { return h.assigned[a] / h.base[a] }},
		{"active_users", "gt", func(h *byHand, a int) float64 { return h.active[a] }},
	}
	for _, f := range figures {
		values := make([]float64, 0, len(h.names))
		for a := range h.names {
			if v := f.of(h, a); v == v {
				values = append(values, v)
			}
		}
		slices.Sort(values)
		for i := range 20 {
			level, met := values[max(0, len(values)-10*(i+1))], func(v, level float64) bool { return v > level }
			clear := level * 0.9
			if f.op == "lt" {
				level, clear = values[min(len(values)-1, 10*(i+1))], values[min(len(values)-1, 10*(i+1))]*1.1
				met = func(v, level float64) bool { return v < level }
			}
			add(handRule{account: func(h *byHand, a int) bool { return met(f.of(h, a), level) }}, map[string]any{
				"per": []string{"account_key"}, "condition": map[string]any{"kind": "threshold", "metric": f.metric, "op": f.op, "value": level, "clear": clear},
			})
		}
	}
}

// addChanges adds 20 rules about a drop of the active users of an account against
// the month before.
func (h *byHand) addChanges(add adding) {
	for i := range 20 {
		by, least := 0.35+0.02*float64(i%10), 100.0+50*float64(i/10)
		add(handRule{account: func(h *byHand, a int) bool {
			return h.before[a] >= least && (h.before[a]-h.active[a])/h.before[a] >= by
		}}, map[string]any{"per": []string{"account_key"}, "condition": map[string]any{
			"kind": "change", "metric": "active_users", "against": "previous", "over": 1, "unit": "month", "direction": "down", "by": by, "relative": true,
			"base": map[string]any{"metric": "active_users", "at_least": least},
		}})
	}
}

// addProducts adds 20 rules about what an account uses of a product beyond what it
// is entitled to, or about products.
func (h *byHand) addProducts(add adding) {
	for i := range 10 {
		rate := 20.0 + 10*float64(i)
		add(handRule{cell: func(used, entitled float64) bool { return entitled > 0 && used/entitled > rate }}, map[string]any{
			"per": []string{"account_key", "product"}, "condition": map[string]any{"kind": "threshold", "metric": "consumption_rate", "op": "gt", "value": rate, "clear": rate * 0.9},
		})
	}
	values := []float64{}
	for _, v := range h.busy {
		values = append(values, v)
	}
	slices.Sort(values)
	for i := range 10 {
		level := values[max(0, len(values)-3*(i+1))]
		add(handRule{product: func(active float64) bool { return active > level }}, map[string]any{
			"per": []string{"product"}, "condition": map[string]any{"kind": "threshold", "metric": "active_users", "op": "gt", "value": level},
		})
	}
}

// judge counts the instances of every rule in one pass over what was read.
func (h *byHand) judge(rules []handRule) []int {
	out := make([]int, len(rules))
	seen := make([]map[int]bool, len(rules))
	for i, r := range rules {
		if r.lines {
			seen[i] = map[int]bool{}
		}
	}
	for _, l := range h.lines {
		for i, r := range rules {
			switch {
			case r.line == nil || !r.line(l):
			case r.lines:
				seen[i][l.account] = true
			default:
				out[i]++
			}
		}
	}
	count := func(i int, met bool) {
		if met {
			out[i]++
		}
	}
	for a := range h.names {
		for i, r := range rules {
			if r.account != nil {
				count(i, r.account(h, a))
			}
		}
	}
	for key, used := range h.used {
		for i, r := range rules {
			if r.cell != nil {
				count(i, r.cell(used, h.entitled[key]))
			}
		}
	}
	for _, active := range h.busy {
		for i, r := range rules {
			if r.product != nil {
				count(i, r.product(active))
			}
		}
	}
	for i := range rules {
		if rules[i].lines {
			out[i] = len(seen[i])
		}
	}
	return out
}

// rules evaluates 200 rules after imports of a day of usage, beside the pass that
// was written for them. Both must find the same instances.
func (b bench) rules(ctx context.Context) (err error) {
	f := portfolioOf(b.size)
	if err := b.build(ctx, f); err != nil {
		return err
	}
	file := filepath.Join(b.dir, "rules.db")
	if err := copyFile(filepath.Join(b.dir, f.store), file); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, removeStore(file)) }()
	p, err := open(ctx, file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	h, err := readByHand(ctx, file, lastDay+1, lastDay, monthBefore(lastDay))
	if err != nil {
		return err
	}
	rules := h.rules(lastDay + 1)
	if err := addRules(ctx, p, rules); err != nil {
		return err
	}
	begun := time.Now()
	if err := p.Evaluate(ctx); err != nil {
		return err
	}
	fmt.Printf("%d rules, everything told for the first time: %.1f s\n", len(rules), time.Since(begun).Seconds())
	if err := sameFindings(ctx, p, rules, h.judge(rules)); err != nil {
		return err
	}
	return b.timeRules(ctx, p, file, rules)
}

// timeRules measures rounds of an import, the evaluation after it, and the pass by
// hand over the same state.
func (b bench) timeRules(ctx context.Context, p *program.Program, file string, rules []handRule) error {
	var ours, theirs []float64
	written := 0
	for range max(3, b.rounds) {
		if err := switched(ctx, p, watch.Paused, func() error {
			return load(ctx, p, filepath.Join(b.dir, b.size.dayFile()), usageMapping, lastDay+1)
		}); err != nil {
			return err
		}
		begun := time.Now()
		report, err := p.Check(ctx, true)
		if err != nil {
			return err
		}
		ours = append(ours, milliseconds(begun))
		written = len(report.Transitions)
		begun = time.Now()
		h, err := readByHand(ctx, file, lastDay+1, lastDay+1, monthBefore(lastDay+1))
		if err != nil {
			return err
		}
		found := h.judge(rules)
		theirs = append(theirs, milliseconds(begun))
		if len(found) != len(rules) {
			return fmt.Errorf("%d rules by hand, %d kept", len(found), len(rules))
		}
		imports, err := p.Store.Imports(ctx)
		if err != nil {
			return err
		}
		if err := switched(ctx, p, watch.Paused, func() error { return p.Undo(ctx, imports[0].ID) }); err != nil {
			return err
		}
		if _, err := p.Check(ctx, true); err != nil {
			return err
		}
	}
	took, byHand := median(ours)/1000, median(theirs)/1000
	fmt.Printf("%d rules after an import: %.2f s (goal %.1f), %d changes of state written\n", len(rules), took, rulesGoal, written)
	fmt.Printf("one pass written for them: %.2f s; ÷ %.2f (goal %.1f)\n", byHand, took/byHand, byHandGoal)
	return nil
}

// monthBefore is the day that a month earlier is compared with.
func monthBefore(d portfolio.Day) portfolio.Day {
	t := d.Time().AddDate(0, -1, 0)
	return portfolio.DayIn(t)
}

// addRules keeps the rules without evaluating them.
func addRules(ctx context.Context, p *program.Program, rules []handRule) error {
	for _, r := range rules {
		text, err := json.Marshal(r.document)
		if err != nil {
			return err
		}
		rule, err := watch.ParseRule(text)
		if err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
		if _, err := p.Store.AddRule(ctx, rule); err != nil {
			return err
		}
	}
	return nil
}

// switched does something while no rule is evaluated, so that what it does is
// not measured with them.
func switched(ctx context.Context, p *program.Program, meanwhile watch.RuleState, do func() error) error {
	listed, err := p.Store.Rules(ctx)
	if err != nil {
		return err
	}
	put := func(state watch.RuleState) error {
		for _, r := range listed {
			if err := p.Store.SetRuleState(ctx, r.ID, state); err != nil {
				return err
			}
		}
		return nil
	}
	if err := put(meanwhile); err != nil {
		return err
	}
	return errors.Join(do(), put(watch.Active))
}

// sameFindings demands as many instances of every rule as were found by hand.
func sameFindings(ctx context.Context, p *program.Program, rules []handRule, want []int) error {
	listed, err := p.Store.Rules(ctx)
	if err != nil {
		return err
	}
	total := 0
	for i := range rules {
		if listed[i].Firing != want[i] || listed[i].Outcome != string(watch.Sound) {
			return fmt.Errorf("rule %d: %d instances, %s %s, by hand %d: %v", listed[i].ID, listed[i].Firing, listed[i].Outcome, listed[i].Problem, want[i], rules[i].document)
		}
		total += want[i]
	}
	fmt.Printf("%d instances of %d rules, as by hand\n", total, len(rules))
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return errors.Join(err, out.Close())
	}
	return out.Close()
}
