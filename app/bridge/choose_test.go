package bridge_test

import (
	"context"
	"log/slog"
	"testing"

	"headroom/app/bridge"
	"headroom/backend/watch"
)

// crowd is a desk with so many notifications.
type crowd struct {
	bridge.Desk
	n int
}

func (c crowd) ChooseInbox(context.Context, watch.InboxAsking) ([]int64, error) {
	return make([]int64, c.n), nil
}

// lender lends a desk.
type lender struct {
	bridge.Host
	desk bridge.Desk
}

func (l lender) Desk() (bridge.Desk, error) { return l.desk, nil }

// As many can be chosen at once as docs/bridge.md says, and no more.
func TestNotMoreCanBeChosenThanIsSaid(t *testing.T) {
	for n, want := range map[int]int{0: 0, 7: 7, 20_000: 20_000, 30_000: 20_000} {
		for _, bound := range bridge.Bound(lender{desk: crowd{n: n}}, slog.New(slog.DiscardHandler)) {
			inbox, ok := bound.(*bridge.Inbox)
			if !ok {
				continue
			}
			if ids, err := inbox.Choose("{}"); err != nil || len(ids) != want || ids == nil {
				t.Errorf("of %d: %d, %v", n, len(ids), err)
			}
		}
	}
}
