package tabular

import (
	"strings"

	"headroom/backend/ingest"
)

// sheetHeader is the one or two rows that name the columns of a sheet.
type sheetHeader struct {
	top, bottom int // positions among the first rows
	names       []string
}

// mayHaveTwoRows reports whether a row of labels stands directly above or
// below the header, so that merged cells decide whether it belongs to it.
func mayHaveTwoRows(rows []ingest.Row, head int) bool {
	return beside(rows, head-1, head) || beside(rows, head, head+1)
}

// beside reports whether two rows may be the two rows of one header.
func beside(rows []ingest.Row, top, bottom int) bool {
	if top < 0 || bottom >= len(rows) || rows[bottom].Line != rows[top].Line+1 {
		return false
	}
	for _, r := range []ingest.Row{rows[top], rows[bottom]} {
		filled := filledCells(r)
		if filled < 2 || labels(r) < filled {
			return false
		}
	}
	return true
}

// joinHeader joins a row of parents, merged over their children, with the row
// of the children: "Licences / Sold".
func joinHeader(rows []ingest.Row, h sheetHeader, merges []merge) sheetHeader {
	for _, top := range []int{h.top - 1, h.top} {
		if !beside(rows, top, top+1) {
			continue
		}
		parents, merged := spread(rows[top], merges)
		if merged {
			return sheetHeader{top, top + 1, joinNames(parents, texts(rows[top+1]))}
		}
	}
	return h
}

// impliedMerges takes the blanks behind a label for merged with it, where the
// row below has a name in each.
func impliedMerges(rows []ingest.Row, head int) []merge {
	var merges []merge
	for _, top := range []int{head - 1, head} {
		if !beside(rows, top, top+1) {
			continue
		}
		parents, children := rows[top], rows[top+1]
		for i, from := 0, -1; i < len(children.Cells); i++ {
			switch {
			case len(parents.Cell(i)) > 0:
				from = i
			case from >= 0 && len(children.Cell(i)) > 0:
				merges = append(merges, merge{parents.Line, from, i})
			}
		}
	}
	return merges
}

// spread returns the cells of a row with merged ones repeated over the columns
// they cover, and whether any are.
func spread(r ingest.Row, merges []merge) ([]string, bool) {
	cells := texts(r)
	merged := false
	for _, m := range merges {
		if m.row != r.Line || m.to >= maxColumns {
			continue
		}
		merged = true
		for len(cells) <= m.to {
			cells = append(cells, "")
		}
		for i := m.from + 1; i <= m.to; i++ {
			cells[i] = cells[m.from]
		}
	}
	return cells, merged
}

// joinNames joins what two rows say of each column.
func joinNames(parents, children []string) []string {
	names := make([]string, max(len(parents), len(children)))
	for i := range names {
		var said []string
		for _, row := range [][]string{parents, children} {
			if i < len(row) && row[i] != "" {
				said = append(said, row[i])
			}
		}
		names[i] = strings.Join(said, " / ")
	}
	return names
}

// addMerge notes a merge within one row of the first ones; others do not
// matter to a header.
func (s *sheetReader) addMerge(ref string) {
	from, to, ok := strings.Cut(ref, ":")
	column, row, valid := cellRef([]byte(from))
	last, bottom, lastValid := cellRef([]byte(to))
	if ok && valid && lastValid && row == bottom && last > column && row <= maxHeaderLine {
		s.merges = append(s.merges, merge{row, column, last})
	}
}
