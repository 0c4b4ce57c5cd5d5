package app

import (
	"context"
	"time"

	"headroom/backend/change"
	"headroom/backend/portfolio"
)

const (
	// pollEvery is how often the wall clock is looked at. A timer until
	// midnight would stop while the machine sleeps.
	pollEvery = 30 * time.Second
	// checkEvery is how often rules are evaluated when nothing changed.
	checkEvery = time.Hour
)

// loop looks into the watched folders, evaluates the rules when a day begins,
// when another process changed the store, and once an hour, and delivers what
// waits.
type loop struct {
	services *services
	signal   chan struct{}
	done     chan struct{}
	cancel   context.CancelFunc

	day        portfolio.Day
	checked    time.Time
	generation int64
}

func newLoop(s *services) *loop {
	return &loop{services: s, signal: make(chan struct{}, 1), done: make(chan struct{})}
}

func (l *loop) start(ctx context.Context) {
	ctx, l.cancel = context.WithCancel(ctx)
	go l.run(ctx)
}

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
}

func (l *loop) run(ctx context.Context) {
	defer close(l.done)
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		l.look(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-l.signal:
		}
	}
}

// look evaluates if something calls for it, and delivers.
func (l *loop) look(ctx context.Context) {
	p, err := l.services.program()
	if err != nil || ctx.Err() != nil {
		return
	}
	log := l.services.host.Log
	if _, err := p.LookIntoFolders(ctx); err != nil && ctx.Err() == nil {
		log.Warn("watched folders", "cause", err)
	}
	now, generation := l.services.host.Now(), p.Store.Generation()
	if p.Today() != l.day || generation != l.generation || now.Sub(l.checked) >= checkEvery || now.Before(l.checked) {
		if generation != l.generation && l.generation != 0 {
			// Perhaps another process; the window asks again either way.
			l.services.host.Emit("changed", change.Set{change.Facts, change.Inbox})
		}
		l.day, l.generation, l.checked = p.Today(), generation, now
		if err := p.Evaluate(ctx); err != nil && ctx.Err() == nil {
			log.Warn("check", "cause", err)
		}
	}
	if _, err := p.Deliver(ctx); err != nil && ctx.Err() == nil {
		log.Warn("deliver", "cause", err)
	}
}
