package program

import (
	"context"
	"fmt"
	"slices"
	"time"

	"headroom/app/bridge"
	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/notify"
	"headroom/backend/watch"
	"headroom/backend/watch/template"
)

// KeptRules returns every rule, drafts included, with the accounts that it names and
// that nobody goes by.
func (p *Program) KeptRules(ctx context.Context) ([]watch.Listed, error) {
	listed, err := p.Store.Rules(ctx)
	if err != nil || !slices.ContainsFunc(listed, func(l watch.Listed) bool { return l.Rule.NamesAccounts() }) {
		return listed, err
	}
	agenda, err := p.Store.Agenda(ctx)
	if err != nil {
		return nil, err
	}
	rules := make([]watch.Rule, len(listed))
	for i, l := range listed {
		rules[i] = l.Rule
	}
	unknown, err := watch.Trial{Asker: asker{p}, Agenda: agenda}.Unknown(ctx, rules, p.Today())
	for i := range unknown {
		listed[i].Unknown = unknown[i]
	}
	return listed, err
}

// ListRules returns the rules with a sentence each in a language.
func (p *Program) ListRules(ctx context.Context, lang string) ([]bridge.ListedRule, error) {
	rules, err := p.KeptRules(ctx)
	if err != nil {
		return nil, err
	}
	words, err := p.words(ctx, lang)
	if err != nil {
		return nil, err
	}
	out := make([]bridge.ListedRule, len(rules))
	for i, l := range rules {
		out[i] = p.listedRule(l, words)
	}
	return out, nil
}

func (p *Program) listedRule(l watch.Listed, words watch.Words) bridge.ListedRule {
	full := l.Rule.Full()
	out := bridge.ListedRule{
		ID: l.ID, Rule: full, State: l.State, Version: l.Version, Sentence: words.Sentence(full),
		Firing: l.Firing, ToldThisWeek: l.Told, Outcome: l.Outcome, Problem: l.Problem, Unknown: l.Unknown,
	}
	if !l.EvaluatedAt.IsZero() {
		out.EvaluatedAt = l.EvaluatedAt.UTC().Format(time.RFC3339)
	}
	if next := l.NextAt(p.now(), p.zone); l.State == watch.Active && !next.IsZero() {
		out.NextAt = next.UTC().Format(time.RFC3339)
	}
	return out
}

// RuleTemplates returns the ready-made rules in a language.
func (p *Program) RuleTemplates(lang string) []template.Template {
	ready := template.Ready(lang)
	for i, t := range ready {
		ready[i].Rule = t.Rule.Full()
	}
	return ready
}

// known is what a rule may name.
func (p *Program) known(ctx context.Context) (watch.Known, error) {
	c, err := p.Catalog(ctx)
	if err != nil {
		return watch.Known{}, err
	}
	segments, err := p.Store.Segments(ctx)
	if err != nil {
		return watch.Known{}, err
	}
	definitions, err := p.Store.Definitions(ctx)
	if err != nil {
		return watch.Known{}, err
	}
	settings, err := p.Store.Settings(ctx)
	if err != nil {
		return watch.Known{}, err
	}
	hooks, err := notify.Settings(settings).Webhooks()
	if err != nil {
		return watch.Known{}, err
	}
	webhooks := make([]string, len(hooks))
	for i, h := range hooks {
		webhooks[i] = h.Name
	}
	kept := map[string]bool{}
	for _, t := range definitions.Tokens {
		kept[t.Name] = true
	}
	return watch.Known{
		Catalog: c, Segments: segments, Webhooks: webhooks,
		Understand: func(q metric.Query) (metric.Query, metric.Catalog, error) {
			return p.Engine.Understand(ctx, q, p.env())
		},
		Token: func(name string) bool { return kept[name] },
	}, nil
}

// validate reports the first part of a rule that cannot be evaluated.
func (p *Program) validate(ctx context.Context, r watch.Rule) error {
	k, err := p.known(ctx)
	if err != nil {
		return err
	}
	return r.Validate(k)
}

// KeepRule keeps a new rule in the state its file asks for. It is evaluated with
// the next check.
func (p *Program) KeepRule(ctx context.Context, r watch.Rule) (int64, error) {
	if r.State != watch.Draft {
		if err := p.validate(ctx, r); err != nil {
			return 0, err
		}
	}
	return p.Store.AddRule(ctx, r)
}

// AddRule keeps a new rule and evaluates it.
func (p *Program) AddRule(ctx context.Context, r watch.Rule) (int64, error) {
	id, err := p.KeepRule(ctx, r)
	if err != nil || r.State == watch.Draft {
		return id, err
	}
	_, err = p.evaluate(ctx, false)
	return id, err
}

// SaveRule keeps a definition, for 0 as a new draft, and returns the rule's id.
// That of an active rule must be one that can be evaluated, and is.
func (p *Program) SaveRule(ctx context.Context, id int64, r watch.Rule) (int64, error) {
	active := false
	if id != 0 {
		l, err := p.Store.Rule(ctx, id)
		if err != nil {
			return 0, err
		}
		active = l.State == watch.Active
	}
	if active {
		if err := p.validate(ctx, r); err != nil {
			return 0, err
		}
	}
	id, err := p.Store.SaveRule(ctx, id, r)
	if err != nil || !active {
		return id, err
	}
	_, err = p.evaluate(ctx, false)
	return id, err
}

// SwitchRule activates or pauses a rule. One that cannot be evaluated is not
// activated; one that is, is evaluated with the next check.
func (p *Program) SwitchRule(ctx context.Context, id int64, state watch.RuleState) error {
	if state == watch.Active {
		l, err := p.Store.Rule(ctx, id)
		if err != nil {
			return err
		}
		if err := p.validate(ctx, l.Rule); err != nil {
			return err
		}
	}
	return p.Store.SetRuleState(ctx, id, state)
}

// SetRuleState activates a rule and evaluates it, or pauses it.
func (p *Program) SetRuleState(ctx context.Context, id int64, state watch.RuleState) error {
	if err := p.SwitchRule(ctx, id, state); err != nil || state != watch.Active {
		return err
	}
	_, err := p.evaluate(ctx, false)
	return err
}

// RemoveRule removes a rule; its items stay.
func (p *Program) RemoveRule(ctx context.Context, id int64) error { return p.Store.RemoveRule(ctx, id) }

// DuplicateRule makes a draft of a rule's definition, under a name of its own.
func (p *Program) DuplicateRule(ctx context.Context, id int64) (int64, error) {
	rules, err := p.Store.Rules(ctx)
	if err != nil {
		return 0, err
	}
	l, err := p.Store.Rule(ctx, id)
	if err != nil {
		return 0, err
	}
	taken := map[string]bool{}
	for _, r := range rules {
		taken[r.Rule.Name] = true
	}
	name := l.Rule.Name
	for n := 2; taken[name]; n++ {
		name = fmt.Sprintf("%s (%d)", l.Rule.Name, n)
	}
	return p.Store.DuplicateRule(ctx, id, name)
}

// RuleVersions returns the kept definitions of a rule, newest first, with a
// sentence each in a language.
func (p *Program) RuleVersions(ctx context.Context, id int64, lang string) ([]watch.RuleVersion, error) {
	versions, err := p.Store.Versions(ctx, id)
	if err != nil {
		return nil, err
	}
	words, err := p.words(ctx, lang)
	if err != nil {
		return nil, err
	}
	for i, v := range versions {
		versions[i].Rule = v.Rule.Full()
		versions[i].Sentence = words.Sentence(v.Rule)
	}
	return versions, nil
}

// RestoreRule makes an earlier version of a rule its definition again, as a new
// version. That of an active rule must be one that can be evaluated, and is.
func (p *Program) RestoreRule(ctx context.Context, id int64, number int) error {
	l, err := p.Store.Rule(ctx, id)
	if err != nil {
		return err
	}
	versions, err := p.Store.Versions(ctx, id)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(versions, func(v watch.RuleVersion) bool { return v.Number == number })
	if at < 0 {
		return fault.New(fault.NotFound, "Rule %d has no version %d.", id, number)
	}
	if l.State == watch.Active {
		if err := p.validate(ctx, versions[at].Rule); err != nil {
			return err
		}
	}
	if err := p.Store.RestoreRule(ctx, id, number); err != nil || l.State != watch.Active {
		return err
	}
	_, err = p.evaluate(ctx, false)
	return err
}

// Activity returns a page of the log of rules, newest first.
func (p *Program) Activity(ctx context.Context, q watch.ActivityAsking) (watch.ActivityPage, error) {
	return p.Store.Activity(ctx, q)
}
