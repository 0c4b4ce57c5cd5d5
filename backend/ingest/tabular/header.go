package tabular

import (
	"fmt"
	"strings"
	"unicode"

	"headroom/backend/ingest"
)

// findHeader returns which of the first rows names the columns: the first that
// is about as wide as the rows are and whose cells read like labels; else the
// first that is wide enough and has a label, as where months are columns; else
// the first. Rows above it are a preamble.
func findHeader(rows []ingest.Row) int {
	width := usualWidth(rows)
	wide := -1
	for i, r := range rows[:min(len(rows), headerRows)] {
		filled := filledCells(r)
		if filled == 0 || filled*10 < width*6 {
			continue
		}
		named := labels(r)
		if named*4 >= filled*3 {
			return i
		}
		if wide < 0 && named > 0 {
			wide = i
		}
	}
	return max(wide, 0)
}

// usualWidth returns the width most cells are in rows of, so that neither a
// long preamble of narrow lines nor a few overflowing rows decide.
func usualWidth(rows []ingest.Row) int {
	cells := map[int]int{}
	best := 1
	for _, r := range rows {
		n := len(r.Cells)
		if blank(r.Cells) {
			continue
		}
		cells[n] += n - 1
		if cells[n] > cells[best] || cells[n] == cells[best] && n > best {
			best = n
		}
	}
	return best
}

func filledCells(r ingest.Row) int {
	n := 0
	for _, c := range r.Cells {
		if len(c) > 0 {
			n++
		}
	}
	return n
}

// labels counts the cells of r that read like names of columns.
func labels(r ingest.Row) int {
	n := 0
	for i, c := range r.Cells {
		if r.Kind(i) == ingest.Text && label(c) {
			n++
		}
	}
	return n
}

// label reports whether a cell reads like the name of a column: words rather
// than a number, a date, an id, an address or a sentence.
func label(cell []byte) bool {
	letters, digits := 0, 0
	for _, r := range string(cell) {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		case r == '@':
			return false
		}
	}
	return letters > 0 && letters >= digits && len(cell) <= 120
}

// blank reports whether no cell holds anything.
func blank(cells [][]byte) bool {
	for _, c := range cells {
		if len(c) > 0 && (c[0] > ' ' && c[0] < 0x80 || len(strings.TrimSpace(string(c))) > 0) {
			return false
		}
	}
	return true
}

// columnNames turns the cells of a header into names: trimmed, on one line,
// without a byte order mark or empty names at the end, repeated names numbered.
func columnNames(cells []string) []string {
	names := make([]string, len(cells))
	taken := map[string]bool{}
	last := 0
	for i, c := range cells {
		name := strings.Join(strings.FieldsFunc(c, separates), " ")
		if name == "" {
			continue
		}
		last = i + 1
		names[i] = name
		for n := 2; taken[names[i]]; n++ {
			names[i] = fmt.Sprintf("%s#%d", name, n)
		}
		taken[names[i]] = true
	}
	return names[:last]
}

// separates holds for what is not seen in a header: Unicode space, the byte
// order mark and the zero-width space.
func separates(r rune) bool {
	return unicode.IsSpace(r) || r == '\uFEFF' || r == '\u200B'
}

// preamble returns the rows above a header that hold anything, one line each.
func preamble(rows []ingest.Row) []string {
	var lines []string
	for _, r := range rows {
		var filled []string
		for _, c := range texts(r) {
			if c = strings.TrimSpace(c); c != "" {
				filled = append(filled, c)
			}
		}
		if len(filled) > 0 {
			lines = append(lines, strings.Join(filled, ", "))
		}
	}
	return lines
}

// sample returns up to sampleRows rows that hold anything.
func sample(rows []ingest.Row) []ingest.Row {
	var kept []ingest.Row
	for _, r := range rows {
		if !blank(r.Cells) && len(kept) < sampleRows {
			kept = append(kept, r)
		}
	}
	return kept
}

// texts returns the cells of r as strings.
func texts(r ingest.Row) []string {
	out := make([]string, len(r.Cells))
	for i, c := range r.Cells {
		out[i] = string(c)
	}
	return out
}
