package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"headroom/backend/metric"
)

// sheet is an answer laid out: what goes out as rows, be it as cells or as
// ready JSON text.
type sheet struct {
	columns    []metric.Column // the keys, then data
	keys       [][]any
	data       []sheetColumn
	rows       []int // of keys and data, in order
	others     []bool
	count      int // rows before the limit
	totals     []any
	parts      []metric.Part
	totalParts []metric.Part
}

// sheetColumn is a column of figures, or of words where "" is missing.
type sheetColumn struct {
	figures []float64
	words   []string
}

// shownData returns the column of a figure.
func (t *table) shownData(figure string) sheetColumn {
	if figure == metric.Change && t.change != nil {
		return sheetColumn{words: t.change}
	}
	return sheetColumn{figures: t.figures[figure]}
}

// laidOut returns the sheet of rows in order, with their totals where the query
// asks for them.
func (a *ask) laidOut(t *table, rows []int) (*sheet, error) {
	rows = t.order(rows)
	if err := a.calculate(t, rows); err != nil {
		return nil, err
	}
	out := &sheet{keys: t.keys, rows: rows, others: t.others, count: len(rows)}
	for _, by := range a.query.By {
		d, _ := a.catalog.Dimension(by.Dimension)
		out.columns = append(out.columns, column(d, by.Grain))
	}
	shown := a.shown()
	for _, x := range shown {
		out.columns = append(out.columns, x.Column)
		out.data = append(out.data, t.shownData(x.figure))
	}
	out.page(a.query)
	out.parts = a.partsOf(t, out.rows, nil, false)
	if !a.query.Totals {
		return out, nil
	}
	w, err := a.over(nil)
	if err != nil {
		return nil, err
	}
	whole, err := w.compared()
	if err != nil {
		return nil, err
	}
	out.totals = append(make([]any, len(a.query.By), len(out.columns)), totalCells(whole, 0, shown, a)...)
	out.totalParts = a.partsOf(whole, []int{0}, nil, false)
	return out, nil
}

// page keeps the rows, and what is said of them, that q asks for.
func (s *sheet) page(q metric.Query) {
	from, to := pageOf(q, len(s.rows))
	s.rows, s.parts = s.rows[from:to], partsBetween(s.parts, from, to)
}

// totalCells returns the figures of a row of totals: of what is calculated only
// shares have one, the whole.
func totalCells(t *table, row int, shown []shownColumn, a *ask) []any {
	out := make([]any, len(shown))
	for i, x := range shown {
		if c, ok := t.figures[x.figure]; ok && x.Role != metric.Calculated {
			out[i] = cell(c[row])
		}
	}
	for i, x := range a.query.Calculations {
		if v := t.figures[x.Metric][row]; x.Kind == metric.Share {
			out[len(a.query.Figures())+i] = cell(divide(v, v))
		}
	}
	return out
}

// put writes what a sheet says beside its rows into an answer.
func (s *sheet) put(out *metric.Result) {
	out.Columns, out.RowCount, out.Totals = s.columns, s.count, s.totals
	if s.columns == nil {
		out.Columns = []metric.Column{}
	}
	out.Parts = append(out.Parts, s.parts...)
	for _, p := range s.totalParts {
		p.Row = -1
		out.Parts = append(out.Parts, p)
	}
	for i, row := range s.rows {
		if s.others != nil && s.others[row] {
			out.Others = append(out.Others, i)
		}
	}
}

// cells returns the rows as they go out, or fewer where ctx ends.
func (s *sheet) cells(ctx context.Context) [][]any {
	all := make([]any, 0, len(s.rows)*len(s.columns))
	out := make([][]any, 0, len(s.rows))
	for i, row := range s.rows {
		if i&0xfff == 0 && ctx.Err() != nil {
			break
		}
		start := len(all)
		all = append(all, s.keys[row]...)
		for _, c := range s.data {
			all = append(all, c.cell(row))
		}
		out = append(out, all[start:len(all):len(all)])
	}
	return out
}

func (c sheetColumn) cell(row int) any {
	if c.words == nil {
		return cell(c.figures[row])
	}
	if c.words[row] == "" {
		return nil
	}
	return c.words[row]
}

// resultText returns an answer as JSON text; its rows are those of the sheet,
// where there is one.
func resultText(ctx context.Context, out metric.Result, rows *sheet) (json.RawMessage, error) {
	text, err := json.Marshal(out)
	if err != nil || rows == nil {
		return text, err
	}
	// Within a text the quotes would be escaped, so this is the answer's own part.
	head, tail, _ := bytes.Cut(text, []byte(`"rows":[]`))
	b := append(slices.Clone(head), `"rows":`...)
	return append(rows.appendRows(ctx, b), tail...), ctx.Err()
}

// appendRows writes the rows as JSON text: what encoding/json would make of
// cells, without making them. They are fewer where ctx ends.
func (s *sheet) appendRows(ctx context.Context, b []byte) []byte {
	b = slices.Grow(b, 12*len(s.rows)*len(s.columns)+2)
	b = append(b, '[')
	for i, row := range s.rows {
		if i&0xfff == 0 && ctx.Err() != nil {
			break
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '[')
		for j, key := range s.keys[row] {
			if j > 0 {
				b = append(b, ',')
			}
			b = appendCell(b, key)
		}
		for j, c := range s.data {
			if j > 0 || len(s.keys[row]) > 0 {
				b = append(b, ',')
			}
			switch {
			case c.words == nil:
				b = appendNumber(b, c.figures[row])
			case c.words[row] == "":
				b = append(b, "null"...)
			default:
				b = appendText(b, c.words[row])
			}
		}
		b = append(b, ']')
	}
	return append(b, ']')
}

// appendCell writes one cell as JSON.
func appendCell(b []byte, v any) []byte {
	switch x := v.(type) {
	case nil:
		return append(b, "null"...)
	case string:
		return appendText(b, x)
	case int64:
		return strconv.AppendInt(b, x, 10)
	case float64:
		return appendNumber(b, x)
	}
	text, err := json.Marshal(v)
	if err != nil { // cells are text, numbers, true and false
		panic(err)
	}
	return append(b, text...)
}

// appendNumber writes a figure as encoding/json does: in the shortest form that
// reads as the same number.
func appendNumber(b []byte, x float64) []byte {
	size := math.Abs(x)
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return append(b, "null"...)
	case size < 1<<53 && x == math.Trunc(x):
		if x == 0 && math.Signbit(x) {
			return append(b, "-0"...)
		}
		return strconv.AppendInt(b, int64(x), 10)
	case size >= 1e-6 && size < 1e21:
		return strconv.AppendFloat(b, x, 'f', -1, 64)
	}
	b = strconv.AppendFloat(b, x, 'e', -1, 64)
	if n := len(b); n >= 4 && b[n-4] == 'e' && b[n-3] == '-' && b[n-2] == '0' { // e-09 to e-9
		b[n-2] = b[n-1]
		b = b[:n-1]
	}
	return b
}

// plainText are the bytes that JSON text has as they are.
var plainText = func() (plain [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		plain[c] = c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
	}
	return plain
}()

// appendText writes text as encoding/json does. Most texts need no escapes.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if !plainText[s[i]] {
			text, err := json.Marshal(s)
			if err != nil { // a text always can be
				panic(err)
			}
			return append(b, text...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}
