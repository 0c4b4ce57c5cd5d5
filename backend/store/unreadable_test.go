package store_test

import (
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/identity"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
	"headroom/backend/store"
	"headroom/backend/watch"
)

// spoil makes what is remembered of the instances of a rule something that the
// database takes and nobody can read.
func spoil(t *testing.T, s *store.Store, rule int64) {
	t.Helper()
	s.Tamper(t, `UPDATE rule_state SET status = json_set(status, '$.since', 5, '$.value', 'much', '$.lines', 'none') WHERE rule_id = ?`, rule)
}

// What cannot be read of one rule is that rule's fault, and is told by its name;
// all others go on.
func TestAStateThatCannotBeReadStopsOneRuleOnly(t *testing.T) {
	s := open(t)
	first := addRule(t, s, `{"name":"first","template":"usage_over","threshold":0.9,"watch":"all"}`)
	second := addRule(t, s, `{"name":"second","template":"usage_over","threshold":0.9,"watch":"all"}`)
	facts := &scripted{usage: map[string]any{"a": 0.95}}
	e := watch.NewEvaluator(facts, s)
	check(t, e, clock())
	if err := s.SnoozeUntil(t.Context(), []int64{1, 2}, watch.Return{Import: true}, "", portfolio.DayIn(clock())); err != nil {
		t.Fatal(err)
	}
	spoil(t, s, first)

	facts.usage = map[string]any{"a": 0.95, "b": 0.99}
	put(t, s, file{name: "new", info: changes, asOf: "2026-11-19", facts: []func(ingest.Sink) error{entitlement(t, "2026-11-19", "k", "Contoso", 1, "")}})
	report := check(t, e, clock())
	if len(report.Problems) != 1 || report.Problems[0].Rule != first || report.Problems[0].Health != watch.Broken || fault.Of(report.Problems[0].Err).Code != fault.Store {
		t.Errorf("problems %+v", report.Problems)
	}
	rules, err := s.Rules(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r := rules[0]; r.Outcome != string(watch.Broken) || !strings.Contains(r.Problem, "The state of usage:a|P cannot be read.") || !strings.Contains(r.Problem, "Duplicate the rule") {
		t.Errorf("first: %s, %s", r.Outcome, r.Problem)
	}
	if r := rules[1]; r.Outcome != string(watch.Sound) || r.Problem != "" {
		t.Errorf("second: %s, %s", r.Outcome, r.Problem)
	}
	// Both snoozed items came back; only the second rule told of b, the first of itself.
	if got, want := states(t, s), "usage:a|P#1 open\nusage:a|P#1 open\n!rule#1 open\nusage:b|P#1 open"; got != want {
		t.Errorf("inbox\n%s\nwant\n%s", got, want)
	}
	if i := inbox(t, s)[0]; i.Rule != second {
		t.Errorf("rule %d told of b", i.Rule)
	}
	if _, err := s.Standing(t.Context(), first); fault.Of(err).Code != fault.Store {
		t.Errorf("its standing: %v", err)
	}
	if problems, err := s.Verify(t.Context()); err != nil || len(problems) != 1 || problems[0] != "The state of usage:a|P in the rule first cannot be read." {
		t.Errorf("verify: %q, %v", problems, err)
	}
	// The way out: another rule of the same, in its place.
	again, err := s.DuplicateRule(t.Context(), first, "third")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.RemoveRule(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if err := s.SetRuleState(t.Context(), again, watch.Active); err != nil {
		t.Fatal(err)
	}
	if report := check(t, e, clock()); len(report.Problems) > 0 {
		t.Errorf("problems %+v", report.Problems)
	}
	whole(t, s)
}

// Nor does it keep accounts from becoming one.
func TestAStateThatCannotBeReadKeepsNoAccountsApart(t *testing.T) {
	s := open(t)
	rule := addRule(t, s, perAccount)
	tenant := func(id string) portfolio.AccountRef {
		return portfolio.AccountRef{Kind: "tenant", ExternalID: id, Name: "Account " + id}
	}
	put(t, s, file{name: "1", info: changes, asOf: "2026-11-19", facts: []func(ingest.Sink) error{ending(t, "k1", tenant("a")), ending(t, "k2", tenant("b"))}})
	told(t, s, "both", "account:tenant:a#1 open\naccount:tenant:b#1 open")
	spoil(t, s, rule)
	if _, err := s.Merge(t.Context(), identity.OfAccounts, "tenant:a", "tenant:b"); err != nil {
		t.Error(err)
	}
}

// A rule whose definition cannot be read gets an earlier one back.
func TestADefinitionThatCannotBeReadIsRestored(t *testing.T) {
	s := open(t)
	rule := addRule(t, s, endsIn30)
	r, err := watch.ParseRule([]byte(`{"name":"Ends in 60 days","template":"ends_within","days":60,"watch":"all"}`))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.SaveRule(t.Context(), rule, r); err != nil {
		t.Fatal(err)
	}
	s.Tamper(t, `UPDATE rule SET document = '{"name":5}'`)
	s.Tamper(t, `UPDATE rule_version SET document = '{"name":5}' WHERE number = 2`)
	s.Tamper(t, `UPDATE activity SET detail = '5' WHERE kind = 'edited'`)
	if l, err := s.Rule(t.Context(), rule); err != nil || l.Fault == nil || !strings.Contains(fault.Of(l.Fault).Hint, "Restore an earlier version") {
		t.Fatalf("the rule: %+v, %v", l, err)
	}
	versions, err := s.Versions(t.Context(), rule)
	if err != nil || len(versions) != 1 || versions[0].Number != 1 {
		t.Fatalf("versions %+v, %v", versions, err)
	}
	if err := s.RestoreRule(t.Context(), rule, 2); fault.Of(err) == nil || fault.Of(err).Code != fault.Store {
		t.Errorf("the one that cannot be read: %v", err)
	}
	if err := s.RestoreRule(t.Context(), rule, 1); err != nil {
		t.Fatal(err)
	}
	if l, err := s.Rule(t.Context(), rule); err != nil || l.Fault != nil || l.Rule.Name != "Ends in 30 days" || l.Version != 3 {
		t.Errorf("restored: %+v, %v", l, err)
	}
	if log, err := s.Activity(t.Context(), watch.ActivityAsking{Rule: rule}); err != nil || log.Count != 3 {
		t.Errorf("log %+v, %v", log, err)
	}
}
