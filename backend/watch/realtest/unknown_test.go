package realtest

import (
	"fmt"
	"strings"
	"testing"

	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

// A rule that names an account which nobody goes by is pointed at, with the
// nearest name there is; one that is called so, now or before, is not.
func TestARuleThatNamesNobody(t *testing.T) {
	d := newDesk(t, "2026-12-01")
	d.bring(contracts, "2026-12-01", contract("a", "Contoso", "2026-12-10"), contract("b", "Fabrikam Industries", "2026-12-10"))
	for _, tt := range []struct{ rule, want string }{
		{`"watch":{"accounts":["Contosso"]}`, "watch.accounts[0] Contosso: Contoso"},
		{`"watch":{"accounts":["Contoso","Fabrikam"]}`, "watch.accounts[1] Fabrikam: Fabrikam Industries"},
		{`"watch":{"exclude":{"accounts":["Nobody at all"]}}`, "watch.exclude.accounts[0] Nobody at all: "},
		{`"watch":"all","query":{"filter":{"all":[{"dimension":"account","op":"in","values":["contoso","Fabricam Industries"]}]}}`, "query.filter.all[0] contoso: Contoso, query.filter.all[0] Fabricam Industries: Fabrikam Industries"},
		{`"watch":"all","query":{"filter":{"dimension":"account_key","op":"eq","value":"Contoso"}}`, "query.filter Contoso: "},
		{`"watch":"all","query":{"filter":{"dimension":"account","op":"contains","value":"nobody"}}`, ""},
		{`"watch":"all","query":{"filter":{"dimension":"product","op":"eq","value":"nobody"}}`, ""},
		// Controls: by name, whatever the case, by id and by key; in a filter as it is written.
		{`"watch":{"accounts":["contoso"]}`, ""},
		{`"watch":{"accounts":["tenant:contoso"]}`, ""},
		{`"watch":"all"`, ""},
		{`"watch":"all","query":{"filter":{"dimension":"account","op":"ne","value":"Contoso"}}`, ""},
		{`"watch":"all","query":{"filter":{"dimension":"account_key","op":"eq","value":"tenant:contoso"}}`, ""},
	} {
		r, err := watch.ReadRule([]byte(`{"name":"r","per":["entitlement_key"],"condition":{"kind":"ends_within","days":30},` + tt.rule + `}`))
		if err != nil {
			t.Fatal(err)
		}
		agenda, err := d.store.Agenda(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		trial := watch.Trial{Asker: realAsker{engine.New(d.store, builtin.Catalog())}, Agenda: agenda, Words: watch.Words{Catalog: builtin.Catalog()}}
		found, err := trial.Inspect(t.Context(), r, nil, portfolio.DayIn(d.now))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, u := range found.Unknown {
			got = append(got, fmt.Sprintf("%s %s: %s", u.Field, u.Name, u.Nearest))
		}
		if said := strings.Join(got, ", "); said != tt.want {
			t.Errorf("%s: %q, want %q", tt.rule, said, tt.want)
		}
	}
}

// Of very many names that nobody goes by, all are pointed at, and only the first
// are compared with those of all accounts.
func TestManyUnknownAccountsAreNotComparedWithAll(t *testing.T) {
	d := newDesk(t, "2026-12-01")
	d.bring(contracts, "2026-12-01", contract("a", "Contoso", "2026-12-10"))
	r := watch.Rule{Watch: watch.Watch{}}
	for range 1000 {
		r.Watch.Exclude.Accounts = append(r.Watch.Exclude.Accounts, "Contosso")
	}
	trial := watch.Trial{Asker: realAsker{engine.New(d.store, builtin.Catalog())}, Words: watch.Words{Catalog: builtin.Catalog()}}
	unknown, err := trial.Unknown(t.Context(), []watch.Rule{{}, r}, portfolio.DayIn(d.now))
	if err != nil || len(unknown) != 2 || len(unknown[1]) != 1000 {
		t.Fatalf("%d, %v", len(unknown), err)
	}
	if first, last := unknown[1][0].Nearest, unknown[1][999].Nearest; first != "Contoso" || last != "" {
		t.Errorf("the first is nearest to %q, the last to %q", first, last)
	}
}
