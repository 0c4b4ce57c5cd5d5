package systest

import "testing"

// TestAFigureIsExplainedInALanguage: its formula and what it leaves out are in
// the language of the run, the figure and its rows are the same.
func TestAFigureIsExplainedInALanguage(t *testing.T) {
	h := newHeadroom(t)
	h.day = "2026-11-01"
	h.sheet("entitlements.csv", "entitlements", "E", "alpha", twoProducts)
	question := map[string]any{"metrics": []string{"deployment_rate"}, "by": []string{"account"}}
	english := h.explain(question)
	for language, want := range map[string]struct{ substituted, trial string }{
		"it": {"Σ assegnate ÷ Σ quantità = 91 ÷ 110 = 0.8273", "una prova"},
		"de": {"Σ zugewiesen ÷ Σ Menge = 91 ÷ 110 = 0.8273", "eine Testversion"},
		"fr": {"Σ attribuées ÷ Σ quantité = 91 ÷ 110 = 0.8273", "un essai"},
		"es": {"Σ asignadas ÷ Σ cantidad = 91 ÷ 110 = 0.8273", "una prueba"},
		"ja": {"Σ 割り当て数 ÷ Σ 数量 = 91 ÷ 110 = 0.8273", "試用版"},
	} {
		e := h.explain(question, "--lang", language)
		if e.Substituted != want.substituted || e.Value == nil || *e.Value != *english.Value || !e.Check.Holds || e.Count != english.Count {
			t.Errorf("%s: %+v", language, e)
		}
		left := map[string]int{}
		for _, x := range e.Excluded {
			left[x.Words] = x.Rows
		}
		if left[want.trial] != 1 || len(left) != len(english.Excluded) {
			t.Errorf("%s: left out %v", language, left)
		}
	}
}
