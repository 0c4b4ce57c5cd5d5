package realtest

import (
	"fmt"
	"strings"
	"testing"

	"headroom/backend/ingest"
	"headroom/backend/watch"
)

// Importing the same extract twice changes no number of rows and tells nothing
// again.
func TestAcceptance01TheSameExtractTwice(t *testing.T) {
	d := newDesk(t, "2026-12-01")
	d.rule(`{"name":"ends","watch":"all","per":["entitlement_key"],"condition":{"kind":"ends_within","days":30}}`)
	d.rule(`{"name":"new","watch":"all","per":["entitlement_key"],"query":{"metrics":["entitlements"]},"condition":{"kind":"appears"}}`)
	d.rule(`{"name":"used","watch":"all","per":["account_key"],"condition":{"kind":"threshold","metric":"usage_rate","op":"gt","value":0.5}}`)
	lines := []fact{contract("a", "Contoso", "2026-12-10"), contract("b", "Fabrikam", "2026-12-20")}
	d.bring(contracts, "2026-12-01", lines...)
	d.bring(levels, "2026-12-01", use("Contoso", "2026-12-01", 80))
	d.expect("2026-12-01", contoso+" normal→firing", "entitlement_key:a@2026-12-10 normal→firing", "entitlement_key:b@2026-12-20 normal→firing")
	before := len(d.told())
	again := d.bring(contracts, "2026-12-01", lines...)
	d.bring(levels, "2026-12-01", use("Contoso", "2026-12-01", 80))
	if again.Added != 0 || again.Changed != 0 {
		t.Errorf("the second import added %d and changed %d", again.Added, again.Changed)
	}
	d.expect("2026-12-01")
	if n := len(d.told()); n != before {
		t.Errorf("%d items after it, %d before", n, before)
	}
}

// The three numbers: what makes the rule fire, what is listed, how long until it
// is told again.
func TestAcceptance05ThreeNumbers(t *testing.T) {
	d := newDesk(t, "2026-09-01")
	d.bring(contracts, "2026-09-01", contract("near", "Contoso", "2026-12-31"), contract("next", "Contoso", "2027-03-01", product("CAD")),
		contract("far", "Contoso", "2027-06-30", product("Mail")), contract("other", "Fabrikam", "2027-03-01"))
	d.rule(`{"name":"r","watch":"all","per":["account_key"],"condition":{"kind":"ends_within","days":90},"list_days":200,"repeat_days":30}`)
	d.expect("2026-09-27")                                                // 95 days
	d.expect("2026-10-01")                                                // 91
	d.expect("2026-10-02", contoso+" normal→firing")                      // 90
	for on := dayOf(t, "2026-10-03"); on < dayOf(t, "2026-11-01"); on++ { // nothing for 30 days
		d.expect(on.String())
	}
	d.expect("2026-11-01", contoso+" firing→firing")
	items := d.told()
	if len(items) != 2 {
		t.Fatalf("%d items, want 2", len(items))
	}
	// 2027-03-01 is 150 days after the first notice, 2027-06-30 beyond 200 of both.
	for _, i := range items {
		if !strings.Contains(i.Body, "Suite") || !strings.Contains(i.Body, "CAD") || strings.Contains(i.Body, "Mail") {
			t.Errorf("it lists %q", i.Body)
		}
	}
	if items[0].State != watch.Superseded || items[1].State != watch.Open {
		t.Errorf("they are %s and %s", items[0].State, items[1].State)
	}
}

// An import moves the line into the window, too, not only the clock.
func TestAcceptance05ByAnImport(t *testing.T) {
	d := newDesk(t, "2026-09-27")
	d.bring(contracts, "2026-09-27", contract("near", "Contoso", "2026-12-31"))
	d.rule(`{"name":"r","watch":"all","per":["account_key"],"condition":{"kind":"ends_within","days":90},"repeat_days":30}`)
	d.expect("2026-09-27")
	d.bring(contracts, "2026-09-28", contract("near", "Contoso", "2026-12-27"))
	d.expect("2026-09-28", contoso+" normal→firing")
	d.expect("2026-09-29")
}

// A line that was renewed resolves what was told of it, and is told of again only
// when its new end comes near.
func TestAcceptance06Renewed(t *testing.T) {
	for _, per := range []string{"entitlement_key", "account_key"} {
		t.Run(per, func(t *testing.T) {
			d := newDesk(t, "2026-12-01")
			d.bring(contracts, "2026-12-01", contract("e", "Contoso", "2026-12-31"))
			d.rule(`{"name":"r","watch":"all","per":["` + per + `"],"condition":{"kind":"ends_within","days":60},"repeat_days":7}`)
			old, renewed := contoso, contoso
			if per == "entitlement_key" {
				old, renewed = "entitlement_key:e@2026-12-31", "entitlement_key:e@2027-12-31"
			}
			d.expect("2026-12-01", old+" normal→firing")
			d.bring(contracts, "2026-12-05", contract("e", "Contoso", "2027-12-31"))
			d.expect("2026-12-05", old+" firing→normal")
			for on := dayOf(t, "2026-12-06"); on < dayOf(t, "2027-01-20"); on++ {
				d.expect(on.String())
			}
			items := d.told()
			if len(items) != 1 || items[0].State != watch.Resolved || items[0].Resolution != watch.Renewed {
				t.Errorf("items %+v", items)
			}
			d.expect("2027-10-31") // 61 days
			d.expect("2027-11-01", renewed+" normal→firing")
		})
	}
}

// A rule that was paused makes nothing up when it is activated again: what still
// holds is told once, however many evaluations were missed.
func TestAcceptance08PausedWithoutAStorm(t *testing.T) {
	d := newDesk(t, "2026-11-01")
	d.bring(contracts, "2026-11-01", contract("e", "Contoso", "2027-01-31"))
	daily := d.rule(`{"name":"daily","watch":"all","per":["entitlement_key"],"condition":{"kind":"ends_within","days":92},"repeat_days":1}`)
	timed := d.rule(`{"name":"timed","watch":"all","per":["account_key"],"condition":{"kind":"ends_within","days":92},"repeat_days":1,"trigger":{"every":"day","at":"07:00"}}`)
	crossing := d.rule(`{"name":"new","watch":"all","per":["entitlement_key"],"query":{"metrics":["entitlements"]},"condition":{"kind":"appears"}}`)
	const e = "entitlement_key:e@2027-01-31"
	d.expect("2026-11-01", e+" normal→firing")
	d.expect("2026-11-02", contoso+" normal→firing", e+" firing→firing")
	for _, id := range []int64{daily, timed, crossing} {
		if err := d.store.SetRuleState(t.Context(), id, watch.Paused); err != nil {
			t.Fatal(err)
		}
	}
	var more []fact
	for i := range 40 {
		more = append(more, contract(fmt.Sprint("n", i), "Newcomer", "2028-01-31"))
	}
	d.bring(contracts, "2026-11-10", append(more, contract("e", "Contoso", "2027-01-31"))...)
	for on := dayOf(t, "2026-11-03"); on < dayOf(t, "2026-12-20"); on++ {
		d.expect(on.String())
	}
	d.on("2026-12-20")
	for _, id := range []int64{daily, timed, crossing} {
		if err := d.store.SetRuleState(t.Context(), id, watch.Active); err != nil {
			t.Fatal(err)
		}
	}
	d.expect("2026-12-20", e+" firing→firing") // of 47 repeats one; what appeared meanwhile is no news
	d.expect("2026-12-20")
	d.expect("2026-12-21", contoso+" firing→firing", e+" firing→firing")
}

// Usage that is older than its source's rhythm allows warns, and resolves
// nothing: what is not known is no good news.
func TestAcceptance13AStaleSourceResolvesNothing(t *testing.T) {
	d := newDesk(t, "2026-09-30")
	office := ingest.Info{ID: "test.o", Version: 1, Source: "Office usage", Dataset: levels.Dataset, Class: levels.Class}
	d.rule(`{"name":"full","watch":"all","per":["account_key"],"condition":{"kind":"threshold","metric":"usage_rate","op":"gt","value":0.9,"clear":0.8}}`)
	d.rule(`{"name":"late","watch":"all","condition":{"kind":"stale","days":34}}`)
	d.bring(office, "2026-09-30", use("Contoso", "2026-09-30", 95))
	d.expect("2026-09-30", contoso+" normal→firing")
	d.expect("2026-11-03") // a month and three days and one
	d.expect("2026-11-04", "source:Office usage normal→firing")
	for on := dayOf(t, "2026-11-05"); on < dayOf(t, "2027-01-15"); on += 7 {
		d.expect(on.String())
	}
	// Another source goes on, so that of this one nothing is known any more.
	other := ingest.Info{ID: "test.p", Version: 1, Source: "Other usage", Dataset: levels.Dataset, Class: levels.Class}
	d.bring(other, "2027-01-15", use("Fabrikam", "2027-01-15", 10))
	d.expect("2027-01-15", contoso+" firing→no_data")
	for _, i := range d.told() {
		if i.State != watch.Open {
			t.Errorf("%s is %s", i.Instance, i.State)
		}
	}
	d.bring(office, "2027-01-16", use("Contoso", "2027-01-16", 93))
	d.expect("2027-01-16", contoso+" no_data→firing", "source:Office usage firing→normal")
	if n := len(d.told()); n != 2 {
		t.Errorf("%d items, want 2", n)
	}
}

// Healthy → Warning → Healthy are two notifications for a watched account, none
// for another.
func TestAcceptance14BandCrossings(t *testing.T) {
	d := newDesk(t, "2026-11-01")
	d.bring(contracts, "2026-11-01", contract("a", "Contoso", "2028-12-31", quantity(100)), contract("b", "Fabrikam", "2028-12-31", quantity(100)))
	d.mark("account", "tenant:contoso")
	d.rule(`{"name":"bands","watch":"watched","per":["account_key"],"condition":{"kind":"crosses","metric":"account_health","bands":[40,70],"direction":"either"}}`)
	for _, step := range []struct {
		on     string
		active int64 // of 100: health is halfway to 100
		want   []string
	}{
		{"2026-11-01", 60, nil},
		{"2026-11-02", 20, []string{contoso + " normal→firing"}},
		{"2026-11-03", 30, nil},
		{"2026-11-04", 60, []string{contoso + " firing→firing"}},
		{"2026-11-05", 70, nil},
	} {
		d.bring(levels, step.on, use("Contoso", step.on, step.active), use("Fabrikam", step.on, step.active))
		d.expect(step.on, step.want...)
	}
	items := d.told()
	if len(items) != 2 {
		t.Fatalf("%d items, want 2", len(items))
	}
	for _, i := range items {
		if i.Account != "Contoso" {
			t.Errorf("it is about %s", i.Account)
		}
	}
}
