package expr_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"headroom/backend/metric/expr"
)

// FuzzParse holds that no text makes the parser panic, that a Problem points
// into the text, that the canonical form is read as itself, that what a person
// sees is read back, and that what is accepted can be evaluated.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", "1", "[whole]*1.5 // half", `IF([yes], "a""b", [word])`, "if(whole > 1,5; 2; -3)", `DATEADD([first], -1, "m")`, "[label] = \"x\"", "AGG_SUM([whole], [word])",
		"{{TARGET}}", "1e5 + .5", "OR([word] = \"a\", [word] = \"b\", [word] = NULL)", "((((1))))", `TEXT([last], "YYYY-MM")`, "[a]]b]", "1,5", "MAX(\"2024-01-01\", [begun])",
	} {
		f.Add(text, false)
		f.Add(text, true)
	}
	g := generator{rand.New(rand.NewPCG(3, 3))}
	for range 40 {
		f.Add(g.tree(expr.Text, 3).text, false)
	}
	values := frameOf(worldRows(), math.NaN())
	f.Fuzz(func(t *testing.T, text string, decimalComma bool) {
		e, err := expr.ParseLocal(text, kinds, decimalComma)
		if err != nil {
			var p *expr.Problem
			if !errors.As(err, &p) || p.Start < 0 || p.End < p.Start || p.End > len([]rune(text)) || p.Message == "" {
				t.Fatalf("%q: %#v", text, err)
			}
			return
		}
		canonical := e.Canonical()
		again, err := expr.Parse(canonical, kinds)
		if err != nil || again.Canonical() != canonical || again.Type() != e.Type() {
			t.Fatalf("%q is %q in canonical form, which is read as %v, %v", text, canonical, again, err)
		}
		local, err := expr.ParseLocal(e.Local(true), kinds, true)
		if err != nil || local.Canonical() != canonical {
			t.Fatalf("%q is shown as %q, which is read as %v, %v", canonical, e.Local(true), local, err)
		}
		v := e.Eval(values)
		if v.Type != e.Type() || max(len(v.Numbers), len(v.Texts)) != rowCount {
			t.Fatalf("%q: %d values of type %v", text, max(len(v.Numbers), len(v.Texts)), v.Type)
		}
		for i := range rowCount {
			at(v, i)
		}
		e.SQL(newRenderer())
	})
}
