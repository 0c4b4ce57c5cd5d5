package export

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"headroom/backend/metric"
	"headroom/backend/report"
	"headroom/backend/texts"
)

// column is one column of a file.
type column struct {
	metric.Column
	index    int // in a row of the answer
	head     string
	currency int // index of the column that tells the currency of an amount, -1
	format   *report.NumberFormat
}

// layout is a table as it is written: its columns in their order.
type layout struct {
	Table
	speaker
	columns []column
}

// layout orders and heads the columns as the visual says; hidden ones are left
// out, those it does not name follow.
func (t Table) layout(columns []metric.Column, w texts.Texts) layout {
	l := layout{Table: t, speaker: speaker{w, t.Catalog}}
	for _, style := range t.Visual.Columns {
		for i, c := range columns {
			if styles(style, c) && !style.Hidden {
				l.columns = append(l.columns, l.column(columns, i, style))
			}
		}
	}
	for i, c := range columns {
		if !slices.ContainsFunc(t.Visual.Columns, func(s report.ColumnStyle) bool { return styles(s, c) }) {
			l.columns = append(l.columns, l.column(columns, i, report.ColumnStyle{}))
		}
	}
	return l
}

// styles says whether a style is that of a column: the columns of a pivot have
// that of their metric.
func styles(s report.ColumnStyle, c metric.Column) bool {
	return s.Column == c.Name || s.Column == c.Metric && (c.Pivot != nil || c.Other)
}

func (l layout) column(columns []metric.Column, i int, style report.ColumnStyle) column {
	c := column{Column: columns[i], index: i, head: style.Title, currency: -1, format: style.Format}
	if c.head == "" || c.Pivot != nil || c.Other {
		c.head = l.header(c.Column, l.Query)
	}
	if c.Unit == "minor" {
		teller := "currency"
		if d, ok := l.Catalog.Dimension(c.Name); ok && d.UnitColumn != "" {
			teller = d.UnitColumn
		}
		c.currency = slices.IndexFunc(columns, func(other metric.Column) bool { return other.Name == teller })
	}
	return c
}

// heads are the headings, each once and in one line, as a table of a workbook
// needs them.
func (l layout) heads() []string {
	heads := make([]string, len(l.columns))
	seen := map[string]bool{}
	for i, c := range l.columns {
		plain := cut(oneLine(c.head), 200)
		if plain == "" {
			plain = c.Name
		}
		head := plain
		for n := 2; seen[strings.ToLower(head)]; n++ {
			head = fmt.Sprintf("%s (%d)", plain, n)
		}
		seen[strings.ToLower(head)] = true
		heads[i] = head
	}
	return heads
}

// cell is one cell of a file: nil, string, bool, int64, float64 or time.Time.
// Currency is set for an amount that says its own.
type cell struct {
	value    any
	currency string
}

// cell reads a cell of a row of the answer.
func (l layout) cell(c column, row []any) cell {
	if c.index >= len(row) || row[c.index] == nil {
		return cell{}
	}
	switch v := row[c.index].(type) {
	case bool:
		return cell{value: v}
	case json.Number:
		return l.number(c, row, v)
	case string:
		return cell{value: l.textual(c, v)}
	default:
		return cell{value: fmt.Sprint(v)}
	}
}

// number reads a figure: amounts are in whole units of their currency.
func (l layout) number(c column, row []any, n json.Number) cell {
	if c.Unit != "minor" || c.Type == "ratio" {
		if whole, err := n.Int64(); err == nil {
			return cell{value: whole}
		}
		x, err := n.Float64()
		if err != nil {
			return cell{value: n.String()}
		}
		return cell{value: x}
	}
	out := cell{}
	if c.currency >= 0 && c.currency < len(row) {
		out.currency, _ = row[c.currency].(string)
	}
	minor, err := n.Float64()
	if err != nil {
		return cell{value: n.String()}
	}
	major := 1.0
	for range minorDigits(out.currency) {
		major *= 10
	}
	out.value = minor / major
	return out
}

// textual reads a text: days and times are what they say, values that are ours
// have words.
func (l layout) textual(c column, v string) any {
	switch {
	case c.Role == "change":
		return l.words.Say("change." + v)
	case c.Type == "date":
		if day, err := time.Parse(time.DateOnly, v); err == nil {
			return day
		}
	case c.Type == "time":
		for _, layout := range []string{metric.TimeLayout, "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02 15"} {
			if at, err := time.Parse(layout, v); err == nil {
				return at
			}
		}
	}
	return l.text(c.Name, v)
}

// odd are the currencies whose smallest unit is not a hundredth.
var odd = map[string]int{
	"BHD": 3, "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0, "KMF": 0, "KRW": 0, "KWD": 3, "LYD": 3,
	"OMR": 3, "PYG": 0, "RWF": 0, "TND": 3, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}

// minorDigits is how many digits the smallest unit of a currency has behind the
// decimal sign.
func minorDigits(currency string) int {
	if n, ok := odd[currency]; ok {
		return n
	}
	return 2
}

// oneLine puts a text on one line: what is no character is a blank.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r <= ' ' || r == 0x7f }), " ")
}

// cut shortens a text to n characters.
func cut(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n-1]) + "…"
	}
	return text
}
