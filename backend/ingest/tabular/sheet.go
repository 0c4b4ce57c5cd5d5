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

// readCell reads the cell just begun and puts its value in its column.
func (s *sheetReader) readCell() error {
	s.column++
	kind, style := byte('n'), 0
	for _, a := range s.x.attrs {
		var err error
		switch string(a.name) {
		case "r":
			err = s.place(a.value)
		case "t":
			kind, err = cellType(a.value)
		case "s":
			style, err = strconv.Atoi(string(a.value))
			if err != nil || style < 0 || style > 0 && style >= len(s.book.dates) {
				err = errors.New("a cell has a format that does not exist")
			}
		case "cm", "vm", "ph":
		default:
			err = extension(a.name)
		}
		if err != nil {
			return err
		}
	}
	given, formula, err := s.readValue(kind)
	if err != nil {
		return err
	}
	if !given && formula {
		return fault.New(fault.Invalid, "The value of a formula was never calculated.").
			WithHint("Open the workbook in Excel, save it and import the saved file.")
	}
	if !given {
		return nil
	}
	return s.put(kind, style)
}

// cellType returns one letter for the type of a cell: n number, s shared
// string, i inline string, f string of a formula, b boolean, e error, d date.
func cellType(t []byte) (byte, error) {
	switch string(t) {
	case "n", "s", "b", "e", "d":
		return t[0], nil
	case "str":
		return 'f', nil
	case "inlineStr":
		return 'i', nil
	}
	return 0, errors.New("a cell has an unknown type")
}

// place moves to the column of a reference such as "AB12".
func (s *sheetReader) place(ref []byte) error {
	column, row, ok := cellRef(ref)
	if !ok || row != s.row || column < s.column {
		return fmt.Errorf("a cell %q stands in the wrong place", shownName(string(ref)))
	}
	s.column = column
	return nil
}

// cellRef splits a reference into its column, from 0, and row, from 1.
func cellRef(ref []byte) (column, row int, ok bool) {
	i := 0
	for i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z' && i < 3 {
		column = column*26 + int(ref[i]-'A') + 1
		i++
	}
	digits := len(ref) - i
	if i == 0 || digits == 0 || digits > 7 || ref[i] == '0' {
		return 0, 0, false
	}
	for _, c := range ref[i:] {
		if c < '0' || c > '9' {
			return 0, 0, false
		}
		row = row*10 + int(c-'0')
	}
	return column - 1, row, true
}

// readValue reads to the end of a cell. given says that it holds a value, which
// is in value; an empty string of a formula is one.
func (s *sheetReader) readValue(kind byte) (given, formula bool, err error) {
	s.value = s.value[:0]
	for {
		if err := s.x.next(); err != nil {
			return false, false, err
		}
		if s.x.kind == endTag {
			return given, formula, nil
		}
		if s.x.kind == textToken {
			if err := onlyBlanks(s.x.text); err != nil {
				return false, false, err
			}
			continue
		}
		switch name := string(s.x.name); {
		case name == "v" && kind != 'i' && !given:
			err = appendText(s.x, &s.value)
			given = len(s.value) > 0 || kind == 'f'
		case name == "is" && kind == 'i' && !given:
			s.value, err = richText(s.x, s.value)
			given = true
		case name == "f" && !formula:
			formula = true
			err = s.x.skip()
		case name == "extLst":
			err = s.x.skip()
		default:
			err = fmt.Errorf("a cell holds an element %q in the wrong place", shownName(name))
		}
		if err != nil {
			return false, false, err
		}
	}
}

// put adds the value just read to the row.
func (s *sheetReader) put(kind byte, style int) error {
	if s.column >= maxColumns {
		return fmt.Errorf("the row has more than %d columns", maxColumns)
	}
	for len(s.cells) < s.column {
		s.cells, s.kinds = append(s.cells, nil), append(s.kinds, ingest.Text)
	}
	cell, kept, err := s.convert(kind, style)
	if err != nil {
		return err
	}
	if len(cell) > maxCell || len(s.arena) > maxRow {
		return fmt.Errorf("a cell is longer than %d KiB, or its row than %d MiB", maxCell>>10, maxRow>>20)
	}
	s.cells, s.kinds = append(s.cells, cell), append(s.kinds, kept)
	return nil
}

// convert gives the text and the kind of the value just read.
func (s *sheetReader) convert(kind byte, style int) ([]byte, ingest.CellKind, error) {
	from, ok, found := len(s.arena), true, ingest.Text
	switch kind {
	case 's':
		i, err := strconv.Atoi(string(s.value))
		text, in := s.book.strings.at(i)
		if err != nil || !in {
			return nil, found, errors.New("a cell refers to a text that does not exist")
		}
		return text, found, nil
	case 'b':
		ok = len(s.value) == 1 && (s.value[0] == '0' || s.value[0] == '1')
		s.arena = append(s.arena, boolText(s.value[0])...)
	case 'f':
		s.arena = unescape(append(s.arena, s.value...), from)
	case 'd':
		found = ingest.Date
		s.arena, ok = appendISODate(s.arena, string(s.value))
	case 'n':
		found, ok = s.number(style)
	default:
		s.arena = append(s.arena, s.value...)
	}
	if !ok {
		return nil, found, errors.New("a cell holds a value that is not of its type")
	}
	return s.arena[from:len(s.arena):len(s.arena)], found, nil
}

// number appends a number, as a date where its format says so and it can be one.
func (s *sheetReader) number(style int) (kind ingest.CellKind, ok bool) {
	if style < len(s.book.dates) && s.book.dates[style] {
		serial, ok := parseNumber(s.value)
		if !ok {
			return ingest.Date, false
		}
		if s.arena, ok = appendDate(s.arena, serial, s.book.date1904); ok {
			return ingest.Date, true
		}
	}
	s.arena, ok = appendNumber(s.arena, s.value)
	return ingest.Number, ok
}

func boolText(c byte) string {
	if c == '1' {
		return "TRUE"
	}
	return "FALSE"
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
	}
	return &placed
}
