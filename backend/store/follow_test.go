package store_test

import (
	"testing"

	"headroom/backend/identity"
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
	"headroom/backend/store"
)

// ending is an entitlement of an account that ends soon.
func ending(t *testing.T, key string, ref portfolio.AccountRef) func(ingest.Sink) error {
	at := ingest.At{Day: day(t, "2026-11-19")}
	e := portfolio.Entitlement{
		Key: key, Account: portfolio.Account{Ref: ref}, Product: portfolio.Product{Name: "Suite Pro"}, Quantity: portfolio.SomeInt(5),
		Start: portfolio.NoDay, End: day(t, "2026-12-01"), Status: portfolio.Active,
	}
	return func(s ingest.Sink) error { return s.Entitlement(at, e) }
}

const perAccount = `{"name":"per account","template":"ends_within","days":30,"per":["account"],"watch":"all"}`

// told evaluates, and compares the inbox.
func told(t *testing.T, s *store.Store, when, want string) {
	t.Helper()
	check(t, evaluator(s), clock())
	if got := states(t, s); got != want {
		t.Errorf("%s: inbox\n%s\nwant\n%s", when, got, want)
	}
}

// What was told about an account that is known by its name is not told again
// once an import gives its id, nor once that is undone.
func TestWhatWasToldFollowsAnAccount(t *testing.T) {
	s := open(t)
	addRule(t, s, perAccount)
	put(t, s, file{name: "a", info: changes, asOf: "2026-11-19", facts: []func(ingest.Sink) error{ending(t, "k1", portfolio.AccountRef{Name: "Contoso"})}})
	told(t, s, "known by its name", "account:name:contoso#1 open")
	id := put(t, s, file{name: "b", info: changes, asOf: "2026-11-19", facts: []func(ingest.Sink) error{ending(t, "k2", portfolio.AccountRef{Kind: "tenant", ExternalID: "c", Name: "Contoso"})}})
	told(t, s, "with a new line", "account:tenant:c#1 open")
	if i := inbox(t, s)[0]; i.AccountKey != "tenant:c" {
		t.Errorf("it is about %s", i.AccountKey)
	}
	if err := s.Undo(t.Context(), id.ID); err != nil {
		t.Fatal(err)
	}
	told(t, s, "known by its name again", "account:name:contoso#1 open")
}

// What was told about accounts that become one is not told again, nor when that
// is taken back.
func TestWhatWasToldFollowsAMerge(t *testing.T) {
	tenant := func(id string) portfolio.AccountRef {
		return portfolio.AccountRef{Kind: "tenant", ExternalID: id, Name: "Account " + id}
	}
	s := open(t)
	addRule(t, s, perAccount)
	put(t, s, file{name: "1", info: changes, asOf: "2026-11-19", facts: []func(ingest.Sink) error{ending(t, "k1", tenant("a")), entitlement(t, "2026-11-19", "k9", "B", 1, "")}})
	told(t, s, "one of them", "account:tenant:a#1 open")
	id, err := s.Merge(t.Context(), identity.OfAccounts, "tenant:a", "tenant:b")
	if err != nil {
		t.Fatal(err)
	}
	told(t, s, "merged into one that was not told of", "account:tenant:b#1 open")
	if err := s.Unmerge(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	told(t, s, "taken back", "account:tenant:a#1 open")

	put(t, s, file{name: "2", info: changes, asOf: "2026-11-19", facts: []func(ingest.Sink) error{ending(t, "k2", tenant("c"))}})
	told(t, s, "both", "account:tenant:a#1 open\naccount:tenant:c#1 open")
	if _, err := s.Merge(t.Context(), identity.OfAccounts, "tenant:a", "tenant:c"); err != nil {
		t.Fatal(err)
	}
	told(t, s, "merged into one that was told of", "account:tenant:a#1 resolved gone\naccount:tenant:c#1 open")
}

// Two accounts that are known by their names may turn out to be one.
func TestWhatWasToldFollowsTwoAccountsIntoOne(t *testing.T) {
	s := open(t)
	addRule(t, s, perAccount)
	put(t, s, file{name: "a", info: changes, asOf: "2026-11-19", facts: []func(ingest.Sink) error{
		ending(t, "k1", portfolio.AccountRef{Name: "Contoso"}), ending(t, "k2", portfolio.AccountRef{Name: "Contoso Italia"}),
	}})
	told(t, s, "known by their names", "account:name:contoso#1 open\naccount:name:contoso italia#1 open")
	put(t, s, file{name: "b", info: changes, asOf: "2026-11-19", facts: []func(ingest.Sink) error{
		ending(t, "k1", portfolio.AccountRef{Kind: "tenant", ExternalID: "c", Name: "Contoso"}),
		ending(t, "k2", portfolio.AccountRef{Kind: "tenant", ExternalID: "c", Name: "Contoso Italia"}),
	}})
	told(t, s, "known by one id", "account:tenant:c#1 open\naccount:name:contoso italia#1 resolved gone")
}

// A rule that names an account goes on watching it when it is merged into another
// or an import gives it another name; nobody else is watched for having had it.
func TestARuleGoesOnWatchingWhoHasAnotherName(t *testing.T) {
	s := open(t)
	addRule(t, s, `{"name":"named","per":["account_key"],"watch":{"accounts":["Account a"]},"condition":{"kind":"ends_within","days":30}}`)
	ref := func(id, name string) portfolio.AccountRef {
		return portfolio.AccountRef{Kind: "tenant", ExternalID: id, Name: name}
	}
	facts := []func(ingest.Sink) error{ending(t, "k1", ref("a", "Account a")), ending(t, "k2", ref("b", "Account b")), ending(t, "k3", ref("c", "Account c"))}
	put(t, s, file{name: "1", info: changes, asOf: "2026-11-18", facts: facts})
	told(t, s, "as named", "account_key:tenant:a#1 open")
	id, err := s.Merge(t.Context(), identity.OfAccounts, "tenant:a", "tenant:b")
	if err != nil {
		t.Fatal(err)
	}
	told(t, s, "merged", "account_key:tenant:b#1 open")
	if err := s.Unmerge(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	told(t, s, "taken back", "account_key:tenant:a#1 open")
	put(t, s, file{name: "2", info: changes, asOf: "2026-11-19", facts: []func(ingest.Sink) error{ending(t, "k1", ref("a", "Another name"))}})
	told(t, s, "renamed", "account_key:tenant:a#1 open")
	put(t, s, file{name: "3", info: changes, asOf: "2026-11-20", facts: []func(ingest.Sink) error{ending(t, "k3", ref("c", "Account a"))}})
	told(t, s, "another has the name", "account_key:tenant:a#1 resolved unwatched\naccount_key:tenant:c#1 open")
}
