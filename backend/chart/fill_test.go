package chart_test

import (
	"slices"
	"testing"

	"headroom/backend/chart"
	"headroom/backend/metric"
	"headroom/backend/report"
)

func columnsOf(values []report.Series) []string {
	var out []string
	for _, v := range values {
		out = append(out, v.Column)
	}
	return out
}

func TestWhatAVisualLeavesEmptyFollowsFromTheAnswer(t *testing.T) {
	pq, pr := products()
	mq, mr := months()
	wq, wr := pivoted()
	cq, cr := contracts()
	before := count("active_users.before")
	before.Role, before.Metric = "before", "active_users"
	tq, tr := trend()
	compared := metric.Result{Columns: append(slices.Clone(tr.Columns), before)}
	share := rate("of_all")
	share.Role, share.Metric = "calculation", "active_users"
	keyed := metric.Result{Columns: []metric.Column{text("account_key"), text("account_id"), text("account"), text("country"), count("licenses_sold")}}
	cycle := metric.Result{Columns: []metric.Column{{Name: "date", Type: "number", Format: "month_of_year"}, count("charges")}}
	for _, c := range []struct {
		name            string
		visual          report.Visual
		q               metric.Query
		r               metric.Result
		category, split string
		values          []string
	}{
		{"figures that share the axis of the first", report.Visual{Show: report.ShowBar}, pq, pr, "product", "", []string{"deployment_rate", "usage_rate"}},
		{"all figures of a radar", report.Visual{Show: report.ShowRadar}, pq, pr, "product", "", []string{"deployment_rate", "usage_rate", "licenses_sold", "active_users"}},
		{"one of a pie", report.Visual{Show: report.ShowPie}, pq, pr, "product", "", []string{"deployment_rate"}},
		{"what becomes fewer in a funnel without anything to compare, and no rates", report.Visual{Show: report.ShowFunnel}, metric.Query{}, metric.Result{Columns: []metric.Column{count("licenses_sold"), rate("usage_rate"), count("active_users")}}, "", "", []string{"licenses_sold", "active_users"}},
		{"one of a funnel of products", report.Visual{Show: report.ShowFunnel}, pq, pr, "product", "", []string{"deployment_rate"}},
		{"two rates", report.Visual{Show: report.ShowRates}, pq, pr, "product", "", []string{"deployment_rate", "usage_rate"}},
		{"two of a scatter, none of them the size", report.Visual{Show: report.ShowScatter, Size: "usage_rate"}, pq, pr, "product", "", []string{"deployment_rate", "licenses_sold"}},
		{"the second key splits", report.Visual{Show: report.ShowColumn}, mq, mr, "end_date", "auto_renew", []string{"licenses_ending"}},
		{"what is said is kept", report.Visual{Show: report.ShowColumn, Category: "auto_renew", Split: "end_date", Values: []report.Series{{Column: "licenses_ending"}}}, mq, mr, "auto_renew", "end_date", []string{"licenses_ending"}},
		{"the columns of a pivot without their total", report.Visual{Show: report.ShowBar}, wq, wr, "product", "", []string{"licenses_sold[DE]", "licenses_sold[IT]", "licenses_sold[]"}},
		{"figures before behind a single value", report.Visual{Show: report.ShowLine}, tq, compared, "date", "", []string{"active_users.before", "active_users"}},
		{"no figures before where the value is said", report.Visual{Show: report.ShowLine, Values: []report.Series{{Column: "active_users"}}}, tq, compared, "date", "", []string{"active_users"}},
		{"names before identities", report.Visual{Show: report.ShowBar}, metric.Query{By: by("account_key", "account_id", "account", "country")}, keyed, "account", "country", []string{"licenses_sold"}},
		{"an identity where there is no name", report.Visual{Show: report.ShowBar}, metric.Query{By: by("account_key")}, metric.Result{Columns: []metric.Column{text("account_key"), count("licenses_sold")}}, "account_key", "", []string{"licenses_sold"}},
		{"periods that come again are no figures", report.Visual{Show: report.ShowColumn}, metric.Query{By: by("date/month_of_year")}, cycle, "date", "", []string{"charges"}},
		{"the first two dates of spans", report.Visual{Show: report.ShowSpans}, cq, cr, "product", "", []string{"start_date", "end_date"}},
		{"calculations are figures", report.Visual{Show: report.ShowBar, Category: "date"}, tq, metric.Result{Columns: []metric.Column{tr.Columns[0], share}}, "date", "", []string{"of_all"}},
	} {
		got := chart.Fill(c.visual, c.q, c.r)
		if got.Category != c.category || got.Split != c.split || !slices.Equal(columnsOf(got.Values), c.values) {
			t.Errorf("%s: %s by %s of %v", c.name, got.Category, got.Split, columnsOf(got.Values))
		}
	}
}

// drawn draws and returns the series.
func drawn(t *testing.T, v report.Visual, q metric.Query, r metric.Result) ([]map[string]any, report.Drawing) {
	t.Helper()
	d, err := chart.Draw(v, input(q, r))
	if err != nil || d.Empty != "" {
		t.Fatalf("%v %q %q", err, d.Empty, d.Text)
	}
	return seriesOf(t, d.Option), d
}

func TestMonthsWithoutAnythingAreThere(t *testing.T) {
	q, r := trend()
	s, d := drawn(t, report.Visual{Show: report.ShowLine}, q, r)
	if got := values(s[0]); len(got) != 4 || got[2] != nil || d.Cells[0][2] != nil {
		t.Errorf("the line is %v", got)
	}
	if s[0]["markArea"] == nil || s[0]["connectNulls"] != false {
		t.Error("the gap is not named")
	}
}

func TestBarsPassOneHundredPercentInAmber(t *testing.T) {
	q, r := products()
	s, d := drawn(t, report.Visual{Show: report.ShowBar, Values: []report.Series{{Column: "usage_rate"}}, Hundred: true}, q, r)
	first, beyond := values(s[0]), values(s[1])
	if first[0] != 1.0 || beyond[0].(float64) < 0.119 || beyond[0].(float64) > 0.121 || beyond[1] != nil || first[2] != nil {
		t.Errorf("the bars are %v and %v", first, beyond)
	}
	if d.Cells[0][0] == nil || d.Cells[1][0] == nil || d.Cells[0][0].Row != 0 || d.Cells[1][0].Row != 0 {
		t.Error("both parts of a bar are the same figure")
	}
}

func TestZeroIsAMarkAndMissingIsNone(t *testing.T) {
	q, r := months()
	s, d := drawn(t, report.Visual{Show: report.ShowColumn, Split: "auto_renew"}, q, r)
	no := values(s[0])
	if no[4] != 0.0 || d.Cells[0][4] == nil || no[2] != nil || d.Cells[0][2] != nil {
		t.Errorf("the columns are %v", no)
	}
}

func TestRatesAreNotPiledUp(t *testing.T) {
	q, r := products()
	s, _ := drawn(t, report.Visual{Show: report.ShowBar, Stack: "sum"}, q, r)
	if s[0]["stack"] != nil {
		t.Error("rates are added")
	}
	d, err := chart.Draw(report.Visual{Show: report.ShowPie}, input(q, r))
	if err != nil || d.Empty != chart.OneNeeded || d.Needs != chart.NeedsPositive {
		t.Errorf("%v %+v", err, d)
	}
}

func TestWhatIsTooMuchSaysWhatToDo(t *testing.T) {
	q := metric.Query{Metrics: []string{"licenses_sold"}, By: by("product")}
	r := metric.Result{Columns: []metric.Column{text("product"), count("licenses_sold")}}
	for i := range 500 {
		r.Rows = append(r.Rows, []any{string(rune(0x4e00 + i)), int64(i + 1)})
	}
	for _, show := range []report.Show{report.ShowBar, report.ShowPie, report.ShowFunnel, report.ShowRadar, report.ShowColumn} {
		d, err := chart.Draw(report.Visual{Show: show}, input(q, r))
		if err != nil || d.Empty != chart.TooMany || d.Option != "" || d.Text == "" {
			t.Errorf("%s: %v %+v", show, err, d)
		}
	}
}

func TestTheRestIsNoValueToSelect(t *testing.T) {
	q := metric.Query{Metrics: []string{"licenses_sold"}, By: by("product"), Top: &metric.Top{Dimension: "product", N: 1, Metric: "licenses_sold", Other: true}}
	r := metric.Result{Columns: []metric.Column{text("product"), count("licenses_sold")}, Rows: [][]any{{"Signature", int64(5)}, {"Other", int64(3)}}, Others: []int{1}}
	_, d := drawn(t, report.Visual{Show: report.ShowBar}, q, r)
	if d.Cells[0][0].Keys["product"] != "Signature" || d.Cells[0][1].Keys != nil {
		t.Errorf("the keys are %v and %v", d.Cells[0][0].Keys, d.Cells[0][1].Keys)
	}
}
