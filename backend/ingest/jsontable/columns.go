package jsontable

import (
	"strconv"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/ingest"
)

// columns numbers the paths of a document in the order they are met.
type columns struct {
	index map[string]int
	names []string
	taken map[string]bool
}

func newColumns() *columns {
	return &columns{index: map[string]int{}, taken: map[string]bool{}}
}

// list returns the names of the columns known so far.
func (c *columns) list() []string { return append([]string(nil), c.names...) }

// at returns the number of a path.
func (c *columns) at(path []byte) (int, error) {
	if i, ok := c.index[string(path)]; ok {
		return i, nil
	}
	if len(c.names) == maxColumns {
		return 0, fault.New(fault.Invalid, "The objects have more than %d different fields.", maxColumns).
			WithHint("Check that this is an export of rows: one object with the same fields for each.")
	}
	name := numbered(strings.Join(strings.Fields(string(path)), " "), func(s string) bool { return c.taken[s] })
	c.taken[name] = true
	c.index[string(path)] = len(c.names)
	c.names = append(c.names, name)
	return len(c.names) - 1, nil
}

// numbered returns name, or the first of name#2, name#3, … that is not taken.
func numbered(name string, taken func(string) bool) string {
	free := name
	for n := 2; taken(free); n++ {
		free = name + "#" + strconv.Itoa(n)
	}
	return free
}

// rowBuilder puts the values of one object in their columns.
type rowBuilder struct {
	columns *columns
	cells   [][]byte
	kinds   []ingest.CellKind
	given   []bool
	arena   []byte
}

// begin forgets the row before.
func (b *rowBuilder) begin() {
	clear(b.cells)
	clear(b.kinds)
	clear(b.given)
	b.arena = b.arena[:0]
}

// put keeps a value. A key given twice in one object makes a second column, as
// two columns of one name do in a text file: both values are seen.
func (b *rowBuilder) put(path, text []byte, kind ingest.CellKind) error {
	i, err := b.columns.at(path)
	if err != nil {
		return err
	}
	if i < len(b.given) && b.given[i] {
		again := numbered(string(path), func(s string) bool {
			i, ok := b.columns.index[s]
			return ok && i < len(b.given) && b.given[i]
		})
		if i, err = b.columns.at([]byte(again)); err != nil {
			return err
		}
	}
	if len(text) > maxCell {
		f := fault.New(fault.Invalid, "The value is longer than %d KiB.", maxCell>>10).
			WithHint("Check that this is an export of rows, or export it again.")
		f.Column = b.columns.names[i]
		return f
	}
	for len(b.cells) <= i {
		b.cells, b.kinds, b.given = append(b.cells, nil), append(b.kinds, ingest.Text), append(b.given, false)
	}
	from := len(b.arena)
	b.arena = append(b.arena, text...)
	b.cells[i], b.kinds[i], b.given[i] = b.arena[from:len(b.arena):len(b.arena)], kind, true
	return nil
}

// row returns what was put since begin.
func (b *rowBuilder) row(line int) ingest.Row {
	return ingest.Row{Line: line, Cells: b.cells, Kinds: b.kinds}
}
