package generic

import (
	"sort"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// events adapts recorded acts of using: one a row, used times.
type events struct {
	usage
	all      []int // the columns an event is known by, in an order that does not depend on the file's
	ordinals cells.Ordinals
}

func openEvents(s *sheet) (ingest.Adapter, error) {
	if err := s.needs(date); err != nil {
		return nil, err
	}
	s.info.Dataset = portfolio.FeatureUsage
	s.monthly = false
	a := &events{usage: usage{sheet: s, identity: s.identityColumns()}}
	for _, p := range s.key {
		if i := s.partColumn([]keyPart{p}); i != cells.None {
			a.all = append(a.all, i)
		}
	}
	if len(a.all) == 0 {
		for i := range s.header.Columns {
			a.all = append(a.all, i)
		}
	}
	sort.SliceStable(a.all, func(x, y int) bool { return s.header.Columns[a.all[x]] < s.header.Columns[a.all[y]] })
	return a, nil
}

// Adapt hands over one event. Its identity is the text of the key, without one
// of the whole row, and its number among equal ones.
func (s *events) Adapt(row ingest.Row, out ingest.Sink) error {
	s.begin(row)
	if s.isTotals() {
		return totalsRow
	}
	id, known := s.series.Find(row, s.identity)
	e := portfolio.Event{Day: s.observed(), Count: 1, Person: s.text(person)}
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
