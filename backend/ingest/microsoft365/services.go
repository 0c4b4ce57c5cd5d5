package microsoft365

import (
	"strings"

	"headroom/backend/ingest"
	"headroom/backend/ingest/cells"
	"headroom/backend/ingest/value"
	"headroom/backend/portfolio"
)

// services is the wide report of active and inactive users by service.
type services struct{}

// Info describes the report.
func (services) Info() ingest.Info {
	return infoOf("services_user_counts", "Microsoft 365 users by service",
		"One row is the whole report: active and inactive licensed users of every service.", portfolio.Snapshot)
}

// pair is the two columns of one service.
type pair struct {
	raw              string
	active, inactive int
}

// pairsOf finds the services that have both columns.
func pairsOf(h ingest.Header, columns cells.Columns) []pair {
	var pairs []pair
	for i, name := range h.Columns {
		raw, ok := strings.CutSuffix(name, " Active")
		if !ok {
			continue
		}
		if inactive := columns.Find(raw + " Inactive"); inactive != cells.None {
			h.Uses.Use(i, "Active")
			pairs = append(pairs, pair{raw, i, inactive})
		}
	}
	return pairs
}

// Detect recognises pairs of active and inactive users.
func (services) Detect(h ingest.Header) float64 {
	h.Uses = nil
	c := cells.Of(h)
	if !isReport(c) || c.Has(reportDate) || len(pairsOf(h, c)) == 0 {
		return 0
	}
	return known
}

// Open needs the account.
func (p services) Open(h ingest.Header, c ingest.Context) (ingest.Adapter, error) {
	columns := cells.Of(h)
	refresh, err := columns.Need(refreshDate)
	if err != nil {
		return nil, err
	}
	pairs := pairsOf(h, columns)
	if len(pairs) == 0 {
		return nil, columns.Missing("Exchange Active", "Export the report of users by service.")
	}
	account, err := accountOf(h, c)
	if err != nil {
		return nil, err
	}
	return &serviceCounts{
		Reader: cells.For(h, c, value.AnyOrder, 0), info: p.Info(), account: account, refresh: refresh, period: columns.Find(reportPeriod), pairs: pairs,
	}, nil
}

type serviceCounts struct {
	cells.Reader
	info            ingest.Info
	account         portfolio.Account
	refresh, period int
	pairs           []pair
}

// Info describes the report.
func (s *serviceCounts) Info() ingest.Info { return s.info }

// Monthly is false: the counts are of the refresh date.
func (s *serviceCounts) Monthly() bool { return false }

// isMonth reports whether a period in days is close to the 28 days in which a
// user counts as active.
func isMonth(days int64) bool { return days >= 28 && days <= 31 }

// Adapt unpivots the row. Reports over other periods than a month speak of
// licensed users all the same; who was active in half a year is another number.
func (s *serviceCounts) Adapt(row ingest.Row, out ingest.Sink) error {
	s.Start(row)
	day, period := s.NeedDay(s.refresh), s.Count(s.period)
	observations := make([]portfolio.Observation, len(s.pairs))
	said := false
	for i, p := range s.pairs {
		active, inactive := s.Count(p.active), s.Count(p.inactive)
		o := portfolio.Observation{Active: active}
		if active.OK && inactive.OK {
			o.Total = portfolio.SomeInt(active.N + inactive.N)
		}
		if period.OK && !isMonth(period.N) {
			o.Active = portfolio.Int{}
		}
		said = said || o != (portfolio.Observation{})
		observations[i] = o
	}
	if err := s.Problem(); err != nil {
		return err
	}
	if !said {
		return cells.NoFigures
	}
	if period.OK && !isMonth(period.N) {
		out.Note(s.Name(s.period), "other_period", "Active users are those of the last 28 days; a report over 30 days has them, this one has only the licensed users.")
	}
	for i, p := range s.pairs {
		if observations[i] == (portfolio.Observation{}) {
			continue
		}
		id, err := out.Series(s.reporter(), portfolio.Series{Account: s.account, Workload: cells.Workload(p.raw), WorkloadRaw: p.raw})
		if err != nil {
			return err
		}
		if err := out.Observe(id, day, observations[i]); err != nil {
			return err
		}
	}
	return nil
}

// reporter keeps reports over different periods apart: each is a whole of its
// own, and none takes the place of another.
func (s *serviceCounts) reporter() string {
	if period := s.Text(s.period); period != "" {
		return reporterOf(s.account) + " D" + period
	}
	return reporterOf(s.account)
}
