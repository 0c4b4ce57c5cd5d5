package tabular

import (
	"errors"
	"fmt"
	"io"
	"strconv"

	"headroom/backend/fault"
	"headroom/backend/ingest"
)

// sheetReader reads the rows of one sheet, strictly in order.
type sheetReader struct {
	book    *workbook
	name    string
	x       *xmlReader
	columns []string // names for faults

	row    int // number of the row last begun
	column int // number of the cell last begun, from 0; -1 before the first
	cells  [][]byte
	kinds  []ingest.CellKind
	arena  []byte // texts of the row that are not shared
	value  []byte
	merges []merge // of the rows up to maxHeaderLine
	ended  bool
}

// merge is a range of merged cells of one row, columns from 0.
type merge struct{ row, from, to int }

// newSheetReader returns a reader that stands at the first row of x.
func newSheetReader(book *workbook, name string, x *xmlReader) (*sheetReader, error) {
	s := &sheetReader{book: book, name: name, x: x, column: -1}
	if err := s.begin(); err != nil {
		return nil, s.fault(err)
	}
	return s, nil
}

// begin reads to the start of the rows.
func (s *sheetReader) begin() error {
	if err := s.x.root("worksheet"); err != nil {
		return err
	}
	for {
		if err := s.x.next(); err != nil {
			return err
		}
		switch {
		case s.x.kind == endTag:
			return errors.New("it has no rows")
		case s.x.kind == startTag && string(s.x.name) == "sheetData":
			return nil
		case s.x.kind == startTag:
			if err := s.x.skip(); err != nil {
				return err
			}
		}
	}
}

// next reads the next row of the sheet, with what it holds in cells and kinds.
func (s *sheetReader) next() error {
	if s.ended {
		return io.EOF
	}
	err := s.nextRow()
	if err != nil && err != io.EOF {
		return s.fault(err)
	}
	return err
}

func (s *sheetReader) nextRow() error {
	s.column = -1
	found, err := s.child("row")
	if err != nil {
		return err
	}
	if !found {
		s.ended = true
		if err := s.end(); err != nil {
			return err
		}
		return io.EOF
	}
	if err := s.beginRow(); err != nil {
		return err
	}
	s.cells, s.kinds, s.arena = s.cells[:0], s.kinds[:0], s.arena[:0]
	for {
		found, err := s.child("c")
		if !found || err != nil {
			return err
		}
		if err := s.readCell(); err != nil {
			return err
		}
	}
}

// child reads to the next element of a name in the one just begun; false when
// that ends. Anything else in it but extensions is damage.
func (s *sheetReader) child(name string) (bool, error) {
	for {
		if err := s.x.next(); err != nil {
			return false, err
		}
		switch s.x.kind {
		case endTag:
			return false, nil
		case textToken:
			if err := onlyBlanks(s.x.text); err != nil {
				return false, err
			}
		case startTag:
			if string(s.x.name) == name {
				return true, nil
			}
			if string(s.x.name) != "extLst" {
				return false, fmt.Errorf("an element %q stands among rows or cells", shownName(string(s.x.name)))
			}
			if err := s.x.skip(); err != nil {
				return false, err
			}
		}
	}
}

func onlyBlanks(text []byte) error {
	for _, c := range text {
		if c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return errors.New("text stands among rows or cells")
		}
	}
	return nil
}

// beginRow reads the number of a row, which may be left out.
func (s *sheetReader) beginRow() error {
	number := s.row + 1
	for _, a := range s.x.attrs {
		switch string(a.name) {
		case "r":
			n, err := strconv.Atoi(string(a.value))
			if err != nil || n < number {
				return fmt.Errorf("a row numbered %q follows row %d", shownName(string(a.value)), s.row)
			}
			number = n
		case "spans", "s", "customFormat", "ht", "hidden", "customHeight", "outlineLevel", "collapsed", "thickTop",
			"thickBot", "ph":
		default:
			if err := extension(a.name); err != nil {
				return err
			}
		}
	}
	if number > maxSheetRows {
		return fmt.Errorf("it has more than %d rows", maxSheetRows)
	}
	s.row = number
	return nil
}

// extension refuses an attribute that has no prefix and is not of the format:
// a damaged name would otherwise change the meaning of what it belongs to.
func extension(name []byte) error {
	if len(localName(name)) == len(name) && string(name) != "xmlns" {
		return fmt.Errorf("an attribute %q is unknown", shownName(string(name)))
	}
	return nil
}

// end reads what follows the rows, to the end of the part.
func (s *sheetReader) end() error {
	err := s.x.each(func(name string) error {
		switch name {
		case "sheetData":
			return errors.New("its rows begin a second time")
		case "mergeCells":
			return s.x.each(func(string) error {
				s.addMerge(string(s.x.attr("ref")))
				return s.x.skip()
			})
		}
		return s.x.skip()
	})
	if err != nil {
		return err
	}
	return s.x.finish()
}

// fault places an error in the sheet: at the row last begun, and at the cell.
func (s *sheetReader) fault(err error) error {
	var f *fault.Error
	if !errors.As(err, &f) {
		f = fault.Wrap(err, fault.Invalid, "The sheet %q is damaged: %s.", s.name, err).
			WithHint("Open the workbook in Excel, save it again and import the saved file.")
	}
	placed := *f
	placed.Row = s.row
	if s.column >= 0 && !s.ended {
		placed.Column = columnLabel(s.columns, s.column)
		if s.columns == nil {
			placed.Column = columnLetters(s.column)
		}
	}
	return &placed
}

// columnLetters names a column as spreadsheets do: A, B, …, Z, AA. It is for
// damage that is found before the header is.
func columnLetters(i int) string {
	letters := ""
	for i++; i > 0; i = (i - 1) / 26 {
		letters = string(rune('A'+(i-1)%26)) + letters
	}
	return letters
}
