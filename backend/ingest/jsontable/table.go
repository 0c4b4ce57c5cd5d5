package jsontable

import (
	"errors"
	"io"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/ingest"
)

// Table is the one table of a JSON document. Its columns are those of its
// sample until Complete was called; a value of a later column stands behind
// them in its row, as in a text row that is too wide.
type Table struct {
	header  ingest.Header
	open    func() (io.ReadCloser, error)
	columns *columns
	whole   bool // the sample is the whole document
	closer  io.Closer
	rows    *reader
	stopped error // what Next returned last, when it was an error
}

// Looks reports whether a text begins like JSON that can hold rows.
func Looks(head []byte) bool {
	text := strings.TrimLeft(string(head[:min(len(head), 4096)]), " \t\r\n")
	if text == "" || text[0] != '{' && text[0] != '[' {
		return false
	}
	next := strings.TrimLeft(text[1:], " \t\r\n")
	switch {
	case next == "":
		return true
	case text[0] == '{':
		return next[0] == '"' || next[0] == '}'
	}
	return next[0] == '{' || next[0] == ']'
}

// Open returns the table of the JSON that open gives as UTF-8 without a byte
// order mark, from its start as often as wanted. File, Encoding and Guesses of
// h are kept.
func Open(h ingest.Header, open func() (io.ReadCloser, error)) (*Table, error) {
	t := &Table{header: h, open: open, columns: newColumns()}
	if err := t.look(); err != nil {
		return nil, t.fault(err)
	}
	if len(t.header.Columns) == 0 {
		return nil, t.fault(fault.New(fault.Invalid, "The file is JSON that holds no items.").
			WithHint("Export it again with at least one item."))
	}
	return t, nil
}

// look reads the sample.
func (t *Table) look() error {
	src, err := t.open()
	if err != nil {
		return err
	}
	defer src.Close()
	r := newReader(src, t.columns)
	for len(t.header.Sample) < sampleRows && r.src.read < sampleBytes {
		row, err := r.next()
		if err == io.EOF {
			t.whole = true
			break
		}
		if err != nil {
			return err
		}
		if !blank(row.Cells) {
			t.header.Sample = append(t.header.Sample, row.Copy())
		}
	}
	t.header.Columns = t.columns.list()
	t.header.Preamble = r.facts
	t.header.Guesses = append(append([]ingest.Guess{r.guess()}, t.header.Guesses...), r.aboutFacts()...)
	return nil
}

// Complete reads the document to its end, unless the sample was all of it, so
// that Header has every column and all that stands behind the rows.
func (t *Table) Complete() error {
	if t.whole {
		return nil
	}
	src, err := t.open()
	if err != nil {
		return t.fault(err)
	}
	defer src.Close()
	r := newReader(src, t.columns)
	for err == nil {
		_, err = r.next()
	}
	if err != io.EOF {
		return t.fault(err)
	}
	t.whole = true
	t.header.Columns = t.columns.list()
	t.header.Preamble = r.facts
	return nil
}

// Header returns what is known before the rows are read.
func (t *Table) Header() ingest.Header { return t.header }

// Next returns the next object that holds anything.
func (t *Table) Next() (ingest.Row, error) {
	if t.stopped != nil {
		return ingest.Row{}, t.stopped
	}
	if t.rows == nil {
		src, err := t.open()
		if err != nil {
			return ingest.Row{}, t.stop(err)
		}
		t.closer = src
		t.rows = newReader(src, t.columns)
	}
	for {
		row, err := t.rows.next()
		if err != nil {
			return ingest.Row{}, t.stop(err)
		}
		if !blank(row.Cells) {
			return row, nil
		}
	}
}

func (t *Table) stop(err error) error {
	if err != io.EOF {
		err = t.fault(err)
	}
	t.stopped = err
	return err
}

// Close ends the reading; the table gives no more rows.
func (t *Table) Close() error {
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

// fault names the file in an error.
func (t *Table) fault(err error) error {
	var f *fault.Error
	if !errors.As(err, &f) {
		f = fault.Wrap(err, fault.Invalid, "The file cannot be read to its end.").
			WithHint("Check that it is complete, or export it again.")
	}
	return f.InFile(t.header.File)
}

func blank(cells [][]byte) bool {
	for _, c := range cells {
		if len(c) > 0 {
			return false
		}
	}
	return true
}
