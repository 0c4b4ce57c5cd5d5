package cells

import (
	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// separator cannot be part of a cell, which is UTF-8.
const separator = 0xff

// SeriesCache keeps the handle of every usage series by the raw cells that
// named it, so that a row of a known series costs one comparison: rows of most
// files repeat the order of the day before. The zero SeriesCache is ready.
type SeriesCache struct {
	entries []seriesEntry
	byCells map[string]int32
	key     []byte
	last    int32
}

type seriesEntry struct {
	key  string
	id   portfolio.SeriesID
	next int32 // the entry that followed this one last time
}

// Find looks for the series named by these columns of row. When it is unknown,
// the next call must be Add for the same row, or Find for another.
func (c *SeriesCache) Find(row ingest.Row, columns []int) (portfolio.SeriesID, bool) {
	if len(c.entries) > 0 {
		next := c.entries[c.last].next
		if entry := &c.entries[next]; entry.names(row, columns) {
			c.last = next
			return entry.id, true
		}
	}
	c.key = c.key[:0]
	for _, i := range columns {
		c.key = append(c.key, row.Cell(i)...)
		c.key = append(c.key, separator)
	}
	found, ok := c.byCells[string(c.key)]
	if !ok {
		return 0, false
	}
	c.entries[c.last].next = found
	c.last = found
	return c.entries[found].id, true
}

// names reports whether the columns of row are the cells of the entry, without
// putting a key together.
func (e *seriesEntry) names(row ingest.Row, columns []int) bool {
	key := e.key
	for _, i := range columns {
		cell := row.Cell(i)
		n := len(cell)
		if len(key) <= n || key[n] != separator || key[:n] != string(cell) {
			return false
		}
		key = key[n+1:]
	}
	return key == ""
}

// Add remembers the handle of the series that Find did not know.
func (c *SeriesCache) Add(id portfolio.SeriesID) {
	if c.byCells == nil {
		c.byCells = make(map[string]int32)
	}
	n := int32(len(c.entries))
	entry := seriesEntry{key: string(c.key), id: id}
	c.entries = append(c.entries, entry)
	c.byCells[entry.key] = n
	c.entries[c.last].next = n
	c.last = n
}
