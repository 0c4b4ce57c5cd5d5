package tabular

import (
	"bytes"
	"io"
)

// quoted cuts a row that may hold quoted cells. It returns where the next row
// begins and how many lines this one covers, or -1 when its end is not in the
// buffer. Nothing is rewritten before the row is complete, for it may be cut
// again after more was read.
func (s *splitter) quoted() (end, lines int, err error) {
	s.spans = s.spans[:0]
	at := s.pos
	for {
		if len(s.spans) == maxColumns {
			return 0, 0, s.tooWide()
		}
		cell, next, err := s.cell(at, &lines)
		if err != nil || next < 0 {
			return -1, 0, err
		}
		if cell.to-cell.from > maxCell {
			return 0, 0, s.fault(s.next, len(s.spans), "The cell is longer than %d KiB.", maxCell>>10)
		}
		if next-s.pos > maxRow {
			return 0, 0, s.tooLong()
		}
		s.spans = append(s.spans, cell)
		if next == s.end || s.buf[next] != s.comma {
			s.fixSpans()
			return min(next+1, s.end), lines + 1, nil
		}
		at = next + 1
	}
}

// cell finds one cell of a row with quotes. next is the delimiter or the end of
// line behind it, or the end of the file; -1 when that is not in the buffer.
func (s *splitter) cell(at int, lines *int) (c span, next int, err error) {
	from := at
	for from < s.end && s.buf[from] == ' ' {
		from++
	}
	if from < s.end && s.buf[from] == '"' {
		return s.quotedCell(from+1, lines)
	}
	for i := from; ; i++ {
		if i == s.end && s.err != io.EOF {
			return c, -1, s.unfinished(i)
		}
		if i == s.end || s.buf[i] == s.comma || s.buf[i] == s.eol {
			to := i
			if (i == s.end || s.buf[i] == '\n') && s.eol == '\n' && to > from && s.buf[to-1] == '\r' {
				to--
			}
			for to > from && s.buf[to-1] == ' ' {
				to--
			}
			return span{from, to, false}, i, nil
		}
	}
}

// quotedCell finds the end of a cell whose text begins at from.
func (s *splitter) quotedCell(from int, lines *int) (c span, next int, err error) {
	c.from = from
	opened := s.next + *lines
	for at := from; ; {
		i := bytes.IndexByte(s.buf[at:s.end], '"')
		if i < 0 || at+i-from > maxCell {
			return c, -1, s.unclosed(opened, from)
		}
		at += i + 1
		if at == s.end && s.err != io.EOF {
			return c, -1, s.unfinished(at) // the quote may be doubled
		}
		if at < s.end && s.buf[at] == '"' {
			c.rewrite = true
			at++
			continue
		}
		c.to = at - 1
		break
	}
	text := s.buf[c.from:c.to]
	*lines += bytes.Count(text, []byte{s.eol})
	c.rewrite = c.rewrite || bytes.Contains(text, []byte("\r\n"))
	next, err = s.afterQuote(c.to+1, opened)
	return c, next, err
}

// afterQuote finds the delimiter or end of line behind a closed quote. Anything
// but blanks before it would be guessed at, and rows shifted by the guess.
func (s *splitter) afterQuote(at, opened int) (int, error) {
	for at < s.end && s.buf[at] == ' ' {
		at++
	}
	if at < s.end && s.buf[at] == '\r' && s.eol == '\n' && (at+1 < s.end && s.buf[at+1] == '\n' || at+1 == s.end) {
		at++
	}
	switch {
	case at == s.end && s.err != io.EOF:
		return -1, s.unfinished(at)
	case at == s.end || s.buf[at] == s.comma || s.buf[at] == s.eol:
		return at, nil
	}
	return 0, s.fault(opened, len(s.spans), "Text follows the closing quote of a cell.").
		WithHint("A quote inside a quoted cell is written twice. Correct the row, or export the file again.")
}

// unfinished is the error of a row whose end is not in the buffer, if any.
func (s *splitter) unfinished(at int) error {
	if at-s.pos > maxRow {
		return s.tooLong()
	}
	return s.readError()
}

// unclosed is the error of a quoted cell whose end is not in the buffer, if any.
func (s *splitter) unclosed(opened, from int) error {
	switch {
	case s.end-from > maxCell:
		return s.fault(opened, len(s.spans), "The quote opened here is not closed within %d KiB.", maxCell>>10).
			WithHint("Close the quote, or export the file again.")
	case s.err == io.EOF:
		return s.fault(opened, len(s.spans), "The quote opened here is never closed: the file is cut off, or a quote is missing.").
			WithHint("Export the file again.")
	}
	return s.readError()
}

// fixSpans makes cells of the spans of a complete row.
func (s *splitter) fixSpans() {
	s.cells = s.cells[:0]
	for _, c := range s.spans {
		text := s.buf[c.from:c.to]
		if c.rewrite {
			text = unquote(text)
		}
		s.cells = append(s.cells, text)
	}
}

// unquote rewrites, in place, doubled quotes to one and CRLF to LF, as
// encoding/csv does.
func unquote(b []byte) []byte {
	to := 0
	for i := 0; i < len(b); i++ {
		if i+1 < len(b) && (b[i] == '"' && b[i+1] == '"' || b[i] == '\r' && b[i+1] == '\n') {
			i++
		}
		b[to] = b[i]
		to++
	}
	return b[:to]
}
