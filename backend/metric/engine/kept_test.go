package engine_test

import (
	"context"
	"reflect"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
)

// TestWhatIsKeptIsOfTheQuestion asks pairs of questions that are written nearly
// alike: the second has its own answer, and not what is kept of the first.
func TestWhatIsKeptIsOfTheQuestion(t *testing.T) {
	name := func(values ...string) *metric.Filter {
		f := &metric.Filter{Any: []metric.Filter{}}
		for _, v := range values {
			f.Any = append(f.Any, metric.Filter{Dimension: "account", Op: "eq", Value: v})
		}
		return f
	}
	account := "Rossi SpA" // has a blank, which also stands between two values
	for title, pair := range map[string][2]*metric.Filter{
		"where one value ends":     {name("Rossi", "SpA x"), name("Rossi SpA", "x")},
		"all of none, any of none": {{All: []metric.Filter{}}, {Any: []metric.Filter{}}},
	} {
		s := open(t, newWorld(3))
		if _, err := s.db.Exec("UPDATE account SET name = ? WHERE id = (SELECT min(account_id) FROM entitlement)", account); err != nil {
			t.Fatal(err)
		}
		e := engine.New(s, builtin.Catalog())
		var kept, own metric.Result
		for i, f := range pair {
			q := metric.Query{Metrics: []string{"accounts", "entitlements"}, Filter: f}
			var err error
			if kept, err = e.Ask(t.Context(), q, engine.Env{Today: s.world.today}); err != nil {
				t.Fatal(err)
			}
			if own, err = engine.New(s, builtin.Catalog()).Ask(t.Context(), q, engine.Env{Today: s.world.today}); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(kept.Rows, own.Rows) {
				t.Errorf("%s, %d: %v instead of %v", title, i, kept.Rows, own.Rows)
			}
		}
	}
}

// switching is a source into which a file is imported while it is read: the
// number of its state moves on, what the question reads does not.
type switching struct {
	*source
	during bool
}

func (s *switching) Read(_ context.Context, fn func(engine.Snapshot) error) error {
	read := earlier{s.source, s.State()}
	if s.during {
		s.generation++
	}
	return fn(read)
}

// earlier is a snapshot of the state before.
type earlier struct {
	*source
	state engine.State
}

func (e earlier) State() engine.State { return e.state }

// TestAnImportWhileAQuestionIsAnswered: what was read of the state before is not
// kept for the one after.
func TestAnImportWhileAQuestionIsAnswered(t *testing.T) {
	s := open(t, newWorld(3))
	src := &switching{source: s, during: true}
	e := engine.New(src, builtin.Catalog())
	q := metric.Query{Metrics: []string{"accounts", "licenses_sold", "active_users"}, By: []metric.By{{Dimension: "account"}}}
	env := engine.Env{Today: s.world.today}
	if _, err := e.Ask(t.Context(), q, env); err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.Exec("DELETE FROM entitlement; DELETE FROM series"); err != nil { // what the import did
		t.Fatal(err)
	}
	src.during = false
	got, err := e.Ask(t.Context(), q, env)
	if err != nil {
		t.Fatal(err)
	}
	want, err := engine.New(s, builtin.Catalog()).Ask(t.Context(), q, env)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.Rows, want.Rows) {
		t.Errorf("%d rows of before instead of %d", len(got.Rows), len(want.Rows))
	}
}
