package chart

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"headroom/backend/portfolio"
)

// number writes a figure in the person's language.
func (s *sheet) number(format string, v float64) string {
	switch format {
	case "percent":
		return s.in.Words.Say("chart.percent", 1, map[string]string{"n": s.digits(v*100, 1, true)})
	case "integer":
		return s.digits(v, 0, false)
	case minor:
		return s.digits(v, 2, true)
	}
	return s.digits(v, 1, false)
}

// formatOf is the format of a column's figures in a sentence.
func (s *sheet) formatOf(col int) string {
	if s.in.Result.Columns[col].Unit == minor {
		return minor
	}
	return s.in.Result.Columns[col].Format
}

// cycle writes a number, or the name of a period that comes again.
func (s *sheet) cycle(format string, v float64) string {
	switch n := int(v); {
	case format == "month_of_year" && n >= 1 && n <= 12:
		return s.in.Words.Say("chart.month."+strconv.Itoa(n), 1, nil)
	case format == "day_of_week" && n >= 1 && n <= 7:
		return s.in.Words.Say("chart.weekday."+strconv.Itoa(n%7), 1, nil)
	}
	return s.number(format, v)
}

// digits groups a number by thousands and marks its decimals as the language does.
func (s *sheet) digits(v float64, decimals int, always bool) string {
	text := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, rest, _ := strings.Cut(text, ".")
	if !always && strings.Trim(rest, "0") == "" {
		rest = ""
	}
	group := s.in.Words.Say("chart.group", 1, nil)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + group + whole[i:]
	}
	if rest != "" {
		whole += s.in.Words.Say("chart.decimal", 1, nil) + rest
	}
	if v < 0 && strings.Trim(text, "0.") != "" {
		return "−" + whole
	}
	return whole
}

// period writes the first day of a period, or a day.
func (s *sheet) period(grain, day string) string {
	d, err := portfolio.ParseDay(day[:min(10, len(day))])
	if err != nil {
		return plain(day)
	}
	y, m, n := d.Time().Date()
	args := map[string]string{"year": strconv.Itoa(y), "month": s.in.Words.Say("chart.month."+strconv.Itoa(int(m)), 1, nil), "day": strconv.Itoa(n), "quarter": strconv.Itoa((int(m) + 2) / 3)}
	switch grain {
	case "month", "quarter", "year":
		return s.in.Words.Say("chart.date."+grain, 1, args)
	}
	return s.in.Words.Say("chart.date.day", 1, args)
}

// extremes are the known figures of a drawing that are worth saying.
type extremes struct {
	n                     int
	low, high             float64
	lowAt, highAt         string
	lowFormat, highFormat string
}

// extent finds the highest and the lowest figure of the tracks.
func (s *sheet) extent(points []point, tracks []track) extremes {
	var x extremes
	for _, t := range tracks {
		format := s.formatOf(t.col)
		for i, c := range t.cells {
			v, known := s.figure(c)
			if !known {
				continue
			}
			name := t.name
			if len(points) > 1 || len(tracks) == 1 {
				name = s.pointName(points[i])
			}
			if len(points) > 1 && len(tracks) > 1 {
				name += ", " + t.name
			}
			if x.n == 0 || v > x.high {
				x.high, x.highAt, x.highFormat = v, name, format
			}
			if x.n == 0 || v < x.low {
				x.low, x.lowAt, x.lowFormat = v, name, format
			}
			x.n++
		}
	}
	return x
}

// pointName is what a point is called in a sentence.
func (s *sheet) pointName(p point) string {
	text, isText := p.value.(string)
	if across := s.across(); isText && len(across) > 0 && p.name == text {
		if c := s.in.Result.Columns[across[0]]; c.Type == "date" {
			return s.period(c.Format, text)
		}
	}
	return p.name
}

// sentence tells what is drawn to who does not see it: what, from and to, the
// highest and the lowest, and how many.
func (s *sheet) sentence(a axis, tracks []track) string {
	x := s.extent(a.points, tracks)
	var what []string
	seen := map[string]bool{}
	for _, t := range tracks {
		label := s.label(t.col)
		if !seen[label] && len(what) < 6 {
			seen[label] = true
			what = append(what, label)
		}
	}
	args := map[string]string{
		"what": strings.Join(what, ", "), "n": s.number("integer", float64(x.n)),
		"high": s.number(x.highFormat, x.high), "highAt": x.highAt, "low": s.number(x.lowFormat, x.low), "lowAt": x.lowAt,
	}
	if col, ok := s.column(s.v.Category); ok {
		args["by"] = s.label(col)
	}
	if known := slices.DeleteFunc(slices.Clone(a.points), func(p point) bool { return p.value == nil }); len(known) > 0 {
		args["from"], args["to"] = s.pointName(known[0]), s.pointName(known[len(known)-1])
	}
	key := "chart.text.things"
	switch {
	case x.n == 0:
		key = "chart.text.unknown"
	case x.n == 1 || args["by"] == "":
		key = "chart.text.figure"
	case a.grain != "":
		key = "chart.text.periods"
	}
	return s.in.Words.Say(key, x.n, args)
}
