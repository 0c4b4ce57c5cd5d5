package chart_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"headroom/backend/chart"
	"headroom/backend/metric"
	"headroom/backend/portfolio"
	"headroom/backend/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

// speech says the English words of reports, and names as they are.
type speech struct{ texts report.Words }

func (s speech) Label(name string) string { return metric.Label(name) }

func (s speech) Value(_ string, v any) string { return fmt.Sprint(v) }

func (s speech) Say(key string, n int, args map[string]string) string {
	form := key + "_other"
	if n == 1 {
		form = key + "_one"
	}
	text := s.texts.Say(form)
	if text == "" {
		text = s.texts.Say(key)
	}
	for name, value := range args {
		text = strings.ReplaceAll(text, "{{"+name+"}}", value)
	}
	return text
}

var today = portfolio.DayOf(2026, 11, 20)

func input(q metric.Query, r metric.Result) chart.Input {
	return chart.Input{Query: q, Result: r, Words: speech{report.WordsIn("en")}, Today: today}
}

func text(name string) metric.Column { return metric.Column{Name: name, Type: "text", Format: "text"} }
func count(name string) metric.Column {
	return metric.Column{Name: name, Type: "number", Format: "integer", Unit: "licenses"}
}

func rate(name string) metric.Column {
	return metric.Column{Name: name, Type: "ratio", Format: "percent"}
}

func date(name, grain string) metric.Column {
	return metric.Column{Name: name, Type: "date", Format: grain}
}

func by(names ...string) []metric.By {
	out := make([]metric.By, len(names))
	for i, n := range names {
		name, grain, _ := strings.Cut(n, "/")
		out[i] = metric.By{Dimension: name, Grain: grain}
	}
	return out
}

func some(v float64) *float64 { return &v }

// drawing is one that the golden files keep.
type drawing struct {
	name   string
	visual report.Visual
	query  metric.Query
	result metric.Result
}

// months is licenses by month and whether they renew; February has none.
func months() (metric.Query, metric.Result) {
	return metric.Query{Metrics: []string{"licenses_ending"}, By: by("end_date/month", "auto_renew")}, metric.Result{
		Columns: []metric.Column{date("end_date", "month"), text("auto_renew"), count("licenses_ending")},
		Rows: [][]any{
			{"2026-11-01", "no", int64(60)},
			{"2026-12-01", "no", int64(820)},
			{"2026-12-01", "yes", int64(250)},
			{"2026-12-01", nil, int64(60)},
			{"2027-01-01", "yes", int64(180)},
			{"2027-03-01", "no", int64(0)},
		},
	}
}

// products are two rates and two counts by product.
func products() (metric.Query, metric.Result) {
	return metric.Query{Metrics: []string{"deployment_rate", "usage_rate", "licenses_sold", "active_users"}, By: by("product")}, metric.Result{
		Columns: []metric.Column{text("product"), rate("deployment_rate"), rate("usage_rate"), count("licenses_sold"), count("active_users")},
		Rows: [][]any{
			{"Collaboration Plus", 0.96, 1.12, int64(3050), int64(2890)},
			{"Signature", 0.926, 0.944, int64(540), int64(472)},
			{"Archive Classic", nil, nil, int64(200), nil},
			{"Flow Simulation", 0.749, 0.418, int64(1020), int64(318)},
		},
		Totals: []any{nil, 0.93, 0.91, int64(4810), int64(3680)},
		Parts:  []metric.Part{{Row: 0, Metric: "usage_rate", Numerator: some(2890), Denominator: some(2580)}, {Row: -1, Metric: "usage_rate", Numerator: some(3680), Denominator: some(4044)}},
	}
}

func trend() (metric.Query, metric.Result) {
	return metric.Query{Metrics: []string{"active_users"}, By: by("date/month")}, metric.Result{
		Columns: []metric.Column{date("date", "month"), count("active_users")},
		Rows:    [][]any{{"2026-08-01", int64(7600)}, {"2026-09-01", int64(7800)}, {"2026-11-01", int64(8215)}},
	}
}

func pivoted() (metric.Query, metric.Result) {
	wide := func(name string, v any) metric.Column {
		c := count("licenses_sold[" + name + "]")
		c.Metric, c.Pivot = "licenses_sold", []any{v}
		return c
	}
	return metric.Query{Metrics: []string{"licenses_sold"}, By: by("product", "country"), Pivot: []string{"country"}}, metric.Result{
		Columns: []metric.Column{text("product"), wide("DE", "DE"), wide("IT", "IT"), wide("", nil), count("licenses_sold")},
		Rows:    [][]any{{"Signature", int64(10), int64(4), nil, int64(14)}, {"Data Vault", int64(3), nil, int64(2), int64(5)}},
	}
}

func requests() (metric.Query, metric.Result) {
	q := metric.Query{Columns: []string{"product", "age_days"}, Dataset: metric.Support}
	r := metric.Result{Columns: []metric.Column{text("product"), {Name: "age_days", Type: "number", Format: "integer", Unit: "days"}}}
	for i, v := range []int64{1, 2, 3, 4, 50, 2, 2, 3} {
		r.Rows = append(r.Rows, []any{[]string{"Signature", "Data Vault"}[i/5], v})
	}
	return q, r
}

func contracts() (metric.Query, metric.Result) {
	return metric.Query{Columns: []string{"entitlement_key", "product", "start_date", "end_date", "status", "trial"}}, metric.Result{
		Columns: []metric.Column{text("entitlement_key"), text("product"), date("start_date", "day"), date("end_date", "day"), text("status"), text("trial")},
		Rows: [][]any{
			{"a", "Signature", "2025-12-01", "2026-12-01", "active", "no"},
			{"b", "Data Vault", nil, nil, "active", "no"},
			{"c", "Flow Simulation", "2026-11-01", "2026-12-01", "active", "yes"},
			{"d", "Signature", "2025-10-01", "2026-10-31", "grace", "no"},
			{"e", "Field Service", "2020-10-01", "2026-09-30", "ended", "no"},
		},
	}
}

func days() (metric.Query, metric.Result) {
	return metric.Query{Metrics: []string{"denials"}, By: by("date/day")}, metric.Result{
		Columns: []metric.Column{date("date", "day"), count("denials")}, Rows: [][]any{{"2025-01-01", int64(3)}, {"2026-01-02", int64(9)}, {"2026-01-05", int64(0)}},
	}
}

func drawings() []drawing {
	var out []drawing
	add := func(name string, v report.Visual, q metric.Query, r metric.Result) {
		out = append(out, drawing{name, v, q, r})
	}
	mq, mr := months()
	add("column", report.Visual{Show: report.ShowColumn, Stack: "sum", Goal: &report.Goal{Value: some(900), Title: "Most we can handle"}}, mq, mr)
	add("column_share", report.Visual{Show: report.ShowColumn, Stack: "share"}, mq, mr)
	add("heatmap", report.Visual{Show: report.ShowHeatmap}, mq, mr)
	add("sankey", report.Visual{Show: report.ShowSankey}, mq, mr)
	pq, pr := products()
	add("bar", report.Visual{Show: report.ShowBar, Values: []report.Series{{Column: "usage_rate"}}, Hundred: true}, pq, pr)
	add("bar_tones", report.Visual{Show: report.ShowBar, Values: []report.Series{{Column: "licenses_sold", Tone: "part"}, {Column: "active_users", Tone: "unknown", Negative: true}}}, pq, pr)
	add("rates", report.Visual{Show: report.ShowRates}, pq, pr)
	add("combo", report.Visual{Show: report.ShowCombo, Values: []report.Series{{Column: "licenses_sold"}, {Column: "usage_rate", Show: report.ShowLine}}}, pq, pr)
	add("pie", report.Visual{Show: report.ShowPie, Values: []report.Series{{Column: "licenses_sold"}}}, pq, pr)
	add("donut", report.Visual{Show: report.ShowDonut, Values: []report.Series{{Column: "active_users"}}}, pq, pr)
	add("funnel", report.Visual{Show: report.ShowFunnel, Values: []report.Series{{Column: "licenses_sold"}}}, pq, pr)
	add("radar", report.Visual{Show: report.ShowRadar, Values: []report.Series{{Column: "usage_rate"}, {Column: "deployment_rate"}}}, pq, pr)
	add("range", report.Visual{Show: report.ShowRange, Values: []report.Series{{Column: "usage_rate"}, {Column: "deployment_rate"}}}, pq, pr)
	add("scatter", report.Visual{Show: report.ShowScatter, Values: []report.Series{{Column: "deployment_rate"}, {Column: "usage_rate"}}, Size: "licenses_sold", Hundred: true}, pq, pr)
	add("gauge", report.Visual{Show: report.ShowGauge, Values: []report.Series{{Column: "usage_rate"}}, Goal: &report.Goal{Value: some(0.9)}, Bands: []report.Band{{To: some(0.5), Tone: "crit"}, {To: some(0.8), Tone: "warn"}, {Tone: "good"}}}, pq, pr)
	add("bullet", report.Visual{Show: report.ShowBullet, Values: []report.Series{{Column: "usage_rate"}, {Column: "deployment_rate"}}, Hundred: true, Bands: []report.Band{{To: some(0.5), Tone: "crit"}, {Tone: "good"}}}, pq, pr)
	tq, tr := trend()
	add("line", report.Visual{Show: report.ShowLine, Goal: &report.Goal{Value: some(9000)}}, tq, tr)
	add("area", report.Visual{Show: report.ShowArea}, tq, tr)
	add("indicator", report.Visual{Show: report.ShowIndicator}, tq, tr)
	wq, wr := pivoted()
	add("bar_pivot", report.Visual{Show: report.ShowBar, Stack: "sum"}, wq, wr)
	add("treemap", report.Visual{Show: report.ShowTreemap}, wq, wr)
	rq, rr := requests()
	add("box", report.Visual{Show: report.ShowBox}, rq, rr)
	cq, cr := contracts()
	add("spans", report.Visual{Show: report.ShowSpans}, cq, cr)
	dq, dr := days()
	add("calendar", report.Visual{Show: report.ShowCalendar}, dq, dr)
	return out
}

func TestDrawingsAreThoseKept(t *testing.T) {
	for _, d := range drawings() {
		t.Run(d.name, func(t *testing.T) {
			got, err := chart.Draw(d.visual, input(d.query, d.result))
			if err != nil {
				t.Fatal(err)
			}
			check(t, d.result, got)
			var option any
			if err := json.Unmarshal([]byte(got.Option), &option); err != nil {
				t.Fatalf("%v: %q %s", err, got.Empty, got.Text)
			}
			text, err := json.MarshalIndent(map[string]any{"option": option, "text": got.Text, "cells": got.Cells}, "", " ")
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", d.name+".json")
			if *update {
				if err := os.WriteFile(file, append(text, '\n'), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file) //nolint:gosec // a file of this test
			if err != nil || string(want) != string(text)+"\n" {
				t.Errorf("%s differs (%v); look at the drawing and write it anew with -update:\n%.2000s", file, err, text)
			}
		})
	}
}

func TestEveryVisualThatIsADrawingIsKept(t *testing.T) {
	kept := map[report.Show]bool{}
	for _, d := range drawings() {
		kept[d.visual.Show] = true
	}
	for _, show := range []report.Show{report.ShowTable, report.ShowCrosstab, report.ShowTree, report.ShowFigures, report.ShowAgenda} {
		if chart.Drawn(show) {
			t.Errorf("%s is no drawing", show)
		}
	}
	for _, show := range []report.Show{
		report.ShowIndicator, report.ShowGauge, report.ShowBullet, report.ShowBar, report.ShowColumn, report.ShowLine, report.ShowArea, report.ShowCombo, report.ShowPie, report.ShowDonut, report.ShowFunnel,
		report.ShowRadar, report.ShowBox, report.ShowRange, report.ShowHeatmap, report.ShowCalendar, report.ShowScatter, report.ShowSankey, report.ShowTreemap, report.ShowSpans, report.ShowRates,
	} {
		if !chart.Drawn(show) || !kept[show] {
			t.Errorf("%s is not kept", show)
		}
	}
}
