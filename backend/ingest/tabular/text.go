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
	enc     encoding
	eol     byte
	closer  io.Closer
	rows    *splitter
	stopped error // what Next returned last, when it was an error
}

// newTextTable detects encoding, dialect and header of a text file.
func newTextTable(f File) (*textTable, error) {
	head, err := readHead(f)
	if err != nil {
		return nil, err
	}
	d := detectDialect(head)
	switch {
	case d.err != nil:
		return nil, d.err
	case len(sample(d.rows)) == 0:
		return nil, fault.New(fault.Invalid, "The file holds no rows, not even names of columns.").
			WithHint("Export it again.")
	}
	header := d.rows[d.head]
	t := &textTable{file: f, enc: head.enc, eol: d.eol}
	t.header = ingest.Header{
		File:     f.Name,
		Columns:  columnNames(texts(header)),
		Line:     header.Line,
		Preamble: preamble(d.rows[:d.head]),
		Sample:   sample(d.rows[d.head+1:]),
		Encoding: head.enc.name(),
		Comma:    d.comma,
	}
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
	for {
		cells, err := t.rows.row()
		if err != nil {
			return ingest.Row{}, t.stop(err)
		}
		if t.rows.line > t.header.Line && !blank(cells) {
			return ingest.Row{Line: t.rows.line, Cells: cells}, nil
		}
	}
}

func (t *textTable) start() error {
	r, err := t.file.source.open()
	if err != nil {
		return err
	}
	t.closer = r
	t.rows = newSplitter(newDecoder(r, t.enc), t.header.Comma, t.eol)
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
