package identity_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"headroom/backend/identity"
)

func ref(id int64, kind, external, name string, domains ...string) identity.Ref {
	return identity.Ref{ID: id, Kind: kind, External: external, Name: name, NameKey: strings.ToLower(name), Domains: domains}
}

func holding(id int64, kind, external string, entitlements ...string) identity.Ref {
	return identity.Ref{ID: id, Kind: kind, External: external, Holds: entitlements}
}

func TestAccounts(t *testing.T) {
	for _, c := range []struct {
		name   string
		refs   []identity.Ref
		merged map[string]string
		want   map[int64]string
	}{
		{"the same external id is one account", []identity.Ref{ref(1, "t", "a", "X"), ref(2, "t", "a", "Y")}, nil, map[int64]string{1: "t:a", 2: "t:a"}},
		{"a name alone means the account that has it", []identity.Ref{ref(1, "t", "a", "X"), ref(2, "", "", "x")}, nil, map[int64]string{1: "t:a", 2: "t:a"}},
		{"a name that two have means neither", []identity.Ref{ref(1, "t", "a", "X"), ref(2, "t", "b", "X"), ref(3, "", "", "X")}, nil, map[int64]string{1: "t:a", 2: "t:b", 3: "name:x"}},
		{"a similar name means nothing", []identity.Ref{ref(1, "t", "a", "X GmbH"), ref(2, "", "", "X")}, nil, map[int64]string{1: "t:a", 2: "name:x"}},
		{"a domain that one account has", []identity.Ref{ref(1, "t", "a", "X GmbH", "x.com"), ref(2, "", "", "X", "x.com")}, nil, map[int64]string{1: "t:a", 2: "t:a"}},
		{"a domain that two have", []identity.Ref{ref(1, "t", "a", "X", "x.com"), ref(2, "t", "b", "Y", "x.com"), ref(3, "", "", "Z", "x.com")}, nil, map[int64]string{1: "t:a", 2: "t:b", 3: "name:z"}},
		{"domains of two accounts", []identity.Ref{ref(1, "t", "a", "X", "x.com"), ref(2, "t", "b", "Y", "y.com"), ref(3, "", "", "Z", "x.com", "y.com")}, nil, map[int64]string{1: "t:a", 2: "t:b", 3: "name:z"}},
		{"everybody's domain is nobody's", []identity.Ref{ref(1, "t", "a", "X", "gmail.com"), ref(2, "", "", "Z", "gmail.com")}, nil, map[int64]string{1: "t:a", 2: "name:z"}},
		{"the name goes before the domain", []identity.Ref{ref(1, "t", "a", "X", "x.com"), ref(2, "t", "b", "Y", "y.com"), ref(3, "", "", "X", "y.com")}, nil, map[int64]string{1: "t:a", 2: "t:b", 3: "t:a"}},
		{"by an entitlement that one account has", []identity.Ref{holding(1, "t", "a", "S-1"), ref(2, "entitlement", "S-1", ""), ref(3, "entitlement", "S-2", "")}, nil, map[int64]string{1: "t:a", 2: "t:a", 3: "entitlement:S-2"}},
		{"by an entitlement that two have", []identity.Ref{holding(1, "t", "a", "S-1"), holding(2, "t", "b", "S-1"), ref(3, "entitlement", "S-1", "")}, nil, map[int64]string{1: "t:a", 2: "t:b", 3: "entitlement:S-1"}},
		{"merged", []identity.Ref{ref(1, "t", "a", "X"), ref(2, "t", "b", "Y")}, map[string]string{"t:a": "t:b"}, map[int64]string{1: "t:b", 2: "t:b"}},
		{"merged in a chain", []identity.Ref{ref(1, "t", "a", "X"), ref(2, "t", "b", "Y"), ref(3, "t", "c", "Z")}, map[string]string{"t:a": "t:b", "t:b": "t:c"}, map[int64]string{1: "t:c", 2: "t:c", 3: "t:c"}},
		{"the head of a chain is not there", []identity.Ref{ref(1, "t", "a", "X"), ref(2, "t", "b", "Y")}, map[string]string{"t:a": "t:b", "t:b": "t:c"}, map[int64]string{1: "t:b", 2: "t:b"}},
		{"a name that was merged gets an id", []identity.Ref{ref(1, "", "", "X"), ref(2, "", "", "Y"), ref(3, "t", "a", "X")}, map[string]string{"name:x": "name:y"}, map[int64]string{1: "name:y", 2: "name:y", 3: "name:y"}},
		{"the head gets an id", []identity.Ref{ref(1, "", "", "X"), ref(2, "", "", "Y"), ref(3, "t", "b", "Y")}, map[string]string{"name:x": "name:y"}, map[int64]string{1: "t:b", 2: "t:b", 3: "t:b"}},
		{"a decision about what is not there", []identity.Ref{ref(1, "t", "a", "X")}, map[string]string{"t:q": "t:a", "t:z": "t:y"}, map[int64]string{1: "t:a"}},
	} {
		for range 5 { // in any order
			got := map[int64]string{}
			for id, m := range identity.Accounts(c.refs, c.merged) {
				got[id] = m.Key
			}
			if !maps.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
			}
			rand.Shuffle(len(c.refs), func(i, j int) { c.refs[i], c.refs[j] = c.refs[j], c.refs[i] })
		}
	}
}

// TestDecisionsInAnyOrder: heads are a function of the set of decisions, which
// a map has no order of; every joined pair has one head, which is live.
func TestDecisionsInAnyOrder(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		var live []string
		for i := range 8 {
			if r.IntN(4) > 0 {
				live = append(live, fmt.Sprint("t:", i))
			}
		}
		merged := map[string]string{}
		for range r.IntN(8) {
			a, b := fmt.Sprint("t:", r.IntN(8)), fmt.Sprint("t:", r.IntN(8))
			if _, taken := merged[a]; !taken && !identity.Circular(merged, a, b) {
				merged[a] = b
			}
		}
		heads := identity.Heads(live, nil, merged)
		shuffled := slices.Clone(live)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if again := identity.Heads(shuffled, nil, maps.Clone(merged)); !maps.Equal(heads, again) {
			t.Fatalf("seed %d: %v in another order %v", seed, heads, again)
		}
		for _, k := range live {
			if !slices.Contains(live, heads[k]) {
				t.Fatalf("seed %d: the head %s of %s is not live", seed, heads[k], k)
			}
			if into := merged[k]; slices.Contains(live, into) && heads[k] != heads[into] {
				t.Fatalf("seed %d: %s was merged into %s, their heads are %s and %s", seed, k, into, heads[k], heads[into])
			}
			if _, from := merged[k]; !from && heads[k] != k {
				t.Fatalf("seed %d: %s was not merged and means %s", seed, k, heads[k])
			}
		}
	}
}

func TestProducts(t *testing.T) {
	products := []identity.Product{{ID: 1, Key: "suite e3", Listed: true}, {ID: 2, Key: "spe_e3"}, {ID: 3, Key: "office"}, {ID: 4, Key: "other", Listed: true}}
	aliases := map[string]string{"spe_e3": "suite e3", "other": "suite e3", "office": "not there"}
	got := identity.Products(products, aliases, nil)
	if want := (map[int64]string{1: "suite e3", 2: "suite e3", 3: "office", 4: "other"}); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	got = identity.Products(products, aliases, map[string]string{"spe_e3": "office"})
	if want := (map[int64]string{1: "office", 2: "office", 3: "office", 4: "other"}); !maps.Equal(got, want) {
		t.Errorf("merged: %v, want %v", got, want)
	}
}

func TestStem(t *testing.T) {
	for want, names := range map[string][]string{
		"contoso":   {"Contoso", "CONTOSO Ltd.", "Contoso S.p.A.", "contoso srl", "Contoso, Inc.", "Contoso GmbH & Co. KG", "Contoso A/S", "株式会社Contoso", "Contoso Sp. z o.o.", "Contoso KK", "ООО Contoso", "Contoso SA"},
		"northwind": {"North Wind", "North-Wind AG"},
		"inc":       {"Inc."},
		"3m":        {"3M Company"},
		"coop":      {"Coop AB"},
	} {
		for _, n := range names {
			if got := identity.Stem(n); got != want {
				t.Errorf("%s has the stem %s, want %s", n, got, want)
			}
		}
	}
	for domain, want := range map[string]string{"contoso.com": "contoso", "contoso.co.uk": "contoso", "mail.contoso.de": "contoso", "north-wind.onmicrosoft.com": "northwind", "gmail.com": "", "": ""} {
		if got := identity.DomainStem(domain); got != want {
			t.Errorf("%s has the stem %s, want %s", domain, got, want)
		}
	}
}

func TestSuggest(t *testing.T) {
	all := []identity.Named{
		{"t:1", "Contoso GmbH", ""},
		{"name:contoso", "Contoso", ""},
		{"f:2", "Contoso Ltd", ""},
		{"t:3", "Fabrikam", "fab.com"},
		{"f:4", "Other name", "fab.com"},
		{"t:5", "North Wind", ""},
		{"f:6", "NW Traders", "northwind.com"},
		{"t:7", "A", "gmail.com"},
		{"t:8", "B", "gmail.com"},
	}
	apart := func(a, b string) bool { return a == "f:2" && b == "t:1" || a == "t:1" && b == "f:2" }
	show := func(apart func(a, b string) bool) []string {
		var out []string
		for _, s := range identity.Suggest(identity.OfAccounts, all, apart) {
			out = append(out, s.From+" "+s.Into+" "+s.Reason)
		}
		return out
	}
	never := func(string, string) bool { return false }
	if got, want := show(never), []string{"name:contoso f:2 name", "t:1 f:2 name", "t:5 f:6 domain_name", "t:3 f:4 domain"}; !slices.Equal(got, want) {
		t.Errorf("suggested %v, want %v", got, want)
	}
	if got := show(apart); len(got) != 3 {
		t.Errorf("what is kept apart is still suggested: %v", got)
	}
}
