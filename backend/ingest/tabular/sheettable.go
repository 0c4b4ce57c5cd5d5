package tabular

import (
	"errors"
	"io"
	"slices"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/ingest"
)

// sheetTable is the table of one sheet of a workbook.
type sheetTable struct {
	file    File
	book    *workbook
	part    sheetPart
	header  ingest.Header
	first   []ingest.Row // the first rows, as long as merged cells may change the header
	single  sheetHeader  // of one row, if no cells are merged
	footer  *footer      // nil when the end is kept
	last    int          // number of the row last returned, to see gaps
	rows    *sheetReader
	started bool   // rows are read, not only looked at
	size    uint64 // bytes of the sheet
	closer  io.Closer
	stopped error // what Next returned last, when it was an error
}

// workbookTables returns a table for each visible sheet that holds anything.
func workbookTables(f File, s said) ([]ingest.Table, error) {
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
	tables, err := sheetTables(f, s, book)
	if err := errors.Join(err, book.pause()); err != nil {
		return nil, err
	}
	return tables, nil
}

// sheetTables returns the tables of the sheets that were asked for. A row that
// was said to be the header chooses among sheets: those that lack it are none.
func sheetTables(f File, s said, book *workbook) ([]ingest.Table, error) {
	var names []string
	for _, part := range book.sheets {
		names = append(names, part.name)
	}
	if s.sheet != "" && !slices.Contains(names, s.sheet) {
		return nil, fault.At("reading.sheet", "The workbook has no sheet %q that can be seen.", s.sheet).
			WithHint("It has " + strings.Join(names, ", ") + ".")
	}
	var tables []ingest.Table
	headless := false
	for _, part := range book.sheets {
		if s.sheet != "" && part.name != s.sheet {
			continue
		}
		t := &sheetTable{file: f, book: book, part: part}
		lacks, err := t.detect(s, names)
		if err != nil {
			return nil, err
		}
		headless = headless || lacks
		if t.header.Line > 0 {
			tables = append(tables, t)
		}
	}
	if len(tables) == 0 && headless {
		return nil, noSuchRow(s.header)
	}
	if len(tables) == 0 {
		return nil, fault.New(fault.Invalid, "The workbook holds no visible sheet with rows.").
			WithHint("Check that this is the right file, or export it again.")
	}
	return tables, nil
}

// detect finds the header among the first rows of the sheet. Its line stays 0
// for an empty sheet, and for one that lacks the row said to be the header.
func (t *sheetTable) detect(s said, sheets []string) (lacks bool, err error) {
	if err := t.open(); err != nil {
		return false, err
	}
	defer t.shut()
	var rows []ingest.Row
	whole := false
	for len(rows) < headerRows+sampleRows && !whole {
		err := t.rows.next()
		if err != nil && err != io.EOF {
			return false, err
		}
		whole = err == io.EOF
		if r := t.current(); !whole && !blank(r.Cells) {
			rows = append(rows, r.Copy())
		}
	}
	if len(rows) == 0 {
		return false, nil
	}
	found := findHeader(rows)
	h := sheetHeader{top: found}
	if s.header > 0 {
		at, ok := rowAt(rows, s.header)
		if !ok {
			return true, nil
		}
		h.top = at
	}
	h.bottom = h.top
	h.names = texts(rows[h.top])
	said := h.top
	if mayHaveTwoRows(rows, h.top) {
		if h, err = t.twoRows(rows, h); err != nil {
			return false, err
		}
	}
	t.setHeader(rows, h)
	guesses := append(sheetGuesses(t.part.name, sheets, h, s.sheet != ""), headerGuess(rows, said, found, s.header > 0))
	guesses = append(guesses, preambleGuesses(t.header.Preamble)...)
	end := footer{columns: len(t.header.Columns), keep: s.keepEnd}
	if !s.keepEnd {
		own := end
		t.footer = &own
	}
	if whole {
		body, dropped := end.without(rows[h.bottom+1:])
		t.header.Sample = sample(body)
		guesses = append(guesses, footerGuesses(dropped, s.keepEnd)...)
	}
	t.header.Guesses = guesses
	return false, nil
}

// twoRows joins the rows of a header that may have two. Merged cells are listed
// behind the rows: where those are many, blanks beside a label are taken for
// them until Complete has read the list.
func (t *sheetTable) twoRows(rows []ingest.Row, h sheetHeader) (sheetHeader, error) {
	if t.size > smallPart {
		implied := impliedMerges(rows, h.top)
		if len(implied) > 0 {
			t.first, t.single = rows, h
		}
		return joinHeader(rows, h, implied), nil
	}
	merges, err := t.merges()
	return joinHeader(rows, h, merges), err
}

// setHeader makes the header of the first rows.
func (t *sheetTable) setHeader(rows []ingest.Row, h sheetHeader) {
	t.header.File, t.header.Sheet = t.file.Name, t.part.name
	t.header.Columns = columnNames(h.names)
	t.header.Line = rows[h.bottom].Line
	t.header.Preamble = preamble(rows[:h.top])
	t.header.Sample = sample(rows[h.bottom+1:])
}

// Complete reads which cells of the header are merged, where that stands too
// far behind to be known from the start of the sheet.
func (t *sheetTable) Complete() error {
	if t.first == nil {
		return nil
	}
	t.started = true
	if err := t.open(); err != nil {
		return inFile(err, t.file.Name)
	}
	defer t.shut()
	merges, err := t.merges()
	if err != nil {
		return inFile(err, t.file.Name)
	}
	t.setHeader(t.first, joinHeader(t.first, t.single, merges))
	t.first = nil
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
	if t.started {
		if err := t.book.allStrings(p); err != nil {
			return err
		}
	}
	r, x, err := p.open(t.part.part)
	if err != nil {
		return err
	}
	t.size = p[strings.ToLower(t.part.part)].UncompressedSize64
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
		t.started = true
		if err := t.open(); err != nil {
			return ingest.Row{}, t.stop(err)
		}
		t.rows.columns = t.header.Columns
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

// read returns the next row that holds anything, and whether blank ones precede
// it.
func (t *sheetTable) read() (ingest.Row, bool, error) {
	for {
		if err := t.rows.next(); err != nil {
			return ingest.Row{}, false, err
		}
		if r := t.current(); r.Line > t.header.Line && !blank(r.Cells) {
			gap := t.last > 0 && r.Line > t.last+1
			t.last = r.Line
			return r, gap, nil
		}
	}
}

// Dropped returns the rows of the footer that were left out: "12: Total, 40".
// It is complete once Next has returned io.EOF.
func (t *sheetTable) Dropped() []string {
	if t.footer == nil {
		return nil
	}
	return t.footer.dropped
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
