package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"headroom/backend/change"
	"headroom/backend/fault"
	"headroom/backend/watch"
)

// Rules returns every rule that was not removed, oldest first.
func (s *Store) Rules(ctx context.Context) ([]watch.Listed, error) {
	all := []watch.Listed{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			l, err := scanRule(rows)
			all = append(all, l)
			return err
		}, `SELECT r.id, r.document, r.state, r.evaluated_at, r.outcome,
		           (SELECT count(*) FROM rule_state x WHERE x.rule_id = r.id AND x.open = 1)
		    FROM rule r WHERE r.state <> 'removed' ORDER BY r.id`)
	})
	return all, storeError(err, "list rules")
}

func scanRule(row scanner) (watch.Listed, error) {
	var l watch.Listed
	var document string
	var at int64
	if err := row.Scan(&l.ID, &document, &l.State, &at, &l.Outcome, &l.Firing); err != nil {
		return l, err
	}
	if at > 0 {
		l.EvaluatedAt = time.UnixMicro(at).UTC()
	}
	if err := json.Unmarshal([]byte(document), &l.Rule); err != nil {
		return l, fmt.Errorf("rule %d: %w", l.ID, err)
	}
	return l, nil
}

// AddRule stores a rule in the state its file asks for and returns its id.
func (s *Store) AddRule(ctx context.Context, r watch.Rule) (id int64, err error) {
	document, err := json.Marshal(r)
	if err != nil {
		return 0, fmt.Errorf("write rule: %w", err)
	}
	err = s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		res, err := tx.ExecContext(ctx, `INSERT INTO rule (name, template, state, version, document, undone, outcome, evaluated_at, created_at)
			VALUES (?, ?, ?, ?, ?, (`+countUndone+`), '', 0, ?)`, r.Name, r.Template, r.State, watch.Version, string(document), s.now().UnixMicro())
		if err != nil {
			return nil, storeError(err, "add rule")
		}
		id, err = res.LastInsertId()
		return change.Set{change.Rules}, storeError(err, "add rule")
	})
	return id, err
}

// countUndone tells whether an import was taken back since it was last asked.
const countUndone = `SELECT count(*) FROM import WHERE state = 'undone'`

// SetRuleState activates or pauses a rule. What it already found stays.
func (s *Store) SetRuleState(ctx context.Context, id int64, state watch.RuleState) error {
	if state != watch.Active && state != watch.Paused {
		return fault.At("state", "%q is not active or paused.", string(state))
	}
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		return change.Set{change.Rules}, setRuleState(ctx, tx, id, state)
	})
}

func setRuleState(ctx context.Context, tx *sql.Tx, id int64, state watch.RuleState) error {
	res, err := tx.ExecContext(ctx, `UPDATE rule SET state = ? WHERE id = ? AND state <> 'removed'`, state, id)
	if err != nil {
		return storeError(err, "change rule")
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fault.New(fault.NotFound, "There is no rule %d.", id)
	}
	return nil
}

// RemoveRule removes a rule. Its items stay; those that were open are resolved.
func (s *Store) RemoveRule(ctx context.Context, id int64) error {
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		if err := setRuleState(ctx, tx, id, watch.Removed); err != nil {
			return nil, err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM rule_state WHERE rule_id = ?`, id); err != nil {
			return nil, storeError(err, "remove rule")
		}
		_, err := tx.ExecContext(ctx, `UPDATE inbox SET state = 'resolved', resolution = ? WHERE rule_id = ? AND state IN ('open', 'snoozed')`, watch.RuleRemoved, id)
		return change.Set{change.Rules, change.Inbox}, storeError(err, "remove rule")
	})
}
