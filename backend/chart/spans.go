package chart

import (
	"slices"
	"time"

	"github.com/go-echarts/go-echarts/v2/charts"

	"headroom/backend/portfolio"
	"headroom/backend/report"
)

// The reach of a chart of spans around the day: half a year back and a year on,
// or less ahead where everything ends sooner.
const (
	spansBack  = 183
	spansOn    = 365
	spansLeast = 120
	spansRest  = 14
)

// spans draws each row as a bar from its first to its second day, which stands
// beside it in words; a third day is a mark on the bar. Rows of one state look
// alike. A day that is not known leaves that end open, at the edge of the
// drawing.
func spans(s *sheet) (*picture, error) {
	if s.over(len(s.in.Result.Rows), s.most) {
		return nil, nil
	}
	d := s.spanDays()
	across := s.spanNames()
	upright := axis{}
	for row := range s.in.Result.Rows {
		upright.points = append(upright.points, point{name: s.name(row, across)})
	}
	c := charts.NewCustom()
	p := &picture{chart: c, text: s.in.Words.Say("chart.text.spans", len(upright.points), map[string]string{"n": s.number("integer", float64(len(upright.points))), "from": s.label(d.begin), "to": s.label(d.end)})}
	legends := []object{}
	states := s.spanStates()
	for _, state := range states {
		name := s.spanName(state, d)
		c.AddSeries(name, nil)
		legends = append(legends, object{"name": name, "icon": "rect"})
		p.series = append(p.series, d.bars(state, upright.points))
	}
	p.series[0].more["markLine"] = object{"symbol": "none", "silent": true, "lineStyle": object{"color": "ink:text", "type": "solid", "width": 1}, "data": []object{{"xAxis": millis(s.in.Today), "name": s.period("day", s.in.Today.String()), "label": object{"formatter": "fmt:name", "position": "start", "distance": 4}}}}
	extra := charts.NewScatter()
	if d.marked {
		extra.AddSeries(s.label(d.mark), nil)
		legends = append(legends, object{"name": s.label(d.mark), "icon": diamond})
		p.series = append(p.series, d.marks(upright.points))
	}
	extra.AddSeries("", nil)
	p.series = append(p.series, d.ends())
	c.Overlap(extra)
	top := 24
	if len(legends) > 1 {
		top = 44
	}
	p.more = object{
		"grid": object{"left": 0, "right": 84, "top": top, "bottom": 4, "containLabel": true}, "tooltip": object{"show": true, "trigger": "item"},
		"legend": object{"show": len(legends) > 1, "type": "scroll", "data": legends, "formatter": "fmt:name", "selectedMode": false},
		"xAxis":  object{"type": "time", "min": millis(d.from), "max": millis(d.to), "axisLabel": object{"formatter": "fmt:month", "hideOverlap": true}, "splitLine": object{"show": true, "showMinLine": false, "showMaxLine": false, "lineStyle": object{"color": "ink:grid"}}},
		"yAxis":  upright.category(true),
	}
	return p, nil
}

// diamond is the mark of a third day; a legend keeps the proportions of a path.
const diamond = "path://M5,0L10,5L5,10L0,5Z"

// spanDays are the columns of a chart of spans, and the days it goes from and to.
type spanDays struct {
	*sheet
	begin, end, mark int
	marked           bool
	from, to         portfolio.Day
}

func (s *sheet) spanDays() spanDays {
	values := s.values()
	d := spanDays{sheet: s, begin: s.at[values[0].Column], end: s.at[values[1].Column], from: s.in.Today - spansBack, to: s.in.Today + spansLeast}
	if len(values) > 2 {
		d.mark, d.marked = s.at[values[2].Column], true
	}
	for row := range s.in.Result.Rows {
		last := s.day(row, d.end)
		if !last.Known() {
			last = s.in.Today + spansOn
		}
		d.to = max(d.to, min(last+spansRest, s.in.Today+spansOn))
	}
	return d
}

// state is what a row is worth by its status; "" where the answer does not tell.
func (s *sheet) state(row int) string {
	if trial, ok := s.column("trial"); ok && asText(s.value(row, trial)) == "yes" {
		return "trial"
	}
	if status, ok := s.column("status"); ok {
		return asText(s.value(row, status))
	}
	return ""
}

// spanStates are the states of the rows: what counts first, then as they come.
func (s *sheet) spanStates() []string {
	var out []string
	for row := range s.in.Result.Rows {
		if state := s.state(row); !slices.Contains(out, state) {
			out = append(out, state)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return boolInt(b == "active") - boolInt(a == "active") })
	return out
}

func (s *sheet) spanName(state string, d spanDays) string {
	if state == "" {
		return s.label(d.end)
	}
	return capital(plain(s.in.Words.Value("status", state)))
}

// spanFill is how bars of a state look: what counts is blue, a trial an outline,
// what is served beyond its end pale, anything else grey.
func spanFill(state string) object {
	switch state {
	case "active", "":
		return fill("counts", 0, false)
	case "trial":
		return object{"color": "ink:canvas", "borderColor": "ink:counts", "borderWidth": 1, "borderType": "dashed"}
	case "grace":
		return fill("part", 0, false)
	}
	return object{"color": "ink:line"}
}

// shown is how far the bar of a row goes.
func (d spanDays) shown(row int) (a, b portfolio.Day) {
	a, b = max(d.day(row, d.begin), d.from), d.day(row, d.end)
	if !b.Known() || b > d.to {
		b = d.to
	}
	return a, max(b, a)
}

// bars are the rows of a state.
func (d spanDays) bars(state string, points []point) series {
	style := spanFill(state)
	out := series{more: object{"renderItem": "draw:span", "clip": true, "encode": object{"x": []int{0, 1}, "y": 2}, "itemStyle": style}}
	data := []object{}
	for row, p := range points {
		if d.state(row) != state {
			continue
		}
		a, b := d.shown(row)
		data = append(data, object{
			"value": []any{millis(a), millis(b), row}, "name": p.name, "itemStyle": style, "says": []any{d.dated(d.begin, row), d.dated(d.end, row)},
		})
		out.marks = append(out.marks, d.rowMark(row))
	}
	out.more["data"] = data
	return out
}

// marks are the third days of rows that have not ended, filled where they passed.
func (d spanDays) marks(points []point) series {
	out := series{more: object{"symbol": "diamond", "symbolSize": 11, "z": 5, "itemStyle": object{"color": "ink:canvas", "borderColor": "ink:text", "borderWidth": 1.5, "opacity": 1}}}
	data := []object{}
	for row, p := range points {
		at, last := d.day(row, d.mark), d.day(row, d.end)
		if !at.Known() || at < d.from || at > d.to || last.Known() && last < d.in.Today {
			continue
		}
		o := object{"value": []any{millis(at), row}, "name": p.name, "says": []any{d.dated(d.mark, row), d.dated(d.end, row)}}
		if at < d.in.Today {
			o["itemStyle"] = object{"color": "ink:crit", "borderColor": "ink:canvas", "borderWidth": 1.5, "opacity": 1}
		}
		data = append(data, o)
		out.marks = append(out.marks, d.rowMark(row))
	}
	out.more["data"] = data
	return out
}

// ends are the last days in words, beside the bars.
func (d spanDays) ends() series {
	data := []object{}
	for row := range d.in.Result.Rows {
		last := d.day(row, d.end)
		if !last.Known() {
			continue
		}
		_, b := d.shown(row)
		o := object{"value": []any{millis(b), row}, "name": d.period("day", last.String())}
		if at := d.missed(row, last); at.Known() && d.roomAfter(b) {
			o["name"] = d.in.Words.Say("chart.passed", 1, map[string]string{"day": d.period("day", at.String())})
			o["label"] = object{"color": "ink:crit"}
		}
		data = append(data, o)
	}
	return series{object{
		"data": data, "silent": true, "unsaid": true, "symbolSize": 1, "itemStyle": object{"color": "transparent", "opacity": 1}, "tooltip": object{"show": false},
		"label": object{"show": true, "position": "right", "distance": 6, "formatter": "fmt:name", "color": "ink:text2", "fontSize": 11, "backgroundColor": "ink:canvas", "padding": []int{0, 2}},
	}, make([]*report.Mark, len(data))}
}

// missed is the third day of a row that has not ended, where it has passed.
func (d spanDays) missed(row int, last portfolio.Day) portfolio.Day {
	if !d.marked || last < d.in.Today {
		return portfolio.NoDay
	}
	if at := d.day(row, d.mark); at.Known() && at < d.in.Today {
		return at
	}
	return portfolio.NoDay
}

// roomAfter reports whether more than a day can be said beside a bar that ends
// at b.
func (d spanDays) roomAfter(b portfolio.Day) bool { return 3*(d.to-b) > d.to-d.from }

// spanNames are the columns that name a row: the category.
func (s *sheet) spanNames() []int {
	if col, ok := s.column(s.v.Category); ok {
		return []int{col}
	}
	return nil
}

func (s *sheet) dated(col, row int) []any {
	return []any{s.label(col), "fmt:day", s.value(row, col), ""}
}

func (s *sheet) day(row, col int) portfolio.Day {
	text := asText(s.value(row, col))
	d, err := portfolio.ParseDay(text[:min(10, len(text))])
	if err != nil {
		return portfolio.NoDay
	}
	return d
}

func millis(d portfolio.Day) int64 { return d.Time().UnixNano() / int64(time.Millisecond) }
