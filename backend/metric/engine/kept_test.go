package engine_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"sync"
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

// TestWhatPassesIsNotKept: what follows from the time of day or from chance is
// found out anew each time, and all else is kept.
func TestWhatPassesIsNotKept(t *testing.T) {
	s := open(t, newWorld(3))
	e := engine.New(s, builtin.Catalog(), engine.WithoutFacts()) // so that answering reads the store
	column := func(expression string) metric.Query {
		return metric.Query{
			Metrics: []string{"entitlements"}, By: []metric.By{{Dimension: "mine"}},
			Define: &metric.Definitions{Columns: []metric.CalculatedColumn{{Name: "mine", Expression: expression}}},
		}
	}
	token := func(name string) metric.Query {
		return metric.Query{Columns: []string{"account"}, Filter: &metric.Filter{Dimension: "account", Op: "ne", Value: name}}
	}
	figure := token("{{OPEN}}")
	figure.Define = &metric.Definitions{Tokens: []metric.Token{{Name: "OPEN", Kind: "metric", Query: &metric.Query{
		Metrics: []string{"accounts"}, Filter: &metric.Filter{Dimension: "account", Op: "ne", Value: "{{NOW}}"},
	}}}}
	for _, c := range []struct {
		title string
		query metric.Query
		kept  bool
	}{
		{"now", column("HOUR(NOW())"), false},
		{"now, with a comment", column("HOUR(NOW // at last\n())"), false},
		{"chance", column("RANDOM()"), false},
		{"today", column("DAYSBETWEEN(TODAY(), [end_date])"), true},
		{"the word alone", column("\"NOW()\""), true},
		{"the token", token("{{ NOW }}"), false},
		{"the time", token("{{CURRENT_TIME}}"), false},
		{"a figure made of it", figure, false},
		{"the day", token("{{TODAY}}"), true},
		{"another word", token("NOW}"), true},
	} {
		asked := 0
		for range 2 {
			before := s.queries.Load()
			if _, err := e.Ask(t.Context(), c.query, engine.Env{Today: s.world.today}); err != nil {
				t.Fatalf("%s: %v", c.title, err)
			}
			asked = int(s.queries.Load() - before)
		}
		if (asked == 0) != c.kept {
			t.Errorf("%s: %d statements the second time", c.title, asked)
		}
	}
}

// TestChanceIsByRow: a random number is another one in each row, however many
// rows are of one account.
func TestChanceIsByRow(t *testing.T) {
	s := open(t, newWorld(5))
	r, err := engine.New(s, builtin.Catalog()).Ask(t.Context(), metric.Query{
		Metrics: []string{"entitlements"}, By: []metric.By{{Dimension: "chance"}},
		Define: &metric.Definitions{Columns: []metric.CalculatedColumn{{Name: "chance", Expression: "RANDOM()"}}},
	}, engine.Env{Today: s.world.today})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range r.Rows {
		if row[1] != float64(1) && row[1] != int64(1) {
			t.Errorf("%v rows have %v", row[1], row[0])
		}
	}
	if len(r.Rows) < 2 {
		t.Errorf("%d rows", len(r.Rows))
	}
}

// TestCatalogsKeptAreBounded: each question with a definition of its own has a
// catalog of its own, however short the definition is.
func TestCatalogsKeptAreBounded(t *testing.T) {
	s := open(t, newWorld(3))
	e := engine.New(s, builtin.Catalog())
	const size = 100_000 // at least, of one
	for i := range 400 {
		q := query(t, fmt.Sprintf(`{"metrics":["x"],"define":{"columns":[{"name":"c","expression":"[quantity] * %d"}],"metrics":[{"name":"x","aggregate":"sum","column":"c"}]}}`, i))
		if _, _, err := e.Understand(t.Context(), q, engine.Env{Today: s.world.today}); err != nil {
			t.Fatal(err)
		}
	}
	if kept := e.Catalogs(); kept < 10 || kept*size > engine.CatalogBound {
		t.Errorf("%d catalogs are kept", kept)
	}
}

// TestWhatIsKeptIsBounded: questions that compare a column of a few values with
// many take little beside the text that names them, which counts.
func TestWhatIsKeptIsBounded(t *testing.T) {
	s := open(t, newWorld(3))
	e := engine.New(s, builtin.Catalog(), engine.WithDeadline(0))
	e.NoAccountsAreFew()
	values := make([]any, 20_000)
	for round := range 20 {
		for i := range values {
			values[i] = fmt.Sprintf("%d a state that no entitlement ever has, of which there are many, %d", round, i)
		}
		q := metric.Query{Metrics: []string{"entitlements"}, Filter: &metric.Filter{Dimension: "status", Op: "not_in", Values: values}}
		if _, err := e.Ask(t.Context(), q, engine.Env{Today: s.world.today}); err != nil {
			t.Fatal(err)
		}
	}
	if kept := e.TermBytes(); kept == 0 || kept > engine.TermBound {
		t.Errorf("%d bytes are kept of terms, of at most %d", kept, engine.TermBound)
	}
}

// TestQuestionsAtOnceAreAnsweredAsAlone: what one question keeps another one uses
// meanwhile.
func TestQuestionsAtOnceAreAnsweredAsAlone(t *testing.T) {
	w := newWorld(7)
	s := open(t, w)
	catalog, env := builtin.Catalog(), engine.Env{Today: w.today}
	e := engine.New(s, catalog, engine.WithDeadline(0), engine.WithoutResultCache())
	e.NoAccountsAreFew()
	r := roller{rand.New(rand.NewPCG(7, 13)), w, w.today - 100}
	questions := []metric.Query{{Dataset: metric.Health, Columns: []string{"account", "scored_share", "entitlement_key"}, Sort: []metric.Sort{{By: "scored_share"}}, Limit: 3}}
	for range 60 {
		questions = append(questions, r.shaped(r.anything(catalog)))
	}
	answers := make([][]string, 4)
	var asking sync.WaitGroup
	for n := range answers {
		asking.Go(func() {
			for _, q := range questions {
				got, err := e.Ask(t.Context(), q, env)
				answers[n] = append(answers[n], fmt.Sprint(printed(got.Rows), err))
			}
		})
	}
	asking.Wait()
	alone := engine.New(s, catalog, engine.WithDeadline(0))
	for i, q := range questions {
		got, err := alone.Ask(t.Context(), q, env)
		want := fmt.Sprint(printed(got.Rows), err)
		for _, told := range answers {
			if told[i] != want {
				t.Fatalf("%s\nat once\n%s\nalone\n%s", jsonOf(q), told[i], want)
			}
		}
	}
}
