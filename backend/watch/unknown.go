package watch

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// Unknown is an account that a rule names and that nobody goes by, now or before:
// what is said of it never comes true. Nearest is the name most like it, "" where
// none is near.
type Unknown struct {
	Field   string `json:"field"` // of the rule: "watch.accounts[0]"
	Name    string `json:"name"`
	Nearest string `json:"nearest,omitempty"`
}

// NamesAccounts reports whether a rule names accounts, by whatever they are called.
func (r Rule) NamesAccounts() bool { return len(r.namedAccounts()) > 0 }

// namedAccounts lists the accounts that a rule names, and where.
func (r Rule) namedAccounts() []Unknown {
	var out []Unknown
	for _, of := range []struct {
		field string
		names []string
	}{{"watch.accounts", r.Watch.Accounts}, {"watch.exclude.accounts", r.Watch.Exclude.Accounts}} {
		for i, name := range of.names {
			out = append(out, Unknown{Field: fmt.Sprintf("%s[%d]", of.field, i), Name: name})
		}
	}
	_ = r.Query.Filter.Walk("query.filter", func(path string, leaf metric.Filter) error {
		if !slices.Contains(calledBy, leaf.Dimension) || !slices.Contains([]string{"eq", "ne", "in", "not_in"}, leaf.Op) {
			return nil
		}
		for _, v := range append(slices.Clone(leaf.Values), leaf.Value) {
			if name, ok := v.(string); ok && name != "" && (leaf.Literal || !strings.Contains(name, "{{")) {
				out = append(out, Unknown{Field: path, Name: name})
			}
		}
		return nil
	})
	return out
}

// leastPart is how many letters are enough to find a name by its beginning.
const leastPart = 4

// nearest returns the name most like name, else the shortest that begins so.
func nearest(name string, names []string) string {
	if found := metric.Nearest(name, names); found != "" {
		return found
	}
	longer, folded := "", Fold(name)
	for _, n := range names {
		if len(folded) >= leastPart && strings.HasPrefix(Fold(n), folded) && (longer == "" || len(n) < len(longer)) {
			longer = n
		}
	}
	return longer
}

// calledBy are the columns by which accounts are called.
var calledBy = []string{perAccount, "account_id", "account"}

// Unknown returns, beside each of rules, the accounts that it names and that
// nobody goes by. Where no rule names any, nothing is asked.
func (t Trial) Unknown(ctx context.Context, rules []Rule, today portfolio.Day) ([][]Unknown, error) {
	out := make([][]Unknown, len(rules))
	if !slices.ContainsFunc(rules, Rule.NamesAccounts) {
		return out, nil
	}
	qs := newQuestions(t.Asker)
	p := qs.want(metric.Query{Dataset: metric.Accounts}, today, &part{columns: calledBy})
	if err := qs.run(ctx); err != nil {
		return nil, err
	}
	if p.err != nil {
		return nil, fmt.Errorf("ask for accounts: %w", p.err)
	}
	known, names := map[string]bool{}, []string{}
	for _, row := range p.rows {
		for i := range calledBy {
			known[Fold(text(cell(row, i)))] = true
		}
		names = append(names, text(cell(row, len(calledBy)-1)))
	}
	for i, r := range rules {
		for _, u := range r.namedAccounts() {
			if folded := Fold(u.Name); !known[folded] && len(t.Agenda.Former[folded]) == 0 {
				u.Nearest = nearest(u.Name, names)
				out[i] = append(out[i], u)
			}
		}
	}
	return out, nil
}
