package chart

import (
	"encoding/json"
	"fmt"

	"headroom/backend/report"
)

// series is one series of a picture: what is laid over what go-echarts made of
// it, and the figure behind each of its points.
type series struct {
	more  object
	marks []*report.Mark
}

// picture is a chart on its way to an option.
type picture struct {
	chart  drawable
	more   object // laid over the top level
	series []series
	text   string
}

func (p *picture) cells() [][]*report.Mark {
	out := make([][]*report.Mark, len(p.series))
	for i, s := range p.series {
		out[i] = s.marks
		if s.marks == nil {
			out[i] = []*report.Mark{}
		}
	}
	return out
}

func (p *picture) size() int {
	n := 0
	for _, s := range p.series {
		n += len(s.marks)
	}
	return n
}

// option is the JSON text. The chart's own JSON is read back, as its parts are
// the types of go-echarts, and what it has no fields for is laid over them.
func (p *picture) option() (string, error) {
	p.chart.Validate()
	raw, err := json.Marshal(p.chart.JSON())
	if err != nil {
		return "", fmt.Errorf("encode chart: %w", err)
	}
	var o object
	if err := json.Unmarshal(raw, &o); err != nil {
		return "", fmt.Errorf("read chart: %w", err)
	}
	for _, unused := range []string{"title", "toolbox", "color", "legend", "tooltip"} {
		delete(o, unused)
	}
	for k, v := range p.more {
		if v == nil {
			delete(o, k)
			continue
		}
		o[k] = v
	}
	list, _ := o["series"].([]any)
	if len(list) != len(p.series) {
		return "", fmt.Errorf("chart has %d series and %d were meant", len(list), len(p.series))
	}
	for i, extra := range p.series {
		s, ok := list[i].(object)
		if !ok {
			return "", fmt.Errorf("chart has no series %d", i)
		}
		for k, v := range extra.more {
			s[k] = v
		}
	}
	o["animation"] = false
	out, err := json.Marshal(o)
	return string(out), err
}
