package chart

import (
	"strings"

	"headroom/backend/report"
)

// total prints the sum of each pile of bars above it. Where the answer has the
// figure of all, this is it.
func (p *plot) total() {
	if !p.stacked || p.share || p.v.Show == report.ShowArea || p.low < 0 || len(p.tracks) < 2 || len(p.a.points) > 2*directLabels || p.v.Labels == "last" {
		return
	}
	data := make([]object, len(p.a.points))
	for i := range data {
		data[i] = object{"value": nil}
		if p.known[i] {
			data[i]["value"] = p.sums[i]
		}
		if p.level && data[i]["value"] != nil {
			data[i]["value"] = []any{p.sums[i], i}
		}
	}
	p.line.AddSeries(p.in.Words.Say("chart.total", 1, nil), nil)
	label := p.label(p.tracks[0])
	if p.level {
		label["formatter"] = "first:" + p.valueFormat(p.tracks[0].col)
	}
	p.lines = append(p.lines, series{object{
		"data": data, "silent": true, "symbol": "circle", "symbolSize": 1, "showSymbol": true, "showAllSymbol": true, "lineStyle": object{"width": 0},
		"itemStyle": object{"color": "transparent"}, "tooltip": object{"show": false}, "label": label, "labelLayout": object{"hideOverlap": true}, "unsaid": true,
	}, make([]*report.Mark, len(data))})
}

// reference draws the lines at 100 %, at the goal and at the day, and names the
// gaps of a single line.
func (p *plot) reference() {
	var marks []any
	across, up := "xAxis", "yAxis"
	if p.level {
		across, up = up, across
	}
	if p.hundred {
		marks = append(marks, object{up: 1, "lineStyle": object{"color": "ink:text", "type": "solid", "width": 1}, "label": object{"formatter": "fmt:pct0", "position": ends(p.level)}})
	}
	if v, name, ok := p.goal(); ok {
		p.high, p.low = max(p.high, v), min(p.low, v)
		marks = append(marks, object{up: v, "name": name, "lineStyle": object{"color": "ink:text", "type": "dotted", "width": 1.5}, "label": onLine(goalAt(p.level))})
	}
	if at, ok := p.a.place(p.in.Today); ok && at < len(p.a.points)-1 {
		p.dated = true
		label := object{"formatter": "fmt:name", "position": dayAt(p.level)}
		if at == 0 && !p.level {
			label["align"] = "left" // beside the figures of the axis, not above them
		}
		if p.crowds(at) {
			p.lifted, label["distance"] = true, 18
		}
		line := object{across: at, "name": p.period("day", p.in.Today.String()), "lineStyle": object{"color": "ink:text", "type": "solid", "width": 1}, "label": label}
		p.behind(object{"symbol": "none", "silent": true, "z": 1, "data": []object{line}})
	}
	if p.level && len(p.tracks) == 1 {
		marks = append(marks, p.untold(p.end(), p.tracks[0])...)
	}
	first := p.first()
	if first == nil {
		return
	}
	if len(marks) > 0 {
		z := 6
		if p.printed && len(p.series) > 0 {
			z = 1 // what is printed stands before the lines
		}
		first["markLine"] = object{"symbol": "none", "silent": true, "z": z, "data": marks}
	}
	if gaps := p.gaps(); len(gaps) > 0 {
		first["markArea"] = object{"silent": true, "itemStyle": object{"color": "ink:band"}, "label": object{"position": "insideBottom", "color": "ink:text2", "formatter": "fmt:name"}, "data": gaps}
	}
}

// crowds reports whether the figure printed above a bar at the day, or beside
// it, would stand in the label of the day.
func (p *plot) crowds(at int) bool {
	if p.level || p.share || !p.printed && !p.stacked || p.high <= 0 {
		return false
	}
	reach := 1
	if at == 0 {
		reach = 2 // it stands at the right of its line
	}
	for i := max(0, at-1); i <= min(at+reach, len(p.a.points)-1); i++ {
		if p.reaches(i) > 0.85*p.high {
			return true
		}
	}
	return false
}

// reaches is how far the bars of a point go.
func (p *plot) reaches(i int) float64 {
	if p.stacked {
		return p.sums[i]
	}
	high := 0.0
	for _, t := range p.tracks {
		v, _ := p.drawn(t, i)
		high = max(high, v)
	}
	return high
}

// ends is where a line's label stands: at the end of a horizontal one, above an
// upright one.
func ends(upright bool) string {
	if upright {
		return "start" // the axis of lying bars begins at the top
	}
	return "insideEndTop"
}

// onLine is a label that stands on its line, with the canvas behind it.
func onLine(position string) object {
	return object{"formatter": "fmt:name", "position": position, "fontWeight": 400, "backgroundColor": "ink:canvas", "padding": []int{1, 3}, "distance": []int{4, 2}}
}

// end is how far the dotted track of an unknown figure goes.
func (p *plot) end() float64 {
	if p.ratio(p.tracks[0]) {
		return 1
	}
	return p.high
}

// untold are the dotted lines of the points of lying bars of which no figure is known.
func (s *sheet) untold(end float64, tracks ...track) []any {
	var out []any
	if end <= 0 || len(tracks) == 0 {
		return nil
	}
	name := s.in.Words.Say("chart.gap", 1, nil)
	for i := range tracks[0].cells {
		known := false
		for _, t := range tracks {
			_, ok := s.figure(t.cells[i])
			known = known || ok
		}
		if known {
			continue
		}
		label := object{"formatter": "fmt:name", "position": "insideStart", "distance": 4, "fontWeight": 400, "color": "ink:text2", "backgroundColor": "ink:canvas", "padding": []int{0, 3}, "verticalAlign": "middle"}
		out = append(out, []object{{"name": name, "coord": []any{0, i}, "lineStyle": object{"color": "ink:line", "type": "dotted", "width": 1}, "label": label}, {"coord": []any{end, i}}})
	}
	return out
}

// behind draws a line behind everything else, by a series that has nothing else.
func (p *plot) behind(line object) {
	p.line.AddSeries("", nil)
	p.lines = append(p.lines, series{object{"data": []object{}, "silent": true, "tooltip": object{"show": false}, "unsaid": true, "markLine": line}, []*report.Mark{}})
}

// goalAt is where the label of a goal stands.
func goalAt(level bool) string {
	if level {
		return "start"
	}
	return "insideEndTop"
}

// dayAt is where the label of the day stands: above its line, or at its end.
func dayAt(level bool) string {
	if level {
		return "insideEndTop"
	}
	return "end"
}

func (p *plot) first() object {
	switch {
	case len(p.series) > 0:
		return p.series[0].more
	case len(p.lines) > 0:
		return p.lines[0].more
	}
	return nil
}

// mostNamedGaps is how many gaps are named; more would stand on each other.
const mostNamedGaps = 3

// gaps are the points without a figure between points with one, of a single line.
func (p *plot) gaps() [][]object {
	if p.a.grain == "" || len(p.tracks) != 1 || p.v.Show != report.ShowLine && p.v.Show != report.ShowArea {
		return nil
	}
	var out [][]object
	last := -1
	name := p.in.Words.Say("chart.gap", 1, nil)
	for i, c := range p.tracks[0].cells {
		if _, known := p.figure(c); !known {
			continue
		}
		if last >= 0 && i > last+1 {
			out = append(out, []object{{"name": name, "xAxis": last}, {"xAxis": i}})
		}
		last = i
	}
	if len(out) > mostNamedGaps {
		for _, gap := range out {
			delete(gap[0], "name")
		}
	}
	return out
}

// goal is where the goal stands and what it is called.
func (s *sheet) goal() (float64, string, bool) {
	if s.v.Goal == nil {
		return 0, "", false
	}
	v, title, format := 0.0, plain(s.v.Goal.Title), "decimal"
	values := s.values()
	if len(values) > 0 {
		format = s.formatOf(s.at[values[0].Column])
	}
	switch col, ok := s.column(s.v.Goal.Metric); {
	case s.v.Goal.Value != nil:
		v = *s.v.Goal.Value
	case ok:
		total, known := s.figure(cell{-1, col})
		if !known {
			return 0, "", false
		}
		v, format = total, s.formatOf(col)
		if title == "" {
			title = s.label(col)
		}
	default:
		return 0, "", false
	}
	if title == "" {
		title = s.in.Words.Say("chart.goal", 1, nil)
	}
	return v, title + " " + s.number(format, v), true
}

// frame is what surrounds the series: axes, legend, tooltip.
func (p *plot) frame() object {
	pointer := "shadow"
	if len(p.series) == 0 {
		pointer = "line"
	}
	legend := p.legendOf()
	top := 12
	if legend["show"] == true {
		top = 30
	}
	if p.printed || p.hundred || p.dated {
		top += 8
	}
	if p.dated && top > 30 {
		top += 6
	}
	if p.lifted {
		top += 14
	}
	value := p.valueAxis()
	grid := object{"left": 0, "right": 16, "top": top, "bottom": 4, "containLabel": true}
	caption := object{"show": false}
	if text := p.caption(); text != "" {
		grid["bottom"] = 22
		caption = object{"show": true, "text": text, "left": 0, "padding": 0, "bottom": 2, "textStyle": object{"color": "ink:text2", "fontSize": 11, "fontWeight": 400}}
	}
	more := object{"title": caption, "grid": grid, "legend": legend, "tooltip": object{"show": true, "trigger": "axis", "axisPointer": object{"type": pointer}}}
	category := p.a.category(p.level)
	switch {
	case p.level:
		more["xAxis"], more["yAxis"] = value, category
		if p.printed || p.stacked {
			grid["right"] = 16 + 7*p.signs(p.formatOf(p.tracks[0].col), p.high)
		}
	case p.right >= 0:
		more["xAxis"], more["yAxis"] = category, []object{value, p.rightAxis()}
	default:
		more["xAxis"], more["yAxis"] = category, value
	}
	if !p.level {
		category["boundaryGap"] = len(p.series) > 0 || len(p.a.points) == 1
		grid["right"] = 24
		if label, ok := category["axisLabel"].(object); ok && category["boundaryGap"] == false && p.a.format != "fmt:month" {
			label["alignMinLabel"], label["alignMaxLabel"] = "left", "right"
		}
	}
	return more
}

func (p *plot) valueAxis() object {
	if len(p.tracks) == 0 {
		return object{"type": "value"}
	}
	format := p.axisFormat(p.tracks[0].col, p.high)
	if p.share {
		format = "fmt:pct0"
	}
	label := object{"formatter": format, "hideOverlap": true}
	o := object{"type": "value", "axisLabel": label, "min": 0}
	switch {
	case p.share:
		o["max"], o["interval"] = 1, 0.25
		if p.low < 0 {
			o["min"] = -1
		}
	case p.hundred:
		o["max"], o["interval"] = rateScale(p.high)
	default:
		o["min"], o["max"], o["interval"] = p.scale()
	}
	return o
}

// scale is where the axis of values begins and ends, and the step between its
// lines.
func (p *plot) scale() (from, to, step float64) {
	low := min(p.low, 0)
	if start := p.start(); start > 0 {
		low = start
	}
	if low < 0 && p.printed {
		low *= 1.08 // room for what is printed below the bars
	}
	return roundScale(low, max(p.high, 0), p.in.Result.Columns[p.tracks[0].col].Format == "integer")
}

// start is where the axis of a chart of lines begins: near its lowest figure
// where from 0 on all of them would lie flat at the top. Everything else begins
// at 0, for its length is its figure.
func (p *plot) start() float64 {
	if p.v.Show != report.ShowLine || p.level || p.hundred || p.right >= 0 || p.low < 0 {
		return 0
	}
	low := p.high
	for _, t := range p.tracks {
		for i := range t.cells {
			if v, known := p.drawn(t, i); known {
				low = min(low, v)
			}
		}
	}
	if v, _, ok := p.goal(); ok {
		low = min(low, v)
	}
	span := p.high - low
	if low <= 0 || low < 0.6*p.high || span <= 0 {
		return 0
	}
	start, _, _ := roundScale(max(0, low-span/2), p.high, p.in.Result.Columns[p.tracks[0].col].Format == "integer")
	return start
}

// caption is what must be known to read the drawing: where its axis begins, and
// how far the last period is known.
func (p *plot) caption() string {
	var said []string
	if start := p.start(); start > 0 {
		said = append(said, p.startText(start))
	}
	if text := p.knownText(); text != "" {
		said = append(said, text)
	}
	return strings.Join(said, " ")
}

// knownText says how far figures by a date are known where that is less far than
// the day asked for, whose period is the last one.
func (p *plot) knownText() string {
	known := p.in.Result.DataAsOf
	if p.v.Category != "date" || p.level || known == "" || known >= p.in.Today.String() {
		return ""
	}
	if at, ok := p.a.place(p.in.Today); !ok || at < len(p.a.points)-1 {
		return ""
	}
	return p.in.Words.Say("chart.known", 1, map[string]string{"day": p.period("day", known)})
}

// startText says where the axis begins.
func (p *plot) startText(start float64) string {
	return p.in.Words.Say("chart.start", 1, map[string]string{"n": p.number(p.formatOf(p.tracks[0].col), start)})
}

func (p *plot) rightAxis() object {
	return object{"type": "value", "position": "right", "splitLine": object{"show": false}, "axisLabel": object{"formatter": p.axisFormat(p.tracks[p.right].col, 0)}, "min": 0}
}

// legendOf lists the series in their order; a single one needs none.
func (p *plot) legendOf() object {
	names := []string{}
	over := false
	for _, t := range p.tracks {
		names = append(names, t.name)
	}
	for _, x := range p.series {
		over = over || x.more["beyond"] == true
	}
	if over {
		names = append(names, p.in.Words.Say("chart.above", 1, nil))
	}
	return legend(names)
}

// legend is a legend of names; of fewer than two there is none.
func legend(names []string) object {
	return object{"show": len(names) > 1, "type": "scroll", "data": names, "icon": "inherit", "formatter": "fmt:name", "selectedMode": false}
}
