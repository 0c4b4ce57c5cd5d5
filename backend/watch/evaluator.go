package watch

import (
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
	today := run.Today()
	known, err := e.ask(ctx, agenda, today)
	if err != nil {
		return Report{}, err
	}
	judges := map[int64]judge{}
	round := Evaluation{At: run.Now.UTC(), Today: today, Generation: agenda.Generation, Quiet: run.Quiet, Revisions: map[int64]int64{}}
	for _, r := range agenda.Rules {
		judges[r.ID] = judge{rule: r, facts: known, today: today, at: round.At}
		round.Rules = append(round.Rules, r.ID)
		round.Revisions[r.ID] = r.Revision
	}
	problems := []Problem{}
	round.Judge = func(s Standing) Verdict {
		v := judges[s.Rule].verdict(s)
		if v.Health != Sound {
			problems = append(problems, Problem{s.Rule, v.Health, v.Problem, judges[s.Rule].err()})
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
	return Report{Evaluated: len(agenda.Rules), Transitions: transitions, Problems: problems}, nil
}

// facts is what all rules are judged by, asked once.
type facts struct {
	lines   lines
	gauges  gauges
	watched Watchlist
}

// ask asks what the rules on the agenda need. Its only error is that it was
// cancelled; what went wrong with a question is in the facts.
func (e *Evaluator) ask(ctx context.Context, agenda Agenda, today portfolio.Day) (facts, error) {
	f := facts{watched: agenda.Watched}
	var ends, usage, byLine bool
	for _, r := range agenda.Rules {
		ends = ends || r.Rule.Template == EndsWithin
		usage = usage || r.Rule.Template == UsageOver
		byLine = byLine || r.Rule.Template == UsageOver && r.Rule.Watch.Watched && len(agenda.Watched.Entitlements) > 0
	}
	if ends || byLine {
		f.lines = askLines(ctx, e.asker, today)
	}
	if usage {
		f.gauges = askGauges(ctx, e.asker, today, f.lines.byProduct())
		if byLine && f.lines.err != nil {
			f.gauges.err = f.lines.err
		}
	}
	if err := ctx.Err(); err != nil {
		return facts{}, fault.Wrap(err, fault.Cancelled, "Cancelled; nothing was changed.")
	}
	return f, nil
}

// byProduct lists the keys of the lines of each account and product.
func (ls lines) byProduct() map[string][]string {
	out := map[string][]string{}
	for _, l := range ls.all {
		out[l.accountKey+"|"+l.product] = append(out[l.accountKey+"|"+l.product], l.key)
	}
	return out
}
