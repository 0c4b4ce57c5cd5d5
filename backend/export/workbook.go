package export

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"headroom/backend/fault"
)

const (
	// mostRows is how many rows a sheet has, less those of head and totals.
	mostRows = excelize.TotalRows - 2
	// measured is how many rows the widths of columns follow from.
	measured = 200
	// longestCell is how many characters a cell holds.
	longestCell = excelize.TotalCellChars
)

// workbook writes the answer as a workbook: the table, and a sheet about it.
func (l layout) workbook(ctx context.Context, w io.Writer, a *answer) (int, error) {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }() // temporary files of the stream
	name := sheetName(l.Title, l.words.Say("about"))
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return 0, fmt.Errorf("write a workbook: %w", err)
	}
	s := &sheet{layout: l, file: f, styles: map[look]int{}}
	n, err := s.write(ctx, name, a)
	if err != nil {
		return n, err
	}
	if err := s.about(n, a); err != nil {
		return n, err
	}
	if err := f.SetDocProps(&excelize.DocProperties{Creator: "Headroom", Title: oneLine(l.Title)}); err != nil {
		return n, fmt.Errorf("write a workbook: %w", err)
	}
	if err := f.Write(w); err != nil {
		return n, fmt.Errorf("write a workbook: %w", err)
	}
	return n, nil
}

// sheet is the table of a workbook while it is written.
type sheet struct {
	layout
	file   *excelize.File
	styles map[look]int
	out    *excelize.StreamWriter
	cells  []any
}

// write writes head, rows and totals. The first rows wait until the widths of
// the columns are known, which a stream must say before its rows.
func (s *sheet) write(ctx context.Context, name string, a *answer) (n int, err error) {
	if s.out, err = s.file.NewStreamWriter(name); err != nil {
		return 0, fmt.Errorf("write a workbook: %w", err)
	}
	s.cells = make([]any, len(s.columns))
	heads := s.heads()
	var first [][]any
	begun := false
	begin := func() error {
		begun = true
		if err := s.head(heads, first); err != nil {
			return err
		}
		for i, row := range first {
			if err := s.row(i+2, row, false); err != nil {
				return err
			}
		}
		return nil
	}
	for row, err := range a.rows() {
		if err != nil {
			return n, err
		}
		if n&0xfff == 0 && ctx.Err() != nil {
			return n, ctx.Err()
		}
		if n++; n > mostRows {
			return n, fault.New(fault.Invalid, "A sheet holds %d rows, and there are more.", mostRows).WithHint("Export as CSV, or filter the rows.")
		}
		if n <= measured {
			first = append(first, append([]any(nil), row...))
			continue
		}
		if !begun {
			if err := begin(); err != nil {
				return n, err
			}
		}
		if err := s.row(n+1, row, false); err != nil {
			return n, err
		}
	}
	if !begun {
		if err := begin(); err != nil {
			return n, err
		}
	}
	return n, s.foot(n, a)
}

// head writes widths, frozen panes and headings.
func (s *sheet) head(heads []string, first [][]any) error {
	for i, c := range s.columns {
		if err := s.out.SetColWidth(i+1, i+1, s.width(c, heads[i], first)); err != nil {
			return fmt.Errorf("write a workbook: %w", err)
		}
	}
	if err := s.out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	bold, err := s.style("@", true)
	if err != nil {
		return err
	}
	cells := make([]any, len(heads))
	for i, head := range heads {
		cells[i] = excelize.Cell{StyleID: bold, Value: head}
	}
	if err := s.out.SetRow("A1", cells); err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	return nil
}

// The narrowest and the widest column, in characters; a heading has a button
// beside it.
const narrowest, widest, button = 9.0, 60.0, 3

func (s *sheet) width(c column, head string, first [][]any) float64 {
	longest := utf8.RuneCountInString(head) + button
	for _, row := range first {
		longest = max(longest, printedLength(s.cell(c, row).value)+1)
	}
	return min(max(float64(longest), narrowest), widest)
}

// printedLength is about how many characters a cell is wide when it is shown.
func printedLength(v any) int {
	switch v := v.(type) {
	case nil:
		return 0
	case string:
		n := 0
		for _, r := range v {
			if n++; r >= 0x2e80 {
				n++ // East Asian characters are two wide
			}
		}
		return n
	case time.Time:
		return 11
	case float64:
		return len(fmt.Sprintf("%.1f", v)) + len(fmt.Sprintf("%.0f", v))/3
	default:
		text := fmt.Sprint(v)
		return len(text) + len(text)/3
	}
}

// row writes a row of the answer as the n-th of the sheet.
func (s *sheet) row(n int, row []any, bold bool) error {
	for i, c := range s.columns {
		value := s.cell(c, row)
		if value.value == nil {
			s.cells[i] = nil
			continue
		}
		style, err := s.style(numberFormat(c, value), bold)
		if err != nil {
			return err
		}
		s.cells[i] = excelize.Cell{StyleID: style, Value: typed(value.value)}
	}
	return s.set(n, s.cells)
}

func (s *sheet) set(n int, cells []any) error {
	at, err := excelize.CoordinatesToCellName(1, n)
	if err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	if err := s.out.SetRow(at, cells); err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	return nil
}

// typed is a value as a workbook can hold it: days before its calendar begins
// are text.
func typed(v any) any {
	switch v := v.(type) {
	case time.Time:
		if v.Before(time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)) || v.Year() > 9999 {
			return v.Format(time.DateOnly)
		}
		return v
	case string:
		return cut(v, longestCell)
	default:
		return v
	}
}

// foot ends the table, and writes the totals below it.
func (s *sheet) foot(n int, a *answer) error {
	if a.rest.Totals != nil {
		if err := s.totals(n+2, numbers(a.rest.Totals)); err != nil {
			return err
		}
	}
	if n > 0 && len(s.columns) > 0 {
		last, err := excelize.CoordinatesToCellName(len(s.columns), n+1)
		if err != nil {
			return fmt.Errorf("write a workbook: %w", err)
		}
		if err := s.out.AddTable(&excelize.Table{Range: "A1:" + last, Name: "Headroom", StyleName: "TableStyleLight1"}); err != nil {
			return fmt.Errorf("write a workbook: %w", err)
		}
	}
	if err := s.out.Flush(); err != nil {
		return fmt.Errorf("write a workbook: %w", err)
	}
	return nil
}

// totals writes the figures of all rows; the first column that has none says
// what they are.
func (s *sheet) totals(n int, row []any) error {
	if err := s.fill(row); err != nil {
		return err
	}
	for i := range s.cells {
		if s.cells[i] == nil {
			style, err := s.style("@", true)
			if err != nil {
				return err
			}
			s.cells[i] = excelize.Cell{StyleID: style, Value: s.words.Say("total")}
			break
		}
	}
	return s.set(n, s.cells)
}

// fill puts a row of the answer into the cells, bold.
func (s *sheet) fill(row []any) error {
	for i, c := range s.columns {
		s.cells[i] = nil
		value := s.cell(c, row)
		if value.value == nil {
			continue
		}
		style, err := s.style(numberFormat(c, value), true)
		if err != nil {
			return err
		}
		s.cells[i] = excelize.Cell{StyleID: style, Value: typed(value.value)}
	}
	return nil
}

// look is what tells styles apart.
type look struct {
	format string
	bold   bool
}

// style returns the style of a number format, made once.
func (s *sheet) style(format string, bold bool) (int, error) {
	key := look{format, bold}
	if id, ok := s.styles[key]; ok {
		return id, nil
	}
	made := &excelize.Style{Font: &excelize.Font{Bold: bold, Size: 11, Family: "Calibri"}}
	switch format {
	case dayFormat:
		made.NumFmt = 14
	case timeFormat:
		made.NumFmt = 22
	case textFormat:
		made.NumFmt = 49
	default:
		made.CustomNumFmt = &format
	}
	id, err := s.file.NewStyle(made)
	if err != nil {
		return 0, fmt.Errorf("write a workbook: %w", err)
	}
	s.styles[key] = id
	return id, nil
}

// sheetName is a title as the name of a sheet that is not that of the sheet
// about it: at most 31 characters, without those a sheet must not have.
func sheetName(title, about string) string {
	plain := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return ' '
		}
		return r
	}, title)
	plain = strings.TrimSpace(cut(oneLine(plain), 31))
	if plain == "" || strings.EqualFold(plain, "history") {
		return "Headroom"
	}
	if strings.EqualFold(plain, about) {
		return cut(plain, 27) + " (1)"
	}
	return plain
}
