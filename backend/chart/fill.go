package chart

import (
	"slices"
	"strings"

	"headroom/backend/metric"
	"headroom/backend/report"
)

// The values a visual takes where it names none.
var (
	oneValue  = []report.Show{report.ShowPie, report.ShowDonut, report.ShowFunnel, report.ShowTreemap, report.ShowHeatmap, report.ShowCalendar, report.ShowSankey, report.ShowGauge, report.ShowBullet, report.ShowIndicator, report.ShowBox}
	allValues = []report.Show{report.ShowRadar, report.ShowScatter, report.ShowTable, report.ShowCrosstab, report.ShowTree, report.ShowFigures}
	withSplit = []report.Show{report.ShowBar, report.ShowColumn, report.ShowLine, report.ShowArea, report.ShowRadar, report.ShowHeatmap, report.ShowSankey, report.ShowTreemap}
	withPast  = []report.Show{report.ShowBar, report.ShowColumn, report.ShowLine, report.ShowArea}
)

// Fill completes v by the answer r to q: what it leaves empty follows from the
// columns. The category is the first that is no figure (an identity only where
// there is no name), the split the next; the values are the figures that can
// share an axis with the first.
func Fill(v report.Visual, q metric.Query, r metric.Result) report.Visual {
	keys, figures := sorted(q, r)
	if v.Show == report.ShowSpans {
		return fillSpans(v, r, keys)
	}
	names := named(keys)
	if v.Category == "" {
		v.Category = categoryOf(v, names)
	}
	filled := len(v.Values) == 0
	if filled {
		v.Values = valuesOf(v, figures)
	}
	pivoted := slices.ContainsFunc(r.Columns, func(c metric.Column) bool { return c.Pivot != nil })
	if v.Split == "" && !pivoted && slices.Contains(withSplit, v.Show) && len(q.Columns) == 0 {
		for _, c := range names {
			if c.Name != v.Category {
				v.Split = c.Name
				break
			}
		}
	}
	if v.Split != "" && filled && len(v.Values) > 1 && slices.Contains(withSplit, v.Show) {
		v.Values = v.Values[:1]
	}
	if filled && len(v.Values) == 1 && v.Split == "" && !pivoted && slices.Contains(withPast, v.Show) {
		v.Values = withBefore(v.Values, r)
	}
	return v
}

// sorted tells the columns that tell rows apart from those that are figures.
// Figures of a comparison are neither, and so is the total of a pivot.
func sorted(q metric.Query, r metric.Result) (keys, figures []metric.Column) {
	by := map[string]bool{}
	for _, b := range q.By {
		by[b.Dimension] = true
	}
	pivoted := map[string]bool{}
	for _, c := range r.Columns {
		if c.Pivot != nil {
			pivoted[c.Metric] = true
		}
	}
	for _, c := range r.Columns {
		number := c.Type == "number" || c.Type == "ratio"
		switch {
		case c.Role != "" && c.Role != "calculation":
		case !number || by[c.Name]:
			keys = append(keys, c)
		case c.Pivot == nil && (pivoted[c.Name] || c.Role == "calculation" && pivoted[c.Metric]):
		default:
			figures = append(figures, c)
		}
	}
	return keys, figures
}

// identity reports whether a column tells apart what another one names.
func identity(name string) bool {
	return strings.HasSuffix(name, "_key") || strings.HasSuffix(name, "_id") || name == "line" || name == "file"
}

// named leaves identities out where a name is beside them.
func named(keys []metric.Column) []metric.Column {
	names := slices.DeleteFunc(slices.Clone(keys), func(c metric.Column) bool { return identity(c.Name) })
	if len(names) == 0 {
		return keys
	}
	return names
}

func categoryOf(v report.Visual, names []metric.Column) string {
	wantsDate := v.Show == report.ShowCalendar || v.Show == report.ShowIndicator
	for _, c := range names {
		if c.Name != v.Split && (!wantsDate || c.Type == "date") {
			return c.Name
		}
	}
	return ""
}

func valuesOf(v report.Visual, figures []metric.Column) []report.Series {
	var out []report.Series
	// Without things to compare the figures themselves are what becomes fewer: sold, assigned, active.
	stages := v.Show == report.ShowFunnel && v.Category == ""
	for _, c := range figures {
		if v.Size == c.Name {
			continue
		}
		first := figures[0]
		switch {
		case stages:
			if c.Type == "ratio" {
				continue
			}
		case v.Show == report.ShowRates:
			if c.Type != "ratio" {
				continue
			}
		case slices.Contains(allValues, v.Show):
		case c.Type != first.Type || c.Unit != first.Unit:
			continue
		}
		s := report.Series{Column: c.Name}
		if v.Show == report.ShowCombo && len(out) > 0 {
			s.Show = report.ShowLine
		}
		out = append(out, s)
	}
	switch {
	case len(out) > 1 && !stages && slices.Contains(oneValue, v.Show) && figures[0].Pivot == nil:
		return out[:1]
	case len(out) > 2 && (v.Show == report.ShowRates || v.Show == report.ShowScatter):
		return out[:2]
	}
	return out
}

// withBefore adds the figures a single value is compared with, pale and behind.
func withBefore(values []report.Series, r metric.Result) []report.Series {
	name := values[0].Column + ".before"
	if !slices.ContainsFunc(r.Columns, func(c metric.Column) bool { return c.Name == name && c.Role == "before" }) {
		return values
	}
	return append([]report.Series{{Column: name, Tone: "part"}}, values...)
}

// fillSpans takes the first two dates as begin and end.
func fillSpans(v report.Visual, r metric.Result, keys []metric.Column) report.Visual {
	if len(v.Values) == 0 {
		for _, c := range r.Columns {
			if (c.Type == "date" || c.Type == "time") && len(v.Values) < 2 {
				v.Values = append(v.Values, report.Series{Column: c.Name})
			}
		}
	}
	if v.Category == "" {
		for _, c := range named(keys) {
			if c.Type == "text" {
				v.Category = c.Name
				break
			}
		}
	}
	return v
}
