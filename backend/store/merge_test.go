package store_test

import (
	"fmt"
	"math/rand/v2"
	goslices "slices"
	"strings"
	"testing"
	"time"

	"headroom/backend/fault"
	"headroom/backend/identity"
	"headroom/backend/ingest"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
	"headroom/backend/store"
)

var catalogueE = ingest.Info{ID: "test.cat", Version: 1, Source: "Catalogue", Dataset: portfolio.Products, Class: portfolio.EntityList}

// mixed are five files that name accounts and products in many ways.
func mixed(t *testing.T) []file {
	held := func(on, key string, ref portfolio.AccountRef, domain, product string, n int64) func(ingest.Sink) error {
		at := ingest.At{Day: day(t, on)}
		e := portfolio.Entitlement{
			Key: key, Account: portfolio.Account{Ref: ref, Domain: domain, Country: "IT"}, Product: portfolio.Product{Name: product}, Quantity: portfolio.SomeInt(n),
			Start: portfolio.NoDay, End: portfolio.NoDay, Status: portfolio.Active,
		}
		return func(s ingest.Sink) error { return s.Entitlement(at, e) }
	}
	used := func(on, account, product string, n int64) func(ingest.Sink) error {
		d := day(t, on)
		return func(s ingest.Sink) error {
			id, err := s.Series("", portfolio.Series{Account: portfolio.Account{Ref: portfolio.AccountRef{Name: account}}, Product: portfolio.Product{Name: product}})
			if err != nil {
				return err
			}
			return s.Observe(id, d, portfolio.Observation{Active: portfolio.SomeInt(n), Total: portfolio.SomeInt(100)})
		}
	}
	listed := func(on, name string, aliases ...string) func(ingest.Sink) error {
		return func(s ingest.Sink) error {
			return s.Product(ingest.At{Day: day(t, on)}, portfolio.Product{Name: name, Family: "Suites"}, aliases)
		}
	}
	tenant := func(id, name string) portfolio.AccountRef {
		return portfolio.AccountRef{Kind: "tenant", ExternalID: id, Name: name}
	}
	type facts = []func(ingest.Sink) error
	return []file{
		{name: "tenants", info: slices, asOf: "2026-10-31", facts: facts{
			held("2026-10-31", "k1", tenant("c", "Contoso GmbH"), "contoso.com", "Suite E3", 10), held("2026-10-31", "k2", tenant("f", "Fabrikam"), "", "SPE_E3", 5),
		}},
		{name: "orders", info: changes, asOf: "2026-11-02", facts: facts{
			held("2026-11-02", "k3", portfolio.AccountRef{Kind: "fno", ExternalID: "9", Name: "Contoso Ltd"}, "", "spe_e3", 3),
			held("2026-11-02", "k4", portfolio.AccountRef{Name: "Contoso"}, "contoso.com", "Desk", 2),
		}},
		{name: "usage", info: usageN, asOf: "2026-11-05", facts: facts{used("2026-11-05", "Contoso", "SPE_E3", 7), used("2026-11-05", "Contoso GmbH", "Suite E3", 9), used("2026-11-05", "Other", "Desk", 4)}},
		{name: "catalogue", info: catalogueE, asOf: "2026-11-01", facts: facts{listed("2026-11-01", "Suite E3", "SPE_E3", "0000-guid"), listed("2026-11-01", "Suite E5", "SPE_E5")}},
		{name: "crm", info: listE, asOf: "2026-11-06", facts: facts{held("2026-11-06", "k5", portfolio.AccountRef{Kind: "crm", ExternalID: "77", Name: "Other"}, "", "Suite E5", 1)}},
	}
}

// decide makes the decisions of these tests, of those that can be made.
func decide(t *testing.T, s *store.Store) []int64 {
	t.Helper()
	var ids []int64
	for _, d := range [][3]string{
		{"account", "fno:9", "tenant:c"}, {"account", "tenant:c", "tenant:f"}, {"account", "crm:77", "tenant:f"}, {"product", "desk", "suite e3"},
	} {
		id, err := s.Merge(t.Context(), identity.Kind(d[0]), d[1], d[2])
		if err != nil && fault.Of(err).Code != fault.NotFound {
			t.Fatal(err)
		}
		if err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

func TestMergeAndUnmergeIsARoundTrip(t *testing.T) {
	s := open(t)
	for _, f := range mixed(t) {
		put(t, s, f)
	}
	digests := []string{digest(t, s)}
	ids := []int64{}
	for _, d := range [][3]string{{"account", "fno:9", "tenant:c"}, {"account", "tenant:c", "tenant:f"}, {"product", "desk", "suite e3"}} {
		id, err := s.Merge(t.Context(), identity.Kind(d[0]), d[1], d[2])
		if err != nil {
			t.Fatal(err)
		}
		ids, digests = append(ids, id), append(digests, digest(t, s))
		whole(t, s)
		if now := digests[len(digests)-1]; goslices.Contains(digests[:len(digests)-1], now) {
			t.Errorf("merging %v is not in the digest", d)
		}
	}
	for i := len(ids) - 1; i >= 0; i-- {
		if err := s.Unmerge(t.Context(), ids[i]); err != nil {
			t.Fatal(err)
		}
		if digest(t, s) != digests[i] {
			t.Errorf("taking decision %d back left something", i)
		}
		whole(t, s)
	}
	if err := s.Unmerge(t.Context(), ids[0]); fault.Of(err).Code != fault.NotFound {
		t.Errorf("taking back twice: %v", err)
	}
}

// TestIdentityInAnyOrder imports the files in every order, with the decisions
// made before, between and after them, and expects one digest; and undoes each
// of them, which must leave the store that never saw it.
func TestIdentityInAnyOrder(t *testing.T) {
	files := mixed(t)
	build := func(order []int, decideAfter int) *store.Store {
		s := open(t)
		for n, i := range order {
			put(t, s, files[i])
			if n == decideAfter {
				decide(t, s)
			}
		}
		return s
	}
	all := []int{0, 1, 2, 3, 4}
	reference := build(all, 4)
	want := digest(t, reference)
	r := rand.New(rand.NewPCG(5, 5))
	for range 12 {
		order := goslices.Clone(all)
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		s := build(order, len(order)-1)
		if digest(t, s) != want {
			t.Fatalf("the order %v makes another store", order)
		}
		// Undo in another order, against stores that never saw the files.
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for n, i := range order[:3] {
			undo(t, s, files[i].name)
			rest := goslices.Clone(order[n+1:])
			goslices.Sort(rest)
			without := withDecisions(t, files, rest)
			if digest(t, s) != digest(t, without) {
				t.Fatalf("undoing %v of %v left another store", order[:n+1], order)
			}
			whole(t, s)
		}
	}
}

// withDecisions is a store that got some files, and decided with all of them:
// the others were there before and are undone.
func withDecisions(t *testing.T, files []file, some []int) *store.Store {
	t.Helper()
	s := open(t)
	for i := len(files) - 1; i >= 0; i-- {
		put(t, s, files[i])
	}
	decide(t, s)
	for i := range files {
		undo(t, s, files[i].name)
	}
	if d := digest(t, s); d != digest(t, open(t)) {
		t.Fatal("decisions alone are facts")
	}
	for _, i := range some {
		put(t, s, files[i])
	}
	return s
}

func undo(t *testing.T, s *store.Store, name string) {
	t.Helper()
	all, err := s.Imports(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if r.File == name && r.State == "committed" {
			if err := s.Undo(t.Context(), r.ID); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatalf("%s was not imported", name)
}

func ask(t *testing.T, s *store.Store, q metric.Query) string {
	t.Helper()
	r, err := engine.New(s, builtin.Catalog()).Ask(t.Context(), q, engine.Env{Today: day(t, "2026-11-20")})
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, row := range r.Rows {
		rows = append(rows, strings.Trim(fmt.Sprint(row), "[]"))
	}
	return strings.Join(rows, "; ")
}

// TestEveryMetricSeesOneProduct: facts that name a product by an alias of the
// catalogue are the catalogue's product, whatever came first, until the
// catalogue is undone.
func TestEveryMetricSeesOneProduct(t *testing.T) {
	files := mixed(t)
	byProduct := metric.Query{Metrics: []string{"licenses_sold", "active_users"}, By: []metric.By{{Dimension: "product"}}, Sort: []metric.Sort{{By: "product"}}}
	past := byProduct
	past.AsOf = "2026-11-05"
	for _, order := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 3, 0, 1}} {
		s := open(t)
		for _, i := range order {
			put(t, s, files[i])
		}
		for _, q := range []metric.Query{byProduct, past} {
			if got := ask(t, s, q); got != "Desk 2 4; Suite E3 18 9" {
				t.Errorf("in the order %v: %s", order, got)
			}
		}
		if got, err := s.Aliases(t.Context(), "suite e3"); err != nil || strings.Join(got, " ") != "0000-guid spe_e3" {
			t.Errorf("aliases are %v, %v", got, err)
		}
		undo(t, s, "catalogue")
		if got := ask(t, s, byProduct); got != "Desk 2 4; SPE_E3 8 7; Suite E3 10 9" && got != "Desk 2 4; Suite E3 10 9; spe_e3 8 7" {
			t.Errorf("without the catalogue: %s", got)
		}
	}
}

func TestMergeRefusals(t *testing.T) {
	s := open(t)
	for _, f := range mixed(t) {
		put(t, s, f)
	}
	merge := func(kind identity.Kind, from, into string) error {
		_, err := s.Merge(t.Context(), kind, from, into)
		return err
	}
	if err := merge(identity.OfAccounts, "fno:9", "tenant:c"); err != nil {
		t.Fatal(err)
	}
	before := digest(t, s)
	for name, c := range map[string]struct {
		err  error
		code fault.Code
	}{
		"in a circle":      {merge(identity.OfAccounts, "tenant:c", "fno:9"), fault.Conflict},
		"twice":            {merge(identity.OfAccounts, "fno:9", "tenant:f"), fault.Conflict},
		"into itself":      {merge(identity.OfAccounts, "tenant:f", "tenant:f"), fault.Invalid},
		"nobody":           {merge(identity.OfAccounts, "tenant:zz", "tenant:f"), fault.NotFound},
		"an unknown kind":  {merge("person", "a", "b"), fault.Invalid},
		"a product's keys": {merge(identity.OfProducts, "fno:9", "desk"), fault.NotFound},
	} {
		if f := fault.Of(c.err); f == nil || f.Code != c.code || f.Message == "" {
			t.Errorf("%s: %v", name, c.err)
		}
	}
	if digest(t, s) != before {
		t.Error("a refused merge changed something")
	}
}

func TestWhatIsWatchedGoesAlongAndComesBack(t *testing.T) {
	s := open(t)
	for _, f := range mixed(t) {
		put(t, s, f)
	}
	if err := s.Watch(t.Context(), "account", "fno:9", true); err != nil {
		t.Fatal(err)
	}
	id, err := s.Merge(t.Context(), identity.OfAccounts, "fno:9", "tenant:c")
	if err != nil {
		t.Fatal(err)
	}
	watched := func() string {
		w, err := s.Watched(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(w.Accounts)
	}
	if got := watched(); !strings.Contains(got, "tenant:c") || strings.Contains(got, "fno:9") {
		t.Errorf("merged, %s is watched", got)
	}
	if err := s.Unmerge(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if got := watched(); !strings.Contains(got, "fno:9") || strings.Contains(got, "tenant:c") {
		t.Errorf("taken back, %s is watched", got)
	}
}

func TestSuggestionsAreNeverAppliedAndCanBeDismissed(t *testing.T) {
	s := open(t)
	for _, f := range mixed(t) {
		put(t, s, f)
	}
	find := func() string {
		all, err := s.Suggestions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, x := range all {
			out = append(out, string(x.Kind)+" "+x.From+" "+x.Into+" "+x.Reason)
		}
		return strings.Join(out, "; ")
	}
	before := digest(t, s)
	if got := find(); got != "account tenant:c fno:9 name" {
		t.Errorf("suggested: %s", got)
	}
	id, err := s.KeepApart(t.Context(), identity.OfAccounts, "fno:9", "tenant:c")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.KeepApart(t.Context(), identity.OfAccounts, "tenant:c", "fno:9"); err != nil || again != id {
		t.Errorf("decided again the other way round: decision %d instead of %d, %v", again, id, err)
	}
	if got := find(); got != "" {
		t.Errorf("dismissed, still suggested: %s", got)
	}
	if digest(t, s) != before {
		t.Error("a suggestion or its dismissal changed facts")
	}
	ds, err := s.Decisions(t.Context())
	if err != nil || len(ds) != 1 || ds[0].State != identity.Apart || ds[0].FromName != "Contoso Ltd" || ds[0].DecidedAt != clock().Format(time.RFC3339) {
		t.Errorf("decisions are %+v, %v", ds, err)
	}
	if err := s.Unmerge(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if find() == "" {
		t.Error("no longer dismissed, not suggested")
	}
}
