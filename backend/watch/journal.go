package watch

import (
	"context"
	"errors"
	"time"

	"headroom/backend/portfolio"
)

// ErrStale is what a Journal answers when the facts changed between the question
// and the record: the evaluation must ask again.
var ErrStale = errors.New("the facts changed while the rules were evaluated")

// Journal keeps rules, states and items. Record is one transaction: another
// process may evaluate the same rules at the same time, so whatever depends on
// the states is decided inside it.
type Journal interface {
	// Agenda returns what there is to evaluate.
	Agenda(ctx context.Context) (Agenda, error)
	// Record lets e judge each rule that is still active and stores what it
	// decided. It returns the transitions in the order they were stored.
	Record(ctx context.Context, e Evaluation) ([]Transition, error)
}

// Agenda is what there is to evaluate. Generation is that of the facts.
type Agenda struct {
	Rules      []Stored
	Watched    Watchlist
	Generation int64
}

// Evaluation is one round over all rules, once the facts were asked.
type Evaluation struct {
	At         time.Time
	Today      portfolio.Day
	Generation int64
	Quiet      bool // nothing goes beyond the inbox
	Rules      []int64
	Judge      func(Standing) Verdict
}

// Standing is how a rule stands before it is judged. Undone reports that an
// import was taken back since the rule was last judged.
type Standing struct {
	Rule     int64
	Undone   bool
	Statuses map[string]Status
}

// Health is how the evaluation of a rule went.
type Health string

// The healths.
const (
	Sound  Health = "ok"
	Blind  Health = "no_data"
	Broken Health = "failed"
)

// Verdict is what became of a rule: how its evaluation went, why where it did
// not go well, and a decision for each instance that changed.
type Verdict struct {
	Health    Health
	Problem   string
	Decisions []Decision
}

// Decision changes one instance. Reason says why to the log, Why to the person;
// Why and Notice are set for Fire and Repeat.
type Decision struct {
	Instance string
	From     State
	Status   Status
	Step     Step
	Reason   string
	Why      string
	Notice   Notice
}

// IsTransition reports whether d is more than an update of what is remembered.
func (d Decision) IsTransition() bool { return d.Step != Stay || d.From != d.Status.State }
