package chart

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"headroom/backend/metric"
	"headroom/backend/report"
)

// sheet is an answer as a visual reads it: points along the category, and for
// each series which cell of the answer stands at each point.
type sheet struct {
	in     Input
	v      report.Visual
	at     map[string]int // columns by name
	keys   []int          // columns that tell rows apart
	others map[int]bool   // rows that stand for what the top leaves out
	bases  map[base]*metric.Part
	most   int
	said   report.Drawing // why there is nothing to draw
}

// base names the parts of a ratio.
type base struct {
	row   int
	name  string
	pivot string
}

// cell is a figure of the answer; row is negative where there is none.
type cell struct{ row, col int }

var nothing = cell{-2, 0}

// point is one thing along the category.
type point struct {
	value any // the category's value; nil is missing
	name  string
	rows  []int
}

// track is a series: a figure of every point.
type track struct {
	name  string
	style report.Series
	col   int
	key   any // of the split, or of the pivot
	other bool
	cells []cell
}

func read(v report.Visual, in Input) *sheet {
	s := &sheet{in: in, v: v, at: map[string]int{}, others: map[int]bool{}, bases: map[base]*metric.Part{}}
	for i, c := range in.Result.Columns {
		s.at[c.Name] = i
	}
	keys, _ := sorted(in.Query, in.Result)
	for _, c := range keys {
		s.keys = append(s.keys, s.at[c.Name])
	}
	for _, row := range in.Result.Others {
		s.others[row] = true
	}
	for i := range in.Result.Parts {
		p := &in.Result.Parts[i]
		s.bases[base{p.Row, p.Metric, code(p.Pivot...)}] = p
	}
	return s
}

// code makes values comparable.
func code(values ...any) string {
	text, err := json.Marshal(values)
	if err != nil {
		return ""
	}
	return string(text)
}

// column returns the place of a column and whether the answer has it.
func (s *sheet) column(name string) (int, bool) {
	i, ok := s.at[name]
	return i, ok && name != ""
}

// has reports whether the answer has a part that a visual needs.
func (s *sheet) has(part string) bool {
	category, ok := s.column(s.v.Category)
	switch part {
	case NeedsCategory:
		return ok
	case NeedsDate:
		return ok && s.in.Result.Columns[category].Type == "date"
	case NeedsSplit:
		return s.crossed()
	case NeedsValue:
		return len(s.values()) > 0
	default:
		return len(s.values()) > 1
	}
}

// crossed reports whether there is a second thing to split by.
func (s *sheet) crossed() bool {
	_, ok := s.column(s.v.Split)
	return ok || slices.ContainsFunc(s.values(), func(x report.Series) bool { return s.in.Result.Columns[s.at[x.Column]].Pivot != nil })
}

// values are the series whose columns the answer has. A metric of a pivoted
// answer stands for its columns.
func (s *sheet) values() []report.Series {
	var out []report.Series
	for _, x := range s.v.Values {
		wide := false
		for _, c := range s.in.Result.Columns {
			if c.Pivot != nil && c.Metric == x.Column && (c.Role == "" || c.Role == "calculation") {
				y := x
				y.Column, wide = c.Name, true
				out = append(out, y)
			}
		}
		if _, ok := s.column(x.Column); ok && !wide {
			out = append(out, x)
		}
	}
	return out
}

// figure returns the number in a cell and whether it is known. Amounts are in
// the unit of their currency, which a person reads, not in the minor one.
func (s *sheet) figure(c cell) (float64, bool) {
	var v any
	switch {
	case c.row == -1 && c.col < len(s.in.Result.Totals):
		v = s.in.Result.Totals[c.col]
	case c.row >= 0 && c.row < len(s.in.Result.Rows) && c.col < len(s.in.Result.Rows[c.row]):
		v = s.in.Result.Rows[c.row][c.col]
	}
	f, isNumber := asNumber(v)
	if isNumber && s.in.Result.Columns[c.col].Unit == minor {
		f /= math.Pow10(minorDigits(s.currencyOf(c)))
	}
	return f, isNumber && !math.IsNaN(f) && !math.IsInf(f, 0)
}

// value returns what a row has in a column.
func (s *sheet) value(row, col int) any {
	if row < 0 || row >= len(s.in.Result.Rows) || col >= len(s.in.Result.Rows[row]) {
		return nil
	}
	return s.in.Result.Rows[row][col]
}

// listed reports whether every row stands for itself.
func (s *sheet) listed() bool { return len(s.in.Query.Columns) > 0 }

// across are the columns that tell points apart, the category first: all keys
// but the split.
func (s *sheet) across() []int {
	category, ok := s.column(s.v.Category)
	split, isSplit := s.column(s.v.Split)
	var out []int
	if ok {
		out = append(out, category)
	}
	for _, col := range s.keys {
		if (!ok || col != category) && (!isSplit || col != split) && !s.beside(col, split, isSplit) {
			out = append(out, col)
		}
	}
	return out
}

// beside reports whether a column is the identity of what the split names.
func (s *sheet) beside(col, split int, isSplit bool) bool {
	if !isSplit {
		return false
	}
	name, of := s.in.Result.Columns[col].Name, s.in.Result.Columns[split].Name
	return name == of+"_key" || name == of+"_id"
}

// points lists what is along the category in the order of the answer.
func (s *sheet) points() []point {
	across := s.across()
	var out []point
	at := map[string]int{}
	values := make([]any, len(across))
	for row := range s.in.Result.Rows {
		for i, col := range across {
			values[i] = s.value(row, col)
		}
		id := ""
		if !s.listed() {
			id = code(values...)
		}
		i, ok := at[id]
		if !ok || s.listed() {
			i = len(out)
			at[id] = i
			p := point{name: s.name(row, across)}
			if len(across) > 0 {
				p.value = values[0]
			}
			out = append(out, p)
		}
		out[i].rows = append(out[i].rows, row)
	}
	return out
}

// name is what a row is called by some of its keys: their values without
// identities that a name is beside.
func (s *sheet) name(row int, across []int) string {
	var parts []string
	for i, col := range across {
		c := s.in.Result.Columns[col]
		if i > 0 && (identity(c.Name) || s.listed()) {
			continue
		}
		parts = append(parts, s.word(row, col))
	}
	if len(parts) == 0 {
		return s.in.Words.Say("chart.all", 1, nil)
	}
	return strings.Join(parts, " · ")
}

// word is a value of a row for people.
func (s *sheet) word(row, col int) string {
	c, v := s.in.Result.Columns[col], s.value(row, col)
	if s.others[row] && v == metric.OtherName {
		return s.in.Words.Say("chart.other", 1, nil)
	}
	return s.valued(c, v)
}

func (s *sheet) valued(c metric.Column, v any) string {
	switch x := v.(type) {
	case nil:
		return s.in.Words.Say("chart.none", 1, nil)
	case string:
		if c.Type == "date" || c.Type == "time" {
			return s.period(c.Format, x)
		}
	case float64, int64, int:
		n, _ := asNumber(x)
		if c.Type == "number" || c.Type == "ratio" {
			return s.cycle(c.Format, n)
		}
	}
	word := plain(s.in.Words.Value(c.Name, v))
	if states[c.Name] {
		return capital(word)
	}
	return word
}

// states are the columns whose values are words of ours, which begin a label
// here.
var states = map[string]bool{"status": true, "health_band": true, "due_outcome": true, "change_kind": true, "support_category": true}

// capital is a word as it begins a label.
func capital(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + word[size:]
}

func asNumber(v any) (float64, bool) {
	switch n := v.(type) {
	case float64:
		return n, true
	case int64:
		return float64(n), true
	case int:
		return float64(n), true
	}
	return 0, false
}

// plain keeps a name on one line.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029 || r == opens || r == closes {
			return ' '
		}
		return r
	}, name)
}

// label is what a column is called: as the visual says, or by its name.
func (s *sheet) label(col int) string {
	c := s.in.Result.Columns[col]
	for _, style := range s.v.Columns {
		if style.Column == c.Name && style.Title != "" {
			return plain(style.Title)
		}
	}
	name := c.Name
	if c.Metric != "" && c.Role != "calculation" {
		name = c.Metric
	}
	label := plain(s.in.Words.Label(name))
	if c.Role != "" && c.Role != "calculation" {
		return s.in.Words.Say("chart."+c.Role, 1, map[string]string{"name": label, "day": s.before()})
	}
	return label
}

// before is the day that figures are compared with.
func (s *sheet) before() string {
	if s.in.Result.Compared == nil {
		return ""
	}
	return s.period("day", s.in.Result.Compared.AsOf)
}

// tracks are the series over the points given.
func (s *sheet) tracks(points []point) []track {
	values := s.values()
	if split, ok := s.column(s.v.Split); ok {
		return s.unique(s.splitTracks(points, values, split))
	}
	several := map[string]bool{}
	for _, v := range values {
		several[s.in.Result.Columns[s.at[v.Column]].Metric] = true
	}
	var out []track
	for _, v := range values {
		col := s.at[v.Column]
		c := s.in.Result.Columns[col]
		t := track{name: s.label(col), style: v, col: col, cells: make([]cell, len(points))}
		if c.Pivot != nil {
			t.name, t.other = s.pivoted(c, len(several) > 1), c.Other
			t.key = code(c.Pivot...)
		}
		for i, p := range points {
			t.cells[i] = nothing
			if len(p.rows) > 0 {
				t.cells[i] = cell{p.rows[0], col}
			}
		}
		out = append(out, t)
	}
	return s.unique(out)
}

// pivoted is what the column of a pivoted answer is called.
func (s *sheet) pivoted(c metric.Column, several bool) string {
	var parts []string
	for i, v := range c.Pivot {
		of := metric.Column{Type: "text"}
		if i < len(s.in.Query.Pivot) {
			of.Name = s.in.Query.Pivot[i]
			if grain, isDate := s.grain(of.Name); isDate {
				of.Type, of.Format = "date", grain
			}
		}
		if c.Other && v == metric.OtherName {
			parts = append(parts, s.in.Words.Say("chart.other", 1, nil))
			continue
		}
		parts = append(parts, s.valued(of, v))
	}
	if several {
		parts = append(parts, plain(s.in.Words.Label(c.Metric)))
	}
	return strings.Join(parts, " · ")
}

// grain returns the grain a date is split by, and whether it is split by one.
func (s *sheet) grain(dimension string) (string, bool) {
	for _, b := range s.in.Query.By {
		if b.Dimension == dimension {
			return b.Grain, b.Grain != ""
		}
	}
	return "", false
}

func (s *sheet) splitTracks(points []point, values []report.Series, split int) []track {
	var out []track
	at := map[string]int{}
	for i, p := range points {
		for _, row := range p.rows {
			for n, v := range values {
				col := s.at[v.Column]
				id := code(s.value(row, split), n)
				k, ok := at[id]
				if !ok {
					k = len(out)
					at[id] = k
					t := track{name: s.word(row, split), style: v, col: col, key: s.value(row, split), other: s.others[row], cells: slices.Repeat([]cell{nothing}, len(points))}
					if len(values) > 1 {
						t.name += " · " + s.label(col)
					}
					out = append(out, t)
				}
				if out[k].cells[i] == nothing {
					out[k].cells[i] = cell{row, col}
				}
			}
		}
	}
	s.order(out, split)
	return out
}

// order puts series of dates and numbers in order; others keep that of the answer.
func (s *sheet) order(tracks []track, split int) {
	if s.in.Result.Columns[split].Type == "text" {
		first := map[string]int{}
		for row := range s.in.Result.Rows {
			id := code(s.value(row, split))
			if _, ok := first[id]; !ok {
				first[id] = row
			}
		}
		slices.SortStableFunc(tracks, func(a, b track) int { return first[code(a.key)] - first[code(b.key)] })
		return
	}
	slices.SortStableFunc(tracks, func(a, b track) int { return compareValues(a.key, b.key) })
}

// compareValues orders numbers and texts, what is missing last.
func compareValues(a, b any) int {
	switch {
	case a == nil || b == nil:
		return boolInt(a == nil) - boolInt(b == nil)
	}
	x, isX := asNumber(a)
	y, isY := asNumber(b)
	if isX && isY {
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	}
	return strings.Compare(asText(a), asText(b))
}

func asText(v any) string { text, _ := v.(string); return text }

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// unique gives every series a name of its own, by which the legend knows it.
func (s *sheet) unique(tracks []track) []track {
	seen := map[string]int{}
	for i := range tracks {
		name := tracks[i].name
		seen[name]++
		if n := seen[name]; n > 1 {
			tracks[i].name = name + " (" + s.number("integer", float64(n)) + ")"
			seen[tracks[i].name]++
		}
	}
	return tracks
}
