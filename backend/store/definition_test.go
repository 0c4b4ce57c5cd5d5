package store_test

import (
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/store"
	"headroom/backend/watch"
)

func anything(metric.Definitions) error { return nil }

// someDefinitions are one of each kind, used by one another: the token by the
// column, the column by the group, the group by the metric's filter.
func someDefinitions() metric.Definitions {
	return metric.Definitions{
		Columns: []metric.CalculatedColumn{{Name: "spare", Expression: "[quantity] - [assigned] - {{RESERVE}}"}},
		Groups:  []metric.Group{{Name: "size", Column: "spare", Numbers: &metric.Bins{Kind: "dynamic", Count: 4}}},
		Metrics: []metric.DerivedMetric{{Name: "large", Metric: "licenses_sold", Filter: &metric.Filter{Dimension: "size", Op: "eq", Value: "large"}}},
		Tokens:  []metric.Token{{Name: "RESERVE", Kind: "value", Type: "number", Value: 5.0}},
	}
}

func define(t *testing.T, s *store.Store, d metric.Definitions) {
	t.Helper()
	if err := s.Define(t.Context(), d, anything); err != nil {
		t.Fatal(err)
	}
}

func kept(t *testing.T, s *store.Store) metric.Definitions {
	t.Helper()
	d, err := s.Definitions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDefinitionsAreKeptInTheirOrder(t *testing.T) {
	s := open(t)
	before, err := s.Digest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	generation := s.Generation()
	define(t, s, someDefinitions())
	if got := kept(t, s); !reflect.DeepEqual(got, someDefinitions()) {
		t.Errorf("kept %+v", got)
	}
	if s.Generation() == generation {
		t.Error("answers from before would be remembered")
	}
	if after, err := s.Digest(t.Context()); err != nil || after != before {
		t.Errorf("definitions are no facts, but the digest is %s, %v", after, err)
	}

	define(t, s, metric.Definitions{Columns: []metric.CalculatedColumn{{Name: "more", Expression: "1"}}})
	define(t, s, metric.Definitions{Columns: []metric.CalculatedColumn{{Name: "spare", Expression: "[quantity]"}}})
	var names []string
	for _, c := range kept(t, s).Columns {
		names = append(names, c.Name+" "+c.Expression)
	}
	if got := strings.Join(names, ", "); got != "spare [quantity], more 1" {
		t.Errorf("the columns are %s", got)
	}
	// A name may become a definition of another kind.
	define(t, s, metric.Definitions{Groups: []metric.Group{{Name: "more", Column: "quantity"}}})
	if d := kept(t, s); len(d.Columns) != 1 || len(d.Groups) != 2 {
		t.Errorf("kept %+v", d)
	}
}

func TestDefinitionsAreCheckedAsAWhole(t *testing.T) {
	s := open(t)
	define(t, s, someDefinitions())
	refusal := fault.At("columns", "no")
	var seen metric.Definitions
	err := s.Define(t.Context(), metric.Definitions{
		Columns: []metric.CalculatedColumn{{Name: "one", Expression: "1"}, {Name: "spare", Expression: "2"}},
	}, func(kept metric.Definitions) error { seen = kept; return refusal })
	if !errors.Is(err, refusal) {
		t.Errorf("got %v", err)
	}
	if !reflect.DeepEqual(seen, someDefinitions()) {
		t.Errorf("checked %+v", seen)
	}
	if got := kept(t, s); !reflect.DeepEqual(got, someDefinitions()) {
		t.Errorf("a refusal kept %+v", got)
	}
	for _, d := range []metric.Definitions{
		{Columns: []metric.CalculatedColumn{{Name: "Spare"}}},
		{Columns: []metric.CalculatedColumn{{Name: ""}}},
		{Tokens: []metric.Token{{Name: "reserve"}}},
		{Columns: []metric.CalculatedColumn{{Name: "one"}}, Groups: []metric.Group{{Name: "one"}}},
	} {
		if err := s.Define(t.Context(), d, anything); fault.Of(err) == nil || fault.Of(err).Code != fault.Invalid {
			t.Errorf("%+v: %v", d, err)
		}
	}
}

// TestWhatIsUsedStays removes definitions while others name them; the control
// is that each can be removed once nothing does.
func TestWhatIsUsedStays(t *testing.T) {
	s := open(t)
	define(t, s, someDefinitions())
	steps := []struct {
		kind metric.DefinitionKind
		name string
		by   string
	}{
		{metric.TokenKind, "RESERVE", "the column spare"},
		{metric.ColumnKind, "spare", "the group size"},
		{metric.GroupKind, "size", "the metric large"},
	}
	for _, step := range steps {
		err := s.Undefine(t.Context(), step.kind, step.name)
		if f := fault.Of(err); f == nil || f.Code != fault.Conflict || !strings.Contains(f.Message, step.by) {
			t.Errorf("%s: %v", step.name, err)
		}
		if uses, err := s.Uses(t.Context(), step.kind, step.name); err != nil || len(uses) != 1 || uses[0].String() != step.by {
			t.Errorf("uses of %s: %v, %v", step.name, uses, err)
		}
	}
	if got := kept(t, s); !reflect.DeepEqual(got, someDefinitions()) {
		t.Errorf("a refusal left %+v", got)
	}
	if err := s.Undefine(t.Context(), metric.MetricKind, "large"); err != nil {
		t.Error(err)
	}
	for i := len(steps) - 1; i >= 0; i-- {
		if err := s.Undefine(t.Context(), steps[i].kind, steps[i].name); err != nil {
			t.Errorf("%s, which nothing uses any more: %v", steps[i].name, err)
		}
	}
	if f := fault.Of(s.Undefine(t.Context(), metric.ColumnKind, "spare")); f == nil || f.Code != fault.NotFound {
		t.Errorf("removed twice: %v", f)
	}
}

// TestARuleUsesAToken: a rule that was removed does not.
func TestARuleUsesAToken(t *testing.T) {
	s := open(t)
	define(t, s, metric.Definitions{Tokens: someDefinitions().Tokens})
	id, err := s.AddRule(t.Context(), watch.Rule{Name: "Fewer than {{RESERVE}} left", Template: watch.EndsWithin, State: watch.Active})
	if err != nil {
		t.Fatal(err)
	}
	if f := fault.Of(s.Undefine(t.Context(), metric.TokenKind, "RESERVE")); f == nil || !strings.Contains(f.Message, "the rule Fewer than") {
		t.Errorf("got %v", f)
	}
	if err := s.RemoveRule(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if err := s.Undefine(t.Context(), metric.TokenKind, "RESERVE"); err != nil {
		t.Error(err)
	}
}

func TestABackupKeepsDefinitions(t *testing.T) {
	s := open(t)
	define(t, s, someDefinitions())
	backup := filepath.Join(t.TempDir(), "a.headroom")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "other.db")
	if err := store.Restore(t.Context(), backup, other, clock); err != nil {
		t.Fatal(err)
	}
	r, err := store.Open(t.Context(), other, store.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got := kept(t, r); !reflect.DeepEqual(got, someDefinitions()) {
		t.Errorf("restored %+v", got)
	}
	if problems, err := r.Verify(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("verify: %v, %v", problems, err)
	}
}
