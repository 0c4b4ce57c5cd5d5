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

// Agenda is what there is to evaluate. Generation is that of the facts, Import
// the last import they know, LastDay the day of the last record, NoDay for none.
type Agenda struct {
	Rules      []Stored
	Watched    Watchlist
	Segments   []Segment
	Generation int64
	Import     int64
	LastDay    portfolio.Day
	// Former are the names, ids and keys by which accounts went before, folded, with
	// the keys they have now: a rule goes on watching who is renamed or merged.
	Former map[string][]string
	// Open are the instances of active rules whose episode goes on or that are
	// pending: what became of them is asked for, wherever they are now.
	Open []OpenInstance
}

// OpenInstance is an instance that is not settled, with the lines it is about, as
// key@end.
type OpenInstance struct {
	Rule     int64
	Instance string
	Lines    []string
}

// Due is the occurrence of its schedule at which a rule is evaluated.
type Due struct {
	Before, Mark string    // the mark that must still hold, and the one that follows
	At           time.Time // of the occurrence
	Missed       int       // earlier ones that it stands for
	Late         bool      // it is made up for
	Corrected    bool      // the clock had been far ahead
}

// Evaluation is one round over all rules, once the facts were asked.
type Evaluation struct {
	At         time.Time
	Today      portfolio.Day
	Generation int64
	Quiet      bool // nothing goes beyond the inbox
	Rules      []int64
	// Revisions are those of the rules that were asked for. A rule that was
	// changed since is left to the next evaluation.
	Revisions map[int64]int64
	// Due are the occurrences of rules by schedule. A rule whose occurrence
	// somebody else has evaluated meanwhile is left out.
	Due map[int64]Due
	// Import is the last import that the facts know: with Today what the rules are
	// judged by, and what the next evaluation compares with (Stored.Before).
	Import int64
	// Before are the states with which rules that compare with the evaluation
	// before were asked. Where somebody else has judged such a rule meanwhile,
	// Record answers ErrStale.
	Before map[int64]*Basis
	// CatchUp is the first round after a sleep or a start: one summary tells of it.
	CatchUp bool
	Judge   func(Standing) Verdict
}

// Standing is how a rule stands before it is judged. Undone reports that an
// import was taken back since the rule was last judged. Fault says that what is
// remembered of an instance cannot be read: to judge by the rest would tell again
// what was told.
type Standing struct {
	Rule     int64
	Undone   bool
	Statuses map[string]Status
	Fault    error
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
