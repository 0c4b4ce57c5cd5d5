package watch

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// Unknown is an account that a rule names and that nobody goes by: what is said of
// it never comes true. Nearest is the name most like it, "" where none is near; of
// many unknown ones it is sought for the first.
type Unknown struct {
	Field   string `json:"field"` // of the rule: "watch.accounts[0]"
	Name    string `json:"name"`
	Nearest string `json:"nearest,omitempty"`
}

// NamesAccounts reports whether a rule names accounts, by whatever they are called.
func (r Rule) NamesAccounts() bool { return len(r.namedAccounts()) > 0 }

// namedAccount is an account as a rule names it. What a rule watches goes by any
// column, by whatever case, and by what it was called before; a filter compares one
// column with what is written.
type namedAccount struct {
	Unknown
	column int // of calledBy, which a filter compares; -1 for what is watched
}

// namedAccounts lists the accounts that a rule names, and where.
func (r Rule) namedAccounts() []namedAccount {
	var out []namedAccount
	for _, of := range []struct {
		field string
		names []string
	}{{"watch.accounts", r.Watch.Accounts}, {"watch.exclude.accounts", r.Watch.Exclude.Accounts}} {
		for i, name := range of.names {
			out = append(out, namedAccount{Unknown{Field: fmt.Sprintf("%s[%d]", of.field, i), Name: name}, -1})
		}
	}
	_ = r.Query.Filter.Walk("query.filter", func(path string, leaf metric.Filter) error {
		column := slices.Index(calledBy, leaf.Dimension)
		if column < 0 || !slices.Contains([]string{"eq", "ne", "in", "not_in"}, leaf.Op) {
			return nil
		}
		for _, v := range append(slices.Clone(leaf.Values), leaf.Value) {
			if name, ok := v.(string); ok && name != "" && (leaf.Literal || !strings.Contains(name, "{{")) {
				out = append(out, namedAccount{Unknown{Field: path, Name: name}, column})
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

// mostSought is for how many unknown accounts the nearest name is sought, which
// goes over the names of all accounts each time.
const mostSought = 20

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
	names, sought := newCalled(p.rows), 0
	for i, r := range rules {
		for _, n := range r.namedAccounts() {
			if n.column < 0 && len(t.Agenda.Former[Fold(n.Name)]) > 0 || names.has(n) {
				continue
			}
			if sought < mostSought {
				sought++
				n.Nearest = nearest(n.Name, names.like(n))
			}
			out[i] = append(out[i], n.Unknown)
		}
	}
	return out, nil
}

// called is what accounts are called, by column and folded by any.
type called struct {
	columns [][]string
	written []map[string]bool
	folded  map[string]bool
}

func newCalled(rows [][]any) called {
	c := called{columns: make([][]string, len(calledBy)), written: make([]map[string]bool, len(calledBy)), folded: map[string]bool{}}
	for i := range calledBy {
		c.written[i] = make(map[string]bool, len(rows))
		for _, row := range rows {
			name := text(cell(row, i))
			c.columns[i] = append(c.columns[i], name)
			c.written[i][name], c.folded[Fold(name)] = true, true
		}
	}
	return c
}

// has reports whether an account goes by what a rule names.
func (c called) has(n namedAccount) bool {
	if n.column < 0 {
		return c.folded[Fold(n.Name)]
	}
	return c.written[n.column][n.Name]
}

// like are the names among which the nearest one is looked for: those that the
// filter compares with, else what people call accounts.
func (c called) like(n namedAccount) []string {
	if n.column < 0 {
		return c.columns[len(calledBy)-1]
	}
	return c.columns[n.column]
}
