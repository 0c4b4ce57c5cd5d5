package bridge

import (
	"context"

	"headroom/backend/fault"
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
	return written(desk.ListRules(ctx, lang))
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
	return written(desk.Activity(ctx, q))
}

// Versions returns the kept definitions of a rule, newest first.
func (r *Rules) Versions(id int64) (text string, err error) {
	defer r.guard("Rules.Versions", &err)
	desk, ctx, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return "", err
	}
	return written(desk.RuleVersions(ctx, id))
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

// change does something where the store can be changed.
func (r *Rules) change(do func(context.Context, Desk) error) (bool, error) {
	if err := r.writable(); err != nil {
		return false, err
	}
	desk, ctx, cancel, err := r.reading()
	defer cancel()
	if err != nil {
		return false, err
	}
	err = do(ctx, desk)
	return err == nil, err
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
