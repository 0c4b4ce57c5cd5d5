package chart_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"headroom/backend/metric"
	"headroom/backend/report"
)

// number reads a figure.
func number(v any) (float64, bool) {
	switch n := v.(type) {
	case float64:
		return n, true
	case int64:
		return float64(n), true
	}
	return 0, false
}

// figureOf is the figure a mark names.
func figureOf(r metric.Result, m *report.Mark) (float64, bool) {
	for i, c := range r.Columns {
		name, role := c.Name, c.Role
		if c.Metric != "" && role != "calculation" {
			name = c.Metric
		}
		a, _ := json.Marshal(c.Pivot)
		b, _ := json.Marshal(m.Pivot)
		if name != m.Metric || role != m.Role || string(a) != string(b) {
			continue
		}
		if m.Row == -1 {
			return number(r.Totals[i])
		}
		if m.Row >= 0 && m.Row < len(r.Rows) {
			return number(r.Rows[m.Row][i])
		}
	}
	return 0, false
}

// drawnAt are the numbers a point shows.
func drawnAt(series map[string]any, i int) []float64 {
	var out []float64
	var collect func(v any)
	collect = func(v any) {
		switch x := v.(type) {
		case float64:
			out = append(out, x, -x)
		case []any:
			for _, y := range x {
				collect(y)
			}
		case map[string]any:
			collect(x["value"])
			collect(x["raw"])
			collect(x["says"])
		}
	}
	switch series["type"] {
	case "radar":
		list := series["data"].([]any)[0].(map[string]any)["value"].([]any)
		collect(list[i])
	case "sankey":
		collect(series["links"].([]any)[i])
	case "treemap":
		collect(preorder(series["data"].([]any))[i-1])
	default:
		collect(series["data"].([]any)[i])
	}
	return out
}

func preorder(nodes []any) []any {
	var out []any
	for _, n := range nodes {
		out = append(out, n)
		children, _ := n.(map[string]any)["children"].([]any)
		out = append(out, preorder(children)...)
	}
	return out
}

// check fails where a drawing is no option, or where a mark is not the figure
// that is drawn.
func check(t *testing.T, r metric.Result, d report.Drawing) {
	t.Helper()
	if d.Empty != "" {
		if d.Text == "" || unfilled(d.Text) {
			t.Errorf("empty %s %s says %q", d.Empty, d.Needs, d.Text)
		}
		return
	}
	if d.Text == "" || unfilled(d.Text) {
		t.Errorf("the sentence is %q", d.Text)
	}
	var o struct {
		Series []map[string]any `json:"series"`
	}
	if err := json.Unmarshal([]byte(d.Option), &o); err != nil {
		t.Fatalf("the option is no JSON: %v", err)
	}
	if len(o.Series) != len(d.Cells) {
		t.Fatalf("%d series have %d lists of marks", len(o.Series), len(d.Cells))
	}
	for k, marks := range d.Cells {
		for i, m := range marks {
			if m == nil || m.Metric == "" {
				continue
			}
			want, known := figureOf(r, m)
			if !known {
				t.Fatalf("series %d point %d names %+v, which is no figure", k, i, m.Cell)
			}
			found := false
			for _, v := range drawnAt(o.Series[k], i) {
				found = found || math.Abs(v-want) <= 1e-9*math.Max(1, math.Abs(want))
			}
			if !found {
				t.Fatalf("series %d point %d draws %v for %v (%+v)", k, i, drawnAt(o.Series[k], i), want, m.Cell)
			}
		}
	}
}

// unfilled reports whether a sentence lacks what should stand in it; an account
// may be called like that.
func unfilled(text string) bool {
	return strings.Contains(strings.ReplaceAll(text, "{{name of an account}}", ""), "{{")
}

// seriesOf are the series of an option.
func seriesOf(t *testing.T, option string) []map[string]any {
	t.Helper()
	var o struct {
		Series []map[string]any `json:"series"`
	}
	if err := json.Unmarshal([]byte(option), &o); err != nil {
		t.Fatal(err)
	}
	return o.Series
}

// values are what the points of a series draw.
func values(s map[string]any) []any {
	var out []any
	for _, d := range s["data"].([]any) {
		out = append(out, d.(map[string]any)["value"])
	}
	return out
}
