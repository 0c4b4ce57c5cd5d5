package store

import (
	"context"
	"database/sql"

	"headroom/backend/change"
	"headroom/backend/fault"
	"headroom/backend/watch"
)

// Watch puts an account or an entitlement on the watch list, or takes it off.
// Kind is "account" or "entitlement".
func (s *Store) Watch(ctx context.Context, kind, key string, on bool) error {
	if kind != "account" && kind != "entitlement" {
		return fault.At("kind", "%q is not account or entitlement.", kind)
	}
	if key == "" {
		return fault.At("key", "What is to be watched needs a key.")
	}
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		query, args := `DELETE FROM watch_item WHERE kind = ? AND key = ?`, []any{kind, key}
		if on {
			query, args = `INSERT INTO watch_item (kind, key, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, append(args, s.now().UnixMicro())
		}
		_, err := tx.ExecContext(ctx, query, args...)
		return change.Set{change.Watches}, storeError(err, "watch")
	})
}

// Watched returns the watch list.
func (s *Store) Watched(ctx context.Context) (watch.Watchlist, error) {
	var list watch.Watchlist
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		list, err = watched(ctx, tx)
		return err
	})
	return list, storeError(err, "read watch list")
}

func watched(ctx context.Context, tx *sql.Tx) (watch.Watchlist, error) {
	list := watch.Watchlist{Accounts: map[string]bool{}, Entitlements: map[string]bool{}}
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var kind, key string
		if err := rows.Scan(&kind, &key); err != nil {
			return err
		}
		if kind == "account" {
			list.Accounts[key] = true
		} else {
			list.Entitlements[key] = true
		}
		return nil
	}, `SELECT kind, key FROM watch_item`)
	return list, err
}
