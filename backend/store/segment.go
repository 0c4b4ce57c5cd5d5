package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"headroom/backend/change"
	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/watch"
)

// Segments returns the live segments by title. Their sizes are not known here.
func (s *Store) Segments(ctx context.Context) ([]watch.Segment, error) {
	var all []watch.Segment
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		all, err = segments(ctx, tx)
		return err
	})
	return all, storeError(err, "list segments")
}

func segments(ctx context.Context, tx *sql.Tx) ([]watch.Segment, error) {
	all := []watch.Segment{}
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var g watch.Segment
		var filter string
		if err := rows.Scan(&g.Name, &g.Title, &g.Kind, &filter); err != nil {
			return err
		}
		// One that cannot be read is none, so that only the rules that name it fail;
		// verify tells of it.
		if json.Unmarshal([]byte(filter), &g.Filter) == nil {
			all = append(all, g)
		}
		return nil
	}, `SELECT name, title, kind, filter FROM segment ORDER BY title, name`)
	return all, err
}

// SaveSegment keeps a segment in the place of the one of its name.
func (s *Store) SaveSegment(ctx context.Context, g watch.Segment) error {
	switch {
	case strings.TrimSpace(g.Name) == "":
		return fault.At("name", "A segment needs a name.")
	case strings.TrimSpace(g.Title) == "":
		return fault.At("title", "A segment needs a title.")
	case g.Kind != watch.WatchAccount && g.Kind != watch.WatchEntitlement && g.Kind != watch.WatchProduct:
		return fault.At("kind", "%q is not account, entitlement or product.", g.Kind)
	}
	filter, err := json.Marshal(g.Filter)
	if err != nil {
		return fmt.Errorf("write filter of segment: %w", err)
	}
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		now := s.now().UnixMicro()
		_, err := tx.ExecContext(ctx, `INSERT INTO segment (name, title, kind, filter, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET title = excluded.title, kind = excluded.kind, filter = excluded.filter, changed_at = excluded.changed_at`,
			g.Name, g.Title, g.Kind, string(filter), now, now)
		return change.Set{change.Watches, change.Rules}, storeError(err, "keep segment")
	})
}

// RemoveSegment throws a segment away, and takes it off the watch list. One that
// a rule names stays.
func (s *Store) RemoveSegment(ctx context.Context, name string) error {
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		users, err := rulesOfSegment(ctx, tx, name)
		if err != nil {
			return nil, storeError(err, "remove segment")
		}
		if len(users) > 0 {
			return nil, fault.New(fault.Conflict, "The segment is used by %s.", sentence(users)).WithHint("Change or remove them first.")
		}
		res, err := tx.ExecContext(ctx, `DELETE FROM segment WHERE name = ?`, name)
		if err != nil {
			return nil, storeError(err, "remove segment")
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return nil, fault.New(fault.NotFound, "There is no segment %q.", name)
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM watch_item WHERE kind = 'segment' AND key = ?`, name)
		return change.Set{change.Watches, change.Rules}, storeError(err, "remove segment")
	})
}

func rulesOfSegment(ctx context.Context, tx *sql.Tx, name string) ([]metric.Use, error) {
	var users []metric.Use
	err := each(ctx, tx, func(rows *sql.Rows) error {
		u := metric.Use{Kind: "rule"}
		err := rows.Scan(&u.Name)
		users = append(users, u)
		return err
	}, `SELECT name FROM rule WHERE state <> 'removed' AND ?1 IN (document ->> '$.watch.segment', document ->> '$.condition.segment') ORDER BY id`, name)
	return users, err
}

// segmentUses returns the segments whose filters name a definition, by their titles.
func segmentUses(ctx context.Context, tx *sql.Tx, kind metric.DefinitionKind, name string) ([]metric.Use, error) {
	var users []metric.Use
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var title, filter string
		if err := rows.Scan(&title, &filter); err != nil {
			return err
		}
		names, err := metric.Named([]byte(filter))
		if err == nil && names.Has(kind, name) {
			users = append(users, metric.Use{Kind: "segment", Name: title})
		}
		return err
	}, `SELECT title, filter FROM segment ORDER BY name`)
	return users, err
}
