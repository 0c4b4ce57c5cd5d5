package engine

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/metric"
)

// shownRows is how many of the rows behind a figure an explanation has.
const shownRows = 1000

// closeEnough is how far a figure may be from what its rows give, as a
// fraction: sums of decimals are rounded once and in another order.
const closeEnough = 1e-9

// Explain says how a figure of the answer to q came about, and computes it
// again from the rows behind it.
func (e *Engine) Explain(ctx context.Context, q metric.Query, at metric.Cell, env Env) (metric.Explanation, error) {
	var out metric.Explanation
	err := e.read(ctx, unhurried(env), func(ctx context.Context, s Snapshot) error {
		c, err := e.locate(ctx, s, q, at, env)
		if err != nil {
			return err
		}
		out, err = c.explain()
		return err
	})
	return out, err
}

// explaining is an explanation on its way.
type explaining struct {
	*located
	out   metric.Explanation
	parts []drilled
	told  []told
}

func (c *located) explain() (metric.Explanation, error) {
	m := c.metric
	x := &explaining{located: c, parts: c.parts(), out: metric.Explanation{
		Metric: m.Name, Words: m.Words, Formula: m.Formula, Value: c.value, Unit: m.Unit, Format: m.Format,
		Denominator: m.Denominator, Window: m.Window, Keys: c.keys, Rows: []map[string]any{}, Columns: []metric.Column{},
		Excluded: []metric.Exclusion{}, DataAsOf: c.answer.DataAsOf, AsOfByDataset: c.answer.AsOfByDataset, LastUpdated: c.answer.LastUpdated,
	}}
	for _, step := range []func() error{x.retell, x.exclude, x.causes} {
		if err := step(); err != nil {
			return x.out, err
		}
	}
	x.check()
	x.list()
	x.out.Conditions = x.conditions()
	return x.out, nil
}

// retell reads the rows of every part and computes its measure from them.
func (x *explaining) retell() error {
	for i := range x.parts {
		p := &x.parts[i]
		if len(p.behind.Lists) == 0 {
			return fault.New(fault.Internal, "Nobody says which rows are behind %s.", p.Name)
		}
		if err := x.fetch(p, true); err != nil {
			return err
		}
		t := retell(p.behind, p.lists, p.measure.Zero)
		if p.Count == 0 && p.behind.ZeroBeside {
			there, err := x.anyBeside(*p)
			if err != nil {
				return err
			}
			if there {
				t.value = 0
			}
		}
		if !x.reaches(p.behind.Lists[0].Dataset) {
			t.value = missing
		}
		if p.Value == nil && !math.IsNaN(t.value) && (x.cell.Role != "" || x.cell.Pivot != nil) {
			p.Value = &t.value
		}
		x.told = append(x.told, t)
		x.out.Parts = append(x.out.Parts, p.ExplainedPart)
	}
	return nil
}

// reaches reports whether the days of the figure are told of. Of changes in a
// span that nobody knows the beginning of not even 0 is known, and neither is
// it of a period compared with that has no row and is beyond what was told.
func (x *explaining) reaches(r metric.Relation) bool {
	label, split := x.keys[metric.DateName].(string)
	_, ok := x.ask.compilePeriod(r, label)
	d, _ := x.ask.catalog.Dataset(r)
	if ok || !d.Levels || r != metric.EntitlementChanges && !(split && x.compared) {
		return true
	}
	return x.value != nil
}

// anyBeside reports whether there are rows that only the list's own conditions
// leave out.
func (x *explaining) anyBeside(p drilled) (bool, error) {
	list := p.behind.Lists[0]
	list.Where = nil
	q := x.rows(p.measure, list)
	q.Limit = 1
	r, err := x.listing(q)
	return r.RowCount > 0, err
}

// figure is the metric made of what the rows of its parts give.
func (x *explaining) figure() float64 {
	if !x.metric.IsRatio() {
		return x.told[0].value
	}
	num, den := x.told[0].value, x.told[1].value
	if den == 0 || math.IsNaN(den) {
		return missing
	}
	return x.factor() * num / den
}

func (x *explaining) factor() float64 {
	if x.metric.Factor == 0 {
		return 1
	}
	return x.metric.Factor
}

// same reports whether two figures are one.
func same(a, b float64) bool {
	if math.IsNaN(a) || math.IsNaN(b) {
		return math.IsNaN(a) && math.IsNaN(b)
	}
	return math.Abs(a-b) <= closeEnough*math.Max(1, math.Max(math.Abs(a), math.Abs(b)))
}

// check compares the figure with what its rows give.
func (x *explaining) check() {
	again, was := x.figure(), number(x.value)
	x.out.Check.Holds = same(again, was)
	if !math.IsNaN(again) && !math.IsInf(again, 0) {
		x.out.Check.Value = &again
	}
	used := map[string]bool{}
	for i, t := range x.told {
		for _, r := range t.used {
			used[x.rowKey(i, r)] = true
		}
	}
	w := x.words()
	x.out.Check.Words = w.counted("check", len(used), "figure", w.figure(again))
	if x.metric.IsRatio() && !math.IsNaN(again) {
		x.out.Check.Words = w.counted("check.ratio", len(used), "part", w.figure(x.told[0].value), "whole", w.figure(x.told[1].value))
	}
	if !x.out.Check.Holds {
		x.out.Check.Words = w.Say("check.fails", "check", x.out.Check.Words, "figure", w.figure(was))
	}
	x.out.Substituted = x.substituted(was)
}

// rowKey tells one listed row from others, whichever part listed it: by what it
// says of itself, or else by its place in the answer to one question.
func (x *explaining) rowKey(part int, r ref) string {
	l := x.parts[part].lists[r.list]
	if !x.tells(l) {
		return fmt.Sprint(l.asked, r.row)
	}
	code := []byte(l.list.Dataset)
	for i, c := range l.columns {
		if slices.Contains(shownColumns, c.Name) {
			code = encodeKey(code, l.rows[r.row][i])
		}
	}
	return string(code)
}

// tells reports whether the columns of a list tell its rows apart, which they
// do where each row has a line of a file.
func (x *explaining) tells(l listedRows) bool {
	return slices.ContainsFunc(l.columns, func(c metric.Column) bool { return c.Name == "line" })
}

// mostTerms is how many numbers a substituted sum writes out.
const mostTerms = 6

// substituted is the formula with the values of this figure.
func (x *explaining) substituted(value float64) string {
	w := x.words()
	terms := []string{x.metric.Formula}
	switch {
	case x.metric.IsRatio():
		division := w.figure(x.told[0].value) + " ÷ " + w.figure(x.told[1].value)
		if x.factor() != 1 {
			division = w.figure(x.factor()) + " × " + division
		}
		terms = append(terms, division)
	default:
		if all := x.told[0].terms; len(all) > 1 && len(all) <= mostTerms {
			var parts []string
			for _, t := range all {
				parts = append(parts, w.figure(t))
			}
			terms = append(terms, strings.Join(parts, " + "))
		}
	}
	result := w.figure(value)
	if math.IsNaN(value) {
		result = w.Say("no_value")
	}
	return strings.Join(append(terms, result), " = ")
}

// list puts the rows of all parts together, each once, by file and line.
func (x *explaining) list() {
	type entry struct {
		row  map[string]any
		used bool
	}
	var order []string
	rows := map[string]*entry{}
	for i, p := range x.parts {
		for n, l := range p.lists {
			x.addColumns(l.columns)
			for r := range l.rows {
				key := x.rowKey(i, ref{n, r})
				if rows[key] == nil {
					rows[key] = &entry{row: l.asMap(r, i+n > 0 && l.list.Dataset != x.parts[0].lists[0].list.Dataset)}
					order = append(order, key)
				}
			}
		}
		for _, r := range x.told[i].used {
			rows[x.rowKey(i, r)].used = true
		}
		for _, g := range x.told[i].passed {
			for _, r := range g.rows {
				e := rows[x.rowKey(i, r)]
				if e.row["left_out"] == nil {
					e.row["left_out"] = g.words
				}
			}
		}
	}
	x.out.Count = len(order)
	slices.SortStableFunc(order, func(a, b string) int { return byPlace(rows[a].row, rows[b].row) })
	for _, key := range order[:min(len(order), shownRows)] {
		e := rows[key]
		if e.used {
			delete(e.row, "left_out")
		}
		x.out.Rows = append(x.out.Rows, e.row)
	}
}

// addColumns adds the columns not yet there.
func (x *explaining) addColumns(columns []metric.Column) {
	for _, c := range columns {
		if !slices.ContainsFunc(x.out.Columns, func(y metric.Column) bool { return y.Name == c.Name }) {
			x.out.Columns = append(x.out.Columns, c)
		}
	}
}

// asMap is a row by column.
func (l listedRows) asMap(row int, foreign bool) map[string]any {
	out := make(map[string]any, len(l.columns)+1)
	for i, c := range l.columns {
		out[c.Name] = l.rows[row][i]
	}
	if foreign {
		out["dataset"] = string(l.list.Dataset)
	}
	return out
}

// byPlace orders rows by file and line.
func byPlace(a, b map[string]any) int {
	for _, name := range []string{"file", "line", "import_id"} {
		if d := compareCells(a[name], b[name], false); d != 0 {
			return d
		}
	}
	return 0
}
