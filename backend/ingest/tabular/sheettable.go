package tabular

import (
	"io"

	"headroom/backend/fault"
	"headroom/backend/ingest"
)

// sheetTable is the table of one sheet of a workbook.
type sheetTable struct {
	file    File
	book    *workbook
	part    sheetPart
	header  ingest.Header
	rows    *sheetReader
	closer  io.Closer
	stopped error // what Next returned last, when it was an error
}

// workbookTables returns a table for each visible sheet that holds anything.
func workbookTables(f File) ([]ingest.Table, error) {
	at, err := f.source.openAt()
	if err != nil {
		return nil, err
	}
	defer at.Close()
	if held, ok := at.(*section); ok {
		f.source = held // unpacked once for all sheets
	}
	p, err := openParts(at)
	if err != nil {
		return nil, err
	}
	book, err := openWorkbook(p)
	if err != nil {
		return nil, err
	}
	var tables []ingest.Table
	for _, part := range book.sheets {
		t := &sheetTable{file: f, book: book, part: part}
		if err := t.detect(); err != nil {
			return nil, err
		}
		if t.header.Line > 0 {
			tables = append(tables, t)
		}
	}
	if len(tables) == 0 {
		return nil, fault.New(fault.Invalid, "The workbook holds no visible sheet with rows.").
			WithHint("Check that this is the right file, or export it again.")
	}
	return tables, nil
}

// detect finds the header among the first rows of the sheet. Its line stays 0
// for an empty sheet.
func (t *sheetTable) detect() error {
	if err := t.open(); err != nil {
		return err
	}
	defer t.shut()
	var rows []ingest.Row
	for len(rows) < headerRows+sampleRows {
		err := t.rows.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if r := t.current(); !blank(r.Cells) {
			rows = append(rows, copyRow(r))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	h := sheetHeader{top: findHeader(rows)}
	h.bottom = h.top
	h.names = texts(rows[h.top])
	if mayHaveTwoRows(rows, h.top) {
		merges, err := t.merges()
		if err != nil {
			return err
		}
		h = joinHeader(rows, h, merges)
	}
	t.header = ingest.Header{
		File:     t.file.Name,
		Sheet:    t.part.name,
		Columns:  columnNames(h.names),
		Line:     rows[h.bottom].Line,
		Preamble: preamble(rows[:h.top]),
		Sample:   sample(rows[h.bottom+1:]),
	}
	return nil
}

// merges returns the merged cells of the first rows. It reads the whole sheet,
// for they are listed behind the rows.
func (t *sheetTable) merges() ([]merge, error) {
	for {
		err := t.rows.next()
		if err == io.EOF {
			return t.rows.merges, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// open starts reading the sheet.
func (t *sheetTable) open() error {
	at, err := t.file.source.openAt()
	if err != nil {
		return err
	}
	t.closer = at
	p, err := openParts(at)
	if err != nil {
		return err
	}
	r, x, err := p.open(t.part.part)
	if err != nil {
		return err
	}
	t.closer = &entryFile{r, at}
	t.rows, err = newSheetReader(t.book, t.part.name, x)
	return err
}

// shut ends reading.
func (t *sheetTable) shut() error {
	if t.closer == nil {
		return nil
	}
	err := t.closer.Close()
	t.closer, t.rows = nil, nil
	return err
}

// current returns the row last read.
func (t *sheetTable) current() ingest.Row {
	return ingest.Row{Line: t.rows.row, Cells: t.rows.cells, Kinds: t.rows.kinds}
}

// Header returns what is known before the rows are read.
func (t *sheetTable) Header() ingest.Header { return t.header }

// Next returns the next row that holds anything.
func (t *sheetTable) Next() (ingest.Row, error) {
	if t.stopped != nil {
		return ingest.Row{}, t.stopped
	}
	if t.rows == nil {
		if err := t.open(); err != nil {
			return ingest.Row{}, t.stop(err)
		}
		t.rows.columns = t.header.Columns
	}
	for {
		if err := t.rows.next(); err != nil {
			return ingest.Row{}, t.stop(err)
		}
		if r := t.current(); r.Line > t.header.Line && !blank(r.Cells) {
			return r, nil
		}
	}
}

func (t *sheetTable) stop(err error) error {
	if err != io.EOF {
		err = inFile(err, t.file.Name)
	}
	t.stopped = err
	return err
}

// Close ends the reading; the table gives no more rows.
func (t *sheetTable) Close() error {
	if t.stopped == nil {
		t.stopped = io.EOF
	}
	return t.shut()
}
