package program_test

import (
	"testing"

	"headroom/backend/watch"
)

// TestAnItemSaysWhatCanStillBeDone asks every open item of the demo portfolio in
// every language: one about a line has advice and the place its line came from,
// one about anything else has none.
func TestAnItemSaysWhatCanStillBeDone(t *testing.T) {
	p, _ := demoWithInbox(t)
	ids, err := p.ChooseInbox(t.Context(), watch.InboxAsking{State: watch.Open})
	if err != nil || len(ids) == 0 {
		t.Fatalf("%d open items, %v", len(ids), err)
	}
	about := map[bool]int{}
	for _, id := range ids[:min(len(ids), 12)] {
		said := map[string]bool{}
		for _, lang := range []string{"en", "it", "de", "fr", "es", "ja"} {
			item, detail, err := p.InboxItem(t.Context(), id, lang)
			if err != nil {
				t.Fatal(err)
			}
			line := item.Entitlement != ""
			about[line]++
			if has := len(detail.Advice) > 0; has != line {
				t.Fatalf("item %d about line %q has advice %v", id, item.Entitlement, detail.Advice)
			}
			if !line {
				continue
			}
			if detail.File == "" || detail.Line == 0 || detail.Import == 0 {
				t.Errorf("item %d does not say where its line came from: %+v", id, detail)
			}
			said[detail.Advice[0].Text] = true
		}
		if len(said) != 0 && len(said) != 6 {
			t.Errorf("item %d says in six languages: %v", id, said)
		}
	}
	if about[true] == 0 {
		t.Errorf("items about lines and others: %v", about)
	}
}
