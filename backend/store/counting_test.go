package store_test

import (
	"fmt"
	"reflect"
	"testing"

	"headroom/backend/ingest"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
	"headroom/backend/store"
)

type sinking = func(ingest.Sink) error

// row is one row that gives several facts, in order; the first that fails
// rejects it.
func row(facts ...sinking) sinking {
	return func(s ingest.Sink) error {
		for _, fact := range facts {
			if err := fact(s); err != nil {
				return err
			}
		}
		return nil
	}
}

func problem(ingest.Sink) error {
	return &ingest.Problem{Column: "Name", Code: "not_a_date", Message: "It is no date."}
}

func account(t *testing.T, on, name, country string) sinking {
	at := ingest.At{Day: day(t, on)}
	return func(s ingest.Sink) error {
		return s.Account(at, portfolio.Account{Ref: portfolio.AccountRef{Kind: "tenant", ExternalID: name, Name: name}, Country: country})
	}
}

func product(t *testing.T, on, name, family string, aliases ...string) sinking {
	at := ingest.At{Day: day(t, on)}
	return func(s ingest.Sink) error {
		return s.Product(at, portfolio.Product{Name: name, Family: family}, aliases)
	}
}

// TestEveryRowIsCountedOnce imports files whose rows give no, one and several
// facts, or whose facts are sums over rows.
func TestEveryRowIsCountedOnce(t *testing.T) {
	const on = "2026-01-31"
	sold := func(key string, n int64) sinking { return entitlement(t, on, key, "Contoso", n, "") }
	used := func(account string, n int64) sinking { return level(t, on, account, "Mail", n) }
	nothing := row()
	steps := []struct {
		name string
		info ingest.Info
		rows []sinking
		sums []sinking
		want string
	}{
		{"two entitlements a row", changes, []sinking{row(sold("a", 1), sold("b", 1)), row(sold("c", 1), sold("d", 1))}, nil, "2 = 2 added 0 changed 0 unchanged 0 skipped"},
		{"one of the two changed", changes, []sinking{row(sold("a", 1), sold("b", 2)), row(sold("c", 1), sold("d", 1))}, nil, "2 = 0 added 1 changed 1 unchanged 0 skipped"},
		{"one new beside one changed", changes, []sinking{row(sold("a", 3), sold("e", 1))}, nil, "1 = 1 added 0 changed 0 unchanged 0 skipped"},
		{"a key again in another row", changes, []sinking{row(sold("a", 3), sold("b", 2)), row(sold("a", 3), sold("b", 2))}, nil, "2 = 0 added 0 changed 1 unchanged 1 skipped"},
		{"an account beside its entitlement", changes, []sinking{row(account(t, on, "contoso", "IT"), sold("a", 3))}, nil, "1 = 1 added 0 changed 0 unchanged 0 skipped"},
		{"both as known", changes, []sinking{row(account(t, on, "contoso", "IT"), sold("a", 3))}, nil, "1 = 0 added 0 changed 1 unchanged 0 skipped"},
		{"an account told by many rows", changes, []sinking{account(t, on, "contoso", "DE"), account(t, on, "contoso", "DE")}, nil, "2 = 0 added 1 changed 0 unchanged 1 skipped"},
		{"products", changes, []sinking{product(t, on, "Suite Pro", "Suite", "SP1"), product(t, on, "Other", "")}, nil, "2 = 2 added 0 changed 0 unchanged 0 skipped"},
		{"a product with one more name", changes, []sinking{product(t, on, "Suite Pro", "Suite", "SP2", "SP1"), product(t, on, "Other", "")}, nil, "2 = 0 added 1 changed 1 unchanged 0 skipped"},
		{"levels of a wide row", usageN, []sinking{row(used("A", 1), used("B", 1)), row(used("C", 1), used("D", 1))}, nil, "2 = 2 added 0 changed 0 unchanged 0 skipped"},
		{"one level of a wide row changed", usageN, []sinking{row(used("A", 2), used("B", 1)), row(used("C", 1), used("D", 1))}, nil, "2 = 0 added 2 changed 0 unchanged 0 skipped"},
		{"wide rows as known", usageN, []sinking{row(used("A", 2), used("B", 1)), row(used("C", 1), used("D", 1))}, nil, "2 = 0 added 0 changed 2 unchanged 0 skipped"},
		{"sums of levels", usageN, []sinking{nothing, nothing, nothing}, []sinking{used("E", 3)}, "3 = 3 added 0 changed 0 unchanged 0 skipped"},
		{"sums as many as rows", usageN, []sinking{nothing, nothing}, []sinking{used("E", 3), used("A", 7)}, "2 = 0 added 2 changed 0 unchanged 0 skipped"},
		{"sums with a key", changes, []sinking{nothing, nothing, nothing}, []sinking{sold("s", 3), sold("u", 1)}, "3 = 3 added 0 changed 0 unchanged 0 skipped"},
		{"sums with a key as known", changes, []sinking{nothing, nothing, nothing}, []sinking{sold("s", 3), sold("u", 1)}, "3 = 0 added 0 changed 3 unchanged 0 skipped"},
		{"rows with a key and rows summed up", changes, []sinking{sold("a", 3), nothing, nothing}, []sinking{sold("s", 4)}, "3 = 0 added 2 changed 1 unchanged 0 skipped"},
		{"nothing of anything", usageN, []sinking{nothing, nothing}, nil, "2 = 0 added 0 changed 2 unchanged 0 skipped"},
		{"rejected before and after a fact", changes, []sinking{problem, row(sold("z", 1), problem), sold("a", 3)}, nil, "3 = 0 added 0 changed 1 unchanged 0 skipped"},
		{"a level before it is rejected", usageN, []sinking{row(used("A", 9), problem), used("B", 1)}, nil, "2 = 0 added 1 changed 0 unchanged 0 skipped"},
	}
	s := open(t)
	for _, step := range steps {
		r := put(t, s, file{name: step.name, info: step.info, asOf: on, facts: step.rows, sums: step.sums})
		if got := counts(r); got != step.want {
			t.Errorf("%s: got %s, want %s", step.name, got, step.want)
		}
		if r.Rows != r.Added+r.Changed+r.Unchanged+r.Skipped+r.Rejected {
			t.Errorf("%s: the counts do not add up: %+v", step.name, r)
		}
	}
	whole(t, s)
}

// TestWhatAnOlderFileTellsCountsAsItHolds imports files of days that younger
// files have told before, and others beside them.
func TestWhatAnOlderFileTellsCountsAsItHolds(t *testing.T) {
	const march = "2026-03-31"
	sold := func(key string, n int64) sinking { return entitlement(t, march, key, "Contoso", n, "") }
	used := func(account string, n int64) sinking { return level(t, march, account, "Mail", n) }
	nothing, three := "1 = 0 added 0 changed 1 unchanged 0 skipped", "3 = 0 added 0 changed 3 unchanged 0 skipped"
	for name, steps := range map[string][]struct {
		asOf    string
		info    ingest.Info
		partial bool
		rows    []sinking
		want    string
	}{
		"whole months": {
			{"2026-04-20", slices, false, []sinking{sold("a", 1), sold("b", 1)}, "2 = 2 added 0 changed 0 unchanged 0 skipped"},
			{"2026-04-10", slices, false, []sinking{sold("a", 2), sold("b", 1), sold("c", 1)}, three},
			{"2026-04-30", slices, false, []sinking{sold("a", 2), sold("b", 1), sold("c", 1)}, "3 = 1 added 1 changed 1 unchanged 0 skipped"},
			{"2026-04-25", slices, true, []sinking{sold("d", 1)}, nothing},
		},
		"parts of a month": {
			{"2026-04-20", slices, true, []sinking{sold("a", 1), sold("b", 1)}, "2 = 2 added 0 changed 0 unchanged 0 skipped"},
			{"2026-04-10", slices, true, []sinking{sold("a", 2), sold("b", 1), sold("c", 1)}, "3 = 1 added 0 changed 2 unchanged 0 skipped"},
			{"2026-04-15", slices, true, []sinking{sold("a", 3), sold("c", 2), sold("c", 2)}, "3 = 0 added 1 changed 1 unchanged 1 skipped"},
			{"2026-04-12", slices, false, []sinking{sold("a", 3), sold("e", 2), sold("c", 9)}, "3 = 1 added 0 changed 2 unchanged 0 skipped"},
		},
		"extracts": {
			{"2026-04-20", changes, false, []sinking{sold("a", 1), account(t, march, "contoso", "IT"), product(t, march, "Suite Pro", "New")}, "3 = 3 added 0 changed 0 unchanged 0 skipped"},
			{"2026-04-10", changes, false, []sinking{sold("a", 2), account(t, march, "contoso", "DE"), product(t, march, "Suite Pro", "Old")}, three},
			{"2026-04-30", changes, false, []sinking{sold("a", 2), account(t, march, "contoso", "DE"), product(t, march, "Suite Pro", "Old")}, "3 = 0 added 3 changed 0 unchanged 0 skipped"},
		},
		"levels of whole months": {
			{"2026-04-20", usageP, false, []sinking{used("A", 1)}, "1 = 1 added 0 changed 0 unchanged 0 skipped"},
			{"2026-04-10", usageP, false, []sinking{used("A", 2), level(t, march, "A", "Chat", 1), level(t, march, "A", "Files", 1)}, three},
			{"2026-04-30", usageP, false, []sinking{used("A", 2), used("B", 1)}, "2 = 1 added 1 changed 0 unchanged 0 skipped"},
		},
		"levels": {
			{"2026-04-20", usageN, false, []sinking{used("A", 1), used("B", 1)}, "2 = 2 added 0 changed 0 unchanged 0 skipped"},
			{"2026-04-10", usageN, false, []sinking{used("A", 2), used("B", 1), used("C", 1)}, "3 = 1 added 0 changed 2 unchanged 0 skipped"},
			{"2026-04-15", usageN, false, []sinking{used("A", 3), used("C", 2), used("D", 2)}, "3 = 1 added 1 changed 1 unchanged 0 skipped"},
		},
		"books": {
			{"2026-04-20", ledger, false, []sinking{line(t, march, "i1", "1", nil)}, "1 = 1 added 0 changed 0 unchanged 0 skipped"},
			{"2026-04-10", ledger, false, []sinking{line(t, march, "i1", "1", amount(3)), line(t, march, "i1", "2", nil), line(t, march, "i2", "1", nil)}, "3 = 1 added 0 changed 2 unchanged 0 skipped"},
			{"2026-04-30", ledger, false, []sinking{line(t, march, "i1", "1", amount(3)), line(t, march, "i1", "2", nil), line(t, march, "i2", "1", nil)}, "3 = 1 added 1 changed 1 unchanged 0 skipped"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			for n, step := range steps {
				before := digest(t, s)
				r := put(t, s, file{name: fmt.Sprint(n), info: step.info, asOf: step.asOf, partial: step.partial, monthly: true, facts: step.rows})
				if got := counts(r); got != step.want {
					t.Errorf("file %d: got %s, want %s", n, got, step.want)
				}
				if changed := r.Added+r.Changed > 0; changed != (digest(t, s) != before) {
					t.Errorf("file %d: %s, but whether anything is another is %t", n, counts(r), !changed)
				}
				whole(t, s)
			}
		})
	}
}

func rejected(t *testing.T, s *store.Store, id int64) []ingest.Rejected {
	t.Helper()
	q, err := s.Rejected(t.Context(), id, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	return q.Rows
}

func TestRejectedRowsAreKeptUntilTheirImportGoes(t *testing.T) {
	s := open(t)
	sold := entitlement(t, "2026-01-31", "k", "Contoso", 1, "")
	first := put(t, s, file{name: "first", info: changes, asOf: "2026-01-31", facts: []sinking{problem, sold, problem, problem}})
	q, err := s.Rejected(t.Context(), first.ID, 2, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprintf("%+v", q), "{Import:1 File:first Header:[Name Number] Rows:[{Line:4 Cells:[cell of first 2] Column:Name Code:not_a_date Message:It is no date. FixedBy:0}"+
		" {Line:5 Cells:[cell of first 3] Column:Name Code:not_a_date Message:It is no date. FixedBy:0}] Total:3}"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	again := put(t, s, file{name: "mended", info: changes, asOf: "2026-01-31", facts: []sinking{sold, sold}})
	if err := s.MarkFixed(t.Context(), first.ID, []int{2, 5}, again.ID); err != nil {
		t.Fatal(err)
	}
	fixed := func() (by []int64) {
		for _, r := range rejected(t, s, first.ID) {
			by = append(by, r.FixedBy)
		}
		return by
	}
	if got := fmt.Sprint(fixed()); got != "[2 0 2]" {
		t.Errorf("mended by %s", got)
	}
	whole(t, s)
	if err := s.Undo(t.Context(), again.ID); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(fixed()); got != "[0 0 0]" {
		t.Errorf("after the undo mended by %s", got)
	}
	if err := s.MarkFixed(t.Context(), first.ID, []int{2}, again.ID); err == nil {
		t.Error("an undone import mends rows")
	}
	if err := s.Undo(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	if left := rejected(t, s, first.ID); len(left) > 0 {
		t.Errorf("rows of an undone import are left: %v", left)
	}
	if _, err := s.Rejected(t.Context(), 99, 0, 0); err == nil {
		t.Error("an import that is not there has rejected rows")
	}
	whole(t, s)
}

// TestRejectedRowsAreBounded rejects more rows than are kept.
func TestRejectedRowsAreBounded(t *testing.T) {
	rows := make([]sinking, 100_005)
	for i := range rows {
		rows[i] = problem
	}
	s := open(t)
	r := put(t, s, file{name: "bad", info: changes, asOf: "2026-01-31", facts: rows})
	q, err := s.Rejected(t.Context(), r.ID, 1, 99_999)
	if err != nil || q.Total != 100_000 || len(q.Rows) != 1 || q.Rows[0].Line != 100_001 || r.Rejected != 100_005 {
		t.Errorf("kept %d of %d, last %+v, %v", q.Total, r.Rejected, q.Rows, err)
	}
}

func TestWhatWasSaidIsKept(t *testing.T) {
	s := open(t)
	r := put(t, s, file{name: "a", info: changes, asOf: "2026-01-31", facts: []sinking{problem}})
	if said, err := s.ImportContext(t.Context(), r.ID); said != "{}" || err != nil {
		t.Errorf("said %q, %v", said, err)
	}
	if _, err := s.ImportContext(t.Context(), 99); err == nil {
		t.Error("an import that is not there has a context")
	}
	history, err := s.Imports(t.Context())
	if err != nil || len(history) != 1 || history[0].Version != 1 {
		t.Errorf("history %+v, %v", history, err)
	}
}

// TestFactsGoIntoTheStreamsOfTheirKind imports files whose rows give facts of
// several datasets, whatever the dataset of their profile.
func TestFactsGoIntoTheStreamsOfTheirKind(t *testing.T) {
	s := open(t)
	deployed := func(s ingest.Sink) error {
		return s.Deployed(ingest.At{Day: day(t, "2026-01-31")}, portfolio.Deployed{
			Account: portfolio.Account{Ref: portfolio.AccountRef{Name: "Contoso"}}, Product: portfolio.Product{Name: "Suite"}, Assigned: portfolio.SomeInt(3),
		})
	}
	log := ingest.Info{ID: "test.log", Version: 1, Source: "Log", Dataset: portfolio.FeatureUsage, Class: portfolio.Events}
	rows := []sinking{row(act(t, "2026-01-30", "Contoso", "anna", 1), deployed), row(account(t, "2026-01-31", "Contoso", "IT"), sold(t))}
	for _, name := range []string{"first", "second"} { // the second finds the series of the first
		put(t, s, file{name: name, info: log, asOf: "2026-01-31", facts: rows, sums: []sinking{peak(t, "2026-01-30", "Contoso", 4)}})
	}
	got := map[portfolio.Dataset]string{}
	err := s.Read(t.Context(), func(n engine.Snapshot) error {
		for _, x := range n.State().Streams {
			got[x.Dataset] += x.Source + x.Reporter
			for _, d := range x.Days {
				got[x.Dataset] += " " + d.String()
			}
		}
		return nil
	})
	want := map[portfolio.Dataset]string{
		portfolio.Accounts: "Log", portfolio.Deployment: "Log", portfolio.Entitlements: "Log900", portfolio.FeatureUsage: "Log 2026-01-30", portfolio.Usage: "Log 2026-01-30",
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("streams are %v, %v; want %v", got, err, want)
	}
	whole(t, s)
}

func sold(t *testing.T) sinking { return entitlement(t, "2026-01-31", "k", "Contoso", 5, "") }
