package chart

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"headroom/backend/portfolio"
)

// told is a value that the window writes as the person's region does: the name of
// a format and the value between two signs that no name can have (plain).
func told(format, value string) string {
	return string(opens) + "fmt:" + format + "|" + value + string(closes)
}

// opens and closes are signs of nobody, which stand around a value in a text.
const opens, closes = '\uE000', '\uE001'

// number is a figure in a text.
func (s *sheet) number(format string, v float64) string {
	name := "num"
	switch format {
	case "percent":
		name = "pct"
	case "integer":
		name = "int"
	case minor:
		name = "decimal::2"
	}
	return told(name, strconv.FormatFloat(v, 'f', -1, 64))
}

// signs is about how many signs a figure takes when it is written.
func (s *sheet) signs(format string, v float64) int {
	decimals := map[string]int{"integer": 0, "percent": 1, minor: 2}
	if format == "percent" {
		v *= 100
	}
	n, known := decimals[format]
	if !known {
		n = 1
	}
	whole := len(strconv.FormatFloat(math.Trunc(v), 'f', 0, 64))
	n += whole + (whole-1)/3
	if format == "percent" {
		n++
	}
	return n
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

// period writes the first day of a period, or a day.
func (s *sheet) period(grain, day string) string {
	d, err := portfolio.ParseDay(day[:min(10, len(day))])
	if err != nil {
		return plain(day)
	}
	switch grain {
	case "month":
		return told("monthyear", d.String())
	case "quarter", "year":
		return told(grain, d.String())
	}
	return told("day", d.String())
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
