package watch

import (
	"context"
	"maps"
	"slices"
	"time"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// point is when rules are judged, and by which facts.
type point struct {
	today portfolio.Day
	at    time.Time
	// mark tells evaluations on new facts apart: two with the same mark count once.
	mark int64
}

// inquiry is what one evaluation asks, for all of its rules at once.
type inquiry struct {
	asker    Asker
	watched  Watchlist
	segments []Segment
	former   map[string][]string // as in Agenda
	open     []OpenInstance
	at       point
	// marks are those of rules that are evaluated by a schedule: the occurrence.
	marks map[int64]int64
	// whole asks for every instance, those that are not met and those that the rule
	// leaves out, too; else only for those that a decision may be about.
	whole bool
	words Words // that the person reads
}

// asking is what one rule asks of the facts. The kinds of conditions differ in
// what they plan, what follows from the first answers, and what they find.
type asking struct {
	rule   Rule // in full
	before *Basis
	at     point
	scope  *scope
	named  naming
	lines  *lineQuestions
	told   map[string]line // the lines of open instances, as they are now
	sought map[string]bool // those that were asked for
	open   map[string]OpenInstance
	whole  bool
}

type ruling interface {
	plan(qs *questions)
	follow(qs *questions)
	find() *findings
}

// findings are what a rule found.
type findings struct {
	all     []seen
	at      map[string]int
	blind   string // why nothing can be judged, where it cannot
	err     error
	dataDay portfolio.Day
	// lost says what became of an instance that is open and not in all.
	lost func(instance string, s Status) seen
}

// judges asks what the rules need and returns a judge of each. Its only error is
// that it was cancelled.
func (in inquiry) judges(ctx context.Context, rules []Stored) (map[int64]*judge, error) {
	qs := newQuestions(in.asker)
	scopes := &scoping{watched: in.watched, former: in.former, segments: map[string]Segment{}}
	for _, s := range in.segments {
		scopes.segments[s.Name] = s
	}
	full := make([]Rule, len(rules))
	for i, r := range rules {
		full[i] = r.Rule.Full()
	}
	scopes.plan(qs, full, in.at.today)
	if err := qs.run(ctx); err != nil {
		return nil, err
	}
	open := in.openOf()
	shared := &lineQuestions{}
	askings, rulings := make([]*asking, len(rules)), make([]ruling, len(rules))
	for i, r := range rules {
		if r.Fault != nil {
			continue
		}
		a := &asking{rule: full[i], before: r.Before, at: in.at, scope: scopes.of(full[i]), named: naming{full[i]}, lines: shared, open: open[r.ID], whole: in.whole}
		if mark, ok := in.marks[r.ID]; ok {
			a.at.mark = mark
		}
		askings[i] = a
		a.scope.fail(full[i].Check()) // a kept definition that is not whole is not guessed at
		if a.scope.err == nil {
			rulings[i] = arriving(a.ruling(scopes.segments), a)
			rulings[i].plan(qs)
		}
	}
	shared.ask(qs, in.at.today)
	if err := qs.run(ctx); err != nil {
		return nil, err
	}
	for _, r := range rulings {
		if r != nil {
			r.follow(qs)
		}
	}
	fates := in.fates(qs)
	if err := qs.run(ctx); err != nil {
		return nil, err
	}
	told, sought, err := readFates(fates)
	out := make(map[int64]*judge, len(rules))
	for i, r := range rules {
		j := &judge{id: r.ID, rule: full[i], at: in.at, words: in.words}
		out[r.ID] = j
		switch {
		case r.Fault != nil:
			j.findings = &findings{err: r.Fault}
		case askings[i].scope.err != nil:
			j.findings = &findings{err: askings[i].scope.err}
		case err != nil && full[i].Condition.Kind.aboutEnds():
			j.findings = &findings{err: err}
		default:
			askings[i].told, askings[i].sought = told, sought
			j.at, j.named = askings[i].at, askings[i].named
			j.findings = rulings[i].find().indexed()
		}
	}
	return out, nil
}

// openOf returns the open instances by rule.
func (in inquiry) openOf() map[int64]map[string]OpenInstance {
	out := map[int64]map[string]OpenInstance{}
	for _, o := range in.open {
		if out[o.Rule] == nil {
			out[o.Rule] = map[string]OpenInstance{}
		}
		out[o.Rule][o.Instance] = o
	}
	return out
}

// fates wants the lines that open instances are about.
func (in inquiry) fates(qs *questions) []*part {
	keys := map[string]bool{}
	for _, o := range in.open {
		for _, l := range o.Lines {
			key, _ := splitTold(l)
			keys[key] = true
		}
	}
	return byKey(qs, slices.Sorted(maps.Keys(keys)), in.at.today)
}

func readFates(parts []*part) (told map[string]line, sought map[string]bool, err error) {
	told, sought = map[string]line{}, map[string]bool{}
	for _, p := range parts {
		sheet := sheetOf(p)
		if sheet.err != nil {
			return nil, nil, sheet.err
		}
		for _, l := range sheet.all {
			told[l.key] = l
		}
		for _, key := range p.keys {
			sought[key] = true
		}
	}
	return told, sought, nil
}

// indexed finds instances by their names.
func (f *findings) indexed() *findings {
	f.at = make(map[string]int, len(f.all))
	for i, x := range f.all {
		f.at[x.instance] = i
	}
	return f
}

// question is the question of the rule, without what is asked.
func (a *asking) question() metric.Query {
	q := a.rule.Query
	return metric.Query{Filter: q.Filter, Define: q.Define, Tokens: q.Tokens, Scope: q.Scope}
}

// current returns a line that was told as it is now. known is false where nobody
// asked for it.
func (a *asking) current(key string) (l line, there, known bool) {
	l, there = a.told[key]
	return l, there, there || a.sought[key]
}

// ruling returns what judges the rule by its condition.
func (a *asking) ruling(segments map[string]Segment) ruling {
	if !a.rule.Condition.Kind.aboutEnds() {
		a.scope.limit(a.rule.Per)
	}
	switch kind := a.rule.Condition.Kind; {
	case kind.aboutEnds():
		return &endsRule{asking: a}
	case kind == Stale:
		return &staleRule{asking: a}
	case kind == Crosses:
		return &crossRule{asking: a}
	case kind == Unused:
		return &unusedRule{figureRule: figureRule{asking: a}}
	case kind.aboutFigures():
		return &figureRule{asking: a}
	case kind == Enters || kind == Leaves:
		return &segmentRule{asking: a, segment: segments[a.rule.Condition.Segment]}
	default:
		return &eventRule{asking: a}
	}
}
