package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"headroom/backend/ingest"
	"headroom/backend/notify"
	"headroom/backend/portfolio"
	"headroom/backend/store"
	"headroom/backend/watch"
)

// perImport is how many episodes each import of a test of processes begins.
const perImport = 5

// leaseHolds is how long a lease holds in a test of processes.
const leaseHolds = 2 * time.Second

// The points at which a process waits to be let go. At judging and importing it
// is in the middle of a transaction that writes.
const (
	atBegin     = "begin" // before it opens the store
	atRound     = "round" // before it begins anew
	atJudging   = "judging"
	atEvaluated = "evaluated"
	atShowing   = "showing" // what it has claimed
	atImporting = "importing"
	atCopied    = "copied"
)

// workers are the kinds of processes, each of which does its work on the store
// until it is killed.
var workers = map[string]func(context.Context, *process) error{
	"evaluate":        evaluating(0),
	"evaluate, hasty": evaluating(2 * notify.ClaimHolds),
	"import":          importing,
	"back up":         backingUp,
}

// process is a process of a test, from the inside. It says on its output what it
// does, and reads from its input when to go on and what time it is then.
type process struct {
	t      *testing.T
	s      *store.Store
	orders *bufio.Scanner
	micros atomic.Int64
	done   int
}

func (p *process) now() time.Time { return time.UnixMicro(p.micros.Load()).UTC() }

func (p *process) say(what string, about ...any) {
	fmt.Fprintln(os.Stdout, append([]any{what}, about...)...)
}

// at waits at a point until the test lets it go.
func (p *process) at(point string) {
	p.say("at", point)
	if !p.orders.Scan() {
		os.Exit(0) // nobody is there any more
	}
	micros, err := strconv.ParseInt(p.orders.Text(), 10, 64)
	if err != nil {
		p.t.Fatal(err)
	}
	p.micros.Store(micros)
}

// TestWorker is one of the processes of TestProcessesOnOneStore.
func TestWorker(t *testing.T) {
	work, ok := workers[os.Getenv("HEADROOM_WORKER")]
	if !ok {
		t.Skip("a part of TestProcessesOnOneStore")
	}
	p := &process{t: t, orders: bufio.NewScanner(os.Stdin)}
	p.at(atBegin)
	s, err := store.Open(t.Context(), os.Getenv("HEADROOM_STORE"), store.Options{Now: p.now})
	if err != nil {
		t.Fatal(err)
	}
	p.s = s
	for {
		if err := work(t.Context(), p); err != nil {
			p.say("error", strconv.Quote(err.Error()))
		}
	}
}

// evaluating evaluates and delivers, whether it holds the lease or not: the lease
// saves work, and what is right does not hang on it. One that is ahead of the
// clock takes what others are sending.
func evaluating(ahead time.Duration) func(context.Context, *process) error {
	return func(ctx context.Context, p *process) error {
		p.at(atRound)
		held, err := p.s.Lease(ctx, "scheduler", os.Getenv("HEADROOM_NUMBER"), os.Getpid(), p.now(), leaseHolds)
		if err != nil {
			return err
		}
		p.say("lease", held)
		if err := evaluateImports(ctx, p.s, p.now(), func() { p.at(atJudging) }); err != nil {
			return err
		}
		p.at(atEvaluated)
		claimed, err := p.s.Claim(ctx, p.now().Add(ahead))
		if err != nil || len(claimed) == 0 {
			return err
		}
		p.say("claimed", ids(claimed))
		p.at(atShowing)
		if err := p.s.Settle(ctx, delivered(claimed), p.now().Add(ahead)); err != nil {
			return err
		}
		p.say("settled", ids(claimed))
		return nil
	}
}

func ids(all []notify.Pending) string {
	words := make([]string, len(all))
	for i, p := range all {
		words[i] = strconv.FormatInt(p.ID, 10)
	}
	return strings.Join(words, " ")
}

func delivered(all []notify.Pending) []notify.Settlement {
	done := make([]notify.Settlement, len(all))
	for i, p := range all {
		done[i] = notify.Settlement{ID: p.ID, State: notify.Delivered, Channel: "desktop"}
	}
	return done
}

// evaluateImports finds that each import there was made so many instances true.
func evaluateImports(ctx context.Context, s *store.Store, now time.Time, judging func()) error {
	a, err := s.Agenda(ctx)
	if err != nil {
		return err
	}
	e := watch.Evaluation{At: now, Today: portfolio.DayIn(now), Generation: a.Generation, Import: a.Import, Rules: []int64{1}}
	e.Judge = func(standing watch.Standing) watch.Verdict {
		judging()
		v := watch.Verdict{Health: watch.Sound}
		for i := range int(a.Import) * perImport {
			instance := fmt.Sprintf("account:%d.%d", 1+i/perImport, i%perImport)
			before, known := standing.Statuses[instance]
			if !known {
				before = watch.Status{State: watch.Normal, Told: portfolio.NoDay, DataDay: portfolio.NoDay}
			}
			after, step := before.Next(watch.Outcome{Finding: watch.Met, DataDay: portfolio.NoDay}, 0, e.Today, e.At)
			if step != watch.Stay {
				v.Decisions = append(v.Decisions, watch.Decision{Instance: instance, From: before.State, Status: after, Step: step, Notice: watch.Notice{Title: instance}})
			}
		}
		return v
	}
	if _, err = s.Record(ctx, e); errors.Is(err, watch.ErrStale) {
		return nil // an import came in between: it is asked again
	}
	return err
}

func importing(ctx context.Context, p *process) error {
	p.at(atRound)
	p.done++
	key := fmt.Sprintf("%s-%d", os.Getenv("HEADROOM_NUMBER"), p.done)
	told := entitlement(p.t, "2026-11-19", key, "Contoso", 1, "")
	_, err := tryPut(ctx, p.t, p.s, file{name: key, info: changes, asOf: "2026-11-19", facts: []func(ingest.Sink) error{func(sink ingest.Sink) error {
		p.at(atImporting)
		return told(sink)
	}}}, false)
	return err
}

func backingUp(ctx context.Context, p *process) error {
	p.at(atRound)
	p.done++
	copied := filepath.Join(filepath.Dir(p.s.Path()), fmt.Sprintf("copy-%s-%d", os.Getenv("HEADROOM_NUMBER"), p.done))
	if err := p.s.Backup(ctx, copied); err != nil {
		return err
	}
	p.at(atCopied)
	return os.Remove(copied)
}
