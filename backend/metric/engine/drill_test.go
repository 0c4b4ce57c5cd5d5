package engine_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/metric/builtin"
	"headroom/backend/metric/engine"
)

// TestTheRowsBehindEveryFigureGiveIt asks random questions about random
// portfolios, drills into figures, totals, Other, rows without a key, pivoted
// and compared figures, and computes each from its rows alone. SEED repeats one
// portfolio, WORLDS changes how many there are.
func TestTheRowsBehindEveryFigureGiveIt(t *testing.T) {
	worlds, first := uint64(50), uint64(1)
	if n, err := strconv.ParseUint(os.Getenv("WORLDS"), 10, 64); err == nil {
		worlds = n
	}
	if n, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		worlds, first = 1, n
	}
	if testing.Short() {
		worlds = min(worlds, 20)
	}
	catalog := builtin.Catalog()
	more, err := catalog.With(ownColumns)
	if err != nil {
		t.Fatal(err)
	}
	count := struct{ queries, figures, rows, missed, dropped, others, before, pivoted, totals, without int }{}
	spoke := map[string]int{}
	for seed := first; seed < first+worlds; seed++ {
		w := newWorld(seed)
		s := open(t, w)
		e := engine.New(s, catalog, engine.WithDeadline(0))
		env := engine.Env{Today: w.today}
		r := roller{rand.New(rand.NewPCG(seed, 13)), w, w.today - 100}
		for range 40 {
			q := r.shaped(r.anything(catalog))
			if r.IntN(2) == 0 {
				q = r.shaped(r.anything(more))
				q.Define = &ownColumns
			}
			answer, err := e.Ask(t.Context(), q, env)
			if err != nil && fault.Of(err).Field == "pivot" { // more columns than an answer may have
				q.Pivot = nil
				answer, err = e.Ask(t.Context(), q, env)
			}
			if err != nil {
				t.Fatalf("SEED=%d %s: %v", seed, jsonOf(q), err)
			}
			count.queries++
			for _, at := range r.cells(q, answer) {
				got, err := e.Retell(t.Context(), q, at, env)
				if err != nil {
					t.Fatalf("SEED=%d %s %+v: %v", seed, jsonOf(q), at, err)
				}
				if at.Pivot != nil && math.IsNaN(got.Was) {
					continue // the answer has no such row
				}
				if !close(got.Was, got.Again) {
					t.Fatalf("SEED=%d %s\n%+v is %v, its rows give %v\n%s", seed, jsonOf(q), at, got.Was, got.Again, describeParts(got.Parts))
				}
				if count.figures++; count.figures%16 == 0 {
					explained(t, e, q, at, env, got)
				}
				count.rows += got.Rows
				if got.Was != 0 && !math.IsNaN(got.Was) {
					spoke[at.Metric]++
				}
				if got.Dropped {
					count.dropped++
					if close(got.Was, got.Without) {
						count.missed++
					}
				}
				switch {
				case at.Row < 0:
					count.totals++
				case slices.Contains(answer.Others, at.Row):
					count.others++
				}
				if at.Role != "" {
					count.before++
				}
				if at.Pivot != nil {
					count.pivoted++
				}
			}
		}
		s.db.Close()
	}
	t.Logf("%+v", count)
	if worlds < 50 {
		return
	}
	if count.queries < 2000 || count.others < 50 || count.before < 100 || count.pivoted < 100 || count.totals < 500 {
		t.Errorf("too little was asked: %+v", count)
	}
	// A row of an observation that several tell alike, or of the figure 0, can be
	// left out unseen; most cannot.
	if count.missed*2 > count.dropped {
		t.Errorf("a row less is seen too seldom: %+v", count)
	}
	silent := []string{}
	for _, m := range catalog.Metrics {
		if spoke[m.Name] == 0 {
			silent = append(silent, m.Name)
		}
	}
	t.Logf("never more than 0: %v", silent)
	if len(silent)*4 > len(catalog.Metrics) {
		t.Errorf("too few metrics were drilled into: %v are never more than 0", silent)
	}
}

// explained checks the whole explanation of a figure, and that whoever asks the
// questions of its parts, from their text, gets the rows it counts.
func explained(t *testing.T, e *engine.Engine, q metric.Query, at metric.Cell, env engine.Env, was engine.Retold) {
	t.Helper()
	x, err := e.Explain(t.Context(), q, at, env)
	if err != nil {
		t.Fatalf("%s %+v: %v", jsonOf(q), at, err)
	}
	if !x.Check.Holds || x.Substituted == "" || len(x.Conditions) == 0 || x.Count < len(x.Rows) {
		t.Fatalf("%s %+v: %+v", jsonOf(q), at, x)
	}
	parts, err := e.Drill(t.Context(), q, at, env)
	if err != nil || len(parts) != len(was.Parts) {
		t.Fatalf("%s %+v: %d parts, %v", jsonOf(q), at, len(parts), err)
	}
	for i, p := range parts {
		n := 0
		for _, list := range p.Rows {
			var asked metric.Query
			if err := json.Unmarshal([]byte(jsonOf(list)), &asked); err != nil {
				t.Fatal(err)
			}
			answer, err := e.Ask(t.Context(), asked, env)
			if err != nil {
				t.Fatalf("%s: %v", jsonOf(list), err)
			}
			n += len(answer.Rows)
		}
		if n != was.Parts[i].Count {
			t.Fatalf("%s %+v: %s has %d rows, its questions list %d", jsonOf(q), at, p.Name, was.Parts[i].Count, n)
		}
	}
}

// ownColumns are a calculated column of each kind, and a group of each.
var ownColumns = metric.Definitions{
	Columns: []metric.CalculatedColumn{
		{Name: "spare", Expression: "[quantity] - [assigned]"},
		{Name: "where_it_is", Expression: `COALESCE([region], [country], "nowhere")`},
		{Name: "days_open", Expression: "DAYSBETWEEN([start_date], TODAY())"},
	},
	Groups: []metric.Group{
		{Name: "area", Column: "country", Lists: []metric.GroupList{{Name: "South", Values: []string{"IT"}}}, Other: "Elsewhere"},
		{Name: "long", Column: "country", Lists: []metric.GroupList{{Name: "South", Values: many(300, "IT")}}, Other: "Elsewhere"},
		{Name: "area_without", Column: "country", Lists: []metric.GroupList{{Name: "South", Values: []string{"IT"}}}},
		{Name: "size", Column: "quantity", Numbers: &metric.Bins{Kind: "dynamic", Count: 3}},
		{Name: "spares", Column: "spare", Numbers: &metric.Bins{Kind: "custom", Bins: []metric.Bin{{Name: "over", To: new(float64)}, {Name: "spare", From: new(float64)}}}},
		{Name: "ends", Column: "end_date", Conditions: []metric.GroupCondition{{Name: "soon", Filter: metric.Filter{Op: "next", N: 30, Unit: "day"}}}, Other: "later"},
	},
}

// many are so many values of which only the last is there.
func many(n int, last string) []string {
	values := make([]string, n)
	for i := range values {
		values[i] = fmt.Sprintf("a country that nobody knows, number %d", i)
	}
	return append(values, last)
}

func close(a, b float64) bool {
	if math.IsNaN(a) || math.IsNaN(b) {
		return math.IsNaN(a) && math.IsNaN(b)
	}
	return math.Abs(a-b) <= 1e-9*math.Max(1, math.Abs(a))
}

func describeParts(parts []metric.ExplainedPart) string {
	text := ""
	for _, p := range parts {
		text += fmt.Sprintf("%s %v, %d rows\n", p.Name, value(p.Value), p.Count)
		for _, q := range p.Rows {
			text += "  " + jsonOf(q) + "\n"
		}
	}
	return text
}

// anything asks for up to three metrics of the catalog that can be split alike,
// whatever they are.
func (r roller) anything(c metric.Catalog) metric.Query {
	q := metric.Query{Scope: pick(r, "", "", "own")}
	for range 1 + r.IntN(3) {
		name := c.Metrics[r.IntN(len(c.Metrics))].Name
		if !slices.Contains(q.Metrics, name) && (len(q.Metrics) == 0 || len(r.splits(c, append(slices.Clone(q.Metrics), name))) > 3) {
			q.Metrics = append(q.Metrics, name)
		}
	}
	names := r.splits(c, q.Metrics)
	for _, i := range r.Perm(len(names))[:r.IntN(min(3, len(names))+1)] {
		by := metric.By{Dimension: names[i]}
		if d, _ := c.Dimension(names[i]); d.Kind == metric.Date {
			by.Grain = pick(r, "", "day", "week", "month", "quarter", "year")
			if by.Dimension != metric.DateName && r.IntN(3) == 0 {
				by.Grain = pick(r, "month_of_year", "day_of_week", "quarter_of_year")
			}
		}
		q.By = append(q.By, by)
	}
	if r.IntN(3) == 0 && len(names) > 0 {
		q.Filter = r.filter(c, names)
	}
	if r.IntN(4) == 0 {
		q.AsOf = r.day().String()
	}
	if r.IntN(4) == 0 {
		q.KnownAt = int64(1 + r.IntN(14))
	}
	return q
}

// splits are the dimensions every metric can be split by.
func (r roller) splits(c metric.Catalog, metrics []string) []string {
	var out []string
	custom, _ := c.Dimension(metric.CustomPrefix + customField)
	for _, d := range append(slices.Clone(c.Dimensions), custom) {
		if !d.Listed && d.Kind != metric.Time && everyMetricHas(c, metrics, d) {
			out = append(out, d.Name)
		}
	}
	return out
}

// shaped adds a top, a pivot, a comparison or a condition on figures to q.
func (r roller) shaped(q metric.Query) metric.Query {
	q.Totals = r.IntN(2) == 0
	if len(q.By) > 0 && r.IntN(3) == 0 {
		by := q.By[r.IntN(len(q.By))]
		q.Top = &metric.Top{Dimension: by.Dimension, N: 1 + r.IntN(2), Metric: q.Metrics[0], Other: by.Dimension != metric.DateName, Least: r.IntN(2) == 0}
	}
	if len(q.By) > 1 && r.IntN(3) == 0 {
		q.Pivot = []string{q.By[1].Dimension}
	}
	if r.IntN(4) == 0 {
		q.Compare = &metric.Compare{Back: 1, Unit: pick(r, "year", "month")}
		for _, by := range q.By {
			if by.Dimension == metric.DateName {
				q.Compare.Unit = "year"
				if by.Grain == "week" {
					q.Compare.Back, q.Compare.Unit = 4, "week"
				}
			}
		}
		if r.IntN(2) == 0 {
			q.Compare = &metric.Compare{AsOf: r.day().String()}
		}
	}
	if r.IntN(5) == 0 && q.Compare == nil {
		q.Having = &metric.Filter{Metric: q.Metrics[0], Op: "gt", Value: 1}
	}
	return q
}

// cells chooses figures of an answer: of random rows, of Other, of the totals.
func (r roller) cells(q metric.Query, answer metric.Result) []metric.Cell {
	var figures []metric.Cell
	for _, c := range answer.Columns {
		name := c.Metric
		if name == "" {
			name = c.Name
		}
		if slices.Contains(q.Metrics, name) && (c.Role == "" || c.Role == metric.Before) {
			figures = append(figures, metric.Cell{Metric: name, Role: c.Role, Pivot: c.Pivot})
		}
	}
	if len(figures) == 0 {
		return nil
	}
	var rows []int
	if answer.Totals != nil {
		rows = append(rows, -1)
	}
	if len(answer.Others) > 0 {
		rows = append(rows, answer.Others[r.IntN(len(answer.Others))])
	}
	if n := len(answer.Rows); n > 0 {
		rows = append(rows, r.IntN(n))
	}
	var out []metric.Cell
	for _, row := range rows {
		at := figures[r.IntN(len(figures))]
		for range 5 { // rather one that says something
			if x := figureOf(answer, at, row); x != nil && x != 0.0 {
				break
			}
			at = figures[r.IntN(len(figures))]
		}
		at.Row = row
		out = append(out, at)
	}
	return out
}

// figureOf returns the value of a cell.
func figureOf(answer metric.Result, at metric.Cell, row int) any {
	cells := answer.Totals
	if row >= 0 {
		cells = answer.Rows[row]
	}
	i := slices.IndexFunc(answer.Columns, func(c metric.Column) bool {
		return (c.Metric == at.Metric || c.Name == at.Metric) && c.Role == at.Role && slices.Equal(c.Pivot, at.Pivot)
	})
	if i < 0 || i >= len(cells) {
		return nil
	}
	return cells[i]
}

// TestNamesWithBracesAreExplained: what a source calls an account or a product is
// no token, wherever an explanation asks for rows by it: of a row, of Other, and
// for the causes of a rate above 100 %.
func TestNamesWithBracesAreExplained(t *testing.T) {
	rows, others, causes := 0, 0, 0
	for seed := uint64(1); seed <= 40; seed++ {
		w := newWorld(seed)
		s := open(t, w)
		for _, column := range []string{"account SET name", "account SET key", "product SET name"} {
			_, name, _ := strings.Cut(column, " SET ")
			if _, err := s.db.Exec("UPDATE " + column + " = '{{' || " + name + " || '}}'"); err != nil {
				t.Fatal(err)
			}
		}
		e := engine.New(s, builtin.Catalog(), engine.WithDeadline(0))
		env := engine.Env{Today: w.today}
		for _, text := range []string{
			`{"metrics":["usage_rate"],"by":[{"dimension":"account"},{"dimension":"product"}]}`,
			`{"metrics":["licenses_sold"],"by":[{"dimension":"account"}],"top":{"dimension":"account","metric":"licenses_sold","n":1,"other":true}}`,
		} {
			q := query(t, text)
			answer, err := e.Ask(t.Context(), q, env)
			if err != nil {
				t.Fatalf("SEED=%d %s: %v", seed, text, err)
			}
			for row := range answer.Rows {
				x, err := e.Explain(t.Context(), q, metric.Cell{Row: row, Metric: q.Metrics[0]}, env)
				if err != nil {
					t.Fatalf("SEED=%d %s, row %d: %v", seed, text, row, err)
				}
				if !x.Check.Holds {
					t.Errorf("SEED=%d %s, row %d: %+v", seed, text, row, x.Check)
				}
				rows++
				others += one(slices.Contains(answer.Others, row))
				causes += one(len(x.Causes) > 0)
			}
		}
		s.db.Close()
	}
	if rows < 50 || others < 5 || causes < 5 {
		t.Errorf("only %d rows, %d of them Other, %d with causes", rows, others, causes)
	}
}
