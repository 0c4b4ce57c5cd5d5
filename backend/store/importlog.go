package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"headroom/backend/fault"
	"headroom/backend/ingest"
)

const importColumns = `id, file, sha256, profile, source, dataset, class, as_of, state, rows, added, changed, unchanged, skipped, rejected, notes, problems, imported_at, duration, profile_version`

// Seen reports whether a committed import had so many bytes.
func (s *Store) Seen(ctx context.Context, bytes int64) (seen bool, err error) {
	err = s.r.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM import WHERE bytes = ? AND state = 'committed')`, bytes).Scan(&seen)
	return seen, storeError(err, "find import")
}

// Find returns the committed import of the same content and context.
func (s *Store) Find(ctx context.Context, sha256, said string) (ingest.Result, bool, error) {
	r, err := scanImport(s.r.QueryRowContext(ctx, `SELECT `+importColumns+` FROM import WHERE sha256 = ? AND context = ? AND state = 'committed'`, sha256, said))
	if errors.Is(err, sql.ErrNoRows) {
		return r, false, nil
	}
	return r, err == nil, storeError(err, "find import")
}

// Imports returns the history, newest first.
func (s *Store) Imports(ctx context.Context) ([]ingest.Result, error) {
	all := []ingest.Result{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			r, err := scanImport(rows)
			all = append(all, r)
			return err
		}, `SELECT `+importColumns+` FROM import ORDER BY id DESC`)
	})
	return all, storeError(err, "list imports")
}

// ImportContext returns, as canonical JSON, what the person said about the
// file of an import: profile or mapping, account, reading.
func (s *Store) ImportContext(ctx context.Context, id int64) (string, error) {
	var said string
	err := s.r.QueryRowContext(ctx, `SELECT context FROM import WHERE id = ?`, id).Scan(&said)
	if errors.Is(err, sql.ErrNoRows) {
		return "", fault.New(fault.NotFound, "There is no import %d.", id)
	}
	return said, storeError(err, "find import")
}

type scanner interface{ Scan(into ...any) error }

func scanImport(row scanner) (ingest.Result, error) {
	var r ingest.Result
	var notes, problems string
	var at, took int64
	err := row.Scan(&r.ID, &r.File, &r.SHA256, &r.Profile, &r.Source, &r.Dataset, &r.Class, &r.AsOf, &r.State, &r.Rows, &r.Added, &r.Changed, &r.Unchanged,
		&r.Skipped, &r.Rejected, &notes, &problems, &at, &took, &r.Version)
	if err != nil {
		return r, err
	}
	r.ImportedAt, r.Seconds = fromMicros(at), float64(took)/1e6
	if err := json.Unmarshal([]byte(notes), &r.Notes); err != nil {
		return r, err
	}
	return r, json.Unmarshal([]byte(problems), &r.Problems)
}
