// Package cells helps the adapters of all profiles to read rows: it finds
// columns by name, reads typed cells and says what is wrong with them, keeps
// the handles of usage series, and numbers equal events. The rule not to
// break: a cell that cannot be read names its row and column.
package cells

import (
	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/value"
)

// None is the index of a column that a file does not have.
const None = -1

// Columns finds the columns of a table by name, however they are spelled.
type Columns struct {
	header ingest.Header
	index  map[string]int
}

// Of returns the columns of h. Of two columns with one folded name the first
// counts.
func Of(h ingest.Header) Columns {
	c := Columns{header: h, index: make(map[string]int, len(h.Columns))}
	for i, name := range h.Columns {
		k := value.Key(name)
		if _, taken := c.index[k]; !taken {
			c.index[k] = i
		}
	}
	return c
}

// Find returns the first column that has one of the names, or None.
func (c Columns) Find(names ...string) int {
	for _, name := range names {
		if i, ok := c.index[value.Key(name)]; ok {
			c.header.Uses.Use(i, names[0])
			return i
		}
	}
	return None
}

// Has reports whether one of the names is a column.
func (c Columns) Has(names ...string) bool { return c.Find(names...) != None }

// Need is Find for a column the profile cannot do without. The first name is
// the one a person knows.
func (c Columns) Need(names ...string) (int, error) {
	if i := c.Find(names...); i != None {
		return i, nil
	}
	return None, c.Missing(names[0], "Export the file again with this column.")
}

// Missing returns the refusal of a file without the column.
func (c Columns) Missing(column, hint string) error {
	f := fault.New(fault.Invalid, "The column %s is missing.", column).InFile(c.header.File).WithHint(hint)
	f.Row, f.Column = c.header.Line, column
	return f
}

// Known returns the share of the table's columns that are among names.
func (c Columns) Known(names []string) float64 {
	if len(c.header.Columns) == 0 {
		return 0
	}
	known := make(map[string]bool, len(names))
	for _, n := range names {
		known[value.Key(n)] = true
	}
	n := 0
	for _, column := range c.header.Columns {
		if known[value.Key(column)] {
			n++
		}
	}
	return float64(n) / float64(len(c.header.Columns))
}
