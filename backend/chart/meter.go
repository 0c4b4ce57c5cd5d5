package chart

import (
	"github.com/go-echarts/go-echarts/v2/charts"

	"headroom/backend/report"
)

// whole is the cell of the figure of everything: of the totals, or of the only row.
func (s *sheet) whole() cell {
	col := s.at[s.values()[0].Column]
	if s.in.Result.Totals != nil {
		return cell{-1, col}
	}
	return cell{0, col}
}

// bound is where band i of the visual ends; top where it has no bound.
func (s *sheet) bound(i int, top float64) float64 {
	if to := s.v.Bands[i].To; to != nil {
		return max(0, min(*to, top))
	}
	return top
}

// reach is a round end of a scale with v, the goal and the bands on it.
func (s *sheet) reach(c cell, v float64) float64 {
	high := v
	if goal, _, ok := s.goal(); ok {
		high = max(high, goal)
	}
	for _, b := range s.v.Bands {
		if b.To != nil {
			high = max(high, *b.To)
		}
	}
	return s.top(c, high)
}

// gauge draws one figure on an arc of bands.
func gauge(s *sheet) (*picture, error) {
	if s.in.Result.Totals == nil && s.over(len(s.in.Result.Rows), 1) {
		return nil, nil
	}
	at := s.whole()
	v, known := s.figure(at)
	top := s.reach(at, v)
	colors := [][]any{}
	for i, b := range s.v.Bands {
		colors = append(colors, []any{s.bound(i, top) / top, "ink:" + tone(b.Tone)})
	}
	if n := len(colors); n == 0 || colors[n-1][0] != 1.0 {
		colors = append(colors, []any{1, "ink:neutral"})
	}
	format := s.valueFormat(at.col)
	datum := object{"value": v, "name": s.label(at.col), "says": []any{s.line(at)}}
	if !known {
		datum["value"] = nil
	}
	c := charts.NewGauge()
	c.AddSeries(s.label(at.col), nil)
	more := object{
		"data": []object{datum}, "min": min(0, v), "max": top, "splitNumber": 5, "startAngle": 200, "endAngle": -20, "center": []string{"50%", "62%"}, "radius": "92%",
		"axisLine": object{"lineStyle": object{"width": 10, "color": colors}}, "axisTick": object{"show": false},
		"splitLine": object{"length": 10, "distance": -10, "lineStyle": object{"color": "ink:canvas", "width": 1}},
		"axisLabel": object{"distance": 16, "color": "ink:text2", "fontSize": 11, "formatter": s.axisFormat(at.col, top)},
		// Where no bands say what a figure is worth, the arc says how far it goes.
		"progress": object{"show": known && len(s.v.Bands) == 0, "width": 10, "itemStyle": object{"color": "ink:counts"}},
		"pointer":  object{"show": known, "width": 4, "length": "62%", "itemStyle": object{"color": "ink:text"}},
		"anchor":   object{"show": known, "size": 8, "itemStyle": object{"color": "ink:text"}},
		"title":    object{"show": false},
		"detail":   object{"formatter": format, "color": "ink:text", "fontSize": 22, "fontWeight": 600, "offsetCenter": []any{0, "34%"}},
		"tooltip":  object{"valueFormatter": format},
	}
	p := &picture{chart: c, more: object{"legend": object{"show": false}, "tooltip": object{"show": true, "trigger": "item"}}, series: []series{{more, []*report.Mark{s.mark(at)}}}, text: s.figureText(at)}
	if goal, name, ok := s.goal(); ok {
		c.AddSeries(name, nil)
		p.series = append(p.series, series{goalTick(more, goal, name), []*report.Mark{}})
	}
	return p, nil
}

// goalTick is a tick across the arc of a gauge, with the goal in words below the
// figure.
func goalTick(gauge object, goal float64, name string) object {
	out := object{"data": []object{{"value": goal, "name": name}}, "silent": true, "unsaid": true, "tooltip": object{"show": false}}
	for _, same := range []string{"min", "max", "startAngle", "endAngle", "center", "radius"} {
		out[same] = gauge[same]
	}
	for _, none := range []string{"axisLine", "axisTick", "splitLine", "axisLabel", "anchor", "detail"} {
		out[none] = object{"show": false}
	}
	out["pointer"] = object{"icon": "rect", "width": 3, "length": "18%", "offsetCenter": []any{0, "-84%"}, "itemStyle": object{"color": "ink:text"}}
	out["title"] = object{"show": true, "offsetCenter": []any{0, "58%"}, "color": "ink:text2", "fontSize": 11}
	return out
}

func (s *sheet) figureText(at cell) string {
	t := track{name: s.label(at.col), col: at.col, cells: []cell{at}}
	return s.sentence(axis{points: []point{{name: s.in.Words.Say("chart.all", 1, nil)}}}, []track{t})
}

// tone is the ink of a band.
func tone(name string) string {
	switch name {
	case "crit", "warn", "good", "info":
		return name
	}
	return "neutral"
}

// bullets draws a thin bar over bands for each thing, and a tick at its target
// where a second figure is one.
func bullets(s *sheet) (*picture, error) {
	a, ok := s.along()
	if !ok {
		return nil, nil
	}
	tracks := s.tracks(a.points)
	if s.in.Result.Totals != nil && s.v.Category == "" {
		a = axis{points: []point{{name: s.label(tracks[0].col)}}}
		for i := range tracks {
			tracks[i].cells = []cell{{-1, tracks[i].col}}
		}
	}
	high := 0.0
	for _, t := range tracks[:min(2, len(tracks))] {
		for _, x := range t.cells {
			v, _ := s.figure(x)
			high = max(high, v)
		}
	}
	col := cell{0, tracks[0].col}
	top := s.reach(col, high)
	c := charts.NewBar()
	c.AddSeries(tracks[0].name, nil)
	names := []string{tracks[0].name}
	data, marks := s.row(tracks[0], func(v float64, _ int) any { return v })
	beyond := []object(nil)
	if s.v.Hundred && s.in.Result.Columns[tracks[0].col].Type == "ratio" {
		beyond = split(data)
	}
	format := s.valueFormat(tracks[0].col)
	bar := object{"data": data, "barWidth": 8, "itemStyle": object{"color": "ink:strong"}, "tooltip": object{"valueFormatter": format}, "unit": s.in.Result.Columns[tracks[0].col].Unit, "stack": "figure", "z": 4}
	if len(a.points) <= directLabels {
		bar["label"] = object{"show": true, "position": "right", "color": "ink:text", "fontSize": 11, "formatter": format, "backgroundColor": "ink:canvas", "padding": []int{0, 2}}
	}
	p := &picture{chart: c, text: s.sentence(a, tracks[:1]), series: []series{{bar, marks}}}
	if areas := s.bandAreas(top); len(areas) > 0 {
		bar["markArea"] = object{"silent": true, "data": areas, "label": object{"show": false}}
	}
	bar["markLine"] = s.levels(top)
	if beyond != nil {
		name := s.in.Words.Say("chart.above", 1, nil)
		c.AddSeries(name, nil)
		names = append(names, name)
		over := make([]*report.Mark, len(marks))
		for i, d := range beyond {
			if d["value"] != nil {
				over[i] = marks[i]
			}
		}
		more := object{"data": beyond, "barWidth": 8, "itemStyle": fill("over", 0, false), "stack": "figure", "z": 4, "tooltip": bar["tooltip"], "unit": bar["unit"], "beyond": true}
		moveLabels(bar, more)
		p.series = append(p.series, series{more, over})
	}
	if len(tracks) > 1 {
		d := charts.NewScatter()
		d.AddSeries(tracks[1].name, nil)
		names = append(names, tracks[1].name)
		targets, targetMarks := s.row(tracks[1], func(v float64, i int) any { return []any{v, i} })
		for i, x := range targets {
			x["says"], x["name"] = []any{s.line(tracks[1].cells[i])}, s.pointName(a.points[i])
		}
		c.Overlap(d)
		p.series = append(p.series, series{object{"data": targets, "symbol": "rect", "symbolSize": []int{3, 18}, "itemStyle": object{"color": "ink:text"}, "z": 5}, targetMarks})
	}
	l := legend(names)
	grid := object{"left": 0, "right": 48, "top": 20, "bottom": 4, "containLabel": true}
	if l["show"] == true {
		grid["top"] = 40
	}
	value := object{"type": "value", "min": 0, "max": top, "splitNumber": 4, "axisLabel": object{"formatter": s.axisFormat(tracks[0].col, top), "hideOverlap": true}}
	if s.in.Result.Columns[tracks[0].col].Type == "ratio" {
		_, value["interval"] = rateScale(top)
	}
	p.more = object{
		"grid": grid, "legend": l, "tooltip": object{"show": true, "trigger": "axis", "axisPointer": object{"type": "none"}}, "xAxis": value, "yAxis": a.category(true),
	}
	return p, nil
}

// row are the data and marks of a track.
func (s *sheet) row(t track, drawn func(v float64, i int) any) ([]object, []*report.Mark) {
	data, marks := make([]object, len(t.cells)), make([]*report.Mark, len(t.cells))
	for i, x := range t.cells {
		data[i] = object{"value": nil}
		if v, known := s.figure(x); known {
			data[i], marks[i] = s.item(x, drawn(v, i)), s.mark(x)
		}
	}
	return data, marks
}

// bandAreas are the bands behind the bars of bullets.
func (s *sheet) bandAreas(top float64) [][]object {
	var out [][]object
	from := 0.0
	for i, b := range s.v.Bands {
		to := s.bound(i, top)
		out = append(out, []object{{"name": b.Title, "xAxis": from, "itemStyle": object{"color": "ink:" + tone(b.Tone) + "Bg"}}, {"xAxis": to}})
		from = to
	}
	return out
}

// levels are the lines of bullets at the goal and at 100 %; nil is none.
func (s *sheet) levels(top float64) any {
	var marks []object
	if s.v.Hundred && top > 1 {
		marks = append(marks, object{"xAxis": 1, "label": object{"formatter": "fmt:pct0", "position": "start"}})
	}
	if v, name, ok := s.goal(); ok {
		marks = append(marks, object{"xAxis": v, "name": name, "lineStyle": object{"type": "dotted", "width": 1.5}, "label": onLine("start")})
	}
	if marks == nil {
		return nil
	}
	return object{"symbol": "none", "silent": true, "z": 3, "lineStyle": object{"color": "ink:text", "type": "solid", "width": 1}, "data": marks}
}

// sparkline draws the course of one figure without axes.
func sparkline(s *sheet) (*picture, error) {
	a, ok := s.along()
	if !ok {
		return nil, nil
	}
	tracks := s.tracks(a.points)[:1]
	c := charts.NewLine()
	c.AddSeries(tracks[0].name, nil)
	data, marks := s.row(tracks[0], func(v float64, _ int) any { return v })
	for i := len(data) - 1; i >= 0; i-- {
		if data[i]["value"] != nil {
			data[i]["symbolSize"], data[i]["itemStyle"] = 5, object{"color": "ink:counts"}
			break
		}
	}
	more := object{
		"data": data, "symbol": "circle", "symbolSize": 0, "showSymbol": true, "showAllSymbol": true, "lineStyle": object{"color": "ink:text2", "width": 1.3}, "connectNulls": false,
		"tooltip": object{"valueFormatter": s.valueFormat(tracks[0].col)}, "unit": s.in.Result.Columns[tracks[0].col].Unit,
	}
	category := a.category(false)
	category["show"], category["boundaryGap"] = false, false
	return &picture{
		chart: c, text: s.sentence(a, tracks), series: []series{{more, marks}},
		more: object{
			"grid": object{"left": 4, "right": 4, "top": 4, "bottom": 4}, "legend": object{"show": false}, "tooltip": object{"show": true, "trigger": "axis", "axisPointer": object{"type": "line"}},
			"xAxis": category, "yAxis": object{"type": "value", "show": false, "scale": true},
		},
	}, nil
}
