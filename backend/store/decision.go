package store

import (
	"database/sql"
	"encoding/json"
	"errors"

	"headroom/backend/portfolio"
	"headroom/backend/watch"
)

// apply stores what was decided about one instance.
func (r *recorder) apply(j judged, health watch.Health, d watch.Decision) error {
	status, err := json.Marshal(d.Status)
	if err != nil {
		return err
	}
	if err := r.exec(`INSERT OR REPLACE INTO rule_state (rule_id, instance, status) VALUES (?, ?, ?)`, j.id, d.Instance, string(status)); err != nil {
		return err
	}
	item, err := r.take(j, d)
	if err != nil || !d.IsTransition() {
		return err
	}
	t := watch.Transition{Rule: j.id, Instance: d.Instance, From: string(d.From), To: string(d.Status.State), Value: d.Status.Value, Reason: d.Reason, Item: item}
	r.transitions = append(r.transitions, t)
	kind := watch.Evaluated
	switch d.Step {
	case watch.Fire, watch.Repeat, watch.Resume:
		kind = watch.Fired
	case watch.Resolve:
		kind = watch.Closed
	case watch.Stay:
		if health != watch.Sound {
			return nil // the line of the evaluation says so of all instances
		}
	}
	return r.log(kind, t, d.Notice.About)
}

// log adds a transition to the log.
func (r *recorder) log(kind watch.ActivityKind, t watch.Transition, title string) error {
	detail := map[string]any{"from": t.From, "to": t.To, "reason": t.Reason}
	if t.Value != nil {
		detail["value"] = *t.Value
	}
	if title != "" {
		detail["title"] = title
	}
	return logged(r.ctx, r.tx, watch.Activity{At: r.e.At, Rule: t.Rule, Kind: kind, Instance: t.Instance, Item: t.Item, Detail: detail})
}

// take does to the inbox what a step asks for and returns the item concerned, 0
// for none.
func (r *recorder) take(j judged, d watch.Decision) (item int64, err error) {
	switch d.Step {
	case watch.Fire:
		return r.insert(j, d)
	case watch.Repeat:
		err = r.exec(`UPDATE inbox SET state = 'superseded' WHERE rule_id = ? AND instance = ? AND episode < ? AND state IN ('open', 'snoozed')`, j.id, d.Instance, d.Status.Episode)
		if err != nil {
			return 0, err
		}
		return r.insert(j, d)
	case watch.Resume:
		// What was snoozed is snoozed again; wake brings it back if that is over.
		return r.update(j.id, d, `state = CASE WHEN state <> 'resolved' THEN state WHEN snoozed <> '' THEN 'snoozed' ELSE 'open' END, resolution = ?`, "")
	case watch.Resolve:
		return r.update(j.id, d, `state = CASE WHEN state IN ('open', 'snoozed') THEN 'resolved' ELSE state END, resolution = ?`, d.Status.Resolution)
	}
	return 0, nil
}

// insert adds the item of an episode and queues it. The key of the table, not
// this code, is what makes it one item per episode.
func (r *recorder) insert(j judged, d watch.Decision) (int64, error) {
	rule, err := r.tells(j.id, d.Instance)
	if err != nil {
		return 0, err
	}
	n := d.Notice
	res, err := r.tx.ExecContext(r.ctx, `INSERT INTO inbox (rule_id, instance, episode, title, body, reason, value, state, snoozed_day, returns, resolution,
			account_key, account, product, entitlement, end_day, created_at, severity, number, act_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, 'open', '', 0, '', ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (rule_id, instance, episode) DO NOTHING`,
		j.id, d.Instance, d.Status.Episode, n.Title, n.Body, d.Why, d.Status.Value, n.AccountKey, n.Account, n.Product, n.Entitlement, optionalDay(n.End), r.e.At.UnixMicro(),
		severityOf(rule), j.number, optionalDay(n.ActBy))
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
	return id, r.announce(id, 0, rule)
}

// optionalDay writes a day that nobody may have set.
func optionalDay(d portfolio.Day) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// severityOf is that of a rule, a warning where it says nothing.
func severityOf(r watch.Rule) watch.Severity {
	if r.Severity == "" {
		return watch.Warning
	}
	return r.Severity
}

// destinationsOf are those of a rule, the desktop where it says nothing.
func destinationsOf(r watch.Rule) []watch.Destination {
	if r.Destinations == nil {
		return []watch.Destination{watch.ToDesktop}
	}
	return r.Destinations
}

// tells returns the rule by which an instance is told of. That the rule itself
// cannot be evaluated is for the inbox and the digest, wherever the rule sends
// what it finds.
func (r *recorder) tells(id int64, instance string) (watch.Rule, error) {
	if instance == watch.RuleItself {
		return watch.Rule{Severity: watch.Warning, Destinations: []watch.Destination{watch.ToDigest}}, nil
	}
	return r.rule(id)
}

// rule returns the definition of a rule, read once for each record. One that
// cannot be read tells as a rule that says nothing of how.
func (r *recorder) rule(id int64) (watch.Rule, error) {
	if rule, ok := r.rules[id]; ok {
		return rule, nil
	}
	var document string
	if err := r.tx.QueryRowContext(r.ctx, `SELECT document FROM rule WHERE id = ?`, id).Scan(&document); err != nil {
		return watch.Rule{}, err
	}
	var rule watch.Rule
	if err := json.Unmarshal([]byte(document), &rule); err != nil {
		rule = watch.Rule{}
	}
	r.rules[id] = rule
	return rule, nil
}

// announce queues an item for every destination of its rule.
func (r *recorder) announce(item int64, n int, rule watch.Rule) error {
	if r.e.Quiet {
		return nil
	}
	for _, to := range destinationsOf(rule) {
		err := r.exec(`INSERT INTO outbox (inbox_id, n, destination, state, channel, reference, message, summary, attempts, error, queued_at, not_before, claimed_at, delivered_at)
			VALUES (?, ?, ?, 'pending', '', '', 0, ?, 0, '', ?, 0, 0, 0) ON CONFLICT DO NOTHING`, item, n, to, r.e.CatchUp, r.e.At.UnixMicro())
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *recorder) update(rule int64, d watch.Decision, set string, arg any) (id int64, err error) {
	// No item is no error: the state of the rule does not hang on it.
	err = r.tx.QueryRowContext(r.ctx, `UPDATE inbox SET `+set+` WHERE rule_id = ? AND instance = ? AND episode = ? RETURNING id`, arg, rule, d.Instance, d.Status.Episode).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}
