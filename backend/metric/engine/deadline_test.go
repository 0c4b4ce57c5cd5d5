package engine_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
)

// stuck is a source whose statements take until their context ends.
type stuck struct{ *fixture }

func (s stuck) Read(_ context.Context, fn func(engine.Snapshot) error) error { return fn(s) }

func (s stuck) Query(ctx context.Context, _ string, _ []any, _ func([]any) error) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestAQuestionThatTakesTooLongSaysHowToNarrowIt(t *testing.T) {
	s := stuck{openFixture(t)}
	q := metric.Query{Metrics: []string{"licenses_sold"}}
	short := engine.New(s, builtin.Catalog(), engine.WithDeadline(5*time.Millisecond))
	_, err := short.Ask(t.Context(), q, november)
	if f := fault.Of(err); f.Code != fault.TooSlow || !strings.Contains(f.Hint, "Filter") || !strings.Contains(f.Message, "5ms") {
		t.Errorf("%+v", f)
	}
	if _, err := short.AskJSON(t.Context(), q, november); fault.Of(err).Code != fault.TooSlow {
		t.Errorf("ready text: %v", err)
	}
	// Whoever is not hurried waits, until they cancel.
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := short.Ask(ctx, q, engine.Env{Today: november.Today, Deadline: -1})
		done <- err
	}()
	cancel()
	if f := fault.Of(<-done); f.Code != fault.Cancelled {
		t.Errorf("%+v", f)
	}
	_, err = engine.New(s, builtin.Catalog(), engine.WithDeadline(0)).Ask(t.Context(), q, engine.Env{Today: november.Today, Deadline: time.Millisecond})
	if f := fault.Of(err); f.Code != fault.TooSlow {
		t.Errorf("a deadline of its own: %+v", f)
	}
}
