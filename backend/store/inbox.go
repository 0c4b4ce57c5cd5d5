package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"headroom/backend/change"
	"headroom/backend/fault"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

const itemColumns = `i.id, i.rule_id, r.name, r.template, i.instance, i.episode, i.title, i.body, i.reason, i.value, i.state,
	CASE i.state WHEN 'snoozed' THEN i.snoozed_day ELSE '' END, i.resolution, i.account_key, i.account, i.product, i.entitlement, i.end_day, i.created_at,
	(SELECT coalesce(group_concat(DISTINCT o.channel), '') FROM outbox o WHERE o.inbox_id = i.id AND o.state = 'delivered')`

// Inbox returns every item, newest first.
func (s *Store) Inbox(ctx context.Context) ([]watch.Item, error) {
	return s.items(ctx, `ORDER BY i.id DESC`)
}

// InboxOf returns the items about an account, newest first.
func (s *Store) InboxOf(ctx context.Context, accountKey string) ([]watch.Item, error) {
	return s.items(ctx, `WHERE i.account_key = ? ORDER BY i.id DESC`, accountKey)
}

func (s *Store) items(ctx context.Context, rest string, args ...any) ([]watch.Item, error) {
	all := []watch.Item{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			i, err := scanItem(rows)
			all = append(all, i)
			return err
		}, `SELECT `+itemColumns+` FROM inbox i JOIN rule r ON r.id = i.rule_id `+rest, args...)
	})
	return all, storeError(err, "read inbox")
}

func scanItem(row scanner) (watch.Item, error) {
	i := watch.Item{Delivered: []string{}}
	var at int64
	var channels string
	err := row.Scan(&i.ID, &i.Rule, &i.RuleName, &i.Template, &i.Instance, &i.Episode, &i.Title, &i.Body, &i.Reason, &i.Value, &i.State,
		&i.SnoozedTo, &i.Resolution, &i.AccountKey, &i.Account, &i.Product, &i.Entitlement, &i.End, &at, &channels)
	i.CreatedAt = time.UnixMicro(at).UTC()
	if channels != "" {
		i.Delivered = strings.Split(channels, ",")
	}
	return i, err
}

// OpenCount returns how many items are open.
func (s *Store) OpenCount(ctx context.Context) (n int, err error) {
	err = s.read(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT count(*) FROM inbox WHERE state = 'open'`).Scan(&n)
	})
	return n, storeError(err, "count inbox")
}

// MarkDone marks items as dealt with. Items whose episode is over stay as they
// are. An unknown id is a fault and changes nothing, here and below.
func (s *Store) MarkDone(ctx context.Context, ids ...int64) error {
	return s.eachItem(ctx, ids, func(tx *sql.Tx, id int64, _ watch.ItemState) error {
		_, err := tx.ExecContext(ctx, `UPDATE inbox SET state = 'done' WHERE id = ? AND state IN ('open', 'snoozed')`, id)
		return err
	})
}

// Reopen takes back that items were done or snoozed. An item whose episode
// ended meanwhile is resolved.
func (s *Store) Reopen(ctx context.Context, ids ...int64) error {
	return s.eachItem(ctx, ids, func(tx *sql.Tx, id int64, _ watch.ItemState) error {
		_, err := tx.ExecContext(ctx, `UPDATE inbox SET state = CASE resolution WHEN '' THEN 'open' ELSE 'resolved' END, snoozed_day = ''
			WHERE id = ? AND state IN ('done', 'snoozed')`, id)
		return err
	})
}

// Snooze puts items away until a day after today, when they come back.
func (s *Store) Snooze(ctx context.Context, ids []int64, until, today portfolio.Day) error {
	if until <= today {
		return fault.At("until", "%s is not after today, %s.", until, today)
	}
	return s.eachItem(ctx, ids, func(tx *sql.Tx, id int64, state watch.ItemState) error {
		if state != watch.Open && state != watch.Snoozed {
			return fault.New(fault.Conflict, "Item %d is %s and cannot be snoozed.", id, state)
		}
		_, err := tx.ExecContext(ctx, `UPDATE inbox SET state = 'snoozed', snoozed_day = ? WHERE id = ?`, until.String(), id)
		return err
	})
}

func (s *Store) eachItem(ctx context.Context, ids []int64, fn func(tx *sql.Tx, id int64, state watch.ItemState) error) error {
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		for _, id := range ids {
			var state watch.ItemState
			err := tx.QueryRowContext(ctx, `SELECT state FROM inbox WHERE id = ?`, id).Scan(&state)
			if err == sql.ErrNoRows {
				return nil, fault.New(fault.NotFound, "There is no item %d in the inbox.", id)
			}
			if err == nil {
				err = fn(tx, id, state)
			}
			if err != nil {
				return nil, storeError(err, "change inbox")
			}
		}
		return change.Set{change.Inbox}, nil
	})
}
