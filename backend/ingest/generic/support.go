package generic

import (
	"strconv"

	"headroom/backend/ingest"
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
	case s.says(entitlement):
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
