package chart

import (
	"slices"
	"strconv"
	"time"

	"headroom/backend/metric"
	"headroom/backend/portfolio"
)

// axis is what is along the category: its points and how they are told.
type axis struct {
	points []point
	// grain is the period of the points of a calendar, "" of other things; format
	// is the name of what prints them.
	grain  string
	format string
}

// calendarGrains are the periods that follow one another, with the next of each.
var calendarGrains = map[string]func(time.Time) time.Time{
	"day":     func(t time.Time) time.Time { return t.AddDate(0, 0, 1) },
	"week":    func(t time.Time) time.Time { return t.AddDate(0, 0, 7) },
	"month":   func(t time.Time) time.Time { return t.AddDate(0, 1, 0) },
	"quarter": func(t time.Time) time.Time { return t.AddDate(0, 3, 0) },
	"year":    func(t time.Time) time.Time { return t.AddDate(1, 0, 0) },
}

// along reads the category. Dates and numbers are put in order, and the periods
// between the first and the last are all there; what is missing is a gap. ok is
// false where there are more things than the visual can show.
func (s *sheet) along() (a axis, ok bool) {
	a.points = s.points()
	across := s.across()
	if len(across) > 0 {
		c := s.in.Result.Columns[across[0]]
		single := len(across) == 1 || s.listed()
		if c.Type == "date" || c.Type == "time" || c.Type == "number" {
			slices.SortStableFunc(a.points, func(x, y point) int { return compareValues(x.value, y.value) })
		}
		if _, cycle := metric.CycleOf(c.Format); single && (c.Type == "date" || c.Type == "time" || cycle) && !s.listed() {
			a.format = "fmt:" + c.Format
		}
		if next, calendar := calendarGrains[c.Format]; single && calendar && c.Type == "date" && !s.listed() {
			a.grain = c.Format
			if c.Name != metric.DateName { // whose periods stand beside those before them
				a.points = s.current(a.points)
			}
			a.points = complete(a.points, next, s.most+1)
		}
	}
	return a, !s.over(len(a.points), s.most)
}

// current leaves out the first periods that only the state compared with has
// figures of: what was ahead then is over now.
func (s *sheet) current(points []point) []point {
	if s.in.Query.Compare == nil {
		return points
	}
	tracks := s.tracks(points)
	for i := range points {
		if slices.ContainsFunc(tracks, func(t track) bool { v, _ := s.figure(t.cells[i]); return v != 0 }) {
			return points[i:]
		}
	}
	return points
}

// complete adds the periods that are missing between the first and the last, up
// to most of them.
func complete(points []point, next func(time.Time) time.Time, most int) []point {
	if len(points) == 0 {
		return points
	}
	first, err := portfolio.ParseDay(asText(points[0].value))
	if err != nil {
		return points
	}
	var out []point
	at := first.Time()
	for _, p := range points {
		text := asText(p.value)
		for len(out) < most {
			day := portfolio.DayIn(at).String()
			if p.value == nil || day >= text {
				break
			}
			out = append(out, point{value: day, name: day})
			at = next(at)
		}
		out = append(out, p)
		if p.value != nil && portfolio.DayIn(at).String() == text {
			at = next(at)
		}
	}
	return out
}

// data is the axis' data: the values themselves where the window prints them.
func (a axis) data() []string {
	out := make([]string, len(a.points))
	for i, p := range a.points {
		out[i] = p.name
		if a.format == "" || p.value == nil {
			continue
		}
		if n, isNumber := asNumber(p.value); isNumber {
			out[i] = strconv.FormatFloat(n, 'f', -1, 64)
		} else {
			out[i] = asText(p.value)
		}
	}
	return out
}

// category is the axis' part of the option.
func (a axis) category(upright bool) object {
	label := object{"overflow": "truncate"}
	o := object{"type": "category", "data": a.data(), "axisLabel": label}
	if a.format != "" {
		label["formatter"] = a.format
	}
	if upright {
		o["inverse"] = true
		o["axisLine"] = object{"show": false}
		o["axisTick"] = object{"show": false}
		label["color"] = "ink:text"
		label["fontSize"] = 12
		label["width"] = 148
		return o
	}
	if a.format == "" {
		label["width"] = 96
	}
	label["hideOverlap"] = true
	return o
}

// place finds the point whose period holds a day.
func (a axis) place(d portfolio.Day) (int, bool) {
	if a.grain == "" || !d.Known() {
		return 0, false
	}
	next, text := calendarGrains[a.grain], d.String()
	for i, p := range a.points {
		from := asText(p.value)
		day, err := portfolio.ParseDay(from)
		if err == nil && from <= text && text < portfolio.DayIn(next(day.Time())).String() {
			return i, true
		}
	}
	return 0, false
}
