package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"headroom/backend/change"
	"headroom/backend/fault"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

const ruleColumns = `r.id, r.name, r.document, r.revision, r.since, r.evaluated_day, r.evaluated_generation, r.basis_day, r.basis_import,
	coalesce((SELECT m.slot FROM schedule_mark m WHERE m.rule_id = r.id ORDER BY m.rowid DESC LIMIT 1), '')`

// scanStored reads ruleColumns, and then what else the row has. A definition
// that cannot be read is a fault of that rule alone.
func scanStored(row scanner, more ...any) (watch.Stored, error) {
	var r watch.Stored
	var name, document, day, basisDay string
	var since, basisImport int64
	if err := row.Scan(append([]any{&r.ID, &name, &document, &r.Revision, &since, &day, &r.EvaluatedGeneration, &basisDay, &basisImport, &r.Mark}, more...)...); err != nil {
		return r, err
	}
	if since > 0 {
		r.Since = time.UnixMicro(since).UTC()
	}
	r.EvaluatedDay = storedDay(day)
	if basisDay != "" {
		r.Before = &watch.Basis{Day: storedDay(basisDay), Import: basisImport}
	}
	if err := json.Unmarshal([]byte(document), &r.Rule); err != nil {
		r.Rule = watch.Rule{Name: name}
		r.Fault = fault.Wrap(fmt.Errorf("rule %d: %w", r.ID, err), fault.Store, "The definition of the rule cannot be read.").WithHint("Restore an earlier version of it.")
	}
	return r, nil
}

// week is how far back the list of rules counts what was told.
const week = 7 * 24 * time.Hour

// Rules returns every rule that was not removed, oldest first.
func (s *Store) Rules(ctx context.Context) ([]watch.Listed, error) {
	return s.rules(ctx, `r.state <> 'removed'`)
}

// Rule returns one rule that was not removed.
func (s *Store) Rule(ctx context.Context, id int64) (watch.Listed, error) {
	found, err := s.rules(ctx, `r.state <> 'removed' AND r.id = ?2`, id)
	if err == nil && len(found) == 0 {
		err = noRule(id)
	}
	if err != nil {
		return watch.Listed{}, err
	}
	return found[0], nil
}

func noRule(id int64) error { return fault.New(fault.NotFound, "There is no rule %d.", id) }

func (s *Store) rules(ctx context.Context, where string, args ...any) ([]watch.Listed, error) {
	all := []watch.Listed{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			l, err := scanListed(rows)
			all = append(all, l)
			return err
		}, `SELECT `+ruleColumns+`, r.state, r.number, r.evaluated_at, r.outcome, r.problem,
		           (SELECT count(*) FROM rule_state x WHERE x.rule_id = r.id AND x.open = 1 AND x.instance <> '`+watch.RuleItself+`'),
		           (SELECT count(*) FROM inbox i WHERE i.rule_id = r.id AND i.created_at > ?1)
		    FROM rule r WHERE `+where+` ORDER BY r.id`, append([]any{s.now().Add(-week).UnixMicro()}, args...)...)
	})
	return all, storeError(err, "list rules")
}

func scanListed(row scanner) (watch.Listed, error) {
	var l watch.Listed
	var at int64
	var err error
	l.Stored, err = scanStored(row, &l.State, &l.Version, &at, &l.Outcome, &l.Problem, &l.Firing, &l.Told)
	if at > 0 {
		l.EvaluatedAt = time.UnixMicro(at).UTC()
	}
	if l.Fault != nil {
		l.Outcome, l.Problem = string(watch.Broken), fault.Of(l.Fault).Error()
	}
	return l, err
}

// countUndone tells whether an import was taken back since it was last asked.
const countUndone = `SELECT count(*) FROM import WHERE state = 'undone'`

// AddRule stores a rule in the state its file asks for and returns its id.
func (s *Store) AddRule(ctx context.Context, r watch.Rule) (id int64, err error) {
	err = s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		id, err = s.addRule(ctx, tx, r)
		return change.Set{change.Rules}, err
	})
	return id, err
}

func (s *Store) addRule(ctx context.Context, tx *sql.Tx, r watch.Rule) (int64, error) {
	document, err := json.Marshal(r)
	if err != nil {
		return 0, fmt.Errorf("write rule: %w", err)
	}
	now := s.now().UnixMicro()
	state := r.State
	if state == "" {
		state = watch.Active
	}
	res, err := tx.ExecContext(ctx, `INSERT INTO rule (name, template, state, version, document, undone, outcome, evaluated_at, created_at, since)
		VALUES (?, ?, ?, ?, ?, (`+countUndone+`), '', 0, ?, ?)`, r.Name, r.Template, state, watch.Version, string(document), now, now)
	if err != nil {
		return 0, storeError(err, "add rule")
	}
	id, err := res.LastInsertId()
	if err != nil {
		return 0, storeError(err, "add rule")
	}
	if err := keepVersion(ctx, tx, id, 1, now, string(document)); err != nil {
		return 0, err
	}
	return id, logged(ctx, tx, watch.Activity{At: s.now(), Rule: id, Kind: watch.Switched, Detail: map[string]any{"from": "", "to": string(state)}})
}

// SaveRule keeps a definition and returns the id of its rule; 0 makes a new
// draft. Saving what is kept already changes nothing. What was saved within a
// few minutes while the rule was not active is one version.
func (s *Store) SaveRule(ctx context.Context, id int64, r watch.Rule) (int64, error) {
	if id == 0 {
		r.State = watch.Draft
		return s.AddRule(ctx, r)
	}
	return id, s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		changed, err := s.saveRule(ctx, tx, id, r, nil)
		if err != nil || !changed {
			return nil, err
		}
		return change.Set{change.Rules}, nil
	})
}

// SetRuleState activates or pauses a rule. What it already found stays.
func (s *Store) SetRuleState(ctx context.Context, id int64, state watch.RuleState) error {
	if state != watch.Active && state != watch.Paused {
		return fault.At("state", "%q is not active or paused.", string(state))
	}
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		return change.Set{change.Rules}, s.setRuleState(ctx, tx, id, state)
	})
}

// setRuleState changes the state of a rule. One that becomes active begins anew:
// what happened before is no crossing, and its schedule counts from now.
func (s *Store) setRuleState(ctx context.Context, tx *sql.Tx, id int64, state watch.RuleState) error {
	var before watch.RuleState
	err := tx.QueryRowContext(ctx, `SELECT state FROM rule WHERE id = ? AND state <> 'removed'`, id).Scan(&before)
	if err == sql.ErrNoRows {
		return noRule(id)
	}
	if err != nil || before == state {
		return storeError(err, "change rule")
	}
	if _, err = tx.ExecContext(ctx, `UPDATE rule SET state = ?, revision = revision + 1 WHERE id = ?`, state, id); err != nil {
		return storeError(err, "change rule")
	}
	if state == watch.Active {
		if err := s.beginAgain(ctx, tx, id); err != nil {
			return err
		}
	}
	return logged(ctx, tx, watch.Activity{At: s.now(), Rule: id, Kind: watch.Switched, Detail: map[string]any{"from": string(before), "to": string(state)}})
}

// beginAgain makes a rule due whatever it was evaluated for, and forgets the
// occurrences of its schedule.
func (s *Store) beginAgain(ctx context.Context, tx *sql.Tx, id int64) error {
	if _, err := tx.ExecContext(ctx, `UPDATE rule SET since = ?, evaluated_day = '', evaluated_generation = 0, basis_day = '', basis_import = 0 WHERE id = ?`, s.now().UnixMicro(), id); err != nil {
		return storeError(err, "change rule")
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM schedule_mark WHERE rule_id = ?`, id)
	return storeError(err, "change rule")
}

// RemoveRule removes a rule. Its items stay; those that were open are resolved.
func (s *Store) RemoveRule(ctx context.Context, id int64) error {
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		if err := s.setRuleState(ctx, tx, id, watch.Removed); err != nil {
			return nil, err
		}
		for _, statement := range []string{`DELETE FROM rule_state WHERE rule_id = ?`, `DELETE FROM schedule_mark WHERE rule_id = ?`} {
			if _, err := tx.ExecContext(ctx, statement, id); err != nil {
				return nil, storeError(err, "remove rule")
			}
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO activity (at, rule_id, kind, instance, item, detail)
			SELECT ?, rule_id, ?, instance, id, json_object('reason', ?, 'title', title) FROM inbox WHERE rule_id = ? AND state IN ('open', 'snoozed') ORDER BY id`,
			s.now().UnixMicro(), watch.Closed, watch.RuleRemoved, id)
		if err != nil {
			return nil, storeError(err, "log activity")
		}
		_, err = tx.ExecContext(ctx, `UPDATE inbox SET state = 'resolved', resolution = ? WHERE rule_id = ? AND state IN ('open', 'snoozed')`, watch.RuleRemoved, id)
		return change.Set{change.Rules, change.Inbox}, storeError(err, "remove rule")
	})
}

// DuplicateRule makes a draft with the definition of another rule and a name of
// its own, and returns its id.
func (s *Store) DuplicateRule(ctx context.Context, id int64, name string) (int64, error) {
	of, err := s.Rule(ctx, id)
	if err != nil {
		return 0, err
	}
	if of.Fault != nil {
		return 0, of.Fault
	}
	copied := of.Rule
	copied.Name = name
	return s.SaveRule(ctx, 0, copied)
}

// storedDay reads a day this store wrote.
func storedDay(s string) portfolio.Day {
	d, err := portfolio.ParseDay(s)
	if err != nil {
		return portfolio.NoDay
	}
	return d
}
