package token_test

import (
	"testing"

	"headroom/backend/metric"
)

// TestNamesWithBracesAreNoTokens: a value of data is compared as it is, while the
// same text of a person is a token that nobody knows.
func TestNamesWithBracesAreNoTokens(t *testing.T) {
	f := metric.Exactly("account_key", "in", "name:{{7*7}}", "plain")
	if !f.Literal || metric.Exactly("account", "eq", "plain").Literal {
		t.Fatalf("only what has braces is marked: %+v", f)
	}
	set := set(t, metric.Query{})
	q, err := set.Resolve(metric.Query{Filter: &f})
	if err != nil || q.Filter.Values[0] != "name:{{7*7}}" {
		t.Errorf("Resolve = %+v, %v", q.Filter, err)
	}
	f.Literal = false
	if _, err := set.Resolve(metric.Query{Filter: &f}); err == nil {
		t.Error("without the mark the name must be refused as a token")
	}
}
