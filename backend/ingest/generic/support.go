package generic

import (
	"math"
	"strconv"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// howTo are the folded words for requests that ask how something is done.
var howTo = map[string]bool{
	"howto": true, "how to": true, "howdoi": true, "question": true, "comefare": true, "anleitung": true, "wiegehtdas": true, "modedemploi": true,
	"commentfaire": true, "comohacer": true, "使い方": true, "操作方法": true,
}

// support adapts a list of requests. Without a key of its own a request is its
// account, day, product and category, and its number among equal ones.
type support struct {
	*sheet
	seen map[string]int
}

func openSupport(s *sheet) (ingest.Adapter, error) {
	if err := firstOf(s.needsAccount(), s.needs(date, startDate)); err != nil {
		return nil, err
	}
	a := &support{sheet: s}
	switch {
	case len(s.key) > 0:
	case s.says(request):
		s.key = s.fieldsKey(request)
	case s.says(entitlement) && !s.held():
		s.key = s.fieldsKey(entitlement)
	default:
		s.key = s.fieldsKey(s.accountKey(), date, startDate, product, category)
		a.seen = map[string]int{}
	}
	return a, nil
}

// Adapt hands over one request. It is opened on its date; the list itself is
// of the file's day.
func (s *support) Adapt(row ingest.Row, out ingest.Sink) error {
	s.begin(row)
	if s.isTotals() {
		return totalsRow
	}
	opened := date
	if !s.says(date) {
		opened = startDate
	}
	r := portfolio.SupportRequest{
		Account: s.accountOf(), Product: s.productOf(), Key: s.keyText(s.key), Opened: s.day(opened), Category: s.text(category), Status: s.text(status),
		Title: s.text(title), Severity: s.text(severity), Custom: s.customOf(), Satisfaction: s.number(satisfaction),
	}
	if day := s.day(closedDate); day.Known() {
		r.Closed = day
	}
	r.FirstResponse, r.Resolution = s.minutes(firstResponse, 1), s.minutes(resolution, 1)
	if hours := s.minutes(resolutionHours, 60); hours.OK {
		r.Resolution = hours
	}
	if r.Opened.IsZero() {
		s.missing(opened)
	}
	if err := s.Problem(); err != nil {
		return err
	}
	if howTo[value.Key(r.Category)] {
		r.Category = "how-to"
	}
	if s.seen != nil {
		s.seen[r.Key]++
		if n := s.seen[r.Key]; n > 1 {
			r.Key += "#" + strconv.Itoa(n)
		}
	}
	return out.Support(ingest.At{Day: s.asOf}, r)
}

// minutes reads a time that is given in units of so many minutes, to the
// nearest minute.
func (s *support) minutes(f field, each int64) portfolio.Int {
	d := s.number(f)
	if !d.OK {
		return portfolio.Int{}
	}
	n, unit := d.Mantissa, int64(1)
	for range d.Scale {
		unit *= 10
	}
	if n > math.MaxInt64/each-unit || n < 0 {
		s.Reject(s.columns[f], cells.TooLarge, "Not a length of time.")
		return portfolio.Int{}
	}
	return portfolio.SomeInt((n*each + unit/2) / unit)
}
