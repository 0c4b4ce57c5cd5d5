package chart

import (
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"

	"headroom/backend/report"
)

// directLabels is up to how many figures are printed beside their marks.
const directLabels = 12

// plot is a chart of a category and an axis of values.
type plot struct {
	*sheet
	a       axis
	tracks  []track
	level   bool // bars lie
	stacked bool
	share   bool
	hundred bool
	right   int // the first track on the right axis, -1 for none
	sums    []float64
	known   []bool // points with a figure
	low     float64
	high    float64
	bar     *charts.Bar
	line    *charts.Line
	lines   []series // those of line follow those of bar in the option
	series  []series
	printed bool
	dated   bool // the day is drawn
	lifted  bool // its label stands above the figures of bars
}

func bars(s *sheet) (*picture, error)    { return s.plot(true) }
func columns(s *sheet) (*picture, error) { return s.plot(false) }
func lines(s *sheet) (*picture, error)   { return s.plot(false) }

func (s *sheet) plot(level bool) (*picture, error) {
	a, ok := s.along()
	if !ok {
		return nil, nil
	}
	p := &plot{sheet: s, a: a, level: level, right: -1, bar: charts.NewBar(), line: charts.NewLine()}
	p.tracks = s.tracks(a.points)
	if s.over(len(p.tracks), mostSeries) || s.over(len(p.tracks)*len(a.points), mostPoints) {
		return nil, nil
	}
	text := s.sentence(a, p.tracks)
	apart := p.apart()
	p.measure()
	for i := range p.tracks {
		p.add(i)
	}
	if apart {
		p.series[0].more["unit"] = ""
	}
	p.total()
	p.reference()
	p.bar.Overlap(p.line)
	if said := p.caption(); said != "" {
		text += " " + said
	}
	return &picture{chart: p.bar, more: p.frame(), series: append(p.series, p.lines...), text: text}, nil
}

// apart gives lying bars without a category their own names at their sides: each
// figure is a thing then, and none needs a legend. It reports whether it did.
func (p *plot) apart() bool {
	if !p.level || len(p.across()) > 0 || len(p.a.points) != 1 || len(p.tracks) < 2 || p.v.Stack != "" {
		return false
	}
	all := track{name: p.tracks[0].name, style: p.tracks[0].style, col: p.tracks[0].col}
	all.style.Tone = "counts"
	var points []point
	for _, t := range p.tracks {
		if p.in.Result.Columns[t.col].Format != p.in.Result.Columns[all.col].Format {
			return false
		}
		points = append(points, point{name: t.name, rows: p.a.points[0].rows})
		all.cells = append(all.cells, t.cells[0])
	}
	p.a.points, p.tracks = points, []track{all}
	return true
}

func (p *plot) ratio(t track) bool { return p.in.Result.Columns[t.col].Type == "ratio" }

// showOf is how a track is drawn: bar, line or area.
func (p *plot) showOf(t track) report.Show {
	switch {
	case p.v.Show == report.ShowLine || p.v.Show == report.ShowArea:
		return p.v.Show
	case p.v.Show == report.ShowCombo && (t.style.Show == report.ShowLine || t.style.Show == report.ShowArea):
		return t.style.Show
	}
	return report.ShowColumn
}

// drawn is where a figure is drawn: below the axis where it is a loss.
func (p *plot) drawn(t track, i int) (float64, bool) {
	v, known := p.figure(t.cells[i])
	if t.style.Negative {
		v = 0 - math.Abs(v) // which is never a negative zero
	}
	if known && p.share {
		if p.sums[i] == 0 {
			return 0, false
		}
		v /= p.sums[i]
	}
	return v, known
}

// measure decides how the tracks share the axes and how far these go. Rates
// are never piled up.
func (p *plot) measure() {
	ratios, numbers, figures := 0, 0, 0
	for i, t := range p.tracks {
		if p.ratio(t) {
			ratios++
		} else {
			numbers++
		}
		if p.ratio(t) != p.ratio(p.tracks[0]) && p.right < 0 {
			p.right = i
		}
	}
	p.stacked = p.v.Stack != "" && ratios == 0 && (len(p.tracks) > 1 || p.v.Stack == "share") && p.v.Show != report.ShowLine
	p.share = p.stacked && p.v.Stack == "share"
	p.hundred = p.v.Hundred && numbers == 0 || p.share && p.v.Hundred
	p.sums, p.known = make([]float64, len(p.a.points)), make([]bool, len(p.a.points))
	for _, t := range p.tracks {
		for i := range t.cells {
			v, known := p.figure(t.cells[i])
			if known {
				p.sums[i] += math.Abs(v)
				p.known[i] = true
				figures++
			}
		}
	}
	up, down := make([]float64, len(p.a.points)), make([]float64, len(p.a.points))
	for k, t := range p.tracks {
		if p.right >= 0 && p.ratio(t) != p.ratio(p.tracks[0]) {
			continue
		}
		for i := range t.cells {
			v, known := p.drawn(t, i)
			if !known {
				continue
			}
			if p.stacked && p.showOf(p.tracks[k]) != report.ShowLine {
				up[i], down[i] = up[i]+max(v, 0), down[i]+min(v, 0)
				v = up[i]
				p.low = min(p.low, down[i])
			}
			p.low, p.high = min(p.low, v), max(p.high, v)
		}
	}
	p.printed = p.v.Labels == "all" || p.v.Labels == "" && figures <= directLabels
}

// add draws a track.
func (p *plot) add(i int) {
	t := p.tracks[i]
	show := p.showOf(t)
	style := p.look(i, show)
	data := make([]object, len(t.cells))
	marks := make([]*report.Mark, len(t.cells))
	last := -1
	for k, c := range t.cells {
		v, known := p.drawn(t, k)
		if !known {
			data[k] = object{"value": nil}
			continue
		}
		last = k
		data[k], marks[k] = p.item(c, v), p.mark(c)
		if raw, _ := p.figure(c); raw != v {
			data[k]["raw"] = raw
		}
		if show != report.ShowColumn && p.hundred && v > 1 {
			data[k]["itemStyle"] = object{"color": "ink:over", "borderColor": "ink:over"}
		}
	}
	if show != report.ShowColumn {
		p.line.AddSeries(t.name, nil)
		p.labelLast(data, last, t)
		style["data"] = data
		p.lines = append(p.lines, series{style, marks})
		return
	}
	var beyond []object
	if p.hundred && !p.stacked {
		beyond = split(data)
		style["stack"] = "s" + ink(i)
	}
	p.bar.AddSeries(t.name, nil)
	if p.v.Labels == "last" {
		p.labelLast(data, last, t)
	}
	style["data"] = data
	p.series = append(p.series, series{style, marks})
	if beyond != nil {
		p.beyond(beyond, marks, style)
	}
}

// split cuts bars at 100 % and returns what is beyond; nil where nothing is.
func split(data []object) []object {
	out := make([]object, len(data))
	any := false
	for i, d := range data {
		out[i] = object{"value": nil}
		v, _ := d["value"].(float64)
		if v <= 1 {
			continue
		}
		any = true
		d["value"], d["raw"] = 1.0, v
		out[i] = object{"value": v - 1, "raw": v}
		if b := d["base"]; b != nil {
			out[i]["base"] = b
		}
	}
	if !any {
		return nil
	}
	return out
}

// beyond draws what is above 100 % in amber, on top of its bar.
func (p *plot) beyond(data []object, marks []*report.Mark, style object) {
	name := p.in.Words.Say("chart.above", 1, nil)
	p.bar.AddSeries(name, nil)
	over := make([]*report.Mark, len(marks))
	for i, d := range data {
		if d["value"] != nil {
			over[i] = marks[i]
		}
	}
	more := object{"data": data, "stack": style["stack"], "itemStyle": fill("over", 0, false), "barMaxWidth": style["barMaxWidth"], "tooltip": style["tooltip"], "unit": style["unit"], "beyond": true}
	moveLabels(style, more)
	p.series = append(p.series, series{more, over})
}

// moveLabels prints the figures of bars that go beyond 100 % at their end.
func moveLabels(bar, beyond object) {
	label, ok := bar["label"]
	if !ok {
		return
	}
	beyond["label"] = label
	data, _ := bar["data"].([]object)
	over, _ := beyond["data"].([]object)
	for i, d := range over {
		if d["value"] != nil {
			data[i]["label"] = object{"show": false}
		}
	}
}

// look is how a track looks as it is shown.
func (p *plot) look(i int, show report.Show) object {
	t := p.tracks[i]
	patterned := len(p.tracks) > 2
	place := p.placeOf(i)
	o := object{"tooltip": object{"valueFormatter": p.valueFormat(t.col)}, "unit": p.in.Result.Columns[t.col].Unit}
	if p.share {
		o["drawn"] = "fmt:pct"
	}
	if p.right >= 0 && p.ratio(t) != p.ratio(p.tracks[0]) {
		o["yAxisIndex"] = 1
	}
	if show == report.ShowColumn {
		o["itemStyle"] = fill(t.style.Tone, place, patterned)
		o["barMaxWidth"] = 22
		if p.level {
			o["barMaxWidth"] = 16
		}
		if p.stacked {
			o["stack"] = "all"
		} else if !p.hundred {
			o["barMinHeight"] = 1
		}
		if p.printed && !p.stacked {
			o["label"], o["labelLayout"] = p.label(t), object{"hideOverlap": true}
		}
		return o
	}
	line := stroke(t.style.Tone, place, patterned)
	o["lineStyle"] = line
	o["itemStyle"] = object{"color": line["color"]}
	o["symbol"] = "circle"
	if patterned {
		o["symbol"] = symbols[place%len(symbols)]
	}
	o["symbolSize"] = 5
	o["showSymbol"] = len(p.a.points) <= 120
	o["connectNulls"] = false
	if p.printed && p.v.Labels == "all" {
		o["label"] = p.label(t)
	}
	if show == report.ShowArea {
		o["areaStyle"] = object{"color": line["color"], "opacity": 0.25}
		if p.stacked {
			o["stack"] = "area"
			o["areaStyle"] = object{"color": line["color"], "opacity": 0.6}
		}
	}
	return o
}

// placeOf is the place of a track among those without a fixed meaning, which
// gives it its colour: none that a fixed meaning has here.
func (p *plot) placeOf(i int) int {
	taken := map[int]bool{}
	for _, t := range p.tracks {
		switch t.style.Tone {
		case "counts":
			taken[0] = true
		case "over":
			taken[1] = true
		}
	}
	place := 0
	for k := 0; ; place++ {
		if taken[place%8] && len(taken) < 8 {
			continue
		}
		for k < i && p.tracks[k].style.Tone != "" {
			k++
		}
		if k >= i {
			return place
		}
		k++
	}
}

// label prints the figures of a track.
func (p *plot) label(t track) object {
	position := "top"
	if p.level {
		position = "right"
	}
	format := p.valueFormat(t.col)
	if p.share {
		format = "drawn:fmt:pct0"
	}
	if t.style.Negative {
		position = map[string]string{"top": "bottom", "right": "left"}[position]
	}
	return object{"show": true, "position": position, "distance": 4, "color": "ink:text", "fontSize": 11, "formatter": format, "backgroundColor": "ink:canvas", "padding": []int{1, 2}}
}

// labelLast prints the last figure of a line, or of bars where that is asked for.
func (p *plot) labelLast(data []object, last int, t track) {
	if last < 0 || p.v.Labels == "all" || len(p.tracks) > 4 {
		return
	}
	data[last]["label"] = p.label(t)
}
