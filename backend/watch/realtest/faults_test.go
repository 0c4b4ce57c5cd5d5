package realtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

// faulty answers as the engine does, but for the questions that mention a mark.
type faulty struct {
	realAsker
	mark   string
	answer func(metric.Result) (metric.Result, error)
	hit    atomic.Int64
}

func (f *faulty) Ask(ctx context.Context, q metric.Query, today portfolio.Day) (metric.Result, error) {
	res, err := f.realAsker.Ask(ctx, q, today)
	text, _ := json.Marshal(q)
	if err != nil || f.answer == nil || !strings.Contains(string(text), f.mark) {
		return res, err
	}
	f.hit.Add(1)
	return f.answer(res)
}

// TestNotKnownAndFailedEndNothing holds the table of T25: whatever goes wrong
// with a question, the rule says so, ends nothing, tells nobody and does not stop
// the others; and goes on as if nothing had been, once it can be asked again.
func TestNotKnownAndFailedEndNothing(t *testing.T) {
	failing := func(err error) func(metric.Result) (metric.Result, error) {
		return func(metric.Result) (metric.Result, error) { return metric.Result{}, err }
	}
	faults := []struct {
		name   string
		answer func(metric.Result) (metric.Result, error)
		state  string
		health watch.Health
	}{
		{"a column is missing", failing(fault.At("filter", "There is no dimension %q.", "custom")), "failed", watch.Broken},
		{"a column was renamed", func(r metric.Result) (metric.Result, error) {
			r.Columns = append([]metric.Column{}, r.Columns...)
			for i := range r.Columns {
				r.Columns[i].Name += "_renamed"
			}
			return r, nil
		}, "failed", watch.Broken},
		{"the question takes too long", failing(fault.New(fault.TooSlow, "The question takes longer than 2s.")), "failed", watch.Broken},
		{"the database is locked", failing(errors.New("database is locked")), "failed", watch.Broken},
		{"nothing is there", func(r metric.Result) (metric.Result, error) {
			r.Rows = nil
			return r, nil
		}, "no_data", watch.Blind},
		{"control: nothing happened", nil, "", watch.Sound},
	}
	// Each of these fires on the second day; what is asked for it mentions its mark.
	rules := []struct{ mark, text, instance string }{
		{"entitlement_key", `{"name":"r","watch":"all","per":["entitlement_key"],"query":{"filter":{"dimension":"auto_renew","op":"is_null"}},"condition":{"kind":"ends_within","days":30}}`, "entitlement_key:a@2026-12-10"},
		{"usage_rate", `{"name":"r","watch":"all","per":["account_key"],"condition":{"kind":"threshold","metric":"usage_rate","op":"gt","value":0.5}}`, contoso},
		{"active_users", `{"name":"r","watch":"all","per":["account_key"],"condition":{"kind":"change","metric":"active_users","against":"previous","over":1,"unit":"day","direction":"up","by":5}}`, contoso},
		{"usage_total", `{"name":"r","watch":"all","per":["account_key"],"condition":{"kind":"crosses","metric":"active_users","bands":[70],"and":[{"metric":"usage_total","op":"gt","value":1}]}}`, contoso},
		{"licenses_any_state", `{"name":"r","watch":"all","per":["account_key"],"query":{"metrics":["licenses_any_state"]},"condition":{"kind":"appears"}}`, "account_key:tenant:newcomer"},
		{"days_since_data", `{"name":"r","watch":"all","condition":{"kind":"stale","days":1},"query":{"filter":{"dimension":"source","op":"eq","value":"Old"}}}`, "source:Old"},
	}
	cases := 0
	for _, f := range faults {
		for _, r := range rules {
			if f.answer != nil {
				cases++
			}
			t.Run(f.name+": "+r.mark, func(t *testing.T) {
				d := newDesk(t, "2026-12-01")
				asker := &faulty{realAsker: realAsker{engine.New(d.store, builtin.Catalog())}, mark: r.mark}
				d.rules = watch.NewEvaluator(asker, d.store)
				old := levels
				old.Source = "Old"
				d.bring(old, "2026-11-30", use("Elsewhere", "2026-11-30", 1))
				d.bring(contracts, "2026-12-01", contract("a", "Contoso", "2026-12-10"))
				d.bring(levels, "2026-12-01", use("Contoso", "2026-12-01", 10))
				id := d.rule(r.text)
				d.rule(`{"name":"beside","watch":"all","per":["product"],"condition":{"kind":"threshold","metric":"licenses_sold","op":"gt","value":5}}`)
				d.on("2026-12-01")
				d.check()
				d.bring(contracts, "2026-12-02", contract("a", "Contoso", "2026-12-10"), contract("n", "Newcomer", "2028-12-10", quantity(1)))
				d.bring(levels, "2026-12-02", use("Contoso", "2026-12-02", 90))
				d.on("2026-12-02")
				d.check()
				items := len(d.told())

				asker.answer = f.answer
				failing := 0
				for range 3 { // again and again
					d.on("2026-12-03")
					report, err := d.rules.Evaluate(t.Context(), watch.Run{Now: d.now})
					if err != nil {
						t.Fatal(err)
					}
					for _, x := range report.Transitions {
						failing += one(x.Instance == watch.RuleItself)
						if x.Rule != id {
							t.Errorf("the rule beside: %+v", x)
						}
					}
				}
				if f.answer != nil && asker.hit.Load() == 0 {
					t.Fatal("nothing was asked that went wrong")
				}
				listed, err := d.store.Rules(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if got := watch.Health(listed[0].Outcome); got != f.health {
					t.Errorf("the rule is %s, want %s: %s", got, f.health, listed[0].Problem)
				}
				if got := watch.Health(listed[1].Outcome); got != watch.Sound {
					t.Errorf("the rule beside is %s", got)
				}
				standing, err := d.store.Standing(t.Context(), id)
				if err != nil {
					t.Fatal(err)
				}
				s, ok := standing.Statuses[r.instance]
				if !ok || !s.Open || s.Episode != 1 {
					t.Fatalf("%s is %+v of %v", r.instance, s, standing.Statuses)
				}
				if f.state != "" && string(s.State) != f.state {
					t.Errorf("%s is %s, want %s", r.instance, s.State, f.state)
				}
				if told := one(f.health == watch.Broken); failing != told {
					t.Errorf("the failure of the rule was told %d times, want %d", failing, told)
				}
				items += failing
				asker.answer = nil
				d.on("2026-12-03")
				d.check()
				if n := len(d.told()); n != items {
					t.Errorf("%d items, %d before", n, items)
				}
				d.saidOnce(id, f.health)
			})
		}
	}
	if cases != 30 {
		t.Errorf("%d cases, want 30", cases)
	}
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// saidOnce demands that the log says once, not every time, that a rule could not
// be judged: one line with what changed by it, and one for all that followed.
func (d *desk) saidOnce(id int64, h watch.Health) {
	d.t.Helper()
	page, err := d.store.Activity(d.t.Context(), watch.ActivityAsking{Rule: id, Kinds: []watch.ActivityKind{watch.Evaluated}})
	if err != nil {
		d.t.Fatal(err)
	}
	n := 0
	for _, a := range page.Entries {
		if a.Detail["outcome"] == string(h) {
			n++
		}
	}
	if h != watch.Sound && (n < 1 || n > 2) {
		d.t.Errorf("the log has %d lines of %s: %+v", n, h, page.Entries)
	}
}

// A definition that is not whole fails by itself and finds nothing.
func TestARuleThatIsNotWholeFails(t *testing.T) {
	d := newDesk(t, "2026-12-01")
	d.bring(contracts, "2026-12-01", contract("a", "Contoso", "2026-12-10"))
	for _, text := range []string{
		`{"name":"r","state":"draft","watch":"all","per":["account_key"],"condition":{"kind":""}}`,
		`{"name":"s","state":"draft","watch":"all","per":["account_key"],"condition":{"kind":"threshold","metric":"licenses_sold"}}`,
	} {
		r, err := watch.ReadRule([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		id, err := d.store.AddRule(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.store.SetRuleState(t.Context(), id, watch.Active); err != nil {
			t.Fatal(err)
		}
	}
	d.rule(`{"name":"beside","watch":"all","per":["account_key"],"condition":{"kind":"ends_within","days":30}}`)
	report, err := d.rules.Evaluate(t.Context(), watch.Run{Now: d.now})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Problems) != 2 || report.Problems[0].Health != watch.Broken || report.Problems[1].Health != watch.Broken {
		t.Errorf("problems %+v", report.Problems)
	}
	var told []string
	for _, x := range report.Transitions {
		told = append(told, fmt.Sprintf("%d %s", x.Rule, x.Instance))
	}
	if want := []string{"1 !rule", "2 !rule", "3 account_key:tenant:contoso"}; !slices.Equal(told, want) {
		t.Errorf("transitions %v, want %v", told, want)
	}
}
