package store

import (
	"database/sql"

	"headroom/backend/watch"
)

// sleeper is a snoozed item whose time has come.
type sleeper struct {
	id, rule int64
	instance string
	episode  int
	returns  int
	value    *float64
	title    string
}

// wake brings back the snoozed items of which what they wait for has happened:
// the day is there, there was an import, or the value moved. It comes after the
// rules were judged, so that what is over is resolved and not told again.
func (r *recorder) wake() error {
	due, err := r.sleepers()
	if err != nil {
		return err
	}
	for _, x := range due {
		if err := r.exec(`UPDATE inbox SET state = 'open', snoozed = '', snoozed_day = '', returns = ?, value = ? WHERE id = ?`, x.returns, x.value, x.id); err != nil {
			return err
		}
		// Coming back is telling: a repeat counts from here.
		if err := r.exec(`UPDATE rule_state SET status = json_set(status, '$.told', ?) WHERE rule_id = ? AND instance = ? AND episode = ?`, r.e.Today.String(), x.rule, x.instance, x.episode); err != nil {
			return err
		}
		rule, err := r.tells(x.rule, x.instance)
		if err != nil {
			return err
		}
		if err := r.announce(x.id, x.returns, rule); err != nil {
			return err
		}
		t := watch.Transition{Rule: x.rule, Instance: x.instance, From: string(watch.Snoozed), To: string(watch.Firing), Value: x.value, Reason: "snooze ended", Item: x.id}
		r.transitions = append(r.transitions, t)
		if err := r.log(watch.Fired, t, x.title); err != nil {
			return err
		}
	}
	return nil
}

// statusValue is the value of the instance of a rule_state x, NULL where it has
// none that can be read.
const statusValue = `CASE WHEN json_type(x.status, '$.value') IN ('integer', 'real') THEN x.status ->> '$.value' END`

// sleepers finds what is to come back. Value is the one of now, where the rule
// knows it.
func (r *recorder) sleepers() ([]sleeper, error) {
	var due []sleeper
	err := each(r.ctx, r.tx, func(rows *sql.Rows) error {
		var x sleeper
		err := rows.Scan(&x.id, &x.rule, &x.instance, &x.episode, &x.returns, &x.value, &x.title)
		due = append(due, x)
		return err
	}, `SELECT id, rule_id, instance, episode, returns, value, title FROM (
	      SELECT i.id, i.rule_id, i.instance, i.episode, i.returns + 1 AS returns, coalesce(`+statusValue+`, i.value) AS value, i.title, i.snoozed, i.snoozed_day, i.snoozed_import, i.snoozed_value, i.snoozed_by
	      FROM inbox i LEFT JOIN rule_state x ON x.rule_id = i.rule_id AND x.instance = i.instance AND x.episode = i.episode
	      WHERE i.state = 'snoozed')
	    WHERE CASE snoozed WHEN 'import' THEN snoozed_import < ?1 WHEN 'moved' THEN abs(value - snoozed_value) >= snoozed_by * (1 - 1e-9) ELSE snoozed_day <= ?2 END
	    ORDER BY id`, r.lastImport, r.e.Today.String())
	return due, err
}
