package store

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

// desk is a store with a clock that a test sets.
type desk struct {
	*Store
	t   testing.TB
	now time.Time
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	d := &desk{t: t, now: at()}
	s, err := Open(t.Context(), filepath.Join(MemoryDir(t), "a.db"), Options{Now: func() time.Time { return d.now }, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d.Store = s
	return d
}

func (d *desk) today() portfolio.Day { return portfolio.DayIn(d.now) }

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func ends(name string, days int) watch.Rule {
	return watch.Rule{Name: name, Template: watch.EndsWithin, Days: days, State: watch.Active}
}

func (d *desk) add(r watch.Rule) int64 {
	d.t.Helper()
	id, err := d.AddRule(d.t.Context(), r)
	d.must(err)
	return id
}

// values are what an evaluation finds: the value of each instance that is met.
type values map[string]float64

// evaluation is one of all active rules, each of which finds the same.
func (d *desk) evaluation(found values) watch.Evaluation {
	d.t.Helper()
	agenda, err := d.Agenda(d.t.Context())
	d.must(err)
	e := watch.Evaluation{At: d.now, Today: d.today(), Generation: agenda.Generation, Import: agenda.Import, Revisions: map[int64]int64{}}
	for _, r := range agenda.Rules {
		e.Rules = append(e.Rules, r.ID)
		e.Revisions[r.ID] = r.Revision
	}
	e.Judge = func(s watch.Standing) watch.Verdict {
		v := watch.Verdict{Health: watch.Sound}
		for instance := range s.Statuses {
			if _, met := found[instance]; !met {
				v.Decisions = append(v.Decisions, d.decide(s, instance, watch.Outcome{Resolution: watch.Gone, DataDay: portfolio.NoDay})...)
			}
		}
		for instance, value := range found {
			v.Decisions = append(v.Decisions, d.decide(s, instance, watch.Outcome{Finding: watch.Met, Value: &value, DataDay: portfolio.DayOf(2026, 11, 1)})...)
		}
		slices.SortFunc(v.Decisions, func(a, b watch.Decision) int { return strings.Compare(a.Instance, b.Instance) })
		return v
	}
	return e
}

func (d *desk) decide(s watch.Standing, instance string, o watch.Outcome) []watch.Decision {
	before, known := s.Statuses[instance]
	if !known {
		before = watch.Status{State: watch.Normal, Told: portfolio.NoDay, DataDay: portfolio.NoDay}
	}
	after, step := before.Next(o, 0, d.today(), d.now)
	if step == watch.Stay && reflect.DeepEqual(before, after) {
		return nil
	}
	n := watch.Notice{Title: "About " + instance, Body: "It ends soon.", AccountKey: instance, Account: "Contoso " + instance, Product: "Suite", End: d.today() + 30, ActBy: d.today() + 10}
	return []watch.Decision{{Instance: instance, From: before.State, Status: after, Step: step, Reason: "days_to_end = 5", Why: "days_to_end = 5", Notice: n}}
}

func (d *desk) evaluate(found values) []watch.Transition {
	d.t.Helper()
	got, err := d.Record(d.t.Context(), d.evaluation(found))
	d.must(err)
	return got
}

func (d *desk) exec(query string, args ...any) {
	d.t.Helper()
	d.Tamper(d.t, query, args...)
}

func (d *desk) item(id int64) watch.Item {
	d.t.Helper()
	i, err := d.Item(d.t.Context(), id)
	d.must(err)
	return i
}

// importing lets an import come in.
func (d *desk) importing() {
	d.exec(`INSERT INTO import (file, sha256, bytes, profile, profile_version, source, dataset, class, as_of, partial, state, rows, added, changed, unchanged, skipped, rejected, notes, problems, context, header, digest, imported_at, duration)
		SELECT 'f', count(*), 0, '', 1, 'x', 'usage', 'S', '2026-01-01', 0, 'committed', 0, 0, 0, 0, 0, 0, '[]', '[]', '{}', '[]', '', 0, 0 FROM import`)
	d.exec(`UPDATE meta SET value = value + 1 WHERE name = 'generation'`)
}

// log lists the log, oldest first, as "kind instance".
func (d *desk) log(q watch.ActivityAsking) string {
	d.t.Helper()
	page, err := d.Activity(d.t.Context(), q)
	d.must(err)
	var lines []string
	for _, a := range page.Entries {
		lines = append(lines, strings.TrimSpace(string(a.Kind)+" "+a.Instance))
	}
	slices.Reverse(lines)
	return strings.Join(lines, ", ")
}

// What brings a snoozed item back brings it back once, and nothing else does.
func TestASnoozedItemReturnsOnce(t *testing.T) {
	by := 0.2
	nextDay, nextImport, moves := func(d *desk, v values) { d.now = d.now.AddDate(0, 0, 1) }, func(d *desk, v values) { d.importing() }, func(d *desk, v values) { v["a"] += 0.1 }
	tests := []struct {
		name  string
		until watch.Return
		other []func(*desk, values) // what does not bring it back
		step  func(*desk, values)   // what does, done so often
		times int
	}{
		{"a day", watch.Return{Day: "2026-11-23"}, []func(*desk, values){nextImport, moves}, nextDay, 3},
		{"the next import", watch.Return{Import: true}, []func(*desk, values){nextDay, moves}, nextImport, 1},
		{"a move of the value", watch.Return{Moved: &by}, []func(*desk, values){nextDay, nextImport}, moves, 2},
		{"the last day to act", watch.Return{Notice: true}, []func(*desk, values){nextImport, moves}, nextDay, 10},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			d.add(ends("soon", 30))
			found := values{"a": 0.5}
			d.evaluate(found)
			d.must(d.SnoozeUntil(t.Context(), []int64{1}, tt.until, "waiting for the new headcount", d.today()))
			if i := d.item(1); i.State != watch.Snoozed || i.Note != "waiting for the new headcount" || i.Returns == nil || i.Returns.Import != tt.until.Import || i.Returns.Notice != tt.until.Notice {
				t.Fatalf("snoozed: %+v", i)
			}
			for _, other := range tt.other {
				other(d, found)
				d.evaluate(found)
				if i := d.item(1); i.State != watch.Snoozed {
					t.Fatalf("it is %s", i.State)
				}
			}
			found["a"] = 0.5
			for n := range tt.times {
				if i := d.item(1); i.State != watch.Snoozed {
					t.Fatalf("it came back after %d of %d", n, tt.times)
				}
				tt.step(d, found)
				d.evaluate(found)
			}
			if i := d.item(1); i.State != watch.Open || i.Returns != nil || i.SnoozedTo != "" {
				t.Fatalf("it did not come back: %+v", i)
			}
			for range 3 {
				tt.step(d, found)
				d.evaluate(found)
			}
			var queued int
			d.must(d.r.QueryRowContext(t.Context(), `SELECT count(*) FROM outbox WHERE inbox_id = 1`).Scan(&queued))
			if queued != 2 {
				t.Errorf("it is queued %d times, want for itself and for its return", queued)
			}
			if got, want := d.log(watch.ActivityAsking{Item: 1}), "fired a, answered a, fired a"; got != want {
				t.Errorf("history %s, want %s", got, want)
			}
		})
	}
}

func TestWhatCannotBeSnoozed(t *testing.T) {
	d := newDesk(t)
	d.add(ends("soon", 30))
	d.evaluate(values{"a": 1, "b": 1})
	d.must(d.DoneWith(t.Context(), []int64{2}, ""))
	d.exec(`UPDATE inbox SET act_by = '', value = NULL WHERE id = 1`)
	d.exec(`UPDATE rule_state SET status = json_set(status, '$.value', NULL)`)
	by, none := 1.0, 0.0
	for name, until := range map[string]watch.Return{
		"nothing": {}, "two things": {Import: true, Notice: true}, "today": {Day: d.today().String()}, "no day": {Day: "soon"}, "no way": {Moved: &none},
		"a last day that is not known": {Notice: true}, "a value that is not there": {Moved: &by},
	} {
		if err := d.SnoozeUntil(t.Context(), []int64{1}, until, "", d.today()); fault.Of(err) == nil || d.item(1).State != watch.Open {
			t.Errorf("%s: %v, %s", name, err, d.item(1).State)
		}
	}
	ok := watch.Return{Import: true}
	if err := d.SnoozeUntil(t.Context(), []int64{1, 2}, ok, "", d.today()); fault.Of(err) == nil || d.item(1).State != watch.Open {
		t.Errorf("one that is done: %v, and the other is %s", err, d.item(1).State)
	}
	if err := d.SnoozeUntil(t.Context(), []int64{1}, ok, strings.Repeat("x", mostReason+1), d.today()); fault.Of(err) == nil {
		t.Error("a reason without end was kept")
	}
	d.must(d.SnoozeUntil(t.Context(), []int64{1}, ok, "", d.today())) // the control
}

// What was over while it was snoozed is not told when the day comes.
func TestWhatIsOverDoesNotReturn(t *testing.T) {
	d := newDesk(t)
	d.add(ends("soon", 30))
	d.evaluate(values{"a": 1})
	d.must(d.SnoozeUntil(t.Context(), []int64{1}, watch.Return{Day: (d.today() + 1).String()}, "", d.today()))
	d.now = d.now.AddDate(0, 0, 1)
	got := d.evaluate(values{})
	if len(got) != 1 || d.item(1).State != watch.Resolved {
		t.Errorf("transitions %+v, item %+v", got, d.item(1))
	}
	d.evaluate(values{"a": 1}) // comes back as it was, and the day is there
	if i := d.item(1); i.State != watch.Open {
		t.Errorf("item %+v", i)
	}
}

func TestVersionsOfARule(t *testing.T) {
	d := newDesk(t)
	id, err := d.SaveRule(t.Context(), 0, ends("draft", 30))
	d.must(err)
	numbers := func() string {
		t.Helper()
		all, err := d.Versions(t.Context(), id)
		d.must(err)
		var out []string
		for _, v := range all {
			out = append(out, fmt.Sprintf("%d:%s/%d", v.Number, v.Rule.Name, v.Rule.Days))
		}
		return strings.Join(out, " ")
	}
	save := func(r watch.Rule) { t.Helper(); _, err := d.SaveRule(t.Context(), id, r); d.must(err) }
	want := func(what, want string) {
		t.Helper()
		if got := numbers(); got != want {
			t.Errorf("%s: versions %s, want %s", what, got, want)
		}
	}
	if l, err := d.Rule(t.Context(), id); err != nil || l.State != watch.Draft || l.Version != 1 {
		t.Fatalf("new: %+v, %v", l, err)
	}
	d.now = d.now.Add(time.Minute)
	save(ends("draft", 31))
	save(ends("draft", 32))
	want("saved while it is written", "1:draft/32")
	d.now = d.now.Add(oneEdit)
	save(ends("draft", 33))
	want("saved later", "2:draft/33 1:draft/32")
	save(ends("draft", 33))
	want("saved as it was", "2:draft/33 1:draft/32")
	d.must(d.SetRuleState(t.Context(), id, watch.Active))
	save(ends("active", 33))
	want("an active rule", "3:active/33 2:draft/33 1:draft/32")
	d.must(d.SetRuleState(t.Context(), id, watch.Paused))
	save(ends("paused", 33))
	want("a paused rule", "3:paused/33 2:draft/33 1:draft/32")
	d.must(d.SetRuleState(t.Context(), id, watch.Active))
	d.evaluate(values{"a": 1})
	d.must(d.SetRuleState(t.Context(), id, watch.Paused))
	save(ends("after it told", 33))
	want("one that told", "4:after it told/33 3:paused/33 2:draft/33 1:draft/32")
	d.must(d.RestoreRule(t.Context(), id, 2))
	if l, err := d.Rule(t.Context(), id); err != nil || l.Rule.Name != "draft" || l.Rule.Days != 33 {
		t.Errorf("restored %+v, %v", l, err)
	}
	if i := d.item(1); i.Version != 3 {
		t.Errorf("the item was told by version %d", i.Version)
	}
	copied, err := d.DuplicateRule(t.Context(), id, "another")
	d.must(err)
	if l, err := d.Rule(t.Context(), copied); err != nil || l.State != watch.Draft || l.Rule.Name != "another" || l.Rule.Days != 33 {
		t.Errorf("copy %+v, %v", l, err)
	}
	for name, err := range map[string]error{"version": d.RestoreRule(t.Context(), id, 99), "rule": d.RestoreRule(t.Context(), 99, 1), "state": d.SetRuleState(t.Context(), id, watch.Draft)} {
		if fault.Of(err) == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	page, err := d.Activity(t.Context(), watch.ActivityAsking{Rule: id, Kinds: []watch.ActivityKind{watch.Edited}})
	d.must(err)
	if changes := fmt.Sprint(page.Entries[len(page.Entries)-1].Detail); changes != "map[changes:[days] version:2]" {
		t.Errorf("the first edit says %s", changes)
	}
}

// A rule that is edited while it is evaluated is judged by the next evaluation.
func TestARuleThatIsEditedMeanwhileIsNotJudged(t *testing.T) {
	d := newDesk(t)
	id := d.add(ends("soon", 30))
	e := d.evaluation(values{"a": 1})
	_, err := d.SaveRule(t.Context(), id, ends("never", 0))
	d.must(err)
	if got, err := d.Record(t.Context(), e); err != nil || len(got) > 0 {
		t.Errorf("judged by what it said before: %+v, %v", got, err)
	}
	if got := d.evaluate(values{"a": 1}); len(got) != 1 {
		t.Errorf("the next evaluation: %+v", got)
	}
}

// The evaluation of before is what crossings are compared with; where somebody
// else has evaluated meanwhile, it is asked again.
func TestTheBasisOfTheNextEvaluation(t *testing.T) {
	d := newDesk(t)
	id := d.add(ends("soon", 30))
	basis := func() *watch.Basis {
		a, err := d.Agenda(t.Context())
		d.must(err)
		return a.Rules[0].Before
	}
	if basis() != nil {
		t.Errorf("before the first: %+v", basis())
	}
	d.importing()
	e := d.evaluation(values{})
	e.Before = map[int64]*watch.Basis{id: nil}
	d.must2(d.Record(t.Context(), e))
	if b := basis(); b == nil || b.Day != d.today() || b.Import != 1 {
		t.Errorf("after the first: %+v", b)
	}
	if _, err := d.Record(t.Context(), e); err == nil || !strings.Contains(err.Error(), watch.ErrStale.Error()) {
		t.Errorf("another process: %v", err)
	}
	d.now = d.now.AddDate(0, 0, 1)
	blind := d.evaluation(values{})
	blind.Judge = func(watch.Standing) watch.Verdict {
		return watch.Verdict{Health: watch.Blind, Problem: "There is no usage."}
	}
	d.must2(d.Record(t.Context(), blind))
	if b := basis(); b.Day != d.today()-1 {
		t.Errorf("an evaluation without data is compared with: %+v", b)
	}
	for what, change := range map[string]func() error{
		"edited":    func() error { _, err := d.SaveRule(t.Context(), id, ends("soon", 31)); return err },
		"activated": func() error { return d.SetRuleState(t.Context(), id, watch.Active) },
	} {
		d.evaluate(values{})
		d.must(d.SetRuleState(t.Context(), id, watch.Paused))
		d.must(change())
		d.must(d.SetRuleState(t.Context(), id, watch.Active))
		if basis() != nil {
			t.Errorf("%s: %+v", what, basis())
		}
	}
}

// What found no data finds none again by the same facts on the same day; what
// failed is tried again.
func TestWhatFailedIsDueAgain(t *testing.T) {
	d := newDesk(t)
	d.add(ends("soon", 30))
	for _, c := range []struct {
		health watch.Health
		due    bool
	}{{watch.Sound, false}, {watch.Blind, false}, {watch.Broken, true}} {
		e := d.evaluation(values{})
		e.Judge = func(watch.Standing) watch.Verdict { return watch.Verdict{Health: c.health} }
		d.must2(d.Record(t.Context(), e))
		a, err := d.Agenda(t.Context())
		d.must(err)
		if _, due := a.Rules[0].Due(d.now, time.UTC, a.Generation); due != c.due {
			t.Errorf("after %s: due is %v", c.health, due)
		}
	}
}

func (d *desk) must2(_ []watch.Transition, err error) {
	d.t.Helper()
	d.must(err)
}

// Each occurrence of a schedule is evaluated once, whoever is first.
func TestAnOccurrenceIsEvaluatedOnce(t *testing.T) {
	d := newDesk(t)
	id := d.add(ends("soon", 30))
	judged := 0
	at := func(due watch.Due) int {
		t.Helper()
		e := d.evaluation(values{})
		inner := e.Judge
		e.Judge = func(s watch.Standing) watch.Verdict { judged++; return inner(s) }
		e.Due = map[int64]watch.Due{id: due}
		judged = 0
		d.must2(d.Record(t.Context(), e))
		return judged
	}
	mark := func() string {
		a, err := d.Agenda(t.Context())
		d.must(err)
		return a.Rules[0].Mark
	}
	first := watch.Due{Mark: "2026-11-20T08:00", At: d.now}
	if at(first) != 1 || at(first) != 0 || mark() != first.Mark {
		t.Errorf("the first occurrence, mark %q", mark())
	}
	next := watch.Due{Before: first.Mark, Mark: "2026-11-23T08:00", At: d.now.AddDate(0, 0, 3), Missed: 2, Late: true}
	if at(next) != 1 || at(next) != 0 {
		t.Error("the next occurrence")
	}
	page, err := d.Activity(t.Context(), watch.ActivityAsking{Kinds: []watch.ActivityKind{watch.Evaluated}})
	d.must(err)
	if got := fmt.Sprint(page.Entries[0].Detail); got != "map[changes:0 count:1 firing:0 late:true missed:2 occurrence:2026-11-23T08:00:00Z outcome:ok]" {
		t.Errorf("the log says %s", got)
	}
	back := watch.Due{Before: next.Mark, Mark: "2026-11-21T08:00", At: d.now.AddDate(0, 0, 1), Corrected: true}
	d.now = d.now.AddDate(0, 0, 1)
	if at(back) != 1 || mark() != back.Mark {
		t.Errorf("a clock that was ahead, mark %q", mark())
	}
	d.must(d.SetRuleState(t.Context(), id, watch.Paused))
	d.must(d.SetRuleState(t.Context(), id, watch.Active))
	if mark() != "" || at(first) != 1 {
		t.Error("an activated rule begins anew")
	}
}

func TestOneHoldsALease(t *testing.T) {
	d := newDesk(t)
	lease := func(holder string, after time.Duration) bool {
		t.Helper()
		held, err := d.Lease(t.Context(), "scheduler", holder, 1, d.now.Add(after), 30*time.Second)
		d.must(err)
		return held
	}
	for i, step := range []struct {
		holder string
		after  time.Duration
		want   bool
	}{{"a", 0, true}, {"b", time.Second, false}, {"a", 20 * time.Second, true}, {"b", 40 * time.Second, false}, {"b", 50 * time.Second, true}, {"a", 60 * time.Second, false}, {"a", -time.Hour, true}} {
		if got := lease(step.holder, step.after); got != step.want {
			t.Errorf("step %d: %s holds it: %v", i, step.holder, got)
		}
	}
	d.must(d.Unlease(t.Context(), "scheduler", "b"))
	if lease("b", -time.Hour+time.Second) {
		t.Error("somebody gave back what another holds")
	}
	d.must(d.Unlease(t.Context(), "scheduler", "a"))
	if !lease("b", -time.Hour+time.Second) {
		t.Error("what was given back is free")
	}
}

// An evaluation is stored whole or not at all.
func TestAnEvaluationIsOneTransaction(t *testing.T) {
	// Each breaks while the second rule is stored, after so many items.
	for table, items := range map[string]int{"schedule_mark": 2, "rule_state": 3, "inbox": 3, "outbox": 4, "activity": 4} {
		d := newDesk(t)
		d.add(ends("first", 30))
		second := d.add(ends("second", 30))
		d.exec(fmt.Sprintf(`CREATE TRIGGER broken BEFORE INSERT ON %s WHEN (SELECT count(*) FROM inbox) >= %d BEGIN SELECT raise(ABORT, 'broken'); END`, table, items))
		before := d.dump()
		e := d.evaluation(values{"a": 1, "b": 1})
		e.Due = map[int64]watch.Due{second: {Mark: "x", At: d.now}}
		if _, err := d.Record(t.Context(), e); err == nil {
			t.Errorf("%s: nothing broke", table)
		}
		if after := d.dump(); after != before {
			t.Errorf("%s: what is left\n%s\nwas\n%s", table, after, before)
		}
		d.exec(`DROP TRIGGER broken`)
		if got := d.evaluate(values{"a": 1, "b": 1}); len(got) != 4 {
			t.Errorf("%s: the control found %+v", table, got)
		}
	}
}

// dump is everything that evaluations write.
func (d *desk) dump() string {
	d.t.Helper()
	var out strings.Builder
	for _, table := range []string{"rule", "rule_state", "inbox", "outbox", "activity", "schedule_mark", "meta"} {
		rows, err := d.w.QueryContext(d.t.Context(), "SELECT * FROM "+table)
		d.must(err)
		names, err := rows.Columns()
		d.must(err)
		for rows.Next() {
			cells := make([]any, len(names))
			into := make([]any, len(names))
			for i := range cells {
				into[i] = &cells[i]
			}
			d.must(rows.Scan(into...))
			fmt.Fprintln(&out, table, cells)
		}
		d.must(rows.Close())
	}
	return out.String()
}

func TestTheLogOfRules(t *testing.T) {
	d := newDesk(t)
	id := d.add(ends("Ünder 30", 30))
	for range 3 {
		d.evaluate(values{})
	}
	d.evaluate(values{"a": 1, "b": 1})
	for range 2 {
		d.evaluate(values{"a": 1, "b": 1})
	}
	d.must(d.DoneWith(t.Context(), []int64{1}, "Renewed 100% by phone"))
	d.evaluate(values{"b": 1})
	if got, want := d.log(watch.ActivityAsking{}), "switched, evaluated, fired a, fired b, evaluated, evaluated, answered a, resolved a, evaluated"; got != want {
		t.Errorf("log\n%s, want\n%s", got, want)
	}
	page, err := d.Activity(t.Context(), watch.ActivityAsking{Kinds: []watch.ActivityKind{watch.Evaluated}})
	d.must(err)
	if first := page.Entries[len(page.Entries)-1].Detail; first["count"] != 3.0 || first["outcome"] != "ok" || page.Entries[0].Detail["firing"] != 1.0 {
		t.Errorf("three evaluations of nothing new are %v", first)
	}
	for text, want := range map[string]int{"ünder": 9, "BY PHONE": 1, "100%": 1, "contoso b": 1, "about a": 3, "nothing like it": 0, "%": 1} {
		if page, err := d.Activity(t.Context(), watch.ActivityAsking{Text: text}); err != nil || page.Count != want || len(page.Entries) != want {
			t.Errorf("%q finds %d (%v), want %d", text, page.Count, err, want)
		}
	}
	if page, err := d.Activity(t.Context(), watch.ActivityAsking{Rule: id, Instance: "a", Offset: 1, Limit: 1}); err != nil || page.Count != 3 || len(page.Entries) != 1 || page.Entries[0].Kind != watch.Answered {
		t.Errorf("a page: %+v, %v", page, err)
	}
	d.now = d.now.Add(keptActivity + time.Hour)
	d.evaluate(values{"b": 1})
	if got, want := d.log(watch.ActivityAsking{}), "switched, evaluated"; got != want {
		t.Errorf("two years later %s, want %s", got, want)
	}
}

func TestSegments(t *testing.T) {
	d := newDesk(t)
	g := watch.Segment{Name: "big", Title: "Big accounts", Kind: watch.WatchAccount, Filter: metric.Filter{Dimension: "country", Op: "eq", Value: "IT"}}
	d.must(d.SaveSegment(t.Context(), g))
	g.Title = "The big ones"
	d.must(d.SaveSegment(t.Context(), g))
	if all, err := d.Segments(t.Context()); err != nil || !reflect.DeepEqual(all, []watch.Segment{g}) {
		t.Errorf("segments %+v, %v", all, err)
	}
	d.must(d.Watch(t.Context(), watch.WatchSegment, "big", true))
	d.must(d.Watch(t.Context(), watch.WatchProduct, "suite", true))
	if err := d.Watch(t.Context(), watch.WatchSegment, "small", true); fault.Of(err) == nil {
		t.Errorf("watch what is not there: %v", err)
	}
	a, err := d.Agenda(t.Context())
	d.must(err)
	if len(a.Segments) != 1 || !a.Watched.Segments["big"] || !a.Watched.Products["suite"] {
		t.Errorf("agenda %+v", a)
	}
	r := ends("big ones", 30)
	r.Watch = watch.Watch{Segment: "big"}
	r.Template, r.Days, r.Per, r.Condition = "", 0, []string{"entitlement_key"}, watch.Condition{Kind: watch.EndsIn, Days: 30}
	id := d.add(r)
	if err := d.RemoveSegment(t.Context(), "big"); fault.Of(err) == nil || !strings.Contains(err.Error(), "big ones") {
		t.Errorf("remove what a rule names: %v", err)
	}
	d.must(d.RemoveRule(t.Context(), id))
	d.must(d.RemoveSegment(t.Context(), "big"))
	if list, err := d.Watched(t.Context()); err != nil || len(list.Segments) > 0 {
		t.Errorf("watch list %+v, %v", list, err)
	}
	for what, bad := range map[string]watch.Segment{"name": {Title: "x", Kind: "account"}, "title": {Name: "x", Kind: "account"}, "kind": {Name: "x", Title: "x", Kind: "vendor"}} {
		if f := fault.Of(d.SaveSegment(t.Context(), bad)); f == nil || f.Field != what {
			t.Errorf("%s: %v", what, f)
		}
	}
}

// A rule that cannot be read says so, ends nothing and stops nobody; an earlier
// version brings it back.
func TestARuleThatCannotBeRead(t *testing.T) {
	d := newDesk(t)
	bad, good := d.add(ends("bad", 30)), d.add(ends("good", 30))
	d.evaluate(values{"a": 1})
	_, err := d.SaveRule(t.Context(), bad, ends("bad", 31))
	d.must(err)
	d.exec(`UPDATE rule SET document = '{"name":"bad","template":"of a later program"}' WHERE id = ?`, bad)
	evaluator := watch.NewEvaluator(nothing{}, d)
	report, err := evaluator.Evaluate(t.Context(), watch.Run{Now: d.now})
	d.must(err)
	if len(report.Problems) != 2 || report.Problems[0].Rule != bad || report.Problems[0].Health != watch.Broken || report.Problems[1].Rule != good || report.Problems[1].Health != watch.Blind {
		t.Errorf("problems %+v", report.Problems)
	}
	rules, err := d.Rules(t.Context())
	d.must(err)
	if rules[0].Outcome != string(watch.Broken) || rules[0].Problem == "" || rules[0].Rule.Name != "bad" {
		t.Errorf("listed %+v", rules[0])
	}
	if i := d.item(1); i.State != watch.Open {
		t.Errorf("its item is %s", i.State)
	}
	// Both tell what they found, and the bad one of itself.
	if all, err := d.Claim(t.Context(), d.now); err != nil || len(all) != 3 || all[2].Instance != watch.RuleItself || all[2].RuleName != "bad" {
		t.Errorf("told %+v, %v", all, err)
	}
	if problems, err := d.Verify(t.Context()); err != nil || len(problems) != 1 || !strings.Contains(problems[0], "bad") {
		t.Errorf("verified: %v, %v", problems, err)
	}
	d.must(d.RestoreRule(t.Context(), bad, 1))
	if l, err := d.Rule(t.Context(), bad); err != nil || l.Rule.Days != 30 || l.Fault != nil {
		t.Errorf("restored %+v, %v", l, err)
	}
}

// nothing answers every question with no rows.
type nothing struct{}

func (nothing) Ask(_ context.Context, q metric.Query, _ portfolio.Day) (metric.Result, error) {
	var r metric.Result
	for _, b := range q.By {
		r.Columns = append(r.Columns, metric.Column{Name: b.Dimension})
	}
	for _, name := range append(slices.Clone(q.Columns), q.Metrics...) {
		r.Columns = append(r.Columns, metric.Column{Name: name})
	}
	return r, nil
}

// What a rule or a segment names cannot be removed from the catalog.
func TestWhatRulesNameStays(t *testing.T) {
	d := newDesk(t)
	d.must(d.Define(t.Context(), metric.Definitions{
		Columns: []metric.CalculatedColumn{{Name: "size", Expression: "[quantity] * 2"}, {Name: "free", Expression: "[quantity] * 3"}},
		Tokens:  []metric.Token{{Name: "OWNER", Kind: "value", Value: "Anna"}},
	}, func(metric.Definitions) error { return nil }))
	r := ends("by size", 30)
	r.Template, r.Days, r.Per, r.Condition = "", 0, []string{"entitlement_key"}, watch.Condition{Kind: watch.Changes, Columns: []string{"size"}}
	r.Message.Body = "Ask {{OWNER}}"
	d.add(r)
	d.must(d.SaveSegment(t.Context(), watch.Segment{Name: "big", Title: "Big", Kind: watch.WatchEntitlement, Filter: metric.Filter{Dimension: "size", Op: "gt", Value: 10.0}}))
	for _, of := range []struct {
		kind       metric.DefinitionKind
		name, want string
	}{{metric.ColumnKind, "size", "[the rule by size the segment Big]"}, {metric.TokenKind, "OWNER", "[the rule by size]"}, {metric.ColumnKind, "free", "[]"}} {
		if users, err := d.Uses(t.Context(), of.kind, of.name); err != nil || fmt.Sprint(users) != of.want {
			t.Errorf("%s is used by %v, %v, want %s", of.name, users, err, of.want)
		}
	}
}
