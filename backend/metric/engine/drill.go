package engine

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"time"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// Drill returns the parts of a figure of the answer to q, each with the
// questions that list exactly the rows behind it. What is asked relative to
// today is pinned to the day it was asked for, so that the questions list the
// same rows later.
func (e *Engine) Drill(ctx context.Context, q metric.Query, at metric.Cell, env Env) ([]metric.ExplainedPart, error) {
	var parts []metric.ExplainedPart
	err := e.read(ctx, unhurried(env), func(ctx context.Context, s Snapshot) error {
		c, err := e.locate(ctx, s, q, at, env)
		if err != nil {
			return err
		}
		for _, p := range c.parts() {
			if err := c.fetch(&p, false); err != nil {
				return err
			}
			parts = append(parts, p.ExplainedPart)
		}
		return nil
	})
	return parts, err
}

// explainDeadline is how long the rows behind a figure may take: they are asked
// for one figure at a time, by somebody who waits for them.
const explainDeadline = 30 * time.Second

// unhurried gives more time than an answer has, unless a time was said.
func unhurried(env Env) Env {
	if env.Deadline == 0 {
		env.Deadline = explainDeadline
	}
	return env
}

// located is a figure of an answer.
type located struct {
	ask      *ask // the question it answers, which is another for a figure of before
	env      Env
	cell     metric.Cell
	metric   metric.Metric
	answer   metric.Result
	value    any
	compared bool            // the question compares two states
	keys     map[string]any  // by dimension; those that Other stands for are left out
	others   []metric.Filter // what the values that Other stands for are not
}

// drilled is one part, with the definitions its questions come from.
type drilled struct {
	metric.ExplainedPart
	measure metric.Measure
	behind  metric.Behind
	lists   []listedRows
}

// locate asks q and finds the figure.
func (e *Engine) locate(ctx context.Context, s Snapshot, q metric.Query, at metric.Cell, env Env) (*located, error) {
	a, err := e.prepared(ctx, s, q, env)
	if err != nil {
		return nil, err
	}
	if len(a.query.Metrics) == 0 {
		return nil, fault.At("columns", "A list of rows has no figure to explain.").WithHint("Ask for metrics.")
	}
	if !slices.Contains(a.query.Metrics, at.Metric) {
		return nil, fault.At("metric", "The question does not ask for %q.", at.Metric).WithHint(metric.Suggest(at.Metric, a.query.Metrics))
	}
	if at.Role != "" && at.Role != "before" {
		return nil, fault.At("role", "A figure is the metric's own or the one before, not %q.", at.Role)
	}
	out := &located{ask: a, env: env, cell: at, compared: a.query.Compare != nil, keys: map[string]any{}}
	if out.answer, err = a.result(); err != nil {
		return nil, err
	}
	if at.Row < -1 || at.Row >= len(out.answer.Rows) {
		return nil, fault.At("row", "The answer has %d rows.", len(out.answer.Rows)).WithHint("Count from 0; -1 is the totals.")
	}
	a.query.Offset = 0 // the cell is found: what follows asks of all rows
	out.metric, _ = a.catalog.Metric(at.Metric)
	if at.Row < 0 && out.answer.Totals == nil {
		if out.answer, err = a.withTotals(); err != nil {
			return nil, err
		}
	}
	return out, out.read()
}

// withTotals answers the question again, with its totals.
func (a *ask) withTotals() (metric.Result, error) {
	w := *a
	w.query.Totals = true
	return w.result()
}

// read takes value and keys from the answer.
func (c *located) read() error {
	row := c.answer.Totals
	if c.cell.Row >= 0 {
		row = c.answer.Rows[c.cell.Row]
	}
	at := slices.IndexFunc(c.answer.Columns, func(x metric.Column) bool {
		own := c.cell.Role == "" && x.Name == c.cell.Metric
		return (own || x.Metric == c.cell.Metric) && x.Role == c.cell.Role && sameValues(x.Pivot, c.cell.Pivot)
	})
	if at < 0 || at >= len(row) {
		return fault.At("metric", "The answer has no such figure of %s.", c.cell.Metric)
	}
	c.value = row[at]
	if c.cell.Row >= 0 {
		for i, x := range c.answer.Columns {
			if x.Role == "" && x.Metric == "" && x.Pivot == nil && c.splits(x.Name) {
				c.keys[x.Name] = row[i]
			}
		}
	}
	for i, name := range c.ask.query.Pivot {
		if c.cell.Pivot != nil && i < len(c.cell.Pivot) {
			c.keys[name] = c.cell.Pivot[i]
		}
	}
	return c.turn()
}

func (c *located) splits(name string) bool {
	return slices.ContainsFunc(c.ask.query.By, func(b metric.By) bool { return b.Dimension == name })
}

func sameValues(x, y []any) bool {
	return slices.EqualFunc(x, y, func(a, b any) bool { return string(encodeKey(nil, plain(a))) == string(encodeKey(nil, plain(b))) })
}

// plain is a value as it is compared: numbers are of one type.
func plain(v any) any {
	switch x := v.(type) {
	case int64:
		return float64(x)
	case int:
		return float64(x)
	default:
		return v
	}
}

// parts returns the measures of the figure and their rows.
func (c *located) parts() []drilled {
	names := []string{c.metric.Measure}
	if c.metric.IsRatio() {
		names = append(names, c.metric.Per)
	}
	var out []drilled
	for i, name := range names {
		m, _ := c.ask.catalog.Measure(name)
		b, _ := c.ask.catalog.RowsOf(m)
		out = append(out, drilled{ExplainedPart: metric.ExplainedPart{Name: name, Words: m.Words, Value: c.partValue(i)}, measure: m, behind: b})
	}
	return out
}

// partValue is what the answer says of numerator (0) or denominator (1).
func (c *located) partValue(i int) *float64 {
	if !c.metric.IsRatio() {
		if x := number(c.value); !math.IsNaN(x) {
			return &x
		}
		return nil
	}
	if c.cell.Role != "" || c.cell.Pivot != nil {
		return nil
	}
	for _, p := range c.answer.Parts {
		if p.Row == c.cell.Row && p.Metric == c.metric.Name {
			return []*float64{p.Numerator, p.Denominator}[i]
		}
	}
	return nil
}

// pinned is the last import known to the question, so that later ones do not
// change its rows.
func (a *ask) pinned() int64 {
	if a.query.KnownAt > 0 {
		return a.query.KnownAt
	}
	return a.state.LastImport
}

// fetch makes the questions for the rows of a part; with read it also asks
// them. Rows that stand in for others are found by those, which are then read
// in any case.
func (c *located) fetch(p *drilled, read bool) error {
	lines := &retelling{}
	var first []line
	for _, list := range p.behind.Lists {
		q, ok := c.rows(p.measure, list), true
		if list.Beside != nil {
			q, ok = c.beside(list, first)
		}
		if !ok || !c.has(q) {
			continue
		}
		l := listedRows{list: list, query: q}
		if read || c.needs(p.behind) {
			answer, err := c.listing(q)
			if err != nil {
				return err
			}
			text, err := json.Marshal(q)
			if err != nil {
				return err
			}
			l.asked, l.columns, l.rows = string(text), answer.Columns, answer.Rows
			p.Count += len(l.rows)
			if list.Beside == nil {
				first = append(first, lines.steps(l.lines(0), list.Steps)...)
			}
		}
		p.Rows = append(p.Rows, q)
		p.lists = append(p.lists, l)
	}
	return nil
}

// has reports whether a dataset has what a question for its rows compares: the
// persons of events have no part in what is asked of observations alone.
func (c *located) has(q metric.Query) bool {
	return q.Filter.Walk("", func(_ string, leaf metric.Filter) error {
		if d, ok := c.ask.catalog.Dimension(leaf.Dimension); ok && !has(d, q.Dataset) {
			return errNotThere
		}
		return nil
	}) == nil
}

func has(d metric.Dimension, r metric.Relation) bool {
	_, ok := d.In[r]
	return ok
}

var errNotThere = errors.New("the dataset has no such dimension")

// needs reports whether rows may stand in for others.
func (c *located) needs(b metric.Behind) bool {
	return slices.ContainsFunc(b.Lists, func(l metric.RowList) bool { return l.Beside != nil })
}

// listing answers a question for rows about the same state.
func (c *located) listing(q metric.Query) (metric.Result, error) {
	a, err := c.ask.engine.prepared(c.ask.ctx, c.ask.snap, q, c.env)
	if err != nil {
		return metric.Result{}, err
	}
	return a.result()
}

// mostPairs is how many rows that lack a figure are found each by its own keys;
// of more, the values of each key are listed.
const mostPairs = 40

// beside returns the question for the rows that stand in for what lines lack.
func (c *located) beside(list metric.RowList, lines []line) (metric.Query, bool) {
	var pairs []metric.Filter
	values := map[string][]any{}
	seen := map[string]bool{}
	for _, l := range lines {
		key, ok := lacks(l, *list.Beside)
		if !ok || seen[key] {
			continue
		}
		seen[key] = true
		var all []metric.Filter
		for _, name := range list.Beside.Keys {
			all = append(all, metric.Exactly(name, "eq", l.values[name]))
			if !slices.Contains(values[name], l.values[name]) {
				values[name] = append(values[name], l.values[name])
			}
		}
		pairs = append(pairs, metric.Filter{All: all})
	}
	if len(pairs) == 0 {
		return metric.Query{}, false
	}
	a := c.ask
	q := metric.Query{
		Dataset: list.Dataset, Counting: list.Counting, Columns: columnsOf(a.catalog, list), KnownAt: a.pinned(),
		AsOf: c.levelDay(metric.Usage).String(), Define: a.query.Define, Tokens: a.query.Tokens,
	}
	all := slices.Clone(list.Where)
	if len(pairs) <= mostPairs {
		all = append(all, metric.Filter{Any: pairs})
	} else {
		for _, name := range list.Beside.Keys {
			all = append(all, metric.Exactly(name, "in", values[name]...))
		}
	}
	q.Filter = &metric.Filter{All: all}
	return q, true
}

// turn settles what the figure stands for: Other for none of the values a top
// keeps, a figure of before for the question of the other state.
func (c *located) turn() error {
	a := c.ask
	if name, other := c.other(); other {
		if a.top == nil {
			if err := a.chooseTop(); err != nil {
				return err
			}
		}
		delete(c.keys, name)
		by := a.query.By[a.place(name)]
		if len(a.top.values) > 0 { // else Other is all there is
			kept := metric.Exactly(name, "not_in", a.top.values...)
			kept.Grain = by.Grain
			c.others = append(c.others, kept)
		}
	}
	if c.cell.Role == metric.Before {
		earlier, err := a.earlier()
		if err != nil {
			return err
		}
		c.ask = earlier
		if err := c.goBack(*a.query.Compare); err != nil {
			return err
		}
	}
	return c.narrow()
}

// narrow turns to the question that is split by the keys of the figure alone:
// the totals of a question split by date are not of one of its periods.
func (c *located) narrow() error {
	w, err := c.ask.with(func(q *metric.Query) {
		q.By = slices.DeleteFunc(slices.Clone(q.By), func(by metric.By) bool {
			_, ok := c.keys[by.Dimension]
			return !ok
		})
		q.Compare, q.Top, q.Pivot, q.Sort, q.Having, q.Calculations = nil, nil, nil, nil, nil, nil
	})
	c.ask = w
	return err
}

// other reports whether the figure is one of Other, and of which dimension.
func (c *located) other() (string, bool) {
	top := c.ask.query.Top
	if top == nil || !top.Other {
		return "", false
	}
	if c.cell.Row >= 0 && slices.Contains(c.answer.Others, c.cell.Row) {
		return top.Dimension, true
	}
	i := slices.Index(c.ask.query.Pivot, top.Dimension)
	return top.Dimension, i >= 0 && i < len(c.cell.Pivot) && c.cell.Pivot[i] == metric.OtherName
}

// goBack moves the period of the figure to the one it is compared with.
func (c *located) goBack(x metric.Compare) error {
	for _, by := range c.ask.query.By {
		label, ok := c.keys[by.Dimension].(string)
		_, cyclic := metric.CycleOf(by.Grain)
		if by.Dimension != metric.DateName || x.Back == 0 || !ok || cyclic {
			continue
		}
		day, err := portfolio.ParseDay(label)
		if err != nil {
			return err
		}
		c.keys[by.Dimension] = back(day, x, false).String()
	}
	return nil
}
