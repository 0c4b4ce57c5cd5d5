package tabular

import (
	"errors"
	"fmt"
	"strconv"

	"headroom/backend/fault"
	"headroom/backend/ingest"
)

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
		text, in, damage := s.book.strings.at(i)
		if err != nil || !in && damage == nil {
			damage = errors.New("a cell refers to a text that does not exist")
		}
		return text, found, damage
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
