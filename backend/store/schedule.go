package store

import (
	"context"
	"database/sql"
	"time"

	"headroom/backend/change"
	"headroom/backend/watch"
)

// keptMarks bounds the occurrences remembered of a schedule.
const keptMarks = 500

// mark records that a rule is evaluated for an occurrence of its schedule. It
// reports false where another process did so since it was asked for.
func (r *recorder) mark(rule int64, due watch.Due) (bool, error) {
	var last string
	err := r.tx.QueryRowContext(r.ctx, `SELECT slot FROM schedule_mark WHERE rule_id = ? ORDER BY rowid DESC LIMIT 1`, rule).Scan(&last)
	if err != nil && err != sql.ErrNoRows {
		return false, err
	}
	if last != due.Before {
		return false, nil
	}
	if due.Corrected {
		if err := r.exec(`DELETE FROM schedule_mark WHERE rule_id = ? AND at > ?`, rule, r.e.At.UnixMicro()); err != nil {
			return false, err
		}
	}
	res, err := r.tx.ExecContext(r.ctx, `INSERT INTO schedule_mark (rule_id, slot, at, missed) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`, rule, due.Mark, due.At.UnixMicro(), due.Missed)
	if err != nil {
		return false, err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	return true, r.exec(`DELETE FROM schedule_mark WHERE rule_id = ?1 AND rowid <= (SELECT rowid FROM schedule_mark WHERE rule_id = ?1 ORDER BY rowid DESC LIMIT 1 OFFSET ?2)`, rule, keptMarks)
}

// Lease makes holder the one who does what is called name for all, until ttl
// from now, and reports whether it is. A lease that ends later than anybody who
// looked at a right clock could have said is one of a clock that was wrong and
// holds nothing.
func (s *Store) Lease(ctx context.Context, name, holder string, pid int, now time.Time, ttl time.Duration) (held bool, err error) {
	until, at, wrong := now.Add(ttl).UnixMicro(), now.UnixMicro(), now.Add(2*ttl).UnixMicro()
	err = s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		res, err := tx.ExecContext(ctx, `INSERT INTO lease (name, holder, pid, expires_at) VALUES (?1, ?2, ?3, ?4)
			ON CONFLICT DO UPDATE SET holder = ?2, pid = ?3, expires_at = ?4 WHERE holder = ?2 OR expires_at <= ?5 OR expires_at > ?6`, name, holder, pid, until, at, wrong)
		if err != nil {
			return nil, storeError(err, "take lease")
		}
		n, err := res.RowsAffected()
		held = n > 0
		return nil, storeError(err, "take lease")
	})
	return held, err
}

// Unlease gives a lease back. One of another holder stays.
func (s *Store) Unlease(ctx context.Context, name, holder string) error {
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		_, err := tx.ExecContext(ctx, `DELETE FROM lease WHERE name = ? AND holder = ?`, name, holder)
		return nil, storeError(err, "give lease back")
	})
}
