package tabular

import "headroom/backend/ingest"

// aheadBlocks is how many blocks of rows there are: one being read by the
// adapter, one waiting, one being cut.
const aheadBlocks = 3

// ahead cuts rows on a goroutine of its own, some blocks before they are asked
// for, because cutting and adapting take about as long. Memory is bounded by
// the blocks. A row is valid until the next one is asked for.
type ahead struct {
	full, empty chan *rowBlock
	stopping    chan struct{} // closed by stop
	ended       chan struct{} // closed when the goroutine is gone

	at   *rowBlock // whose rows are given
	row  int       // next of them
	cell int       // where its cells begin
}

// rowBlock is the rows that were cut from one buffer.
type rowBlock struct {
	text  []byte // what the cells are slices of
	cells [][]byte
	rows  []aheadRow
	err   error // what came after the last row, nil where another block does
}

// aheadRow is a row whose cells end at end.
type aheadRow struct{ end, line int }

// readAhead starts to cut the rows that read takes from s.
func readAhead(s *splitter, read func() (ingest.Row, error)) *ahead {
	a := &ahead{
		full: make(chan *rowBlock, aheadBlocks), empty: make(chan *rowBlock, aheadBlocks),
		stopping: make(chan struct{}), ended: make(chan struct{}), at: &rowBlock{},
	}
	for range aheadBlocks - 1 {
		a.empty <- &rowBlock{}
	}
	go a.cut(s, read)
	return a
}

func (a *ahead) cut(s *splitter, read func() (ingest.Row, error)) {
	defer close(a.ended)
	b := &rowBlock{text: s.buf}
	// A buffer whose rows are given away is left to them.
	s.move = func(size int) []byte {
		if len(b.rows) > 0 {
			a.full <- b // there is room for every block
			b = a.take()
		}
		if len(b.text) < size {
			b.text = make([]byte, size)
		}
		return b.text
	}
	for b.err == nil {
		select {
		case <-a.stopping:
			return
		default:
		}
		r, err := read()
		if err != nil {
			b.err = err
			break
		}
		b.cells = append(b.cells, r.Cells...)
		b.rows = append(b.rows, aheadRow{len(b.cells), r.Line})
	}
	a.full <- b
}

// take waits for a block that nobody reads any more.
func (a *ahead) take() *rowBlock {
	select {
	case b := <-a.empty:
		b.cells, b.rows = b.cells[:0], b.rows[:0]
		return b
	case <-a.stopping:
		return &rowBlock{}
	}
}

// next returns the next row. An error is returned again after it was.
func (a *ahead) next() (ingest.Row, error) {
	for a.row == len(a.at.rows) {
		if a.at.err != nil {
			return ingest.Row{}, a.at.err
		}
		if a.at.text != nil {
			a.empty <- a.at
		}
		a.at, a.row, a.cell = <-a.full, 0, 0
	}
	r := a.at.rows[a.row]
	cells := a.at.cells[a.cell:r.end:r.end]
	a.row, a.cell = a.row+1, r.end
	return ingest.Row{Line: r.line, Cells: cells}, nil
}

// stop ends the goroutine and waits for it.
func (a *ahead) stop() {
	close(a.stopping)
	<-a.ended
}
