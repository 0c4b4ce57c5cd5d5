package store

import (
	"context"
	"database/sql"
	"time"

	"headroom/backend/change"
	"headroom/backend/fault"
	"headroom/backend/ingest/folder"
)

var _ folder.Store = (*Store)(nil)

// AddFolder watches the folder at an absolute path, and returns its id; one
// that is watched already stays as it was, except for auto.
func (s *Store) AddFolder(ctx context.Context, path string, auto bool) (id int64, err error) {
	err = s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		err := tx.QueryRowContext(ctx, `INSERT INTO watched_folder (path, auto, added_at) VALUES (?, ?, ?) ON CONFLICT (path) DO UPDATE SET auto = excluded.auto RETURNING id`,
			path, auto, s.now().UnixMicro()).Scan(&id)
		return change.Set{change.Files}, storeError(err, "watch folder")
	})
	return id, err
}

// RemoveFolder watches a folder no longer; what came in from it stays.
func (s *Store) RemoveFolder(ctx context.Context, id int64) error {
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		n, err := affected(ctx, tx, `DELETE FROM watched_folder WHERE id = ?`, id)
		if err == nil && n == 0 {
			return nil, fault.New(fault.NotFound, "There is no watched folder %d.", id)
		}
		return change.Set{change.Files}, storeError(err, "remove folder")
	})
}

// Folders returns the watched folders in order of their paths.
func (s *Store) Folders(ctx context.Context) ([]folder.Folder, error) {
	all := []folder.Folder{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			var f folder.Folder
			var added int64
			err := rows.Scan(&f.ID, &f.Path, &f.Auto, &added)
			f.AddedAt = fromMicros(added)
			all = append(all, f)
			return err
		}, `SELECT id, path, auto, added_at FROM watched_folder ORDER BY path`)
	})
	return all, storeError(err, "read folders")
}

// Found returns what was found in a folder, 0 for all of them, in order of the
// paths.
func (s *Store) Found(ctx context.Context, id int64) ([]folder.File, error) {
	all := []folder.File{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			var f folder.File
			var mod, first, since int64
			err := rows.Scan(&f.Folder, &f.Path, &f.Size, &mod, &f.State, &first, &since)
			f.Mod, f.FirstSeen, f.Since = time.UnixMicro(mod).UTC(), time.UnixMicro(first).UTC(), time.UnixMicro(since).UTC()
			all = append(all, f)
			return err
		}, `SELECT folder_id, path, size, mod, state, first_seen, since FROM found_file WHERE folder_id = ?1 OR ?1 = 0 ORDER BY folder_id, path`, id)
	})
	return all, storeError(err, "read found files")
}

// KeepFound writes found files of a folder, and forgets those that are gone. A
// folder that is watched no longer takes none.
func (s *Store) KeepFound(ctx context.Context, id int64, put []folder.File, gone []string) error {
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		err := repeat(ctx, tx, `INSERT INTO found_file (folder_id, path, size, mod, state, first_seen, since)
			SELECT id, ?2, ?3, ?4, ?5, ?6, ?7 FROM watched_folder WHERE id = ?1
			ON CONFLICT (folder_id, path) DO UPDATE SET size = excluded.size, mod = excluded.mod, state = excluded.state, since = excluded.since`, put, func(f folder.File) []any {
			return []any{id, f.Path, f.Size, f.Mod.UnixMicro(), f.State, f.FirstSeen.UnixMicro(), f.Since.UnixMicro()}
		})
		if err == nil {
			err = repeat(ctx, tx, `DELETE FROM found_file WHERE folder_id = ? AND path = ?`, gone, func(name string) []any { return []any{id, name} })
		}
		return change.Set{change.Files}, storeError(err, "keep found files")
	})
}

// SetFound says what became of a found file that the person decided about:
// imported or dismissed.
func (s *Store) SetFound(ctx context.Context, id int64, path string, state folder.State) error {
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		n, err := affected(ctx, tx, `UPDATE found_file SET state = ? WHERE folder_id = ? AND path = ?`, state, id, path)
		if err == nil && n == 0 {
			return nil, fault.New(fault.NotFound, "%s is not there any more.", path)
		}
		return change.Set{change.Files}, storeError(err, "keep found file")
	})
}
