package watch

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/token"
)

// Known is what a rule may name.
type Known struct {
	// Catalog knows what is shipped and what the person keeps.
	Catalog metric.Catalog
	// Understand returns a question with the values of its tokens, and the catalog
	// with what the question itself defines.
	Understand func(metric.Query) (metric.Query, metric.Catalog, error)
	Segments   []Segment
	Webhooks   []string
	// Token reports whether a message may use a token of that name beside what the
	// rule's question and its condition find.
	Token func(name string) bool
}

// Validate reports the first part of r that cannot be evaluated: what Check
// demands, names that nobody knows with the nearest one, what is drawn by chance
// or changes from second to second, and tokens of the message that would have no
// value.
func (r Rule) Validate(k Known) error {
	if err := r.Check(); err != nil {
		return err
	}
	r = r.Full()
	if err := r.steady(); err != nil {
		return err
	}
	q, c, err := k.understand(r.Query)
	if err != nil {
		return inQuery(err)
	}
	r.Query = q
	for _, check := range []func(metric.Catalog) error{r.knowsPer, r.knowsMetrics, r.knowsFilter, r.knowsColumns, r.knowsPresence, r.lasting, r.knowsStages} {
		if err := check(c); err != nil {
			return err
		}
	}
	for _, check := range []func(Known) error{r.knowsSegments, r.knowsDestinations, r.knowsTokens} {
		if err := check(k); err != nil {
			return err
		}
	}
	return nil
}

func (k Known) understand(q metric.Query) (metric.Query, metric.Catalog, error) {
	if k.Understand == nil {
		return q, k.Catalog, nil
	}
	return k.Understand(q)
}

// inQuery moves the place of a fault of a question into the rule.
func inQuery(err error) error {
	f := *fault.Of(err)
	if f.Field != "" && !strings.HasPrefix(f.Field, "query") {
		f.Field = "query." + f.Field
	}
	return &f
}

// relation returns the rows that a rule without a metric is about.
func (r Rule) relation() metric.Relation {
	switch {
	case r.Condition.Kind == Stale:
		return metric.Imports
	case r.Condition.Kind.aboutEnds(), r.Condition.Kind == Enters, r.Condition.Kind == Leaves:
		return metric.EveryEntitlement
	case r.Query.Dataset != "":
		return r.Query.Dataset
	case r.Trigger.Dataset != "":
		return r.Trigger.Dataset
	case slices.Contains(r.Per, perEntitlement):
		return metric.EveryEntitlement
	default:
		return metric.Accounts
	}
}

// figures lists the metrics that the condition compares, each once, and where
// the rule names it.
func (r Rule) figures() (names, paths []string) {
	add := func(path, name string) {
		if name != "" && !slices.Contains(names, name) {
			names, paths = append(names, name), append(paths, path)
		}
	}
	c := r.Condition
	add("condition.metric", c.Metric)
	add("condition.fallback", c.Fallback)
	for i, t := range c.And {
		add(fmt.Sprintf("condition.and[%d].metric", i), t.Metric)
	}
	if c.Base != nil {
		add("condition.base.metric", c.Base.Metric)
	}
	for i, m := range r.Query.Metrics {
		add(fmt.Sprintf("query.metrics[%d]", i), m)
	}
	return names, paths
}

func (r Rule) knowsPer(c metric.Catalog) error {
	for i, name := range r.Per {
		path := fmt.Sprintf("per[%d]", i)
		d, ok := c.Dimension(name)
		if !ok {
			return unknownDimension(c, path, name)
		}
		if d.Listed {
			return fault.At(path, "%s cannot tell instances apart; it can be a column of a list.", name)
		}
		if names, _ := r.figures(); len(names) > 0 {
			continue // knowsMetrics asks the question itself
		}
		if _, ok := d.In[r.relation()]; !ok {
			return fault.At(path, "%s has no %s.", r.relation(), name)
		}
	}
	return nil
}

func unknownDimension(c metric.Catalog, path, name string) error {
	known := make([]string, len(c.Dimensions))
	for i, d := range c.Dimensions {
		known[i] = d.Name
	}
	return fault.At(path, "There is no dimension %q.", name).WithHint(metric.Suggest(name, known))
}

// knowsMetrics checks the metrics with what splits and filters them.
func (r Rule) knowsMetrics(c metric.Catalog) error {
	names, paths := r.figures()
	for i, name := range names {
		if _, ok := c.Metric(name); !ok {
			known := make([]string, len(c.Metrics))
			for j, m := range c.Metrics {
				known[j] = m.Name
			}
			return fault.At(paths[i], "There is no metric %q.", name).WithHint(metric.Suggest(name, known))
		}
		q := metric.Query{Metrics: []string{name}, Scope: r.Query.Scope, Filter: r.Query.Filter}
		for _, d := range r.Per {
			q.By = append(q.By, metric.By{Dimension: d})
		}
		if err := q.Validate(c); err != nil {
			return r.placed(err, paths[i])
		}
	}
	return nil
}

// placed moves the place of a fault of an asked question to the part of the rule
// that it was made of.
func (r Rule) placed(err error, figure string) error {
	f := *fault.Of(err)
	switch {
	case strings.HasPrefix(f.Field, "by["):
		f.Field = "per" + strings.TrimPrefix(f.Field, "by")
	case strings.HasPrefix(f.Field, "metrics"):
		f.Field = figure
	default:
		f.Field = "query." + f.Field
	}
	return &f
}

// knowsFilter checks the filter of a rule that compares no metric.
func (r Rule) knowsFilter(c metric.Catalog) error {
	if names, _ := r.figures(); len(names) > 0 {
		return nil
	}
	columns := []string{}
	for _, d := range r.Per {
		if x, ok := c.Dimension(d); ok && x.In[r.relation()] != (metric.Place{}) {
			columns = append(columns, d)
		}
	}
	if len(columns) == 0 {
		columns = []string{"source"}
	}
	q := metric.Query{Columns: columns, Dataset: r.relation(), Filter: r.Query.Filter, Scope: r.Query.Scope}
	if err := q.Validate(c); err != nil {
		return r.placed(err, "query")
	}
	return nil
}

func (r Rule) knowsColumns(c metric.Catalog) error {
	for i, name := range r.Condition.Columns {
		path := fmt.Sprintf("condition.columns[%d]", i)
		d, ok := c.Dimension(name)
		if !ok {
			return unknownDimension(c, path, name)
		}
		if _, ok := d.In[r.relation()]; !ok {
			return fault.At(path, "%s has no %s.", r.relation(), name)
		}
	}
	return nil
}

// knowsPresence checks what says whether an instance is there, and what is
// compared of it.
func (r Rule) knowsPresence(c metric.Catalog) error {
	if k := r.Condition.Kind; !k.Compares() || k == Crosses {
		return nil
	}
	relation := r.relation()
	if _, ok := presence[relation]; !ok {
		return fault.At("query.dataset", "Of %s it is not known what was there before.", relation).WithHint("Choose another dataset, or a condition that compares a figure.")
	}
	a := asking{rule: r}
	q := metric.Query{Metrics: a.present()[:1], Scope: r.Query.Scope, Filter: r.Query.Filter}
	if r.Condition.Kind == Enters || r.Condition.Kind == Leaves {
		q.Metrics = []string{presence[metric.EveryEntitlement]}
	}
	for _, d := range union(r.Per, r.Condition.Columns) {
		q.By = append(q.By, metric.By{Dimension: d})
	}
	if err := q.Validate(c); err != nil {
		return r.placed(err, "query.dataset")
	}
	return nil
}

// lasting refuses what is drawn by chance and what changes while nothing does:
// such a rule would fire and end by itself.
func (r Rule) lasting(c metric.Catalog) error {
	names := slices.Concat(r.Per, r.Condition.Columns, filtered(r.Query.Filter))
	for _, s := range r.StagesOf {
		names = append(names, filtered(&s.Filter)...)
	}
	figures, _ := r.figures()
	for _, name := range figures {
		m, _ := c.Metric(name)
		for _, x := range c.MeasuresOf(m) {
			names = append(append(names, x.Column), filtered(x.Filter)...)
		}
	}
	for i, name := range slices.Concat(r.Per, r.Condition.Columns) {
		if d, _ := c.Dimension(name); countsDown(d) {
			path := fmt.Sprintf("per[%d]", i)
			if i >= len(r.Per) {
				path = fmt.Sprintf("condition.columns[%d]", i-len(r.Per))
			}
			return fault.At(path, "%s is another number every day; a rule by it would fire every day.", name).WithHint("Use a day, such as end_date, or a group of the numbers.")
		}
	}
	return stable("query.define", names, c)
}

// stable refuses columns that are drawn by chance or follow from the time of day.
func stable(path string, names []string, c metric.Catalog) error {
	for _, name := range names {
		d, _ := c.Dimension(name)
		if d.Expression != nil && (d.Expression.Volatile() || d.Expression.UsesNow()) {
			return fault.At(path, "%s has another value every time it is asked for; a rule by it would fire by itself.", name).
				WithHint("Leave out RANDOM and NOW; TODAY may be used.")
		}
	}
	return nil
}

// countsDown reports whether a column has another number with every day that
// passes.
func countsDown(d metric.Dimension) bool {
	return d.Kind == metric.Days || d.Kind == metric.Number && d.Expression != nil && d.Expression.UsesToday()
}

// filtered lists the dimensions that a filter compares.
func filtered(f *metric.Filter) []string {
	var out []string
	_ = f.Walk("", func(_ string, leaf metric.Filter) error {
		out = append(out, leaf.Dimension)
		return nil
	})
	return out
}

// passing are the tokens whose values change from second to second.
var passing = []string{"NOW", "CURRENT_TIME"}

// steady refuses tokens of the time of day in the question.
func (r Rule) steady() error { return steady("query", r.Query) }

// steady refuses tokens of the time of day in what is kept at path.
func steady(path string, kept any) error {
	text, err := json.Marshal(kept)
	if err != nil {
		return fault.At(path, "The question holds a value that is neither text nor number.")
	}
	for _, name := range token.Names(string(text)) {
		if slices.Contains(passing, name) {
			return fault.At(path, "{{%s}} has another value every second; a rule by it would fire by itself.", name).WithHint("Use {{TODAY}}.")
		}
	}
	return nil
}

func (r Rule) knowsStages(c metric.Catalog) error {
	for i, s := range r.StagesOf {
		q := metric.Query{Columns: []string{perEntitlement}, Dataset: metric.EveryEntitlement, Filter: &s.Filter}
		if err := q.Validate(c); err != nil {
			f := *fault.Of(err)
			f.Field = fmt.Sprintf("stages_of[%d].%s", i, f.Field)
			return &f
		}
	}
	return nil
}

func (r Rule) knowsSegments(k Known) error {
	known := make([]string, len(k.Segments))
	for i, s := range k.Segments {
		known[i] = s.Name
	}
	for path, name := range map[string]string{"watch.segment": r.Watch.Segment, "condition.segment": r.Condition.Segment} {
		if name != "" && !slices.Contains(known, name) {
			return fault.At(path, "There is no segment %q.", name).WithHint(metric.Suggest(name, known))
		}
	}
	for _, s := range k.Segments {
		if s.Name == r.Condition.Segment && s.Kind != "" && !slices.Equal(r.Per, []string{s.told()}) {
			return fault.At("per", "The segment %q holds what is told apart by %s.", s.Name, s.told())
		}
	}
	return nil
}

func (r Rule) knowsDestinations(k Known) error {
	for i, d := range r.Destinations {
		if name, ok := strings.CutPrefix(string(d), webhookMark); ok && !slices.Contains(k.Webhooks, name) {
			return fault.At(fmt.Sprintf("destinations[%d]", i), "There is no webhook %q.", name).WithHint(metric.Suggest(name, k.Webhooks))
		}
	}
	return nil
}

// found are the names by which a message may use what the condition found,
// beside the columns of the rule.
var found = []string{
	"rule", "account", "account_id", "product", "entitlement", "sku", "quantity", "unassigned", "end_date", "days_to_end", "act_by", "days_to_act",
	"value", "before", "change", "limit", "metric", "count", "lines", "reason",
}

// knowsTokens refuses tokens of the message that would have no value.
func (r Rule) knowsTokens(k Known) error {
	names, _ := r.figures()
	names = slices.Concat(names, r.Per, r.Condition.Columns, found)
	for _, part := range []struct{ path, text string }{{"message.title", r.Message.Title}, {"message.body", r.Message.Body}} {
		for _, name := range token.Names(part.text) {
			if slices.Contains(names, name) || token.IsSystem(name) || k.Token != nil && k.Token(name) {
				continue
			}
			return fault.At(part.path, "There is no token {{%s}}.", name).WithHint(metric.Suggest(name, names))
		}
	}
	return nil
}
