package chart

import (
	"slices"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"

	"headroom/backend/report"
)

func id(kind string, i int) string { return kind + " " + strconv.Itoa(i) }

// ring is a polygon of a radar: a figure on every spoke.
type ring struct {
	name  string
	cells []cell
}

// radar draws a ring for each series with a spoke for each thing of the
// category; or, where a few things have several figures, a ring for each thing
// and a spoke for each figure.
func radar(s *sheet) (*picture, error) {
	a, ok := s.along()
	if !ok {
		return nil, nil
	}
	tracks := s.tracks(a.points)
	var spokes []string
	var rings []ring
	if len(a.points) >= 3 {
		for _, p := range a.points {
			spokes = append(spokes, s.pointName(p))
		}
		for _, t := range tracks {
			rings = append(rings, ring{t.name, t.cells})
		}
	} else {
		for _, t := range tracks {
			spokes = append(spokes, t.name)
		}
		for i, p := range a.points {
			r := ring{name: s.pointName(p)}
			for _, t := range tracks {
				r.cells = append(r.cells, t.cells[i])
			}
			rings = append(rings, r)
		}
	}
	spokes, rings = s.told(spokes, rings)
	if len(spokes) < 3 {
		return s.lacks(NeedsCategory)
	}
	if s.over(len(rings), 8) || s.over(len(spokes), s.most) {
		return nil, nil
	}
	return s.rings(a, tracks, spokes, rings), nil
}

// told leaves out the spokes of which nothing is known: a ring would pass them
// at zero.
func (s *sheet) told(spokes []string, rings []ring) ([]string, []ring) {
	var names []string
	kept := make([]ring, len(rings))
	for k := range rings {
		kept[k].name = rings[k].name
	}
	for i, name := range spokes {
		known := slices.ContainsFunc(rings, func(r ring) bool { _, ok := s.figure(r.cells[i]); return ok })
		if !known {
			continue
		}
		names = append(names, name)
		for k := range rings {
			kept[k].cells = append(kept[k].cells, rings[k].cells[i])
		}
	}
	return names, kept
}

// rings draws a series for each ring, so that each point is a figure.
func (s *sheet) rings(a axis, tracks []track, spokes []string, rings []ring) *picture {
	c := charts.NewRadar()
	p := &picture{chart: c, text: s.sentence(a, tracks)}
	names := make([]string, 0, len(rings))
	for k, r := range rings {
		c.AddSeries(r.name, nil)
		names = append(names, r.name)
		values, says, marks := make([]any, len(r.cells)), make([]any, len(r.cells)), make([]*report.Mark, len(r.cells))
		for i, x := range r.cells {
			says[i] = []any{spokes[i], s.line(x)}
			if v, known := s.figure(x); known {
				values[i], marks[i] = v, s.mark(x)
			}
		}
		line := stroke("", k, len(rings) > 2)
		more := object{
			"data":      []object{{"value": values, "name": r.name, "spokes": says}},
			"lineStyle": line, "itemStyle": object{"color": line["color"]}, "areaStyle": object{"color": line["color"], "opacity": 0.08}, "symbol": symbols[k%len(symbols)], "symbolSize": 5,
		}
		p.series = append(p.series, series{more, marks})
	}
	indicators := make([]object, len(spokes))
	for i, name := range spokes {
		high, unknown := 0.0, 0
		for _, r := range rings {
			for j := range r.cells {
				same := s.in.Result.Columns[r.cells[j].col].Type == s.in.Result.Columns[r.cells[i].col].Type && s.in.Result.Columns[r.cells[j].col].Unit == s.in.Result.Columns[r.cells[i].col].Unit
				if v, known := s.figure(r.cells[j]); known && same {
					high = max(high, v)
				}
			}
			if _, known := s.figure(r.cells[i]); !known {
				unknown++
			}
		}
		if unknown > 0 {
			name += " –"
		}
		indicators[i] = object{"name": name, "max": s.top(r0(rings, i), high), "min": min(0, s.least(rings, i))}
	}
	p.more = object{
		"legend": legend(names), "tooltip": object{"show": true, "trigger": "item"},
		"radar": object{
			"indicator": indicators, "center": []string{"50%", "55%"}, "radius": "66%", "splitNumber": 4,
			"axisName": object{"color": "ink:text2", "fontSize": 11, "width": 110, "overflow": "truncate"}, "splitArea": object{"show": false},
			"splitLine": object{"lineStyle": object{"color": "ink:grid"}}, "axisLine": object{"lineStyle": object{"color": "ink:grid"}},
		},
	}
	return p
}

// r0 is a cell of spoke i, which says what it measures.
func r0(rings []ring, i int) cell { return rings[0].cells[i] }

func (s *sheet) least(rings []ring, i int) float64 {
	low := 0.0
	for _, r := range rings {
		if v, known := s.figure(r.cells[i]); known {
			low = min(low, v)
		}
	}
	return low
}

// top is a round end of an axis that reaches to high: 125 % of rates at least.
func (s *sheet) top(c cell, high float64) float64 {
	if s.in.Result.Columns[c.col].Type == "ratio" {
		top, _ := rateScale(high)
		if !s.v.Hundred && high <= 1 {
			top = 1
		}
		return top
	}
	return rounded(high)
}
