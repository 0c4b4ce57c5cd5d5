package systest

import (
	"slices"
	"testing"
)

// TestAFigureIsExplainedInALanguage: its formula, its conditions, its check and
// what it leaves out are in the language of the run, the figure and its rows are
// the same.
func TestAFigureIsExplainedInALanguage(t *testing.T) {
	h := newHeadroom(t)
	h.day = "2026-11-01"
	h.sheet("entitlements.csv", "entitlements", "E", "alpha", twoProducts)
	question := map[string]any{"metrics": []string{"deployment_rate"}, "by": []string{"account"}}
	english := h.explain(question)
	for language, want := range map[string]struct{ substituted, trial, check, condition string }{
		"en": {"Σ assigned ÷ Σ quantity = 91 ÷ 110 = 0.8273", "a trial", "2 rows give 91 of 110", "account is Contoso"},
		"it": {"Σ assegnate ÷ Σ quantità = 91 ÷ 110 = 0,8273", "una prova", "2 righe danno 91 su 110", "account è Contoso"},
		"de": {"Σ zugewiesen ÷ Σ Menge = 91 ÷ 110 = 0,8273", "eine Testversion", "2 Zeilen ergeben 91 von 110", "Account ist Contoso"},
		"fr": {"Σ attribuées ÷ Σ quantité = 91 ÷ 110 = 0,8273", "un essai", "2 lignes donnent 91 sur 110", "compte est Contoso"},
		"es": {"Σ asignadas ÷ Σ cantidad = 91 ÷ 110 = 0,8273", "una prueba", "2 filas dan 91 de 110", "cuenta es Contoso"},
		"ja": {"Σ 割り当て数 ÷ Σ 数量 = 91 ÷ 110 = 0.8273", "試用版", "2行の結果は110のうち91", "アカウントがContoso"},
	} {
		e := h.explain(question, "--lang", language)
		if e.Substituted != want.substituted || e.Value == nil || *e.Value != *english.Value || !e.Check.Holds || e.Count != english.Count {
			t.Errorf("%s: %+v", language, e)
		}
		if e.Check.Words != want.check || !slices.Contains(e.Conditions, want.condition) || len(e.Conditions) != len(english.Conditions) {
			t.Errorf("%s: %s; %q", language, e.Check.Words, e.Conditions)
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
