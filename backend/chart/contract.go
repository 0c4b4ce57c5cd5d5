package chart

import (
	"github.com/go-echarts/go-echarts/v2/charts"

	"headroom/backend/report"
)

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
			"data": append(append(s.untold(1, tracks...), s.lone(tracks)...), object{"xAxis": 1, "label": object{"formatter": "fmt:pct0", "position": "start", "distance": 3}}),
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
		"grid": object{"left": 0, "right": 16, "top": 52, "bottom": 4, "containLabel": true}, "legend": legend(names), "tooltip": object{"show": true, "trigger": "axis", "axisPointer": object{"type": "shadow"}},
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

// lone are the dotted tracks of the things of which only the first rate is known.
func (s *sheet) lone(tracks []track) []any {
	var out []any
	for i := range tracks[0].cells {
		_, first := s.figure(tracks[0].cells[i])
		_, second := s.figure(tracks[1].cells[i])
		if first && !second {
			out = append(out, []object{{"coord": []any{0, i}, "lineStyle": object{"color": "ink:strong", "type": "dotted", "width": 1.5}, "label": object{"show": false}}, {"coord": []any{1, i}}})
		}
	}
	return out
}

// baseName is what a rate is made of in words, else what it is called.
func (s *sheet) baseName(t track) string {
	c := s.in.Result.Columns[t.col]
	name := c.Name
	if c.Metric != "" {
		name = c.Metric
	}
	if text := s.in.Words.Say("chart.of."+name, 1, nil); text != "" {
		return text
	}
	return t.name
}

// baseAxis prints what the rates of a track are made of, at the right.
func (s *sheet) baseAxis(t track, offset int) object {
	texts := make([]string, len(t.cells))
	for i, x := range t.cells {
		texts[i] = s.in.Words.Say("chart.gap", 1, nil)
		if v, known := s.figure(x); known {
			texts[i] = s.number("percent", v)
		}
		if b := s.baseOf(x); b != nil {
			part, _ := b[0].(float64)
			of, _ := b[1].(float64)
			texts[i] = s.in.Words.Say("chart.base", 1, map[string]string{"part": s.number("decimal", part), "of": s.number("decimal", of)})
		}
	}
	return object{
		"type": "category", "inverse": true, "position": "right", "offset": offset, "data": texts, "axisLine": object{"show": false}, "axisTick": object{"show": false}, "name": folded(s.baseName(t), baseTitle),
		"nameLocation": "start", "nameGap": 8, "nameTextStyle": object{"align": "left", "color": "ink:text2", "fontSize": 11}, "nameTruncate": object{"maxWidth": baseWidth - 8}, "axisLabel": object{"color": "ink:text2", "fontSize": 11},
	}
}
