package chart

import (
	"github.com/go-echarts/go-echarts/v2/charts"

	"headroom/backend/report"
)

// slice is a part of a whole: a point of one series, or a series of one point.
type slice struct {
	name string
	cell cell
	tone string
}

// slices reads the answer as parts. ok is false where there are too many or
// where a part is negative; s.said then says so.
func (s *sheet) slices(amounts bool) (out []slice, a axis, tracks []track, ok bool) {
	a, ok = s.along()
	if !ok {
		return nil, a, nil, false
	}
	tracks = s.tracks(a.points)
	if len(a.points) == 1 && len(tracks) > 1 {
		for _, t := range tracks {
			out = append(out, slice{t.name, t.cells[0], t.style.Tone})
		}
	} else if len(tracks) > 0 {
		tracks = tracks[:1]
		for i, p := range a.points {
			out = append(out, slice{s.pointName(p), tracks[0].cells[i], ""})
		}
	}
	if s.over(len(out), s.most) {
		return nil, a, tracks, false
	}
	sum := 0.0
	for _, x := range out {
		v, _ := s.figure(x.cell)
		if v < 0 || amounts && s.in.Result.Columns[x.cell.col].Type == "ratio" {
			s.said = s.empty(OneNeeded, NeedsPositive, 0)
			return nil, a, tracks, false
		}
		sum += v
	}
	if sum == 0 {
		s.said = s.empty(OneNeeded, NeedsPositive, 0)
	}
	return out, a, tracks, sum > 0
}

// sliced are the data and marks of parts.
func (s *sheet) sliced(parts []slice) ([]object, []*report.Mark, []string) {
	data, marks, names := make([]object, len(parts)), make([]*report.Mark, len(parts)), make([]string, len(parts))
	seen := map[string]bool{}
	for i, x := range parts {
		name := x.name
		for seen[name] {
			name += " "
		}
		seen[name] = true
		names[i] = name
		data[i] = object{"name": name, "value": nil, "itemStyle": fill(x.tone, i, len(parts) > 2)}
		if v, known := s.figure(x.cell); known {
			data[i]["value"] = v
			marks[i] = s.mark(x.cell)
			if b := s.baseOf(x.cell); b != nil {
				data[i]["base"] = b
			}
		}
	}
	return data, marks, names
}

func pie(s *sheet) (*picture, error) {
	parts, a, tracks, ok := s.slices(true)
	if !ok {
		return nil, nil
	}
	c := charts.NewPie()
	c.AddSeries(s.label(tracks[0].col), nil)
	data, marks, names := s.sliced(parts)
	radius := []string{"0%", "72%"}
	if s.v.Show == report.ShowDonut {
		radius[0] = "44%"
	}
	printed := s.v.Labels == "all" || len(parts) <= directLabels
	key := scrolled(names)
	if printed {
		key["show"] = false
	}
	more := object{
		"data": data, "radius": radius, "center": []string{"50%", "50%"}, "tooltip": object{"valueFormatter": s.valueFormat(tracks[0].col)}, "unit": s.in.Result.Columns[tracks[0].col].Unit,
		"label":           object{"show": printed, "formatter": "slice:" + s.valueFormat(tracks[0].col), "color": "ink:text", "fontSize": 11, "width": 130, "overflow": "truncate"},
		"labelLine":       object{"length": 8, "length2": 6},
		"itemStyle":       object{"borderColor": "ink:canvas", "borderWidth": 1},
		"percentDecimals": 1, "clockwise": true, "startAngle": 90,
	}
	return &picture{chart: c, more: object{"legend": key, "tooltip": object{"show": true, "trigger": "item"}}, series: []series{{more, marks}}, text: s.sentence(a, tracks)}, nil
}

// scrolled is the legend of parts.
func scrolled(names []string) object {
	l := legend(names)
	l["icon"] = "rect"
	return l
}

func funnel(s *sheet) (*picture, error) {
	parts, a, tracks, ok := s.slices(false)
	if !ok {
		return nil, nil
	}
	c := charts.NewFunnel()
	c.AddSeries(s.label(tracks[0].col), nil)
	data, marks, _ := s.sliced(parts)
	more := object{
		"data": data, "sort": "none", "left": "4%", "right": "34%", "width": "62%", "top": 12, "bottom": 12, "gap": 2, "minSize": "2%",
		"tooltip":   object{"valueFormatter": s.valueFormat(tracks[0].col)},
		"unit":      s.in.Result.Columns[tracks[0].col].Unit,
		"label":     object{"show": true, "position": "right", "formatter": "slice:" + s.valueFormat(tracks[0].col), "color": "ink:text", "fontSize": 11, "width": 160, "overflow": "truncate"},
		"labelLine": object{"show": true, "length": 8}, "itemStyle": object{"borderColor": "ink:canvas", "borderWidth": 1},
	}
	return &picture{chart: c, more: object{"legend": object{"show": false}, "tooltip": object{"show": true, "trigger": "item"}}, series: []series{{more, marks}}, text: s.sentence(a, tracks)}, nil
}

// treemap draws the parts of the category, and those of the split within them.
func treemap(s *sheet) (*picture, error) {
	a, ok := s.along()
	if !ok {
		return nil, nil
	}
	tracks := s.tracks(a.points)
	if s.over(len(a.points)*len(tracks), s.most*mostSeries) {
		return nil, nil
	}
	c := charts.NewTreeMap()
	c.AddSeries(s.label(tracks[0].col), nil)
	// The window counts the parts as ECharts does: the whole first, then each
	// thing followed by what is in it.
	marks := []*report.Mark{nil}
	nodes := []object{}
	for i, p := range a.points {
		node := object{"name": s.pointName(p)}
		sum, leaves, found := 0.0, []object{}, []*report.Mark{}
		for _, t := range tracks {
			v, known := s.figure(t.cells[i])
			if !known || v == 0 {
				continue
			}
			if v < 0 || s.in.Result.Columns[t.col].Type == "ratio" {
				return s.lacks(NeedsPositive)
			}
			sum += v
			leaves = append(leaves, object{"name": t.name, "title": s.pointName(p) + " · " + t.name, "value": v, "itemStyle": fill("part", 0, false)})
			found = append(found, s.mark(t.cells[i]))
		}
		if len(leaves) == 0 {
			continue
		}
		node["value"] = sum
		if len(tracks) == 1 {
			node["itemStyle"] = fill("part", 0, false)
			marks = append(marks, found[0])
		} else {
			node["itemStyle"], node["children"] = object{"color": "ink:canvas", "borderColor": "ink:edge"}, leaves
			marks = append(append(marks, nil), found...)
		}
		nodes = append(nodes, node)
	}
	if len(nodes) == 0 {
		return s.lacks(NeedsPositive)
	}
	format := s.valueFormat(tracks[0].col)
	more := object{
		"data": nodes, "roam": false, "nodeClick": false, "breadcrumb": object{"show": false}, "left": 0, "right": 0, "top": 0, "bottom": 0, "visibleMin": 1,
		"tooltip": object{"valueFormatter": format}, "unit": s.in.Result.Columns[tracks[0].col].Unit,
		"label":      object{"show": true, "formatter": "slice:" + format, "color": "ink:text", "fontSize": 11, "overflow": "truncate"},
		"upperLabel": object{"show": len(tracks) > 1, "height": 20, "color": "ink:text", "backgroundColor": "ink:band", "fontSize": 11, "overflow": "truncate", "padding": []int{0, 4}},
		"levels": []object{
			{"itemStyle": object{"borderColor": "ink:canvas", "borderWidth": 0, "gapWidth": 2}, "upperLabel": object{"show": false}},
			{"itemStyle": object{"gapWidth": 2}},
			{"itemStyle": object{"gapWidth": 2}},
		},
	}
	return &picture{chart: c, more: object{"legend": object{"show": false}, "tooltip": object{"show": true, "trigger": "item"}}, series: []series{{more, marks}}, text: s.sentence(a, tracks)}, nil
}

// The bounds of a sankey, beyond which its ribbons cannot be followed.
const (
	mostNodes = 80
	mostLinks = 300
)

// flows reports whether anything goes from point i.
func flows(tracks []track, s *sheet, i int) bool {
	for _, t := range tracks {
		if v, known := s.figure(t.cells[i]); known && v != 0 {
			return true
		}
	}
	return false
}

// sankey draws how much goes from each thing of the category to each of the split.
func sankey(s *sheet) (*picture, error) {
	a, ok := s.along()
	if !ok {
		return nil, nil
	}
	tracks := s.tracks(a.points)
	if s.over(len(a.points)+len(tracks), mostNodes) {
		return nil, nil
	}
	nodes, links, marks := []object{}, []object{}, []*report.Mark{}
	for i, p := range a.points {
		if flows(tracks, s, i) {
			nodes = append(nodes, object{"name": id("from", i), "title": s.pointName(p), "itemStyle": object{"color": ink(0)}})
		}
	}
	for k, t := range tracks {
		to := len(links)
		for i, c := range t.cells {
			v, known := s.figure(c)
			if !known || v == 0 {
				continue
			}
			if v < 0 || s.in.Result.Columns[t.col].Type == "ratio" {
				return s.lacks(NeedsPositive)
			}
			links = append(links, object{"source": id("from", i), "target": id("to", k), "value": v, "title": s.pointName(a.points[i]) + " → " + t.name})
			marks = append(marks, s.mark(c))
		}
		if len(links) > to {
			nodes = append(nodes, object{"name": id("to", k), "title": t.name, "itemStyle": object{"color": ink(1)}})
		}
	}
	if len(links) == 0 {
		return s.lacks(NeedsPositive)
	}
	if s.over(len(links), mostLinks) {
		return nil, nil
	}
	c := charts.NewSankey()
	c.AddSeries(s.label(tracks[0].col), nil, nil)
	more := object{
		"data": nodes, "links": links, "left": 8, "right": 176, "top": 8, "bottom": 8, "nodeWidth": 12, "nodeGap": 10, "draggable": false, "layoutIterations": 0, "emphasis": object{"disabled": true},
		"tooltip": object{"valueFormatter": s.valueFormat(tracks[0].col)}, "unit": s.in.Result.Columns[tracks[0].col].Unit,
		"label": object{"show": true, "formatter": "fmt:title", "color": "ink:text", "fontSize": 11, "width": 156, "overflow": "truncate"}, "labelLayout": object{"hideOverlap": true},
		"lineStyle": object{"color": "ink:edge", "opacity": 0.35, "curveness": 0.5},
	}
	return &picture{chart: c, more: object{"legend": object{"show": false}, "tooltip": object{"show": true, "trigger": "item"}}, series: []series{{more, marks}}, text: s.sentence(a, tracks)}, nil
}
