package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"headroom/backend/fault"
	"headroom/backend/watch"
)

const itemColumns = `i.id, i.rule_id, r.name, r.state = 'removed', r.template, i.instance, i.episode, i.title, i.body, i.reason, i.value, i.state,
	CASE i.state WHEN 'snoozed' THEN i.snoozed_day ELSE '' END, i.resolution, i.account_key, i.account, i.product, i.entitlement, i.end_day, i.created_at,
	i.severity, i.number, i.act_by, i.said, CASE i.state WHEN 'snoozed' THEN i.snoozed ELSE '' END, i.snoozed_by,
	(SELECT coalesce(group_concat(DISTINCT o.channel), '') FROM outbox o WHERE o.inbox_id = i.id AND o.state = 'delivered'),
	coalesce((SELECT o.error FROM outbox o WHERE o.inbox_id = i.id AND i.state = 'open' AND o.state IN ('pending', 'sending') AND o.error <> '' ORDER BY o.id DESC LIMIT 1), '')`

// Inbox returns every item, newest first.
func (s *Store) Inbox(ctx context.Context) ([]watch.Item, error) {
	return s.items(ctx, `ORDER BY i.id DESC`)
}

// InboxOf returns the items about an account, newest first.
func (s *Store) InboxOf(ctx context.Context, accountKey string) ([]watch.Item, error) {
	return s.items(ctx, `WHERE i.account_key = ? ORDER BY i.id DESC`, accountKey)
}

// Item returns one item, whatever became of it.
func (s *Store) Item(ctx context.Context, id int64) (watch.Item, error) {
	found, err := s.items(ctx, `WHERE i.id = ?`, id)
	if err == nil && len(found) == 0 {
		err = noItem(id)
	}
	if err != nil {
		return watch.Item{}, err
	}
	return found[0], nil
}

func noItem(id int64) error {
	return fault.New(fault.NotFound, "There is no notification %d.", id)
}

func (s *Store) items(ctx context.Context, rest string, args ...any) ([]watch.Item, error) {
	var all []watch.Item
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		all, err = itemsIn(ctx, tx, rest, args...)
		return err
	})
	return all, storeError(err, "read inbox")
}

func itemsIn(ctx context.Context, tx *sql.Tx, rest string, args ...any) ([]watch.Item, error) {
	all := []watch.Item{}
	err := each(ctx, tx, func(rows *sql.Rows) error {
		i, err := scanItem(rows)
		all = append(all, i)
		return err
	}, `SELECT `+itemColumns+` FROM inbox i JOIN rule r ON r.id = i.rule_id `+rest, args...)
	return all, err
}

func scanItem(row scanner) (watch.Item, error) {
	i := watch.Item{Delivered: []string{}}
	var at int64
	var channels, snoozed string
	var by *float64
	err := row.Scan(&i.ID, &i.Rule, &i.RuleName, &i.RuleRemoved, &i.Template, &i.Instance, &i.Episode, &i.Title, &i.Body, &i.Reason, &i.Value, &i.State,
		&i.SnoozedTo, &i.Resolution, &i.AccountKey, &i.Account, &i.Product, &i.Entitlement, &i.End, &at,
		&i.Severity, &i.Version, &i.ActBy, &i.Note, &snoozed, &by, &channels, &i.Error)
	i.CreatedAt = time.UnixMicro(at).UTC()
	if channels != "" {
		i.Delivered = strings.Split(channels, ",")
	}
	switch snoozed {
	case "day":
		i.Returns = &watch.Return{Day: i.SnoozedTo}
	case "import":
		i.Returns = &watch.Return{Import: true}
	case "moved":
		i.Returns = &watch.Return{Moved: by}
	case "notice":
		i.Returns = &watch.Return{Notice: true}
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
