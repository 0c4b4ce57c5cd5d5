package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"headroom/backend/change"
	"headroom/backend/notify"
	"headroom/backend/watch"
)

var _ notify.Outbox = (*Store)(nil)

// mostClaimed bounds one claim.
const mostClaimed = 20_000

// Claim takes what is due, oldest first, so that nobody else sends it. What is
// about an item that is no longer open is dropped: it would be news about
// nothing. A claim lapses; one from the far future is one of a clock that was
// wrong and holds nothing, one from the near future is that of somebody who
// looked at the clock later and had the store earlier. The same goes for what is held back or tried again later,
// where that is further ahead than anybody holds anything.
func (s *Store) Claim(ctx context.Context, now time.Time) ([]notify.Pending, error) {
	waiting := []notify.Pending{}
	if idle, err := s.idle(ctx, now); err != nil || idle {
		return waiting, err
	}
	err := s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		if _, err := tx.ExecContext(ctx, `UPDATE outbox SET state = 'obsolete' WHERE state IN ('pending', 'sending') AND (SELECT i.state FROM inbox i WHERE i.id = inbox_id) <> 'open'`); err != nil {
			return nil, err
		}
		rules := map[int64]watch.Rule{}
		err := each(ctx, tx, func(rows *sql.Rows) error {
			p, err := scanPending(rows, rules)
			waiting = append(waiting, p)
			return err
		}, `SELECT o.id, o.destination, o.queued_at, o.not_before, o.attempts, o.summary,
			coalesce((SELECT q.reference FROM inbox j JOIN outbox q ON q.inbox_id = j.id WHERE j.rule_id = i.rule_id AND j.instance = i.instance AND q.destination = o.destination AND q.state = 'delivered' ORDER BY q.delivered_at DESC, q.id DESC LIMIT 1), ''),
			i.id, i.rule_id, r.name, i.instance, i.severity, i.title, i.body, i.reason, i.value, i.account_key, i.account, i.product, i.entitlement, i.end_day, i.act_by, r.document
			FROM outbox o JOIN inbox i ON i.id = o.inbox_id JOIN rule r ON r.id = i.rule_id
			WHERE `+claimable+` ORDER BY o.id LIMIT ?4`, now.UnixMicro(), notify.ClaimHolds.Microseconds(), longestHold.Microseconds(), mostClaimed)
		if err != nil {
			return nil, err
		}
		for _, p := range waiting {
			if _, err := tx.ExecContext(ctx, `UPDATE outbox SET state = 'sending', claimed_at = ? WHERE id = ?`, now.UnixMicro(), p.ID); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	return waiting, storeError(err, "claim notifications")
}

// longestHold is longer than anything is held back: until the next digest, or
// over the holidays.
const longestHold = 31 * 24 * time.Hour

// claimable is what may be claimed at ?1; ?2 is how long a claim holds, ?3 the
// longest that anything is held back.
const claimable = `o.state IN ('pending', 'sending') AND (o.state = 'pending' OR o.claimed_at NOT BETWEEN ?1 - ?2 AND ?1 + ?2) AND o.not_before NOT BETWEEN ?1 + 1 AND ?1 + ?3`

// idle reports whether there is nothing to claim or to drop, so that asking
// every half minute writes nothing.
func (s *Store) idle(ctx context.Context, now time.Time) (idle bool, err error) {
	err = s.read(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT NOT EXISTS (SELECT 1 FROM outbox o WHERE `+claimable+`)`, now.UnixMicro(), notify.ClaimHolds.Microseconds(), longestHold.Microseconds()).Scan(&idle)
	})
	return idle, storeError(err, "claim notifications")
}

func scanPending(row scanner, rules map[int64]watch.Rule) (notify.Pending, error) {
	var p notify.Pending
	var queued, notBefore int64
	var document string
	err := row.Scan(&p.ID, &p.Destination, &queued, &notBefore, &p.Attempts, &p.Summary, &p.Replaces,
		&p.Item, &p.RuleID, &p.RuleName, &p.Instance, &p.Severity, &p.Title, &p.Body, &p.Reason, &p.Value, &p.AccountKey, &p.Account, &p.Product, &p.Entitlement, &p.End, &p.ActBy, &document)
	if err != nil {
		return p, err
	}
	p.Queued = time.UnixMicro(queued).UTC()
	if notBefore > 0 {
		p.NotBefore = time.UnixMicro(notBefore).UTC()
	}
	rule, known := rules[p.RuleID]
	if !known {
		if json.Unmarshal([]byte(document), &rule) != nil {
			rule = watch.Rule{Name: p.RuleName} // what it found is told all the same
		}
		rules[p.RuleID] = rule
	}
	if p.Rule = rule; p.Instance == watch.RuleItself {
		p.Rule = watch.Rule{Name: p.RuleName} // it is not of what the rule finds
	}
	return p, nil
}

// Settle records what became of what was claimed, with a line each in the log,
// in one transaction.
func (s *Store) Settle(ctx context.Context, done []notify.Settlement, now time.Time) error {
	var news change.Set
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		for _, x := range done {
			// What was put back is no news: whoever delivers on news would try again
			// at once, and for ever.
			if x.State == notify.Delivered {
				news = change.Set{change.Inbox}
			}
			if err := settle(ctx, tx, x, now); err != nil {
				return nil, storeError(err, "record delivery")
			}
		}
		return news, nil
	})
}

// TryAgain makes what failed due at once: what kept it from being delivered may
// have been put right.
func (s *Store) TryAgain(ctx context.Context) error {
	return s.write(ctx, func(tx *sql.Tx) (change.Set, error) {
		_, err := tx.ExecContext(ctx, `UPDATE outbox SET not_before = 0 WHERE state = 'pending' AND error <> ''`)
		return nil, storeError(err, "try notifications again")
	})
}

// settlements are what is set in a row of the outbox.
var settlements = map[notify.Settled]string{
	notify.Delivered: `state = 'delivered', attempts = attempts + 1, error = '', delivered_at = ?2, channel = ?4, reference = ?5, message = ?6`,
	notify.Held:      `state = 'pending', not_before = ?3, destination = ?7`,
	notify.Undone:    `state = 'pending', not_before = ?3, attempts = attempts + 1, error = ?8`,
	notify.Released:  `state = 'pending', claimed_at = 0`,
	notify.Dropped:   `state = 'obsolete'`,
}

// settled is a claimed row as it is settled.
type settled struct {
	notify.Settlement
	item, rule, n int64
	instance      string
	from          watch.Destination
}

func settle(ctx context.Context, tx *sql.Tx, done notify.Settlement, now time.Time) error {
	set, ok := settlements[done.State]
	if !ok {
		return fmt.Errorf("a message cannot become %q", done.State)
	}
	x := settled{Settlement: done}
	err := tx.QueryRowContext(ctx, `SELECT o.destination, o.n, i.id, i.rule_id, i.instance FROM outbox o JOIN inbox i ON i.id = o.inbox_id WHERE o.id = ? AND (o.state = 'sending' OR o.state IN ('pending', 'obsolete') AND ?)`, x.ID, x.State == notify.Delivered).
		Scan(&x.from, &x.n, &x.item, &x.rule, &x.instance)
	if err == sql.ErrNoRows {
		return nil // the claim lapsed, and somebody else settled it; what was delivered counts all the same, though it is over
	}
	if err != nil {
		return err
	}
	if x.Destination == "" {
		x.Destination = x.from
	}
	if x.Message == 0 {
		x.Message = x.ID
	}
	there, err := x.waitsThere(ctx, tx)
	if err != nil {
		return err
	}
	if there {
		set = settlements[notify.Dropped]
	}
	var until int64
	if !x.Until.IsZero() {
		until = x.Until.UnixMicro()
	}
	if _, err := tx.ExecContext(ctx, `UPDATE outbox SET `+set+` WHERE id = ?1`, x.ID, now.UnixMicro(), until, x.Channel, x.Reference, x.Message, x.Destination, x.Error); err != nil {
		return err
	}
	return x.log(ctx, tx, now)
}

// waitsThere reports whether the item goes to where it is to wait anyway: what a
// rule sends to the digest is there once, though the desktop gave it up to it.
func (x settled) waitsThere(ctx context.Context, tx *sql.Tx) (there bool, err error) {
	if x.State != notify.Held || x.Destination == x.from {
		return false, nil
	}
	err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM outbox WHERE inbox_id = ? AND n = ? AND destination = ?)`, x.item, x.n, x.Destination).Scan(&there)
	return there, err
}

// log adds a line about a delivery. Equal ones in a row are one line, whatever
// happens at other destinations meanwhile.
func (x settled) log(ctx context.Context, tx *sql.Tx, now time.Time) error {
	a := watch.Activity{At: now, Rule: x.rule, Instance: x.instance, Item: x.item, Kind: watch.Unsent, Detail: map[string]any{"destination": string(x.Destination)}}
	for key, value := range map[string]string{"reason": string(x.Reason), "channel": x.Channel, "error": x.Error} {
		if value != "" {
			a.Detail[key] = value
		}
	}
	switch x.State {
	case notify.Released, notify.Dropped:
		return nil
	case notify.Delivered:
		a.Kind = watch.Sent
		return logged(ctx, tx, a)
	}
	var id int64
	var count int
	err := tx.QueryRowContext(ctx, `SELECT id, coalesce(detail ->> '$.count', 1) FROM (SELECT * FROM activity WHERE item = ?1 AND (kind <> 'undelivered' OR detail ->> '$.destination' = ?2) ORDER BY id DESC LIMIT 1)
		WHERE kind = 'undelivered' AND coalesce(detail ->> '$.error', '') = ?3 AND coalesce(detail ->> '$.reason', '') = ?4`,
		x.item, string(x.Destination), x.Error, string(x.Reason)).Scan(&id, &count)
	if err != nil && err != sql.ErrNoRows {
		return err
	}
	a.Detail["count"] = count + 1
	if !x.Until.IsZero() {
		a.Detail["until"] = x.Until.UTC().Format(time.RFC3339)
	}
	if err == sql.ErrNoRows {
		a.Detail["count"] = 1
		return logged(ctx, tx, a)
	}
	detail, err := json.Marshal(a.Detail)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE activity SET at = ?, detail = ? WHERE id = ?`, now.UnixMicro(), string(detail), id)
	return err
}

// ShownSince counts the messages that were shown on the desktop since then.
func (s *Store) ShownSince(ctx context.Context, since time.Time) (n int, err error) {
	err = s.read(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT count(DISTINCT message) FROM outbox WHERE state = 'delivered' AND destination = 'desktop' AND delivered_at >= ?`, since.UnixMicro()).Scan(&n)
	})
	return n, storeError(err, "count notifications")
}
