package watch

import (
	"cmp"
	"context"
	"errors"
	"time"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
)

// attempts bounds how often a round is asked again because an import came in
// between.
const attempts = 5

// Run says when and how rules are evaluated.
type Run struct {
	Now  time.Time
	Zone *time.Location // of the person: it decides which day it is; nil is UTC
	// Quiet writes the inbox and tells nobody else: after an undo, or where the
	// person asked for the inbox only.
	Quiet bool
	// OnlyDue leaves out the rules for which neither the day nor the facts are new.
	// Rules by a schedule are evaluated when they are due, in any case.
	OnlyDue bool
	// CatchUp is the first evaluation after a sleep or a start.
	CatchUp bool
	// Words are those that the person reads; the zero Words are English.
	Words Words
}

// Today returns the person's day.
func (r Run) Today() portfolio.Day {
	if r.Zone == nil {
		return portfolio.DayIn(r.Now.UTC())
	}
	return portfolio.DayIn(r.Now.In(r.Zone))
}

// Report is what one evaluation did.
type Report struct {
	Evaluated   int          `json:"evaluated"`
	Transitions []Transition `json:"transitions"`
	Problems    []Problem    `json:"problems"`
}

// Problem is a rule that could not be judged. Err is for the log.
type Problem struct {
	Rule    int64  `json:"rule"`
	Health  Health `json:"health"`
	Message string `json:"message"`
	Err     error  `json:"-"`
}

// Evaluator evaluates rules.
type Evaluator struct {
	asker   Asker
	journal Journal
}

// NewEvaluator returns an Evaluator that asks asker and keeps its findings in journal.
func NewEvaluator(asker Asker, journal Journal) *Evaluator { return &Evaluator{asker, journal} }

// Evaluate evaluates every active rule once. A rule that cannot be answered
// does not stop the others. A cancelled evaluation records nothing.
func (e *Evaluator) Evaluate(ctx context.Context, run Run) (Report, error) {
	for range attempts {
		report, err := e.round(ctx, run)
		if !errors.Is(err, ErrStale) {
			return report, err
		}
	}
	return Report{}, fault.Wrap(ErrStale, fault.Conflict, "The data kept changing while the rules were evaluated.").WithHint("Check again when the import has ended.")
}

func (e *Evaluator) round(ctx context.Context, run Run) (Report, error) {
	agenda, err := e.journal.Agenda(ctx)
	if err != nil {
		return Report{}, err
	}
	round := Evaluation{
		At: run.Now.UTC(), Today: run.Today(), Generation: agenda.Generation, Import: agenda.Import, Quiet: run.Quiet, CatchUp: run.CatchUp,
		Revisions: map[int64]int64{}, Due: map[int64]Due{}, Before: map[int64]*Basis{},
	}
	in := inquiry{
		asker: e.asker, watched: agenda.Watched, segments: agenda.Segments, former: agenda.Former, open: agenda.Open,
		at: point{today: round.Today, at: round.At, mark: agenda.Import}, marks: map[int64]int64{}, words: run.Words,
	}
	rules := due(agenda, run, &round, in.marks)
	judges, err := in.judges(ctx, rules)
	if err != nil {
		return Report{}, err
	}
	problems := []Problem{}
	round.Judge = func(s Standing) Verdict {
		j := judges[s.Rule]
		v := j.verdict(s)
		v.add(j.failure(s, v))
		if v.Health != Sound {
			problems = append(problems, Problem{s.Rule, v.Health, v.Problem, cmp.Or(s.Fault, j.err())})
		}
		return v
	}
	transitions, err := e.journal.Record(ctx, round)
	if err != nil {
		return Report{}, err
	}
	if transitions == nil {
		transitions = []Transition{}
	}
	return Report{Evaluated: len(rules), Transitions: transitions, Problems: problems}, nil
}

// due returns the rules that are to be evaluated now, and puts down for the
// record what they are evaluated at.
func due(agenda Agenda, run Run, round *Evaluation, marks map[int64]int64) []Stored {
	var out []Stored
	for _, r := range agenda.Rules {
		occurrence, is := r.Due(run.Now, run.Zone, agenda.Generation)
		switch {
		case r.Rule.Trigger.Scheduled() && !is:
			continue
		case r.Rule.Trigger.Scheduled():
			round.Due[r.ID] = *occurrence
			marks[r.ID] = occurrence.At.Unix()
		case !is && run.OnlyDue:
			continue
		}
		if r.Rule.Condition.Kind.Compares() {
			round.Before[r.ID] = r.Before
		}
		round.Rules = append(round.Rules, r.ID)
		round.Revisions[r.ID] = r.Revision
		out = append(out, r)
	}
	return out
}
