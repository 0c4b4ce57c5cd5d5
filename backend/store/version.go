package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"headroom/backend/change"
	"headroom/backend/fault"
	"headroom/backend/metric"
	"headroom/backend/watch"
)

// oneEdit is how long saving again is part of the same edit.
const oneEdit = 5 * time.Minute

// edited is a rule before it is saved.
type edited struct {
	state            watch.RuleState
	number           int
	document         string
	trigger          watch.Trigger
	at               int64 // when the version began
	told, ofThisEdit bool
}

// saveRule keeps a definition of a rule, and reports whether it is another one
// than before. detail is said of it in the log.
func (s *Store) saveRule(ctx context.Context, tx *sql.Tx, id int64, r watch.Rule, detail map[string]any) (bool, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return false, fmt.Errorf("write rule: %w", err)
	}
	before, err := s.editing(ctx, tx, id)
	if err != nil || before.document == string(text) {
		return false, err
	}
	now, number := s.now().UnixMicro(), before.number
	// What was evaluated, or told by, is kept as it was.
	if !before.ofThisEdit || before.state == watch.Active || before.told {
		number++
	} else {
		now = before.at
	}
	if err := keepVersion(ctx, tx, id, number, now, string(text)); err != nil {
		return false, err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE rule SET name = ?, template = ?, version = ?, document = ?, number = ?, revision = revision + 1, evaluated_day = '', evaluated_generation = 0, basis_day = '', basis_import = 0 WHERE id = ?`,
		r.Name, r.Template, watch.Version, string(text), number, id); err != nil {
		return false, storeError(err, "save rule")
	}
	if !sameTrigger(before.trigger, r.Trigger) {
		if err := s.beginAgain(ctx, tx, id); err != nil {
			return false, err
		}
	}
	return true, s.logEdit(ctx, tx, id, number, string(text), detail)
}

func (s *Store) editing(ctx context.Context, tx *sql.Tx, id int64) (edited, error) {
	var e edited
	err := tx.QueryRowContext(ctx, `SELECT r.state, r.number, r.document, v.at, EXISTS (SELECT 1 FROM inbox i WHERE i.rule_id = r.id AND i.number = r.number)
		FROM rule r JOIN rule_version v ON v.rule_id = r.id AND v.number = r.number WHERE r.id = ? AND r.state <> 'removed'`, id).Scan(&e.state, &e.number, &e.document, &e.at, &e.told)
	if err == sql.ErrNoRows {
		return e, noRule(id)
	}
	if err != nil {
		return e, storeError(err, "save rule")
	}
	passed := s.now().Sub(time.UnixMicro(e.at))
	e.ofThisEdit = passed >= 0 && passed < oneEdit
	var r watch.Rule
	if json.Unmarshal([]byte(e.document), &r) == nil { // one that cannot be read has no trigger
		e.trigger = r.Trigger
	}
	return e, nil
}

func sameTrigger(a, b watch.Trigger) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

func keepVersion(ctx context.Context, tx *sql.Tx, rule int64, number int, at int64, document string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO rule_version (rule_id, number, at, document) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET at = excluded.at, document = excluded.document`, rule, number, at, document)
	return storeError(err, "keep version of rule")
}

// logEdit says which version was kept and which parts of it are other than in
// the one before: one line for each version.
func (s *Store) logEdit(ctx context.Context, tx *sql.Tx, id int64, number int, document string, more map[string]any) error {
	before := "{}"
	err := tx.QueryRowContext(ctx, `SELECT document FROM rule_version WHERE rule_id = ? AND number = ?`, id, number-1).Scan(&before)
	if err != nil && err != sql.ErrNoRows {
		return storeError(err, "read version")
	}
	if number == 1 {
		return nil // that it was made is in the log
	}
	detail := map[string]any{"version": number, "changes": differing(before, document)}
	maps.Copy(detail, more)
	if _, err := tx.ExecContext(ctx, `DELETE FROM activity WHERE rule_id = ? AND kind = 'edited' AND detail ->> '$.version' = ?`, id, number); err != nil {
		return storeError(err, "log edit")
	}
	return logged(ctx, tx, watch.Activity{At: s.now(), Rule: id, Kind: watch.Edited, Detail: detail})
}

// differing lists the keys whose values differ between two JSON objects.
func differing(a, b string) []string {
	var x, y map[string]json.RawMessage
	_, _ = json.Unmarshal([]byte(a), &x), json.Unmarshal([]byte(b), &y) // what cannot be read has no keys
	keys := map[string]bool{}
	for _, pair := range [][2]map[string]json.RawMessage{{x, y}, {y, x}} {
		for key, value := range pair[0] {
			if !bytes.Equal(value, pair[1][key]) {
				keys[key] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(keys))
}

// Versions returns the kept definitions of a rule that can be read, newest first:
// of a rule that cannot be read an earlier one is restored.
func (s *Store) Versions(ctx context.Context, id int64) ([]watch.RuleVersion, error) {
	all, kept := []watch.RuleVersion{}, 0
	err := s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			v, whole, err := scanVersion(rows)
			if kept++; whole {
				all = append(all, v)
			}
			return err
		}, `SELECT number, at, document FROM rule_version WHERE rule_id = ? ORDER BY number DESC`, id)
	})
	if err == nil && kept == 0 {
		return nil, noRule(id)
	}
	return all, storeError(err, "list versions")
}

// scanVersion reads a version, and reports whether its definition can be read.
func scanVersion(row scanner) (v watch.RuleVersion, whole bool, err error) {
	var at int64
	var document string
	if err := row.Scan(&v.Number, &at, &document); err != nil {
		return v, false, err
	}
	v.At = time.UnixMicro(at).UTC()
	return v, readable([]byte(document), &v.Rule), nil
}

// RestoreRule makes an earlier version the definition again, as a new version.
func (s *Store) RestoreRule(ctx context.Context, id int64, number int) error {
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		v, whole, err := scanVersion(tx.QueryRowContext(ctx, `SELECT number, at, document FROM rule_version WHERE rule_id = ? AND number = ?`, id, number))
		if err == sql.ErrNoRows {
			return nil, fault.New(fault.NotFound, "Rule %d has no version %d.", id, number)
		}
		if err != nil {
			return nil, storeError(err, "read version")
		}
		if !whole {
			return nil, fault.New(fault.Store, "Version %d of the rule cannot be read.", number).WithHint("Restore another one, or a backup.")
		}
		_, err = s.saveRule(ctx, tx, id, v.Rule, map[string]any{"restored": number})
		return change.Set{change.Rules}, err
	})
}

// verifyRules finds rules, what is remembered of them, and segments that can no
// longer be read.
func verifyRules(ctx context.Context, tx *sql.Tx) ([]string, error) {
	var problems []string
	for _, of := range []struct {
		query string
		into  func() any
	}{
		{`SELECT 'rule', name, document FROM rule WHERE state <> 'removed' ORDER BY id`, func() any { return &watch.Rule{} }},
		{`SELECT 'state of', x.instance || ' in the rule ' || r.name, x.status FROM rule_state x JOIN rule r ON r.id = x.rule_id ORDER BY x.rule_id, x.instance`, func() any { return &watch.Status{} }},
		{`SELECT 'segment', title, filter FROM segment ORDER BY name`, func() any { return &metric.Filter{} }},
	} {
		err := each(ctx, tx, func(rows *sql.Rows) error {
			var kind, name, document string
			err := rows.Scan(&kind, &name, &document)
			if err == nil && json.Unmarshal([]byte(document), of.into()) != nil {
				problems = append(problems, fmt.Sprintf("The %s %s cannot be read.", kind, name))
			}
			return err
		}, of.query)
		if err != nil {
			return problems, err
		}
	}
	return problems, nil
}
