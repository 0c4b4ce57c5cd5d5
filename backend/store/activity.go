package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"
	"time"

	"headroom/backend/change"
	"headroom/backend/watch"
)

const (
	// keptEvaluations bounds the lines about evaluations in the log of a rule.
	keptEvaluations = 500
	// keptActivity is how long other lines are kept. Changes of a rule stay.
	keptActivity = 2 * 365 * 24 * time.Hour
)

// logged adds a line to the log.
func logged(ctx context.Context, tx *sql.Tx, a watch.Activity) error {
	if a.Detail == nil {
		a.Detail = map[string]any{}
	}
	detail, err := json.Marshal(a.Detail)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO activity (at, rule_id, kind, instance, item, detail) VALUES (?, ?, ?, ?, ?, ?)`,
		a.At.UnixMicro(), a.Rule, a.Kind, a.Instance, a.Item, string(detail))
	return storeError(err, "log activity")
}

// forget removes what is too old from the log.
func forget(ctx context.Context, tx *sql.Tx, now time.Time) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM activity WHERE kind NOT IN ('edited','switched') AND at < ?`, now.Add(-keptActivity).UnixMicro())
	return storeError(err, "forget old activity")
}

// titled is the detail of a line with what the item that it is about tells of, which the line that it fired says.
const titled = `CASE WHEN a.item > 0 AND a.detail ->> '$.title' IS NULL THEN json_patch(json_object('title', coalesce(
	(SELECT f.detail ->> '$.title' FROM activity f WHERE f.item = a.item AND f.item > 0 AND f.kind = 'fired' ORDER BY f.id LIMIT 1),
	(SELECT i.title FROM inbox i WHERE i.id = a.item))), a.detail) ELSE a.detail END`

// Activity returns a page of the log, newest first.
func (s *Store) Activity(ctx context.Context, q watch.ActivityAsking) (watch.ActivityPage, error) {
	page := watch.ActivityPage{Entries: []watch.Activity{}}
	where, args := activityChosen(q)
	err := s.read(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM activity a WHERE `+where, args...).Scan(&page.Count); err != nil {
			return err
		}
		return each(ctx, tx, func(rows *sql.Rows) error {
			a, err := scanActivity(rows)
			page.Entries = append(page.Entries, a)
			return err
		}, `SELECT a.id, a.at, a.rule_id, a.kind, a.instance, a.item, `+titled+`, coalesce((SELECT r.name FROM rule r WHERE r.id = a.rule_id), '') FROM activity a WHERE `+where+` ORDER BY a.id DESC LIMIT ? OFFSET ?`, append(args, limited(q.Limit), max(q.Offset, 0))...)
	})
	return page, storeError(err, "read activity")
}

// limited is a LIMIT of SQL: 0 is none.
func limited(n int) int {
	if n <= 0 {
		return -1
	}
	return n
}

func activityChosen(q watch.ActivityAsking) (where string, args []any) {
	c := conditions{}
	if q.Rule != 0 {
		c.add(`a.rule_id = ?`, q.Rule)
	}
	if q.Item != 0 {
		c.add(`a.item = ?`, q.Item)
	}
	if q.Instance != "" {
		c.add(`a.instance = ?`, q.Instance)
	}
	if len(q.Kinds) > 0 {
		var kinds []any
		for _, k := range q.Kinds {
			kinds = append(kinds, k)
		}
		c.add(`a.kind IN (?`+strings.Repeat(", ?", len(kinds)-1)+`)`, kinds...)
	}
	if text := strings.ToLower(strings.TrimSpace(q.Text)); text != "" {
		c.add(`(instr(expr_lower(a.instance), ?) > 0
			OR EXISTS (SELECT 1 FROM json_tree(a.detail) j WHERE j.atom IS NOT NULL AND instr(expr_lower(CAST(j.atom AS TEXT)), ?) > 0)
			OR EXISTS (SELECT 1 FROM rule r WHERE r.id = a.rule_id AND instr(expr_lower(r.name), ?) > 0)
			OR EXISTS (SELECT 1 FROM inbox i WHERE i.id = a.item AND instr(expr_lower(i.title || char(10) || i.account), ?) > 0))`, text, text, text, text)
	}
	return c.where()
}

// conditions gathers what must all hold, with its arguments.
type conditions struct {
	parts []string
	args  []any
}

func (c *conditions) add(part string, args ...any) {
	c.parts, c.args = append(c.parts, part), append(c.args, args...)
}

func (c *conditions) where() (string, []any) {
	if len(c.parts) == 0 {
		return "1", nil
	}
	return strings.Join(c.parts, " AND "), c.args
}

func scanActivity(row scanner) (watch.Activity, error) {
	var a watch.Activity
	var at int64
	var detail string
	if err := row.Scan(&a.ID, &at, &a.Rule, &a.Kind, &a.Instance, &a.Item, &detail, &a.RuleName); err != nil {
		return a, err
	}
	a.At = time.UnixMicro(at).UTC()
	if !readable([]byte(detail), &a.Detail) {
		a.Detail = map[string]any{} // what happened is known all the same
	}
	return a, nil
}

// ItemHistory returns what happened to an item of the inbox, oldest first.
func (s *Store) ItemHistory(ctx context.Context, item int64) ([]watch.Activity, error) {
	all := []watch.Activity{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			a, err := scanActivity(rows)
			all = append(all, a)
			return err
		}, `SELECT id, at, rule_id, kind, instance, item, detail, '' FROM activity WHERE item = ? AND item > 0 ORDER BY id`, item)
	})
	return all, storeError(err, "read history")
}

// LogTest records that a rule was tried on a destination, and what came of it.
func (s *Store) LogTest(ctx context.Context, rule int64, detail map[string]any) error {
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		return nil, logged(ctx, tx, watch.Activity{At: s.now(), Rule: rule, Kind: watch.Tested, Detail: detail})
	})
}
