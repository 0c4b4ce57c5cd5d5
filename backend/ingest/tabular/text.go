package tabular

import (
	"io"

	"headroom/backend/fault"
	"headroom/backend/ingest"
)

// textTable is the table of a text file.
type textTable struct {
	file    File
	header  ingest.Header
	was     spelling
	eol     byte
	footer  *footer // nil when the end is kept
	closer  io.Closer
	rows    *splitter
	stopped error // what Next returned last, when it was an error
}

// newTextTable detects dialect and header of a text file. guesses is what was
// recognised before.
func newTextTable(f File, s said, head textHead, guesses []ingest.Guess) (*textTable, error) {
	d := detectDialect(head, s.comma)
	if head.err == errCut && len(d.rows) < headerRows+sampleRows && len(head.text) < maxRow {
		longer, err := readHead(f, s, headSize)
		if err != nil {
			return nil, err
		}
		return newTextTable(f, s, longer, guesses)
	}
	if d.err != nil {
		return nil, d.err
	}
	if len(sample(d.rows)) == 0 {
		return nil, fault.New(fault.Invalid, "The file holds no rows, not even names of columns.").
			WithHint("Export it again.")
	}
	found := d.head
	if s.header > 0 {
		at, ok := rowAt(d.rows, s.header)
		if !ok || blank(d.rows[at].Cells) {
			return nil, noSuchRow(s.header)
		}
		d.head = at
	}
	header, body := d.rows[d.head], d.rows[d.head+1:]
	t := &textTable{file: f, was: head.was, eol: d.eol}
	t.header = ingest.Header{
		File:     f.Name,
		Columns:  columnNames(texts(header)),
		Line:     header.Line,
		Preamble: preamble(d.rows[:d.head]),
		Encoding: head.was.enc.name(),
		Comma:    d.comma,
		Guesses:  append(guesses, head.encodingGuess(), d.delimiterGuess(s.comma)),
	}
	t.header.Guesses = append(t.header.Guesses, d.leadGuesses()...)
	t.header.Guesses = append(t.header.Guesses, headerGuess(d.rows, d.head, found, s.header > 0))
	t.header.Guesses = append(t.header.Guesses, preambleGuesses(t.header.Preamble)...)
	end := footer{columns: len(t.header.Columns), text: true, keep: s.keepEnd}
	if !s.keepEnd {
		own := end
		t.footer = &own
	}
	if d.whole {
		var dropped []string
		body, dropped = end.without(body)
		t.header.Guesses = append(t.header.Guesses, footerGuesses(dropped, s.keepEnd)...)
	}
	t.header.Sample = sample(body)
	return t, nil
}

// Header returns what is known before the rows are read.
func (t *textTable) Header() ingest.Header { return t.header }

// Next returns the next row that holds anything.
func (t *textTable) Next() (ingest.Row, error) {
	if t.stopped != nil {
		return ingest.Row{}, t.stopped
	}
	if t.rows == nil {
		if err := t.start(); err != nil {
			return ingest.Row{}, t.stop(err)
		}
	}
	var r ingest.Row
	var err error
	if t.footer != nil {
		r, err = t.footer.next(t.read)
	} else {
		r, _, err = t.read()
	}
	if err != nil {
		return ingest.Row{}, t.stop(err)
	}
	return r, nil
}

// read returns the next row that holds anything, and whether a blank one
// precedes it.
func (t *textTable) read() (ingest.Row, bool, error) {
	gap := false
	for {
		cells, err := t.rows.row()
		if err != nil {
			return ingest.Row{}, gap, err
		}
		if t.rows.line <= t.header.Line {
			continue
		}
		if !blank(cells) {
			return ingest.Row{Line: t.rows.line, Cells: cells}, gap, nil
		}
		gap = true
	}
}

// Dropped returns the rows of the footer that were left out: "12: Total, 40".
// It is complete once Next has returned io.EOF.
func (t *textTable) Dropped() []string {
	if t.footer == nil {
		return nil
	}
	return t.footer.dropped
}

func (t *textTable) start() error {
	r, err := t.file.source.open()
	if err != nil {
		return err
	}
	t.closer = r
	t.rows = newSplitter(newDecoder(r, t.was), t.header.Comma, t.eol)
	t.rows.columns = t.header.Columns
	return nil
}

func (t *textTable) stop(err error) error {
	if err != io.EOF {
		err = inFile(err, t.file.Name)
	}
	t.stopped = err
	return err
}

// Close ends the reading; the table gives no more rows.
func (t *textTable) Close() error {
	if t.stopped == nil {
		t.stopped = io.EOF
	}
	if t.closer == nil {
		return nil
	}
	err := t.closer.Close()
	t.closer = nil
	return err
}
