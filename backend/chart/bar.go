package chart

import (
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// MonthsEnding is what ends in each month, split by what happens if nobody
// acts. Within is how many of the months the chosen window reaches into.
type MonthsEnding struct {
	Months               []string // YYYY-MM
	Ends, Renews, Silent []float64
	Within               int
}

// EndingMonths draws m as stacked columns with their totals.
func EndingMonths(p Palette, m MonthsEnding) (string, error) {
	c := charts.NewBar()
	c.SetXAxis(m.Months)
	total := make([]opts.BarData, len(m.Months))
	for _, s := range []struct {
		name   string
		values []float64
	}{{"Ends", m.Ends}, {"Renews by itself", m.Renews}, {"Not stated", m.Silent}} {
		data := make([]opts.BarData, len(s.values))
		for i, v := range s.values {
			data[i] = opts.BarData{Value: v}
			sum, _ := total[i].Value.(float64)
			total[i].Value = sum + v
		}
		c.AddSeries(s.name, data, charts.WithBarChartOpts(opts.BarChart{Stack: "licenses", BarWidth: "22"}))
	}
	line := charts.NewLine()
	points := make([]opts.LineData, len(total))
	for i, t := range total {
		points[i] = opts.LineData{Value: t.Value, Symbol: "circle", SymbolSize: 1}
	}
	line.AddSeries("Total", points)
	c.Overlap(line)
	first := object{"itemStyle": object{"color": p.Counts}}
	if m.Within > 0 {
		first["markArea"] = object{"silent": true, "itemStyle": object{"color": p.Band}, "data": [][]object{{{"xAxis": m.Months[0]}, {"xAxis": m.Months[min(m.Within, len(m.Months))-1]}}}}
	}
	return option(c, object{
		"grid":    object{"left": 44, "right": 16, "top": 44, "bottom": 22},
		"legend":  object{"show": true, "data": []string{"Ends", "Renews by itself", "Not stated"}},
		"tooltip": object{"show": true, "trigger": "axis", "axisPointer": object{"type": "shadow"}, "valueFormatter": "fmt:int"},
		"xAxis":   object{"type": "category", "data": m.Months, "axisLabel": object{"formatter": "fmt:month"}},
		"yAxis":   object{"type": "value", "axisLabel": object{"formatter": "fmt:int"}},
	}, []object{
		first,
		{"itemStyle": object{"color": p.Part, "decal": hatch(p.Counts), "borderColor": p.Edge, "borderWidth": 1}},
		{"itemStyle": object{"color": p.Canvas, "borderColor": p.Line, "borderWidth": 1, "borderType": "dashed"}},
		{
			"silent": true, "lineStyle": object{"width": 0}, "itemStyle": object{"color": "transparent"}, "tooltip": object{"show": false},
			"label": object{"show": true, "position": "top", "distance": 3, "color": p.Text, "formatter": "fmt:int"},
		},
	})
}

// Rate is one thing's two rates, which have different bases; nil is unknown.
type Rate struct {
	Name              string
	Deployment, Usage *float64
}

// Rates draws the deployment rate as a wide pale bar and the usage rate as a
// thin dark one over it, amber beyond the line at 100 %.
func Rates(p Palette, rates []Rate) (string, error) {
	names := make([]string, len(rates))
	deployed, used, over := make([]opts.BarData, len(rates)), make([]opts.BarData, len(rates)), make([]opts.BarData, len(rates))
	top := 1.25
	for i, r := range rates {
		names[i] = r.Name
		if r.Deployment != nil {
			deployed[i].Value = *r.Deployment
			top = max(top, *r.Deployment)
		}
		if r.Usage != nil {
			used[i].Value = min(1, *r.Usage)
			top = max(top, *r.Usage)
			if *r.Usage > 1 {
				over[i].Value = *r.Usage - 1
			}
		}
	}
	c := charts.NewBar()
	c.SetXAxis(names)
	c.AddSeries("Deployment rate", deployed, charts.WithBarChartOpts(opts.BarChart{YAxisIndex: 1, BarWidth: "14"}))
	c.AddSeries("Usage rate", used, charts.WithBarChartOpts(opts.BarChart{Stack: "usage", BarWidth: "6"}))
	c.AddSeries("Above 100%", over, charts.WithBarChartOpts(opts.BarChart{Stack: "usage", BarWidth: "6"}))
	hidden := p.names(names, 148)
	hidden["show"] = false
	top = math.Ceil(top/0.25) * 0.25
	step := 0.25
	if top > 2 {
		step = math.Ceil(top / 8)
		top = math.Ceil(top/step) * step
	}
	scale := object{"type": "value", "min": 0, "max": top, "interval": step, "axisLabel": object{"formatter": "fmt:pct0"}}
	return option(c, object{
		"grid":    object{"left": 160, "right": 24, "top": 48, "bottom": 20},
		"legend":  object{"show": true, "data": []string{"Deployment rate", "Usage rate", "Above 100%"}},
		"tooltip": object{"show": true, "trigger": "axis", "axisPointer": object{"type": "shadow"}, "valueFormatter": "fmt:pct"},
		"xAxis":   scale,
		"yAxis":   []object{p.names(names, 148), hidden},
	}, []object{
		{"itemStyle": object{"color": p.Part, "borderColor": p.Edge, "borderWidth": 1}},
		{"z": 3, "itemStyle": object{"color": p.Strong}, "markLine": p.vertical(1, object{"formatter": "100%", "position": "start", "distance": 3})},
		{"z": 3, "itemStyle": object{"color": p.Over}},
	})
}
