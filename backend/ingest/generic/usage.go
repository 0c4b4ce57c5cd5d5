package generic

import (
	"bytes"

	"headroom/backend/fault"
	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// seriesFields are the fields a usage series is made of.
var seriesFields = [...]field{
	account, accountID, product, workload, feature, meter, partnerID, sku, family, vendor, country, region, segment, owner, domain, parent,
}

// usage adapts levels: a row is what a series had on a day, or in a month. The
// path of a row whose series and date were seen does not allocate.
type usage struct {
	*sheet
	identity []int
	series   cells.SeriesCache
	lastCell []byte
	lastDay  portfolio.Day
	checks   bool // the first cell is neither date nor part of the series
}

// openUsage takes levels for all classes but X. In class X every row is an
// act of using, unless the sheet gives active, total or entitled, which only
// levels have: then its rows are levels too, that come bit by bit (class N).
func openUsage(s *sheet) (ingest.Adapter, error) {
	if err := s.needsAccount(); err != nil {
		return nil, err
	}
	if s.info.Class == portfolio.Events && !s.says(active, total, entitled) {
		return openEvents(s)
	}
	if !s.says(active, used) {
		return nil, fault.At("columns", "No column means active or used.").WithHint("Say in the mapping which column holds the figure.")
	}
	s.info.Dataset = portfolio.Usage
	if s.info.Class == portfolio.Events {
		s.info.Class = portfolio.Incremental
	}
	u := &usage{sheet: s, identity: s.identityColumns()}
	u.checks = s.columns[date] != 0
	for _, i := range u.identity {
		u.checks = u.checks && i != 0
	}
	return u, nil
}

func (s *sheet) identityColumns() []int {
	var columns []int
	for _, f := range seriesFields {
		if i := s.columns[f]; i != cells.None {
			columns = append(columns, i)
		}
	}
	if s.held() {
		columns = append(columns, s.columns[entitlement])
	}
	return columns
}

// Adapt hands over the figures of one series on one day. A row whose first
// cell, series and figures are in order cannot be a row of totals, so that is
// looked at only where something is new or wrong.
func (s *usage) Adapt(row ingest.Row, out ingest.Sink) error {
	s.begin(row)
	id, known := s.series.Find(row, s.identity)
	if (!known || s.checks) && s.isTotals() {
		return totalsRow
	}
	day := s.observed()
	o := portfolio.Observation{Active: s.count(active), Total: s.count(total), Used: s.number(used), Entitled: s.number(entitled)}
	if o == (portfolio.Observation{}) && s.Problem() == nil {
		return cells.NoFigures
	}
	if !known {
		added, err := s.addSeries(out)
		if err != nil {
			return s.orTotals(err)
		}
		id = added
	}
	if err := s.Problem(); err != nil {
		return s.orTotals(err)
	}
	if o.Active.OK && o.Total.OK && o.Active.N > o.Total.N {
		out.Note(s.Name(s.columns[active]), cells.Above100, "More active than there are in total.")
	}
	return out.Observe(id, day, o)
}

// orTotals says that a row with a problem is one of totals, where it is.
func (s *usage) orTotals(err error) error {
	if s.isTotals() {
		return totalsRow
	}
	return err
}

// addSeries names a new series. Its problem, if any, is the row's: the series
// is not kept, so the next row like it is looked at afresh.
func (s *usage) addSeries(out ingest.Sink) (portfolio.SeriesID, error) {
	series := s.seriesOf()
	if err := s.Problem(); err != nil {
		return 0, err
	}
	id, err := out.Series("", series)
	if err != nil {
		return 0, err
	}
	s.series.Add(id)
	return id, nil
}

func (s *sheet) seriesOf() portfolio.Series {
	series := portfolio.Series{
		Account: s.accountOf(), Product: s.productOf(), Workload: s.text(workload), WorkloadRaw: s.text(workload),
		Feature: s.text(feature), Meter: s.text(meter), PartnerID: s.text(partnerID),
	}
	if series.Product.Name == "" {
		series.Product.Name = series.Product.SKU
	}
	return series
}

// observed is the day of the row. The last date cell is remembered: the rows
// of a day usually follow one another.
func (s *usage) observed() portfolio.Day {
	i := s.columns[date]
	if i == cells.None {
		return s.at().Day
	}
	cell := s.row.Cell(i)
	if len(cell) > 0 && bytes.Equal(cell, s.lastCell) {
		return s.lastDay
	}
	day, when := s.when(date)
	switch {
	case when == value.NoDate || when == value.Never:
		s.missing(date)
	case !day.IsZero():
		day = s.level(day)
	}
	if !day.IsZero() && !s.constant(date) {
		s.lastCell, s.lastDay = append(s.lastCell[:0], cell...), day
	}
	return day
}
