package partnercenter

import (
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
)

// signature tells the exports of Insights apart: they share most columns.
type signature struct {
	has    []string   // all of these
	either [][]string // one of these groups, all of its columns
	not    []string   // none of these: they belong to another dataset
	known  []string   // the documented columns
}

// score is 0 for another dataset. A file of the dataset scores at least 0.8
// even where a needed column is missing, so that the refusal can name it.
func (s signature) score(h ingest.Header) float64 {
	c := cells.Of(h)
	for _, name := range s.not {
		if c.Has(name) {
			return 0
		}
	}
	for _, name := range s.has {
		if !c.Has(name) {
			return 0
		}
	}
	if !s.anyGroup(c) {
		return 0
	}
	known := c.Known(s.known)
	if known < 0.5 {
		return known
	}
	return 0.8 + 0.2*known
}

func (s signature) anyGroup(c cells.Columns) bool {
	for _, group := range s.either {
		all := true
		for _, name := range group {
			all = all && c.Has(name)
		}
		if all {
			return true
		}
	}
	return false
}
