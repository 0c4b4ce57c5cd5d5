package store

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

// older makes a store of an earlier version.
func older(t *testing.T, version int, contents string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "old.db")
	db := raw(t, path)
	names, err := migrations.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names[:version] {
		text, err := migrations.ReadFile("migrations/" + n.Name())
		if err != nil {
			t.Fatal(err)
		}
		run(t, db, string(text))
	}
	run(t, db, fmt.Sprintf("PRAGMA application_id=%d; PRAGMA user_version=%d", applicationID, version))
	run(t, db, contents)
	db.Close()
	return path
}

// The rules, states, items and messages of a store from before rules were
// questions go on as they were, and what was told is not told again.
func TestRulesOfAnOlderStoreGoOn(t *testing.T) {
	path := older(t, 7, `
		INSERT INTO rule VALUES (1, 'Soon', 'ends_within', 'active', 1, '{"name":"Soon","template":"ends_within","days":30,"list_days":60,"watch":"all"}', 0, 'ok', 1795161600000000, 1795000000000000),
			(2, 'Over', 'usage_over', 'paused', 1, '{"name":"Over","template":"usage_over","threshold":0.9,"clear":0.8,"watch":"watched"}', 0, '', 0, 1795000000000000),
			(3, 'Gone', 'ends_within', 'removed', 1, '{"name":"Gone","template":"ends_within","days":1,"watch":"all"}', 0, '', 0, 1795000000000000);
		INSERT INTO rule_state VALUES (1, 'entitlement:k1@2026-12-01', 'firing', 1795161600123456, 1, 1, '2026-11-20', '', 11.0, '["k1@2026-12-01"]', '["k1@2026-12-01"]', ''),
			(1, 'entitlement:k2@2026-11-01', 'normal', 1795161600123456, 1, 0, '2026-10-20', 'ended', 3.0, 'null', '["k2@2026-11-01"]', '');
		INSERT INTO inbox VALUES (1, 1, 'entitlement:k1@2026-12-01', 1, 'Contoso', 'ends', 'days_to_end = 11', 11.0, 'snoozed', '2026-11-25', 0, '', 'tenant:contoso', 'Contoso', 'Suite', 'k1', '2026-12-01', 1795161600000000),
			(2, 1, 'entitlement:k2@2026-11-01', 1, 'Fabrikam', 'ends', 'days_to_end = 3', 3.0, 'resolved', '', 0, 'ended', 'tenant:fabrikam', 'Fabrikam', 'Suite', 'k2', '2026-11-01', 1792569600000000),
			(3, 3, 'entitlement:k3@2026-12-09', 1, 'Third', 'ends', 'days_to_end = 1', 1.0, 'open', '', 0, '', 'tenant:third', 'Third', 'Suite', 'k3', '2026-12-09', 1795161600000000);
		INSERT INTO outbox VALUES (1, 1, 0, 'delivered', 'desktop', 1, '', 1795161600000000, 1795161600000000), (2, 2, 0, 'obsolete', '', 0, '', 0, 0), (3, 3, 0, 'pending', '', 2, 'no bus', 0, 0);
		INSERT INTO evaluation (rule_id, at, outcome, problem, changes) VALUES (1, 1795161600000000, 'ok', '', 2), (1, 1795165200000000, 'failed', 'no such column', 0);
		INSERT INTO watch_item VALUES ('account', 'tenant:contoso', 1), ('entitlement', 'k1', 1);
		INSERT INTO document (kind, name, copy, title, document, created_at, changed_at) VALUES ('dashboard', 'portfolio', 1, 'Mine', '{"metric":"days_to_act","column":"notice_deadline","own":"days_to_notice"}', 1, 1)`)
	d := &desk{t: t, now: at()}
	s, err := Open(t.Context(), path, Options{Now: at})
	d.must(err)
	defer s.Close()
	d.Store = s

	rules, err := d.Rules(t.Context())
	d.must(err)
	if len(rules) != 2 || rules[0].Rule.Days != 30 || rules[0].Firing != 1 || rules[0].Version != 1 || rules[0].Outcome != "ok" || rules[1].State != watch.Paused || *rules[1].Rule.Full().Condition.Clear != 0.8 {
		t.Errorf("rules %+v", rules)
	}
	if v, err := d.Versions(t.Context(), 1); err != nil || len(v) != 1 || v[0].Rule.ListDays != 60 {
		t.Errorf("versions %+v, %v", v, err)
	}
	i := d.item(1)
	if i.State != watch.Snoozed || i.Returns == nil || i.Returns.Day != "2026-11-25" || fmt.Sprint(i.Delivered) != "[desktop]" || i.Severity != watch.Warning || i.Version != 1 {
		t.Errorf("the snoozed item %+v", i)
	}
	list, err := d.Watched(t.Context())
	d.must(err)
	if !list.Accounts["tenant:contoso"] || !list.Entitlements["k1"] {
		t.Errorf("watch list %+v", list)
	}
	if got, want := d.log(watch.ActivityAsking{Rule: 1}), "fired entitlement:k2@2026-11-01, evaluated, fired entitlement:k1@2026-12-01, evaluated"; got != want {
		t.Errorf("log %s, want %s", got, want)
	}
	claimed, err := d.Claim(t.Context(), d.now)
	d.must(err)
	if len(claimed) != 1 || claimed[0].Item != 3 || claimed[0].Destination != watch.ToDesktop || claimed[0].Attempts != 2 {
		t.Errorf("claimed %+v", claimed)
	}
	library, err := d.Library(t.Context())
	d.must(err)
	if got, want := string(library.Documents[0].Document), `{"metric":"days_to_next_act","column":"act_by","own":"days_to_notice"}`; got != want {
		t.Errorf("document %s, want %s", got, want)
	}
	d.toldAlready()
}

// toldAlready judges the facts of before: nothing is new, and what is snoozed
// comes back on its day.
func (d *desk) toldAlready() {
	d.t.Helper()
	agenda, err := d.Agenda(d.t.Context())
	d.must(err)
	if len(agenda.Open) != 1 || agenda.Open[0].Instance != "entitlement:k1@2026-12-01" || strings.Join(agenda.Open[0].Lines, " ") != "k1@2026-12-01" {
		d.t.Errorf("open %+v", agenda.Open)
	}
	met := func(day portfolio.Day) []watch.Transition {
		got, err := d.Record(d.t.Context(), watch.Evaluation{At: day.Time(), Today: day, Generation: agenda.Generation, Rules: []int64{1}, Judge: func(s watch.Standing) watch.Verdict {
			v := watch.Verdict{Health: watch.Sound}
			for instance, before := range s.Statuses {
				after, step := before.Next(watch.Outcome{Finding: watch.Met, Lines: before.Memory, DataDay: portfolio.NoDay}, 0, day, day.Time())
				v.Decisions = append(v.Decisions, watch.Decision{Instance: instance, From: before.State, Status: after, Step: step})
			}
			return v
		}})
		d.must(err)
		return got
	}
	if got := met(d.today()); len(got) != 1 || got[0].Item != 2 {
		d.t.Errorf("transitions %+v, want only the old line to be back", got)
	}
	if all, err := d.Inbox(d.t.Context()); err != nil || len(all) != 3 {
		d.t.Errorf("%d items, %v", len(all), err)
	}
	met(d.today() + 5)
	if i := d.item(1); i.State != watch.Open {
		d.t.Errorf("the snoozed item is %s on its day", i.State)
	}
}
