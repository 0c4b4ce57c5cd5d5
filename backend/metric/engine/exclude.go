package engine

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"headroom/backend/metric"
)

// exclude counts what each rule left out of the rows of the figure, in the
// order in which rules hold: what does not count, what the measure needs, what
// the scope and the filter leave out, what the steps pass over, what imports
// skipped.
func (x *explaining) exclude() error {
	seen := map[string]bool{}
	for i, p := range x.parts {
		for n, l := range p.lists {
			if l.list.Beside != nil {
				continue
			}
			key := string(l.list.Dataset) + fmt.Sprint(l.list.Where, l.list.Window)
			if seen[key] {
				continue
			}
			seen[key] = true
			for _, count := range []func(int, int) error{x.notCounting, x.lacking, x.outOfScope, x.filtered, x.silent} {
				if err := count(i, n); err != nil {
					return err
				}
			}
		}
		for _, g := range x.told[i].passed {
			x.leave(g.words, len(g.rows))
		}
	}
	return x.skipped()
}

// leave notes that a rule left rows out; a rule that two parts share is told
// once.
func (x *explaining) leave(words string, rows int) {
	if rows <= 0 || slices.ContainsFunc(x.out.Excluded, func(e metric.Exclusion) bool { return e.Words == words }) {
		return
	}
	x.out.Excluded = append(x.out.Excluded, metric.Exclusion{Words: words, Rows: rows})
}

// notCounting counts the rows of the figure's keys that its dataset does not
// let count.
func (x *explaining) notCounting(part, list int) error {
	l := x.parts[part].lists[list]
	d, _ := x.ask.catalog.Dataset(l.list.Dataset)
	if !l.list.Counting || len(d.Leaves) == 0 {
		return nil
	}
	plain := metric.RowList{Dataset: l.list.Dataset}
	var columns []string
	for _, rule := range d.Leaves {
		_ = rule.When.Walk("", func(_ string, leaf metric.Filter) error {
			if !slices.Contains(columns, leaf.Dimension) {
				columns = append(columns, leaf.Dimension)
			}
			return nil
		})
	}
	q := x.rows(x.parts[part].measure, plain)
	q.Columns = columns
	r, err := x.listing(q)
	if err != nil {
		return err
	}
	day := x.levelDay(l.list.Dataset).String()
	counts := make([]int, len(d.Leaves))
	for _, row := range r.Rows {
		i := slices.IndexFunc(d.Leaves, func(rule metric.Leaving) bool { return holdsOf(rule.When, columns, row, day) })
		if i >= 0 {
			counts[i]++
		}
	}
	for i, rule := range d.Leaves {
		x.leave(rule.Words, counts[i])
	}
	return nil
}

// holdsOf evaluates the few comparisons rules are written with. Days compare as
// their texts do.
func holdsOf(f metric.Filter, columns []string, row []any, day string) bool {
	switch {
	case f.All != nil:
		return !slices.ContainsFunc(f.All, func(c metric.Filter) bool { return !holdsOf(c, columns, row, day) })
	case f.Any != nil:
		return slices.ContainsFunc(f.Any, func(c metric.Filter) bool { return holdsOf(c, columns, row, day) })
	}
	value, operand := row[slices.Index(columns, f.Dimension)], f.Value
	if operand == metric.AskedDay {
		operand = day
	}
	text, ok := value.(string)
	bound, _ := operand.(string)
	switch f.Op {
	case "eq":
		return value == operand
	case "ne":
		return value != operand
	case "gt":
		return ok && text > bound
	case "lt":
		return ok && text < bound
	default:
		return false
	}
}

// countOf returns how many rows a list has.
func (x *explaining) countOf(q metric.Query) (int, error) {
	q.Limit, q.Offset, q.Sort = 1, 0, nil
	r, err := x.listing(q)
	return r.RowCount, err
}

// lacking counts what each condition of the list leaves out of what counts.
func (x *explaining) lacking(part, list int) error {
	p := x.parts[part]
	l := p.lists[list].list
	before := l
	before.Where = nil
	count, err := x.countOf(x.rows(p.measure, before))
	if err != nil {
		return err
	}
	for _, f := range l.Where {
		before.Where = append(before.Where, f)
		next, err := x.countOf(x.rows(p.measure, before))
		if err != nil {
			return err
		}
		x.leave(x.not(f), count-next)
		count = next
	}
	return nil
}

// not says in words what rows are that a condition of a list leaves out.
func (x *explaining) not(f metric.Filter) string {
	w := x.words()
	if f.Any != nil {
		var names []string
		for _, c := range f.Any {
			names = append(names, w.name(c.Dimension))
		}
		return w.Say("lacking", "a", w.joined("join.all", names))
	}
	name := w.name(f.Dimension)
	switch f.Op {
	case "not_null":
		return w.Say("op.is_null", "a", name)
	case "eq":
		return w.Say("op.ne", "a", name, "b", w.listed(f.Dimension, []any{f.Value}))
	case "in":
		return w.Say("op.not_in", "a", name, "b", w.listed(f.Dimension, f.Values))
	default:
		return w.Say("not", "words", x.where(f))
	}
}

// outOfScope counts the rows of other partners.
func (x *explaining) outOfScope(part, list int) error {
	if x.ask.query.Scope != "own" || len(x.ask.state.OwnPartners) == 0 {
		return nil
	}
	l := x.parts[part].lists[list]
	q := l.query
	q.Scope = ""
	n, err := x.countOf(q)
	if err != nil {
		return err
	}
	x.leave(x.words().Say("others"), n-len(l.rows))
	return nil
}

// filtered counts the rows of the figure's keys that a filter leaves out.
func (x *explaining) filtered(part, list int) error {
	p := x.parts[part]
	l := p.lists[list]
	open := *x.located
	asked := *x.ask
	asked.query.Filter, asked.query.Dashboard = onlyDays(asked.query.Filter), onlyDays(asked.query.Dashboard)
	open.ask = &asked
	m := p.measure
	m.Filter = nil
	n, err := x.countOf(open.rows(m, l.list))
	if err != nil {
		return err
	}
	x.leave(x.words().Say("the_filter"), n-len(l.rows))
	return nil
}

// onlyDays is what a filter says about the dimension date, which chooses the
// days of levels rather than rows.
func onlyDays(f *metric.Filter) *metric.Filter {
	if f == nil {
		return nil
	}
	var all []metric.Filter
	for _, c := range f.Conjuncts() {
		if days(c) {
			all = append(all, c)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return &metric.Filter{All: all}
}

// mostImports is how many imports are asked what they skipped.
const mostImports = 200

// skipped says what the imports that told the rows skipped. Nobody knows whose
// rows these would have been, so they are those of the whole file.
func (x *explaining) skipped() error {
	imports := x.imports()
	if len(imports) == 0 || len(imports) > mostImports {
		return nil
	}
	text, err := json.Marshal(imports)
	if err != nil {
		return err
	}
	w := x.words()
	return x.ask.snap.Query(x.ask.ctx, `SELECT i.file, n.value FROM "import" i, json_each(i.notes) n WHERE i.id IN (SELECT value FROM json_each(?)) ORDER BY i.id, n.key`,
		[]any{string(text)}, func(v []any) error {
			file, _ := v[0].(string)
			note, _ := v[1].(string)
			code, rest, ok := strings.Cut(note, ": ")
			count, isSkip := strings.CutSuffix(rest, " skipped")
			if n, err := strconv.Atoi(count); ok && isSkip && err == nil {
				x.leave(w.Say("skipped", "rule", w.rule(code), "file", file), n)
			}
			return nil
		})
}

// imports returns the imports that told the rows.
func (x *explaining) imports() []int64 {
	var out []int64
	seen := map[int64]bool{}
	for _, p := range x.parts {
		for _, l := range p.lists {
			at := slices.IndexFunc(l.columns, func(c metric.Column) bool { return c.Name == "import_id" })
			if at < 0 {
				continue
			}
			for _, row := range l.rows {
				if id := integer(row[at]); id != 0 && !seen[id] {
					seen[id] = true
					out = append(out, id)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// silent counts the series of the figure that tell nothing for its day: what
// they told is older than their window, or the last whole file is without them.
// Every series that tells something has one row in the list of levels.
func (x *explaining) silent(part, list int) error {
	l := x.parts[part].lists[list].list
	if l.Dataset != metric.Usage || !l.Counting {
		return nil
	}
	l.Where = nil
	q := x.rows(x.parts[part].measure, l)
	speaking, err := x.countOf(q)
	if err != nil {
		return err
	}
	a, err := x.ask.engine.prepared(x.ask.ctx, x.ask.snap, q, x.env)
	if err != nil {
		return err
	}
	plan, err := a.rowPlan(metric.Usage)
	if err != nil || len(plan.where) > 0 { // which only observations hold or not
		return err
	}
	series := 0
	for _, takes := range plan.takes {
		if takes {
			series++
		}
	}
	x.leave(x.words().Say("silent"), series-speaking)
	return nil
}
