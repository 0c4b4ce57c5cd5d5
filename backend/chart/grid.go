package chart

import (
	"math"
	"slices"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"

	"headroom/backend/portfolio"
	"headroom/backend/report"
)

// rounded is a round number at or above v.
func rounded(v float64) float64 {
	if v <= 0 {
		return 1
	}
	magnitude := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10} {
		if m*magnitude >= v {
			return m * magnitude
		}
	}
	return v
}

// mostCells bounds a heatmap; smaller cells could not be told apart.
const mostCells = 4000

// heatmap colours category × split by the figure.
func heatmap(s *sheet) (*picture, error) {
	a, ok := s.along()
	if !ok {
		return nil, nil
	}
	tracks := s.tracks(a.points)
	if s.over(len(a.points)*len(tracks), mostCells) || s.over(len(tracks), 100) {
		return nil, nil
	}
	shade := s.shade(tracks)
	printed := s.v.Labels == "all" || s.v.Labels == "" && len(a.points)*len(tracks) <= 5*directLabels
	data, marks, names := []object{}, []*report.Mark{}, make([]string, len(tracks))
	for k, t := range tracks {
		names[k] = t.name
		for i, c := range t.cells {
			v, known := s.figure(c)
			if !known {
				continue
			}
			o := s.item(c, []any{i, k, v})
			o["says"] = []any{s.line(c)}
			o["name"] = s.pointName(a.points[i]) + " · " + t.name
			o["itemStyle"], o["label"] = shade.edge(v), shade.label(v, printed, s.valueFormat(t.col))
			data, marks = append(data, o), append(marks, s.mark(c))
		}
	}
	c := charts.NewHeatMap()
	c.AddSeries(s.label(tracks[0].col), nil)
	upright := axis{points: make([]point, len(names))}
	for i, name := range names {
		upright.points[i].name = name
	}
	category, side := a.category(false), upright.category(true)
	category["splitArea"], side["splitArea"] = object{"show": false}, object{"show": false}
	return &picture{
		chart: c, text: s.sentence(a, tracks), series: []series{{object{"data": data}, marks}},
		more: object{
			"grid": object{"left": 0, "right": 16, "top": 30, "bottom": 4, "containLabel": true}, "legend": object{"show": false}, "xAxis": category, "yAxis": side,
			"visualMap": s.ramp(shade, tracks[0].col), "tooltip": object{"show": true, "trigger": "item"},
		},
	}, nil
}

// shading is how figures become colours: a ramp, or two from the middle where
// some are below zero.
type shading struct {
	low, high float64
	diverging bool
}

func (s *sheet) shade(tracks []track) shading {
	x := shading{math.Inf(1), math.Inf(-1), false}
	for _, t := range tracks {
		for _, c := range t.cells {
			if v, known := s.figure(c); known {
				x.low, x.high = min(x.low, v), max(x.high, v)
			}
		}
	}
	if x.low > x.high {
		x.low, x.high = 0, 1
	}
	if x.diverging = x.low < 0 && x.high > 0; x.diverging {
		x.high = max(x.high, -x.low)
		x.low = -x.high
		return x
	}
	x.low, x.high = min(x.low, 0), max(x.high, 0)
	if x.low == x.high {
		x.high = x.low + 1
	}
	return x
}

// strong reports whether v has one of the colours far from the canvas.
func (x shading) strong(v float64) bool {
	if x.diverging {
		return math.Abs(v) > 0.6*x.high
	}
	return (v-x.low)/(x.high-x.low) > 0.5
}

// edge outlines the pale ones, which would be lost on the canvas.
func (x shading) edge(v float64) object {
	if x.strong(v) {
		return object{"borderColor": "ink:canvas", "borderWidth": 1}
	}
	return object{"borderColor": "ink:edge", "borderWidth": 0.5}
}

func (x shading) label(v float64, show bool, format string) object {
	color := "ink:text"
	if x.strong(v) {
		color = "ink:canvas"
	}
	return object{"show": show, "color": color, "fontSize": 11, "formatter": format}
}

// ramp is the legend of a shading, with its ends beside it.
func (s *sheet) ramp(x shading, col int) object {
	format := s.formatOf(col)
	colors := []string{"ink:ramp1", "ink:ramp2", "ink:ramp3", "ink:ramp4", "ink:ramp5"}
	if x.diverging {
		colors = []string{"ink:below3", "ink:below2", "ink:below1", "ink:middle", "ink:above1", "ink:above2", "ink:above3"}
	}
	return object{
		"type": "continuous", "min": x.low, "max": x.high, "calculable": false, "orient": "horizontal", "left": 4, "top": 0, "itemWidth": 10, "itemHeight": 120, "precision": 4, "padding": 4,
		"inRange": object{"color": colors}, "textStyle": object{"color": "ink:text2", "fontSize": 11}, "text": []string{s.number(format, x.high), s.number(format, x.low)},
	}
}

// mostYears is how many years a calendar shows, one below the other.
const mostYears = 5

// calendar colours days, a row of weeks for each year.
func calendar(s *sheet) (*picture, error) {
	col, _ := s.column(s.v.Category)
	if s.in.Result.Columns[col].Format != "day" {
		return s.lacks(NeedsDays)
	}
	s.most = mostYears * 366
	a, ok := s.along()
	if !ok {
		return nil, nil
	}
	tracks := s.tracks(a.points)[:1]
	shade := s.shade(tracks)
	days := map[string][]object{}
	marks := map[string][]*report.Mark{}
	var years []string
	rows := rowsOf(a)
	for i, p := range a.points {
		d, err := portfolio.ParseDay(asText(p.value))
		v, known := s.figure(tracks[0].cells[i])
		if err != nil {
			continue
		}
		year := strconv.Itoa(d.Time().Year())
		if rows != nil {
			year = rows[0] + "–" + rows[1]
		}
		if !slices.Contains(years, year) {
			years = append(years, year)
		}
		if known {
			o := s.item(tracks[0].cells[i], []any{d.String(), v})
			o["says"], o["name"], o["itemStyle"] = []any{s.line(tracks[0].cells[i])}, s.period("day", d.String()), shade.edge(v)
			days[year], marks[year] = append(days[year], o), append(marks[year], s.mark(tracks[0].cells[i]))
		}
	}
	if s.over(len(years), mostYears) {
		return nil, nil
	}
	return s.years(a, tracks, shade, years, rows, days, marks), nil
}

// rowsOf are the first and the last day of the months of a year's worth of days
// that begins in one year and ends in the next: they stand in one row. Others
// have a row for each year, nil here.
func rowsOf(a axis) []string {
	first, err := portfolio.ParseDay(asText(a.points[0].value))
	last, lastErr := portfolio.ParseDay(asText(a.points[len(a.points)-1].value))
	if err != nil || lastErr != nil || last-first > 366 || first.Time().Year() == last.Time().Year() {
		return nil
	}
	from, to := first.Time(), last.Time()
	begins := from.AddDate(0, 0, 1-from.Day())
	ends := to.AddDate(0, 1, -to.Day())
	return []string{portfolio.DayIn(begins).String(), portfolio.DayIn(ends).String()}
}

func (s *sheet) years(a axis, tracks []track, shade shading, years, rows []string, days map[string][]object, marks map[string][]*report.Mark) *picture {
	c := charts.NewHeatMap()
	p := &picture{chart: c, text: s.sentence(a, tracks)}
	calendars := make([]object, len(years))
	months, weekdays := make([]string, 12), make([]string, 7)
	for i := range months {
		months[i] = s.in.Words.Say("chart.month."+strconv.Itoa(i+1), 1, nil)
	}
	for i := range weekdays {
		weekdays[i] = s.in.Words.Say("chart.weekday."+strconv.Itoa(i), 1, nil)
	}
	each := 86 / float64(len(years))
	for i, year := range years {
		c.AddSeries(year, nil)
		p.series = append(p.series, series{object{"data": days[year], "coordinateSystem": "calendar", "calendarIndex": i}, marks[year]})
		reach := any(year)
		if rows != nil {
			reach = rows
		}
		calendars[i] = object{
			"range": reach, "left": 60, "right": 12, "top": percent(12 + each*float64(i) + each*0.16), "height": percent(each * 0.74), "cellSize": []any{"auto", "auto"},
			"itemStyle": object{"color": "ink:canvas", "borderColor": "ink:grid", "borderWidth": 0.5}, "splitLine": object{"lineStyle": object{"color": "ink:line", "width": 1}},
			"dayLabel":   object{"firstDay": 1, "nameMap": weekdays, "color": "ink:text2", "fontSize": 10},
			"monthLabel": object{"nameMap": months, "color": "ink:text2", "fontSize": 11}, "yearLabel": object{"show": true, "color": "ink:text2", "fontSize": 11, "margin": 34},
		}
	}
	p.more = object{"calendar": calendars, "legend": object{"show": false}, "xAxis": nil, "yAxis": nil, "visualMap": s.ramp(shade, tracks[0].col), "tooltip": object{"show": true, "trigger": "item"}}
	return p
}

func percent(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) + "%" }
