package store

import (
	"context"
	"database/sql"

	"headroom/backend/portfolio"
)

// FactDays returns the days from one to another, both included, that imports
// speak of as a whole: on each of them something may have been told that the day
// before did not know. Days of acts and of day-by-day usage are the file's own.
func (s *Store) FactDays(ctx context.Context, from, to portfolio.Day) ([]portfolio.Day, error) {
	days := []portfolio.Day{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			var day string
			err := rows.Scan(&day)
			days = append(days, storedDay(day))
			return err
		}, `SELECT as_of FROM (
			SELECT s.as_of FROM import_slice s JOIN stream t ON t.id = s.stream_id WHERE t.class <> 'X'
			UNION SELECT as_of FROM import WHERE state = 'committed')
			WHERE as_of BETWEEN ? AND ? ORDER BY 1`, from.String(), to.String())
	})
	return days, storeError(err, "read the days of imports")
}
