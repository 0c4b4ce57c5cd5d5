// Package chart draws: it turns figures into ECharts options with go-echarts.
// An option holds data, formatter names and the few colours that mean
// something; fonts, axes and the rest are the window's theme. It alone knows
// go-echarts. The rule not to break: never its Render, which writes names
// unescaped into a page; the option leaves as JSON text.
package chart

import (
	"encoding/json"
	"fmt"
)

// Palette holds the colours that mean something (docs/design.md): Counts is
// ours, Part a pale part of it with Edge, Strong the thin bar over it, Over
// what is above 100 %.
type Palette struct {
	Counts, Over, Part, Strong, Edge string
	Canvas, Band, Grid               string
	Text, Muted, Line                string
}

// Light and Dark are the palettes of the two colour schemes.
var (
	Light = Palette{
		Counts: "#3764af", Over: "#bf7622", Part: "#a9c5f6", Strong: "#1d4a94", Edge: "#3f70c6",
		Canvas: "#ffffff", Band: "#f1f3f6", Grid: "#e8ebef", Text: "#191c22", Muted: "#4d5561", Line: "#848c99",
	}
	Dark = Palette{
		Counts: "#709fe9", Over: "#eaa85d", Part: "#2a4a86", Strong: "#c3d7ff", Edge: "#4573c4",
		Canvas: "#15171b", Band: "#1b1e23", Grid: "#23272e", Text: "#e7e9ed", Muted: "#abb2bd", Line: "#6b7380",
	}
)

// Scheme returns the palette of the dark or the light colour scheme.
func Scheme(dark bool) Palette {
	if dark {
		return Dark
	}
	return Light
}

// drawable is what every go-echarts chart can do.
type drawable interface {
	Validate()
	JSON() map[string]any
}

// object is a JSON object, for what go-echarts has no field for.
type object = map[string]any

// option finishes a chart: its JSON, with the parts in more laid over the top
// level and those of series[i] over series i.
func option(c drawable, more object, series []object) (string, error) {
	c.Validate()
	raw, err := json.Marshal(c.JSON())
	if err != nil {
		return "", fmt.Errorf("encode chart: %w", err)
	}
	var o object
	if err := json.Unmarshal(raw, &o); err != nil {
		return "", fmt.Errorf("read chart: %w", err)
	}
	for _, unused := range []string{"title", "toolbox", "color"} {
		delete(o, unused)
	}
	for k, v := range more {
		o[k] = v
	}
	list, _ := o["series"].([]any)
	for i, extra := range series {
		s, ok := list[i].(object)
		if !ok {
			return "", fmt.Errorf("chart has no series %d", i)
		}
		for k, v := range extra {
			s[k] = v
		}
	}
	out, err := json.Marshal(o)
	return string(out), err
}

// hatch is the fill that says "by itself".
func hatch(color string) object {
	return object{"symbol": "rect", "dashArrayX": []int{1, 0}, "dashArrayY": []int{2, 3}, "rotation": 0.7853981633974483, "color": color}
}

// vertical is a reference line across the chart, labelled at its top.
func (p Palette) vertical(at any, label object) object {
	return object{
		"symbol": "none", "silent": true, "lineStyle": object{"color": p.Text, "type": "solid", "width": 1},
		"data": []object{{"xAxis": at, "label": label}},
	}
}

// names is a category axis of names down the left side.
func (p Palette) names(list []string, width int) object {
	return object{
		"type": "category", "inverse": true, "data": list, "axisLine": object{"show": false}, "axisTick": object{"show": false},
		"axisLabel": object{"color": p.Text, "fontSize": 12, "width": width, "overflow": "truncate"},
	}
}
