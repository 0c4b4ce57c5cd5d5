package realtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// What a question leaves out because no rule is about it must not matter: a rule
// that is asked alone, with its bounds, goes through the same states as one beside
// a rule that wants every row.
func TestBoundsLeaveOutNothingThatMatters(t *testing.T) {
	rules := []string{
		`"condition":{"kind":"threshold","metric":"usage_rate","op":"gt","value":0.7,"clear":0.4}`,
		`"condition":{"kind":"threshold","metric":"usage_rate","op":"le","value":0.2,"clear":0.5,"for":2}`,
		`"condition":{"kind":"threshold","metric":"consumption_rate","fallback":"usage_rate","op":"ge","value":0.6}`,
		`"condition":{"kind":"threshold","metric":"active_users","op":"gt","value":50,"and":[{"metric":"licenses_sold","op":"gt","value":10}],"base":{"metric":"usage_total","at_least":80}}`,
		`"condition":{"kind":"change","metric":"active_users","against":"previous","over":2,"unit":"day","direction":"down","by":0.3,"relative":true}`,
		`"condition":{"kind":"unused","metric":"active_users","days":2}`,
	}
	// Neither has bounds: the figures of all accounts, and those of two days before.
	everything := []string{
		`"condition":{"kind":"crosses","metric":"active_users","bands":[1000000],"and":[{"metric":"usage_rate","op":"gt","value":0},{"metric":"consumption_rate","op":"gt","value":0},{"metric":"usage_total","op":"gt","value":0},{"metric":"licenses_sold","op":"gt","value":0}]}`,
		`"condition":{"kind":"change","metric":"active_users","against":"previous","over":2,"unit":"day","direction":"either","by":0.000001}`,
	}
	for i, rule := range rules {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			alone, beside := newDesk(t, "2026-11-01"), sameDesk(t, "2026-11-01")
			rnd := rand.New(rand.NewPCG(uint64(i), 3))
			text := `{"name":"r","watch":"all","per":["account_key"],` + rule + `}`
			alone.rule(text)
			beside.rule(text)
			for _, other := range everything {
				beside.rule(`{"name":"e","watch":"all","per":["account_key"],` + other + `}`)
			}
			changes := 0
			for on := dayOf(t, "2026-11-01"); on < dayOf(t, "2026-11-16"); on++ {
				var used []fact
				for a := range 10 {
					if rnd.IntN(4) > 0 {
						used = append(used, use(fmt.Sprint("Account", a), on.String(), int64(rnd.IntN(4)*33)))
					}
				}
				sold := contract("k", fmt.Sprint("Account", rnd.IntN(10)), "2028-01-01", quantity(int64(rnd.IntN(30))))
				for _, d := range []*desk{alone, beside} {
					d.on(on.String())
					d.bring(levels, on.String(), used...)
					d.bring(contracts, on.String(), sold)
				}
				a, b := alone.of(1), beside.of(1)
				if !slices.Equal(a, b) {
					t.Fatalf("%s:\nalone  %s\nbeside %s", on, strings.Join(a, "; "), strings.Join(b, "; "))
				}
				changes += len(a)
			}
			if changes < 5 {
				t.Errorf("%d changes: nothing was compared", changes)
			}
		})
	}
}
