package expr_test

import (
	"testing"

	"headroom/backend/metric/expr"
)

// TestCodesNameWhatEvalTells compares the texts by number with the texts
// themselves, in every row.
func TestCodesNameWhatEvalTells(t *testing.T) {
	frame := manyRows()
	for _, c := range []struct {
		text  string
		known bool
	}{
		{`IF([whole] > 15000, "large", "small")`, true},
		{`IF([whole] / [other] > 2, "over", IF([whole] > [other], "high", "low"))`, true},
		{`IFS([whole] < 10000, "low", AND([whole] < 20000, [other] > 100), "medium")`, true},
		{`IFS([whole] < 10000, IF([other] < 500, "a", "b"), TRUE, "a")`, true},
		{`IF([whole] > 15000, "large", NULL)`, true},
		{`IF([whole] > 15000, [word], "small")`, false},
		{`CONCATENATE([word], "!")`, false},
		{`COALESCE([word], "none")`, false},
		{`IF([whole] > 15000, 1, 2)`, false},
		{`"one"`, false},
	} {
		e, err := expr.Parse(c.text, kinds)
		if err != nil {
			t.Fatalf("%s: %v", c.text, err)
		}
		codes, texts, known := e.Codes(frame)
		if known != c.known {
			t.Errorf("%s: its texts are known beforehand: %v", c.text, known)
		}
		if !known {
			continue
		}
		want := e.Eval(frame)
		for i, code := range codes {
			if present := want.Present(i); present != (code >= 0) || (present && texts[code] != want.Texts[i]) {
				t.Fatalf("%s: row %d has the code %d of %q, not %q", c.text, i, code, texts, want.Texts[i])
			}
		}
		if len(codes) != frame.Len() {
			t.Errorf("%s: %d rows have a code", c.text, len(codes))
		}
	}
}
