package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/metric/compile"
	"headroom/backend/portfolio"
)

// Show says how q is answered: the statement of every relation with its
// arguments, and in words what is folded from packed days. Nothing is computed.
func (e *Engine) Show(ctx context.Context, q metric.Query, env Env) (metric.Plan, error) {
	var out metric.Plan
	err := e.read(ctx, env, func(ctx context.Context, s Snapshot) error {
		a, err := e.prepared(ctx, s, q, env)
		if err != nil {
			return err
		}
		out.Steps, err = a.steps()
		return err
	})
	return out, err
}

// steps are those of the question, then of its totals.
func (a *ask) steps() ([]metric.PlanStep, error) {
	if len(a.query.Columns) > 0 {
		return a.listSteps(), nil
	}
	parts, err := a.partitions()
	if err != nil {
		return nil, err
	}
	var out []metric.PlanStep
	for _, p := range parts {
		out = append(out, p.steps()...)
	}
	return append(out, a.meeting()...), nil
}

// steps are those of the measures that are taken over the same rows.
func (p partition) steps() []metric.PlanStep {
	var out []metric.PlanStep
	var seen []metric.Relation
	for _, m := range p.measures {
		if slices.Contains(seen, m.Relation) || packed(m.Relation) {
			continue
		}
		seen = append(seen, m.Relation)
		out = append(out, p.ask.aggregateStep(m.Relation, measuresOf(p.measures, m.Relation)))
	}
	if folded := foldedOf(p.measures); len(folded) > 0 {
		out = append(out, p.ask.foldSteps(folded)...)
	}
	return out
}

func (a *ask) aggregateStep(r metric.Relation, measures []metric.Measure) metric.PlanStep {
	q := a.question(r)
	words := a.days(r) + ": one statement, aggregated to the keys of the answer."
	if a.addsUp(q, r, measures) {
		words += "\nIts rows are kept in memory and added up there to the same answer, unless few accounts are named."
	}
	return step(r, words, compile.Aggregate(q, r, measures))
}

// addsUp reports whether rows in memory may answer the measures of a relation.
func (a *ask) addsUp(q compile.Question, r metric.Relation, measures []metric.Measure) bool {
	switch {
	case a.engine.facts == nil:
		return false
	case compile.OfLines(q, r):
		if len(q.Periods) == 0 {
			return false
		}
		q.Periods = q.Periods[:1] // the others are taken apart alike
		_, ok := a.pass(q, r, measures)
		return ok
	case !inMemory(q, r):
		return false
	}
	f, ok := compile.FactsOf(q, r)
	if ok {
		_, ok = sumsOf(f, measures)
	}
	return ok
}

func step(r metric.Relation, words string, s compile.Statement) metric.PlanStep {
	return metric.PlanStep{Dataset: r, Words: words, SQL: s.SQL, Args: s.Args}
}

// listSteps are those of a list of rows.
func (a *ask) listSteps() []metric.PlanStep {
	r := a.query.Listed()
	if packed(r) {
		return a.seriesSteps(r, "What they tell is unpacked day by day, one row for each observation or act.")
	}
	return []metric.PlanStep{step(r, a.days(r)+": one statement.", compile.List(a.question(r)))}
}

// seriesSteps say how series are chosen: all are read once, and what keys and
// filters say of them is evaluated over the distinct values of one column each.
func (a *ask) seriesSteps(r metric.Relation, then string) []metric.PlanStep {
	out := []metric.PlanStep{step(r, a.days(r)+": all series, read once for each state of the store. "+then, compile.SeriesRows())}
	term := func(words string, t compile.Term) {
		if t.SQL != "" {
			out = append(out, metric.PlanStep{Dataset: r, Words: words + ", once for each value of " + cmp.Or(t.Column, "the series"), SQL: t.SQL, Args: t.Bound()})
		}
	}
	q, plan := a.question(metric.Usage), &rowPlan{ask: a, relation: r, values: observedValues[r]}
	for _, by := range a.query.By {
		if d, _ := a.catalog.Dimension(by.Dimension); by.Dimension != metric.DateName && !plan.observed(d) {
			term("The key "+by.Dimension, compile.SeriesKey(q, d))
		}
	}
	where, left := compile.SeriesWhere(q, plan.observes)
	for _, t := range where {
		term("Whether a series takes part", t)
	}
	if len(left) > 0 {
		out = append(out, metric.PlanStep{Dataset: r, Words: fmt.Sprintf("%s of the filter hold of observations and are evaluated row by row.", counted(len(left), "part"))})
	}
	return out
}

// counted writes how many of a thing there are.
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}

// days says which days a relation is asked for.
func (a *ask) days(r metric.Relation) string {
	name := strings.ReplaceAll(string(r), "_", " ")
	name = strings.ToUpper(name[:1]) + name[1:]
	periods := a.periods[r]
	switch d, _ := a.catalog.Dataset(r); {
	case !d.Levels:
		return fmt.Sprintf("%s up to %s", name, a.dayFor(r))
	case len(periods) == 0:
		return name + ", of which no day is known"
	case len(periods) == 1 && periods[0].Label == "":
		return fmt.Sprintf("%s as of %s", name, periods[0].Day)
	default:
		return fmt.Sprintf("%s at the end of %d periods, from %s to %s", name, len(periods), periods[0].Label, periods[len(periods)-1].Day)
	}
}

// foldSteps say what is folded and how.
func (a *ask) foldSteps(measures []metric.Measure) []metric.PlanStep {
	out := a.seriesSteps(measures[0].Relation, "They are added up by account, product and unit, and by the keys of the answer.")
	for _, m := range measures {
		words := []string{fmt.Sprintf("%s is folded from packed days of %s:", m.Name, strings.ReplaceAll(string(m.Relation), "_", " "))}
		if b, ok := a.catalog.RowsOf(m); ok {
			words = append(words, behindWords(b)...)
		}
		out = append(out, metric.PlanStep{Dataset: m.Relation, Words: strings.Join(words, "\n")})
	}
	return append(out, metric.PlanStep{Dataset: metric.Usage, Words: fmt.Sprintf("Days of %d streams are read, each one the merge of what the imports tell of it, latest rank first; levels not older than %d days, of months %d.",
		a.streamCount(), dailyWindow, monthlyWindow)})
}

func (a *ask) streamCount() int {
	n := 0
	for _, s := range a.state.Streams {
		if s.Dataset == portfolio.Usage || s.Dataset == portfolio.FeatureUsage {
			n++
		}
	}
	return n
}

// behindWords says in words how a measure follows from its rows, a line for
// each step.
func behindWords(b metric.Behind) []string {
	var out []string
	add := func(indent string, steps []metric.Step) {
		for _, s := range steps {
			out = append(out, indent+stepWords(s))
		}
	}
	for _, l := range b.Lists {
		words := "rows of " + strings.ReplaceAll(string(l.Dataset), "_", " ")
		if l.Window > 0 {
			words += fmt.Sprintf(" of the last %d days", l.Window)
		}
		if l.Beside != nil {
			words += fmt.Sprintf(", where %s is known and %s is not", l.Beside.Known, l.Beside.Lacking)
		}
		out = append(out, "  "+words)
		add("    ", l.Steps)
	}
	add("  ", b.Steps)
	return out
}

// stepWords says a step in words: "by account, unit: max of active".
func stepWords(s metric.Step) string {
	words := "over all: "
	if len(s.Per) > 0 {
		words = "by " + strings.ReplaceAll(strings.Join(s.Per, ", "), "_key", "") + ": "
	}
	var figures []string
	for _, f := range s.Figures {
		text := f.How
		if f.Of != "" {
			text += " of " + f.Of
		}
		if f.Over != "" {
			text = fmt.Sprintf("%s of what %s is above %s", f.How, f.Of, f.Over)
		}
		if f.Times != "" {
			text += " × " + f.Times
		}
		if f.Factor != 0 {
			text += fmt.Sprintf(" × %v", f.Factor)
		}
		if f.Alike != "" {
			text += ", if all have one " + f.Alike
		}
		figures = append(figures, text)
	}
	words += strings.Join(figures, "; ")
	if len(s.Need) > 0 {
		words += ", where " + strings.Join(s.Need, " and ") + " are known"
	}
	return words
}

// meeting says how the answers of relations become the figures asked for.
func (a *ask) meeting() []metric.PlanStep {
	var words []string
	for _, name := range a.query.Metrics {
		if m, ok := a.catalog.Metric(name); ok && m.IsRatio() {
			words = append(words, fmt.Sprintf("%s is %s ÷ %s.", name, m.Measure, m.Per))
		}
	}
	if len(a.query.Relations(a.catalog)) > 1 {
		words = append(words, "The answers are put side by side by their keys.")
	}
	if a.query.Totals {
		words = append(words, "The totals are asked again without the split.")
	}
	if a.query.Compare != nil {
		words = append(words, "The same is asked of the state compared with.")
	}
	if len(words) == 0 {
		return nil
	}
	return []metric.PlanStep{{Words: strings.Join(words, "\n")}}
}
