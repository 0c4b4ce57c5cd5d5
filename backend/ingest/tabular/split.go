package tabular

import (
	"bytes"
	"errors"
	"io"
	"strconv"

	"headroom/backend/fault"
)

// splitter cuts delimited text into rows of cells, as RFC 4180 has it and
// encoding/csv reads it, without a copy: cells are slices of its buffer, valid
// until the next row. It differs on purpose:
//   - blanks around a cell are not part of it, so a quote may follow one
//     (`"a", "b"`). Only spaces: a tab may be the delimiter.
//   - a quote inside an unquoted cell is a character (`5" disk`).
//   - lines may end in CR alone, where the whole file does so.
//   - empty lines are rows of one empty cell.
//   - rows, cells and columns are bounded, and a quote that is never closed is
//     refused where it was opened.
type splitter struct {
	src     io.Reader
	comma   byte
	eol     byte     // '\n', which an optional '\r' precedes, or '\r'
	columns []string // names for faults

	buf   []byte
	pos   int // where the next row begins
	end   int // where the text in buf ends
	quote int // the first quote at or after pos, or end
	err   error

	line  int // line of the row last returned
	next  int // line of the row that begins at pos
	cells [][]byte
	spans []span
}

// span is a cell of a row with quotes, before it is known to be complete.
type span struct {
	from, to int
	rewrite  bool // holds doubled quotes or CRLF
}

func newSplitter(src io.Reader, comma, eol byte) *splitter {
	return &splitter{src: src, comma: comma, eol: eol, next: 1, buf: make([]byte, 1<<18)}
}

// row returns the cells of the next row, or io.EOF.
func (s *splitter) row() ([][]byte, error) {
	for {
		text := s.buf[s.pos:s.end]
		n := bytes.IndexByte(text, s.eol)
		if n >= 0 && s.pos+n < s.quote {
			if err := s.plain(text[:n]); err != nil {
				return nil, err
			}
			s.take(s.pos+n+1, 1)
			return s.cells, nil
		}
		done, err := s.unusual(n)
		if err != nil {
			return nil, err
		}
		if done {
			return s.cells, nil
		}
		if err := s.fill(); err != nil {
			return nil, err
		}
	}
}

// unusual reads a row that holds quotes or is the last; n is the distance to
// the next end of a line. It reports false when the row is not complete in the
// buffer.
func (s *splitter) unusual(n int) (bool, error) {
	switch {
	case s.quote < s.end && (n >= 0 || s.err != nil || s.end-s.pos > maxCell):
		end, lines, err := s.quoted()
		if err != nil || end < 0 {
			return false, err
		}
		s.take(end, lines)
		return true, nil
	case n < 0 && s.err == io.EOF && s.pos < s.end:
		if err := s.plain(s.buf[s.pos:s.end]); err != nil {
			return false, err
		}
		s.take(s.end, 1)
		return true, nil
	}
	return false, nil
}

// take moves behind a row that ends before end and covers some lines.
func (s *splitter) take(end, lines int) {
	s.pos = end
	s.line, s.next = s.next, s.next+lines
	if s.quote < s.pos {
		s.findQuote(s.pos)
	}
}

// findQuote looks once for each quote, so that text without any costs nothing.
func (s *splitter) findQuote(from int) {
	s.quote = s.end
	if i := bytes.IndexByte(s.buf[from:s.end], '"'); i >= 0 {
		s.quote = from + i
	}
}

// plain cuts a line without quotes.
func (s *splitter) plain(line []byte) error {
	if n := len(line); n > 0 && s.eol == '\n' && line[n-1] == '\r' {
		line = line[:n-1]
	}
	if len(line) > maxCell {
		return s.plainLong(line)
	}
	cells := s.cells[:0]
	for {
		i := bytes.IndexByte(line, s.comma)
		if i < 0 {
			break
		}
		cells = append(cells, trimBlanks(line[:i]))
		line = line[i+1:]
	}
	s.cells = append(cells, trimBlanks(line))
	if len(s.cells) > maxColumns {
		return s.tooWide()
	}
	return nil
}

// plainLong cuts a line so long that one of its cells may be too long.
func (s *splitter) plainLong(line []byte) error {
	if len(line) > maxRow {
		return s.tooLong()
	}
	s.cells = s.cells[:0]
	for cell := range bytes.SplitSeq(line, []byte{s.comma}) {
		if len(s.cells) == maxColumns {
			return s.tooWide()
		}
		if len(cell) > maxCell {
			return s.fault(s.next, len(s.cells), "The cell is longer than %d KiB.", maxCell>>10)
		}
		s.cells = append(s.cells, trimBlanks(cell))
	}
	return nil
}

// trimBlanks removes spaces around a cell.
func trimBlanks(b []byte) []byte {
	for len(b) > 0 && b[0] == ' ' {
		b = b[1:]
	}
	for len(b) > 0 && b[len(b)-1] == ' ' {
		b = b[:len(b)-1]
	}
	return b
}

// fill reads more text behind the row that begins at pos. At the end of the
// file, or where it cannot be read, the error comes after the last whole row.
func (s *splitter) fill() error {
	switch {
	case s.end-s.pos > maxRow:
		return s.tooLong()
	case s.err == io.EOF:
		return io.EOF
	case s.err != nil:
		return s.readError()
	}
	kept := s.end - s.pos
	if kept > len(s.buf)/2 {
		bigger := make([]byte, 2*len(s.buf))
		copy(bigger, s.buf[s.pos:s.end])
		s.buf = bigger
	} else {
		copy(s.buf, s.buf[s.pos:s.end])
	}
	s.quote, s.pos, s.end = s.quote-s.pos, 0, kept
	// Full, because a row is cut again from its start after every fill.
	for s.end < len(s.buf)-minRead && s.err == nil {
		n, err := s.src.Read(s.buf[s.end:])
		s.end, s.err = s.end+n, err
	}
	if s.quote >= kept {
		s.findQuote(kept)
	}
	return nil
}

// minRead is the least room a decoder is given.
const minRead = 64

// readError places an error of reading at the line where the text stops.
func (s *splitter) readError() error {
	if s.err == nil || s.err == io.EOF {
		return nil
	}
	var f *fault.Error
	if !errors.As(s.err, &f) {
		f = readFault(s.err)
	}
	placed := *f
	placed.Row = s.next + bytes.Count(s.buf[s.pos:s.end], []byte{s.eol})
	return &placed
}

func (s *splitter) tooLong() error {
	return s.fault(s.next, -1, "The row is longer than %d MiB.", maxRow>>20)
}

func (s *splitter) tooWide() error {
	return s.fault(s.next, -1, "The row has more than %d columns.", maxColumns)
}

// fault places a sentence at a line and a column, -1 for the whole row.
func (s *splitter) fault(line, column int, format string, args ...any) *fault.Error {
	f := fault.New(fault.Invalid, format, args...).WithHint("Check that this is an export of rows, or export it again.")
	f.Row = line
	if column >= 0 {
		f.Column = columnLabel(s.columns, column)
	}
	return f
}

// columnLabel names a column by its header, or by its number.
func columnLabel(columns []string, i int) string {
	if i < len(columns) && columns[i] != "" {
		return columns[i]
	}
	return strconv.Itoa(i + 1)
}
