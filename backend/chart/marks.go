package chart

import (
	"headroom/backend/metric"
	"headroom/backend/report"
)

// mark says which figure of the answer a cell is; nil where there is none.
func (s *sheet) mark(c cell) *report.Mark {
	if _, known := s.figure(c); !known {
		return nil
	}
	col := s.in.Result.Columns[c.col]
	m := report.Mark{Cell: metric.Cell{Row: c.row, Metric: col.Name, Role: col.Role, Pivot: col.Pivot}}
	if col.Metric != "" && col.Role != "calculation" {
		m.Metric = col.Metric
	}
	if s.listed() {
		m.Metric = "" // a row of a list has columns, no figures
	}
	m.Keys = s.keysOf(c.row, col)
	return &m
}

// rowMark is the mark of something made of a whole row, or of several.
func (s *sheet) rowMark(row int) *report.Mark {
	return &report.Mark{Cell: metric.Cell{Row: row}, Keys: s.keysOf(row, metric.Column{})}
}

// keysOf are the values that tell a cell apart; of a row of a list, its
// identities and what it is called. What stands for the rest has none by which
// it could be chosen.
func (s *sheet) keysOf(row int, col metric.Column) map[string]any {
	keys := map[string]any{}
	for _, k := range s.keys {
		if row < 0 || s.others[row] && s.value(row, k) == metric.OtherName {
			continue
		}
		name := s.in.Result.Columns[k].Name
		if s.listed() && !identity(name) && name != s.v.Category {
			continue
		}
		if s.in.Query.Top == nil || !s.others[row] || !beyond(s.in.Query.Top.Dimension, name) {
			keys[name] = s.value(row, k)
		}
	}
	for i, v := range col.Pivot {
		if i < len(s.in.Query.Pivot) && !(col.Other && v == metric.OtherName) {
			keys[s.in.Query.Pivot[i]] = v
		}
	}
	if len(keys) == 0 {
		return nil
	}
	return keys
}

// beyond reports whether a column only tells of a dimension whose row is Other.
func beyond(dimension, name string) bool {
	return name == dimension || name == dimension+"_key" || name == dimension+"_id"
}

// baseOf returns numerator and denominator of a ratio, nil where there are none.
func (s *sheet) baseOf(c cell) []any {
	col := s.in.Result.Columns[c.col]
	if col.Type != "ratio" {
		return nil
	}
	name := col.Name
	if col.Pivot != nil {
		name = col.Metric
	}
	p := s.bases[base{c.row, name, code(col.Pivot...)}]
	if p == nil || p.Numerator == nil || p.Denominator == nil {
		return nil
	}
	return []any{*p.Numerator, *p.Denominator}
}
