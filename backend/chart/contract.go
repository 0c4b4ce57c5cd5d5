package chart

import (
	"time"

	"github.com/go-echarts/go-echarts/v2/charts"

	"headroom/backend/portfolio"
	"headroom/backend/report"
)

// The reach of a chart of spans around the day: half a year back, a year on.
const (
	spansBack = 183
	spansOn   = 365
)

// spans draws each row as a bar from its first to its second day. A day that is
// not known leaves that end open, at the edge of the drawing.
func spans(s *sheet) (*picture, error) {
	values := s.values()
	begin, end := s.at[values[0].Column], s.at[values[1].Column]
	if s.over(len(s.in.Result.Rows), s.most) {
		return nil, nil
	}
	from, to := s.in.Today-spansBack, s.in.Today+spansOn
	names, data, marks := []string{}, []object{}, []*report.Mark{}
	across := s.spanNames()
	for row := range s.in.Result.Rows {
		first, second := s.day(row, begin), s.day(row, end)
		a, b := max(first, from), second
		if !b.Known() || b > to {
			b = to
		}
		name := s.name(row, across)
		names = append(names, name)
		marks = append(marks, s.rowMark(row))
		data = append(data, object{
			"value": []any{millis(a), millis(max(b, a)), row}, "name": name, "itemStyle": s.spanFill(row),
			"says": []any{s.dated(begin, row), s.dated(end, row)},
		})
	}
	c := charts.NewCustom()
	c.AddSeries(s.label(end), nil)
	upright := axis{points: make([]point, len(names))}
	for i, name := range names {
		upright.points[i].name = name
	}
	more := object{
		"data": data, "renderItem": "draw:span", "clip": true, "encode": object{"x": []int{0, 1}, "y": 2},
		"markLine": object{"symbol": "none", "silent": true, "lineStyle": object{"color": "ink:text", "type": "solid", "width": 1}, "data": []object{{"xAxis": millis(s.in.Today), "name": s.period("day", s.in.Today.String()), "label": object{"formatter": "fmt:name", "position": "start", "distance": 4}}}},
	}
	return &picture{
		chart: c, text: s.in.Words.Say("chart.text.spans", len(names), map[string]string{"n": s.number("integer", float64(len(names))), "from": s.label(begin), "to": s.label(end)}),
		series: []series{{more, marks}},
		more: object{
			"grid": object{"left": 8, "right": 16, "top": 24, "bottom": 4, "containLabel": true}, "legend": object{"show": false}, "tooltip": object{"show": true, "trigger": "item"},
			"xAxis": object{"type": "time", "min": millis(from), "max": millis(to), "axisLabel": object{"formatter": "fmt:month", "hideOverlap": true}, "splitLine": object{"show": true, "lineStyle": object{"color": "ink:grid"}}},
			"yAxis": upright.category(true),
		},
	}, nil
}

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

// spanFill says by what a row is worth: what counts is blue, a trial an
// outline, what is served beyond its end pale, anything else grey.
func (s *sheet) spanFill(row int) object {
	status, has := s.column("status")
	trial, hasTrial := s.column("trial")
	switch {
	case hasTrial && asText(s.value(row, trial)) == "yes", has && asText(s.value(row, status)) == "trial":
		return object{"color": "ink:canvas", "borderColor": "ink:counts", "borderWidth": 1, "borderType": "dashed"}
	case has && asText(s.value(row, status)) == "grace":
		return fill("part", 0, false)
	case has && asText(s.value(row, status)) != "active":
		return object{"color": "ink:line"}
	}
	return fill("counts", 0, false)
}

// rates draws two rates of different bases: the first wide and pale, the second
// thin and dark over it, amber beyond 100 %, with both bases printed.
func rates(s *sheet) (*picture, error) {
	a, ok := s.along()
	if !ok {
		return nil, nil
	}
	tracks := s.tracks(a.points)
	if len(tracks) != 2 {
		return s.lacks(NeedsRates)
	}
	high := 0.0
	for _, t := range tracks {
		for _, x := range t.cells {
			v, _ := s.figure(x)
			high = max(high, v)
		}
	}
	wide, wideMarks := s.row(tracks[0], func(v float64, _ int) any { return v })
	thin, thinMarks := s.row(tracks[1], func(v float64, _ int) any { return v })
	over := split(thin)
	name := s.in.Words.Say("chart.above", 1, nil)
	c := charts.NewBar()
	c.AddSeries(tracks[0].name, nil)
	c.AddSeries(tracks[1].name, nil)
	tip := object{"valueFormatter": "fmt:pct"}
	p := &picture{chart: c, text: s.sentence(a, tracks), series: []series{
		{object{"data": wide, "yAxisIndex": 1, "barWidth": 14, "itemStyle": fill("part", 0, false), "tooltip": tip}, wideMarks},
		{object{"data": thin, "barWidth": 6, "stack": "second", "z": 4, "itemStyle": object{"color": "ink:strong"}, "tooltip": tip, "markLine": object{
			"symbol": "none", "silent": true, "z": 6, "lineStyle": object{"color": "ink:text", "type": "solid", "width": 1},
			"data": append(s.untold(1, tracks...), object{"xAxis": 1, "label": object{"formatter": "fmt:pct0", "position": "start", "distance": 3}}),
		}}, thinMarks},
	}}
	names := []string{tracks[0].name, tracks[1].name}
	if over != nil {
		names = append(names, name)
		c.AddSeries(name, nil)
		marks := make([]*report.Mark, len(thinMarks))
		for i, d := range over {
			if d["value"] != nil {
				marks[i] = thinMarks[i]
			}
		}
		p.series = append(p.series, series{object{"data": over, "barWidth": 6, "stack": "second", "z": 4, "itemStyle": fill("over", 0, false), "tooltip": tip, "beyond": true}, marks})
	}
	top, step := rateScale(high)
	category, hidden := a.category(true), a.category(true)
	hidden["show"] = false
	p.more = object{
		"grid": object{"left": 8, "right": 16, "top": 52, "bottom": 4, "containLabel": true}, "legend": legend(names), "tooltip": object{"show": true, "trigger": "axis", "axisPointer": object{"type": "shadow"}},
		"xAxis": object{"type": "value", "min": 0, "max": top, "interval": step, "axisLabel": object{"formatter": "fmt:pct0", "hideOverlap": true}},
		"yAxis": []object{category, hidden, s.baseAxis(tracks[0], 0), s.baseAxis(tracks[1], baseWidth)},
	}
	return p, nil
}

// baseWidth is the room of a column of what rates are made of; baseTitle is how
// many letters its title has in a line.
const (
	baseWidth = 104
	baseTitle = 16
)

// folded breaks a title that is longer than a line at the space nearest to its
// middle.
func folded(title string, most int) string {
	letters := []rune(title)
	at, middle := -1, len(letters)/2
	for i, r := range letters {
		if r == ' ' && (at < 0 || max(i-middle, middle-i) < max(at-middle, middle-at)) {
			at = i
		}
	}
	if len(letters) <= most || at < 0 {
		return title
	}
	letters[at] = '\n'
	return string(letters)
}

// baseAxis prints what the rates of a track are made of, at the right.
func (s *sheet) baseAxis(t track, offset int) object {
	texts := make([]string, len(t.cells))
	for i, x := range t.cells {
		texts[i] = "–"
		if b := s.baseOf(x); b != nil {
			part, _ := b[0].(float64)
			of, _ := b[1].(float64)
			texts[i] = s.in.Words.Say("chart.base", 1, map[string]string{"part": s.number("decimal", part), "of": s.number("decimal", of)})
		}
	}
	return object{
		"type": "category", "inverse": true, "position": "right", "offset": offset, "data": texts, "axisLine": object{"show": false}, "axisTick": object{"show": false}, "name": folded(t.name, baseTitle),
		"nameLocation": "start", "nameGap": 8, "nameTextStyle": object{"align": "left", "color": "ink:text2", "fontSize": 11}, "nameTruncate": object{"maxWidth": baseWidth - 8}, "axisLabel": object{"color": "ink:text2", "fontSize": 11},
	}
}
