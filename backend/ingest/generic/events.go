package generic

import (
	"sort"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// events adapts recorded acts of using: one a row, used times. Nobody is known
// as a person, since no field of a mapping names one.
type events struct {
	usage
	all      []int // every column, in an order that does not depend on the file's
	ordinals cells.Ordinals
}

func openEvents(s *sheet) (ingest.Adapter, error) {
	if err := s.needs(date); err != nil {
		return nil, err
	}
	s.info.Dataset = portfolio.FeatureUsage
	s.monthly = false
	a := &events{usage: usage{sheet: s, identity: s.identityColumns()}}
	for i := range s.header.Columns {
		a.all = append(a.all, i)
	}
	sort.SliceStable(a.all, func(x, y int) bool { return s.header.Columns[a.all[x]] < s.header.Columns[a.all[y]] })
	return a, nil
}

// Adapt hands over one event. Its identity is the text of the whole row and
// its number among equal rows.
func (s *events) Adapt(row ingest.Row, out ingest.Sink) error {
	s.begin(row)
	if s.isTotals() {
		return totalsRow
	}
	id, known := s.series.Find(row, s.identity)
	e := portfolio.Event{Day: s.observed(), Count: 1}
	if n := s.count(used); n.OK {
		e.Count = n.N
	}
	if err := s.Problem(); err != nil {
		return err
	}
	if !known {
		added, err := s.addSeries(out)
		if err != nil {
			return err
		}
		id = added
	}
	hash := cells.NewHash()
	for _, i := range s.all {
		hash = hash.Cell(value.Trim(row.Cell(i)))
	}
	var err error
	if e.Hash, err = s.ordinals.Identify(e.Day, hash.Sum()); err != nil {
		return err
	}
	return out.Event(id, e)
}
