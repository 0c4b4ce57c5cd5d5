package store_test

import (
	"strings"
	"testing"
	"time"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

// ofItself are the items about a rule that could not be evaluated, oldest first.
func ofItself(items []watch.Item) []watch.Item {
	var out []watch.Item
	for _, i := range items {
		if i.Instance == watch.RuleItself {
			out = append([]watch.Item{i}, out...)
		}
	}
	return out
}

func TestAFailedRuleIsToldOfOnce(t *testing.T) {
	s := open(t)
	addRule(t, s, endsIn30)
	a := &scripted{ends: map[string]portfolio.Day{"k": portfolio.DayIn(clock()) + 5}}
	e := watch.NewEvaluator(a, s)
	at := clock()
	again := func() {
		t.Helper()
		at = at.Add(time.Hour)
		check(t, e, at)
	}
	check(t, e, at)
	if told := ofItself(inbox(t, s)); len(told) != 0 {
		t.Fatalf("a rule that is evaluated tells of itself: %+v", told)
	}

	a.err = fault.New(fault.Internal, "no such column")
	again()
	again()
	again()
	told := ofItself(inbox(t, s))
	if len(told) != 1 || told[0].State != watch.Open || told[0].Severity != watch.Warning {
		t.Fatalf("after three failures there are %+v", told)
	}
	if !strings.Contains(told[0].Title, told[0].RuleName) || !strings.Contains(told[0].Body, "no such column") || told[0].Reason != "no such column" {
		t.Errorf("told %q, %q, %q", told[0].Title, told[0].Body, told[0].Reason)
	}
	rules, err := s.Rules(t.Context())
	if err != nil || rules[0].Firing != 1 {
		t.Errorf("%d are firing, want the entitlement alone, %v", rules[0].Firing, err)
	}
	waiting, err := s.Claim(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	ways := map[string][]watch.Destination{}
	for _, p := range waiting {
		ways[p.Instance] = append(ways[p.Instance], p.Destination)
		if p.Instance != watch.RuleItself {
			continue
		}
		// A summary does not count it among what the rule finds.
		if said := watch.Digest("en", []watch.Rule{p.Rule}).Body; said != p.RuleName+": 1" {
			t.Errorf("a summary says %q", said)
		}
	}
	if got := ways[watch.RuleItself]; len(got) != 1 || got[0] != watch.ToDigest {
		t.Errorf("the failure goes to %v, want the digest", got)
	}
	if err := s.DoneWith(t.Context(), []int64{told[0].ID}, "known"); err != nil {
		t.Fatal(err)
	}

	a.err = nil
	again()
	a.err = fault.New(fault.Internal, "no such table")
	again()
	again()
	told = ofItself(inbox(t, s))
	if len(told) != 2 || told[0].State != watch.Done || told[0].Resolution != watch.Recovered || told[1].State != watch.Open || told[1].Episode != 2 {
		t.Errorf("after a second episode there are %+v", told)
	}
	a.err = nil
	again()
	if told = ofItself(inbox(t, s)); len(told) != 2 || told[1].State != watch.Resolved || told[1].Resolution != watch.Recovered {
		t.Errorf("after it was evaluated again there are %+v", told)
	}
	for _, i := range inbox(t, s) {
		if i.Instance != watch.RuleItself && (i.State != watch.Open || i.Episode != 1) {
			t.Errorf("what the rule tells of became %s, episode %d", i.State, i.Episode)
		}
	}
}

// Control: that there is no data, or nothing to tell, is no failure.
func TestARuleWithoutDataDidNotFail(t *testing.T) {
	for name, facts := range map[string]*scripted{"no data": {}, "nothing ends": {ends: map[string]portfolio.Day{"k": portfolio.DayIn(clock()) + 500}}} {
		s := open(t)
		addRule(t, s, endsIn30)
		check(t, watch.NewEvaluator(facts, s), clock())
		if told := inbox(t, s); len(told) != 0 {
			t.Errorf("%s: the inbox has %+v", name, told)
		}
	}
}
