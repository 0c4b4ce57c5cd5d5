package program_test

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"headroom/app/program"
	"headroom/backend/chart"
	"headroom/backend/metric"
	"headroom/backend/metric/engine"
	"headroom/backend/portfolio"
	"headroom/backend/report"
	"headroom/backend/watch"
)

// look is one way to look at a dashboard.
type look struct {
	name    string
	view    report.View
	filters []metric.Filter
	account string
	compare *metric.Compare
}

func eq(dimension string, value any) metric.Filter {
	return metric.Filter{Dimension: dimension, Op: "eq", Value: value}
}

// looks are days, scopes, filters, accounts and comparisons; every tile is
// looked at in each of them.
func looks(accounts []string) []look {
	return []look{
		{name: "today"},
		{name: "a day before, own, a region", view: report.View{AsOf: "2026-09-15", Scope: "own"}, filters: []metric.Filter{eq("region", "Southern Europe")}},
		{
			name: "compared, products", view: report.View{AsOf: "2026-10-31"}, compare: &metric.Compare{Back: 1, Unit: "quarter"},
			filters: []metric.Filter{{Dimension: "product", Op: "in", Values: []any{"Microsoft 365 E3", "Render Cloud", "Design Suite Pro", "Visio Plan 2"}}},
		},
		{name: "an account", account: accounts[0]},
		{name: "an account of a license server, a filter few have", account: accounts[1], filters: []metric.Filter{{Any: []metric.Filter{eq("workload", "Exchange Online"), eq("feature", "NESTING")}}}},
	}
}

// tile is a tile with the controls of its dashboard that filter it.
type tile struct {
	place   string
	about   string
	report  report.Report
	filters []metric.Filter
	tokens  map[string]any
}

func shippedTiles() []tile {
	var out []tile
	for _, d := range report.Dashboards("en") {
		tokens := map[string]any{}
		for _, x := range d.Tokens {
			tokens[x.Name] = x.Value
		}
		for _, tab := range d.Tabs {
			for _, x := range tab.Tiles {
				one := tile{place: d.Name + "." + x.ID, about: d.About, report: *x.Report, tokens: tokens}
				for _, c := range d.Controls {
					if c.Filter != nil && !slices.Contains(x.Ignores, c.ID) {
						one.filters = append(one.filters, *c.Filter)
					}
				}
				out = append(out, one)
			}
		}
	}
	for _, r := range report.Reports("en") {
		out = append(out, tile{place: "report " + r.Name, report: r})
	}
	return out
}

func (x tile) asking(l look) report.Asking {
	return report.Asking{Report: x.report, Filters: slices.Concat(x.filters, l.filters), Tokens: x.tokens, Account: l.account, Compare: l.compare}
}

// apart makes the question of a tile without Compose: a filter is in it where
// the engine takes it.
func (x tile) apart(t *testing.T, p *program.Program, l look) metric.Query {
	t.Helper()
	q := x.report.Query
	q.AsOf, q.Tokens = l.view.AsOf, x.tokens
	if q.Scope == "" {
		q.Scope = l.view.Scope
	}
	takes := func(with metric.Query) bool {
		_, err := p.Ask(t.Context(), with)
		return err == nil
	}
	all := metric.Filter{All: []metric.Filter{}}
	filters := slices.Concat(x.filters, l.filters)
	if l.account != "" {
		filters = append(filters, eq("account_key", l.account))
	}
	for _, f := range filters {
		with := q
		with.Dashboard = &metric.Filter{All: append(slices.Clone(all.All), f)}
		if takes(with) {
			all.All = append(all.All, f)
		}
	}
	q.Dashboard = &all
	if with := q; l.compare != nil && q.Compare == nil && len(q.Columns) == 0 {
		with.Compare = l.compare
		if takes(with) {
			return with
		}
	}
	return q
}

// unlike reports how two answers differ, "" where they do not.
func unlike(a, b metric.Result) string {
	texts := [2]string{}
	for i, r := range []metric.Result{a, b} {
		data, err := json.Marshal([]any{r.Columns, r.Rows, r.Totals, r.Others, r.RowCount})
		if err != nil {
			return err.Error()
		}
		texts[i] = string(data)
	}
	if texts[0] == texts[1] {
		return ""
	}
	at := 0
	for at < min(len(texts[0]), len(texts[1])) && texts[0][at] == texts[1][at] {
		at++
	}
	from := max(0, at-80)
	return fmt.Sprintf("%.200s\nand\n%.200s", texts[0][from:], texts[1][from:])
}

func TestEveryShippedTileIsTheAnswerToItsQuery(t *testing.T) {
	p, accounts := demoWithInbox(t)
	known := map[string]bool{}
	for _, l := range looks(accounts) {
		for _, x := range shippedTiles() {
			a, err := p.Answer(t.Context(), l.view, x.asking(l))
			if err != nil {
				t.Errorf("%s, %s: %v", x.place, l.name, err)
				continue
			}
			known[x.place] = known[x.place] || says(a.Result)
			if a.Chart != nil && a.Chart.Empty != "" && a.Chart.Empty != chart.NoRows {
				t.Errorf("%s, %s cannot be drawn: %s %s", x.place, l.name, a.Chart.Empty, a.Chart.Needs)
			}
			if a.Chart != nil && a.Chart.Empty == "" && a.Chart.Text == "" {
				t.Errorf("%s, %s has no text for those who do not see it", x.place, l.name)
			}
			written, err := p.Ask(t.Context(), rewritten(t, a.Query))
			if err != nil {
				t.Errorf("%s, %s: its query asked again: %v", x.place, l.name, err)
			} else if d := unlike(a.Result, written); d != "" {
				t.Errorf("%s, %s: its query asked again answers otherwise: %s", x.place, l.name, d)
			}
			apart, err := p.Ask(t.Context(), x.apart(t, p, l))
			if err != nil {
				t.Errorf("%s, %s: asked apart: %v", x.place, l.name, err)
			} else if d := unlike(a.Result, apart); d != "" {
				t.Errorf("%s, %s: asked apart it answers otherwise: %s", x.place, l.name, d)
			}
		}
	}
	for _, x := range shippedTiles() {
		if !known[x.place] {
			t.Errorf("%s has nothing to show in the demo", x.place)
		}
	}
}

// says reports whether an answer has a row that says something.
func says(r metric.Result) bool {
	return slices.ContainsFunc(r.Rows, func(row []any) bool {
		for i, c := range r.Columns {
			if (c.Metric != "" || c.Type == "number" || c.Type == "ratio" || len(r.Parts) == 0) && row[i] != nil {
				return true
			}
		}
		return false
	})
}

// rewritten is a question as a program that writes and reads JSON has it.
func rewritten(t *testing.T, q metric.Query) (out metric.Query) {
	t.Helper()
	data, err := json.Marshal(q)
	if err == nil {
		err = json.Unmarshal(data, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// demoWithInbox is the demo with notifications, and two accounts: one of each
// vendor.
func demoWithInbox(t *testing.T) (*program.Program, []string) {
	t.Helper()
	p := demo(t)
	if _, err := p.AddRule(t.Context(), watch.Rule{Name: "Ends soon", Template: watch.EndsWithin, Days: 60, State: watch.Active}); err != nil {
		t.Fatal(err)
	}
	if err := p.Evaluate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return p, []string{keyOf(t, p, "Officine Meccaniche Valtrompia S.p.A."), keyOf(t, p, "Cooperativa Olivarera La Umbría")}
}

func keyOf(t *testing.T, p *program.Program, account string) string {
	t.Helper()
	r, err := p.Ask(t.Context(), metric.Query{Dataset: metric.Accounts, Columns: []string{"account_key"}, Filter: &metric.Filter{Dimension: "account", Op: "eq", Value: account}})
	if err != nil || len(r.Rows) != 1 {
		t.Fatalf("%s: %v, %v", account, r.Rows, err)
	}
	return r.Rows[0][0].(string)
}

// figure is a figure of an answer and where it is.
type figure struct {
	cell  metric.Cell
	value any
}

// figuresOf are some figures of an answer, spread over its rows, its totals, its
// pivoted columns and both states of a comparison.
func figuresOf(q metric.Query, r metric.Result, most int) []figure {
	var all []figure
	add := func(row int, values []any) {
		for i, c := range r.Columns {
			name := c.Metric
			if name == "" {
				name, _, _ = strings.Cut(c.Name, "[")
			}
			if !slices.Contains(q.Metrics, name) || c.Role != "" && c.Role != metric.Before || values[i] == nil {
				continue
			}
			all = append(all, figure{metric.Cell{Row: row, Metric: name, Role: c.Role, Pivot: c.Pivot}, values[i]})
		}
	}
	if r.Totals != nil {
		add(-1, r.Totals)
	}
	for _, i := range r.Others {
		add(i, r.Rows[i])
	}
	for i, row := range r.Rows {
		add(i, row)
	}
	if len(all) <= most {
		return all
	}
	var some []figure
	for i := range most {
		some = append(some, all[i*(len(all)-1)/(most-1)])
	}
	return some
}

// behind reports what is wrong with the rows behind a figure: they do not give
// it, or listing them apart finds others.
func behind(t *testing.T, p *program.Program, q metric.Query, f figure) string {
	t.Helper()
	env := engine.Env{Today: portfolio.DayIn(now()), Now: now(), Deadline: -1 * time.Second}
	e, err := p.Engine.Explain(t.Context(), q, f.cell, env)
	switch {
	case err != nil:
		return err.Error()
	case !reflect.DeepEqual(number(e.Value), number(f.value)):
		return fmt.Sprintf("the passport says %v of %v", e.Value, f.value)
	case !e.Check.Holds:
		return "its rows give another figure: " + e.Check.Words
	}
	for _, part := range e.Parts {
		count := 0
		for _, list := range part.Rows {
			r, err := p.Ask(t.Context(), list)
			if err != nil {
				return "its rows: " + err.Error()
			}
			count += r.RowCount
		}
		if count != part.Count {
			return fmt.Sprintf("%s has %d rows, listed %d", part.Name, part.Count, count)
		}
	}
	return ""
}

// number is a figure to twelve digits: sums may be in another order.
func number(v any) string {
	switch x := v.(type) {
	case int64:
		return fmt.Sprintf("%.12g", float64(x))
	case float64:
		return fmt.Sprintf("%.12g", x+math.Copysign(0, 1))
	}
	return fmt.Sprint(v)
}

func TestTheRowsBehindEveryShippedFigureGiveIt(t *testing.T) {
	p, accounts := demoWithInbox(t)
	figures := 0
	for i, l := range looks(accounts) {
		for j, x := range shippedTiles() {
			if i > 0 && (i+j)%4 != 0 { // each tile in one of the others
				continue
			}
			a, err := p.Answer(t.Context(), l.view, x.asking(l))
			if err != nil {
				t.Errorf("%s, %s: %v", x.place, l.name, err)
				continue
			}
			for _, f := range figuresOf(a.Query, a.Result, 2) {
				figures++
				if wrong := behind(t, p, a.Query, f); wrong != "" {
					t.Errorf("%s, %s, %+v: %s", x.place, l.name, f.cell, wrong)
				}
			}
		}
	}
	if figures < 250 {
		t.Errorf("only %d figures were looked behind", figures)
	}
	t.Logf("%d figures", figures)
}

// TestAWrongTileIsNoticed is the control of the two above: a tile that shows
// the answer to another question than its own differs from it, and its rows do
// not give its figures.
func TestAWrongTileIsNoticed(t *testing.T) {
	p, accounts := demoWithInbox(t)
	l, noticed, tiles := looks(accounts)[0], 0, 0
	for _, x := range shippedTiles() {
		if len(x.report.Query.Metrics) == 0 || !slices.Contains(x.report.Query.Metrics, "licenses_sold") {
			continue
		}
		right, err := p.Answer(t.Context(), l.view, x.asking(l))
		if err != nil {
			t.Fatal(err)
		}
		wrongly := right.Query
		wrongly.Dashboard = &metric.Filter{Dimension: "region", Op: "ne", Value: "Central Europe"}
		wrong, err := p.Ask(t.Context(), wrongly)
		if err != nil {
			t.Fatal(err)
		}
		tiles++
		if unlike(right.Result, wrong) == "" {
			t.Errorf("%s: another question has the same answer", x.place)
		}
		for _, f := range figuresOf(right.Query, wrong, 40) {
			if behind(t, p, right.Query, f) != "" {
				noticed++
				break
			}
		}
	}
	if tiles < 4 || noticed != tiles {
		t.Errorf("of %d tiles with figures of another question %d were noticed", tiles, noticed)
	}
}
