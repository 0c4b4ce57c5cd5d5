package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"headroom/backend/change"
	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/watch"
)

// Definitions returns what the person added to the catalog, each kind in the
// order in which it was made.
func (s *Store) Definitions(ctx context.Context) (metric.Definitions, error) {
	var d metric.Definitions
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		d, err = definitions(ctx, tx)
		return err
	})
	return d, storeError(err, "read definitions")
}

func definitions(ctx context.Context, tx *sql.Tx) (metric.Definitions, error) {
	var d metric.Definitions
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var kind, name, document string
		if err := rows.Scan(&kind, &name, &document); err != nil {
			return err
		}
		if err := d.Add(metric.DefinitionKind(kind), []byte(document)); err != nil {
			return fmt.Errorf("definition %s: %w", name, err)
		}
		return nil
	}, `SELECT kind, name, document FROM definition ORDER BY id`)
	return d, err
}

// Define keeps the definitions of d; one whose name is taken takes its place.
// check is given those that are kept so far, and its error keeps everything as
// it was. It must not use the store.
func (s *Store) Define(ctx context.Context, d metric.Definitions, check func(metric.Definitions) error) error {
	if err := d.CheckNames(); err != nil {
		return err
	}
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		kept, err := definitions(ctx, tx)
		if err != nil {
			return nil, storeError(err, "read definitions")
		}
		if err := check(kept); err != nil {
			return nil, err
		}
		now := s.now().UnixMicro()
		for _, x := range d.All() {
			document, err := json.Marshal(x.Value)
			if err != nil {
				return nil, fault.Wrap(err, fault.Invalid, "The %s %s holds a value that is neither text nor number.", x.Kind, x.Name)
			}
			if _, err := tx.ExecContext(ctx, `INSERT INTO definition (kind, name, document, created_at, changed_at) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, document = excluded.document, changed_at = excluded.changed_at`,
				string(x.Kind), x.Name, string(document), now, now); err != nil {
				return nil, storeError(err, "keep definition")
			}
		}
		return change.Set{change.Definitions}, nil
	})
}

// Undefine removes a definition. It is refused while another definition, a rule,
// a report or a dashboard names it.
func (s *Store) Undefine(ctx context.Context, kind metric.DefinitionKind, name string) error {
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		res, err := tx.ExecContext(ctx, `DELETE FROM definition WHERE kind = ? AND name = ?`, string(kind), name)
		if err != nil {
			return nil, storeError(err, "remove definition")
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return nil, fault.New(fault.NotFound, "There is no %s %s.", kind, name)
		}
		users, err := usesOf(ctx, tx, kind, name)
		if err != nil {
			return nil, storeError(err, "find uses")
		}
		if len(users) > 0 {
			return nil, fault.New(fault.Conflict, "%s is used by %s.", name, sentence(users)).WithHint("Change or remove these first.")
		}
		return change.Set{change.Definitions}, nil
	})
}

// Uses returns what names the definition of kind called name: definitions, then
// rules that were not removed, then reports and dashboards by their titles.
func (s *Store) Uses(ctx context.Context, kind metric.DefinitionKind, name string) ([]metric.Use, error) {
	var users []metric.Use
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		users, err = usesOf(ctx, tx, kind, name)
		return err
	})
	return users, storeError(err, "find uses")
}

func usesOf(ctx context.Context, tx *sql.Tx, kind metric.DefinitionKind, name string) ([]metric.Use, error) {
	kept, err := definitions(ctx, tx)
	if err != nil {
		return nil, err
	}
	users, err := kept.Uses(kind, name)
	if err != nil {
		return nil, err
	}
	err = each(ctx, tx, func(rows *sql.Rows) error {
		var title, document string
		if err := rows.Scan(&title, &document); err != nil {
			return err
		}
		names, err := metric.Named([]byte(document))
		if err == nil && names.Has(kind, name) {
			users = append(users, metric.Use{Kind: "rule", Name: title})
		}
		return err
	}, `SELECT name, document FROM rule WHERE state <> ? ORDER BY id`, string(watch.Removed))
	if err != nil {
		return users, err
	}
	segments, err := segmentUses(ctx, tx, kind, name)
	if err != nil {
		return users, err
	}
	users = append(users, segments...)
	documents, err := documentUses(ctx, tx, kind, name)
	return append(users, documents...), err
}

// sentence lists users as "the group a, the metric b and 3 more".
func sentence(users []metric.Use) string {
	const most = 5
	var names []string
	for _, u := range users[:min(len(users), most)] {
		names = append(names, u.String())
	}
	if rest := len(users) - most; rest > 0 {
		names = append(names, fmt.Sprintf("%d more", rest))
	}
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// verifyDefinitions finds definitions that can no longer be read.
func verifyDefinitions(ctx context.Context, tx *sql.Tx) ([]string, error) {
	var problems []string
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var kind, name, document string
		if err := rows.Scan(&kind, &name, &document); err != nil {
			return err
		}
		var d metric.Definitions
		err := d.Add(metric.DefinitionKind(kind), []byte(document))
		if err != nil || !slices.ContainsFunc(d.All(), func(x metric.Definition) bool { return x.Name == name }) {
			problems = append(problems, fmt.Sprintf("The %s %s is not as it was defined.", kind, name))
		}
		return nil
	}, `SELECT kind, name, document FROM definition ORDER BY id`)
	return problems, err
}
