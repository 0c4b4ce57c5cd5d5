package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"headroom/backend/change"
	"headroom/backend/notify"
)

var _ notify.Outbox = (*Store)(nil)

// claimLapses is how long a claim holds: longer than sending takes. A claim
// from the future is one of a clock that was wrong and holds nothing.
const claimLapses = 60 * time.Second

// Claim takes the messages that wait to be shown. Those whose item is no longer
// open are dropped: it would be news about nothing.
func (s *Store) Claim(ctx context.Context, now time.Time) ([]notify.Pending, error) {
	waiting := []notify.Pending{}
	err := s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		if _, err := tx.ExecContext(ctx, `UPDATE outbox SET state = 'obsolete'
			WHERE state IN ('pending', 'sending') AND inbox_id IN (SELECT id FROM inbox WHERE state <> 'open')`); err != nil {
			return nil, err
		}
		at := now.UnixMicro()
		err := each(ctx, tx, func(rows *sql.Rows) error {
			var p notify.Pending
			var document string
			if err := rows.Scan(&p.ID, &p.Item, &p.Title, &p.Body, &document); err != nil {
				return err
			}
			waiting = append(waiting, p)
			return json.Unmarshal([]byte(document), &waiting[len(waiting)-1].Rule)
		}, `SELECT o.id, i.id, i.title, i.body, r.document FROM outbox o JOIN inbox i ON i.id = o.inbox_id JOIN rule r ON r.id = i.rule_id
		    WHERE o.state = 'pending' OR o.state = 'sending' AND o.claimed_at NOT BETWEEN ?1 - ?2 AND ?1 ORDER BY o.id`, at, claimLapses.Microseconds())
		if err != nil {
			return nil, err
		}
		for _, p := range waiting {
			if _, err := tx.ExecContext(ctx, `UPDATE outbox SET state = 'sending', claimed_at = ? WHERE id = ?`, at, p.ID); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	return waiting, storeError(err, "claim notifications")
}

// Delivered records that a channel showed claimed messages.
func (s *Store) Delivered(ctx context.Context, ids []int64, channel string, now time.Time) error {
	return s.settle(ctx, change.Set{change.Inbox}, ids, `state = 'delivered', channel = ?, error = '', delivered_at = ?`, channel, now.UnixMicro())
}

// Undelivered puts claimed messages back to wait, with the reason. It is no
// news: whoever delivers on news would try again at once, and for ever.
func (s *Store) Undelivered(ctx context.Context, ids []int64, reason string) error {
	return s.settle(ctx, nil, ids, `state = 'pending', error = ?`, reason)
}

func (s *Store) settle(ctx context.Context, news change.Set, ids []int64, set string, args ...any) error {
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		for _, id := range ids {
			if _, err := tx.ExecContext(ctx, `UPDATE outbox SET attempts = attempts + 1, `+set+` WHERE id = ? AND state = 'sending'`, append(args[:len(args):len(args)], id)...); err != nil {
				return nil, storeError(err, "record delivery")
			}
		}
		return news, nil
	})
}

// ShowNames reports whether notifications may carry names.
func (s *Store) ShowNames(ctx context.Context) (bool, error) {
	all, err := s.Settings(ctx)
	return all["notify_names"] == "yes", err
}
