package store

import (
	"context"
	"database/sql"
	"slices"

	"headroom/backend/ingest"
	"headroom/backend/portfolio"
)

// A source's own rhythm is known from rhythmDays as-of days on. In a chain of
// increments a distance beyond holeFactor times the rhythm is a hole: what
// happened in it was in a file that never came. Two files are no chain yet.
const (
	rhythmDays = 3
	holeFactor = 1.5
)

// toldDays are the days that the imports of one source and dataset speak of.
type toldDays struct {
	source, dataset string
	profile         string          // of the latest import
	days            []portfolio.Day // as-of of the files, ascending, each once
	increments      []portfolio.Day // those of files that only bring changes
	whole           portfolio.Day   // the latest day of which the whole is told, NoDay for none
	imported        int64           // when the last file came in, microseconds
}

// Staleness says of every source and dataset that was imported how late its
// next file is today, and where a chain of increments has a hole. Cadence
// gives the days between two exports of a profile, for sources that have not
// shown a rhythm of their own; 0 is no expectation.
func (s *Store) Staleness(ctx context.Context, today portfolio.Day, cadence func(profile string) int) ([]ingest.Staleness, error) {
	out := []ingest.Staleness{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		all, err := toldBySource(ctx, tx)
		for _, t := range all {
			out = append(out, t.staleness(today, cadence))
		}
		return err
	})
	return out, storeError(err, "read how old the sources are")
}

func toldBySource(ctx context.Context, tx *sql.Tx) ([]*toldDays, error) {
	var all []*toldDays
	at := map[[2]string]*toldDays{}
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var source, dataset, profile, class, asOf, whole string
		var imported int64
		if err := rows.Scan(&source, &dataset, &profile, &class, &asOf, &whole, &imported); err != nil {
			return err
		}
		t := at[[2]string{source, dataset}]
		if t == nil {
			t = &toldDays{source: source, dataset: dataset, whole: portfolio.NoDay}
			at[[2]string{source, dataset}] = t
			all = append(all, t)
		}
		day := storedDay(asOf)
		t.profile, t.days = profile, append(t.days, day)
		if class == string(portfolio.Incremental) || class == string(portfolio.Events) {
			t.increments = append(t.increments, day)
		}
		t.whole = max(t.whole, storedDay(whole))
		t.imported = max(t.imported, imported)
		return nil
	}, `SELECT source, dataset, profile, class, as_of,
			coalesce((SELECT max(s.as_of) FROM import_slice s WHERE s.import_id = i.id AND s.whole = 1), ''), imported_at
		FROM import i WHERE state = 'committed' ORDER BY source, dataset, as_of, id`)
	for _, t := range all {
		t.days, t.increments = slices.Compact(t.days), slices.Compact(t.increments)
	}
	return all, err
}

func (t *toldDays) staleness(today portfolio.Day, cadence func(string) int) ingest.Staleness {
	last := t.days[len(t.days)-1]
	st := ingest.Staleness{Source: t.source, Dataset: t.dataset, AsOf: last, Every: rhythm(t.days), ImportedAt: fromMicros(t.imported)}
	if st.Every == 0 {
		st.Every = cadence(t.profile)
	}
	if st.Every > 0 {
		st.Late = max(0, int(today-last)-st.Every)
	}
	if from, to, found := hole(t.increments, rhythm(t.increments)); found && t.whole < to {
		st.Gap = from.String() + " to " + to.String()
	}
	return st
}

// rhythm is the median distance between ascending days, 0 while there are too
// few of them to tell.
func rhythm(days []portfolio.Day) int {
	if len(days) < rhythmDays {
		return 0
	}
	var apart []int
	for i := 1; i < len(days); i++ {
		apart = append(apart, int(days[i]-days[i-1]))
	}
	slices.Sort(apart)
	n := len(apart)
	return (apart[(n-1)/2] + apart[n/2] + 1) / 2
}

// hole is the latest distance between ascending days that is too long for the
// usual one.
func hole(days []portfolio.Day, usual int) (from, to portfolio.Day, found bool) {
	for i := len(days) - 1; i > 0 && usual > 0; i-- {
		if float64(days[i]-days[i-1]) > holeFactor*float64(usual) {
			return days[i-1], days[i], true
		}
	}
	return 0, 0, false
}
