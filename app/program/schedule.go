package program

import (
	"cmp"
	"context"
	"errors"
	"os"
	"time"

	"headroom/backend/notify"
	"headroom/backend/watch"
)

const (
	// scheduler names the lease of the process that evaluates and delivers.
	scheduler = "scheduler"
	// leaseHolds is how long it goes on after it was last taken. What runs takes it
	// again every RenewEvery; after a crash the next one need not wait longer.
	leaseHolds = 25 * time.Second
	// RenewEvery is how often a process that runs on takes the lease again.
	RenewEvery = 10 * time.Second
)

// Looker is a process that looks at what is due.
type Looker struct {
	Name string // tells it from every other
	// Woke says that it has just started, or that the machine slept: what is found
	// is told in one summary.
	Woke bool
	// Passing says that it looks once and goes.
	Passing bool
}

// Looked is what came of a look. Without the lease nothing is done: another
// process is at it.
type Looked struct {
	Leased bool `json:"leased"`
	Checked
	// Corrected says that the clock was found to have been far ahead.
	Corrected bool `json:"-"`
}

// Hold takes the lease, or takes it again, and reports whether l has it.
// Whether it has decides who evaluates, and never what is right: states change
// in transactions that know what was done before.
func (p *Program) Hold(ctx context.Context, l Looker) (bool, error) {
	if p.Store.ReadOnly() != "" {
		return false, nil
	}
	return p.Store.Lease(ctx, scheduler, l.Name, os.Getpid(), p.now(), leaseHolds)
}

// ClockWasWrong reports whether schedules were found, since the program started,
// that a clock had carried out which was far ahead.
func (p *Program) ClockWasWrong() bool { return p.clockWasWrong.Load() }

// Release gives the lease back.
func (p *Program) Release(ctx context.Context, l Looker) error {
	if p.Store.ReadOnly() != "" {
		return nil
	}
	return p.Store.Unlease(ctx, scheduler, l.Name)
}

// Look evaluates the rules that are due, and delivers what waits. What was
// missed while nothing ran is made up for in one evaluation.
func (p *Program) Look(ctx context.Context, l Looker) (Looked, error) {
	none := Looked{Checked: Checked{Report: watch.Report{Transitions: []watch.Transition{}, Problems: []watch.Problem{}}, Delivered: []notify.Delivery{}}}
	held, err := p.Hold(ctx, l)
	if err != nil || !held {
		return none, err
	}
	out := none
	out.Leased = true
	// What fails keeps nothing back that waits to be delivered.
	calling, failed := p.rules.Calling(ctx, watch.Run{Now: p.now(), Zone: p.zone})
	if out.Corrected = calling.Corrected; out.Corrected {
		p.clockWasWrong.Store(true)
	}
	if calling.Due {
		run := watch.Run{OnlyDue: true, CatchUp: l.Woke || l.Passing && calling.Missed}
		out.Report, failed = p.run(ctx, run)
	}
	out.Delivered, err = p.outbox.Deliver(ctx, p.now())
	return out, errors.Join(failed, err)
}

// evaluate evaluates all rules by events, and those by a schedule that are due.
func (p *Program) evaluate(ctx context.Context, quiet bool) (watch.Report, error) {
	return p.run(ctx, watch.Run{Quiet: quiet})
}

// run evaluates rules by the clock and in the language of the person.
func (p *Program) run(ctx context.Context, run watch.Run) (watch.Report, error) {
	language, err := p.personLanguage(ctx)
	if err != nil {
		return watch.Report{}, err
	}
	if run.Words, err = p.words(ctx, language); err != nil {
		return watch.Report{}, err
	}
	run.Now, run.Zone = p.now(), p.zone
	return p.rules.Evaluate(ctx, run)
}

// personLanguage is the language in which a person is told of something while no
// window says which it shows.
func (p *Program) personLanguage(ctx context.Context) (string, error) {
	settings, err := p.Store.Settings(ctx)
	if err != nil {
		return "", err
	}
	if language := settings["language"]; language != "" && language != "system" {
		return language, nil
	}
	return p.spoken, nil
}

// spokenIn is the language of people where their setting leaves it to the system.
func spokenIn(o Options) string { return cmp.Or(o.Spoken, o.Language, "en") }
