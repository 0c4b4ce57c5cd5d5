package chart

import (
	"math"
	"strconv"
	"strings"

	"headroom/backend/report"
)

// ink names the colour of series i; the window knows eight.
func ink(i int) string { return "ink:series" + strconv.Itoa(i%8+1) }

// patterns are the fills by which bars and slices are told apart without
// colour: plain, /, dots, \, cross, –, |, wide /.
var patterns = []object{
	nil,
	{"symbol": "rect", "dashArrayX": []int{1, 0}, "dashArrayY": []int{2, 4}, "rotation": math.Pi / 4},
	{"symbol": "circle", "symbolSize": 0.6, "dashArrayX": [][]int{{5, 5}, {0, 5, 5, 0}}, "dashArrayY": []int{5, 0}},
	{"symbol": "rect", "dashArrayX": []int{1, 0}, "dashArrayY": []int{2, 4}, "rotation": -math.Pi / 4},
	{"symbol": "diamond", "symbolSize": 0.7, "dashArrayX": [][]int{{6, 6}, {0, 6, 6, 0}}, "dashArrayY": []int{6, 0}},
	{"symbol": "rect", "dashArrayX": []int{1, 0}, "dashArrayY": []int{1, 4}},
	{"symbol": "rect", "dashArrayX": []int{1, 4}, "dashArrayY": []int{1, 0}},
	{"symbol": "rect", "dashArrayX": []int{1, 0}, "dashArrayY": []int{3, 8}, "rotation": math.Pi / 4},
}

// symbols and dashes tell lines apart without colour.
var (
	symbols = []string{"circle", "diamond", "triangle", "rect", "emptyCircle", "emptyDiamond", "emptyTriangle", "emptyRect"}
	dashes  = []any{"solid", []int{6, 3}, []int{2, 2}, []int{8, 3, 2, 3}, "solid", []int{6, 3}, []int{2, 2}, []int{1, 3}}
)

// hatching is the fill that says "by itself" or "explained".
func hatching() object {
	return object{"symbol": "rect", "dashArrayX": []int{1, 0}, "dashArrayY": []int{2, 3}, "rotation": math.Pi / 4, "color": "ink:counts"}
}

// fill is how an area of series i looks: by its fixed meaning, or by its place.
func fill(tone string, i int, patterned bool) object {
	switch tone {
	case "counts":
		return object{"color": "ink:counts"}
	case "part":
		return object{"color": "ink:part", "borderColor": "ink:edge", "borderWidth": 1}
	case "explained":
		return object{"color": "ink:part", "decal": hatching(), "borderColor": "ink:edge", "borderWidth": 1}
	case "unknown":
		return object{"color": "ink:canvas", "borderColor": "ink:line", "borderWidth": 1, "borderType": "dashed"}
	case "over":
		return object{"color": "ink:over"}
	}
	style := object{"color": ink(i)}
	if pattern := patterns[i%len(patterns)]; patterned && pattern != nil {
		decal := object{"color": "ink:decal"}
		for k, v := range pattern {
			decal[k] = v
		}
		style["decal"] = decal
	}
	return style
}

// stroke is how the line of series i looks.
func stroke(tone string, i int, patterned bool) object {
	style := object{"color": ink(i), "width": 2}
	switch tone {
	case "counts":
		style["color"] = "ink:counts"
	case "part":
		style["color"] = "ink:edge"
		style["width"] = 1
	case "explained":
		style["color"], style["type"] = "ink:edge", []int{2, 2}
	case "unknown":
		style["color"], style["type"] = "ink:line", []int{4, 3}
	case "over":
		style["color"] = "ink:over"
	default:
		if patterned {
			style["type"] = dashes[i%len(dashes)]
			if i%8 > 3 {
				style["width"] = 1.25
			}
		}
	}
	return style
}

// valueFormat names what prints the figures of a column.
func (s *sheet) valueFormat(col int) string {
	c := s.in.Result.Columns[col]
	for _, style := range s.v.Columns {
		if (style.Column == c.Name || style.Column == c.Metric) && style.Format != nil {
			format := *style.Format
			if currency := s.currency(); c.Unit == minor && currency != "" {
				format.Currency = currency
			}
			return styled(format)
		}
	}
	switch {
	case c.Type == "date" || c.Type == "time":
		return "fmt:day"
	case c.Type == "ratio" || c.Format == "percent":
		return "fmt:pct"
	case c.Unit == minor:
		return "fmt:currency:" + s.currency() + ":"
	case c.Format == "integer":
		return "fmt:int"
	}
	return "fmt:num"
}

// styled is the name of a number format of the person's: fmt:currency:EUR:2.
func styled(f report.NumberFormat) string {
	name := "fmt:" + f.Style + ":" + f.Currency + ":"
	if f.Digits != nil {
		name += strconv.Itoa(*f.Digits)
	}
	return name
}

// axisFormat names what prints the figures of an axis that goes to top.
func (s *sheet) axisFormat(col int, top float64) string {
	switch f := s.valueFormat(col); {
	case f == "fmt:pct":
		return "fmt:pct0"
	case (f == "fmt:int" || f == "fmt:num") && top >= 100_000:
		return "fmt:short"
	case strings.HasPrefix(f, "fmt:currency:") && strings.HasSuffix(f, ":"):
		return f + "0"
	case strings.HasPrefix(f, "fmt:percentage:") && strings.HasSuffix(f, ":"):
		return f + "0"
	default:
		return f
	}
}

// item is a point of a series: what is drawn, and what the window says of it.
func (s *sheet) item(c cell, drawn any) object {
	o := object{"value": drawn}
	if b := s.baseOf(c); b != nil {
		o["base"] = b
	}
	return o
}

// line is one line of what the window says of a point: a label, the name of the
// format, the figure and the unit.
func (s *sheet) line(c cell) []any {
	v, known := s.figure(c)
	out := []any{s.label(c.col), s.valueFormat(c.col), nil, s.in.Result.Columns[c.col].Unit}
	if known {
		out[2] = v
	}
	if b := s.baseOf(c); b != nil {
		out = append(out, b)
	}
	return out
}
