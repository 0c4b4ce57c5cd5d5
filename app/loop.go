package app

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	"headroom/app/program"
	"headroom/backend/change"
)

const (
	// looksEvery is after how many turns of program.RenewEvery the loop looks at
	// what is due: every 30 seconds. A timer until midnight, or until the next rule
	// is due, would stop while the machine sleeps.
	looksEvery = 3
	// slept is how far the clock on the wall moves between two turns only if the
	// machine slept or somebody set the clock.
	slept = 2 * time.Minute
	// patience is how long the first look waits for the first page.
	patience = 10 * time.Second
)

// loop looks into the watched folders, evaluates the rules that are due, and
// delivers what waits; after a sleep at once. It begins when the first page of
// the window is drawn, so that the page has the machine to itself.
type loop struct {
	services *services
	signal   chan struct{}
	drawn    chan struct{} // closed when the first page is
	once     sync.Once
	done     chan struct{}
	cancel   context.CancelFunc
	name     string

	turns      int
	turned     time.Time // on the wall
	generation int64
}

func newLoop(s *services) *loop {
	name := fmt.Sprintf("window %d since %s", os.Getpid(), begun.UTC().Format(time.RFC3339Nano))
	return &loop{services: s, name: name, signal: make(chan struct{}, 1), drawn: make(chan struct{}), done: make(chan struct{})}
}

func (l *loop) start(ctx context.Context) {
	ctx, l.cancel = context.WithCancel(ctx)
	go l.run(ctx)
}

// begin says that the first page is drawn.
func (l *loop) begin() { l.once.Do(func() { close(l.drawn) }) }

// wake makes the loop look now; it never blocks.
func (l *loop) wake() {
	select {
	case l.signal <- struct{}{}:
	default:
	}
}

func (l *loop) stop() {
	if l.cancel == nil {
		return
	}
	l.cancel()
	<-l.done
	if p, err := l.services.program(); err == nil {
		if err := p.Release(context.Background(), program.Looker{Name: l.name}); err != nil {
			l.services.host.Log.Warn("give the lease back", "cause", err)
		}
	}
}

func (l *loop) run(ctx context.Context) {
	defer close(l.done)
	select {
	case <-ctx.Done():
		return
	case <-l.drawn:
	case <-time.After(patience):
	}
	tick := time.NewTicker(program.RenewEvery)
	defer tick.Stop()
	called := true
	for {
		l.turn(ctx, called)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			called = false
		case <-l.signal:
			called = true
		}
	}
}

// turn looks if it was called, if the machine slept, or if it is time; else it
// takes the lease again, so that no other process starts to evaluate.
func (l *loop) turn(ctx context.Context, called bool) {
	p, err := l.services.program()
	if err != nil || ctx.Err() != nil {
		return
	}
	// Without the monotonic clock, which does not go on while the machine sleeps.
	now := l.services.host.Now().Round(0)
	moved := now.Sub(l.turned)
	who := program.Looker{Name: l.name, Woke: l.turned.IsZero() || moved > slept || moved < -slept}
	l.turned = now
	if !called && !who.Woke {
		if l.turns++; l.turns < looksEvery {
			if _, err := p.Hold(ctx, who); err != nil && ctx.Err() == nil {
				l.services.host.Log.Warn("hold the lease", "cause", err)
			}
			return
		}
	}
	l.turns = 0
	l.look(ctx, p, who)
}

// look evaluates if something calls for it, and delivers.
func (l *loop) look(ctx context.Context, p *program.Program, who program.Looker) {
	log := l.services.host.Log
	if _, err := p.LookIntoFolders(ctx); err != nil && ctx.Err() == nil {
		log.Warn("watched folders", "cause", err)
	}
	if generation := p.Store.Generation(); generation != l.generation {
		if l.generation != 0 {
			// Perhaps another process; the window asks again either way.
			l.services.host.Emit("changed", change.Set{change.Facts, change.Inbox})
		}
		l.generation = generation
	}
	looked, err := p.Look(ctx, who)
	if err != nil && ctx.Err() == nil {
		log.Warn("look at what is due", "cause", err)
	}
	if looked.Corrected {
		log.Warn("the clock had been far ahead")
		l.services.host.Emit("changed", change.Set{change.Inbox}) // the window says so
	}
	for _, d := range looked.Delivered {
		if d.Err != nil {
			log.Warn("deliver", "destination", d.Destination, "cause", d.Err)
		}
	}
	for _, problem := range looked.Problems {
		log.Warn("check", "rule", problem.Rule, "health", problem.Health, "cause", problem.Err)
	}
}
