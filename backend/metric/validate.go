package metric

import (
	"fmt"
	"slices"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/portfolio"
)

// Bounds of a query: of names, of rows, and of rows before those.
const (
	maxNames  = 60
	maxLimit  = 1_000_000
	maxOffset = 1_000_000_000
)

// Validate reports the first part of q that c cannot answer, as a fault that
// points at it.
func (q Query) Validate(c Catalog) error {
	checks := []func(Catalog) error{
		q.asks, q.checkMetrics, q.checkColumns, q.checkBy, q.checkFilter, q.checkHaving, q.checkSort, q.checkTokens, q.checkRest,
		q.checkCompare, q.checkTop, q.checkPivot, q.checkCalculations,
	}
	for _, check := range checks {
		if err := check(c); err != nil {
			return err
		}
	}
	return nil
}

// checkTokens refuses tokens that were not replaced by their values before.
func (q Query) checkTokens(Catalog) error {
	if len(q.Tokens) > 0 {
		return fault.At("tokens", "The tokens of this question were not replaced.").WithHint("Write the values where they are compared.")
	}
	return nil
}

// Listed returns the relation whose rows q lists.
func (q Query) Listed() Relation {
	if q.Dataset == "" {
		return Entitlements
	}
	return q.Dataset
}

// RowFilter returns what a row must hold: the filter of the question and that
// of its dashboard.
func (q Query) RowFilter() *Filter { return both(q.Filter, q.Dashboard) }

// AccountKeys returns the keys of the only accounts that q is about, by a filter
// every row must hold; nil where it is about all.
func (q Query) AccountKeys() []any {
	f := q.RowFilter()
	if f == nil {
		return nil
	}
	for _, x := range f.Conjuncts() {
		switch {
		case x.Dimension != "account_key":
		case x.Op == "eq" && x.Value != nil:
			return []any{x.Value}
		case x.Op == "in" && len(x.Values) > 0 && !slices.Contains(x.Values, nil):
			return x.Values
		}
	}
	return nil
}

// Relations returns the relations q needs, in order of first use.
func (q Query) Relations(c Catalog) []Relation {
	if len(q.Columns) > 0 {
		return []Relation{q.Listed()}
	}
	var out []Relation
	for _, m := range q.Needed(c) {
		for _, r := range c.Relations(m) {
			if !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}

// Needed returns the metrics q names: those asked for, then those only its
// having compares or its top is ordered by.
func (q Query) Needed(c Catalog) []Metric {
	var out []Metric
	add := func(name string) {
		if m, ok := c.Metric(name); ok && !slices.ContainsFunc(out, func(x Metric) bool { return x.Name == name }) {
			out = append(out, m)
		}
	}
	for _, name := range q.Metrics {
		add(name)
	}
	var others []string
	_ = q.Having.Walk("having", func(_ string, leaf Filter) error {
		m, _ := SplitFigure(leaf.Metric)
		others = append(others, m)
		return nil
	})
	if q.Top != nil {
		m, _ := SplitFigure(q.Top.Metric)
		others = append(others, m)
	}
	slices.Sort(others)
	for _, name := range others {
		add(name)
	}
	return out
}

func (q Query) asks(Catalog) error {
	switch {
	case len(q.Metrics) == 0 && len(q.Columns) == 0:
		return fault.At("metrics", "A query needs metrics or columns.")
	case len(q.Metrics) > 0 && len(q.Columns) > 0:
		return fault.At("columns", "A query asks for metrics or for columns, not both.").
			WithHint("Ask for the rows in a query of their own.")
	case max(len(q.Metrics), len(q.Columns), len(q.By), len(q.Sort)) > maxNames:
		return fault.At("metrics", "A query can name %d of each.", maxNames)
	}
	return nil
}

func (q Query) checkMetrics(c Catalog) error {
	for i, name := range q.Metrics {
		path := fmt.Sprintf("metrics[%d]", i)
		if err := c.knowsMetric(path, name); err != nil {
			return err
		}
		if slices.Contains(q.Metrics[:i], name) {
			return fault.At(path, "%s is asked for twice.", name)
		}
	}
	return nil
}

func (c Catalog) knowsMetric(path, name string) error {
	if _, ok := c.Metric(name); ok {
		return nil
	}
	if err := c.broken[name]; err != nil {
		return noLonger(path, name, err)
	}
	var known []string
	for _, m := range c.Metrics {
		known = append(known, m.Name)
	}
	return fault.At(path, "There is no metric %q.", name).WithHint(Suggest(name, known))
}

func (c Catalog) knowsDimension(path, name string) (Dimension, error) {
	if d, ok := c.Dimension(name); ok {
		return d, nil
	}
	if err := c.broken[name]; err != nil {
		return Dimension{}, noLonger(path, name, err)
	}
	var known []string
	for _, d := range c.Dimensions {
		known = append(known, d.Name)
	}
	return Dimension{}, fault.At(path, "There is no dimension %q.", name).WithHint(Suggest(name, known))
}

// noLonger returns the fault of a definition that is kept and has a mistake.
func noLonger(path, name string, err error) error {
	f := fault.Of(err)
	return fault.At(path, "%s has a mistake: %s", name, f.Message).WithHint(f.Hint)
}

// unknownDataset returns the fault of a dataset that there is not.
func (c Catalog) unknownDataset(path string, r Relation) error {
	var known []string
	for _, d := range c.Datasets {
		known = append(known, string(d.Name))
	}
	return fault.At(path, "There is no dataset %q.", r).WithHint(strings.TrimSpace(Suggest(string(r), known) + " There are " + strings.Join(known, ", ") + "."))
}

// checkDataset checks what only lists have.
func (q Query) checkDataset(c Catalog) error {
	if _, ok := c.Dataset(q.Listed()); !ok {
		return c.unknownDataset("dataset", q.Dataset)
	}
	switch {
	case len(q.Columns) == 0 && q.Dataset != "":
		return fault.At("dataset", "Metrics are taken over datasets of their own.").WithHint("Leave dataset out, or list columns.")
	case len(q.Columns) == 0 && q.Counting:
		return fault.At("counting", "Metrics are taken over what counts anyway.").WithHint("Leave counting out, or list columns.")
	case q.Counting && q.Listed() != Entitlements && q.Listed() != Usage:
		return fault.At("counting", "Only entitlements and usage count or do not.").WithHint("Leave counting out.")
	}
	return nil
}

func (q Query) checkColumns(c Catalog) error {
	if err := q.checkDataset(c); err != nil || len(q.Columns) == 0 {
		return err
	}
	for i, name := range q.Columns {
		path := fmt.Sprintf("columns[%d]", i)
		d, err := c.knowsDimension(path, name)
		if err != nil {
			return err
		}
		if err := q.applies(c, path, d, "listed"); err != nil {
			return err
		}
		if slices.Contains(q.Columns[:i], name) {
			return fault.At(path, "%s is asked for twice.", name)
		}
	}
	switch {
	case len(q.By) > 0:
		return fault.At("by", "A list of rows cannot be split.")
	case q.Having != nil:
		return fault.At("having", "A list of rows has no metrics to compare.").WithHint("Use a filter.")
	case q.Totals:
		return fault.At("totals", "A list of rows has no totals.").WithHint("Ask for metrics.")
	}
	return nil
}

func (q Query) checkBy(c Catalog) error {
	for i, by := range q.By {
		path := fmt.Sprintf("by[%d]", i)
		d, err := c.knowsDimension(path, by.Dimension)
		if err != nil {
			return err
		}
		if d.Listed {
			return fault.At(path, "%s cannot split an answer; it can be a column of a list.", d.Name)
		}
		if slices.ContainsFunc(q.By[:i], func(x By) bool { return x.Dimension == by.Dimension }) {
			return fault.At(path, "%s splits the answer twice.", d.Name)
		}
		if err := checkGrain(path+".grain", by.Grain, d); err != nil {
			return err
		}
		if err := q.applies(c, path, d, "split"); err != nil {
			return err
		}
		if err := q.recurs(c, path+".grain", by); err != nil {
			return err
		}
	}
	return nil
}

// recurs refuses to split levels by periods that come again: a level is taken
// on days of its own, not on all Mondays at once.
func (q Query) recurs(c Catalog, path string, by By) error {
	cycle, ok := CycleOf(by.Grain)
	if !ok || by.Dimension != DateName {
		return nil
	}
	for _, m := range q.Needed(c) {
		for _, r := range c.Relations(m) {
			if set, _ := c.Dataset(r); set.Levels && r != FeatureUsage {
				return fault.At(path, "%s says how things were on a day; it has no %s.", m.Name, strings.ReplaceAll(cycle.Name, "_", " ")).
					WithHint("Split it by " + strings.Join(Units, ", ") + ", or by a date of the rows such as start_date.")
			}
		}
	}
	return nil
}

// applies reports the first metric that d means nothing to.
func (q Query) applies(c Catalog, path string, d Dimension, how string) error {
	if len(q.Columns) > 0 {
		return q.appliesToRows(c, path, d, how)
	}
	for _, m := range q.Needed(c) {
		for _, r := range c.Relations(m) {
			if _, ok := d.In[r]; !ok || d.Counting {
				return fault.At(path, "%s cannot be %s by %s.", m.Name, participle(how), d.Name).
					WithHint("It can be " + participle(how) + " by " + strings.Join(m.SplitBy, ", ") + ".")
			}
		}
	}
	return nil
}

// Lacks returns the dimensions that f compares and the rows q is about do not
// have, in the order in which f names them. Names that nobody knows are not
// among them: checking q tells of them.
func (q Query) Lacks(c Catalog, f Filter) []string {
	var out []string
	_ = f.Walk("", func(_ string, leaf Filter) error {
		d, ok := c.Dimension(leaf.Dimension)
		if ok && !slices.Contains(out, d.Name) && q.applies(c, "", d, "filter") != nil {
			out = append(out, d.Name)
		}
		return nil
	})
	return out
}

// appliesToRows reports that the rows listed have no d.
func (q Query) appliesToRows(c Catalog, path string, d Dimension, how string) error {
	set, _ := c.Dataset(q.Listed())
	if _, ok := d.In[set.Name]; !ok || (d.Name == DateName && set.Name == Entitlements) {
		words := strings.ToUpper(string(set.Name[:1])) + strings.ReplaceAll(string(set.Name[1:]), "_", " ")
		if how == "listed" {
			return fault.At(path, "%s have no column %s.", words, d.Name).WithHint("They have " + strings.Join(set.Dimensions, ", ") + ".")
		}
		return fault.At(path, "%s cannot be %s by %s.", words, participle(how), d.Name).
			WithHint("They can by " + strings.Join(set.Dimensions, ", ") + ".")
	}
	if d.Counting && !q.Counting {
		return fault.At(path, "Only rows that count have %s.", d.Name).WithHint("Set counting.")
	}
	return nil
}

func participle(how string) string {
	if how == "filter" {
		return "filtered"
	}
	return "split"
}

func (q Query) checkFilter(c Catalog) error {
	if err := q.checkRowFilter(c, "filter", q.Filter); err != nil {
		return err
	}
	return q.checkRowFilter(c, "dashboard_filter", q.Dashboard)
}

// checkRowFilter checks a filter of the rows q is about.
func (q Query) checkRowFilter(c Catalog, path string, f *Filter) error {
	if err := f.shape(path); err != nil {
		return err
	}
	return f.Walk(path, func(path string, leaf Filter) error {
		if leaf.Metric != "" {
			return fault.At(path+".metric", "A filter compares dimensions.").WithHint("Compare metrics in having.")
		}
		if leaf.Dimension == "" {
			return fault.At(path+".dimension", "A comparison needs a dimension.")
		}
		d, err := c.knowsDimension(path+".dimension", leaf.Dimension)
		if err != nil {
			return err
		}
		if _, err := leaf.Operands(path, d.Kind); err != nil {
			return err
		}
		return q.applies(c, path+".dimension", d, "filter")
	})
}

func (q Query) checkHaving(c Catalog) error {
	if err := q.Having.shape("having"); err != nil {
		return err
	}
	return q.Having.Walk("having", func(path string, leaf Filter) error {
		if leaf.Dimension != "" || leaf.Metric == "" {
			return fault.At(path+".metric", "having compares metrics.").WithHint("Compare dimensions in filter.")
		}
		if err := q.knowsFigure(c, path+".metric", leaf.Metric); err != nil {
			return err
		}
		_, err := leaf.Operands(path, Number)
		return err
	})
}

func (q Query) checkSort(Catalog) error {
	names := slices.Concat(q.Figures(), q.Columns, q.compared())
	for _, by := range q.By {
		names = append(names, by.Dimension)
	}
	for i, s := range q.Sort {
		if !slices.Contains(names, s.By) {
			return fault.At(fmt.Sprintf("sort[%d].by", i), "The answer has no column %q.", s.By).WithHint(Suggest(s.By, names))
		}
	}
	return nil
}

func (q Query) checkRest(Catalog) error {
	if q.Scope != "" && q.Scope != "all" && q.Scope != "own" {
		return fault.At("scope", "The scope is own or all, not %q.", q.Scope)
	}
	if q.AsOf != "" {
		if _, err := portfolio.ParseDay(q.AsOf); err != nil {
			return fault.At("as_of", "A day is written YYYY-MM-DD, not %q.", q.AsOf)
		}
	}
	if q.KnownAt < 0 {
		return fault.At("known_at", "known_at is the number of an import.")
	}
	return q.checkPage()
}

func (q Query) checkPage() error {
	if q.Limit < 0 || q.Limit > maxLimit {
		return fault.At("limit", "The limit is a number from 0 (none) to %d.", maxLimit)
	}
	if q.Offset < 0 || q.Offset > maxOffset {
		return fault.At("offset", "The offset is a number from 0 to %d.", maxOffset)
	}
	return nil
}
