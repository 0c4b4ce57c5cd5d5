package store_test

import (
	"fmt"
	"testing"

	"headroom/backend/identity"
	"headroom/backend/ingest"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
	"headroom/backend/store"
)

// asked returns the rows of a question as text.
func asked(t *testing.T, s *store.Store, q metric.Query) string {
	t.Helper()
	r, err := engine.New(s, builtin.Catalog()).Ask(t.Context(), q, engine.Env{Today: day(t, "2026-03-31")})
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, row := range r.Rows {
		text += fmt.Sprint(row) + "\n"
	}
	return text
}

// termed is an entitlement with everything a source may say of its term.
func termed(t *testing.T, on, term, billing, cancel string, custom ...portfolio.Custom) sinking {
	at := ingest.At{Day: day(t, on)}
	e := portfolio.Entitlement{
		Key: "k", Account: portfolio.Account{Ref: portfolio.AccountRef{Kind: "tenant", ExternalID: "contoso", Name: "Contoso"}},
		Product: portfolio.Product{Name: "Suite"}, Quantity: portfolio.SomeInt(5), Start: portfolio.NoDay, End: portfolio.NoDay, Status: portfolio.Active,
		Term: term, Billing: billing, Parent: "base", Custom: custom,
	}
	if cancel != "" {
		e.CancelUntil = day(t, cancel)
	}
	return func(s ingest.Sink) error { return s.Entitlement(at, e) }
}

func named(t *testing.T, on string, custom ...portfolio.Custom) sinking {
	at := ingest.At{Day: day(t, on)}
	return func(s ingest.Sink) error {
		return s.Account(at, portfolio.Account{Ref: portfolio.AccountRef{Kind: "tenant", ExternalID: "contoso", Name: "Contoso"}, Custom: custom})
	}
}

func ticket(t *testing.T, on, closed, title string, satisfaction int64, custom ...portfolio.Custom) sinking {
	at := ingest.At{Day: day(t, on)}
	r := portfolio.SupportRequest{
		Key: "r1", Account: portfolio.Account{Ref: portfolio.AccountRef{Kind: "tenant", ExternalID: "contoso", Name: "Contoso"}}, Title: title, Opened: day(t, "2026-01-02"),
		Status: "open", Severity: "2", FirstResponse: portfolio.SomeInt(30), Satisfaction: portfolio.Decimal{Mantissa: satisfaction, Scale: 2, OK: true}, Custom: custom,
	}
	if closed != "" {
		r.Closed, r.Status = day(t, closed), "closed"
	}
	return func(s ingest.Sink) error { return s.Support(at, r) }
}

// TestTermsAndCustomFieldsAreKept follows them through two imports, an undo,
// the digest and the state of a past day.
func TestTermsAndCustomFieldsAreKept(t *testing.T) {
	field := func(name, value string) portfolio.Custom { return portfolio.Custom{Name: name, Value: value} }
	s := open(t)
	put(t, s, file{name: "january", info: changes, asOf: "2026-01-31", facts: []sinking{
		termed(t, "2026-01-31", "P1Y", "monthly", "2026-02-07", field("PO", "1"), field("Note", ""), field("Tier", "tin")),
		named(t, "2026-01-31", field("Tier", "gold"), field("Region code", "7")), ticket(t, "2026-01-31", "", "Slow", 450, field("Queue", "a")),
	}})
	before := digest(t, s)
	r := put(t, s, file{name: "february", info: changes, asOf: "2026-02-28", facts: []sinking{
		termed(t, "2026-02-28", "P1Y", "monthly", "", field("PO", "2")), named(t, "2026-02-28", field("Tier", "silver")), ticket(t, "2026-02-28", "2026-02-03", "Slow", 450),
	}})
	if got := counts(r); got != "3 = 0 added 3 changed 0 unchanged 0 skipped" {
		t.Error(got)
	}
	now := metric.Query{Columns: []string{"entitlement", "term", "billing", "cancel_until", "custom.PO", "custom.Tier", "custom.Region code", "custom.Note"}}
	past := now
	past.AsOf = "2026-02-01"
	if got := asked(t, s, now); got != "[k P1Y monthly <nil> 2 silver 7 <nil>]\n" {
		t.Errorf("now %s", got)
	}
	if got := asked(t, s, past); got != "[k P1Y monthly 2026-02-07 1 tin 7 <nil>]\n" {
		t.Errorf("in the past %s", got)
	}
	requests := metric.Query{Metrics: []string{"support_requests"}, By: []metric.By{
		{Dimension: "support_title"}, {Dimension: "support_severity"}, {Dimension: "support_status"}, {Dimension: "closed_date"}, {Dimension: "custom.Tier"},
	}}
	if got := asked(t, s, requests); got != "[Slow 2 closed 2026-02-03 silver 1]\n" {
		t.Errorf("requests %s", got)
	}
	names, err := s.CustomFields(t.Context())
	if got := fmt.Sprint(names); err != nil || got != "[PO Region code Tier]" {
		t.Errorf("custom fields %s, %v", got, err)
	}
	whole(t, s)
	if digest(t, s) == before {
		t.Error("the digest does not tell custom fields apart")
	}
	if err := s.Undo(t.Context(), r.ID); err != nil {
		t.Fatal(err)
	}
	if digest(t, s) != before {
		t.Error("an undo left another store")
	}
	whole(t, s)
}

// TestEveryNewFieldTellsVersionsApart changes one field at a time.
func TestEveryNewFieldTellsVersionsApart(t *testing.T) {
	s := open(t)
	field := portfolio.Custom{Name: "A", Value: "1"}
	put(t, s, file{name: "first", info: changes, asOf: "2026-01-31", facts: []sinking{
		termed(t, "2026-01-31", "", "", ""), named(t, "2026-01-31"), ticket(t, "2026-01-31", "", "", 1),
	}})
	digests := map[string]string{digest(t, s): "first"}
	for i, change := range []sinking{
		termed(t, "2026-01-31", "P1Y", "", ""), termed(t, "2026-01-31", "", "annual", ""), termed(t, "2026-01-31", "", "", "2026-02-01"), termed(t, "2026-01-31", "", "", "", field),
		named(t, "2026-01-31", field), ticket(t, "2026-01-31", "2026-02-01", "", 1), ticket(t, "2026-01-31", "", "title", 1), ticket(t, "2026-01-31", "", "", 2),
		ticket(t, "2026-01-31", "", "", 1, field),
	} {
		r := put(t, s, file{name: fmt.Sprint(i), info: changes, asOf: "2026-01-31", facts: []sinking{change}})
		if r.Changed != 1 {
			t.Errorf("change %d is counted as %s", i, counts(r))
		}
		if d := digest(t, s); digests[d] != "" {
			t.Errorf("change %d has the digest of %s", i, digests[d])
		} else {
			digests[d] = fmt.Sprint(i)
		}
		if err := s.Undo(t.Context(), r.ID); err != nil {
			t.Fatal(err)
		}
		if digests[digest(t, s)] != "first" {
			t.Errorf("undoing change %d left another store", i)
		}
	}
	whole(t, s)
}

// TestCustomFieldsOfTheAccountItselfGoFirst, before later ones of an account
// that was merged into it, like its other attributes.
func TestCustomFieldsOfTheAccountItselfGoFirst(t *testing.T) {
	s := open(t)
	told := func(on, id, country, tier string) sinking {
		at := ingest.At{Day: day(t, on)}
		return func(s ingest.Sink) error {
			return s.Account(at, portfolio.Account{Ref: portfolio.AccountRef{Kind: "tenant", ExternalID: id, Name: id}, Country: country, Custom: []portfolio.Custom{{Name: "Tier", Value: tier}}})
		}
	}
	put(t, s, file{name: "january", info: changes, asOf: "2026-01-31", facts: []sinking{told("2026-01-31", "contoso", "IT", "gold")}})
	put(t, s, file{name: "february", info: changes, asOf: "2026-02-28", facts: []sinking{told("2026-02-28", "branch", "DE", "tin")}})
	if _, err := s.Merge(t.Context(), identity.OfAccounts, "tenant:branch", "tenant:contoso"); err != nil {
		t.Fatal(err)
	}
	if got := asked(t, s, metric.Query{Metrics: []string{"accounts"}, By: []metric.By{{Dimension: "country"}, {Dimension: "custom.Tier"}}}); got != "[IT gold 1]\n" {
		t.Errorf("the merged account is %q", got)
	}
	whole(t, s)
}
