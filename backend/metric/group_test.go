package metric_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

func ptr(x float64) *float64 { return &x }

// months is a calendar on 2026-11-20 whose fiscal year begins in July.
type months struct{}

func (months) Span(f metric.Filter) (from, to portfolio.Day, err error) {
	today := portfolio.DayOf(2026, 11, 20)
	return today, today + portfolio.Day(f.N), nil
}

func (months) Period(d portfolio.Day, grain string) (from, to portfolio.Day) {
	if grain == "year" {
		y, m, _ := d.Time().Date()
		if m < 7 {
			y--
		}
		return portfolio.DayOf(y, 7, 1), portfolio.DayOf(y+1, 6, 30)
	}
	return d.MonthStart(), d.MonthEnd()
}

var (
	quantity = metric.Dimension{Name: "quantity", Kind: metric.Number}
	country  = metric.Dimension{Name: "country", Kind: metric.Text}
	trial    = metric.Dimension{Name: "trial", Kind: metric.Flag}
	end      = metric.Dimension{Name: "end_date", Kind: metric.Date}
	oddly    = metric.Dimension{Name: "custom.a]b", Kind: metric.Text}
)

func TestGroupsBecomeExpressions(t *testing.T) {
	condition := func(f metric.Filter) metric.Group {
		return metric.Group{Conditions: []metric.GroupCondition{{Name: "x", Filter: f}}}
	}
	for _, c := range []struct {
		name   string
		group  metric.Group
		column metric.Dimension
		want   string
		items  string
	}{
		{
			"custom bins",
			metric.Group{Numbers: &metric.Bins{Kind: "custom", Bins: []metric.Bin{{To: ptr(0)}, {Name: "small", From: ptr(0), To: ptr(10.5)}, {From: ptr(10.5), To: ptr(1e6)}, {From: ptr(1e6)}}}, Other: "unknown"},
			quantity,
			`IFS([quantity] < 0, "< 0", AND([quantity] >= 0, [quantity] < 10.5), "small", AND([quantity] >= 10.5, [quantity] < 1000000), "10.5 – 1000000", [quantity] >= 1000000, "≥ 1000000", TRUE, "unknown")`,
			"< 0|small|10.5 – 1000000|≥ 1000000|unknown",
		},
		{
			"fixed bins",
			metric.Group{Numbers: &metric.Bins{Kind: "fixed", Count: 3, Min: ptr(-100), Max: ptr(100)}},
			quantity,
			`IFS(AND([quantity] >= -100, [quantity] < -33.3), "-100 – -33.3", AND([quantity] >= -33.3, [quantity] < 33.3), "-33.3 – 33.3", AND([quantity] >= 33.3, [quantity] <= 100), "33.3 – 100")`,
			"-100 – -33.3|-33.3 – 33.3|33.3 – 100",
		},
		{
			"dynamic bins",
			metric.Group{Numbers: &metric.Bins{Kind: "dynamic", Count: 2}},
			quantity,
			`IFS(AND([quantity] >= 0, [quantity] < 15), "0 – 15", AND([quantity] >= 15, [quantity] <= 30), "15 – 30")`, "0 – 15|15 – 30",
		},
		{
			"lists",
			metric.Group{Lists: []metric.GroupList{{Name: "South", Values: []string{"IT", `E"S`}}, {Name: "North", Values: []string{"SE"}}}, Other: "Other"},
			country,
			`IFS(OR([country] = "IT", [country] = "E""S"), "South", [country] = "SE", "North", TRUE, "Other")`, "South|North|Other",
		},
		{"flags", metric.Group{Lists: []metric.GroupList{{Name: "Trial", Values: []string{"yes"}}}}, trial, `IFS([trial] = TRUE, "Trial")`, "Trial"},
		{"a bracket in a name", metric.Group{Lists: []metric.GroupList{{Name: "x", Values: []string{"1"}}}}, oddly, `IFS([custom.a]]b] = "1", "x")`, "x"},
		{"missing", condition(metric.Filter{Op: "is_null"}), country, `IFS(NOT(ISNULL([country] = [country], FALSE)), "x")`, "x"},
		{"not one of", condition(metric.Filter{Op: "not_in", Values: []any{"IT", nil}}), country, `IFS(NOT(ISNULL(OR([country] = "IT", NOT(ISNULL([country] = [country], FALSE))), FALSE)), "x")`, "x"},
		{"contains", condition(metric.Filter{Op: "contains", Value: "Ab"}), country, `IFS(INCLUDE(LOWER(UPPER([country])), LOWER(UPPER("Ab"))), "x")`, "x"},
		{"does not start with", condition(metric.Filter{Op: "not_starts_with", Value: "A"}), country, `IFS(NOT(ISNULL(LEFT(LOWER(UPPER([country])), LENGTH(LOWER(UPPER("A")))) = LOWER(UPPER("A")), FALSE)), "x")`, "x"},
		{"empty", condition(metric.Filter{Op: "is_empty"}), country, `IFS(ISNULL([country], "") = "", "x")`, "x"},
		{
			"a tree", condition(metric.Filter{Any: []metric.Filter{{Op: "eq", Value: "IT"}, {All: []metric.Filter{{Op: "ne", Value: "SE"}, {Op: "not_null"}}}}}), country,
			`IFS(OR([country] = "IT", AND(NOT(ISNULL([country] = "SE", FALSE)), ISNULL([country] = [country], FALSE))), "x")`, "x",
		},
		{"numbers by conditions", condition(metric.Filter{Op: "between", Values: []any{1.0, 2.5}}), quantity, `IFS(AND([quantity] >= 1, [quantity] <= 2.5), "x")`, "x"},
		{"a date", condition(metric.Filter{Op: "lt", Value: "2026-01-01"}), end, `IFS([end_date] < "2026-01-01", "x")`, "x"},
		{"next", condition(metric.Filter{Op: "next", N: 9, Unit: "day"}), end, `IFS(AND([end_date] >= "2026-11-20", [end_date] < "2026-11-30"), "x")`, "x"},
		{"a month", condition(metric.Filter{Op: "eq", Value: "2026-02-10", Grain: "month"}), end, `IFS(AND([end_date] >= "2026-02-01", [end_date] < "2026-03-01"), "x")`, "x"},
		{"after a month", condition(metric.Filter{Op: "gt", Value: "2026-02-10", Grain: "month"}), end, `IFS([end_date] >= "2026-03-01", "x")`, "x"},
		{"not in months", condition(metric.Filter{Op: "not_between", Values: []any{"2026-02-10", "2026-04-10"}, Grain: "month"}), end, `IFS(NOT(ISNULL(AND([end_date] >= "2026-02-01", [end_date] < "2026-05-01"), FALSE)), "x")`, "x"},
		{"every March", condition(metric.Filter{Op: "eq", Value: 3.0, Grain: "month_of_year"}), end, `IFS(MONTH([end_date]) = 3, "x")`, "x"},
		{
			"every first fiscal quarter", condition(metric.Filter{Op: "eq", Value: 1.0, Grain: "quarter_of_year"}), end,
			`IFS(IFS(MONTH([end_date]) = 1, 3, MONTH([end_date]) = 2, 3, MONTH([end_date]) = 3, 3, MONTH([end_date]) = 4, 4, MONTH([end_date]) = 5, 4, MONTH([end_date]) = 6, 4, MONTH([end_date]) = 7, 1, MONTH([end_date]) = 8, 1, MONTH([end_date]) = 9, 1, MONTH([end_date]) = 10, 2, MONTH([end_date]) = 11, 2, MONTH([end_date]) = 12, 2) = 1, "x")`, "x",
		},
	} {
		got, items, err := c.group.Cut("define.groups[0]", c.column, metric.GroupFacts{Bounds: metric.Bounds{Least: 0, Greatest: 28, Known: true}, Calendar: months{}})
		if err != nil || got != c.want || strings.Join(items, "|") != c.items {
			t.Errorf("%s: %v\n%s, not\n%s\nitems %q", c.name, err, got, c.want, items)
		}
	}
}

func TestGroupsThatCannotBe(t *testing.T) {
	lists := func(l ...metric.GroupList) metric.Group { return metric.Group{Lists: l} }
	bins := func(b metric.Bins) metric.Group { return metric.Group{Numbers: &b} }
	condition := func(f metric.Filter) metric.Group {
		return metric.Group{Conditions: []metric.GroupCondition{{Name: "x", Filter: f}}}
	}
	for _, c := range []struct {
		name    string
		group   metric.Group
		column  metric.Dimension
		field   string
		message string
	}{
		{"nothing", metric.Group{}, country, "g", "one of them"},
		{"two", metric.Group{Numbers: &metric.Bins{}, Lists: []metric.GroupList{}}, country, "g", "one of them"},
		{"bins of text", bins(metric.Bins{Kind: "dynamic", Count: 2}), country, "g.numbers", "country is no number"},
		{"lists of numbers", lists(metric.GroupList{Name: "x", Values: []string{"1"}}), quantity, "g.lists", "quantity is no text"},
		{"no values", lists(metric.GroupList{Name: "x"}), country, "g.lists[0].values", "needs values"},
		{"a value twice", lists(metric.GroupList{Name: "x", Values: []string{"a"}}, metric.GroupList{Name: "y", Values: []string{"b", "a"}}), country, "g.lists[1].values[1]", `"a" is in "x" already`},
		{"a name twice", lists(metric.GroupList{Name: "x", Values: []string{"a"}}, metric.GroupList{Name: "x", Values: []string{"b"}}), country, "g.lists[1].name", `called "x"`},
		{"no name", lists(metric.GroupList{Values: []string{"a"}}), country, "g.lists[0].name", "needs a name"},
		{"other is taken", metric.Group{Lists: []metric.GroupList{{Name: "x", Values: []string{"a"}}}, Other: "x"}, country, "g.other", `called "x"`},
		{"no kind of bins", bins(metric.Bins{Kind: "equal"}), quantity, "g.numbers.kind", `"equal"`},
		{"no count", bins(metric.Bins{Kind: "dynamic"}), quantity, "g.numbers.count", "from 1 to 100"},
		{"fixed without ends", bins(metric.Bins{Kind: "fixed", Count: 2, Min: ptr(1)}), quantity, "g.numbers", "min and max"},
		{"fixed upside down", bins(metric.Bins{Kind: "fixed", Count: 2, Min: ptr(2), Max: ptr(1)}), quantity, "g.numbers", "min below max"},
		{"too fine", bins(metric.Bins{Kind: "fixed", Count: 100, Min: ptr(1), Max: ptr(math.Nextafter(1, 2))}), quantity, "g.numbers.count", "no 100 different bins"},
		{"an empty bin", bins(metric.Bins{Kind: "custom", Bins: []metric.Bin{{From: ptr(1), To: ptr(1)}}}), quantity, "g.numbers.bins[0]", "begins below its end"},
		{"another column", condition(metric.Filter{Dimension: "owner", Op: "eq", Value: "a"}), country, "g.conditions[0].filter.dimension", "its column, country"},
		{"a metric", condition(metric.Filter{Metric: "accounts", Op: "gt", Value: 1.0}), country, "g.conditions[0].filter.metric", "no metric"},
		{"no operator of text", condition(metric.Filter{Op: "gt", Value: "a"}), country, "g.conditions[0].filter.op", "cannot be compared"},
		{"no day", condition(metric.Filter{All: []metric.Filter{{Op: "gt", Value: "soon"}}}), end, "g.conditions[0].filter.all[0].value", "YYYY-MM-DD"},
		{"week of the year", condition(metric.Filter{Op: "eq", Value: 1.0, Grain: "week_of_year"}), end, "g.conditions[0].filter.grain", "cannot compare by week_of_year"},
	} {
		_, _, err := c.group.Cut("g", c.column, metric.GroupFacts{Calendar: months{}})
		if f := fault.Of(err); f == nil || f.Field != c.field || !strings.Contains(f.Message, c.message) {
			t.Errorf("%s: %#v", c.name, f)
		}
	}
}

// TestGroupsBeforeTheQuestion: without bounds and calendar the items that have
// names of their own are known, and nothing else is.
func TestGroupsBeforeTheQuestion(t *testing.T) {
	dynamic := metric.Group{Numbers: &metric.Bins{Kind: "dynamic", Count: 5}, Other: "rest"}
	relative := metric.Group{Conditions: []metric.GroupCondition{{Name: "soon", Filter: metric.Filter{Op: "next", N: 30, Unit: "day"}}}}
	plain := metric.Group{Conditions: []metric.GroupCondition{{Name: "old", Filter: metric.Filter{Op: "lt", Value: "2020-01-01"}}}}
	if !dynamic.Dynamic() || dynamic.Relative() || relative.Dynamic() || !relative.Relative() || plain.Relative() {
		t.Error("what has to be cut again")
	}
	if text, items, err := dynamic.Cut("g", quantity, metric.GroupFacts{}); err != nil || text != `IFS([quantity] <> [quantity], "rest", TRUE, "rest")` || len(items) != 1 {
		t.Error(text, items, err)
	}
	if text, items, err := relative.Cut("g", end, metric.GroupFacts{}); err != nil || text != `IFS([end_date] <> [end_date], "soon")` || len(items) != 1 {
		t.Error(text, items, err)
	}
}

func TestDynamicEdges(t *testing.T) {
	for _, c := range []struct {
		least, greatest float64
		count           int
		want            []float64
	}{
		{0, 100, 5, []float64{0, 20, 40, 60, 80, 100}},
		{3, 98, 5, []float64{0, 20, 40, 60, 80, 100}},
		{0, 101, 5, []float64{0, 25, 50, 75, 100, 125}},
		{0, 51, 5, []float64{0, 12, 24, 36, 48, 60}},
		{1, 4, 10, []float64{1, 2, 3, 4}},
		{1, 2, 1, []float64{1, 2}},
		{-7, 12, 4, []float64{-12, -6, 0, 6, 12}},
		{0.013, 0.087, 4, []float64{0, 0.025, 0.05, 0.075, 0.1}},
		{5, 5, 4, []float64{5}},
		{0, 0, 3, []float64{0}},
		{1e18, 1e18 + 256, 2, []float64{1e18, 1e18 + 256}},
	} {
		got := metric.DynamicEdges(metric.Bounds{Least: c.least, Greatest: c.greatest, Known: true}, c.count)
		if !slices.Equal(got, c.want) {
			t.Errorf("%v to %v in %d: %v, not %v", c.least, c.greatest, c.count, got, c.want)
		}
	}
	for _, b := range []metric.Bounds{{}, {Least: math.NaN(), Greatest: 1, Known: true}, {Least: 2, Greatest: 1, Known: true}, {Least: 0, Greatest: math.Inf(1), Known: true}} {
		if got := metric.DynamicEdges(b, 5); got != nil {
			t.Errorf("%+v gives %v", b, got)
		}
	}
}

// TestEdgesCoverWhatTheyCut holds for ends of every size: edges rise, hold both
// ends, are no more than asked for, and none of the outer bins is empty.
func TestEdgesCoverWhatTheyCut(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 2))
	for range 20000 {
		size := math.Pow(10, float64(rnd.IntN(36)-18))
		a, b := (rnd.Float64()-0.5)*size, (rnd.Float64()-0.5)*size*math.Pow(10, float64(rnd.IntN(8)-4))
		if rnd.IntN(2) == 0 {
			a, b = math.Round(a), math.Round(b)
		}
		bounds := metric.Bounds{Least: min(a, b), Greatest: max(a, b), Known: true}
		count := 1 + rnd.IntN(100)
		edges := metric.DynamicEdges(bounds, count)
		if bounds.Least == bounds.Greatest {
			if len(edges) != 1 {
				t.Fatalf("%v in %d: %v", bounds, count, edges)
			}
			continue
		}
		last := len(edges) - 1
		switch {
		case last < 1 || last > count:
			t.Fatalf("%v in %d: %d bins", bounds, count, last)
		case edges[0] > bounds.Least || edges[last] < bounds.Greatest:
			t.Fatalf("%v in %d: %v", bounds, count, edges)
		case edges[1] <= bounds.Least || edges[last-1] >= bounds.Greatest && last > 1:
			t.Fatalf("%v in %d has an empty bin at an end: %v", bounds, count, edges)
		}
		for i := 1; i <= last; i++ {
			if edges[i] <= edges[i-1] {
				t.Fatalf("%v in %d: %v", bounds, count, edges)
			}
		}
	}
}
