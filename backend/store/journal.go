package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"headroom/backend/change"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

var _ watch.Journal = (*Store)(nil)

// keptEvaluations bounds the activity log of a rule.
const keptEvaluations = 500

// Agenda returns the active rules, the watch list and the generation of the facts.
func (s *Store) Agenda(ctx context.Context) (watch.Agenda, error) {
	var a watch.Agenda
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		if a.Generation, err = generation(ctx, tx); err != nil {
			return err
		}
		if a.Watched, err = watched(ctx, tx); err != nil {
			return err
		}
		return each(ctx, tx, func(rows *sql.Rows) error {
			var r watch.Stored
			var document string
			if err := rows.Scan(&r.ID, &document); err != nil {
				return err
			}
			if err := json.Unmarshal([]byte(document), &r.Rule); err != nil {
				return fmt.Errorf("rule %d: %w", r.ID, err)
			}
			a.Rules = append(a.Rules, r)
			return nil
		}, `SELECT id, document FROM rule WHERE state = 'active' ORDER BY id`)
	})
	return a, storeError(err, "read rules")
}

func generation(ctx context.Context, tx *sql.Tx) (g int64, err error) {
	err = tx.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = 'generation'`).Scan(&g)
	return g, err
}

// Record judges the rules of an evaluation and stores what follows: states,
// items and what is to be shown, in one transaction.
func (s *Store) Record(ctx context.Context, e watch.Evaluation) ([]watch.Transition, error) {
	var r recorder
	err := s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		r = recorder{ctx: ctx, tx: tx, e: e}
		if err := r.run(); err != nil {
			return nil, err
		}
		if len(r.transitions) == 0 {
			return nil, nil
		}
		return change.Set{change.Inbox, change.Rules}, nil
	})
	if err != nil {
		return nil, storeError(err, "record evaluation")
	}
	return r.transitions, nil
}

// recorder stores one evaluation in one transaction.
type recorder struct {
	ctx         context.Context
	tx          *sql.Tx
	e           watch.Evaluation
	transitions []watch.Transition
}

func (r *recorder) run() error {
	now, err := generation(r.ctx, r.tx)
	if err != nil {
		return err
	}
	if now != r.e.Generation {
		return watch.ErrStale
	}
	if err := r.wake(); err != nil {
		return fmt.Errorf("wake snoozed items: %w", err)
	}
	for _, rule := range r.e.Rules {
		if err := r.judge(rule); err != nil {
			return fmt.Errorf("rule %d: %w", rule, err)
		}
	}
	return nil
}

func (r *recorder) exec(query string, args ...any) error {
	_, err := r.tx.ExecContext(r.ctx, query, args...)
	return err
}

// wake brings back the snoozed items whose day has come.
func (r *recorder) wake() error {
	type sleeper struct {
		id, rule int64
		instance string
		episode  int
		returns  int
		value    *float64
	}
	var due []sleeper
	err := each(r.ctx, r.tx, func(rows *sql.Rows) error {
		var x sleeper
		err := rows.Scan(&x.id, &x.rule, &x.instance, &x.episode, &x.returns, &x.value)
		due = append(due, x)
		return err
	}, `SELECT id, rule_id, instance, episode, returns + 1, value FROM inbox WHERE state = 'snoozed' AND snoozed_day <= ? ORDER BY id`, r.e.Today.String())
	if err != nil {
		return err
	}
	for _, x := range due {
		if err := r.exec(`UPDATE inbox SET state = 'open', snoozed_day = '', returns = ? WHERE id = ?`, x.returns, x.id); err != nil {
			return err
		}
		// Coming back is telling: a repeat counts from here.
		if err := r.exec(`UPDATE rule_state SET told_day = ? WHERE rule_id = ? AND instance = ? AND episode = ?`, r.e.Today.String(), x.rule, x.instance, x.episode); err != nil {
			return err
		}
		if err := r.announce(x.id, x.returns); err != nil {
			return err
		}
		r.transitions = append(r.transitions, watch.Transition{Rule: x.rule, Instance: x.instance, From: string(watch.Snoozed), To: string(watch.Firing), Value: x.value, Reason: "snooze ended", Item: x.id})
	}
	return nil
}

// announce queues an item to be shown beyond the inbox.
func (r *recorder) announce(item int64, n int) error {
	if r.e.Quiet {
		return nil
	}
	return r.exec(`INSERT INTO outbox (inbox_id, n, state, channel, attempts, error, claimed_at, delivered_at) VALUES (?, ?, 'pending', '', 0, '', 0, 0)
		ON CONFLICT DO NOTHING`, item, n)
}

func (r *recorder) judge(rule int64) error {
	var judged, undone int64
	err := r.tx.QueryRowContext(r.ctx, `SELECT undone, (`+countUndone+`) FROM rule WHERE id = ? AND state = 'active'`, rule).Scan(&judged, &undone)
	if err == sql.ErrNoRows {
		return nil // paused or removed meanwhile
	}
	if err != nil {
		return err
	}
	statuses, err := r.statuses(rule)
	if err != nil {
		return err
	}
	v := r.e.Judge(watch.Standing{Rule: rule, Undone: undone > judged, Statuses: statuses})
	for _, d := range v.Decisions {
		if err := r.apply(rule, d); err != nil {
			return fmt.Errorf("instance %s: %w", d.Instance, err)
		}
	}
	if v.Health == watch.Broken {
		undone = judged // what was taken back is still to be judged
	}
	return r.log(rule, v, undone)
}

func (r *recorder) log(rule int64, v watch.Verdict, undone int64) error {
	at := r.e.At.UnixMicro()
	if err := r.exec(`UPDATE rule SET outcome = ?, evaluated_at = ?, undone = ? WHERE id = ?`, v.Health, at, undone, rule); err != nil {
		return err
	}
	if err := r.exec(`INSERT INTO evaluation (rule_id, at, outcome, problem, changes) VALUES (?, ?, ?, ?, ?)`, rule, at, v.Health, v.Problem, len(v.Decisions)); err != nil {
		return err
	}
	return r.exec(`DELETE FROM evaluation WHERE rule_id = ?1 AND id <= (SELECT id FROM evaluation WHERE rule_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)`, rule, keptEvaluations)
}

func (r *recorder) statuses(rule int64) (map[string]watch.Status, error) {
	all := map[string]watch.Status{}
	err := each(r.ctx, r.tx, func(rows *sql.Rows) error {
		var instance, told, data, lines, memory string
		var since int64
		var s watch.Status
		err := rows.Scan(&instance, &s.State, &since, &s.Episode, &s.Open, &told, &s.Resolution, &s.Value, &lines, &memory, &data, &s.Snoozed)
		if err != nil {
			return err
		}
		s.Since, s.Told, s.DataDay = time.UnixMicro(since).UTC(), storedDay(told), storedDay(data)
		if err := json.Unmarshal([]byte(lines), &s.Lines); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(memory), &s.Memory); err != nil {
			return err
		}
		all[instance] = s
		return nil
	}, `SELECT x.instance, x.state, x.since, x.episode, x.open, x.told_day, x.resolution, x.value, x.lines, x.memory, x.data_day, coalesce(i.state = 'snoozed', 0)
	    FROM rule_state x LEFT JOIN inbox i ON i.rule_id = x.rule_id AND i.instance = x.instance AND i.episode = x.episode
	    WHERE x.rule_id = ?`, rule)
	return all, err
}

// storedDay reads a day this store wrote.
func storedDay(s string) portfolio.Day {
	d, err := portfolio.ParseDay(s)
	if err != nil {
		return portfolio.NoDay
	}
	return d
}
