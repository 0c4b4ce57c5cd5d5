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
	c.key = c.key[:0]
	for _, i := range columns {
		c.key = append(c.key, row.Cell(i)...)
		c.key = append(c.key, separator)
	}
	if len(c.entries) == 0 {
		return 0, false
	}
	next := c.entries[c.last].next
	if c.entries[next].key != string(c.key) {
		found, ok := c.byCells[string(c.key)]
		if !ok {
			return 0, false
		}
		c.entries[c.last].next = found
		next = found
	}
	c.last = next
	return c.entries[next].id, true
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
