// Package csvfile writes rows as CSV for spreadsheets. The rule not to break: no
// cell that came from a file is ever run as a formula by the program that opens
// what we write.
package csvfile

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// Write writes a header and rows as UTF-8 with a byte order mark, by which
// spreadsheets know the encoding. Cells are made safe by Safe.
func Write(w io.Writer, header []string, rows [][]string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	for i := -1; i < len(rows); i++ {
		row := header
		if i >= 0 {
			row = rows[i]
		}
		safe := make([]string, len(row))
		for n, cell := range row {
			safe[n] = Safe(cell)
		}
		if err := out.Write(safe); err != nil {
			return fmt.Errorf("write CSV: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

// Safe puts a quote before a cell that a spreadsheet could take for a formula:
// one that starts with = + - @ | % a tab or the end of a line, also behind blanks.
// A plain number is left as it is, whatever its sign. What begins with quotes
// before such a sign gets one more, so that Plain gives back every cell.
func Safe(cell string) string {
	if startsFormula(strings.TrimLeft(cell, "'")) && !isNumber(cell) {
		return "'" + cell
	}
	return cell
}

// Plain takes away the quote that Safe put before a cell, and no other.
func Plain(cell string) string {
	if rest, quoted := strings.CutPrefix(cell, "'"); quoted && startsFormula(strings.TrimLeft(rest, "'")) && !isNumber(rest) {
		return rest
	}
	return cell
}

// startsFormula reports whether a text begins as programs that run cells expect.
func startsFormula(text string) bool {
	if text == "" {
		return false
	}
	if strings.ContainsRune("\t\r\n\x00", rune(text[0])) {
		return true
	}
	first := strings.TrimLeft(text, " \u00a0\u3000")
	return first != "" && strings.ContainsRune("=+-@|%\t\r\n\x00＝＋－＠", []rune(first)[0])
}

// isNumber reports whether a cell is digits with a sign before them and points
// or commas between them, which no program runs.
func isNumber(cell string) bool {
	digits := false
	for i, r := range cell {
		switch {
		case r >= '0' && r <= '9':
			digits = true
		case r == '.' || r == ',':
		case i == 0 && (r == '-' || r == '+'):
		default:
			return false
		}
	}
	return digits
}
