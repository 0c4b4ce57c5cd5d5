package systest

import "encoding/json"

// addRule adds the rule of a rule file and returns its id.
func addRule(h *headroom, rule map[string]any) int64 {
	h.t.Helper()
	var answer struct{ ID int64 }
	h.must(&answer, "rule", "add", jsonFile(h.t, "rule.json", rule))
	if answer.ID == 0 {
		h.t.Fatal("the new rule has no id")
	}
	return answer.ID
}

// number reads a cell, nil for a missing one.
func number(cell any) *float64 {
	n, ok := cell.(json.Number)
	if !ok {
		return nil
	}
	f, err := n.Float64()
	if err != nil {
		return nil
	}
	return &f
}

func sameNumber(cell any, want float64) bool {
	got := number(cell)
	return got != nil && *got == want
}
