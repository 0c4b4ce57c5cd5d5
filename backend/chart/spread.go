package chart

import (
	"math"
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"

	"headroom/backend/report"
)

// scatter draws the second figure of every thing against the first; the size
// of bubbles is a third.
func scatter(s *sheet) (*picture, error) {
	values := s.values()
	across, up := s.at[values[0].Column], s.at[values[1].Column]
	size, sized := s.column(s.v.Size)
	split, isSplit := s.column(s.v.Split)
	if s.over(len(s.in.Result.Rows), s.most) {
		return nil, nil
	}
	names := s.across()
	groups, order := map[string]*series{}, []string{}
	largest := 0.0
	for row := range s.in.Result.Rows {
		v, _ := s.figure(cell{row, size})
		largest = max(largest, v)
	}
	c := charts.NewScatter()
	for row := range s.in.Result.Rows {
		x, knownX := s.figure(cell{row, across})
		y, knownY := s.figure(cell{row, up})
		if !knownX || !knownY {
			continue
		}
		group := ""
		if isSplit {
			group = s.word(row, split)
		}
		g, ok := groups[group]
		if !ok {
			style := fill("", len(order), false)
			style["opacity"], style["borderColor"], style["borderWidth"] = 0.8, "ink:canvas", 0.5
			g = &series{more: object{"itemStyle": style, "symbol": symbols[len(order)%len(symbols)], "symbolSize": 8, "data": []object{}, "large": false}}
			groups[group] = g
			order = append(order, group)
			c.AddSeries(group, nil)
		}
		o := object{"value": []any{x, y}, "name": s.name(row, names), "says": []any{s.line(cell{row, across}), s.line(cell{row, up})}}
		if sized {
			v, _ := s.figure(cell{row, size})
			o["symbolSize"] = bubble(v, largest)
			o["says"] = append(o["says"].([]any), s.line(cell{row, size}))
		}
		data, _ := g.more["data"].([]object)
		g.more["data"] = append(data, o)
		g.marks = append(g.marks, s.mark(cell{row, up}))
	}
	if len(order) == 0 {
		return s.lacks(NeedsValues)
	}
	if s.over(len(order), mostSeries) {
		return nil, nil
	}
	p := &picture{chart: c, text: s.against(across, up)}
	for _, name := range order {
		p.series = append(p.series, *groups[name])
	}
	p.series[0].more["markLine"] = s.hundreds(across, up)
	p.more = s.plane(across, up, order)
	return p, nil
}

// bubble is a diameter whose area says v.
func bubble(v, largest float64) float64 {
	if largest <= 0 || v <= 0 {
		return 5
	}
	return math.Round(10*(5+31*math.Sqrt(v/largest))) / 10
}

// hundreds are the lines at 100 % of the axes that are rates.
func (s *sheet) hundreds(across, up int) any {
	var marks []object
	if s.v.Hundred && s.in.Result.Columns[across].Type == "ratio" {
		marks = append(marks, object{"xAxis": 1, "label": object{"formatter": "fmt:pct0", "position": "end"}})
	}
	if s.v.Hundred && s.in.Result.Columns[up].Type == "ratio" {
		marks = append(marks, object{"yAxis": 1, "label": object{"formatter": "fmt:pct0", "position": "insideEndTop"}})
	}
	if marks == nil {
		return nil
	}
	return object{"symbol": "none", "silent": true, "lineStyle": object{"color": "ink:text", "type": "solid", "width": 1}, "data": marks}
}

// plane is what surrounds a scatter: two named axes of values.
func (s *sheet) plane(across, up int, order []string) object {
	axisOf := func(col int, gap int) object {
		return object{
			"type": "value", "name": s.label(col), "nameLocation": "middle", "nameGap": gap, "nameTextStyle": object{"color": "ink:text2", "fontSize": 11},
			"axisLabel": object{"formatter": s.axisFormat(col, 1000), "hideOverlap": true}, "scale": false, "splitNumber": 4,
		}
	}
	l := legend(order)
	entries := make([]object, len(order))
	for i, name := range order {
		entries[i] = object{"name": name, "icon": symbols[i%len(symbols)]}
	}
	l["data"] = entries
	top := 12
	if l["show"] == true {
		top = 34
	}
	if s.v.Hundred {
		top += 10
	}
	return object{
		"grid": object{"left": 26, "right": 24, "top": top, "bottom": 24, "containLabel": true}, "legend": l, "tooltip": object{"show": true, "trigger": "item"},
		"xAxis": axisOf(across, 26), "yAxis": axisOf(up, 44),
	}
}

// against tells of a scatter.
func (s *sheet) against(across, up int) string {
	n := len(s.in.Result.Rows)
	return s.in.Words.Say("chart.text.against", n, map[string]string{"x": s.label(across), "y": s.label(up), "n": s.number("integer", float64(n))})
}

// spread of the rows of one thing.
type spread struct {
	point  point
	values []float64
	rows   []int
}

// boxes draws how the rows of each thing are spread: the middle half as a box
// with the median, whiskers to the last within one and a half times its
// height, and every one beyond by itself.
func boxes(s *sheet) (*picture, error) {
	col, _ := s.column(s.v.Category)
	value := s.at[s.values()[0].Column]
	spreads := s.spreads(col, value)
	if s.over(len(spreads), 60) || s.over(len(s.in.Result.Rows), s.most) {
		return nil, nil
	}
	if len(spreads) == 0 {
		return s.lacks(NeedsValue)
	}
	a := axis{}
	data, marks := []object{}, []*report.Mark{}
	far, farMarks := []object{}, []*report.Mark{}
	format, unit := s.valueFormat(value), s.in.Result.Columns[value].Unit
	for i, x := range spreads {
		a.points = append(a.points, x.point)
		q := quartiles(x.values)
		low, high := whiskers(x.values, q)
		says := []any{}
		for k, key := range []string{"chart.box.high", "chart.box.q3", "chart.box.median", "chart.box.q1", "chart.box.low"} {
			says = append(says, []any{s.in.Words.Say(key, 1, nil), format, []float64{high, q[2], q[1], q[0], low}[k], unit})
		}
		data = append(data, object{"value": []float64{low, q[0], q[1], q[2], high}, "name": x.point.name, "says": says, "n": len(x.values)})
		m := s.rowMark(x.rows[0])
		m.Keys = map[string]any{s.in.Result.Columns[col].Name: x.point.value}
		marks = append(marks, m)
		for k, v := range x.values {
			if v < low || v > high {
				c := cell{x.rows[k], value}
				far = append(far, object{"value": []any{i, v}, "name": s.name(x.rows[k], append([]int{col}, s.across()...)), "says": []any{s.line(c)}})
				farMarks = append(farMarks, s.mark(c))
			}
		}
	}
	c := charts.NewBoxPlot()
	c.AddSeries(s.label(value), nil)
	p := &picture{chart: c, text: s.sentence(a, []track{{col: value}})}
	p.series = []series{{object{"data": data, "itemStyle": object{"color": "ink:part", "borderColor": "ink:strong", "borderWidth": 1}, "boxWidth": []int{8, 36}}, marks}}
	if len(far) > 0 {
		d := charts.NewScatter()
		d.AddSeries(s.in.Words.Say("chart.box.far", len(far), nil), nil)
		c.Overlap(d)
		p.series = append(p.series, series{object{"data": far, "symbolSize": 5, "itemStyle": object{"color": "ink:strong"}}, farMarks})
	}
	p.text = s.in.Words.Say("chart.text.boxes", len(spreads), map[string]string{"what": s.label(value), "by": s.label(col), "n": s.number("integer", float64(len(spreads)))})
	p.more = object{
		"grid": object{"left": 0, "right": 16, "top": 12, "bottom": 4, "containLabel": true}, "legend": object{"show": false}, "tooltip": object{"show": true, "trigger": "item"},
		"xAxis": a.category(false), "yAxis": object{"type": "value", "axisLabel": object{"formatter": s.axisFormat(value, 0)}, "splitNumber": 4},
	}
	return p, nil
}

// spreads collects the known figures of each value of a column.
func (s *sheet) spreads(col, value int) []spread {
	var out []spread
	at := map[string]int{}
	for row := range s.in.Result.Rows {
		v, known := s.figure(cell{row, value})
		if !known {
			continue
		}
		key := code(s.value(row, col))
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, spread{point: point{value: s.value(row, col), name: s.word(row, col)}})
		}
		out[i].values, out[i].rows = append(out[i].values, v), append(out[i].rows, row)
	}
	if t := s.in.Result.Columns[col].Type; t != "text" {
		slices.SortStableFunc(out, func(a, b spread) int { return compareValues(a.point.value, b.point.value) })
	}
	return out
}

// quartiles are the 25 %, 50 % and 75 % points, between neighbours in
// proportion.
func quartiles(values []float64) [3]float64 {
	sorted := slices.Sorted(slices.Values(values))
	var out [3]float64
	for i := range out {
		at := float64(i+1) / 4 * float64(len(sorted)-1)
		low := int(at)
		high := min(low+1, len(sorted)-1)
		out[i] = sorted[low] + (sorted[high]-sorted[low])*(at-float64(low))
	}
	return out
}

func whiskers(values []float64, q [3]float64) (low, high float64) {
	reach := 1.5 * (q[2] - q[0])
	low, high = q[0], q[2]
	for _, v := range values {
		if v >= q[0]-reach {
			low = min(low, v)
		}
		if v <= q[2]+reach {
			high = max(high, v)
		}
	}
	return low, high
}

// ranges draws a bar from the least to the greatest figure of each thing, with
// a mark for every figure on it.
func ranges(s *sheet) (*picture, error) {
	a, ok := s.along()
	if !ok {
		return nil, nil
	}
	tracks := s.tracks(a.points)
	if s.over(len(tracks), 8) {
		return nil, nil
	}
	from, width := make([]any, len(a.points)), make([]any, len(a.points))
	for i := range a.points {
		low, high, n := math.Inf(1), math.Inf(-1), 0
		for _, t := range tracks {
			if v, known := s.figure(t.cells[i]); known {
				low, high, n = min(low, v), max(high, v), n+1
			}
		}
		if n > 0 {
			from[i], width[i] = low, high-low
		}
	}
	c := charts.NewBar()
	quiet := object{"stack": "range", "stackStrategy": "all", "silent": true, "barWidth": 8, "unsaid": true, "tooltip": object{"show": false}}
	hidden, shown := object{"data": from, "itemStyle": object{"color": "transparent"}}, object{"data": width, "itemStyle": fill("part", 0, false)}
	for k, v := range quiet {
		hidden[k], shown[k] = v, v
	}
	c.AddSeries("", nil)
	c.AddSeries("", nil)
	p := &picture{chart: c, text: s.sentence(a, tracks), series: []series{{hidden, make([]*report.Mark, len(from))}, {shown, make([]*report.Mark, len(from))}}}
	d := charts.NewScatter()
	names := []string{}
	for k, t := range tracks {
		names = append(names, t.name)
		d.AddSeries(t.name, nil)
		data, marks := make([]object, len(t.cells)), make([]*report.Mark, len(t.cells))
		for i, x := range t.cells {
			data[i] = object{"value": []any{nil, i}}
			if v, known := s.figure(x); known {
				data[i], marks[i] = object{"value": []any{v, i}, "name": s.pointName(a.points[i]), "says": []any{s.line(x)}}, s.mark(x)
			}
		}
		style := fill(t.style.Tone, k, false)
		p.series = append(p.series, series{object{"data": data, "symbol": symbols[k%len(symbols)], "symbolSize": 9, "itemStyle": style, "z": 4}, marks})
	}
	c.Overlap(d)
	p.more = object{
		"grid": object{"left": 0, "right": 24, "top": 34, "bottom": 4, "containLabel": true}, "legend": legend(names), "tooltip": object{"show": true, "trigger": "item"},
		"xAxis": object{"type": "value", "axisLabel": object{"formatter": s.axisFormat(tracks[0].col, 0)}, "splitNumber": 4}, "yAxis": a.category(true),
	}
	return p, nil
}
