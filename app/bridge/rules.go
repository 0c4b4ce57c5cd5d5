package bridge

import (
	"context"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

// Rules keeps, tries and explains the conditional notifications. Rules and what
// is said of them are JSON text, as in a rule file.
type Rules struct{ base }

// mostRule bounds the JSON text of a rule or segment, in bytes.
const mostRule = 1 << 20

// mostActivity is how many lines of the log a page of it has, mostSought bounds
// the text that is looked for in it, in bytes.
const (
	mostActivity = 100
	mostSought   = 1000
)

// List returns every rule, drafts included, with a sentence each in a language.
func (r *Rules) List(lang string) (text string, err error) {
	defer r.guard("Rules.List", &err)
	desk, ctx, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	all, err := desk.ListRules(ctx, lang)
	for i := range all {
		all[i].Problem = r.words().Say(all[i].Problem)
	}
	return written(all, err)
}

// Templates returns the ready-made rules in a language.
func (r *Rules) Templates(lang string) (text string, err error) {
	defer r.guard("Rules.Templates", &err)
	desk, _, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	return written(desk.RuleTemplates(lang), nil)
}

// Inspect says what a rule finds now; id 0 is one that is not kept. A rule that
// cannot be evaluated is answered with the problem.
func (r *Rules) Inspect(id int64, rule, lang string) (text string, err error) {
	defer r.guard("Rules.Inspect", &err)
	desk, ctx, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	var out struct {
		Problem *Fault `json:"problem,omitempty"`
		watch.Inspection
	}
	out.Inspection, err = inspected(ctx, desk, id, rule, lang)
	if err != nil {
		f := fault.Of(err)
		if f.Code == fault.Internal || f.Code == fault.Cancelled {
			return "", err
		}
		out.Problem = faultOf(f, r.words())
	}
	if out.Seen == nil {
		out.Seen = []watch.Instance{}
	}
	return written(out, nil)
}

func inspected(ctx context.Context, desk Desk, id int64, rule, lang string) (watch.Inspection, error) {
	parsed, err := ruleOf(rule)
	if err != nil {
		return watch.Inspection{}, err
	}
	return desk.InspectRule(ctx, id, parsed, lang)
}

// Rehearse replays a rule on the stored history between two days; "" are the
// last 26 weeks.
func (r *Rules) Rehearse(rule, from, to, lang string) (text string, err error) {
	defer r.guard("Rules.Rehearse", &err)
	desk, ctx, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	parsed, err := ruleOf(rule)
	if err != nil {
		return "", err
	}
	days := [2]portfolio.Day{portfolio.NoDay, portfolio.NoDay}
	for i, day := range []struct{ field, text string }{{"from", from}, {"to", to}} {
		if day.text == "" {
			continue
		}
		if days[i], err = portfolio.ParseDay(day.text); err != nil {
			return "", fault.At(day.field, "%q is not a day.", day.text)
		}
	}
	return written(desk.RehearseRule(ctx, parsed, days[0], days[1], lang))
}

// Activity is a page of the log, newest first, from a line on; rule 0 is that of
// all rules, kinds none are all.
func (r *Rules) Activity(rule int64, kinds []string, find string, offset int) (text string, err error) {
	defer r.guard("Rules.Activity", &err)
	desk, ctx, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	if len(find) > mostSought {
		return "", fault.At("find", "At most %d characters can be looked for.", mostSought)
	}
	q := watch.ActivityAsking{Rule: rule, Text: find, Offset: max(0, offset), Limit: mostActivity}
	for _, k := range kinds {
		q.Kinds = append(q.Kinds, watch.ActivityKind(k))
	}
	page, err := desk.Activity(ctx, q)
	toldActivity(page.Entries, r.words())
	return written(page, err)
}

// Versions returns the kept definitions of a rule, newest first, with a sentence
// each in a language.
func (r *Rules) Versions(id int64, lang string) (text string, err error) {
	defer r.guard("Rules.Versions", &err)
	desk, ctx, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	return written(desk.RuleVersions(ctx, id, lang))
}

// Why says why an instance of a rule fired, or why it did not.
func (r *Rules) Why(id int64, instance string) (text string, err error) {
	defer r.guard("Rules.Why", &err)
	desk, ctx, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	why, err := desk.WhyRule(ctx, id, instance)
	for _, step := range why.Steps {
		toldDetail(step.Detail, r.words())
	}
	return written(why, err)
}

// Test delivers the message of a rule, or of none (""), by one destination and
// says which channel did.
func (r *Rules) Test(rule, destination, lang string) (tested Tested, err error) {
	defer r.guard("Rules.Test", &err)
	desk, ctx, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return tested, err
	}
	defer func() { tested.Error = r.words().Say(tested.Error) }()
	if len(destination) > mostSought {
		return tested, fault.At("destination", "There is no such destination.")
	}
	if rule == "" {
		return desk.TestRule(ctx, nil, watch.Destination(destination), lang)
	}
	parsed, err := ruleOf(rule)
	if err != nil {
		return tested, err
	}
	return desk.TestRule(ctx, &parsed, watch.Destination(destination), lang)
}

// Save keeps the definition of a rule, 0 as a new draft, and returns its id. A
// draft may be unfinished; an active rule must be one that can be evaluated.
func (r *Rules) Save(id int64, rule string) (kept int64, err error) {
	defer r.guard("Rules.Save", &err)
	if err := r.writable(); err != nil {
		return 0, err
	}
	desk, ctx, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return 0, err
	}
	parsed, err := ruleOf(rule)
	if err != nil {
		return 0, err
	}
	return desk.SaveRule(ctx, id, parsed)
}

// SetState activates or pauses a rule. One that cannot be evaluated stays as it was.
func (r *Rules) SetState(id int64, state string) (changed bool, err error) {
	defer r.guard("Rules.SetState", &err)
	return r.change(func(ctx context.Context, desk Desk) error {
		return desk.SetRuleState(ctx, id, watch.RuleState(state))
	})
}

// Remove removes a rule; its items stay.
func (r *Rules) Remove(id int64) (removed bool, err error) {
	defer r.guard("Rules.Remove", &err)
	return r.change(func(ctx context.Context, desk Desk) error { return desk.RemoveRule(ctx, id) })
}

// Duplicate makes a draft of a rule's definition and returns its id.
func (r *Rules) Duplicate(id int64) (made int64, err error) {
	defer r.guard("Rules.Duplicate", &err)
	if err := r.writable(); err != nil {
		return 0, err
	}
	desk, ctx, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return 0, err
	}
	return desk.DuplicateRule(ctx, id)
}

// Restore makes an earlier version of a rule its definition again, as a new version.
func (r *Rules) Restore(id int64, version int) (restored bool, err error) {
	defer r.guard("Rules.Restore", &err)
	return r.change(func(ctx context.Context, desk Desk) error { return desk.RestoreRule(ctx, id, version) })
}

// Segments returns the live segments with how many they hold today.
func (r *Rules) Segments() (text string, err error) {
	defer r.guard("Rules.Segments", &err)
	desk, ctx, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	return written(desk.Segments(ctx))
}

// SaveSegment keeps a segment, without a name as a new one, and returns its name.
func (r *Rules) SaveSegment(segment string) (name string, err error) {
	defer r.guard("Rules.SaveSegment", &err)
	if err := r.writable(); err != nil {
		return "", err
	}
	desk, ctx, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	if len(segment) > mostRule {
		return "", tooLong("segment")
	}
	return desk.SaveSegment(ctx, []byte(segment))
}

// RemoveSegment throws a segment away; refused while a rule names it.
func (r *Rules) RemoveSegment(name string) (removed bool, err error) {
	defer r.guard("Rules.RemoveSegment", &err)
	return r.change(func(ctx context.Context, desk Desk) error { return desk.RemoveSegment(ctx, name) })
}

// ruleOf reads a rule as the window sends it.
func ruleOf(text string) (watch.Rule, error) {
	if len(text) > mostRule {
		return watch.Rule{}, tooLong("rule")
	}
	return watch.ReadRule([]byte(text))
}

func tooLong(field string) error {
	return fault.At(field, "A %s can have %d MiB.", field, mostRule>>20)
}
