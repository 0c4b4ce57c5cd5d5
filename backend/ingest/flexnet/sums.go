package flexnet

import (
	"time"

	"headroom/backend/ingest"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

const (
	secondsOfDay    = 24 * 60 * 60
	lastOfEpochYear = portfolio.Day(364) // 1970-12-31
)

// sums adds up what clients hold, by series and day. What is beyond the
// entitlement tells how much is entitled only where there is some of it.
type sums struct {
	order []*held
	known map[heldKey]*held
}

type heldKey struct {
	account, name, feature string
	day                    portfolio.Day
}

type held struct {
	series     portfolio.Series
	day        portfolio.Day
	used, over int64
}

func (s *sums) add(series portfolio.Series, day portfolio.Day, used int64, over portfolio.Int) {
	if s.known == nil {
		s.known = map[heldKey]*held{}
	}
	ref := series.Account.Ref
	key := heldKey{account: ref.ExternalID, feature: series.Feature, day: day}
	if ref.ExternalID == "" {
		key.name = value.Name(ref.Name)
	}
	h, ok := s.known[key]
	if !ok {
		h = &held{series: series, day: day}
		s.known[key] = h
		s.order = append(s.order, h)
	}
	h.used += used
	h.over += over.N
}

func (s *sums) conclude(out ingest.Sink) error {
	for _, h := range s.order {
		id, err := out.Series("", h.series)
		if err != nil {
			return err
		}
		o := portfolio.Observation{Used: whole(h.used)}
		if h.over > 0 {
			o.Entitled = whole(h.used - h.over)
		}
		if err := out.Observe(id, h.day, o); err != nil {
			return err
		}
	}
	return nil
}

func whole(n int64) portfolio.Decimal { return portfolio.Decimal{Mantissa: n, OK: true} }

// milliseconds reads an ISO instant as milliseconds since 1970.
func milliseconds(cell []byte) (int64, bool) {
	t, err := time.Parse(time.RFC3339, string(cell))
	return t.UnixMilli(), err == nil
}
