package store

import (
	"context"
	"database/sql"

	"headroom/backend/change"
	"headroom/backend/fault"
	"headroom/backend/watch"
)

// Watch puts an account, an entitlement, a product or a segment on the watch
// list, or takes it off.
func (s *Store) Watch(ctx context.Context, kind, key string, on bool) error {
	switch kind {
	case watch.WatchAccount, watch.WatchEntitlement, watch.WatchProduct, watch.WatchSegment:
	default:
		return fault.At("kind", "%q is not account, entitlement, product or segment.", kind)
	}
	if key == "" {
		return fault.At("key", "What is to be watched needs a key.")
	}
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		if kind == watch.WatchSegment && on {
			var known bool
			err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM segment WHERE name = ?)`, key).Scan(&known)
			if err != nil || !known {
				return nil, faultOr(err, "watch", fault.New(fault.NotFound, "There is no segment %q.", key))
			}
		}
		query, args := `DELETE FROM watch_item WHERE kind = ? AND key = ?`, []any{kind, key}
		if on {
			query, args = `INSERT INTO watch_item (kind, key, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, append(args, s.now().UnixMicro())
		}
		_, err := tx.ExecContext(ctx, query, args...)
		return change.Set{change.Watches}, storeError(err, "watch")
	})
}

// faultOr returns err as an error of the store where there is one, else f.
func faultOr(err error, doing string, f error) error {
	if err != nil {
		return storeError(err, doing)
	}
	return f
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
	list := watch.Watchlist{Accounts: map[string]bool{}, Entitlements: map[string]bool{}, Products: map[string]bool{}, Segments: map[string]bool{}}
	of := map[string]map[string]bool{
		watch.WatchAccount: list.Accounts, watch.WatchEntitlement: list.Entitlements, watch.WatchProduct: list.Products, watch.WatchSegment: list.Segments,
	}
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var kind, key string
		err := rows.Scan(&kind, &key)
		if err == nil {
			of[kind][key] = true
		}
		return err
	}, `SELECT kind, key FROM watch_item`)
	return list, err
}
