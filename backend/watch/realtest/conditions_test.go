package realtest

import (
	"fmt"
	"testing"

	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

const contoso = "account_key:tenant:contoso"

func TestEndsWithinAtItsBounds(t *testing.T) {
	d := newDesk(t, "2026-11-01")
	d.bring(contracts, "2026-11-01", contract("e", "Contoso", "2026-12-31"), contract("p", "Contoso", ""), contract("t", "Contoso", "2026-12-31", status(portfolio.TrialStatus)))
	d.rule(`{"name":"r","watch":"all","per":["entitlement_key"],"condition":{"kind":"ends_within","days":30}}`)
	const e = "entitlement_key:e@2026-12-31"
	d.expect("2026-11-30")                     // 31 days
	d.expect("2026-12-01", e+" normal→firing") // 30
	d.expect("2026-12-02")
	d.expect("2026-12-30") // 1
	d.expect("2026-12-31") // 0
	d.expect("2027-01-01", e+" firing→normal")
	d.expect("2027-01-02")
	if got := d.told(); len(got) != 1 || got[0].Resolution != watch.Ended {
		t.Errorf("inbox %+v", got)
	}
}

func TestWhatTheFilterNamesIsTheRules(t *testing.T) {
	d := newDesk(t, "2026-12-01")
	d.bring(contracts, "2026-12-01", contract("e", "Contoso", "2026-12-10"), contract("t", "Contoso", "2026-12-10", status(portfolio.TrialStatus), trial))
	d.rule(`{"name":"r","watch":"all","per":["entitlement_key"],"query":{"filter":{"dimension":"trial","op":"eq","value":"yes"}},"condition":{"kind":"ends_within","days":30}}`)
	d.expect("2026-12-01")
	d.rule(`{"name":"s","watch":"all","per":["entitlement_key"],"query":{"filter":{"all":[{"dimension":"trial","op":"eq","value":"yes"},{"dimension":"status","op":"eq","value":"trial"}]}},"condition":{"kind":"ends_within","days":30}}`)
	d.expect("2026-12-01", "entitlement_key:t@2026-12-10 normal→firing")
}

func TestEnded(t *testing.T) {
	d := newDesk(t, "2026-12-01")
	d.bring(contracts, "2026-12-01", contract("e", "Contoso", "2026-12-10"))
	d.rule(`{"name":"r","watch":"all","per":["account_key"],"condition":{"kind":"ended","days":7}}`)
	d.expect("2026-12-10")
	d.expect("2026-12-11", contoso+" normal→firing")
	d.expect("2026-12-17")
	d.expect("2026-12-18", contoso+" firing→normal")
}

// What was renewed by another line of the account and product has not ended.
func TestEndedAndRenewedByAnotherLine(t *testing.T) {
	d := newDesk(t, "2026-12-01")
	next := contract("next", "Contoso", "2027-12-10", func(e *portfolio.Entitlement) { e.Start = dayOf(t, "2026-12-11") })
	d.bring(contracts, "2026-12-01", contract("e", "Contoso", "2026-12-10"), contract("f", "Fabrikam", "2026-12-10"))
	d.rule(`{"name":"ended","watch":"all","per":["entitlement_key"],"condition":{"kind":"ended","days":30}}`)
	d.rule(`{"name":"after","watch":"all","per":["account_key"],"condition":{"kind":"ends_within"},"stages":[5,-20]}`)
	d.expect("2026-12-05", contoso+" normal→firing", "account_key:tenant:fabrikam normal→firing")
	d.bring(contracts, "2026-12-12", contract("e", "Contoso", "2026-12-10"), contract("f", "Fabrikam", "2026-12-10"), next)
	d.expect("2026-12-12", contoso+" firing→normal", "entitlement_key:f@2026-12-10 normal→firing")
	for _, i := range d.told() {
		if i.Account == "Contoso" && i.Resolution != watch.Renewed {
			t.Errorf("it is %s %s", i.State, i.Resolution)
		}
	}
}

// A stage tells once more, and one after the end goes on telling of a line that
// was not renewed.
func TestStages(t *testing.T) {
	d := newDesk(t, "2026-10-01")
	d.bring(contracts, "2026-10-01", contract("e", "Contoso", "2026-12-31"))
	d.rule(`{"name":"r","watch":"all","per":["entitlement_key"],"condition":{"kind":"ends_within"},"stages":[90,30,7,1,0,-7]}`)
	const e = "entitlement_key:e@2026-12-31"
	d.expect("2026-10-01") // 91
	d.expect("2026-10-02", e+" normal→firing")
	d.expect("2026-10-03")
	d.expect("2026-12-01", e+" firing→firing") // 30
	d.expect("2026-12-02")
	d.expect("2026-12-31", e+" firing→firing") // 0: those of 7 and 1 were slept through
	d.expect("2027-01-01")
	d.expect("2027-01-07", e+" firing→firing")
	d.expect("2027-01-08", e+" firing→normal")
	got := d.told()
	if len(got) != 4 {
		t.Fatalf("%d items, want 4", len(got))
	}
	for i, state := range []watch.ItemState{watch.Superseded, watch.Superseded, watch.Superseded, watch.Resolved} {
		if got[i].State != state {
			t.Errorf("item %d is %s, want %s", i, got[i].State, state)
		}
	}
}

func TestStagesByFilter(t *testing.T) {
	d := newDesk(t, "2026-12-01")
	d.bring(contracts, "2026-12-01", contract("a", "Contoso", "2026-12-31"), contract("b", "Contoso", "2026-12-31", product("CAD")))
	d.rule(`{"name":"r","watch":"all","per":["entitlement_key"],"condition":{"kind":"ends_within","days":20},"stages":[7],
		"stages_of":[{"filter":{"dimension":"product","op":"eq","value":"CAD"},"stages":[30,5]}]}`)
	d.expect("2026-12-01", "entitlement_key:a@2026-12-31 normal→firing", "entitlement_key:b@2026-12-31 normal→firing")
	d.expect("2026-12-24", "entitlement_key:a@2026-12-31 firing→firing")
	d.expect("2026-12-26", "entitlement_key:b@2026-12-31 firing→firing")
}

func TestThresholdWithAClearLevel(t *testing.T) {
	d := newDesk(t, "2026-11-01")
	d.rule(`{"name":"r","watch":"all","per":["account_key"],"condition":{"kind":"threshold","metric":"usage_rate","op":"ge","value":0.9,"clear":0.8}}`)
	d.bring(levels, "2026-11-01", use("Contoso", "2026-11-01", 89), use("Fabrikam", "2026-11-01", 10))
	d.expect("2026-11-01")
	d.bring(levels, "2026-11-02", use("Contoso", "2026-11-02", 90), use("Fabrikam", "2026-11-02", 10))
	d.expect("2026-11-02", contoso+" normal→firing")
	d.bring(levels, "2026-11-03", use("Contoso", "2026-11-03", 81), use("Fabrikam", "2026-11-03", 10))
	d.expect("2026-11-03")
	d.bring(levels, "2026-11-04", use("Contoso", "2026-11-04", 80), use("Fabrikam", "2026-11-04", 10))
	d.expect("2026-11-04", contoso+" firing→normal")
	d.bring(levels, "2026-11-05", use("Contoso", "2026-11-05", 95), use("Fabrikam", "2026-11-05", 10))
	d.expect("2026-11-05", contoso+" normal→firing")
	d.bring(levels, "2026-11-06", use("Fabrikam", "2026-11-06", 10))
	d.expect("2026-11-06", contoso+" firing→no_data") // a subject that vanished does not resolve
	d.bring(levels, "2026-11-07", use("Contoso", "2026-11-07", 5), use("Fabrikam", "2026-11-07", 10))
	d.expect("2026-11-07", contoso+" no_data→normal")
}

func TestThresholdBelow(t *testing.T) {
	d := newDesk(t, "2026-11-01")
	d.rule(`{"name":"r","watch":"all","per":["account_key"],"condition":{"kind":"threshold","metric":"usage_rate","op":"lt","value":0.2,"clear":0.3,"base":{"metric":"usage_total","at_least":50}}}`)
	for _, step := range []struct {
		on     string
		active int64
		want   []string
	}{
		{"2026-11-01", 20, nil}, {"2026-11-02", 19, []string{contoso + " normal→firing"}}, {"2026-11-03", 29, nil}, {"2026-11-04", 30, []string{contoso + " firing→normal"}},
	} {
		d.bring(levels, step.on, use("Contoso", step.on, step.active))
		d.expect(step.on, step.want...)
	}
}

// For counts evaluations on new facts, and what is not known neither counts nor
// begins anew.
func TestForSoManyEvaluations(t *testing.T) {
	d := newDesk(t, "2026-11-01")
	d.rule(`{"name":"r","watch":"all","per":["account_key"],"condition":{"kind":"threshold","metric":"usage_rate","op":"gt","value":0.5,"for":3}}`)
	bring := func(on string, active int64) { d.bring(levels, on, use("Contoso", on, active)) }
	bring("2026-11-01", 60)
	d.expect("2026-11-01", contoso+" normal→pending")
	d.expect("2026-11-01")
	d.expect("2026-11-02") // a day without facts does not count
	bring("2026-11-03", 60)
	d.expect("2026-11-03")
	bring("2026-11-04", 40)
	d.expect("2026-11-04", contoso+" pending→normal")
	bring("2026-11-05", 60)
	d.expect("2026-11-05", contoso+" normal→pending")
	bring("2026-11-06", 60)
	d.expect("2026-11-06")
	bring("2026-11-07", 60)
	d.expect("2026-11-07", contoso+" pending→firing")
	if n := len(d.told()); n != 1 {
		t.Errorf("%d items, want 1", n)
	}
}

// What a rule tells apart in another way since is over, and what is still so is
// told by its new name.
func TestInstancesOfAnEditedRule(t *testing.T) {
	d := newDesk(t, "2026-11-01")
	text := `{"name":"r","watch":"all","per":[%s],"condition":{"kind":"threshold","metric":"usage_rate","op":"gt","value":0.5}}`
	id := d.rule(fmt.Sprintf(text, `"account_key"`))
	d.bring(levels, "2026-11-01", use("Contoso", "2026-11-01", 60))
	d.expect("2026-11-01", contoso+" normal→firing")
	r, err := watch.ParseRule(fmt.Appendf(nil, text, `"account_key","product"`))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.store.SaveRule(t.Context(), id, r); err != nil {
		t.Fatal(err)
	}
	d.expect("2026-11-02", "account_key+product:tenant:contoso|Suite normal→firing", contoso+" firing→normal")
	if got := d.told(); len(got) != 2 || got[0].Resolution != watch.Gone || got[1].State != watch.Open {
		t.Errorf("inbox %+v", got)
	}
}

func TestOverageOverOneLineAndAnother(t *testing.T) {
	d := newDesk(t, "2026-11-01")
	d.rule(`{"name":"r","watch":"all","per":["account_key","product"],"condition":{"kind":"threshold","metric":"consumption_rate","op":"gt","value":0.9,"and":[{"metric":"overage","op":"gt","value":5}]}}`)
	d.bring(levels, "2026-11-01", metered("Contoso", "m", "2026-11-01", 104), metered("Fabrikam", "m", "2026-11-01", 106))
	d.expect("2026-11-01", "account_key+product:tenant:fabrikam|Suite normal→firing")
	if got := d.told(); len(got) != 1 || got[0].Account != "Fabrikam" || got[0].Product != "Suite" {
		t.Errorf("inbox %+v", got)
	}
}

func TestChangeAgainstTheOwnBaseline(t *testing.T) {
	for _, tt := range []struct {
		name, condition string
		want            []string // at 30 of 100, 60, 62, 61 before
	}{
		{"previous, a share", `"against":"previous","over":1,"unit":"month","direction":"down","by":0.3,"relative":true`, []string{contoso + " normal→firing"}},
		{"previous, not that far", `"against":"previous","over":1,"unit":"month","direction":"down","by":0.6,"relative":true`, nil},
		{"previous, licenses", `"against":"previous","over":1,"unit":"month","direction":"either","by":31`, []string{contoso + " normal→firing"}},
		{"the other way", `"against":"previous","over":1,"unit":"month","direction":"up","by":0.1,"relative":true`, nil},
		{"median", `"against":"median","over":3,"unit":"month","direction":"down","by":31`, []string{contoso + " normal→firing"}},
		{"median, further", `"against":"median","over":3,"unit":"month","direction":"down","by":32`, nil},
		{"last year", `"against":"year","direction":"up","by":10`, []string{contoso + " normal→firing"}},
		{"too small a base", `"against":"previous","over":1,"unit":"month","direction":"down","by":0.3,"relative":true,"base":{"metric":"active_users","at_least":62}`, nil},
		{"the base is that of before", `"against":"previous","over":1,"unit":"month","direction":"down","by":0.3,"relative":true,"base":{"metric":"active_users","at_least":61}`, []string{contoso + " normal→firing"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, "2026-11-30")
			for on, n := range map[string]int64{"2025-11-30": 20, "2026-08-30": 60, "2026-09-30": 62, "2026-10-30": 61, "2026-11-30": 30} {
				d.bring(levels, on, use("Contoso", on, n), use("Steady", on, 50))
			}
			d.rule(`{"name":"r","watch":{"exclude":{"accounts":["steady"]}},"per":["account_key"],"condition":{"kind":"change","metric":"active_users",` + tt.condition + `}}`)
			d.expect("2026-11-30", tt.want...)
		})
	}
}

func TestTrend(t *testing.T) {
	d := newDesk(t, "2026-11-30")
	for on, n := range map[string][2]int64{"2026-08-30": {60, 60}, "2026-09-30": {50, 62}, "2026-10-30": {45, 40}, "2026-11-30": {30, 30}} {
		d.bring(levels, on, use("Contoso", on, n[0]), use("Fabrikam", on, n[1]))
	}
	d.rule(`{"name":"r","watch":"all","per":["account_key"],"condition":{"kind":"trend","metric":"active_users","direction":"down","over":4,"unit":"month","by":0.4,"relative":true}}`)
	d.expect("2026-11-30", contoso+" normal→firing")
	d.bring(levels, "2026-12-30", use("Contoso", "2026-12-30", 31), use("Fabrikam", "2026-12-30", 20))
	d.expect("2026-12-30", contoso+" firing→normal", "account_key:tenant:fabrikam normal→firing")
}

// Zero on every day is unused; what nobody observed is not.
func TestUnusedLevels(t *testing.T) {
	for _, tt := range []struct {
		name string
		days int
		want []string
	}{
		{"one month", 30, []string{contoso + " normal→firing", "account_key:tenant:new normal→firing"}},
		{"two months", 60, []string{contoso + " normal→firing"}},
		{"three months", 90, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, "2026-11-30")
			d.bring(levels, "2026-09-30", use("Contoso", "2026-09-30", 5), use("Busy", "2026-09-30", 5))
			d.bring(levels, "2026-10-31", use("Contoso", "2026-10-31", 0), use("Busy", "2026-10-31", 5))
			d.bring(levels, "2026-11-30", use("Contoso", "2026-11-30", 0), use("Busy", "2026-11-30", 5), use("New", "2026-11-30", 0))
			d.rule(`{"name":"r","watch":"all","per":["account_key"],"condition":{"kind":"unused","metric":"active_users","days":` + itoa(tt.days) + `}}`)
			d.expect("2026-11-30", tt.want...)
		})
	}
}

// A feature that is in the log and has not been taken for so long is unused; the
// log must go on.
func TestUnusedFeature(t *testing.T) {
	d := newDesk(t, "2026-11-30")
	const render = "account_key+feature:tenant:contoso|render"
	d.bring(logs, "2026-10-01", checkout("Contoso", "render", "2026-10-01", 1), checkout("Contoso", "draw", "2026-10-01", 2))
	d.rule(`{"name":"r","watch":"all","per":["account_key","feature"],"condition":{"kind":"unused","metric":"checkouts","days":30}}`)
	d.expect("2026-11-20") // the log ends in October: nothing is known of November
	d.bring(logs, "2026-11-20", checkout("Contoso", "draw", "2026-11-20", 3))
	d.expect("2026-11-20", render+" normal→firing")
	d.bring(logs, "2026-11-21", checkout("Contoso", "render", "2026-11-21", 4))
	d.expect("2026-11-21", render+" firing→normal")
}

func TestCrossesEitherWay(t *testing.T) {
	d := newDesk(t, "2026-11-01")
	d.rule(`{"name":"r","watch":"all","per":["account_key"],"condition":{"kind":"crosses","metric":"active_users","bands":[40,70]}}`)
	for _, step := range []struct {
		on     string
		active int64
		want   []string
	}{
		{"2026-11-01", 80, nil}, // there is nothing to compare with
		{"2026-11-02", 70, nil},
		{"2026-11-03", 69, []string{contoso + " normal→firing"}},
		{"2026-11-04", 60, nil},
		{"2026-11-05", 75, []string{contoso + " firing→firing"}},
		{"2026-11-06", 10, []string{contoso + " firing→firing"}},
	} {
		d.bring(levels, step.on, use("Contoso", step.on, step.active))
		d.expect(step.on, step.want...)
		d.expect(step.on) // the same facts again are no crossing
	}
	if n := len(d.told()); n != 3 {
		t.Errorf("%d items, want 3", n)
	}
}

func TestAppearsDisappearsAndChanges(t *testing.T) {
	d := newDesk(t, "2026-11-01")
	d.bring(contracts, "2026-11-01", contract("a", "Contoso", "2027-06-30"), contract("b", "Fabrikam", "2027-06-30"))
	d.rule(`{"name":"new","watch":"all","per":["account_key"],"query":{"metrics":["entitlements"]},"condition":{"kind":"appears"}}`)
	d.rule(`{"name":"gone","watch":"all","per":["entitlement_key"],"query":{"metrics":["entitlements_any_state"]},"condition":{"kind":"disappears"}}`)
	d.rule(`{"name":"changed","watch":"all","per":["entitlement_key"],"condition":{"kind":"changes","columns":["quantity","status"]}}`)
	d.expect("2026-11-01")
	d.expect("2026-11-02")
	d.bring(contracts, "2026-11-03", contract("a", "Contoso", "2027-06-30", quantity(7)), contract("c", "Newcomer", "2027-06-30"))
	d.expect("2026-11-03", "account_key:tenant:newcomer normal→firing", "entitlement_key:a normal→firing", "entitlement_key:b normal→firing")
	d.expect("2026-11-04")
	d.bring(contracts, "2026-11-05", contract("a", "Contoso", "2027-06-30", quantity(7), status(portfolio.Cancelled)), contract("b", "Fabrikam", "2027-06-30"), contract("c", "Newcomer", "2027-06-30"))
	// Fabrikam's entitlement is back and counts again, Contoso's was changed a second time.
	d.expect("2026-11-05", "account_key:tenant:fabrikam normal→firing", "entitlement_key:a firing→firing", "entitlement_key:b firing→normal")
}

func TestEntersAndLeavesASegment(t *testing.T) {
	d := newDesk(t, "2026-11-01")
	d.segment(`{"name":"large","title":"Large","kind":"account","filter":{"dimension":"quantity","op":"ge","value":100}}`)
	d.bring(contracts, "2026-11-01", contract("a", "Contoso", "2027-06-30"), contract("b", "Fabrikam", "2027-06-30", quantity(500)))
	d.rule(`{"name":"in","watch":"all","per":["account_key"],"condition":{"kind":"enters","segment":"large"}}`)
	d.rule(`{"name":"out","watch":"all","per":["account_key"],"condition":{"kind":"leaves","segment":"large"}}`)
	d.expect("2026-11-01")
	d.bring(contracts, "2026-11-02", contract("a", "Contoso", "2027-06-30", quantity(100)), contract("b", "Fabrikam", "2027-06-30", quantity(99)), contract("c", "Newcomer", "2027-06-30", quantity(900)))
	d.expect("2026-11-02", contoso+" normal→firing", "account_key:tenant:fabrikam normal→firing")
	d.expect("2026-11-03")
	d.bring(contracts, "2026-11-04", contract("a", "Contoso", "2027-06-30", quantity(1)), contract("b", "Fabrikam", "2027-06-30", quantity(99)))
	d.expect("2026-11-04", contoso+" firing→normal", contoso+" normal→firing") // it left, which ends the one and begins the other
}

func TestStaleSource(t *testing.T) {
	d := newDesk(t, "2026-11-01")
	d.bring(levels, "2026-11-01", use("Contoso", "2026-11-01", 5))
	d.rule(`{"name":"r","watch":"watched","condition":{"kind":"stale","days":33}}`)
	d.expect("2026-12-04")
	d.expect("2026-12-05", "source:Usage normal→firing")
	d.bring(levels, "2026-12-05", use("Contoso", "2026-12-05", 5))
	d.expect("2026-12-05", "source:Usage firing→normal")
}

// A source is late against its own rhythm, the median of the days between its files.
func TestStaleByItsOwnRhythm(t *testing.T) {
	d := newDesk(t, "2026-11-01")
	for _, on := range []string{"2026-10-01", "2026-10-08", "2026-10-15"} {
		d.bring(levels, on, use("Contoso", on, 5))
	}
	d.rule(`{"name":"r","watch":"all","condition":{"kind":"stale"}}`)
	d.expect("2026-10-22")
	d.expect("2026-10-23", "source:Usage normal→firing")
}

// Scopes: each rule tells of what it watches and of nothing else, and of what is
// watched twice once.
func TestWhatARuleWatches(t *testing.T) {
	for _, tt := range []struct {
		name, watch string
		want        []string
	}{
		{"everything", `"all"`, []string{"a", "b", "c", "d"}},
		{"named, whatever the case", `{"accounts":["CONTOSO"]}`, []string{"a", "b"}},
		{"watched", `"watched"`, []string{"a", "b", "c"}},
		{"watched and named", `{"watched":true,"accounts":["Fabrikam"]}`, []string{"c"}},
		{"a segment of products", `{"segment":"cad"}`, []string{"b"}},
		{"a segment of accounts", `{"segment":"few"}`, []string{"d"}},
		{"less an account", `{"exclude":{"accounts":["Contoso"]}}`, []string{"c", "d"}},
		{"less a product", `{"exclude":{"products":["cad"]}}`, []string{"a", "c", "d"}},
		{"less what costs nothing", `{"exclude":{"free":true}}`, []string{"a", "b", "d"}},
		{"watched, less an account", `{"watched":true,"exclude":{"accounts":["Contoso"]}}`, []string{"c"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, "2026-12-01")
			d.bring(contracts, "2026-12-01", contract("a", "Contoso", "2026-12-10"), contract("b", "Contoso", "2026-12-10", product("CAD")),
				contract("c", "Fabrikam", "2026-12-10", product("Free"), worth(0)), contract("d", "Tailspin", "2026-12-10", quantity(1), worth(5)))
			d.segment(`{"name":"cad","title":"CAD","kind":"product","filter":{"dimension":"product","op":"eq","value":"CAD"}}`)
			d.segment(`{"name":"few","title":"Few","kind":"account","filter":{"dimension":"quantity","op":"lt","value":5}}`)
			d.mark("account", "tenant:contoso")
			d.mark("entitlement", "a")
			d.mark("entitlement", "c")
			d.mark("segment", "cad")
			d.rule(`{"name":"r","watch":` + tt.watch + `,"per":["entitlement_key"],"condition":{"kind":"ends_within","days":30}}`)
			var want []string
			for _, key := range tt.want {
				want = append(want, "entitlement_key:"+key+"@2026-12-10 normal→firing")
			}
			d.expect("2026-12-01", want...)
		})
	}
}

// A rule about figures without an account in its instances is asked about what it
// watches only.
func TestPortfolioOfWhatIsWatched(t *testing.T) {
	d := newDesk(t, "2026-11-01")
	d.bring(contracts, "2026-11-01", contract("a", "Contoso", "2027-06-30"), contract("b", "Fabrikam", "2027-06-30", quantity(500)))
	d.mark("account", "tenant:contoso")
	d.rule(`{"name":"all","watch":"all","condition":{"kind":"threshold","metric":"licenses_sold","op":"gt","value":100}}`)
	d.rule(`{"name":"mine","watch":"watched","condition":{"kind":"threshold","metric":"licenses_sold","op":"gt","value":100}}`)
	d.rule(`{"name":"by product","watch":{"accounts":["Contoso"]},"per":["product"],"condition":{"kind":"threshold","metric":"licenses_sold","op":"lt","value":100}}`)
	d.rule(`{"name":"less one","watch":{"exclude":{"accounts":["Fabrikam"]}},"per":["account"],"condition":{"kind":"threshold","metric":"licenses_sold","op":"gt","value":1}}`)
	d.rule(`{"name":"both","watch":{"watched":true,"accounts":["Fabrikam"]},"per":["product"],"condition":{"kind":"threshold","metric":"licenses_sold","op":"gt","value":1}}`)
	d.expect("2026-11-01", ": normal→firing", "account:Contoso normal→firing", "product:Suite normal→firing")
}

// A rule triggered by records that were added tells of these alone, one by
// updated ones of those in which something changed.
func TestAddedAndUpdatedRecords(t *testing.T) {
	d := newDesk(t, "2026-11-01")
	d.bring(contracts, "2026-11-01", contract("a", "Contoso", "2026-12-31", quantity(500)), contract("b", "Fabrikam", "2026-12-31", quantity(5)))
	large := `"per":["entitlement_key"],"condition":{"kind":"threshold","metric":"licenses_sold","op":"ge","value":100}`
	d.rule(`{"name":"new","watch":"all",` + large + `,"trigger":{"on":"added","dataset":"entitlements"}}`)
	d.rule(`{"name":"ends","watch":"all","per":["entitlement_key"],"condition":{"kind":"ends_within","days":90},"trigger":{"on":"updated","dataset":"entitlements"}}`)
	d.expect("2026-11-01")
	d.bring(contracts, "2026-11-02", contract("a", "Contoso", "2026-12-31", quantity(500)), contract("b", "Fabrikam", "2026-12-31", quantity(200)),
		contract("c", "Newcomer", "2028-12-31", quantity(300)), contract("d", "Small", "2028-12-31", quantity(3)))
	d.expect("2026-11-02", "entitlement_key:b@2026-12-31 normal→firing", "entitlement_key:c normal→firing")
	d.expect("2026-11-03")
	d.bring(contracts, "2026-11-04", contract("a", "Contoso", "2026-12-31", quantity(500)), contract("b", "Fabrikam", "2028-12-31", quantity(200)),
		contract("c", "Newcomer", "2028-12-31", quantity(30)), contract("d", "Small", "2028-12-31", quantity(3)))
	d.expect("2026-11-04", "entitlement_key:b@2026-12-31 firing→normal", "entitlement_key:c firing→normal")
}

// Where products or lines are watched and instances are accounts, the figures are
// those of these products and lines.
func TestAccountsOfWhatIsWatched(t *testing.T) {
	d := newDesk(t, "2026-11-01")
	d.bring(contracts, "2026-11-01", contract("a", "Contoso", "2027-06-30"), contract("b", "Contoso", "2027-06-30", quantity(500), product("CAD")), contract("c", "Fabrikam", "2027-06-30", quantity(900)))
	d.segment(`{"name":"cad","title":"CAD","kind":"product","filter":{"dimension":"product","op":"eq","value":"CAD"}}`)
	d.segment(`{"name":"few","title":"Few","kind":"entitlement","filter":{"dimension":"quantity","op":"lt","value":100}}`)
	sold := func(op, value string) string {
		return `"per":["account_key"],"condition":{"kind":"threshold","metric":"licenses_sold","op":"` + op + `","value":` + value + `}`
	}
	d.rule(`{"name":"products","watch":{"segment":"cad"},` + sold("ge", "500") + `}`)
	d.rule(`{"name":"not all of them","watch":{"segment":"cad"},` + sold("gt", "500") + `}`)
	d.rule(`{"name":"lines","watch":{"segment":"few"},` + sold("le", "10") + `}`)
	d.rule(`{"name":"product and account","watch":{"segment":"cad"},"per":["account_key","product"],"condition":{"kind":"threshold","metric":"licenses_sold","op":"gt","value":1}}`)
	d.expect("2026-11-01", "account_key+product:tenant:contoso|CAD normal→firing", contoso+" normal→firing", contoso+" normal→firing")
}

// TestNamesWithBraces: what is open is asked after by the keys of its lines, be
// they written like tokens.
func TestNamesWithBraces(t *testing.T) {
	d := newDesk(t, "2026-12-01")
	d.bring(contracts, "2026-12-01", contract("{{7*7}}", "{{NOBODY}}", "2026-12-10"))
	d.rule(`{"name":"r","watch":"all","per":["entitlement_key"],"condition":{"kind":"ends_within","days":30}}`)
	d.expect("2026-12-01", "entitlement_key:{{7*7}}@2026-12-10 normal→firing")
	d.expect("2026-12-02")
	d.bring(contracts, "2026-12-03", contract("{{7*7}}", "{{NOBODY}}", "2027-12-10"))
	d.expect("2026-12-03", "entitlement_key:{{7*7}}@2026-12-10 firing→normal")
}
