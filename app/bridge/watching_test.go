package bridge_test

import (
	"context"
	"runtime"
	"strconv"
	"sync"
	"testing"

	"headroom/app/bridge"
	"headroom/backend/watch"
)

// empty is a desk without rules at first, which takes its time to list them.
type empty struct {
	bridge.Desk
	mu    sync.Mutex
	rules []watch.Listed
}

func (*empty) ReadOnly() string { return "" }

func (*empty) Watch(context.Context, string, string, bool) error { return nil }

func (e *empty) Rules(context.Context) ([]watch.Listed, error) {
	e.mu.Lock()
	known := e.rules[:len(e.rules):len(e.rules)]
	e.mu.Unlock()
	for range 1000 {
		runtime.Gosched() // others go on meanwhile
	}
	return known, nil
}

func (e *empty) AddRule(_ context.Context, r watch.Rule) (int64, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.rules = append(e.rules, watch.Listed{Stored: watch.Stored{Rule: r}})
	return int64(len(e.rules)), nil
}

// Several things that are watched at once are told of by the usual rules once.
func TestTheUsualRulesAreAddedOnce(t *testing.T) {
	for range 20 {
		desk := &empty{}
		portfolio := one[*bridge.Portfolio](t, speaker{lender{desk: desk}, "en"})
		var all sync.WaitGroup
		for n := range 8 {
			all.Go(func() {
				if _, err := portfolio.Watch("account", strconv.Itoa(n), true); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if len(desk.rules) != 2 {
			t.Fatalf("there are %d rules", len(desk.rules))
		}
	}
}
