package store

import (
	"database/sql"
	"encoding/json"
	"errors"

	"headroom/backend/watch"
)

// apply stores what was decided about one instance.
func (r *recorder) apply(rule int64, d watch.Decision) error {
	if err := r.putStatus(rule, d.Instance, d.Status); err != nil {
		return err
	}
	item, err := r.take(rule, d)
	if err != nil || !d.IsTransition() {
		return err
	}
	r.transitions = append(r.transitions, watch.Transition{Rule: rule, Instance: d.Instance, From: string(d.From), To: string(d.Status.State), Value: d.Status.Value, Reason: d.Reason, Item: item})
	return nil
}

func (r *recorder) putStatus(rule int64, instance string, s watch.Status) error {
	lines, err := json.Marshal(s.Lines)
	if err != nil {
		return err
	}
	memory, err := json.Marshal(s.Memory)
	if err != nil {
		return err
	}
	return r.exec(`INSERT OR REPLACE INTO rule_state (rule_id, instance, state, since, episode, open, told_day, resolution, value, lines, memory, data_day)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		rule, instance, s.State, s.Since.UnixMicro(), s.Episode, s.Open, s.Told.String(), s.Resolution, s.Value, string(lines), string(memory), s.DataDay.String())
}

// take does to the inbox what a step asks for and returns the item concerned, 0
// for none.
func (r *recorder) take(rule int64, d watch.Decision) (item int64, err error) {
	switch d.Step {
	case watch.Fire:
		return r.insert(rule, d)
	case watch.Repeat:
		err = r.exec(`UPDATE inbox SET state = 'superseded' WHERE rule_id = ? AND instance = ? AND episode < ? AND state IN ('open', 'snoozed')`, rule, d.Instance, d.Status.Episode)
		if err != nil {
			return 0, err
		}
		return r.insert(rule, d)
	case watch.Resume:
		return r.update(rule, d, `state = CASE WHEN state <> 'resolved' THEN state WHEN snoozed_day > ? THEN 'snoozed' ELSE 'open' END, resolution = ''`, r.e.Today.String())
	case watch.Resolve:
		return r.update(rule, d, `state = CASE WHEN state IN ('open', 'snoozed') THEN 'resolved' ELSE state END, resolution = ?`, d.Status.Resolution)
	}
	return 0, nil
}

// insert adds the item of an episode and queues it. The key of the table, not
// this code, is what makes it one item per episode.
func (r *recorder) insert(rule int64, d watch.Decision) (int64, error) {
	n := d.Notice
	res, err := r.tx.ExecContext(r.ctx, `INSERT INTO inbox (rule_id, instance, episode, title, body, reason, value, state, snoozed_day, returns, resolution,
			account_key, account, product, entitlement, end_day, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, 'open', '', 0, '', ?, ?, ?, ?, ?, ?) ON CONFLICT (rule_id, instance, episode) DO NOTHING`,
		rule, d.Instance, d.Status.Episode, n.Title, n.Body, d.Why, d.Status.Value, n.AccountKey, n.Account, n.Product, n.Entitlement, n.End.String(), r.e.At.UnixMicro())
	if err != nil {
		return 0, err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return 0, err
	}
	id, err := res.LastInsertId()
	if err != nil {
		return 0, err
	}
	return id, r.announce(id, 0)
}

func (r *recorder) update(rule int64, d watch.Decision, set string, arg any) (id int64, err error) {
	// No item is no error: the state of the rule does not hang on it.
	err = r.tx.QueryRowContext(r.ctx, `UPDATE inbox SET `+set+` WHERE rule_id = ? AND instance = ? AND episode = ? RETURNING id`, arg, rule, d.Instance, d.Status.Episode).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}
