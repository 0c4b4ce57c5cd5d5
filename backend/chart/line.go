package chart

import (
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"headroom/backend/portfolio"
)

// Trend is a level by month; nil is a month nothing was imported for, which
// leaves a gap.
type Trend struct {
	Months []string // YYYY-MM
	Active []*float64
}

// Levels draws t as a line.
func Levels(p Palette, t Trend) (string, error) {
	c := charts.NewLine()
	c.SetXAxis(t.Months)
	c.AddSeries("Active users", points(t.Active))
	active := object{"itemStyle": object{"color": p.Counts}, "lineStyle": object{"color": p.Counts, "width": 2}, "symbol": "circle", "symbolSize": 5, "showSymbol": true}
	if gaps := gapBands(t); len(gaps) > 0 {
		active["markArea"] = object{
			"silent": true, "itemStyle": object{"color": p.Band}, "label": object{"position": "insideBottom", "color": p.Muted, "formatter": "No data"}, "data": gaps,
		}
	}
	return option(c, object{
		"grid":    object{"left": 52, "right": 28, "top": 16, "bottom": 22},
		"legend":  object{"show": false},
		"tooltip": object{"show": true, "trigger": "axis", "valueFormatter": "fmt:int"},
		"xAxis":   object{"type": "category", "boundaryGap": false, "data": t.Months, "axisLabel": object{"formatter": "fmt:month", "interval": max(0, len(t.Months)/6)}},
		"yAxis":   object{"type": "value", "min": 0, "max": t.top(), "splitNumber": 4, "axisLabel": object{"formatter": "fmt:int"}},
	}, []object{active})
}

func points(values []*float64) []opts.LineData {
	out := make([]opts.LineData, len(values))
	for i, v := range values {
		if v != nil {
			out[i].Value = *v
		}
	}
	return out
}

// gapBands are the months without a level between months with one.
func gapBands(t Trend) [][]object {
	var bands [][]object
	last := -1
	for i, v := range t.Active {
		if v == nil {
			continue
		}
		if last >= 0 && i > last+1 {
			bands = append(bands, []object{{"xAxis": t.Months[last]}, {"xAxis": t.Months[i]}})
		}
		last = i
	}
	return bands
}

// top is a round end of the value axis, which begins at zero.
func (t Trend) top() float64 {
	highest := 0.0
	for _, v := range t.Active {
		if v != nil {
			highest = max(highest, *v)
		}
	}
	step := nice(highest)
	return max(math.Ceil(highest*1.02/step)*step, step)
}

// nice is a round step of about a tenth of v.
func nice(v float64) float64 {
	if v <= 10 {
		return 1
	}
	magnitude := math.Pow(10, math.Floor(math.Log10(v/10)))
	for _, m := range []float64{1, 2, 5, 10} {
		if m*magnitude >= v/10 {
			return m * magnitude
		}
	}
	return magnitude * 10
}

// Level draws one line of a row of small multiples on the common scale 0 to
// top.
func Level(p Palette, months []string, values []*float64, top float64) (string, error) {
	c := charts.NewLine()
	c.SetXAxis(months)
	c.AddSeries("Active users", points(values))
	step := nice(top)
	return option(c, object{
		"grid":    object{"left": 40, "right": 12, "top": 12, "bottom": 22},
		"legend":  object{"show": false},
		"tooltip": object{"show": true, "trigger": "axis", "valueFormatter": "fmt:int"},
		"xAxis": object{
			"type": "category", "boundaryGap": false, "data": months,
			"axisLabel": object{"formatter": "fmt:monthyear", "interval": max(0, len(months)-2), "alignMinLabel": "left", "alignMaxLabel": "right"},
		},
		"yAxis": object{"type": "value", "min": 0, "max": math.Ceil(max(top, 1)/step) * step, "splitNumber": 3, "axisLabel": object{"formatter": "fmt:int"}},
	}, []object{{"symbol": "circle", "symbolSize": 3, "itemStyle": object{"color": p.Counts}, "lineStyle": object{"color": p.Counts, "width": 2}}})
}

// Span is one entitlement on the calendar. Start and End are NoDay where it
// has none.
type Span struct {
	Name          string
	Start, End    portfolio.Day
	Counts, Trial bool
	Grace         bool
}

// Spans draws entitlements as bars on a calendar from half a year before today
// to a year after.
func Spans(p Palette, today portfolio.Day, spans []Span) (string, error) {
	from, to := today-183, today+365
	names := make([]string, len(spans))
	c := charts.NewLine()
	extras := make([]object, len(spans))
	for i, s := range spans {
		names[i] = s.Name
		a, b := s.Start, s.End
		if a.IsZero() || a < from {
			a = from
		}
		if b.IsZero() || b > to {
			b = to
		}
		c.AddSeries(s.Name, []opts.LineData{{Value: []int64{millis(a), int64(i)}}, {Value: []int64{millis(b), int64(i)}}})
		extras[i] = object{"symbol": "none", "clip": true, "lineStyle": p.span(s), "tooltip": object{"show": false}}
	}
	if len(extras) > 0 {
		extras[0]["markLine"] = p.vertical(millis(today), object{"formatter": today.Time().Format("2 Jan"), "position": "start", "distance": 4})
	}
	return option(c, object{
		"grid":    object{"left": 160, "right": 16, "top": 24, "bottom": 22},
		"legend":  object{"show": false},
		"tooltip": object{"show": false},
		"xAxis": object{
			"type": "time", "min": millis(from), "max": millis(to), "axisLabel": object{"formatter": "fmt:month", "hideOverlap": true},
			"splitLine": object{"show": true, "lineStyle": object{"color": p.Grid}},
		},
		"yAxis": p.names(names, 150),
	}, extras)
}

func (p Palette) span(s Span) object {
	style := object{"color": p.Line, "width": 12, "cap": "butt"}
	switch {
	case s.Trial:
		style["color"], style["type"] = p.Counts, []int{3, 2}
	case s.Grace:
		style["color"] = p.Part
	case s.Counts:
		style["color"] = p.Counts
	}
	return style
}
