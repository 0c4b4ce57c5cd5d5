package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"headroom/backend/change"
	"headroom/backend/fault"
	"headroom/backend/ingest"
)

var _ ingest.Memories = (*Store)(nil)

// Remember keeps a mapping that the person confirmed, in the place of the one
// with the same signature, name and folder. Its id, trust and uses are the
// store's: what m says of them does not matter, except that m may be trusted
// from the start. It returns the id.
func (s *Store) Remember(ctx context.Context, m ingest.Memory) (id int64, err error) {
	m.ID, m.UsedAt, m.Uses = 0, "", 0
	trusted := m.Trusted
	m.Trusted = false
	document, err := json.Marshal(m)
	if err != nil {
		return 0, fmt.Errorf("encode mapping: %w", err)
	}
	err = s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		err := tx.QueryRowContext(ctx, `INSERT INTO mapping_memory (signature, name, folder, document, trusted, uses, used_at, vhash) VALUES (?, ?, ?, ?, ?, 1, ?, ?)
			ON CONFLICT (signature, name, folder) DO UPDATE SET document = excluded.document, trusted = max(trusted, excluded.trusted), uses = uses + 1, used_at = excluded.used_at, vhash = excluded.vhash
			RETURNING id`, m.Signature, m.Name, m.Folder, string(document), trusted, s.now().UnixMicro(), textHash(m.Signature, m.Name, m.Folder, string(document))).Scan(&id)
		return change.Set{change.Files}, storeError(err, "remember mapping")
	})
	return id, err
}

// Recall returns what is remembered of files with a signature, the one used
// last first.
func (s *Store) Recall(ctx context.Context, signature string) ([]ingest.Memory, error) {
	return s.memories(ctx, `WHERE signature = ?`, signature)
}

// Memories returns every remembered mapping, the one used last first.
func (s *Store) Memories(ctx context.Context) ([]ingest.Memory, error) { return s.memories(ctx, "") }

func (s *Store) memories(ctx context.Context, where string, args ...any) ([]ingest.Memory, error) {
	all := []ingest.Memory{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			var m ingest.Memory
			var id, used int64
			var uses int
			var trusted bool
			var document string
			if err := rows.Scan(&id, &document, &trusted, &uses, &used); err != nil {
				return err
			}
			if err := json.Unmarshal([]byte(document), &m); err != nil {
				return fmt.Errorf("mapping %d: %w", id, err)
			}
			m.ID, m.Trusted, m.Uses, m.UsedAt = id, trusted, uses, fromMicros(used)
			all = append(all, m)
			return nil
		}, `SELECT id, document, trusted, uses, used_at FROM mapping_memory `+where+` ORDER BY used_at DESC, id DESC`, args...)
	})
	return all, storeError(err, "read mappings")
}

// Forget forgets a mapping; what it brought in stays.
func (s *Store) Forget(ctx context.Context, id int64) error {
	return s.changeMemory(ctx, id, `DELETE FROM mapping_memory WHERE id = ?1`)
}

// Trust says whether files of a remembered shape may come in without asking.
func (s *Store) Trust(ctx context.Context, id int64, on bool) error {
	return s.changeMemory(ctx, id, `UPDATE mapping_memory SET trusted = ?2 WHERE id = ?1`, on)
}

func (s *Store) changeMemory(ctx context.Context, id int64, statement string, args ...any) error {
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		n, err := affected(ctx, tx, statement, append([]any{id}, args...)...)
		if err == nil && n == 0 {
			return nil, fault.New(fault.NotFound, "There is no remembered mapping %d.", id)
		}
		return change.Set{change.Files}, storeError(err, "change mapping")
	})
}

// affected runs a statement and returns how many rows it changed.
func affected(ctx context.Context, tx *sql.Tx, statement string, args ...any) (int64, error) {
	r, err := tx.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}
