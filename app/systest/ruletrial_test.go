package systest

import (
	"slices"
	"strings"
	"testing"
)

// overItaly is a rule in the long form that other programs write.
var overItaly = map[string]any{
	"name": "Nearly full in Italy", "per": []string{"account_key", "product"}, "watch": "all",
	"query":     map[string]any{"filter": map[string]any{"dimension": "country", "op": "eq", "value": "Italy"}},
	"condition": map[string]any{"kind": "threshold", "metric": "usage_rate", "op": "ge", "value": 0.8},
	"trigger":   map[string]any{"on": "import"}, "severity": "critical",
	"message": map[string]any{"title": "{{account}}", "body": "{{product}}: {{value}}"},
}

// TestARuleIsTriedExplainedAndFollowed goes the way of a rule by commands: from a
// ready-made one over rehearsal and inspection to why it fired, its log, its
// versions, and the answers of the person.
func TestARuleIsTriedExplainedAndFollowed(t *testing.T) {
	h := newHeadroom(t)
	h.day = "2026-11-22"
	h.must(nil, "demo")

	var ready struct {
		Templates []struct {
			Name, Title, Words string
			Rule               map[string]any
		}
	}
	h.must(&ready, "--lang", "it", "rule", "templates")
	if len(ready.Templates) < 10 || ready.Templates[0].Title == "" || ready.Templates[0].Rule["condition"] == nil && ready.Templates[0].Rule["template"] == nil {
		t.Fatalf("%d templates, the first %+v", len(ready.Templates), ready.Templates)
	}

	rule := jsonFile(t, "over.json", overItaly)
	var found struct {
		Sentence           string
		Instances, Holding int
		Seen               []struct{ Instance, State string }
		Preview            struct{ Title, Body string }
	}
	h.must(&found, "rule", "inspect", rule)
	if found.Holding == 0 || found.Instances < found.Holding || len(found.Seen) != found.Instances || found.Seen[0].State != "firing" || found.Preview.Body == "" || found.Sentence == "" {
		t.Fatalf("inspected %+v", found)
	}
	var rehearsed struct {
		From, To string
		Before   int
		Firings  []struct {
			Day      string
			Filtered bool
		}
		Weeks []struct{ Count, Filtered int }
	}
	h.must(&rehearsed, "rule", "rehearse", rule, "--from", "2026-08-24")
	kept, filtered := 0, 0
	for _, w := range rehearsed.Weeks {
		kept, filtered = kept+w.Count, filtered+w.Filtered
	}
	if rehearsed.From != "2026-08-24" || rehearsed.To != "2026-11-22" || len(rehearsed.Weeks) != 13 || kept+filtered != len(rehearsed.Firings) || kept == 0 || filtered == 0 {
		t.Errorf("rehearsed %+v", rehearsed)
	}
	h.ends(1, nil, "rule", "rehearse", rule, "--from", "2026-12-01")

	id := itoa(addRule(h, overItaly))
	if n := len(h.check().Transitions); n != found.Holding {
		t.Errorf("%d fired of %d that held", n, found.Holding)
	}
	var why struct {
		Told  bool
		Steps []struct {
			Kind string
			OK   bool
		}
	}
	h.must(&why, "rule", "why", id, found.Seen[0].Instance)
	if !why.Told || len(why.Steps) < 6 || why.Steps[0].Kind != "rule_active" || !why.Steps[0].OK {
		t.Errorf("why: %+v", why)
	}
	items := h.inbox()
	h.must(nil, "snooze", itoa(items[0].ID), "--import", "--reason", "after the next file")
	h.must(nil, "done", itoa(items[0].ID), itoa(items[1].ID), "--reason", "called")
	h.must(nil, "reopen", itoa(items[1].ID))
	h.ends(2, nil, "snooze", itoa(items[1].ID))
	h.ends(2, nil, "snooze", itoa(items[1].ID), "--import", "--notice")
	var log struct {
		Entries []struct {
			Kind   string
			Detail map[string]any
		}
		Count int
	}
	h.must(&log, "rule", "log", id)
	var kinds []string
	for _, e := range log.Entries {
		kinds = append(kinds, e.Kind)
	}
	for _, kind := range []string{"switched", "evaluated", "fired", "answered"} {
		if !slices.Contains(kinds, kind) {
			t.Errorf("the log has %v and no %s", kinds, kind)
		}
	}
	h.must(&log, "rule", "log", "--kind", "answered", "--find", "called")
	if log.Count != 2 {
		t.Errorf("%d answers with that reason", log.Count)
	}
	var versions struct{ Versions []struct{ Number int } }
	h.must(&versions, "rule", "versions", id)
	if len(versions.Versions) != 1 || versions.Versions[0].Number != 1 {
		t.Errorf("versions %+v", versions)
	}
	var tested struct {
		Channel, Error string
		Shown          bool
	}
	h.must(&tested, "rule", "test", id, "--to", "draft")
	if !tested.Shown || tested.Channel != "draft" {
		t.Errorf("tested: %+v", tested)
	}
}

// TestSegmentsByCommand keeps a live set, has a rule watch it, and does not let it
// go before the rule.
func TestSegmentsByCommand(t *testing.T) {
	h := newHeadroom(t)
	h.day = "2026-11-22"
	h.must(nil, "demo")
	var list struct {
		Name     string
		Segments []struct {
			Name string
			Size int
		}
	}
	h.must(&list, "segments", "save", jsonFile(t, "italy.json", map[string]any{
		"title": "Clients in Italy", "kind": "account", "filter": map[string]any{"dimension": "country", "op": "eq", "value": "Italy"},
	}))
	if list.Name != "clients_in_italy" || len(list.Segments) != 1 || list.Segments[0].Size == 0 || list.Segments[0].Size >= 48 {
		t.Fatalf("segments %+v", list)
	}
	id := addRule(h, map[string]any{
		"name": "Ends in Italy", "per": []string{"entitlement_key"}, "condition": map[string]any{"kind": "ends_within", "days": 90}, "watch": map[string]any{"segment": list.Name},
	})
	all := addRule(h, map[string]any{"name": "Ends", "template": "ends_within", "days": 90, "watch": "all"})
	told := map[int64]int{}
	for _, x := range h.check().Transitions {
		told[x.Rule]++
	}
	if told[id] == 0 || told[id] >= told[all] {
		t.Errorf("told %v", told)
	}
	var refused struct{ Error struct{ Message string } }
	h.ends(1, &refused, "segments", "remove", list.Name)
	if !strings.Contains(refused.Error.Message, "Ends in Italy") {
		t.Errorf("refused with %q", refused.Error.Message)
	}
	h.must(nil, "rule", "remove", itoa(id))
	h.must(&list, "segments", "remove", list.Name)
	var watched struct{ Products, Segments []string }
	h.must(&watched, "watch", "product", "Visio Plan 2")
	if len(list.Segments) != 0 || !slices.Equal(watched.Products, []string{"Visio Plan 2"}) || watched.Segments == nil {
		t.Errorf("segments %+v, watched %+v", list, watched)
	}
}
