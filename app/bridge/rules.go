package bridge

import (
	"context"
	"encoding/json"
	"time"

	"headroom/backend/fault"
	"headroom/backend/watch"
)

// Rules lists and edits the conditional notifications.
type Rules struct{ base }

// List returns every rule.
func (r *Rules) List() (rules []RuleRow, err error) {
	defer r.guard("Rules.List", &err)
	return r.after(func(context.Context, Desk) error { return nil })
}

// Add adds an active rule.
func (r *Rules) Add(n NewRule) (rules []RuleRow, err error) {
	defer r.guard("Rules.Add", &err)
	if err := r.writable(); err != nil {
		return rules, err
	}
	if n.Watch != "all" && n.Watch != "watched" {
		return nil, fault.At("watch", "A rule watches all or what is watched.")
	}
	file, err := json.Marshal(watch.Rule{
		Name: n.Name, Template: watch.Template(n.Template), Watch: watch.Watch{Watched: n.Watch == "watched"}, Days: n.Days,
		Threshold: n.Threshold, Clear: n.Clear,
	})
	if err != nil {
		return nil, err
	}
	rule, err := watch.ParseRule(file) // the one place that knows what a rule may say
	if err != nil {
		return nil, err
	}
	return r.after(func(ctx context.Context, desk Desk) error { return desk.AddRule(ctx, rule) })
}

// Pause stops a rule from being evaluated, or lets it go on.
func (r *Rules) Pause(id int64, paused bool) (rules []RuleRow, err error) {
	defer r.guard("Rules.Pause", &err)
	if err := r.writable(); err != nil {
		return rules, err
	}
	state := watch.Active
	if paused {
		state = watch.Paused
	}
	return r.after(func(ctx context.Context, desk Desk) error { return desk.SetRuleState(ctx, id, state) })
}

// Remove removes a rule; its items stay.
func (r *Rules) Remove(id int64) (rules []RuleRow, err error) {
	defer r.guard("Rules.Remove", &err)
	if err := r.writable(); err != nil {
		return rules, err
	}
	return r.after(func(ctx context.Context, desk Desk) error { return desk.RemoveRule(ctx, id) })
}

func (r *Rules) after(do func(context.Context, Desk) error) ([]RuleRow, error) {
	desk, ctx, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return nil, err
	}
	if err := do(ctx, desk); err != nil {
		return nil, err
	}
	all, err := desk.Rules(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]RuleRow, 0, len(all))
	for _, l := range all {
		row := RuleRow{
			ID: l.ID, Name: l.Rule.Name, Template: string(l.Rule.Template), Days: l.Rule.Days, Threshold: l.Rule.Threshold, Clear: l.Rule.Clear,
			Watch: l.Rule.Watch.String(), State: string(l.State), Firing: l.Firing,
		}
		if !l.EvaluatedAt.IsZero() {
			row.Evaluated = l.EvaluatedAt.UTC().Format(time.RFC3339)
		}
		out = append(out, row)
	}
	return out, nil
}
