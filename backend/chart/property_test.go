package chart_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"headroom/backend/chart"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
	"headroom/backend/report"
)

// hostile are names that are code, markup, templates or nothing at all.
var hostile = []string{"</script><img src=x onerror=alert(1)>", `"quoted" 'names' \ `, "שלום \u202e evil", "__proto__", "constructor", "{b}: {c}", "fmt:int", "ink:counts", "{{name of an account}}", "Other", "", "a\nb\tc", strings.Repeat("株式会社 long ", 25), "plain", "plain "}

var shows = []report.Show{
	report.ShowIndicator, report.ShowGauge, report.ShowBullet, report.ShowBar, report.ShowColumn, report.ShowLine, report.ShowArea, report.ShowCombo, report.ShowPie, report.ShowDonut, report.ShowFunnel,
	report.ShowRadar, report.ShowBox, report.ShowRange, report.ShowHeatmap, report.ShowCalendar, report.ShowScatter, report.ShowSankey, report.ShowTreemap, report.ShowSpans, report.ShowRates,
}

// world makes random answers and visuals.
type world struct{ *rand.Rand }

func (w world) one(of ...string) string { return of[w.IntN(len(of))] }

func (w world) figure() any {
	switch w.IntN(8) {
	case 0:
		return nil
	case 1:
		return int64(0)
	case 2:
		return -w.Float64() * 100
	case 3:
		return w.Float64() * 1.4
	case 4:
		return w.Float64() * 1e12
	}
	return int64(w.IntN(5000))
}

// key returns a random key column with its values.
func (w world) key(name string) (metric.Column, func() any) {
	switch w.IntN(4) {
	case 0:
		grain := w.one("day", "month", "quarter", "year", "week")
		return date(name, grain), func() any {
			d := portfolio.DayOf(2026, 1, 5)
			if w.IntN(9) == 0 {
				return nil
			}
			n := w.IntN(14)
			switch grain {
			case "month":
				d = portfolio.DayIn(d.MonthStart().Time().AddDate(0, n, 0))
			case "quarter":
				d = portfolio.DayIn(d.MonthStart().Time().AddDate(0, 3*n, 0))
			case "year":
				d = portfolio.DayIn(d.MonthStart().Time().AddDate(n, 0, 0))
			case "week":
				d += portfolio.Day(7 * n)
			default:
				d += portfolio.Day(n)
			}
			return d.String()
		}
	case 1:
		return metric.Column{Name: name, Type: "number", Format: w.one("month_of_year", "integer")}, func() any { return int64(w.IntN(12) + 1) }
	default:
		return text(name), func() any {
			if w.IntN(8) == 0 {
				return nil
			}
			return hostile[w.IntN(len(hostile))]
		}
	}
}

func (w world) answer() (metric.Query, metric.Result) {
	var q metric.Query
	var r metric.Result
	var make []func() any
	for _, name := range []string{"account_key", "product", "country"}[w.IntN(3):] {
		c, value := w.key(name)
		r.Columns, make = append(r.Columns, c), append(make, value)
		q.By = append(q.By, metric.By{Dimension: name, Grain: c.Format})
	}
	for _, name := range []string{"sold", "share", "active"}[w.IntN(3):] {
		c := count(name)
		if name == "share" {
			c = rate(name)
		}
		if w.IntN(4) == 0 {
			for _, v := range []any{"yes", nil, metric.OtherName} {
				p := c
				p.Name, p.Metric, p.Pivot, p.Other = name+"["+asText(v)+"]", name, []any{v}, v == metric.OtherName
				r.Columns, make = append(r.Columns, p), append(make, w.figure)
			}
			q.Pivot = []string{"renews"}
		}
		q.Metrics = append(q.Metrics, name)
		r.Columns, make = append(r.Columns, c), append(make, w.figure)
		if w.IntN(3) == 0 {
			b := c
			b.Name, b.Role, b.Metric = name+".before", "before", name
			r.Columns, make = append(r.Columns, b), append(make, w.figure)
		}
	}
	seen := map[string]bool{}
	for range w.IntN(30) {
		row, id := []any{}, ""
		for i, c := range r.Columns {
			row = append(row, make[i]())
			if c.Type != "ratio" && i < len(q.By) {
				id += asText(row[i]) + "|"
			}
		}
		if !seen[id] {
			r.Rows = append(r.Rows, row)
		}
		seen[id] = true
	}
	if w.IntN(2) == 0 {
		for i := range r.Columns {
			r.Totals = append(r.Totals, nil)
			if i >= len(q.By) {
				r.Totals[i] = w.figure()
			}
		}
	}
	return q, r
}

func asText(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	if n, ok := number(v); ok {
		return "n" + string(rune('a'+int(math.Mod(n, 26))))
	}
	return "nil"
}

func (w world) visual(r metric.Result) report.Visual {
	v := report.Visual{Show: shows[w.IntN(len(shows))], Stack: w.one("", "", "sum", "share"), Labels: w.one("", "all", "last"), Hundred: w.IntN(3) == 0}
	column := func() string { return r.Columns[w.IntN(len(r.Columns))].Name }
	if w.IntN(4) == 0 {
		v.Category = column()
	}
	if w.IntN(4) == 0 {
		v.Split = column()
	}
	if w.IntN(3) == 0 {
		v.Values = []report.Series{{Column: column(), Tone: w.one("", "part", "over"), Negative: w.IntN(4) == 0}, {Column: w.one(column(), "none"), Show: report.ShowLine}}
	}
	if w.IntN(3) == 0 {
		v.Goal = &report.Goal{Value: some(w.Float64() * 100), Title: hostile[w.IntN(len(hostile))]}
	}
	if w.IntN(3) == 0 {
		v.Bands = []report.Band{{To: some(w.Float64()), Tone: "crit", Title: hostile[0]}, {Tone: "good"}}
	}
	if w.IntN(5) == 0 {
		v.Size = column()
	}
	return v
}

func TestAnyAnswerIsDrawnOrSaysWhyNot(t *testing.T) {
	drawn, empty := map[report.Show]int{}, map[string]int{}
	for seed := range uint64(6000) {
		w := world{rand.New(rand.NewPCG(seed, 5))}
		q, r := w.answer()
		v := w.visual(r)
		d, err := chart.Draw(v, input(q, r))
		if err != nil {
			t.Fatalf("SEED=%d %+v: %v", seed, v, err)
		}
		if d.Empty == "" {
			drawn[v.Show]++
		} else {
			empty[d.Empty]++
		}
		check(t, r, d)
		if strings.Contains(d.Option, "</script>") || strings.Contains(d.Option, "NaN") {
			t.Errorf("SEED=%d: the option could end a script or has no number", seed)
		}
		if t.Failed() {
			t.Fatalf("SEED=%d %+v %+v %v", seed, v, r.Columns, r.Rows)
		}
	}
	for _, show := range shows {
		if drawn[show] < 10 && !slices.Contains([]report.Show{report.ShowSpans}, show) {
			t.Errorf("%s was drawn %d times", show, drawn[show])
		}
	}
	if empty[chart.NoRows] == 0 || empty[chart.OneNeeded] == 0 {
		t.Errorf("nothing was empty: %v", empty)
	}
}

func TestAMarkOfAnotherFigureIsFound(t *testing.T) {
	q, r := products()
	d, err := chart.Draw(report.Visual{Show: report.ShowBar, Values: []report.Series{{Column: "licenses_sold"}}}, input(q, r))
	if err != nil {
		t.Fatal(err)
	}
	want, _ := figureOf(r, d.Cells[0][0])
	d.Cells[0][0].Row = 1
	other, _ := figureOf(r, d.Cells[0][0])
	if want == other {
		t.Error("the figures are the same")
	}
}

func BenchmarkTenThousandPoints(b *testing.B) {
	q := metric.Query{Metrics: []string{"share", "sold"}, By: by("product")}
	r := metric.Result{Columns: []metric.Column{text("product"), rate("share"), count("sold")}}
	w := world{rand.New(rand.NewPCG(1, 1))}
	for i := range 10000 {
		r.Rows = append(r.Rows, []any{"product " + string(rune('a'+i%26)) + strings.Repeat("x", i%7) + string(rune(0x4e00+i)), w.Float64(), int64(w.IntN(900))})
	}
	for b.Loop() {
		if d, err := chart.Draw(report.Visual{Show: report.ShowScatter}, input(q, r)); err != nil || d.Empty != "" {
			b.Fatal(d.Empty, err)
		}
	}
}
